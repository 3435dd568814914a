"""A notice from the register: every interface language, nothing invented, and quiet under the notice check."""
from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from alektum_desk.base import language as languages
from alektum_desk.domain.errors import Refused
from alektum_desk.domain.findings import Severity
from alektum_desk.domain.notices import FIELDS, Field
from alektum_desk.domain.records import NewActivity, Role
from alektum_desk.domain.subjects import Category
from alektum_desk.reference import notice_texts
from alektum_desk.services import exports, lives, notice_check, notice_writing, records, register_import
from alektum_desk.services.desk import Desk

# What stands in the published notices and no writer can mend: a processor that has changed its name since.


DeskOn = Callable[..., Desk]


@pytest.fixture
def desk(desk_on: DeskOn) -> Desk:
    return desk_on("2026-11-24")


def test_a_written_notice_passes_the_check_in_every_language(desk: Desk) -> None:
    for country, language in product(("BE", "DK", "NO"), languages.LANGUAGES):
        made = notice_writing.written(desk, country, language)
        found = notice_check.check_text(made.lines, country, language, "written.txt", desk.today())
        assert not found, (country, language, found)
        assert len(made.lines) > 40


def test_every_language_has_every_sentence_with_the_same_holes() -> None:
    english = notice_texts.wording("en")
    for code in languages.LANGUAGES:
        wording = notice_texts.wording(code)
        assert set(wording.texts) == set(english.texts)
        assert len(wording.rights) == len(english.rights)
        for name, text in wording.texts.items():
            assert {part.split("}")[0] for part in text.split("{")[1:]} == {part.split("}")[0] for part in english.texts[name].split("{")[1:]}


def test_what_is_not_decided_is_a_gap_and_what_is_decided_is_said(desk: Desk) -> None:
    before = notice_writing.written(desk, "BE", "en")
    assert ("be-recovery", Field.TRANSFER) in {(each.activity, each.field) for each in before.gaps}
    assert "[still to be decided: Transfers]" in before.lines
    records.decide(desk, "be-recovery", Field.TRANSFER, [], "No partner abroad is used.")
    after = notice_writing.written(desk, "BE", "en")
    assert "[still to be decided: Transfers]" not in after.lines
    assert "The data are not transferred outside the European Economic Area." in after.lines
    assert len(after.gaps) < len(before.gaps)


def test_what_notices_contradict_and_cookies_without_details_stand_in_the_text_as_open(desk: Desk) -> None:
    differing = {each.field for each in records.shown(desk, "be-recovery").fields if each.contradictions}
    made = notice_writing.written(desk, "BE", "en")
    assert differing
    assert all(f"[still to be decided: {FIELDS[field]}]" in made.lines for field in differing)
    assert "[still to be decided: Cookies]" in notice_writing.written(desk, "NO", "en").lines


def test_nothing_is_claimed_that_the_register_does_not_hold(desk: Desk) -> None:
    danish = notice_writing.written(desk, "DK", "en")
    text = "\n".join(danish.lines)
    assert "Our data protection officer: [still to be decided]" in text              # the notice names a mailbox and no officer
    assert "[still to be decided: whether decisions about you rest solely on automated processing]" in danish.lines
    assert "you do not give them: [still to be decided]" in text
    assert {("", Field.CONTACT), ("", Field.DATA), ("", Field.AUTOMATED_DECISION), ("dk-contacts", Field.SOURCE)} <= {(each.activity, each.field) for each in danish.gaps}
    for each in records.listed(desk, country="DK"):
        records.decide(desk, each.id, Field.AUTOMATED_DECISION, [], "People decide.")
    assert "We do not make decisions about you that rest solely on automated processing." in notice_writing.written(desk, "DK", "en").lines
    belgian = "\n".join(notice_writing.written(desk, "BE", "en").lines)
    assert "our data protection officer at Alektum SA, DPO, Gaston Crommenlaan 4" in belgian


def test_what_a_reader_remarked_is_not_published(desk: Desk) -> None:
    norwegian = "\n".join(notice_writing.written(desk, "NO", "en").lines)
    assert "Invoices and accounts: 10 years [still to be decided: from which event]." in norwegian
    assert not any(each in norwegian for each in ("unclear", "said to be", "is not said", "not specified"))


def test_a_decided_basis_and_period_stand_in_the_text(desk: Desk) -> None:
    records.decide(desk, "be-visitors", Field.LEGAL_BASIS, {"text": "Legitimate interests", "code": "6(1)(f)"}, "No law asks for it.")
    records.decide(desk, "be-visitors", Field.LEGITIMATE_INTEREST, "Knowing who is in the building when it has to be left", "Fire drill.")
    text = "\n".join(notice_writing.written(desk, "BE", "en").lines)
    assert "Knowing who is in the building when it has to be left" in text
    assert "Legal basis: Legitimate interests (Article 6(1)(f) GDPR)." in text


def test_a_decided_controller_stands_for_the_notice(desk: Desk) -> None:
    records.decide(desk, "be-recovery", Field.ENTITY, "Fordran AB", "Sold.")
    made = notice_writing.written(desk, "BE", "en")
    assert "Fordran AB, [still to be decided: address], is the controller of your personal data." in made.lines
    assert ("", Field.ENTITY) in {(each.activity, each.field) for each in made.gaps}


