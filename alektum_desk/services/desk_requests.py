"""Requests at the front desk: reception writes down that somebody asks, and an officer answers."""
from __future__ import annotations

import unicodedata
from datetime import datetime
from pathlib import Path

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.desk_requests import LONGEST, AsksFor, DeskRequest
from alektum_desk.domain.errors import _N, NotAllowed, Refused
from alektum_desk.domain.visitors import TURNING, UNSEEN, Visit, forget_on
from alektum_desk.services import erasure, exports
from alektum_desk.services.desk import Desk
from alektum_desk.store import desk_requests as store, erasure as bytes_of
from alektum_desk.store.compartment import raw
from alektum_desk.store.models import new_id

PLACE, OFFICERS = "visitors", "cases"


def record(desk: Desk, asks_for: AsksFor, person: str, visit: Visit | None = None) -> DeskRequest:
    """For the officers. It is sealed, and goes one month later like a visit: by then it must be answered (Art. 12(3))."""
    person = _checked(person)
    desk.store.compartment(PLACE)
    desk.store.must_write(PLACE)
    desk.store.water.must_be_sure()
    site = visit.site if visit else desk.office.id
    days, asked_at = desk.store.days[site], desk.store.water.note_locked().replace(microsecond=0)
    limit = forget_on(asked_at, days.zone.key)
    chain, key = days.for_sealing(limit.last_day)
    made = DeskRequest(new_id(), site, asks_for, person, visit.id if visit else None, asked_at, limit.due_from)
    with desk.store.act(PLACE, "desk_request.record") as session:
        session.add(store.DeskRequest(id=made.id, site=site, asks_for=asks_for.value, visit=made.visit, chain=chain, last_day=limit.last_day,
                                      due_from=limit.due_from, asked_at=asked_at, person=key.seal(person.encode(), f"{made.id}/person")))
    return made


def waiting(desk: Desk) -> int:
    """How many nobody has answered yet."""
    now = desk.now()
    with desk.store.read(PLACE) as session:
        return sum(row.due_from > now for row in store.every(session))


def listed(desk: Desk) -> tuple[DeskRequest, ...]:
    """The longest waiting first. NotAllowed for all but officers: reception writes down, and reads no list."""
    _must_be_officer(desk)
    found, now = [], desk.now()
    with desk.store.read(PLACE) as session:
        for row in store.every(session):
            days = desk.store.days.get(row.site)
            key = days.for_opening(row.chain, row.last_day) if days and row.due_from > now else None
            if key:
                found.append(DeskRequest(row.id, row.site, AsksFor(row.asks_for), key.open(row.person, f"{row.id}/person").decode(), row.visit,
                                         row.asked_at, row.due_from))
    return tuple(found)


def close(desk: Desk, id: str) -> None:  # noqa: A002, the row's word
    """Answered, or taken over into a case: here it goes."""
    if not any(each.id == id for each in listed(desk)):
        raise Refused(_N("This request is not waiting any more."), _N("Nothing is left to do."))
    _erase(desk, [id])


def tidy(desk: Desk) -> int:
    """Those whose month is over go. How many."""
    with desk.store.read(PLACE) as session:
        due = store.due(session, desk.store.water.surely())
    if due:
        _erase(desk, due)
    return len(due)


def write_pack(desk: Desk, visit: Visit, to: Path) -> None:
    """What is written down about one visit, for whoever was here (Art. 15). NotAllowed for all but officers."""
    _must_be_officer(desk)
    exports.write(desk, PLACE, "visit.pack", to, pack(desk, visit).encode(), about=visit.id)


def pack(desk: Desk, visit: Visit) -> str:
    none, zone = _("Not stated"), desk.store.days[visit.site].zone

    def here(moment: datetime | None) -> str:
        if moment is None:
            return none
        local = moment.astimezone(zone)
        return _("{day}, {time}").format(day=language.day(local.date()), time=language.clock(local))

    lines = [desk.office.name, "", _("What the visitors' book says of you"), "",
             f"{_('Full name')}: {visit.name or none}", f"{_('Employer')}: {visit.employer or none}", f"{_('Plate')}: {visit.plate or none}",
             f"{_('Host')}: {visit.host or none}", f"{_('Arrived')}: {here(visit.arrived_at)}", f"{_('Left')}: {here(visit.departed_at)}",
             f"{_('Forgotten on')}: {here(visit.due_from)}", "",
             _("Purpose: security inside the building and prevention (Art. 6(1)(c) GDPR). Few colleagues may see it. One month after the "
               "visit every word of it is erased."), ""]
    return "\n".join(lines)


def _checked(person: str) -> str:
    clean = " ".join(unicodedata.normalize("NFC", person).split())
    if not clean or any(unicodedata.category(each) in UNSEEN or each in TURNING for each in clean) or len(clean) > LONGEST:
        raise Refused(_N("A request needs who asks, and how to answer."), _N("Write a name and an address in one line of at most {longest} letters."),
                      longest=LONGEST, field="person")
    return clean


def _must_be_officer(desk: Desk) -> None:
    if not desk.store.may_write(OFFICERS):
        raise NotAllowed(_N("This account does not answer requests."), _N("Ask a data-protection officer to do it."))


def _erase(desk: Desk, ids: list[str]) -> None:
    with desk.store.act(PLACE, "desk_request.close", summary={"rows": len(ids)}) as session:
        bytes_of.erase(session, store.DeskRequest, ids)
        bytes_of.owe(raw(session))
    erasure.settle(desk)
