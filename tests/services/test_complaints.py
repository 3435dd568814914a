"""Letters of complaint from the file to the page, and the list of what was issued."""
from __future__ import annotations

import hashlib
import json
import re
import stat
from collections.abc import Callable
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from alektum_desk.documents.letter_sheet import Heading, Items, LetterSheet, Paragraph
from alektum_desk.domain import complaints as reading
from alektum_desk.domain.authorities import Regime
from alektum_desk.domain.complaints import State
from alektum_desk.domain.errors import DiskTrouble, NotAllowed, Refused
from alektum_desk.reference import authorities, letters
from alektum_desk.services import complaints, projections
from alektum_desk.services.desk import Desk
from tests import verapdf

DeskOn = Callable[..., Desk]


def lives_in(country: str, region: str | None = None, **over: Any) -> dict[str, Any]:
    place = {"country": country, "region": region}
    return {"residence": place, "controller": {"establishment": place, "sector": "private"}, "controller_contacted": True, **over}


def a_file(country: str = "BE", region: str | None = "BE-VOV", **over: Any) -> dict[str, Any]:
    return {"schema": reading.SCHEMA, "letter": "assist", "route": lives_in(country, region), "office": "be-ghent",
            "complainant": {"name": "Lotte Vermeulen", "address": ["Kerkstraat 12", "9000 Gent"]},
            "respondent": {"name": "Voorbeeld Incasso NV", "address": ["Laan 1", "9000 Gent"]},
            "facts": [{"on": "2026-11-01", "text": "No answer came."}, {"on": "2026-10-01", "text": "Asked for access."}],
            "provisions": ["12(3)", "15"], "remedy": ["58(2)(c)"], "written_on": "2026-11-22", **over}


def sheet_of(document: dict[str, Any], **how: Any) -> LetterSheet:
    return complaints.compose(reading.read(document), **how)


def text_of(sheet: LetterSheet) -> str:
    said = []
    for block in sheet.body:
        if isinstance(block, Heading | Paragraph):
            said.append(block.text)
        elif isinstance(block, Items):
            said.extend(block.items)
    return "\n".join([sheet.subject, sheet.salutation, *said, sheet.closing])


# -- what the page says

def test_the_persons_own_letter_bears_nothing_of_ours() -> None:
    sheet = sheet_of(a_file(), signer="An Officer", reference="ALK-be-ghentA-2026-0001")
    assert sheet.sender == ("Lotte Vermeulen", "Kerkstraat 12", "9000 Gent")
    assert (sheet.reference, sheet.signature_name, sheet.signature_role) == (None, "Lotte Vermeulen", None)
    assert sheet.author == "Lotte Vermeulen"
    assert sheet.data is not None
    for word in ("alektum", "ALK-", "be-ghent", "Officer"):
        assert word.casefold() not in (text_of(sheet) + sheet.title + sheet.data.decode()).casefold()


def test_the_belgian_letter_in_dutch() -> None:
    sheet = sheet_of(a_file())
    assert sheet.recipient == ("Gegevensbeschermingsautoriteit", "Drukpersstraat 35", "1000 Brussel")
    assert sheet.country_line is None
    assert sheet.place_date == "22 november 2026"
    assert sheet.format.id == "nbn-z01002"
    said = text_of(sheet)
    assert "artikel 77, lid 1, AVG" in said
    assert "artikel 12, lid 3, AVG: termijn voor het antwoord op een verzoek" in said
    assert "(artikel 58, lid 2, onder c), AVG)" in said
    assert said.index("1 oktober 2026: Asked") < said.index("1 november 2026: No answer")


def test_the_netherlands_write_their_paragraphs_in_words() -> None:
    assert "artikel 77, eerste lid, AVG" in text_of(sheet_of(a_file("NL", None, office="nl")))


