"""Every text of every language has every part and every hole, uses the law's words and none that mislead."""
from __future__ import annotations

import re
import unicodedata
from datetime import date

import pytest

from alektum_desk.base import language as languages, paths
from alektum_desk.documents import fonts
from alektum_desk.domain.authorities import Regime
from alektum_desk.domain.complaints import PROVISIONS, REMEDIES, Channel, Letter
from alektum_desk.domain.letter_texts import Words
from alektum_desk.reference import authorities, letters
from alektum_desk.services.letter_sheets import day

ALL = sorted(letters.languages())
MINIMUM = ("fr", "nl", "da", "nb", "sv", "fi", "de", "en")
KINDS = {Letter.ASSIST.value, Letter.FORWARD.value, Letter.REPORT.value, Letter.ANSWER.value, "paragraph"}
ENGLISH = letters.words("en")

# The word the law uses for the complaint, the controller and, where it is said, the person.
TERMS = {
    "fr": ("réclamation", "responsable du traitement", "personne concernée"), "nl": ("klacht", "verwerkingsverantwoordelijke", "betrokkene"),
    "da": ("klage", "dataansvarlig", "registreredes"), "nb": ("klage", "behandlingsansvarlig", "registrerte"),
    "sv": ("klagomål", "personuppgiftsansvarig", "registrerade"), "fi": ("valitu", "rekisterinpitäjä", "rekisteröidy"),
    "de": ("Beschwerde", "Verantwortliche", "betroffenen Person"), "en": ("complaint", "controller", "data subject"),
    "es": ("reclamación", "responsable del tratamiento", "interesado"), "it": ("reclamo", "titolare del trattamento", "interessato"),
    "pl": ("skarg", "administrator", "osob"), "pt": ("reclamação", "responsável pelo tratamento", "titular"),
    "cs": ("stížnost", "správce", "subjektu údajů"), "sk": ("sťažnosť", "prevádzkovateľ", "dotknutej osoby"),
    "lv": ("sūdzīb", "pārzini", "datu subjekt"), "lt": ("skund", "duomenų valdytoj", "duomenų subjekt"),
    "et": ("kaebus", "vastutav", "andmesubjekt"), "el": ("καταγγελία", "υπεύθυνο", "υποκειμένου"),
    "bg": ("жалба", "администратор", "субекта"), "hr": ("pritužb", "voditelj obrade", "ispitanika"),
    "hu": ("panasz", "adatkezelő", "érintett"), "is": ("kvörtun", "ábyrgðaraðil", "skráð"),
    "ro": ("plângere", "operator", "persoanei vizate"), "sl": ("pritožb", "upravljav", "posameznik"),
}
STOP = {
    "fr": ("contrôleur", "plainte", "sujet de données", "RGDP", "autorité de surveillance"), "nl": ("datasubject", "controller", "GDPR", "klager(s)"),
    "da": ("persondataforordning", "kontrollør", "dataemne"), "nb": ("personoplysning", "dataansvarlig", "personvernloven"),
    "sv": ("registeransvarig", "datainspektionen", "besvär"), "fi": ("kantelu", "henkilörekisteri", "GDPR"),
    "de": ("Kontroller", "Datensubjekt", "Verarbeiter ", "DS-GVO"), "en": ("data controller", "controler", "organization"),
    "es": ("queja", "controlador", "denuncia", "procesador"), "it": ("denuncia contro", "controllore", "responsabile del trattamento dei miei"),
    "pt": ("queixa", "controlador", "você", "usuário", "controle "), "pl": ("kontroler", "zażalenie", "GDPR"),
    "cs": ("kontrolor", "subjekt dat", "reklamace"), "sk": ("kontrolór", "reklamácia"), "ro": ("controlor", "reclamați"),
    "hr": ("kontrolor", "žalba"), "sl": ("kontrolor", "reklamacij"), "hu": ("adatkontroller",), "lv": ("kontrolier",), "lt": ("kontrolier",),
    "et": ("kontroller",), "el": ("ελεγκτή",), "bg": ("контрольор",), "is": ("gagnaeigand",),
}


def everything(words: Words) -> str:
    """All that can be printed in a language."""
    laws = [part for law in words.regime.values() for part in (law.subject, law.opening, law.informed)]
    texts = [piece.text for text in words.texts.values() for piece in text.pieces]
    plain = (words.page, words.our_reference, words.enclosures, words.salutation, words.closing, words.email, words.phone,
             words.case_number, words.dpo, words.officer, words.contact_answered, words.contact_unanswered)
    return "\n".join([*laws, *texts, *plain, *words.channel.values(), *words.provision.values(), *words.remedy.values(),
                      *words.salutations.values(), *words.closings.values()])


def test_the_languages_that_a_release_needs_are_there() -> None:
    assert set(MINIMUM) <= set(ALL)


