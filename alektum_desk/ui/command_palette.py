"""Ctrl+K: exactly the menu's actions, and what the global search finds."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from alektum_desk.base.language import _
from alektum_desk.ui import fonts, icons, theme
from alektum_desk.ui.widgets.cells import Index, paint_line
from alektum_desk.ui.widgets.dialog import room_for
from alektum_desk.ui.widgets.fields import SearchField
from alektum_desk.ui.widgets.table import NOWHERE, fold
from alektum_desk.ui.widgets.words import column, rule, text

ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Offer:
    """One line: a command with its menu and key, or something found."""

    words: str
    under: str
    icon: str
    act: Callable[[], object]
    key: str = ""
    off: str = ""
    on: bool = True


def actions_of(menu: QMenu) -> Iterator[tuple[str, QAction]]:
    """Every command in a menu and its submenus, with the path that leads to it."""
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            for path, each in actions_of(inner):
                yield " › ".join(part for part in (plain(action.text()), path) if part), each
        elif not action.isSeparator() and action.isVisible():
            yield "", action


def plain(words: str) -> str:
    return words.replace("&&", "\0").replace("&", "").replace("\0", "&")


def offers_of(menu: QMenu) -> list[Offer]:
    return [Offer(plain(action.text()), path, str(action.property("drawing") or "arrow"), action.trigger,
                  action.shortcut().toString(action.shortcut().SequenceFormat.NativeText), action.statusTip(), action.isEnabled())
            for path, action in actions_of(menu)]


def matches(needle: str, words: str) -> bool:
    """Its letters in their order, each word of the needle anywhere."""
    folded = fold(words)
    for part in fold(needle).split():
        at = -1
        for letter in part:
            at = folded.find(letter, at + 1)
            if at < 0:
                return False
    return True


def rank(needle: str, offer: Offer) -> tuple[int, int]:
    """Whole words first, then the rest in menu order."""
    folded, sought = fold(offer.words), fold(needle)
    return (0 if folded.startswith(sought) else 1 if sought in folded else 2, len(folded) if sought else 0)


class _Offers(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.offers: list[Offer] = []

    def fill(self, offers: Sequence[Offer]) -> None:
        self.beginResetModel()
        self.offers = list(offers)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == ENTRY:
            return self.offers[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            offer = self.offers[index.row()]
            return ", ".join(part for part in (offer.words, offer.under, offer.key) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if index.isValid() else Qt.ItemFlag.NoItemFlags


class _OfferPainter(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, offer = theme.current(), index.data(ENTRY)
        place: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, QColor(look.accent_soft))
        size = theme.px(18)
        painter.drawPixmap(place.left() + theme.px(14), place.center().y() - size // 2, icons.pixmap(offer.icon, look.muted, size))
        key_wide = fonts.metrics(fonts.CAPTION).horizontalAdvance(offer.key) + theme.px(16) if offer.key else 0
        inner = place.adjusted(theme.px(44), 0, -theme.px(12) - key_wide, 0)
        half = theme.px(9) if offer.under or offer.off else 0
        paint_line(painter, inner.adjusted(0, 0, 0, -2 * half), offer.words, fonts.font(fonts.BODY, fonts.MEDIUM),
                   look.text if offer.on else look.muted)
        if half:
            paint_line(painter, inner.adjusted(0, 2 * half, 0, 0), offer.off if not offer.on else offer.under, fonts.font(fonts.CAPTION), look.muted)
        if offer.key:
            paint_line(painter, place.adjusted(0, 0, -theme.px(14), 0), offer.key, fonts.font(fonts.CAPTION), look.muted, right=True)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme.px(300), max(theme.px(46), fonts.metrics(fonts.BODY).height() + fonts.metrics(fonts.CAPTION).height() + theme.px(8)))


class CommandPalette(QDialog):
    """`search` is asked for the words after a moment of rest and answers with what it found."""

    ran = Signal()

    def __init__(self, menu: QMenu, search: Callable[[str], Sequence[Offer]] | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Search or run a command"))
        self.commands = offers_of(menu)
        self._search = search
        self.field = SearchField(_("Search or run a command"))
        self.field.setProperty("state", "palette")
        self.field.setMaximumWidth(16_777_215)
        self.list = QListView()
        self.list.setProperty("role", "raised")
        self.list.setAccessibleName(_("Commands and things found"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.model = _Offers()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_OfferPainter(self.list))
        self.none = text(_("Nothing is called like that."), "small", "muted", wrap=True)
        self.none.setContentsMargins(theme.px(16), 0, 0, theme.px(10))
        self.setLayout(column(self.field, rule(), (self.list, 1), self.none, gap=4, margin=6))
        self.resize(QSize(theme.px(620), theme.px(460)).boundedTo(room_for(self)))
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(120)
        self._wait.timeout.connect(self._look_up)
        self.field.changed.connect(self.fill)
        self.list.clicked.connect(lambda _index: self.run())
        self.fill()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @classmethod
    def example(cls, parent: QWidget | None = None) -> CommandPalette:
        menu = QMenu(parent)
        menu.addAction(_("Lock the desk")).setShortcut("Ctrl+L")
        return cls(menu, None, parent)

    def fill(self) -> None:
        needle = self.field.value()
        found = [offer for offer in self.commands if matches(needle, offer.words)]
        found.sort(key=lambda offer: rank(needle, offer))
        self._show(found)
        if self._search is not None and len(needle.strip()) >= 2:
            self._wait.start()

    def _look_up(self) -> None:
        needle = self.field.value()
        if self._search is not None:
            self._show([*self.model.offers, *self._search(needle)])

    def _show(self, offers: Sequence[Offer]) -> None:
        at = max(0, self.list.currentIndex().row())
        self.model.fill(offers)
        self.none.setVisible(not offers)
        if offers:
            self.list.setCurrentIndex(self.model.index(at if at < len(offers) and not self.field.value() else 0, 0))

    def run(self) -> None:
        index = self.list.currentIndex()
        if not index.isValid() or not self.model.offers[index.row()].on:
            return
        act = self.model.offers[index.row()].act
        self.accept()
        self.ran.emit()
        act()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if event.key() in steps:
            row = self.list.currentIndex().row() + steps[Qt.Key(event.key())]
            self.list.setCurrentIndex(self.model.index(max(0, min(row, self.model.rowCount() - 1)), 0))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.run()
        else:
            super().keyPressEvent(event)
