"""Checks of the store: every page, every reference, every entry of the journals."""
from __future__ import annotations

import time
from base64 import b64encode
from pathlib import Path

from alektum_desk.domain.accounts import COMPARTMENTS
from alektum_desk.domain.checks import Log, Problem
from alektum_desk.domain.errors import DeskError
from alektum_desk.services.desk import Clock, Desk, Opening, disk_said_plainly, opening, system
from alektum_desk.store import compartments, integrity, journal
from alektum_desk.store.compartment import Compartment
from alektum_desk.store.days import sound
from alektum_desk.store.journal import Reading, Verdict
from alektum_desk.store.keys import Keyring

_PART = 2_000       # entries: a few hundredths of a second
_readings: dict[Path, Reading] = {}     # of journals that are not read to their end yet


def journals(desk: Desk) -> tuple[Log, ...]:
    """Every entry, link, commitment, tree node and kept checkpoint of the compartments that this account opens."""
    places = [desk.store.compartment(name) for name in COMPARTMENTS if desk.store.may(name)]
    return tuple(_log(place, place.verify()) for place in places)


def read_on(desk: Desk, seconds: float) -> tuple[Log, ...] | None:
    """The same in parts that take about so long, each where the one before stopped, also that of an earlier login. None until
    everything was read.
    """
    end, logs = time.monotonic() + seconds, []
    for name in (name for name in COMPARTMENTS if desk.store.may(name)):
        place = desk.store.compartment(name)
        with desk.store.bare(name) as db:
            reading = _readings.setdefault(place.path, Reading())
            if not journal.follows(db, reading):        # a backup was brought back, or its last node was changed
                reading = _readings[place.path] = Reading()
            while not (over := journal.read_on(db, reading, place.proofs, _PART)) and time.monotonic() < end:
                pass
            if not over:
                return None
            logs.append(_log(place, journal.conclude(db, reading, place.origin, place.public, place.proofs)))
    for name in COMPARTMENTS:
        if desk.store.may(name):
            del _readings[desk.store.compartment(name).path]
    return tuple(logs)


def _log(place: Compartment, found: Verdict) -> Log:
    name = place.name
    return Log(name, place.origin, journal.verifier_key(place.origin, place.public), found.entries, found.pruned,
               b64encode(found.root).decode(), tuple(Problem(name, code, where) for code, where in found.problems))


def whole_root(logs: tuple[Log, ...]) -> str:
    """One log's own root; of several the hash over their names and roots."""
    if len(logs) == 1:
        return logs[0].root
    return b64encode(journal.leaf_hash("\n".join(f"{each.compartment} {each.root}" for each in logs))).decode()


def files(home: Path, account: str | None, password: str, clock: Clock = system) -> tuple[Problem, ...]:
    """Every page's seal, the structure, the references and the journal of each compartment that the account opens.

    A compartment that cannot be opened at all is one problem, not an error: the others are still checked.
    """
    return _files(home, opening(home, account, password, clock))


def open_files(desk: Desk) -> tuple[Problem, ...]:
    """The same with the keys of whoever sits here."""
    with disk_said_plainly(desk.home):
        ring = Keyring(desk.home)
    return _files(desk.home, Opening(desk.about, ring, desk.store.identity, desk.store.water))


def _files(home: Path, at: Opening) -> tuple[Problem, ...]:
    found: list[Problem] = []
    with disk_said_plainly(home):
        keys = at.ring.keys_of(at.who)
        for name, key in keys.items():
            rows = integrity.check(compartments.file_of(home, at.ring, name), key,
                                   compartments.log_name(at.about.log, name), home / compartments.PROOFS / name)
            found += (Problem(name, code, where) for code, where in rows)
        found += _small_files(home, at)
    return tuple(found)


def _small_files(home: Path, at: Opening) -> list[Problem]:
    """The keyring and the day keys."""
    found, keys = [], at.ring.keys_of(at.who)
    try:
        if "cases" in keys:
            at.ring.check(keys["cases"])
        whole = at.ring.is_whole()
    except DeskError:
        whole = False
    if not whole:
        found.append(Problem("keyring", "changed", at.ring.path.name))
    if "visitors" in keys:
        days = compartments.days_file(home, at.ring, at.about.office)
        try:
            compartments.open_days(days, keys, at.water.now)
            whole = sound(days, at.water.now())
        except (DeskError, FileNotFoundError, ValueError):
            whole = False
        if not whole:
            found.append(Problem("visitors", "day_keys", days.name))
    return found
