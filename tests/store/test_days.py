"""Day keys: who has the file has the coming days, and nobody a passed one."""
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from alektum_desk.domain.errors import Damaged, NotAllowed
from alektum_desk.store import days as module
from alektum_desk.store.days import AHEAD, DayKeys, forget_locked
from alektum_desk.store.keys import Key, WrongKey
from tests.conftest import Clock

START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
WRAP, HOLDS = Key.new(), Key.new()


@pytest.fixture
def clock() -> Clock:
    return Clock(START)


@pytest.fixture
def days(tmp_path: Path, clock: Clock) -> DayKeys:
    return DayKeys.create(tmp_path / "be-ghent.1.1.days", "be-ghent", "Europe/Brussels", WRAP, HOLDS, clock)


def again(days: DayKeys, clock: Clock, hold_wrap: Key | None = HOLDS) -> DayKeys:
    return DayKeys(days.path, WRAP, hold_wrap, clock)


def test_the_file_holds_62_dates_in_clear_and_one_head(days: DayKeys) -> None:
    header, *lines = days.path.read_text().splitlines()
    assert header == "alektum-days 1 be-ghent Europe/Brussels"
    assert [line.split()[0] for line in lines] == ["date"] * AHEAD + ["head"]
    assert [line.split()[1] for line in lines] == [str(date(2026, 11, 22) + timedelta(each)) for each in range(AHEAD + 1)]
    assert {len(line) for line in lines} == {len(lines[0])}


def test_each_day_follows_from_the_one_before_and_never_back(days: DayKeys) -> None:
    keys = [key.raw for _, key in sorted(days.days.items())]
    assert len(set(keys)) == AHEAD
    assert all(Key(one).child("next day").raw == two for one, two in pairwise(keys))


def test_a_locked_run_destroys_the_day_at_midnight_of_the_office_and_not_before(days: DayKeys, clock: Clock) -> None:
    midnight = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
    assert forget_locked(days.path, midnight - timedelta(seconds=1)) == 0
    before = days.path.read_bytes()
    assert forget_locked(days.path, midnight) == 1
    after = days.path.read_bytes()
    assert len(after) == len(before)
    assert after.count(b"-" * 80) == 1
    clock.move(midnight)
    fresh = again(days, clock)
    assert min(day for _, day in fresh.days) == date(2026, 11, 23)
    assert forget_locked(days.path, midnight) == 0


def test_a_year_without_power(days: DayKeys, clock: Clock) -> None:
    clock.move(timedelta(365))
    assert forget_locked(days.path, clock()) == AHEAD
    fresh = again(days, clock)
    assert not fresh.days
    fresh.advance()
    assert min(day for _, day in fresh.days) == fresh.today()
    assert len(fresh.days) == AHEAD
    assert len(fresh.heads) == 1                # the same chain went on


def test_memory_cannot_bring_a_day_back_to_the_file(days: DayKeys, clock: Clock) -> None:
    """A desk that still holds a passed day writes a whole file after a timer destroyed it."""
    kept = days.days[next(iter(days.heads)), date(2026, 11, 22)]
    clock.move(timedelta(days=1))
    forget_locked(days.path, clock())
    days.days[next(iter(days.heads)), date(2026, 11, 22)] = kept
    days.hold()
    assert date(2026, 11, 22) not in {day for _, day in again(days, clock).days}
    assert b"2026-11-22" not in days.path.read_bytes()


def test_a_whole_write_leaves_no_passed_day_behind_even_without_a_locked_run(days: DayKeys, clock: Clock) -> None:
    clock.move(timedelta(days=3))
    days.new_chain()
    assert min(day for _, day in again(days, clock).days) == date(2026, 11, 25)


def test_the_old_file_is_overwritten_before_it_goes(days: DayKeys, clock: Clock) -> None:
    with days.path.open("rb") as old:
        days.new_chain()
        assert set(old.read()) == {ord("-")}
    assert not list(days.path.parent.glob("*.new"))


def test_forgetting_goes_on_to_the_coming_days(days: DayKeys, clock: Clock) -> None:
    clock.move(timedelta(days=5))
    gone = days.forget()
    assert len(gone) == 5
    assert min(gone) == datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
    assert len(days.days) == len(again(days, clock).days) == AHEAD


