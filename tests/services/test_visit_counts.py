"""Statistics: counts only, and only those that point at nobody."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from alektum_desk.domain.visit_counts import Week
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import deliveries, groups, visit_counts, visitors
from alektum_desk.services.desk import Desk
from tests.conftest import Clock


def test_weeks_are_counted_and_small_numbers_left_out(desk_on: Callable[..., Desk], clock_of: Callable[[Desk], Clock]) -> None:
    desk = desk_on("2026-11-22T23:30")                      # a Sunday night in Ghent
    visitors.sign_in(desk, Guest("Ada Lovelace"))
    clock_of(desk).move(timedelta(hours=1))                 # and Monday there, still Sunday in UTC
    groups.sign_in(desk, [Guest(f"Guest {number}") for number in range(6)])
    visitors.sign_out(desk, id=visitors.sign_in(desk, Guest("Soo Ng")).id)
    for _number in range(4):
        deliveries.note(desk, "PostNL", "Mail room")
    expected = (Week(date(2026, 11, 23), 7, None), Week(date(2026, 11, 16), None, 0))
    assert visit_counts.by_week(desk) == expected
    clock_of(desk).move(timedelta(days=40))
    assert visitors.tick(desk).rows_erased == 12
    assert visit_counts.by_week(desk) == expected           # the people are gone, the counts stay
