"""What a kiosk page is made of: nothing smaller than a thumb, and nothing that remembers."""
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from alektum_desk.ui import fonts, theme
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import show_state
from alektum_desk.ui.widgets.words import FACES, Picture, column, holder, row, say, text

LEAST, TILE = 64, 168       # pixels of any target, at every text size: style.qss holds them
HINTS = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
ROOM = 1000         # more than is allowed, so that what is too long is said and never cut

FACES.update({"kiosklabel": (13.5, fonts.BOLD), "kiosktext": (13.5, fonts.NORMAL), "kioskquote": (15.0, fonts.NORMAL)})


class KioskButton(Button):
    """`kind`: kiosk, kioskprimary, key, keydark, language, tile."""

    drawn = 24

    def __init__(self, words: str, kind: str = "kiosk", icon: str = "", *, name: str = "", pressed: Callable[[], object] | None = None,
                 trailing: bool = False) -> None:
        super().__init__(words, kind, icon, name=name, pressed=pressed, trailing=trailing)
        self.setToolTip("")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)

    def sizeHint(self) -> QSize:
        wished = super().sizeHint()
        if self.property("kind") == "kiosk" and not self.text():       # a drawing alone is as wide as it is high
            wished.setWidth(wished.height())
        return wished.expandedTo(QSize(LEAST, LEAST))


class KeyButton(KioskButton):
    """A key of the keyboard on the screen: it never takes the focus from the field it types into."""

    def __init__(self, words: str, kind: str = "key", icon: str = "", *, name: str = "", pressed: Callable[[], object] | None = None) -> None:
        super().__init__(words, kind, icon, name=name, pressed=pressed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


class Tile(QPushButton):
    """One of the few things that a visitor may want, with a line that says what follows."""

    def __init__(self, icon: str, words: str, line: str, pressed: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("kind", "tile")
        self.setAccessibleName(words)
        self.setAccessibleDescription(line)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.inside: QVBoxLayout = column(Picture(icon, "accent", 48), 6, text(words, "kiosklabel", wrap=True), text(line, "body", "muted", wrap=True), 0,
                                          gap=6, margin=24)
        self.setLayout(self.inside)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda _on=False: pressed())

    def sizeHint(self) -> QSize:
        return QSize(max(LEAST, self.inside.totalMinimumSize().width()), TILE)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(TILE, self.inside.totalHeightForWidth(width))


class KioskField(QLineEdit):
    """Keeps nothing: no undo, no menu, no drag, no copy, no list of what was typed before, no word for an input method."""

    left = Signal()

    def __init__(self, name: str, value: str = "", placeholder: str = "") -> None:
        super().__init__()
        self.setProperty("kind", "kiosk")
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(ROOM)
        self.setInputMethodHints(HINTS)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setDragEnabled(False)
        self.setAcceptDrops(False)
        self.setText(value)      # not `insert`: what is set cannot be undone
        self.editingFinished.connect(self.left)

    def type(self, letters: str) -> None:
        """From the keyboard on the screen, at the cursor; as typed it could be taken back, so it is set."""
        if self.hasSelectedText():
            self.erase()
        at = self.cursorPosition()
        whole = self.text()
        self._set(whole[:at] + letters + whole[at:], at + len(letters))

    def erase(self) -> None:
        at, whole = self.cursorPosition(), self.text()
        if self.hasSelectedText():
            start = self.selectionStart()
            self._set(whole[:start] + whole[start + len(self.selectedText()):], start)
        elif at:
            step = 2 if at > 1 and 0xDC00 <= ord(whole[at - 1]) <= 0xDFFF else 1
            self._set(whole[:at - step] + whole[at:], at - step)

    def _set(self, words: str, at: int) -> None:
        self.setText(words)
        self.setCursorPosition(at)
        self.textEdited.emit(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters, and the few keys that move or delete; a change by hand is set anew, so that nothing can be undone."""
        before = self.text()
        super().keyPressEvent(event)
        if self.text() != before:
            at = self.cursorPosition()
            self.setText(self.text())
            self.setCursorPosition(at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.come_into_view)

    def come_into_view(self) -> None:
        if self.hasFocus():
            reveal(self)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.ignore()


class Entry(QWidget):
    """Label, note at its right where there is room, field, and below it what is wrong."""

    def __init__(self, label: str, note: str, field: KioskField, *, beside: bool = False) -> None:
        super().__init__()
        self.field = field
        self.label = text(label, "kiosklabel", wrap=True)
        self.label.setBuddy(field)
        self.note = text(note, "body", "muted", wrap=True)
        self.below = text("", "body", "bad", wrap=True)
        self.sign = Picture("incident", "bad", 18)
        self.under = holder(row(column(self.sign, 0, margin=(0, 2, 0, 0)), (self.below, 1), gap=8))
        field.setAccessibleDescription(note)
        notes = [self.note] if note else []
        head = row((self.label, 3), *((each, 2) for each in notes), gap=8) if beside else column(self.label, *notes, gap=2)
        if beside:
            self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        self.setLayout(column(head, field, self.under, gap=8))
        self.show_problem("")

    def show_problem(self, sentence: str) -> None:
        say(self.below, sentence)
        self.under.setVisible(bool(sentence))
        show_state(self.field, bool(sentence))
        self.field.setAccessibleDescription(sentence or self.note.text())


class Body(QWidget):
    """What scrolls: as tall as its words need at the width there is, and not as tall as the narrowest column would need."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.setLayout(layout)

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return QSize(layout.totalMinimumSize().width() if layout is not None else 0, 0)


def reveal(widget: QWidget) -> None:
    """Between header and keyboard there may be room for one line only. What is new on the page takes its place first."""
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if isinstance(around, QScrollArea):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        around.ensureWidgetVisible(widget, 0, 12)


def effective(widget: QWidget) -> float:
    """How wide it is in measures at 100 %."""
    return widget.width() / theme.scale()
