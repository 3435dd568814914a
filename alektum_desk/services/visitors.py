"""Visitors: signed in, signed out, listed, found, forgotten."""
from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import compress
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from alektum_desk.documents.fonts import romanised
from alektum_desk.domain.badges import tells_of
from alektum_desk.domain.cards import CLOSES_AT, closing_after
from alektum_desk.domain.errors import _N, Full, NotAllowed, Refused
from alektum_desk.domain.folding import fold
from alektum_desk.domain.visitors import (
    Expected,
    Forgotten,
    Guest,
    NoticeRead,
    Visit,
    checked,
    checked_delivery,
    first_instant,
    forget_no_show_on,
    forget_on,
)
from alektum_desk.services import cards, desk as desks, desk_requests, erasure, holds, hosts
from alektum_desk.services.desk import Desk
from alektum_desk.services.erasure import Leaving
from alektum_desk.store import erasure as bytes_of, home as homes, visitors as store
from alektum_desk.store.clock import HighWater
from alektum_desk.store.compartment import CLOCK_KEY, Compartment, raw
from alektum_desk.store.days import DayKeys, forget_passed
from alektum_desk.store.models import new_id

PLACE = "visitors"
FARTHEST = timedelta(days=31)   # the day keys reach twice as far
A_DAY = timedelta(days=1)       # more than any change of the world's clocks can bring a limit forward


# -- the door

def sites(desk: Desk) -> tuple[str, ...]:
    """The ids of the offices whose door this desk keeps."""
    return tuple(desk.store.days)


def sign_in(desk: Desk, guest: Guest, site: str | None = None, read: NoticeRead | None = None, *, over: bool = False) -> Visit:
    """At the desk's own site unless another one is named; `read` is the notice that the visitor was shown.

    Refused, or ClockUnsure when the clock stands behind its mark. Full unless somebody answers for one more: `over`.
    """
    return sign_in_all(desk, [checked(guest)], site, "visit.sign_in", read, over=over)[0]


def sign_in_all(desk: Desk, guests: Sequence[Guest], site: str | None, kind: str, read: NoticeRead | None = None, *, over: bool = False,
                party: str | None = None, delivery: bool = False) -> tuple[Visit, ...]:
    """Guests whose words were checked, in one act: all of them or none."""
    desk.store.compartment(PLACE)
    desk.store.must_write(PLACE)
    days = _days(desk, site or desk.office.id)
    desk.store.water.must_be_sure()
    # To the second, as it is stored: the visit itself tells the next start how late it is at least.
    with desks.disk_said_plainly(desk.home):
        arrived_at = desk.store.water.surely().replace(microsecond=0)
        limit = forget_on(arrived_at, days.zone.key)
        chain, key = days.for_sealing(limit.last_day)
    made = []
    day_began = first_instant(arrived_at.astimezone(days.zone).date(), days.zone)
    with desk.store.act(PLACE, kind) as session:
        if not delivery and not over:
            _must_have_room(session, days.office, len(guests))
        badge = store.last_badge(session, days.office, day_began, limit)
        for number, guest in enumerate(guests, badge + 1):
            visit = Visit(new_id(), _token(guest), guest.name, guest.employer, guest.plate, guest.host, days.office, arrived_at,
                          arrived_at if delivery else None, limit.last_day, limit.due_from, limit.latest_allowed,
                          None if delivery else number, party, delivery)
            store.add(session, visit, chain, store.seal(key, visit.id, guest), read)
            made.append(visit)
    return tuple(made)


def _token(guest: Guest) -> str:
    """128 bits of chance, without the three letters in a row that chance may share with a name."""
    said = [each for each in (guest.name, guest.employer, guest.host) if each]
    said += [romanised(word) for each in said for word in each.split() if max(word) > "\u052f"]     # as a badge may spell it
    while tells_of(token := secrets.token_hex(16), said):
        pass
    return token


def _must_have_room(session: Session, site: str, more: int) -> None:
    capacity = store.capacity(session, site)
    inside = store.how_many_inside(session, site) if capacity is not None else 0
    if capacity is not None and inside + more > capacity:
        raise Full(_N("The building takes {capacity} people, and {inside} are in it."), _N("Sign out who has left, or answer for it that more come in."),
                   capacity=capacity, inside=inside)


