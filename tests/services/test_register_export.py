"""The register as a file: for people, for authorities, for other programs; and nothing in it that a spreadsheet would calculate."""
from __future__ import annotations

import csv
import io
import json
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from openpyxl import load_workbook

from alektum_desk.base import language
from alektum_desk.documents.register_ttl import KEPT
from alektum_desk.domain.errors import Cancelled, DiskTrouble, NotAllowed, Refused
from alektum_desk.domain.notices import Field, Statement
from alektum_desk.domain.processors import Contract, NewProcessor
from alektum_desk.domain.records import GROUP, NewActivity, Role
from alektum_desk.domain.subjects import Category
from alektum_desk.services import (
    processors,
    records,
    register_export as exporting,
    register_import as importing,
    retention,
)
from alektum_desk.services.desk import Desk
from alektum_desk.services.register_ico import NUMBER
from tests import registers, verapdf
from tests.documents.reading import said

DeskOn = Callable[..., Desk]
SHAPES = Path(__file__).parents[1] / "data" / "register" / "dpcat_mandatory.ttl"
EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", '=HYPERLINK("http://example.invalid";"x")')


@pytest.fixture
def desk(desk_on: DeskOn) -> Desk:
    return desk_on("2026-11-24")


def exported(desk: Desk, folder: Path, fmt: str, **only: Any) -> Path:
    return exporting.export(desk, fmt, folder / f"{fmt}.{fmt.partition('-')[0]}", **only)[0]


@pytest.mark.parametrize("fmt", exporting.FORMATS)
def test_every_form_belongs_to_its_owner_and_is_listed(desk: Desk, tmp_path: Path, fmt: str) -> None:
    from alektum_desk.services import exports
    path = exported(desk, tmp_path, fmt)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.kind for each in exports.listed(desk)] == [f"register.{fmt}"]


@pytest.mark.parametrize("fmt", ["xlsx", "ods", "csv", "json", "ttl", "pdf"])
def test_the_same_register_is_the_same_bytes(desk: Desk, tmp_path: Path, fmt: str) -> None:
    one, other = exporting.export(desk, fmt, tmp_path / "a")[0].read_bytes(), exporting.export(desk, fmt, tmp_path / "b")[0].read_bytes()
    if fmt != "xlsx":                                   # its writer puts the hour into it
        assert one == other


def test_by_country_and_by_category(desk: Desk, tmp_path: Path) -> None:
    def ids(**only: str) -> list[str]:
        return [each["id"] for each in json.loads(exported(desk, tmp_path, "json", **only).read_text())["activities"]]
    assert ids(country="dk") == [each.id for each in records.listed(desk, country="DK")]
    assert ids(category="visitor", country="BE") == [each.id for each in records.listed(desk, country="BE") if "visitor" in each.categories]
    for only in ({"category": "nobody"}, {"country": "ZZ"}, {"country": ""}):
        with pytest.raises(Refused):
            ids(**only)


def test_only_some_and_the_whole_group(desk: Desk, tmp_path: Path) -> None:
    new = NewActivity("Group payroll", GROUP, Role.CONTROLLER, (Category.OFFICER,))
    group = records.create(desk, new, "We pay people.").listed.id
    whole = " ".join(said(exported(desk, tmp_path, "pdf").read_bytes(), tmp_path))
    assert all(each in whole for each in ("Whole group", "Group payroll", "Germany", "Debt recovery"))
    path, number = exporting.export(desk, "pdf", tmp_path / "part.pdf", only=[group])
    part = " ".join(said(path.read_bytes(), tmp_path))
    assert (number, "Group payroll" in part, "Germany" in part, "Debt recovery" in part) == (1, True, False, False)
    with pytest.raises(Refused):
        exporting.export(desk, "pdf", tmp_path / "none.pdf", only=["no-such"])


