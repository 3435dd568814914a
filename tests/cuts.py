"""A disk whose power can fail: what SQLite and the program write below one folder is recorded, and laid anew as a cut could leave it.

SQLite is listened to where it meets the system, in its VFS: every write, cut, sync, creation and removal. What was not synced may be
there, be missing, or be torn between two sectors; a name not synced with its folder may still be the old one.
"""
from __future__ import annotations

import ctypes as c
import os
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

SECTOR = 512
_OK, _SYNCS_ITS_FOLDER = 0, 0x800 | 0x80000      # what is opened as SQLITE_OPEN_MAIN_JOURNAL or SQLITE_OPEN_WAL


@dataclass(frozen=True, slots=True)
class Write:
    file: int
    at: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    file: int


@dataclass(frozen=True, slots=True)
class Name:
    """One change of a folder that happens whole or not at all: what each name means from now on, None where it is gone."""

    folder: str
    now: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class SyncFolder:
    folder: str


@dataclass(frozen=True, slots=True)
class Said:
    """From here on somebody relies on it."""

    what: Any


Op = Write | Truncate | Sync | Name | SyncFolder | Said


def changed(content: bytearray, op: Write | Truncate) -> None:
    if isinstance(op, Truncate):
        del content[op.size:]
        content.extend(bytes(op.size - len(content)))
        return
    content.extend(bytes(max(0, op.at - len(content))))
    content[op.at:op.at + len(op.data)] = op.data


