"""Buttons, and the rows of them that choose one of several: pills, segments, tabs."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QSizePolicy, QWidget

from alektum_desk.ui import icons, theme
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.words import row

INKS = {"primary": "on_accent", "kioskprimary": "on_accent", "quiet": "accent", "line": "accent", "danger": "bad"}


class Button(QPushButton):
    """`kind`: primary, quiet, danger, icon, line (a source link), or "" for the plain one. A verb, with its object where needed."""

    drawn = 18      # pixels of the icon

    def __init__(self, words: str, kind: str = "", icon: str = "", *, name: str = "", pressed: Callable[[], object] | None = None,
                 trailing: bool = False) -> None:
        super().__init__(words)
        self.icon_name, self.trailing, self.kind = icon, trailing, kind
        self.setProperty("kind", kind)
        self.setAccessibleName(name or words)
        if not words:
            self.setToolTip(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        if trailing:
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        if pressed is not None:
            self.clicked.connect(lambda _checked=False: pressed())
        self.draw_icon()

    def say(self, words: str) -> None:
        self.setText(words)
        self.setAccessibleName(words)

    def draw_icon(self) -> None:
        if not self.icon_name:
            return
        look = theme.current()
        ink = look.ink(INKS.get(self.kind, "muted")) if self.isEnabled() else look.muted
        size = theme.px(self.drawn)
        air = theme.px(2 if self.kind == "quiet" else 4) if self.text() else 0
        self.setIcon(icons.icon(self.icon_name, ink, size, air if self.trailing else 0, 0 if self.trailing else air))
        self.setIconSize(QSize(size + air, size))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.EnabledChange} and hasattr(self, "icon_name"):
            self.draw_icon()


class ActionButton(Button):
    """A button that is the same command as a menu's: words, tip, on and off follow the action as long as it lives."""

    def __init__(self, action: QAction, kind: str = "", icon: str = "") -> None:
        super().__init__(action.text().replace("&", ""), kind, icon or str(action.property("drawing") or ""), pressed=action.trigger)
        self._action = action
        action.changed.connect(self.follow)      # a bound method: the connection ends with the button
        self.follow()

    def follow(self) -> None:
        action = self._action
        self.say(action.text().replace("&", ""))
        self.setEnabled(action.isEnabled())
        if self.parentWidget() is not None or not action.isVisible():      # without a parent it would be a window
            self.setVisible(action.isVisible())
        keys = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
        self.setToolTip(action.statusTip() or keys)


def for_action(action: QAction, kind: str = "", icon: str = "") -> ActionButton:
    return ActionButton(action, kind, icon)


class Pick(QWidget):
    """One of several, as pills, segments or tabs. `options`: (key, words) pairs; `kind`: filter, segment, tab."""

    changed = Signal()

    def __init__(self, name: str, options: Sequence[tuple[str, str]], kind: str = "filter", picked: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for key, words in options:
            button = QPushButton(words)
            button.setProperty("kind", kind)
            button.setCheckable(True)
            button.setAccessibleName(words)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            self._group.addButton(button)
            self._buttons[key] = button
        self._lay_out(kind)
        self._buttons[picked or options[0][0]].setChecked(True)
        self._group.buttonToggled.connect(self._toggled)
        self._let_tab_in()

    def _lay_out(self, kind: str) -> None:
        buttons = tuple(self._buttons.values())
        if kind == "segment":
            inner = QFrame()
            inner.setProperty("role", "segments")
            inner.setLayout(row(*buttons, gap=2, margin=2))
            self.setLayout(row(inner))
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        else:
            self.setLayout(Flow(buttons, gap=8 if kind == "filter" else 22, below=8))
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def _toggled(self, _button: QPushButton, on: bool) -> None:
        if on:
            self._let_tab_in()
            self.changed.emit()

    def _let_tab_in(self) -> None:
        """Tab comes to the picked one; arrows go on from there."""
        for button in self._buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus)

    def value(self) -> str:
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def set_value(self, key: str) -> None:
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def say(self, key: str, words: str) -> None:
        """New words on one of them, as "Needs work  13"."""
        self._buttons[key].setText(words)
        self._buttons[key].setAccessibleName(words)
        self.updateGeometry()       # longer words may take another line


class Toggle(QPushButton):
    """A filter pill that is on or off by itself."""

    def __init__(self, words: str, changed: Callable[[], object] | None = None) -> None:
        super().__init__(words)
        self.setProperty("kind", "filter")
        self.setCheckable(True)
        self.setAccessibleName(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        if changed is not None:
            self.toggled.connect(lambda _on: changed())
