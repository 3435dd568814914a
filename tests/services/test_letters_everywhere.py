"""Every letter in every language: archival, accessible, heard as it was written, and made anew from its own record."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from alektum_desk.documents import verifying
from alektum_desk.documents.letter import letter
from alektum_desk.documents.letter_sheet import Heading, Items, LetterSheet, Paragraph
from alektum_desk.domain import complaints as reading
from alektum_desk.reference import letters
from alektum_desk.reference.letter_formats import letter_format, letter_formats
from alektum_desk.services import complaints
from tests import verapdf
from tests.documents.reading import plain, said
from tests.services.test_complaints import PLACES, a_file

LANGUAGES = sorted(letters.languages())
KINDS = ("assist", "own_group", "forward", "report", "answer")
SAMPLE = 4


def a_long_text(code: str) -> str:
    """The language's own words, long enough to be divided over lines and pages."""
    words = letters.words(code)
    return " ".join(piece.text for piece in words.texts["assist"].pieces if not piece.holes and piece.form == "paragraph")


def a_letter(code: str, kind: str, form: str = "nbn-z01002") -> LetterSheet:
    country, region = PLACES[code]
    facts = [{"on": f"2026-{month:02}-01", "text": f"{month}. {a_long_text(code)}"} for month in (9, 10, 11)]
    document: dict[str, Any] = a_file(
        country, region, letter=kind, language=code, format=form, facts=facts, other_proceedings=[a_long_text(code)],
        complainant={"name": "Zoë Łódź Ångström", "address": ["Rue Haute 1", "1000 Bruxelles"], "email": "zoe@example.org"},
        confidentiality="Ελλάδα, България, Þór, ß.", filer={"mandate": "20.11.2026"}, remedy=["58(2)(c)", "58(2)(d)"],
        provisions=["5(1)(f)", "12(3)", "15"], prior_contact=[{"on": "2026-10-02", "channel": "letter", "answer": a_long_text(code)}],
        exhibits=[{"path": "a.pdf", "title": "Lettre recommandée"}], your_reference="DOS-2026-1")
    return complaints.compose(reading.read(document), signer="An Officer", reference="ALK-be-ghentA-2026-0001")


def written(sheet: LetterSheet) -> list[str]:
    """The text of every element in the order in which it is to be heard."""
    country = [sheet.country_line.upper()] if sheet.country_line else []
    found = [*sheet.sender, *([sheet.return_line or ""] if sheet.format.return_zone else []), " ".join([*sheet.recipient, *country]),
             sheet.place_date, *([sheet.reference] if sheet.reference else []), sheet.subject, sheet.salutation]
    for block in sheet.body:
        if isinstance(block, Paragraph | Heading):
            found.append(block.text)
        elif isinstance(block, Items):
            for item in block.items:
                found += ["–", item]
    found += [sheet.closing, sheet.signature_name, *([sheet.signature_role] if sheet.signature_role else [])]
    if sheet.enclosures:
        found += [sheet.enclosures_title, *(part for at, each in enumerate(sheet.enclosures, 1) for part in (f"E{at}", each))]
    return [plain(text) for text in found]


def holds(sheet: LetterSheet, folder: Path) -> None:
    pdf = letter(sheet)
    assert verapdf.broken(pdf, "3a", "ua1") == {}
    assert said(pdf, folder) == written(sheet)
    assert verifying.problems(pdf, letter_format) == ()



@pytest.mark.parametrize("code", LANGUAGES)
def test_a_letter_in_each_language(code: str, tmp_path: Path) -> None:
    """Another kind and another format for each language; all of each with all of each under `long`."""
    at = LANGUAGES.index(code)
    holds(a_letter(code, KINDS[at % len(KINDS)], list(letter_formats())[at % len(letter_formats())]), tmp_path)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_heard_as_written_in_every_language(kind: str, tmp_path: Path) -> None:
    for code in LANGUAGES[KINDS.index(kind)::SAMPLE]:
        sheet = a_letter(code, kind)
        assert said(letter(sheet), tmp_path) == written(sheet), code


@pytest.mark.long
@pytest.mark.parametrize("form", letter_formats())
@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_in_every_language_and_format(kind: str, form: str, tmp_path: Path) -> None:
    for code in LANGUAGES:
        holds(a_letter(code, kind, form), tmp_path)
