"""The store of one desk: the compartments that an account opens, the day keys of its offices, the clock."""
from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session
from sqlcipher3.dbapi2 import Connection

from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import _N, Busy, Damaged, DeskError, NotAllowed
from alektum_desk.store import models, visitors
from alektum_desk.store.clock import Clock, HighWater
from alektum_desk.store.compartment import CLOCK_KEY, Compartment
from alektum_desk.store.days import DayKeys, forget_passed
from alektum_desk.store.files import held, overwrite
from alektum_desk.store.journal import Act, Values
from alektum_desk.store.keys import Identity, Key, Keyring

PROOFS = "proofs"
STAGING = "restore.staging"     # a backup that is being restored; its files are encrypted like ours


def file_of(home: Path, ring: Keyring, name: str) -> Path:
    """The generation stands in the name, so that one rename of the keyring switches to files that lie ready."""
    return home / f"{name}.{ring.locks[name].generation}.db"


def days_file(home: Path, ring: Keyring, office: str) -> Path:
    return home / f"{office}.{ring.locks['visitors'].generation}.{ring.locks['cases'].generation}.days"


def forget_without_password(home: Path, clock: Clock) -> None:
    """Before anybody is asked. What is damaged is said when somebody unlocks."""
    with suppress(Damaged):
        forget_passed(home, clock)


def sweep(home: Path) -> None:
    """Files that a killed process left: drafts, and files of a generation that the keyring does not name."""
    with held(home):
        ring = Keyring(home)
        named = {file_of(home, ring, name).name for name in ring.locks}
        shutil.rmtree(home / STAGING, ignore_errors=True)
        for path in home.glob("*.new"):
            overwrite(path)
        for path in home.glob("*.days"):
            if path != days_file(home, ring, path.name.split(".")[0]):
                overwrite(path)
        for path in home.glob("*.db*"):
            if path.name.removesuffix("-wal").removesuffix("-shm").removesuffix("-journal") not in named:
                path.unlink()


def open_days(path: Path, keys: Mapping[str, Key], now: Clock) -> DayKeys:
    holds = keys["cases"].child("holds") if "cases" in keys else None
    return DayKeys(path, keys["visitors"].child("days"), holds, now)


def log_name(log: str, name: str) -> str:
    """The origin of a compartment's log, as its checkpoints say it."""
    return f"{log}/{name}"


