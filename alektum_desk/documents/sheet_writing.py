"""Tables as files: xlsx, OpenDocument and CSV. Every cell is a text, and none of them can become a formula."""
from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

Rows = Iterable[Sequence[str]]
_LEADS = ("=", "+", "-", "@", "\t", "\r", "'")
_FIRST_LEADS = frozenset(_LEADS)
LONGEST = 32_000                # letters that a spreadsheet keeps in a cell
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def shut(text: str) -> str:
    """With an apostrophe in front where a spreadsheet would calculate; `opened` takes it away again."""
    return f"'{text}" if text.startswith(_LEADS) else text


def opened(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_LEADS) else text


def _cell(text: str) -> str:
    return shut(_CONTROLS.sub("", text))[:LONGEST]


def xlsx(sheets: Iterable[tuple[str, Rows]], *, heads: int = 1, wide: int = 40) -> bytes:
    """`heads` rows are bold and stay where they are; the column width is in letters."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    # In constant memory rows leave as they are written; strings are never read as formulas, links or numbers.
    with Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.set_column(0, 60, wide, plain)
            sheet.freeze_panes(heads, 0)
            write = sheet.write_string
            for number, row in enumerate(rows):
                face = bold if number < heads else None
                for column, text in enumerate(row):
                    if text:
                        plainly = text[0] not in _FIRST_LEADS and len(text) < LONGEST and text.isprintable()
                        write(number, column, text if plainly else _cell(text), face)
    return file.getvalue()


def csv_text(rows: Rows) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_cell(each) for each in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


_NAMES = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
          'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"')
_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = ('<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
             f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_TYPE}"/>'
             '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>')
_FIRST = (1980, 1, 1, 0, 0, 0)          # of every entry, so that the same register gives the same bytes


def ods(sheets: Iterable[tuple[str, Rows]]) -> bytes:
    parts = [f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} office:version="1.3"><office:body><office:spreadsheet>']
    for name, rows in sheets:
        parts.append(f"<table:table table:name={quoteattr(name)}>")
        for row in rows:
            cells = "".join(f'<table:table-cell office:value-type="string">{_paragraphs(_cell(text))}</table:table-cell>' if text else "<table:table-cell/>" for text in row)
            parts.append(f"<table:table-row>{cells}</table:table-row>")
        parts.append("</table:table>")
    parts.append("</office:spreadsheet></office:body></office:document-content>")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in (("mimetype", _TYPE), ("content.xml", "".join(parts)), ("META-INF/manifest.xml", _MANIFEST)):
            entry = zipfile.ZipInfo(path, _FIRST)
            entry.compress_type = zipfile.ZIP_STORED if path == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return file.getvalue()


def _paragraphs(text: str) -> str:
    """OpenDocument folds spaces: those that follow another, or begin a line, are elements."""
    lines = (re.sub(r"^ +|(?<= ) +", lambda run: f'<text:s text:c="{len(run[0])}"/>', escape(line)).replace("\t", "<text:tab/>") for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "".join(f"<text:p>{line}</text:p>" for line in lines)
