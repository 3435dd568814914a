"""The roll call: who is in the building, and who has been found."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from alektum_desk.domain.folding import fold
from alektum_desk.domain.visitors import Visit, first_instant


@dataclass(frozen=True, slots=True)
class Ended:
    """What stays of a roll call: counts, and how long it took."""

    drill: bool
    people: int
    missing: int
    seconds: int


def in_the_building(visits: Iterable[Visit], now: datetime, zone: ZoneInfo) -> tuple[Visit, ...]:
    """By name: all who are signed in, and who was signed out today by the clock alone, for they may still be inside."""
    day_began = first_instant(now.astimezone(zone).date(), zone)
    found = [visit for visit in visits
             if visit.departed_at is None or (visit.closed and visit.departed_at >= day_began)]
    return tuple(sorted(found, key=lambda visit: (fold(visit.name), visit.arrived_at, visit.id)))
