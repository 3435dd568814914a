"""A pen for thousands of pages: what every page says again is found out once, and a page that is done weighs little.

A letter is never drawn with it: its bytes are checked against those that its record makes anew, also by later versions of this program.
"""
from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import BinaryIO, NamedTuple

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream

from alektum_desk.documents.fonts import Face, font, runs
from alektum_desk.documents.tagging import Colour, Pen

# In a string of a page every other byte stands for itself.
_ESCAPED = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\", "\r": r"\r"})


class Bookmark(NamedTuple):
    """A place on a page, numbered from 0, in points above its foot."""

    title: str
    level: int
    page: int
    height: float


class Hand(dict[str, str]):
    """How a word stands in the pages of one file, in one typeface and size. `font` is the typeface as those pages call it, and the size."""

    def __init__(self, face: Face, size: float, document: object) -> None:
        self.face, self.size, self.document = face, size, document
        font(face).splitString(" ", document)           # a font counts the letters of each file from the first one on
        self.font = self._named(face, 0)

    def __missing__(self, word: str) -> str:
        found = ""
        for run in runs(word, self.face):
            for subset, letters in font(run.font).splitString(run.text, self.document):
                name, shown = self._named(run.font, subset), letters.decode("latin-1").translate(_ESCAPED)
                found += shown if name == self.font else f") Tj {name} Tf ({shown}) Tj {self.font} Tf ("
        self[word] = found
        return found

    def _named(self, name: str, subset: int) -> str:
        return f"{font(name).getSubsetInternalName(subset, self.document)} {self.size:.4g}"

    def line(self, text: str) -> str:
        return self[" "].join(map(self.__getitem__, text.split(" ")))


class LongPen(Pen):
    def __init__(self, target: BinaryIO, width: float, height: float, language: str) -> None:
        super().__init__(target, width, height, language)
        self.bookmarks: list[Bookmark] = []
        self._hands: dict[tuple[Face, float], Hand] = {}

    def lines(self, x: float, baselines: Iterable[tuple[float, str]], face: Face, size: float, colour: Colour) -> None:
        self.ink(colour)
        if (face, size) not in self._hands:
            self._hands[face, size] = Hand(face, size, self.canvas._doc)  # type: ignore[attr-defined]  # whose letters a font counts
        hand = self._hands[face, size]
        shown = "\n".join([f"1 0 0 1 {x:.2f} {self.height - y:.2f} Tm ({hand.line(text)}) Tj" for y, text in baselines])
        self.canvas.addLiteral(f"BT {hand.font} Tf\n{shown}\nET")

    def bookmark(self, title: str, level: int, y: float) -> None:
        self.bookmarks.append(Bookmark(title, level, self.page, self.height - y))

    def close(self) -> None:
        super().close()
        self._hands.clear()

    def _leave(self) -> None:
        """A page is deflated at once: reportlab keeps pages as they are until it writes the file, and then puts them into letters."""
        super()._leave()
        page = self.canvas._doc.Pages.pages[-1]  # type: ignore[attr-defined]  # no public way leads to a page that is done
        page.Contents = PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode")}), zlib.compress(page.stream.encode("latin-1")))
        page.stream = None
