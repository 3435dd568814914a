"""Every activity whole, in a handful of queries however many there are."""
from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from alektum_desk.domain.records import Activity
from alektum_desk.services import records, register_exchange as exchange
from alektum_desk.store import records as store

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk


def wholes(desk: Desk) -> tuple[tuple[Activity, ...], dict[str, exchange.Kept]]:
    with desk.store.read("register") as session:
        rows = session.scalars(select(store.Activity).order_by(store.Activity.country, store.Activity.ref)).all()
        return tuple(records._whole(session, desk, row) for row in rows), {row.ref: exchange.kept(session, row) for row in rows}
