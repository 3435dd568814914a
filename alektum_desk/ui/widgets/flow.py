"""Things side by side that go on to the next line when the window is narrow."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from alektum_desk.ui import theme


class Flow(QLayout):
    """`right` fills from the right; `middle` puts small things beside the middle of tall ones; `below` between lines, where it is not `gap`;
    `apart` puts the last one at the right end of a line that it shares.
    """

    def __init__(self, widgets: Sequence[QWidget] = (), gap: int = 8, *, right: bool = False, middle: bool = False, below: int | None = None, apart: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap, self._right, self._middle, self._apart = theme.px(gap), right, middle, apart
        self._below = theme.px(gap if below is None else below)
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        return QSize(sum(size.width() for size in shown) + self._gap * max(0, len(shown) - 1),
                     max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        y = rect.y()
        for line in self._lines(rect.width()):
            wide = sum(size.width() for _item, size in line) + self._gap * (len(line) - 1)
            x = rect.right() + 1 - wide if self._right else rect.x()
            high = max(size.height() for _item, size in line)
            for item, size in line:
                if self._apart and item is self._items[-1] and len(line) > 1:
                    x = rect.right() + 1 - size.width()
                if move:
                    item.setGeometry(QRect(QPoint(x, y + ((high - size.height()) // 2 if self._middle else 0)), size))
                x += size.width() + self._gap
            y += high + self._below
        return max(0, y - self._below - rect.y())

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = within(item, width)
            if not lines or size.width() + self._gap > left:
                lines.append([])
                left = width + self._gap
            lines[-1].append((item, size))
            left -= size.width() + self._gap
        return lines


def within(item: QLayoutItem, width: int) -> QSize:
    """As large as it likes; one that is wider than the line and can be taller instead, is."""
    size = item.sizeHint()
    if size.width() > width and item.hasHeightForWidth():
        narrow = max(width, item.minimumSize().width())
        return QSize(narrow, item.heightForWidth(narrow))
    return size
