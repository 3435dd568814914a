"""How far a record has come: sent for review, approved by somebody else than its author, reviewed again, retired."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from alektum_desk.domain.accounts import Confirmation, Role
from alektum_desk.domain.errors import _N, NotAllowed, Refused
from alektum_desk.domain.notices import Field
from alektum_desk.domain.records import Activity, Life, Listed, Role as Party, article_of, decided_texts, is_due
from alektum_desk.domain.retention import Unit, after
from alektum_desk.services import accounts, comparison, records, terms
from alektum_desk.store import records as store

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from alektum_desk.services.desk import Desk

AUTO, ON, OFF = "auto", "on", "off"
FOUR_EYES_WORDS: Mapping[str, str] = MappingProxyType({
    AUTO: _N("Somebody else, if there is one"), ON: _N("Always somebody else"), OFF: _N("Also its author"),
})
FOUR_EYES = "four_eyes"
FARTHEST = timedelta(days=5 * 366)


def sentence(activity: str, version: int) -> str:
    """What the second person signs; the same bytes in every language."""
    return f"alektum-desk/approval/1\n{activity}\n{version}"


def four_eyes(desk: Desk) -> str:
    """`auto`: as soon as somebody else has an account here, and so could confirm."""
    with desk.store.read("register") as session:
        return _four_eyes(session)


def _four_eyes(session: Session) -> str:
    found = session.get(store.Switch, FOUR_EYES)
    return found.value if found else AUTO


def set_four_eyes(desk: Desk, value: str) -> None:
    if value not in {AUTO, ON, OFF}:
        raise Refused(_N("There is no such rule of approval."), _N("Choose one of: {values}."), values=f"{AUTO}, {ON}, {OFF}")
    with desk.store.act("register", "register.switch") as session:
        session.merge(store.Switch(id=FOUR_EYES, value=value))


def needs_another(session: Session, desk: Desk, row: store.Activity) -> bool:
    """Whether who sits here wrote the last version. What came with the program has no author."""
    if row.edited_by != desk.who.name:
        return False
    policy = _four_eyes(session)
    return policy == ON or (policy == AUTO and bool(others(desk)))


def others(desk: Desk) -> tuple[str, ...]:
    """Who could confirm: everybody else with an account here."""
    return tuple(each.account.name for each in desk.store.ring.holders.values()
                 if each.role is not Role.RECOVERY and not each.disabled and each.id != desk.who.id)


def asks_another(desk: Desk, activity: str) -> bool:
    with desk.store.read("register") as session:
        row = store.by_ref(session, activity)
        return row is not None and needs_another(session, desk, row)


def second(desk: Desk, row: store.Activity, confirmed_by: Confirmation | None) -> str:
    """The name of who confirmed exactly this version."""
    if confirmed_by is None:
        raise NotAllowed(_N("You wrote this version, so somebody else approves it."), _N("Let a colleague or a witness confirm it with the own password."))
    who = accounts.confirmed(desk, confirmed_by)
    if confirmed_by.text != sentence(row.ref, row.version):
        raise NotAllowed(_N("Another version was confirmed."), _N("Let it be confirmed again."))
    return who.name


def approve(desk: Desk, activity: str, confirmed_by: Confirmation | None = None) -> Activity:
    """An officer stands for the record; it is due for review a year later. Who wrote this version needs a second person. NotAllowed."""
    with desk.store.act("register", "activity.approve") as session:
        row = records.found(session, activity)
        if row.retired_at is not None:
            raise Refused(_N("This record is retired."), _N("Take it up again first."))
        if row.lacks:
            raise Refused(_N("This record lacks what the Regulation asks for: {articles}."), _N("Fill it in, then approve it."),
                          articles=", ".join(article_of(Party(row.role), each) for each in row.lacks))
        if row.contradictions:
            raise Refused(_N("The notices contradict each other, and nothing was decided."), _N("Decide each of these fields, then approve it."))
        another = confirmed_by is not None or needs_another(session, desk, row)
        row.draft, row.approved_at = False, desk.now()
        row.approved_by = second(desk, row, confirmed_by) if another else desk.who.name
        row.review_on = after(desk.today(), 1, Unit.YEAR)
    return records.shown(desk, activity)


@contextmanager
def _changing(desk: Desk, activity: str, reason: str) -> Iterator[store.Activity]:
    if not reason.strip():
        raise Refused(_N("This needs a reason."), _N("Say in a sentence why."), field="reason")
    with desk.store.act("register", "activity.life", reason.strip()) as session:
        yield records.found(session, activity)


def submit(desk: Desk, activity: str, reason: str) -> Activity:
    """A draft goes to whoever approves."""
    with _changing(desk, activity, reason) as row:
        if not row.draft or row.retired_at is not None:
            raise Refused(_N("Only a draft is sent for review."), _N("Look at its state first."))
        row.draft, row.submitted_at = False, desk.now()
    return records.shown(desk, activity)


def withdraw(desk: Desk, activity: str, reason: str) -> Activity:
    """Back to draft; an approval lapses."""
    with _changing(desk, activity, reason) as row:
        if row.draft or row.retired_at is not None:
            raise Refused(_N("This record is no draft that could be taken back."), _N("Look at its state first."))
        row.draft, row.submitted_at, row.approved_at, row.approved_by = True, None, None, None
    return records.shown(desk, activity)


def retire(desk: Desk, activity: str, reason: str) -> Activity:
    """The processing has ended: the record stays, out of matrix, schedule and completeness."""
    with _changing(desk, activity, reason) as row:
        if row.retired_at is not None:
            raise Refused(_N("This record is retired."), _N("Take it up again first."))
        row.retired_at = desk.now()
    return records.shown(desk, activity)


def reopen(desk: Desk, activity: str, reason: str) -> Activity:
    with _changing(desk, activity, reason) as row:
        if row.retired_at is None:
            raise Refused(_N("This record is not retired."), _N("Look at its state first."))
        row.retired_at = None
    return records.shown(desk, activity)


def set_review(desk: Desk, activity: str, on: date, reason: str) -> Activity:
    """The day on which somebody looks at it again."""
    if not desk.today() <= on <= desk.today() + FARTHEST:
        raise Refused(_N("A record is reviewed within five years."), _N("Choose a day from today on, at most five years ahead."), field="on")
    with _changing(desk, activity, reason) as row:
        row.review_on = on
    return records.shown(desk, activity)


def reviews_due(desk: Desk, ahead: int = 30) -> tuple[Listed, ...]:
    """Approved records whose review is due or will be within so many days, the earliest first."""
    until = desk.today() + timedelta(days=ahead)
    due = [each for each in records.listed(desk) if each.life is Life.APPROVED and is_due(each, until)]
    return tuple(sorted(due, key=lambda each: (each.review_on or until, each.id)))


def responsible(desk: Desk, rows: Sequence[Listed]) -> dict[str, tuple[str, ...]]:
    """Who answers for each of these records, where that is said: of its own, else of the group's."""
    cells = comparison.cells_of(desk, Field.RESPONSIBLE, rows)
    found = {ref: decided_texts(cell.decision.value) if cell.decision else tuple(dict.fromkeys(terms.term(each.text, each.field) for each in cell.statements))
             for ref, cell in cells.items()}
    return {ref: names for ref, names in found.items() if names}
