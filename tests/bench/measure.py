"""What one measurement is, and the few ways of taking one."""
from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from alektum_desk.services.desk import Desk

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table; `limit` is the most that `value` may be, None where nothing was promised."""

    what: str
    value: float
    unit: str
    limit: float | None = None
    beside: str = ""            # what it was compared with, in words

    @property
    def holds(self) -> bool | None:
        return None if self.limit is None else self.value <= self.limit


def median_ms(call: Callable[[int], object], runs: int = 9) -> float:
    """Each run is told its number, so that nothing answers from memory; the first, cold, is not counted."""
    call(-1)
    taken = []
    for number in range(runs):
        began = time.perf_counter()
        call(number)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def told(program: str, *words: str, home: Path | None = None) -> list[str]:
    """What a program of this folder says on its first line, run by itself; its first word tells when it was started."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}      # no desk compiles at each start
    environment = {**kept, "QT_QPA_PLATFORM": "offscreen", **({"ALEKTUM_DESK_HOME": str(home)} if home else {})}
    done = subprocess.run([sys.executable, str(HERE / program), str(time.time_ns()), *words], env=environment,
                          capture_output=True, text=True, check=False)
    if done.returncode or not done.stdout:
        raise RuntimeError(f"{program}: {done.stderr or done.returncode}")
    return done.stdout.split()


def alternately(ours: Callable[[], float], reference: Callable[[], float], runs: int = 7) -> tuple[float, float]:
    """Medians of both, taken in turns: what else the machine does meets both alike."""
    ours(), reference()
    pairs = [(ours(), reference()) for _ in range(runs)]
    return statistics.median(each for each, _ in pairs), statistics.median(each for _, each in pairs)


PASSWORD = "a password for measuring"


@contextmanager
def new_desk(clock: Callable[[], datetime] | None = None) -> Iterator[Desk]:
    """A real desk in a folder that goes away; by the machine's clock unless another one is given."""
    from alektum_desk.services import desk as desks, setup
    with TemporaryDirectory() as folder:
        setup.set_up(Path(folder, "home"), "be-ghent", "An Officer", "dpo", PASSWORD, clock or desks.system)
        desk = desks.open_desk(Path(folder, "home"), None, PASSWORD, clock or desks.system)
        try:
            yield desk
        finally:
            desk.close()
