"""A lock of the machine's screen locks the desk, told over a real bus."""
from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from alektum_desk.ui.window import Window

LISTEN = """
import subprocess
from PySide6.QtCore import QCoreApplication, QTimer
from alektum_desk.ui.screen_lock import ScreenLock
app = QCoreApplication([])
lock = ScreenLock()
lock.locked.connect(lambda: (print("locked"), app.exit(0)))
def emit(on):
    subprocess.run(["gdbus", "emit", "--session", "--object-path", "/org/freedesktop/ScreenSaver", "--signal",
                    "org.freedesktop.ScreenSaver.ActiveChanged", on], check=True)
QTimer.singleShot(0, lambda: (emit("false"), emit("true")))
QTimer.singleShot(10_000, lambda: app.exit(3))
raise SystemExit(app.exec())
"""


@pytest.mark.skipif(not (shutil.which("dbus-run-session") and shutil.which("gdbus")), reason="needs a bus of its own: dbus-run-session and gdbus")
def test_it_is_heard_on_a_bus() -> None:
    done = subprocess.run(["dbus-run-session", "--", sys.executable, "-c", LISTEN], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "locked"), done.stderr


def test_the_desk_is_closed_by_it(opened: Window) -> None:
    opened.screen_lock.told(False)
    assert opened.desk is not None
    opened.screen_lock.told(True)
    assert opened.desk is None