class Recorder:
    """What happened below `root`, in order. `files` and `names` are as the running program sees them."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.log: list[Op] = []
        self.files: dict[int, bytearray] = {}
        self.names: dict[str, int] = {}
        self.handles: dict[int, tuple[int, bool]] = {}      # address of SQLite's file, whether its next sync is its folder's too
        self.nameless: dict[int, int] = {}                  # inode of a file that was replaced while somebody holds it open
        for path in self.root.rglob("*"):
            if path.is_file():
                self.names[self.short(path)] = self._new(path.read_bytes())
        self.begin = dict(self.names), {key: bytes(data) for key, data in self.files.items()}

    def _new(self, data: bytes = b"") -> int:
        self.files[len(self.files)] = bytearray(data)
        return len(self.files) - 1

    def short(self, path: str | Path) -> str:
        return Path(path).resolve().relative_to(self.root).as_posix()

    def knows(self, path: object) -> bool:
        return isinstance(path, str | Path) and Path(path).resolve().is_relative_to(self.root)

    def said(self, what: object) -> None:
        self.log.append(Said(what))

    def change(self, op: Write | Truncate) -> None:
        changed(self.files[op.file], op)
        self.log.append(op)

    def name(self, *now: tuple[str, int | None]) -> None:
        for short, file in now:
            if file is None:
                self.names.pop(short, None)
            else:
                self.names[short] = file
        self.log.append(Name(str(Path(now[0][0]).parent), now))

    def of(self, short: str) -> int:
        """The file of this name; made when it is new."""
        if short not in self.names:
            self.name((short, self._new()))
        return self.names[short]

    def take(self, file: int, data: bytes) -> None:
        """What Python wrote into it since."""
        if self.files[file] != data:
            if len(data) < len(self.files[file]):
                self.change(Truncate(file, len(data)))
            self.change(Write(file, 0, data))

    # -- the program's own files

    def synced(self, handle: int) -> None:
        path = str(Path(f"/proc/self/fd/{handle}").readlink())
        gone = path.endswith(" (deleted)")
        if not self.knows(path):
            return
        if Path(path).is_dir():
            self.log.append(SyncFolder(self.short(path)))
            return
        file = self.nameless.get(os.fstat(handle).st_ino) if gone else self.of(self.short(path))
        if file is not None:
            if not str(path).endswith((".db", "-wal")):
                self.take(file, Path(f"/proc/self/fd/{handle}").read_bytes())
            self.log.append(Sync(file))

    def renamed(self, old: str | Path, new: str | Path, inode: int | None) -> None:
        if self.knows(old) and self.knows(new):
            short, to = self.short(old), self.short(new)
            if short not in self.names:
                self.take(self.of(short), Path(new).read_bytes())
            if inode is not None and to in self.names:
                self.nameless[inode] = self.names[to]
            self.name((to, self.names[short]), (short, None))

    def removed(self, path: str | Path) -> None:
        if self.knows(path) and self.short(path) in self.names:
            self.name((self.short(path), None))


@dataclass
class Disk:
    """As it would be found after a cut at some place of the log."""

    names: dict[str, int]
    files: dict[int, bytearray]
    waiting: dict[int, list[Write | Truncate]] = field(default_factory=dict)
    renames: dict[str, list[Name]] = field(default_factory=dict)

    def goes_on(self, op: Op) -> None:
        match op:
            case Write() | Truncate():
                self.waiting.setdefault(op.file, []).append(op)
            case Sync():
                content = self.files.setdefault(op.file, bytearray())
                for write in self.waiting.pop(op.file, []):
                    changed(content, write)
            case Name():
                self.renames.setdefault(op.folder, []).append(op)
            case SyncFolder():
                for each in self.renames.pop(op.folder, []):
                    _rename(self.names, each)
            case Said():
                pass

    def lay(self, to: Path, chance: random.Random) -> None:
        """One of the states that the cut may have left."""
        shutil.rmtree(to, ignore_errors=True)
        to.mkdir(mode=0o700)
        names = dict(self.names)
        for waiting in self.renames.values():
            for each in waiting[:chance.choice((0, len(waiting), chance.randint(0, len(waiting))))]:
                _rename(names, each)
        for short, file in names.items():
            content = bytearray(self.files.get(file, b""))
            for op in _survivors(self.waiting.get(file, []), chance):
                changed(content, op)
            (to / short).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            (to / short).write_bytes(content)


def _rename(names: dict[str, int], change: Name) -> None:
    for short, file in change.now:
        if file is None:
            names.pop(short, None)
        else:
            names[short] = file


def _survivors(waiting: list[Write | Truncate], chance: random.Random) -> Iterator[Write | Truncate]:
    share = chance.choice((0.0, 0.5, 0.9, 1.0))
    for op in waiting:
        if isinstance(op, Truncate):
            if chance.random() < share:
                yield op
            continue
        start = op.at
        while start < op.at + len(op.data):
            end = min(op.at + len(op.data), (start // SECTOR + 1) * SECTOR)
            if chance.random() < share:
                yield Write(op.file, start, op.data[start - op.at:end - op.at])
            start = end


def cuts(recorded: Recorder, many: int, chance: random.Random) -> Iterator[tuple[Disk, list[Any]]]:
    """`many` places spread over the log by chance, each with the disk and all that was said before it."""
    places = sorted(chance.choices(range(len(recorded.log) + 1), k=many))
    names, files = recorded.begin
    disk, said, done = Disk(dict(names), {key: bytearray(data) for key, data in files.items()}), list[Any](), 0
    for place in places:
        for op in recorded.log[done:place]:
            disk.goes_on(op)
            if isinstance(op, Said):
                said.append(op.what)
        done = place
        yield disk, said


# -- listening to SQLite

class _Vfs(c.Structure):
    pass


class _Methods(c.Structure):
    pass


_P, _INT, _LONG = c.c_void_p, c.c_int, c.c_int64
_OPEN = c.CFUNCTYPE(_INT, _P, _P, _P, _INT, _P)
_DELETE = c.CFUNCTYPE(_INT, _P, c.c_char_p, _INT)
_CLOSE = c.CFUNCTYPE(_INT, _P)
_WRITE = c.CFUNCTYPE(_INT, _P, _P, _INT, _LONG)
_TRUNCATE = c.CFUNCTYPE(_INT, _P, _LONG)
_SYNC = c.CFUNCTYPE(_INT, _P, _INT)
_Vfs._fields_ = [("version", _INT), ("file_size", _INT), ("longest", _INT), ("following", _P), ("name", c.c_char_p), ("data", _P),
                 ("open", _P), ("delete", _P), *((f"more_{number}", _P) for number in range(14))]
_Methods._fields_ = [("version", _INT), ("close", _P), ("read", _P), ("write", _P), ("truncate", _P), ("sync", _P),
                     *((f"more_{number}", _P) for number in range(13))]
_alive: list[Any] = []          # what SQLite may still call


def _library() -> c.CDLL:
    library = c.CDLL(import_module("sqlcipher3._sqlite3").__file__)
    library.sqlite3_vfs_find.restype = c.c_void_p
    return library


class _Listener:
    """The system's own VFS with five of its functions told to the recorder. A file's functions are changed where it is opened."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder, self.library, self.tables = recorder, _library(), dict[int, _Methods]()
        self.real = _Vfs.from_address(self.library.sqlite3_vfs_find(None))
        self.vfs = _Vfs.from_buffer_copy(self.real)
        self.vfs.name = b"recording"
        self.calls = (_OPEN(self.open), _DELETE(self.delete))
        self.vfs.open, self.vfs.delete = (c.cast(each, _P).value for each in self.calls)
        _alive.append(self)

    def start(self) -> None:
        assert self.library.sqlite3_vfs_register(c.byref(self.vfs), 1) == _OK

    def stop(self) -> None:
        self.library.sqlite3_vfs_unregister(c.byref(self.vfs))
        self.library.sqlite3_vfs_register(c.byref(self.real), 1)

    def open(self, vfs: int, name: int | None, file: int, flags: int, out: int | None) -> int:
        path = c.string_at(name).decode() if name else ""
        known = bool(path) and self.recorder.knows(path)
        fresh = known and self.recorder.short(path) not in self.recorder.names
        result = int(_OPEN(self.real.open)(vfs, name, file, flags, out))
        if result == _OK and known:
            self.recorder.handles[file] = self.recorder.of(self.recorder.short(path)), fresh and bool(flags & _SYNCS_ITS_FOLDER)
            slot = _P.from_address(file)
            assert slot.value is not None
            slot.value = c.addressof(self.table(slot.value))
        return result

    def table(self, original: int) -> _Methods:
        if original not in self.tables:
            real, ours = _Methods.from_address(original), _Methods()
            c.memmove(c.byref(ours), original, c.sizeof(_Methods) if real.version >= 3 else c.sizeof(_Methods) - 2 * c.sizeof(_P))
            close, write, truncate, sync = _CLOSE(real.close), _WRITE(real.write), _TRUNCATE(real.truncate), _SYNC(real.sync)
            recorder, handles = self.recorder, self.recorder.handles

            def on_close(file: int) -> int:
                handles.pop(file, None)
                return int(close(file))

            def on_write(file: int, data: int, size: int, at: int) -> int:
                recorder.change(Write(handles[file][0], at, c.string_at(data, size)))
                return int(write(file, data, size, at))

            def on_truncate(file: int, size: int) -> int:
                recorder.change(Truncate(handles[file][0], size))
                return int(truncate(file, size))

            def on_sync(file: int, flags: int) -> int:
                key, folder_too = handles[file]
                recorder.log.append(Sync(key))
                if folder_too:
                    recorder.log.append(SyncFolder("."))
                    handles[file] = key, False
                return int(sync(file, flags))

            calls = (_CLOSE(on_close), _WRITE(on_write), _TRUNCATE(on_truncate), _SYNC(on_sync))
            ours.close, ours.write, ours.truncate, ours.sync = (c.cast(each, _P).value for each in calls)
            _alive.append((ours, calls))
            self.tables[original] = ours
        return self.tables[original]

    def delete(self, vfs: int, name: bytes, sync_folder: int) -> int:
        result = int(_DELETE(self.real.delete)(vfs, name, sync_folder))
        path = name.decode()
        if result == _OK and self.recorder.knows(path):
            self.recorder.removed(path)
            if sync_folder:
                self.recorder.log.append(SyncFolder(str(Path(self.recorder.short(path)).parent)))
        return result


@contextmanager
def recording(root: Path) -> Iterator[Recorder]:
    """Everything that is opened, written, synced, renamed and removed below `root` meanwhile."""
    if sys.platform != "linux":
        pytest.skip("what a handle is called is asked of /proc")
    recorder = Recorder(root)
    listener = _Listener(recorder)
    fsync, unlink = os.fsync, os.unlink

    def heard_fsync(handle: int) -> None:
        fsync(handle)
        recorder.synced(handle)

    def heard_rename(real: Callable[..., None]) -> Callable[..., None]:
        def rename(old: Any, new: Any, **more: Any) -> None:
            inode = None
            with suppress(OSError):
                inode = Path(new).stat().st_ino
            real(old, new, **more)
            recorder.renamed(old, new, inode)
        return rename

    def heard_unlink(path: Any, **more: Any) -> None:
        unlink(path, **more)
        if not more:
            recorder.removed(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", heard_fsync)
        patch.setattr(os, "rename", heard_rename(os.rename))
        patch.setattr(os, "replace", heard_rename(os.replace))
        patch.setattr(os, "unlink", heard_unlink)
        listener.start()
        try:
            yield recorder
        finally:
            listener.stop()
