"""A published text on paper: numbered lines, those that speak in ink, the one in hand marked."""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from alektum_desk.base.language import _
from alektum_desk.ui import fonts, theme


@dataclass(frozen=True, slots=True)
class Line:
    """`speaks`: a fact comes from it; `source`: one of the facts shown beside it."""

    number: int
    words: str
    speaks: bool = False
    source: bool = False


def breaking(words: str, metrics: QFontMetrics, room: int) -> int:
    """Between words; inside one only where it is longer than a line, as an address on the web may be."""
    between = int(Qt.TextFlag.TextWordWrap)
    fits = len(words) < 30 or all(metrics.horizontalAdvance(word) <= room for word in words.split() if len(word) > 15)
    return between if fits else between | int(Qt.TextFlag.TextWrapAnywhere)


_ENDS = re.compile(r"[.!?…]+[»”\"')]*\s+(?=[A-ZÀ-ÞŠŽ«“\"(])")


def sentence_of(words: str, anchor: str) -> tuple[int, int]:
    """Where the sentence that holds these few words begins and how long it is; the whole line where they are not in it."""
    at = words.find(anchor) if anchor else -1
    if at < 0:
        return 0, len(words)
    ends = [each.end() for each in _ENDS.finditer(words)]
    start = max((end for end in ends if end <= at), default=0)
    stop = min((end for end in ends if end >= at + len(anchor)), default=len(words))
    return start, len(words[start:stop].rstrip())


