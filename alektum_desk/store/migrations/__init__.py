"""From any older store to ours, step by step: the files of each compartment's folder in order, counted in `user_version`."""
from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from sqlcipher3.dbapi2 import Connection

from alektum_desk.domain.errors import _N, Damaged
from alektum_desk.store import journal

_NAME = re.compile(r"m(\d{4})_\w+")


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    up: Callable[[Connection], None]


def steps(compartment: str) -> list[Step]:
    """What the folder holds, in order. A gap or a number used twice is a mistake of ours."""
    package = f"{__name__}.{compartment}"
    names = sorted(each.name for each in pkgutil.iter_modules([str(Path(__file__).parent / compartment)]) if _NAME.fullmatch(each.name))
    numbers = [int(name[1:5]) for name in names]
    if numbers != list(range(1, len(names) + 1)):
        raise RuntimeError(f"migrations of {compartment} are not numbered in order: {names}")
    return [Step(name, import_module(f"{package}.{name}").up) for name in names]


def migrate(db: Connection, compartment: str, by: str, at: str) -> None:
    """One transaction and one journal entry a step; before any trigger is armed, because triggers die with their table."""
    todo = steps(compartment)
    if _version(db) > len(todo):
        raise Damaged(_N("The compartment {compartment} was written by a newer program."),
                      _N("Install the newer program and open it there."), compartment=compartment)
    while _version(db) < len(todo):
        db.execute("PRAGMA foreign_keys = OFF")
        _take(db, todo, by, at)
        db.execute("PRAGMA foreign_keys = ON")


def _take(db: Connection, todo: list[Step], by: str, at: str) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        number = _version(db) + 1               # anew: another process may have been faster
        if number <= len(todo):
            step = todo[number - 1]
            step.up(db)
            if db.execute("PRAGMA foreign_key_check").fetchall():
                raise RuntimeError(f"{step.name} breaks a reference")
            body = journal.canonical({"step": number, "name": step.name})
            journal.append(db, journal.Act("store.migrate", by, at), [(None, None, body)])
            db.execute(f"PRAGMA user_version = {number}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def _version(db: Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])
