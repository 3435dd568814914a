"""Statistics of the door: counts by week and kind. No host, no employer, and no number that could point at somebody."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from alektum_desk.domain.certificates import FEW


@dataclass(frozen=True, slots=True)
class Week:
    """From Monday `began_on`. None: some, but fewer than five."""

    began_on: date
    visits: int | None
    deliveries: int | None


def weeks(visits: Iterable[datetime], deliveries: Iterable[datetime], zone: ZoneInfo) -> tuple[Week, ...]:
    """The newest first; weeks in which nobody came are left out. There are no sums: they would tell what is left out."""
    people, parcels = Counter(_monday(each, zone) for each in visits), Counter(_monday(each, zone) for each in deliveries)
    return tuple(Week(day, _told(people[day]), _told(parcels[day])) for day in sorted({*people, *parcels}, reverse=True))


def _monday(moment: datetime, zone: ZoneInfo) -> date:
    day = moment.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def _told(number: int) -> int | None:
    return None if 0 < number < FEW else number
