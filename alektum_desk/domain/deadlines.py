"""Periods in months for acts that people must perform, as Regulation (EEC, Euratom) 1182/71 counts them.

Retention never extends over a weekend: see visitors and retention, which share nothing with this.
"""
from __future__ import annotations

from calendar import monthrange
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

SATURDAY = 5
YEARS = range(1900, 2201)            # of days that somebody may mean; after them periods would leave the calendar


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last day where that month is too short (Art. 3(2)(c))."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def working_day(day: date, holidays: AbstractSet[date] = frozenset()) -> date:
    """`day`, or the next working day where it is a Saturday, a Sunday or a public holiday (Art. 3(4))."""
    while day.weekday() >= SATURDAY or day in holidays:
        day += timedelta(days=1)
    return day


def period_end(start: date, months: int, holidays: AbstractSet[date] = frozenset()) -> date:
    """The last day for an act that may be done within `months` of an event on `start`."""
    return working_day(months_after(start, months), holidays)


def reminder(lodged_on: date, holidays: AbstractSet[date] = frozenset()) -> date:
    """The day to look whether the authority has said anything: three months after lodging (Art. 78(2) GDPR)."""
    return period_end(lodged_on, 3, holidays)


def weeks_end(start: date, weeks: int, holidays: AbstractSet[date] = frozenset()) -> date:
    """The last day for an act that may be done within `weeks` of an event on `start` (Art. 3(2)(c))."""
    return working_day(start + timedelta(weeks=weeks), holidays)
