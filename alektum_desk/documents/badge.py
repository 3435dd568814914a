"""A badge on a label: who it is in large letters, until when it is valid, and a code that names nobody."""
from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from alektum_desk.documents.archive import Imprint, finish
from alektum_desk.documents.fonts import Face, drawable, unit_width
from alektum_desk.documents.stamp import stamp
from alektum_desk.documents.tagging import POINTS, Colour, Element, Pen
from alektum_desk.domain.badges import Label

INK: Colour = (0.0, 0.0, 0.0)           # a label printer knows no grey
CODE = 0.46                             # of the narrow side, with its quiet zone
QUIET = 4                               # modules around the code that stay empty
SMALLEST = 6.0                          # points


@dataclass(frozen=True, slots=True)
class BadgeSheet:
    """Already in its language. `day` is the big date, `valid` the sentence under it, `number` what people read out."""

    language: str
    label: Label
    role: str
    name: str
    company: str
    host: str
    day: str
    valid: str
    number: str
    code: str
    title: str
    author: str
    created_on: date
    watermark: str | None = None


def draw(sheet: BadgeSheet) -> bytes:
    """One page, as large as the label; nothing stands where its printer cannot reach."""
    label, target = sheet.label, io.BytesIO()
    pen = Pen(target, label.width * POINTS, label.height * POINTS, sheet.language)
    if sheet.watermark:
        stamp(pen, sheet.watermark)
    left, top = label.edge * POINTS, label.end * POINTS
    width, height = pen.width - 2 * left, pen.height - 2 * top
    unit = width / 100
    y = top
    y = _line(pen, sheet.role, Face.SANS_BOLD, 9 * unit, left, y, width, "P")
    y = _block(pen, sheet.name, Face.SANS_BOLD, 16 * unit, left, y + 2 * unit, width, 0.30 * height, "H1")
    y = _block(pen, sheet.company, Face.SANS, 8.5 * unit, left, y + unit, width, 0.10 * height, "P")
    _block(pen, sheet.host, Face.SANS, 7.5 * unit, left, y + unit, width, 0.09 * height, "P")
    side = CODE * width
    foot = top + height
    room = width - side - 5 * unit
    _code(pen, sheet.code, left + width - side, foot - side, side)
    lower = foot - side
    lower = _line(pen, sheet.day, Face.SANS_BOLD, 15 * unit, left, lower, room, "P")
    lower = _block(pen, sheet.valid, Face.SANS, 6.5 * unit, left, lower + unit, room, 9 * unit * 1.4, "P")
    _line(pen, sheet.number, Face.SANS_BOLD, 12 * unit, left, max(lower, foot - 15 * unit), room, "P")
    pen.close()
    target.seek(0)
    return finish(target, pen, Imprint(sheet.title, sheet.author, sheet.created_on), ())


def modules(code: str) -> tuple[tuple[bool, ...], ...]:
    """The dark modules of the code, row by row, without its quiet zone. Half of them may be unreadable."""
    made: Any = QRCode(None, QRErrorCorrectLevel.Q)       # whose types know no isDark
    made.addData(code)
    made.make()
    return tuple(tuple(bool(made.isDark(row, column)) for column in range(made.moduleCount)) for row in range(made.moduleCount))


def _code(pen: Pen, code: str, x: float, y: float, side: float) -> None:
    """Rows of boxes: a run of dark modules is one, so that no seam shows between them."""
    dark = modules(code)
    module = side / (len(dark) + 2 * QUIET)
    with pen.artifact():
        for at, row in enumerate(dark):
            column = 0
            while column < len(row):
                end = column
                while end < len(row) and row[end]:
                    end += 1
                if end > column:
                    pen.box(x + (column + QUIET) * module, y + (at + QUIET) * module, (end - column) * module, module, INK)
                column = end + 1


def _line(pen: Pen, words: str, face: Face, size: float, x: float, y: float, width: float, tag: str) -> float:
    """One line, smaller where it is too long. Where the next one may begin."""
    words = drawable(words)
    size = max(SMALLEST, min(size, width / max(unit_width(words, face), 0.01)))
    return _write(pen, [_cut(words, face, size, width)], face, size, x, y, tag)


def _block(pen: Pen, words: str, face: Face, size: float, x: float, y: float, width: float, height: float, tag: str) -> float:
    """As large as it fits into this height, in as many lines as it needs; what fits nowhere is cut with dots."""
    words = drawable(words)
    if not words:
        return y
    while True:
        lines = _broken(words, face, size, width)
        most = max(1, int(height / (size * 1.2)))
        if len(lines) <= most and all(unit_width(line, face) * size <= width for line in lines):
            break
        if size <= SMALLEST:
            lines = [*lines[:most - 1], " ".join(lines[most - 1:])]
            break
        size = max(SMALLEST, size * 0.94)
    return _write(pen, [_cut(line, face, size, width) for line in lines], face, size, x, y, tag)


def _broken(words: str, face: Face, size: float, width: float) -> list[str]:
    """Between words, and after a hyphen."""
    lines = [""]
    for word in re.findall(r"[^\s-]*-+|[^\s-]+|\s+", words.strip()):
        longer = lines[-1] + word
        if word.isspace() or unit_width(longer, face) * size <= width or not lines[-1].strip():
            lines[-1] = longer
        else:
            lines[-1] = lines[-1].rstrip()
            lines.append(word)
    return [line.strip() for line in lines]


def _cut(line: str, face: Face, size: float, width: float) -> str:
    if unit_width(line, face) * size <= width:
        return line
    while line and unit_width(line + "…", face) * size > width:
        line = line[:-1]
    return line + "…"


def _write(pen: Pen, lines: list[str], face: Face, size: float, x: float, y: float, tag: str) -> float:
    with pen.content(Element(tag, pen.document)):
        pen.lines(x, [(y + size * (0.95 + 1.2 * at), line) for at, line in enumerate(lines)], face, size, INK)
    return y + size * 1.2 * len(lines)
