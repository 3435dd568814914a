"""Spreadsheets are archives: how large they are when unpacked, and how far their cells reach, is known before anybody reads them."""
from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.import_tables import Span, Table

LARGEST = 500_000_000           # unpacked
MOST_CELLS = 8_000_000          # of a sheet, empty ones between two that are not included
MOST_FILES = 5_000
MOST_ROWS = 200_000
DEFLATE = 1032                  # deflate packs nothing tighter than this
CHUNK = 1 << 20


def _bomb() -> Refused:
    return Refused(_N("The file unpacks to more than any register needs. It was not opened further."), _N("Ask who sent it for a plain spreadsheet."))


def _vast() -> Refused:
    return Refused(_N("A sheet of the file reaches over millions of cells."), _N("Copy the rows of the register into a new spreadsheet and import that."))


def check_zip(data: bytes) -> frozenset[str]:
    """The names in it. Sizes that an archive tells of itself may be a lie: where they could be, it is unpacked once and counted."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = archive.infolist()
        if len(files) > MOST_FILES or sum(each.file_size for each in files) > LARGEST:
            raise _bomb()
        if any(each.flag_bits & 1 for each in files):
            raise Refused(_N("The file is protected by a password."), _N("Save it without a password, import it, and delete that copy."))
        if sum(each.compress_size for each in files) * DEFLATE > LARGEST:
            total = 0
            for each in files:
                for chunk in _chunks(data, each):
                    total += len(chunk)
                    if total > LARGEST:
                        raise _bomb()
        return frozenset(each.filename for each in files)


def _chunks(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """An entry's bytes as they come out, whatever size it claims."""
    head = data[entry.header_offset:entry.header_offset + 30]
    if len(head) < 30:
        raise zipfile.BadZipFile
    begins = entry.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    packed = memoryview(data)[begins:begins + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile
    pump = zlib.decompressobj(-15)
    for at in range(0, len(packed), CHUNK // 4):
        rest: bytes | memoryview = packed[at:at + CHUNK // 4]
        while rest:
            yield pump.decompress(rest, CHUNK)
            rest = pump.unconsumed_tail


# A cell beyond column ZZ, in either quotes. They begin with a fixed letter, which is ten times as fast as any set of letters.
_FAR = (re.compile(rb'"([A-Z]{3})[0-9]'), re.compile(rb"'([A-Z]{3})[0-9]"))
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')


def check_sheets(data: bytes) -> bool:
    """Whether an xlsx holds formulas; refused where a sheet's first and last cell are so far apart that all between them would fill the memory."""
    formulas = False
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", entry.filename):
                continue
            rows, columns, rest = 0, 702, b""
            for chunk in _chunks(data, entry):
                block = rest + chunk
                formulas = formulas or (b"<f" in block and (b"<f>" in block or b"<f " in block))
                for far in _FAR:
                    columns = max(columns, *(_column(match[1]) for match in far.finditer(block)), 0)
                at = block.rfind(b"<row ")
                found = _ROW.match(block, at) if at >= 0 else None
                if found:
                    rows = max(rows, int(found[1]))
                rest = block[-64:]
            if rows > 1_048_576 or columns > 16_384 or (columns > 702 and rows * columns > MOST_CELLS) or rows > MOST_ROWS * 6:
                raise _vast()
    return formulas


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


# -- OpenDocument

OFFICE, TABLE, TEXT = ("{urn:oasis:names:tc:opendocument:xmlns:" + each + ":1.0}" for each in ("office", "table", "text"))


def check_text_sheets(data: bytes) -> tuple[Table, ...]:
    """The sheets of an .ods, without its notes beside cells; repeated cells are repeated no further than a register can reach."""
    # Neither entities nor a document type of their own: defusedxml refuses both.
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Refused(_N("The file is protected by a password."), _N("Save it without a password, import it, and delete that copy."))
        found: list[Table] = []
        try:
            with archive.open("content.xml") as content:
                rows: list[list[str]] = []
                merged: list[Span] = []
                name, cells, depth = "", 0, 0
                for event, node in iterparse(content, events=("start", "end"), forbid_dtd=True):
                    if node.tag == f"{TABLE}table":
                        depth += 1 if event == "start" else -1
                        if event == "start" and depth == 1:
                            name, rows, merged = node.get(f"{TABLE}name", ""), [], []
                        elif event == "end" and depth == 0:
                            found.append(Table(name, _trimmed(rows), tuple(merged)))
                            node.clear()
                    elif event == "end" and node.tag == f"{TABLE}table-row":
                        cells += _take(node, rows, merged)
                        node.clear()
                        if cells > MOST_CELLS or len(rows) > MOST_ROWS:
                            raise _vast()
        except DefusedXmlException as why:
            raise Refused(_N("The file brings its own document type or entities, which no spreadsheet needs. It was not read."),
                          _N("Save it anew from a spreadsheet program.")) from why
    return tuple(found)


def _number(node: Any, name: str) -> int:
    told = node.get(f"{TABLE}{name}", "1")
    return max(1, int(told)) if told.isdecimal() else 1


def _take(node: Any, rows: list[list[str]], merged: list[Span]) -> int:
    """One row element, as often as it is repeated; how many cells that makes."""
    row: list[str] = []
    for cell in node:
        if cell.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
            continue
        text = _words(cell) if cell.tag == f"{TABLE}table-cell" else ""
        times = _number(cell, "number-columns-repeated")
        across, down = _number(cell, "number-columns-spanned"), _number(cell, "number-rows-spanned")
        if across * down > 1:
            merged.append((len(rows), len(row), len(rows) + min(down, 10_000) - 1, len(row) + min(across, 1000) - 1))
        if text and (times > 20_000 or len(row) + times > 20_000):
            raise _vast()
        row += [text] * min(times, max(0, 20_000 - len(row)))
    while row and not row[-1]:
        row.pop()
    times = _number(node, "number-rows-repeated")
    if row and times * len(row) > MOST_CELLS:
        raise _vast()
    rows += [list(row) for _ in range(times)] if row else [[]] * min(times, MOST_ROWS - len(rows)) if times < 1000 else [[]] * 3
    return times * len(row)


def _words(cell: Any) -> str:
    """Its paragraphs; spaces and tabs are elements, and a note beside the cell is none of it."""
    lines = ["".join(_flow(each)) for each in cell if each.tag in {f"{TEXT}p", f"{TEXT}h"}]
    if lines:
        return "\n".join(lines).strip("\n") if cell.get(f"{OFFICE}value-type") != "boolean" else cell.get(f"{OFFICE}boolean-value", "").upper()
    return str(cell.get(f"{OFFICE}string-value") or cell.get(f"{OFFICE}date-value") or cell.get(f"{OFFICE}value") or "")


def _flow(node: Any) -> Iterator[str]:
    yield node.text or ""
    for each in node:
        if each.tag == f"{TEXT}s":
            yield " " * min(_spaces(each), 1000)
        elif each.tag == f"{TEXT}tab":
            yield "\t"
        elif each.tag == f"{TEXT}line-break":
            yield "\n"
        elif each.tag != f"{OFFICE}annotation":
            yield from _flow(each)
        yield each.tail or ""


def _spaces(node: Any) -> int:
    told = node.get(f"{TEXT}c", "1")
    return int(told) if told.isdecimal() else 1


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    while rows and not rows[-1]:
        rows.pop()
    return rows
