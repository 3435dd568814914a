"""Questions before what cannot be undone, and where a file comes from or goes to."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.errors import _N, DeskError, Refused
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.dialog import Dialog
from alektum_desk.ui.widgets.words import Part, Picture, column, row, text


class Ask(Dialog):
    """The heading asks with object and number, the body says what follows, the buttons are verbs; the safe one has the focus."""

    def __init__(self, parent: QWidget | None, question: str, consequence: str, verb: str, keep: str, *, danger: bool,
                 extra: Sequence[Part] = ()) -> None:
        self.safe = Button(keep)
        self.act = Button(verb, "danger" if danger else "primary")
        super().__init__(parent, text(question, "head", wrap=True), text(consequence, "body", "muted", wrap=True), *extra,
                         foot=(self.safe, self.act), focus=self.safe if danger else self.act)
        self.safe.clicked.connect(self.reject)
        self.act.clicked.connect(self.accept)

    @classmethod
    def example(cls, parent: QWidget | None = None) -> Ask:
        return cls(parent, _("Throw the draft away?"), _("What you typed in this form is gone then."), _("Throw it away"), _("Keep it"), danger=True)


def sure(parent: QWidget | None, question: str, consequence: str, verb: str, *, keep: str = "", danger: bool = True) -> bool:
    """True when the person chose the verb."""
    return Ask(parent, question, consequence, verb, keep or _("Leave it"), danger=danger).exec() == QDialog.DialogCode.Accepted


class Told(Dialog):
    """A refusal that belongs to no field: what is so, and what to do."""

    def __init__(self, parent: QWidget | None, error: DeskError) -> None:
        close = Button(_("Close"), "primary")
        hint: list[Part] = [text(language.hint(error), "body", "muted", wrap=True)] if error.hint else []
        super().__init__(parent, row(column(Picture("incident", "bad", 20), 0, margin=(0, 4, 0, 0)),
                                     (text(language.sentence(error), "lead", wrap=True), 1), gap=12), *hint, foot=(close,), focus=close)
        close.clicked.connect(self.accept)

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


def open_folder(parent: QWidget | None, title: str, *, purpose: str = "export") -> Path | None:
    chosen = QFileDialog.getExistingDirectory(parent, title, _folders.get(purpose, str(Path.home())))
    if chosen:
        _folders[purpose] = chosen
    return Path(chosen) if chosen else None
