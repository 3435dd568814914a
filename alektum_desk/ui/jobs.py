"""Work off the GUI thread: one thread, so that writes queue up rather than collide."""
from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal

from alektum_desk.domain.errors import _N, Cancelled, DeskError
from alektum_desk.domain.progress import Progress

Work = Callable[[Progress], Any]


class Job(QObject):
    """One piece of work under way. It is its own Progress; `cancel()` is heard at the work's next step."""

    stepped = Signal(int, int, str)
    done = Signal(object)
    refused = Signal(object)      # DeskError
    ended = Signal()
    _finished = Signal(object, object)

    def __init__(self, work: Work, label: str) -> None:
        super().__init__()
        self.label = label
        self._work = work
        self._stop = threading.Event()
        self._finished.connect(self._report, Qt.ConnectionType.QueuedConnection)

    def step(self, done: int, total: int, text: str) -> None:
        if self._stop.is_set():
            raise Cancelled(_N("Stopped. Nothing was changed."))
        self.stepped.emit(done, total, text)

    def cancel(self) -> None:
        self._stop.set()

    def perform(self) -> None:
        """On the pool's thread."""
        try:
            self._finished.emit(self._work(self), None)
        except Exception as error:  # noqa: BLE001 - the thread ends here; the GUI thread says it
            self._finished.emit(None, error)

    def _report(self, result: object, error: Exception | None) -> None:
        self.ended.emit()
        if error is None:
            self.done.emit(result)
        elif isinstance(error, DeskError):
            self.refused.emit(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)      # the crash dialog, as for a slot


class _Run(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job

    def run(self) -> None:
        self.job.perform()


class Jobs(QObject):
    """`started` and `ended` tell the window to show a busy pointer, and after a second a bar with Cancel."""

    started = Signal(object)
    ended = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        # Python lets a busy thread go on for 5 ms each time another asks, and a repaint asks many times.
        sys.setswitchinterval(0.0005)
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        self._pool.setExpiryTimeout(-1)
        self._open: list[Job] = []

    def run(self, work: Work, *, label: str = "", done: Callable[[Any], object] | None = None,
            refused: Callable[[DeskError], object] | None = None) -> Job:
        job = Job(work, label)
        if done is not None:
            job.done.connect(done)
        if refused is not None:
            job.refused.connect(refused)
        job.ended.connect(lambda: self._forget(job))
        self._open.append(job)
        gc.disable()      # a collection on the pool's thread would destroy widgets there, and the program with them
        self.started.emit(job)
        self._pool.start(_Run(job))
        return job

    def _forget(self, job: Job) -> None:
        if job in self._open:
            self._open.remove(job)
        if not self._open:
            gc.enable()
        self.ended.emit(job)
        QTimer.singleShot(0, job.deleteLater)

    def busy(self) -> bool:
        return bool(self._open)

    def finish(self, milliseconds: int = 10_000) -> bool:
        """Wait until nothing is under way: before locking and leaving."""
        return self._pool.waitForDone(milliseconds)

    def cancel_all(self) -> None:
        for job in list(self._open):
            job.cancel()