@pytest.mark.parametrize(("office", "country", "region", "line"), [
    ("be-ghent", "NO", None, "Noorwegen"), ("be-ghent", "FR", None, "France"), ("dk", "BE", "BE-WLG", "Belgien"),
    ("se", "FI", None, "Finland"), ("no-tonsberg", "SE", None, "Sverige"), ("fi", "BE", "BE-VOV", "Belgia"),
    ("de", "FR", None, "Frankreich"), ("be-ghent", "BE", "BE-VOV", None), ("de", "DE", "DE-HH", None)])
def test_the_country_is_named_on_post_that_leaves_it_as_its_post_reads_it(office: str, country: str, region: str | None,
                                                                          line: str | None) -> None:
    assert sheet_of(a_file(country, region, office=office)).country_line == line


def test_post_to_greenlands_authority_goes_to_denmark() -> None:
    sheet = sheet_of(a_file("GL", None))
    assert sheet.country_line == "Denemarken"
    assert "persondataloven" in sheet.subject


def test_not_stated_is_not_none() -> None:
    silent = text_of(sheet_of(a_file(route=lives_in("BE", "BE-VOV", controller_contacted=None))))
    assert "Andere procedures" not in silent
    assert "Voorafgaand contact" not in silent
    assert "Vertrouwelijkheid" not in silent
    spoken = text_of(sheet_of(a_file(other_proceedings=[], confidentiality=True, prior_contact=[
        {"on": "2026-10-20", "channel": "email", "answer": "Not yet."}, {"on": "2026-10-01", "channel": "letter", "answer": None}])))
    assert "loopt over dezelfde feiten geen andere procedure" in spoken
    assert "1 oktober 2026, per brief. Geen antwoord ontvangen." in spoken
    assert "20 oktober 2026, per e-mail. Antwoord: Not yet." in spoken
    assert "mijn identiteit niet aan de verwerkingsverantwoordelijke bekend te maken" in spoken


def test_a_letter_without_a_controller_leaves_a_line_and_says_so() -> None:
    document = a_file()
    del document["respondent"]
    case = complaints.prepared(reading.read(document))
    assert "Naam en adres: ____" in text_of(sheet_of(document))
    assert any("names no controller" in remark for remark in case.remarks)


def test_a_complaint_against_the_own_group_speaks_for_the_person() -> None:
    sheet = sheet_of(a_file(letter="own_group"))
    assert "uitsluitend met mij te corresponderen" in text_of(sheet)
    assert sheet.sender[0] == "Lotte Vermeulen"


def test_an_answer_speaks_of_enclosures_where_there_are_some() -> None:
    assert "De bijlagen zijn genummerd" not in text_of(sheet_of(a_file(letter="answer")))
    assert "De bijlagen zijn genummerd" in text_of(sheet_of(a_file(letter="answer", exhibits=[{"path": "a.pdf", "title": "De brief"}])))


def test_a_sample_says_that_it_is_one() -> None:
    assert sheet_of(a_file(), sample=True).watermark == "SAMPLE"
    assert sheet_of(a_file()).watermark is None


def test_what_is_printed_lies_in_the_letter_and_nothing_else() -> None:
    document = a_file(exhibits=[{"path": "/home/somebody/private/a.pdf", "title": "My request"}], filer={"role": "data_subject"})
    with pikepdf.open(BytesIO(complaints.letter(reading.read(document)))) as pdf:
        (name,) = pdf.attachments
        inside = json.loads(pdf.attachments[name].get_file().read_bytes())
    assert set(inside) == {"schema", "language", "authority", "subject", "written_on", "complainant", "respondent", "facts",
                           "provisions", "remedy", "prior_contact", "exhibits", "page"}
    assert inside["exhibits"] == ["My request"]
    assert inside["facts"][0] == {"on": "2026-11-01", "text": "No answer came."}


