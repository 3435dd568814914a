"""The pages of a letter: what stands where on the sender's format, and the file that comes of it."""
from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from alektum_desk.documents.archive import Attachment, Imprint, finish
from alektum_desk.documents.breaking import break_text
from alektum_desk.documents.fonts import Face, normal, require
from alektum_desk.documents.letter_blocks import SIGNATURE, SMALL, pieces
from alektum_desk.documents.letter_record import RECORD
from alektum_desk.documents.letter_sheet import Heading, Items, LetterSheet, Paragraph
from alektum_desk.documents.sheet import INK, MUTED, Piece, Placed, Space, Style, Text, draw as draw_pieces, flow, text
from alektum_desk.documents.stamp import stamp
from alektum_desk.documents.tagging import POINTS, Element, Pen
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.letters import LetterFormat, Margins, Side, Zone

MEASURE = 146.0             # mm: about eighty letters a line, no more
TOP = 20.0                  # of the sender's lines and of later pages
FOOT = 27.0                 # of the text; the page label stands below
LEAST_FOOT = 20.0
LEAST_SIGNATURE = 34.0      # points
LABEL_AT = 15.0
AIR = 4.0                   # around everything an envelope can show
COLUMN = 125.0              # where the sender stands when the window is at the left
DEFAULT_MARGINS = Margins(left=25.0, right=20.0, top=20.0, bottom=25.0)
SENDER_NAME = Style(Face.SERIF_BOLD, 11, 14.5)
SENDER = Style(Face.SERIF, 9.5, 13)
LABEL = Style(Face.SERIF, 8, 11, MUTED)
ADDRESS_SIZES = ((11.0, 1.25), (10.5, 1.22), (10.0, 1.2), (9.5, 1.18), (9.0, 1.15), (8.5, 1.12), (8.0, 1.1), (8.0, 1.01))
RETURN_SIZES = ((7.5, 1.2), (7.0, 1.2), (6.5, 1.2), (6.0, 1.2))
_POSTCODE = re.compile(r"(?=.*\d)[A-Z\d]{2,5}[ -]?[A-Z\d]{0,4}")
ASCENT, DESCENT = 1.036, 0.335      # of Source Serif: the box that readers of the page see around a word


@dataclass(frozen=True, slots=True)
class Plan:
    """Millimetres on the first page."""

    left: float
    width: float
    sender: Zone
    date: Zone
    date_below: bool        # beneath the window, not beside it
    clear: float            # down to here the window may show the page


def draw(sheet: LetterSheet) -> bytes:
    require(_texts(sheet))
    page = sheet.format
    address = _address(sheet)
    target = io.BytesIO()
    pen = Pen(target, page.page_width * POINTS, page.page_height * POINTS, sheet.language)
    plan = plan_for(page)
    head, letter_head = Element("Sect", pen.document), Element("Sect")
    start = _letter_head_height(sheet, plan)
    body = pieces(sheet, letter_head, plan.width * POINTS)
    pages = _paginated(body, start, page.page_height * POINTS)
    _marks(pen, page)
    for number, placed in enumerate(pages):
        if number:
            pen.turn()
        if sheet.watermark:
            stamp(pen, sheet.watermark)
        if not number:
            _first(pen, sheet, plan, address, head)
        draw_pieces(pen, placed, plan.left * POINTS, TOP * POINTS if number else start)
        _label(pen, sheet, plan, number + 1, len(pages))
    # The head of the page is drawn first and read first: who writes, to whom, when; then the letter itself.
    pen.document.kids.append(letter_head)
    pen.close()
    target.seek(0)
    files = [Attachment(RECORD, sheet.data, "application/json", sheet.title)] if sheet.data is not None else []
    files += [Attachment(each.name, each.content, each.mime, each.title, "Supplement") for each in sheet.files]
    return finish(target, pen, Imprint(sheet.title, sheet.author, sheet.created_on), tuple(files))


def _paginated(body: list[Piece], start: float, height: float) -> list[list[Placed]]:
    """A little closer together where that saves a last page of two lines."""
    best: list[list[Placed]] | None = None
    for foot, room in ((FOOT, SIGNATURE), (LEAST_FOOT, SIGNATURE), (LEAST_FOOT, LEAST_SIGNATURE)):
        closer = [replace(piece, height=room) if isinstance(piece, Space) else piece for piece in body]
        pages = flow(closer, height - foot * POINTS - start, height - (foot + TOP) * POINTS)
        if best is None or len(pages) < len(best):
            best = pages
    return best or []


