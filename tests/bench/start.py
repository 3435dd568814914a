"""From the start of the process to the first useful paint, beside a bare window; and how long a plain command takes."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alektum_desk.services import setup
from tests.bench.measure import PASSWORD, Line, alternately, median_ms, told


def measure() -> list[Line]:
    help_ms = median_ms(lambda _: subprocess.run([sys.executable, "-m", "alektum_desk", "help", "--json"], check=True, capture_output=True))
    with TemporaryDirectory() as folder:
        home = Path(folder, "home")
        setup.set_up(home, "be-ghent", "An Officer", "dpo", PASSWORD)
        ours, bare = alternately(lambda: float(told("our_window.py", home=home)[0]), lambda: float(told("bare_window.py")[0]))
    return [Line("help on the command line", help_ms, "ms", 600), Line("first paint of a bare window", bare, "ms"),
            Line("first paint of the login", ours, "ms"), Line("login / bare window", ours / bare, "x", 1.6)]
