"""The kiosk of each site as the front desk holds it: published by an officer from the register; and its PIN, stretched."""
from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from alektum_desk.domain.changes import Kind
from alektum_desk.store.models import VisitorRow


class Kiosk(VisitorRow):
    __tablename__ = "kiosk"
    __kind__: ClassVar[Kind | None] = Kind.CARD
    site: Mapped[str] = mapped_column(String(40), index=True, unique=True)
    notice: Mapped[str | None] = mapped_column(String(80))
    fields: Mapped[list[str]]
    texts: Mapped[list[Any]]
    pin: Mapped[str | None] = mapped_column(Text)


def of(session: Session, site: str) -> Kiosk | None:
    return session.scalars(select(Kiosk).where(Kiosk.site == site)).one_or_none()
