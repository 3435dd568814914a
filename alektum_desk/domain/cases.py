"""The life of a case after its letter went out: what was sent and what arrived, how it ended, and the day it goes."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from alektum_desk.domain.deadlines import months_after

KEPT_MONTHS = 36                        # after closing: proposed to the officer in the register's own activities
KEPT_BY = "Art. 5(1)(e) GDPR"           # no longer than the purpose needs; no notice and no law says how long


class EventKind(StrEnum):
    SENT = "sent"                       # on another day than the letter bears: periods run from here
    ACKNOWLEDGED = "acknowledged"
    ASKED = "asked"                     # the authority asks for more
    ANSWERED = "answered"
    TRANSFERRED = "transferred"         # to the authority that leads
    PROGRESS = "progress"
    DECIDED = "decided"
    NOTE = "note"


class Result(StrEnum):
    """What is still known of how it ended after the words about it went."""

    UPHELD = "upheld"
    PARTLY = "partly"
    REJECTED = "rejected"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    HANDED_ON = "handed_on"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Event:
    """`words` in the officer's own; `who` wrote it down, `at` when."""

    id: str
    kind: EventKind
    on: date
    words: str | None
    who: str
    at: datetime


def goes_on(closed_on: date) -> date:
    """The first day on which nothing of the person may be left. Retention never waits for a weekend to pass."""
    return months_after(closed_on, KEPT_MONTHS)
