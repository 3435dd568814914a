"""What the page means beside what it shows: structure elements, written into the page while it is drawn.

Open-source reportlab knows no structure tags. Everything is drawn between `BDC` and `EMC`: as the content of an
element, which a screen reader reads, or as an artifact, which it passes over.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from reportlab.pdfgen.canvas import Canvas

from alektum_desk.documents.fonts import Face, font, runs

Colour = tuple[float, float, float]
POINTS = 72 / 25.4


class Element:
    """A node of the structure tree: one paragraph stays one element however many pages it takes."""

    __slots__ = ("actual", "kids", "language", "row_span", "scope", "tag")

    def __init__(self, tag: str, parent: Element | None = None, *, language: str | None = None,
                 scope: str | None = None, row_span: int = 1) -> None:
        self.tag, self.language, self.scope, self.row_span = tag, language, scope, row_span
        self.actual: str | None = None                       # what is heard, where no font can draw all of it
        self.kids: list[Element | tuple[int, int]] = []      # or the marked content: page and number on it
        if parent is not None:
            parent.kids.append(self)


class Pen:
    """Draws in points from the top left corner of a page, and tags what it draws."""

    def __init__(self, target: BinaryIO, width: float, height: float, language: str) -> None:
        font(Face.SERIF)
        # Without an embedded initial font reportlab writes Helvetica into every page, and PDF/A forbids it.
        # In a dictionary, because the published types call the name of a font a number.
        options: dict[str, Any] = {"initialFontName": str(Face.SERIF), "invariant": 1, "pageCompression": 0}
        self.canvas = Canvas(target, pagesize=(width, height), pdfVersion=(1, 7), **options)
        self.width, self.height, self.language = width, height, language
        self.document = Element("Document")
        self.page = 0
        self._marks = 0
        self._ink: Colour | None = None

    def turn(self) -> None:
        """To the next page."""
        self._leave()
        self.page += 1
        self._marks, self._ink = 0, None

    def close(self) -> None:
        """Write the file, and let go of what drew it: of a register it is as large again."""
        self._leave()
        self.canvas.save()
        del self.canvas

    def _leave(self) -> None:
        self.canvas.showPage()

    @contextmanager
    def content(self, element: Element) -> Iterator[None]:
        element.kids.append((self.page, self._marks))
        self.canvas.addLiteral(f"/{element.tag} <</MCID {self._marks}>> BDC")
        self._marks += 1
        yield
        self.canvas.addLiteral("EMC")

    @contextmanager
    def artifact(self, kind: str | None = None) -> Iterator[None]:
        """`kind`: Header or Footer of a page; without it a line, a fill, a mark."""
        self.canvas.addLiteral(f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC" if kind
                               else "/Artifact <</Type /Layout>> BDC")
        yield
        self.canvas.addLiteral("EMC")

    def ink(self, colour: Colour) -> None:
        if colour != self._ink:
            self.canvas.setFillColorRGB(*colour)
            self._ink = colour

    def lines(self, x: float, baselines: Iterable[tuple[float, str]], face: Face, size: float, colour: Colour) -> None:
        """Text without tags of its own: call it inside `content` or `artifact`."""
        self.ink(colour)
        written = self.canvas.beginText(x, 0)
        font = ""
        for y, text in baselines:
            written.setTextOrigin(x, self.height - y)
            found = runs(text, face)
            for at, run in enumerate(found, 1):
                if run.font != font:
                    font = run.font
                    written.setFont(font, size)
                # The end of a line is where nothing follows: `textLine` does not measure what it wrote.
                (written.textLine if at == len(found) else written.textOut)(run.text)
        self.canvas.drawText(written)

    def rule(self, x: float, y: float, length: float, thickness: float, colour: Colour) -> None:
        """A hairline is a thin filled box: every viewer and printer shows it equally thick."""
        self.box(x, y, length, thickness, colour)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        self.ink(colour)
        self.canvas.rect(x, self.height - y - height, width, height, stroke=0, fill=1)

    def bookmark(self, title: str, level: int, y: float) -> None:
        key = f"{self.page}-{self._marks}"
        self.canvas.bookmarkHorizontal(key, 0, self.height - y)
        self.canvas.addOutlineEntry(title, key, level, closed=level > 0)
