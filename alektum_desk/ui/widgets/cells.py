"""What stands in one cell of a table, and how it is painted."""
from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from alektum_desk.ui import fonts, icons, theme
from alektum_desk.ui.widgets.chips import Chip, chip_width, paint_chip

Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole          # the cell as a value, for the painter
PAD = 12


@dataclass(frozen=True, slots=True)
class Two:
    """What it is, and one quieter line under it."""

    words: str
    under: str
    icon: str = ""
    tone: str = "muted"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Words that step back: "Not stated"."""

    words: str


@dataclass(frozen=True, slots=True)
class Strong:
    words: str


Cell = str | Chip | Two | Quiet | Strong


def cell_words(cell: Cell) -> str:
    """What a screen reader, a copy and a search get."""
    if isinstance(cell, str):
        return cell
    return f"{cell.words}, {cell.under}" if isinstance(cell, Two) and cell.under else cell.words


def cell_width(cell: Cell) -> int:
    """Without padding."""
    if isinstance(cell, Chip):
        return chip_width(cell)
    if isinstance(cell, Two):
        wide = max(fonts.metrics(fonts.BODY, fonts.MEDIUM).horizontalAdvance(one_line(cell.words)),
                   fonts.metrics(fonts.CAPTION).horizontalAdvance(one_line(cell.under)))
        return wide + (theme.px(32) if cell.icon else 0)
    weight = fonts.BOLD if isinstance(cell, Strong) else fonts.NORMAL
    return fonts.metrics(fonts.BODY, weight).horizontalAdvance(one_line(cell_words(cell)))


def one_line(words: str) -> str:
    """Line breaks and controls would paint over the row below."""
    return words if words.isprintable() else "".join(letter if letter.isprintable() else " " for letter in words)


def paint_line(painter: QPainter, place: QRect, words: str, face: QFont, colour: str, *, right: bool = False) -> None:
    painter.setFont(face)
    painter.setPen(QColor(colour))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    short = painter.fontMetrics().elidedText(one_line(words)[:2000], Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, short)


class CellPainter(QStyledItemDelegate):
    """Rows with hairlines between them, a bar at the left of the selected one, a ring around the cell in hand."""

    def __init__(self, view: QAbstractItemView, inset: int, right: frozenset[int]) -> None:
        super().__init__(view)
        self.view, self.inset, self.right = view, theme.px(inset), right

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        place: QRect = option.rect
        state: QStyle.StateFlag = option.state
        picked = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if picked:
            painter.fillRect(place, QColor(look.accent_soft))
            if index.column() == 0:
                painter.fillRect(QRect(place.left(), place.top(), 3, place.height()), QColor(look.accent_ink))
        painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), QColor(look.hairline))
        self.paint_cell(painter, place, index, picked=picked)
        if index == self.view.currentIndex() and self.view.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(look.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(place).adjusted(2, 2, -2, -3), 6, 6)
        painter.restore()

    def paint_cell(self, painter: QPainter, place: QRect, index: Index, *, picked: bool) -> None:
        look, right = theme.current(), index.column() in self.right
        cell: Cell = index.data(CELL)
        left = self.inset if index.column() == 0 else theme.px(PAD)
        inner = place.adjusted(left, 0, -theme.px(PAD), -1)
        if isinstance(cell, Chip):
            paint_chip(painter, inner.left(), inner.center().y() + 0.5, cell, rim=picked)
        elif isinstance(cell, Two):
            if cell.icon:
                size = theme.px(20)
                painter.drawPixmap(QPointF(inner.left(), inner.center().y() - size / 2), icons.pixmap(cell.icon, look.ink(cell.tone), size))
                inner.setLeft(inner.left() + theme.px(32))
            half = theme.px(19) if cell.under else 0
            paint_line(painter, inner.adjusted(0, 0, 0, -half), cell.words, fonts.font(fonts.BODY, fonts.MEDIUM), look.text, right=right)
            paint_line(painter, inner.adjusted(0, half, 0, 0), cell.under, fonts.font(fonts.CAPTION), look.muted, right=right)
        else:
            weight = fonts.BOLD if isinstance(cell, Strong) else fonts.NORMAL
            ink = look.muted if isinstance(cell, Quiet) else look.text
            paint_line(painter, inner, cell_words(cell), fonts.font(fonts.BODY, weight), ink, right=right)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(cell_width(index.data(CELL)) + theme.px(PAD * 2), super().sizeHint(option, index).height())