# Where each language is the authority's own.
PLACES = {"fr": ("FR", None), "nl": ("NL", None), "da": ("DK", None), "nb": ("NO", None), "sv": ("SE", None), "fi": ("FI", None),
          "de": ("DE", "DE-HH"), "en": ("IE", None), "es": ("ES", "ES-MD"), "it": ("IT", None), "pl": ("PL", None), "pt": ("PT", None),
          "cs": ("CZ", None), "sk": ("SK", None), "lv": ("LV", None), "lt": ("LT", None), "et": ("EE", None), "el": ("GR", None),
          "bg": ("BG", None), "hr": ("HR", None), "hu": ("HU", None), "is": ("IS", None), "ro": ("RO", None), "sl": ("SI", None)}


@pytest.mark.parametrize("code", sorted(letters.languages()))
@pytest.mark.parametrize("kind", ["report", "forward", "answer"])
def test_letters_of_ours_are_signed_by_the_office(kind: str, code: str) -> None:
    country, region = PLACES[code]
    sheet = sheet_of(a_file(country, region, letter=kind, language=code, filer={"role": "data_subject", "mandate": "20.11.2026"}),
                     signer="An Officer", reference="ALK-be-ghentA-2026-0001")
    assert sheet.language == code
    assert sheet.sender[0] == "Alektum SA"
    assert sheet.signature_name == "An Officer"
    assert sheet.reference is not None
    assert "ALK-be-ghentA-2026-0001" in sheet.reference
    assert "77" not in sheet.subject
    law = letters.words(code).regime["gdpr"].law
    assert law
    assert law in text_of(sheet)
    assert ("Lotte" in text_of(sheet)) == (kind != "report")
    assert sheet.data is not None
    assert (b"Lotte" in sheet.data) == (kind != "report")


# -- other laws, other languages

@pytest.mark.parametrize(("country", "language", "names"), [
    ("GB", None, None), ("CH", "de", "Art. 49 DSG"), ("CH", "fr", "art. 49 LPD"), ("CH", "it", "art. 49 LPD"), ("CH", "en", "FADP"),
    ("JE", None, "Jersey"), ("GI", None, "Gibraltar GDPR"), ("FO", "da", "færøske"), ("GL", None, "Grønland")])
def test_another_law_is_never_called_article_77(country: str, language: str | None, names: str | None) -> None:
    document = a_file(country, None, language=language)
    if names is None:
        with pytest.raises(Refused, match="No address of this authority"):
            sheet_of(document)
        return
    sheet = sheet_of(document)
    said = text_of(sheet)
    assert names in sheet.subject
    assert "77" not in said
    assert "GDPR" not in said or country == "GI"
    assert "58" not in said or country == "GI"
    assert "ß" not in said


def test_swiss_german_writes_as_switzerland_does() -> None:
    sheet = sheet_of(a_file("CH", None, language="de"))
    assert (sheet.salutation, sheet.closing) == ("Sehr geehrte Damen und Herren", "Freundliche Grüsse")
    assert "Beschwerde" not in text_of(sheet)
    assert "die Anzeige zu prüfen" in text_of(sheet)


@pytest.mark.parametrize(("country", "wanted", "taken", "said_of_it"), [
    ("FO", None, "da", "written in Dansk, which the authority accepts"), ("IE", "ga", "en", "written in English, which the authority accepts"),
    ("MT", "mt", "en", "written in English, which the authority accepts"), ("LU", "lb", "fr", "written in Français, which the authority accepts"),
    ("NO", "nn", "nb", "written in Norsk bokmål, which the authority accepts")])
@pytest.mark.parametrize("kind", ["assist", "report"])
def test_a_letter_in_another_language_than_the_wanted_says_so(kind: str, country: str, wanted: str | None, taken: str, said_of_it: str) -> None:
    case = complaints.prepared(reading.read(a_file(country, None, letter=kind, language=wanted)))
    assert case.language == taken
    assert any(said_of_it in remark for remark in case.remarks), case.remarks


