"""The dialog nobody wants to see: what happened is kept on this machine and sent nowhere."""
from __future__ import annotations

import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from alektum_desk.base import log
from alektum_desk.base.language import _
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import TextField
from alektum_desk.ui.widgets.words import column, row, text

_shown = False


def install() -> None:
    """From now on a bug in a slot ends in the dialog instead of on standard error."""
    sys.excepthook = show


def report(kind: type[BaseException], trace: TracebackType | None) -> str:
    """The kind of the error and the places in the code: never its words, which may quote what somebody typed."""
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return "\n".join([f"{datetime.now(UTC):%Y-%m-%d %H:%M:%SZ}", kind.__name__, *places])


def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    global _shown
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.bug(error)
    if _shown or not isinstance(QApplication.instance(), QApplication):
        sys.__excepthook__(kind, error, trace)
        return
    _shown = True
    try:
        CrashDialog(report(kind, trace), QApplication.activeWindow()).exec()
    finally:
        _shown = False


class CrashDialog(QDialog):
    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Alektum Desk"))
        self.words = words
        body = TextField(_("What happened, for the people who mend the program"), words, lines=8)
        body.setReadOnly(True)
        stay = Button(_("Go on"), "primary", pressed=self.accept)
        self.setLayout(column(
            text(_("Something in the program went wrong"), "head", wrap=True),
            text(_("What you typed is kept as a draft. This report names places in the program and no people; "
                   "it stays on this machine until you pass it on."), wrap=True),
            body, row(0, Button(_("Copy the report"), pressed=self.copy), stay), gap=12, margin=24))
        self.setMinimumWidth(520)
        stay.setFocus(Qt.FocusReason.OtherFocusReason)

    @classmethod
    def example(cls, parent: QWidget | None = None) -> CrashDialog:
        """For the walk through every dialog."""
        return cls("2026-11-24 14:02:00Z\nValueError\nvisitors.py:41 sign_in", parent)

    def copy(self) -> None:
        QApplication.clipboard().setText(self.words)
