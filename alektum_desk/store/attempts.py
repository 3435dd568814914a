"""Wrong passwords in a row: each lets the next guess wait longer. For the keyboard; who has the files guesses elsewhere."""
from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path

from alektum_desk.store.files import held, write_whole

FREE = 3            # mistypings that cost nothing
LONGEST = 60        # seconds
_FILE = "attempts.json"


def wait(home: Path, account: str, now: datetime) -> int:
    """Seconds until this account may try again."""
    count, last = _read(home).get(account, (0, now))
    last = min(last, now)
    if count <= FREE:
        return 0
    pause = min(1 << min(count - FREE, 16), LONGEST)
    return min(pause, max(0, ceil((last + timedelta(seconds=pause) - now).total_seconds())))


def failed(home: Path, account: str, now: datetime) -> None:
    with suppress(OSError), held(home):         # a disk that keeps nothing is said elsewhere
        found = _read(home)
        found[account] = (found.get(account, (0, now))[0] + 1, now)
        _write(home, found)


def succeeded(home: Path, account: str) -> None:
    with suppress(OSError), held(home):
        found = _read(home)
        if found.pop(account, None):
            _write(home, found)


def _read(home: Path) -> dict[str, tuple[int, datetime]]:
    """Nothing where the file is missing or no such file."""
    try:
        found = json.loads((home / _FILE).read_bytes())
        return {account: (int(count), datetime.fromisoformat(last).astimezone(UTC)) for account, (count, last) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError, OverflowError):
        return {}


def _write(home: Path, found: dict[str, tuple[int, datetime]]) -> None:
    write_whole(home / _FILE, json.dumps({each: (count, last.isoformat()) for each, (count, last) in found.items()}).encode())
