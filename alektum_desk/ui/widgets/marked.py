"""A text in which the words that differ are marked: underlined and heavier, and in the tone of what became of them."""
from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from alektum_desk.base.language import _
from alektum_desk.domain.differences import Piece
from alektum_desk.ui import fonts, theme
from alektum_desk.ui.widgets.words import FACES, LONGEST


class Marked(QLabel):
    """`kind` and `tone` as for `text`; `ink` is the tone of the words that differ. It wraps."""

    def __init__(self, pieces: Sequence[Piece], kind: str, tone: str, ink: str) -> None:
        super().__init__()
        self.pieces, self.ink = tuple(pieces), ink
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setProperty("kind", kind)
        self.setProperty("tone", tone)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        words = "".join(each for each, _differs in self.pieces)
        metrics = fonts.metrics(FACES[kind][0], fonts.BOLD)
        self.setMinimumWidth(min(max((metrics.horizontalAdvance(word) for word in words.split()[:400]), default=0) + 2, theme.px(LONGEST)))
        self.setAccessibleName(words)
        if marked := [each for each, differs in self.pieces if differs]:
            self.setAccessibleDescription(_("Words that differ: {words}").format(words="; ".join(marked)))
        self._tell()

    def changeEvent(self, event: QEvent) -> None:
        """Another palette has another ink."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.PaletteChange}:
            self._tell()

    def _tell(self) -> None:
        style = f"color: {theme.current().ink(self.ink)}; font-weight: 600; text-decoration: underline"
        told = "".join(f'<span style="{style}">{_shown(words)}</span>' if differs else _shown(words) for words, differs in self.pieces)
        if told != self.text():
            self.setText(told)


def _shown(words: str) -> str:
    return escape(words).replace("\n", "<br>")
