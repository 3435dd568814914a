"""What the notice check finds: a question to the officer, with the lines it stands on."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from alektum_desk.domain.errors import _N


class Severity(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Mark(StrEnum):
    """What the officer made of a finding; without one it is open."""

    ACCEPTED = "accepted"                  # it is as it should be, for a reason
    FIXED = "fixed"                        # the register says it right; the next version of the notice will
    LEGAL = "legal"                        # the lawyers have it


MARKS: Mapping[Mark, str] = MappingProxyType({Mark.ACCEPTED: _N("Accepted"), Mark.FIXED: _N("Fixed in the register"), Mark.LEGAL: _N("With legal")})


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
