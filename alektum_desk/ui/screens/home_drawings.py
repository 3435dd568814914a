"""Home's two small drawings: the register by country, and the visits that will be forgotten."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.records import Matrix, State
from alektum_desk.domain.subjects import LABELS
from alektum_desk.services.overview import Leaving
from alektum_desk.ui import fonts, icons, theme

MARKS: Mapping[State, tuple[str, str]] = {
    State.NONE: ("plain", "minus"), State.COMPLETE: ("ok", "check"), State.REVIEW: ("warn", "clock"), State.DRAFT: ("info", "edit"), State.LACKS: ("bad", "incident"),
}
STEP, HEAD = 27, 24


class Cover(QWidget):
    """The register's matrix in small. What it shows is on the Register screen too; a screen reader hears the sums."""

    def __init__(self) -> None:
        super().__init__()
        self.matrix = Matrix((), (), ())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_matrix(self, matrix: Matrix) -> None:
        used = {cell.category for cell in matrix.cells}
        self.matrix = Matrix(matrix.countries, tuple(each for each in matrix.categories if each in used), matrix.cells)
        work = sum(cell.state is State.LACKS for cell in matrix.cells)
        self.setAccessibleName(_("Register by country: {recorded} cells recorded, {work} of them lack a fact").format(
            recorded=len(matrix.cells), work=work))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(340), theme.px(HEAD) + theme.px(STEP) * len(self.matrix.categories))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(260), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, countries = theme.current(), self.matrix.countries
        left = self._side(len(countries))
        step = (self.width() - left) / max(1, len(countries))
        painter.setFont(fonts.font(fonts.CAPTION, fonts.MEDIUM))
        painter.setPen(QColor(look.muted))
        for place, country in enumerate(countries):
            painter.drawText(QRectF(left + place * step, 0, step, theme.px(18)), Qt.AlignmentFlag.AlignCenter, country.code)
        small = fonts.font(fonts.SMALL)
        for line, category in enumerate(self.matrix.categories):
            top, high = theme.px(HEAD) + line * theme.px(STEP), theme.px(STEP) - 4
            painter.setFont(small)
            painter.setPen(QColor(look.text))
            words = painter.fontMetrics().elidedText(_(LABELS[category]), Qt.TextElideMode.ElideRight, left - theme.px(10))
            painter.drawText(QRectF(0, top, left, high), Qt.AlignmentFlag.AlignVCenter, words)
            for place, country in enumerate(countries):
                cell = self.matrix.cell(category, country.code)
                self._cell(painter, QRectF(left + place * step + 1.5, top, step - 3, high), cell.state if cell else None)
        painter.end()

    def _side(self, countries: int) -> int:
        """As wide as the longest name, as long as a cell still holds its icon."""
        names = fonts.metrics(fonts.SMALL)
        longest = max((names.horizontalAdvance(_(LABELS[each])) for each in self.matrix.categories), default=0) + theme.px(12)
        return min(max(longest, round(self.width() * 0.44)), self.width() - theme.px(25) * max(1, countries))

    @staticmethod
    def _cell(painter: QPainter, place: QRectF, state: State | None) -> None:
        look = theme.current()
        if state is None:
            pen = QPen(QColor(look.chrome), 1, Qt.PenStyle.DotLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
            return
        tone, icon = look.tone(MARKS[state][0]), MARKS[state][1]
        painter.setPen(QColor(tone.edge if look.name == "contrast" else tone.soft))
        painter.setBrush(QColor(tone.soft))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        size = theme.px(14)
        painter.drawPixmap(round(place.center().x() - size / 2), round(place.center().y() - size / 2), icons.pixmap(icon, tone.ink, size))


class Bars(QWidget):
    """How many visits are forgotten on each of the coming days; today in the accent."""

    def __init__(self) -> None:
        super().__init__()
        self.days: Sequence[Leaving] = ()
        self.setFixedHeight(theme.px(84))
        self.setMinimumWidth(theme.px(240))

    def show_days(self, days: Sequence[Leaving]) -> None:
        self.days = days
        total = sum(day.visits for day in days)
        self.setAccessibleName(ngettext("{number} visit will be forgotten in the next two weeks",
                                        "{number} visits will be forgotten in the next two weeks", total))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.days:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, step = theme.current(), self.width() / len(self.days)
        foot, most = theme.px(62), max(1, *(day.visits for day in self.days))
        for place, day in enumerate(self.days):
            tall = max(2.0, day.visits / most * theme.px(42))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent if place == 0 else look.tone("plain").edge if day.visits else look.chrome))
            painter.drawRoundedRect(QRectF(place * step + step / 2 - 5, foot - tall, 10, tall), 2, 2)
            painter.setPen(QColor(look.text if place == 0 else look.muted))
            painter.setFont(fonts.font(fonts.KEY, fonts.MEDIUM))
            if day.visits:
                painter.drawText(QRectF(place * step, foot - tall - theme.px(16), step, theme.px(14)), Qt.AlignmentFlag.AlignCenter,
                                 language.number(day.visits))
            painter.drawText(QRectF(place * step, foot + 4, step, theme.px(16)), Qt.AlignmentFlag.AlignCenter, language.weekday_letter(day.on))
        painter.end()
