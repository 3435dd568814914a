"""A word across the page that nobody can take for part of the letter: SAMPLE."""
from __future__ import annotations

from alektum_desk.documents.fonts import Face, font, runs, unit_width
from alektum_desk.documents.sheet import GHOST
from alektum_desk.documents.tagging import Pen

ANGLE = 24.0
LOW = 0.68          # of the page's height: below every window
SPAN = 0.62         # of the page's width


def stamp(pen: Pen, word: str) -> None:
    """Under the text and outside the structure; a search of the page finds it, a screen reader does not read it."""
    size = pen.width * SPAN / max(unit_width(word, Face.SANS_BOLD), 0.1)
    with pen.artifact():
        pen.canvas.saveState()
        pen.canvas.translate(pen.width / 2, pen.height * (1 - LOW))
        pen.canvas.rotate(ANGLE)
        x = -unit_width(word, Face.SANS_BOLD) * size / 2
        pen.canvas.setFillColorRGB(*GHOST)
        written = pen.canvas.beginText(x, -size * 0.35)
        for run in runs(word, Face.SANS_BOLD):
            font(run.font)
            written.setFont(run.font, size)
            written.textOut(run.text)
        pen.canvas.drawText(written)
        pen.canvas.restoreState()