def test_nothing_that_begins_like_a_formula_does_so_in_a_file(desk: Desk, tmp_path: Path) -> None:
    records.decide(desk, "be-visitors", Field.RECIPIENT, list(EVIL), "=A1")
    for fmt in ("csv", "xlsx", "xlsx-ico", "ods"):
        path = exported(desk, tmp_path, fmt)
        if fmt == "csv":
            cells = [cell for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")) for cell in row]
        elif fmt == "ods":
            from alektum_desk.documents.import_reading import read
            cells = [cell for table in read(path).tables for row in table.rows for cell in row]
        else:
            book = load_workbook(path)
            cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
            assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert any("=A1" in cell for cell in cells) or fmt == "xlsx-ico"
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_layout_of_the_ico_is_read_by_anybody(desk: Desk, tmp_path: Path) -> None:
    importing.import_file(desk, _written(tmp_path, "ico.xlsx"))
    book = load_workbook(exported(desk, tmp_path, "xlsx-ico"))
    assert book.sheetnames == ["Controller", "Processor"]
    rows = [[str(cell.value or "") for cell in row] for row in book["Controller"].iter_rows()]
    payroll = dict(zip(rows[2], next(row for row in rows if "Payroll" in row), strict=True))
    assert payroll["Categories of individuals"] == "Employees\nNext of kin"
    assert payroll["Article 6 lawful basis for processing personal data"] == "Art. 6(1)(b), Contract"
    assert payroll["Business function"] == "Finance"


def test_two_activities_of_one_title_stay_two_as_the_ico_lays_them_out(desk: Desk, tmp_path: Path) -> None:
    for purpose in ("Pay people", "Pay them again"):
        records.create(desk, NewActivity("Wages", "BE", Role.CONTROLLER, (Category.OFFICER,), (Statement("", Field.PURPOSE, purpose),)), "New")
    planned = importing.look(desk, exported(desk, tmp_path, "xlsx-ico", country="BE")).planned
    wages = [each.draft.texts(Field.PURPOSE) for each in planned if each.title.startswith("Wages") and each.draft]
    assert wages == [("Pay people",), ("Pay them again",)]


@pytest.mark.parametrize("code", ["en", "de"])
@pytest.mark.parametrize("number", [None, "strange-7"])
def test_what_we_laid_out_as_the_ico_does_is_known_without_its_number(desk: Desk, tmp_path: Path, code: str, number: str | None) -> None:
    importing.import_file(desk, _written(tmp_path, "ico-processor.xlsx"))
    records.create(desk, NewActivity("=Wages", "DK", Role.CONTROLLER, (Category.OFFICER,), (Statement("", Field.PURPOSE, "Pay; people"), Statement("", Field.PURPOSE, "Insure them"))), "New")
    with language.speaking(code):
        path = exported(desk, tmp_path, "xlsx-ico")
    book = load_workbook(path)
    for sheet in book.worksheets:
        column = next(cell.column for cell in sheet[3] if cell.value == NUMBER)
        for row in range(4, sheet.max_row + 1):
            sheet.cell(row, column).value = number and f"{number}{row}"
        if number is None:
            sheet.delete_cols(column)
    book.save(path)
    before = records.listed(desk)
    answer = importing.answer(importing.import_file(desk, path))
    assert (answer["imported"], len(answer["reported"]), records.listed(desk)) == (0, answer["rows_read"], before)
    assert answer["rows_read"] == len(before)
    assert any("brings no changes back" in each["why"] for each in answer["remarks"])


def test_other_purposes_under_a_known_title_come_in_and_are_told(desk: Desk, tmp_path: Path) -> None:
    records.create(desk, NewActivity("Wages", "DK", Role.CONTROLLER, (Category.OFFICER,), (Statement("", Field.PURPOSE, "Pay people"),)), "New")
    path = exported(desk, tmp_path, "xlsx-ico", country="DK")
    book = load_workbook(path)
    sheet = book["Controller"]
    sheet.delete_cols(next(cell.column for cell in sheet[3] if cell.value == NUMBER))
    next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Pay people").value = "Spy on people"
    book.save(path)
    found = importing.answer(importing.look(desk, path))
    assert [each["title"] for each in found["activities"] if each["verdict"] == "new"] == ["Wages"]
    assert [each["why"] for each in found["remarks"] if "other purposes" in each["why"]] == [
        "“Wages” is in the register with other purposes, and no number says that the row is the same: it comes in as another activity."]


def conforms(data: Path) -> bool:
    # In a process of its own: its libraries warn at every import, and a warning is an error here.
    script = "import sys, pyshacl; ok, _, text = pyshacl.validate(sys.argv[1], shacl_graph=sys.argv[2], data_graph_format='turtle', shacl_graph_format='turtle'); print(text); sys.exit(not ok)"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", script, str(data), str(SHAPES)], capture_output=True, text=True, check=False)
    assert "Conforms" in done.stdout, done.stderr
    return done.returncode == 0


def test_the_turtle_passes_the_mandatory_shapes_of_dpcat(desk: Desk, tmp_path: Path) -> None:
    for name in ("ico.xlsx", "dpcat.ttl", "ico-processor.xlsx"):
        importing.import_file(desk, _written(tmp_path, name))
    path = exported(desk, tmp_path, "ttl")
    assert conforms(path)
    broken = tmp_path / "broken.ttl"
    broken.write_text(path.read_text().replace("dpv:hasDataSource", "dpv:hasOther", 1))
    assert not conforms(broken)


def test_the_turtle_says_it_without_our_own_words_too(desk: Desk, tmp_path: Path) -> None:
    importing.import_file(desk, _written(tmp_path, "dpcat.ttl"))
    lines = [line for line in exported(desk, tmp_path, "ttl", country="BE").read_text().split("\n") if KEPT not in line]
    plain = _written(tmp_path, "plain.ttl", "\n".join(line.removesuffix(" ;") + " ." if after == "" and line.endswith(" ;") else line for line, after in zip(lines, [*lines[1:], ""], strict=True)).encode())
    found = {each.title: each for each in importing.look(desk, plain).planned}
    cards = found["Use of company cards"].draft
    assert cards is not None
    assert (cards.texts(Field.PURPOSE), cards.texts(Field.DATA), cards.texts(Field.RECIPIENT)) == (("Pay for travel",), ("Expense data", "Name"), ("Card bank",))
    assert [each.code for each in cards.statements if each.field is Field.LEGAL_BASIS] == ["6(1)(b)"]
    assert [(each.rule.duration, each.rule.unit) for each in cards.statements if each.rule] == [(7, "year")]
    assert Field.SOURCE not in {each.field for each in cards.statements}         # a node that says "Not stated" states nothing


OVERRULED: dict[Field, list[dict[str, Any]]] = {
    Field.RETENTION: [{"text": "Two months, we say", "duration": 2, "unit": "month", "triggers": ["visit"], "action": "delete"}],
    Field.TRANSFER: [{"text": "To the printer's cloud", "country": "US", "mechanism": "46(2)(c)"}],
    Field.LEGAL_BASIS: [{"text": "Legitimate interests", "code": "6(1)(f)"}],
}


def test_what_was_decided_goes_out_in_the_place_of_what_notices_say(desk: Desk, tmp_path: Path) -> None:
    before = _told(exported(desk, tmp_path, "ttl", only=["be-visitors"]))
    assert "Legal obligation" in before
    for field, value in OVERRULED.items():
        records.decide(desk, "be-visitors", field, value, "We know better.")
    turtle = exported(desk, tmp_path, "ttl", only=["be-visitors"])
    told = _told(turtle)
    assert all(each in told for each in ("Two months, we say", '"2"^^xsd:decimal ; time:unitType time:unitMonth', "To the printer's cloud", "dpv:ThirdCountry", '"US"', '"46(2)(c)"', "A6-1-f"))
    assert not [each for each in ("Legal obligation", "A6-1-c", '"1"^^xsd:decimal') if each in told]
    assert conforms(turtle)
    rows = [[str(cell.value or "") for cell in row] for row in load_workbook(exported(desk, tmp_path, "xlsx-ico", only=["be-visitors"]))["Controller"].iter_rows()]
    cells = {head.split(" (")[0]: text for head, text in zip(rows[2], rows[3], strict=True)}
    assert cells["Safeguards for exceptional transfers of personal data to third countries or international organisations"] == "46(2)(c)"
    assert cells["Article 6 lawful basis for processing personal data"] == "Art. 6(1)(f), Legitimate interests"
    assert "United States" in cells["Names of third countries or international organisations that personal data are transferred to"]
    assert "2 calendar months" in cells["Retention schedule"]
    records.decide(desk, "be-visitors", Field.TRANSFER, [], "There is none.")
    assert "dpv:Transfer" not in _told(exported(desk, tmp_path, "ttl", only=["be-visitors"]))


def test_the_condition_for_special_data_goes_out_and_comes_in_as_a_term_of_dpv(desk: Desk, tmp_path: Path) -> None:
    records.decide(desk, "be-visitors", Field.SPECIAL_BASIS, [{"text": "Explicit consent", "code": "9(2)(a)"}, {"text": "Criminal convictions and offences", "code": "10"}], "We asked.")
    turtle = exported(desk, tmp_path, "ttl", only=["be-visitors"])
    told = _told(turtle)
    assert 'dct:title "Explicit consent"@en ; skos:broader dpv-gdpr:A9-2-a ; dct:identifier "9(2)(a)"' in told
    assert 'dct:title "Criminal convictions and offences"@en ; dct:identifier "10"' in told
    assert conforms(turtle)
    others = _written(tmp_path, "others.ttl", turtle.read_text().replace(KEPT, "urn:another:note").encode())
    planned, = importing.look(desk, others).planned
    assert planned.draft
    assert {each.code for each in planned.draft.statements if each.field is Field.SPECIAL_BASIS} == {"9(2)(a)"}
    assert {each.code for each in planned.draft.statements if each.field is Field.LEGAL_BASIS} == {"6(1)(c)", None}


@pytest.mark.parametrize("basis", ["eu-gdpr:A9-2-c", "[ a eu-gdpr:A9-2-c ]", '[ a dpv:LegalBasis, eu-gdpr:A9-2-c ; dct:title "Life and death" ]', '[ a dpv:LegalBasis ; skos:exactMatch eu-gdpr:A9-2-c ; dct:title "Life and death" ]'])
def test_a_condition_of_article_9_in_others_terms(desk: Desk, tmp_path: Path, basis: str) -> None:
    turtle = f'[] a dpv:Process ; dct:title "First aid" ; dpv:hasPurpose [ a dpv:Purpose ; dct:title "Help" ] ; dpv:hasLegalBasis eu-gdpr:A6-1-d, {basis} .'
    planned, = importing.look(desk, _written(tmp_path, "a.ttl", turtle.encode())).planned
    assert planned.draft
    assert {(each.field, each.code) for each in planned.draft.statements if each.code and each.code[0] in "69"} == {(Field.LEGAL_BASIS, "6(1)(d)"), (Field.SPECIAL_BASIS, "9(2)(c)")}


def _told(turtle: Path) -> str:
    """Without what is kept for ourselves."""
    return "\n".join(line for line in turtle.read_text().split("\n") if KEPT not in line)


@pytest.mark.parametrize("fmt", ["json", "xlsx", "ttl"])
def test_a_decision_comes_back_as_it_went_out(desk: Desk, tmp_path: Path, fmt: str) -> None:
    for field, value in OVERRULED.items():
        records.decide(desk, "be-visitors", field, value, "We know better.")
    path = exported(desk, tmp_path, fmt)
    for field in OVERRULED:
        records.decide(desk, "be-visitors", field, None, "Taken back.")
    importing.import_file(desk, path)
    found = records.shown(desk, "be-visitors")
    assert {field: decision.value for field in OVERRULED if (decision := found.of(field).decision)} == OVERRULED


def test_an_auditor_exports_and_imports_nothing(desk_on: DeskOn, tmp_path: Path) -> None:
    auditor = desk_on("2026-11-24", role="auditor")
    assert exported(auditor, tmp_path, "csv").stat().st_size > 1000
    with pytest.raises(NotAllowed):
        importing.import_file(auditor, _written(tmp_path, "ico.xlsx"))


def test_what_cannot_be_written_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    for fmt, path, error in (("docx", tmp_path / "a", Refused), ("ttl", tmp_path, Refused), ("ods", tmp_path / "no" / "a", DiskTrouble)):
        with pytest.raises(error):
            exporting.export(desk, fmt, path)
    assert not [each for each in tmp_path.iterdir() if each.is_file()]


def _written(folder: Path, name: str, data: bytes | None = None) -> Path:
    path = folder / name
    path.write_bytes(registers.FILES[name]() if data is None else data)
    return path


def test_a_large_register_is_printed_in_lines(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    importing.import_file(desk, _written(tmp_path, "ico.xlsx"))
    monkeypatch.setattr(exporting, "MOST_FACTS", 5)                 # the limit, made small so that it can be reached
    path = exported(desk, tmp_path, "pdf")
    words = " ".join(said(path.read_bytes(), tmp_path))
    assert "each activity stands in lines" in words
    assert "Purposes: Payroll" in " ".join(words.split())
    assert verapdf.broken(path.read_bytes(), "3a", "ua1") == {}
    part = exported(desk, tmp_path, "pdf", country="BE")
    assert "each activity stands in lines" not in " ".join(said(part.read_bytes(), tmp_path))


def test_the_front_names_controller_and_officer(desk: Desk, tmp_path: Path) -> None:
    """Art. 30(1)(a), of each country whose activities are in it."""
    words = " ".join(" ".join(said(exported(desk, tmp_path, "pdf").read_bytes(), tmp_path)).split())
    assert "Controller Alektum SA · Gaston Crommenlaan 4 (7th floor), 9050 Ledeberg · privacy.be@alektumgroup.com" in words
    assert "Data protection officer Alektum SA, DPO, Gaston Crommenlaan 4, 9050 Ledeberg" in words
    assert "Controller Alektum A/S · gdpr@alektumgroup.dk · +45 87 46 55 70 Data protection officer Not stated" in words
    part = " ".join(said(exported(desk, tmp_path, "pdf", country="DK").read_bytes(), tmp_path))
    assert "Alektum A/S · gdpr" in part
    assert "Ledeberg" not in part


def test_a_sign_that_no_font_draws_stops_no_print(desk: Desk, tmp_path: Path) -> None:
    text = "\u2705 HR \u25cf \U0001f600 \u05e9"
    records.decide(desk, "be-visitors", Field.RECIPIENT, text, "New")
    records.decide(desk, "be-visitors", Field.RETENTION, [OVERRULED[Field.RETENTION][0] | {"text": text}], "New")
    whole = exported(desk, tmp_path, "pdf").read_bytes()
    assert verapdf.broken(whole, "3a", "ua1") == {}
    with pikepdf.open(io.BytesIO(whole)) as read:
        assert text in read.attachments["register.json"].get_file().read_bytes().decode()
    schedule = retention.schedule(desk)
    assert verapdf.broken(schedule, "2a", "ua1") == {}
    for pdf in (whole, schedule):
        assert "\u2022 \ufffd \ufffd" in " ".join(said(pdf, tmp_path))


def test_a_print_that_is_cancelled_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    class Impatient:
        def step(self, done: int, total: int, text: str) -> None:
            raise Cancelled("Stopped.")
    with pytest.raises(Cancelled):
        exporting.export(desk, "pdf", tmp_path / "register.pdf", progress=Impatient())
    assert not (tmp_path / "register.pdf").exists()


def test_the_processors_stand_in_the_print_and_in_turtle(desk: Desk, tmp_path: Path) -> None:
    host = processors.keep(desk, NewProcessor("Host NV", "Keeps the machines", "US", Contract.SIGNED, None, None, "46(2)(c)", None, ("be-visitors",)), "New")
    processors.keep(desk, NewProcessor("Below BV", "Backups", parent=host.id), "New")
    words = " ".join(said(exported(desk, tmp_path, "pdf").read_bytes(), tmp_path))
    assert all(each in words for each in ("Host NV", "Keeps the machines", "Below BV", "Engaged by"))
    turtle = exported(desk, tmp_path, "ttl")
    assert "Host NV" in turtle.read_text()
    assert conforms(turtle)
    assert "Host NV" not in exported(desk, tmp_path, "json", country="DK").read_text()
