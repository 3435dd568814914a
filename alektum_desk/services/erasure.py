"""What leaves the store for good: visits whose day has come, and cases whose retention is over."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from alektum_desk.domain import cases
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.complaints import Kept, Letter, State
from alektum_desk.domain.errors import _N, NotAllowed, Refused
from alektum_desk.services.desk import Desk
from alektum_desk.store import certificates, complaints, erasure, walls
from alektum_desk.store.compartment import raw
from alektum_desk.store.visitors import Expected, Visit

PLACE = "visitors"


@dataclass(frozen=True, slots=True)
class Leaving:
    """A row that must go: which day's certificate tells of it, and since when it is due."""

    table: type[Visit | Expected]
    day: date
    since: datetime


def erase_visits(desk: Desk, leaving: Mapping[str, Leaving], kind: str, days_destroyed: int, now: datetime) -> int:
    """Rows and payloads in one act that marks the job; then the bytes and the certificates. The greatest lateness in seconds."""
    late: dict[date, list[int]] = defaultdict(list)
    for each in leaving.values():
        late[each.day].append(max(0, int((now - each.since).total_seconds())))
    latest = max((seconds for day in late.values() for seconds in day), default=0)
    if leaving:
        summary = {"rows": len(leaving), "days": days_destroyed, "late_s": latest}
        with desk.store.act(PLACE, kind, summary=summary) as session:
            db = raw(session)
            entry = db.execute("SELECT coalesce(max(seq), -1) + 1 FROM leaf").fetchone()[0]
            for table in (Visit, Expected):
                erasure.erase(session, table, [row for row, each in leaving.items() if each.table is table])
            erasure.owe(db, certificates.counts(entry, late))
        desk.store.announce(frozenset({Kind.VISIT}))
    return latest


def settle(desk: Desk, name: str = PLACE) -> bool:
    """The file gives up the bytes of what was erased. False while somebody still reads: the next tick tries again."""
    return erasure.settle(desk.store.compartment(name), erasure.PATIENCE)


# -- cases

def due_cases(desk: Desk) -> tuple[Kept, ...]:
    """Letters whose case was closed so long ago that only number, kind, country, authority, dates and result may stay; none on hold."""
    with desk.store.read("cases") as session:
        return tuple(_kept(row) for row in complaints.closed(session)
                     if row.closed_on and not row.held_because and cases.goes_on(row.closed_on) <= desk.today())


def erase_cases(desk: Desk, ids: Sequence[str], *, on_request: bool = False) -> int:
    """Those that are due, or with `on_request` any that is closed and not on hold: the document goes with what was written down
    about it and everything that the journal kept of it. How many.
    """
    if not desk.store.may_write("cases"):
        raise NotAllowed(_N("This account does not erase cases."), _N("Ask a data-protection officer to do it."))
    with desk.store.read("cases") as session:
        found = {row.id: row.closed_on for row in complaints.closed(session) if row.closed_on and not row.held_because}
    may = set(found) if on_request else {each.id for each in due_cases(desk)}
    if not may.issuperset(ids):
        raise Refused(_N("Not every one of these cases may be erased now."), _N("Erase only what is closed, not on hold, and due or asked for."))
    if ids:
        now = desk.now()
        days = {key: cases.goes_on(found[key]) for key in ids}
        late: dict[date, list[int]] = {desk.today(): [_late(day, now, desk.zone) for day in days.values()]}
        with desk.store.act("cases", "complaint.erase", summary={"rows": len(ids)}) as session:
            db = raw(session)
            entry = db.execute("SELECT coalesce(max(seq), -1) + 1 FROM leaf").fetchone()[0]
            erasure.erase(session, complaints.CaseEvent, complaints.events_of(session, ids))
            complaints.empty(session, ids, desk.today())
            erasure.forget_payloads(session, complaints.Complaint, ids)
            walls.erase(session, ids)
            erasure.owe(db, certificates.counts(entry, late))
        settle(desk, "cases")
        desk.store.announce(frozenset({Kind.COMPLAINT}))
    return len(ids)


def _late(day: date, now: datetime, zone: ZoneInfo) -> int:
    """Seconds after the day on which it had to be gone; 0 for what goes before it."""
    return max(0, int((now - datetime.combine(day, time(), zone)).total_seconds()))


def remains(desk: Desk) -> tuple[Kept, ...]:
    """What is still known of erased cases: none of it a person's."""
    with desk.store.read("cases") as session:
        return tuple(_kept(row) for row in complaints.emptied(session))


def _kept(row: complaints.Complaint) -> Kept:
    return Kept(row.id, row.number, Letter(row.letter), row.kind, row.country, row.authority, State(row.state), row.written_on,
                row.closed_on, row.outcome, row.result, row.held_because, row.erased_on)
