"""The only way a person leaves: row and payloads in one act that marks the job, then every byte, then the certificate.

The mark lies in the deleting transaction and is cleared last, so whatever a kill or a reader interrupts begins again.
"""
from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlcipher3.dbapi2 import Connection

from alektum_desk.domain.errors import Busy, DiskTrouble
from alektum_desk.store import certificates
from alektum_desk.store.compartment import Compartment, raw
from alektum_desk.store.complaints import CaseEvent, Complaint
from alektum_desk.store.journal import Values, canonical
from alektum_desk.store.models import Row
from alektum_desk.store.visitors import Expected, Visit

PATIENCE = 5.0          # seconds that a reader may hold up the recipe before the next tick tries again
RESERVE = "reserve"
_MANY = 500             # below what one statement may carry in variables
_SPARE = 1 << 20
T = TypeVar("T")


# -- inside the act

def erase(session: Session, table: type[Row], ids: Sequence[str]) -> None:
    """Rows and what the journal keeps of them; the leaves stay, which say nothing of anybody."""
    forget_payloads(session, table, ids)
    for start in range(0, len(ids), _MANY):
        session.execute(delete(table).where(table.id.in_(ids[start:start + _MANY])))


def forget_payloads(session: Session, table: type[Row], ids: Sequence[str]) -> None:
    raw(session).executemany(f"DELETE FROM payload WHERE tbl = '{table.__tablename__}' AND row = ?",  # noqa: S608, a name of ours
                             [(each,) for each in ids])


def owe(db: Connection, certified: Values | None = None) -> None:
    """Until it is settled the file may still hold bytes of what was erased. `certified` holds counts only, no person."""
    db.execute("INSERT INTO pending VALUES (?, ?)", (f"erase-{secrets.token_hex(8)}", canonical(dict(certified or {}))))


# -- after it

def settle(place: Compartment, patience: float = PATIENCE) -> bool:
    """The recipe, the certificate, then the mark goes. False while somebody still reads: the next tick tries again."""
    with place.bare() as db:
        jobs = db.execute("SELECT job, body FROM pending WHERE job LIKE 'erase-%'").fetchall()
    if not jobs:
        return True
    try:
        if not compact(place, patience):
            return False
    except Busy:
        return False
    for job, body in jobs:
        if said := json.loads(body):
            certificates.add(place, job, said, searched(place))
    with place.bare() as db:
        db.executemany("DELETE FROM pending WHERE job = ?", [(job,) for job, _ in jobs])
    return True


def compact(place: Compartment, patience: float = PATIENCE) -> bool:
    """Leaves no byte of a deleted row. False while somebody still reads: then nothing may be claimed."""
    place.close()                                           # idle pooled connections hold caches, not locks
    with place.bare() as db:
        for (index,) in db.execute("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'").fetchall():
            db.execute(f"INSERT INTO \"{index}\" (\"{index}\") VALUES ('optimize')")  # noqa: S608, secure_delete does not reach its words
        if db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'").fetchone():
            db.execute("ANALYZE")                           # samples of values lie in its tables
        db.execute("VACUUM")
        end = time.monotonic() + patience
        while db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:      # it answers busy, it does not raise
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
    return True


def searched(place: Compartment) -> list[str]:
    """The places in which, after the recipe, nothing that was erased can lie any more."""
    tables = (Visit, Expected) if place.name == "visitors" else (Complaint, CaseEvent)
    with place.bare() as db:
        orphans = sum(int(db.execute(f"SELECT count(*) FROM payload WHERE tbl = '{table.__tablename__}' "  # noqa: S608, a name of ours
                                     f"AND row NOT IN (SELECT id FROM {table.__tablename__})").fetchone()[0]) for table in tables)
        free = int(db.execute("PRAGMA freelist_count").fetchone()[0])
    log = place.path.with_name(place.path.name + "-wal")
    empty = {certificates.Place.PAYLOADS: not orphans, certificates.Place.FREE_PAGES: not free,
             certificates.Place.LOG: not (log.exists() and log.stat().st_size)}
    keys = [certificates.Place.DAY_KEYS] if place.name == "visitors" else []
    return [certificates.Place.ROWS, *(each for each, clean in empty.items() if clean), *keys]


# -- room, when the disk is full

def with_room(home: Path, work: Callable[[], T]) -> T:
    """Forgetting needs room of its own: where there is none, the reserve is given up for it."""
    try:
        return work()
    except (DiskTrouble, OSError):
        reserve = home / RESERVE
        if not reserve.exists():
            raise
        reserve.unlink()
        return work()


def lay_reserve(home: Path, biggest: Path) -> None:
    """As much as forgetting in this file may need; silent when there is no room, for the disk may be full already."""
    reserve, wanted = home / RESERVE, biggest.stat().st_size * 5 // 4 + _SPARE
    if reserve.exists() and reserve.stat().st_size >= wanted:
        return
    with suppress(OSError), _whole(reserve) as file:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file, 0, wanted)
        else:
            os.write(file, bytes(wanted))


@contextmanager
def _whole(path: Path) -> Iterator[int]:
    """Half a reserve is none."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        yield file
    except OSError:
        path.unlink()
        raise
    finally:
        os.close(file)
