"""The versions of a record: what was done to it, what two of them have unlike, and the way back to one."""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.notices import ACTIVITY_FIELDS, Field
from alektum_desk.domain.records import Activity, Change, Head, Version, VersionDeed
from alektum_desk.services import records
from alektum_desk.services.desk import people
from alektum_desk.store import journal, records as store
from alektum_desk.store.undo import REDO, UNDO

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

_DEEDS = {"activity.decide": VersionDeed.EDITED, "activity.rename": VersionDeed.RENAMED, "activity.approve": VersionDeed.APPROVED, "activity.restore": VersionDeed.RESTORED,
          "register.import": VersionDeed.IMPORTED, "notice.renew": VersionDeed.RENEWED, UNDO: VersionDeed.UNDONE, REDO: VersionDeed.REDONE}


@dataclass(frozen=True, slots=True)
class Laid:
    """What one version is called by, and what it decides."""

    heads: Mapping[Head, str]
    decided: Mapping[Field, Any]


@dataclass(frozen=True, slots=True)
class _Edit:
    """One entry of the record, and the number and the heads that it left behind; `told` is None for how the record began."""

    told: journal.Told | None
    version: int
    heads: Mapping[Head, str]


def history(desk: Desk, activity: str) -> tuple[Version, ...]:
    """What was done, newest first. What came with the program is version 1, of the day on which the register was filled."""
    edits, decided = _told(desk, activity)
    numbers = _numbers(_here(edits))
    names = {each.id: each.name for each in people(desk.home)}
    changes: dict[str, list[Change]] = {}
    for field, told in decided.items():
        for each in filter(_says_otherwise, told):
            old, new = (_stored(each.body.get(side)) for side in ("before", "after"))
            changes.setdefault(each.act, []).append(Change(field, old, new))
    found = []
    for number, (before, edit) in zip(numbers[len(numbers) - len(edits) + 1:], pairwise(edits), strict=True):
        if (told_ := edit.told) is not None:
            found.append(Version(number, edit.version, datetime.fromisoformat(told_.at), _by(told_) or names.get(told_.by), _deed(told_), told_.body.get("reason"),
                                 (*_called_otherwise(before, edit), *changes.get(told_.act, ()))))
    if not _was_made_here(edits):
        with desk.store.bare("register") as db:
            filled_at = store.filled_at(db)
        if filled_at is not None:
            found.insert(0, Version(numbers[0], 1, filled_at, None, VersionDeed.CAME, None, ()))
    return tuple(reversed(found))


def _here(edits: Sequence[_Edit]) -> Sequence[_Edit]:
    """Those that can be gone back to: how a record began is one of them, unless nothing was there."""
    return edits[1:] if _was_made_here(edits) else edits


def _numbers(edits: Sequence[_Edit]) -> list[str]:
    """The number of a version for the newest that bears it; "3.1", "3.2" for what bore it before."""
    every = [each.version for each in edits]
    return [f"{version}.{every[:at].count(version) + 1}" if version in every[at + 1:] else str(version) for at, version in enumerate(every)]


def _by(told: journal.Told) -> str | None:
    """Who approved, who need not be whoever sat here. An approval that a file told of is the file's word."""
    name = told.kind == "activity.approve" and (told.body.get("after") or {}).get("approved_by")
    return name if isinstance(name, str) else None


def _called_otherwise(before: _Edit, after: _Edit) -> Iterator[Change]:
    return (Change(head, before.heads[head], after.heads[head]) for head in Head if before.heads[head] != after.heads[head])


def _told(desk: Desk, activity: str) -> tuple[list[_Edit], dict[Field, list[journal.Told]]]:
    """The entries of the record, oldest first, after how it began, and those of each field's decision."""
    with desk.store.read("register") as session:
        row = records.found(session, activity)
        identity, now = row.id, {"version": row.version, **{head.value: getattr(row, head) for head in Head}}
    with desk.store.bare("register") as db:
        entries = [each for each in journal.history(db, identity) if each.table == store.Activity.__tablename__]
        decided = {field: journal.history(db, records.decision_id(identity, field)) for field in ACTIVITY_FIELDS}
    edits = []
    for each in reversed(entries):          # an entry tells only the columns that it changed, so we go back from what stands there now
        edits.append(_edit(each, now))
        now = now | {name: value for name, value in (each.body.get("before") or {}).items() if name in now}
    edits.append(_edit(None, now))
    return edits[::-1], decided


def _edit(told: journal.Told | None, columns: Mapping[str, Any]) -> _Edit:
    return _Edit(told, columns["version"], {head: columns[head] for head in Head})


def _was_made_here(edits: Iterable[_Edit]) -> bool:
    """Created, imported, or brought back by undoing: some entry found nothing there."""
    return any(each.told is not None and not each.told.body.get("before") for each in edits)


def _deed(told: journal.Told) -> VersionDeed:
    if told.kind in _DEEDS:
        return _DEEDS[told.kind]
    before, after = (told.body.get(side) or {} for side in ("before", "after"))
    if not before:
        return VersionDeed.CREATED
    for column, gone, come in (("retired_at", VersionDeed.REOPENED, VersionDeed.RETIRED), ("draft", VersionDeed.SUBMITTED, VersionDeed.WITHDRAWN)):
        if bool(before.get(column)) != bool(after.get(column)):
            return come if after.get(column) else gone
    return VersionDeed.REVIEW_SET if before.get("review_on") != after.get("review_on") else VersionDeed.EDITED


def _says_otherwise(told: journal.Told) -> bool:
    """Whether it came, went or has another value; an entry tells only the columns that it changed, and who says the same again changes but the reason."""
    before, after = (told.body.get(side) for side in ("before", "after"))
    return not before or not after or "value" in after


def _stored(side: Mapping[str, Any] | None) -> Any:
    return json.loads(side["value"]) if side and side.get("value") else None


def laid_at(desk: Desk, activity: str, version: int | str) -> Laid:
    """What held when this version was the newest; `version` as its history numbers it. Refused where there was none of that number."""
    edits, decided = _told(desk, activity)
    here = _here(edits)
    number = next((at for at, each in enumerate(_numbers(here)) if each == str(version)), None)
    if number is None:
        raise Refused(_N("There is no version {version} of this record."), _N("Its history shows the versions."), version=version)
    acts = {each.told.act for each in here[:number + 1] if each.told is not None}
    found: dict[Field, Any] = {}
    for field, told in decided.items():
        said = [_stored(each.body.get("after")) for each in told if each.act in acts and _says_otherwise(each)]
        if said and said[-1] is not None:
            found[field] = said[-1]
    return Laid(here[number].heads, found)


def diff(desk: Desk, activity: str, old: int | str, new: int | str) -> tuple[Change, ...]:
    """Title, country, then field by field what the newer one decides otherwise; None where nothing was decided."""
    before, after = laid_at(desk, activity, old), laid_at(desk, activity, new)
    return (*(Change(head, before.heads[head], after.heads[head]) for head in Head if before.heads[head] != after.heads[head]),
            *(Change(field, before.decided.get(field), after.decided.get(field)) for field in ACTIVITY_FIELDS
              if before.decided.get(field) != after.decided.get(field)))


def restore(desk: Desk, activity: str, version: int | str, reason: str) -> Activity:
    """A new version that is called as an older one was and decides what it did."""
    if not reason.strip():
        raise Refused(_N("A decision needs a reason."), _N("Say in a sentence why it holds."), field="reason")
    laid = laid_at(desk, activity, version)
    return records.lay_down_again(desk, activity, laid.decided, laid.heads, reason.strip())
