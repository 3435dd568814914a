"""Signing letters of ours with a certificate that an officer has as a file."""
from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from alektum_desk.documents import signing
from alektum_desk.documents.signing import Seal
from alektum_desk.domain.errors import _N, DiskTrouble, Refused

LARGEST = 1_000_000


def is_there() -> bool:
    """Whether letters can be signed here: see the extra `sign`."""
    return signing.is_there()


def seal(path: Path, password: str) -> Seal:
    """Opened before anything is issued. Refused where it cannot sign today; the password is kept nowhere."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(_N("This file is too big to be a certificate."), _N("Choose the .p12 or .pfx file."))
        content = path.read_bytes()
    except OSError as why:
        raise DiskTrouble(_N("{path} cannot be read."), _N("Check the path and the permissions."), path=path.name) from why
    # The certificate and the signature stand in the world's time, not in that of a test desk.
    return signing.open_seal(content, password, datetime.now(UTC))


def signer(opened: Seal) -> Callable[[bytes], bytes]:
    """What `complaints.write_letter` takes as `seal`."""
    return lambda letter: signing.signed(letter, opened)
