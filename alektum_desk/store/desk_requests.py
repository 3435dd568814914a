"""What people asked for at the front desk: sealed under the day, one month later, on which it goes."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from alektum_desk.domain.changes import Kind
from alektum_desk.store.models import VisitorRow


class DeskRequest(VisitorRow):
    """`person` is who asks and how to answer; `visit` the visit it is about, while it is in the book."""

    __tablename__ = "desk_request"
    __kind__: ClassVar[Kind | None] = Kind.REQUEST
    site: Mapped[str] = mapped_column(String(40))
    asks_for: Mapped[str] = mapped_column(String(20))
    visit: Mapped[str | None] = mapped_column(String(32))
    chain: Mapped[str] = mapped_column(String(16))
    last_day: Mapped[date]
    due_from: Mapped[datetime]
    asked_at: Mapped[datetime]
    person: Mapped[bytes]


def every(session: Session) -> Sequence[DeskRequest]:
    return session.scalars(select(DeskRequest).order_by(DeskRequest.asked_at, DeskRequest.id)).all()


def due(session: Session, now: datetime) -> list[str]:
    return list(session.scalars(select(DeskRequest.id).where(DeskRequest.due_from <= now)))
