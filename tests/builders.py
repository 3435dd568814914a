"""Valid things by default, for tests that need one and care about little in it."""
from __future__ import annotations

import json
from pathlib import Path

from tests import tally

OWN = Path(__file__).parent / "data" / "naughty.json"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "blns.json"


def naughty() -> list[str]:
    """Strings that break programs: our own always, the big list where it lies beside the project."""
    own: list[str] = json.loads(OWN.read_text(encoding="utf-8"))
    more: list[str] = json.loads(SHARED.read_text(encoding="utf-8")) if SHARED.exists() else []
    return [*own, *more]


def some_naughty(turn: int) -> list[str]:
    """Where one string costs a whole page: our own and every fourth of the big list, another fourth at each turn; all under --long."""
    if tally.LONG:
        return naughty()
    own: list[str] = json.loads(OWN.read_text(encoding="utf-8"))
    return [*own, *naughty()[len(own) + turn % 4::4]]
