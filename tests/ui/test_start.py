"""What may be read before the login is painted, in a process of its own."""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from alektum_desk.services import setup
from tests.conftest import OFFICER, PASSWORD

# They take longer to read than a bare window takes to show.
HEAVY = {"sqlalchemy", "sqlcipher3", "cryptography", "argon2", "reportlab", "pikepdf", "PIL", "pypdfium2", "rdflib", "xlsxwriter",
         "python_calamine", "holidays", "yaml", "asyncio", "alektum_desk.services.desk"}
PROGRAM = """
import sys
from argparse import Namespace
from alektum_desk import app
from alektum_desk.ui.window import Window

def paintEvent(self, event, paint=Window.paintEvent):
    print("read:", *sys.modules)
    paint(self, event)

def offer_people(self, offer=Window.offer_people):
    offer(self)
    print("offered:", self.pages.currentWidget().account.value(), flush=True)
    self.close()

Window.paintEvent, Window.offer_people = paintEvent, offer_people
app.run(Namespace(home=sys.argv[1], sample=False))
"""


def test_the_login_is_painted_before_anything_heavy_is_read(tmp_path: Path) -> None:
    setup.set_up(tmp_path / "home", "be-ghent", OFFICER, "dpo", PASSWORD)
    places = {name: str(tmp_path / name) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")}
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(tmp_path / "home")], env={**os.environ, **places},
                          capture_output=True, text=True, timeout=60, check=True)
    said = dict(line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line)
    assert {"PySide6.QtWidgets", "alektum_desk.ui.login"} <= set(said["read"].split())
    assert not HEAVY & set(said["read"].split())
    assert said["offered"] == OFFICER