def _texts(sheet: LetterSheet) -> Iterator[str]:
    """Every text that will be drawn."""
    yield from (*sheet.recipient, *sheet.sender, *sheet.enclosures)
    yield from (sheet.place_date, sheet.subject, sheet.salutation, sheet.closing, sheet.signature_name,
                sheet.page_label, sheet.enclosures_title)
    yield from (one for one in (sheet.return_line, sheet.country_line, sheet.reference, sheet.signature_role,
                                sheet.watermark) if one)
    for block in sheet.body:
        if isinstance(block, (Paragraph, Heading)):
            yield block.text
        elif isinstance(block, Items):
            yield from block.items
        else:
            yield from block.head
            for row in block.rows:
                yield from row


def visible(page: LetterFormat) -> Zone:
    """All that any usable envelope can show, wherever the folded sheet slides, and what the format keeps clear."""
    zones = [page.safe_zone, page.address_zone]
    for envelope in page.envelopes:
        if envelope.fits:
            sideways = max(0.0, envelope.width - page.page_width)
            upward = max(0.0, envelope.height - envelope.folded_height)
            window = envelope.window
            zones.append(Zone(window.x - sideways, window.y - upward, window.width + sideways, window.height + upward))
    if page.keep_clear:
        zones.append(page.keep_clear)
    x, y = min(zone.x for zone in zones), min(zone.y for zone in zones)
    return Zone(x, y, max(zone.right for zone in zones) - x, max(zone.bottom for zone in zones) - y)


def plan_for(page: LetterFormat) -> Plan:
    shown = visible(page)
    margins = page.margins or DEFAULT_MARGINS
    left = max(margins.left, 20.0) if page.margins else (page.safe_zone.x if 20 <= page.safe_zone.x <= 30 else margins.left)
    width = min(MEASURE, page.page_width - left - max(margins.right, 20.0))
    if page.side is Side.LEFT:
        column = max(COLUMN, shown.right + AIR)
        sender = Zone(column, TOP, page.page_width - 15 - column, 0)
        date = replace(sender, y=max(page.info_zone.y if page.info_zone else 0.0, page.safe_zone.y))
        return Plan(left, width, sender, date, date_below=False, clear=shown.bottom)
    sender = Zone(left, TOP, min(shown.x - AIR, 105) - left, 0)
    date = Zone(page.safe_zone.x, shown.bottom + AIR, page.page_width - 15 - page.safe_zone.x, 0)
    return Plan(left, width, sender, date, date_below=True, clear=shown.bottom)


def _address(sheet: LetterSheet) -> tuple[Style, tuple[str, ...]]:
    lines = tuple(line for line in map(normal, sheet.recipient) if line.strip())
    country = (normal(sheet.country_line).upper(),) if sheet.country_line else ()
    for closer in _closer(lines):
        whole = (*closer, *country)
        if (fitted := fit(whole, sheet.format.safe_zone, ADDRESS_SIZES)) is not None:
            return fitted, whole
    raise Refused(
        _N("The address does not fit the window of the format {format}, even in letters of 8 points."),
        _N("Shorten a line of the address, or choose another letter format in the settings of the office."),
        format=sheet.format.standard)


