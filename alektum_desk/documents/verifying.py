"""Whether a letter is still what it was: made anew from the record inside it, and compared page by page, field by field."""
from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Pdf

from alektum_desk.documents import signing
from alektum_desk.documents.letter import letter
from alektum_desk.documents.letter_record import FACTS, PAGE, RECORD, fields, fingerprint, unpacked
from alektum_desk.documents.letter_sheet import Items, LetterSheet, Table
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.letters import LetterFormat

Place = tuple[int, int]             # page and number of the marked content on it
Drawn = dict[int | str, list[str]]  # what was drawn under that number, or as that kind of furniture

CHANGED = _N("The page shows something else here than the record inside the file.")
UNREADABLE = _N("The page cannot be read.")
NO_RECORD = _N("No record of a letter lies in the file, so nothing can be compared.")
BAD_RECORD = _N("The record inside the file is not the record of a letter.")
PAGES = _N("The file has another number of pages than its record makes.")
NOT_PRINTED = _N("The record says something here that the pages do not show.")
FACTS_CHANGED = _N("The facts in the record are not those with which the letter was made.")
EXHIBIT_CHANGED = _N("The enclosure is not the one that was enclosed: its SHA-256 differs.")
EXHIBIT_MISSING = _N("The enclosure is missing.")
STRANGER = _N("A file lies in the letter that its record does not name.")
OTHER_BYTES = _N("The pages are those of the record, but the file around them was changed.")
BROKEN = _N("The file is damaged and cannot be read as a PDF.")
SIGNATURE_BROKEN = _N("The signature does not fit the file: something was changed after it was signed.")
SIGNATURE_UNSEEN = _N("The signature was not looked at: pyHanko is not installed.")


@dataclass(frozen=True, slots=True)
class Problem:
    """`page` counts from 1; None where it is about the file as a whole. `why` is a text of the catalogue."""

    page: int | None
    field: str
    why: str


def problems(file: bytes, formats: Callable[[str], LetterFormat]) -> tuple[Problem, ...]:
    """Nothing where the file is, byte for byte, what its record makes. Refused when it is no PDF at all."""
    if b"%PDF-" not in file[:1024]:
        raise Refused(_N("This file is not a PDF."), _N("Choose a letter that this program made."))
    try:
        with pikepdf.open(BytesIO(file)) as seen:
            return tuple(dict.fromkeys(_compared(file, seen, formats)))
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return (Problem(None, "file", BROKEN),)


def _compared(file: bytes, seen: Pdf, formats: Callable[[str], LetterFormat]) -> Iterator[Problem]:
    inside = _files(seen)
    if RECORD not in inside:
        yield Problem(None, "record", NO_RECORD)
        return
    try:
        record = json.loads(inside[RECORD])
        sheet = unpacked(inside[RECORD], inside, formats)
        anew = letter(sheet)
    except (KeyError, TypeError, ValueError, AttributeError, Refused):
        yield Problem(None, "record", BAD_RECORD)
        return
    yield from _exhibits(record[PAGE]["files"], inside)
    yield from _facts(record, sheet)
    if anew == file:
        return
    # A signature stands behind the last byte of the letter; what it added must not touch the pages.
    signed = b"/ByteRange" in file
    found = False
    with pikepdf.open(BytesIO(anew)) as made:
        names = _names(made, sheet)
        if len(seen.pages) != len(made.pages):
            found = True
            yield Problem(None, "pages", PAGES)
        for at, (ours, theirs) in enumerate(zip(made.pages, seen.pages, strict=False)):
            for each in _page(at, ours, theirs, names):
                found = True
                yield each
        if signed:
            yield from _signatures(file)
        if not found and not (signed and file.startswith(anew)):
            yield Problem(None, _part(made, seen), OTHER_BYTES)


def _signatures(file: bytes) -> Iterator[Problem]:
    if not signing.is_there():
        yield Problem(None, "signature", SIGNATURE_UNSEEN)
    elif not (found := signing.signatures(file)) or not all(each.is_intact for each in found):
        yield Problem(None, "signature", SIGNATURE_BROKEN)


def _files(pdf: Pdf) -> dict[str, bytes]:
    found = {}
    for name, entry in pdf.attachments.items():
        try:
            found[name] = entry.get_file().read_bytes()
        except (pikepdf.PdfError, ValueError, KeyError):
            found[name] = b""
    return found


def _exhibits(named: list[Mapping[str, Any]], inside: Mapping[str, bytes]) -> Iterator[Problem]:
    for each in named:
        if each["name"] not in inside:
            yield Problem(None, each["name"], EXHIBIT_MISSING)
        elif hashlib.sha256(inside[each["name"]]).hexdigest() != each["sha256"]:
            yield Problem(None, each["name"], EXHIBIT_CHANGED)
    for name in sorted(set(inside) - {each["name"] for each in named} - {RECORD}):
        yield Problem(None, name[:60], STRANGER)


