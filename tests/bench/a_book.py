"""A register of ten thousand rows as PDF, by us or by typst: prints seconds, memory in MB and the size of the file in MB."""
from __future__ import annotations

import sys
import time
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from alektum_desk.base import paths

ACTIVITIES, FIELDS = 500, 20
LABELS = ("Purpose", "Legal basis", "Data", "Recipients", "Retention")
TEXT = "Collecting a claim by letter and telephone, number {number}, field {field}."


def ours() -> bytes:
    from alektum_desk.documents.register import Chapter, Field, RegisterBook, Said, Section, register
    sections = tuple(Section(f"Activity {number}", ("Belgium", "complete"), tuple(
        Field(LABELS[field % 5], (Said(TEXT.format(number=number, field=field), "Belgium, line 12"),)) for field in range(FIELDS)))
        for number in range(ACTIVITIES))
    return register(RegisterBook(
        language="en", title="Register", subtitle="Hilverkamp NV", facts=(("Controller", "Hilverkamp NV"),), contents_title="Contents",
        field_head="Field", said_head="What the notices say", chapters=(Chapter("Belgium", sections),), page_label="Page {page} of {pages}",
        author="Hilverkamp NV", created_on=date(2026, 11, 24)))


def typst() -> bytes:
    module: Any = import_module("typst")
    parts = ['#set document(title: "Register", author: "Hilverkamp NV", date: datetime(year: 2026, month: 11, day: 24))\n',
             '#set text(font: "Source Serif 4", size: 9.5pt, lang: "en")\n#set page(paper: "a4", numbering: "1")\n= Register\n#outline(depth: 2)\n']
    for number in range(ACTIVITIES):
        rows = "\n".join(f"  [{LABELS[field % 5]}], [{TEXT.format(number=number, field=field)} Belgium, line 12]," for field in range(FIELDS))
        parts.append(f"== Activity {number}\nBelgium, complete\n#table(columns: (30mm, 1fr),\n  table.header([Field], [What the notices say]),\n{rows}\n)\n")
    made: bytes = module.compile("".join(parts).encode(), font_paths=[str(paths.resources() / "fonts" / "documents")], format="pdf",
                                 pdf_standards=["a-2a", "ua-1"])
    return made


def main() -> None:
    began = time.perf_counter()
    made = typst() if "typst" in sys.argv else ours()
    seconds = time.perf_counter() - began
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024
    print(seconds, peak, len(made) / 1_000_000, flush=True)


if __name__ == "__main__":
    main()
