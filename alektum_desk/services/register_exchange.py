"""An activity with everything that the store keeps of it, as plain values: what our own exports carry and our own imports restore."""
from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, Column, Integer, Table, Text, delete, select
from sqlalchemy.orm import Session

from alektum_desk.documents.sheet_writing import opened
from alektum_desk.domain.errors import _N, DeskError, Refused
from alektum_desk.domain.import_tables import Table as Sheet
from alektum_desk.domain.notices import ACTIVITY_FIELDS, Field
from alektum_desk.domain.records import Role, check_value, life_of
from alektum_desk.domain.retention import rule_of
from alektum_desk.domain.subjects import Category
from alektum_desk.services.records import decision_id, edited
from alektum_desk.store import notices as notice_store, records as store
from alektum_desk.store.models import Day, Instant, iso, new_id

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

Kept = dict[str, Any]
ACTIVITIES, FACTS = "Activities", "Facts"
_MODELS = {"statement": notice_store.Statement, "decision": store.Decision}
LIFE = frozenset({"version", "edited_by", "draft", "submitted_at", "approved_at", "approved_by", "review_on", "retired_at", "lacks", "contradictions"})      # of a record, beside what it says
_OWN = {"activity": {"id", "ref"}, "statement": {"notice_id", "activity_id"}, "decision": {"id", "activity_id"}}


@cache
def _columns(name: str) -> list[Column[Any]]:
    table = store.Activity.__table__ if name == "activity" else _MODELS[name].__table__
    assert isinstance(table, Table)
    return [column for column in table.columns if column.name not in _OWN[name]]


def kept(session: Session, row: store.Activity) -> Kept:
    """`row`, `statements`, `decisions` and `reads`, as they lie in the store."""
    return kept_of(row, store.own_statements(session, row.id), store.decisions(session, row.id), [(notice.ref, reading.part) for reading, notice in store.readings(session, row.id)])


def kept_of(row: store.Activity, own: Sequence[notice_store.Statement | notice_store.StatementRow], decisions: Sequence[store.Decision], reads: Sequence[tuple[str, str]]) -> Kept:
    return {"row": _values("activity", row), "statements": [_values("statement", each) for each in own],
            "decisions": sorted((_values("decision", each) for each in decisions), key=lambda each: str(each["field"])), "reads": sorted([notice, part] for notice, part in reads)}


def _values(name: str, row: Any) -> dict[str, Any]:
    names, of, moments = _names(name)
    found = {key: value for key, value in zip(names, of(row), strict=True) if value is not None}
    for key in moments & found.keys():
        found[key] = iso(found[key]) if isinstance(found[key], datetime) else found[key].isoformat()
    return found


@cache
def _names(name: str) -> tuple[tuple[str, ...], attrgetter[tuple[Any, ...]], frozenset[str]]:
    """What is kept of a row, how it is taken from it, and which of it are moments and days."""
    columns = _columns(name)
    names = tuple(each.name for each in columns)
    return names, attrgetter(*names), frozenset(each.name for each in columns if isinstance(each.type, (Instant, Day)))


def check(said: Any) -> Kept:
    """Refused when a file that calls itself ours is not made like ours."""
    good = isinstance(said, dict) and isinstance(said.get("row"), dict) and all(isinstance(said.get(key, []), list) for key in ("statements", "decisions", "reads"))
    if not good:
        raise not_ours()
    _know_all(said)
    try:
        json.dumps(said, ensure_ascii=False, allow_nan=False).encode()          # no half of a pair of letters, no number without end
        found = {"row": _read("activity", said["row"]), "statements": [_read("statement", each) for each in said.get("statements", [])],
                 "decisions": sorted((_read("decision", each) for each in said.get("decisions", [])), key=lambda each: str(each["field"])),
                 "reads": sorted([str(notice), str(part)] for notice, part in said.get("reads", []))}
        _check_words(found)
    except (TypeError, ValueError, AttributeError, KeyError, DeskError) as why:
        raise not_ours() from why
    return found


