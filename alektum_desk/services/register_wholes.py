"""Every activity whole, in a handful of queries however many there are."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alektum_desk.domain.notices import ACTIVITY_FIELDS, Field, Statement
from alektum_desk.domain.records import GROUP, Activity, Decision
from alektum_desk.services import records, register_exchange as exchange
from alektum_desk.services.notices import to_statement
from alektum_desk.store import notices as notice_store, records as store

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

Said = tuple[tuple[Statement, ...], tuple[str, ...]]
SPOKEN = frozenset(ACTIVITY_FIELDS)
NOTHING = records.fields_of((), (), {})


Part = tuple[tuple[Activity, ...], dict[str, exchange.Kept]]
AT_ONCE = 100


def names(desk: Desk) -> frozenset[str]:
    with desk.store.read("register") as session:
        return frozenset(session.scalars(select(store.Activity.ref)))


def facts(desk: Desk) -> int:
    """How many statements of their own and decisions the activities have."""
    with desk.store.read("register") as session:
        return sum(session.scalar(select(func.count()).select_from(table)) or 0 for table in (notice_store.Statement, store.Decision))


def parts(desk: Desk) -> Iterator[Part]:
    """In the order of the list, a hundred at a time, so that ten thousand full of facts fill no memory: the activities, and what the store keeps of each."""
    with desk.store.read("register") as session:
        every = session.scalars(select(store.Activity.id).order_by(store.Activity.country, store.Activity.ref)).all()
        groups = {ref: key for ref, key in session.execute(select(store.Activity.ref, store.Activity.id).where(store.Activity.country == GROUP))}  # noqa: C416, rows are no pairs to mypy
    for at in range(0, len(every), AT_ONCE):
        yield _part(desk, every[at:at + AT_ONCE], groups)


def _part(desk: Desk, wanted: Sequence[str], groups: Mapping[str, str]) -> Part:
    with desk.store.read("register") as session:
        table = store.Activity.__table__
        # Plain rows with the names of the ORM's, which cost ten times as much.
        rows: Sequence[Any] = session.connection().execute(select(table).where(table.c.id.in_(wanted)).order_by(table.c.country, table.c.ref)).all()
        ids = [*wanted, *{groups[ref] for row in rows if (ref := row.varies) and ref in groups}]
        own: dict[str, list[notice_store.StatementRow]] = defaultdict(list)
        for said in notice_store.rows_of(session, ids):
            own[said.activity_id or ""].append(said)
        made: dict[str, list[store.Decision]] = defaultdict(list)
        for each in session.scalars(select(store.Decision).where(store.Decision.activity_id.in_(ids))):
            made[each.activity_id].append(each)
        read = _read(session, ids)
        said_by = {key: _said(own.get(key, []), read.get(key, []), session) for key in ids if key in own or key in read}
        decided = {key: {Field(each.field): Decision(Field(each.field), each.value, each.reason, each.account, each.at) for each in some} for key, some in made.items()}
        found, today = [], desk.today()
        for row in rows:
            group = groups.get(row.varies or "", "")
            statements, notices = said_by.get(row.id, ((), ()))
            fields = NOTHING if not (statements or notices or group or row.id in decided) else records.fields_of(
                statements, notices, decided.get(row.id, {}), said_by.get(group, ((), ()))[0], decided.get(group, {}))
            found.append(records.whole(row, fields, notices, today))
        kept = {row.ref: exchange.kept_of(row, own.get(row.id, []), made.get(row.id, []), [(notice.ref, part) for notice, part in read.get(row.id, [])]) for row in rows}
        return tuple(found), kept


def _read(session: Session, ids: Sequence[str]) -> dict[str, list[tuple[notice_store.Notice, str]]]:
    """The parts of notices that each activity reads."""
    found: dict[str, list[tuple[notice_store.Notice, str]]] = defaultdict(list)
    for reading, notice in session.execute(select(store.Reading, notice_store.Notice).join(notice_store.Notice, notice_store.Notice.id == store.Reading.notice_id).where(store.Reading.activity_id.in_(ids)).order_by(notice_store.Notice.ref)):
        found[reading.activity_id].append((notice, reading.part))
    return found


def _said(own: list[notice_store.StatementRow], reads: list[tuple[notice_store.Notice, str]], session: Session) -> Said:
    """What the parts of the notices that it reads say, then what stands in no notice; and which notices those are."""
    parts: dict[str, set[str]] = defaultdict(set)
    for notice, part in reads:
        parts[notice.id].add(part)

    def all_of_it() -> Iterator[Statement]:
        for each, notice in notice_store.statements(session, parts) if parts else ():
            if each.field in SPOKEN and (each.parts is None or parts[notice.id].intersection(each.parts)):
                yield to_statement(each, notice)
        yield from (to_statement(each, None) for each in own if each.field in SPOKEN)
    return tuple(all_of_it()), tuple(dict.fromkeys(notice.ref for notice, _part in reads))
