"""One ring for every control, where the keyboard is: always in fields, elsewhere when a key brought the focus there."""
from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from alektum_desk.ui import theme

MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show}


class Ring(QWidget):
    """Drawn 2 px outside its target, on the nearest thing that scrolls, so that it never covers what stands still."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def follow(self, target: QWidget) -> None:
        ground = self.parentWidget()
        if ground is None:
            return
        corner = target.mapTo(ground, target.rect().topLeft())
        self.setGeometry(QRect(corner, target.size()).adjusted(-4, -4, 4, 4).intersected(ground.rect()))
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.current().focus), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()


class FocusRing(QObject):
    """Follows the application's focus; make one for the application."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring: Ring | None = None
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        app.focusChanged.connect(self._moved)

    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        self._leave()
        if now is None or now.inherits("QAbstractItemView") or now.window() is now or now.property("state") == "palette":
            return
        if now.focusPolicy() == Qt.FocusPolicy.NoFocus:         # a whole screen, before somebody goes into it
            return
        by_mouse = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if isinstance(now, (QLineEdit, QPlainTextEdit, QComboBox)) or not by_mouse:
            self._go_to(now)

    def _go_to(self, target: QWidget) -> None:
        self._target, self._watched = target, [target]
        parent = target.parentWidget()
        while parent is not None and parent is not target.window() and not isinstance(parent.parentWidget(), QAbstractScrollArea):
            self._watched.append(parent)
            parent = parent.parentWidget()
        if parent is None:
            return
        for each in self._watched:
            each.installEventFilter(self)
        self._ring = Ring(parent)
        self._follow()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in MOVES:
            self._follow()
        return False

    def _follow(self) -> None:
        if self._ring is None or self._target is None:
            return
        if isValid(self._ring) and isValid(self._target) and self._target.isVisible():
            self._ring.follow(self._target)
        elif isValid(self._ring):
            self._ring.hide()

    def _leave(self) -> None:
        for each in self._watched:
            if isValid(each):
                each.removeEventFilter(self)
        if self._ring is not None and isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = self._target = None
        self._watched = []
