"""Only a person lowers the mark of the clock: "the clock had run ahead"."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.errors import _N, NotAllowed
from alektum_desk.domain.visitors import Forgotten, Guest, forget_on
from alektum_desk.services import desk as desks
from alektum_desk.services.desk import Clock, Desk
from alektum_desk.services.visitors import forget
from alektum_desk.store import compartments, visitors
from alektum_desk.store.clock import Doubt, away_since
from alektum_desk.store.compartments import Store
from alektum_desk.store.models import iso

PLACE = "visitors"


@dataclass(frozen=True, slots=True)
class Corrected:
    """What the desk took for now, what it takes for now since, and how many visits it had dated too late."""

    was: datetime
    now: datetime
    redated: int


def is_right(home: Path, account: str | None, password: str, clock: Clock = desks.system) -> Corrected:
    """Back to what the machine says, journaled. What was forgotten meanwhile stays forgotten. NotAllowed for all but officers."""
    at = desks.opening(home, account, password, clock)
    if "cases" not in at.ring.keys_of(at.who):
        raise NotAllowed(_N("This account cannot say which time it is."), _N("Ask a data-protection officer to do it."))
    with desks.disk_said_plainly(home):
        compartments.sweep(home)
        was = at.water.correct()
        desk = Desk(home, at.about, Store(home, at.ring, at.who, at.water, at.about.log))
        try:
            return _journaled(desk, was)
        finally:
            desk.close()


def doubt(desk: Desk) -> Doubt | None:
    """Whether the clock leapt forward while this desk was open. Somebody must be asked; what looks due is hidden until then."""
    return desk.store.water.doubt()


def last_ran(home: Path) -> datetime | None:
    """Where this desk was off for more than 35 days by the clock, until somebody opens it. A clock that was set forward looks alike."""
    with desks.disk_said_plainly(home):
        return away_since(home / "clock.json")


def absence(since: datetime) -> str:
    """What whoever opens the desk after that is told."""
    return _("By the clock of this machine, this desk last ran on {day}. What passed its day since then is forgotten. "
             "If the clock is wrong, set it right before you go on.").format(day=language.day(since.astimezone()))


def confirm_leap(desk: Desk) -> Forgotten:
    """An officer says that the clock is right: what is due by it is erased now. NotAllowed for all but officers."""
    if not desk.store.may_write("cases"):
        raise NotAllowed(_N("This account cannot say which time it is."), _N("Ask a data-protection officer to do it."))
    was = desk.store.water.surely()
    now = desk.store.water.confirm()
    with desk.store.act(PLACE, "clock.confirm", summary={"was": iso(was), "now": iso(now)}):
        pass
    return forget(desk)


def _journaled(desk: Desk, was: datetime) -> Corrected:
    now = desk.now()
    with desk.store.read(PLACE) as session:
        late = [visit for row in visitors.dated_after(session, now)
                if row.site in desk.store.days and (visit := visitors.opened(row, desk.store.days[row.site]))]
    with desk.store.act(PLACE, "clock.correct", summary={"was": iso(was), "now": iso(now), "redated": len(late)}) as session:
        for visit in late:
            days, arrived_at = desk.store.days[visit.site], now.replace(microsecond=0)
            limit = forget_on(arrived_at, days.zone.key)
            chain, key = days.for_sealing(limit.last_day)
            visitors.redate(session, visit.id, arrived_at, limit, chain,
                            visitors.seal(key, visit.id, Guest(visit.name, visit.employer, visit.plate, visit.host)))
    return Corrected(was, now, len(late))
