"""Is a compartment's file what was written? Page by page, reference by reference, entry by entry; changes nothing."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from alektum_desk.domain.errors import Busy
from alektum_desk.store import journal
from alektum_desk.store.compartment import LOG_KEY, connect
from alektum_desk.store.keys import Key
from alektum_desk.store.trouble import mendable

Found = tuple[str, str]     # a code and a place
_Look = Callable[[sqlcipher.Connection], Iterator[Found]]


def check(path: Path, key: Key, origin: str, proofs: Path) -> list[Found]:
    """The codes: missing, unreadable, page, structure, reference, and those of `journal.verify`. Busy when nobody lets us read."""
    if not path.is_file():
        return [("missing", path.name)]
    try:
        db = connect(path, key)
    except sqlcipher.Error as why:
        _not_busy(why)
        return [("unreadable", path.name)]
    with closing(db):
        looks: tuple[_Look, ...] = (_pages, _structure, _references, lambda each: _journal(each, origin, proofs))
        return [found for look in looks for found in _looked(look, db, path)]


def _looked(look: _Look, db: sqlcipher.Connection, path: Path) -> list[Found]:
    found: list[Found] = []
    try:
        found.extend(look(db))
    except sqlcipher.Error as why:
        _not_busy(why)
        found.append(("unreadable", path.name))
    return found


def _not_busy(why: sqlcipher.Error) -> None:
    known = mendable(why, "")
    if isinstance(known, Busy):
        raise known from why


def _pages(db: sqlcipher.Connection) -> Iterator[Found]:
    db.execute("PRAGMA wal_checkpoint(PASSIVE)")        # a full disk can leave a torn tail that the next checkpoint heals
    for (said,) in db.execute("PRAGMA cipher_integrity_check"):
        yield "page", said


def _structure(db: sqlcipher.Connection) -> Iterator[Found]:
    for (said,) in db.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield "structure", said


def _references(db: sqlcipher.Connection) -> Iterator[Found]:
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield "reference", f"{table} row {row} names no {parent}"


def _journal(db: sqlcipher.Connection, origin: str, proofs: Path) -> Iterator[Found]:
    row = db.execute("SELECT value FROM secret WHERE name = ?", (LOG_KEY,)).fetchone()
    if row is None:
        yield "checkpoint", "the log has no key"
        return
    public = Ed25519PrivateKey.from_private_bytes(bytes(row[0])).public_key().public_bytes_raw()
    yield from journal.verify(db, origin, public, proofs).problems
