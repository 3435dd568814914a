"""The front-desk card of each site: when the door closes, and how many people may be behind it."""
from __future__ import annotations

from typing import ClassVar

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from alektum_desk.domain.changes import Kind
from alektum_desk.store.models import VisitorRow


class Card(VisitorRow):
    __tablename__ = "card"
    __kind__: ClassVar[Kind | None] = Kind.CARD
    site: Mapped[str] = mapped_column(String(40), index=True, unique=True)
    closes_at: Mapped[str | None] = mapped_column(String(5))
    capacity: Mapped[int | None]


def of(session: Session, site: str) -> Card | None:
    return session.scalars(select(Card).where(Card.site == site)).one_or_none()
