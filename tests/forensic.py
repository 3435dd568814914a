"""Decrypts every page of a SQLCipher 4 file and every frame of its WAL, live, free or slack, and looks for bytes."""
from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVED = 4096, 80


def pages(path: Path, key: bytes, *, torn: bool = False) -> Iterator[bytes]:
    """`torn`: a page may be half a page, as a power cut leaves it in the log."""
    whole = path.read_bytes()
    mac_key = hashlib.pbkdf2_hmac("sha512", key, bytes(each ^ 0x3A for each in whole[:16]), 2, 32)

    def plain(page: bytes, number: int) -> bytes:
        body, tail = page[16 if number == 1 else 0:PAGE - RESERVED], page[PAGE - RESERVED:]
        assert torn or hmac.digest(mac_key, body + tail[:16] + struct.pack("<I", number), "sha512") == tail[16:]
        opener = Cipher(algorithms.AES(key), modes.CBC(tail[:16])).decryptor()
        return opener.update(body) + opener.finalize()

    for number in range(len(whole) // PAGE):
        yield plain(whole[number * PAGE:(number + 1) * PAGE], number + 1)
    wal = path.with_name(path.name + "-wal")
    frames = wal.read_bytes()[32:] if wal.exists() else b""
    for start in range(0, len(frames) - 23 - PAGE, 24 + PAGE):
        yield plain(frames[start + 24:start + 24 + PAGE], struct.unpack(">I", frames[start:start + 4])[0])


def found(path: Path, key: bytes, needles: Iterable[bytes], *, torn: bool = False) -> list[bytes]:
    text = b"".join(pages(path, key, torn=torn))
    return [needle for needle in needles if needle in text]


def spellings(words: Iterable[str]) -> set[bytes]:
    """Every way in which a word may lie in a file."""
    return {form.encode(code) for word in words for form in (word, word.lower(), word.upper(), word.casefold())
            for code in ("utf-8", "utf-16-le", "utf-16-be")} | {word.encode().hex().encode() for word in words}


def in_files(home: Path, words: Iterable[str]) -> list[tuple[str, bytes]]:
    """Each file that holds one of the words as it lies on the disk."""
    needles = spellings(words)
    return [(path.name, needle) for path in sorted(home.rglob("*")) if path.is_file()
            for whole in [path.read_bytes()] for needle in needles if needle in whole]
