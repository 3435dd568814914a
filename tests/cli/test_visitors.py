"""The commands of visitors, as a script calls them."""
from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from alektum_desk import cli
from alektum_desk.cli import visitors as commands
from alektum_desk.services.setup import set_up
from tests import forensic
from tests.conftest import PASSWORD

NAME = "Quirinus Zapfenstreich"
SCHEMAS = {command.name: command.answer for command in commands.COMMANDS}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    set_up(tmp_path / "home", "be-ghent", "An Officer", "dpo", PASSWORD)
    file = tmp_path / "password"
    file.touch(0o600)
    file.write_text(PASSWORD)
    return tmp_path / "home"


@pytest.fixture
def ask(home: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*words: str, code: int = 0, password: bool = True) -> Any:
        known = ["--password-file", str(home.parent / "password")] if password else []
        assert cli.main(["visitors", *words, "--home", str(home), *known, "--json"], {}) == code
        out, err = capsys.readouterr()
        if code:
            assert out == ""
            return json.loads(err)["error"]
        answer = json.loads(out)
        jsonschema.validate(answer, dict(SCHEMAS[f"visitors {words[0]}"]))
        return answer
    return run


def forget_on(text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    code = cli.main(["visitors", "forget-on", "--json"], {})
    out, err = capsys.readouterr()
    return code, json.loads(err)["error"]["message"] if code else json.loads(out)


def test_in_out_list_show_forget(ask: Any) -> None:
    signed = ask("sign-in", "--name", NAME, "--employer", "Elevator NV", "--plate", "1-ABC-234", "--host", "Anna", "--site", "be-ghent")
    listed = ask("list")
    assert [(each["id"], each["name"], each["departed_at"]) for each in listed] == [(signed["id"], NAME, None)]
    sealed = ask("show", signed["id"], "--sealed")
    assert NAME.encode().hex() not in json.dumps(sealed)
    assert ask("show", signed["id"]) == listed[0]
    assert ask("sign-out", "--token", signed["token"])["departed_at"]
    assert "already" in ask("sign-out", "--id", signed["id"], code=3)["message"]
    assert ask("forget") == {"mode": "opened", "days_destroyed": 0, "rows_erased": 0, "late_s": 0}
    assert ask("forget", password=False) == {"mode": "locked", "days_destroyed": 0, "rows_erased": 0, "late_s": 0}


def test_no_name_reaches_a_file(ask: Any, home: Path) -> None:
    ask("sign-in", "--name", NAME)
    ask("list")
    assert forensic.in_files(home.parent, [NAME, *NAME.split()]) == []


@pytest.mark.parametrize("option", commands._NOT_IN_THE_NOTICE)
def test_no_other_personal_field_exists(ask: Any, option: str) -> None:
    said = ask("sign-in", "--name", NAME, option, "something private", code=3)["message"]
    assert option in said
    assert "private" not in said
    assert NAME not in said
    assert ask("sign-in", "--name", NAME, option, code=3)
    assert ask("list") == []


@pytest.mark.parametrize("words", [("--name", ""), ("--name", "a\nb"), ("--name", "x" * 201), ("--name", "A", "--site", "nowhere")])
def test_what_is_refused_says_why(ask: Any, words: tuple[str, ...]) -> None:
    assert ask("sign-in", *words, code=3)["hint"]


def test_a_sign_out_needs_one_of_two(ask: Any) -> None:
    assert ask("sign-out", code=3)
    assert ask("sign-out", "--id", "a", "--token", "b", code=3)


def test_forgetting_without_a_home_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["visitors", "forget", "--home", str(tmp_path / "nothing")], {}) == 3
    assert "data home" in capsys.readouterr().err


def test_the_rule_alone(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = forget_on(json.dumps([
        {"id": "a", "kind": "visit", "site_tz": "Europe/Brussels", "arrived_at": "2026-11-22T10:30:00+01:00", "departed_at": None},
        {"id": "b", "kind": "no_show", "site_tz": "Europe/Amsterdam", "arrived_at": "2026-12-03T14:00:00+01:00"},
    ]), monkeypatch, capsys)
    jsonschema.validate(answer, dict(SCHEMAS["visitors forget-on"]))
    assert (code, answer) == (0, [
        {"id": "a", "last_day": "2026-12-22", "due_from_utc": "2026-12-22T09:30:00Z", "latest_allowed_utc": "2026-12-22T23:00:00Z"},
        {"id": "b", "last_day": "2026-12-03", "due_from_utc": "2026-12-03T13:00:00Z", "latest_allowed_utc": "2026-12-03T23:00:00Z"},
    ])


GOOD = {"id": "a", "site_tz": "Europe/Brussels", "arrived_at": "2026-11-22T10:30:00+01:00"}


@pytest.mark.parametrize(("change", "said"), [
    ({"arrived_at": "2026-02-30T10:00:00+01:00"}, "does not exist: 2026-02-30"),
    ({"arrived_at": "2026-11-22T10:30:00"}, "without its offset"),
    ({"arrived_at": "0001-01-01T00:00:00+14:00"}, "outside the years"),
    ({"arrived_at": 5}, "lacks as a text: arrived_at"),
    ({"site_tz": "Europe/Ghent"}, "no time zone Europe/Ghent"),
    ({"email": "x", "phone": "y"}, "email, phone"),
    ({"kind": "party"}, "no known kind"),
    ({"kind": ["visit"]}, "no known kind"),
    ({"departed_at": "2026-11-22T10:29:59+01:00"}, "leaves before it arrives"),
    ({"departed_at": "soon"}, "does not exist: soon"),
])
def test_each_mistake_has_a_sentence(change: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch,
                                     capsys: pytest.CaptureFixture[str]) -> None:
    code, message = forget_on(json.dumps([GOOD | change]), monkeypatch, capsys)
    assert code == 3
    assert said in message


@pytest.mark.parametrize("text", ["", "{", "{}", "[1]", "null", '["a"]'])
def test_what_is_no_list_of_visits_is_refused(text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert forget_on(text, monkeypatch, capsys)[0] == 3


def test_the_rule_alone_loads_no_store() -> None:
    loaded = subprocess.run([sys.executable, "-X", "importtime", "-m", "alektum_desk", "visitors", "forget-on", "--json"], input="[]",
                            text=True, capture_output=True, check=True)
    assert json.loads(loaded.stdout) == []
    assert not [name for name in ("sqlalchemy", "sqlcipher3", "PySide6", "cryptography") if f" {name}\n" in loaded.stderr]
