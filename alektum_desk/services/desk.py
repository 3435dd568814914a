"""Desk: an opened data home, who opened it, its office and its clock. Everything a service needs is reached from here."""
from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from alektum_desk.base import language
from alektum_desk.domain.accounts import COMPARTMENTS, FOR_PEOPLE, Account, Role
from alektum_desk.domain.errors import _N, DiskTrouble, NotAllowed, Refused, Unusable
from alektum_desk.domain.offices import Office
from alektum_desk.reference import offices
from alektum_desk.store import attempts, compartments, drafts, erasure, files, home as homes, walls
from alektum_desk.store.clock import Clock, HighWater, away_since, system
from alektum_desk.store.compartments import Store
from alektum_desk.store.days import DayKeys
from alektum_desk.store.home import Home
from alektum_desk.store.keys import Identity, Key, Keyring, new_identity, plain, recovery_code

__all__ = ["Clock", "Desk", "Opening", "lay_home", "open_desk", "opening", "people", "system", "tidy"]
RECOVERY = "recovery"
SHORTEST_PASSWORD = 8


class Desk:
    """An opened data home. `close` lets go of everything; a closed desk is of no use any more."""

    def __init__(self, home: Path, about: Home, store: Store) -> None:
        self.home, self.about, self.store = home, about, store
        self.office: Office = replace(offices.office(about.office), zone=about.zone, languages=about.languages)
        self.who: Account = store.who
        self.zone = ZoneInfo(about.zone)
        self.last_ran: datetime | None = None       # where it was off for long before this opening; see `services.clock`

    @property
    def sample(self) -> bool:
        return self.about.sample

    def now(self) -> datetime:
        """Never earlier than any moment this desk has seen."""
        return self.store.now()

    def today(self) -> date:
        return self.now().astimezone(self.zone).date()

    def close(self) -> None:
        """Signs what was written since; closing twice does no harm."""
        self.store.sign()
        self.store.close()


