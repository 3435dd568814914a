"""`setup` and `accounts` as the contract has them."""
from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.run import Line
from tests.conftest import PASSWORD


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(tmp_path / "home", PASSWORD, capsys, monkeypatch)


SETUP = ("setup", "--office", "be-ghent", "--officer", "Check Officer", "--role")


@pytest.mark.parametrize("role", ["dpo", "front-desk", "auditor", "witness"])
def test_set_up_answers_with_the_code_and_the_home(line: Line, role: str) -> None:
    done = line(*SETUP, role)
    assert done.code == 0
    assert len(done.answer["recovery_code"]) == 32
    assert done.answer["home"] == str(line.home)
    accounts = line("accounts", "list").answer
    assert [(each["name"], each["role"]) for each in accounts] == [("Check Officer", role), ("recovery", "recovery")]


def test_for_people_the_code_comes_in_groups(line: Line) -> None:
    said = line(*SETUP, "dpo", as_json=False).out
    assert sum(len(word) == 39 and word.count("-") == 7 for word in said.split()) == 1


def test_a_second_set_up_is_refused(line: Line) -> None:
    line(*SETUP, "dpo")
    done = line(*SETUP, "dpo")
    assert (done.code, done.error["code"], done.out) == (3, "refused", "")


def test_an_unknown_office_lists_the_ids(line: Line) -> None:
    done = line("setup", "--office", "atlantis", "--officer", "An")
    assert done.code == 3
    for office in ("be-ghent", "dk", "no-tonsberg", "nl", "se", "fi", "de"):
        assert office in done.error["hint"]
    assert not line.home.exists()


def test_an_account_is_added_and_opens(line: Line, tmp_path: Path) -> None:
    line(*SETUP, "dpo")
    theirs = tmp_path / "theirs"
    theirs.write_text("the password of Bo")
    theirs.chmod(0o600)
    done = line("accounts", "add", "--name", "Bo", "--role", "auditor", "--new-password-file", str(theirs))
    assert (done.code, done.answer["role"], done.answer["disabled"]) == (0, "auditor", False)
    assert line("accounts", "list", "--account", "bo", "--password-file", str(theirs)).code == 0
    assert line("accounts", "list").code == 2                       # whose password is it?
    assert line("accounts", "list", "--account", "bo").code == 4
    assert line("accounts", "add", "--name", "Mia", "--role", "dpo", "--new-password-file", str(theirs),
                "--account", "bo", "--password-file", str(theirs)).code == 4
