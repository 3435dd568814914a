"""Valid things by default, for tests that need one and care about little in it."""
from __future__ import annotations

import json
from pathlib import Path

OWN = Path(__file__).parent / "data" / "naughty.json"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "blns.json"


def naughty() -> list[str]:
    """Strings that break programs: our own always, the big list where it lies beside the project."""
    own: list[str] = json.loads(OWN.read_text(encoding="utf-8"))
    more: list[str] = json.loads(SHARED.read_text(encoding="utf-8")) if SHARED.exists() else []
    return [*own, *more]