def sign_out(desk: Desk, *, token: str | None = None, id: str | None = None, at: datetime | None = None) -> Visit:  # noqa: A002, the row's word
    """By the badge's token or by the visit's id; now, or at a moment between the arrival and now."""
    departed_at = (at or desk.now()).astimezone(UTC).replace(microsecond=0)
    if departed_at > desk.now():
        raise Refused(_N("Nobody has left yet at a moment that is still to come."), _N("Give a moment that has passed."))
    with desk.store.act(PLACE, "visit.sign_out") as session:
        row = store.by_token(session, token) if token else store.by_id(session, id or "")
        if row is None or row.held or row.due_from <= desk.now():
            raise _unknown()
        if row.departed_at and not row.closed:
            raise Refused(_N("This visitor has signed out already, at {at} UTC."), _N("Nothing is left to do."),
                          at=f"{row.departed_at:%Y-%m-%d %H:%M}")
        if departed_at < row.arrived_at:
            raise Refused(_N("A visitor cannot leave before the arrival."), _N("Give a moment after {at} UTC."),
                          at=f"{row.arrived_at:%Y-%m-%d %H:%M:%S}")
        row.departed_at, row.closed = departed_at, False
        found = row.id
    return living(desk, found)


def correct(desk: Desk, id: str, guest: Guest) -> Visit:  # noqa: A002, the row's word
    """What was written down wrongly is put right (Art. 16), under the same day: a correction lengthens nothing."""
    with desk.store.act(PLACE, "visit.correct") as session:
        row = store.by_id(session, id)
        if row is None or row.held or row.due_from <= desk.now():
            raise _unknown()
        guest = checked_delivery(guest.employer or "", guest.host) if row.delivery else checked(guest)
        key = _days(desk, row.site).for_opening(row.chain, row.last_day)
        if key is None:
            raise _unknown()
        for name, box in store.seal(key, row.id, guest).items():
            setattr(row, name, box)
    return living(desk, id)


def erase(desk: Desk, id: str) -> None:  # noqa: A002, the row's word
    """Before its day, because the visitor asked for it and an officer agreed (Art. 17). NotAllowed for all but officers."""
    if not desk.store.may_write("cases"):
        raise NotAllowed(_N("This account does not erase a visit before its day."), _N("Ask a data-protection officer to do it."))
    visit = living(desk, id)
    erasure.erase_visits(desk, {visit.id: Leaving(store.Visit, visit.last_day, desk.now())}, "visit.erase", 0, desk.now())
    close_book(desk)
    erasure.settle(desk)


def close_forgotten(desk: Desk) -> int:
    """Who is still signed in at the first closing time after the arrival has left by then, as far as anybody knows. How many.

    Marked as nobody's word, and no deadline moves.
    """
    if desk.store.water.doubt():
        return 0
    now, sites = desk.store.water.surely(), {site: (cards.card(desk, site).closes_at, days.zone) for site, days in desk.store.days.items()}
    with desk.store.read(PLACE) as session:
        found = [(visit, closing_after(arrived_at, sites[site][0] or CLOSES_AT, sites[site][1]))
                 for visit, site, arrived_at in store.inside(session) if site in sites and sites[site][0]]
    over = {visit: at for visit, at in found if at <= now}
    if over:
        with desk.store.act(PLACE, "visit.close") as session:
            for visit, at in over.items():
                row = session.get_one(store.Visit, visit)
                if row.departed_at is None:
                    row.departed_at, row.closed = at, True
    return len(over)


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


# -- who is expected

