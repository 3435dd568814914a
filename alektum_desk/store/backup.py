"""A backup is one file: a head that says what it is, then a tar of the compartments, sealed part by part. Never a day key."""
from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from io import RawIOBase
from pathlib import Path
from typing import Any, BinaryIO

from alektum_desk.domain.errors import _N, Damaged
from alektum_desk.store.files import sync_folder
from alektum_desk.store.home import Home
from alektum_desk.store.keys import Key, Keyring, WrongKey

MAGIC = b"alektum-desk backup 1\n"
PART = 1 << 20
_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Head:
    """Readable without a password, as the data home's own small files are: the keyring opens the rest."""

    id: str
    made_at: str
    home: dict[str, Any]
    keyring: str
    entries: dict[str, int]     # of each journal

    @property
    def about(self) -> Home:
        return Home(**(self.home | {"languages": tuple(self.home["languages"])}))

    def ring(self, home: Path) -> Keyring:
        """The keyring of that time, as that of the data home in this folder; nothing is written."""
        ring = Keyring(home / ".none")
        ring.path = home / "keyring.json"
        ring.load(self.keyring.encode())
        return ring

    def key(self, cases: Key) -> Key:
        """Of the compartment that only officers open."""
        return cases.child(f"backup/{self.id}")


def write(path: Path, head: Head, key: Key, files: Mapping[str, Path]) -> None:
    """Whole on the disk when it returns; the caller gives it its name."""
    text = json.dumps(asdict(head), sort_keys=True).encode()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(MAGIC + text + b"\n" + hashlib.sha256(text).hexdigest().encode() + b"\n")
        sealer = _Sealer(file, key, hashlib.sha256(text).hexdigest())
        with tarfile.open(fileobj=sealer, mode="w|", format=tarfile.PAX_FORMAT) as tar:
            for name, source in sorted(files.items()):
                _put(tar, name, source)
        sealer.finish()
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def _put(tar: tarfile.TarFile, name: str, source: Path) -> None:
    """Without the owner's name and the time."""
    about = tarfile.TarInfo(name)
    about.size, about.mode = source.stat().st_size, 0o600
    with source.open("rb") as file:
        tar.addfile(about, file)


def read_head(path: Path) -> Head:
    """Damaged when it is no backup, or its head was changed."""
    with path.open("rb") as file:
        return _read_head(file)[0]


def _read_head(file: BinaryIO) -> tuple[Head, str]:
    if file.readline(len(MAGIC)) == MAGIC:
        text, said = file.readline().rstrip(b"\n"), file.readline(65)
        digest = hashlib.sha256(text).hexdigest()
        if said == digest.encode() + b"\n":
            return Head(**json.loads(text)), digest
    raise Damaged(_N("This file is no backup of this program, or it was changed."), _N("Take another one: alektum-desk backup list."))


def unpack(path: Path, key: Key, to: Path, wanted: Iterable[str]) -> None:
    """What the backup holds, in a folder of ours. Damaged when a byte of it was changed, or a file is missing."""
    with path.open("rb") as file:
        _, digest = _read_head(file)
        opener = _Opener(file, key, digest)
        try:
            with tarfile.open(fileobj=opener, mode="r|") as tar:
                for each in tar:
                    _take_out(tar, each, to)
            opener.to_the_end()
        except (WrongKey, tarfile.TarError, EOFError):
            raise Damaged(_N("This backup was changed or cut off."), _N("Take another one: alektum-desk backup list.")) from None
    if any(not (to / name).is_file() for name in wanted):
        raise Damaged(_N("This backup is not complete."), _N("Take another one: alektum-desk backup list."))


def _take_out(tar: tarfile.TarFile, each: tarfile.TarInfo, to: Path) -> None:
    """A plain file that stays inside `to`, and nothing else; Python 3.11.2 has no extraction filters yet."""
    place = to / each.name
    source = tar.extractfile(each)
    if source is None or not each.isreg() or ".." in place.parts or not place.is_relative_to(to):
        raise tarfile.ReadError("not a file of a backup")
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with place.open("wb") as file:
        shutil.copyfileobj(source, file)


def _bound(digest: str, number: int, *, last: bool) -> str:
    return f"{digest}/{number}/{'last' if last else 'more'}"


class _Sealer(RawIOBase):
    """Each part is bound to the head, its place, and whether another one follows: none can be dropped, swapped or added."""

    def __init__(self, file: BinaryIO, key: Key, digest: str) -> None:
        self.file, self.key, self.digest, self.number, self.held = file, key, digest, 0, bytearray()

    def write(self, data: Any) -> int:
        self.held += data
        while len(self.held) > PART:
            self._put(bytes(self.held[:PART]), last=False)
            del self.held[:PART]
        return len(data)

    def finish(self) -> None:
        self._put(bytes(self.held), last=True)
        self.held.clear()

    def _put(self, plain: bytes, *, last: bool) -> None:
        box = self.key.seal(plain, _bound(self.digest, self.number, last=last))
        self.file.write((len(box) << 1 | last).to_bytes(_LENGTH, "big") + box)
        self.number += 1


class _Opener(RawIOBase):
    def __init__(self, file: BinaryIO, key: Key, digest: str) -> None:
        self.file, self.key, self.digest, self.number, self.held, self.ended = file, key, digest, 0, b"", False

    def read(self, size: int = -1) -> bytes:
        while not self.ended and (size < 0 or len(self.held) < size):
            self._take()
        said, self.held = (self.held, b"") if size < 0 else (self.held[:size], self.held[size:])
        return said

    def to_the_end(self) -> None:
        self.read()
        if self.file.read(1):
            raise EOFError

    def _take(self) -> None:
        word = int.from_bytes(self.file.read(_LENGTH), "big")
        length, last = word >> 1, bool(word & 1)
        if not 0 < length <= PART + 64 or len(box := self.file.read(length)) != length:
            raise EOFError
        self.held += self.key.open(box, _bound(self.digest, self.number, last=last))
        self.number, self.ended = self.number + 1, last
