"""What somebody asks for at the front desk: written down there, answered by an officer."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST = 500


class AsksFor(StrEnum):
    """Art. 15 and Art. 17; whatever else is asked for is told to the officer as it is."""

    DATA = "data"
    ERASURE = "erasure"


@dataclass(frozen=True, slots=True)
class DeskRequest:
    """`person`: who asks and how to answer. `visit` while it is in the book, else None. Gone at `due_from`."""

    id: str
    site: str
    asks_for: AsksFor
    person: str
    visit: str | None
    asked_at: datetime
    due_from: datetime
