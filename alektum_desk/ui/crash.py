"""The dialog nobody wants to see: what happened is kept on this machine and sent nowhere."""
from __future__ import annotations

import sys
from types import TracebackType

from PySide6.QtWidgets import QApplication, QWidget

from alektum_desk.base import log
from alektum_desk.base.language import _
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.dialog import Dialog
from alektum_desk.ui.widgets.fields import TextField
from alektum_desk.ui.widgets.words import text

_shown = False


def install() -> None:
    """From now on a bug in a slot ends in the dialog instead of on standard error."""
    sys.excepthook = show


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
        CrashDialog(log.said(error), QApplication.activeWindow()).exec()
    finally:
        _shown = False


class CrashDialog(Dialog):
    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        self.words = words
        report_ = TextField(_("What happened, for the people who mend the program"), words, lines=6)
        report_.setReadOnly(True)
        stay, copy = Button(_("Go on"), "primary"), Button(_("Copy the report"), pressed=self.copy)
        super().__init__(parent, text(_("Something in the program went wrong"), "head", wrap=True),
                         text(_("What you typed is kept as a draft. This report names places in the program and no people; "
                                "it stays on this machine until you pass it on."), wrap=True),
                         report_, foot=(copy, stay), focus=stay, width=560)
        stay.clicked.connect(self.accept)

    @classmethod
    def example(cls, parent: QWidget | None = None) -> CrashDialog:
        """For the walk through every dialog."""
        return cls("2026-11-24 14:02:00Z ValueError\n  services/visitors.py:41 sign_in", parent)

    def copy(self) -> None:
        QApplication.clipboard().setText(self.words)
