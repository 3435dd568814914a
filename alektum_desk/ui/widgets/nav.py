"""Rows that lead somewhere: the screens in the sidebar, the sections of a screen."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from alektum_desk.base.language import ngettext
from alektum_desk.ui import fonts, icons, theme
from alektum_desk.ui.widgets.cells import paint_line
from alektum_desk.ui.widgets.words import column


class NavButton(QPushButton):
    """Icon, words and a muted count; the words go when it is narrow and stay as its name and tooltip."""

    def __init__(self, words: str, icon: str) -> None:
        super().__init__()
        self.words, self.icon_name, self.count, self.narrow = words, icon, 0, False
        self.setProperty("kind", "nav")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        self.count = count
        waiting = ngettext("{number} waiting", "{number} waiting", count)
        self.setAccessibleName(self.words)
        self.setAccessibleDescription(waiting if count else "")
        self.setToolTip(self.words if self.narrow else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = fonts.metrics(fonts.BODY, fonts.BOLD).horizontalAdvance(self.words) + theme.px(55)
        if self.count:
            wide += fonts.metrics(fonts.CAPTION, fonts.MEDIUM).horizontalAdvance(str(self.count)) + theme.px(12)
        return QSize(theme.px(36) if self.narrow else wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look, here = theme.current(), self.isChecked()
        painter = QPainter(self)
        size = theme.px(20)
        left = (self.width() - size) // 2 if self.narrow else theme.px(11)
        painter.drawPixmap(left, (self.height() - size) // 2, icons.pixmap(self.icon_name, look.accent_ink if here else look.muted, size))
        if not self.narrow:
            face = fonts.font(fonts.BODY, fonts.BOLD if here else fonts.NORMAL)
            paint_line(painter, QRect(theme.px(43), 0, self.width() - theme.px(53), self.height()), self.words, face,
                       look.accent_ink if here else look.text)
            if self.count:
                paint_line(painter, self.rect().adjusted(0, 0, -theme.px(12), 0), str(self.count),
                           fonts.font(fonts.CAPTION, fonts.MEDIUM), look.muted, right=True)
        painter.end()


class Sections(QWidget):
    """The sections of a screen, one under the other. `options`: (key, words, icon). Tab comes to the picked one, arrows go on."""

    changed = Signal()

    def __init__(self, name: str, options: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, NavButton] = {}
        for key, words, icon in options:
            self.buttons[key] = button = NavButton(words, icon)
            self._group.addButton(button)
        self.setLayout(column(*self.buttons.values(), 0, gap=2))
        next(iter(self.buttons.values())).setChecked(True)
        self._group.buttonToggled.connect(self._toggled)
        self._let_tab_in()

    def _toggled(self, _button: QPushButton, on: bool) -> None:
        if on:
            self._let_tab_in()
            self.changed.emit()

    def _let_tab_in(self) -> None:
        for button in self.buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus)

    def value(self) -> str:
        return next(key for key, button in self.buttons.items() if button.isChecked())

    def set_value(self, key: str) -> None:
        if key in self.buttons:
            self.buttons[key].setChecked(True)

    def show_count(self, key: str, count: int) -> None:
        if key in self.buttons:
            self.buttons[key].show_count(count)
