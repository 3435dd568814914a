"""Legal holds as they lie in the compartment of the cases: why a visit stays, and who said so. Gone with the visit."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from alektum_desk.domain.changes import Kind
from alektum_desk.store.models import CaseRow


class Hold(CaseRow):
    """`note` is the second person's signature over what was confirmed."""

    __tablename__ = "hold"
    __kind__: ClassVar[Kind | None] = Kind.VISIT
    visit: Mapped[str] = mapped_column(String(32), unique=True)
    case_number: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text)
    set_at: Mapped[datetime]
    review_on: Mapped[date]
    set_by: Mapped[str] = mapped_column(String(100))
    confirmed_by: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(Text)


def every(session: Session) -> Sequence[Hold]:
    return session.scalars(select(Hold).order_by(Hold.review_on, Hold.id)).all()


def of(session: Session, visit: str) -> Hold | None:
    return session.scalar(select(Hold).where(Hold.visit == visit))
