"""One rotating file, without personal data: messages are constants, and an exception leaves its kind and place only."""
from __future__ import annotations

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from alektum_desk.base import paths

_Excinfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class _NoWords(logging.Formatter):
    """Exception texts can quote what somebody typed, so they are not written."""

    def formatException(self, ei: _Excinfo) -> str:
        kind, _, trace = ei
        places = (f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace))
        return "\n".join([kind.__name__ if kind else "error", *places])


def start() -> None:
    """Write warnings and what the program does to the log file; nowhere where the folder cannot be made."""
    root = logging.getLogger("alektum_desk")
    if root.handlers:
        return
    root.setLevel(logging.INFO)
    try:
        paths.make_private(paths.log_file().parent)
        handler: logging.Handler = RotatingFileHandler(paths.log_file(), maxBytes=500_000, backupCount=2, encoding="utf-8")
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(_NoWords("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root.addHandler(handler)
    root.propagate = False


def where() -> Path:
    return paths.log_file()


def bug(error: BaseException) -> None:
    """Note its kind and its places, none of its words."""
    logging.getLogger("alektum_desk").error("bug", exc_info=error)
