"""Visitors: signed in, signed out, listed, found, forgotten."""
from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import _N, Busy, Refused
from alektum_desk.domain.visitors import Forgotten, Guest, Visit, checked, forget_on
from alektum_desk.services import desk as desks
from alektum_desk.services.desk import Desk
from alektum_desk.store import home as homes, visitors as store
from alektum_desk.store.clock import HighWater
from alektum_desk.store.compartment import CLOCK_KEY
from alektum_desk.store.days import DayKeys, destroy_passed
from alektum_desk.store.files import held
from alektum_desk.store.models import new_id

PLACE = "visitors"
A_DAY = timedelta(days=1)       # more than any change of the world's clocks can bring a limit forward


# -- the door

def sites(desk: Desk) -> tuple[str, ...]:
    """The ids of the offices whose door this desk keeps."""
    return tuple(desk.store.days)


def hosts(desk: Desk) -> tuple[str, ...]:
    """Whom the living visits came to see, for the front desk to choose from."""
    return tuple(sorted({visit.host for visit in listed(desk) if visit.host}, key=str.casefold))


def sign_in(desk: Desk, guest: Guest, site: str | None = None) -> Visit:
    """At the desk's own site unless another one is named. Refused, or ClockUnsure when the clock stands behind its mark."""
    guest = checked(guest)
    desk.store.compartment(PLACE)
    desk.store.must_write(PLACE)
    days = _days(desk, site or desk.office.id)
    desk.store.water.must_be_sure()
    # To the second, as it is stored, and noted: no later start may find a visit ahead of its clock.
    arrived_at = desk.store.water.note_locked().replace(microsecond=0)
    limit = forget_on(arrived_at, days.zone.key)
    chain, key = days.for_sealing(limit.last_day)
    visit, token = new_id(), secrets.token_hex(16)
    with desk.store.act(PLACE, "visit.sign_in") as session:
        session.add(store.Visit(id=visit, token=token, site=days.office, chain=chain, held=False, last_day=limit.last_day,
                                due_from=limit.due_from, arrived_at=arrived_at, departed_at=None,
                                **store.seal(key, visit, guest)))
    return Visit(visit, token, guest.name, guest.employer, guest.plate, guest.host, days.office, arrived_at, None,
                 limit.last_day, limit.due_from, limit.latest_allowed)


def sign_out(desk: Desk, *, token: str | None = None, id: str | None = None, at: datetime | None = None) -> Visit:  # noqa: A002, the row's word
    """By the badge's token or by the visit's id; now, or at a moment between the arrival and now."""
    departed_at = (at or desk.now()).astimezone(UTC).replace(microsecond=0)
    if departed_at > desk.now():
        raise Refused(_N("Nobody has left yet at a moment that is still to come."), _N("Give a moment that has passed."))
    with desk.store.act(PLACE, "visit.sign_out") as session:
        row = store.by_token(session, token) if token else store.by_id(session, id or "")
        if row is None or row.held or row.due_from <= desk.now():
            raise _unknown()
        if row.departed_at:
            raise Refused(_N("This visitor has signed out already, at {at} UTC."), _N("Nothing is left to do."),
                          at=f"{row.departed_at:%Y-%m-%d %H:%M}")
        if departed_at < row.arrived_at:
            raise Refused(_N("A visitor cannot leave before the arrival."), _N("Give a moment after {at} UTC."),
                          at=f"{row.arrived_at:%Y-%m-%d %H:%M:%S}")
        row.departed_at = departed_at
        found = row.id
    return living(desk, found)


def living(desk: Desk, id: str) -> Visit:  # noqa: A002, the row's word
    """One visit of the last month; Refused when there is none, or none any more."""
    found = next((each for each in listed(desk) if each.id == id), None)
    if found is None:
        raise _unknown()
    return found


def sealed(desk: Desk, id: str) -> dict[str, str | None]:  # noqa: A002, the row's word
    """A visit as it is stored: its fields in hex. For those who want to see that nothing can be seen."""
    with desk.store.read(PLACE) as session:
        row = store.by_id(session, id)
        if row is None:
            raise _unknown()
        boxes = {name: getattr(row, name) for name in store.SEALED}
        return {"id": row.id} | {name: box.hex() if box else None for name, box in boxes.items()}


def _unknown() -> Refused:
    return Refused(_N("No visit of the last month has this token or this id."), _N("See: alektum-desk visitors list"))


def _days(desk: Desk, site: str) -> DayKeys:
    if site not in desk.store.days:
        raise Refused(_N("There is no site {site} at this desk."), _N("Choose one of: {sites}."),
                      site=site, sites=", ".join(desk.store.days))
    return desk.store.days[site]


# -- the book: living visits, in memory only

