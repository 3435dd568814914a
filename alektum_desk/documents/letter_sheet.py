"""What stands in a letter: plain values, already in the letter's language, without any markup."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alektum_desk.domain.letters import LetterFormat


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line feed in the text begins a new line. `language` is set where it is not the letter's: a quotation."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[str, ...]
    numbered: bool = False
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are shares of the line; without them every column gets what its longest word and its text ask for."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] | None = None


Block = Paragraph | Heading | Items | Table


@dataclass(frozen=True, slots=True)
class Enclosed:
    """An exhibit that travels inside the file, as it was handed over."""

    name: str
    content: bytes
    mime: str
    title: str


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """One letter. The same sheet gives the same bytes on every machine."""

    language: str                       # of the letter: "nl", "fr", "nb"
    format: LetterFormat
    recipient: tuple[str, ...]          # as the authority's record has it; long lines wrap, never leave the window
    sender: tuple[str, ...]             # first line is the name
    place_date: str                     # "Gent, 24 november 2026"
    subject: str
    salutation: str
    body: tuple[Block, ...]
    closing: str
    signature_name: str
    page_label: str                     # "Page {page} of {pages}" in the letter's language
    title: str                          # of the document; no person's name in it
    author: str
    created_on: date                    # from the record, never from the clock
    return_line: str | None = None      # shown where the format has a place for it
    country_line: str | None = None     # only on letters that leave the sender's country; put in capitals here
    reference: str | None = None        # the whole line: "Our reference: ALK-..."
    signature_role: str | None = None
    enclosures_title: str = ""
    enclosures: tuple[str, ...] = ()
    data: bytes | None = None           # the record as JSON: makes the file PDF/A-3a
    files: tuple[Enclosed, ...] = ()
    watermark: str | None = None        # "SAMPLE" on letters of the sample office
    mark: int | None = None             # index in `body`, highlighted for the preview; never in a file that leaves
