"""A large file inside a file, deflated block by block while it is made."""
from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

BLOCK = 1_000_000           # bytes: less would wait for its turn longer than it takes


class Packed:
    """`content` is deflated; `size` and `digest` (MD5, because PDF names it) are of what went in."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        work, digest, self.size = zlib.compressobj(6), hashlib.md5(usedforsecurity=False), 0

        def pack(block: bytes) -> bytes:
            digest.update(block)
            return work.compress(block)
        packed: list[Future[bytes]] = []
        with ThreadPoolExecutor(1) as beside:           # the next block is made meanwhile
            for block in _blocks(pieces):
                self.size += len(block)
                if packed:
                    packed[-1].result()
                packed.append(beside.submit(pack, block))
        self.content, self.digest = b"".join([*(each.result() for each in packed), work.flush()]), digest.digest()


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= BLOCK:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)
