"""The body of a letter as pieces that flow: paragraphs, headings, lists, tables, the closing and the enclosures."""
from __future__ import annotations

from dataclasses import replace

from alektum_desk.documents.fonts import Face, unit_width
from alektum_desk.documents.letter_sheet import Block, Heading, Items, LetterSheet, Paragraph, Table
from alektum_desk.documents.sheet import FEWEST_LINES, MUTED, Cell, Label, Piece, Row, Space, Style, Text, text
from alektum_desk.documents.tagging import Element

BODY = Style(Face.SERIF, 11, 15.5)
SUBJECT = Style(Face.SERIF_BOLD, 12.5, 17)
HEADING = Style(Face.SERIF_BOLD, 11, 15.5)
SMALL = Style(Face.SERIF, 9.5, 13.5)
SMALL_BOLD = Style(Face.SERIF_BOLD, 9.5, 13.5)
BETWEEN = 8.0               # paragraphs are parted by half a line
INDENT = 17.0
SIGNATURE = 46.0            # points for a pen
GUTTER = 10.0
EXHIBIT = "E{number}"       # as exhibits are called in every language


def pieces(sheet: LetterSheet, parent: Element, width: float) -> list[Piece]:
    """In reading order, from the subject to the last enclosure."""
    language = sheet.language
    subject = text(sheet.subject, SUBJECT, width, language, Element("H1", parent), keep_next=True)
    made: list[Piece] = [replace(subject, bookmark=(sheet.subject, 0))]
    made.append(text(sheet.salutation, BODY, width, language, Element("P", parent), before=14, keep_next=True))
    for index, block in enumerate(sheet.body):
        built = _block(block, parent, width, language, first=index == 0)
        if index == sheet.mark:
            built = [replace(one, marked=width) if isinstance(one, Text) else one for one in built]
        made += built
    return [*_held(made), *_closing(sheet, parent, width), *_enclosures(sheet, parent, width)]


def _held(made: list[Piece]) -> list[Piece]:
    """The closing never stands alone on a page: at least the last two lines of the text go with it."""
    held, lines = list(made), 0
    for at in range(len(held) - 1, -1, -1):
        piece = held[at]
        if isinstance(piece, Text) and len(piece.lines) >= 2 * FEWEST_LINES:
            head, tail = piece.cut(len(piece.lines) - FEWEST_LINES)
            return [*held[:at], head, replace(tail, keep_next=True), *held[at + 1:]]
        if isinstance(piece, (Text, Row)):
            held[at] = replace(piece, keep_next=True)
        lines += len(piece.lines) if isinstance(piece, Text) else FEWEST_LINES
        if lines >= FEWEST_LINES:
            break
    return held


def _block(block: Block, parent: Element, width: float, language: str, *, first: bool) -> list[Piece]:
    foreign = getattr(block, "language", None)
    tagged = foreign if foreign and foreign != language else None
    if isinstance(block, Paragraph):
        element = Element("P", parent, language=tagged)
        return [text(block.text, BODY, width, foreign or language, element, before=BETWEEN)]
    if isinstance(block, Heading):
        element = Element("H2", parent)
        made = text(block.text, HEADING, width, language, element, before=BETWEEN if first else 15, keep_next=True)
        return [replace(made, bookmark=(block.text, 1))]
    if isinstance(block, Items):
        return list(listed(block, parent, width, language, BODY))
    return list(_table(block, parent, width, language))


def listed(block: Items, parent: Element, width: float, language: str, style: Style, number: str = "{number}.") -> list[Text]:
    foreign = block.language if block.language != language else None
    group = Element("L", parent, language=foreign)
    labels = [number.format(number=at) if block.numbered else "–" for at in range(1, len(block.items) + 1)]
    indent = max(INDENT, *(unit_width(label, style.face) * style.size + 6 for label in labels)) if labels else INDENT
    made = []
    for index, (item, label) in enumerate(zip(block.items, labels, strict=True)):
        entry = Element("LI", group)
        hanging = Label(label, 0.0, Element("Lbl", entry))
        one = text(item, style, width - indent, block.language or language, Element("LBody", entry), x=indent,
                   before=BETWEEN if index == 0 else 3)
        made.append(replace(one, label=hanging))
    return made


