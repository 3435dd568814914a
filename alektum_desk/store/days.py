"""Day keys: one file per office whose lines die on their date, without any password."""
from __future__ import annotations

import os
import re
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from alektum_desk.domain.errors import _N, Damaged, NotAllowed, Refused
from alektum_desk.domain.visitors import end_of_day, zone_of
from alektum_desk.store.clock import Clock, HighWater, locked
from alektum_desk.store.files import held, write_whole

if TYPE_CHECKING:      # its ciphers wait until after the first paint: forgetting needs none
    from alektum_desk.store.keys import Key

AHEAD = 62          # days: the 31 that a visit can reach, and as many of slack, so that the head never passes a living row
WIDTH = 80          # letters of one wrapped key
_DEAD = b"-" * WIDTH
_HEADER = re.compile(rb"alektum-days 1 ([a-z0-9-]+) ([A-Za-z0-9_+/-]+)\n")
_ANY_LINE = re.compile(rb"(date|head|hold) (\d{4}-\d\d-\d\d) ([0-9a-f]{16}) ([A-Za-z0-9+/-]{80})")
_LINE = re.compile(rb"^(date|head|hold) (\d{4}-\d\d-\d\d) ([0-9a-f]{16}) ([A-Za-z0-9+/]{80})$", re.MULTILINE)


def forget_locked(path: Path, now: datetime) -> int:
    """Overwrites the keys of passed days where they lie; how many. Needs no key: a half-destroyed key is destroyed."""
    return len(destroy_passed(path, now))


def forget_passed(home: Path, clock: Clock, water: HighWater | None = None) -> tuple[datetime, list[datetime]]:
    """Needs nothing but the folder: the moment, and for each key that is destroyed now since when it should have been.

    `water`: of a desk that is open. Damaged when an office's file is; the other offices' days have ended all the same.
    """
    damaged, gone = None, []
    with held(home):
        now = (water or locked(home / "clock.json", clock)).note_locked()
        for path in sorted(home.glob("*.days")):
            try:
                gone += destroy_passed(path, now)
            except Damaged as why:
                damaged = why
    if damaged:
        raise damaged
    return now, gone


def destroy_passed(path: Path, now: datetime) -> list[datetime]:
    """As `forget_locked`: for each key destroyed, the instant since which it should not have been there."""
    gone = []
    with held(path.parent), path.open("r+b") as file:
        text = file.read()
        zone = _header(text)[1]
        for line in _LINE.finditer(text):
            if line[1] == b"date" and (end := end_of_day(_day(line[2]), zone)) <= now:
                file.seek(line.start(4))
                file.write(_DEAD)
                gone.append(end)
        file.flush()
        os.fsync(file.fileno())
    return gone


def sound(path: Path, now: datetime) -> bool:
    """Whether every line says what a line can say, and each chain's days follow one another up to its head: a key that is gone
    before its day is over was not destroyed by us.
    """
    head, *lines = path.read_bytes().rstrip(b"\n").split(b"\n")
    zone = _header(head + b"\n")[1]
    following: dict[bytes, date] = {}
    for line in lines:
        found = _ANY_LINE.fullmatch(line)
        if found is None:
            return False
        kind, day, handle = found[1], _day(found[2]), found[3]
        if not _LINE.fullmatch(line) and (kind != b"date" or end_of_day(day, zone) > now):
            return False
        if kind != b"hold" and following.get(handle, day) != day:
            return False
        if kind == b"date":
            following[handle] = min(day, date.max - timedelta(1)) + timedelta(1)
    return True


def _header(text: bytes) -> tuple[str, ZoneInfo]:
    """Office and zone."""
    found = _HEADER.match(text)
    if found:
        try:
            return found[1].decode(), zone_of(found[2].decode())
        except Refused:
            pass
    raise _damaged()


def _damaged() -> Damaged:
    return Damaged(_N("The day keys of an office are damaged."), _N("Its visits cannot be read any more; set the office up anew."))


def _day(text: bytes) -> date:
    try:
        return date.fromisoformat(text.decode())
    except ValueError:
        return date.min         # no day at all has passed already