def test_a_decided_transfer_and_decision_are_told_whole(desk: Desk) -> None:
    records.decide(desk, "be-recovery", Field.TRANSFER, {"text": "Printing", "country": "GB", "mechanism": "45"}, "The printer moved.")
    records.decide(desk, "be-recovery", Field.AUTOMATED_DECISION, {
        "text": "Un plan est proposé", "logic": "Les revenus et les dettes sont comparés", "significance": "Aucun plan n'est proposé", "ground": "22(2)(a)"}, "As built.")
    made = notice_writing.written(desk, "BE", "fr")
    text = "\n".join(made.lines)
    assert "Royaume-Uni" in text
    assert "article 22, paragraphe 2, point a)" in text
    assert not {Field.TRANSFER, Field.AUTOMATED_DECISION} & {each.field for each in made.gaps if each.activity == "be-recovery"}


def test_a_country_without_processing_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="no processing"):
        notice_writing.written(desk, "SE", "sv")


def test_one_open_point_is_counted_in_a_sentence_that_needs_no_plural(desk: Desk) -> None:
    for language in languages.LANGUAGES:
        made = notice_writing.written(desk, "BE", language)
        assert made.lines[3].endswith(f": {len(made.gaps)}.")


def test_every_open_point_is_one_bracket(desk: Desk) -> None:
    for country, language in product(("BE", "DK", "NO"), languages.LANGUAGES):
        made = notice_writing.written(desk, country, language)
        assert "\n".join(made.lines).count("[") == len(made.gaps), (country, language)


def test_a_country_of_regions_leaves_its_authority_open_until_one_is_named(desk: Desk) -> None:
    german = NewActivity("Collection of claims", "DE", Role.CONTROLLER, (Category.DEBTOR,), decided=((Field.PURPOSE, "Collect claims"),))
    lives.submit(desk, records.create(desk, german, "New.").listed.id, "Ready.")
    open_ = notice_writing.written(desk, "DE", "de")
    assert open_.lines[-2:] == ("Beschwerde", "[noch zu entscheiden: Beschwerden]")
    assert ("", Field.COMPLAINT) in {(each.activity, each.field) for each in open_.gaps}
    assert "Ludwig-Erhard-Straße 22" in "\n".join(notice_writing.written(desk, "DE", "de", "DE-HH").lines)
    with pytest.raises(Refused):
        notice_writing.written(desk, "DE", "de", "DE-XX")


def test_a_language_without_sentences_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="cannot be written"):
        notice_writing.written(desk, "BE", "pl")


def test_the_file_is_listed_among_the_exports(desk: Desk, tmp_path: Path) -> None:
    notice_writing.write(desk, "DK", "da", tmp_path / "notice.txt")
    assert (tmp_path / "notice.txt").read_text(encoding="utf-8").startswith("Privatlivspolitik\n")
    assert [each.kind for each in exports.listed(desk)] == ["notice.text"]


def test_address_authority_and_its_site_are_written_in_the_language_of_the_notice(desk: Desk) -> None:
    dutch, french = ("\n".join(notice_writing.written(desk, "BE", code).lines) for code in ("nl", "fr"))
    assert "Gaston Crommenlaan 4 (7de verdieping), 9050 Ledeberg" in dutch
    assert "Gegevensbeschermingsautoriteit\nDrukpersstraat 35, 1000 Brussel" in dutch
    assert "https://www.gegevensbeschermingsautoriteit.be/" in dutch
    assert "étage" not in dutch
    assert "autoriteprotectiondonnees" not in dutch
    assert "(7e étage)" in french
    assert "https://www.autoriteprotectiondonnees.be/" in french


def test_a_company_is_named_as_it_is_called_today(desk: Desk) -> None:
    made = notice_writing.written(desk, "NO", "nb")
    [line] = [each for each in made.lines if each.startswith("Databehandlere:")]
    assert line.startswith("Databehandlere: Tieto: adresseoppdateringer")
    assert not any("Evry" in each for each in made.lines)
    assert ("no-recovery", Field.PROCESSOR) in {(gap.activity, gap.field) for gap in made.gaps}


def test_an_interest_is_said_once_and_not_its_purpose_again(desk: Desk) -> None:
    said = "\n".join(notice_writing.written(desk, "BE", "nl").lines)
    assert "Doel: Activiteiten ontwikkelen, markten analyseren, statistieken bijhouden en risico's beheren." in said
    assert "Ons gerechtvaardigd belang daarbij: De activiteiten ontwikkelen en met contactpersonen communiceren." in said
    assert said.count("Diensten aanprijzen en het klantenbestand ontwikkelen") == 1
    assert "Dit doel is ook ons gerechtvaardigd belang." in said
    assert "Dette formålet er også vår berettigede interesse." in "\n".join(notice_writing.written(desk, "NO", "nb").lines)
    again = [each for each in notice_writing.written(desk, "NO", "nb").lines if "Å holde kredittap lave." in each]
    assert [re.findall(r"Vår berettigede interesse [^:]*", each) for each in again] == [["Vår berettigede interesse i dette"], ["Vår berettigede interesse også her (Inkasso)"]]


