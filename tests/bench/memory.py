"""What the opened program holds when nobody does anything: sample data, its first screen, after three seconds."""
from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measure import Line, told


def measure() -> list[Line]:
    with TemporaryDirectory() as folder:
        megabytes = float(told("our_window.py", "--sample", home=Path(folder, "home"))[1])
    return [Line("idle memory with sample data", megabytes, "MB", 200)]
