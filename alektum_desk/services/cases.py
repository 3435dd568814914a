"""A case after its letter went out: what was sent and what arrived, what is waited for, the day it goes, and its end."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.documents.certificate import CertificateSheet, certificate as draw
from alektum_desk.domain import cases
from alektum_desk.domain.cases import Event, EventKind, Result
from alektum_desk.domain.complaints import TEXT, Kept, State, clean
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.exports import Export
from alektum_desk.domain.follow_up import Due
from alektum_desk.services import complaints, erasure, exports, follow_up, walls
from alektum_desk.services.desk import Desk
from alektum_desk.store import certificates, complaints as store
from alektum_desk.store.models import new_id

EVENTS: Mapping[EventKind, str] = {
    EventKind.SENT: _N("The letter was sent"), EventKind.ACKNOWLEDGED: _N("The authority acknowledged receipt"),
    EventKind.ASKED: _N("The authority asked for more"), EventKind.ANSWERED: _N("We answered the authority"),
    EventKind.TRANSFERRED: _N("The authority passed it on"), EventKind.PROGRESS: _N("The authority told of progress"),
    EventKind.DECIDED: _N("The authority decided"), EventKind.NOTE: _N("A note of our own"),
}
RESULTS: Mapping[Result, str] = {
    Result.UPHELD: _N("The authority agreed"), Result.PARTLY: _N("The authority agreed in part"), Result.REJECTED: _N("The authority rejected it"),
    Result.SETTLED: _N("Settled with the controller"), Result.WITHDRAWN: _N("Withdrawn"), Result.HANDED_ON: _N("Handed on to another authority"),
    Result.OTHER: _N("It ended in another way"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """`goes_on` is the day of its erasure, None while it is open; `files` are those that left and may still lie somewhere."""

    kept: Kept
    document: Mapping[str, Any]
    events: tuple[Event, ...]
    steps: tuple[Due, ...]
    goes_on: date | None
    files: tuple[Export, ...]


def shown(desk: Desk, key: str) -> Case:
    """NotAllowed from outside its wall; Refused where there is none."""
    kept, document = complaints.shown(desk, key)
    with desk.store.read("cases") as session:
        row = complaints.there(store.by_id(session, key))
        events = events_of(complaints.said_of(session, desk, row)["events"]) if kept.walled else tuple(
            Event(each.id, EventKind(each.kind), each.happened_on, each.words, each.who, each.at) for each in store.events(session, key))
    steps = follow_up.steps(desk, key)
    files = () if kept.walled else tuple(each for each in exports.listed(desk) if each.about == key)
    return Case(kept, document, events, steps, cases.goes_on(kept.closed_on) if kept.closed_on else None, files)


def events_of(said: list[dict[str, Any]]) -> tuple[Event, ...]:
    """As they lie behind a wall."""
    found = (Event(each["id"], EventKind(each["kind"]), date.fromisoformat(each["on"]), each["words"], each["who"], datetime.fromisoformat(each["at"]))
             for each in said)
    return tuple(sorted(found, key=lambda each: (each.on, each.at, each.id)))


def note(desk: Desk, key: str, kind: EventKind, on: date, words: str | None = None) -> None:
    """Something was sent or arrived; the periods of the case follow from it. Refused for a day to come and a note without words."""
    if on > desk.today():
        raise Refused(_N("This day has not come yet."), _N("Name the day on which it was sent or arrived."), field="on")
    if kind is EventKind.NOTE and not (words or "").strip():
        raise Refused(_N("A note says nothing yet."), _N("Write a sentence, or leave it."), field="words")
    said = clean(words, "words", TEXT, feeds=True) if words and words.strip() else None
    event = Event(new_id(), kind, on, said, desk.who.name, desk.now().replace(microsecond=0))
    if _is_walled(desk, key):
        _behind(desk, key, "wall.note", lambda now: {**now, "events": [*now["events"], {
            "id": event.id, "kind": kind.value, "on": on.isoformat(), "words": said, "who": event.who, "at": event.at.isoformat()}]})
        return
    with desk.store.act("cases", "complaint.note") as session:
        complaints.there(store.by_id(session, key))
        store.add_event(session, store.CaseEvent(id=event.id, complaint=key, kind=kind.value, happened_on=on, words=said, who=event.who, at=event.at))


def hold(desk: Desk, key: str, why: str) -> None:
    """The case stays past its day, for this reason only, until it is released: Art. 17(3)(e) GDPR."""
    words = clean(why, "why", TEXT, feeds=True)
    if _is_walled(desk, key):
        _behind(desk, key, "wall.hold", lambda now: {**now, "held_because": words}, held=complaints.WALLED)
        return
    with desk.store.act("cases", "complaint.hold") as session:
        complaints.there(store.by_id(session, key)).held_because = words


def release(desk: Desk, key: str) -> None:
    if _is_walled(desk, key):
        _behind(desk, key, "wall.release", lambda now: {**now, "held_because": None}, held=None)
        return
    with desk.store.act("cases", "complaint.release") as session:
        complaints.there(store.by_id(session, key)).held_because = None


def _is_walled(desk: Desk, key: str) -> bool:
    with desk.store.read("cases") as session:
        row = complaints.there(store.by_id(session, key))
        if row.kind == complaints.WALLED:
            complaints.said_of(session, desk, row)
            return True
    return False


_SAME = "same"


def _behind(desk: Desk, key: str, kind: str, change: Callable[[dict[str, Any]], dict[str, Any]], held: str | None = _SAME) -> None:
    with desk.store.act("cases", kind) as session:
        row = complaints.there(store.by_id(session, key))
        walls.change(session, desk, key, change(complaints.said_of(session, desk, row)))
        if held != _SAME:
            row.held_because = held
        session.flush()


# -- the end

def erase(desk: Desk, key: str) -> None:
    """Now: it is due, or the person asked for it. What remains is in `remains`. Refused while it is open or on hold; from outside its wall NotAllowed."""
    _is_walled(desk, key)
    with desk.store.read("cases") as session:
        row = complaints.there(store.by_id(session, key))
        if row.state != State.CLOSED.value:
            raise Refused(_N("This case is still open."), _N("Close it first; then it can be erased."))
        if row.held_because:
            raise Refused(_N("This case is on hold."), _N("Release the hold first; then it can be erased."))
    erasure.erase_cases(desk, [key], on_request=True)


def due(desk: Desk) -> tuple[Kept, ...]:
    """Closed cases whose day has come."""
    return erasure.due_cases(desk)


def certificate(desk: Desk, day: date) -> bytes:
    """What was erased on that day, as a page for whoever asks: numbers and dates, nobody's name. Refused where nothing was."""
    place = desk.store.compartment("cases")
    signed = certificates.of_day(place, day)
    with desk.store.read("cases") as session:
        gone = [complaints.kept(session, desk, row) for row in store.erased_on(session, day)]
    if signed is None or not gone:
        raise Refused(_N("No case was erased on that day."), _N("Choose a day on which a case was erased."))
    rows = tuple((each.number or _("The person's own letter"), language.day(each.closed_on) if each.closed_on else "",
                  language.day(cases.goes_on(each.closed_on)) if each.closed_on else "",
                  _(RESULTS[Result(each.result)]) if each.result else "") for each in gone)
    entries = sorted(run["entry"] for run in signed["runs"])
    facts = ((_("Office"), desk.office.name), (_("Erased on"), language.day(day)),
             (_("Journal"), _("{origin}, entries {first} to {last}").format(origin=place.origin, first=entries[0], last=entries[-1])),
             (_("Fingerprint of the key"), sha256(place.public).hexdigest()))
    return draw(CertificateSheet(
        language=language.current(), title=_("Certificate of erased cases"),
        introduction=_("Three years after a case was closed, or earlier when the person asks for it, everything that was written down about it "
                       "is erased: the letter, what was noted and what the journal kept of it."),
        facts=facts, heads=(_("Number"), _("Closed on"), _("To be erased by"), _("How it ended")), rows=rows,
        empty=_("No case was erased on that day."), page_label=_("Page {page} of {pages}"), author=desk.office.name, created_on=day,
        watermark=_("SAMPLE") if desk.sample else None))


def write_certificate(desk: Desk, day: date, to: Path) -> None:
    complaints.must_take(to)
    exports.write(desk, "cases", "complaint.certificate", to, certificate(desk, day))


def remains(desk: Desk) -> tuple[Kept, ...]:
    """What is still known of erased cases: none of it a person's."""
    return erasure.remains(desk)
