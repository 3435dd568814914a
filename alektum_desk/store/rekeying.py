"""New keys, all or nothing: copies under them lie ready beside the old files, one rename of the keyring switches."""
from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from pathlib import Path

from sqlcipher3.dbapi2 import Connection

from alektum_desk.domain.accounts import COMPARTMENTS
from alektum_desk.store import journal, models
from alektum_desk.store.compartment import connect
from alektum_desk.store.compartments import Store, days_file, file_of, sweep
from alektum_desk.store.days import DayKeys
from alektum_desk.store.files import held, sync_folder
from alektum_desk.store.journal import Act, Values
from alektum_desk.store.keys import Key, Keyring
from alektum_desk.store.trouble import said_plainly

HUB_KEY = "hub"


def rekey(store: Store, names: Iterable[str], kind: str, summary: Values, change: Callable[[Keyring], None] | None = None) -> None:
    """`change` alters the keyring that is then sealed and written. Needs an account that opens everything.

    The register is re-keyed along: its copy tells of the change, so that either the whole of it happened or nothing.
    """
    chosen = [name for name in COMPARTMENTS if name in {*names, "register"}]
    act = Act(kind, store.who.id, models.iso(store.now()), summary=summary)
    with ExitStack() as alone:
        for name in chosen:
            alone.enter_context(nobody_writes(store.compartment(name).path, store.keys[name], name))
        alone.enter_context(held(store.home))
        for name in chosen:
            store.compartment(name)                     # still the current one, now that nobody else can change it
        ring = Keyring(store.home)
        ring.check(store.keys["cases"])
        if change:
            change(ring)
        fresh = {name: Key.new() for name in chosen}
        for name, key in fresh.items():
            ring.relock(name, key)
        keys = store.keys | fresh
        sources = {name: (store.opened[name].path, store.keys[name]) for name in chosen}
        try:
            lay_ready(store.home, ring, sources, fresh, act)
            carry_days(store.home, store.days.values(), ring, keys, fresh="visitors" in fresh)
            switch(store.home, ring, keys["cases"])
        except BaseException:
            with suppress(OSError):         # what the keyring does not name goes, here or at the next unlock
                sweep(store.home)
            raise
    store.renew(ring, keys)


def lay_ready(home: Path, ring: Keyring, sources: Mapping[str, tuple[Path, Key]], fresh: Mapping[str, Key], act: Act,
              told_in: tuple[str, ...] = ("register",)) -> None:
    """A copy of each source under its fresh key and the name that this keyring gives it."""
    for name, (path, old) in sources.items():
        with said_plainly(name):
            _copy(path, old, file_of(home, ring, name), fresh[name], partial(_finish, name=name, act=act if name in told_in else None))


def carry_days(home: Path, living: Iterable[DayKeys], ring: Keyring, keys: Mapping[str, Key], *, fresh: bool) -> None:
    for days in living:
        to = days_file(home, ring, days.office)
        if to != days.path:
            days.copy_to(to, keys["visitors"].child("days"), keys["cases"].child("holds"), fresh=fresh)


def switch(home: Path, ring: Keyring, cases: Key) -> None:
    """From this rename on the new files are the store; what does not reach it leaves the old ones as they were."""
    sync_folder(home)
    ring.save(cases)


@contextmanager
def nobody_writes(path: Path, key: Key, name: str) -> Iterator[None]:
    """Else a copy would lack what somebody writes meanwhile."""
    with said_plainly(name), closing(connect(path, key)) as db:
        db.execute("BEGIN IMMEDIATE")
        yield


def _copy(source: Path, old: Key, to: Path, new: Key, finish: Callable[[Connection], None]) -> None:
    """Outside WAL while its key changes, so that a torn copy is only a stray."""
    to.unlink(missing_ok=True)
    with closing(connect(source, old)) as db:
        db.execute("VACUUM INTO ?", (str(to),))
    with closing(connect(to, old)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute(f"""PRAGMA rekey = "x'{new.raw.hex()}'" """)
    with closing(connect(to, new)) as db:
        db.execute("BEGIN IMMEDIATE")
        finish(db)
        db.execute("COMMIT")
    handle = os.open(to, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _finish(db: Connection, name: str, act: Act | None) -> None:
    if act:
        journal.append(db, act, [(None, None, journal.canonical(dict(act.summary or {})))])
    if name == "cases":
        db.execute("UPDATE secret SET value = ? WHERE name = ?", (Key.new().raw, HUB_KEY))
