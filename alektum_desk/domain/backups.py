"""Backups: where one lies, what a check found, what a restore brought back."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from alektum_desk.domain.checks import Problem


@dataclass(frozen=True, slots=True)
class Backup:
    id: str
    file: Path
    made_at: datetime
    bytes: int
    sha256: str
    entries: int            # of all journals together
    checked_at: datetime | None = None      # when every byte of it was last read and found sound


@dataclass(frozen=True, slots=True)
class Plan:
    """Where and how often without being asked, and how many are kept."""

    to: Path
    every_days: int = 1
    keep: int = 7


@dataclass(frozen=True, slots=True)
class Checked:
    """Office and moment are None where not even that can be read."""

    office: str | None
    made_at: datetime | None
    entries: int
    problems: tuple[Problem, ...]


class Return(StrEnum):
    """What stands between a backup and today's keys."""

    SAME = "same-machine"               # the day keys are here
    NEW = "new-machine"                 # day keys never travel
    OLDER = "older-than-the-keys"       # the store was re-keyed since


@dataclass(frozen=True, slots=True)
class Restored:
    made_at: datetime
    way: Return
    visits: int             # that open again
    dropped: int            # whose day had passed, or whose key is not here
