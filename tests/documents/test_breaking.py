from __future__ import annotations

import pytest

from alektum_desk.documents.breaking import break_text
from alektum_desk.documents.fonts import SOFT_HYPHEN, Face

TEXTS = {
    "de": "Die Datenverarbeitungsverantwortlichen haben auf den Auskunftsantrag innerhalb der Monatsfrist nicht geantwortet.",
    "fi": "Henkilötietojen käsittelyä koskevasta tietosuojavaltuutetun ratkaisukäytännöstä ilmenee oikeus tietoihin.",
    "nl": "Zie https://www.gegevensbeschermingsautoriteit.be/burger/acties/klacht-indienen?lang=nl&version=2026 voor meer.",
    "el": "Υποβάλλουμε καταγγελία σύμφωνα με το άρθρο 77 του Γενικού Κανονισμού για την Προστασία Δεδομένων.",
}


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("width", [60, 90, 200, 410])
def test_no_line_is_too_long_and_no_letter_is_lost(language: str, width: float) -> None:
    lines = break_text(TEXTS[language], Face.SERIF, 11, width, language)
    assert all(line.width <= width + 0.01 for line in lines)
    assert "".join(line.text for line in lines).replace(SOFT_HYPHEN, "") == TEXTS[language]


def test_a_name_stays_whole() -> None:
    lines = break_text("aan de heer Voorbeeldenstein gericht aan hem", Face.SERIF, 11, 100, "nl")
    assert any("Voorbeeldenstein" in line.text for line in lines)


def test_a_day_stays_with_its_month() -> None:
    lines = break_text("Op 14 september 2026 vroeg ik inzage, en op 20 oktober 2026 nog eens.", Face.SERIF, 11, 200, "nl")
    ends = [line.text.split()[-1] for line in lines[:-1]]
    assert not any(end.isdigit() and len(end) < 3 for end in ends)


def test_a_line_feed_ends_a_line() -> None:
    assert len(break_text("Een\nTwee\n\nVier", Face.SERIF, 11, 200, "nl")) == 4


def test_a_reference_is_not_divided_at_its_hyphens() -> None:
    lines = break_text("Hivatkozási számunk: ALK-be-ghentA-2026-0001", Face.SERIF, 10, 150, "")
    assert lines[-1].text == "ALK-be-ghentA-2026-0001"
