"""What reading somebody else's file led to."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from alektum_desk.domain.import_tables import Table


@dataclass(frozen=True, slots=True)
class Source:
    """`shape` names a form of file that we know; `document` is our own register as JSON; `remarks` are catalogue texts."""

    format: str
    tables: tuple[Table, ...] = ()
    shape: str = ""
    document: Any = None
    remarks: tuple[str, ...] = ()
    reported: tuple[tuple[int, str, str], ...] = ()        # rows that are no activity: number, why, the name in it
    assessments: tuple[tuple[int, str, bool], ...] = ()    # impact assessments: number, name, whether it was validated
