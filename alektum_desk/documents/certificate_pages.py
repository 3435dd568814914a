"""The pages of a certificate: what it is of, then a table with one row for each day."""
from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

from alektum_desk.documents.archive import Imprint, finish
from alektum_desk.documents.certificate_sheet import CertificateSheet
from alektum_desk.documents.fonts import normal, require
from alektum_desk.documents.register_pages import (
    BODY,
    FIELD_WIDTH,
    FOOT,
    GUTTER,
    HEAD,
    LABEL,
    LABEL_AT,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    ROOM,
    SMALL,
    TITLE,
    TOP,
    WIDTH,
)
from alektum_desk.documents.sheet import MUTED, Cell, Piece, Placed, Row, Style, draw as draw_pieces, flow, text
from alektum_desk.documents.stamp import stamp
from alektum_desk.documents.tagging import Element, Pen

FIRST = 120.0           # points of the first column; the others share the rest


def draw(sheet: CertificateSheet) -> bytes:
    require((sheet.title, sheet.introduction, sheet.empty, sheet.page_label, sheet.watermark or "", *sheet.heads,
             *(word for fact in sheet.facts for word in fact), *(word for row in sheet.rows for word in row)))
    target = io.BytesIO()
    pen = Pen(target, PAGE_WIDTH, PAGE_HEIGHT, sheet.language)
    pages = flow(list(_pieces(sheet, pen.document)), ROOM, ROOM)
    for number, placed in enumerate(pages, 1):
        if number > 1:
            pen.turn()
        _page(pen, sheet, placed, number, len(pages))
    pen.close()
    target.seek(0)
    return finish(target, pen, Imprint(sheet.title, sheet.author, sheet.created_on), ())


def _page(pen: Pen, sheet: CertificateSheet, placed: list[Placed], page: int, pages: int) -> None:
    if sheet.watermark:
        stamp(pen, sheet.watermark)
    draw_pieces(pen, placed, LEFT, TOP)
    with pen.artifact("Footer"):
        label = normal(sheet.page_label).format(page=page, pages=pages)
        text(label, SMALL, WIDTH, "", Element("P")).write(pen, LEFT, PAGE_HEIGHT - min(LABEL_AT, FOOT))


def _pieces(sheet: CertificateSheet, parent: Element) -> Iterator[Piece]:
    title = text(sheet.title, TITLE, WIDTH, sheet.language, Element("H1", parent), keep_next=True)
    yield replace(title, bookmark=(sheet.title, 0))
    yield text(sheet.introduction, BODY, WIDTH, sheet.language, Element("P", parent), before=8)
    facts = Element("TBody", Element("Table", parent))
    for index, (label, value) in enumerate(sheet.facts):
        line = Element("TR", facts)
        cells = (Cell(0.0, (text(label, LABEL, FIELD_WIDTH - GUTTER, sheet.language, Element("TH", line, scope="Row")),)),
                 Cell(FIELD_WIDTH, (text(value, BODY, WIDTH - FIELD_WIDTH, sheet.language, Element("TD", line)),)))
        yield Row(cells, WIDTH, before=0.0 if index else 16.0)
    if not sheet.rows:
        yield text(sheet.empty, replace(BODY, colour=MUTED), WIDTH, sheet.language, Element("P", parent), before=18)
        return
    table = Element("Table", parent)
    head = replace(_row(sheet.heads, HEAD, Element("TR", Element("THead", table)), sheet.language, "Column"), before=20.0, keep_next=True,
                   padding=3.0, rule=0.7, ink=MUTED)
    yield head
    body = Element("TBody", table)
    for row in sheet.rows:
        yield replace(_row(row, BODY, Element("TR", body), sheet.language, "Row"), head=head)


def _row(words: tuple[str, ...], style: Style, line: Element, language: str, scope: str) -> Row:
    """A head names its columns, any other row is named by its first cell."""
    width = (WIDTH - FIRST) / max(1, len(words) - 1)
    cells = []
    for index, word in enumerate(words):
        element = Element("TH", line, scope=scope) if scope == "Column" or index == 0 else Element("TD", line)
        at, room = (FIRST + (index - 1) * width, width) if index else (0.0, FIRST)
        cells.append(Cell(at, (text(word, style, room - GUTTER, language, element),)))
    return Row(tuple(cells), WIDTH)