def announce(desk: Desk, guest: Guest, expected_at: datetime, site: str | None = None) -> Expected:
    """Somebody is to come; who does not is gone with that day. Refused for a day that is over, or too far ahead."""
    guest = checked(guest)
    desk.store.compartment(PLACE)
    desk.store.must_write(PLACE)
    days, expected_at = _days(desk, site or desk.office.id), expected_at.astimezone(UTC).replace(microsecond=0)
    limit = forget_no_show_on(expected_at, days.zone.key)
    if limit.latest_allowed <= desk.now() or limit.last_day > days.today() + FARTHEST:
        raise Refused(_N("Visitors are announced for today or for a day of the coming month."), _N("Choose such a day."))
    desk.store.water.must_be_sure()
    chain, key = days.for_sealing(limit.last_day)
    visit, token = new_id(), _token(guest)
    with desk.store.act(PLACE, "visit.announce") as session:
        session.add(store.Expected(id=visit, token=token, site=days.office, chain=chain, last_day=limit.last_day,
                                   due_from=limit.latest_allowed, expected_at=expected_at, **store.seal(key, visit, guest)))
    return Expected(visit, token, guest.name, guest.employer, guest.plate, guest.host, days.office, expected_at, limit.latest_allowed)


def expected(desk: Desk) -> tuple[Expected, ...]:
    """Who is announced and has not come yet, in the order of the hours."""
    now, found = desk.now(), []
    with desk.store.read(PLACE) as session:
        for row in store.announced(session):
            days = desk.store.days.get(row.site)
            guest = store.guest_of(row, days) if days and row.due_from > now else None
            if guest:
                found.append(Expected(row.id, row.token, guest.name, guest.employer, guest.plate, guest.host, row.site, row.expected_at,
                                      row.due_from))
    return tuple(found)


def arrive(desk: Desk, token: str, read: NoticeRead | None = None, *, over: bool = False) -> Visit:
    """Who was announced is here, on the very day: the announcement goes, and the token with it."""
    found = next((each for each in expected(desk) if each.token == token), None)
    days = _days(desk, found.site) if found else None
    if found is None or days is None or found.expected_at.astimezone(days.zone).date() != days.today():
        raise Refused(_N("Nobody is announced for today under this token."), _N("Sign the visitor in at the front desk."))
    visit = sign_in(desk, Guest(found.name, found.employer, found.plate, found.host), found.site, read, over=over)
    with desk.store.act(PLACE, "visit.arrive", summary={"rows": 1}) as session:
        bytes_of.erase(session, store.Expected, [found.id])
        bytes_of.owe(raw(session))
    return visit


# -- the book: living visits, in memory only

