"""The one journal: what a write leaves behind, the tree over it, the signature under it, and its checks."""
from __future__ import annotations

import hmac
import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlcipher3.dbapi2 import Connection

from alektum_desk.domain.errors import _N, Damaged
from alektum_desk.store.files import write_whole

FIRST = "0" * 64
RECENT = 100        # notes that are kept whatever they say
Values = Mapping[str, Any]
Entry = tuple[str | None, str | None, str]      # table, row, body of the payload


@dataclass
class Act:
    """Why a transaction writes. With a `summary` it leaves one entry for all its rows, else one for each."""

    kind: str
    by: str
    at: str
    reason: str | None = None
    summary: Values | None = None
    undoes: str | None = None       # the handle of an act that this one puts back
    handle: str = field(default_factory=lambda: secrets.token_hex(8))
    touched: frozenset[str] = frozenset()


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def leaf_hash(body: str) -> bytes:
    return sha256(b"\0" + body.encode()).digest()


def commitment(salt: bytes, body: str) -> str:
    return hmac.new(salt, body.encode(), sha256).hexdigest()


# -- the tree: RFC 6962, every complete subtree stored at the place where it was finished

def place(level: int, index: int) -> int:
    last = ((index + 1) << level) - 1
    return 2 * last - last.bit_count() + level


class Tree:
    """The leaves as they stand in a compartment. LookupError when a node is missing."""

    def __init__(self, db: Connection) -> None:
        self.db, self.fresh = db, dict[int, bytes]()
        row = db.execute("SELECT seq + 1 FROM leaf ORDER BY seq DESC LIMIT 1").fetchone()
        self.size: int = row[0] if row else 0

    def node(self, level: int, index: int) -> bytes:
        at = place(level, index)
        if at in self.fresh:
            return self.fresh[at]
        row = self.db.execute("SELECT hash FROM node WHERE place = ?", (at,)).fetchone()
        if row is None:
            raise LookupError(at)
        return bytes(row[0])

    def append(self, hashed: bytes) -> None:
        index, level = self.size, 0
        self.fresh[place(0, index)] = hashed
        while index & 1:
            hashed = sha256(b"\1" + self.node(level, index - 1) + hashed).digest()
            index, level = index >> 1, level + 1
            self.fresh[place(level, index)] = hashed
        self.size += 1

    def root(self, first: int, end: int) -> bytes:
        """Of the leaves from first up to end; O(log n) because complete subtrees are stored."""
        count = end - first
        if count == 0:
            return sha256().digest()
        if count & (count - 1) == 0:
            level = count.bit_length() - 1
            return self.node(level, first >> level)
        half = 1 << ((count - 1).bit_length() - 1)
        return sha256(b"\1" + self.root(first, first + half) + self.root(first + half, end)).digest()

    def inclusion(self, leaf: int, first: int, end: int) -> list[bytes]:
        count = end - first
        if count == 1:
            return []
        middle = first + (1 << ((count - 1).bit_length() - 1))
        if leaf < middle:
            return [*self.inclusion(leaf, first, middle), self.root(middle, end)]
        return [*self.inclusion(leaf, middle, end), self.root(first, middle)]

    def consistency(self, old: int, first: int, end: int, whole: bool = True) -> list[bytes]:
        if old == end:
            return [] if whole else [self.root(first, end)]
        middle = first + (1 << ((end - first - 1).bit_length() - 1))
        if old <= middle:
            return [*self.consistency(old, first, middle, whole), self.root(middle, end)]
        return [*self.consistency(old, middle, end, False), self.root(first, middle)]


# -- an act becomes entries, inside its own transaction

def settle(db: Connection, act: Act) -> None:
    """Turns what the triggers took down into leaves and payloads, and closes the door."""
    changes: dict[tuple[str, str], list[Values | None]] = {}
    touched = set()
    for table, row, before, after in db.execute("SELECT tbl, row, before, after FROM door_change ORDER BY n"):
        touched.add(table)
        if act.summary is None:
            was, now = (json.loads(each) if each else None for each in (before, after))
            changes.setdefault((table, row), [was, None])[1] = now
    entries = list(_bodies(changes, act))
    if act.summary is not None:
        entries = [(None, None, canonical(dict(act.summary)))]
    act.touched = frozenset(touched)
    db.execute("UPDATE door SET settling = 1")
    if entries:
        append(db, act, entries)
    db.execute("DELETE FROM door_change")
    db.execute("DELETE FROM door")


