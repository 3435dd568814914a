"""Lists of processors beside other people's registers: into the view of processors, again without effect, undone in one step."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from alektum_desk.domain.import_processors import day_of
from alektum_desk.domain.import_tables import Layout, Target
from alektum_desk.domain.imports import Verdict
from alektum_desk.domain.processors import Contract, NewProcessor, Processor
from alektum_desk.domain.records import Role
from alektum_desk.services import processors, records, register_export as exporting, register_import as importing, undo
from alektum_desk.services.desk import Desk
from tests.registers import written

Rows = Sequence[Sequence[object]]
REGISTER: Rows = (("Purpose", "Data subjects", "Retention period"), ("Payroll", "Staff", "10 years"))


@pytest.fixture
def desk(desk_on: Callable[..., Desk]) -> Desk:
    return desk_on("2026-11-24")


def book(*sheets: tuple[str, Rows]) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def beside(folder: Path, title: str, *rows: Sequence[object]) -> Path:
    """A workbook with a register and this sheet beside it."""
    return written(folder, "vvt.xlsx", book(("Register", REGISTER), (title, rows)))


def kept(desk: Desk) -> dict[str, Processor]:
    return {each.said.name: each for each in processors.listed(desk)}


@pytest.mark.parametrize(("title", "heads", "yes", "ongoing", "land"), [
    ("Processors", ("Processor", "Service", "Country", "DPA in place", "Signed on", "Sub-processors"), "Yes", "Pending", "France"),
    ("Auftragsverarbeiter", ("Name", "Leistung", "Land", "AV-Vertrag", "Vertrag vom", "Unterauftragnehmer"), "Ja", "in Verhandlung", "Frankreich"),
    ("Sous-traitants", ("Nom du sous-traitant", "Prestation", "Pays", "Contrat (art. 28)", "Date de signature", "Sous-traitants ultérieurs"), "Signé", "En cours", "France"),
    ("Verwerkers", ("Verwerker", "Dienst", "Land", "Verwerkersovereenkomst", "Ondertekend op", "Subverwerkers"), "Getekend", "in onderhandeling", "Frankrijk"),
    ("Databehandlere", ("Databehandler", "Ydelse", "Land", "Databehandleraftale", "Underskrevet den", "Underdatabehandlere"), "Indgået", "under forhandling", "Frankrig"),
    ("Databehandlere", ("Navn", "Tjeneste", "Land", "Databehandleravtale", "Signert dato", "Underleverandører"), "Signert", "utkast", "Frankrike"),
    ("Personuppgiftsbiträden", ("Personuppgiftsbiträde", "Tjänst", "Land", "Biträdesavtal", "Avtalsdatum", "Underbiträden"), "Tecknat", "pågår", "Frankrike"),
    ("Käsittelijät", ("Käsittelijä", "Palvelu", "Maa", "Käsittelysopimus", "Allekirjoituspäivä", "Alikäsittelijät"), "Kyllä", "kesken", "Ranska")])
def test_a_list_of_processors_comes_into_their_view(desk: Desk, tmp_path: Path, title: str, heads: tuple[str, ...], yes: str, ongoing: str, land: str) -> None:
    path = beside(tmp_path, title, heads, ("OVH SAS", "Hosting", land, yes, "12.01.2024", ""), ("Zendesk", "Support", "USA", ongoing, "", "AWS (USA); Twilio"))
    before = records.listed(desk)
    tried = importing.look(desk, path)
    assert processors.listed(desk) == ()
    assert [(each.name, each.verdict, [place.row for place in each.places]) for each in tried.listed] == [("OVH SAS", Verdict.NEW, [2]), ("Zendesk", Verdict.NEW, [3])]
    answer = importing.answer(importing.take(desk, tried))
    assert (answer["rows_read"], answer["imported"], answer["reported"], [each["title"] for each in answer["activities"]]) == (3, 3, [], ["Payroll"])
    assert [each["name"] for each in answer["processors"]] == ["OVH SAS", "Zendesk", "AWS", "Twilio"]
    found = kept(desk)
    zendesk = found["Zendesk"].id
    assert {name: each.said for name, each in found.items()} == {
        "OVH SAS": NewProcessor("OVH SAS", "Hosting", "FR", Contract.SIGNED, date(2024, 1, 12)), "Zendesk": NewProcessor("Zendesk", "Support", "US", Contract.NEGOTIATED),
        "AWS": NewProcessor("AWS", "Not stated", "US", Contract.UNKNOWN, parent=zendesk), "Twilio": NewProcessor("Twilio", "Not stated", None, Contract.UNKNOWN, parent=zendesk)}
    assert (found["AWS"].wants, found["Twilio"].wants) == (("Art. 44: the country is outside the EEA and no safeguard is recorded.",), ("The country is not recorded.",))
    again = importing.answer(importing.import_file(desk, path))
    assert (again["rows_read"], again["imported"], len(again["reported"]), again["processors"]) == (3, 0, 3, [])
    assert kept(desk) == found
    undo.undo(desk)
    assert processors.listed(desk) == ()
    assert records.listed(desk) == before


def test_what_is_kept_already_stays_as_it_is(desk: Desk, tmp_path: Path) -> None:
    mine = processors.keep(desk, NewProcessor("Zendesk", "Tickets", "IE", Contract.SIGNED), "contract")
    path = beside(tmp_path, "Processors", ("Processor", "Service", "Contract", "Sub-processors"), ("Zendesk Inc.", "Support", "No", ""), ("OVH", "Hosting", "Yes", ""))
    answer = importing.answer(importing.import_file(desk, path))
    assert [(each["row"], each["why"]) for each in answer["reported"]] == [(2, "This processor is kept already, and stays as it is.")]
    assert kept(desk)["Zendesk"] == mine
    assert set(kept(desk)) == {"Zendesk", "OVH"}


def test_a_company_over_many_rows_is_one(desk: Desk, tmp_path: Path) -> None:
    path = beside(tmp_path, "Processors", ("Company", "Service", "Country", "Contract"), ("Datev", "Payroll", "DE", "Yes"), ("DATEV eG", "Accounts", "DE", "No"))
    importing.import_file(desk, path)
    said = kept(desk)["Datev"].said
    assert (said.service, said.contract, said.note) == ("Payroll; Accounts", Contract.SIGNED, "Company: DATEV eG\nContract: No")


def test_a_company_on_two_sheets_is_one(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "vvt.xlsx", book(("Register", REGISTER), ("Dienstleister", (("Firma", "Zweck", "Land", "AVV geschlossen", "Datum"), ("Iron Box", "Aktenlagerung", "CH", "", ""), ("Evry", "Rechenzentrum", "NO", "ja", ""))),
                                              ("Auftragsverarbeiter", (("Dienstleister", "Zweck der Verarbeitung", "Land", "Vertragsdatum", "Status"), ("Iron Box AG", "Aktenvernichtung", "DE", "2025-02-01", "unterschrieben"), ("DruckPost", "Briefe", "DE", "", "")))))
    answer = importing.answer(importing.import_file(desk, path))
    assert (answer["rows_read"], answer["imported"], answer["reported"], [each["name"] for each in answer["processors"]]) == (5, 5, [], ["Iron Box", "Evry", "DruckPost"])
    box = kept(desk)["Iron Box"].said
    assert (box.service, box.country, box.contract, box.signed_on) == ("Aktenlagerung; Aktenvernichtung", "CH", Contract.SIGNED, date(2025, 2, 1))
    assert set((box.note or "").splitlines()) == {"Dienstleister: Iron Box AG", "Land: DE", "Status: unterschrieben"}
    again = importing.answer(importing.import_file(desk, path))
    assert (again["imported"], len(again["reported"]), again["processors"]) == (0, 5, [])


def test_no_word_is_lost_and_nobody_is_named(desk: Desk, tmp_path: Path) -> None:
    path = beside(tmp_path, "Processors", ("Name", "Service", "Location", "Contract", "Expiry date", "Safeguards", "Contact person", "Certificates"),
                  ("OVH SAS\n2 rue Kellermann", "Hosting", "EU", "DPA-2023-04", "never", "EU-US Data Privacy Framework", "Anna Jensen", "ISO 27001"),
                  ("", "Printing", "", "", "", "", "", ""), ("Total: 2", "", "", "", "", "", "", ""))
    answer = importing.answer(importing.import_file(desk, path))
    said = kept(desk)["OVH SAS"].said
    assert (said.country, said.contract, said.mechanism, said.ends_on) == (None, Contract.UNKNOWN, "45", None)
    assert said.note is not None
    assert said.note.splitlines() == ["Certificates: ISO 27001", "2 rue Kellermann", "Location: EU", "Contract: DPA-2023-04", "Expiry date: never"]
    assert [(each["row"], each["why"]) for each in answer["reported"]] == [(3, "The row names no company."), (4, "The row counts the others, and is no processor.")]
    assert (answer["rows_read"], answer["imported"]) == (4, 2)
    told = [each["why"] for each in answer["remarks"]]
    assert any(each.startswith("OVH SAS: whether there is a contract is not certain") and "DPA-2023-04" in each for each in told)
    assert any("“Contact person” names people" in each for each in told)
    assert any("“Certificates” has no place in the list of processors" in each for each in told)
    assert "Anna" not in str(answer) + str(kept(desk))


def test_what_is_too_long_is_told_or_cut_and_goes_out_and_in_again(desk: Desk, tmp_path: Path) -> None:
    heads = ("Processor", "Service", "Contract", "Remarks", "More")
    path = beside(tmp_path, "Processors", heads, ("OVH", "Hosting", "Yes", "x" * 20_001, ""), ("Datev", "Payroll " * 100, "Yes", "y\u2028" * 9_000, "z" * 19_000))
    answer = importing.answer(importing.import_file(desk, path))
    assert [(each["row"], each["why"]) for each in answer["reported"]] == [(2, "The cell under “Remarks” is longer than 20000 letters.")]
    said = kept(desk)["Datev"].said
    assert (len(said.service), (said.note or "")[-1], 7_990 < len(said.note or "") <= 8_000) == (300, "…", True)
    for fmt in ("csv", "xlsx", "json"):
        written_, _number = exporting.export(desk, fmt, tmp_path / f"out.{fmt}")
        assert importing.look(desk, written_).processors == ()


@pytest.mark.parametrize(("words", "contract", "signed_on", "ends_on"), [
    ("noch nicht unterzeichnet", Contract.MISSING, None, None), ("kein Vertrag vorhanden", Contract.MISSING, None, None), ("non signé", Contract.MISSING, None, None), ("nicht gekündigt", Contract.UNKNOWN, None, None),
    ("Unterzeichnet am 3.2.2024", Contract.SIGNED, date(2024, 2, 3), None), ("2024-02-03", Contract.SIGNED, date(2024, 2, 3), None), ("03/02/2024", Contract.SIGNED, date(2024, 2, 3), None),
    ("beëindigd 31-12-2023", Contract.ENDED, None, date(2023, 12, 31)), ("à signer", Contract.NEGOTIATED, None, None), ("-", Contract.MISSING, None, None), ("✗", Contract.MISSING, None, None), ("●", Contract.SIGNED, None, None), ("Vertrag 12", Contract.UNKNOWN, None, None), ("offen", Contract.UNKNOWN, None, None),
    ("geldig tot 31.12.2027, voimassa", Contract.SIGNED, date(2027, 12, 31), None)])
def test_the_state_of_a_contract_in_words(desk: Desk, tmp_path: Path, words: str, contract: Contract, signed_on: date | None, ends_on: date | None) -> None:
    importing.import_file(desk, beside(tmp_path, "Auftragsverarbeiter", ("Name", "Leistung", "AVV"), ("Datev", "Lohn", words)))
    said = kept(desk)["Datev"].said
    assert (said.contract, said.signed_on, said.ends_on) == (contract, signed_on, ends_on)


def test_days_are_read_as_europe_writes_them() -> None:
    assert [day_of(each) for each in ("31.12.2024", "2024-2-3", "31/31/2024", "1.2.2024 - 3.4.2025", "2024")] == [date(2024, 12, 31), date(2024, 2, 3), None, None, None]


def test_sub_processors_and_activities_find_theirs(desk: Desk, tmp_path: Path) -> None:
    path = beside(tmp_path, "Processors", ("Processor", "Service", "Sub-processor of", "Processing activities"), ("AWS", "Servers", "Zendesk", ""), ("Zendesk", "Support", "", "Payroll; Rent"))
    payroll, = importing.import_file(desk, path).planned
    found = kept(desk)
    assert (found["AWS"].said.parent, found["AWS"].said.service, found["AWS"].said.contract, found["Zendesk"].said.contract) == (found["Zendesk"].id, "Servers", Contract.UNKNOWN, Contract.UNKNOWN)
    assert (found["Zendesk"].said.activities, found["Zendesk"].said.note) == ((payroll.ref,), "Rent")


def test_principals_of_principals_are_found_and_circles_are_none(desk: Desk, tmp_path: Path) -> None:
    path = beside(tmp_path, "Processors", ("Processor", "Service", "Sub-processor of"), ("A", "a", "B"), ("B", "b", "C"), ("C", "c", ""), ("D", "d", "E"), ("E", "e", "D"), ("F", "f", "F"), ("G", "g", "Nobody"))
    importing.import_file(desk, path)
    found = kept(desk)
    names = {each.id: name for name, each in found.items()}
    assert {name: each.said.parent and names[each.said.parent] for name, each in found.items()} == {"A": "B", "B": "C", "C": None, "D": None, "E": None, "F": None, "G": None}
    assert found["G"].said.note == "Nobody"
    assert importing.look(desk, path).processors == ()


def test_a_list_by_itself_comes_in_too(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "processors.csv"
    path.write_text("Processor,What they do,DPA signed\nOVH,Hosting,yes\n")
    found = importing.import_file(desk, path)
    assert (found.planned, found.rows, found.imported, list(kept(desk))) == ((), 1, 1, ["OVH"])


@pytest.mark.parametrize(("title", "heads", "row"), [
    ("Register", ("Title", "Purpose", "Processor", "DPA in place", "Legal basis"), ("Pay", "Pay staff", "OVH", "Yes", "Contract")),
    ("Register", ("Purpose", "Processor", "DPA in place", "Data subjects"), ("Pay staff", "OVH", "Yes", "Staff")),
    ("Processor", ("Client", "Categories of processing", "Country", "Sub-processors"), ("Alpha", "Hosting", "France", "AWS")),
    ("Processors", ("Name", "Purpose", "Data subjects", "Contract"), ("Pay", "Pay staff", "Staff", "Yes")),
    ("Register as processor", ("Company", "Purpose", "Recipients"), ("Alpha", "Hosting", "Bank")),
    ("Registre du sous-traitant", ("Société", "Finalité", "Destinataires"), ("Alpha", "Hosting", "Bank")),
    ("Als Auftragsverarbeiter", ("Firma", "Zweck", "Empfänger"), ("Alpha", "Hosting", "Bank")),
    ("Auftragsverarbeiter", ("Auftraggeber", "Zweck", "Empfänger"), ("Alpha", "Hosting", "Bank"))])
def test_a_register_that_names_processors_is_one(desk: Desk, tmp_path: Path, title: str, heads: tuple[str, ...], row: tuple[str, ...]) -> None:
    found = importing.look(desk, written(tmp_path, "register.xlsx", book((title, (heads, row)))))
    assert (len(found.planned), found.listed) == (1, ())


def test_who_chooses_the_sheet_and_its_columns_decides_what_it_is(desk: Desk, tmp_path: Path) -> None:
    path = beside(tmp_path, "Processors", ("Name", "Purpose", "Contract"), ("OVH", "Hosting", "Yes"))
    for laid in (Layout({}, role="processor", sheet="Processors"), Layout({"name": Target.TITLE}, sheet="Processors")):
        found = importing.look(desk, path, laid)
        assert ([(each.title, each.role) for each in found.planned], found.listed) == ([("OVH", Role.PROCESSOR)], ())
    found = importing.look(desk, path, Layout({}, sheet="Processors"))
    assert (found.planned, [each.name for each in found.listed], found.rows, [each.why for each in found.remarks]) == ((), ["OVH"], 1, ["Processors that come in or change with the file: {number}."])
    found = importing.look(desk, path, Layout({}, sheet="Register"))
    assert ([each.title for each in found.planned], found.listed, [each.why for each in found.remarks if "holds no register" in each.why]) == (["Payroll"], (), [])


@pytest.mark.parametrize(("title", "heads", "row", "said"), [
    ("Auftragsverarbeiter", ("Firma", "Zweck", "Land"), ("Acme", "Druck", "PL"), NewProcessor("Acme", "Druck", "PL", contract=Contract.UNKNOWN)),
    ("Liste der Auftragsverarbeiter", ("Nr", "Firma", "Zweck"), (1, "Acme", "Druck"), NewProcessor("Acme", "Druck", note="Nr: 1", contract=Contract.UNKNOWN)),
    ("Auftragsverarbeiter", ("Dienstleister", "Zweck der Verarbeitung", "Land", "Vertragsdatum", "Status"), ("Acme", "Druck", "PL", "", "offen"), NewProcessor("Acme", "Druck", "PL", note="Status: offen", contract=Contract.UNKNOWN)),
    ("Auftragsverarbeiter", ("Firma", "Zweck", "AV-Vertrag"), ("Acme", "Druck", "offen"), NewProcessor("Acme", "Druck", note="AV-Vertrag: offen", contract=Contract.UNKNOWN)),
    ("Sous-traitants", ("Société", "Finalité", "Pays"), ("Acme", "Impression", "Pologne"), NewProcessor("Acme", "Impression", "PL", contract=Contract.UNKNOWN)),
    ("Liste des sous-traitants", ("Société", "Mission", "Localisation"), ("Acme", "Gardiennage", "Pologne"), NewProcessor("Acme", "Gardiennage", "PL", contract=Contract.UNKNOWN)),
    ("Registre des sous-traitants", ("Société", "Finalité"), ("Acme", "Impression"), NewProcessor("Acme", "Impression", contract=Contract.UNKNOWN)),
    ("Processors Asia", ("Company", "Purpose"), ("Acme", "Printing"), NewProcessor("Acme", "Printing", contract=Contract.UNKNOWN)),
    ("Processors", ("Supplier", "Certificates"), ("Acme", "ISO 27001"), NewProcessor("Acme", "Not stated", note="Certificates: ISO 27001", contract=Contract.UNKNOWN)),
    ("Verwerkers", ("Leverancier", "Doel"), ("Acme", "Drukwerk"), NewProcessor("Acme", "Drukwerk", contract=Contract.UNKNOWN))])
def test_the_name_of_the_sheet_and_a_column_of_companies_are_enough(desk: Desk, tmp_path: Path, title: str, heads: tuple[str, ...], row: tuple[object, ...], said: NewProcessor) -> None:
    found = importing.import_file(desk, beside(tmp_path, title, heads, row))
    assert (len(found.planned), found.rows, found.imported, {name: each.said for name, each in kept(desk).items()}) == (1, 2, 2, {"Acme": said})


def test_a_form_under_the_name_of_such_a_list_is_none(desk: Desk, tmp_path: Path) -> None:
    path = beside(tmp_path, "Auftragsverarbeiter", ("Auftragsverarbeiter", "Acme GmbH"), ("Kategorien von Verarbeitungen", "Druck"), ("Empfänger", "Bank"), ("Löschfrist", "10 Jahre"))
    assert importing.look(desk, path).listed == ()


def test_a_year_is_no_day_of_a_contract_and_is_told(desk: Desk, tmp_path: Path) -> None:
    path = beside(tmp_path, "Auftragsverarbeiter", ("Firma", "Zweck", "Vertragsdatum"), ("Acme", "Druck", "2024"))
    assert ("words", "Vertragsdatum: 2024") in [hole for each in importing.look(desk, path).remarks for hole in each.fields]


def test_an_activity_may_be_headed_as_such_in_german(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "vvt.xlsx", book(("VVT", (("Tätigkeit", "Zweck", "Betroffene"), ("Archiv", "Akten lagern", "Schuldner")))))
    assert [each.title for each in importing.look(desk, path).planned] == ["Archiv"]


def test_a_list_without_a_column_of_contracts_says_nothing_of_them(desk: Desk, tmp_path: Path) -> None:
    """With one, an empty cell says that there is none."""
    importing.import_file(desk, beside(tmp_path, "Processors", ("Processor", "Service"), ("Datev", "Payroll")))
    importing.import_file(desk, beside(tmp_path, "Processors", ("Processor", "Service", "Contract"), ("OVH", "Hosting", ""), ("Zendesk", "Support", "Yes")))
    assert {name: each.said.contract for name, each in kept(desk).items()} == {"Datev": Contract.UNKNOWN, "OVH": Contract.MISSING, "Zendesk": Contract.SIGNED}
    assert [each.wants[0] for each in kept(desk).values() if each.said.name in {"Datev", "OVH"}] == ["Named, no contract recorded", "Art. 28(3): there is no contract in force."]
