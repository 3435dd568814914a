"""kill -9 at any statement or file operation: nothing confirmed is lost, nothing erased comes back, every job is finished once."""
from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from alektum_desk.domain.visitors import Guest
from alektum_desk.services import accounts, certificates, checks, desk as desks, holds, inspection, visitors
from alektum_desk.services.desk import Desk
from tests import kills
from tests.conftest import OFFICER, PASSWORD, Clock

LONG = bool(os.environ.get("ALEKTUM_DESK_LONG"))
FEW = 10
GUESTS = 25
DeskOn = Callable[..., Desk]
ClockOf = Callable[[Desk], Clock]


def opened(home: Path, clock: Clock) -> Desk:
    return desks.open_desk(home, OFFICER, PASSWORD, clock)


def sound(home: Path, clock: Clock) -> bool:
    return checks.files(home, OFFICER, PASSWORD, clock) == ()


def fresh(home: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(home, copy)
    return copy


def test_a_kill_in_signing_in_loses_nothing_that_was_confirmed(desk_on: DeskOn, clock_of: ClockOf, tmp_path: Path) -> None:
    desk = desk_on("2026-11-22")
    home, clock, told = desk.home, clock_of(desk), tmp_path / "told"
    desk.close()
    copy = fresh(home, tmp_path)

    def sign_in() -> None:
        inside = opened(copy, clock)
        with told.open("a") as said:
            for number in range(6):
                visit = visitors.sign_in(inside, Guest(f"Guest {number}", "Elevator NV", "P-1", "Anna"))
                os.write(said.fileno(), f"{visit.id}\n".encode())
    for at in kills.points(sign_in, FEW, LONG):
        copy = fresh(home, tmp_path)
        told.write_text("")
        kills.ends(sign_in, at)
        after = opened(copy, clock)
        there, confirmed = {each.id for each in visitors.listed(after)}, set(told.read_text().split())
        after.close()
        assert confirmed <= there, at
        assert len(there) <= len(confirmed) + 1, at
        assert sound(copy, clock), at


def test_a_kill_in_forgetting_is_finished_at_the_next_start_and_certified_once(desk_on: DeskOn, clock_of: ClockOf, tmp_path: Path) -> None:
    desk = desk_on("2026-11-22")
    home, clock = desk.home, clock_of(desk)
    gone = [visitors.sign_in(desk, Guest(f"Guest {number}", "Elevator NV", f"P-{number}", "Anna")) for number in range(GUESTS)]
    needles = [box for visit in gone for box in visitors.sealed(desk, visit.id).values() if box]
    clock.move(timedelta(days=5))
    kept = visitors.sign_in(desk, Guest("Kept"))
    assert len({each.line for each in inspection.grep(desk, "visitors", needles)}) == len(needles)       # the search can find
    desk.close()
    clock.move(gone[-1].due_from)
    copy = fresh(home, tmp_path)

    def forget() -> None:
        visitors.tick(opened(copy, clock))
    for at in kills.points(forget, FEW, LONG):
        copy = fresh(home, tmp_path)
        kills.ends(forget, at)
        after = opened(copy, clock)
        visitors.tick(after)
        assert [each.id for each in visitors.listed(after)] == [kept.id], at
        assert inspection.grep(after, "visitors", needles) == (), at
        [day] = certificates.of_month(after, "2026-12").days
        assert (day.due, day.erased) == (GUESTS, GUESTS), at
        after.close()
        assert sound(copy, clock), at


@pytest.mark.parametrize("released", [False, True])
def test_a_kill_in_a_hold_leaves_the_whole_of_it_or_nothing(desk_on: DeskOn, clock_of: ClockOf, tmp_path: Path, released: bool) -> None:
    desk = desk_on("2026-11-22")
    home, clock = desk.home, clock_of(desk)
    accounts.add(desk, "Bo", "witness", PASSWORD)
    visit = visitors.sign_in(desk, Guest("A Guest"))
    second = accounts.confirm(home, "Bo", PASSWORD, holds.sentence(visit.id, "C-1", "theft"), clock)
    if released:
        holds.hold(desk, visit.id, "C-1", "theft", second)
    desk.close()
    copy = fresh(home, tmp_path)

    def change() -> None:
        inside = opened(copy, clock)
        if released:
            holds.release(inside, visit.id)
        else:
            holds.hold(inside, visit.id, "C-1", "theft", second)
    for at in kills.points(change, FEW // 2, LONG):
        copy = fresh(home, tmp_path)
        kills.ends(change, at)
        after = opened(copy, clock)
        visitors.tick(after)
        listed, held = [each.id for each in visitors.listed(after)], [each.guest for each in holds.listed(after)]
        assert (listed, held) in (([], [Guest("A Guest")]), ([], []) if released else ([visit.id], [])), at
        assert len(after.store.days["be-ghent"].hold_handles()) == len(held), at
        after.close()
        assert sound(copy, clock), at
