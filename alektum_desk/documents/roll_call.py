"""The roll call on paper: a list by name, to be ticked off with a pen and destroyed."""
from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from alektum_desk.documents.archive import Imprint, finish
from alektum_desk.documents.fonts import Face, drawable, normal
from alektum_desk.documents.sheet import MUTED, Cell, Piece, Row, Style, draw as draw_pieces, flow, text
from alektum_desk.documents.stamp import stamp
from alektum_desk.documents.tagging import POINTS, Element, Pen

PAGE_WIDTH, PAGE_HEIGHT = 210 * POINTS, 297 * POINTS
LEFT, TOP, FOOT, LABEL_AT = 18 * POINTS, 18 * POINTS, 20 * POINTS, 12 * POINTS
WIDTH = PAGE_WIDTH - 2 * LEFT
ROOM = PAGE_HEIGHT - TOP - FOOT
COLUMNS = (0.05, 0.28, 0.23, 0.18, 0.18, 0.08)        # of the width
GUTTER = 8.0
OPEN, FOUND = "[  ]", "[x]"

TITLE = Style(Face.SANS_BOLD, 20, 26)
TOTAL = Style(Face.SANS_BOLD, 12, 18)
PLAIN = Style(Face.SANS, 10, 14)
NAME = Style(Face.SANS_BOLD, 10, 14)
HEAD = Style(Face.SANS_BOLD, 8, 12, MUTED)
SMALL = Style(Face.SANS, 7.5, 11, MUTED)


@dataclass(frozen=True, slots=True)
class RollCallSheet:
    """Already in its language. Of each row: whether found, then a word for each head after the first."""

    language: str
    title: str
    moment: str
    total: str
    empty: str
    heads: tuple[str, ...]
    rows: tuple[tuple[bool, str, str, str, str, str], ...]
    foot: str
    page_label: str
    author: str
    created_on: date
    watermark: str | None = None


def draw(sheet: RollCallSheet) -> bytes:
    """A letter that no font draws becomes a question mark: this list is never refused."""
    target = io.BytesIO()
    pen = Pen(target, PAGE_WIDTH, PAGE_HEIGHT, sheet.language)
    pages = flow(list(_pieces(sheet, pen.document)), ROOM, ROOM)
    for number, placed in enumerate(pages, 1):
        if number > 1:
            pen.turn()
        if sheet.watermark:
            stamp(pen, sheet.watermark)
        draw_pieces(pen, placed, LEFT, TOP)
        with pen.artifact("Footer"):
            label = f"{normal(sheet.page_label).format(page=number, pages=len(pages))}  ·  {normal(sheet.foot)}"
            text(label, SMALL, WIDTH, "", Element("P")).write(pen, LEFT, PAGE_HEIGHT - LABEL_AT)
    pen.close()
    target.seek(0)
    return finish(target, pen, Imprint(sheet.title, sheet.author, sheet.created_on), ())


def _pieces(sheet: RollCallSheet, parent: Element) -> Iterator[Piece]:
    title = text(sheet.title, TITLE, WIDTH, sheet.language, Element("H1", parent), keep_next=True)
    yield replace(title, bookmark=(sheet.title, 0))
    yield text(drawable(sheet.moment), PLAIN, WIDTH, sheet.language, Element("P", parent), before=4)
    yield text(sheet.total if sheet.rows else sheet.empty, TOTAL, WIDTH, sheet.language, Element("P", parent), before=10)
    if not sheet.rows:
        return
    table = Element("Table", parent)
    head = replace(_row(sheet.heads, (HEAD,) * len(COLUMNS), Element("TR", Element("THead", table)), sheet.language, heads=True),
                   before=12.0, keep_next=True, padding=3.0, rule=0.7, ink=MUTED)
    yield head
    body = Element("TBody", table)
    styles = (PLAIN, NAME, PLAIN, PLAIN, PLAIN, PLAIN)
    for found, *words in sheet.rows:
        cells = (FOUND if found else OPEN, *(drawable(each) for each in words))
        yield replace(_row(cells, styles, Element("TR", body), sheet.language, heads=False), head=head)


def _row(words: tuple[str, ...], styles: tuple[Style, ...], line: Element, language: str, *, heads: bool) -> Row:
    """A row is named by its second cell, which holds the name."""
    cells, at = [], 0.0
    for index, (word, style) in enumerate(zip(words, styles, strict=True)):
        scope = "Column" if heads else "Row" if index == 1 else None
        element = Element("TH", line, scope=scope) if scope else Element("TD", line)
        room = COLUMNS[index] * WIDTH
        cells.append(Cell(at, (text(word, style, room - GUTTER, language, element),)))
        at += room
    return Row(tuple(cells), WIDTH)
