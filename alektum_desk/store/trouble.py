"""What the database says when something is wrong outside the program, in sentences that a person can act on."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from alektum_desk.domain.errors import _N, Busy, Damaged, DeskError, DiskTrouble

_BUSY = {sqlcipher.SQLITE_BUSY, sqlcipher.SQLITE_LOCKED}
_DISK = {sqlcipher.SQLITE_FULL, sqlcipher.SQLITE_IOERR, sqlcipher.SQLITE_READONLY, sqlcipher.SQLITE_CANTOPEN, sqlcipher.SQLITE_PERM}
_DAMAGE = {sqlcipher.SQLITE_CORRUPT, sqlcipher.SQLITE_NOTADB}


def mendable(error: BaseException | None, compartment: str) -> DeskError | None:
    """None for what only a bug can cause."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _BUSY:
        return Busy(_N("Another window or command is writing in this data home."), _N("Wait until it is done and try again."))
    if code in _DISK:
        return DiskTrouble(_N("The disk refused to keep {compartment}: it is full, or may not be written."),
                           _N("Make room on the disk, or check the permissions of the data home."), compartment=compartment)
    if code in _DAMAGE:
        return Damaged(_N("The compartment {compartment} is damaged, or its key does not fit."),
                       _N("Run: alektum-desk store check. Then restore the last backup."), compartment=compartment)
    return None


@contextmanager
def said_plainly(compartment: str) -> Iterator[None]:
    try:
        yield
    except DBAPIError as why:
        if known := mendable(why.orig, compartment):
            raise known from why
        raise
    except sqlcipher.Error as why:
        if known := mendable(why, compartment):
            raise known from why
        raise
