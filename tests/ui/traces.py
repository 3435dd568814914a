"""Every place of a kiosk where a word of a visitor could stay."""
from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

CANARIES = ("zebedeus", "quastenflosser", "xylophon", "qxz", "vandamme")


def said_anywhere() -> Iterator[tuple[str, str]]:
    """Every channel that could keep a word, and the word."""
    for widget in QApplication.allWidgets():
        yield from (("tooltip", widget.toolTip()), ("tooltip", widget.statusTip()), ("tooltip", widget.whatsThis()),
                    ("accessible", widget.accessibleName()), ("accessible", widget.accessibleDescription()), ("title", widget.windowTitle()),
                    ("title", widget.objectName()))
        face = QAccessible.queryAccessibleInterface(widget)
        if face is not None:
            yield from (("accessible", face.text(kind)) for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description))
        for query in (Qt.InputMethodQuery.ImSurroundingText, Qt.InputMethodQuery.ImCurrentSelection, Qt.InputMethodQuery.ImTextBeforeCursor):
            yield "input method", str(widget.inputMethodQuery(query) or "")
        for model in (getattr(widget, "model", lambda: None)(), getattr(getattr(widget, "completer", lambda: None)(), "model", lambda: None)()):
            if model is not None:
                yield from (("model", str(model.index(row, 0).data())) for row in range(model.rowCount()))
        if isinstance(widget, QLineEdit):
            assert widget.completer() is None
            yield "text", widget.text() + widget.placeholderText() + widget.selectedText()
            if widget.isUndoAvailable():
                widget.undo()
                yield "undo", widget.text()
            if widget.isRedoAvailable():
                widget.redo()
                yield "redo", widget.text()
        elif hasattr(widget, "text") and callable(widget.text):
            yield "text", str(widget.text())
    board = QGuiApplication.clipboard()
    yield "clipboard", board.text(QClipboard.Mode.Clipboard)
    yield "selection", board.text(QClipboard.Mode.Selection)


def leaks() -> list[tuple[str, str]]:
    return [(channel, words) for channel, words in said_anywhere() if any(each in words.casefold() for each in CANARIES)]
