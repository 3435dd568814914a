"""Visits as they lie in the compartment: sealed. Names exist in memory only, and never in a row."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import ClassVar, NamedTuple

from sqlalchemy import ColumnElement, String, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from alektum_desk.domain.changes import Kind
from alektum_desk.domain.visitors import Guest, Limit, NoticeRead, Visit as Living, end_of_day
from alektum_desk.store.compartment import Compartment, raw
from alektum_desk.store.days import DayKeys
from alektum_desk.store.keys import Key
from alektum_desk.store.models import VisitorRow, iso

SEALED = ("name", "employer", "plate", "host")
_WHOLE = ("id", "site", "token", "chain", "held", "last_day", "due_from", "arrived_at", "departed_at", "badge", "party", "delivery", "closed",
          "notice_hash", "notice_language", "notice_read_at", *SEALED)
_MANY = 500         # below what one statement may carry in variables
_A_LONG_DAY = timedelta(hours=26)


class Visit(VisitorRow):
    """`chain` names the chain of day keys, or the hold, under whose key the four fields are sealed.

    `badge` counts the arrivals of a day; `party` is the same for those who came together; `closed`: not by a person.
    """

    __tablename__ = "visit"
    __kind__: ClassVar[Kind | None] = Kind.VISIT
    site: Mapped[str] = mapped_column(String(40))
    token: Mapped[str] = mapped_column(String(32), index=True, unique=True)
    chain: Mapped[str] = mapped_column(String(16))
    held: Mapped[bool] = mapped_column(default=False)
    last_day: Mapped[date]
    due_from: Mapped[datetime] = mapped_column(index=True)
    arrived_at: Mapped[datetime]
    departed_at: Mapped[datetime | None] = mapped_column(index=True)
    badge: Mapped[int | None]
    party: Mapped[str | None] = mapped_column(String(32))
    delivery: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    closed: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    notice_hash: Mapped[str | None] = mapped_column(String(64))
    notice_language: Mapped[str | None] = mapped_column(String(8))
    notice_read_at: Mapped[datetime | None]
    name: Mapped[bytes]
    employer: Mapped[bytes | None]
    plate: Mapped[bytes | None]
    host: Mapped[bytes | None]


class Expected(VisitorRow):
    """Announced, not come yet: sealed under the key of that day, in whose evening row and key go."""

    __tablename__ = "expected"
    __kind__: ClassVar[Kind | None] = Kind.VISIT
    site: Mapped[str] = mapped_column(String(40))
    token: Mapped[str] = mapped_column(String(32), index=True, unique=True)
    chain: Mapped[str] = mapped_column(String(16))
    last_day: Mapped[date]
    due_from: Mapped[datetime]
    expected_at: Mapped[datetime]
    name: Mapped[bytes]
    employer: Mapped[bytes | None]
    plate: Mapped[bytes | None]
    host: Mapped[bytes | None]


# Whole columns instead of rows of the ORM: a hundred thousand visits are read at each unlock.
_COLUMNS = (Visit.id, Visit.token, Visit.site, Visit.chain, Visit.last_day, Visit.due_from, Visit.arrived_at,
            Visit.departed_at, Visit.badge, Visit.party, Visit.delivery, Visit.closed, Visit.name, Visit.employer, Visit.plate, Visit.host)


class Sealed(NamedTuple):
    id: str
    token: str
    site: str
    chain: str
    last_day: date
    due_from: datetime
    arrived_at: datetime
    departed_at: datetime | None
    badge: int | None
    party: str | None
    delivery: bool
    closed: bool
    name: bytes
    employer: bytes | None
    plate: bytes | None
    host: bytes | None


def seal(key: Key, visit: str, guest: Guest) -> dict[str, bytes | None]:
    """Bound to the row and the field: nothing sealed can be moved. A delivery's name is sealed, too, though it is empty."""
    said = {name: getattr(guest, name) for name in SEALED}
    return {name: key.seal((value or "").encode(), f"{visit}/{name}") if value or name == "name" else None for name, value in said.items()}


