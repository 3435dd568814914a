"""The commands of register, as a script calls them; every answer fits its schema."""
from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from openpyxl import Workbook

from alektum_desk import cli
from alektum_desk.cli import notices, register
from alektum_desk.domain.notices import ACTIVITY_FIELDS
from alektum_desk.services.desk import Desk
from tests import registers
from tests.conftest import PASSWORD

SCHEMAS = {command.name: command.answer for command in (*register.COMMANDS, *notices.COMMANDS)}
Ask = Callable[..., Any]


@pytest.fixture
def ask(desk_on: Callable[..., Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    home = desk_on("2026-11-24").home
    password = tmp_path / "password"
    password.touch(0o600)
    password.write_text(PASSWORD)

    def run(*words: str, code: int = 0, as_json: bool = True) -> Any:
        line = [*words, "--home", str(home), "--password-file", str(password), *(["--json"] if as_json else [])]
        assert cli.main(line, {}) == code
        out, err = capsys.readouterr()
        if code:
            assert out == ""
            return json.loads(err)["error"]
        if not as_json:
            return out
        answer = json.loads(out)
        jsonschema.validate(answer, dict(SCHEMAS[" ".join(words[:2])]))
        return answer
    return run


def test_the_matrix_names_countries_without_a_notice(ask: Ask) -> None:
    answer = ask("register", "matrix")
    assert {each["code"]: each["notice"] for each in answer["countries"]} == {
        "BE": True, "NL": False, "DK": True, "NO": True, "SE": False, "FI": False, "DE": False}
    cell = next(each for each in answer["cells"] if (each["category"], each["country"]) == ("debtor", "BE"))
    assert (cell["activities"], cell["state"]) == (["be-recovery"], "lacks")
    assert cell["contradictions"] > 0


def test_every_activity_of_the_matrix_is_shown_with_every_field(ask: Ask) -> None:
    shown = {each: ask("register", "show", each) for cell in ask("register", "matrix")["cells"] for each in cell["activities"]}
    for answer in shown.values():
        assert [each["field"] for each in answer["fields"]] == list(ACTIVITY_FIELDS)
        for field in answer["fields"]:
            assert all((said["file"] is None) == (said["notice"] is None) == (said["line"] is None) for said in field["statements"])
    basis = next(each for each in shown["be-visitors"]["fields"] if each["field"] == "legal_basis")["statements"]
    assert [(said["value"]["code"], said["value"]["purpose"], said["line"]) for said in basis] == [("6(1)(c)", "visitor_register", 19)]


def test_the_list_is_filtered(ask: Ask) -> None:
    assert len(ask("register", "list")) == 19
    assert [each["id"] for each in ask("register", "list", "--category", "debtor", "--country", "no")] == ["no-recovery"]
    assert [each["id"] for each in ask("register", "list", "--search", "Tax Assessment")] == ["no-recovery"]
    assert ask("register", "list", "--category", "nobody", code=3)["code"] == "refused"
    assert ask("register", "list", "--country", "FI") == []
    ask("register", "edit", "be-visitors", "--field", "responsible", "--value", '"Ana Bérger"', "--reason", "She runs the desk.")
    ask("register", "review", "be-visitors", "--on", "2026-12-24", "--reason", "Soon.")
    for narrowed in (("--responsible", "berger"), ("--review-by", "2026-12-24")):
        assert [(each["id"], each["review_on"], each["responsible"]) for each in ask("register", "list", *narrowed)] == [("be-visitors", "2026-12-24", ["Ana Bérger"])]
    assert ask("register", "list", "--review-by", "2026-12-23") == ask("register", "list", "--life", "retired") == []
    assert {each["life"] for each in ask("register", "list", "--life", "draft")} == {"draft"}
    assert "stage" in ask("register", "list", "--life", "dead", code=3)["message"]
    for unknown in ("XX", "Belgium", "B"):
        assert "no country" in ask("register", "list", "--country", unknown, code=3)["message"]


def test_an_edit_is_decided_and_remembered(ask: Ask) -> None:
    value = {"text": "36 months", "duration": 36, "unit": "month", "triggers": ["case_closed"], "action": "delete"}
    answer = ask("register", "edit", "be-recovery", "--field", "retention", "--value", json.dumps(value), "--reason", "The Dutch text holds.")
    field = next(each for each in answer["fields"] if each["field"] == "retention")
    assert (field["decided"], field["decision"]["reason"], field["contradictions"]) == (value, "The Dutch text holds.", 0)
    entry, _as_it_came = ask("register", "history", "be-recovery")
    assert (entry["version"], entry["account"], entry["changes"]) == (2, "An Officer", [{"field": "retention", "old": None, "new": value}])
    assert ask("register", "show", "be-recovery") == answer


@pytest.mark.parametrize(("field", "value"), [("right", '"a"'), ("colour", '"a"'), ("data", "{"), ("data", '{"colour": 1}'), ("role", '"owner"')])
def test_an_edit_that_cannot_be_is_refused(ask: Ask, field: str, value: str) -> None:
    assert ask("register", "edit", "be-recovery", "--field", field, "--value", value, "--reason", "because", code=3)["hint"]


def test_approval(ask: Ask) -> None:
    assert ask("register", "approve", "be-visitors")["state"] == "complete"
    assert ask("register", "approve", "be-recovery", code=3)["message"]


@pytest.mark.parametrize("fmt", ["pdf", "json"])
def test_export(ask: Ask, tmp_path: Path, fmt: str) -> None:
    answer = ask("register", "export", "--format", fmt, "--to", str(tmp_path / "register"))
    assert answer["bytes"] == (tmp_path / "register").stat().st_size > 10_000


def test_an_export_is_told_in_a_sentence(ask: Ask, tmp_path: Path) -> None:
    assert ask("register", "export", "--format", "ttl", "--country", "DK", "--to", str(tmp_path / "register"), as_json=False).startswith("4 activities are in ")


def test_an_import_is_looked_at_then_done_then_done_again(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "veo.json"
    path.write_bytes(registers.VEO)
    tried = ask("register", "import", str(path), "--dry-run")
    done = ask("register", "import", str(path))
    assert tried | {"dry_run": False} == done
    assert (done["rows_read"], done["imported"], len(done["reported"])) == (2, 1, 1)
    assert (done["format"], done["shape"], done["activities"][0]["title"]) == ("json", "verinice.veo", "Bewerbungen")
    again = ask("register", "import", str(path))
    assert (again["rows_read"], again["imported"], len(again["reported"])) == (2, 0, 2)
    said = ask("register", "import", str(path), as_json=False)
    assert "0 activities came in, from 0 of 2 rows" in said
    assert "Row 4: This is in the register already." in said


def test_an_import_is_undone_in_one_step(ask: Ask, tmp_path: Path) -> None:
    assert ask("register", "undo", "--dry-run", code=3)["message"] == ask("register", "undo", code=3)["message"] == "There is nothing to undo."
    path = tmp_path / "dastra.csv"
    path.write_bytes(registers.FILES["dastra.csv"]())
    before = ask("register", "list")
    ask("register", "import", str(path))
    after = ask("register", "list")
    assert len(after) == len(before) + 2
    tried = ask("register", "undo", "--dry-run")
    assert tried["undone"].startswith("Undo the import that brought “")
    assert ask("register", "undo", "--dry-run", as_json=False) == f"{tried['undone']}\n"
    assert ask("register", "list") == after
    assert ask("register", "undo") == tried | {"dry_run": False}
    assert ask("register", "list") == before
    assert ask("register", "undo", code=3)["message"] == "There is nothing to undo."
    assert ask("register", "undo", "--redo", as_json=False).startswith("Done: Redo the import that brought “")
    assert ask("register", "list") == after
    assert ask("register", "undo", "--redo", code=3)["message"] == "There is nothing to redo."


def test_the_answer_names_the_sheet_where_a_file_has_several(ask: Ask, tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "Registre"
    for sheet in (book.worksheets[0], book.create_sheet("Registre sous-traitant")):
        for row in (["Client", "Catégorie de traitement", "Mesures"], ["Alpha", "Hébergement", "TLS"], ["Beta", "", "TLS"]):
            sheet.append(row)
    book.save(tmp_path / "deux.xlsx")
    said = ask("register", "import", str(tmp_path / "deux.xlsx"), as_json=False)
    assert "\nRegistre sous-traitant, row 3: The row has neither a title nor a purpose." in said


def test_a_list_of_processors_is_told(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "processors.csv"
    path.write_text("Processor;Service;DPA\nOVH;Hosting;yes\nTwilio;SMS;no\n")
    assert ask("register", "import", str(path), as_json=False).splitlines() == [
        "processors.csv: 2 processors came in, from 2 of 2 rows.", "Processors: OVH, Twilio", "Processors that come in or change with the file: 2."]
    assert [each["name"] for each in ask("register", "processors") if not each["named"]] == ["OVH", "Twilio"]


def test_an_import_with_a_mapping(ask: Ask, tmp_path: Path) -> None:
    path, mapping = tmp_path / "a.csv", tmp_path / "mapping.json"
    path.write_text("Wozu;Data subjects\nLohn;Staff\n")
    assert ask("register", "import", str(path), code=3)["code"] == "refused"
    mapping.write_text('{"columns": {"Wozu": "purpose"}, "country": "SE"}')
    assert ask("register", "import", str(path), "--mapping", str(mapping))["activities"][0]["country"] == "SE"
    path.write_text("Zweck;Data subjects\nMiete;Mieter\n")
    assert "activities come in under Belgium, the country of this office." in ask("register", "import", str(path), "--dry-run", as_json=False)
    found = ask("register", "import", str(path), "--country", "de")
    assert (found["country"], found["activities"][0]["country"]) == ("DE", "DE")
    assert ask("register", "import", str(path), "--country", "Germany", code=3)["code"] == "refused"
    mapping.write_text('{"colums": {}}')
    assert "colums" in ask("register", "import", str(path), "--mapping", str(mapping), code=3)["message"]
    assert ask("register", "import", str(tmp_path / "none.csv"), code=8)["code"] == "disk"


def test_an_export_into_nowhere_says_so(ask: Ask, tmp_path: Path) -> None:
    assert ask("register", "export", "--format", "json", "--to", str(tmp_path / "no" / "register"), code=8)["code"] == "disk"
    assert ask("register", "export", "--format", "docx", "--to", str(tmp_path / "register"), code=3)["code"] == "refused"


def test_an_unknown_activity_is_refused(ask: Ask) -> None:
    assert "no-such" in ask("register", "show", "no-such", code=3)["message"]


def test_people_read_it_too(ask: Ask) -> None:
    assert "Debtors" in ask("register", "matrix", as_json=False)
    assert "be-visitors" in ask("register", "list", as_json=False)
    assert "[be-fr:20]" in ask("register", "show", "be-visitors", as_json=False)
    assert "Not stated" in ask("register", "show", "be-visitors", as_json=False)


def test_a_new_activity_is_made_reviewed_and_retired(ask: Ask) -> None:
    made = ask("register", "create", "--title", "Payroll", "--country", "be", "--category", "officer", "--reason", "We pay people.")
    assert (made["id"], made["state"], made["life"], made["version"]) == ("be-payroll", "draft", "draft", 1)
    assert ask("register", "review", "be-payroll", "--reason", "Ready.")["life"] == "in_review"
    assert ask("register", "review", "be-payroll", "--on", "2027-01-31", "--reason", "Early.")["life"] == "in_review"
    assert ask("register", "review", "be-payroll", "--on", "31 January", "--reason", "Early.", code=3)["hint"]
    assert ask("register", "retire", "be-payroll", "--reason", "Ended.")["life"] == "retired"
    assert ask("register", "retire", "be-payroll", "--reason", "Not ended.", "--again")["life"] == "in_review"
    assert [each["state"] for each in ask("register", "history", "be-payroll")] == ["reopened", "retired", "review_set", "in_review", "created"]


@pytest.mark.parametrize("words", [("--country", "XX"), ("--country", "BE", "--role", "owner"), ("--country", "BE", "--category", "nobody")])
def test_an_activity_that_cannot_be_is_refused(ask: Ask, words: tuple[str, ...]) -> None:
    assert ask("register", "create", "--title", "Payroll", *words, "--reason", "because", code=3)["hint"]


def test_two_versions_are_told_apart_and_one_is_restored(ask: Ask) -> None:
    for value in ("Name", "Plate"):
        ask("register", "edit", "be-visitors", "--field", "data", "--value", json.dumps(value), "--reason", "because")
    assert ask("register", "diff", "be-visitors", "1", "3") == {
        "id": "be-visitors", "from": 1, "to": 3, "changes": [{"field": "data", "old": None, "new": "Plate"}]}
    assert ask("register", "diff", "be-visitors", "1", "9", code=3)["message"]
    assert ask("register", "restore", "be-visitors", "2", "--reason", "The plate goes.")["version"] == 4
    assert ask("register", "diff", "be-visitors", "2", "4")["changes"] == []


def test_title_and_country_are_changed(ask: Ask) -> None:
    ask("register", "create", "--title", "Payroll", "--country", "BE", "--category", "officer", "--reason", "We pay people.")
    assert ask("register", "rename", "be-payroll", "--title", "Wages", "--country", "no", "--reason", "It moved.") | {"fields": []} == ask(
        "register", "show", "be-payroll") | {"fields": []}
    assert ask("register", "diff", "be-payroll", "1", "2")["changes"] == [
        {"field": "title", "old": "Payroll", "new": "Wages"}, {"field": "country", "old": "BE", "new": "NO"}]
    assert "Belgium" in ask("register", "rename", "be-recovery", "--country", "NL", "--reason", "It moved.", code=3)["message"]
    assert [(each["version"], each["state"]) for each in ask("register", "history", "be-recovery")] == [(1, "came")]


def test_a_draft_is_taken_back_and_a_processor_out(ask: Ask) -> None:
    ask("register", "create", "--title", "Payroll", "--country", "BE", "--category", "officer", "--reason", "We pay people.")
    ask("register", "review", "be-payroll", "--reason", "Ready.")
    assert ask("register", "withdraw", "be-payroll", "--reason", "Not ready.")["life"] == "draft"
    one = ask("register", "processor", "--name", "Printer", "--service", "Prints", "--reason", "New.")["id"]
    assert ask("register", "processor-drop", one, "--reason", "It closed.") == ask("register", "processors")


def test_views_are_kept_and_dropped(ask: Ask) -> None:
    body = {"view": "list", "search": "debt", "role": "", "country": "BE", "life": "approved", "who": "", "review": "30", "work": True, "own": False}
    assert ask("register", "views", "--keep", "Mine", "--as", json.dumps(body)) == [{"name": "Mine", "body": body}]
    assert ask("register", "views", "--keep", "Mine", "--as", '{"colour": 1}', code=3)["hint"]
    assert ask("register", "views", "--drop", "Mine") == []
    assert ask("register", "views", "--drop", "Mine", code=3)["hint"]


def test_countries_are_compared_and_a_difference_is_justified(ask: Ask) -> None:
    answer = ask("register", "compare", "--field", "retention")
    row = next(each for each in answer["rows"] if (each["activity"], each["category"]) == ("debt-recovery", "debtor"))
    assert [cell["country"] for cell in row["cells"]] == ["BE", "DK", "NO"]
    assert (row["differs"], row["justified"]) == (True, None)
    assert {36} < {said["value"].get("duration") for said in row["cells"][0]["statements"]}
    row = next(each for each in ask("register", "justify", "debt-recovery", "--field", "retention", "--reason", "Limitation differs.")["rows"]
               if each["activity"] == "debt-recovery")
    assert (row["justified"]["by"], row["justified"]["why"]) == ("An Officer", "Limitation differs.")
    assert ask("register", "compare", "--field", "colour", code=3)["hint"]


def test_approval_by_a_second_person(ask: Ask, tmp_path: Path) -> None:
    ask("register", "edit", "be-visitors", "--field", "data", "--value", '"Name"', "--reason", "because")
    assert ask("register", "four-eyes") == {"value": "auto"}
    assert ask("register", "four-eyes", "on") == {"value": "on"}
    assert ask("register", "approve", "be-visitors", code=4)["code"] == "not_allowed"
    assert ask("register", "four-eyes", "never", code=3)["hint"]
    ask("register", "four-eyes", "off")
    assert ask("register", "approve", "be-visitors")["life"] == "approved"


def test_an_impact_assessment_is_screened(ask: Ask) -> None:
    answer = ask("register", "dpia", "be-recovery")
    assert answer["outcome"] == "probable"
    assert len(answer["criteria"]) == 9
    assert {each["country"] for each in answer["lists"]} == {"BE"}


def test_people_read_no_json(ask: Ask) -> None:
    ask("register", "edit", "be-visitors", "--field", "data", "--value", '["Name"]', "--reason", "Asked.")
    ask("register", "rename", "be-visitors", "--title", "Guests", "--reason", "Shorter.")
    history = ask("register", "history", "be-visitors", as_json=False)
    assert "Decided: Asked." in history
    assert "  + Name" in history
    assert ask("register", "diff", "be-visitors", "2", "3", as_json=False).splitlines() == ["Title", "  - Office visitors", "  + Guests"]
    assert ask("register", "diff", "be-visitors", "3", "3", as_json=False) == "These two decide the same.\n"
    ask("register", "undo")
    assert [line[:5] for line in ask("register", "history", "be-visitors", as_json=False).splitlines() if line[:5].strip()] == ["    2", "    3", "  2.1", "    1"]
    assert ask("register", "diff", "be-visitors", "2.1", "3", as_json=False).splitlines() == ["Title", "  - Office visitors", "  + Guests"]
    assert ask("register", "restore", "be-visitors", "2.7", "--reason", "Asked.", code=3)["message"].startswith("There is no version 2.7")
    screened = ask("register", "dpia", "be-recovery", as_json=False).splitlines()
    assert screened[0] == "An impact assessment is probably asked for"
    assert "Not met: Systematic monitoring. Nothing recorded says so" in screened
    assert "On the country's list: 2 Data gathered from third parties" in "\n".join(screened)
    compared = ask("register", "compare", "--field", "retention", as_json=False)
    assert "Debt recovery: Differs\n" in compared
    assert "\n  DK  All data: deleted unasked when no longer necessary\n      Data of a collection case: 36 months after the case is closed" in compared
    assert "Evry (-), Named, no contract recorded: address updates against the population register" in ask("register", "processors", as_json=False)
    assert ask("register", "views", "--keep", "Mine", "--as", '{"country": "BE"}', as_json=False) == "Mine: country=BE\n"


def test_processors_are_kept(ask: Ask) -> None:
    one = ask("register", "processor", "--name", "Print & Post", "--service", "Prints", "--country", "us", "--activity", "be-recovery", "--reason", "New.")
    assert len(one["wants"]) == 2
    again = ask("register", "processor", "--id", one["id"], "--name", "Print & Post", "--service", "Prints", "--country", "US", "--contract", "signed",
                "--signed-on", "2026-01-31", "--mechanism", "46(2)(c)", "--reason", "Signed.")
    assert again["wants"] == []
    first, *named = ask("register", "processors")
    assert first == again
    assert [(each["name"], each["named"], each["contract"]) for each in named] == [("Evry", True, "missing"), ("Experian", True, "missing")]
    assert ask("register", "processor", "--name", "X", "--service", "Y", "--contract", "verbal", "--reason", "New.", code=3)["hint"]