def _closer(lines: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The lines as they are; then with fewer of them, where no letter is small enough.

    A postcode that stands alone goes to its town; then the two shortest neighbours between the name and the town become one
    line. The name, the town and the country keep lines of their own, as the post reads them.
    """
    yield lines
    if len(lines) > 3 and _POSTCODE.fullmatch(lines[-1]):
        lines = (*lines[:-2], f"{lines[-2]} {lines[-1]}")
        yield lines
    while len(lines) > 3:
        at = min(range(1, len(lines) - 2), key=lambda first: len(lines[first]) + len(lines[first + 1]))
        lines = (*lines[:at], f"{lines[at]} {lines[at + 1]}", *lines[at + 2:])
        yield lines


def fit(lines: tuple[str, ...], zone: Zone, sizes: tuple[tuple[float, float], ...]) -> Style | None:
    """The largest style in which the lines, wrapped where they must be, stand inside the zone."""
    width, height = zone.width * POINTS, zone.height * POINTS
    for wrap in (False, True):      # a smaller letter before a broken line
        for size, factor in sizes if wrap else sizes[:4]:
            broken = [break_text(line, Face.SERIF, size, width, "") for line in lines]
            count = sum(map(len, broken))
            if not wrap and count > len(lines):
                continue
            if (count - 1) * size * factor + (ASCENT + DESCENT) * size <= height:
                return Style(Face.SERIF, size, size * factor)
    return None


def _letter_head_height(sheet: LetterSheet, plan: Plan) -> float:
    """Where the subject begins."""
    sender = _sender_height(sheet, plan)
    lowest = max(plan.clear * POINTS + AIR * POINTS, plan.sender.y * POINTS + sender)
    date = _date_top(sheet, plan) + _date_height(sheet, plan)
    return max(lowest, date) + 22.0


def _sender_height(sheet: LetterSheet, plan: Plan) -> float:
    return sum(one.height for one in _sender(sheet, plan, Element("Sect")))


def _sender(sheet: LetterSheet, plan: Plan, parent: Element) -> list[Text]:
    width = plan.sender.width * POINTS
    return [text(line, SENDER if index else SENDER_NAME, width, "", Element("P", parent))
            for index, line in enumerate(sheet.sender)]


def _date_top(sheet: LetterSheet, plan: Plan) -> float:
    beneath = plan.sender.y * POINTS + _sender_height(sheet, plan) + 12
    if plan.date_below:
        return plan.date.y * POINTS
    return max(plan.date.y * POINTS, beneath)


def _date_height(sheet: LetterSheet, plan: Plan) -> float:
    date, reference = _dated(sheet, plan, Element("Sect"))
    beside = plan.date_below
    return max(date.height, reference.height if reference else 0.0) if beside else (
        date.height + (reference.height if reference else 0.0))


def _dated(sheet: LetterSheet, plan: Plan, parent: Element) -> tuple[Text, Text | None]:
    style = replace(SMALL, size=10, leading=14)
    date = text(sheet.place_date, style, plan.date.width * POINTS, "", Element("P", parent))
    if not sheet.reference:
        return date, None
    width = (plan.date.x - plan.left - AIR if plan.date_below else plan.date.width) * POINTS
    return date, text(sheet.reference, style, width, "", Element("P", parent))


def _first(pen: Pen, sheet: LetterSheet, plan: Plan, address: tuple[Style, tuple[str, ...]], parent: Element) -> None:
    y = plan.sender.y * POINTS
    for one in _sender(sheet, plan, parent):
        one.draw(pen, plan.sender.x * POINTS, y)
        y += one.height
    _return_line(pen, sheet, parent)
    _recipient(pen, sheet.format.safe_zone, address, parent)
    date, reference = _dated(sheet, plan, parent)
    y = _date_top(sheet, plan)
    date.draw(pen, plan.date.x * POINTS, y)
    if reference and plan.date_below:
        reference.draw(pen, plan.left * POINTS, y)
    elif reference:
        reference.draw(pen, plan.date.x * POINTS, y + date.height)


def _recipient(pen: Pen, zone: Zone, address: tuple[Style, tuple[str, ...]], parent: Element) -> None:
    style, lines = address
    # One element: an address is one thing to hear. Every line of it is a line here.
    broken = break_text("\n".join(lines), style.face, style.size, zone.width * POINTS, "")
    height = (len(broken) - 1) * style.leading + (ASCENT + DESCENT) * style.size
    room = zone.height * POINTS - height
    top = zone.y * POINTS + min(room, style.size * 0.4) + ASCENT * style.size
    with pen.content(Element("P", parent)):
        pen.lines(zone.x * POINTS, [(top + index * style.leading, line.text) for index, line in enumerate(broken)],
                  style.face, style.size, INK)


def _return_line(pen: Pen, sheet: LetterSheet, parent: Element) -> None:
    zone = sheet.format.return_zone
    if zone is None or not sheet.return_line:
        return
    words = normal(sheet.return_line)
    style = fit((words,), zone, RETURN_SIZES)
    if style is None:
        raise Refused(
            _N("The sender's line does not fit the window of the format {format}."),
            _N("Shorten the sender's line in the settings of the office."), format=sheet.format.standard)
    broken = break_text(words, style.face, style.size, zone.width * POINTS, "")
    bottom = zone.bottom * POINTS - DESCENT * style.size - 1.5
    lines = [(bottom - (len(broken) - 1 - index) * style.leading, line.text) for index, line in enumerate(broken)]
    with pen.content(Element("P", parent)):
        pen.lines(zone.x * POINTS, lines, style.face, style.size, MUTED)


def _marks(pen: Pen, page: LetterFormat) -> None:
    """Where to fold, and where to punch."""
    with pen.artifact():
        for at in page.fold_marks:
            pen.rule(page.mark_x * POINTS, at * POINTS, 4 * POINTS, 0.4, MUTED)
        pen.rule(page.mark_x * POINTS, page.punch_mark * POINTS, 6 * POINTS, 0.4, MUTED)


def _label(pen: Pen, sheet: LetterSheet, plan: Plan, page: int, pages: int) -> None:
    words = normal(sheet.page_label).format(page=page, pages=pages)
    made = text(words, LABEL, plan.width * POINTS, "", Element("P"))
    with pen.artifact("Footer"):
        made.write(pen, plan.left * POINTS, pen.height - LABEL_AT * POINTS)