def _bodies(changes: Mapping[tuple[str, str], list[Values | None]], act: Act) -> Iterator[Entry]:
    more = {"undoes": act.undoes} if act.undoes else {}
    for (table, row), (before, after) in changes.items():
        was, now = before, after
        if before and after:
            kept = [name for name in after if before[name] != after[name]]
            was, now = ({name: side[name] for name in kept} for side in (before, after))
        if was != now:
            yield table, row, canonical({"table": table, "row": row, "before": was, "after": now, "reason": act.reason} | more)


def append(db: Connection, act: Act, entries: Iterable[Entry]) -> None:
    tree = Tree(db)
    leaves: list[tuple[int, str]] = []
    payloads: list[tuple[int, str, str | None, str | None, bytes, str]] = []
    previous = tree.node(0, tree.size - 1).hex() if tree.size else FIRST
    for table, row, body in entries:
        salt = secrets.token_bytes(16)
        leaf = canonical({"seq": tree.size, "prev": previous, "at": act.at, "by": act.by, "kind": act.kind,
                          "act": act.handle, "commit": commitment(salt, body)})
        leaves.append((tree.size, leaf))
        payloads.append((tree.size, act.handle, table, row, salt, body))
        hashed = leaf_hash(leaf)
        tree.append(hashed)
        previous = hashed.hex()
    db.executemany("INSERT INTO leaf VALUES (?, ?)", leaves)
    db.executemany("INSERT INTO payload VALUES (?, ?, ?, ?, ?, ?)", payloads)
    db.executemany("INSERT INTO node VALUES (?, ?)", tree.fresh.items())


@dataclass(frozen=True, slots=True)
class Told:
    """One entry with its payload: what changed, when, by whom. `before` and `after` hold columns as they are stored."""

    seq: int
    at: str
    by: str
    kind: str
    act: str
    table: str | None
    row: str | None
    body: Values


def history(db: Connection, row: str) -> list[Told]:
    """What happened to one row, oldest first."""
    found = db.execute("SELECT leaf.seq, leaf.body, tbl, row, payload.body FROM payload JOIN leaf USING (seq) "
                       "WHERE row = ? ORDER BY seq", (row,))
    return [_told(*each) for each in found]


def latest(db: Connection, count: int) -> list[Told]:
    """The last entries, newest first; those whose payload is gone have an empty body."""
    found = db.execute("SELECT leaf.seq, leaf.body, tbl, row, payload.body FROM leaf LEFT JOIN payload USING (seq) "
                       "WHERE leaf.body IS NOT NULL ORDER BY seq DESC LIMIT ?", (count,))
    return [_told(*each) for each in found]


def _told(seq: int, leaf: str, table: str | None, row: str | None, body: str | None) -> Told:
    said = json.loads(leaf)
    return Told(seq, said["at"], said["by"], said["kind"], said["act"], table, row, json.loads(body) if body else {})


# -- checkpoints: C2SP signed notes

def key_id(origin: str, public: bytes) -> bytes:
    return sha256(origin.encode() + b"\n\x01" + public).digest()[:4]


def verifier_key(origin: str, public: bytes) -> str:
    return f"{origin}+{key_id(origin, public).hex()}+{b64encode(bytes([1]) + public).decode()}"


