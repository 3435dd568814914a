"""Looking after the store while somebody works: a copy when one is due, the journals read through once a day, bit by bit."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from alektum_desk.domain.changes import Kind
from alektum_desk.domain.checks import Log
from alektum_desk.domain.errors import Cancelled, DeskError
from alektum_desk.domain.health import Health
from alektum_desk.domain.progress import Progress
from alektum_desk.services import accounts, backups, checks
from alektum_desk.services.desk import Desk

A_DAY, AGAIN = timedelta(days=1), timedelta(hours=1)        # how often a journal is read; when a failed copy is tried once more
A_BLINK = 0.2       # seconds of each tick for reading it


@dataclass
class _Known:
    logs: tuple[Log, ...] = ()
    read_at: datetime | None = None
    trouble: DeskError | None = None
    tried_at: datetime | None = None
    doubted: bool = False


_known: WeakKeyDictionary[Desk, _Known] = WeakKeyDictionary()


def of(desk: Desk) -> Health:
    """Without reading much: what was found out before."""
    known, plan = _known.get(desk, _Known()), backups.planned(desk.home)
    doubt = desk.store.water.doubt()
    copies = backups.listed(desk.home)
    return Health(
        desk.now(), tuple(desk.store.damaged), copies[0] if copies else None, plan, known.trouble.sentence if known.trouble else None,
        known.trouble.hint if known.trouble else "", dict(known.trouble.fields) if known.trouble else {},
        sum(each.entries for each in known.logs), sum(len(each.problems) for each in known.logs), known.read_at,
        doubt.said if doubt else None, desk.store.water.behind() if not doubt else timedelta())


def look_after(desk: Desk, progress: Progress | None = None) -> None:
    """After the login and at each tick. What goes wrong is kept for `of` to tell; nothing rises."""
    known, now = _known.setdefault(desk, _Known()), desk.now()
    if (doubted := desk.store.water.doubt() is not None) != known.doubted:
        known.doubted = doubted
        desk.store.announce(frozenset({Kind.BACKUP, Kind.VISIT}))
    if known.read_at is None or now - known.read_at >= A_DAY:
        _read_on(desk, known)
    if accounts.may_manage(desk) and backups.is_due(desk) and (known.tried_at is None or now - known.tried_at >= AGAIN):
        known.tried_at = now
        try:
            backups.create_when_due(desk, progress)
            known.trouble = None
        except Cancelled:
            known.trouble = None
        except DeskError as trouble:
            known.trouble = trouble
        desk.store.announce(frozenset({Kind.BACKUP}))


def read_journals(desk: Desk) -> tuple[Log, ...]:
    """Every entry of every journal that this account opens."""
    known = _known.setdefault(desk, _Known())
    known.logs, known.read_at = checks.journals(desk), desk.now()
    desk.store.announce(frozenset({Kind.BACKUP}))
    return known.logs


def _read_on(desk: Desk, known: _Known) -> None:
    """A part of it: neither a login nor what is written meanwhile waits for a long journal."""
    logs = checks.read_on(desk, A_BLINK)
    if logs is not None:
        known.logs, known.read_at = logs, desk.now()
        desk.store.announce(frozenset({Kind.BACKUP}))


def forget_trouble(desk: Desk) -> None:
    """The plan was changed: what was wrong with the old one says nothing."""
    known = _known.setdefault(desk, _Known())
    known.trouble = known.tried_at = None
