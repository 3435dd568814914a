"""Walled cases, such as a complaint against one's own group: only the accounts that were named when it was opened read it.

How a service keeps a case behind a wall: inside its own act it adds its row with a number, dates and nothing else (no name,
no country, no hash of the document: `document={}`, `fingerprint=f"walled {id}"`), then

    with desk.store.act("cases", "complaint.issue") as session:
        row = store.add(session, ...)
        walls.raise_around(session, desk, row.id, {"document": document, "kind": ..., "outcome": None}, readers)

and reads with `walls.opened(session, desk, row.id)`, which is None for everybody else: those see the number and the word
"walled". What changes later, also a reason or an outcome, goes through `walls.change`. Acts on a walled case have a kind of
their own that `undo.KINDS` does not name. Keys are renewed by `desk.tidy` at the next opening; `erasure.erase_cases`
takes the wall away with its case.
"""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from alektum_desk.domain.accounts import OPENS, Account
from alektum_desk.domain.errors import _N, NotAllowed, Refused
from alektum_desk.services.desk import Desk, disk_said_plainly
from alektum_desk.store import walls as store
from alektum_desk.store.keys import Keyring

PLACE = "cases"
FEWEST = 2          # one reader alone could lose the case


@dataclass(frozen=True, slots=True)
class Wall:
    """`readers` are those who can open it now; `is_open` says whether this account is one of them."""

    case: str
    raised_at: datetime
    readers: tuple[Account, ...]
    is_open: bool

    @property
    def needs_reader(self) -> bool:
        return len(self.readers) < FEWEST


def candidates(desk: Desk) -> tuple[Account, ...]:
    """Who can be named: whoever opens the cases, the recovery account too."""
    return tuple(each.account for each in _ring(desk).holders.values() if not each.disabled and PLACE in OPENS[each.role])


def raise_around(session: Session, desk: Desk, case: str, said: Mapping[str, Any], readers: Iterable[str]) -> None:
    """Inside the act that opens the case; `readers` are ids of accounts. Refused for fewer than two, and for who opens no cases."""
    ring, chosen = _ring(desk), set(readers)
    allowed = {each.id for each in candidates(desk)}
    if len(chosen) < FEWEST:
        raise Refused(_N("A walled case needs two readers at least."), _N("Name another officer, or the recovery code."), field="readers")
    if not chosen <= allowed:
        raise Refused(_N("Somebody who was named for this walled case does not open cases."), _N("Name officers, or the recovery code."),
                      field="readers")
    store.raise_around(session, case, _bytes(said), [each for each in ring.holders.values() if each.id in chosen], desk.now())


def opened(session: Session, desk: Desk, case: str) -> dict[str, Any] | None:
    """What the case says; None when it stands behind a wall that this account is outside of. KeyError for a case without a wall."""
    wall = session.get(store.Wall, case)
    if wall is None:
        raise KeyError(case)
    key = store.key_of(session, wall, desk.store.identity)
    found: dict[str, Any] | None = json.loads(store.said(wall, key)) if key else None
    return found


def change(session: Session, desk: Desk, case: str, said: Mapping[str, Any]) -> None:
    """Inside an act. NotAllowed from outside the wall."""
    wall = session.get_one(store.Wall, case)
    key = store.key_of(session, wall, desk.store.identity)
    if key is None:
        raise _walled()
    store.say(wall, key, _bytes(said))
    session.flush()


def listed(desk: Desk) -> tuple[Wall, ...]:
    """Every walled case: that there is one is no secret, what it says is."""
    ring = _ring(desk)
    with desk.store.read(PLACE) as session:
        members = store.readers(session)
        return tuple(Wall(each.id, each.raised_at,
                          tuple(ring.holders[account].account for account, exchange in members.get(each.id, {}).items()
                                if store.may_read(ring.holders.get(account), exchange)),
                          store.key_of(session, each, desk.store.identity) is not None) for each in store.every(session))


def admit(desk: Desk, case: str, account: str) -> None:
    """A reader lets somebody in: another officer, or one who has new keys since. NotAllowed from outside the wall."""
    holder = _ring(desk).holders.get(account)
    if holder is None or holder.id not in {each.id for each in candidates(desk)}:
        raise Refused(_N("Somebody who was named for this walled case does not open cases."), _N("Name officers, or the recovery code."),
                      field="readers")
    with desk.store.act(PLACE, "wall.admit") as session:
        wall = session.get_one(store.Wall, case)
        key = store.key_of(session, wall, desk.store.identity)
        if key is None:
            raise _walled()
        store.let_in(session, case, wall.generation, key, holder)


def _ring(desk: Desk) -> Keyring:
    """As it is now, with its seal checked: a key is sealed to nobody whom somebody else wrote there."""
    with disk_said_plainly(desk.home):
        ring = Keyring(desk.home)
    if PLACE in desk.store.keys:
        ring.check(desk.store.keys[PLACE])
    return ring


def _bytes(said: Mapping[str, Any]) -> bytes:
    return json.dumps(dict(said), ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")


def _walled() -> NotAllowed:
    return NotAllowed(_N("This case is walled, and this account is outside the wall."), _N("Ask one of those who were named for it."))
