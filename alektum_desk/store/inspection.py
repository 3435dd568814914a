"""Every byte of a compartment, decrypted in memory: each page of the file and each frame of its log, live or not.

Written against SQLCipher's format and not with its engine, so that nothing the engine hides stays unseen.
"""
from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from alektum_desk.domain.errors import _N, Damaged
from alektum_desk.store.keys import Key

PAGE, RESERVED, FRAME = 4096, 80, 24
USABLE = PAGE - RESERVED
CELL, FREE, LOG = "cell", "free", "wal"
_TREES = {2: 12, 5: 12, 10: 8, 13: 8}         # kinds of b-tree pages, and the length of their header


@dataclass(frozen=True, slots=True)
class Page:
    """`body` begins at the page's first byte; of page 1 the first 16 bytes are the salt, shown as zeros."""

    file: str
    number: int
    body: bytes
    in_log: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a needle lies. `line` is its number in the list of needles, from 1."""

    line: int
    file: str
    page: int
    offset: int
    region: str


def pages(path: Path, key: Key) -> Iterator[Page]:
    """Damaged when a page is not under this key."""
    whole = path.read_bytes()
    mac_key = hashlib.pbkdf2_hmac("sha512", key.raw, bytes(each ^ 0x3A for each in whole[:16]), 2, 32)
    for number in range(1, len(whole) // PAGE + 1):
        yield Page(path.name, number, _plain(whole[(number - 1) * PAGE:number * PAGE], number, key, mac_key), False)
    log = path.with_name(path.name + "-wal")
    frames = log.read_bytes()[32:] if log.exists() else b""
    for start in range(0, len(frames) - FRAME - PAGE + 1, FRAME + PAGE):
        number = int(struct.unpack(">I", frames[start:start + 4])[0])
        yield Page(log.name, number, _plain(frames[start + FRAME:start + FRAME + PAGE], number, key, mac_key), True)


def _plain(page: bytes, number: int, key: Key, mac_key: bytes) -> bytes:
    clear = 16 if number == 1 else 0
    body, tail = page[clear:USABLE], page[USABLE:]
    if not hmac.compare_digest(hmac.digest(mac_key, body + tail[:16] + struct.pack("<I", number), "sha512"), tail[16:]):
        raise Damaged(_N("A page of the compartment is damaged, or its key does not fit."),
                      _N("Run: alektum-desk store check. Then restore the last backup."))
    opener = Cipher(algorithms.AES(key.raw), modes.CBC(tail[:16])).decryptor()
    return bytes(clear) + opener.update(body) + opener.finalize()


def search(path: Path, key: Key, needles: Sequence[str]) -> list[Hit]:
    """Each needle in every way it may lie there: as text in any case and width, and, if it is hex, as the bytes it names."""
    every = list(pages(path, key))
    free = _free_pages([each for each in every if not each.in_log])
    forms = [(line, form) for line, needle in enumerate(needles, 1) for form in spellings(needle)]
    found = []
    for page in every:
        for line, form in forms:
            at = page.body.find(form)
            while at >= 0:
                region = LOG if page.in_log else FREE if page.number in free or not _living(page, at) else CELL
                found.append(Hit(line, page.file, page.number, at, region))
                at = page.body.find(form, at + 1)
    return found


def spellings(needle: str) -> set[bytes]:
    if not (needle := needle.strip()):
        return set()
    texts = {needle, needle.lower(), needle.upper(), needle.casefold()}
    forms = {text.encode(code) for text in texts for code in ("utf-8", "utf-16-le", "utf-16-be")}
    if len(needle) >= 8 and len(needle) % 2 == 0 and all(each in "0123456789abcdefABCDEF" for each in needle):
        forms.add(bytes.fromhex(needle))
    return forms


def _free_pages(every: Sequence[Page]) -> set[int]:
    """Trunks and leaves of the list of free pages."""
    bodies = {each.number: each.body for each in every}
    free: set[int] = set()
    trunk = int.from_bytes(bodies[1][32:36], "big") if 1 in bodies else 0
    while trunk in bodies and trunk not in free:
        free.add(trunk)
        following, count = struct.unpack(">II", bodies[trunk][:8])
        count = min(count, USABLE // 4 - 2)
        free.update(struct.unpack(f">{count}I", bodies[trunk][8:8 + 4 * count]))
        trunk = following
    return free


def _living(page: Page, at: int) -> bool:
    """Whether a byte of a page belongs to a cell; pages that are no b-tree carry the rest of long cells."""
    begin = 100 if page.number == 1 else 0
    header = _TREES.get(page.body[begin])
    if header is None:
        return True
    block, cells, content = struct.unpack(">HHH", page.body[begin + 1:begin + 7])
    if begin + header + 2 * cells <= at < (content or 65536):
        return False
    while 0 < block < USABLE - 4:
        following, size = struct.unpack(">HH", page.body[block:block + 4])
        if block <= at < block + size:
            return False
        block = following if following > block else 0
    return True
