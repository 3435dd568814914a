"""Other people's registers at the desk: looked at, taken in whole, again without effect, undone in one step."""
from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from alektum_desk.documents import sheet_writing
from alektum_desk.domain.errors import Refused
from alektum_desk.domain.import_forms import form
from alektum_desk.domain.import_tables import Layout, Table, read_mapping
from alektum_desk.domain.notices import Field
from alektum_desk.domain.records import NewActivity, Role, State
from alektum_desk.domain.subjects import Category
from alektum_desk.reference import imports as reference
from alektum_desk.services import (
    records,
    register_import as importing,
    undo,
)
from alektum_desk.services.desk import Desk
from tests import registers
from tests.registers import written

DeskOn = Callable[..., Desk]


@pytest.fixture
def desk(desk_on: DeskOn) -> Desk:
    return desk_on("2026-11-24")


def texts(desk: Desk, activity: str, field: Field) -> list[str]:
    return [each.text for each in records.shown(desk, activity).of(field).statements]


@pytest.mark.parametrize(("name", "rows", "imported", "titles"), [
    ("ico.xlsx", 4, 4, ["Payroll", "Direct marketing"]), ("ico-processor.xlsx", 2, 2, ["Hosting of customer records", "Printing of letters"]), ("registre.ods", 3, 3, ["Gestion de la paie", "Vidéosurveillance"]),
    ("dastra.csv", 2, 2, ["Gestion des candidatures", "Newsletter"]), ("vvt.xlsx", 2, 2, ["Lohnabrechnung", "Videoüberwachung"]), ("register-nl.xlsx", 1, 1, ["Klantenbestand"]), ("fortegnelse.xlsx", 2, 2, ["Kundeservice", "Besøgsbog"]),
    ("protokoll.xlsx", 1, 1, ["Inkasso"]), ("camel.json", 2, 2, ["Access badges", "Suppliers"]), ("fides.yml", 3, 3, ["Shop backend", "Mailing"]), ("veo.json", 2, 1, ["Bewerbungen"]), ("dpcat.ttl", 1, 1, ["Use of company cards"]),
    ("dpcat.csv", 3, 3, ["Recording of calls", "Recruitment"])])
def test_every_known_form_comes_in_and_no_second_time(desk: Desk, tmp_path: Path, name: str, rows: int, imported: int, titles: list[str]) -> None:
    path = written(tmp_path, name)
    before = len(records.listed(desk))
    tried = importing.answer(importing.import_file(desk, path, dry_run=True))
    assert len(records.listed(desk)) == before
    found = importing.answer(importing.import_file(desk, path))
    assert found == tried
    assert (found["rows_read"], found["imported"], [each["title"] for each in found["activities"]]) == (rows, imported, titles)
    assert found["rows_read"] == found["imported"] + len(found["reported"])
    assert len(records.listed(desk)) == before + len(titles)
    again = importing.answer(importing.import_file(desk, path))
    assert (again["imported"], len(again["reported"])) == (0, rows)
    assert len(records.listed(desk)) == before + len(titles)


def test_an_activity_over_many_rows_is_one(desk: Desk, tmp_path: Path) -> None:
    payroll, marketing = importing.import_file(desk, written(tmp_path, "ico.xlsx")).planned
    assert [place.row for place in payroll.places] == [10, 11, 12]
    assert texts(desk, payroll.ref, Field.CATEGORY) == ["Employees", "Next of kin"]
    assert texts(desk, payroll.ref, Field.DATA) == ["Contact details", "Bank details"]
    basis, = records.shown(desk, payroll.ref).of(Field.LEGAL_BASIS).statements
    purpose, = records.shown(desk, payroll.ref).of(Field.PURPOSE).statements
    assert (basis.code, basis.purpose, basis.cited) == ("6(1)(b)", purpose.purpose, True)
    decision = records.shown(desk, payroll.ref).of(Field.AUTOMATED_DECISION).decision
    assert decision is not None
    assert decision.value == []                         # "No" is none, "N/A" is not stated
    assert records.shown(desk, payroll.ref).of(Field.TRANSFER).decision is None
    about = records.shown(desk, marketing.ref)
    assert about.listed.state is State.DRAFT
    assert about.listed.categories == (Category.PROSPECT_CONTACT,)
    transfer, = about.of(Field.TRANSFER).statements
    assert dict(transfer.details) == {"country": "US", "mechanism": "46(2)(c)"}


