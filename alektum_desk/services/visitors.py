"""Visitors: signed in, signed out, listed, found, forgotten."""
from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from alektum_desk.domain.visitors import Forgotten, Guest, Visit

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk


def sites(desk: Desk) -> tuple[str, ...]:
    """The ids of the offices whose door this desk keeps."""
    return tuple(desk.store.days)


def sign_in(desk: Desk, guest: Guest, site: str | None = None) -> Visit:
    """At the desk's own site unless another one is named. Refused, or ClockUnsure when the clock stands behind its mark."""
    raise NotImplementedError


def sign_out(desk: Desk, *, token: str | None = None, id: str | None = None, at: datetime | None = None) -> Visit:
    raise NotImplementedError


def listed(desk: Desk) -> tuple[Visit, ...]:
    """Every living visit, newest first; decrypted once, then kept in memory."""
    raise NotImplementedError


def on_site(desk: Desk) -> tuple[Visit, ...]:
    raise NotImplementedError


def find(desk: Desk, text: str) -> tuple[Visit, ...]:
    """Living visits in which every word of `text` occurs, newest first."""
    raise NotImplementedError


def tick(desk: Desk) -> Forgotten:
    """Every minute, before the first window, after resume."""
    raise NotImplementedError


def forget(desk: Desk) -> Forgotten:
    raise NotImplementedError


def forget_locked(home: Path, clock: Callable[[], datetime]) -> Forgotten:
    """Without any password: the keys of passed days."""
    raise NotImplementedError
