"""One field in every country: where they differ, and whether somebody said why they may."""
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.folding import fold
from alektum_desk.domain.notices import Field, Statement
from alektum_desk.domain.records import GROUP, Decision, Life, Listed, State, meaning_of
from alektum_desk.domain.subjects import Category
from alektum_desk.services import records, terms
from alektum_desk.services.notices import to_statement
from alektum_desk.store import records as store

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from alektum_desk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Cell:
    """What one country's activity says; no statement and no decision is "not stated"."""

    country: str
    activity: str
    statements: tuple[Statement, ...]
    decision: Decision | None

    @property
    def meaning(self) -> frozenset[object]:
        return meaning_of(self.statements, self.decision)


@dataclass(frozen=True, slots=True)
class Justified:
    by: str
    on: date
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """The same activity in several countries: variants of the group's, those of one title, or those whose differences somebody justified.

    `title` is a catalogue text.
    """

    activity: str
    title: str
    categories: tuple[Category, ...]
    cells: tuple[Cell, ...]
    differs: bool
    justified: Justified | None


@dataclass(frozen=True, slots=True)
class Comparison:
    field: Field
    rows: tuple[Row, ...]


def compare(desk: Desk, field: Field) -> Comparison:
    """A few queries, however many activities there are. A country that says nothing differs from nobody."""
    rows = [each for each in records.listed(desk) if each.country != GROUP and each.life is not Life.RETIRED and each.state is not State.NONE]
    told = cells_of(desk, field, rows)
    with desk.store.read("register") as session:
        given = store.differences(session)
    reasons = {each.activity: each for each in given if each.field == field}
    groups: dict[str, list[Listed]] = {}
    together = {ref: reason.activity for reason in given for ref in reason.activities or ()}
    for each, key in zip(rows, keys_of(rows, together), strict=True):
        groups.setdefault(key, []).append(each)
    found = []
    for key, here in groups.items():
        cells = tuple(told[each.id] for each in here)
        differs = len({cell.meaning for cell in cells if cell.meaning}) > 1
        reason = reasons.get(key)
        holds = reason is not None and differs and reason.digest == digest_of(cells)
        found.append(Row(key, here[0].title, tuple(sorted({each for row in here for each in row.categories}, key=list(Category).index)), cells, differs,
                         Justified(reason.account, reason.at.astimezone(desk.zone).date(), reason.why) if reason and holds else None))
    return Comparison(field, tuple(found))


def cells_of(desk: Desk, field: Field, rows: Iterable[Listed]) -> dict[str, Cell]:
    """What each of these activities says about a field, its own or the group's; a few queries, however many they are."""
    with desk.store.read("register") as session:
        said, decided = _said(session, field), _decided(session, field)
    return {each.id: _cell(each, said, decided) for each in rows}


def keys_of(rows: Sequence[Listed], together: Mapping[str, str]) -> list[str]:
    """The name of the row in which each stands: with what varies the same one of the group, else with its title's.

    `together` are activities that were in one row when a difference was justified; they stay in it under another title, and whoever bears
    that title joins them.
    """
    names = [each.varies or re.sub(r"[^a-z0-9]+", "-", fold(each.title)).strip("-") or each.id for each in rows]
    renamed = {name: together[each.id] for each, name in zip(rows, names, strict=True) if each.id in together}
    return [together.get(each.id) or renamed.get(name, name) for each, name in zip(rows, names, strict=True)]


def _cell(each: Listed, said: dict[str, tuple[Statement, ...]], decided: dict[str, Decision]) -> Cell:
    """Of its own, else of the group."""
    for ref in (each.id, each.varies):
        if ref is not None and (ref in said or ref in decided):
            return Cell(each.country, each.id, said.get(ref, ()), decided.get(ref))
    return Cell(each.country, each.id, (), None)


def _said(session: Session, field: Field) -> dict[str, tuple[Statement, ...]]:
    found: dict[str, dict[str, Statement]] = {}
    for ref, row, notice in store.said_about(session, field):
        found.setdefault(ref, {}).setdefault(row.id, to_statement(row, notice))
    return {ref: tuple(said.values()) for ref, said in found.items()}


def _decided(session: Session, field: Field) -> dict[str, Decision]:
    return {ref: Decision(field, row.value, row.reason, row.account, row.at) for ref, row in store.decided_about(session, field)}


def digest_of(cells: Sequence[Cell]) -> str:
    """Of what the countries say; a reason holds no longer than this stays."""
    said = [[cell.country, cell.activity, sorted(map(repr, (_plain(each) for each in cell.meaning)))] for cell in cells]
    return sha256(json.dumps(sorted(said), ensure_ascii=False).encode()).hexdigest()


def _plain(meaning: object) -> object:
    """A set has no order of its own."""
    if isinstance(meaning, frozenset):
        return sorted(map(str, meaning))
    return tuple(_plain(each) for each in meaning) if isinstance(meaning, tuple) else str(meaning)


def justify(desk: Desk, activity: str, field: Field, why: str) -> Comparison:
    """The difference may stay, because; until one of the countries says something else."""
    if not why.strip():
        raise Refused(_N("A difference needs a reason."), _N("Name the law or the fact that asks for it."), field="reason")
    row = next((each for each in compare(desk, field).rows if each.activity == activity), None)
    if row is None:
        raise Refused(_N("There is no activity {activity} to compare."), _N("`register compare` shows how they are named."), activity=activity)
    if not row.differs:
        raise Refused(_N("The countries do not differ here."), _N("Choose a field that differs."))
    with desk.store.act("register", "register.justify", why.strip()) as session:
        identity = sha256(f"difference|{activity}|{field}".encode()).hexdigest()[:32]
        session.merge(store.Difference(id=identity, activity=activity, field=field, account=desk.who.name, at=desk.now().replace(microsecond=0),
                                       why=why.strip(), digest=digest_of(row.cells), activities=[cell.activity for cell in row.cells]))
    return compare(desk, field)


def as_json(found: Comparison) -> dict[str, Any]:
    """One row for each category of people, so that each is found under its own name."""
    return {"field": found.field, "rows": [
        {"activity": row.activity, "title": terms.title(row.title), "category": category, "activities": [cell.activity for cell in row.cells],
         "cells": [_cell_json(cell) for cell in row.cells], "differs": row.differs,
         "justified": {"by": row.justified.by, "on": row.justified.on.isoformat(), "why": row.justified.why} if row.justified else None}
        for row in found.rows for category in row.categories]}


def _cell_json(cell: Cell) -> dict[str, Any]:
    """`value` is what was decided, else what is stated, each thing once; null where nothing is said."""
    if cell.decision is not None:
        value: Any = cell.decision.value
    else:
        value = [records.value_json(each) for each in {each.meaning: each for each in cell.statements}.values()] or None
    return {"country": cell.country, "value": value, "statements": [records.statement_json(each) for each in cell.statements]}