class _Book:
    """Decrypted once, then kept up by what the journal tells, whoever wrote it."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.entry = -1
        self.visits: dict[str, Visit] = {}
        self.order: tuple[Visit, ...] = ()
        self.texts: tuple[str, ...] = ()
        self.next_due: datetime | None = None

    def follow(self, desk: Desk) -> None:
        with desk.store.read(PLACE) as session:
            last = store.last_entry(session)
            if last != self.entry:
                self._read(session, desk)
                self.entry = last
                self._sort()
        now = desk.now()
        if self.next_due and self.next_due <= now:
            self.visits = {key: visit for key, visit in self.visits.items() if visit.due_from > now}
            self._sort()

    def _read(self, session: Session, desk: Desk) -> None:
        if self.entry < 0:
            self._take(store.every(session), desk)
            return
        touched, many = store.touched_since(session, self.entry)
        for each in touched:
            self.visits.pop(each, None)
        self._take(store.some(session, touched), desk)
        if many:
            there = store.ids(session)
            self._take(store.some(session, there - self.visits.keys()), desk)
            self.visits = {key: visit for key, visit in self.visits.items() if key in there}

    def _take(self, rows: Iterable[store.Sealed], desk: Desk) -> None:
        now = desk.now()
        for row in rows:
            days = desk.store.days.get(row.site)
            if days and row.due_from > now and (visit := store.opened(row, days)):
                self.visits[visit.id] = visit

    def _sort(self) -> None:
        self.order = tuple(sorted(self.visits.values(), key=lambda visit: (visit.arrived_at, visit.id), reverse=True))
        self.texts = tuple("\n".join(filter(None, (each.name, each.employer, each.plate, each.host))).casefold()
                           for each in self.order)
        self.next_due = min((each.due_from for each in self.order), default=None)


_books: WeakKeyDictionary[Desk, _Book] = WeakKeyDictionary()


def _book(desk: Desk) -> _Book:
    book = _books.setdefault(desk, _Book())
    with book.lock:
        book.follow(desk)
    return book


def listed(desk: Desk) -> tuple[Visit, ...]:
    """Every living visit, newest first; decrypted once, then kept in memory."""
    return _book(desk).order


def on_site(desk: Desk) -> tuple[Visit, ...]:
    return tuple(each for each in listed(desk) if each.is_on_site)


def find(desk: Desk, text: str) -> tuple[Visit, ...]:
    """Living visits in which every word of `text` occurs, newest first."""
    book = _book(desk)
    with book.lock:
        order, texts = book.order, book.texts
    words = text.casefold().split()
    if not words:
        return order
    first, *others = words
    hits = [place for place, said in enumerate(texts) if first in said]
    for word in others:
        hits = [place for place in hits if word in texts[place]]
    return tuple([order[place] for place in hits])


def close_book(desk: Desk) -> None:
    """What was decrypted is let go; the next list decrypts anew."""
    _books.pop(desk, None)


# -- forgetting

def tick(desk: Desk) -> Forgotten:
    """Every minute, before the first window, after resume: what is due goes. A busy store is tidied at the next one."""
    if not desk.store.may_write(PLACE):
        return forget_locked(desk.home, desk.store.water.clock)
    desks.tidy(desk)
    return forget(desk)


def forget(desk: Desk) -> Forgotten:
    """Keys of passed days, then rows that are due, then every byte of them."""
    place = desk.store.compartment(PLACE)
    desk.store.must_write(PLACE)
    now = desk.store.water.note(place.secret(CLOCK_KEY)[0])
    keys = [end for days in desk.store.days.values() for end in days.forget()]
    due = _due(desk, now)
    late = max((now - since for since in (*keys, *due.values())), default=timedelta())
    done = Forgotten("opened", len(keys), len(due), int(late.total_seconds()))
    if due:
        summary = {"rows": done.rows_erased, "days": done.days_destroyed, "late_s": done.late_s}
        with desk.store.act(PLACE, "visit.forget", summary=summary) as session:
            store.erase(session, list(due))
            store.owe_compaction(session, new_id())
        close_book(desk)
        desk.store.announce(frozenset({Kind.VISIT}))
    settle(desk)
    return done


def settle(desk: Desk) -> bool:
    """The file gives up the bytes of what was erased. False while somebody still reads: the next tick tries again."""
    place = desk.store.compartment(PLACE)
    with place.bare() as db:
        jobs = [job for (job,) in db.execute("SELECT job FROM pending WHERE body = 'compact'")]
    if not jobs:
        return True
    try:
        if not place.compact():
            return False
    except Busy:
        return False
    with place.bare() as db:
        db.executemany("DELETE FROM pending WHERE job = ?", [(job,) for job in jobs])
    return True


def _due(desk: Desk, now: datetime) -> dict[str, datetime]:
    """Visits that must go, and since when: the earlier of the stored limit and the one that today's time zones give."""
    due = {}
    with desk.store.read(PLACE) as session:
        for visit, site, arrived_at, stored in store.nearly_due(session, now + A_DAY):
            zone = desk.store.days[site].zone.key if site in desk.store.days else desk.zone.key
            since = min(stored, forget_on(arrived_at, zone).due_from)
            if since <= now:
                due[visit] = since
    return due


def forget_locked(home: Path, clock: Callable[[], datetime] = desks.system) -> Forgotten:
    """Without any password: the keys of passed days."""
    homes.read(home)
    with desks.disk_said_plainly(home), held(home):
        now = HighWater(home / "clock.json", clock).note_locked()
        gone = [end for path in sorted(home.glob("*.days")) for end in destroy_passed(path, now)]
    late = max((now - since for since in gone), default=timedelta())
    return Forgotten("locked", len(gone), 0, int(late.total_seconds()))
