"""The matrix: categories down, countries across, a fact and its state in each cell. Arrows move, Enter opens, Tab leaves."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from alektum_desk.base.language import _
from alektum_desk.ui import fonts, icons, theme
from alektum_desk.ui.widgets.cells import Index, paint_line
from alektum_desk.ui.widgets.table import NOWHERE

INSET = 3.5


@dataclass(frozen=True, slots=True)
class Head:
    """A row's or a column's title, and a quieter line ("14 activities", "No notice")."""

    key: str
    words: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """`first` needs no language ("v4", "Art. 9"); `words` says the state. Tone "none" is a filled cell: no such processing.

    `spoken` is what a screen reader and the tip say where `first` is too short for that.
    """

    first: str
    words: str
    tone: str = "plain"
    icon: str = ""
    spoken: str = ""


class MatrixModel(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.heads: tuple[Head, ...] = ()
        self.sides: tuple[Head, ...] = ()
        self.cells: dict[tuple[str, str], MatrixCell] = {}

    def fill(self, rows: Sequence[Head], columns: Sequence[Head], cells: Mapping[tuple[str, str], MatrixCell]) -> None:
        self.beginResetModel()
        self.sides, self.heads, self.cells = tuple(rows), tuple(columns), dict(cells)
        self.endResetModel()

    def cell(self, index: Index) -> MatrixCell | None:
        return self.cells.get((self.sides[index.row()].key, self.heads[index.column()].key))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.sides)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        found = self.cell(index)
        if found is None:
            return _("Not recorded")
        if found.spoken and role != Qt.ItemDataRole.DisplayRole:
            return found.spoken
        return f"{found.first}, {found.words}" if found.words else found.first

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        heads = self.heads if orientation == Qt.Orientation.Horizontal else self.sides
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} and 0 <= section < len(heads):
            return heads[section].words
        return None


class _CellPainter(QStyledItemDelegate):
    def __init__(self, view: Matrix) -> None:
        super().__init__(view)
        self.view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        place: QRect = option.rect
        inset = theme.px(INSET)
        inner = QRectF(place).adjusted(inset, inset, -inset, -inset)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = self.view.model_.cell(index)
        if cell is None:
            painter.setPen(QPen(QColor(look.edge), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(inner.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        else:
            self._paint_cell(painter, inner.toRect(), cell)
        if index == self.view.currentIndex():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.focus if self.view.hasFocus() else look.accent_ink), 2))
            painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), 8, 8)
        painter.restore()

    def _paint_cell(self, painter: QPainter, place: QRect, cell: MatrixCell) -> None:
        look = theme.current()
        tone = look.plain if cell.tone == "none" else look.tone(cell.tone)
        painter.setPen(QPen(QColor(tone.edge), 1) if look.name == "contrast" else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.sunken if cell.tone == "none" else tone.soft))
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        inner = place.adjusted(theme.px(8), 0, -theme.px(1), 0)
        high = fonts.metrics(fonts.SMALL, fonts.BOLD).height() + (fonts.metrics(fonts.CAPTION).height() + theme.px(2) if cell.words else 0)
        line = QRect(inner.left(), place.center().y() - high // 2, inner.width(), fonts.metrics(fonts.SMALL, fonts.BOLD).height())
        size, left = theme.px(16), 0
        if cell.icon:
            painter.drawPixmap(QPointF(line.left(), line.center().y() - size / 2 + 1), icons.pixmap(cell.icon, tone.ink, size))
            left = size + theme.px(4)
        paint_line(painter, line.adjusted(left, 0, 0, 0), cell.first, fonts.font(fonts.SMALL, fonts.BOLD), tone.ink)
        if cell.words:
            under = QRect(inner.left(), line.bottom() + theme.px(2), inner.width(), fonts.metrics(fonts.CAPTION).height())
            paint_line(painter, under, cell.words, fonts.font(fonts.CAPTION), tone.ink)


class _Side(QWidget):
    """The titles of the rows or of the columns; the one of the cell in hand is accented."""

    def __init__(self, view: Matrix, across: bool) -> None:
        super().__init__(view)
        self.view, self.across = view, across

    def paintEvent(self, _event: object) -> None:
        look, view = theme.current(), self.view
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(look.surface))
        painter.setClipRect(self.rect())
        hand = view.currentIndex()
        heads = view.model_.heads if self.across else view.model_.sides
        for at, head in enumerate(heads):
            if self.across:
                place = QRect(view.columnViewportPosition(at), 0, view.columnWidth(at), self.height()).adjusted(theme.px(12), 0, -2, 0)
            else:
                place = QRect(0, view.rowViewportPosition(at), self.width(), view.rowHeight(at)).adjusted(theme.px(20), 0, -theme.px(8), 0)
            here = hand.isValid() and at == (hand.column() if self.across else hand.row())
            face = fonts.font(fonts.CAPTION if self.across else fonts.BODY, fonts.BOLD if here or self.across else fonts.MEDIUM)
            quiet = look.muted if self.across else look.text
            half = theme.px(10) if head.under else 0
            if not self.across and fonts.metrics(fonts.BODY, fonts.BOLD).horizontalAdvance(head.words) > place.width():
                self._paint_lines(painter, place, head, face, look.accent_ink if here else quiet)
                continue
            paint_line(painter, place.adjusted(0, 0, 0, -2 * half), head.words, face, look.accent_ink if here else quiet)
            if head.under:
                paint_line(painter, place.adjusted(0, 2 * half, 0, 0), head.under, fonts.font(fonts.CAPTION), look.muted)
        painter.end()

    @staticmethod
    def _paint_lines(painter: QPainter, place: QRect, head: Head, face: QFont, ink: str) -> None:
        """A long title goes on in further lines, above the quieter one."""
        tall, low = wrapped(head.words, place.width()), fonts.metrics(fonts.CAPTION).height() if head.under else 0
        top = place.center().y() - (tall + low) // 2
        painter.setFont(face)
        painter.setPen(QColor(ink))
        painter.drawText(QRect(place.left(), top, place.width(), tall), int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter), head.words)
        paint_line(painter, QRect(place.left(), top + tall, place.width(), low), head.under, fonts.font(fonts.CAPTION), theme.current().muted)


def wrapped(words: str, width: int) -> int:
    """How tall the title of a row is in that width."""
    return fonts.metrics(fonts.BODY, fonts.BOLD).boundingRect(QRect(0, 0, width, 10_000), int(Qt.TextFlag.TextWordWrap), words).height()


class Matrix(QTableView):
    """`chosen` and `opened` (row key, column key); `asked` when N is pressed on a cell that nothing is recorded in, or on any."""

    chosen = Signal(str, str)
    opened = Signal(str, str)
    asked = Signal(str, str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.model_ = MatrixModel()
        self.setModel(self.model_)
        self.setAccessibleName(name)
        self.setItemDelegate(_CellPainter(self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.verticalHeader().hide()
        self.horizontalHeader().hide()
        self._across, self._down = _Side(self, across=True), _Side(self, across=False)
        self.horizontalScrollBar().valueChanged.connect(self._across.update)
        self.verticalScrollBar().valueChanged.connect(self._down.update)
        self.selectionModel().currentChanged.connect(self._moved)
        self.doubleClicked.connect(lambda _index: self._tell(self.opened))

    def show_matrix(self, rows: Sequence[Head], columns: Sequence[Head], cells: Mapping[tuple[str, str], MatrixCell]) -> None:
        hand = self.keys()
        self.model_.fill(rows, columns, cells)
        tall = fonts.metrics(fonts.SMALL).height() * 2
        self.verticalHeader().setDefaultSectionSize(tall + theme.px(18) if theme.is_large() else max(theme.px(66), tall + theme.px(24)))
        self._fit()
        self.choose(*hand)

    def keys(self) -> tuple[str, str]:
        """The cell in hand; two empty strings for none."""
        index = self.currentIndex()
        return (self.model_.sides[index.row()].key, self.model_.heads[index.column()].key) if index.isValid() else ("", "")

    def choose(self, row: str, column: str) -> None:
        rows, columns = [head.key for head in self.model_.sides], [head.key for head in self.model_.heads]
        if row in rows and column in columns:
            self.setCurrentIndex(self.model_.index(rows.index(row), columns.index(column)))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(700), self._top() + self.verticalHeader().length() + 4)

    def _top(self) -> int:
        return theme.px(52 if any(head.under for head in self.model_.heads) else 40)

    def _fit(self) -> None:
        """Columns share the width, but none is narrower than its words; the titles of the rows stand still beside them."""
        bold, plain, caption = fonts.metrics(fonts.SMALL, fonts.BOLD), fonts.metrics(fonts.BODY, fonts.BOLD), fonts.metrics(fonts.CAPTION, fonts.BOLD)
        side = max((max(plain.horizontalAdvance(head.words), caption.horizontalAdvance(head.under)) for head in self.model_.sides), default=0)
        word = max((plain.horizontalAdvance(word) for head in self.model_.sides for word in head.words.split()), default=0)
        side = max(theme.px(120), word + theme.px(32), min(side + theme.px(36), max(theme.px(168), self.width() * 21 // 100)))
        self.setViewportMargins(side, self._top(), 0, 0)
        self._across.setGeometry(side, 0, max(0, self.width() - side), self._top())
        self._down.setGeometry(0, self._top(), side, max(0, self.height() - self._top()))
        least = {head.key: max(caption.horizontalAdvance(head.words), fonts.metrics(fonts.CAPTION).horizontalAdvance(head.under)) for head in self.model_.heads}
        for (_side, key), cell in self.model_.cells.items():
            least[key] = max(least.get(key, 0), bold.horizontalAdvance(cell.first) + theme.px(20 if cell.icon else 0),
                             fonts.metrics(fonts.CAPTION).horizontalAdvance(cell.words))
        room, rim = self.viewport().width() - theme.px(14), theme.px(18)
        if sum(least.values()) + rim * len(least) > room:      # some have to wait beyond the edge: none of them is cut by it
            many = max(1, self.viewport().width() // (max(least.values()) + rim))
            wide = [self.viewport().width() // many] * len(least)
        else:
            wide = self._shared(list(least.values()), room, rim)
        for at, each in enumerate(wide):
            self.setColumnWidth(at, each)
        room = side - theme.px(28)
        for at, head in enumerate(self.model_.sides):
            under = fonts.metrics(fonts.CAPTION).height() if head.under else 0
            self.setRowHeight(at, max(self.verticalHeader().defaultSectionSize(), wrapped(head.words, room) + under + theme.px(8)))
        self._across.update()
        self._down.update()

    @staticmethod
    def _shared(least: Sequence[int], room: int, rim: int) -> list[int]:
        """Alike, where that is enough for each; else those with little to say take less."""
        share = min(theme.px(150), room // max(1, len(least)))
        if max(least, default=0) + rim <= share:
            return [share] * len(least)
        return [each + rim + (room - sum(least) - rim * len(least)) // len(least) for each in least]

    def _moved(self) -> None:
        self._across.update()
        self._down.update()
        self._tell(self.chosen)

    def _tell(self, signal: Any) -> None:
        row, column = self.keys()
        if row:
            signal.emit(row, column)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._tell(self.opened)
        elif event.key() == Qt.Key.Key_N and not event.modifiers():
            self._tell(self.asked)
        else:
            super().keyPressEvent(event)