def test_no_authority_of_the_list_is_written_to_in_a_language_that_it_does_not_take() -> None:
    for authority in authorities.authorities().values():
        for kind in ("assist", "report", "forward", "answer"):
            assert any(kind in letters.words(code).texts for code in set(authority.accepted_languages()) & letters.languages()), authority.id


def test_a_language_that_the_authority_does_not_deal_with_is_refused() -> None:
    with pytest.raises(Refused, match="no letter in the language sv"):
        sheet_of(a_file("FR", None, language="sv"))


def test_a_language_that_is_only_unusual_is_remarked_on() -> None:
    case = complaints.prepared(reading.read(a_file("DE", "DE-HH", language="fr")))
    assert case.language == "fr"
    assert any("does not say that it accepts" in remark for remark in case.remarks)


@pytest.mark.parametrize("route", [{}, {"residence": {"country": "US"}}])
def test_no_authority_no_letter(route: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="No authority follows"):
        sheet_of(a_file(route=route))


def test_a_name_that_several_bear_is_asked_about() -> None:
    with pytest.raises(Refused, match="Several authorities"):
        sheet_of(a_file(route={"authority_named_in_notice": "Datatilsynet"}))


def test_all_that_holds_a_letter_back_is_said_at_once(desk_on: DeskOn, tmp_path: Path) -> None:
    document = a_file("GB", None, route=lives_in("GB", controller_contacted=False), filer={"role": "representative"})
    with pytest.raises(Refused) as refused:
        complaints.write_letter(desk_on("2026-11-24"), document, tmp_path / "a.pdf")
    for sentence in ("the controller hears the complaint first", "needs a mandate", "No address of this authority"):
        assert sentence in str(refused.value)


# -- the file

@pytest.mark.parametrize("kind", ["assist", "own_group"])
def test_no_byte_of_a_persons_own_letter_names_us(kind: str, desk_on: DeskOn, tmp_path: Path) -> None:
    """Its record holds what is printed and nothing more, so it stays: the person can have the letter verified with it."""
    to, paper = tmp_path / "letter.pdf", tmp_path / "request.txt"
    paper.write_text("My request.")
    complaints.write_letter(desk_on("2026-11-24"), a_file(letter=kind, exhibits=[{"path": paper.name, "title": "My request"}]), to,
                            folder=tmp_path)
    saved = BytesIO()
    with pikepdf.open(to) as pdf:
        assert set(pdf.attachments) == {"letter.json", "E1.txt"}
        assert set(pdf.docinfo.keys()) == {"/Title", "/Author", "/Producer", "/CreationDate", "/ModDate"}
        pdf.save(saved, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.all)
        texts = [saved.getvalue(), *(each.get_file().read_bytes() for each in pdf.attachments.values())]
    for text in texts:
        for word in (b"alektum", b"ALK-", b"be-ghent", b"officer", b"checkpoint"):
            assert word.lower() not in text.lower(), word


def test_writing_a_letter(desk_on: DeskOn, tmp_path: Path) -> None:
    desk, to = desk_on("2026-11-24"), tmp_path / "letter.pdf"
    written = complaints.write_letter(desk, a_file(), to)
    assert hashlib.sha256(to.read_bytes()).hexdigest() == written.sha256
    assert stat.S_IMODE(to.stat().st_mode) == 0o600
    assert (written.authority, written.language, written.format, written.reference) == ("be-apd-gba", "nl", "nbn-z01002", None)
    assert written.pages >= 1
    assert "SIGNATURE_REQUIRED" in written.warnings
    (kept,) = complaints.listed(desk)
    assert (kept.kind, kept.country, kept.state, kept.number) == ("complaint_art77", "BE", State.ISSUED, None)
    again = complaints.write_letter(desk, a_file(), to)
    assert again == written
    assert len(complaints.listed(desk)) == 1


