"""A real screen, two real programs, and a stranger who knows nothing but the names that a screen reader reads out."""
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from alektum_desk.services import desk as desks, sample, visitors
from alektum_desk.store import keys
from alektum_desk.store.clock import system
from tests.ui.kiosks import PIN, lay_office

STRANGER = Path(__file__).parent / "outside.py"
TOOLS = ("xvfb-run", "dbus-run-session")
FULL = keys.COST        # before any test makes passwords cheap: two other programs open this home


@pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="no screen and no bus of its own here: ./desk test installs them")
def test_a_stranger_signs_a_visitor_in_and_out_by_names_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = lay_office(tmp_path / "home", system, FULL)
    monkeypatch.setattr(keys, "COST", FULL)
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_STATE_HOME": str(tmp_path / "state"), "LC_ALL": "C.UTF-8",
                   "PYTHONPATH": str(Path(__file__).parents[2])}
    words = ["xvfb-run", "-a", "dbus-run-session", "--", sys.executable, str(STRANGER), sys.executable, str(home), sample.PASSWORD, PIN]
    with (tmp_path / "said").open("wb") as noise, subprocess.Popen(words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                                                   stderr=noise, text=True, encoding="utf-8") as stranger:
        assert stranger.stdin is not None
        assert stranger.stdout is not None
        seen: dict[str, Any] = {}
        for line in stranger.stdout:
            seen |= json.loads(line) if line.startswith("{") else {}
            if "row" in seen and "goodbye" not in seen:
                stranger.stdin.write(token_of(home) + "\n")
                stranger.stdin.flush()
    assert stranger.returncode == 0, (tmp_path / "said").read_text(encoding="utf-8")[-2000:]
    assert "stay open for the kiosk" in seen["locked"]
    assert seen["thanks"] == "Thank you, Søren. You are signed in."
    assert "Søren Kierkegård" in seen["row"]
    assert "signed out" in seen["goodbye"]
    assert seen["alive"]


def token_of(home: Path) -> str:
    """What stands on the badge as a code."""
    desk = desks.open_desk(home, sample.OFFICER, sample.PASSWORD)
    try:
        return next(visit.token for visit in visitors.listed(desk) if visit.name == "Søren Kierkegård")
    finally:
        desk.close()
