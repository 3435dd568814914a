"""How this person likes the window: one frozen value, a file in, a file out. No word of anybody's data stands in it."""
from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from alektum_desk.base import paths
from alektum_desk.base.language import LANGUAGES

PALETTES = ("system", "light", "dark", "contrast")
TEXT_SIZES = range(100, 201)            # per cent


@dataclass(frozen=True, slots=True)
class Settings:
    """`geometry` is Qt's own text; panes and columns are known by the names of their windows and tables."""

    language: str = ""                  # "" follows the system
    palette: str = "system"
    text_size: int = 100
    still: bool = False                 # reduced motion
    lock_after: int = 5                 # minutes without a key or a move
    hide_names: bool = True             # of visitors, while the window is not in front
    badge_printer: str = ""             # its queue; "" prints no badges
    badge_label: str = ""               # "" is the first of domain/badges
    labels_left: int = 0                # on the roll, as far as this machine knows; 0: nobody has counted
    geometry: str = ""
    panes: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[str, list[int]] = field(default_factory=dict)


def read(path: Path | None = None) -> Settings:
    """Defaults where there is no file. A damaged file is set aside as settings.json.damaged; a wrong value alone is left out."""
    path = path or paths.settings_file()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (ValueError, OSError):
        found = None
    if not isinstance(found, dict):
        with suppress(OSError):         # then it stays, and the next write replaces it
            path.replace(path.with_name(path.name + ".damaged"))
        return Settings()
    fresh = Settings()
    return replace(fresh, **{each.name: found[each.name] for each in fields(Settings)
                             if each.name in found and _fits(each.name, found[each.name], getattr(fresh, each.name))})


def write(settings: Settings, path: Path | None = None) -> None:
    """All of it or nothing. OSError when it cannot be kept."""
    path = path or paths.settings_file()
    paths.make_private(path.parent)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        draft.write_text(json.dumps(asdict(settings), indent=1), encoding="utf-8")
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def _fits(name: str, value: Any, like: Any) -> bool:
    """Of the same type as its default, and one of what there is to choose."""
    if type(value) is not type(like):
        return False
    match name:
        case "language":
            return value == "" or value in LANGUAGES
        case "palette":
            return value in PALETTES
        case "text_size":
            return value in TEXT_SIZES
        case "lock_after":
            return bool(1 <= value <= 60)
        case "panes":
            return all(type(each) is int for each in value.values())
        case "columns":
            return all(isinstance(each, list) and all(type(width) is int for width in each) for each in value.values())
    return True