def test_letters_of_ours_take_one_number_each(desk_on: DeskOn, tmp_path: Path) -> None:
    desk = desk_on("2026-11-24")
    first = complaints.write_letter(desk, a_file(letter="report"), tmp_path / "a.pdf")
    second = complaints.write_letter(desk, a_file(letter="answer"), tmp_path / "b.pdf")
    again = complaints.write_letter(desk, a_file(letter="report"), tmp_path / "c.pdf")
    assert [first.reference, second.reference, again.reference] == [
        "ALK-be-ghentA-2026-0001", "ALK-be-ghentA-2026-0002", "ALK-be-ghentA-2026-0001"]
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "c.pdf").read_bytes()


def test_a_letter_that_cannot_be_written_takes_no_number(desk_on: DeskOn, tmp_path: Path) -> None:
    desk = desk_on("2026-11-24")
    (tmp_path / "taken").mkdir()
    with pytest.raises(DiskTrouble):
        complaints.write_letter(desk, a_file(letter="report"), tmp_path / "taken")
    with pytest.raises(DiskTrouble):
        complaints.write_letter(desk, a_file(letter="report"), tmp_path / "nowhere" / "a.pdf")
    assert complaints.listed(desk) == ()
    assert complaints.write_letter(desk, a_file(letter="report"), tmp_path / "a.pdf").reference == "ALK-be-ghentA-2026-0001"


