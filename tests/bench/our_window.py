"""The program itself, watched from outside: prints the milliseconds from `sys.argv[1]` to the first paint of a window and,
with --sample, its memory three seconds later; then it ends."""
from __future__ import annotations

import os
import sys
import time
from argparse import Namespace
from pathlib import Path

from alektum_desk import app  # before Qt, as the program does: Qt reads the source of whatever is imported after it

from PySide6 import QtWidgets  # isort: skip
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

STARTED = int(sys.argv[1])
IS_SAMPLE = "--sample" in sys.argv


class Watch(QObject):
    """Sees what every widget of the application is told."""

    painted_at = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.painted_at and event.type() is QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isVisible():
            self.painted_at = time.time_ns()
            QTimer.singleShot(3_000 if IS_SAMPLE else 0, self.tell)
        return False

    def tell(self) -> None:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
        print((self.painted_at - STARTED) / 1e6, int(kilobytes) / 1024, flush=True)
        os._exit(0)      # without goodbyes: only the beginning is measured


class Watched(QApplication):
    """The application as `app` makes it, with the watch in it before its first window."""

    def __init__(self, *words: object) -> None:
        super().__init__(sys.argv[:1])
        self.watch = Watch()
        self.installEventFilter(self.watch)


if __name__ == "__main__":
    vars(QtWidgets)["QApplication"] = Watched
    app.run(Namespace(home=os.environ["ALEKTUM_DESK_HOME"], sample=IS_SAMPLE, language=None, account=None, password_file=None,
                      json=False))
