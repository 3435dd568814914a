"""A person says that the clock is right."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from alektum_desk.domain.errors import ClockUnsure, NotAllowed
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import clock as clocks, desk as desks, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import journal
from tests.conftest import PASSWORD, Clock

DeskOn = Callable[..., Desk]
ClockOf = Callable[[Desk], Clock]


def test_a_clock_that_had_run_ahead_is_put_right_by_a_person_and_journaled(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    start, clock = desk.now(), clock_of(desk)
    clock.move(timedelta(days=12))
    visit = visitors.sign_in(desk, Guest("Ada Lovelace", "Elevator NV"))
    visitors.sign_out(desk, id=visit.id)
    desk.close()
    clock.move(start)
    behind = desks.open_desk(desk.home, None, PASSWORD, clock)
    with pytest.raises(ClockUnsure):
        visitors.sign_in(behind, Guest("Bob"))
    behind.close()
    done = clocks.is_right(desk.home, None, PASSWORD, clock)
    assert (done.was, done.now, done.redated) == (start + timedelta(days=12), start, 1)
    again = desks.open_desk(desk.home, None, PASSWORD, clock)
    assert again.now() == start
    (redated,) = visitors.listed(again)
    assert (redated.name, redated.employer, redated.arrived_at, redated.departed_at) == ("Ada Lovelace", "Elevator NV", start, start)
    assert redated.last_day == date(2026, 12, 22)
    with again.store.bare("visitors") as db:
        assert journal.latest(db, 1)[0].kind == "clock.correct"
    visitors.sign_in(again, Guest("Bob"))
    assert again.store.compartment("visitors").verify().problems == ()
    again.close()


def test_a_removed_record_is_mended_the_same_way_and_a_forgotten_day_stays_forgotten(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    visit, clock = visitors.sign_in(desk, Guest("Ada Lovelace")), clock_of(desk)
    desk.close()
    clock.move(visit.latest_allowed)
    visitors.forget_locked(desk.home, clock)
    clock.move(visit.arrived_at)
    (desk.home / "clock.json").unlink()
    with pytest.raises(ClockUnsure):
        desks.open_desk(desk.home, None, PASSWORD, clock)
    clocks.is_right(desk.home, None, PASSWORD, clock)
    again = desks.open_desk(desk.home, None, PASSWORD, clock)
    assert visitors.listed(again) == ()
    again.close()


def test_the_front_desk_cannot_say_so(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22", role="front-desk")
    clock_of(desk).move(-timedelta(days=3))
    with pytest.raises(NotAllowed):
        clocks.is_right(desk.home, "The front-desk", PASSWORD, clock_of(desk))


def test_no_start_finds_a_visit_ahead_of_its_clock(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    home, clock = desk.home, clock_of(desk)
    clock.move(timedelta(minutes=40))
    visit = visitors.sign_in(desk, Guest("A Guest"))
    desk.store.close()                      # as a kill leaves it: no tick has noted the time since
    clock.move(-timedelta(minutes=30))
    again = desks.open_desk(home, None, PASSWORD, clock)
    assert again.now() >= visit.arrived_at
    assert visitors.sign_out(again, id=visit.id).departed_at == visit.arrived_at
    again.close()
