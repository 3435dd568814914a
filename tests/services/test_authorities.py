"""The rules R1 to R11 by table: one row for each rule, country and warning."""
from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alektum_desk.base import language
from alektum_desk.domain.authorities import Caution
from alektum_desk.domain.errors import Refused
from alektum_desk.reference import authorities as reference
from alektum_desk.services import authorities

TODAY = date(2026, 11, 24)
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "authority_cases.json"
EEA = [code for code, country in reference.countries().items() if country.eea]
OWN_LAW = [code for code, country in reference.countries().items() if country.own_law]


def at(text: str | None) -> dict[str, str | None] | None:
    """`DE-BY` is Bavaria, `FR` is France."""
    return {"country": text[:2], "region": text if len(text) > 2 else None} if text else None


def case(residence: str | None = None, controller: str | None = None, **rest: Any) -> dict[str, Any]:
    main = rest.pop("main", controller if controller and controller[:2] in EEA else None)
    seat = {"establishment": at(controller), "sector": rest.pop("sector", "private"), "eu_main_establishment": at(main),
            "no_eu_establishment": rest.pop("no_eu", False), "legal_basis": rest.pop("legal_basis", None)}
    places: dict[str, Any] = {key: at(rest.pop(key)) for key in ("workplace", "infringement") if key in rest}
    return {"residence": at(residence), "controller": seat, "controller_contacted": True, "date": "2026-11-24",
            **places, **rest}


def routed(given: dict[str, Any]) -> dict[str, Any]:
    return authorities.routed([{"id": "a", "input": given}], TODAY)[0]


def shared_cases() -> list[Any]:
    if not SHARED.exists():
        return [pytest.param(None, marks=pytest.mark.skip(reason="the shared cases are not on this machine"))]
    return [pytest.param(each, id=each["id"]) for each in json.loads(SHARED.read_text(encoding="utf-8"))["cases"]]


@pytest.mark.parametrize("each", shared_cases())
def test_a_shared_case(each: dict[str, Any]) -> None:
    found = authorities.routed([{"id": each["id"], "input": each["input"]}], TODAY)[0]
    expected = dict(each["expected"])
    assert set(expected.pop("warnings_include", [])) <= set(found.get("warnings", []))
    assert {key: found.get(key) for key in expected} == expected


