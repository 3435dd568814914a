"""What this machine remembers of the window: how it looks and where it was. No word of anybody's data stands in it."""
from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from alektum_desk.base import language, paths
from alektum_desk.domain.errors import _N

LOCK_AFTER = {"1": _N("1 minute"), "5": _N("5 minutes"), "10": _N("10 minutes"), "15": _N("15 minutes")}


@dataclass(frozen=True, slots=True)
class Memory:
    language: str = ""                  # "" follows the system
    palette: str = "system"
    text_size: int = 100                # per cent
    still: bool = False                 # reduced motion
    lock_after: int = 5                 # minutes without a key or a move
    geometry: str = ""                  # Qt's own, base64
    panes: dict[str, int] = field(default_factory=dict)
    columns: dict[str, list[int]] = field(default_factory=dict)

    @property
    def spoken(self) -> str:
        return self.language if self.language in language.LANGUAGES else language.preferred(
            os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG"))


_memory: Memory | None = None


def current() -> Memory:
    global _memory
    if _memory is None:
        _memory = _read()
    return _memory


def change(**values: Any) -> Memory:
    """Remember, and write it down; a disk that refuses costs only the remembering."""
    global _memory
    _memory = replace(current(), **values)
    place = paths.settings_file()
    with contextlib.suppress(OSError):
        paths.make_private(place.parent)
        new = place.with_suffix(".new")
        new.write_text(json.dumps(asdict(_memory), indent=1), encoding="utf-8")
        new.replace(place)
    return _memory


def forget() -> None:
    """Read it again at the next asking: for tests."""
    global _memory
    _memory = None


def _read() -> Memory:
    """What does not fit any more is left out, value by value."""
    try:
        found = json.loads(paths.settings_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Memory()
    fresh = Memory()
    known = {each.name: type(getattr(fresh, each.name)) for each in fields(Memory)}
    return Memory(**{name: value for name, value in found.items() if name in known and type(value) is known[name]}) \
        if isinstance(found, dict) else fresh
