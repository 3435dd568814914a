"""Work that takes time: a busy pointer at once, after a second a bar with Cancel."""
from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QProgressBar, QWidget

from alektum_desk.base.language import _
from alektum_desk.ui import theme
from alektum_desk.ui.jobs import Job
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.words import column, row, say, text

POINTER_AFTER, BAR_AFTER = 100, 1000


class JobBar(QFrame):
    """At the foot of the window, for the job that has waited longest."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("role", "raised")
        self.setAccessibleName(_("Work under way"))
        self._jobs: list[Job] = []
        self._pointer = False
        self.words = text("", "small", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("How far it is"))
        self.cancel = Button("", pressed=self._cancel)
        self.setLayout(row((column(self.words, self.bar, gap=6), 1), self.cancel, gap=14, margin=14))
        self._after_pointer, self._after_bar = QTimer(self), QTimer(self)
        for timer, delay, slot in ((self._after_pointer, POINTER_AFTER, self._show_pointer), (self._after_bar, BAR_AFTER, self._show_bar)):
            timer.setSingleShot(True)
            timer.setInterval(delay)
            timer.timeout.connect(slot)
        self.hide()

    def began(self, job: Job) -> None:
        self._jobs.append(job)
        job.stepped.connect(self._stepped)
        if len(self._jobs) == 1:
            say(self.words, job.label)
            self.bar.setRange(0, 0)
            self._after_pointer.start()
            self._after_bar.start()

    def ended(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)
        if not self._jobs:
            self._after_pointer.stop()
            self._after_bar.stop()
            self.hide()
            if self._pointer:
                QApplication.restoreOverrideCursor()
                self._pointer = False

    def _stepped(self, done: int, total: int, words: str) -> None:
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        if words:
            say(self.words, words)

    def _show_pointer(self) -> None:
        if self._jobs and not self._pointer:
            QApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
            self._pointer = True

    def _show_bar(self) -> None:
        parent = self.parentWidget()
        if not self._jobs or parent is None or not self._jobs[0].label:
            return
        self.cancel.say(_("Cancel"))
        self.cancel.setEnabled(True)
        self.resize(min(theme.px(460), parent.width() - theme.px(32)), self.sizeHint().height())
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - theme.px(46))
        self.show()
        self.raise_()

    def _cancel(self) -> None:
        for job in self._jobs:
            job.cancel()
        self.cancel.setEnabled(False)
        self.cancel.say(_("Stopping"))
