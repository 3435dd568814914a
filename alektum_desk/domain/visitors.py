"""The visitor's month: who came, and when the visit must be forgotten."""
from __future__ import annotations

import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from alektum_desk.domain.errors import _N, Refused

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
LONGEST = {"name": 200, "employer": 200, "plate": 20, "host": 200}
# What turns a line of text round: a name could then look like another one, on the screen and on paper.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNSEEN = {"Cc", "Cs", "Zl", "Zp"}


class Occasion(StrEnum):
    VISIT = "visit"
    NO_SHOW = "no_show"


@dataclass(frozen=True, slots=True)
class Guest:
    """What the notice allows to be written down of a visitor (BE notice, lines 18-20), and whom they came to see.

    None is "not stated"; an empty text never means that.
    """

    name: str
    employer: str | None = None
    plate: str | None = None
    host: str | None = None


@dataclass(frozen=True, slots=True)
class NoticeRead:
    """The text that a visitor was shown and said to have read: its hash and its language, no signature."""

    sha256: str
    language: str


@dataclass(frozen=True, slots=True)
class Limit:
    """The last calendar day of a visit at its site, and in UTC: erased from `due_from` on, unreadable from `latest_allowed` on."""

    last_day: date
    due_from: datetime
    latest_allowed: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """One arrival. `token` is what the badge carries: it signs out, and says nothing of anybody.

    `badge` counts the arrivals of the day. `party` is the same for those who came together. A delivery has a firm and whom
    it is for, and no name; it is over at once. `closed`: nobody signed out, the closing time did.
    """

    id: str
    token: str
    name: str
    employer: str | None
    plate: str | None
    host: str | None
    site: str
    arrived_at: datetime
    departed_at: datetime | None
    last_day: date
    due_from: datetime
    latest_allowed: datetime
    badge: int | None = None
    party: str | None = None
    delivery: bool = False
    closed: bool = False

    @property
    def is_on_site(self) -> bool:
        return self.departed_at is None


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody announced: no visit yet, and gone with the expected day. `token` signs in once."""

    id: str
    token: str
    name: str
    employer: str | None
    plate: str | None
    host: str | None
    site: str
    expected_at: datetime
    latest_allowed: datetime


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What one run of forgetting did. Locked it destroys the keys of passed days, opened it erases rows as well."""

    mode: str
    days_destroyed: int
    rows_erased: int
    late_s: int


# -- the rule (one month from the arrival, notices: be-fr line 20; Reg. 1182/71 Art. 3(1) and 3(2)(c))

def forget_on(arrived_at: datetime, zone: str) -> Limit:
    """When a visit is forgotten: one calendar month after the day of arrival at the site.

    Retention is a duty to stop, so no weekend and no holiday lengthens it, and neither does a late sign-out.
    """
    here = zone_of(zone)
    arrived = _local(arrived_at, here)
    return _limit(_month_later(arrived.date()), arrived.time(), here)


def forget_no_show_on(expected_at: datetime, zone: str) -> Limit:
    """Somebody announced who never came: no visit, no purpose left, gone with the expected day."""
    here = zone_of(zone)
    expected = _local(expected_at, here)
    return _limit(expected.date(), expected.time(), here)


def limit_of(occasion: Occasion, at: datetime, zone: str) -> Limit:
    return forget_on(at, zone) if occasion is Occasion.VISIT else forget_no_show_on(at, zone)


def zone_of(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise Refused(_N("There is no time zone {zone}."), _N("Name it as the IANA does, for example Europe/Brussels."),
                      zone=name) from None


@lru_cache(maxsize=4096)
def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """In UTC, the first instant after a local day; where the next midnight does not exist, the first instant that does."""
    return first_instant(day + DAY, zone)


def first_instant(day: date, zone: ZoneInfo) -> datetime:
    """In UTC, when the clocks of a zone first show this day or, where they jump over it, a later one."""
    midnight = datetime.combine(day, time(), zone)
    late = midnight.astimezone(UTC)
    if late.astimezone(zone).replace(tzinfo=None) == midnight.replace(tzinfo=None):
        return late
    # Midnight falls into a gap: the jump lies between the two readings of it.
    early = midnight.replace(fold=1).astimezone(UTC)
    while late - early > SECOND:
        middle = early + (late - early) // (2 * SECOND) * SECOND
        early, late = (middle, late) if middle.astimezone(zone).date() < day else (early, middle)
    return late


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    if moment.tzinfo is None:
        raise Refused(_N("A moment needs its offset from UTC."), _N("Write it like 2026-11-22T10:30:00+01:00."))
    try:
        local = moment.astimezone(zone)
    except OverflowError:
        local = None
    if local is None or not 1900 <= local.year < 9999:
        raise Refused(_N("This moment is outside the years 1900 to 9998."), _N("Check the year."))
    return local


def _month_later(day: date) -> date:
    year, month = day.year + day.month // 12, day.month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _limit(last_day: date, at: time, zone: ZoneInfo) -> Limit:
    # fold=0: an ambiguous time means its first pass, one in a gap moves forward by the gap.
    due_from = datetime.combine(last_day, at.replace(fold=0), zone).astimezone(UTC)
    latest_allowed = end_of_day(last_day, zone)
    # A gap may end at midnight (Nuuk) or swallow the whole day (Apia 2011): moved forward, but never past the end.
    return Limit(last_day, min(due_from, latest_allowed), latest_allowed)


# -- what may be written down

def checked(guest: Guest) -> Guest:
    """Normalised (NFC), trimmed, empty means not stated. Refused when it is no name, too long, or not a line of text."""
    name = line(guest.name, "name")
    if not name:
        raise Refused(_N("A visit needs the visitor's name."), _N("Write the full name."), field="name")
    return Guest(name, line(guest.employer, "employer"), line(guest.plate, "plate"), line(guest.host, "host"))


def checked_delivery(firm: str, recipient: str | None) -> Guest:
    """A firm and whom it is for: whoever carries the parcel is not asked for a name."""
    said = line(firm, "employer")
    if not said:
        raise Refused(_N("A delivery needs the firm that brings it."), _N("Write the name of the firm."), field="employer")
    return Guest("", said, None, line(recipient, "host"))


def line(text: str | None, field: str) -> str | None:
    """One field of a guest as it is stored."""
    if not isinstance(text, str):           # argparse makes a list of "--name=--"
        return None
    clean = unicodedata.normalize("NFC", text).strip()
    if any(unicodedata.category(each) in UNSEEN or each in TURNING for each in clean):
        raise Refused(_N("The field {field} holds a character that cannot be seen: a line break, a control or direction mark."),
                      _N("Type the text again instead of pasting it."), field=field)
    if len(clean) > LONGEST[field]:
        raise Refused(_N("The field {field} takes {longest} characters, not {length}."), _N("Shorten it."),
                      field=field, longest=LONGEST[field], length=len(clean))
    return clean if any(unicodedata.category(each)[0] in "LNPS" for each in clean) else None
