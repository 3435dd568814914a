"""Undo and redo of what one did oneself in the register and the cases: as new entries, across restarts, step by step."""
from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import IntegrityError

from alektum_desk.base.language import _
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.services import terms
from alektum_desk.services.desk import Desk
from alektum_desk.store import undo as store
from alektum_desk.store.compartment import raw
from alektum_desk.store.undo import REDO, UNDO, Step

# What can be undone, and how the menu says it. A letter that was issued keeps its number; accounts, keys and erasure have no way back.
KINDS: Mapping[str, tuple[str, str]] = {
    "register.import": (_N("Undo the import that brought “{title}”"), _N("Redo the import that brought “{title}”")),
    "processor.keep": (_N("Undo the change of the processor “{title}”"), _N("Redo the change of the processor “{title}”")),
    "processor.drop": (_N("Undo taking the processor “{title}” out"), _N("Redo taking the processor “{title}” out")),
    "register.justify": (_N("Undo the reason for a difference of “{title}”"), _N("Redo the reason for a difference of “{title}”")),
    "activity.create": (_N("Undo the new activity “{title}”"), _N("Redo the new activity “{title}”")),
    "activity.life": (_N("Undo the new state of “{title}”"), _N("Redo the new state of “{title}”")),
    "activity.restore": (_N("Undo restoring “{title}”"), _N("Redo restoring “{title}”")),
    "activity.decide": (_N("Undo the decision about “{title}”"), _N("Redo the decision about “{title}”")),
    "activity.rename": (_N("Undo the new title or country of “{title}”"), _N("Redo the new title or country of “{title}”")),
    "activity.approve": (_N("Undo the approval of “{title}”"), _N("Redo the approval of “{title}”")),
    "notice.read": (_N("Undo reading the notice “{title}” in"), _N("Redo reading the notice “{title}” in")),
    "notice.renew": (_N("Undo the newer text of the notice “{title}”"), _N("Redo the newer text of the notice “{title}”")),
    "complaint.close": (_N("Undo closing the letter {title}"), _N("Redo closing the letter {title}")),
}
PLACES = ("register", "cases")
_TITLES = {"activity": "title", "notice": "title", "complaint": "number", "difference": "activity", "processor": "name"}


def undo(desk: Desk, places: Sequence[str] = PLACES, *, dry_run: bool = False) -> str:
    """The last step of this account that was not undone yet; what was done. Refused when there is none, or when it was changed since."""
    step = _to_undo(desk, places)
    if step is None:
        raise Refused(_N("There is nothing to undo."), _N("Only your own changes of the register and of letters can be undone."))
    return _sentence(desk, step, 0) if dry_run else _put_back(desk, step, UNDO)


def redo(desk: Desk, places: Sequence[str] = PLACES, *, dry_run: bool = False) -> str:
    """What was undone last, as long as nothing else was done since."""
    step = _to_redo(desk, places)
    if step is None:
        raise Refused(_N("There is nothing to redo."), _N("Redo follows an undo at once."))
    return _sentence(desk, step, 1) if dry_run else _put_back(desk, step, REDO)


@dataclass(frozen=True, slots=True)
class Offer:
    """What an undo would do now, to which act; `here`: it was done since this desk was opened, not earlier and not on the command line beside it."""

    act: str
    words: str
    here: bool


def offer(desk: Desk) -> Offer | None:
    step = _to_undo(desk)
    return Offer(step.act, _sentence(desk, step, 0), step.act in desk.store.made) if step else None


def would_undo(desk: Desk) -> str | None:
    """The sentence for the menu."""
    offered = offer(desk)
    return offered.words if offered else None


def would_redo(desk: Desk) -> str | None:
    step = _to_redo(desk)
    return _sentence(desk, step, 1) if step else None


def _to_undo(desk: Desk, places: Sequence[str] = PLACES) -> Step | None:
    put_back: set[str | None] = set()
    with _steps(desk, places) as steps:
        for step in steps:
            if step.act in put_back:
                continue
            if step.kind != UNDO:
                return step                 # a redo can be undone like anything else
            put_back.add(step.undoes)
    return None


def _to_redo(desk: Desk, places: Sequence[str] = PLACES) -> Step | None:
    put_back: set[str | None] = set()
    with _steps(desk, places) as steps:
        for step in steps:
            if step.act in put_back:
                continue
            if step.kind == UNDO:
                return step
            if step.kind != REDO:
                return None
            put_back.add(step.undoes)
    return None


@contextmanager
def _steps(desk: Desk, names: Sequence[str]) -> Iterator[Iterator[Step]]:
    """Of these compartments, newest first; as far back as it is read."""
    with ExitStack() as opened:
        places = [store.steps(opened.enter_context(desk.store.bare(name)), name, desk.who.id, frozenset(KINDS))
                  for name in names if desk.store.may_write(name)]
        yield heapq.merge(*places, key=lambda step: step.at, reverse=True)


def _put_back(desk: Desk, step: Step, kind: str) -> str:
    said = _sentence(desk, step, 0 if kind == UNDO else 1)
    try:
        with desk.store.act(step.compartment, kind, undoes=step.act) as session:
            store.put_back(raw(session), step.act)
    except (IntegrityError, sqlcipher.IntegrityError):
        raise Refused(_N("Something else has come to depend on what would be put back."), _N("Look at its history first.")) from None
    return said


def _sentence(desk: Desk, step: Step, which: int) -> str:
    """What was done first, however often it was undone and redone since."""
    with desk.store.bare(step.compartment) as db:
        first = next(each for each in _origin(db, desk, step))
        title = _title(db, first)
    return _(KINDS[first.kind][which]).format(title=title)


def _origin(db: sqlcipher.Connection, desk: Desk, step: Step) -> Iterator[Step]:
    wanted = step
    if wanted.kind in KINDS:
        yield wanted
        return
    for each in store.steps(db, step.compartment, desk.who.id, frozenset(KINDS)):
        if each.act == wanted.undoes:
            if each.kind in KINDS:
                yield each
                return
            wanted = each


def _title(db: sqlcipher.Connection, step: Step) -> str:
    """A newer text of a notice touches activities too, and is named by the notice; an import by the first two of what it brought."""
    most = 2 if step.kind == "register.import" else 1
    found: list[str] = []
    for title in _titles(db, step):
        found += [title] if title not in found else []
        if len(found) > most:           # an import may bring ten thousand
            break
    return "; ".join([*found[:most], *(["…"] if len(found) > most > 1 else [])]) or "…"


def _titles(db: sqlcipher.Connection, step: Step) -> Iterator[str]:
    titles = {"notice": _TITLES["notice"]} if step.kind == "notice.renew" else _TITLES
    for table, row in reversed(step.rows) if step.kind == "register.import" else step.rows:       # newest first, as it is put back
        if column := titles.get(table):
            kept = db.execute(f'SELECT "{column}" FROM "{table}" WHERE id = ?', (row,)).fetchone()  # noqa: S608, names of ours
            if found := str((kept[0] if kept else store.noted(db, step.act, table, row, column)) or ""):
                yield terms.title(found) if table == "activity" else _(found) if table == "notice" else found