# -- the facts of the record are those of the page

def _facts(record: Mapping[str, Any], sheet: LetterSheet) -> Iterator[Problem]:
    facts = {key: value for key, value in record.items() if key != PAGE}
    if fingerprint(facts) == record[PAGE].get(FACTS):
        return
    printed = _plain(" ".join(_printed(sheet)))
    missing = [name for name, text in _texts(facts) if _plain(text) not in printed]
    yield from (Problem(None, name, NOT_PRINTED) for name in missing)
    if not missing:
        yield Problem(None, "record", FACTS_CHANGED)


def _texts(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is printed word for word: names, addresses, what the person tells."""
    for key in ("complainant", "respondent", "mandate", "facts", "prior_contact", "other_proceedings", "confidentiality", "exhibits",
                "your_reference", "subject", "authority", "reference"):
        yield from _leaves(key, facts.get(key))


def _leaves(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            if key not in {"on", "channel", "file", "mime"}:    # said in the words of the letter's language, or not at all
                yield from _leaves(f"{name}.{key}", each)
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _leaves(f"{name}[{at}]", each)
    elif isinstance(value, str):
        yield name, value


def _printed(sheet: LetterSheet) -> Iterator[str]:
    yield from (*sheet.recipient, *sheet.sender, *sheet.enclosures, sheet.subject, sheet.signature_name, sheet.reference or "")
    for block in sheet.body:
        if isinstance(block, Items):
            yield from block.items
        elif isinstance(block, Table):
            yield from (cell for row in (block.head, *block.rows) for cell in row)
        else:
            yield block.text


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


# -- pages

def _names(made: Pdf, sheet: LetterSheet) -> dict[Place, str]:
    """Which field each piece of marked content belongs to."""
    numbers = {page.obj.objgen: at for at, page in enumerate(made.pages)}
    leaves = list(_elements(made.Root.StructTreeRoot.K, numbers))
    return {place: name for name, places in zip(fields(sheet), leaves, strict=True) for place in places}


def _elements(element: Any, numbers: Mapping[tuple[int, int], int]) -> Iterator[list[Place]]:
    kids = element.get("/K", pikepdf.Array())
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    own = [each for each in kids if isinstance(each, int) or each.get("/Type") == "/MCR"]
    if len(own) < len(kids):
        for each in kids:
            yield from _elements(each, numbers)
        return
    yield [(numbers[element.Pg.objgen], int(each)) if isinstance(each, int) else (numbers[each.Pg.objgen], int(each.MCID)) for each in own]


def _page(at: int, ours: pikepdf.Page, theirs: pikepdf.Page, names: Mapping[Place, str]) -> Iterator[Problem]:
    made = _drawn(ours)
    try:
        seen = _drawn(theirs)
    except (pikepdf.PdfError, ValueError):
        yield Problem(at + 1, "content", UNREADABLE)
        return
    for key in dict.fromkeys((*made, *seen)):
        if made.get(key) != seen.get(key):
            yield Problem(at + 1, names.get((at, key), "content") if isinstance(key, int) else key, CHANGED)


def _drawn(page: pikepdf.Page) -> Drawn:
    found: Drawn = {}
    stack: list[int | str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in {"BDC", "BMC"}:
            stack.append(_mark(instruction.operands))
        found.setdefault(stack[-1] if stack else "content", []).append(f"{operator} {[_said(each) for each in instruction.operands]}")
        if operator == "EMC" and stack:
            stack.pop()
    return found


def _mark(operands: Any) -> int | str:
    about = operands[1] if len(operands) > 1 else None
    if not isinstance(about, pikepdf.Dictionary):
        return "content"
    if "/MCID" in about:
        return int(about.MCID)
    return "page_label" if about.get("/Subtype") == "/Footer" else "marks"


def _said(operand: Any) -> str:
    return operand.unparse().hex() if isinstance(operand, pikepdf.Object) else str(operand)


def _part(made: Pdf, seen: Pdf) -> str:
    """Which part around the pages is another one."""
    try:
        if _title_page(made) != _title_page(seen):
            return "metadata"
        ours, theirs = _streams(made), _streams(seen)
        return next((kind for kind in ("metadata", "fonts", "colours", "attachments") if ours.get(kind) != theirs.get(kind)), "file")
    except (pikepdf.PdfError, ValueError):
        return "file"


def _title_page(pdf: Pdf) -> dict[str, str]:
    return {str(key): str(value) for key, value in pdf.docinfo.items()}


def _streams(pdf: Pdf) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            found.setdefault(_kind(thing), []).append(thing.read_bytes())
    return {kind: sorted(parts) for kind, parts in found.items()}


def _kind(stream: pikepdf.Stream) -> str:
    named = {"/Metadata": "metadata", "/EmbeddedFile": "attachments"}.get(str(stream.get("/Type", "")))
    return named or ("fonts" if "/Length1" in stream else "colours" if "/N" in stream and "/First" not in stream else "pages")