ROWS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("R1 an institution", case("FR", "BE", sector="eu_institution"),
     {"authority": "eu-edps", "kind": "complaint_regulation_2018_1725", "lead_authority": None, "destination_country": "BE"}),
    ("R1 the Union as a country", case("FR", "EU"), {"authority": "eu-edps", "alternatives": []}),
    ("R2 at home", case("CH", "CH-ZH"), {"authority": "ch-fdpic", "basis": "residence", "kind": "complaint_fadp"}),
    ("R2 from the EEA", case("DE-BE", "CH"), {"authority": "ch-fdpic", "basis": "controller", "alternatives": ["de-be"]}),
    ("R2 Greenland's post goes to Denmark", case("GL", "GL"),
     {"authority": "gl-datatilsynet", "kind": "complaint_greenland_act", "destination_country": "DK"}),
    ("R2 a main establishment in the EEA", case("FR", "GB", main="IE"),
     {"authority": "fr-cnil", "lead_authority": "ie-dpc", "kind": "complaint_art77"}),
    ("R2 Bonaire", case("BQ", "BQ"), {"authority": "bq-cbpbes", "letter_language": "nl", "export_allowed": False}),
    ("R3 Catalan public", case("ES-CT", "ES-CT", sector="public"),
     {"authority": "es-ct-apdcat", "basis": "controller_region", "alternatives": [], "letter_language": "ca"}),
    ("R3 Basque private", case("ES-PV", "ES-PV"), {"authority": "es-aepd", "basis": "residence"}),
    ("R3 Andalusian public", case("ES-AN", "ES-AN", sector="public"), {"authority": "es-an-ctpda", "export_allowed": False}),
    ("R3 Madrid public", case("ES-MD", "ES-MD", sector="public"), {"authority": "es-aepd"}),
    ("R3 Åland public", case("FI-01", "FI-01", sector="public"), {"authority": "ax-di", "letter_language": "sv"}),
    ("R3 Åland private", case("FI-01", "FI-01"), {"authority": "fi-tsv", "letter_language": "sv", "address_variant": "sv"}),
    ("R3 Bavarian public", case("DE-BE", "DE-BY", sector="public"), {"authority": "de-by-public", "alternatives": ["de-be"]}),
    ("R4 telecom", case("DE-BE", "DE-NW", sector="telecom"), {"authority": "de-bfdi", "basis": "controller"}),
    ("R4 telecom from abroad", case("DE-BE", "FR", sector="telecom"), {"authority": "de-bfdi", "lead_authority": "fr-cnil"}),
    ("R4 post", case("DE-BE", "DE-NW", sector="post"), {"authority": "de-bfdi"}),
    ("R4 federal", case("DE-BE", "DE-BE", sector="federal"), {"authority": "de-bfdi"}),
    ("R4 Berlin public", case("DE-HH", "DE-BE", sector="public"), {"authority": "de-be", "alternatives": ["de-hh"]}),
    ("R4 controller abroad", case("DE-HE", "SE"), {"authority": "de-he", "basis": "residence", "lead_authority": "se-imy"}),
    ("R4 the main German establishment", case("DE-BE", "DE-BY", main="DE-HH"), {"authority": "de-hh"}),
    ("R4 a German branch of a Swede", case("DE-BE", "DE-BY", main="SE"), {"authority": "de-by", "lead_authority": "se-imy"}),
    ("R4 a Land that nobody said", case("DE", "SE"), {"authority": None, "kind": "undetermined", "export_allowed": False}),
    ("R5 workplace", case("NL", "BE", workplace="BE-VLI", basis_preference="workplace"),
     {"authority": "be-apd-gba", "basis": "workplace", "alternatives": ["nl-ap"], "letter_language": "nl"}),
    ("R5 infringement", case("NL", "BE", infringement="FR", basis_preference="infringement"),
     {"authority": "fr-cnil", "basis": "infringement", "alternatives": ["nl-ap"], "lead_authority": "be-apd-gba"}),
    ("R5 controller", case("NL", "SE", basis_preference="controller"),
     {"authority": "se-imy", "basis": "controller", "alternatives": ["nl-ap"], "lead_authority": None}),
    ("R5 outside the EEA does not override", case("NL", "BE", workplace="US", basis_preference="workplace"),
     {"authority": "nl-ap", "basis": "residence"}),
    ("R6 residence outside Europe, workplace inside", case("US", "SE", workplace="DK"),
     {"authority": "dk-datatilsynet", "basis": "workplace", "lead_authority": "se-imy"}),
    ("R6 infringement", case("US", "SE", infringement="PT"), {"authority": "pt-cnpd", "basis": "infringement"}),
    ("R6 controller", case("US", "SE"), {"authority": "se-imy", "basis": "controller"}),
    ("R6 controller of a Briton", case("GB", "FR"), {"authority": "fr-cnil", "basis": "controller"}),
    ("R6 nothing", case("US", "US"), {"authority": None, "kind": "undetermined", "export_allowed": False}),
    ("R6 Guadeloupe is France", case("GP", "FR"), {"authority": "fr-cnil"}),
    ("R7 a German lead", case("FR", "DE-HH"), {"authority": "fr-cnil", "lead_authority": "de-hh"}),
    ("R7 a German telecom leads", case("FR", "DE-NW", sector="telecom"), {"lead_authority": "de-bfdi"}),
    ("R7 a lead whose Land nobody said", case("FR", "DE"), {"authority": "fr-cnil", "lead_authority": None}),
    ("R8 Brussels chooses", case("BE-BRU", "BE", language_preference="de"), {"letter_language": "de", "address_variant": "de"}),
    ("R8 Brussels does not choose", case("BE-BRU", "BE"), {"letter_language": "fr"}),
    ("R8 not taken", case("BE-VOV", "BE", language_preference="en"), {"letter_language": "nl"}),
    ("R8 English in Denmark", case("DK", "DK", language_preference="en"), {"letter_language": "en"}),
    ("R8 Swiss French", case("CH", "CH", language_preference="fr"), {"letter_language": "fr", "address_variant": "fr"}),
    ("R8 Norwegian has two", case("NO", "NO", language_preference="no"), {"letter_language": "nb"}),
    ("R9 BankID", case("NO", "NO", has_national_eid=True), {"channels_offered": ["e-service", "post"]}),
    ("R9 BankID, but in English", case("NO", "NO", has_national_eid=True, language_preference="en"),
     {"channels_offered": ["post"]}),
    ("R9 a signature for e-mail", case("BG", "BG"), {"channels_offered": ["post"]}),
    ("R11 a company reports", case(None, "SE", filer="company"), {"authority": "se-imy", "kind": "report"}),
]


@pytest.mark.parametrize(("given", "expected"), [pytest.param(*row[1:], id=row[0]) for row in ROWS])
def test_a_rule(given: dict[str, Any], expected: dict[str, Any]) -> None:
    found = routed(given)
    assert {key: found[key] for key in expected} == expected
    assert found["reasons"]


