"""Small files written whole or not at all, and one writer at a time in a folder."""
from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

_threads = threading.RLock()
_depth: dict[Path, int] = {}
_WATCH = "watch"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Alone in this folder among all processes that ask; may be nested. A killed process lets go by itself."""
    folder = folder.resolve()
    with _threads:
        if _depth.get(folder):
            _depth[folder] += 1
            try:
                yield
            finally:
                _depth[folder] -= 1
            return
        with _locked(folder):
            _depth[folder] = 1
            try:
                yield
            finally:
                del _depth[folder]


if sys.platform == "win32":
    @contextmanager
    def _locked(folder: Path) -> Iterator[None]:  # noqa: ARG001, the other system's signature
        """Windows locks no folders; there one process is kept apart by SQLite alone."""
        yield

    def sync_folder(folder: Path) -> None:
        """Windows syncs names with their files."""

    def watch(folder: Path) -> None:
        pass

    def is_watched(folder: Path) -> bool:  # noqa: ARG001, the other system's signature
        """Nobody can be asked there."""
        return False
else:
    import fcntl

    @contextmanager
    def _locked(folder: Path) -> Iterator[None]:
        handle = os.open(folder, os.O_RDONLY)
        try:
            with suppress(OSError):         # a network file system that locks no folders
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def sync_folder(folder: Path) -> None:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    @cache
    def watch(folder: Path) -> None:
        """As long as this process lives others can see that one stays here."""
        fcntl.flock(os.open(folder / _WATCH, os.O_RDWR | os.O_CREAT, 0o600), fcntl.LOCK_SH)

    def is_watched(folder: Path) -> bool:
        try:
            handle = os.open(folder / _WATCH, os.O_RDWR)
        except OSError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        finally:
            os.close(handle)
        return False


def write_whole(path: Path, data: bytes) -> None:
    """All of it or nothing, on the disk when this returns; readable by its owner only."""
    with held(path.parent):
        publish(lay_ready(path, data), path)


def lay_ready(path: Path, data: bytes) -> Path:
    """Whole on the disk under another name: what can fail has not failed. `publish` gives it its name."""
    draft = path.with_name(path.name + ".new")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return draft


def publish(draft: Path, path: Path) -> None:
    try:
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def overwrite(path: Path) -> None:
    """The file's blocks hold nothing any more, then the name goes."""
    with path.open("r+b") as file:
        file.write(b"-" * os.fstat(file.fileno()).st_size)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