class _Book:
    """Decrypted once, then kept up by what the journal tells, whoever wrote it."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.seen_at: datetime | None = None    # what is due by then is not in the book
        self.entry = -1
        self.visits: dict[str, Visit] = {}
        self.said: dict[str, str] = {}          # folded for the search
        self.order: tuple[Visit, ...] = ()
        self.texts: tuple[str, ...] = ()
        self.next_due: datetime | None = None

    def follow(self, desk: Desk) -> None:
        now = desk.now()
        if self.seen_at and now < self.seen_at:     # the clock had leapt and was put right: what it hid comes back
            self.entry = -1
        self.seen_at = now
        with desk.store.read(PLACE) as session:
            last = store.last_entry(session)
            if last != self.entry:
                self._read(session, desk, now)
                self.entry = last
                self._sort()
        if self.next_due and self.next_due <= now:
            self.visits = {key: visit for key, visit in self.visits.items() if visit.due_from > now}
            self._sort()

    def _read(self, session: Session, desk: Desk, now: datetime) -> None:
        if self.entry < 0:
            self.visits, self.said = {}, {}
            self._take(store.every(session), desk, now)
            return
        touched, many = store.touched_since(session, self.entry)
        for each in touched:
            self.visits.pop(each, None)
            self.said.pop(each, None)
        self._take(store.some(session, touched), desk, now)
        if many:
            there = store.ids(session)
            self._take(store.some(session, there - self.visits.keys()), desk, now)
            self.visits = {key: visit for key, visit in self.visits.items() if key in there}

    def _take(self, rows: Iterable[store.Sealed], desk: Desk, now: datetime) -> None:
        for row in rows:
            days = desk.store.days.get(row.site)
            if days and row.due_from > now and (visit := store.opened(row, days)):
                self.visits[visit.id] = visit

    def _sort(self) -> None:
        self.order = tuple(sorted(self.visits.values(), key=lambda visit: (visit.arrived_at, visit.badge or 0, visit.id), reverse=True))
        self.said = {each.id: said for each in self.order if (said := self.said.get(each.id) or _folded(each))}
        self.texts = tuple(self.said[each.id] for each in self.order)
        self.next_due = min((each.due_from for each in self.order), default=None)


def _folded(visit: Visit) -> str:
    return fold("\n".join(filter(None, (visit.name, visit.employer, visit.plate, visit.host, str(visit.badge or "")))))


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
    """Living visits in which every word of `text` occurs, whatever its accents, newest first."""
    book, words = _book(desk), fold(text).split()
    with book.lock:
        order, texts = book.order, book.texts
    if not words:
        return order
    for word in words[:-1]:
        hits = [word in said for said in texts]
        order, texts = tuple(compress(order, hits)), tuple(compress(texts, hits))
    last = words[-1]
    return tuple(compress(order, [last in said for said in texts]))


def says(visit: Visit, text: str) -> bool:
    """Whether every word of `text` occurs in what is written down of it."""
    said = _folded(visit)
    return all(word in said for word in fold(text).split())


def close_book(desk: Desk) -> None:
    """What was decrypted is let go; the next list decrypts anew."""
    _books.pop(desk, None)


# -- forgetting

def tick(desk: Desk) -> Forgotten:
    """Every minute, before the first window, after resume: what is due goes. A busy store is tidied at the next one."""
    if not desk.store.may_write(PLACE):
        return forget_locked(desk.home, water=desk.store.water)
    desks.tidy(desk)
    done = forget(desk)
    close_forgotten(desk)
    return done


def forget(desk: Desk) -> Forgotten:
    """Keys of passed days, then rows that are due, then every byte of them, then the certificate."""
    place = desk.store.compartment(PLACE)
    desk.store.must_write(PLACE)
    with desks.disk_said_plainly(desk.home):
        done = bytes_of.with_room(desk.home, lambda: _forget(desk, place))
    bytes_of.lay_reserve(desk.home, place.path)
    return done


def _forget(desk: Desk, place: Compartment) -> Forgotten:
    now = desk.store.water.note(place.secret(CLOCK_KEY)[0])
    keys = [end for days in desk.store.days.values() for end in days.forget()]
    released = holds.tidy(desk)
    hosts.tidy(desk)
    desk_requests.tidy(desk)
    due = _due(desk, now)
    rows_late = erasure.erase_visits(desk, due, "visit.forget", len(keys), now)
    if due:
        close_book(desk)
    erasure.settle(desk)
    late = max((now - since for since in keys), default=timedelta())
    return Forgotten("opened", len(keys), len(due) + released, max(int(late.total_seconds()), rows_late))


def settle(desk: Desk) -> bool:
    """The file gives up the bytes of what was erased. False while somebody still reads: the next tick tries again."""
    return erasure.settle(desk)


def _due(desk: Desk, now: datetime) -> dict[str, Leaving]:
    """What must go, and since when: the earlier of the stored limit and the one that today's time zones give."""
    due = {}
    with desk.store.read(PLACE) as session:
        for visit, site, arrived_at, stored, day in store.nearly_due(session, now + A_DAY):
            since = min(stored, forget_on(arrived_at, _zone(desk, site)).due_from)
            if since <= now:
                due[visit] = Leaving(store.Visit, day, since)
        for row in store.announced(session):        # who never came goes with the day, not with the hour
            since = min(row.due_from, forget_no_show_on(row.expected_at, _zone(desk, row.site)).latest_allowed)
            if since <= now:
                due[row.id] = Leaving(store.Expected, row.last_day, since)
    return due


def _zone(desk: Desk, site: str) -> str:
    return desk.store.days[site].zone.key if site in desk.store.days else desk.zone.key


def forget_locked(home: Path, clock: Callable[[], datetime] = desks.system, water: HighWater | None = None) -> Forgotten:
    """Without any password: the keys of passed days. `water`: of a desk that is open."""
    homes.read(home)
    with desks.disk_said_plainly(home):
        now, gone = forget_passed(home, clock, water)
    late = max((now - since for since in gone), default=timedelta())
    return Forgotten("locked", len(gone), 0, int(late.total_seconds()))
