"""One search over everything that this role may open."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Hit:
    """`kind` is activity, notice or visit; `title` and `detail` are ready to be shown."""

    kind: str
    id: str
    title: str
    detail: str
    line: int | None = None                # of a notice


def find(desk: Desk, text: str, limit: int = 50) -> tuple[Hit, ...]:
    raise NotImplementedError