def _table(block: Table, parent: Element, width: float, language: str) -> list[Row]:
    table = Element("Table", parent)
    widths = column_widths(block, width)
    offsets = [sum(widths[:index]) for index in range(len(widths))]

    def row(words: tuple[str, ...], group: Element, tag: str, style: Style) -> Row:
        line = Element("TR", group)
        cells = tuple(
            Cell(x, (text(word, style, wide - GUTTER, language,
                          Element(tag, line, scope="Column" if tag == "TH" else None)),))
            for word, x, wide in zip(words, offsets, widths, strict=True))
        return Row(cells, width)

    head = replace(row(block.head, Element("THead", table), "TH", SMALL_BOLD),
                   before=BETWEEN, keep_next=True, rule=0.7, ink=MUTED)
    body = Element("TBody", table)
    rows = [replace(row(words, body, "TD", SMALL), head=head) for words in block.rows]
    if len(rows) > 2:
        rows[-2] = replace(rows[-2], keep_next=True)        # no row alone on the next page
    return [head, *rows]


def column_widths(block: Table, width: float) -> list[float]:
    """Each column gets its longest word, the rest is shared by how much each has to say."""
    if block.widths:
        return [width * share / sum(block.widths) for share in block.widths]
    columns = list(zip(block.head, *block.rows, strict=True))
    longest = [max(unit_width(word, Face.SERIF_BOLD) for cell in column for word in cell.split() or [""])
               * SMALL.size + GUTTER + 1 for column in columns]
    wanted = [max(unit_width(cell, Face.SERIF_BOLD) for cell in column) * SMALL.size + GUTTER + 1
              for column in columns]
    if sum(wanted) <= width:
        return [*wanted[:-1], width - sum(wanted[:-1])]
    if sum(longest) >= width:
        return [width * share / sum(longest) for share in longest]
    # A short column, a date, stays on one line as long as the others still hold their longest word.
    least = list(longest)
    for index in sorted(range(len(columns)), key=lambda at: wanted[at]):
        if sum(least) - least[index] + wanted[index] <= width and wanted[index] <= width * 0.4:
            least[index] = wanted[index]
    extra = [want - some for want, some in zip(wanted, least, strict=True)]
    spare = width - sum(least)
    return [some + spare * more / sum(extra) for some, more in zip(least, extra, strict=True)]


def _closing(sheet: LetterSheet, parent: Element, width: float) -> list[Piece]:
    made: list[Piece] = [
        text(sheet.closing, BODY, width, sheet.language, Element("P", parent), before=14, keep_next=True),
        Space(SIGNATURE, line=150.0, keep_next=True),
        text(sheet.signature_name, BODY, width, sheet.language, Element("P", parent), before=4,
             keep_next=bool(sheet.signature_role)),
    ]
    if sheet.signature_role:
        style = replace(SMALL, colour=MUTED)
        made.append(text(sheet.signature_role, style, width, sheet.language, Element("P", parent)))
    return made


def _enclosures(sheet: LetterSheet, parent: Element, width: float) -> list[Piece]:
    if not sheet.enclosures:
        return []
    made: list[Piece] = []
    if sheet.enclosures_title:
        title = text(sheet.enclosures_title, SMALL_BOLD, width, sheet.language, Element("H2", parent), before=20,
                     keep_next=True)
        made.append(replace(title, bookmark=(sheet.enclosures_title, 1)))
    entries = listed(Items(sheet.enclosures, numbered=True), parent, width, sheet.language, SMALL, EXHIBIT)
    made += [replace(entry, before=3 if index == 0 else 1.5) for index, entry in enumerate(entries)]
    return made
