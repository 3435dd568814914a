"""The register in and out: 50,000 rows beside the libraries that read and write them alone; 10,000 activities sifted, pivoted and printed."""
from __future__ import annotations

import io
import resource
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from alektum_desk.documents import sheet_writing
from alektum_desk.documents.import_reading import read
from alektum_desk.services import records, register_export
from tests.bench.matrix import SEARCHED, fill
from tests.bench.measure import Line, alternately, median_ms, new_desk, told
from tests.bench.register_full import ACTIVITIES

ROWS = 50_000
HEADS = ("Purpose of processing", "Categories of individuals", "Categories of personal data", "Categories of recipients", "Retention schedule", "Security", "Lawful basis", "Source")


def rows(many: int = ROWS) -> list[tuple[str, ...]]:
    return [HEADS, *((f"Purpose number {number}", "Customers; employees", f"Name, address, account {number}", "Bank", f"{number % 10 + 1} years", "Access control", "Contract", "Data subject") for number in range(many))]


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _bare_write(table: list[tuple[str, ...]]) -> None:
    with Workbook(io.BytesIO(), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Register")
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row)


def _bare_read(path: Path) -> None:
    with CalamineWorkbook.from_path(str(path)) as book:
        book.get_sheet_by_index(0).to_python()


def _tables() -> list[Line]:
    table = rows()
    with TemporaryDirectory() as folder:
        path = Path(folder, "register.xlsx")
        path.write_bytes(sheet_writing.xlsx([("Register", table)]))
        ours, theirs = alternately(lambda: timed(lambda: read(path)), lambda: timed(lambda: _bare_read(path)), 3)
        written, bare = alternately(lambda: timed(lambda: sheet_writing.xlsx([("Register", table)])), lambda: timed(lambda: _bare_write(table)), 3)
    return [Line(f"xlsx of {ROWS:,} rows read / python-calamine alone", ours / theirs, "x", 1.5, f"{ours:.2f} s, {theirs:.2f} s"),
            Line(f"xlsx of {ROWS:,} rows written / xlsxwriter alone", written / bare, "x", 1.3, f"{written:.2f} s, {bare:.2f} s")]


def _full() -> list[Line]:
    seconds, working, size, memory = map(float, told("register_full.py"))
    return [Line(f"register of {ACTIVITIES:,} activities full of facts as PDF", seconds, "s", 10, f"{size:.1f} MB, {working:.1f} s of processor"), Line("memory with it", memory, "MB", 300)]


def measure() -> list[Line]:
    lines = _tables()
    with new_desk() as desk, TemporaryDirectory() as folder:
        fill(desk, ACTIVITIES)
        lines.append(Line(f"{ACTIVITIES:,} activities sifted by words", median_ms(lambda number: records.listed(desk, search=SEARCHED[number])), "ms", 200))
        lines.append(Line(f"matrix over {ACTIVITIES:,} activities", median_ms(lambda _: records.matrix(desk)), "ms", 300))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        path = Path(folder, "register.pdf")
        took = timed(lambda: register_export.export(desk, "pdf", path))
        lines.append(Line(f"register of {ACTIVITIES:,} activities as PDF", took, "s", 10, f"{path.stat().st_size / 1e6:.1f} MB"))
        lines.append(Line("its size", path.stat().st_size / 1e6, "MB", 3))
        lines.append(Line("memory of the whole measurement", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB", 300, f"before it {before / 1024:.0f} MB"))
    return lines + _full()
