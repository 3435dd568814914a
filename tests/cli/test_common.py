"""What every command shares: exit codes, errors as JSON, passwords, help, doctor."""
from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest

from alektum_desk import cli
from alektum_desk.base import language
from alektum_desk.cli import doctor
from alektum_desk.cli.command import Needs
from alektum_desk.cli.help import WIDTH
from alektum_desk.domain.import_tables import MAPPING_KEYS, Target, read_mapping
from alektum_desk.services import setup
from alektum_desk.services.desk import Desk, system
from tests.cli.run import Line
from tests.conftest import OFFICER, PASSWORD
from tests.timing import work_of


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(tmp_path / "home", PASSWORD, capsys, monkeypatch)


def test_every_answer_has_a_schema_that_is_one() -> None:
    for command in cli.commands():
        jsonschema.Draft202012Validator.check_schema(dict(command.answer))
        assert command.answer or command.name in {"run", "kiosk"}


def test_help_lists_every_command(line: Line) -> None:
    done = line("help")
    assert done.code == 0
    assert [each["command"] for each in done.answer] == [each.name for each in cli.commands()]
    assert {"store check", "journal verify", "setup", "accounts list", "accounts add", "doctor"} <= {each["command"] for each in done.answer}


def test_help_of_one_command_shows_its_options(line: Line) -> None:
    lines = line("help", "notices", "write", as_json=False).out.splitlines()
    assert any(each.split()[:1] == ["--region"] and "DE-HH" in each for each in lines)
    assert any(each.split()[:1] == ["--to"] and each.endswith("always needed") for each in lines)
    assert "    --" not in line("help", "notices", as_json=False).out, "options only where one command is meant"


def test_help_of_an_import_lists_what_a_mapping_may_say(line: Line) -> None:
    [command] = line("help", "register", "import").answer
    mapping = next(each["help"] for each in command["options"] if each["name"] == "--mapping")
    assert all(re.search(rf"\b{key}\b", mapping) for key in (*MAPPING_KEYS, *Target))
    assert "id (Number or reference)" in mapping
    assert read_mapping(dict.fromkeys(MAPPING_KEYS) | {"columns": {f"Heading of {each}": each for each in Target}})
    assert max(map(len, line("help", "register", "import", as_json=False).out.splitlines())) <= WIDTH


def test_doctor_says_what_is_there(line: Line) -> None:
    done = line("doctor")
    assert [each["check"] for each in done.answer] == ["python", "libraries", "window", "encryption", "home", "catalogues", "fonts"]
    assert all(each["ok"] == (not each["mend"]) for each in done.answer)
    assert not line.home.exists()


def test_doctor_names_what_is_missing(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(doctor.LIBRARIES, "libmissing.so.9", "libmissing9")
    done = line("doctor")
    assert done.code == 10
    found = next(each for each in done.answer if each["check"] == "libraries")
    assert found["mend"] == "Run: sudo apt-get install libmissing9"


def test_a_home_below_a_file_cannot_be_written(line: Line) -> None:
    line.home = line.password_file / "home"
    assert [each["ok"] for each in line("doctor").answer if each["check"] == "home"] == [False]


@pytest.mark.parametrize("words", [("nonsense",), ("store",), ("store", "nonsense"), ("setup",), ("setup", "--office"), ("doctor", "--nonsense"), ("help", "nonsense"), ("help", "register", "nonsense"), ("help", "regis")])
def test_a_line_that_says_nothing_is_exit_2(line: Line, words: tuple[str, ...]) -> None:
    done = line(*words)
    assert (done.code, done.error["code"], done.out) == (2, "usage", "")


def test_without_a_home_set_up_is_named(line: Line) -> None:
    done = line("accounts", "list")
    assert done.code == 3
    assert "setup" in done.error["hint"]


def in_an_open_folder(monkeypatch: pytest.MonkeyPatch, user: int) -> None:
    """The folder of a test is its user's alone, and nobody can become another user in it: both are the machine's answers, not ours."""
    monkeypatch.setattr("alektum_desk.cli.command._ours_alone", lambda _path: False)
    monkeypatch.setattr("alektum_desk.cli.command.os.geteuid", lambda: user)


@pytest.mark.parametrize(("user", "mode"), [(1000, 0o644), (1000, 0o620), (0, 0o646)])
def test_a_password_file_that_others_read_is_refused(line: Line, monkeypatch: pytest.MonkeyPatch, user: int, mode: int) -> None:
    """For root, whom no permission stops, only a file that others can write is refused: containers run with open umasks."""
    in_an_open_folder(monkeypatch, user)
    line.password_file.chmod(mode)
    done = line("accounts", "list")
    assert done.code == 3
    assert "chmod 600" in done.error["hint"]


def test_root_is_told_of_a_password_file_that_others_read(desk_on: Callable[..., Desk], line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    line.home = desk_on("2026-11-22").home
    in_an_open_folder(monkeypatch, 0)
    line.password_file.chmod(0o644)
    done = line("accounts", "list")
    assert (done.code, done.err) == (0, f"Others on this machine can read the password file. Run: chmod 600 {line.password_file}\n")
    line.password_file.chmod(0o600)
    assert line("accounts", "list").err == ""


def test_a_password_comes_from_standard_input(desk_on: Callable[..., Desk], line: Line) -> None:
    line.home = desk_on("2026-11-22").home
    assert line("accounts", "list", "--password-file", "-", stdin=PASSWORD + "\n").code == 0
    assert line("accounts", "list", "--password-file", "-", stdin="wrong\n").code == 4


def test_who_opens_after_more_than_35_days_is_told_beside_the_answer(tmp_path: Path, line: Line) -> None:
    def away(name: str) -> None:
        line.home = tmp_path / name
        setup.set_up(line.home, "be-ghent", OFFICER, "dpo", PASSWORD, lambda: system() - timedelta(days=36))

    away("for people")
    told = line("accounts", "list", as_json=False)
    assert told.code == 0
    assert told.err.count("\n") == 1
    assert told.err.startswith(f"By the clock of this machine, this desk last ran on {language.day((system() - timedelta(days=36)).astimezone())}.")
    assert line("accounts", "list", as_json=False).err == ""
    away("for programs")
    assert line("accounts", "list").err == told.err
    away("beside an error")
    assert line("register", "show", "nonsense").error["code"] == "refused"      # the one document there


def test_errors_speak_the_language_that_was_asked_for(line: Line) -> None:
    assert line("accounts", "list", "--language", "xx").code == 2


def test_what_needs_nothing_starts_at_once(tmp_path: Path) -> None:
    """The best of three, by the work it is: machines are busy with other tests."""
    def ask() -> None:
        assert subprocess.run([sys.executable, "-m", "alektum_desk", "help", "--json"], capture_output=True, check=True,
                              env=os.environ | {"ALEKTUM_DESK_HOME": str(tmp_path / "none")}).stdout
    assert min(work_of(ask) for _ in range(3)) < 0.6
    assert {each.name for each in cli.commands() if each.needs is Needs.NOTHING} >= {"help", "doctor", "setup"}
