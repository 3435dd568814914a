"""States in a word, an icon and a colour; how long is left; how much is done."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from alektum_desk.ui import fonts, icons, theme


@dataclass(frozen=True, slots=True)
class Chip:
    """A state: the word (already translated) says it, tone and icon repeat it."""

    words: str
    tone: str = "plain"
    icon: str = ""


def chip_width(chip: Chip) -> int:
    return fonts.metrics(fonts.CAPTION, fonts.MEDIUM).horizontalAdvance(chip.words) + theme.px(35 if chip.icon else 18)


def chip_height() -> int:
    return max(theme.px(22), fonts.metrics(fonts.CAPTION, fonts.MEDIUM).height() + theme.px(4))


def paint_chip(painter: QPainter, x: float, middle: float, chip: Chip, *, rim: bool = False) -> None:
    """`rim` draws its edge: on a selected row and in high contrast."""
    high = chip_height()
    _paint(painter, QRectF(x, round(middle - high / 2), chip_width(chip), high), chip, rim=rim)


def _paint(painter: QPainter, whole: QRectF, chip: Chip, *, rim: bool) -> None:
    look = theme.current()
    tone = look.tone(chip.tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    place = whole.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(QColor(tone.edge if rim or look.name == "contrast" else tone.soft), 1))
    painter.setBrush(QColor(tone.soft))
    painter.drawRoundedRect(place, 6, 6)
    left = place.left() + theme.px(8)
    if chip.icon:
        size = theme.px(14)
        painter.drawPixmap(QPointF(round(left - 1), round(place.top() + (chip_height() - size) / 2)), icons.pixmap(chip.icon, tone.ink, size))
        left += theme.px(17)
    painter.setPen(QColor(tone.ink))
    painter.setFont(fonts.font(fonts.CAPTION, fonts.MEDIUM))
    painter.drawText(QRectF(left, place.top(), whole.right() - left, place.height()), Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, chip.words)
    painter.restore()


class ChipLabel(QWidget):
    """As wide as its words; with `wrap` they go on to the next line where there is less room."""

    def __init__(self, words: str, tone: str = "plain", icon: str = "", *, wrap: bool = False) -> None:
        super().__init__()
        self.wrap = wrap
        self.chip = Chip(words, tone, icon)
        self.show_chip(self.chip)

    def show_chip(self, chip: Chip) -> None:
        self.chip = chip
        self.setAccessibleName(chip.words)
        if self.wrap:
            metrics = fonts.metrics(fonts.CAPTION, fonts.MEDIUM)
            policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
            self.setMinimumWidth(max(map(metrics.horizontalAdvance, chip.words.split()), default=0) + chip_width(Chip("", chip.tone, chip.icon)))
        else:
            self.setFixedSize(chip_width(chip), chip_height())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self.chip), chip_height())

    def hasHeightForWidth(self) -> bool:
        return self.wrap

    def heightForWidth(self, width: int) -> int:
        metrics = fonts.metrics(fonts.CAPTION, fonts.MEDIUM)
        inside = max(1, width - chip_width(Chip("", self.chip.tone, self.chip.icon)) + theme.px(9))
        words = metrics.boundingRect(QRect(0, 0, inside, 10_000), Qt.TextFlag.TextWordWrap, self.chip.words)
        return max(chip_height(), words.height() + theme.px(4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        _paint(painter, QRectF(self.rect()), self.chip, rim=False)
        painter.end()


class Countdown(QWidget):
    """How long is left: a number, its unit, and a tone that only repeats what the number says."""

    def __init__(self, number: str, unit: str, tone: str = "plain") -> None:
        super().__init__()
        self.number, self.unit, self.tone = number, unit, tone
        wide = max(fonts.metrics(12.75, fonts.BOLD).horizontalAdvance(number), fonts.metrics(fonts.KEY, fonts.MEDIUM).horizontalAdvance(unit))
        self.setFixedSize(max(theme.px(56), wide + theme.px(12)), theme.px(44))
        self.setAccessibleName(f"{number} {unit}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        tone = look.tone(self.tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tone.edge if look.name == "contrast" else tone.soft))
        painter.setBrush(QColor(tone.soft))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setPen(QColor(tone.ink))
        painter.setFont(fonts.font(12.75 if len(self.number) < 4 else 10.5, fonts.BOLD))
        painter.drawText(QRect(0, theme.px(4), self.width(), theme.px(22)), Qt.AlignmentFlag.AlignCenter, self.number)
        painter.setFont(fonts.font(fonts.KEY, fonts.MEDIUM))
        painter.drawText(QRect(0, theme.px(24), self.width(), theme.px(15)), Qt.AlignmentFlag.AlignCenter, self.unit)
        painter.end()


class Meter(QWidget):
    """A bar of parts, (count, tone); tone "plain" leaves the track empty. Always with the words beside it."""

    def __init__(self, parts: Sequence[tuple[int, str]], name: str, height: int = 8) -> None:
        super().__init__()
        self.parts = tuple(parts)
        self.setAccessibleName(name)
        self.setFixedHeight(theme.px(height))
        self.setMinimumWidth(theme.px(80))

    def show_parts(self, parts: Sequence[tuple[int, str]], name: str) -> None:
        self.parts = tuple(parts)
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        total, x, round_ = sum(count for count, _ in self.parts) or 1, 0.0, self.height() / 2
        painter.setPen(QColor(look.chrome))
        painter.setBrush(QColor(look.sunken))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), round_, round_)
        painter.setPen(Qt.PenStyle.NoPen)
        for count, tone in self.parts:
            wide = self.width() * count / total
            if tone != "plain" and count:
                painter.setBrush(QColor(look.accent if tone == "accent" else look.tone(tone).edge))
                painter.drawRoundedRect(QRectF(x, 0, max(wide - 2, self.height()), self.height()), round_, round_)
            x += wide
        painter.end()
