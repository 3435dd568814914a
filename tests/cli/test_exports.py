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
