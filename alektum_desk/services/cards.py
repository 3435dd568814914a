"""The front-desk card: read at the door, written by officers."""
from __future__ import annotations

from datetime import time

from alektum_desk.domain.cards import Card, checked
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.services.desk import Desk
from alektum_desk.services.hosts import must_keep
from alektum_desk.store import cards as store
from alektum_desk.store.models import new_id

PLACE = "visitors"


def card(desk: Desk, site: str | None = None) -> Card:
    """As the officers wrote it, else what holds until they do."""
    site = site or desk.office.id
    with desk.store.read(PLACE) as session:
        row = store.of(session, site)
        return Card(site, time.fromisoformat(row.closes_at) if row.closes_at else None, row.capacity) if row else Card(site)


def write(desk: Desk, card: Card) -> Card:
    """NotAllowed for all but officers."""
    must_keep(desk)
    card = checked(card)
    if card.site not in desk.store.days:
        raise Refused(_N("There is no site {site} at this desk."), _N("Choose one of: {sites}."), site=card.site, sites=", ".join(desk.store.days))
    closes_at = card.closes_at.isoformat("minutes") if card.closes_at else None
    with desk.store.act(PLACE, "card.write") as session:
        row = store.of(session, card.site)
        if row is None:
            session.add(store.Card(id=new_id(), site=card.site, closes_at=closes_at, capacity=card.capacity))
        else:
            row.closes_at, row.capacity = closes_at, card.capacity
    return card