def test_a_chain_that_a_wrong_clock_walked_past_is_left_and_a_new_one_begins(days: DayKeys, clock: Clock) -> None:
    clock.move(timedelta(365 * 10))
    days.forget()
    clock.move(START)
    first = next(iter(days.heads))
    handle, key = days.for_sealing(date(2026, 12, 22))
    assert handle != first
    opened = again(days, clock).for_opening(handle, date(2026, 12, 22))
    assert opened is not None
    assert opened.raw == key.raw


def test_two_processes_do_not_lose_each_others_chains(days: DayKeys, clock: Clock) -> None:
    other = again(days, clock)
    other.new_chain()
    newest = next(reversed(other.heads))
    assert days.for_opening(newest, date(2026, 12, 22)) is not None
    third = again(days, clock)
    days.hold()
    third.new_chain()
    assert set(again(days, clock).heads) >= {newest, *third.heads}
    assert again(days, clock).holds.keys() == days.holds.keys()


def test_the_front_desk_carries_holds_and_cannot_read_them(days: DayKeys, clock: Clock) -> None:
    handle, key = days.hold()
    front = again(days, clock, hold_wrap=None)
    assert front.for_opening(handle, date(2026, 12, 22)) is None
    assert front.hold_handles() == {handle}
    with pytest.raises(NotAllowed):
        front.hold()
    with pytest.raises(WrongKey):               # nor when its own key is tried on them
        again(days, clock, hold_wrap=WRAP)
    clock.move(timedelta(100))
    front.forget()
    kept = again(days, clock).for_opening(handle, date(2026, 12, 22))
    assert kept is not None
    assert kept.raw == key.raw
    days.release(handle)
    assert again(days, clock).for_opening(handle, date(2026, 12, 22)) is None
    assert not again(days, clock, hold_wrap=None).hold_handles()


def test_keys_cannot_be_moved_to_another_day(days: DayKeys, clock: Clock) -> None:
    first, second = days.path.read_bytes().splitlines()[1:3]
    moved = second.replace(b"2026-11-23", b"2026-11-22")
    days.path.write_bytes(days.path.read_bytes().replace(first, moved))
    with pytest.raises(WrongKey):
        again(days, clock)


def test_a_half_destroyed_key_is_destroyed(days: DayKeys, clock: Clock) -> None:
    text = days.path.read_bytes()
    at = text.index(b"2026-12-22") + len(b"2026-12-22 ") + 17
    days.path.write_bytes(text[:at] + b"-" * 40 + text[at + 40:])
    assert again(days, clock).for_opening(next(iter(days.heads)), date(2026, 12, 22)) is None


@pytest.mark.parametrize("text", [b"", b"alektum-days 1 be-ghent Europe/Nowhere\n", b"alektum-days 9 x Europe/Brussels\n", b"\xff\x00"])
def test_a_damaged_file_says_so(days: DayKeys, clock: Clock, text: bytes) -> None:
    days.path.write_bytes(text)
    with pytest.raises(Damaged):
        again(days, clock)
    with pytest.raises(Damaged):
        forget_locked(days.path, clock())


def test_it_reaches_every_day_a_visit_can_end_on() -> None:
    assert module.AHEAD > 31


def test_a_day_that_is_missing_or_was_renamed_is_noticed(days: DayKeys, clock: Clock) -> None:
    days.new_chain()
    whole = days.path.read_bytes()
    assert module.sound(days.path, START)
    lines = whole.splitlines(keepends=True)
    for changed in (b"".join(lines[:9] + lines[10:]), whole.replace(b"date 2026-11-22", b"date 0026-11-22", 1), whole.replace(b"head 2027", b"head 2026", 1)):
        days.path.write_bytes(changed)
        forget_locked(days.path, START)          # what a check does first
        assert not module.sound(days.path, START)
    days.path.write_bytes(whole)
    clock.move(timedelta(days=40))
    days.forget()
    assert module.sound(days.path, clock())


def test_one_damaged_office_keeps_no_other_ones_day_alive(tmp_path: Path, clock: Clock) -> None:
    for office in ("aa", "be-ghent", "zz"):
        DayKeys.create(tmp_path / f"{office}.1.1.days", office, "Europe/Brussels", WRAP, HOLDS, clock)
    (tmp_path / "aa.1.1.days").write_bytes(b"nothing")
    clock.move(timedelta(days=3))
    with pytest.raises(Damaged):
        module.forget_passed(tmp_path, clock)
    assert all(path.read_bytes().count(b"-" * 80) == 3 for path in tmp_path.glob("[bz]*.days"))
