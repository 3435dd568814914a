"""What a notice leaves out or narrows, beside a sentence that says it."""
from __future__ import annotations

from datetime import date

import pytest

from alektum_desk.services import notice_check

TODAY = date(2026, 11, 28)
RIGHTS = "## Your rights\n\nYou have the right of {access}rectification, erasure, restriction of processing, data portability and objection.\n\nWith your consent.\n"
OBJECTION = "## Your rights\n\n- Access.\n- Rectification.\n- Right to object: you may object at any time to the processing of your data{narrowed}.\n"
DIRECT_SEARCH = "## Oikeutesi\n\n- Oikeus saada pääsy tietoihin.\n- Oikeus oikaista tiedot.\n- Vastustamisoikeus: voit vastustaa tietojesi käsittelyä {narrowed}.\n"
KEPT = "## Bewaartermijnen\n\n- Dossiers: vijf jaar na sluiting.\n- Administratie: zeven jaar na het boekjaar.\n\nVoor alle gegevens geldt een bovengrens van tien jaar{first}.\n"
ACT = "Vi følger personvernforordningen og personopplysningsloven. Loven trådte i kraft {day} 2018.\n"
LISTED = ("## A. Verantwortlicher\n\nZuständige Aufsichtsbehörde: Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen, "
          "Kavalleriestraße 2-4, 40213 Düsseldorf.\n\n## B. Ihre Rechte\n\n- Auskunft\n- Berichtigung\n- Löschung\n"
          "- Recht, keiner ausschließlich automatisierten Entscheidung unterworfen zu werden\n{complaint}")


@pytest.mark.parametrize(("rule", "language", "country", "guilty", "innocent"), [
    ("rights.missing_web", "en", "IE", RIGHTS.format(access=""), RIGHTS.format(access="access, ")),
    ("rights.missing_office", "de", "DE", LISTED.format(complaint=""), LISTED.format(complaint="- Beschwerde bei der Aufsichtsbehörde\n")),
    ("rights.objection_narrowed", "en", "IE", OBJECTION.format(narrowed=" in our search for candidates"), OBJECTION.format(narrowed="")),
    ("rights.objection_narrowed", "fi", "FI", DIRECT_SEARCH.format(narrowed="suorahaussa"), DIRECT_SEARCH.format(narrowed="milloin tahansa")),
    ("automated.right_missing", "nb", "NO", "Søknader uten helseopplysninger avgjøres helt automatisk.\n",
     "Søknader avgjøres uten automatiske systemer.\n"),
    ("law.entry_into_force", "nb", "NO", ACT.format(day="25. mai"), ACT.format(day="20. juli")),
    ("retention.precedence", "nl", "NL", KEPT.format(first=""), KEPT.format(first="; de termijnen uit de lijst gaan daarop voor")),
])
def test_what_is_left_out_is_missed(rule: str, language: str, country: str, guilty: str, innocent: str) -> None:
    def found(text: str) -> set[str]:
        return {each.rule for each in notice_check.check_text(text.split("\n"), country, language, "x.txt", TODAY)}

    assert rule in found(guilty)
    assert rule not in found(innocent)
