"""Is a compartment's file what was written? Page by page, reference by reference, entry by entry; changes nothing."""
from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from alektum_desk.domain.errors import Busy
from alektum_desk.store import certificates, journal
from alektum_desk.store.compartment import LOG_KEY, connect
from alektum_desk.store.keys import Key
from alektum_desk.store.trouble import mendable

Found = tuple[str, str]     # a code and a place
_ROOM = 128 * 1024          # KiB
_Look = Callable[[sqlcipher.Connection], Iterator[Found]]


def check(path: Path, key: Key, origin: str, proofs: Path) -> list[Found]:
    """The codes: missing, unreadable, log, page, structure, reference, certificate, and those of `journal.verify`.

    Busy when nobody lets us read.
    """
    if not path.is_file():
        return [("missing", path.name)]
    try:
        db = connect(path, key)
    except sqlcipher.Error as why:
        _not_busy(why)
        return [("unreadable", path.name)]
    with closing(db):
        db.execute(f"PRAGMA cache_size = -{_ROOM}")     # what the first look decrypted serves the others
        looks: tuple[_Look, ...] = (lambda each: _log(each, path), lambda each: _structure(each, path), _references, lambda each: _signed(each, origin, proofs))
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


# -- the write-ahead log: SQLite passes over whatever follows a damaged frame, and says nothing

_HEADER, _FRAME, _PAGE = 32, 24, 4096
_Sum = tuple[int, int]


def _log(db: sqlcipher.Connection, path: Path) -> Iterator[Found]:
    """Whether a commit lies behind a frame that does not follow from the one before. What was never committed may lie there."""
    log = path.with_name(path.name + "-wal")
    db.execute("BEGIN IMMEDIATE")           # nobody writes while we read beside the engine
    try:
        whole = log.read_bytes() if log.exists() else b""
    finally:
        db.execute("ROLLBACK")
    if len(whole) > _HEADER and not _follows(whole):
        yield "log", log.name


def _follows(whole: bytes) -> bool:
    order = ">" if whole[3] & 1 else "<"
    if whole[:3] != b"\x37\x7f\x06" or whole[3] not in {0x82, 0x83} or _summed(whole[:24], (0, 0), order) != struct.unpack(">II", whole[24:32]):
        return False
    salts, chain, unbroken = whole[16:24], struct.unpack(">II", whole[24:32]), True
    for start in range(_HEADER, len(whole) - _FRAME - _PAGE + 1, _FRAME + _PAGE):
        head, page = whole[start:start + _FRAME], whole[start + _FRAME:start + _FRAME + _PAGE]
        if unbroken:
            said = struct.unpack(">II", head[16:])
            fits = _summed(page, _summed(head[:8], chain, order), order) == said
            if fits and head[8:16] == salts:
                chain = said
                continue
            unbroken = False
            if fits or (head[8:16] == salts and _hid_a_commit(head, page, chain, order)):
                return False
        if head[8:16] == salts and head[4:8] != bytes(4):
            return False
    return True


def _hid_a_commit(head: bytes, page: bytes, chain: _Sum, order: str) -> bool:
    """Whether one turned bit made a frame that commits look like one that does not."""
    said = struct.unpack(">II", head[16:])
    return any(_summed(page, _summed(head[:4] + (1 << bit).to_bytes(4, "big"), chain, order), order) == said for bit in range(32))


def _summed(data: bytes, chain: _Sum, order: str) -> _Sum:
    """SQLite's checksum of a log, going on from the one before."""
    first, second = chain
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second


# -- what the engine knows

def _structure(db: sqlcipher.Connection, path: Path) -> Iterator[Found]:
    """Reading the whole structure proves the seal of every page in use; the others are looked at where there are any."""
    db.execute("PRAGMA wal_checkpoint(PASSIVE)")        # a full disk can leave a torn tail that the next checkpoint heals
    found = _looked(_told, db, path)
    (free,), (number,) = (db.execute(f"PRAGMA {what}").fetchone() for what in ("freelist_count", "page_count"))
    if found or free or path.stat().st_size != number * _PAGE:
        for (said,) in db.execute("PRAGMA cipher_integrity_check"):
            yield "page", said
    yield from found


def _told(db: sqlcipher.Connection) -> Iterator[Found]:
    for (said,) in db.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield "structure", said


def _references(db: sqlcipher.Connection) -> Iterator[Found]:
    for table, row, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield "reference", f"{table} row {row} names no {parent}"


# -- what was signed

def _signed(db: sqlcipher.Connection, origin: str, proofs: Path) -> Iterator[Found]:
    row = db.execute("SELECT value FROM secret WHERE name = ?", (LOG_KEY,)).fetchone()
    if row is None:
        yield "checkpoint", "the log has no key"
        return
    public = Ed25519PrivateKey.from_private_bytes(bytes(row[0])).public_key().public_bytes_raw()
    yield from journal.verify(db, origin, public, proofs).problems
    if folder := certificates.FOLDERS.get(proofs.name):
        yield from (("certificate", path.name) for path in sorted((proofs.parent / folder).glob("*.json"))
                    if not _is_certificate(path.read_bytes(), origin, public))


def _is_certificate(data: bytes, origin: str, public: bytes) -> bool:
    """Signed by this log, and written as the program writes it."""
    try:
        certificates.read(data, origin, public)
    except ValueError:
        return False
    found = json.loads(data)
    return bool(found.get("key") == journal.verifier_key(origin, public) and json.dumps(found, indent=1, ensure_ascii=False).encode() + b"\n" == data)