def guest_of(row: Visit | Expected, days: DayKeys) -> Guest | None:
    """None when its key is gone: then nobody can."""
    key = days.for_opening(row.chain, row.last_day)
    if not key:
        return None
    said = {name: key.open(box, f"{row.id}/{name}").decode() if (box := getattr(row, name)) else None for name in SEALED}
    return Guest(said["name"] or "", said["employer"], said["plate"], said["host"])


def opened(row: Sealed, days: DayKeys) -> Living | None:
    """None when its key is gone: then nobody can."""
    visit, token, site, chain, last_day, due_from, arrived_at, departed_at, badge, party, delivery, closed, name, employer, plate, host = row
    key = days.for_opening(chain, last_day)
    if not key:
        return None

    def plain(box: bytes | None, field: str) -> str | None:
        return key.open(box, f"{visit}/{field}").decode() if key and box else None

    return Living(visit, token, key.open(name, f"{visit}/name").decode(), plain(employer, "employer"), plain(plate, "plate"),
                  plain(host, "host"), site, arrived_at, departed_at, last_day, due_from, end_of_day(last_day, days.zone), badge, party,
                  delivery, closed)


# -- queries

def every(session: Session) -> Iterator[Sealed]:
    """One scan: an index would decrypt the same pages many times."""
    return _sealed(session, Visit.held.is_(False))


def some(session: Session, ids: Iterable[str]) -> Iterator[Sealed]:
    wanted = list(ids)
    for start in range(0, len(wanted), _MANY):
        yield from _sealed(session, Visit.held.is_(False), Visit.id.in_(wanted[start:start + _MANY]))


def _sealed(session: Session, *which: ColumnElement[bool]) -> Iterator[Sealed]:
    for row in session.execute(select(*_COLUMNS).where(*which)):
        yield Sealed._make(row)


def ids(session: Session) -> set[str]:
    return set(session.scalars(select(Visit.id).where(Visit.held.is_(False))))


def last_entry(session: Session) -> int:
    """The journal's last number: as long as it stands, nobody has written."""
    return int(raw(session).execute("SELECT coalesce(max(seq), -1) FROM leaf").fetchone()[0])


def touched_since(session: Session, entry: int) -> tuple[set[str], bool]:
    """The visits told in entries after this one, and whether one of these tells of many rows in one sum."""
    told = raw(session).execute("SELECT tbl, row FROM payload WHERE seq > ?", (entry,)).fetchall()
    return {row for table, row in told if table == Visit.__tablename__}, any(table is None for table, _ in told)


def last_arrival(place: Compartment) -> datetime | None:
    """Of the visit that was written last: when the clock was sure to be no earlier. Rows are numbered as they come."""
    with place.bare() as db:
        row = db.execute("SELECT arrived_at FROM visit ORDER BY rowid DESC LIMIT 1").fetchone()
    return datetime.fromisoformat(row[0]) if row else None


def by_id(session: Session, visit: str) -> Visit | None:
    return session.get(Visit, visit)


def by_token(session: Session, token: str) -> Visit | None:
    return session.scalars(select(Visit).where(Visit.token == token)).one_or_none()


def nearly_due(session: Session, until: datetime) -> list[tuple[str, str, datetime, datetime, date]]:
    """Id, site, arrival, stored limit and last day of those whose stored limit lies before `until`."""
    found = session.execute(select(Visit.id, Visit.site, Visit.arrived_at, Visit.due_from, Visit.last_day)
                            .where(Visit.due_from <= until, Visit.held.is_(False)))
    return [(visit, site, arrived_at, due_from, day) for visit, site, arrived_at, due_from, day in found]


def dated_after(session: Session, moment: datetime) -> list[Sealed]:
    return list(_sealed(session, Visit.held.is_(False), Visit.arrived_at > moment))


def redate(session: Session, visit: str, arrived_at: datetime, limit: Limit, chain: str, boxes: Mapping[str, bytes | None]) -> None:
    """Under another day and its key; who had left by a clock that ran ahead has left at once."""
    row = session.get_one(Visit, visit)
    row.arrived_at, row.last_day, row.due_from, row.chain = arrived_at, limit.last_day, limit.due_from, chain
    row.departed_at = arrived_at if row.departed_at else None
    for name, box in boxes.items():
        setattr(row, name, box)


# At the door, past the ORM: it would spend as long on putting these statements together as the disk on keeping the visit.

