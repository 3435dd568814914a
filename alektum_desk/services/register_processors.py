"""The processors of the office in our own exports and out of them again, one form in every kind of file; and out of the lists that stand beside the registers of others."""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from alektum_desk.base.language import _
from alektum_desk.documents.import_source import Source
from alektum_desk.documents.sheet_writing import opened
from alektum_desk.domain.errors import _N, DeskError
from alektum_desk.domain.import_processors import FoundList, Listed, ListWords, list_of, together
from alektum_desk.domain.import_tables import Headings, folded_title
from alektum_desk.domain.import_values import Words
from alektum_desk.domain.imports import Place, Told, Verdict
from alektum_desk.domain.processors import Contract, NewProcessor, bare, check
from alektum_desk.services import processors
from alektum_desk.services.register_exchange import as_json, know, not_ours, spelt, unspelt
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
    told = source.document.get("processors") if isinstance(source.document, dict) else None
    for each in told if isinstance(told, list) else ():
        know(each, KEYS)
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


# -- lists of others

@dataclass(frozen=True, slots=True)
class Company:
    """A company of somebody else's list; `coming` is empty where it and those that it engages are kept already: what is here stays as it is."""

    name: str
    places: tuple[Place, ...]
    coming: Read

    @property
    def verdict(self) -> Verdict:
        return Verdict.NEW if self.coming else Verdict.SAME


def lists(source: Source, known: Headings, words: Words, own: ListWords) -> tuple[Source, tuple[FoundList, ...]]:
    """The file without its lists of processors, and those."""
    if source.format not in {"xlsx", "ods", "csv"} or source.shape:
        return source, ()
    found = {table.name: each for table in source.tables if (each := list_of(table, known, words, own)) is not None}
    return replace(source, tables=tuple(table for table in source.tables if table.name not in found)), together(tuple(found.values()), words, own)


def planned(session: Session, found: Sequence[FoundList], activities: Mapping[str, str]) -> tuple[Company, ...]:
    """Principals first. `activities` are their names in the register by folded title."""
    rows = store.listed(session)
    kept = {(bare(row.name), row.parent_id): row.id for row in rows}
    above = {bare(row.name): row.id for row in rows if row.parent_id is None}
    every = [each for one in found for each in one.listed]
    named = {bare(each.name): each for each in sorted(every, key=lambda one: not one.principal)}      # the one without a principal, where a name comes twice

    def principals(each: Listed) -> list[Listed]:
        """From the nearest up; none where they go round in a circle."""
        chain: list[Listed] = []
        while (up := named.get(bare(each.principal))) is not None:
            if up in chain or up is each:
                return []
            chain.append(up)
            each = up
        return chain

    def parent_of(each: Listed) -> str | None:
        name = bare(each.principal)
        if name not in named:
            return above.get(name) if name != bare(each.name) else None
        chain = principals(each)
        return id_of(chain[0]) if chain else None

    def id_of(each: Listed) -> str:
        parent = parent_of(each)
        return kept.get((bare(each.name), parent)) or _id(each.name, parent)
    made: list[Company] = []
    for each in sorted(every, key=lambda one: len(principals(one))):
        parent, own = parent_of(each), id_of(each)
        refs = tuple(dict.fromkeys(activities[folded_title(one)] for one in each.activities if folded_title(one) in activities))
        notes = [each.note, *([each.principal] if each.principal and parent is None else []), *(one for one in each.activities if folded_title(one) not in activities)]
        coming: list[tuple[str, NewProcessor]] = []
        if (bare(each.name), parent) not in kept:
            kept[bare(each.name), parent] = own
            coming.append((own, NewProcessor(each.name, each.service or _("Not stated"), each.country, each.contract, each.signed_on, each.ends_on, each.mechanism, parent, refs, "\n".join(filter(None, notes)) or None)))
        for name, country in each.subs:
            if (bare(name), own) not in kept:
                kept[bare(name), own] = _id(name, own)
                coming.append((_id(name, own), NewProcessor(name, _("Not stated"), country, Contract.UNKNOWN, parent=own)))
        made.append(Company(each.name, each.places, tuple(coming)))
    return tuple(made)


def _id(name: str, parent: str | None) -> str:
    """The same for the same company under the same principal: a file that comes twice brings nothing new."""
    return sha256(f"{bare(name)}|{parent or ''}".encode()).hexdigest()[:32]


def doubts(found: Sequence[FoundList]) -> Iterator[Told]:
    for one in found:
        for each in one.listed:
            if each.doubt:
                yield Told(each.places[0], _N("{name}: whether there is a contract is not certain, so none is recorded; “{words}” stands in the note."), (("name", each.name), ("words", each.doubt)))
