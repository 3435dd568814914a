"""Five hundred letters from one table while the window lives: prints seconds, memory in MB, the 95th percentile of a repaint in ms."""
from __future__ import annotations

import csv
import os
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

from alektum_desk import app
from alektum_desk.services import batches, desk as desks, setup
from alektum_desk.ui.window import Window
from tests.bench.measure import PASSWORD

COUNTRIES = ("BE", "NL", "DK", "NO", "SE", "FI", "FR", "PL", "CZ", "IE")
LETTERS = ("assist", "report", "answer", "assist")
EVERY = 20          # ms between two repaints
MANY = 500


def table(path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["letter", "office", "written_on", "route.residence.country", "route.controller.establishment.country",
                       "route.controller_contacted", "complainant.name", "complainant.address", "respondent.name", "facts", "provisions"])
        for at in range(MANY):
            country = COUNTRIES[at % len(COUNTRIES)]
            rows.writerow([LETTERS[at % len(LETTERS)], "be-ghent", "2026-11-24", country, country, "yes", f"Lotte Voorbeeld {at}",
                           "Kerkstraat 12 | 9000 Gent", "Voorbeeld Incasso NV",
                           f"2026-10-01: I asked for access to my data, number {at}. | 2026-11-02: No answer came, nor a word about more time.", "12(3) | 15"])
    return path


class Watch(QObject):
    """Repaints the window again and again, and notes how late each repaint was done."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self.window, self.late = window, [0.0]
        self.clock = QTimer(self)
        self.clock.timeout.connect(self.paint)
        self.due = time.perf_counter() + EVERY / 1000
        self.clock.start(EVERY)

    def paint(self) -> None:
        self.window.repaint()
        now = time.perf_counter()
        self.late.append((now - self.due) * 1000)
        self.due = now + EVERY / 1000


def megabytes() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024


def main() -> None:
    home = Path(os.environ["ALEKTUM_DESK_HOME"])
    setup.set_up(home, "be-ghent", "An Officer", "dpo", PASSWORD)
    program = app.application()
    window = Window(home)
    window.resize(1280, 800)
    window.show()
    window.open_desk(desks.open_desk(home, None, PASSWORD))
    watch: list[Watch] = []
    began: list[float] = []

    def start() -> None:
        watch.append(Watch(window))
        began.append(time.perf_counter())
        desk = window.desk
        assert desk is not None
        window.jobs.run(lambda progress: batches.write(desk, table(home.parent / "batch.csv"), home.parent / "letters", progress), done=tell)

    def tell(done: Any) -> None:
        assert len(done.written) == MANY, done.reported[:3]
        late = sorted(watch[0].late)
        print(time.perf_counter() - began[0], megabytes(), late[int(len(late) * 0.95)], len(late), flush=True)
        os._exit(0)

    QTimer.singleShot(2_000, start)
    sys.exit(program.exec())


if __name__ == "__main__":
    main()
