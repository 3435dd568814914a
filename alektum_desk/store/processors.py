"""Processors and their sub-processors, with the state of the contract (Art. 28): table and queries."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from alektum_desk.domain.changes import Kind
from alektum_desk.store.models import RegisterRow


class Processor(RegisterRow):
    """`activities` are refs of the register; a sub-processor has a parent and its contract is with that one."""

    __tablename__ = "processor"
    __kind__: ClassVar[Kind] = Kind.ACTIVITY
    name: Mapped[str] = mapped_column(Text)
    country: Mapped[str | None] = mapped_column(String(2))
    service: Mapped[str] = mapped_column(Text)
    contract: Mapped[str] = mapped_column(String(16))
    signed_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    mechanism: Mapped[str | None] = mapped_column(String(16))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("processor.id"), index=True)
    activities: Mapped[list[str]]
    note: Mapped[str | None] = mapped_column(Text)


def listed(session: Session) -> Sequence[Processor]:
    return session.scalars(select(Processor).order_by(Processor.name, Processor.id)).all()
