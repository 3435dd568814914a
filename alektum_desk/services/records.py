"""The register: matrix, list, one activity, the officer's decisions, and the register on paper."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from alektum_desk.domain.notices import Field
from alektum_desk.domain.records import Activity, Listed, Matrix, Role
from alektum_desk.domain.subjects import Category

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk


def matrix(desk: Desk, role: Role | None = None, search: str | None = None) -> Matrix:
    raise NotImplementedError


def listed(desk: Desk, category: Category | None = None, country: str | None = None, search: str | None = None,
           role: Role | None = None) -> tuple[Listed, ...]:
    """Search finds words in titles, categories and statements, in the interface language and English, without accents."""
    raise NotImplementedError


def shown(desk: Desk, activity: str) -> Activity:
    raise NotImplementedError


def decide(desk: Desk, activity: str, field: Field, value: Any, reason: str) -> Activity:
    """Lay down what holds for one field: a text, an object {"text", "code", ...}, or a list of them."""
    raise NotImplementedError


def export(desk: Desk, fmt: str, path: Path) -> Path:
    """`pdf` or `json`; written whole or not at all, readable by its owner only."""
    raise NotImplementedError
