"""The published notices: read in, listed, shown with every fact that stands in them."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from alektum_desk.domain.notices import Notice, Page, Sentence, Taken

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk


def read(desk: Desk, paths: Sequence[Path], country: str | None = None, language: str | None = None,
         organisation: str | None = None) -> tuple[Taken, ...]:
    """All files or none. A text that the facts know joins its notice; any other becomes a new one and needs all three."""
    raise NotImplementedError


def listed(desk: Desk) -> tuple[Notice, ...]:
    raise NotImplementedError


def shown(desk: Desk, notice: str) -> Page:
    raise NotImplementedError


def sentence(desk: Desk, notice: str, line: int) -> Sentence:
    raise NotImplementedError
