"""The processors of the office: kept, changed, taken out; who works for whom, and what is lacking."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.notices import Field
from alektum_desk.domain.processors import Contract, NewProcessor, Processor, check, named, wants
from alektum_desk.domain.records import Life, State, decided_texts
from alektum_desk.services import comparison, records, terms
from alektum_desk.store import processors as store
from alektum_desk.store.models import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from alektum_desk.services.desk import Desk


def listed(desk: Desk) -> tuple[Processor, ...]:
    """By name, each followed by its sub-processors."""
    with desk.store.read("register") as session:
        every = [_processor(row, desk.today()) for row in store.listed(session)]
    below: dict[str | None, list[Processor]] = {}
    for each in every:
        below.setdefault(each.said.parent, []).append(each)
    found: list[Processor] = []

    def take(parent: str | None) -> None:
        for each in below.get(parent, ()):
            found.append(each)
            take(each.id)
    take(None)
    return tuple(found)


def known(desk: Desk) -> tuple[Processor, ...]:
    """Those that are kept, then those that records name and nobody keeps. What has ended, and what is decided not to be, names nobody."""
    kept = listed(desk)
    rows = [each for each in records.listed(desk) if each.life is not Life.RETIRED and each.state is not State.NONE]
    cells = comparison.cells_of(desk, Field.PROCESSOR, rows)
    said = ((each.id, text) for each in rows for text in _naming(cells[each.id]))
    return (*kept, *named(said, (each.said.name for each in kept)))


def _naming(cell: comparison.Cell) -> Iterable[str]:
    if cell.decision is not None:
        return (terms.term(text, Field.PROCESSOR) for text in decided_texts(cell.decision.value))
    return (terms.term(each.text, Field.PROCESSOR) for each in cell.statements)


def _processor(row: store.Processor, today: date) -> Processor:
    said = NewProcessor(row.name, row.service, row.country, Contract(row.contract), row.signed_on, row.ends_on, row.mechanism, row.parent_id,
                        tuple(row.activities), row.note)
    return Processor(row.id, said, wants(said, today))


def keep(desk: Desk, said: NewProcessor, reason: str, processor: str | None = None) -> Processor:
    """A new one, or another state of a known one."""
    check(said)
    if not reason.strip():
        raise Refused(_N("This needs a reason."), _N("Say in a sentence why."), field="reason")
    country = said.country.strip().upper() if said.country and said.country.strip() else None
    if country is not None and (len(country) != 2 or language.country(country, "en") == country):
        raise Refused(_N("There is no country {country}."), _N("Give the two letters of its ISO 3166 code, for example BE."), country=country, field="country")
    with desk.store.act("register", "processor.keep", reason.strip()) as session:
        row = _found(session, processor) if processor else store.Processor(id=new_id())
        for ref in said.activities:
            records.found(session, ref)
        if said.parent is not None:
            _check_chain(session, said.parent, row.id)
        row.name, row.service, row.country, row.contract = said.name.strip(), said.service.strip(), country, said.contract
        row.signed_on, row.ends_on, row.mechanism, row.parent_id = said.signed_on, said.ends_on, said.mechanism, said.parent
        row.activities, row.note = list(said.activities), said.note
        session.add(row)
        session.flush()
        return _processor(row, desk.today())


def _found(session: Session, processor: str) -> store.Processor:
    row = session.get(store.Processor, processor)
    if row is None:
        raise Refused(_N("There is no such processor."), _N("The list of processors shows them."))
    return row


def _check_chain(session: Session, parent: str, own: str) -> None:
    above: str | None = parent
    while above is not None:
        if above == own:
            raise Refused(_N("A processor cannot work for itself."), _N("Choose another one as its principal."), field="parent")
        above = _found(session, above).parent_id


def drop(desk: Desk, processor: str, reason: str) -> None:
    """Out of the list; those who worked for it stay and have no principal."""
    if not reason.strip():
        raise Refused(_N("This needs a reason."), _N("Say in a sentence why."), field="reason")
    with desk.store.act("register", "processor.drop", reason.strip()) as session:
        row = _found(session, processor)
        for each in store.listed(session):
            if each.parent_id == row.id:
                each.parent_id = None
        session.flush()
        session.delete(row)


def as_json(each: Processor) -> dict[str, Any]:
    said = each.said
    return {"id": each.id, "named": each.named, "name": said.name, "service": said.service, "country": said.country, "contract": said.contract,
            "signed_on": said.signed_on.isoformat() if said.signed_on else None, "ends_on": said.ends_on.isoformat() if said.ends_on else None,
            "mechanism": said.mechanism, "processor_of": said.parent, "activities": list(said.activities), "note": said.note,
            "wants": [_(text) for text in each.wants]}
