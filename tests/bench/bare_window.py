"""The bare window that everything is compared with: prints the milliseconds from `sys.argv[1]` (time.time_ns) to its first paint."""
from __future__ import annotations

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


class Window(QMainWindow):
    is_painted = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.is_painted:
            self.is_painted = True
            print(f"{(time.time_ns() - int(sys.argv[1])) / 1e6:.1f}", QApplication.platformName(), flush=True)
            QTimer.singleShot(0, QApplication.quit)


application = QApplication(sys.argv[:1])
window = Window()
window.setCentralWidget(QLabel("Alektum Desk"))
window.resize(1280, 800)
window.show()
application.exec()