def public_of(private: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign_note(origin: str, text: str, key: Ed25519PrivateKey) -> str:
    mark = b64encode(key_id(origin, key.public_key().public_bytes_raw()) + key.sign(text.encode())).decode()
    return f"{text}\n\u2014 {origin} {mark}\n"


def note_of(tree: Tree, origin: str, key: Ed25519PrivateKey) -> str:
    return sign_note(origin, f"{origin}\n{tree.size}\n{b64encode(tree.root(0, tree.size)).decode()}\n", key)


def checkpoint(db: Connection, origin: str, key: Ed25519PrivateKey, folder: Path) -> str:
    """Signs the tree as it stands and keeps the note in `folder`."""
    tree = Tree(db)
    note = note_of(tree, origin, key)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{tree.size:012}.checkpoint"
    write_whole(path, note.encode())
    _remember(db, path.name, tree.root(0, tree.size))
    _thin_out(db, folder)
    return note


def _remember(db: Connection, name: str, root: bytes) -> None:
    """After the file: what the compartment knows of was signed and kept, so that nobody removes it unnoticed."""
    db.execute("INSERT OR REPLACE INTO secret VALUES (?, ?)", (name, root))


def _remembered(db: Connection) -> list[tuple[str, bytes]]:
    """File name and root of every checkpoint that must be there, oldest first."""
    found = db.execute("SELECT name, value FROM secret WHERE name GLOB '*.checkpoint' ORDER BY name")
    return [(name, bytes(root)) for name, root in found]


def _thin_out(db: Connection, folder: Path) -> None:
    """A desk that signs at every closing would drown in notes: of older ones the last of each hundred entries stays."""
    older = sorted(folder.glob("*.checkpoint"))[:-RECENT]
    gone = [note for note, following in pairwise(older) if note.name[:-len("00.checkpoint")] == following.name[:-len("00.checkpoint")]]
    if gone:
        db.executemany("DELETE FROM secret WHERE name = ?", [(note.name,) for note in gone])
    for note in gone:
        note.unlink()


@dataclass(frozen=True, slots=True)
class Note:
    origin: str
    size: int
    root: bytes


def signed_text(note: str, signer: str, public: bytes) -> str:
    """The text above the signature; ValueError when this signer did not sign it."""
    text, _, mark = note.rpartition("\n\n")
    signed = b64decode(mark.rstrip("\n").split(" ")[-1], validate=True)
    if note != f"{text}\n\n\u2014 {signer} {b64encode(signed).decode()}\n" or signed[:4] != key_id(signer, public):     # one way to write it
        raise ValueError(signer)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signed[4:], (text + "\n").encode())
    except InvalidSignature:
        raise ValueError(signer) from None
    return text + "\n"


def read_note(note: str, origin: str, public: bytes) -> Note:
    """What a checkpoint says; ValueError when this log did not sign it."""
    named, size, root = signed_text(note, origin, public).splitlines()[:3]
    if named != origin:
        raise ValueError(named)
    return Note(named, int(size), b64decode(root, validate=True))


def notes(folder: Path, origin: str, public: bytes) -> Iterator[tuple[Path, Note | None]]:
    """Every checkpoint kept in the folder, oldest first; None for one that this log did not sign."""
    for path in sorted(folder.glob("*.checkpoint")):
        yield path, _note_in(path, origin, public)


def _note_in(path: Path, origin: str, public: bytes) -> Note | None:
    """None also for a note under another one's name."""
    try:
        note = read_note(path.read_bytes().decode(), origin, public)
    except ValueError:
        return None
    return note if path.stem == f"{note.size:012}" else None


def _note_of(origin: str, name: str, root: bytes) -> Note:
    return Note(origin, int(name.partition(".")[0]), root)


def continues(tree: Tree, note: Note) -> bool:
    """The tree still has, at the size that was signed, the root that was signed."""
    try:
        return note.size <= tree.size and tree.root(0, note.size) == note.root
    except LookupError:
        return False


def check_start(db: Connection, compartment: str, origin: str, public: bytes, folder: Path) -> None:
    """O(log n): the journal continues its last signed checkpoint."""
    last = max(folder.glob("*.checkpoint"), default=None)       # the names sort by size
    note = _note_in(last, origin, public) if last else None
    tree, said = Tree(db), _remembered(db)[-1:]
    if (last and (note is None or not continues(tree, note))) or not all(continues(tree, _note_of(origin, *each)) for each in said):
        raise Damaged(_N("The journal of {compartment} does not continue its last signed checkpoint."),
                      _N("Entries were cut off or changed. Restore the data home from the last backup."), compartment=compartment)


# -- the full check

@dataclass(frozen=True, slots=True)
class Verdict:
    """`problems` are pairs of a code and a place; the codes: entry, payload, link, node, checkpoint."""

    entries: int
    pruned: int
    root: bytes
    problems: tuple[tuple[str, str], ...]


@dataclass
class Reading:
    """How far a journal was read and what was found: enough to go on from there. `roots` are those of the sizes that were signed."""

    size: int = 0
    pruned: int = 0
    previous: str = FIRST
    peaks: list[bytes] = field(default_factory=list)
    roots: dict[int, bytes] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    last: bytes = b""           # what the tree said of the last leaf
    bent: bool = False

    def take(self, hashed: bytes) -> list[tuple[int, bytes]]:
        """One leaf more: the places that it fills in the tree."""
        index, level, filled = self.size, 0, [(place(0, self.size), hashed)]
        while index & 1:
            hashed = sha256(b"\1" + self.peaks.pop() + hashed).digest()
            index, level = index >> 1, level + 1
            filled.append((place(level, index), hashed))
        self.peaks.append(hashed)
        self.size += 1
        return filled

    def root(self) -> bytes:
        if not self.peaks:
            return sha256().digest()
        found = self.peaks[-1]
        for peak in self.peaks[-2::-1]:
            found = sha256(b"\1" + peak + found).digest()
        return found


