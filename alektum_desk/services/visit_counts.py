"""Statistics of the door, from the leaves of the journal: those stay when a visit is forgotten, and name nobody."""
from __future__ import annotations

from alektum_desk.domain.visit_counts import Week, weeks
from alektum_desk.services.desk import Desk
from alektum_desk.store import visitors as store

PLACE = "visitors"
PEOPLE, PARCELS = ("visit.sign_in", "visit.group"), ("visit.delivery",)


def by_week(desk: Desk) -> tuple[Week, ...]:
    """Of every visit that this desk has written down."""
    with desk.store.read(PLACE) as session:
        return weeks(store.moments(session, PEOPLE), store.moments(session, PARCELS), desk.zone)