def test_a_mandate_that_is_missing_holds_the_letter_back(desk_on: DeskOn, tmp_path: Path) -> None:
    desk, document = desk_on("2026-11-24"), a_file(filer={"role": "representative"})
    assert complaints.compose(reading.read(document)).subject
    with pytest.raises(Refused, match="needs a mandate"):
        complaints.write_letter(desk, document, tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()
    document["filer"]["mandate"] = "Mandate of 1 October 2026"
    complaints.write_letter(desk, document, tmp_path / "a.pdf")


def test_nothing_is_forwarded_without_consent(desk_on: DeskOn, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="consent"):
        complaints.write_letter(desk_on("2026-11-24"), a_file(letter="forward"), tmp_path / "a.pdf")


def test_closing_a_letter_once(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-24")
    kept = complaints.keep(desk, a_file())
    closed = complaints.close(desk, kept.id, "The authority answered.")
    assert (closed.state, closed.closed_on, closed.outcome) == (State.CLOSED, desk.today(), "The authority answered.")
    assert complaints.shown(desk, kept.id) == (closed, a_file())
    with pytest.raises(Refused, match="closed already"):
        complaints.close(desk, kept.id, "Again.")
    with pytest.raises(Refused, match="no letter with this id"):
        complaints.shown(desk, "0" * 32)


@pytest.mark.parametrize("role", ["auditor", "front-desk"])
def test_only_officers_see_letters(desk_on: DeskOn, role: str, tmp_path: Path) -> None:
    desk = desk_on("2026-11-24", role=role)
    with pytest.raises(NotAllowed):
        complaints.listed(desk)
    with pytest.raises(NotAllowed):
        complaints.write_letter(desk, a_file(), tmp_path / "a.pdf")
    with pytest.raises(NotAllowed):
        complaints.write_letter(desk, a_file(letter="own_group"), tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


# -- every language, as a real page

@pytest.mark.parametrize("code", sorted(letters.languages()))
def test_a_letter_in_every_language(code: str) -> None:
    country, region = PLACES[code]
    document = a_file(country, region, language=code, other_proceedings=[], confidentiality=False,
                      complainant={"name": "Zoë Łódź Ångström", "address": ["Rue Haute 1"]})
    sheet = sheet_of(document)
    assert sheet.language == code
    assert "{" not in text_of(sheet)
    data = complaints.letter(reading.read(document))
    assert data == complaints.letter(reading.read(document))
    if code in {"fr", "nl", "da", "nb", "sv", "fi", "de", "en"}:
        assert verapdf.broken(data, "3a", "ua1") == {}


# -- what the letter lacks

def remarks_of(**over: Any) -> str:
    return "\n".join(complaints.prepared(reading.read(a_file(**over))).remarks)


@pytest.mark.parametrize(("over", "said_of_it"), [
    ({"country": "BE", "route": lives_in("BE", "BE-VOV", about_rights_request=True)}, "the exchange with the controller be enclosed"),
    ({"country": "NO", "region": None}, "the exchange with the controller be enclosed"),
    ({"country": "HR", "region": None}, "who the complainant is"), ({"country": "IT", "region": None}, "who the complainant is"),
    ({"country": "AT", "region": None}, "asks for a signature is not verified"),
    ({"country": "ES", "region": None, "route": lives_in("ES", controller_contacted=False, about_rights_request=True)},
     "contact with the controller first is not verified"),
    ({"country": "AT", "region": None, "route": lives_in("AT", knowledge_date="2025-11-20")}, "the time limit ended on"),
    ({"country": "AT", "region": None, "facts": [{"on": "2023-11-20", "text": "x"}]}, "lies too far back")])
def test_what_the_letter_lacks_is_said(over: dict[str, Any], said_of_it: str) -> None:
    assert said_of_it in remarks_of(**over)
    assert said_of_it not in remarks_of(**{**over, "letter": "forward", "filer": {"mandate": "20 November 2026"}})


@pytest.mark.parametrize(("over", "said_of_it"), [
    ({"country": "NO", "region": None, "exhibits": [{"path": "a.pdf", "title": "The exchange"}]}, "the exchange with the controller be enclosed"),
    ({"country": "AT", "region": None, "route": lives_in("AT", knowledge_date="2025-11-23")}, "the time limit ended on"),
    ({"country": "AT", "region": None, "facts": [{"on": "2023-11-22", "text": "x"}]}, "lies too far back"),
    ({"country": "BE"}, "is not verified"), ({"country": "DK", "region": None}, "who the complainant is")])
def test_what_it_does_not_lack_is_not(over: dict[str, Any], said_of_it: str) -> None:
    assert said_of_it not in remarks_of(**over)


# -- laws outside the GDPR

@pytest.mark.parametrize("key", sorted(key for key, each in authorities.authorities().items() if each.regime is not Regime.GDPR))
def test_no_shape_of_a_letter_under_another_law_cites_the_gdpr(key: str) -> None:
    """Every such authority, language and letter, with everything that a complaint may say, on the page, in the form and in the file."""
    authority = authorities.authority(key)
    own = authority.regime.value
    for kind, code in product(("assist", "own_group", "forward", "report", "answer"), sorted({*authority.accepted_languages()} & letters.languages())):
        document = a_file(letter=kind, language=code, provisions=["5", "13(1)", "17"], remedy=["58(2)(c)", "58(2)(d)"], other_proceedings=[],
                          confidentiality=True, prior_contact=[{"on": "2026-10-20", "channel": "email", "answer": None}],
                          route={"controller": {"establishment": {"country": authority.country}}}, filer={"mandate": "20.11.2026"})
        case = complaints.prepared(reading.read(document), by_post=False)
        assert case.authority.id == key
        sheet = complaints.sheet(case, signer="An Officer", reference="ALK-x-2026-0001", sample=False)
        shown = text_of(sheet) + projections.as_text(projections.copy_sheet(case)) + "\n".join(sheet.enclosures)
        assert not re.search(r"\b77\b", shown), (kind, code)
        ours = case.words.law(own).law          # the UK's and Gibraltar's GDPR have the same articles, under their own name
        assert not re.search(r"\b58\b" if ours else r"\b(58|13|17)\b", shown), (kind, code)
        assert not re.search(r"(?<!UK )(?<!Gibraltar )(?<!Application of )\bGDPR|RGPD|DSGVO|AVG", shown), (kind, code)
