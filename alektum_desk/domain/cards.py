"""The front-desk card of a site: when the door closes, and how many people may be behind it."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from alektum_desk.domain.errors import _N, Refused

CLOSES_AT = time(18)
NEARLY = 0.8
MOST_PEOPLE = 100_000


class Room(StrEnum):
    FREE = "free"
    NEARLY_FULL = "nearly_full"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Card:
    """`closes_at` None: nobody is signed out by the clock. `capacity` None: nobody has said how many may be inside."""

    site: str
    closes_at: time | None = CLOSES_AT
    capacity: int | None = None


def room(inside: int, capacity: int | None) -> Room:
    """Amber from four fifths on, full when nobody more may come in."""
    if capacity is None or inside < NEARLY * capacity:
        return Room.FREE
    return Room.FULL if inside >= capacity else Room.NEARLY_FULL


def closing_after(arrived_at: datetime, closes_at: time, zone: ZoneInfo) -> datetime:
    """In UTC, when the door first closes after an arrival. A time in a gap moves forward, an ambiguous one is its first pass."""
    day = arrived_at.astimezone(zone).date()
    at = datetime.combine(day, closes_at, zone).astimezone(UTC)
    return at if at > arrived_at else datetime.combine(day + timedelta(days=1), closes_at, zone).astimezone(UTC)


def checked(card: Card) -> Card:
    if card.capacity is not None and not 1 <= card.capacity <= MOST_PEOPLE:
        raise Refused(_N("This cannot be the number of people in a building."), _N("Give a number of 1 to {most}, or none."), most=MOST_PEOPLE,
                      field="capacity")
    return card


def read_time(text: str) -> time | None:
    """17:30; empty is None."""
    if not text.strip():
        return None
    try:
        hours, _colon, minutes = text.strip().replace(".", ":").partition(":")
        return time(int(hours), int(minutes or 0))
    except ValueError:
        raise Refused(_N("This is no time of day."), _N("Write it like 17:30."), field="closes_at") from None
