"""`exports` on the command line."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from alektum_desk.services import exports
from alektum_desk.services.desk import Desk
from tests.cli.run import Line
from tests.conftest import PASSWORD


def test_listed_and_shredded(desk_on: Callable[..., Desk], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    desk = desk_on("2026-11-22")
    line = Line(desk.home, PASSWORD, capsys, monkeypatch)
    assert line("exports", "list").answer == []
    exports.write(desk, "register", "register.json", tmp_path / "register.json", b"register", days=4000)
    desk.close()
    [row] = line("exports", "list").answer
    assert (row["kind"], row["file"], row["state"], row["overdue"]) == ("register.json", str(tmp_path / "register.json"), "there", False)
    assert line("exports", "shred").answer == []
    assert str(tmp_path) in line("exports", "list", as_json=False).out
    assert line("exports", "shred", row["id"]).answer == [row | {"gone": True}]
    assert not (tmp_path / "register.json").exists()
    assert line("exports", "shred", row["id"]).code == 3


@pytest.mark.parametrize("words", [("register", "export", "--format", "csv"), ("register", "export", "--format", "xlsx"), ("retention", "schedule"),
                                   ("notices", "write", "--country", "DK", "--language", "da")])
def test_who_writes_over_a_file_is_told_beside_the_answer(desk_on: Callable[..., Desk], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                                          words: tuple[str, ...]) -> None:
    line = Line(desk_on("2026-11-22").home, PASSWORD, capsys, monkeypatch)
    to = tmp_path / "somebody's letter.txt"
    assert line(*words, "--to", str(to)).err == ""
    to.write_text("Dear Anna")
    done = line(*words, "--to", str(to))
    assert (done.code, done.err) == (0, f"{to} was there before and was replaced.\n")
    assert b"Dear Anna" not in to.read_bytes()


def test_the_same_bytes_again_replace_nothing(desk_on: Callable[..., Desk], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    line = Line(desk_on("2026-11-22").home, PASSWORD, capsys, monkeypatch)
    for _again in range(2):
        assert line("register", "export", "--format", "csv", "--to", str(tmp_path / "register.csv")).err == ""


def test_a_file_that_a_refused_command_left_alone_is_not_told(desk_on: Callable[..., Desk], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    line = Line(desk_on("2026-11-22").home, PASSWORD, capsys, monkeypatch)
    to = tmp_path / "letter.txt"
    to.write_text("Dear Anna")
    assert line("register", "export", "--format", "nonsense", "--to", str(to)).error["code"] == "refused"
    assert to.read_text() == "Dear Anna"
