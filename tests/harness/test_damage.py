"""Bits that turn, a disk that is full: what is not sound is named, and forgetting finds its room."""
from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from alektum_desk.domain.errors import DeskError, DiskTrouble
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import checks, desk as desks, journals, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import erasure
from tests import tally
from tests.conftest import OFFICER, PASSWORD, Clock

FLIPS = 1000 if tally.LONG else 60
DeskOn = Callable[..., Desk]
ClockOf = Callable[[Desk], Clock]


def test_every_turned_bit_is_named(desk_on: DeskOn, clock_of: ClockOf, tmp_path: Path) -> None:
    """In the compartments, in the log of a desk that was killed, in keyring and day keys, in checkpoints and certificates."""
    desk = desk_on("2026-11-22")
    clock, chance, killed = clock_of(desk), random.Random(11), tmp_path / "killed"
    gone = [visitors.sign_in(desk, Guest(f"Guest {number}")) for number in range(20)]
    clock.move(gone[-1].due_from)
    visitors.tick(desk)
    journals.sign(desk)
    for number in range(3):
        visitors.sign_in(desk, Guest(f"Later {number}"))
    shutil.copytree(desk.home, killed, ignore=shutil.ignore_patterns("*-shm"))
    desk.close()
    kinds = [sorted(desk.home.glob(pattern)) for pattern in ("*.db", "keyring.json", "*.days", "proofs/*/*")]
    kinds.append([path for path in killed.glob("*-wal") if path.stat().st_size])
    assert all(kinds)
    sound = {path: path.read_bytes() for home in (desk.home, killed) for path in home.rglob("*") if path.is_file()}
    missed = []
    for number in range(FLIPS):
        path = chance.choice(kinds[number % len(kinds)])
        before, home = sound[path], killed if path.is_relative_to(killed) else desk.home
        at, bit = chance.randrange(len(before)), 1 << chance.randrange(8)
        path.write_bytes(before[:at] + bytes([before[at] ^ bit]) + before[at + 1:])
        try:
            if not checks.files(home, OFFICER, PASSWORD, clock):
                missed.append((path.name, at, bit, before[max(0, at - 30):at + 10]))
        except DeskError:
            pass                        # a keyring that opens nothing says so
        for each in [each for each in home.glob("*.db-*") if each not in sound]:
            each.unlink()
        for each in [path] if home is not killed else [each for each in sound if each.is_relative_to(killed)]:
            each.write_bytes(sound[each])
    assert checks.files(desk.home, OFFICER, PASSWORD, clock) == checks.files(killed, OFFICER, PASSWORD, clock) == ()
    tally.add("turned bits", flips=FLIPS, undetected=len(missed))
    assert missed == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """24 MB."""
    place = tmp_path / "small"
    place.mkdir()
    if sys.platform != "linux" or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", place], capture_output=True, check=False).returncode:
        pytest.skip("a small disk can be made by root on Linux only")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def fill_up(place: Path) -> None:
    with (place / "fill").open("wb", buffering=0) as fill, suppress(OSError):
        while fill.write(bytes(4096)):
            pass


def sign_in_many(desk: Desk) -> None:
    for _ in range(200):
        visitors.sign_in(desk, Guest("One more", "x" * 200))


def test_a_full_disk_gives_up_its_reserve_for_forgetting(desk_on: DeskOn, clock_of: ClockOf, small_disk: Path) -> None:
    desk = desk_on("2026-11-22")
    clock = clock_of(desk)
    gone = [visitors.sign_in(desk, Guest(f"Guest {number}", "Elevator NV")) for number in range(300)]
    desk.close()
    home = small_disk / "home"
    shutil.copytree(desk.home, home)
    small = desks.open_desk(home, OFFICER, PASSWORD, clock)
    visitors.tick(small)
    assert (home / erasure.RESERVE).stat().st_size > small.store.compartment("visitors").path.stat().st_size
    fill_up(small_disk)
    with pytest.raises(DiskTrouble):
        sign_in_many(small)
    clock.move(gone[-1].due_from)
    assert visitors.tick(small).rows_erased >= 300
    assert visitors.listed(small) == ()
    assert visitors.settle(small)
    small.close()


def test_a_full_disk_gives_up_its_reserve_for_opening(desk_on: DeskOn, clock_of: ClockOf, small_disk: Path) -> None:
    """Not one byte is free when the desk is opened to forget."""
    desk = desk_on("2026-11-22")
    clock = clock_of(desk)
    visitors.tick(desk)
    gone = visitors.sign_in(desk, Guest("One Guest"))
    desk.close()
    shutil.copytree(desk.home, small_disk / "home")
    fill_up(small_disk)
    clock.move(gone.due_from)
    small = desks.open_desk(small_disk / "home", OFFICER, PASSWORD, clock)
    assert visitors.forget(small).rows_erased == 1
    assert visitors.settle(small)
    small.close()


def test_a_full_disk_keeps_no_day_alive(desk_on: DeskOn, clock_of: ClockOf, small_disk: Path) -> None:
    """Without a password too: a day's line is overwritten where it lies."""
    desk = desk_on("2026-11-22")
    clock = clock_of(desk)
    desk.close()
    home = small_disk / "home"
    shutil.copytree(desk.home, home)
    fill_up(small_disk)
    clock.move(timedelta(days=40))
    assert visitors.forget_locked(home, clock).days_destroyed == 40
