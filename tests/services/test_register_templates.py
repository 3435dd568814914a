"""Registers in the manner of authorities and of other programs: what an activity comes out as, and that nothing is lost without a word."""
from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alektum_desk.domain.errors import DeskError, Refused
from alektum_desk.services import register_import as importing
from alektum_desk.services.desk import Desk
from tests import registers
from tests.templates import TEMPLATES

DeskOn = Callable[..., Desk]


@pytest.fixture
def desk(desk_on: DeskOn) -> Desk:
    return desk_on("2026-11-24")


def read(desk: Desk, folder: Path, name: str, data: bytes) -> dict[str, Any]:
    path = folder / name
    path.write_bytes(data)
    return importing.answer(importing.look(desk, path))


# The first activity: its title, purpose, people, data, recipients, code of its basis, period, where a transfer goes ("none": to no country).
FIRST: dict[str, tuple[list[str], str, list[str], list[str], list[str], str | None, tuple[int, str] | None, str | None]] = {
    "fortegnelse-form.xlsx": (["Inddrivelse", "Rekruttering"], "Inddrive forfaldne krav", ["Skyldnere"], ["Navn", "CPR-nummer", "gæld"], ["SKAT", "Kommuner"], None, (5, "year"), "none"),
    "protokoll-tabell.xlsx": (["Lønn", "Kundesenter"], "Utbetale lønn", ["Ansatte"], ["Navn", "fødselsnummer", "kontonummer"], ["NAV", "Skatteetaten"], "6(1)(c)", (5, "year"), "none"),
    "behandlingar.csv": (["Kravhantering", "Besöksregister"], "Driva in fordringar", ["Gäldenärer"], ["Namn", "personnummer", "skuld"], ["Kronofogden"], "6(1)(c)", (10, "year"), "none"),
    "seloste.ods": (["Perintä"], "Saatavien perintä", ["Velalliset", "Takaajat"], ["Nimi", "henkilötunnus", "velka"], ["Ulosottolaitos"], "6(1)(f)", (10, "year"), "none"),
    "dsk-muster.xlsx": (["Lohnabrechnung", "Bewerbermanagement"], "Lohn zahlen", ["Beschäftigte"], ["Name", "Bankverbindung", "Steuer-ID"], ["Finanzamt", "Krankenkassen"], "6(1)(b)", (10, "year"), "none"),
    "verwerkingsregister.xlsx": (["Incassodossiers", "Telefoongesprekken"], "Innen van vorderingen", ["Debiteuren", "gemachtigden"], ["NAW", "vordering", "betalingen"], ["Gerechtsdeurwaarder"], "6(1)(f)", (5, "year"), "none"),
    "registre-gba.ods": (["Recouvrement amiable", "Gestion des visiteurs"], "Recouvrer des créances", ["Débiteurs", "Cautions"], ["Nom", "adresse", "dette"], ["Huissiers"], "6(1)(f)", (10, "year"), "none"),
    "aepd.xlsx": (["Nóminas", "Videovigilancia"], "Pagar salarios", ["Empleados"], ["Nombre", "cuenta bancaria"], ["Administración tributaria"], "6(1)(c)", (4, "year"), "none"),
    "garante.xlsx": (["Gestione del personale", "Recupero crediti"], "Adempimenti contrattuali e di legge", ["Dipendenti"], ["Dati anagrafici", "dati bancari"], ["INPS", "consulente del lavoro"], None, (10, "year"), "none"),
    "cnpd.csv": (["Cobranças"], "Recuperar créditos", ["Devedores"], ["Nome", "morada", "dívida"], ["Tribunais"], "6(1)(f)", (10, "year"), "none"),
    "dastra-treatments.xlsx": (["Recruitment", "Payroll"], "Find staff", [], ["Civil status"], [], None, (2, "year"), None),
    "register.yaml": (["Account management", "Newsletter"], "Provide the service", ["customers"], ["name", "email"], ["hosting provider"], "6(1)(b)", (2, "year"), "US"),
    "uodo.xlsx": (["Rekrutacja", "Monitoring wizyjny"], "Zatrudnienie pracowników", ["Kandydaci do pracy"], ["Imię i nazwisko", "adres", "wykształcenie"], [], "6(1)(c)", (6, "month"), "none"),
    "uoou.xlsx": (["Mzdy", "Kamery"], "Výplata mezd", ["Zaměstnanci"], ["Jméno", "číslo účtu"], ["Finanční úřad"], "6(1)(c)", (10, "year"), "none"),
    "edoeb.xlsx": (["Inkasso", "Newsletter"], "Forderungen einziehen", ["Schuldner"], ["Name", "Adresse", "Forderung"], ["Betreibungsamt"], None, (10, "year"), "none"),
    "dpc.xlsx": (["Payroll", "Newsletter"], "To pay staff", ["Employees"], ["Name", "PPSN", "bank details"], ["Revenue"], "6(1)(c)", (7, "year"), "none"),
    "wko.xlsx": (["Rechnungswesen", "Personalverwaltung"], "Abwicklung von Geschäften", ["Kunden", "Lieferanten"], ["Name", "Adresse", "UID"], ["Steuerberater", "Bank"], "6(1)(b)", (7, "year"), "none"),
    "personuvernd.xlsx": (["Laun", "Gestir"], "Greiðsla launa", ["Starfsmenn"], ["Nafn", "kennitala"], ["Skatturinn"], "6(1)(c)", (7, "year"), "none"),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_an_activity_comes_out_as(desk: Desk, tmp_path: Path, name: str) -> None:
    titles, purpose, people, data, recipients, basis, period, country = FIRST[name]
    found = read(desk, tmp_path, name, TEMPLATES[name]())
    assert [each["title"] for each in found["activities"]] == titles
    assert found["rows_read"] == found["imported"] + len(found["reported"])
    first = found["activities"][0]
    assert (first["purposes"], first["categories"], first["data"], first["recipients"]) == ([purpose], people, data, recipients)
    assert next((each.get("code") for each in first["legal_bases"]), None) == basis
    assert next(((each["duration"], each["unit"]) for each in first["retention"] if each.get("duration")), None) == period
    assert ("none" if "transfer" in first["none"] else next((each.get("country") for each in first["transfers"]), None)) == country


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_name_of_a_person_comes_in(desk: Desk, tmp_path: Path, name: str) -> None:
    said = str(read(desk, tmp_path, name, TEMPLATES[name]()))
    people = ("Sørensen", "Svensson", "Lindqvist", "Virtanen", "Petra", "Schmidt", "de Vries", "Bakker", "García", "Giulia", "Dupont", "Peeters")
    assert [each for each in people if each in said] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_twenty_damaged_ones_give_sentences(desk: Desk, tmp_path: Path, name: str) -> None:
    damaged_give_sentences(desk, tmp_path, name, 20)


@pytest.mark.long
@pytest.mark.parametrize("name", TEMPLATES)
def test_a_hundred_damaged_ones_give_sentences(desk: Desk, tmp_path: Path, name: str) -> None:
    damaged_give_sentences(desk, tmp_path, name, 100)


def damaged_give_sentences(desk: Desk, folder: Path, name: str, many: int) -> None:
    """Bytes turned, cut out, doubled and cut off; whatever comes of it is counted or refused in a sentence."""
    whole, chance = TEMPLATES[name](), random.Random(name)
    path = folder / name
    for number in range(many):
        data = bytearray(whole)
        at = chance.randrange(len(data))
        if number % 4 == 0:
            for _ in range(12):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        elif number % 4 == 1:
            del data[at:at + chance.randrange(1, 200)]
        elif number % 4 == 2:
            data[at:at] = data[at:at + 100]
        else:
            del data[at:]
        path.write_bytes(data)
        try:
            found = importing.answer(importing.look(desk, path))
        except DeskError:
            continue                                    # anything else would be a traceback
        assert found["rows_read"] == found["imported"] + len(found["reported"])


def test_a_number_of_its_own_joins_no_row_above(desk: Desk, tmp_path: Path) -> None:
    found = read(desk, tmp_path, "a.csv", b"Ref,Label,MainPurpose,ProcessingState\n1,Payroll,Pay wages,Draft\n2,,,Draft\n1,,Pay taxes,\n")
    assert [(each["title"], each["rows"], each["purposes"]) for each in found["activities"]] == [("Payroll", [2, 4], ["Pay wages", "Pay taxes"])]
    assert [each["row"] for each in found["reported"]] == [3]


@pytest.mark.parametrize(("sheet", "heads"), [
    ("Registre sous-traitant", ["Nom du client", "Catégorie de traitement", "Transferts", "Mesures"]),
    ("Article 30(2)", ["Client", "Categories of processing", "Transfers", "Security measures"]),
    ("Verzeichnis Art. 30 Abs. 2", ["Auftraggeber", "Kategorien von Verarbeitungen", "Übermittlung an Drittländer", "Technische und organisatorische Maßnahmen"]),
    ("Verwerkersregister", ["Opdrachtgever", "Categorie verwerking", "Doorgifte", "Beveiligingsmaatregelen"]),
    ("Artikel 30, stk. 2", ["Kundens navn", "Kategorier af behandling", "Overførsel til tredjelande", "Sikkerhedsforanstaltninger"]),
    ("Artikkel 30 nr. 2", ["Behandlingsansvarlig (kunde)", "Kategorier av behandling", "Overføringer til tredjeland", "Sikkerhetstiltak"]),
    ("Artikel 30.2", ["Uppdragsgivare", "Kategorier av behandlingar", "Överföring till tredje land", "Säkerhetsåtgärder"]),
    ("30 artikla 2 kohta", ["Asiakkaan nimi", "Käsittelytoimien ryhmät", "Siirrot kolmansiin maihin", "Turvatoimet"])])
def test_a_processors_record_names_its_client_and_what_it_does(desk: Desk, tmp_path: Path, sheet: str, heads: list[str]) -> None:
    found = read(desk, tmp_path, "a.xlsx", registers.xlsx([heads, ["Banque Étoile", "Envoi de relances", "USA", "Chiffrement"], ["Beta AG", "Envoi de relances", "", "TLS"]], name=sheet))
    first, second = found["activities"]
    assert [column["target"] for column in found["columns"]] == ["entity", "purpose", "transfer", "security"]
    assert ({first["role"], second["role"]}, first["title"], first["transfers"][0]["country"], first["notes"]) == ({"processor"}, "Envoi de relances", "US", [])
    assert (found["imported"], found["reported"]) == (2, [])


def test_a_processors_record_is_called_by_all_that_it_does(desk: Desk, tmp_path: Path) -> None:
    one, = read(desk, tmp_path, "a.xlsx", registers.xlsx([["Client", "Categories of processing", "Measures"], ["Alpha", "Hosting; backups", "TLS"]]))["activities"]
    assert (one["title"], one["purposes"]) == ("Hosting, backups", ["Hosting", "backups"])


def test_nothing_is_kept_of_a_sheet_without_activities(desk: Desk, tmp_path: Path) -> None:
    found = read(desk, tmp_path, "a.xlsx", registers.xlsx([["Title", "Purpose", "Measures", "Weather"], ["", "", "TLS", "fine"]]))
    assert (found["activities"], [each["why"] for each in found["remarks"] if "as a question" in each["why"]]) == ([], [])


def test_a_controller_may_sort_its_records_by_kinds_of_processing(desk: Desk, tmp_path: Path) -> None:
    rows = [["Traitement", "Finalité", "Catégorie de traitement", "Personnes concernées"], ["Paie", "Payer les salaires", "RH", "Salariés"]]
    one, = read(desk, tmp_path, "a.xlsx", registers.xlsx(rows))["activities"]
    assert (one["role"], one["purposes"], one["notes"]) == ("controller", ["Payer les salaires"], ["Catégorie de traitement: RH"])


@pytest.mark.parametrize(("transfer", "countries", "notes"), [("", ["US"], []), ("Schweiz", ["CH"], []), ("keine", [], ["Mailchimp (Intuit), USA"])])
def test_a_recipient_abroad_hints_at_a_transfer(desk: Desk, tmp_path: Path, transfer: str, countries: list[str], notes: list[str]) -> None:
    rows = [["Bezeichnung", "Zweck der Verarbeitung", "Empfänger", "Drittlandübermittlung"], ["Newsletter", "Werbung", "Agentur; Mailchimp (Intuit), USA", transfer]]
    one, = read(desk, tmp_path, "a.xlsx", registers.xlsx(rows))["activities"]
    assert (one["recipients"], [each["country"] for each in one["transfers"]], one["notes"]) == (["Agentur", "Mailchimp (Intuit), USA"], countries, notes)


def test_a_row_of_totals_is_told(desk: Desk, tmp_path: Path) -> None:
    rows = [["Nom du traitement", "Finalité", "Personnes concernées"], ["Paie", "Payer les salaires", "Salariés"], ["TOTAL", "1", ""]]
    found = read(desk, tmp_path, "a.xlsx", registers.xlsx(rows))
    assert ([each["title"] for each in found["activities"]], found["rows_read"]) == (["Paie"], 2)
    assert [(each["row"], each["why"]) for each in found["reported"]] == [(3, "The row counts the others, and is no activity.")]


def test_names_under_a_neutral_heading_are_told(desk: Desk, tmp_path: Path) -> None:
    found = read(desk, tmp_path, "a.csv", b'Activity,Purpose,Informed,Tool\nPayroll,Pay wages,Anna Jensen,Microsoft Azure\nHiring,Find staff,"Dupont, Marc",Business Central\nPost,Send,Karin Bakker (HR),Google Workspace\n')
    assert [each["column"] for each in found["remarks"] if "names people" in each["why"]] == ["Informed"]
    assert "Jensen" not in str(found)
    assert "Dupont" not in str(found)


@pytest.mark.parametrize("data", [b"=1+1,Purpose,Activity\n2,Pay,Payroll\n", b'Activity,Purpose\nPayroll,"=HYPERLINK(""http://x.invalid"",""x"")"\n', b"Activity,Purpose,<script>alert(1)</script>\nPayroll,Pay,x\n"])
def test_formulas_and_scripts_in_texts_are_told(desk: Desk, tmp_path: Path, data: bytes) -> None:
    found = read(desk, tmp_path, "a.csv", data)
    assert any("read as words" in each["why"] for each in found["remarks"])
    assert found["imported"] == 1


def test_an_activity_with_a_purpose_of_ones_own_is_read_from_turtle(desk: Desk, tmp_path: Path) -> None:
    found = read(desk, tmp_path, "a.ttl", b"""@prefix ex: <http://ex.invalid/> . @prefix dpv: <https://w3id.org/dpv#> . @prefix dpcat: <https://w3id.org/dpcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        ex:r a dpcat:ROPA ; dct:title "Ours" ; dpv:hasPurpose ex:Billing ; dpv:hasPersonalData ex:Address . ex:Billing a dpv:Purpose ; dct:title "Send the bills" .
        ex:p a dpv:Process ; dct:title "Payroll" ; dpv:hasPurpose dpv:PaymentManagement . ex:q a ex:Doing ; dct:title "Parking" ; ex:purpose "Issue cards" ; ex:colour "green" .""")
    assert {each["title"]: each["purposes"] for each in found["activities"]} == {"Ours": ["Send the bills"], "Payroll": ["Payment management"], "Parking": ["Issue cards"]}
    assert "colour: green" in next(each["notes"] for each in found["activities"] if each["title"] == "Parking")


@pytest.mark.parametrize("document", [b'{"$schema": "http://json-schema.org/draft-07/schema", "properties": {"purpose": {"type": "string"}, "retention": {"type": "string"}}}',
                                      b'{"de": {"purpose": "Zweck", "retention": "Frist"}, "en": {"purpose": "Purpose", "retention": "Retention"}}'])
def test_a_form_and_a_dictionary_hold_no_records(desk: Desk, tmp_path: Path, document: bytes) -> None:
    with pytest.raises(Refused):
        read(desk, tmp_path, "a.json", document)


def test_an_answer_that_is_a_heading_elsewhere_is_not_lost(desk: Desk, tmp_path: Path) -> None:
    rows = [["Name of processing", "Calls"], ["Purpose of processing", "Quality"], ["Lawful basis", "Legitimate interests"], ["Retention period", "Storage period type: 30 days"]]
    activity, = read(desk, tmp_path, "a.xlsx", registers.xlsx(rows))["activities"]
    assert [each["code"] for each in activity["legal_bases"]] == ["6(1)(f)"]
    assert "30 days" in activity["retention"][0]["text"]


def test_lines_above_the_headings_are_told(desk: Desk, tmp_path: Path) -> None:
    found = read(desk, tmp_path, "a.xlsx", registers.xlsx([["Register"], ["Reviewed by", "the board", "2025"], ["Activity", "Purpose"], ["Payroll", "Pay"]]))
    assert any("above the headings" in each["why"] for each in found["remarks"])
