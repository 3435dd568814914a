"""Tables as data: columns say what stands in them; the model searches, sorts and answers early; Tab leaves."""
from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from alektum_desk.base.language import _
from alektum_desk.ui import fonts, theme
from alektum_desk.ui.widgets.cells import CELL, PAD, Cell, CellPainter, Index, Two, cell_width, cell_words

Row = TypeVar("Row")
NOWHERE = QModelIndex()
SAMPLED = 300                     # rows that are measured for the width of a column
WIDEST = 340
READABLE = 260                    # a column that stretches keeps so much while another one can give way
NARROWEST = 160                   # so much of a column that stretches stays before its table scrolls; the tip has the whole


@dataclass(frozen=True)
class Column(Generic[Row]):
    """`value` is what is sorted by and (through `text`) searched; `cell` may paint something richer than the text.

    Where its table would scroll sideways the `spare` ones give way, the highest number first: what they say stands in the pane, too.
    """

    title: str
    value: Callable[[Row], Any]
    text: Callable[[Any], str] = str
    cell: Callable[[Row], Cell] | None = None
    right: bool = False
    stretch: bool = False
    search: bool = True
    spare: int = 0

    def words(self, row: Row) -> str:
        value = self.value(row)
        return "" if value is None else self.text(value)

    def shown(self, row: Row) -> Cell:
        return self.cell(row) if self.cell else self.words(row)


_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "å": "a", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "œ": "oe"})