PARTS = frozenset({"row", "statements", "decisions", "reads"})


def _know_all(said: Mapping[str, Any]) -> None:
    """Nothing of ours is dropped without a word: refused by name what no table knows."""
    know(said, PARTS)
    for name, some in (("activity", [said["row"]]), ("statement", said.get("statements", [])), ("decision", said.get("decisions", []))):
        known = {column.name for column in _columns(name)}
        for each in some:
            know(each, known)


def know(said: Any, known: Collection[str]) -> None:
    """Refused by its name where a key is none of these. What a form lacks is for others to say: an older build wrote fewer."""
    strange = sorted(str(key) for key in said if key not in known) if isinstance(said, dict) else []
    if strange:
        raise Refused(_N("The file holds the key “{key}”, which a register of this program does not have."), _N("Take it out, or import the file with the build that wrote it."), key=strange[0])


def _check_words(said: Kept) -> None:
    """ValueError or Refused where a word is none of the register's: what stands in the store is read without asking again."""
    row = said["row"]
    Role(row["role"])
    if not row["title"].strip() or not re.fullmatch("[A-Z]{2}", row["country"]) or not {*row["categories"]} <= {*Category}:
        raise ValueError("row")
    if not all(isinstance(text, str) and (field is None or Field(field)) for field, text in row["questions"]):
        raise ValueError("questions")
    for each in said["decisions"]:
        value, field = each["value"], Field(each["field"])
        if field in {Field.ROLE, Field.CATEGORY}:
            check_value(field, value)
        for one in (value if isinstance(value, list) else [value]):
            if not isinstance(one, str):                   # a text may be empty: some forms cannot hold every letter
                check_value(field, one | {"text": one["text"] or "?"})
                _check_texts([*one.get("kinds", ()), *one.get("purposes", ()), one["text"], one.get("code"), one.get("purpose"), one.get("exception")])
    for each in said["statements"]:
        if Field(each["field"]) not in ACTIVITY_FIELDS or not isinstance(each["kinds"], list):
            raise ValueError("statement")
        rule = each.get("rule") or {}
        _check_texts([*each["kinds"], *(each.get("details") or {}).values(), *rule.get("purposes", ()), rule.get("exception")])
        rule_of(rule)


def _check_texts(said: Sequence[Any]) -> None:
    if not all(each is None or isinstance(each, str) for each in said):
        raise ValueError("no text")


def not_ours() -> Refused:
    return Refused(_N("The file calls itself a register of this program, and is not made like one."), _N("Export it anew there."))


