"""What must be looked at after letters went out, as a list and as a calendar for any calendar program."""
from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from alektum_desk.base.language import _
from alektum_desk.domain import complaints as reading, follow_up
from alektum_desk.domain.admissibility import CROSS_BORDER_RULES_FROM
from alektum_desk.domain.cases import EventKind
from alektum_desk.domain.complaints import Letter, State
from alektum_desk.domain.deadlines import YEARS, months_after
from alektum_desk.domain.errors import _N, DeskError
from alektum_desk.domain.follow_up import Ahead, Due, Step
from alektum_desk.domain.routing import Atlas
from alektum_desk.reference import holidays
from alektum_desk.services import authorities, authority_records, complaints, exports, walls
from alektum_desk.services.desk import Desk
from alektum_desk.store import complaints as store

STEPS = {
    Step.ACKNOWLEDGEMENT: _N("Has the authority acknowledged receipt?"),
    Step.TRANSFER: _N("Was the complaint passed on to the lead authority?"),
    Step.PROGRESS: _N("Has the authority told of progress or outcome?"),
}


def steps(desk: Desk, only: str | None = None) -> tuple[Due, ...]:
    """Of every letter that is not closed, or of one; the most urgent first. Holidays are those of the authority's country.

    What arrived already is not waited for. Of walled cases only those that this account sees.
    """
    today, world = desk.today(), authority_records.world(desk)
    found: list[Due] = []
    for each in _open_cases(desk, only):
        lodged, authority = follow_up.lodged_on(each.written_on, each.events), world.authorities.get(each.authority)
        if authority is None or lodged.year not in YEARS:      # such a day is refused today; a letter of an older program may bear it
            continue
        # Which authority leads counts from that day on only, and finding it takes longer than all the rest.
        leads = lodged >= CROSS_BORDER_RULES_FROM and _is_led(each.document, world)
        free = _free(authority.country, authority.region, lodged)
        there = follow_up.settled(kind for kind, _on in each.events)
        found += [Due(each.id, each.number or each.id, step, due, law, follow_up.state(due, today)) for step, due, law in follow_up.ahead(
            each.letter, authority.regime, lodged, cross_border=leads, holidays=free) if step not in there]
    return tuple(sorted(found, key=lambda each: (each.due, each.reference, each.step)))


def _is_led(document: Mapping[str, Any], world: Atlas) -> bool:
    try:
        return authorities.route(complaints.routed(reading.read(document)), world).lead_authority is not None
    except DeskError:                   # a file of an older program that is no longer read
        return False


@lru_cache(maxsize=500)
def _free(country: str, region: str | None, lodged: date) -> frozenset[date]:
    return frozenset(holidays.around(country, lodged, months_after(lodged, 3), region))


@dataclass(frozen=True, slots=True)
class _Open:
    id: str
    number: str | None
    authority: str
    letter: Letter
    written_on: date
    document: Mapping[str, Any]
    events: list[tuple[EventKind, date]]


def _open_cases(desk: Desk, only: str | None) -> list[_Open]:
    found = []
    with desk.store.read("cases") as session:
        events: dict[str, list[tuple[EventKind, date]]] = {}
        for event in store.all_events(session):
            events.setdefault(event.complaint, []).append((EventKind(event.kind), event.happened_on))
        one = store.by_id(session, only) if only else None
        for row in store.newest_first(session) if only is None else [one] if one else []:
            if row.state != State.ISSUED.value:
                continue
            if row.kind != complaints.WALLED:
                found.append(_Open(row.id, row.number, row.authority or "", Letter(row.letter), row.written_on, row.document, events.get(row.id, [])))
            elif (said := walls.opened(session, desk, row.id)) is not None:
                told = sorted(((EventKind(each["kind"]), date.fromisoformat(each["on"])) for each in said["events"]), key=lambda each: each[1])
                found.append(_Open(row.id, row.number, said["authority"], Letter(row.letter), row.written_on, said["document"], told))
    return found


def due(desk: Desk) -> tuple[Due, ...]:
    """What Home reminds of: overdue, or within the next two weeks; the most urgent first. Empty for who opens no cases."""
    return tuple(each for each in steps(desk) if each.state is not Ahead.WAITING) if desk.store.may("cases") else ()


def law(due: Due) -> str:
    """In the language at hand."""
    return _("Period of this office") if due.law == follow_up.OFFICE else due.law


def calendar(desk: Desk) -> bytes:
    """RFC 5545: a whole-day entry for each step, with references and no names."""
    stamp = desk.now().strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Alektum Desk//follow-up//EN", "CALSCALE:GREGORIAN"]
    for each in steps(desk):
        uid = hashlib.sha256(f"{each.letter} {each.step.value}".encode()).hexdigest()[:32]
        lines += ["BEGIN:VEVENT", f"UID:{uid}@alektum-desk", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{each.due:%Y%m%d}",
                  f"SUMMARY:{_escaped(_(STEPS[each.step]))} ({_escaped(each.reference)})", f"DESCRIPTION:{_escaped(law(each))}",
                  "TRANSP:TRANSPARENT", "END:VEVENT"]
    return ("\r\n".join(folded for line in [*lines, "END:VCALENDAR"] for folded in _folded(line)) + "\r\n").encode()


def write_calendar(desk: Desk, to: Path) -> None:
    complaints.must_take(to)
    exports.write(desk, "cases", "complaint.calendar", to, calendar(desk))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """No line longer than 75 bytes; the next one begins with a space."""
    made, now = [], ""
    for mark in line:
        if len((now + mark).encode()) > 74:
            made.append(now)
            now = ""
        now += mark
    return [made_line if not at else f" {made_line}" for at, made_line in enumerate([*made, now])]