def fold(words: str) -> str:
    """How words are compared in a search: without case, accents and the letters that keyboards lack."""
    if words.isascii():
        return words.lower()
    plain = unicodedata.normalize("NFKD", words.casefold().translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


class TableModel(QAbstractTableModel, Generic[Row]):
    def __init__(self, columns: Sequence[Column[Row]], rows: Sequence[Row] = ()) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._all: list[Row] = list(rows)
        self._folded: list[str] | None = None
        self._shown: list[Row] = self._all
        self._needle = ""
        self._sorted: tuple[int, Qt.SortOrder] | None = None
        self._cells: dict[tuple[int, int], Cell] = {}

    # --- what is in it -------------------------------------------------------------------------------------------

    def set_rows(self, rows: Iterable[Row]) -> None:
        self.beginResetModel()
        self._all, self._folded = list(rows), None
        self._choose()
        self.endResetModel()

    def search(self, words: str) -> None:
        """Show the rows in which every word stands somewhere."""
        self.beginResetModel()
        self._needle = fold(words.strip())
        self._choose()
        self.endResetModel()

    def _choose(self) -> None:
        self._cells.clear()
        if not self._needle:
            self._shown = list(self._all)
        else:
            if self._folded is None:
                asked = [column for column in self.columns if column.search]
                self._folded = [fold("\n".join(column.words(row) for column in asked)) for row in self._all]
            first, *others = self._needle.split()
            if others:
                found = [pair for pair in zip(self._all, self._folded, strict=True) if first in pair[1]]
                self._shown = [row for row, words in found if all(word in words for word in others)]
            else:
                self._shown = [row for row, words in zip(self._all, self._folded, strict=True) if first in words]
        if self._sorted is not None:
            self._sort()

    def _sort(self) -> None:
        if self._sorted is None:
            return
        column, order = self.columns[self._sorted[0]], self._sorted[1]
        known = [row for row in self._shown if column.value(row) is not None]
        unknown = [row for row in self._shown if column.value(row) is None]
        known.sort(key=lambda row: fold(value) if isinstance(value := column.value(row), str) else value,
                   reverse=order == Qt.SortOrder.DescendingOrder)
        self._shown = known + unknown

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        self._sorted = (column, order)
        self._cells.clear()
        self._sort()
        self.layoutChanged.emit()

    def row(self, at: int) -> Row | None:
        return self._shown[at] if 0 <= at < len(self._shown) else None

    def place(self, row: Row) -> int:
        """Where a row stands now; -1 when it is not shown."""
        same = next((at for at, each in enumerate(self._shown) if each is row), -1)
        return same if same >= 0 else next((at for at, each in enumerate(self._shown) if each == row), -1)

    def shown(self) -> Sequence[Row]:
        return self._shown

    def retell(self) -> None:
        """The same rows, but what their cells say has changed: the time went on, or names are to be hidden."""
        self._cells.clear()
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(self.columns) - 1))

    # --- what Qt asks --------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == CELL:
            return self._cell(index.row(), index.column())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            words = cell_words(self._cell(index.row(), index.column()))
            return words if role != Qt.ItemDataRole.ToolTipRole else plain_tip(words)
        return None

    def _cell(self, row: int, column: int) -> Cell:
        cell = self._cells.get((row, column))
        if cell is None:
            if len(self._cells) > 4000:
                self._cells.clear()
            cell = self._cells[row, column] = self.columns[column].shown(self._shown[row])
        return cell

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return _(self.columns[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


def plain_tip(words: str) -> str:
    """A tooltip guesses rich text; words that look like it are shown as they are."""
    if "<" in words or "&" in words:
        return "<span>" + words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "</span>"
    return words


class Table(QTableView, Generic[Row]):
    """`chosen` when another row is in hand, `opened` on Enter or a double click, `typed` when letters are typed in it."""

    chosen = Signal(object)
    opened = Signal(object)
    typed = Signal(str)

    def __init__(self, name: str, columns: Sequence[Column[Row]], rows: Sequence[Row] = (), *, header: bool = True, inset: int = 20,
                 comfortable: bool = False, sortable: bool = True, model: Callable[[Sequence[Column[Row]]], TableModel[Row]] | None = None) -> None:
        super().__init__()
        self.rows: TableModel[Row] = TableModel(columns, rows) if model is None else model(columns)
        self._two = False
        self._comfortable, self._inset, self._moved, self._arrow = comfortable, inset, False, 20 if sortable else 0
        self.setAccessibleName(name)
        self.setModel(self.rows)
        self.setItemDelegate(CellPainter(self, inset, frozenset(at for at, column in enumerate(columns) if column.right)))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self._set_up_header(header=header, sortable=sortable)
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.rows.row(index.row())))
        self._measure()

    def _set_up_header(self, *, header: bool, sortable: bool) -> None:
        head = self.horizontalHeader()
        head.setProperty("inset", str(self._inset))
        head.setHighlightSections(False)
        head.setFixedHeight(theme.px(36))
        head.setVisible(header)
        head.setMinimumSectionSize(theme.px(24))
        head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head.setAccessibleName(self.accessibleName())
        head.setStretchLastSection(False)
        head.setTextElideMode(Qt.TextElideMode.ElideNone)
        if sortable:
            head.setSectionsClickable(True)
            head.sectionClicked.connect(self._header_clicked)
        head.sectionResized.connect(self._resized)

    # --- rows ----------------------------------------------------------------------------------------------------

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Other rows; the row in hand stays in hand when it is still there."""
        kept = self.current()
        self.rows.set_rows(rows)
        self._measure()
        if kept is not None:
            self.choose(kept)

    def search(self, words: str) -> None:
        kept = self.current()
        self.rows.search(words)
        if kept is not None:
            self.choose(kept)

    def current(self) -> Row | None:
        return self.rows.row(self.currentIndex().row())

    def choose(self, row: Row) -> None:
        place = self.rows.place(row)
        if place >= 0:
            self.selectionModel().setCurrentIndex(self.rows.index(place, max(0, self.currentIndex().column())),
                                                  QItemSelectionModel.SelectionFlag.ClearAndSelect
                                                  | QItemSelectionModel.SelectionFlag.Rows)

    def texts(self, title: str) -> list[str]:
        """What one column says, row by row; `title` as it stands in the code."""
        column = next(column for column in self.rows.columns if column.title == title)
        return [cell_words(column.shown(row)) for row in self.rows.shown()]

    def _current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.chosen.emit(self.rows.row(index.row()))

    def _header_clicked(self, section: int) -> None:
        head = self.horizontalHeader()
        again = head.isSortIndicatorShown() and head.sortIndicatorSection() == section
        down = again and head.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        head.setSortIndicatorShown(True)
        head.setSortIndicator(section, order)
        self.rows.sort(section, order)

    # --- measures ------------------------------------------------------------------------------------------------

    def _measure(self) -> None:
        """Row heights and column widths from the words in them; a width moved by hand is left."""
        sample = self.rows.shown()[:SAMPLED]
        cells = [[column.shown(row) for row in sample] for column in self.rows.columns]
        two = any(isinstance(cell, Two) and cell.under for column in cells for cell in column)
        tall = fonts.metrics(fonts.BODY).height() + (fonts.metrics(fonts.CAPTION).height() + theme.px(11) if two else theme.px(17))
        self.verticalHeader().setDefaultSectionSize(max(tall, theme.px((56 if two else 44) if self._comfortable else (48 if two else 36))))
        if self._moved:
            return
        head = fonts.metrics(fonts.CAPTION, fonts.BOLD)
        self._natural, self._headings = [], []
        for at, column in enumerate(self.rows.columns):
            pad = theme.px(PAD) + (theme.px(self._inset) if at == 0 else theme.px(PAD))
            title = head.horizontalAdvance(_(column.title)) + pad + theme.px(self._arrow)
            words = max((cell_width(cell) for cell in cells[at]), default=0) + pad + 2      # metrics round, painting does not
            self._headings.append(title)
            self._natural.append(max(title, min(words, theme.px(WIDEST) + pad)))
        self._spread()

    def _spread(self) -> None:
        """Columns as wide as their words; what is left goes to those that stretch, or to all, and what is lacking comes from those that stretch."""
        if self._moved or not self._natural:
            return
        columns, room = self.rows.columns, self.viewport().width()
        shown = self._with_room(room)
        left = room - sum(self._natural[at] for at in shown)
        takers = [at for at in shown if columns[at].stretch] or shown
        slack = {at: self._natural[at] - self._least(at) for at in shown}
        blocked = self.horizontalHeader().blockSignals(True)
        for at, column in enumerate(columns):
            if column.spare:
                self.setColumnHidden(at, at not in shown)
        for at in shown:
            share = left // len(takers) * (at in takers) if left > 0 else max(left * slack[at] // (sum(slack.values()) or 1), -slack[at])
            self.setColumnWidth(at, self._natural[at] + share)
        self.horizontalHeader().blockSignals(blocked)
        self.updateGeometries()
        self.viewport().update()

    def _least(self, at: int, kept: int = NARROWEST) -> int:
        return min(self._natural[at], max(self._headings[at], theme.px(kept))) if self.rows.columns[at].stretch else self._natural[at]

    def _with_room(self, room: int) -> list[int]:
        """The columns that stand side by side in this width."""
        shown = list(range(len(self._natural)))
        spare = {at: column.spare for at, column in enumerate(self.rows.columns) if column.spare}
        for giving in sorted(spare, key=lambda at: -spare[at]):
            kept = NARROWEST if self.rows.columns[giving].stretch else READABLE      # what stretches can give a little first
            if sum(self._least(at, kept) for at in shown) <= room:
                break
            shown.remove(giving)
        return shown

    def _resized(self, _section: int, _old: int, _new: int) -> None:
        self._moved = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    def widths(self) -> list[int]:
        """Column widths moved by hand, to be remembered; empty when nobody moved them."""
        wide = [self._natural[at] if self.isColumnHidden(at) else self.columnWidth(at) for at in range(self.rows.columnCount())]
        return [round(each / theme.scale()) for each in wide] if self._moved else []

    def set_widths(self, widths: Sequence[int]) -> None:
        if len(widths) == self.rows.columnCount():
            for at, wide in enumerate(widths):
                self.setColumnWidth(at, theme.px(wide))
            self._moved = True

    def fit(self) -> None:
        """As tall as its rows: for short lists on a card."""
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = 0 if self.horizontalHeader().isHidden() else self.horizontalHeader().height()
        self.setFixedHeight(self.rows.rowCount() * self.verticalHeader().defaultSectionSize() + head + 2)

    # --- keyboard ------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and row is not None:
            self.opened.emit(row)
        elif event.matches(QKeySequence.StandardKey.Copy) and row is not None:
            QGuiApplication.clipboard().setText("\t".join(cell_words(column.shown(row)) for column in self.rows.columns))
        elif event.text().isprintable() and event.text().strip() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)
