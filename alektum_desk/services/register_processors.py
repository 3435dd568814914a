"""The processors of the office in our own exports, and out of them again: one form in every kind of file."""
from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from alektum_desk.documents.import_source import Source
from alektum_desk.documents.sheet_writing import opened
from alektum_desk.domain.errors import DeskError
from alektum_desk.domain.processors import Contract, NewProcessor, check
from alektum_desk.services import processors
from alektum_desk.services.register_exchange import as_json, not_ours, spelt, unspelt
from alektum_desk.store import processors as store

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

SHEET = "Processors"
KEYS = ("id", "name", "service", "country", "contract", "signed_on", "ends_on", "mechanism", "processor_of", "activities", "note")
Read = tuple[tuple[str, NewProcessor], ...]


def exported(desk: Desk, activities: frozenset[str] | None) -> tuple[dict[str, Any], ...]:
    """All of them, or those that work for these activities with whoever engaged them; principals first."""
    found = processors.listed(desk)
    wanted = {each.id for each in found if activities is None or activities.intersection(each.said.activities)}
    for each in reversed(found):                            # a sub-processor stands below its principal
        if each.id in wanted and each.said.parent:
            wanted.add(each.said.parent)
    return tuple({key: said[key] for key in KEYS} for each in found if each.id in wanted for said in (processors.as_json(each),))


def sheet(said: Iterable[dict[str, Any]]) -> tuple[str, list[list[str]]]:
    return SHEET, [list(KEYS), *([as_json(each[key]) if key == "activities" else spelt(each[key] or "") for key in KEYS] for each in said)]


def read(source: Source) -> Read:
    """Refused when what calls itself ours is not made so; empty where a file holds none."""
    try:
        found = tuple((str(each["id"])[:80], _new(each)) for each in _said(source))
        for _, said in found:
            check(said)
    except (KeyError, TypeError, ValueError, AttributeError, DeskError) as why:
        raise not_ours() from why
    return found


def _said(source: Source) -> Sequence[Any]:
    if isinstance(source.document, dict):
        return list(source.document.get("processors") or ())
    for table in source.tables:
        heads = list(table.rows[0]) if table.rows else []
        if table.name == SHEET and heads[:2] == ["id", "name"]:
            rows = [{head: unspelt(opened(cell)) for head, cell in zip(heads, row, strict=False)} for row in table.rows[1:] if any(row)]
            return [row | {"activities": json.loads(row["activities"])} for row in rows]
        if heads[:2] == ["activity", "kind"] and "title" in heads:           # CSV: activities, facts and processors in one table
            return [json.loads(opened(row[heads.index("text")])) for row in table.rows[1:] if len(row) > 1 and row[1] == "processor"]
    return ()


def _new(said: dict[str, Any]) -> NewProcessor:
    def day(key: str) -> date | None:
        return date.fromisoformat(said[key]) if said.get(key) else None

    def text(key: str) -> str | None:
        return str(said[key]) if said.get(key) else None
    return NewProcessor(str(said["name"]), str(said["service"]), text("country"), Contract(said["contract"]), day("signed_on"), day("ends_on"), text("mechanism"), text("processor_of"),
                        tuple(map(str, said["activities"])), text("note"))


def coming(session: Session, found: Read) -> Read:
    """Those that are not here, or not as the file has them."""
    return tuple((id_, said) for id_, said in found if (row := session.get(store.Processor, id_)) is None or _kept(row) != said)


def _kept(row: store.Processor) -> NewProcessor:
    return NewProcessor(row.name, row.service, row.country, Contract(row.contract), row.signed_on, row.ends_on, row.mechanism, row.parent_id, tuple(row.activities), row.note)


def put(session: Session, found: Read) -> None:
    """Inside the caller's act. A principal that is in no list is left out."""
    for id_, said in found:
        row = session.get(store.Processor, id_) or store.Processor(id=id_)
        row.name, row.service, row.country, row.contract, row.signed_on, row.ends_on = said.name, said.service, said.country, said.contract, said.signed_on, said.ends_on
        row.mechanism, row.activities, row.note = said.mechanism, list(said.activities), said.note
        row.parent_id = said.parent if said.parent and session.get(store.Processor, said.parent) is not None else None
        session.add(row)
        session.flush()
