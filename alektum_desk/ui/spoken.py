"""Qt's own few words (buttons of its dialogs, menus of its fields) from our catalogue: Qt brings none in Bokmål."""
from __future__ import annotations

from PySide6.QtCore import QObject, QTranslator
from PySide6.QtWidgets import QApplication

from alektum_desk.base.language import _
from alektum_desk.domain.errors import _N

# What Qt asks for, with its access key, and what we say.
WORDS = {
    "OK": _N("Continue"), "&OK": _N("Continue"), "Cancel": _N("Cancel"), "&Cancel": _N("Cancel"), "Save": _N("Save"), "&Save": _N("Save"),
    "Open": _N("Open"), "&Open": _N("Open"), "Close": _N("Close"), "&Close": _N("Close"), "&Yes": _N("Yes"), "&No": _N("No"),
    "Apply": _N("Apply"), "Reset": _N("Reset"), "Help": _N("Help"), "Discard": _N("Discard"), "Retry": _N("Try again"), "Ignore": _N("Ignore"),
    "&Undo": _N("Undo"), "&Redo": _N("Redo"), "Cu&t": _N("Cut"), "&Copy": _N("Copy"), "&Paste": _N("Paste"), "Delete": _N("Delete"),
    "&Delete": _N("Delete"), "Select All": _N("Select all"), "&Choose": _N("Choose"), "File &name:": _N("File name:"), "Look in:": _N("Folder:"),
    "Files of type:": _N("Kind of file:"), "&New Folder": _N("New folder"), "Back": _N("Back"), "Forward": _N("Forward"),
    "Parent Directory": _N("Folder above"), "Create New Folder": _N("New folder"), "List View": _N("List"), "Detail View": _N("Details"),
    "Name": _N("Name"), "Size": _N("Size"), "Type": _N("Kind"), "Date Modified": _N("Changed on"), "Computer": _N("Computer"),
    "Directory:": _N("Folder:"), "&Rename": _N("Rename"), "Show &hidden files": _N("Show hidden files"), "All Files (*)": _N("All files (*)"),
}


class OwnWords(QTranslator):
    """Asked by Qt for each of its texts; what we do not know stays with Qt."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, _context: str, source: str, _about: str | None = None, _number: int = -1) -> str | None:
        return _(WORDS[source]) if source in WORDS else None


_installed: QObject | None = None


def install(app: QApplication) -> None:
    """Again after each change of language: Qt asks anew when a translator comes."""
    global _installed
    if isinstance(_installed, QTranslator):
        app.removeTranslator(_installed)
    _installed = translator = OwnWords(app)
    app.installTranslator(translator)
