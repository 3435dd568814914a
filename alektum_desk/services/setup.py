"""A new data home, filled with what the program brings: the bundled register."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from alektum_desk.services import desk, records
from alektum_desk.services.desk import Clock, system


def set_up(home: Path, office: str, officer: str, role: str, password: str, clock: Clock = system,
           languages: Sequence[str] | None = None, zone: str | None = None) -> str:
    """The recovery code, which is shown once. Refused where there is something in the folder already."""
    return desk.lay_home(home, office, officer, role, password, records.seed, clock, languages, zone)
