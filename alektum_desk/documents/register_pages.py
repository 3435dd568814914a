"""The pages of the register: title, contents, and a table of fields for each activity."""
from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from alektum_desk.documents.archive import Attachment, Imprint, finish
from alektum_desk.documents.breaking import Line
from alektum_desk.documents.fonts import Face, normal, stood_in, unit_width
from alektum_desk.documents.long_pen import LongPen
from alektum_desk.documents.register_sheet import Chapter, Field, RegisterBook, Section
from alektum_desk.documents.sheet import (
    ACCENT,
    MUTED,
    Cell,
    Piece,
    Placed,
    Row,
    Style,
    Text,
    draw as draw_pieces,
    flow,
    flowing,
    text,
)
from alektum_desk.documents.stamp import stamp
from alektum_desk.documents.tagging import POINTS, Colour, Element, Pen
from alektum_desk.domain.progress import Progress, Silent

PAGE_WIDTH, PAGE_HEIGHT = 210 * POINTS, 297 * POINTS
LEFT, RIGHT, TOP, FOOT, LABEL_AT = 25 * POINTS, 20 * POINTS, 22 * POINTS, 25 * POINTS, 15 * POINTS
WIDTH = PAGE_WIDTH - LEFT - RIGHT
ROOM = PAGE_HEIGHT - TOP - FOOT
FIELD_WIDTH = 46 * POINTS
GUTTER = 10.0
NUMBER_WIDTH = 30.0
MOST_LISTED = 400           # activities, in the contents
DIFFERS: Colour = (0.169, 0.322, 0.561)         # a legal judgement is a question: blue

TITLE = Style(Face.SERIF_BOLD, 24, 30)
SUBTITLE = Style(Face.SERIF, 12, 17, MUTED)
CHAPTER = Style(Face.SERIF_BOLD, 17, 23, ACCENT)
SECTION = Style(Face.SERIF_BOLD, 12.5, 17)
FACTS = Style(Face.SANS, 8.5, 12, MUTED)
HEAD = Style(Face.SANS_BOLD, 7.5, 11, MUTED)
LABEL = Style(Face.SANS, 8, 13, MUTED)
BODY = Style(Face.SERIF, 10, 14)
CLOSE = Style(Face.SERIF, 8.5, 11)
DECIDED = Style(Face.SERIF_BOLD, 10, 14)
SOURCE = Style(Face.SANS, 7.5, 11, MUTED)
QUESTION = Style(Face.SANS_BOLD, 8, 12, DIFFERS)
ENTRY = Style(Face.SERIF, 10.5, 16)
ENTRY_CHAPTER = Style(Face.SERIF_BOLD, 10.5, 16)
SMALL = Style(Face.SANS, 7.5, 11, MUTED)


def draw(book: RegisterBook, progress: Progress) -> bytes:
    target = io.BytesIO()
    pen = LongPen(target, PAGE_WIDTH, PAGE_HEIGHT, book.language)
    front = flow(_front(book, pen.document), ROOM, ROOM)
    index = list(_titles(book))
    listed = flow(_contents(book, Element("TOC"), [""] * len(index)), ROOM, ROOM) if index else []
    first = len(front) + len(listed)
    # What stands in lines is laid out twice and never kept: once to count its pages, once to draw them.
    kept = Element("Document")
    body = _pages(book, kept, progress) if _is_in_lines(book) else list(_pages(book, kept, progress))
    begun, pages = _where(body, 1 if _is_long(book) else 2)
    # The contents come before what they list, in the reading as on paper; their length does not depend on the numbers.
    if index:
        listed = flow(_contents(book, Element("TOC", pen.document), [str(first + page + 1) for page in begun]), ROOM, ROOM)
    if _is_in_lines(book):
        body = _pages(book, pen.document, Silent())
    else:
        pen.document.kids += kept.kids
    del kept
    pages = first + (pages if index else 0)
    for number, placed in enumerate(chain(front, listed, body if index else ())):
        if number:
            pen.turn()
        if number % 100 == 0:
            progress.step(number, pages, book.title)
        _page(pen, book, placed, number + 1, pages)
        placed.clear()                              # a page that is drawn need not stay in memory
    pen.close()
    target.seek(0)
    files = (Attachment("register.json", book.data, "application/json", book.title),) if book.data is not None else ()
    return finish(target, pen, Imprint(book.title, book.author, book.created_on), files)