class Store:
    """What one account has open. Use `act` to write, `read` to read; each touches one compartment.

    A damaged compartment closes no other one: `damaged` names it with the error that says why, `may` and `may_write` say no,
    and whoever asks for it by `compartment`, `act`, `read` or `must_write` gets that error. Day keys that are damaged close the
    visitors. Only where nothing opens at all the error rises at once.
    """

    def __init__(self, home: Path, ring: Keyring, who: Identity, water: HighWater, log: str, fresh: bool = False,
                 keys: Mapping[str, Key] | None = None) -> None:
        """`fresh`: the compartments are made, which otherwise must be there. `keys`: these, where `who` has none to unlock."""
        self.home, self.ring, self.identity, self.water, self.log = home, ring, who, water, log
        self.who = who.holder.account
        self.keys: dict[str, Key] = dict(keys) if keys is not None else ring.keys_of(who)
        self.opened: dict[str, Compartment] = {}
        self.damaged: dict[str, Damaged] = {}
        self.days: dict[str, DayKeys] = {}
        self.changed: list[Callable[[frozenset[Kind]], None]] = []
        self.unsigned: set[str] = set()         # journals that grew since their last checkpoint
        self.made: set[str] = set()             # handles of the acts that went through this store since it was opened
        self._seen: tuple[int, int] | None = None
        self._on_disk = ring
        try:
            if "cases" in self.keys:
                ring.check(self.keys["cases"])
            self._open(fresh)
        except BaseException:
            self.close()
            raise

    def _open(self, fresh: bool) -> None:
        self.damaged = {}
        for name, key in self.keys.items():
            with self._alone(name):
                self.opened[name] = Compartment(name, file_of(self.home, self.ring, name), key, self.who,
                                                self.home / PROOFS / name, self.now, log_name(self.log, name), fresh)
        if "visitors" in self.opened:
            with self._alone("visitors"), held(self.home):
                self._open_days()
        if self.damaged and not self.opened:
            raise next(iter(self.damaged.values()))

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        """What is damaged here stays closed, and keeps nothing else closed."""
        try:
            yield
        except Damaged as why:
            self.damaged[name] = why
            if place := self.opened.pop(name, None):
                place.close()

    def _open_days(self) -> None:
        clock_key, made = self.opened["visitors"].secret(CLOCK_KEY)
        if not made:
            self.water.check(clock_key)
        if last := visitors.last_arrival(self.opened["visitors"]):
            self.water.saw(last)            # so that no start finds a visit ahead of its clock, and no sign-in waits for a second file
        self.water.note(clock_key)
        for path in sorted(self.home.glob("*.days")):
            days = open_days(path, self.keys, self.water.surely)
            days.advance()
            self.days[path.name.split(".")[0]] = days
        if not self.days:
            raise Damaged(_N("The day keys of an office are damaged."), _N("Its visits cannot be read any more; set the office up anew."))

    def now(self) -> datetime:
        return self.water.now()

    def may(self, name: str) -> bool:
        """Whether this account opens the compartment."""
        return name in self.opened

    def may_write(self, name: str) -> bool:
        return self.may(name) and self.who.role.writes

    def compartment(self, name: str) -> Compartment:
        self._must_be_sound(name)
        if name not in self.opened:
            raise NotAllowed(_N("This account does not open {compartment}."),
                             _N("Ask a data-protection officer to do it."), compartment=name)
        place = self.opened[name]
        self._must_be_current(place)
        return place

    def _must_be_sound(self, name: str) -> None:
        if name in self.damaged:
            raise self.damaged[name].with_traceback(None)

    def _must_be_current(self, place: Compartment) -> None:
        """Busy when another process re-keyed meanwhile: what is written to the old file would be lost."""
        try:
            said = self.ring.path.stat()
        except FileNotFoundError:
            return
        if (said.st_ino, said.st_mtime_ns) != self._seen:
            self._on_disk, self._seen = Keyring(self.home), (said.st_ino, said.st_mtime_ns)
        days = place.name == "visitors" and any(each.path != days_file(self.home, self._on_disk, office) for office, each in self.days.items())
        if days or file_of(self.home, self._on_disk, place.name) != place.path:
            raise Busy(_N("The keys of this data home were changed by another window or command."), _N("Close this desk and open it again."))

    def renew(self, ring: Keyring, keys: Mapping[str, Key]) -> None:
        """Everything anew, under the keys to which the keyring has switched."""
        for each in self.opened.values():
            each.close()
        self.opened, self.days = {}, {}
        sweep(self.home)
        self.ring, self.keys = ring, dict(keys)
        self._open(fresh=False)
        self.unsigned.add("register")

    def sign(self) -> None:
        """A checkpoint for each journal that grew. What the disk refuses is signed another time."""
        for name in sorted(self.unsigned):
            with suppress(DeskError, OSError):
                self.compartment(name).sign()
                self.unsigned.discard(name)

    @contextmanager
    def act(self, name: str, kind: str, reason: str | None = None, summary: Values | None = None,
            undoes: str | None = None) -> Iterator[Session]:
        """The only way to write: one transaction, its journal entries, then one announcement.

        One entry for each row; with a `summary` one entry in all.
        """
        place = self.compartment(name)
        self.must_write(name)
        act = Act(kind, self.who.id, models.iso(self.now()), reason, summary, undoes)
        with place.act(act) as session:
            self._must_be_current(place)        # once more, now that nobody else can write
            yield session
        self.unsigned.add(name)
        self.made.add(act.handle)
        self.announce(models.kinds(act.touched))

    def must_write(self, name: str) -> None:
        self._must_be_sound(name)
        if not self.may_write(name):                        # the program's refusal: who can decrypt could also encrypt
            raise NotAllowed(_N("An auditor reads and changes nothing."), _N("Ask a data-protection officer to do it."))

    @contextmanager
    def read(self, name: str) -> Iterator[Session]:
        with self.compartment(name).read() as session:
            yield session

    @contextmanager
    def bare(self, name: str) -> Iterator[Connection]:
        """The driver's connection outside any transaction: VACUUM, checkpoints, the journal's own reading, drafts."""
        with self.compartment(name).bare() as db:
            yield db

    def announce(self, what: frozenset[Kind]) -> None:
        """Tell whoever listens; nothing when nothing was touched."""
        for tell in tuple(self.changed) if what else ():
            tell(what)

    def close(self) -> None:
        """Closed means: files and connections let go, keys forgotten; memory is not wiped."""
        for each in self.opened.values():
            each.close()
        self.opened.clear()
        self.days.clear()
        self.keys.clear()
