"""How full a building is, and when its door closes."""
from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from alektum_desk.domain.cards import Card, Room, checked, closing_after, read_time, room
from alektum_desk.domain.errors import Refused


@pytest.mark.parametrize(("inside", "capacity", "state"), [
    (0, None, Room.FREE), (9999, None, Room.FREE), (7, 10, Room.FREE), (8, 10, Room.NEARLY_FULL), (9, 10, Room.NEARLY_FULL), (10, 10, Room.FULL),
    (12, 10, Room.FULL), (0, 1, Room.FREE), (1, 1, Room.FULL),
])
def test_amber_from_four_fifths(inside: int, capacity: int | None, state: Room) -> None:
    assert room(inside, capacity) is state


@pytest.mark.parametrize(("arrived_at", "closes_at", "zone", "closed_at"), [
    ("2026-11-23T09:00+01:00", time(18), "Europe/Brussels", "2026-11-23T18:00+01:00"),
    ("2026-11-23T18:00+01:00", time(18), "Europe/Brussels", "2026-11-24T18:00+01:00"),
    ("2026-12-31T23:30+01:00", time(18), "Europe/Brussels", "2027-01-01T18:00+01:00"),
    ("2026-03-28T23:00+01:00", time(2, 30), "Europe/Brussels", "2026-03-29T03:30+02:00"),        # in the gap
    ("2026-10-24T23:00+02:00", time(2, 30), "Europe/Brussels", "2026-10-25T02:30+02:00"),        # its first pass
    ("2026-11-23T23:30+00:00", time(1), "Europe/Brussels", "2026-11-24T01:00+01:00"),
])
def test_the_first_closing_after_the_arrival(arrived_at: str, closes_at: time, zone: str, closed_at: str) -> None:
    assert closing_after(datetime.fromisoformat(arrived_at), closes_at, ZoneInfo(zone)) == datetime.fromisoformat(closed_at)


@pytest.mark.parametrize(("typed", "read"), [("17:30", time(17, 30)), ("9", time(9)), (" 9.05 ", time(9, 5)), ("", None)])
def test_a_time_as_people_write_it(typed: str, read: time | None) -> None:
    assert read_time(typed) == read


@pytest.mark.parametrize("typed", ["24:00", "soon", "12:60", "-1:00", "1:2:3"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="no time of day"):
        read_time(typed)


@pytest.mark.parametrize("capacity", [0, -1, 100_001])
def test_a_capacity_is_a_number_of_people(capacity: int) -> None:
    with pytest.raises(Refused):
        checked(Card("be-ghent", capacity=capacity))
