"""Deliveries: a firm and whom the parcel is for. Nobody's name, nobody on site, no badge."""
from __future__ import annotations

from alektum_desk.domain.visitors import Visit, checked_delivery
from alektum_desk.services import visitors
from alektum_desk.services.desk import Desk


def note(desk: Desk, firm: str, recipient: str | None = None, site: str | None = None) -> Visit:
    """Over at once, and forgotten like a visit."""
    return visitors.sign_in_all(desk, [checked_delivery(firm, recipient)], site, "visit.delivery", delivery=True)[0]
