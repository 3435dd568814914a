"""The program, started as by its command: prints the milliseconds from `sys.argv[1]` (time.time_ns) to the first paint of its window,
taken where the bare one takes them, and its memory, with --sample three seconds later; then it ends.
"""
from __future__ import annotations

import gc
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from alektum_desk import __main__ as program

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from alektum_desk.ui.window import Window

STARTED, *WORDS = int(sys.argv[1]), *sys.argv[2:]


def watched(app: QApplication, home: Path, *, sample: bool) -> Window:
    """The first window, and an ear for its first paint. Nothing of Qt is read here before the program itself reads it."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    window = first_window(app, home, sample=sample)

    class Ear(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                painted_at = time.time_ns()
                window.removeEventFilter(self)
                if WORDS:
                    QTimer.singleShot(3_000, lambda: tell(painted_at))
                    QTimer.singleShot(3_000, window.close)
                else:
                    tell(painted_at)
                    os._exit(0)         # nothing has begun yet that would have to end
            return False

    window.installEventFilter(Ear(window))
    return window


def tell(painted_at: int) -> None:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    print((painted_at - STARTED) / 1e6, int(kilobytes) / 1024, flush=True)


if __name__ == "__main__":
    gc.disable()        # as the program itself does before it reads anything of ours
    from alektum_desk import app as start
    first_window, start.first_window = start.first_window, watched
    sys.argv = ["alektum-desk", "run", *WORDS]
    program.main()
