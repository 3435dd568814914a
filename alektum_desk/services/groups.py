"""Groups: one form, one row for each person, one act for all of them."""
from __future__ import annotations

from collections.abc import Sequence

from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.visitors import Guest, Visit, checked
from alektum_desk.services import visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import visitors as store
from alektum_desk.store.models import new_id

LARGEST = 60


def sign_in(desk: Desk, guests: Sequence[Guest], site: str | None = None, *, over: bool = False) -> tuple[Visit, ...]:
    """All or none. Refused with `line`, the place of whoever cannot be written down so, counted from 1."""
    if not 1 <= len(guests) <= LARGEST:
        raise Refused(_N("A group has 1 to {largest} people."), _N("Sign a larger one in as several."), largest=LARGEST)
    sound = []
    for number, guest in enumerate(guests, 1):
        try:
            sound.append(checked(guest))
        except Refused as why:
            why.fields["line"] = number
            raise
    return visitors.sign_in_all(desk, sound, site, "visit.group", over=over, party=new_id())


def sign_out(desk: Desk, party: str) -> int:
    """Everybody of a group who is still here. How many."""
    at = desk.now().replace(microsecond=0)
    with desk.store.act(visitors.PLACE, "visit.sign_out") as session:
        rows = store.of_party(session, party)
        for row in rows:
            row.departed_at = max(at, row.arrived_at)
    return len(rows)
