"""Several processes in one data home, a folder that may not be written, and clocks that jump."""
from __future__ import annotations

import os
import random
import traceback
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from alektum_desk.domain.errors import Busy, ClockUnsure, DiskTrouble
from alektum_desk.domain.visitors import Guest, Visit
from alektum_desk.services import checks, desk as desks, inspection, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import visitors as rows
from tests import tally
from tests.conftest import OFFICER, PASSWORD, Clock

DeskOn = Callable[..., Desk]
ClockOf = Callable[[Desk], Clock]
EACH = 60 if tally.LONG else 12
JUMPS = 300 if tally.LONG else 25


def in_a_child(work: Callable[[], object]) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException:  # noqa: BLE001, the end of a child process
            traceback.print_exc()
        finally:
            os._exit(code)
    return child


def test_processes_at_once_lose_nothing_of_one_another(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    home, clock = desk.home, clock_of(desk)
    gone = visitors.sign_in(desk, Guest("Gone"))
    needles = [box for name, box in visitors.sealed(desk, gone.id).items() if box and name != "id"]
    desk.close()
    clock.move(gone.due_from)

    def sign_in(letter: str) -> None:
        inside = desks.open_desk(home, OFFICER, PASSWORD, clock)
        for number in range(EACH):
            visitors.sign_in(inside, Guest(f"{letter} {number}"))
        inside.close()

    def forget() -> None:
        inside = desks.open_desk(home, OFFICER, PASSWORD, clock)
        for _ in range(EACH // 2):
            try:
                visitors.tick(inside)
            except Busy:
                continue
        inside.close()
    children = [in_a_child(partial(sign_in, letter)) for letter in "ab"] + [in_a_child(forget)]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0, 0]
    again = desks.open_desk(home, OFFICER, PASSWORD, clock)
    visitors.tick(again)
    there = {each.name for each in visitors.listed(again)}
    lost = len({f"{letter} {number}" for letter in "ab" for number in range(EACH)} - there)
    names_found = len({each.line for each in inspection.grep(again, "visitors", needles)})
    again.close()
    torn = int(checks.files(home, OFFICER, PASSWORD, clock) != ())
    tally.add("three processes at once", scans=2 * EACH, lost=lost, torn=torn, names_found=names_found)
    assert (lost, torn, names_found) == (0, 0, 0)


def test_what_may_not_be_written_says_so_and_stays_as_it_is(desk_on: DeskOn, clock_of: ClockOf, tmp_path: Path) -> None:
    """In a child without root's rights, which opened the desk while it still might write."""
    desk = desk_on("2026-11-22")
    home, clock = desk.home, clock_of(desk)
    visit = visitors.sign_in(desk, Guest("A Guest"))
    desk.close()
    for parent in (tmp_path, *tmp_path.parents):
        if parent.stat().st_uid == os.getuid() and parent.stat().st_mode & 0o55 != 0o55:
            parent.chmod(parent.stat().st_mode | 0o055)
    everything = (home, *home.rglob("*"))
    for path in everything:
        path.chmod(0o777 if path.is_dir() else 0o666)
    clock.move(visit.due_from)

    def work() -> None:
        for path in (home, *home.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        if os.getuid() == 0:
            os.setuid(65534)
        before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
        for attempt in (lambda: desks.open_desk(home, OFFICER, PASSWORD, clock), lambda: visitors.forget_locked(home, clock)):
            try:
                attempt()
            except DiskTrouble:
                continue
            raise AssertionError
        assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
    assert os.waitstatus_to_exitcode(os.waitpid(in_a_child(work), 0)[1]) == 0
    for path in everything:
        path.chmod(0o700)
    again = desks.open_desk(home, OFFICER, PASSWORD, clock)
    assert visitors.tick(again).rows_erased == 1
    again.close()
    assert checks.files(home, OFFICER, PASSWORD, clock) == ()


def test_whatever_the_clock_does_nobody_stays_too_long_and_nobody_comes_back(desk_on: DeskOn, clock_of: ClockOf) -> None:
    """Jumps back and forth, restarts between them: by the latest moment ever seen, who is due is never shown again."""
    desk, chance = desk_on("2026-11-22"), random.Random(5)
    home, clock = desk.home, clock_of(desk)
    known, gone, latest, truly = dict[str, Visit](), set[str](), clock.at, clock.at
    lost = resurrected = 0
    for number in range(JUMPS):
        truly += timedelta(hours=chance.choice((1, 20, 24, 72, 300)))
        clock.move(truly - timedelta(hours=chance.choice((0, 0, 0, 0.5, 2, 72, 5000))))
        if chance.random() < 0.4:
            desk.close()
            desk = desks.open_desk(home, OFFICER, PASSWORD, clock)
        latest = max(latest, clock.at)
        try:
            visit = visitors.sign_in(desk, Guest(f"Guest {number}"))
            known[visit.id] = visit
        except ClockUnsure:
            assert latest - clock.at > timedelta(hours=1)
        visitors.tick(desk)
        gone |= {each for each, visit in known.items() if visit.due_from <= latest}
        there = {each.id for each in visitors.listed(desk)}
        lost += len(known.keys() - gone - there)
        resurrected += len(there & gone) + (_rows(desk) > len(there))
    desk.close()
    torn = int(checks.files(home, OFFICER, PASSWORD, clock) != ())
    tally.add("clock jumps", scans=JUMPS, lost=lost, resurrected=resurrected, torn=torn)
    assert (lost, resurrected, torn) == (0, 0, 0)
    assert len(gone) > JUMPS // 10


def _rows(desk: Desk) -> int:
    with desk.store.read("visitors") as session:
        return rows.count(session)
