"""Legal holds: a visit that stays past its day, for one case, when two people say so. Never for all."""
from __future__ import annotations

from datetime import date

from alektum_desk.domain.accounts import Confirmation
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import _N, NotAllowed, Refused
from alektum_desk.domain.holds import LONGEST_REVIEW, Hold
from alektum_desk.domain.visitors import Guest, end_of_day
from alektum_desk.services import accounts, erasure
from alektum_desk.services.desk import Desk
from alektum_desk.services.erasure import Leaving
from alektum_desk.store import erasure as bytes_of, holds as store, visitors
from alektum_desk.store.compartment import raw
from alektum_desk.store.days import DayKeys
from alektum_desk.store.models import new_id

PLACE, WHY = "visitors", "cases"
LONGEST_CASE, LONGEST_REASON = 60, 2000


def sentence(visit: str, case: str, reason: str) -> str:
    """What the second person signs; the same bytes in every language."""
    return f"alektum-desk/hold/1\n{visit}\n{case.strip()}\n{' '.join(reason.split())}"


def hold(desk: Desk, visit: str, case: str, reason: str, confirmed_by: Confirmation, review_on: date | None = None) -> Hold:
    """Out of the book into the officers' own view, under a key of its own, before its day ends. Refused, NotAllowed."""
    case, reason = _checked(case, reason)
    review_on = review_on or desk.today() + LONGEST_REVIEW
    if not desk.today() < review_on <= desk.today() + LONGEST_REVIEW:
        raise Refused(_N("A hold is looked at again within thirty days."), _N("Choose a day of the coming month for the review."))
    for name in (WHY, PLACE):
        desk.store.compartment(name)
        desk.store.must_write(name)
    second = accounts.confirmed(desk, confirmed_by)
    if confirmed_by.text != sentence(visit, case, reason):
        raise NotAllowed(_N("This was not confirmed by a second person."), _N("Ask a colleague to confirm it with the own password."))
    # Key first, row second, reason third, all while nobody else writes visits: what a kill leaves of them, `tidy` drops.
    with desk.store.act(PLACE, "visit.hold") as session:
        row, days, guest = _openable(desk, session.get(visitors.Visit, visit))
        row.chain, key = days.hold()
        row.held = True
        for name, box in visitors.seal(key, visit, guest).items():
            setattr(row, name, box)
        with desk.store.act(WHY, "hold.set") as reasons:
            reasons.add(store.Hold(id=new_id(), visit=visit, case_number=case, reason=reason, set_at=desk.now(), review_on=review_on,
                                   set_by=desk.who.name, confirmed_by=second.name, note=confirmed_by.note))
    return next(each for each in listed(desk) if each.visit == visit)


def release(desk: Desk, visit: str) -> None:
    """The key dies first, then the row goes with its reason: a released visit is erased, whatever its day was."""
    with desk.store.read(PLACE) as session:
        handle = visitors.handles_on_hold(session).get(visit)
    if handle is None:
        raise _unknown()
    for name in (WHY, PLACE):
        desk.store.compartment(name)
        desk.store.must_write(name)
    for days in desk.store.days.values():
        if handle in days.hold_handles():
            days.release(handle)
    tidy(desk)
    erasure.settle(desk)


def listed(desk: Desk) -> tuple[Hold, ...]:
    """The view that only officers have. Those to be reviewed first."""
    with desk.store.read(WHY) as session:
        reasons = {each.visit: each for each in store.every(session)}
    with desk.store.read(PLACE) as session:
        rows = {each.id: each for each in visitors.on_hold(session)}
    found = []
    for visit, said in reasons.items():
        if row := rows.get(visit):
            days = desk.store.days.get(row.site)
            found.append(Hold(visit, row.site, row.arrived_at, visitors.guest_of(row, days) if days else None, said.case_number, said.reason,
                              said.set_at, said.review_on, said.set_by, said.confirmed_by))
    return tuple(found)


def tidy(desk: Desk) -> int:
    """A hold is a key, a row that names it and a reason; where a kill or a release left one, the others go. How many rows.

    Whoever keeps the front desk mends key and row; the reason waits for an officer.
    """
    with desk.store.read(PLACE) as session:
        rows = visitors.handles_on_hold(session)
    keys = frozenset[str]().union(*(days.hold_handles() for days in desk.store.days.values()))
    gone = 0
    if keys != frozenset(rows.values()):
        gone = _mend(desk)
    if desk.store.may_write(WHY):
        _drop_reasons(desk)
    return gone


def _mend(desk: Desk) -> int:
    """Inside an act, so that no hold is being set meanwhile."""
    with desk.store.act(PLACE, "hold.tidy", summary={}) as session:
        rows = visitors.handles_on_hold(session)
        for days in desk.store.days.values():
            days.reread()
            for handle in days.hold_handles() - set(rows.values()):
                days.release(handle)
        keys = frozenset[str]().union(*(days.hold_handles() for days in desk.store.days.values()))
        held = {each.id: each for each in visitors.on_hold(session) if each.chain not in keys}
        now = desk.store.water.surely()
        leaving = {visit: Leaving(visitors.Visit, row.last_day, now) for visit, row in held.items()}
    erasure.erase_visits(desk, leaving, "visit.release", 0, now)
    return len(leaving)


def _drop_reasons(desk: Desk) -> None:
    with desk.store.read(WHY) as session:
        reasons = {each.visit: each.id for each in store.every(session)}
    with desk.store.read(PLACE) as session:
        if reasons.keys() <= visitors.handles_on_hold(session).keys():
            return
    with desk.store.act(PLACE, "hold.tidy", summary={}) as session:     # no hold is being set meanwhile
        left = [key for visit, key in reasons.items() if visit not in visitors.handles_on_hold(session)]
        if left:
            with desk.store.act(WHY, "hold.release", summary={"rows": len(left)}) as inner:
                bytes_of.erase(inner, store.Hold, left)
                bytes_of.owe(raw(inner))
    if left:
        erasure.settle(desk, WHY)
        desk.store.announce(frozenset({Kind.VISIT}))


def _openable(desk: Desk, row: visitors.Visit | None) -> tuple[visitors.Visit, DayKeys, Guest]:
    days = desk.store.days.get(row.site) if row else None
    if row is None or days is None:
        raise _unknown()
    if row.held:
        raise Refused(_N("This visit is on hold already."), _N("See: alektum-desk visitors holds"))
    guest = visitors.guest_of(row, days)
    if guest is None or end_of_day(row.last_day, days.zone) <= desk.now():
        raise _unknown()
    return row, days, guest


def _checked(case: str, reason: str) -> tuple[str, str]:
    case, reason = case.strip(), " ".join(reason.split())
    if not case or len(case) > LONGEST_CASE or not case.isprintable():
        raise Refused(_N("A hold needs the number of its case."), _N("Give a number of 1 to {longest} letters."), longest=LONGEST_CASE)
    if not reason or len(reason) > LONGEST_REASON or not reason.isprintable():
        raise Refused(_N("A hold needs its reason."), _N("Say in a sentence or two why this visit must stay."))
    return case, reason


def _unknown() -> Refused:
    return Refused(_N("No visit of the last month has this token or this id."), _N("See: alektum-desk visitors list"))