def _pages(book: RegisterBook, parent: Element, progress: Progress) -> Iterator[list[Placed]]:
    return flowing(_body(book, parent, progress), ROOM, ROOM)


def _body(book: RegisterBook, parent: Element, progress: Progress) -> Iterator[Piece]:
    many, done = sum(len(chapter.sections) for chapter in book.chapters), 0
    for chapter in book.chapters:
        for piece in _chapter(chapter, parent, book):
            if isinstance(piece, Text) and piece.bookmark and (done := done + 1) % 100 == 0:
                progress.step(min(done, many), many, book.title)
            yield piece


def _front(book: RegisterBook, parent: Element) -> list[Piece]:
    language = book.language
    title = text(book.title, TITLE, WIDTH, language, Element("H1", parent), keep_next=True)
    made: list[Piece] = [replace(title, bookmark=(book.title, 0))]
    made.append(text(book.subtitle, SUBTITLE, WIDTH, language, Element("P", parent), before=6))
    if book.facts:
        table = Element("TBody", Element("Table", parent))
        for index, (label, value) in enumerate(book.facts):
            line = Element("TR", table)
            cells = (Cell(0.0, (text(label, LABEL, FIELD_WIDTH - GUTTER, language, Element("TH", line, scope="Row")),)),
                     Cell(FIELD_WIDTH, (text(value, BODY, WIDTH - FIELD_WIDTH, language, Element("TD", line)),)))
            made.append(Row(cells, WIDTH, before=24.0 if index == 0 else 0.0))
    made += [text(one, BODY, min(WIDTH, 146 * POINTS), language, Element("P", parent), before=18.0 if index == 0 else 7.0)
             for index, one in enumerate(book.introduction)]
    return made


def _is_long(book: RegisterBook) -> bool:
    """Contents of many pages help nobody: there the bookmarks lead to each activity."""
    return sum(len(chapter.sections) for chapter in book.chapters) > MOST_LISTED


def _is_in_lines(book: RegisterBook) -> bool:
    return any(section.lines for chapter in book.chapters for section in chapter.sections)


def _titles(book: RegisterBook) -> Iterator[tuple[str, int]]:
    short = _is_long(book)
    for chapter in book.chapters:
        yield chapter.title, 0
        if short:
            continue
        for section in chapter.sections:
            yield section.title, 1


def _contents(book: RegisterBook, parent: Element, numbers: list[str]) -> list[Piece]:
    head = text(book.contents_title, CHAPTER, WIDTH, book.language, Element("Caption", parent), keep_next=True)
    made: list[Piece] = [head]
    for (title, level), number in zip(_titles(book), numbers, strict=True):
        style = ENTRY if level else ENTRY_CHAPTER
        entry = Element("TOCI", parent)
        named = text(title, style, WIDTH - NUMBER_WIDTH - 14 * level, book.language, Element("P", entry))
        page = text(number, style, NUMBER_WIDTH, book.language, Element("Reference", entry))
        right = WIDTH - unit_width(number, style.face) * style.size
        made.append(Row((Cell(14.0 * level, (named,)), Cell(right, (page,))), WIDTH, padding=0.0, rule=0.0,
                        before=4.0 if level else 10.0))
    return made


def _chapter(chapter: Chapter, parent: Element, book: RegisterBook) -> Iterator[Piece]:
    group = Element("Sect", parent)
    title = text(chapter.title, CHAPTER, WIDTH, book.language, Element("H2", group), before=34.0, keep_next=True)
    yield replace(title, bookmark=(chapter.title, 1))
    if chapter.note:
        yield text(chapter.note, BODY, WIDTH, book.language, Element("P", group), before=4.0)
    for section in chapter.sections:
        # Ten thousand more elements that say nothing weigh 20 MB.
        yield from _section(section, Element("Sect", group) if section.fields else group, book)


