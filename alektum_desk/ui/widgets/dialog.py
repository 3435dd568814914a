"""A dialog that is never larger than the window it belongs to: its body scrolls, its buttons stay."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from alektum_desk.base.language import _
from alektum_desk.ui import theme
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.words import Part, Scroller, column, holder

AIR = 32      # that is left between a dialog and the edges of its window


def room_for(dialog: QWidget) -> QSize:
    """How large it may be: the window it belongs to, else the screen."""
    parent = dialog.parentWidget()
    size = parent.window().size() if parent is not None else dialog.screen().availableSize()
    return QSize(size.width() - AIR, size.height() - AIR)


class Dialog(QDialog):
    """`width` and `height` at 100 %; height 0 is as tall as its words need."""

    def __init__(self, parent: QWidget | None, *parts: Part, foot: Sequence[Button], focus: QWidget, width: int = 480, height: int = 0) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Alektum Desk"))
        self._wanted = QSize(theme.px(width), theme.px(height))
        self.body = holder(column(*parts, gap=14, margin=(24, 24, 24, 8)))
        self.foot = Flow(list(foot), right=True)
        self._feet = holder(column(self.foot, margin=(24, 8, 24, 24)))
        self.setLayout(column((Scroller(self.body), 1), self._feet, gap=0))
        self._first = focus

    def showEvent(self, event: QShowEvent) -> None:
        self.fit()
        super().showEvent(event)
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self) -> None:
        room = room_for(self)
        width = min(max(self._wanted.width(), self.body.minimumSizeHint().width()), room.width())
        layout, feet = self.body.layout(), self._feet.layout()
        tall = layout.totalHeightForWidth(width) if layout is not None and layout.hasHeightForWidth() else self.body.sizeHint().height()
        low = feet.totalHeightForWidth(width) if feet is not None else 0
        self.resize(width, min(max(tall + low, self._wanted.height()), room.height()))
