"""Faults of the program itself, in one file that never grows large: kind and places, none of the words, which can quote what somebody typed."""
from __future__ import annotations

import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from alektum_desk.base import paths

LARGEST = 500_000       # bytes; then it becomes desk.log.1, and the one before goes


def where() -> Path:
    return paths.log_file()


def bug(error: BaseException) -> None:
    """Nowhere where the folder cannot be made or the disk is full."""
    file = where()
    with suppress(OSError):
        paths.make_private(file.parent)
        if file.exists() and file.stat().st_size > LARGEST:
            file.replace(file.with_name(f"{file.name}.1"))
        with file.open("a", encoding="utf-8") as log:
            log.write(said(error))


def said(error: BaseException) -> str:
    """When, which kind, and where in the code; a folder of this machine's does not stand in it."""
    places = [f"  {'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return "\n".join([f"{datetime.now(UTC):%Y-%m-%d %H:%M:%SZ} {type(error).__name__}", *places, ""])
