"""The fields of a form. Each has `value()`, `set_value()`, `changed`, and can say what is wrong with it."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QAction,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget
from shiboken6 import isValid

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.errors import Refused
from alektum_desk.ui import icons, theme
from alektum_desk.ui.widgets.words import paint_key, repolish


class Field(Protocol):
    """What a form and the drafts need of a field; a QWidget too."""

    changed: SignalInstance
    left: SignalInstance

    def value(self) -> str: ...

    def set_value(self, value: str) -> None: ...


def show_state(field: QWidget, bad: bool) -> None:
    """The red border of a field that must be mended, or not."""
    state = "bad" if bad else ""
    if (field.property("state") or "") != state:
        field.setProperty("state", state)
        repolish(field)


class LineField(QLineEdit):
    changed = Signal()
    left = Signal()

    def __init__(self, name: str, value: str = "", *, placeholder: str = "", longest: int = 400) -> None:
        super().__init__(value)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(longest)
        self.setCursorPosition(0)
        self.textChanged.connect(self.changed)
        self.editingFinished.connect(self.left)

    def value(self) -> str:
        return self.text()

    def set_value(self, value: str) -> None:
        self.setText(value)
        self.setCursorPosition(0)


class SecretField(LineField):
    """A password: dots, and an eye that shows it while the person wants."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = QAction(self)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._eye.triggered.connect(self._turn)
        self._draw()

    def _turn(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._draw()

    def _draw(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self._eye.setIcon(icons.icon("eye" if hidden else "hide", theme.current().muted, theme.px(16)))
        self._eye.setText(_("Show the password") if hidden else _("Hide the password"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_eye") and isValid(self._eye):
            self._draw()


class TextField(QPlainTextEdit):
    """Several lines. Tab leaves it; nothing but plain text goes in."""

    changed = Signal()
    left = Signal()

    def __init__(self, name: str, value: str = "", *, placeholder: str = "", lines: int = 4, longest: int = 20_000) -> None:
        super().__init__(value)
        self._longest = longest
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * lines + theme.px(18))
        self.textChanged.connect(self._typed)

    def _typed(self) -> None:
        if len(self.toPlainText()) > self._longest:
            with QSignalBlocker(self):
                self.setPlainText(self.toPlainText()[:self._longest])
        self.changed.emit()

    def value(self) -> str:
        return self.toPlainText()

    def set_value(self, value: str) -> None:
        self.setPlainText(value)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class Choice(QComboBox):
    """One of a list of (key, words). Its arrow is painted by us: the native one cannot follow a palette."""

    changed = Signal()
    left = Signal()

    def __init__(self, name: str, options: Sequence[tuple[str, str]] = (), picked: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(6)
        self.offer(options, picked)
        self.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.activated.connect(lambda _index: self.left.emit())

    def offer(self, options: Sequence[tuple[str, str]], picked: str = "") -> None:
        with QSignalBlocker(self):
            self.clear()
            for key, words in options:
                self.addItem(words, key)
            self.set_value(picked)

    def value(self) -> str:
        return str(self.currentData() or "")

    def set_value(self, value: str) -> None:
        place = self.findData(value)
        if place >= 0:
            self.setCurrentIndex(place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel over a closed list scrolls the page; it does not change an answer."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        size = theme.px(16)
        painter.drawPixmap(self.width() - size - theme.px(10), (self.height() - size) // 2,
                           icons.pixmap("down", theme.current().muted, size, self.devicePixelRatioF()))
        painter.end()


class Tight(Choice):
    """As wide as what is chosen; its list is as wide as its longest."""

    def __init__(self, name: str, options: Sequence[tuple[str, str]] = (), picked: str = "") -> None:
        super().__init__(name, options, picked)
        self.view().setMinimumWidth(super().sizeHint().width())
        self.currentIndexChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.currentText()) + theme.px(58), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class DateField(LineField):
    """A day as people type it: 24-11-2026, 24 nov, 2026-11-24; on leaving it is written out in words."""

    def __init__(self, name: str, value: date | None = None, *, today: Callable[[], date]) -> None:
        super().__init__(name, language.day(value) if value else "", placeholder=language.day(today(), "short"))
        self._today = today
        self._moving = False
        self.editingFinished.connect(self._write_out)

    def day(self) -> date | None:
        """None when empty. Refused, with what is wrong, when it is no day."""
        from alektum_desk.ui.dates import read_day  # the login, which has no day, is painted before it is read
        return read_day(self.text(), self._today())

    def set_day(self, value: date | None) -> None:
        self.set_value(language.day(value) if value else "")

    def _write_out(self) -> None:
        try:
            found = self.day()
        except Refused:
            return
        if found and self.text() != language.day(found):
            self.setText(language.day(found))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go one day on and back."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() in steps:
            try:
                base = self.day() or self._today()
                self.set_day(date.fromordinal(base.toordinal() + steps[Qt.Key(event.key())]))
            except (Refused, ValueError, OverflowError):
                pass
            event.accept()
            return
        super().keyPressEvent(event)


class CheckField(QCheckBox):
    """Yes or no; value "yes" or ""."""

    changed = Signal()
    left = Signal()

    def __init__(self, words: str, on: bool = False) -> None:
        super().__init__(words)
        self.words = words
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._least = 0
        self.setAccessibleName(words)
        self.setChecked(on)
        self.toggled.connect(lambda _on: self.changed.emit())
        self.clicked.connect(lambda _on: self.left.emit())

    def value(self) -> str:
        return "yes" if self.isChecked() else ""

    def set_value(self, value: str) -> None:
        self.setChecked(value == "yes")

    def sizeHint(self) -> QSize:
        """As wide as its words on one line; where there is less room, as tall as its lines."""
        return QSize(self._beside() + self.fontMetrics().horizontalAdvance(self.words), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        longest = max((self.fontMetrics().horizontalAdvance(word) for word in self.words.split()), default=0)
        return QSize(self._beside() + longest, super().minimumSizeHint().height())

    def heightForWidth(self, width: int) -> int:
        """Told before it is that narrow: a layout asks once, and what its parts wish while they are placed comes too late."""
        if "\n" not in self.text():
            self._least = super().sizeHint().height()
        return max(self._least, len(self._lines(width)) * self.fontMetrics().lineSpacing())

    def _beside(self) -> int:
        """What the box takes, and a little: metrics round."""
        text = self.text()
        widest = max((self.fontMetrics().horizontalAdvance(line) for line in text.split("\n")), default=0)
        return max(theme.px(18), super().sizeHint().width() - widest) + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (broken := "\n".join(self._lines(self.width()))) != self.text():
            self.setText(broken)

    def _lines(self, width: int) -> list[str]:
        lines, room = [""], width - self._beside()
        for word in self.words.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.fontMetrics().horizontalAdvance(longer) > room + 2:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isChecked():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.current().on_accent), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        size = theme.px(16) + 2
        spot = QRectF(0, (self.height() - size) / 2, size, size)
        points = [QPointF(spot.left() + spot.width() * x, spot.top() + spot.height() * y) for x, y in ((.26, .54), (.43, .7), (.75, .33))]
        painter.drawPolyline(points)
        painter.end()


class SearchField(LineField):
    """Search with a magnifier and the key that leads here. Esc empties it."""

    def __init__(self, name: str, hint: str = "", *, placeholder: str = "") -> None:
        super().__init__(name, placeholder=placeholder or name)
        self.hint = hint
        self.setProperty("state", "search")
        wide = self.fontMetrics().horizontalAdvance(self.placeholderText()) + theme.px(60 if not hint else 110)
        self.setMinimumWidth(min(wide, theme.px(292)))
        self.setMaximumWidth(max(wide, theme.px(292)))
        self.setTextMargins(0, 0, theme.px(50) if hint else 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        size = theme.px(16)
        painter.drawPixmap(theme.px(11), (self.height() - size) // 2, icons.pixmap("search", theme.current().muted, size))
        if self.hint and not self.text():
            paint_key(painter, QRectF(0, 0, self.width() - theme.px(8), self.height()), self.hint)
        painter.end()
