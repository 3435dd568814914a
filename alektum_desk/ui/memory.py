"""The settings in force while the window is open; each change is written down at once."""
from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from typing import Any

from alektum_desk.base import language, settings
from alektum_desk.base.settings import Settings
from alektum_desk.domain.errors import _N

LOCK_AFTER = {"1": _N("1 minute"), "5": _N("5 minutes"), "10": _N("10 minutes"), "15": _N("15 minutes")}

_memory: Settings | None = None


def current() -> Settings:
    global _memory
    if _memory is None:
        _memory = settings.read()
    return _memory


def change(**values: Any) -> Settings:
    """Remember, and write it down; a disk that refuses costs only the remembering."""
    global _memory
    _memory = replace(current(), **values)
    with contextlib.suppress(OSError):
        settings.write(_memory)
    return _memory


def one_label_less() -> None:
    """The last one counted stays, so that zero never means "nobody counts"."""
    left = current().labels_left
    change(labels_left=max(1, left - 1) if left else 0)


def forget() -> None:
    """Read the file again at the next asking."""
    global _memory
    _memory = None


def spoken() -> str:
    """The interface language: the chosen one, or the system's where we speak it."""
    return current().language or language.preferred(os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG"))
