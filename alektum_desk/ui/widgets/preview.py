"""The pages of a paper as they will be printed."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alektum_desk.base.language import _
from alektum_desk.ui import theme
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.words import column, row, say, text


class _Sheet(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self.setMinimumSize(theme.px(220), theme.px(310))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(510), theme.px(721))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self.image.size() if self.image else QSize(210, 297)
        size.scale(self.size() - QSize(2, 2), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect((self.width() - size.width()) // 2, 1, size.width(), size.height())
        painter.fillRect(place, QColor(look.paper))
        if self.image:
            if look.name == "dark":      # the page stays paper in the dark, only dimmer
                painter.setOpacity(0.9)
            ratio = self.devicePixelRatioF()
            sharp = self.image.scaled(size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
            painter.drawImage(place, sharp)
            painter.setOpacity(1)
        painter.setPen(QColor(look.chrome))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()


class PagePreview(QWidget):
    """`show_pages` for finished ones, `wait` while they are made or when they cannot be."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.images: list[QImage] = []
        self.at = 0
        self.words = text("", "small", "muted", wrap=True)
        self.before = Button("", "icon", "left", name=_("Page before"), pressed=lambda: self.turn(-1))
        self.after = Button("", "icon", "right", name=_("Next page"), pressed=lambda: self.turn(1))
        self.sheet = _Sheet()
        self.setAccessibleName(name)
        self.setLayout(column(row((self.words, 1), self.before, self.after), (self.sheet, 1), gap=8))
        self.wait("")

    def show_pages(self, images: Sequence[QImage]) -> None:
        self.images = list(images)
        self.at = min(self.at, max(0, len(self.images) - 1))
        self.turn(0)

    def wait(self, sentence: str) -> None:
        """Say why there is no new page yet; the old one stays."""
        say(self.words, sentence)
        self._switch()

    def turn(self, step: int) -> None:
        self.at = max(0, min(self.at + step, len(self.images) - 1))
        self.sheet.image = self.images[self.at] if self.images else None
        self.sheet.update()
        say(self.words, _("Page {page} of {pages}").format(page=self.at + 1, pages=len(self.images)) if self.images else "")
        self._switch()

    def _switch(self) -> None:
        self.before.setEnabled(self.at > 0)
        self.after.setEnabled(self.at < len(self.images) - 1)
        for button in (self.before, self.after):
            button.setVisible(len(self.images) > 1)