_ADD = f"INSERT INTO visit ({', '.join(_WHOLE)}) VALUES ({', '.join('?' * len(_WHOLE))})"  # noqa: S608, names of ours


def add(session: Session, visit: Living, chain: str, boxes: Mapping[str, bytes | None], read: NoticeRead | None) -> None:
    """`read`: what the visitor was shown on arriving."""
    arrived_at = iso(visit.arrived_at)
    raw(session).execute(_ADD, (visit.id, visit.site, visit.token, chain, False, visit.last_day.isoformat(), iso(visit.due_from), arrived_at,
                                iso(visit.departed_at) if visit.departed_at else None, visit.badge, visit.party, visit.delivery, visit.closed,
                                read.sha256 if read else None, read.language if read else None, arrived_at if read else None,
                                *(boxes[name] for name in SEALED)))


def last_badge(session: Session, site: str, since: datetime, limit: Limit) -> int:
    """The highest number given since that moment, which began a day whose visits end at this limit."""
    return _number(session, "SELECT max(badge) FROM visit WHERE due_from <= ? AND due_from > ? AND site = ? AND arrived_at >= ?",
                   iso(limit.latest_allowed), iso(limit.latest_allowed - _A_LONG_DAY), site, iso(since)) or 0


def capacity(session: Session, site: str) -> int | None:
    return _number(session, "SELECT capacity FROM card WHERE site = ?", site)


def how_many_inside(session: Session, site: str) -> int:
    return _number(session, "SELECT count(*) FROM visit WHERE departed_at IS NULL AND NOT held AND site = ?", site) or 0


def _number(session: Session, query: str, *values: str) -> int | None:
    row = raw(session).execute(query, values).fetchone()
    return int(row[0]) if row and row[0] is not None else None


def inside(session: Session) -> list[tuple[str, str, datetime]]:
    """Id, site and arrival of all who have not left."""
    found = session.execute(select(Visit.id, Visit.site, Visit.arrived_at).where(Visit.departed_at.is_(None), Visit.held.is_(False)))
    return [(visit, site, arrived_at) for visit, site, arrived_at in found]


def of_party(session: Session, party: str) -> Sequence[Visit]:
    """Those of a group who have not left."""
    return session.scalars(select(Visit).where(Visit.departed_at.is_(None), Visit.held.is_(False), Visit.party == party)).all()


def moments(session: Session, kinds: Sequence[str]) -> list[datetime]:
    """When acts of these kinds were done, one for each row: leaves stay when what they tell of is gone."""
    marks = ", ".join("?" * len(kinds))
    found = raw(session).execute(f"SELECT json_extract(body, '$.at') FROM leaf WHERE json_extract(body, '$.kind') IN ({marks})", tuple(kinds))  # noqa: S608, only marks
    return [datetime.fromisoformat(at) for (at,) in found]


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Visit)) or 0


# -- who is expected

def announced(session: Session) -> Sequence[Expected]:
    return session.scalars(select(Expected).order_by(Expected.expected_at, Expected.id)).all()


def announced_by_token(session: Session, token: str) -> Expected | None:
    return session.scalars(select(Expected).where(Expected.token == token)).one_or_none()


# -- visits on hold

def on_hold(session: Session) -> Sequence[Visit]:
    return session.scalars(select(Visit).where(Visit.held).order_by(Visit.arrived_at, Visit.id)).all()


def handles_on_hold(session: Session) -> dict[str, str]:
    """Of each visit on hold the handle of the key that opens it."""
    found = session.execute(select(Visit.id, Visit.chain).where(Visit.held))
    return {visit: chain for visit, chain in found}  # noqa: C416, rows have no type that dict() takes


def counts_of_days(session: Session, now: datetime) -> dict[date, tuple[int, int]]:
    """Of each last day the visits on hold, and those that are due and still there."""
    rows = session.execute(select(Visit.last_day, Visit.held, func.count()).where(Visit.held | (Visit.due_from <= now))
                           .group_by(Visit.last_day, Visit.held))
    found: dict[date, tuple[int, int]] = {}
    for day, held, number in rows:
        on, still = found.get(day, (0, 0))
        found[day] = (on + number, still) if held else (on, still + number)
    return found
