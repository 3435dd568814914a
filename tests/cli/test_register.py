"""The commands of register, as a script calls them; every answer fits its schema."""
from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from alektum_desk import cli
from alektum_desk.cli import notices, register
from alektum_desk.domain.notices import ACTIVITY_FIELDS
from alektum_desk.services.desk import Desk
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
    for unknown in ("XX", "Belgium", "B"):
        assert "no country" in ask("register", "list", "--country", unknown, code=3)["message"]


def test_an_edit_is_decided_and_remembered(ask: Ask) -> None:
    value = {"text": "36 months", "duration": 36, "unit": "month", "triggers": ["case_closed"], "action": "delete"}
    answer = ask("register", "edit", "be-recovery", "--field", "retention", "--value", json.dumps(value), "--reason", "The Dutch text holds.")
    field = next(each for each in answer["fields"] if each["field"] == "retention")
    assert (field["decided"], field["decision"]["reason"], field["contradictions"]) == (value, "The Dutch text holds.", 0)
    entry, = ask("register", "history", "be-recovery")
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
