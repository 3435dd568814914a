"""The rule of the visitor's month, played: each probe of each case on a data home of its own, by the program that people use.

A home is laid as set-up lays it; the visitor signs in, holds are set and released, backups taken and restored, the program
started, stopped and ticked. Only the clocks are ours, and nobody gives a password: a home without people has no secret.
"""
from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from alektum_desk.domain.accounts import Confirmation, Role
from alektum_desk.domain.errors import Refused
from alektum_desk.domain.visitors import Guest, Occasion, zone_of
from alektum_desk.services import backups, desk as desks, holds, restores, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import compartments, home as homes, journal, visitors as store
from alektum_desk.store.clock import HighWater
from alektum_desk.store.compartments import Store
from alektum_desk.store.keys import Identity, Keyring, new_identity

OFFICE, OFFICER, WITNESS = "be-ghent", "Officer", "Witness"
GUEST = Guest("A Visitor", "An Employer", "1-AAA-111", "A Host")
EARLY = timedelta(minutes=1)
OVERNIGHT = timedelta(hours=12)         # a running program lives through time in steps; a clock that leaps by more than a day is another matter


class Found(StrEnum):
    PRESENT = "present"
    DELETED = "deleted"
    SEALED = "sealed"       # it is there, and in nobody's book: on hold, or behind a clock that leapt


@dataclass(frozen=True, slots=True)
class Probe:
    """Where one looks. With `high_water` the program has seen that moment and run on for `elapsed`; then its clock says `now`."""

    now: datetime
    on_startup: bool = False
    high_water: datetime | None = None
    elapsed: timedelta = timedelta()
    backup_taken: datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    id: str
    occasion: Occasion
    zone: str
    arrived_at: datetime
    departed_at: datetime | None
    probes: tuple[Probe, ...]
    hold_set: datetime | None = None
    hold_released: datetime | None = None
    pc_zone: str | None = None


