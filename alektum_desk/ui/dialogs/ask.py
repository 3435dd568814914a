"""Questions before what cannot be undone, and where a file comes from or goes to."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.errors import DeskError, Refused, _N
from alektum_desk.ui import theme
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.words import Part, Picture, column, holder, row, text


class Ask(QDialog):
    """The heading asks with object and number, the body says what follows, the buttons are verbs; the safe one has the focus."""

    def __init__(self, parent: QWidget | None, question: str, consequence: str, verb: str, keep: str, *, danger: bool,
                 extra: Sequence[Part] = ()) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Alektum Desk"))
        self.safe = Button(keep, pressed=self.reject)
        self.act = Button(verb, "danger" if danger else "primary", pressed=self.accept)
        self.setLayout(column(text(question, "head", wrap=True), text(consequence, "body", "muted", wrap=True), *extra,
                              holder(row(0, self.safe, self.act)), gap=14, margin=24))
        self.setMinimumWidth(theme.px(440))
        (self.safe if danger else self.act).setFocus(Qt.FocusReason.OtherFocusReason)

    @classmethod
    def example(cls, parent: QWidget | None = None) -> Ask:
        return cls(parent, _("Throw the draft away?"), _("What you typed in this form is gone then."), _("Throw it away"), _("Keep it"), danger=True)


def sure(parent: QWidget | None, question: str, consequence: str, verb: str, *, keep: str = "", danger: bool = True) -> bool:
    """True when the person chose the verb."""
    return Ask(parent, question, consequence, verb, keep or _("Leave it"), danger=danger).exec() == QDialog.DialogCode.Accepted


class Told(QDialog):
    """A refusal that belongs to no field: what is so, and what to do."""

    def __init__(self, parent: QWidget | None, error: DeskError) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Alektum Desk"))
        close = Button(_("Close"), "primary", pressed=self.accept)
        hint: list[Part] = [text(language.hint(error), "body", "muted", wrap=True)] if error.hint else []
        self.setLayout(column(row(column(Picture("incident", "bad", 20), 0, margin=(0, 4, 0, 0)),
                                  (text(language.sentence(error), "lead", wrap=True), 1), gap=12),
                              *hint, holder(row(0, close)), gap=14, margin=24))
        self.setMinimumWidth(theme.px(440))
        close.setFocus(Qt.FocusReason.OtherFocusReason)

    @classmethod
    def example(cls, parent: QWidget | None = None) -> Told:
        return cls(parent, Refused(_N("This is not a day."), _N("Write the day as {example}."), example=date(2026, 11, 24)))


def tell_error(parent: QWidget | None, error: DeskError) -> None:
    Told(parent, error).exec()


_folders: dict[str, str] = {}      # the folder last used, per purpose, while the program runs


def save_path(parent: QWidget | None, title: str, suggestion: str, kind: str, *, purpose: str = "export") -> Path | None:
    """Where to write a file; `kind` as in "PDF (*.pdf)". None when the person thought better of it."""
    start = str(Path(_folders.get(purpose, str(Path.home()))) / suggestion)
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, start, kind)
    if not chosen:
        return None
    _folders[purpose] = str(Path(chosen).parent)
    return Path(chosen)


def open_paths(parent: QWidget | None, title: str, kind: str, *, purpose: str = "import") -> list[Path]:
    chosen, _kind = QFileDialog.getOpenFileNames(parent, title, _folders.get(purpose, str(Path.home())), kind)
    if chosen:
        _folders[purpose] = str(Path(chosen[0]).parent)
    return [Path(each) for each in chosen]


