"""A file that left for use outside: what it is, where it was put, when it must go."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path


class State(StrEnum):
    THERE = "there"
    CHANGED = "changed"         # something else stands in its place: it is not ours to shred
    MISSING = "missing"         # somebody moved or removed it


@dataclass(frozen=True, slots=True)
class Export:
    id: str
    compartment: str
    kind: str
    file: Path
    sha256: str
    about: str | None
    written_at: datetime
    delete_by: date
    state: State

    def is_overdue(self, today: date) -> bool:
        return self.state is State.THERE and self.delete_by < today


@dataclass(frozen=True, slots=True)
class Shredded:
    """`gone`: the file is not there any more, and no longer in the list."""

    export: Export
    gone: bool