@pytest.mark.parametrize("code", EEA)
def test_who_lives_in_the_eea_is_heard_at_home(code: str) -> None:
    found = routed(case("DE-SN" if code == "DE" else code, "SE" if code != "SE" else "NO"))
    assert reference.authority(found["authority"]).country == code
    assert found["lead_authority"] == ("se-imy" if code != "SE" else "no-datatilsynet")
    assert found["kind"] == "complaint_art77"


@pytest.mark.parametrize("region", sorted(reference.countries()["DE"].regions))
def test_each_land_has_its_authority(region: str) -> None:
    assert reference.authority(routed(case("DE-BE", region))["authority"]).region == region


@pytest.mark.parametrize("code", OWN_LAW)
def test_a_territory_of_its_own_law_has_a_letter_of_its_own(code: str) -> None:
    found = routed(case(code, code))
    assert found["authority"] == reference.countries()[code].default
    assert found["kind"] not in {"complaint_art77", "undetermined"}
    assert "NOT_GDPR" in found["warnings"]


WARNED: dict[Caution, dict[str, Any]] = {
    Caution.ADDRESS_UNVERIFIED: case("GG", "GG"),
    Caution.AMBIGUOUS_AUTHORITY_NAME: case(authority_named_in_notice="CNPD"),
    Caution.ANONYMITY_IMPOSSIBLE: case("NL", "NL", wants_anonymity=True),
    Caution.ART_55_2_NO_LEAD: case("FR", "SE", legal_basis="Art. 6(1)(e)"),
    Caution.ATTACHMENT_TYPE_REFUSED: case("DK", "DK", attachments=["a.pdf", "b.RAR"]),
    Caution.CANTONAL_BODY: case("CH", "CH-ZH", sector="public_cantonal"),
    Caution.EID_FORM_UNAVAILABLE: case("NO", "NO"),
    Caution.LANGUAGE_REQUIRED: case("FR", "FR"),
    Caution.MANDATE_MISSING: case("FR", "FR", filer="art80_body", mandate_attached=False),
    Caution.NATIONAL_TIME_LIMIT: case("AT", "AT", knowledge_date="2025-10-01"),
    Caution.NOTICE_NAMES_WRONG_AUTHORITY: case("DK", "DK", authority_named_in_notice="Autoriteit Persoonsgegevens"),
    Caution.NOT_ART77: case(None, "SE", filer="company"),
    Caution.NOT_GDPR: case("JE", "JE"),
    Caution.NO_EMAIL_COMPLAINTS: case("NL", "NL"),
    Caution.NO_ONE_STOP_SHOP: case("FR", "US", no_eu=True),
    Caution.PRIOR_CONTACT: case("IE", "IE", controller_contacted=False),
    Caution.PRIOR_CONTACT_STATUTORY: case("GB", "GB", controller_contacted=False),
    Caution.PUBLIC_RECORD: case("SE", "SE"),
    Caution.SIGNATURE_REQUIRED: case("PL", "PL"),
    Caution.VERIFY_ADDRESS: case("SK", "SK"),
}


@pytest.mark.parametrize("caution", Caution)
def test_each_warning_is_given_where_there_is_cause(caution: Caution) -> None:
    assert caution in routed(WARNED[caution])["warnings"]
    assert authorities.caution_text(caution)


@pytest.mark.parametrize(("caution", "given"), [
    (Caution.ADDRESS_UNVERIFIED, case("BE-VOV", "BE")),
    (Caution.AMBIGUOUS_AUTHORITY_NAME, case("NO", "NO", authority_named_in_notice="Datatilsynet")),
    (Caution.NOTICE_NAMES_WRONG_AUTHORITY, case("NO", "NO", authority_named_in_notice="Datatilsynet")),
    (Caution.NOTICE_NAMES_WRONG_AUTHORITY, case("FR", "SE", authority_named_in_notice="Integritetsskyddsmyndigheten")),
    (Caution.ANONYMITY_IMPOSSIBLE, case("CH", "CH", wants_anonymity=True)),
    (Caution.CANTONAL_BODY, case("CH", "CH", sector="private")),
    (Caution.EID_FORM_UNAVAILABLE, case("NO", "NO", has_national_eid=True)),
    (Caution.MANDATE_MISSING, case("FR", "FR", filer="representative", mandate_attached=True)),
    (Caution.MANDATE_MISSING, case("FR", "FR", filer="body_own_initiative")),
    (Caution.NATIONAL_TIME_LIMIT, case("BE", "BE")),
    (Caution.NO_ONE_STOP_SHOP, case("FR", "SE")),
    (Caution.PRIOR_CONTACT_STATUTORY, case("GB", "GB", controller_contacted=False, date="2026-06-18")),
    (Caution.PRIOR_CONTACT_STATUTORY, case("GB", "GB", controller_contacted=None, controller_contacted_on="2026-07-01")),
    (Caution.VERIFY_ADDRESS, case("BE-VOV", "BE")),
])
def test_a_warning_is_not_given_without_cause(caution: Caution, given: dict[str, Any]) -> None:
    assert caution not in routed(given)["warnings"]


