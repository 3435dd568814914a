"""Other people's registers as tables: spreadsheets, CSV, JSON, YAML and Turtle, with everything in them that could do harm left shut.

What a file really is stands in its first bytes, never in its name. Nothing is followed, run or fetched.
"""
from __future__ import annotations

import csv
import io
import json
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from alektum_desk.documents.import_source import Source
from alektum_desk.documents.import_zips import check_sheets, check_text_sheets, check_zip
from alektum_desk.domain.errors import _N, DeskError, DiskTrouble, Refused
from alektum_desk.domain.import_tables import Span, Table

LARGEST = 60_000_000
LARGEST_TEXT = 25_000_000
MOST_ROWS = 200_000
MOST_COLUMNS = 2_000        # each is asked what it means, whatever stands beside it
_STRINGS = frozenset({str})
T = TypeVar("T")


def read(path: Path) -> Source:
    """Refused with a sentence for whatever is no register; DiskTrouble where it cannot be read."""
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise Refused(_N("{path} is a folder."), _N("Name a file in it."), path=path.name)
        if not stat.S_ISREG(about.st_mode):             # a pipe or a device may never end
            raise Refused(_N("{file} is no file."), _N("Known are .xlsx, .ods, .csv, .json, .yaml and Turtle (.ttl)."), file=path.name)
        if about.st_size > LARGEST:
            raise Refused(_N("The file has more than {megabytes} MB."), _N("Split it into several."), megabytes=LARGEST // 1_000_000)
        data = path.read_bytes()
    except OSError as why:
        raise DiskTrouble(_N("{path} cannot be read."), _N("Check the path and the permissions."), path=path.name) from why
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Refused(_N("The file is empty."), _N("Export it anew from the program that made it."))
    return _narrow(_of(data, path.suffix.lower().lstrip(".")))


def _narrow(source: Source) -> Source:
    """Formats reach far to the right of what is said: that is cut off. Refused when somebody does say something there."""
    if all(len(row) <= MOST_COLUMNS for table in source.tables for row in table.rows):
        return source
    if any(any(row[MOST_COLUMNS:]) for table in source.tables for row in table.rows):
        raise Refused(_N("The table has more than {most} columns."), _N("Split it into several."), most=MOST_COLUMNS)
    return replace(source, tables=tuple(replace(table, rows=[row[:MOST_COLUMNS] for row in table.rows]) for table in source.tables))


def _of(data: bytes, suffix: str) -> Source:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused(_N("The file is protected by a password."), _N("Save it without a password, import it, and delete that copy."))
        raise Refused(_N("The file has the old form of Excel."), _N("Open it in a spreadsheet program and save it as .xlsx or .ods."))
    if data.startswith(b"PK"):
        return _zipped(data)
    if data.startswith((b"%PDF", b"{\\rtf", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x7fELF", b"MZ")):
        raise _unknown()
    text = _decoded(data)
    if len(text) > LARGEST_TEXT:
        raise Refused(_N("The file has more than {megabytes} MB."), _N("Split it into several."), megabytes=LARGEST_TEXT // 1_000_000)
    return _text(text, suffix)


def _unknown() -> Refused:
    return Refused(_N("This is no file that holds a register as we know it."), _N("Known are .xlsx, .ods, .csv, .json, .yaml and Turtle (.ttl)."))


def _damaged(kind: str) -> Refused:
    return Refused(_N("The file cannot be read as {kind}: it is damaged or cut off."), _N("Export it anew from the program that made it."), kind=kind)


def _guarded(kind: str, work: Callable[[], T]) -> T:
    """Parsers of other hands throw what they like at a damaged file, a Rust panic included, which is no Exception."""
    try:
        return work()
    except (DeskError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as why:
        raise _damaged(kind) from why


# -- spreadsheets

def _zipped(data: bytes) -> Source:
    names = _guarded("xlsx/ods", lambda: check_zip(data))
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return _xlsx(data, names)
    if "content.xml" in names:
        return _ods(data)
    if "EncryptedPackage" in names or "encrypted-package" in names:
        raise Refused(_N("The file is protected by a password."), _N("Save it without a password, import it, and delete that copy."))
    raise _unknown()


def _xlsx(data: bytes, names: frozenset[str]) -> Source:
    has_formulas = _guarded("xlsx", lambda: check_sheets(data))
    remarks = [_N("Formulas were not calculated: what was taken in are the results that the file keeps.")] if has_formulas else []
    if any(name.startswith("xl/externalLinks/") for name in names):
        remarks.append(_N("Links to other files were not followed."))
    if any(name.endswith("vbaProject.bin") for name in names):
        remarks.append(_N("The macros in the file were not looked at and not run."))
    return Source("xlsx", _guarded("xlsx", lambda: tuple(_sheets(data))), remarks=tuple(remarks))


def _sheets(data: bytes) -> Iterator[Table]:
    # A third of a tenth of a second to load; nobody who does not import waits for it.
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for about in book.sheets_metadata:
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            if sheet.height > MOST_ROWS:
                raise _too_many()
            rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
            for row in rows:                    # in place: a second table of this size costs as much time as reading the first
                if not _STRINGS.issuperset(map(type, row)):
                    row[:] = [cell if type(cell) is str else _cell(cell) for cell in row]
            merged: tuple[Span, ...] = tuple((top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
            yield Table(about.name, rows, merged)


def _too_many() -> Refused:
    return Refused(_N("The table has more than {most} rows."), _N("Split it into several."), most=MOST_ROWS)


def _cell(value: object) -> str:
    """As a person sees it: 2.0 is 2, a day without its midnight, a truth in capitals as spreadsheets have it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if (value.hour, value.minute, value.second) == (0, 0, 0) else value.isoformat(" ", "minutes")
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _ods(data: bytes) -> Source:
    return Source("ods", _guarded("ods", lambda: check_text_sheets(data)))


# -- texts

def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _guarded("UTF-16", lambda: data.decode("utf-16"))
    if b"\0" in data[:4096]:
        raise _unknown()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


_TURTLE = re.compile(r"^\s*(?:@prefix|@base|prefix\s+\w*:\s*<|base\s+<)|^\s*<[a-z]+:[^>]*>\s+(?:a|<[a-z]+:)", re.IGNORECASE | re.MULTILINE)
_YAML = re.compile(r"^(?:---|- |[\w.-]+:\s*(?:$|[\w\[{\"'#|>-]))", re.MULTILINE)


def _text(text: str, suffix: str) -> Source:
    start = text.lstrip()[:400]
    if re.match(r"<(?:!doctype|html|head|body|table|script|\?xml|!--|svg|\w+:\w+|rdf)", start, re.IGNORECASE) and not _TURTLE.match(start):
        raise Refused(_N("This is a web page or an XML file, not a register."), _N("Copy its table into a spreadsheet and save that as .xlsx or .ods."))
    if start[:1] in "{[" and suffix not in {"csv", "ttl", "yaml", "yml"}:
        return _json(text)
    if suffix in {"ttl", "n3", "nt", "turtle"} or _TURTLE.search(text[:20_000]):
        return _turtle(text)
    if suffix in {"yaml", "yml"}:
        return _yaml(text)
    if start[:1] in "{[":
        return _json(text)
    if suffix not in {"csv", "tsv", "txt"} and _YAML.search(text[:4000]) and not re.search(r"^[^\n]*[,;\t][^\n]*[,;\t]", text):
        return _yaml(text)
    return _csv(text)


def _csv(text: str) -> Source:
    if "\0" in text:
        raise _damaged("CSV")
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    mark = max(",;\t|", key=lambda each: max((line.count(each) for line in lines), default=0))
    before = csv.field_size_limit(LARGEST_TEXT)
    try:
        rows: list[list[str]] = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            if len(rows) >= MOST_ROWS:
                raise _too_many()
            rows.append(row)
    except csv.Error as why:
        raise _damaged("CSV") from why
    finally:
        csv.field_size_limit(before)
    return Source("csv", (Table("csv", rows),), remarks=_harmless(text))


_FORMULA, _SCRIPT = re.compile(r"""(?:^|[,;\t|"\n])\s*(?:=[\w(+-]|@[A-Z]+\(|[+-][A-Za-z]+\|)"""), re.compile(r"<(?:script|iframe|object|svg|img)\b|javascript:", re.IGNORECASE)


def _harmless(text: str) -> tuple[str, ...]:
    """What a spreadsheet or a browser would have run is told: here it is words."""
    return (*((_N("Cells and headings that begin like formulas were read as words. Nothing was calculated."),) if _FORMULA.search(text) else ()),
            *((_N("The file holds scripts of web pages. They were read as words, and nothing was run."),) if _SCRIPT.search(text) else ()))


def _json(text: str) -> Source:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as why:
        raise _damaged("JSON") from why
    return _shaped("json", document, text)


def _yaml(text: str) -> Source:
    import yaml

    if len(text) > LARGEST_TEXT // 5:
        raise Refused(_N("The file has more than {megabytes} MB."), _N("Split it into several."), megabytes=LARGEST_TEXT // 5_000_000)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    if sum(1 for _ in re.finditer(r"(?:^|[\s\[,{])\*\w", text)) > 200:
        raise Refused(_N("The file refers to itself too often."), _N("Export it anew without anchors and references."))
    try:
        documents = [each for each in yaml.load_all(text, Loader=loader) if each is not None]
    except (yaml.YAMLError, ValueError, RecursionError, TypeError, AttributeError) as why:
        raise _damaged("YAML") from why
    if not documents:
        raise Refused(_N("The file is empty."), _N("Export it anew from the program that made it."))
    if isinstance(documents[0], str):
        raise _unknown()
    return _shaped("yaml", documents[0] if len(documents) == 1 else documents, text)


def _shaped(fmt: str, document: Any, text: str) -> Source:
    from alektum_desk.documents.import_shapes import shape_of

    found = shape_of(document)
    return replace(found, format=fmt, remarks=(*found.remarks, *_harmless(text)))


def _turtle(text: str) -> Source:
    from alektum_desk.documents.import_turtle import source

    return _guarded("Turtle", lambda: source(text))
