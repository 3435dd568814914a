"""Complaint letters: from a complaint file to the signed-by-hand page, and the list of those that were issued."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alektum_desk.documents.letter_sheet import LetterSheet
from alektum_desk.domain.complaints import Complaint, Kept

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Written:
    """A letter that lies on the disk. `warnings` are codes of the route; `remarks` are sentences of the catalogue."""

    file: str
    sha256: str
    authority: str
    language: str
    format: str
    pages: int
    reference: str | None
    warnings: tuple[str, ...]
    remarks: tuple[str, ...]


def compose(complaint: Complaint, *, reference: str | None = None, sample: bool = False) -> LetterSheet:
    """The letter as plain values. Refused where the route does not allow it to be written."""
    raise NotImplementedError


def letter(complaint: Complaint, *, reference: str | None = None, sample: bool = False) -> bytes:
    """The same letter as PDF, with what is printed attached as JSON."""
    raise NotImplementedError


def write_letter(desk: Desk, document: Mapping[str, Any], to: Path, *, language: str | None = None,
                 format: str | None = None) -> Written:  # noqa: A002, the contract's word
    """Issue, keep and write, all or nothing; only its owner may read the file."""
    raise NotImplementedError


def keep(desk: Desk, complaint: Complaint) -> Kept:
    raise NotImplementedError


def listed(desk: Desk) -> tuple[Kept, ...]:
    raise NotImplementedError


def shown(desk: Desk, id: str) -> tuple[Kept, Complaint]:  # noqa: A002, the contract's word
    raise NotImplementedError


def close(desk: Desk, id: str, outcome: str) -> Kept:  # noqa: A002, the contract's word
    raise NotImplementedError
