"""The program, started as by its command: prints the milliseconds from `sys.argv[1]` (time.time_ns) to the first paint of its window,
taken where the bare one takes them, and with --sample its memory three seconds later; then it ends.
"""
from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from alektum_desk import __main__ as program, app

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication

STARTED, *WORDS = int(sys.argv[1]), *sys.argv[2:]


def watched(make: Callable[[], QApplication] = app.application) -> QApplication:
    """The application, and a window that tells of its first paint."""
    from PySide6.QtCore import QTimer

    from alektum_desk.ui.window import Window

    class Watched(Window):
        def paintEvent(self, event: QPaintEvent) -> None:
            is_first = not self._is_painted
            super().paintEvent(event)
            if is_first:
                painted_at = time.time_ns()
                QTimer.singleShot(3_000 if WORDS else 0, lambda: tell(painted_at))

    sys.modules[Window.__module__].Window = Watched       # type: ignore[attr-defined]
    return make()


def tell(painted_at: int) -> None:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    print((painted_at - STARTED) / 1e6, int(kilobytes) / 1024, flush=True)
    os._exit(0)      # without goodbyes: only the beginning is measured


if __name__ == "__main__":
    app.application = watched
    sys.argv = ["alektum-desk", "run", *WORDS]
    program.main()