def _section(section: Section, parent: Element, book: RegisterBook) -> Iterator[Piece]:
    language = book.language
    title = text(section.title, SECTION, WIDTH, language, Element("H3", parent), before=22.0, keep_next=True)
    yield replace(title, bookmark=(section.title, 2))
    if section.facts:
        yield text(" · ".join(section.facts), FACTS, WIDTH, language, Element("P", parent), before=2.0, keep_next=bool(section.fields or section.lines))
    if section.lines:
        element = Element("P", parent)
        element.actual = section.heard
        yield Text(tuple(Line(f"{line} ", 0.0) for line in section.lines.split("\n")), CLOSE, element, before=3.0)
    if not section.fields:
        return
    table = Element("Table", parent)
    line = Element("TR", Element("THead", table))
    heads = (Cell(0.0, (text(book.field_head, HEAD, FIELD_WIDTH - GUTTER, language, Element("TH", line, scope="Column")),)),
             Cell(FIELD_WIDTH, (text(book.said_head, HEAD, WIDTH - FIELD_WIDTH, language,
                                     Element("TH", line, scope="Column")),)))
    head = Row(heads, WIDTH, before=6.0, keep_next=True, padding=3.0, rule=0.7, ink=MUTED)
    yield head
    body = Element("TBody", table)
    for index, field in enumerate(section.fields):
        line = Element("TR", body)
        label = text(field.label, LABEL, FIELD_WIDTH - GUTTER, language, Element("TH", line, scope="Row"))
        yield Row((Cell(0.0, (label,)), Cell(FIELD_WIDTH, tuple(_value(field, Element("TD", line), language)))), WIDTH,
                  head=head, keep_next=index == len(section.fields) - 2)        # no row alone on the next page


def _value(field: Field, cell: Element, language: str) -> Iterator[Text]:
    width = WIDTH - FIELD_WIDTH
    alone = len(field.said) == 1 and not (field.said[0].source or field.decision or field.contradiction)
    if alone or not (field.said or field.decision or field.contradiction):
        said = field.said[0] if alone else None
        if said and said.language and said.language != language:
            cell.language = said.language
        words = said.text if said else field.empty or ""
        yield text(words, BODY if said else replace(BODY, colour=MUTED), width, (said and said.language) or language, cell)
        return
    for said in field.said:
        foreign = said.language if said.language != language else None
        yield text(said.text, BODY, width, said.language or language, Element("P", cell, language=foreign))
        if said.source:
            yield text(said.source, SOURCE, width, language, Element("P", cell))
    if field.decision:
        yield text(field.decision, DECIDED, width, language, Element("P", cell))
    if field.contradiction:
        yield text(field.contradiction, QUESTION, width, language, Element("P", cell))


def _where(body: Iterable[list[Placed]], level: int) -> tuple[list[int], int]:
    """The page of every chapter and, at level 2, section, in order; and how many pages there are."""
    found, pages = [], 0
    for page, placed in enumerate(body):
        found += [page for one in placed if isinstance(one.piece, Text) and one.piece.bookmark and one.piece.bookmark[1] <= level]
        pages = page + 1
    return found, pages


def _page(pen: Pen, book: RegisterBook, placed: list[Placed], page: int, pages: int) -> None:
    if book.watermark:
        stamp(pen, book.watermark)
    draw_pieces(pen, placed, LEFT, TOP)
    label = normal(book.page_label).format(page=page, pages=pages)
    with pen.artifact("Footer"):
        text(label, SMALL, WIDTH, "", Element("P")).write(pen, LEFT, PAGE_HEIGHT - LABEL_AT)
        right = WIDTH - unit_width(stood_in(book.title), SMALL.face) * SMALL.size
        if page > 1 and right > WIDTH / 3:
            text(book.title, SMALL, WIDTH, "", Element("P")).write(pen, LEFT + right, PAGE_HEIGHT - LABEL_AT)

