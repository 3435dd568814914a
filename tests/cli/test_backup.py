"""`backup` on the command line."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from alektum_desk.services.desk import Desk
from tests.cli.run import Line
from tests.conftest import PASSWORD


@pytest.fixture
def line(desk_on: Callable[..., Desk], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    desk = desk_on("2026-11-22")
    desk.close()
    return Line(desk.home, PASSWORD, capsys, monkeypatch)


def test_made_listed_checked_and_brought_back(line: Line, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert line("backup", "list").answer == []
    made = line("backup", "create", "--to", str(tmp_path / "shelf")).answer
    assert line("backup", "list").answer == [made]
    done = line("backup", "verify", made["file"])
    assert (done.code, done.answer) == (0, {"ok": True, "office": "be-ghent", "made_at": made["made_at"], "entries": made["entries"], "problems": []})
    assert line("backup", "restore", made["file"]).answer["way"] == "same-machine"
    assert line("backup", "restore", made["file"]).answer["way"] == "older-than-the-keys"
    new = Line(tmp_path / "new", PASSWORD, capsys, monkeypatch)
    done = new("backup", "restore", made["file"], as_json=False)
    assert (done.code, done.out.startswith("Restored without day keys")) == (0, True)
    assert new("store", "check").answer["ok"]
    assert new("register", "list").answer == line("register", "list").answer


def test_a_damaged_one_is_a_row_and_exit_7(line: Line, tmp_path: Path) -> None:
    path = Path(line("backup", "create", "--to", str(tmp_path / "shelf")).answer["file"])
    whole = bytearray(path.read_bytes())
    whole[-100] ^= 1
    path.write_bytes(whole)
    done = line("backup", "verify", str(path))
    assert (done.code, done.answer["ok"]) == (7, False)
    assert done.answer["problems"] == [{"compartment": "backup", "code": "changed", "where": path.name}]
    assert line("backup", "restore", str(path)).code == 5
    path.write_bytes(b"x")
    done = line("backup", "verify", str(path))
    assert (done.code, done.answer["problems"][0]["code"], done.answer["office"]) == (7, "unreadable", None)
    assert line("backup", "verify", str(tmp_path / "none")).code == 3
    line.write_password("a wrong password")
    assert line("backup", "create", "--to", str(tmp_path)).code == 4


def test_a_plan_is_said_and_taken_back(line: Line, tmp_path: Path) -> None:
    assert line("backup", "plan").answer == {"to": None, "every_days": None, "keep": None, "due": False}
    said = line("backup", "plan", "--to", str(tmp_path / "shelf"), "--every", "7", "--keep", "3").answer
    assert said == {"to": str(tmp_path / "shelf"), "every_days": 7, "keep": 3, "due": True}
    line("backup", "create", "--to", str(tmp_path / "shelf"))
    assert line("backup", "plan").answer["due"] is False
    assert line("backup", "plan", "--off").answer["to"] is None
    assert line("backup", "plan", "--to", str(tmp_path), "--every", "0").code == 3
