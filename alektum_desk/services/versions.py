"""The versions of a record: what was done to it, what two of them have unlike, and the way back to one."""
from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.notices import ACTIVITY_FIELDS, Field
from alektum_desk.domain.records import Activity, Change, Version, VersionDeed
from alektum_desk.services import records
from alektum_desk.services.desk import people
from alektum_desk.store import journal, records as store
from alektum_desk.store.undo import REDO, UNDO

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

_DEEDS = {"activity.decide": VersionDeed.EDITED, "activity.approve": VersionDeed.APPROVED, "activity.restore": VersionDeed.RESTORED,
          UNDO: VersionDeed.UNDONE, REDO: VersionDeed.REDONE}


def history(desk: Desk, activity: str) -> tuple[Version, ...]:
    """What was done, newest first; what came with the program is version 1 and has no entry of its own."""
    edits, decided = _told(desk, activity)
    names = {each.id: each.name for each in people(desk.home)}
    changes: dict[str, list[Change]] = {}
    for field, told in decided.items():
        for each in told:
            old, new = (_stored(each.body.get(side)) for side in ("before", "after"))
            changes.setdefault(each.act, []).append(Change(field, old, new))
    found = []
    for each in sorted(edits.values(), key=lambda each: each.seq, reverse=True):
        before, after = (each.body.get(side) or {} for side in ("before", "after"))
        found.append(Version(after.get("version", 1), datetime.fromisoformat(each.at), names.get(each.by), _deed(each.kind, before, after),
                             each.body.get("reason"), tuple(changes.get(each.act, ()))))
    return tuple(found)


def _told(desk: Desk, activity: str) -> tuple[dict[str, journal.Told], dict[Field, list[journal.Told]]]:
    """The entries of the record by their act, and of each field's decision, oldest first."""
    with desk.store.read("register") as session:
        row = records.found(session, activity).id
    with desk.store.bare("register") as db:
        return ({each.act: each for each in journal.history(db, row) if each.table == store.Activity.__tablename__},
                {field: journal.history(db, records.decision_id(row, field)) for field in ACTIVITY_FIELDS})


def _deed(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> VersionDeed:
    if kind in _DEEDS:
        return _DEEDS[kind]
    if not before:
        return VersionDeed.CREATED
    for column, gone, come in (("retired_at", VersionDeed.REOPENED, VersionDeed.RETIRED), ("draft", VersionDeed.SUBMITTED, VersionDeed.WITHDRAWN)):
        if bool(before.get(column)) != bool(after.get(column)):
            return come if after.get(column) else gone
    return VersionDeed.REVIEW_SET if before.get("review_on") != after.get("review_on") else VersionDeed.EDITED


def _stored(side: Mapping[str, Any] | None) -> Any:
    return json.loads(side["value"]) if side and side.get("value") else None


def decided_at(desk: Desk, activity: str, version: int) -> dict[Field, Any]:
    """What was decided about each field when this version was the newest. Refused where there was none of that number."""
    edits, decided = _told(desk, activity)
    numbered = [(each.seq, (each.body.get("after") or {}).get("version")) for each in edits.values()]
    upto = max((seq for seq, number in numbered if number == version), default=None)
    if upto is None:
        first = min((seq for seq, _ in numbered), default=None)
        made_here = any(not each.body.get("before") for each in edits.values())
        if version != 1 or made_here:
            raise Refused(_N("There is no version {version} of this record."), _N("Its history shows the versions."), version=version)
        upto = -1 if first is None else first - 1
    acts = {each.act for each in edits.values() if each.seq <= upto}
    found = {}
    for field, told in decided.items():
        here = [_stored(each.body.get("after")) for each in told if each.act in acts]
        if here and here[-1] is not None:
            found[field] = here[-1]
    return found


def diff(desk: Desk, activity: str, old: int, new: int) -> tuple[Change, ...]:
    """Field by field, what the newer one decides otherwise; None where nothing was decided."""
    before, after = decided_at(desk, activity, old), decided_at(desk, activity, new)
    return tuple(Change(field, before.get(field), after.get(field)) for field in ACTIVITY_FIELDS if before.get(field) != after.get(field))


def restore(desk: Desk, activity: str, version: int, reason: str) -> Activity:
    """A new version that decides what an older one did."""
    if not reason.strip():
        raise Refused(_N("A decision needs a reason."), _N("Say in a sentence why it holds."), field="reason")
    return records.lay_down_again(desk, activity, decided_at(desk, activity, version), reason.strip())
