"""A legal hold: one visit kept past its day, for one case, by two people, and looked at again within a month."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from alektum_desk.domain.visitors import Guest

LONGEST_REVIEW = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Hold:
    """`guest` is None where the key of the hold is not at this desk. `case` is a number, `reason` the officer's words."""

    visit: str
    site: str
    arrived_at: datetime
    guest: Guest | None
    case: str
    reason: str
    set_at: datetime
    review_on: date
    set_by: str
    confirmed_by: str

    def needs_review(self, today: date) -> bool:
        return today >= self.review_on
