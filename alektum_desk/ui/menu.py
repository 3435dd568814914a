"""The menu that holds every command: Go, this screen, Desk, View, Help. The palette offers exactly these."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from alektum_desk.base.language import _
from alektum_desk.domain.errors import _N
from alektum_desk.ui import theme

if TYPE_CHECKING:
    from alektum_desk.ui.screens import Entry

# Menu, words, key, icon, method of the window.
FIXED: tuple[tuple[str, str, str, str, str], ...] = (
    (_N("Desk"), _N("Lock the desk"), "Ctrl+L", "lock", "lock"),
    (_N("Desk"), _N("Notifications"), "F8", "info", "show_news"),
    (_N("Desk"), _N("Undo"), "Ctrl+Z", "undo", "undo"),
    (_N("Desk"), _N("Redo"), "Ctrl+Shift+Z", "undo", "redo"),
    (_N("Desk"), _N("Close the program"), "Ctrl+Q", "exit", "close"),
    (_N("View"), _N("Search or run a command"), "Ctrl+K, Ctrl+Shift+F", "search", "show_palette"),
    (_N("View"), _N("Search on this screen"), "Ctrl+F", "search", "find_here"),
    (_N("View"), _N("Read again"), "F5", "mirror", "renew"),
    (_N("View"), _N("Next part of the window"), "F6", "arrow", "next_part"),
    (_N("View"), _N("Menu"), "F10", "more", "show_menu"),
    (_N("Help"), _N("Help for this screen"), "F1, Ctrl+?", "question", "show_help"),
)
ORDER = (_N("Go"), _N("This screen"), _N("Desk"), _N("View"), _N("Help"))


class Commanded(Protocol):
    """The window, as far as the menu needs it."""

    def go(self, name: str) -> None: ...

    def change_palette(self, name: str) -> None: ...

    def change_text_size(self, step: int) -> None: ...

    def tell_undo(self) -> None: ...


class Menu(QObject):
    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.owner = owner
        self.menu = QMenu(owner)
        self._window: Commanded | None = None
        self._entries: tuple[Entry, ...] = ()
        self._commands: list[QAction] = []
        self._steps: dict[str, QAction] = {}

    def connect_window(self, window: Commanded) -> None:
        self._window = window
        self.retell()

    def retell(self) -> None:
        """Build it again, in the language at hand."""
        if self._window is None:
            return
        for action in list(self.owner.actions()):
            self.owner.removeAction(action)
        self.menu.deleteLater()
        self.menu = QMenu(self.owner)
        self.menu.setAccessibleName(_("Menu"))
        self.menus = {title: QMenu(_(title), self.menu) for title in ORDER}
        for submenu in self.menus.values():
            self.menu.addMenu(submenu)
        for title, words, key, icon, method in FIXED:
            made = self._add(title, words, key, icon, getattr(self._window, method))
            if method in {"undo", "redo"}:
                self._steps[method] = made
        self.menus[_N("Desk")].aboutToShow.connect(self._window.tell_undo)
        window = self._window
        for name, words in theme.CHOICES.items():
            self._add(_N("View"), words, "", "eye", partial(window.change_palette, name))
        for words, key, step in ((_N("Larger text"), "Ctrl++", 25), (_N("Smaller text"), "Ctrl+-", -25), (_N("Text size 100 %"), "Ctrl+0", 0)):
            self._add(_N("View"), words, key, "eye", partial(window.change_text_size, step))
        self._fill_go()
        self._fill_commands()

    def _add(self, title: str, words: str, key: str, icon: str, act: Callable[[], object]) -> QAction:
        action = QAction(_(words).replace("&", "&&"), self.menus[title])
        action.setProperty("drawing", icon)
        if key:
            action.setShortcuts([QKeySequence(each) for each in (key.split(", ") if key != "Ctrl+," else [key])])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(lambda _on=False: act())
        self.menus[title].addAction(action)
        self.owner.addAction(action)
        return action

    def say_undo(self, undo: str | None, redo: str | None) -> None:
        """What each of them would do; the plain word where there is nothing: the key may still take a message back."""
        for name, words, plain in (("undo", undo, _("Undo")), ("redo", redo, _("Redo"))):
            self._steps[name].setText((words or plain).replace("&", "&&"))

    def show_screens(self, entries: Sequence[Entry]) -> None:
        """The screens of the opened desk; none while it is closed."""
        self._entries = tuple(entries)
        if not entries:
            self._commands = []
        self.retell()

    def _fill_go(self) -> None:
        window = self._window
        if window is None:
            return
        numbers = iter(range(1, 10))
        for entry in self._entries:
            key = "Ctrl+," if entry.group == "foot" else f"Ctrl+{next(numbers)}"
            self._add(_N("Go"), entry.title, key, entry.icon, partial(window.go, entry.name))

    def show_commands(self, commands: Sequence[QAction]) -> None:
        """What can be done on the screen that is seen now."""
        for action in self._commands:
            self.owner.removeAction(action)
        self._commands = list(commands)
        self._fill_commands()

    def _fill_commands(self) -> None:
        submenu = self.menus[_N("This screen")]
        submenu.clear()
        for action in self._commands:
            submenu.addAction(action)
            self.owner.addAction(action)
        submenu.menuAction().setVisible(bool(self._commands))
        self.menus[_N("Go")].menuAction().setVisible(bool(self._entries))