def test_a_name_that_ends_in_a_number_is_a_name(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "numbered.csv"
    path.write_text("Processing activity,Purpose,Categories of individuals\n" + "".join(f"{name},Pay staff,Employees\n" for name in ("Activity 1", "ISO 27001", "VT-003")))
    importing.import_file(desk, path)
    assert {"Activity 1", "ISO 27001", "Pay staff"} <= {each.title for each in records.listed(desk)}


def test_processors_records_are_processors(desk: Desk, tmp_path: Path) -> None:
    assert {each.role for each in importing.import_file(desk, written(tmp_path, "ico-processor.xlsx")).planned} == {Role.PROCESSOR}
    plain = written(tmp_path, "Beta, a processor of expenses.xlsx", registers.xlsx([["Purposes of the processing", "Categories of data subjects"], ["Expenses", "Staff"]]))
    assert importing.look(desk, plain).planned[0].role is Role.PROCESSOR


def test_what_has_no_place_is_kept_as_a_question(desk: Desk, tmp_path: Path) -> None:
    payroll = importing.import_file(desk, written(tmp_path, "ico.xlsx")).planned[0]
    (_field, question), = records.shown(desk, payroll.ref).questions
    assert "Location of personal data: UK server" in question


@pytest.mark.parametrize(("name", "column", "person"), [("fortegnelse.xlsx", "Ansvarlig person", "Jensen"), ("dastra.csv", "Rédacteur", "Dupont"), ("dpcat.csv", "contactemail", "ann@"), ("veo.json", "responsible person", "Petra")])
def test_names_of_people_are_told_and_nowhere_kept(desk: Desk, tmp_path: Path, name: str, column: str, person: str) -> None:
    found = importing.answer(importing.import_file(desk, written(tmp_path, name)))
    assert column in [each["column"] for each in found["remarks"] if "names people" in each["why"]]
    assert person not in json.dumps(found, ensure_ascii=False)
    with desk.store.bare("register") as db:
        kept = [row for table in ("activity", "statement", "decision", "payload") for row in db.execute(f"SELECT * FROM {table}")]
    assert person not in str(kept)


def test_an_impact_assessment_is_no_row(desk: Desk, tmp_path: Path) -> None:
    found = importing.answer(importing.import_file(desk, written(tmp_path, "pia.json", registers.PIA)))
    assert (found["shape"], found["rows_read"], found["imported"], found["activities"]) == ("cnil-pia", 1, 0, [])
    assert "Sleep monitor" in found["reported"][0]["why"]


def test_an_impact_assessment_joins_its_activity(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "pia.json", registers.PIA)
    records.create(desk, NewActivity("Monitoring of sleep", "BE", Role.CONTROLLER, ()), "New")
    other = records.create(desk, NewActivity("Sleep  MONITOR", "BE", Role.CONTROLLER, ()), "New").listed.id

    def assessed(activity: str) -> object:
        decision = records.shown(desk, activity).of(Field.DPIA).decision
        return decision and decision.value
    importing.import_file(desk, path)
    assert assessed(other) == {"text": "Sleep monitor", "assessment": "done"}
    assert importing.answer(importing.import_file(desk, path))["imported"] == 0
    wanted = records.listed(desk, search="Monitoring of sleep")[0].id
    found = importing.answer(importing.import_file(desk, path, Layout({}, activity=wanted)))
    assert (found["rows_read"], found["imported"], [each["verdict"] for each in found["activities"]]) == (1, 1, ["changed"])
    assert assessed(wanted) == {"text": "Sleep monitor", "assessment": "done"}
    undo.undo(desk)
    assert assessed(wanted) is None
    with pytest.raises(Refused):
        importing.import_file(desk, path, Layout({}, activity="nothing"))


def test_rows_without_title_and_annotations(desk: Desk, tmp_path: Path) -> None:
    rows = [["Our register"], [], ["Purposes of the processing;", "Categories of data subjects", "Personal data", "Retention"], ["dpv: Purpose", "dpv:DataSubject", "dpv:PersonalData", "dpv:StorageDuration"], ["", "Nobody", "", ""],
            ["Pay", "Staff", "Nil", "2 years"], [], ["Watch", "Guests", "Pictures", "N/A"], ["", "", "", ""]]
    found = importing.answer(importing.import_file(desk, written(tmp_path, "a.xlsx", registers.xlsx(rows))))
    assert [each["row"] for each in found["reported"]] == [5]
    assert [(each["title"], each["rows"]) for each in found["activities"]] == [("Pay", [6]), ("Watch", [8])]
    assert found["activities"][0]["none"] == ["data"]
    assert found["activities"][1]["retention"] == []


def test_headings_in_two_rows_and_boxes_that_are_ticked(desk: Desk, tmp_path: Path) -> None:
    rows = [["Processing activity", "Purpose", "Data subjects", "", "", "Recipients", ""], ["", "", "Employees", "Customers", "Visitors", "Internal", "External"], ["The house", "", "", "", "", "", ""],
            ["Access control", "Safety", "x", "", "x", "Guards", "Police"], ["Orders", "Deliver", "", "x", "", "", "Carrier"]]
    path = written(tmp_path, "a.xlsx", registers.xlsx(rows, ("C1:E1", "F1:G1", "A3:G3")))
    found = importing.answer(importing.import_file(desk, path))
    assert (found["rows_read"], found["imported"]) == (2, 2)
    assert [(each["categories"], each["recipients"]) for each in found["activities"]] == [(["Employees", "Visitors"], ["Guards", "Police"]), (["Customers"], ["Carrier"])]


def test_an_export_of_fides_with_codes_of_countries(desk: Desk, tmp_path: Path) -> None:
    rows = [["Organization", "", "Example"], [], ["Fides Dataset", "Fides System", "Department or Business Function", "Purpose of Processing", "Third Country Transfers", "Role or Responsibility"],
            ["users", "Analytics", "Engineering", "Improve", "CAN, GBR", "Processor"], ["N/A", "Analytics", "Engineering", "Report", "N/A", "Processor"]]
    one, = importing.look(desk, written(tmp_path, "datamap.xlsx", registers.xlsx(rows))).planned
    assert one.draft is not None
    assert (one.title, one.role, len(one.places), one.draft.texts(Field.PURPOSE)) == ("Analytics", Role.PROCESSOR, 2, ("Improve", "Report"))
    assert [each.kinds for each in one.draft.statements if each.field is Field.TRANSFER] == [("CA", "GB")]


@pytest.mark.parametrize("document", [
    {"organisation": {"name": "Example", "controller": "Example", "address": "x"}, "activities": [{"title": "Pay", "purpose": "Pay wages", "dataSubjects": ["Staff"]}]},
    {"record": {"title": "Pay", "purposes": [{"label": "Pay wages", "description": "x"}], "dataSubjects": ["Staff"]}},
    {"a1": {"title": "Pay", "purpose": "Pay wages"}, "a2": {"title": "Pay", "purpose": "Pay wages"}},
    [{"title": "Pay", "purpose": "Pay wages", "dataSubjects": [{"name": "Staff"}]}]])
def test_objects_however_they_are_nested(desk: Desk, tmp_path: Path, document: object) -> None:
    found = importing.answer(importing.look(desk, written(tmp_path, "a.json", json.dumps(document).encode())))
    assert {(each["title"], *each["purposes"]) for each in found["activities"]} == {("Pay", "Pay wages")}


@pytest.mark.parametrize(("name", "document"), [
    ("a.json", {"records": ["a word", {"title": "Pay", "purpose": "Pay wages", "dataSubjects": ["Staff"]}, None, 42]}),
    ("a.yaml", {"system": ["a word", {"fides_key": "pay", "name": "Pay", "privacy_declarations": [{"data_use": "Pay wages"}]}, None, 42]})])
def test_what_is_no_record_among_records_is_told(desk: Desk, tmp_path: Path, name: str, document: object) -> None:
    found = importing.answer(importing.look(desk, written(tmp_path, name, json.dumps(document).encode())))
    assert [each["title"] for each in found["activities"]] == ["Pay"]
    assert (found["rows_read"], found["imported"], len(found["reported"])) == (3, 1, 2)
    assert {each["why"] for each in found["reported"]} == {"The row has neither a title nor a purpose."}


NUMBERED = [["No.", "Activity", "Purpose", "Data subjects", "Country"], ["1", "Recovery", "Claim", "Debtors", "BE"], ["", "", "Check", "Guarantors", ""], ["", "", "Count", "", "BE"], ["", "", "Ask", "Debtors", "NL"],
            ["2", "Hiring", "Choose", "Applicants", "BE"]]


def test_rows_without_number_and_title_go_on_with_the_activity_above(desk: Desk, tmp_path: Path) -> None:
    found = importing.answer(importing.look(desk, written(tmp_path, "a.xlsx", registers.xlsx(NUMBERED))))
    assert [(each["title"], each["rows"]) for each in found["activities"]] == [("Recovery", [2, 3, 4]), ("Ask", [5]), ("Hiring", [6])]
    assert [each["why"] for each in found["remarks"] if "without a number" in each["why"]] == ["Rows without a number and a title were taken as part of the activity above them."]


def test_rows_without_title_stay_their_own_where_no_number_counts_the_records(desk: Desk, tmp_path: Path) -> None:
    found = importing.answer(importing.look(desk, written(tmp_path, "a.xlsx", registers.xlsx([row[1:] for row in NUMBERED]))))
    assert [each["title"] for each in found["activities"]] == ["Recovery", "Check", "Count", "Ask", "Hiring"]
    assert [each["why"] for each in found["remarks"] if "without a title" in each["why"]] == ["Rows without a title came in as activities of their own, called by their purpose."]


def test_a_template_that_nobody_filled_in(desk: Desk, tmp_path: Path) -> None:
    found = importing.answer(importing.import_file(desk, written(tmp_path, "a.xlsx", registers.xlsx([["Controller"], [], list(registers.ICO)]))))
    assert (found["rows_read"], found["imported"], found["reported"]) == (0, 0, [])
    assert "no rows below" in found["remarks"][-1]["why"]


def test_a_huge_cell_is_told_and_the_rest_comes_in(desk: Desk, tmp_path: Path) -> None:
    rows = "Purpose;Data subjects\n" + "x" * 30_000 + ";Staff\nPay;Staff\n"
    found = importing.answer(importing.import_file(desk, written(tmp_path, "a.csv", rows.encode())))
    assert (found["imported"], [each["row"] for each in found["reported"]]) == (1, [2])


# -- mappings

def test_a_mapping_is_laid_over_the_proposal_and_remembered(desk: Desk, tmp_path: Path) -> None:
    rows = [["Vorgang", "Wozu", "Categories of data subjects", "Rest"], ["Lohn", "Löhne zahlen", "Staff", "x"]]
    path = written(tmp_path, "a.xlsx", registers.xlsx(rows))
    with pytest.raises(Refused):
        importing.look(desk, path)
    kept = tmp_path / "mapping.json"
    kept.write_text(json.dumps({"columns": {"Vorgang": "title", "Wozu": "purpose", "Rest": "skip"}, "country": "dk", "role": "processor"}))
    found = importing.import_file(desk, path, importing.mapping_file(kept))
    one, = found.planned
    assert (one.title, one.country, one.role, one.draft and one.draft.notes) == ("Lohn", "DK", Role.PROCESSOR, ())
    other = written(tmp_path, "b.xlsx", registers.xlsx([rows[0], ["Miete", "Miete zahlen", "Owners", ""]]))
    with pytest.raises(Refused):                        # no headings are found, so nothing is recognised
        importing.look(desk, other)
    assert importing.look(desk, other, importing.mapping_file(kept)).planned[0].title == "Miete"


def test_a_corrected_column_is_remembered_for_files_like_it(desk: Desk, tmp_path: Path) -> None:
    rows = [["Purpose", "Data subjects", "Weather"], ["Pay", "Staff", "Bank"]]
    importing.import_file(desk, written(tmp_path, "a.xlsx", registers.xlsx(rows)), read_mapping({"columns": {"Weather": "recipient"}}))
    other = importing.look(desk, written(tmp_path, "b.xlsx", registers.xlsx([rows[0], ["Rent", "Owners", "Landlord"]])))
    assert other.planned[0].draft is not None
    assert other.planned[0].draft.texts(Field.RECIPIENT) == ("Landlord",)


def test_a_file_that_names_no_country_comes_in_under_the_one_that_is_laid_down(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "vvt.xlsx")

    def told(found: importing.Preview) -> list[str]:
        return [importing.said(each) for each in found.remarks if "names no country" in each.why]
    office = importing.look(desk, path)
    assert ({each.country for each in office.planned}, importing.answer(office)["country"]) == ({"BE"}, "BE")
    assert told(office) == ["Where the file names no country, activities come in under Belgium, the country of this office."]
    with pytest.raises(Refused):
        importing.look(desk, path, Layout({}, country="ZZ"))
    german = importing.import_file(desk, path, Layout({}, country="de"))
    assert ({each.country for each in german.planned}, importing.answer(german)["country"]) == ({"DE"}, "DE")
    assert told(german) == ["Where the file names no country, activities come in under Germany."]
    again = importing.look(desk, path)
    assert told(again) == []
    assert {importing.said(each) for each in again.told} == {"This is in the register already, under Germany."}
    other = importing.look(desk, written(tmp_path, "other.xlsx", registers.xlsx([["Zweck der Verarbeitung", "Betroffene Personen", "Land"], ["Miete", "Mieter", "Dänemark"]])))
    assert ([each.country for each in other.planned], told(other)) == (["DK"], [])


@pytest.mark.parametrize("said", ["Atlantis", "BE/FR", "Deutschland, Österreich", "Worldwide"])
def test_a_country_that_is_none_or_several_is_put_to_the_officer(desk: Desk, tmp_path: Path, said: str) -> None:
    path = written(tmp_path, "unclear.xlsx", registers.xlsx([["Purpose", "Categories of data subjects", "Country"], ["Rent", "Tenants", said], ["Pay", "Employees", "Norway"]]))
    importing.import_file(desk, path)
    asked = {each.title: [words for _field, words in records.shown(desk, each.id).questions] for each in records.listed(desk) if each.title in {"Rent", "Pay"}}
    assert asked == {"Rent": [f"Country: {said}"], "Pay": []}


def test_no_country_is_remembered_and_no_column_forgotten(desk: Desk, tmp_path: Path) -> None:
    rows = [["Purpose", "Data subjects", "Weather"], ["Pay", "Staff", "Bank"]]
    importing.import_file(desk, written(tmp_path, "a.xlsx", registers.xlsx(rows)), read_mapping({"columns": {"Weather": "recipient"}, "country": "DK"}))
    for number, (laid, country) in enumerate(((None, "BE"), (Layout({}, country="SE"), "SE"), (None, "BE"))):
        found = importing.import_file(desk, written(tmp_path, "b.xlsx", registers.xlsx([rows[0], [f"Rent {number}", "Owners", "Landlord"]])), laid)
        one, = found.planned
        assert (one.country, one.draft and one.draft.texts(Field.RECIPIENT)) == (country, ("Landlord",))


@pytest.mark.parametrize("said", [[], {"colums": {}}, {"columns": {"A": "colour"}}, {"columns": []}, {"role": "owner"}, {"country": "Belgium"}, {"header_row": 0}, {"header_row": True}])
def test_a_mapping_that_is_none_is_refused(said: object) -> None:
    with pytest.raises(Refused):
        read_mapping(said)


# -- all or nothing, and back

def test_all_or_nothing(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = records.listed(desk)
    path = written(tmp_path, "ico.xlsx")
    plant, calls = records.plant, []

    def breaking(*words: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise Refused("a fault in the middle")
        return plant(*words)                            # type: ignore[arg-type]
    monkeypatch.setattr(records, "plant", breaking)
    with pytest.raises(Refused):
        importing.import_file(desk, path)
    assert records.listed(desk) == before


def test_one_undo_takes_it_all_back(desk: Desk, tmp_path: Path) -> None:
    before = records.listed(desk)
    importing.import_file(desk, written(tmp_path, "dastra.csv"))
    said = undo.undo(desk)
    assert said == "Undo the import that brought “Gestion des candidatures; Newsletter”"
    assert records.listed(desk) == before
    assert undo.redo(desk) == said.replace("Undo", "Redo")
    assert len(records.listed(desk)) == len(before) + 2


def test_clients_are_an_answer_and_no_column_of_links() -> None:
    rows = (("Nom / sigle", "Carte"), ("Finalité principale", "Fidélité"), ("Catégories de personnes concernées", "Description"), ("Catégorie de personnes 1", "Clients"))
    found = form(Table("Fiche 2", rows), reference.headings(), reference.words())
    assert found is not None
    assert "Clients" in found.rows[1]


LABELS = [["Title", "Payroll"], ["Purpose of processing", "Pay wages"], ["Categories of data subjects", "Employees and customers"], ["Retention", "7 years"]]


@pytest.mark.parametrize(("name", "data", "sentence"), [
    ("rules.csv", b"Label;Description;RetentionTime;RetentionUnit;LegalBasis\nPayslip;x;5;Year;Labour code\n", "retention rules"),
    ("list.csv", b"code;label;description\nHR;Human resources;x\n", "lists of names or codes"),
    ("terms.csv", b"name;parent_key;automated_decisions;description\nCitizen;subject;;x\n", "lists of names or codes"),
    ("list.json", b'{"Purposes": {"General": [{"name": "HR", "description": "Security", "url": ""}, {"name": "Security", "description": "x", "url": ""}]}}', "lists of names or codes")])
def test_lists_and_rules_are_no_register(desk: Desk, tmp_path: Path, name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        importing.look(desk, written(tmp_path, name, data))
    assert refused.value.hint


def test_rules_come_in_where_a_mapping_says_so(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", b"Label;RetentionTime;RetentionUnit;LegalBasis\nPayslip;5;Year;Labour code\n")
    assert importing.look(desk, path, read_mapping({"columns": {"Label": "title"}})).imported == 1


def test_rules_beside_a_register_are_left_out_and_told(desk: Desk, tmp_path: Path) -> None:
    book = {"Register": [["Title", "Purpose", "Data subjects"], ["Payroll", "Pay wages", "Staff"]], "Rules": [["Label", "RetentionTime", "RetentionUnit"], ["Payslip", "5", "Year"]]}
    found = importing.answer(importing.look(desk, written(tmp_path, "a.xlsx", sheet_writing.xlsx(book.items()))))
    assert [each["title"] for each in found["activities"]] == ["Payroll"]
    assert any("holds retention rules" in each["why"] for each in found["remarks"])


def test_a_record_of_a_form_stands_at_its_row(desk: Desk, tmp_path: Path) -> None:
    blocks = [["Register 2026"], [], *LABELS, [], *([label, f"{value} again"] for label, value in LABELS)]
    found = importing.answer(importing.look(desk, written(tmp_path, "a.xlsx", registers.xlsx(blocks))))
    assert [each["rows"] for each in found["activities"]] == [[3], [8]]
    aside = [["Register"], [], *([label, value, f"{value} again"] for label, value in LABELS)]
    found = importing.answer(importing.look(desk, written(tmp_path, "b.xlsx", registers.xlsx(aside))))
    assert [each["rows"] for each in found["activities"]] == [[3], [3]]


def test_known_people_in_one_breath_are_two_categories(desk: Desk, tmp_path: Path) -> None:
    found = importing.look(desk, written(tmp_path, "a.csv", b"Title;Purpose;Data subjects\nPay;Pay wages;Visitors and suppliers\nWill;Find heirs;Heirs and assigns\nDoor;Watch;Guests / men/women\n"))
    assert [[each.text for each in one.draft.statements if each.field is Field.CATEGORY] for one in found.planned if one.draft] == [["Visitors", "suppliers"], ["Heirs and assigns"], ["Guests", "men/women"]]


@pytest.mark.parametrize(("word", "code"), [("Debiteuren", "debtor"), ("Gäldenärer", "debtor"), ("Velalliset", "debtor"), ("Borgen", "co_debtor_guarantor"), ("Takaajat", "co_debtor_guarantor")])
def test_people_are_known_in_every_language(desk: Desk, tmp_path: Path, word: str, code: str) -> None:
    found = importing.look(desk, written(tmp_path, "a.csv", f"Title;Purpose;Data subjects\nPay;Collect;{word}\n".encode()))
    assert [each.draft.categories for each in found.planned if each.draft] == [(Category(code),)]


def test_a_purpose_with_its_basis_and_data_keeps_them(desk: Desk, tmp_path: Path) -> None:
    document = [{"activity_name": "Care", "purposes": [{"purposeName": "Answer", "legalBasis": "contract", "dataCategories": [{"categoryName": "Notes", "retentionPeriod": "2 years"}]},
                                                      {"purposeName": "Improve", "legalBasis": "consent", "dataCategories": []}]},
                {"activity_name": "Hire", "purposes": [{"purposeName": "Choose", "legalBasis": "contract"}]}]
    found = importing.answer(importing.look(desk, written(tmp_path, "a.json", json.dumps(document).encode())))
    care, hire = found["activities"]
    assert (care["purposes"], care["rows"], hire["rows"]) == (["Answer", "Improve"], [1, 1], [2])
    assert [(each["code"], each["purpose"]) for each in care["legal_bases"]] == [("6(1)(b)", "purpose_1"), ("6(1)(a)", "purpose_2")]
    assert care["data"] == ["Notes (retentionPeriod: 2 years)"]


def test_a_column_for_each_kind_of_people_is_ticked(desk: Desk, tmp_path: Path) -> None:
    """"Employees" is no heading that we know; between them stands one kind of people that is."""
    path = written(tmp_path, "a.xlsx", registers.xlsx([["Processing activity", "Customers", "Visitors", "Employees", "Purpose", "Remarks of the board"],
                                                       ["Badge", "", "x", "✓", "Access control", ""], ["Newsletter", "X", "no", "", "Marketing", "✓"]]))
    badge, newsletter = importing.import_file(desk, path).planned
    assert badge.draft is not None
    assert newsletter.draft is not None
    assert (badge.draft.texts(Field.CATEGORY), badge.draft.categories) == (("Visitors", "Employees"), (Category.VISITOR,))
    assert (newsletter.draft.texts(Field.CATEGORY), newsletter.draft.notes) == (("Customers",), ("Remarks of the board: ✓",))


@pytest.mark.parametrize("heads", [
    ["Ref;Activity;Purpose;People;;;Retention;Country", ";;;Debtors;Employees;Visitors;;"], ["Ref;Activity;Purpose;Retention;Country;Categories of data subjects", ";;;;;Debtors;Employees;Visitors"]])
def test_a_heading_over_several_columns_needs_no_merged_cells(desk: Desk, tmp_path: Path, heads: list[str]) -> None:
    ticks = [["x", "", ""], ["", "x", ""], ["", "x", "x"]]
    rows = [[*said[:3], *tick, *said[3:]] if heads[1].endswith(";") else [*said, *tick] for said, tick in zip((["1", "Collection", "Collect debts", "P6M", "DE"], ["2", "Payroll", "Pay wages", "P1Y", "DE"], ["3", "Gate", "Safety", "P30D", "DE"]), ticks, strict=True)]
    found = importing.answer(importing.look(desk, written(tmp_path, "a.csv", "\n".join([*heads, *map(";".join, rows)]).encode())))
    assert [each["categories"] for each in found["activities"]] == [["Debtors"], ["Employees"], ["Employees", "Visitors"]]
    assert (found["rows_read"], found["reported"], [each["notes"] for each in found["activities"]]) == (3, [], [[], [], []])


def test_headings_over_one_and_over_several_columns(desk: Desk, tmp_path: Path) -> None:
    """And a record whose values stand below no heading is none."""
    said = "Activity;Purpose;People;;Data\n;;Debtors;Tenants;Bank details\nCollection;Collect debts;x;;x\nLetting;Let;;x;\n"
    found = importing.answer(importing.look(desk, written(tmp_path, "a.csv", said.encode())))
    assert [(each["categories"], each["data"], each["notes"]) for each in found["activities"]] == [(["Debtors"], ["Bank details"], []), (["Tenants"], [], [])]
    said = "Activity;Purpose;People;;Data\nCollection;Collect debts;Debtors;Guarantors;Names\nLetting;Let;Tenants;;Names\n"
    found = importing.answer(importing.look(desk, written(tmp_path, "b.csv", said.encode())))
    assert [(each["title"], each["categories"], each["notes"]) for each in found["activities"]] == [("Collection", ["Debtors"], ["Guarantors"]), ("Letting", ["Tenants"], [])]


def test_ticked_contact_details_are_a_kind_of_data_and_name_nobody(desk: Desk, tmp_path: Path) -> None:
    rows = [["Activity", "Purpose", "Data", "", "", "Contact details"], ["", "", "Contact details", "Bank details", "Health", ""],
            ["Reception", "Access control", "x", "", "", "Anna Jensen"], ["Payroll", "Pay wages", "●", "x", "no", "Ole Hansen"]]
    for merged in (("C1:E1",), ()):
        found = importing.answer(importing.look(desk, written(tmp_path, "a.xlsx", registers.xlsx(rows, merged))))
        assert [(each["data"], each["notes"]) for each in found["activities"]] == [(["Contact details"], []), (["Contact details", "Bank details"], [])]
        assert "Anna" not in str(found)


def test_nothing_below_a_column_without_a_heading_is_lost_but_the_count(desk: Desk, tmp_path: Path) -> None:
    said = b";Activity;Purpose;People;;;\n1;Collection;Collect debts;Debtors;x;TRUE;-\n2;Payroll;Pay wages;Staff;1;FALSE;\n3;Gate;Safety;Staff;1;;*\n"
    found = importing.answer(importing.look(desk, written(tmp_path, "a.csv", said)))["activities"]
    assert [(each["categories"], each["notes"]) for each in found] == [(["Debtors"], ["x", "TRUE"]), (["Staff"], ["1"]), (["Staff"], ["1", "*"])]


@pytest.mark.parametrize("tick", ["●", "•", "■", "√", "*", "+", "✓", "☒", "x"])
def test_a_tick_is_read_whatever_sign_it_is(desk: Desk, tmp_path: Path, tick: str) -> None:
    for heads in (["Debtors", "Employees"], ["Debtors", "Tenants"]):
        path = written(tmp_path, "a.csv", f"Processing,Purpose,{','.join(heads)}\nCollection,Collect debts,{tick},✗\nPayroll,Pay,✘,{tick}\n".encode())
        found = importing.answer(importing.look(desk, path))["activities"]
        assert [(each["categories"], each["notes"]) for each in found] == [([heads[0]], []), ([heads[1]], [])]
    rows = [["Processing", "Purpose", "Categories of data subjects", "", "Retention"], ["", "", "Debtors", "Tenants", ""], ["Collection", "Collect debts", tick, "", "P6M"], ["Payroll", "Pay", "✗", tick, "P1Y"]]
    found = importing.answer(importing.look(desk, written(tmp_path, "a.xlsx", registers.xlsx(rows, ("C1:D1",)))))["activities"]
    assert [(each["categories"], each["notes"]) for each in found] == [(["Debtors"], []), (["Tenants"], [])]


def test_what_is_no_tick_and_no_cross_is_kept_in_words(desk: Desk, tmp_path: Path) -> None:
    """A word below one kind of people does not make the others unknown."""
    said = "Verwerking,Doel,Debiteuren,Werknemers,Bezoekers,Leveranciers\nIncasso,Innen,ja,nee,nee,nee\nHR,Loon,nee,0,◊,nee\nBalie,Toegang,nee,ja,Alleen op afspraak,-\n"
    found = importing.answer(importing.look(desk, written(tmp_path, "a.csv", said.encode())))["activities"]
    assert [(each["categories"], each["notes"]) for each in found] == [(["Debiteuren"], []), ([], ["Bezoekers: ◊"]), (["Werknemers"], ["Bezoekers: Alleen op afspraak"])]
    found = importing.answer(importing.look(desk, written(tmp_path, "b.csv", b"Processing,Purpose,Tenants,Landlords\nLetting,Let,\xe2\x97\x8f,?\nRepairs,Repair,-,\n")))
    assert [each["notes"] for each in found["activities"]] == [["Tenants: ●", "Landlords: ?"], []]
    assert [each["column"] for each in found["remarks"] if each["column"]] == ["Tenants", "Landlords"]


def test_objects_in_json_keep_their_trigger_country_and_mark(desk: Desk, tmp_path: Path) -> None:
    said = {"activities": [{"activityName": "Checks", "purpose": "Prevent fraud", "dataCategories": [{"name": "Convictions", "special": True}, {"name": "Debts", "special": False}],
                            "internationalTransfers": [{"country": "US", "safeguard": "SCC"}], "retentionPeriod": {"value": 36, "unit": "months", "trigger": "case closed"},
                            "sousTraitants": [{"nom": "Welcome Kit", "pays": "FR"}]}]}
    found = importing.look(desk, written(tmp_path, "a.json", json.dumps(said).encode()))
    only, = importing.answer(found)["activities"]
    assert found.planned[0].draft is not None
    assert found.planned[0].draft.texts(Field.PROCESSOR) == ("Welcome Kit (country: FR)",)
    assert only["data"] == ["Convictions (special)", "Debts"]
    assert [(each["country"], each["mechanism"]) for each in only["transfers"]] == [("US", "46(2)(c)")]
    assert [(each["text"], each["triggers"]) for each in only["retention"]] == [("36 months (trigger: case closed)", ["case_closed"])]
