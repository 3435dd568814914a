"""Which time it is: never earlier than any moment this data home has seen."""
from __future__ import annotations

import errno
import hmac
import json
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from alektum_desk.domain.errors import _N, ClockUnsure
from alektum_desk.store.files import held, is_watched, watch, write_whole

if TYPE_CHECKING:      # its ciphers wait until after the first paint: forgetting needs none
    from alektum_desk.store.keys import Key

Clock = Callable[[], datetime]
AHEAD = timedelta(hours=1)      # more than clocks are put right by, less than a day that a visit could be dated wrong by
LEAP = timedelta(hours=24)      # a clock that runs ahead of the monotonic one by more was set, and perhaps wrongly
LONG = timedelta(days=35)       # nobody can tell a longer absence from a clock set forward while the machine was off: the next one who opens is told
_NEVER = datetime(2200, 1, 1, tzinfo=UTC)
TO_ANSWER = 24 * 3600.0         # monotonic seconds that people have to say so; then the clock is believed


@runtime_checkable
class Measured(Protocol):
    """A clock that brings its own monotonic one."""

    def __call__(self) -> datetime: ...
    def monotonic(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Doubt:
    """The clock leapt forward while this desk ran. What looks due by `said` is hidden; nothing is destroyed before it is
    due by `surely`, until somebody confirms or `seconds_left` have passed.
    """

    surely: datetime
    said: datetime
    seconds_left: int


def system() -> datetime:
    return datetime.now(UTC)


def _since_start() -> float:
    """Seconds that no setting of the clock changes; asleep ones count where the system counts them."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def _standing_still() -> float:
    return 0.0


class HighWater:
    """The latest moment ever seen. Locked, it may only rise; the seal over the unlocked part is checked at unlock.

    Beside the machine's own clock runs its monotonic one, so that a clock set back while the program runs gains nothing, and
    one set forward by more than a day destroys nothing before a person or a day of waiting confirms it.
    A clock that is handed in stands alone, unless it is `Measured` or a monotonic one is handed in with it.
    """

    def __init__(self, path: Path, clock: Clock, monotonic: Callable[[], float] | None = None) -> None:
        self.path, self.clock = path, clock
        own = clock.monotonic if isinstance(clock, Measured) else _since_start if clock is system else None
        self.monotonic = monotonic or own or _standing_still
        self._measures = self.monotonic is not _standing_still
        self._leapt_at: float | None = None
        self._state, self._believed = _read(self.path), False
        self._seen, self._seen_at = self._said(), self.monotonic()
        marks = self._marks()
        if self._measures and marks and self._seen - max(marks) > LEAP and is_watched(path.parent):
            self._seen = max(marks)         # this machine was not off: a desk that stays here would have noted the hours

    def now(self) -> datetime:
        """What people see goes by this: after a leap forward the later moment, which hides."""
        surely = self.surely()
        return max(surely, self._said()) if self._leapt_at is not None else surely

    def surely(self) -> datetime:
        """What is destroyed goes by this: a leap forward while the desk runs counts only once it is confirmed."""
        at = self.monotonic()
        ran_on = max([self._seen + timedelta(seconds=max(0.0, at - self._seen_at)), *self._marks()])
        said = self._said()
        if self._measures and said - ran_on > LEAP:
            if self._leapt_at is None:
                self._leapt_at = at
            if at - self._leapt_at < TO_ANSWER:
                self._seen, self._seen_at = ran_on, at
                return ran_on
        self._leapt_at = None
        self._seen, self._seen_at = max(said, ran_on), at
        return self._seen

    def doubt(self) -> Doubt | None:
        surely = self.surely()
        if self._leapt_at is None:
            return None
        return Doubt(surely, self._said(), int(TO_ANSWER - (self._seen_at - self._leapt_at)))

    def confirm(self) -> datetime:
        """A person says that the leap was right. The caller journals it."""
        self._seen, self._seen_at, self._leapt_at = max(self._seen, self._said()), self.monotonic(), None
        return self._seen

    def _said(self) -> datetime:
        return self.clock().astimezone(UTC)

    def behind(self) -> timedelta:
        """How far the machine's clock stands behind the latest moment seen."""
        return self.now() - self.clock().astimezone(UTC)

    def must_be_sure(self) -> None:
        """ClockUnsure where a new visit would be dated wrong: the clock was set back or leapt forward, or had run ahead before."""
        if self.doubt():
            raise ClockUnsure(_N("The clock of this machine has leapt forward by more than a day while the desk was open."),
                              _N("Set the clock right, or let a data-protection officer confirm it: what looks due is then erased."))
        if self.behind() > AHEAD:
            raise ClockUnsure(_N("The clock of this machine stands behind a moment that this desk has already seen."),
                              _N("Set the clock right. If it is right, it had run ahead before: a data-protection officer runs "
                                 "alektum-desk visitors clock-is-right."))

    def note_locked(self) -> datetime:
        """Without any key the mark may rise. On a full disk it does not, and that keeps no day alive: its line needs no room."""
        with held(self.path.parent):
            self._state = _read(self.path)
            now, last = self.surely(), max(self._marks(), default=None)
            away = {"away": last.isoformat()} if last and now - last > LONG else {}
            try:
                self._write(away | self._state | {"locked": now.isoformat()})
            except OSError as why:
                if why.errno not in {errno.ENOSPC, errno.EDQUOT}:
                    raise
        return now

    def note(self, key: Key) -> datetime:
        with held(self.path.parent):
            self._state = _read(self.path)
            now = self.surely()
            self._write({"sealed": now.isoformat(), "seal": _seal(now.isoformat(), key)})
        return now

    def saw(self, moment: datetime) -> None:
        """A moment that somebody wrote down when the clock was sure; nothing where a person has just lowered the mark."""
        if not self._believed:
            self._seen = max(self._seen, moment)

    def correct(self) -> datetime:
        """A person says that the machine's clock is right; what this desk took for now before. The caller journals it."""
        with held(self.path.parent):
            self._state = _read(self.path)
            was = self.now()
            self._write({})
            self._seen, self._seen_at, self._believed, self._leapt_at = self._said(), self.monotonic(), True, None
        return was

    def check(self, key: Key) -> None:
        """ClockUnsure when the file was changed, replaced or removed while the store was locked."""
        if self._believed:
            return
        if not hmac.compare_digest(self._state.get("seal", "").encode(), _seal(self._state.get("sealed", ""), key).encode()):
            raise ClockUnsure(_N("The record of this desk's clock was changed, replaced or removed while it was locked."),
                              _N("Check the date of this machine; then a data-protection officer runs alektum-desk visitors clock-is-right."))

    def _marks(self) -> list[datetime]:
        return [moment for name in ("sealed", "locked") if (moment := _moment(self._state.get(name)))]

    def _write(self, state: dict[str, str]) -> None:
        write_whole(self.path, json.dumps(state).encode())
        self._state = state


_staying: dict[Path, HighWater] = {}


def stay(path: Path) -> None:
    """In a process that stays, whether or not somebody has opened the desk: it tells a clock that leaps from a machine that was
    off or asleep, and others see that it is there.
    """
    if path not in _staying:
        _staying[path] = HighWater(path, system)
        with suppress(OSError):         # a disk that takes no file more
            watch(path.parent)


def away_since(path: Path) -> datetime | None:
    """When this desk last ran, where the clock has gone on by more than `LONG` since and nobody has opened the desk yet."""
    return _moment(_read(path).get("away"))


def locked(path: Path, clock: Clock) -> HighWater:
    """Of this process, if it stays."""
    return (_staying.get(path) if clock is system else None) or HighWater(path, clock)


def _read(path: Path) -> dict[str, str]:
    """Nothing where the file is missing or no record at all: `check` will say so."""
    try:
        found = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return {name: value for name, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}


def _moment(text: str | None) -> datetime | None:
    """None for what no desk has seen: who writes the end of the calendar there keeps nobody's days alive."""
    try:
        moment = datetime.fromisoformat(text) if text else None
        moment = moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
    return moment if moment and moment < _NEVER else None


def _seal(text: str, key: Key) -> str:
    return hmac.new(key.child("clock").raw, text.encode(), sha256).hexdigest()