class Hands:
    """Both clocks of a machine, moved by hand."""

    def __init__(self, at: datetime) -> None:
        self.at, self.seconds = at.astimezone(UTC), 0.0

    def __call__(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.seconds

    def run_to(self, to: datetime) -> None:
        """Time passes."""
        passed = to.astimezone(UTC) - self.at
        self.at, self.seconds = self.at + passed, self.seconds + max(0.0, passed.total_seconds())

    def set_to(self, to: datetime) -> None:
        """Somebody sets the clock."""
        self.at = to.astimezone(UTC)


def play(cases: Sequence[Case]) -> list[tuple[str, list[tuple[datetime, Found]]]]:
    """What each probe finds, in the order given. Probes of one case know nothing of one another."""
    with tempfile.TemporaryDirectory(prefix="alektum-desk-replay-") as folder:
        stage = _Stage(Path(folder), cases)
        return [(case.id, [(probe.now, stage.found(case, probe)) for probe in case.probes]) for case in cases]


class _Stage:
    """One home for each zone, laid before its first visitor comes and copied for each probe."""

    def __init__(self, folder: Path, cases: Sequence[Case]) -> None:
        self.folder, self.cases = folder, cases
        self.laid: dict[str, tuple[Path, Identity, str]] = {}
        self.second: Identity | None = None

    def _lay(self, zone: str) -> tuple[Path, Identity, str]:
        if zone not in self.laid:
            home, word = self.folder / f"laid-{len(self.laid)}", secrets.token_hex(16)
            first = min(_begin(each) for each in self.cases if each.zone == zone)
            desks.lay_home(home, OFFICE, OFFICER, Role.DPO, word, lambda _desk: None, Hands(first), zone=zone_of(zone).key)
            ring = Keyring(home)
            self.laid[zone] = home, ring.unlock(OFFICER, word), word
        return self.laid[zone]

    def found(self, case: Case, probe: Probe) -> Found:
        laid, who, word = self._lay(case.zone)
        home = self.folder / "home"
        shutil.copytree(laid, home)
        try:
            with _machine_in(case.pc_zone):
                if case.hold_set and self.second is None:
                    self.second = new_identity(WITNESS, Role.WITNESS, word)
                return _Play(home, (who, self.second), word, case, probe).find()
        finally:
            shutil.rmtree(home)
            shutil.rmtree(self.folder / "backups", ignore_errors=True)


def _begin(case: Case) -> datetime:
    return case.arrived_at - (timedelta(days=1) if case.occasion is Occasion.NO_SHOW else EARLY)


class _Play:
    """One probe of one case, from the arrival on."""

    def __init__(self, home: Path, people: tuple[Identity, Identity | None], word: str, case: Case, probe: Probe) -> None:
        self.home, (self.who, self.second), self.word, self.case, self.probe = home, people, word, case, probe
        self.clock = Hands(_begin(case))
        self.desk = self._start()
        self.is_visit = case.occasion is Occasion.VISIT
        self.visit = "" if self.is_visit else visitors.announce(self.desk, GUEST, case.arrived_at).id
        self.backup: Path | None = None

    def find(self) -> Found:
        try:
            self._live_until(self.probe.high_water or self.probe.now)
            if self.probe.high_water is not None:
                visitors.tick(self.desk)
                self.clock.set_to(self.probe.now - self.probe.elapsed)      # at that moment somebody set the clock
                visitors.tick(self.desk)
                self.clock.run_to(self.probe.now)
                visitors.tick(self.desk)
            if self.backup is not None:
                self._restore(self.backup)
            elif self.probe.on_startup:
                self._restart()
            visitors.tick(self.desk)
            return self._state()
        finally:
            self.desk.close()

    def _live_until(self, end: datetime) -> None:
        """What happens to the visit, at its hour. While the program is off, nobody sees the hours between."""
        case, probe = self.case, self.probe
        events = [(case.arrived_at, self._arrive), (case.hold_set, self._hold), (case.hold_released, self._release),
                  (case.departed_at, self._depart), (probe.backup_taken, self._back_up)]
        for at, happens in sorted(((at, happens) for at, happens in events if at is not None and at <= end), key=lambda each: each[0]):
            self.clock.run_to(at)
            happens()
        if not probe.on_startup and end - self.clock.at > OVERNIGHT:
            self.clock.run_to(end - OVERNIGHT)
            visitors.tick(self.desk)
        self.clock.run_to(max(end, self.clock.at))

    def _arrive(self) -> None:
        if self.is_visit:
            self.visit = visitors.sign_in(self.desk, GUEST).id

    def _depart(self) -> None:
        if self.is_visit:
            with suppress(Refused):         # on hold, or forgotten
                visitors.sign_out(self.desk, id=self.visit)

    def _hold(self) -> None:
        assert self.second is not None
        text = holds.sentence(self.visit, "1", "replay")
        ring = Keyring(self.home)
        ring.add(self.second.holder, self.desk.store.keys)
        ring.save(self.desk.store.keys["cases"])
        note = journal.sign_note(self.second.holder.id, f"{text}\n", self.second.signing)
        with suppress(Refused):             # no visit, or none any more
            holds.hold(self.desk, self.visit, "1", "replay", Confirmation(self.second.holder.account, text, note))

    def _release(self) -> None:
        with suppress(Refused):             # nothing is on hold
            holds.release(self.desk, self.visit)

    def _back_up(self) -> None:
        self.backup = backups.create(self.desk, self.home.parent / "backups").file

    # -- the program

    def _start(self) -> Desk:
        """As `open_desk` does, without asking for the password."""
        compartments.forget_without_password(self.home, self.clock)
        about, ring = homes.read(self.home), Keyring(self.home)
        compartments.sweep(self.home)
        water = HighWater(self.home / "clock.json", self.clock)
        desk = Desk(self.home, about, Store(self.home, ring, self.who, water, about.log))
        desks.tidy(desk)
        return desk

    def _restart(self) -> None:
        self.desk.close()
        self.desk = self._start()

    def _restore(self, backup: Path) -> None:
        self.desk.close()
        restores.restore(self.home, backup, OFFICER, self.word, self.clock)
        self.desk = self._start()

    def _state(self) -> Found:
        """In the book, behind it, or nowhere: a row that nobody can open is nowhere."""
        shown = {each.id for each in visitors.listed(self.desk)} | {each.id for each in visitors.expected(self.desk)}
        if self.visit in shown:
            return Found.PRESENT
        with self.desk.store.read("visitors") as session:
            row = session.get(store.Visit, self.visit) or session.get(store.Expected, self.visit)
            opens = row is not None and store.guest_of(row, self.desk.store.days[row.site]) is not None
            on_hold = isinstance(row, store.Visit) and row.held
        if not opens:
            return Found.DELETED
        return Found.SEALED if on_hold or self.desk.store.water.doubt() else Found.PRESENT


@contextmanager
def _machine_in(zone: str | None) -> Iterator[None]:
    """The zone of the machine, which changes nothing."""
    before = os.environ.get("TZ")
    if zone:
        os.environ["TZ"] = zone_of(zone).key
        _told()
    try:
        yield
    finally:
        if zone:
            if before is None:
                del os.environ["TZ"]
            else:
                os.environ["TZ"] = before
            _told()


def _told() -> None:
    with suppress(AttributeError):      # Windows asks each time
        time.tzset()