@pytest.mark.parametrize(("text", "authority"), [
    ("Autoriteit Persoonsgegevens, Drukpersstraat 35, 1000 Bruxelles", "be-apd-gba"),
    ("Datatilsynet, Carl Jacobsens Vej 35, 2500 Valby", "dk-datatilsynet"),
    ("Datatilsynet, Postboks 458 Sentrum, 0105 Oslo", "no-datatilsynet"),
    ("Datatilsynet, Oslo", "no-datatilsynet"),
])
def test_an_address_in_a_notice_decides_where_no_place_is_known(text: str, authority: str) -> None:
    found = routed(case(authority_named_in_notice=text))
    assert (found["authority"], found["basis"]) == (authority, "notice_address")


@pytest.mark.parametrize(("name", "candidates"), [
    ("Datatilsynet", ["dk-datatilsynet", "no-datatilsynet", "gl-datatilsynet"]), ("CNPD", ["lu-cnpd", "pt-cnpd"]),
    ("Datainspektionen", ["se-imy", "ax-di"]), ("Data Inspectorate", ["ee-aki", "se-imy", "ax-di"]), ("GIODO", ["pl-uodo"]),
    ("nobody we know", [])])
def test_a_name_alone_only_asks(name: str, candidates: list[str]) -> None:
    found = routed(case(authority_named_in_notice=name))
    assert found["authority"] is None
    assert found["candidates"] == candidates


def test_from_april_2027_a_cross_border_complaint_needs_four_things() -> None:
    four = ["complainant_name", "complainant_contact", "controller_identification", "infringement_description"]
    assert routed(case("PL", "NO", date="2027-04-02"))["mandatory_fields"] == four
    assert routed(case("PL", "NO", date="2027-04-01"))["mandatory_fields"] == [*four, "signature"]
    assert routed(case("PL", "PL", date="2027-04-02"))["mandatory_fields"] == [*four, "signature"]


def test_attachments_are_refused_by_type_and_by_size() -> None:
    found = routed(case("FR", "EU", attachments=[{"name": "a.pdf", "size": 3_000_001}, "b.pdf", "c.txt", "d.pdf"]))
    assert [each["accepted"] for each in found["attachments"]] == [False, True, False, False]
    assert all(each["why"] for each in found["attachments"] if not each["accepted"])


def test_the_last_day_in_austria_is_told() -> None:
    assert any("10 January 2027" in each for each in routed(case("AT", "AT", knowledge_date="2026-01-10"))["reasons"])


def test_reasons_are_said_in_the_language_at_hand() -> None:
    with language.speaking("en"):
        assert routed(case("NO", "NO"))["reasons"][0] == "Art. 77(1) GDPR: the person habitually lives in Norway."


@pytest.mark.parametrize("given", [
    {"colour": "red"}, {"residence": {"country": "XX"}}, {"residence": {"country": "BE", "town": "Gent"}},
    {"date": "2026-02-30"}, {"date": 3}, {"filer": "nobody"}, {"controller": {"sector": "secret"}}, {"controller": []},
    {"wants_anonymity": "yes"}, {"basis_preference": "luck"}, {"attachments": "a.pdf"}, {"attachments": [{"name": 1}]},
    {"attachments": [{"name": "a", "size": -1}]}, {"language_preference": 3}, {"lodged_on": "2026-02-30"},
    {"lodged_on": "9999-12-01"}, {"knowledge_date": "9999-12-31"}, {"date": "0001-01-01"}])
def test_bad_input_is_refused_with_a_sentence(given: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        routed(given)
    assert language.sentence(refused.value)
    assert language.hint(refused.value)


@pytest.mark.parametrize("rows", [{}, [3], [{}], [{"id": "a"}], [{"id": "a", "input": {}, "more": 1}]])
def test_a_list_of_cases_is_a_list_of_cases(rows: object) -> None:
    with pytest.raises(Refused) as refused:
        authorities.routed(rows, TODAY)
    assert language.hint(refused.value)


def test_the_reminder_may_know_the_holidays() -> None:
    assert authorities.art78_2_reminder(date(2026, 10, 1)) == date(2027, 1, 1)
    assert authorities.art78_2_reminder(date(2026, 10, 1), "BE") == date(2027, 1, 4)


def test_the_list_says_which_address_wants_a_look() -> None:
    rows = {each.id: each for each in authorities.listed(TODAY)}
    assert len(rows) == 61
    assert rows["gb-ico"].needs_check
    assert not rows["be-apd-gba"].needs_check
    with pytest.raises(Refused):
        authorities.shown("atlantis")