def _read(name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Only what our tables know, each of its kind; ValueError for what cannot be stored."""
    found: dict[str, Any] = {}
    for column in _columns(name):
        value = said.get(column.name)
        if value is None:
            if not column.nullable and column.name != "id":
                raise ValueError(column.name)
            continue
        if _is_plain(column) and not isinstance(value, str):
            raise ValueError(column.name)
        if isinstance(column.type, (Instant, Day)):
            datetime.fromisoformat(value)
        elif isinstance(column.type, Boolean) != isinstance(value, bool) or isinstance(column.type, Integer) != (isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31):
            raise ValueError(column.name)
        found[column.name] = value
    return found


def _python(name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    kinds = {column.name: column.type for column in _columns(name)}
    return {key: datetime.fromisoformat(value) if isinstance(kinds[key], Instant) else date.fromisoformat(value) if isinstance(kinds[key], Day) else value
            for key, value in said.items()}


def say_the_same(one: Kept, other: Kept) -> bool:
    """Whatever number the store gave each statement, and however far each record has come."""
    def bare(kept: Kept) -> Kept:
        row = {key: value for key, value in kept["row"].items() if key not in LIFE}
        return kept | {"row": row, "statements": [{key: value for key, value in each.items() if key != "id"} for each in kept["statements"]]}
    return bare(one) == bare(other)


def stands_alike(one: Kept, other: Kept) -> bool:
    """Whether both have come as far and are looked at again on the same day."""
    def stage(row: Mapping[str, Any]) -> tuple[object, ...]:
        return life_of(draft=row["draft"], submitted="submitted_at" in row, approved="approved_at" in row, retired="retired_at" in row), row.get("review_on")
    return stage(one["row"]) == stage(other["row"])


def put(session: Session, desk: Desk, ref: str, said: Kept) -> None:
    """Make the activity `ref` say what `said` keeps. Notices that it reads and that are not known here are passed over.

    Where there is none of that name the record comes as it was, with its number, its approval and its day of review. One that is there keeps its own
    life: it gets another version, and its approval lapses as after any edit, because no file can approve what somebody else has to look at.
    """
    row = store.by_ref(session, ref)
    values = _python("activity", said["row"])
    version = 0
    if row is None:
        row = store.Activity(id=new_id(), ref=ref, **values)
        session.add(row)
    else:
        version = values["version"]
        for column in _columns("activity"):
            if column.name not in LIFE:
                setattr(row, column.name, values.get(column.name))
        for model in (notice_store.Statement, store.Reading):
            session.execute(delete(model).where(model.activity_id == row.id))
    session.flush()
    for each in said["statements"]:
        made = _python("statement", each)
        if "id" not in made or session.get(notice_store.Statement, made["id"]) is not None:
            made["id"] = new_id()
        session.add(notice_store.Statement(activity_id=row.id, **made))
    kept = {each.field: each for each in store.decisions(session, row.id)}
    for each in said["decisions"]:
        session.merge(store.Decision(id=decision_id(row.id, each["field"]), activity_id=row.id, **_python("decision", each)))
        kept.pop(each["field"], None)
    for gone in kept.values():
        session.delete(gone)
    notices = {each.ref: each.id for each in session.execute(select(notice_store.Notice.ref, notice_store.Notice.id))}
    for notice, part in said["reads"]:
        if notice in notices:
            session.add(store.Reading(activity_id=row.id, notice_id=notices[notice], part=part))
    session.flush()
    if version:
        edited(session, desk, row, version)


# -- as two tables of texts: one line for each activity, one for each fact

def sheets(all_kept: Mapping[str, Kept]) -> tuple[tuple[str, list[list[str]]], tuple[str, list[list[str]]]]:
    heads = [column.name for column in _columns("activity")]
    facts = list(dict.fromkeys(column.name for name in _MODELS for column in _columns(name)))
    rows = [["activity", *heads], *([ref, *_texts("activity", each["row"], heads)] for ref, each in all_kept.items())]
    lines = [["activity", "kind", *facts]]
    for ref, each in all_kept.items():
        for kind, name in (("statement", "statements"), ("decision", "decisions")):
            lines += [[ref, kind, *_texts(kind, one, facts)] for one in each[name]]
        lines += [[ref, "reading", *(json.dumps([notice, part]) if head == "text" else "" for head in facts)] for notice, part in each["reads"]]
    return (ACTIVITIES, rows), (FACTS, lines)


def one_sheet(all_kept: Mapping[str, Kept], processors: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """For CSV: all kinds of line below one heading."""
    (_, rows), (_, lines) = sheets(all_kept)
    heads = ["activity", "kind", *dict.fromkeys([*rows[0][1:], *lines[0][2:]])]
    found = [heads]
    for row in rows[1:]:
        said = dict(zip(rows[0], row, strict=True)) | {"kind": "activity"}
        found.append([said.get(head, "") for head in heads])
        found += [[dict(zip(lines[0], line, strict=True)).get(head, "") for head in heads] for line in lines[1:] if line[0] == row[0]]
    found += [[{"activity": str(each["id"]), "kind": "processor", "text": as_json(each)}.get(head, "") for head in heads] for each in processors]
    return found


def _texts(name: str, said: Mapping[str, Any], heads: Sequence[str]) -> list[str]:
    """Words as they are, and what is kept as JSON as JSON, also where it is nothing but words."""
    plain = {column.name for column in _columns(name) if _is_plain(column)}
    return ["" if value is None else spelt(value) if head in plain and isinstance(value, str) else as_json(value)
            for head, value in ((head, said.get(head)) for head in heads)]


# What no spreadsheet hands back as it was given: control characters, an end of a line at an edge, and what Excel takes for a character of its own ("_x0041_").
_CHANGED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\n|\n\Z")
_SPELT = "json:"


def as_json(value: Any) -> str:
    said = json.dumps(value, ensure_ascii=False)
    return json.dumps(value).replace("_x", "\\u005fx") if _CHANGED.search(said) else said


def spelt(text: str) -> str:
    """As a cell can hold it; `unspelt` gives it back letter by letter."""
    return _SPELT + as_json(text) if _CHANGED.search(text) or text.startswith(_SPELT) else text


def unspelt(text: str) -> str:
    return str(json.loads(text.removeprefix(_SPELT))) if text.startswith(_SPELT) else text


def _is_plain(column: Column[Any]) -> bool:
    return isinstance(column.type, (Instant, Day, Text)) or column.type.python_type is str


def from_sheets(tables: tuple[Sheet, ...]) -> list[tuple[str, Kept]] | None:
    """What `sheets` or `one_sheet` wrote, an activity that stands there twice twice, the facts with the first; None when it was somebody else."""
    heads = [[str(cell) for cell in table.rows[0]] if table.rows else [] for table in tables]
    if any(head[:2] == ["activity", "kind"] and "title" in head for head in heads):
        table, head = next((table, head) for table, head in zip(tables, heads, strict=True) if head[:2] == ["activity", "kind"] and "title" in head)
        rows = [_said(head, row) for row in table.rows[1:] if any(row)]
        about, facts = [row for row in rows if row["kind"] == "activity"], [row for row in rows if row["kind"] not in {"activity", "processor"}]
    elif {table.name for table in tables} >= {ACTIVITIES, FACTS}:
        by_name = {table.name: [_said(head, row) for row in table.rows[1:] if any(row)] for table, head in zip(tables, heads, strict=True) if table.name in {ACTIVITIES, FACTS}}
        about, facts = by_name[ACTIVITIES], by_name[FACTS]
        if about and not {"activity", "title", "from_notice"} <= about[0].keys():
            return None
    else:
        return None
    found: dict[str, Kept] = {}
    every: list[tuple[str, Kept]] = []
    try:
        for row in about:
            every.append((row["activity"], {"row": _typed("activity", row), "statements": [], "decisions": [], "reads": []}))
            found.setdefault(*every[-1])
        for row in facts:
            if row["kind"] == "reading":
                found[row["activity"]]["reads"].append(json.loads(row["text"]))
            else:
                found[row["activity"]][f"{row['kind']}s"].append(_typed(row["kind"], row))
    except (KeyError, ValueError) as why:
        raise not_ours() from why
    return [(ref, check(each)) for ref, each in every]


def _said(heads: list[str], row: Sequence[str]) -> dict[str, str]:
    return {head: opened(cell) for head, cell in zip(heads, row, strict=False)}


def _typed(name: str, row: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in _columns(name):
        text = row.get(column.name, "")
        plain = _is_plain(column)
        if text == "" and (column.nullable or not plain):
            continue
        found[column.name] = unspelt(text) if plain else _json(text)
    return found


def _json(text: str) -> Any:
    """Spreadsheets write TRUE for true, and 1 for 1.0."""
    return {"TRUE": True, "FALSE": False}[text] if text in {"TRUE", "FALSE"} else json.loads(text)