class DayKeys:
    """The opened file. Chains are known by a random handle; the newest seals, every living one opens.

    `wrap` comes from the key of the visitors, `hold_wrap` from that of the cases: the front desk carries the keys of
    visits on hold and cannot read them. The file is the truth: every change begins by reading it, under the folder's lock.
    """

    def __init__(self, path: Path, wrap: Key, hold_wrap: Key | None, now: Callable[[], datetime]) -> None:
        self.path, self.wrap, self.hold_wrap, self.now = path, wrap, hold_wrap, now
        self.office, self.zone = _header(path.read_bytes())
        self.days: dict[tuple[str, date], Key] = {}
        self.heads: dict[str, tuple[date, Key]] = {}
        self.holds: dict[str, Key] = {}
        self._carried: dict[str, bytes] = {}        # holds that this account cannot open
        self._unwrapped: dict[bytes, Key] = {}
        self._read()

    @classmethod
    def create(cls, path: Path, office: str, zone: str, wrap: Key, hold_wrap: Key | None,
               now: Callable[[], datetime]) -> DayKeys:
        write_whole(path, f"alektum-days 1 {office} {zone_of(zone).key}\n".encode())
        days = cls(path, wrap, hold_wrap, now)
        days.new_chain()
        return days

    def today(self) -> date:
        return self.now().astimezone(self.zone).date()

    def for_sealing(self, last_day: date) -> tuple[str, Key]:
        """The newest chain that still reaches back to this day; a wrong clock may have walked all of them past it."""
        for handle in reversed(self.heads):
            if key := self.days.get((handle, last_day)):
                return handle, key
        self.new_chain()
        handle = next(reversed(self.heads))
        return handle, self.days[handle, last_day]

    def for_opening(self, handle: str, last_day: date) -> Key | None:
        """None when the key is gone: then nobody can."""
        found = self.holds.get(handle) or self.days.get((handle, last_day))
        if found is None and handle not in self.heads and handle not in self._carried:
            self._read()        # a chain that another process began
            found = self.holds.get(handle) or self.days.get((handle, last_day))
        return found

    def reread(self) -> None:
        """What other processes changed."""
        self._read()

    def new_chain(self) -> None:
        with self._change():
            self.heads[secrets.token_hex(8)] = (self.today(), self.wrap.new())
            self._walk()

    def advance(self) -> None:
        """Extends the file to the coming days; a head left behind by a long absence walks on to today."""
        if any(on < self.today() + timedelta(AHEAD) for on, _ in self.heads.values()):
            with self._change():
                self._walk()

    def forget(self) -> list[datetime]:
        """Destroys the keys of passed days in the file and in memory, as `destroy_passed`, and goes on to the coming ones."""
        gone = destroy_passed(self.path, self.now())
        self._read()
        self.advance()
        return gone

    # -- visits on hold

    def hold(self) -> tuple[str, Key]:
        """A key of its own for one visit. NotAllowed without an account that opens the cases."""
        if not self.hold_wrap:
            raise NotAllowed(_N("This account cannot put a visit on hold."), _N("Ask a data-protection officer to do it."))
        handle, key = secrets.token_hex(8), self.wrap.new()
        with self._change():
            self.holds[handle] = key
        return handle, key

    def hold_handles(self) -> frozenset[str]:
        return frozenset({*self.holds, *self._carried})

    def release(self, handle: str) -> None:
        with self._change():
            self.holds.pop(handle, None)
            self._carried.pop(handle, None)

    # -- under other keys

    def copy_to(self, path: Path, wrap: Key, hold_wrap: Key, *, fresh: bool) -> None:
        """The living keys in another file, wrapped anew. `fresh`: a new chain begins there, since whoever knows one key of
        the old chain knows every later one. NotAllowed without an account that opens the cases, which would lose the holds.
        """
        with held(self.path.parent):
            self._read()
            if self._carried:
                raise NotAllowed(_N("This account cannot carry the visits on hold along."), _N("Ask a data-protection officer to do it."))
            write_whole(path, f"alektum-days 1 {self.office} {self.zone.key}\n".encode())
            copy = DayKeys(path, wrap, hold_wrap, self.now)
            copy.days, copy.heads, copy.holds = dict(self.days), dict(self.heads), dict(self.holds)
            if fresh:
                copy.heads[secrets.token_hex(8)] = (self.today(), self.wrap.new())
                copy._walk()
            copy._write()

    # -- the file

    @contextmanager
    def _change(self) -> Iterator[None]:
        with held(self.path.parent):
            self._read()
            yield
            self._write()

    def _walk(self) -> None:
        today = self.today()
        for handle, (first, head) in self.heads.items():
            on, key = first, head
            while on < today + timedelta(AHEAD):
                if on >= today:
                    self.days[handle, on] = key
                on, key = on + timedelta(1), key.child("next day")
            self.heads[handle] = (on, key)

    def _drop_passed(self) -> None:
        now = self.now()
        self.days = {at: key for at, key in self.days.items() if end_of_day(at[1], self.zone) > now}

    def _read(self) -> None:
        text = self.path.read_bytes()
        if not all(map(_ANY_LINE.fullmatch, text.rstrip(b"\n").split(b"\n")[1:])):
            raise _damaged()
        days, heads, holds, carried, unwrapped = {}, {}, {}, {}, {}
        for line in _LINE.finditer(text):
            kind, on, handle = (each.decode() for each in line.groups()[:3])
            if kind == "hold" and not self.hold_wrap:
                carried[handle] = line[0]
                continue
            key = self._unwrapped.get(line[0]) or type(self.wrap)(self._wrapper(kind).open(b64decode(line[4]), self._about(kind, on, handle)))
            unwrapped[line[0]] = key
            if kind == "date":
                days[handle, date.fromisoformat(on)] = key
            elif kind == "head":
                heads[handle] = (date.fromisoformat(on), key)
            else:
                holds[handle] = key
        self.days, self.heads, self.holds, self._carried, self._unwrapped = days, heads, holds, carried, unwrapped

    def _write(self) -> None:
        """A whole new file, without passed days even where memory still has them; the old one's blocks are overwritten."""
        self._drop_passed()
        rows = [("date", on, handle, key) for (handle, on), key in sorted(self.days.items(), key=lambda each: each[0][1])]
        rows += [("head", on, handle, key) for handle, (on, key) in self.heads.items()]
        rows += [("hold", date.max, handle, key) for handle, key in self.holds.items()]
        lines = [f"alektum-days 1 {self.office} {self.zone.key}".encode()]
        for kind, on, handle, key in rows:
            box = b64encode(self._wrapper(kind).seal(key.raw, self._about(kind, str(on), handle)))
            lines.append(f"{kind} {on} {handle} ".encode() + box)
        with self.path.open("r+b") as old:
            size = os.fstat(old.fileno()).st_size
            write_whole(self.path, b"\n".join([*lines, *self._carried.values()]) + b"\n")
            old.write(b"-" * size)
            old.flush()
            os.fsync(old.fileno())

    def _wrapper(self, kind: str) -> Key:
        return self.hold_wrap if kind == "hold" and self.hold_wrap else self.wrap

    def _about(self, kind: str, on: str, handle: str) -> str:
        return f"{self.office}/{kind}/{on}/{handle}"
