"""How a store is: what would calm its officer, and what would not."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from alektum_desk.domain.backups import Backup, Plan

WITHOUT_PLAN = timedelta(days=7)        # how old the last copy may be where nobody said how often
BEHIND = timedelta(hours=1)             # of the clock, as for signing visitors in


@dataclass(frozen=True, slots=True)
class Health:
    """`damaged` are compartments that did not open; `trouble` and `hint` say why no copy could be made by itself, as catalogue
    texts with their `fields`; `entries` of the journals were read at `read_at`, and `problems` of them were wrong.
    """

    now: datetime
    damaged: tuple[str, ...]
    copy: Backup | None
    plan: Plan | None
    trouble: str | None
    hint: str
    fields: dict[str, object]
    entries: int
    problems: int
    read_at: datetime | None
    leapt_to: datetime | None       # where the clock leapt to while the desk was open
    behind: timedelta

    @property
    def copy_is_old(self) -> bool:
        """Two rounds of the plan late, so that one evening with the machine off alarms nobody."""
        allowed = timedelta(days=self.plan.every_days * 2) if self.plan else WITHOUT_PLAN
        return self.copy is None or self.now - self.copy.made_at > allowed

    @property
    def clock_agrees(self) -> bool:
        return self.leapt_to is None and self.behind <= BEHIND
