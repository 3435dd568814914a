"""The journal as people see it: what happened, the proof that it is told, the signature under it."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldChange:
    """As it is stored; sealed fields stay sealed."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Entry:
    """`who` is None where nobody has this account any more. What an entry said may be gone with its row."""

    compartment: str
    seq: int
    at: datetime
    by: str
    who: str | None
    kind: str
    act: str
    table: str | None
    row: str | None
    reason: str | None
    changes: tuple[FieldChange, ...]
    summary: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry is in the tree under a signed root; `text` is a tlog-proof of C2SP. All hashes in base64."""

    compartment: str
    seq: int
    leaf: str | None            # None when it was pruned to its hash
    hash: str
    size: int
    root: str
    path: tuple[str, ...]
    checkpoint: str
    text: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    compartment: str
    origin: str
    size: int
    root: str
    note: str
