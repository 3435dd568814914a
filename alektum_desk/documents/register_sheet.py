"""What stands in the printed register: plain values, already in the book's language."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alektum_desk.documents.packing import Packed


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of one notice, in the notice's language, with the place it stands at."""

    text: str
    source: str | None = None           # "Belgium, notice in French, line 20": a whole label
    language: str | None = None         # of `text`, where it is not the book's


@dataclass(frozen=True, slots=True)
class Field:
    """A row: label, statements, and at most one decision and one remark on a contradiction."""

    label: str
    said: tuple[Said, ...] = ()
    decision: str | None = None         # "Decided: 10 years after the case is closed"
    contradiction: str | None = None    # "The notices differ and nothing is decided."
    empty: str | None = None            # "Not stated", shown when nothing is said or decided


@dataclass(frozen=True, slots=True)
class Section:
    """One activity. `facts` stand in one line under its title: country, role, state."""

    title: str
    facts: tuple[str, ...]
    fields: tuple[Field, ...]
    lines: str = ""                     # all of it line by line as it is printed, in a book too long for tables
    heard: str | None = None            # the same, where no font draws all of it


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str                          # a country
    sections: tuple[Section, ...]
    note: str | None = None             # "No notice was read for this country."


@dataclass(frozen=True, slots=True)
class RegisterBook:
    """All texts already in the book's language."""

    language: str
    title: str
    subtitle: str                       # office and day
    facts: tuple[tuple[str, str], ...]  # of the title: ("Controller", "..."), ("Activities", "42")
    contents_title: str
    field_head: str                     # "Field"
    said_head: str                      # "What the notices say, and what was decided"
    chapters: tuple[Chapter, ...]
    page_label: str                     # "Page {page} of {pages}"
    author: str
    created_on: date                    # from the record, never from the clock
    introduction: tuple[str, ...] = ()
    data: bytes | Packed | None = None  # the register as JSON: makes the file PDF/A-3a
    watermark: str | None = None