@contextmanager
def disk_said_plainly(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as why:
        raise DiskTrouble(_N("The disk refused {home}: {why}."), _N("Make room, or choose a folder that you may write to."),
                          home=home, why=os.strerror(why.errno) if why.errno else type(why).__name__) from why


def people(home: Path) -> tuple[Account, ...]:
    """Who has an account here, without the recovery account; readable while locked, for the login."""
    homes.read(home)
    with disk_said_plainly(home):
        return tuple(each.account for each in Keyring(home).holders.values() if each.role is not Role.RECOVERY)


@dataclass(frozen=True)
class Opening:
    """A data home whose password was right, before any compartment is opened."""

    about: Home
    ring: Keyring
    who: Identity
    water: HighWater


def opening(home: Path, account: str | None, password: str, clock: Clock) -> Opening:
    """Whatever passed its day is forgotten first, before anybody is asked."""
    with disk_said_plainly(home):
        if homes.exists(home):
            compartments.forget_without_password(home, clock)
        about = homes.read(home)
        ring = Keyring(home)
        water = HighWater(home / "clock.json", clock)
        return Opening(about, ring, unlock(home, ring, account or _only_account(ring), password, water.now()), water)


def unlock(home: Path, ring: Keyring, name: str, password: str, now: datetime) -> Identity:
    """Each wrong password after the third in a row lets the next one wait longer, up to a minute."""
    holder = ring.named(name)
    if holder and (seconds := attempts.wait(home, holder.id, now)):
        raise NotAllowed(_N("There were too many wrong passwords for this account."), _N("Wait {seconds} seconds, then try again."),
                         seconds=seconds)
    try:
        who = ring.unlock(name, password)
    except NotAllowed:
        if holder:
            attempts.failed(home, holder.id, now)
        raise
    attempts.succeeded(home, who.holder.id)
    return who


def open_desk(home: Path, account: str | None, password: str, clock: Clock = system) -> Desk:
    """Without a name the only account that is not disabled.

    NotAllowed: wrong password. Damaged: names the compartment. DiskTrouble, Busy, ClockUnsure. Refused: no data home here.
    """
    at = opening(home, account, password, clock)
    with disk_said_plainly(home):
        last_ran = away_since(home / "clock.json")
        compartments.sweep(home)
        store = erasure.with_room(home, lambda: Store(home, at.ring, at.who, at.water, at.about.log))     # who cannot open cannot forget
        desk = Desk(home, at.about, store)
        desk.last_ran = last_ran
        tidy(desk)
        return desk


def _only_account(ring: Keyring) -> str:
    names = [each.name for each in ring.holders.values() if each.role is not Role.RECOVERY and not each.disabled]
    if len(names) != 1:
        raise Unusable(_N("This data home has several accounts."), _N("Say whose password it is with --account NAME."))
    return names[0]


def tidy(desk: Desk) -> int:
    """Drafts older than 30 days go, and the front desk's of yesterday: at each opening and at each tick. How many.

    And the bytes of whatever was erased before somebody pulled the plug, or read for too long; and walled cases get another
    key when one of their readers lost the right.
    """
    gone, now = 0, desk.store.water.surely()
    for name in COMPARTMENTS:
        if desk.store.may_write(name):
            with desk.store.bare(name) as db:
                gone += drafts.purge(db, now, now.astimezone(desk.zone).date())
            erasure.settle(desk.store.compartment(name), patience=0.0)
    walls.tend(desk.store)
    return gone


# -- a new data home

def check_name(name: str) -> str:
    """A name as it may stand in lists and journals: no two that look alike."""
    printable, name = name.strip().isprintable(), plain(name)
    if not name or len(name) > 100 or not printable or name.casefold() == RECOVERY:
        raise Refused(_N("This cannot be the name of an account."),
                      _N("Give a name of 1 to 100 printable letters other than “recovery”."))
    return name


def check_password(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(_N("The password is shorter than {number} letters."), _N("Take a longer one, for example four words."),
                      number=SHORTEST_PASSWORD)
    try:
        password.encode()
    except UnicodeEncodeError:
        raise Refused(_N("The password holds a letter that no keyboard types."), _N("Type it again.")) from None
    return password


def check_role(role: str) -> Role:
    if role not in FOR_PEOPLE:
        raise Refused(_N("There is no role {role}."), _N("Choose one of: {roles}."), role=role, roles=", ".join(FOR_PEOPLE))
    return Role(role)


def _about(office: str, languages: Sequence[str] | None, zone: str | None, sample: bool) -> Home:
    place = offices.office(office)
    if zone and zone not in available_timezones():
        raise Refused(_N("There is no time zone {zone}."), _N("Name it as in Europe/Brussels."), zone=zone)
    for code in languages or ():
        if code not in language.LANGUAGES:
            raise Refused(_N("There is no language {code} in this program."), _N("Choose one of: {languages}."),
                          code=code, languages=", ".join(language.LANGUAGES))
    return Home(office, zone or place.zone, tuple(languages or place.languages), f"alektum-desk/{office}/{secrets.token_hex(4)}",
                sample)


def lay_home(home: Path, office: str, officer: str, role: str, password: str, seed: Callable[[Desk], None],
             clock: Clock = system, languages: Sequence[str] | None = None, zone: str | None = None,
             sample: bool = False) -> str:
    """A new data home with one account and the recovery account, whose code is returned once and lies nowhere.

    Built beside its place and moved there at the end, so that a set-up that breaks off leaves nothing. `seed` fills it
    while every compartment is open; `services.setup` knows with what.
    """
    about, first_role = _about(office, languages, zone, sample), check_role(role)
    name, password = check_name(officer), check_password(password)
    with disk_said_plainly(home):
        if homes.exists(home) or (home.exists() and (not home.is_dir() or any(home.iterdir()))):
            raise Refused(_N("There is something in {home} already."), _N("Choose an empty folder, or one that does not exist yet."),
                          home=home)
        home.parent.mkdir(parents=True, exist_ok=True)
        with files.held(home.parent):
            prefix = f".{home.name}.setup-"
            for left in home.parent.glob(f"{prefix}*"):     # of a set-up that was killed
                shutil.rmtree(left)
            draft = home.parent / f"{prefix}{secrets.token_hex(4)}"
            try:
                code = _fill(draft, about, new_identity(name, first_role, password), seed, clock)
                move_into_place(draft, home)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
        return code


def _fill(home: Path, about: Home, first: Identity, seed: Callable[[Desk], None], clock: Clock) -> str:
    home.mkdir(mode=0o700)
    for folder in (compartments.PROOFS, "exports"):
        (home / folder).mkdir(mode=0o700)
    ring, code = Keyring(home), recovery_code()
    recovery = new_identity(RECOVERY, Role.RECOVERY, code)
    for who in (first, recovery):
        ring.holders[who.holder.id] = who.holder
    keys = {name: Key.new() for name in COMPARTMENTS}
    for name, key in keys.items():
        ring.relock(name, key)
    water = HighWater(home / "clock.json", clock)
    water.note_locked()
    DayKeys.create(compartments.days_file(home, ring, about.office), about.office, about.zone,
                   keys["visitors"].child("days"), keys["cases"].child("holds"), water.now)
    ring.save(keys["cases"])
    homes.write(home, about)
    # Whoever opens everything fills it: the first account where it may, else the recovery account.
    store = Store(home, ring, first if first.holder.role is Role.DPO else recovery, water, about.log, fresh=True)
    desk = Desk(home, about, store)
    try:
        seed(desk)
        for place in store.opened.values():
            place.sign()
    finally:
        desk.close()
    return code


def move_into_place(draft: Path, home: Path) -> None:
    if home.exists():
        home.rmdir()
    draft.rename(home)
    files.sync_folder(home.parent)
