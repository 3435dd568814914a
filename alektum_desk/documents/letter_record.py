"""A letter's page as data: what is printed, so that the file can be made again from what lies inside it."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from alektum_desk.documents.letter_sheet import Block, Enclosed, Heading, Items, LetterSheet, Paragraph, Table
from alektum_desk.domain.letters import LetterFormat

RECORD = "letter.json"
PAGE, FACTS = "page", "facts_sha256"
_TEXTS = ("language", "place_date", "subject", "salutation", "closing", "signature_name", "page_label", "title", "author", "return_line",
          "country_line", "reference", "signature_role", "enclosures_title", "watermark")
_LINES = ("recipient", "sender", "enclosures")


def packed(facts: Mapping[str, Any], sheet: LetterSheet) -> bytes:
    """The record that lies in the letter: the facts, and under `page` every value of the sheet that is printed."""
    page: dict[str, Any] = {"format": sheet.format.id, "created_on": sheet.created_on.isoformat()}
    page |= {key: getattr(sheet, key) for key in (*_TEXTS, *_LINES) if getattr(sheet, key)}
    page["body"] = [_block(each) for each in sheet.body]
    page["files"] = [{"name": each.name, "mime": each.mime, "title": each.title, "sha256": hashlib.sha256(each.content).hexdigest()}
                     for each in sheet.files]
    page[FACTS] = fingerprint(facts)
    return json.dumps({**facts, PAGE: page}, ensure_ascii=False, indent=1).encode()


def fingerprint(facts: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def unpacked(record: bytes, files: Mapping[str, bytes], formats: Callable[[str], LetterFormat]) -> LetterSheet:
    """KeyError, TypeError or ValueError where it is no such record; an exhibit that is not there is empty."""
    page = json.loads(record)[PAGE]
    printed: dict[str, Any] = {key: str(page[key]) for key in _TEXTS if key in page}
    printed |= {key: tuple(map(str, page.get(key, ()))) for key in _LINES}
    return LetterSheet(
        format=formats(page["format"]), created_on=date.fromisoformat(page["created_on"]), data=record,
        body=tuple(_read(each) for each in page["body"]), **printed,
        files=tuple(Enclosed(each["name"], files.get(each["name"], b""), each["mime"], each["title"]) for each in page["files"]))


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"heading": block.text}
    if isinstance(block, Table):
        return {"head": block.head, "rows": block.rows, "widths": block.widths}
    return ({"text": block.text} if isinstance(block, Paragraph) else {"items": block.items, "numbered": block.numbered}) | (
        {"language": block.language} if block.language else {})


def _read(block: Mapping[str, Any]) -> Block:
    if "heading" in block:
        return Heading(block["heading"])
    if "head" in block:
        return Table(tuple(block["head"]), tuple(map(tuple, block["rows"])), tuple(block["widths"]) if block["widths"] else None)
    if "items" in block:
        return Items(tuple(block["items"]), block["numbered"], block.get("language"))
    return Paragraph(block["text"], block.get("language"))


def fields(sheet: LetterSheet) -> Iterator[str]:
    """The name of each element that holds text, in reading order, as `letter_pages` draws them."""
    yield from (f"sender[{at}]" for at in range(len(sheet.sender)))
    if sheet.format.return_zone and sheet.return_line:
        yield "return_line"
    yield "recipient"
    yield "place_date"
    if sheet.reference:
        yield "reference"
    yield "subject"
    yield "salutation"
    for at, block in enumerate(sheet.body):
        yield from _parts(f"body[{at}]", block)
    yield "closing"
    yield "signature_name"
    if sheet.signature_role:
        yield "signature_role"
    if sheet.enclosures:
        if sheet.enclosures_title:
            yield "enclosures_title"
        yield from _parts("enclosures", Items(sheet.enclosures))


def _parts(name: str, block: Block) -> Iterator[str]:
    if isinstance(block, Items):
        for at in range(len(block.items)):
            yield from (f"{name}[{at}]",) * 2           # its label and its text
    elif isinstance(block, Table):
        yield from (f"{name}.head[{at}]" for at in range(len(block.head)))
        yield from (f"{name}.rows[{row}][{at}]" for row, cells in enumerate(block.rows) for at in range(len(cells)))
    else:
        yield name