def imported(desk: Desk, path: Path, country: str, **said: str) -> None:
    """One record of somebody else's register in English, sent for review; `said` stands in place of a cell."""
    cells = {"Title": "Debt recovery", "Purpose": "Collect overdue debts", "Legal basis": "Art. 6(1)(f)", "Legitimate interest": "Having claims paid",
             "Data subjects": "Debtors", "Personal data": "Name, address, debt", "Sources": "Client", "Recipients": "Courts", "Transfers": "None",
             "Retention": "3 years after the case is closed", "Security": "Encryption", "Automated decisions": "None", "Country": country, **said}
    path.write_text("\n".join(";".join(each) for each in (cells, cells.values())) + "\n", encoding="utf-8")
    register_import.import_file(desk, path)
    for each in records.listed(desk, country=country):
        lives.submit(desk, each.id, "Ready.")


@pytest.mark.parametrize(("country", "language", "line"), [
    ("SE", "sv", "[återstår att avgöra: bolag och adress] är personuppgiftsansvarig för dina personuppgifter i Sverige."),
    ("FI", "fi", "Rekisterinpitäjä (Suomi): [vielä ratkaisematta: yhtiö ja osoite]."),
    ("NL", "nl", "[nog te beslissen: vennootschap en adres] is verwerkingsverantwoordelijke voor uw persoonsgegevens in Nederland."),
    ("DE", "de", "[noch zu entscheiden: Gesellschaft und Anschrift] ist Verantwortlicher für die Verarbeitung Ihrer personenbezogenen Daten (Deutschland).")])
def test_the_name_of_a_group_is_no_controller(desk: Desk, tmp_path: Path, country: str, language: str, line: str) -> None:
    imported(desk, tmp_path / "register.csv", country)
    made = notice_writing.written(desk, country, language)
    assert line in made.lines
    assert "Alektum Group" not in "\n".join(made.lines)
    assert {("", Field.ENTITY), ("", Field.CONTACT)} <= {(each.activity, each.field) for each in made.gaps}
    found = notice_check.check_text(made.lines, country, language, "written.txt", desk.today())
    assert not [each.rule for each in found if each.severity is Severity.HIGH]       # a draft says what is open


@pytest.mark.parametrize(("country", "language", "lines"), [
    ("SE", "sv", ("Vems uppgifter: [återstår att avgöra: Berörda personer].", ("Ändamål: [återstår att avgöra: Ändamål]. Rättslig grund: Berättigade intressen "
                   "(artikel 6.1 f i dataskyddsförordningen). Vårt berättigade intresse av detta: [återstår att avgöra: Berättigade intressen]."), "- 3 år efter att ärendet har avslutats")),
    ("FI", "fi", ("Keitä tiedot koskevat: [vielä ratkaisematta: Henkilöryhmät].", "- 3 vuotta asian päättymisestä")),
    ("NL", "nl", ("Betrokkenen: [nog te beslissen: Betrokkenen].", "- 3 jaar na de afsluiting van het dossier")),
    ("DE", "de", ("Betroffene: [noch zu entscheiden: Betroffene Personen].", "- 3 Jahre nach Abschluss des Vorgangs"))])
def test_words_of_another_language_are_open_and_a_period_is_said_from_its_rule(desk: Desk, tmp_path: Path, country: str, language: str, lines: tuple[str, ...]) -> None:
    imported(desk, tmp_path / "register.csv", country)
    made = notice_writing.written(desk, country, language)
    text = "\n".join(made.lines)
    assert set(lines) <= set(made.lines), text
    assert not re.search("Debtors|overdue|claims paid|address|debt\\b|Client|Encryption", text)
    assert text.count("[") == len(made.gaps)
    english = "\n".join(notice_writing.written(desk, country, "en").lines)
    assert "Whose data: Debtors." in english
    assert "- 3 years after the case is closed" in english


@pytest.mark.parametrize(("said", "line"), [
    ("Up to 1 month after the visit", "- högst 1 månad efter besöket"),
    ("Files: 3 years after the case is closed", "- [återstår att avgöra: Bevarande]"),
    ("5 years", "- Bevarande: 5 år [återstår att avgöra: från vilken händelse]."),
    ("3 år efter att ärendet avslutats", "- 3 år efter att ärendet avslutats")])
def test_a_rule_says_no_more_than_it_holds(desk: Desk, tmp_path: Path, said: str, line: str) -> None:
    imported(desk, tmp_path / "register.csv", "SE", Retention=said)
    made = notice_writing.written(desk, "SE", "sv").lines
    assert line in made


def test_a_danish_word_that_only_the_norwegian_catalogue_has_stays(desk: Desk, tmp_path: Path) -> None:
    imported(desk, tmp_path / "register.csv", "SE", **{"Data subjects": "Ansatte"})
    assert "Hvem oplysningerne handler om: Ansatte." in notice_writing.written(desk, "SE", "da").lines
    assert "Whose data: [still to be decided: People concerned]." in notice_writing.written(desk, "SE", "en").lines
