"""The commands of retention, as a script calls them; every answer fits its schema."""
from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from alektum_desk import cli
from alektum_desk.cli import register, retention
from alektum_desk.services.desk import Desk
from tests.conftest import PASSWORD

SCHEMAS = {command.name: command.answer for command in (*register.COMMANDS, *retention.COMMANDS)}
Ask = Callable[..., Any]


@pytest.fixture
def ask(desk_on: Callable[..., Desk], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    home = desk_on("2026-11-24").home
    password = tmp_path / "password"
    password.touch(0o600)
    password.write_text(PASSWORD)

    def run(*words: str, code: int = 0, as_json: bool = True) -> Any:
        assert cli.main([*words, "--home", str(home), "--password-file", str(password), *(["--json"] if as_json else [])], {}) == code
        out, err = capsys.readouterr()
        if code:
            return json.loads(err)["error"]
        if not as_json:
            return out
        jsonschema.validate(json.loads(out), dict(SCHEMAS[" ".join(words[:2])]))
        return json.loads(out)
    return run


def when(country: str = "BE", category: str = "visitor", trigger: str = "visit", on: str = "2026-01-31") -> tuple[str, ...]:
    return ("retention", "when", "--country", country, "--category", category, "--trigger", trigger, "--on", on)


def test_all_rules_are_listed(ask: Ask) -> None:
    assert len(ask("retention", "list")) == 29
    assert len(ask("retention", "list", "--all")) > 29
    assert "be-fr:20" in ask("retention", "list", as_json=False)


def test_when_a_visit_ends_and_why(ask: Ask) -> None:
    answer = ask(*when())
    assert {key: answer[key] for key in ("erase_on", "action", "rule", "notice", "line", "held_by")} == {
        "erase_on": "2026-02-28", "action": "erase", "rule": "be-fr.r1", "notice": "be-fr", "line": 20, "held_by": None}
    assert "too short" in answer["reason"]
    assert ask(*when(), as_json=False).startswith("2026-02-28")


@pytest.mark.parametrize("words", [when(country="XX"), when(category="nobody"), when(trigger="moon"), when(on="31.01.2026"), when(on="9999-12-31")])
def test_what_cannot_be_asked_is_refused_with_a_hint(ask: Ask, words: tuple[str, ...]) -> None:
    error = ask(*words, code=3)
    assert error["message"]
    assert error["hint"]


def test_a_claim_gives_no_day(ask: Ask) -> None:
    assert ask(*when(category="debtor", trigger="case_closed"), "--claim")["erase_on"] is None


def test_a_rule_of_another_notice_is_named_until_somebody_decides(ask: Ask) -> None:
    answer = ask(*when(category="debtor", trigger="case_closed", on="2024-02-29"))
    assert (answer["erase_on"], answer["notice"]) == ("2027-02-28", "be-nl")
    assert [(each["notice"], each["line"]) for each in answer["rivals"]] == [("be-fr", 23)]
    assert "another notice gives another period" in answer["reason"]
    assert ask(*when())["rivals"] == []
    rule = {"text": "Three years", "duration": 3, "unit": "year", "triggers": ["case_closed"], "action": "delete"}
    ask("register", "edit", "be-recovery", "--field", "retention", "--value", json.dumps(rule), "--reason", "The shorter one.")
    assert ask(*when(category="debtor", trigger="case_closed", on="2024-02-29"))["rivals"] == []


def test_the_schedule_is_written(ask: Ask, tmp_path: Path) -> None:
    assert ask("retention", "schedule", "--to", str(tmp_path / "schedule.pdf"))["bytes"] > 10_000
