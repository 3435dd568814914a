"""What the notice check finds: a question to the officer, with the lines it stands on."""
from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A physical line, counted from 1, and a few words of it."""

    notice: str
    file: str
    line: int
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """`message` and `proposal` are catalogue texts: show them through `_`."""

    rule: str
    severity: Severity
    message: str
    proposal: str
    gdpr: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A rule that fired, before its words are added."""

    rule: str
    evidence: tuple[Evidence, ...]
