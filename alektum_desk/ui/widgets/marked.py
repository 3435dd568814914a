"""A text in which the words that differ are marked: underlined and heavier, and in the tone of what became of them."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy

from alektum_desk.base.language import _
from alektum_desk.domain.differences import Piece
from alektum_desk.ui import fonts, theme
from alektum_desk.ui.widgets.words import FACES, LONGEST


class Marked(QLabel):
    """`kind` and `tone` as for `text`; `ink` is the tone of the words that differ. It wraps, and is plain text that is painted here: foreign words make no markup."""

    def __init__(self, pieces: Sequence[Piece], kind: str, tone: str, ink: str) -> None:
        super().__init__()
        self.pieces, self.tone, self.ink = tuple(pieces), tone, ink
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText("".join(words for words, _differs in self.pieces))
        self.setProperty("kind", kind)
        self.setProperty("tone", tone)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        metrics = fonts.metrics(FACES[kind][0], fonts.BOLD)
        self.setMinimumWidth(min(max((metrics.horizontalAdvance(word) for word in self.text().split()[:400]), default=0) + 2, theme.px(LONGEST)))
        if marked := [words for words, differs in self.pieces if differs]:
            self.setAccessibleDescription(_("Words that differ: {words}").format(words="; ".join(marked)))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        self.ensurePolished()
        return round(self._laid(width).boundingRect().height() + 0.5)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), self.heightForWidth(hint.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), self.fontMetrics().height())

    def spans(self) -> list[QTextLayout.FormatRange]:
        """Where the marked words stand, in the letters that Qt counts."""
        marks, at = QTextCharFormat(), 0
        marks.setFontWeight(fonts.BOLD)
        marks.setFontUnderline(True)
        marks.setForeground(QColor(theme.current().ink(self.ink)))
        found = []
        for words, differs in self.pieces:
            length = len(words.encode("utf-16-le", "surrogatepass")) // 2
            if differs:
                span = QTextLayout.FormatRange()
                span.start, span.length, span.format = at, length, marks
                found.append(span)
            at += length
        return found

    def _laid(self, width: int) -> QTextLayout:
        layout, option = QTextLayout(self.text().replace("\n", "\u2028"), self.font()), QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self.spans())
        layout.beginLayout()
        high = 0.0
        while (line := layout.createLine()).isValid():
            line.setLeadingIncluded(True)
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, high))
            high += line.height()
        layout.endLayout()
        return layout

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(theme.current().ink(self.tone)))
        self._laid(self.width()).draw(painter, QPointF(0, 0))
        painter.end()
