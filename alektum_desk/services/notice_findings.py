"""What the notice check found, as a list of work: accepted with a reason, fixed in the register, or left to the lawyers."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.findings import Finding, Mark
from alektum_desk.services import notice_check
from alektum_desk.store import notices as store

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Laid:
    """What was laid down, by whom, when and why."""

    mark: Mark
    reason: str
    account: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One finding in the list. `id` stays the same while its words do, on whatever line they stand."""

    id: str
    finding: Finding
    laid: Laid | None

    @property
    def is_open(self) -> bool:
        return self.laid is None


def listed(desk: Desk) -> tuple[Item, ...]:
    """Every finding on the notices of the register, gravest first, as the check gives them."""
    with desk.store.read("register") as session:
        laid = {key: Laid(Mark(each.state), each.reason, each.account, each.at) for key, each in store.marks(session).items()}
    return tuple(Item(key, finding, laid.get(key)) for key, finding in _named(notice_check.check(desk)))


def mark(desk: Desk, item: str, as_: Mark | None, reason: str) -> Item:
    """None opens it again. Refused without a reason, or where the check finds no such thing."""
    found = next((each for each in listed(desk) if each.id == item), None)
    if found is None:
        raise Refused(_N("The notice check finds nothing with the name {item}."), _N("The list of findings shows their names."), item=item[:40])
    why = " ".join(reason.split())
    if not why or len(why) > 2000:
        raise Refused(_N("This needs a reason."), _N("Say in a sentence why."), field="reason")
    with desk.store.act("register", "finding.mark", why) as session:
        kept = store.marks(session).get(item)
        if kept is not None:
            session.delete(kept)
            session.flush()
        if as_ is not None:
            session.add(store.FindingMark(key=item, state=as_, reason=why, account=desk.who.name, at=desk.now()))
    return Item(item, found.finding, Laid(as_, why, desk.who.name, desk.now()) if as_ is not None else None)


def _named(findings: Iterable[Finding]) -> Iterable[tuple[str, Finding]]:
    taken: dict[str, int] = {}
    for each in findings:
        words = "|".join(sorted({f"{one.notice}:{' '.join(one.quote.split())}" for one in each.evidence}))
        key = sha256(f"{each.rule}|{words}".encode()).hexdigest()[:12]
        taken[key] = taken.get(key, 0) + 1
        yield (key if taken[key] == 1 else f"{key}-{taken[key]}"), each