def test_every_authority_can_be_written_to_in_a_language_it_takes() -> None:
    without = {each.id for each in authorities.authorities().values() if each.printable and not letters.languages() & set(each.accepted_languages())}
    assert not without


@pytest.mark.parametrize("code", ALL)
def test_every_part_and_every_hole(code: str) -> None:
    words = letters.words(code)
    assert {kind.partition("-")[0] for kind in words.texts} == KINDS
    for kind, text in words.texts.items():
        english = ENGLISH.texts[kind.partition("-")[0]]
        assert [(each.form, each.when, each.holes) for each in text.pieces] == [
            (each.form, each.when, each.holes) for each in english.pieces], kind
        assert (text.subject is None) == (english.subject is None)
    assert set(words.provision) == set(ENGLISH.provision)
    assert set(words.remedy) == set(REMEDIES)
    assert set(words.channel) == {each.value for each in Channel}
    for hole, pattern in (("page", words.page), ("pages", words.page), ("date", words.date_line), ("place", words.date_line)):
        assert f"{{{hole}}}" in pattern
    for pattern in (words.fact, words.contact_answered, words.contact_unanswered):
        assert "{date}" in pattern


@pytest.mark.parametrize("code", ALL)
def test_every_provision_is_cited_and_named(code: str) -> None:
    words = letters.words(code)
    for country in ("", *words.cite):
        for provision in (*PROVISIONS, *REMEDIES):
            cited = words.cited(provision, words.regime["gdpr"].law or "", country)
            assert re.search(rf"(?<!\d){provision.partition('(')[0]}(?!\d)", cited), cited
            assert "{" not in cited
    assert all(words.right(provision) for provision in PROVISIONS)


@pytest.mark.parametrize("code", ALL)
def test_the_words_are_the_laws(code: str) -> None:
    said = everything(letters.words(code))
    assert not [term for term in TERMS[code] if term.casefold() not in said.casefold()]
    found = [stop for stop in STOP[code] if stop.casefold() in said.casefold()]
    assert not found


@pytest.mark.parametrize("code", ALL)
def test_only_the_gdpr_is_cited_as_article_77(code: str) -> None:
    for name, law in letters.words(code).regime.items():
        text = law.subject + law.opening + law.informed
        assert ("77" in text or "{art77_1}" in text) == (name == "gdpr"), name
        if name != "gdpr":
            assert not [short for short in ("RGPD", "DSGVO", "AVG") if short in text]


def test_the_laws_that_have_words_of_their_own_are_laws_of_the_records() -> None:
    known = {each.value for each in Regime} | {"other"}
    assert {name for code in ALL for name in letters.words(code).regime} <= known
    for authority in authorities.authorities().values():
        for code in set(authority.accepted_languages()) & letters.languages():
            assert authority.regime.value in letters.words(code).regime, (authority.id, code)


@pytest.mark.parametrize("country", ["CH", "LI"])
def test_no_sharp_s_in_switzerland_and_liechtenstein(country: str) -> None:
    words = letters.words("de", country)
    assert "ß" not in everything(words)
    assert words.farewell(country, ours=False) == "Freundliche Grüsse"
    assert "ß" in everything(letters.words("de", "DE"))


@pytest.mark.parametrize("code", ALL)
def test_every_character_has_a_glyph(code: str) -> None:
    fonts.require((everything(letters.words(code)), day(date(2026, 11, 1), code)))


def test_the_files_are_texts_in_composed_form() -> None:
    for path in (paths.resources() / "letters").rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        assert text == unicodedata.normalize("NFC", text), path
        assert "  " not in text, path
        assert text.endswith("\n"), path


@pytest.mark.parametrize(("code", "written"), [
    ("fr", "1er novembre 2026"), ("nl", "1 november 2026"), ("da", "1. november 2026"), ("nb", "1. november 2026"),
    ("sv", "1 november 2026"), ("fi", "1. marraskuuta 2026"), ("de", "1. November 2026"), ("en", "1 November 2026"),
    ("it", "1° novembre 2026"), ("es", "1 de noviembre de 2026"), ("pt", "1 de novembro de 2026"), ("pl", "1 listopada 2026 r."),
    ("cs", "1. listopadu 2026"), ("sk", "1. novembra 2026"), ("lv", "2026. gada 1. novembris"), ("lt", "2026 m. lapkričio 1 d."),
    ("et", "1. november 2026"), ("hu", "2026. november 1."), ("bg", "1 ноември 2026 г."), ("el", "1 Νοεμβρίου 2026")])
def test_a_day_as_the_language_writes_it(code: str, written: str) -> None:
    assert day(date(2026, 11, 1), code).replace("\u202f", " ").replace("\u00a0", " ") == written


def test_the_first_is_ordinal_and_the_eleventh_is_not() -> None:
    assert day(date(2026, 11, 11), "fr") == "11 novembre 2026"
    assert languages.day(date(2026, 11, 1), "long", "fr").startswith("1")
