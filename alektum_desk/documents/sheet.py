"""Blocks of text and rows of tables, and how they flow over pages."""
from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from alektum_desk.documents.breaking import Line, break_text
from alektum_desk.documents.fonts import Face, is_drawable, normal, stood_in
from alektum_desk.documents.tagging import Colour, Element, Pen

INK: Colour = (0.133, 0.149, 0.165)
MUTED: Colour = (0.384, 0.396, 0.404)
HAIRLINE: Colour = (0.78, 0.77, 0.74)
ACCENT: Colour = (0.078, 0.337, 0.420)
MARK: Colour = (0.984, 0.910, 0.651)
GHOST: Colour = (0.925, 0.918, 0.900)
FEWEST_LINES = 2            # neither an orphan at the foot nor a widow at the head of a page
TALL = 180.0                # points: a row taller than this may be divided


@dataclass(frozen=True, slots=True)
class Style:
    face: Face
    size: float
    leading: float
    colour: Colour = INK


@dataclass(frozen=True, slots=True)
class Label:
    """The number or dash that hangs before an item."""

    text: str
    x: float
    element: Element


class Piece(Protocol):
    """What flows: a block of text, a row, several things that stay together."""

    @property
    def before(self) -> float: ...
    @property
    def keep_next(self) -> bool: ...
    @property
    def height(self) -> float: ...
    @property
    def least(self) -> float: ...
    def split(self, room: float, /) -> tuple[Piece, Piece] | None: ...
    def draw(self, pen: Pen, x: float, y: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph, or the part of it that stands on one page."""

    lines: tuple[Line, ...]
    style: Style
    element: Element
    x: float = 0.0
    before: float = 0.0
    keep_next: bool = False
    label: Label | None = None
    bookmark: tuple[str, int] | None = None
    marked: float = 0.0             # width of the highlighter, for the preview

    @property
    def height(self) -> float:
        return len(self.lines) * self.style.leading

    @property
    def least(self) -> float:
        whole = len(self.lines) < 2 * FEWEST_LINES
        return self.height if whole else FEWEST_LINES * self.style.leading

    def split(self, room: float) -> tuple[Piece, Piece] | None:
        fitting = min(int(room / self.style.leading + 0.001), len(self.lines) - FEWEST_LINES)
        return self.cut(fitting) if fitting >= FEWEST_LINES else None

    def cut(self, count: int) -> tuple[Text, Text]:
        return (replace(self, lines=self.lines[:count]),
                replace(self, lines=self.lines[count:], before=0.0, label=None, bookmark=None))

    def draw(self, pen: Pen, x: float, y: float) -> None:
        if self.bookmark:
            pen.bookmark(*self.bookmark, y)
        if self.marked:
            with pen.artifact():
                pen.box(x + self.x - 6, y - 1, self.marked + 12, self.height + 2, MARK)
                pen.box(x + self.x - 6, y - 1, 1.5, self.height + 2, ACCENT)
        if self.label:
            with pen.content(self.label.element):
                pen.lines(x + self.label.x, [(self.baseline(y), self.label.text)], self.style.face, self.style.size, self.style.colour)
        with pen.content(self.element):
            self.write(pen, x, y)

    def write(self, pen: Pen, x: float, y: float) -> None:
        leading, half, low = self.style.leading, self.style.leading / 2, self.style.size * 0.33
        baselines = [(y + index * leading + half + low, line.text) for index, line in enumerate(self.lines)]
        pen.lines(x + self.x, baselines, self.style.face, self.style.size, self.style.colour)

    def baseline(self, y: float) -> float:
        """Of the first line."""
        return y + self.style.leading / 2 + self.style.size * 0.33


@dataclass(frozen=True, slots=True)
class Cell:
    """At `x` of the row. One text carries the cell's own element, several have elements inside it."""

    x: float
    texts: tuple[Text, ...]
    gap: float = 3.0

    @property
    def height(self) -> float:
        return sum(text.height for text in self.texts) + self.gap * max(0, len(self.texts) - 1)

    def split(self, room: float) -> tuple[Cell, Cell]:
        kept: list[Text] = []
        rest = list(self.texts)
        used = 0.0
        while rest and used + rest[0].height <= room:
            used += rest[0].height + self.gap
            kept.append(rest.pop(0))
        if rest and (lines := int((room - used) / rest[0].style.leading)) > 0:
            head, rest[0] = rest[0].cut(lines)
            kept.append(head)
        return replace(self, texts=tuple(kept)), replace(self, texts=tuple(rest))


@dataclass(frozen=True, slots=True)
class Row:
    """Of a table. Rules and the repeated head are artifacts; the head stands once in the structure."""

    cells: tuple[Cell, ...]
    width: float
    head: Row | None = None
    before: float = 0.0
    keep_next: bool = False
    padding: float = 4.0
    rule: float = 0.4
    ink: Colour = HAIRLINE

    @property
    def height(self) -> float:
        return max(cell.height for cell in self.cells) + 2 * self.padding

    @property
    def least(self) -> float:
        return self.height if self.height < TALL else TALL / 2

    def split(self, room: float) -> tuple[Piece, Piece] | None:
        if self.height < TALL or room < TALL / 2:
            return None
        halves = [cell.split(room - 2 * self.padding) for cell in self.cells]
        return (replace(self, cells=tuple(head for head, _ in halves), rule=0.0),
                replace(self, cells=tuple(tail for _, tail in halves), before=0.0))

    def draw(self, pen: Pen, x: float, y: float) -> None:
        for cell in self.cells:
            top = y + self.padding
            for text in cell.texts:
                text.draw(pen, x + cell.x, top)
                top += text.height + cell.gap
        if self.rule:
            with pen.artifact():
                pen.rule(x, y + self.height - self.rule / 2, self.width, self.rule, self.ink)

    def repeat(self, pen: Pen, x: float, y: float) -> None:
        with pen.artifact("Header"):
            for cell in self.cells:
                for text in cell.texts:
                    text.write(pen, x + cell.x, y + self.padding)
            pen.rule(x, y + self.height - self.rule / 2, self.width, self.rule, self.ink)


@dataclass(frozen=True, slots=True)
class Space:
    """Room for a pen to sign in, with the line to sign on."""

    height: float
    line: float = 0.0
    before: float = 0.0
    keep_next: bool = False

    @property
    def least(self) -> float:
        return self.height

    def split(self, _room: float) -> tuple[Piece, Piece] | None:
        return None

    def draw(self, pen: Pen, x: float, y: float) -> None:
        if self.line:
            with pen.artifact():
                pen.rule(x, y + self.height, self.line, 0.5, MUTED)


@dataclass(frozen=True, slots=True)
class Placed:
    piece: Piece
    y: float
    head: Row | None = None         # repeated above it, at the top of the page


def text(words: str, style: Style, width: float, language: str, element: Element, *, x: float = 0.0,
         before: float = 0.0, keep_next: bool = False) -> Text:
    if not is_drawable(words):              # never so in a letter, which refuses it
        element.actual, words = normal(words), stood_in(words)
    lines = break_text(words, style.face, style.size, width, language)
    return Text(lines, style, element, x, before, keep_next)


def flow(pieces: Sequence[Piece], first: float, later: float) -> list[list[Placed]]:
    """Pages of placed pieces; `first` and `later` are the heights of the first page's room and of the others'."""
    return list(flowing(pieces, first, later))


def flowing(pieces: Iterable[Piece], first: float, later: float) -> Iterator[list[Placed]]:
    """The same page by page: no more pieces are taken than a page needs."""
    coming = iter(pieces)
    waiting: deque[Piece] = deque()
    page: list[Placed] = []
    y, room, is_first = 0.0, first, True
    while True:
        while (not waiting or waiting[-1].keep_next) and (more := next(coming, None)) is not None:
            waiting.append(more)
        if not waiting:
            break
        piece = waiting.popleft()
        top = not page
        head = piece.head if isinstance(piece, Row) and top and not is_first else None
        y += head.height if head else (0.0 if top else piece.before)
        if y + piece.height <= room + 0.01 and (top or y + _following(piece, waiting) <= room + 0.01):
            page.append(Placed(piece, y, head))
            y += piece.height
            continue
        halves = None if piece.keep_next and not top else piece.split(room - y)
        if halves is None and top:
            page.append(Placed(piece, y, head))           # taller than any page and not to be divided
            y += piece.height
            continue
        if halves is not None:
            page.append(Placed(halves[0], y, head))
            piece = halves[1]
        waiting.appendleft(piece)
        yield page
        page = []
        y, room, is_first = 0.0, later, False
    yield page


def draw(pen: Pen, placed: Sequence[Placed], x: float, top: float) -> None:
    for one in placed:
        if one.head:
            one.head.repeat(pen, x, top + one.y - one.head.height)
        one.piece.draw(pen, x, top + one.y)


def _following(piece: Piece, waiting: deque[Piece]) -> float:
    """What must stand on the same page: the piece and, while it keeps with the next, the beginning of that."""
    needed = piece.height
    for after in waiting:
        if not piece.keep_next:
            break
        needed += after.before + (after.height if after.keep_next else after.least)
        piece = after
    return needed