def verify(db: Connection, origin: str, public: bytes, folder: Path) -> Verdict:
    """Every leaf, link, commitment and node anew, and every checkpoint that was kept."""
    reading = Reading()
    while not read_on(db, reading, folder):
        pass
    return conclude(db, reading, origin, public, folder)


def follows(db: Connection, reading: Reading) -> bool:
    """Whether the journal that was read so far is still the one that stands here."""
    row = db.execute("SELECT hash FROM node WHERE place = ?", (place(0, reading.size - 1),)).fetchone()
    return reading.size == 0 or (bytes(row[0]) if row else b"") == reading.last


def read_on(db: Connection, reading: Reading, folder: Path, most: int = 10_000) -> bool:
    """So many entries more: every leaf, link, commitment and node anew. Whether these were the last ones."""
    first, signed = reading.size, {int(path.stem) for path in folder.glob("*.checkpoint") if path.stem.isdecimal()}
    signed |= {int(name.partition(".")[0]) for name, _ in _remembered(db)}
    with _still(db):
        stored = {at: bytes(hashed) for at, hashed in db.execute("SELECT place, hash FROM node WHERE place >= ? AND place < ?",
                                                                 (place(0, first), place(0, first + most)))}
        rows = db.execute("SELECT leaf.seq, leaf.body, salt, payload.body FROM leaf LEFT JOIN payload USING (seq) WHERE leaf.seq >= ? "
                          "ORDER BY leaf.seq LIMIT ?", (first, most)).fetchall()
    for seq, body, salt, payload in rows:
        if seq != reading.size:
            reading.problems.append(("entry", f"entry {reading.size} is missing"))
            return True
        hashed = reading.last = stored.get(place(0, seq), b"")
        if body is None:
            reading.pruned += 1
        else:
            reading.problems += ((code, f"entry {seq}") for code in _unsound(seq, body, salt, payload, reading.previous, hashed))
            hashed = leaf_hash(body)
        reading.bent |= any(stored.pop(at, None) != made for at, made in reading.take(hashed))
        reading.previous = hashed.hex()
        if reading.size in signed:
            reading.roots[reading.size] = reading.root()
    reading.bent |= bool(stored)
    return len(rows) < most


def conclude(db: Connection, reading: Reading, origin: str, public: bytes, folder: Path) -> Verdict:
    """After the last entry."""
    problems, end = list(dict.fromkeys(reading.problems)), reading.size
    roots = reading.roots | {0: sha256().digest(), end: reading.root()}
    beyond = db.execute("SELECT 1 FROM node WHERE place < 0 OR place >= ?", (place(0, end),)).fetchone()
    if (beyond or reading.bent or db.execute("SELECT 1 FROM leaf WHERE seq < 0").fetchone()) and not problems:
        problems.append(("node", "the stored tree does not fit the entries"))
    if orphans := db.execute("SELECT count(*) FROM payload WHERE (seq < 0 OR seq >= ?) AND seq NOT IN (SELECT seq FROM leaf)", (end,)).fetchone()[0]:
        problems.append(("payload", f"{orphans} without entry"))
    problems += (("checkpoint", path.name) for path, note in notes(folder, origin, public) if note is None or roots.get(note.size) != note.root)
    for name, root in _remembered(db):
        if not any((folder / name).with_suffix(suffix).is_file() for suffix in (".checkpoint", ".superseded")):    # set aside by a restore
            problems.append(("checkpoint", f"{name} is missing"))
        if roots.get(_note_of(origin, name, root).size) != root:
            problems.append(("checkpoint", f"{name} was signed over other entries"))
    return Verdict(end, reading.pruned, reading.root(), tuple(problems))


@contextmanager
def _still(db: Connection) -> Iterator[None]:
    """Nobody writes between two questions."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("ROLLBACK")


def _unsound(seq: int, body: str, salt: bytes | None, payload: str | None, previous: str, stored: bytes) -> Iterator[str]:
    try:
        leaf = json.loads(body)
        told = leaf["seq"], leaf["prev"], leaf["commit"]
    except (ValueError, KeyError, TypeError):
        yield "entry"
        return
    if told[0] != seq or leaf_hash(body) != stored:
        yield "entry"
    if told[1] != previous:
        yield "link"
    if payload is not None and (salt is None or told[2] != commitment(salt, payload)):
        yield "payload"
