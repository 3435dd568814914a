"""Every activity whole, in a handful of queries however many there are."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from alektum_desk.domain.notices import ACTIVITY_FIELDS, Field, Statement
from alektum_desk.domain.records import GROUP, Activity, Decision
from alektum_desk.services import records, register_exchange as exchange
from alektum_desk.services.notices import to_statement
from alektum_desk.store import notices as notice_store, records as store

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

Said = tuple[tuple[Statement, ...], tuple[str, ...]]
NOTHING = records.fields_of((), (), {})


def wholes(desk: Desk) -> tuple[tuple[Activity, ...], dict[str, exchange.Kept]]:
    """In the order of the list: the activities, and what the store keeps of each."""
    with desk.store.read("register") as session:
        rows = session.scalars(select(store.Activity).order_by(store.Activity.country, store.Activity.ref)).all()
        own: dict[str, list[notice_store.Statement]] = defaultdict(list)
        for said in session.scalars(select(notice_store.Statement).where(notice_store.Statement.activity_id.is_not(None)).order_by(notice_store.Statement.position)):
            own[said.activity_id or ""].append(said)
        made: dict[str, list[store.Decision]] = defaultdict(list)
        for each in session.scalars(select(store.Decision)):
            made[each.activity_id].append(each)
        read = _read(session)
        said_by = {row.id: _said(own.get(row.id, []), read.get(row.id, []), session) for row in rows if row.id in own or row.id in read}
        decided = {key: {Field(each.field): Decision(Field(each.field), each.value, each.reason, each.account, each.at) for each in some} for key, some in made.items()}
        by_ref = {row.ref: row.id for row in rows if row.country == GROUP}
        found = []
        for row in rows:
            group = by_ref.get(row.varies or "", "")
            statements, notices = said_by.get(row.id, ((), ()))
            fields = NOTHING if not (statements or notices or group or row.id in decided) else records.fields_of(
                statements, notices, decided.get(row.id, {}), said_by.get(group, ((), ()))[0], decided.get(group, {}))
            found.append(records.whole(desk, row, fields, notices))
        kept = {row.ref: exchange.kept_of(row, own.get(row.id, []), made.get(row.id, []), [(notice.ref, part) for notice, part in read.get(row.id, [])]) for row in rows}
        return tuple(found), kept


def _read(session: Session) -> dict[str, list[tuple[notice_store.Notice, str]]]:
    """The parts of notices that each activity reads."""
    found: dict[str, list[tuple[notice_store.Notice, str]]] = defaultdict(list)
    for reading, notice in session.execute(select(store.Reading, notice_store.Notice).join(notice_store.Notice, notice_store.Notice.id == store.Reading.notice_id).order_by(notice_store.Notice.ref)):
        found[reading.activity_id].append((notice, reading.part))
    return found


def _said(own: list[notice_store.Statement], reads: list[tuple[notice_store.Notice, str]], session: Session) -> Said:
    """What the parts of the notices that it reads say, then what stands in no notice; and which notices those are."""
    parts: dict[str, set[str]] = defaultdict(set)
    for notice, part in reads:
        parts[notice.id].add(part)

    def all_of_it() -> Iterator[Statement]:
        for each, notice in notice_store.statements(session, parts) if parts else ():
            if each.parts is None or parts[notice.id].intersection(each.parts):
                yield to_statement(each, notice)
        yield from (to_statement(each, None) for each in own)
    return tuple(each for each in all_of_it() if each.field in ACTIVITY_FIELDS), tuple(dict.fromkeys(notice.ref for notice, _part in reads))
