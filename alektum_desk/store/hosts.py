"""Whom one may visit, as it lies in the compartment of the visitors: colleagues, never visitors."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from alektum_desk.domain.changes import Kind
from alektum_desk.store.models import VisitorRow


class Host(VisitorRow):
    __tablename__ = "host"
    __kind__: ClassVar[Kind | None] = Kind.CARD
    site: Mapped[str] = mapped_column(String(40))
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str | None] = mapped_column(String(40))
    leaves_on: Mapped[date | None]


def every(session: Session) -> Sequence[Host]:
    return session.scalars(select(Host)).all()


def gone(session: Session, today: date) -> list[str]:
    """Ids of those whose last day is over."""
    return list(session.scalars(select(Host.id).where(Host.leaves_on <= today)))
