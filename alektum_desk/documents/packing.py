"""A large file inside a file, deflated piece by piece while it is made."""
from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable


class Packed:
    """`content` is deflated; `size` and `digest` (MD5, because PDF names it) are of what went in."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        work, digest, self.size = zlib.compressobj(6), hashlib.md5(usedforsecurity=False), 0
        packed = []
        for piece in pieces:
            packed.append(work.compress(piece))
            digest.update(piece)
            self.size += len(piece)
        self.content, self.digest = b"".join([*packed, work.flush()]), digest.digest()