class _Page(QWidget):
    picked = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.lines: tuple[Line, ...] = ()
        self.tops: list[int] = []
        self.marked, self.anchor = 0, ""
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _columns(self) -> tuple[int, int]:
        """Where the numbers end and the words begin."""
        return theme.px(34), theme.px(48)

    def _metrics(self) -> QFontMetrics:
        return fonts.metrics(fonts.LEAD, fonts.NORMAL, fonts.SERIF)

    def lay_out(self, width: int) -> int:
        """How tall the page is at that width; remembers where each line stands."""
        metrics, left = self._metrics(), self._columns()[1]
        room = max(theme.px(120), width - left - theme.px(20))
        y, self.tops = theme.px(20), []
        for line in self.lines:
            self.tops.append(y)
            y += metrics.boundingRect(QRect(0, 0, room, 100_000), breaking(line.words, metrics, room), line.words or " ").height() + theme.px(18)
        self.tops.append(y)
        return y + theme.px(20)

    def place(self, at: int) -> QRect:
        return QRect(0, self.tops[at], self.width(), self.tops[at + 1] - self.tops[at])

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(look.paper))
        numbers, left = self._columns()
        serif, small = fonts.font(fonts.LEAD, fonts.NORMAL, fonts.SERIF), fonts.font(fonts.CAPTION)
        half = theme.px(9)
        for at, line in enumerate(self.lines):
            place = self.place(at)
            if not place.intersects(event.rect()):
                continue
            inner = place.adjusted(left, half, -theme.px(20), -half)
            in_hand = line.number == self.marked
            start, length = sentence_of(line.words, self.anchor) if in_hand else (0, len(line.words))
            whole = length == len(line.words)
            if in_hand:
                if whole:
                    painter.fillRect(place, QColor(look.mark))
                painter.fillRect(QRect(0, place.top(), theme.px(4), place.height()), QColor(theme.LIGHT.accent))
            elif line.source:
                painter.fillRect(QRect(0, place.top(), 2, place.height()), QColor(look.paper_muted))
            painter.setFont(small)
            ink = look.paper_ink if line.speaks or line.source or line.number == self.marked else look.paper_muted
            painter.setPen(QColor(ink))
            painter.drawText(QRectF(0, inner.top(), numbers, self._metrics().height()),
                             Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(line.number))
            painter.setFont(serif)
            if in_hand and not whole:
                self._paint_marked(painter, inner, line.words, start, length, serif)
                continue
            painter.drawText(inner, breaking(line.words, self._metrics(), inner.width()), line.words)
        painter.end()

    def _paint_marked(self, painter: QPainter, inner: QRect, words: str, start: int, length: int, face: QFont) -> None:
        """As with a highlighter: the sentence, not the paragraph around it."""
        look, layout = theme.current(), self._laid(words, face, inner.width())
        mark = QTextCharFormat()
        mark.setBackground(QColor(look.mark))
        mark.setForeground(QColor(look.paper_ink))
        span = QTextLayout.FormatRange()
        span.start, span.length, span.format = start, length, mark
        layout.draw(painter, QPointF(inner.topLeft()), [span])

    def _laid(self, words: str, face: QFont, room: int) -> QTextLayout:
        layout, option = QTextLayout(words, face), QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        y = 0.0
        while (row := layout.createLine()).isValid():
            row.setLineWidth(room)
            row.setPosition(QPointF(0, y))
            y += self._metrics().lineSpacing()
        layout.endLayout()
        return layout

    def sentence(self, at: int) -> QRect:
        """Where the sentence that is marked in a line stands; the place of the line where all of it is."""
        place, words = self.place(at), self.lines[at].words
        start, length = sentence_of(words, self.anchor)
        if length == len(words):
            return place
        room = self.width() - self._columns()[1] - theme.px(20)
        layout = self._laid(words, fonts.font(fonts.LEAD, fonts.NORMAL, fonts.SERIF), room)
        top, bottom = (int(layout.lineForTextPosition(letter).y()) for letter in (start, start + length - 1))
        return QRect(0, place.top() + theme.px(9) + top, place.width(), bottom - top + self._metrics().lineSpacing())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for at, line in enumerate(self.lines):
            if self.place(at).contains(event.position().toPoint()):
                self.picked.emit(line.number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows change lines."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps and self.lines:
            numbers = [line.number for line in self.lines]
            at = numbers.index(self.marked) + steps[Qt.Key(event.key())] if self.marked in numbers else 0
            if 0 <= at < len(numbers):
                self.picked.emit(numbers[at])
            return
        super().keyPressEvent(event)


class PaperView(QScrollArea):
    """`picked` when the reader clicks a line or goes to it; `mark` shows one."""

    picked = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = _Page(name)
        self.setFocusProxy(self._page)
        self._page.picked.connect(self.mark)
        self._page.picked.connect(self.picked)
        self.setWidget(self._page)
        self.setMinimumWidth(theme.px(260))

    def show_lines(self, lines: Sequence[Line], marked: int = 0) -> None:
        self._page.lines = tuple(lines)
        self._page.marked = 0
        self._fit()
        if marked:
            self.mark(marked)
        else:
            self.verticalScrollBar().setValue(0)

    def mark(self, number: int, anchor: str = "") -> None:
        """Mark the sentence of a line that holds these words, or all of the line, and bring it into view; 0 marks none."""
        self._page.marked, self._page.anchor = number, anchor
        for at, line in enumerate(self._page.lines):
            if line.number == number:
                self._bring(at)
                self._page.setAccessibleDescription(_("Line {number}: {words}").format(number=number, words=line.words))
        self._page.update()

    def _bring(self, at: int) -> None:
        """Of what is taller than the view its beginning."""
        place = self._page.sentence(at)
        tall = min(place.height(), self.viewport().height())
        self.ensureVisible(0, place.top() + tall // 2, 0, min(self.viewport().height() // 2, place.height()))

    def marked(self) -> int:
        return self._page.marked

    def _fit(self) -> None:
        wide, before = self.viewport().width(), self._page.width()
        self._page.resize(wide, max(self._page.lay_out(wide), self.viewport().height()))
        if wide != before:                             # the words stand elsewhere now
            for at, line in enumerate(self._page.lines):
                if line.number == self._page.marked:
                    self._bring(at)
        self._page.update()

    def event(self, event: QEvent) -> bool:
        answer = super().event(event)
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.FontChange}:
            self._fit()
        return answer

    def sizeHint(self) -> QSize:
        return QSize(theme.px(510), theme.px(600))
