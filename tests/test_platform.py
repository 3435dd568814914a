"""What this Python, this Qt and this system must give before anything of ours is looked at."""
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.timing import work_of

TESTS = Path(__file__).resolve().parent


def _python(*words: str, platform: str = "offscreen", before: tuple[str, ...] = ()) -> str:
    done = subprocess.run([*before, sys.executable, *words], env={**os.environ, "QT_QPA_PLATFORM": platform},
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_qt_loses_no_reference_when_it_calls_us() -> None:
    changes = json.loads(_python(str(TESTS / "refcounts.py")))
    assert {name: change for name, change in changes.items() if abs(change) > 0.1} == {}


def test_a_bare_window_paints_without_a_screen() -> None:
    assert _python(str(TESTS / "bench" / "bare_window.py"), str(time.time_ns())).split()[1] == "offscreen"


def test_a_bare_window_paints_under_x11() -> None:
    """The libraries that ./desk installs are all that the xcb plugin needs."""
    if shutil.which("xvfb-run") is None:
        pytest.skip("xvfb-run is not installed; as root ./desk test installs it")
    told = _python(str(TESTS / "bench" / "bare_window.py"), str(time.time_ns()), platform="xcb", before=("xvfb-run", "-a"))
    assert told.split()[1] == "xcb"


def test_the_store_s_engine_encrypts(tmp_path: Path) -> None:
    _python("-c", f"""
import sqlcipher3
db = sqlcipher3.connect({str(tmp_path / "a.db")!r})
assert db.execute("PRAGMA cipher_version").fetchone()
db.execute("PRAGMA key = \\"x'{'00' * 32}'\\"")
db.execute("CREATE TABLE note (text)")
db.commit()
""")
    assert not (tmp_path / "a.db").read_bytes().startswith(b"SQLite format 3")


def test_help_starts_within_a_blink() -> None:
    """0.6 s is the promise for every command that needs no store; the least of five, since machines are shared."""
    assert min(work_of(lambda: _python("-m", "alektum_desk", "help", "--json")) for _ in range(5)) <= 0.6
