"""`accounts` and `store rekey` on the command line."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from alektum_desk.services.desk import Desk
from tests.cli.run import Line
from tests.conftest import OFFICER, PASSWORD


@pytest.fixture
def line(desk_on: Callable[..., Desk], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    desk = desk_on("2026-11-22")
    desk.close()
    return Line(desk.home, PASSWORD, capsys, monkeypatch)


@pytest.fixture
def new_password(tmp_path: Path) -> str:
    path = tmp_path / "new.password"
    path.write_text("another password")
    path.chmod(0o600)
    return str(path)


def as_officer(line: Line, *words: str) -> object:
    done = line(*words, "--account", OFFICER)
    assert (done.code, done.err) == (0, "")
    return done.answer


def test_an_account_from_its_beginning_to_its_end(line: Line, new_password: str) -> None:
    made = as_officer(line, "accounts", "add", "--name", "Bo", "--role", "dpo", "--new-password-file", new_password)
    assert isinstance(made, dict)
    assert as_officer(line, "accounts", "role", "--name", "Bo", "--role", "front-desk") == made | {"role": "front-desk"}
    assert as_officer(line, "accounts", "password", "--name", "Bo", "--new-password-file", new_password) == made | {"role": "front-desk"}
    assert as_officer(line, "accounts", "disable", "--name", "Bo") == made | {"role": "front-desk", "disabled": True}
    done = line("visitors", "list", "--account", "Bo", "--password-file", new_password)
    assert (done.code, done.error["code"]) == (4, "not_allowed")
    assert "disabled" in line("accounts", "list", as_json=False).out
    assert line("store", "check").answer == {"ok": True, "problems": []}
    assert line("journal", "verify").answer["ok"]


def test_the_own_password_and_the_code(line: Line, new_password: str) -> None:
    as_officer(line, "accounts", "password", "--new-password-file", new_password)
    assert line("accounts", "list").code == 4
    line.write_password("another password")
    answer = line("accounts", "recovery").answer
    assert len(answer["recovery_code"]) == 32
    line.write_password(answer["recovery_code"])
    assert line("accounts", "list", "--account", "recovery").code == 0


def test_every_compartment_has_a_new_key(line: Line) -> None:
    done = line("store", "rekey")
    assert done.answer["compartments"] == [{"compartment": name, "generation": 2} for name in ("register", "cases", "visitors")]
    assert line("store", "rekey", as_json=False).out.startswith("Every compartment has a new key")
    assert sorted(path.name for path in line.home.glob("*.db")) == ["cases.3.db", "register.3.db", "visitors.3.db"]
