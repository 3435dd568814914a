"""What may be read before the login is painted, in a process of its own."""
from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from alektum_desk.services import setup
from alektum_desk.store.days import AHEAD
from tests.conftest import OFFICER, PASSWORD

# They take longer to read than a bare window takes to show.
HEAVY = {"sqlalchemy", "sqlcipher3", "cryptography", "argon2", "reportlab", "pikepdf", "PIL", "pypdfium2", "rdflib", "xlsxwriter",
         "python_calamine", "holidays", "yaml", "asyncio", "babel", "PySide6.QtNetwork", "PySide6.QtDBus", "alektum_desk.cli.register",
         "alektum_desk.ui.widgets.table", "alektum_desk.store.days", "alektum_desk.services.desk"}
PROGRAM = """
import sys
from alektum_desk.__main__ import main
from alektum_desk.ui.window import Window

def paintEvent(self, event, paint=Window.paintEvent):
    print("read:", *sys.modules)
    paint(self, event)

def offer_people(self, offer=Window.offer_people):
    print("forgotten:", next(self.home.glob("*.days")).read_bytes().count(b"-" * 80))
    offer(self)
    print("offered:", self.pages.currentWidget().account.value(), flush=True)
    self.close()

Window.paintEvent, Window.offer_people = paintEvent, offer_people
sys.argv[1:] = ["run", "--home", sys.argv[1]]
main()
"""


def test_the_login_is_painted_before_what_is_heavy_and_nobody_is_asked_before_passed_days_are_forgotten(tmp_path: Path) -> None:
    setup.set_up(tmp_path / "home", "be-ghent", OFFICER, "dpo", PASSWORD, lambda: datetime(2024, 1, 10, tzinfo=UTC))
    places = {name: str(tmp_path / name) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")}
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(tmp_path / "home")], env={**os.environ, **places},
                          capture_output=True, text=True, timeout=60, check=True)
    said = dict(line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line)
    assert {"PySide6.QtWidgets", "alektum_desk.ui.login"} <= set(said["read"].split())
    assert not HEAVY & set(said["read"].split())
    assert int(said["forgotten"]) == AHEAD
    assert said["offered"] == OFFICER
    assert done.stdout.endswith(f"offered: {OFFICER}\n")      # a closed window says nothing on the terminal
