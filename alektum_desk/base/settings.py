"""How this person likes the window: one frozen value, a file in, a file out."""
from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from alektum_desk.base import paths
from alektum_desk.base.language import LANGUAGES

TEXT_SIZES = range(100, 201)


class Palette(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Settings:
    """`language` None is the system's. `geometry` and `columns` are opaque texts by the name of a window or a table."""

    language: str | None = None
    palette: Palette = Palette.SYSTEM
    text_size: int = 100            # per cent
    reduced_motion: bool = False
    geometry: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)


def read(path: Path | None = None) -> Settings:
    """Defaults where there is no file. A damaged file is set aside as settings.json.damaged; a wrong value alone is left out."""
    path = path or paths.settings_file()
    try:
        found = json.loads(path.read_bytes())
        if not isinstance(found, dict):
            raise ValueError(path.name)  # noqa: TRY004, one kind of damage for the reader below
    except FileNotFoundError:
        return Settings()
    except (ValueError, OSError):
        _set_aside(path)
        return Settings()
    return replace(Settings(), **{each.name: value for each in fields(Settings)
                                  if (value := _value(each.name, found.get(each.name))) is not None})


def write(settings: Settings, path: Path | None = None) -> None:
    """All of it or nothing. OSError when it cannot be kept."""
    path = path or paths.settings_file()
    paths.make_private(path.parent)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        draft.write_text(json.dumps(asdict(settings), indent=1, ensure_ascii=True), encoding="utf-8")
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def _set_aside(path: Path) -> None:
    try:
        path.replace(path.with_name(path.name + ".damaged"))
    except OSError:
        pass                            # then it stays, and the next write replaces it


def _value(name: str, found: Any) -> Any:
    """What a field may hold; None for anything else."""
    match name:
        case "language":
            return found if found in LANGUAGES else None
        case "palette":
            return Palette(found) if found in set(Palette) else None
        case "text_size":
            return found if isinstance(found, int) and found in TEXT_SIZES else None
        case "reduced_motion":
            return found if isinstance(found, bool) else None
        case _:
            texts = isinstance(found, dict) and all(isinstance(each, str) for each in found.values())
            return found if texts else None
