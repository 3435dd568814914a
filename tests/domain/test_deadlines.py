from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from alektum_desk.domain.deadlines import months_after, period_end, reminder, working_day


@pytest.mark.parametrize(("start", "months", "last"), [
    ("2026-11-22", 3, "2027-02-22"),        # a Monday: the shared case
    ("2026-11-30", 3, "2027-03-01"),        # 28 February 2027 is a Sunday
    ("2026-01-31", 1, "2026-03-02"),        # clipped to Saturday 28 February, rolled to Monday
    ("2028-01-31", 1, "2028-02-29"),        # a leap year
    ("2026-10-31", 1, "2026-11-30"),
    ("2026-12-01", 1, "2027-01-01"),        # a holiday only where it is handed in
    ("2026-11-24", 36, "2029-11-26"),       # 24 November 2029 is a Saturday
])
def test_a_period_in_months_ends_on_the_same_day_and_rolls_over_weekends(start: str, months: int, last: str) -> None:
    assert period_end(date.fromisoformat(start), months) == date.fromisoformat(last)


def test_a_holiday_pushes_the_end_on() -> None:
    assert period_end(date(2026, 12, 1), 1, {date(2027, 1, 1)}) == date(2027, 1, 4)


def test_the_reminder_looks_after_three_months() -> None:
    assert reminder(date(2026, 11, 22)) == date(2027, 2, 22)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_the_month_is_right_and_the_day_never_later(start: date, months: int) -> None:
    end = months_after(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day <= start.day
    assert working_day(end).weekday() < 5
