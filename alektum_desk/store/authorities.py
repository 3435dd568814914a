"""Authorities as this office knows them: when an address was checked, and versions over the bundled record. Nothing is overwritten."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Integer, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from alektum_desk.domain.changes import Kind
from alektum_desk.store.models import RegisterRow


class AuthorityCheck(RegisterRow):
    """Somebody looked at the authority's own publication on that day and found the address there."""

    __tablename__ = "authority_check"
    __kind__: ClassVar[Kind | None] = Kind.AUTHORITY
    authority: Mapped[str] = mapped_column(String(40), index=True)
    checked_on: Mapped[date]
    who: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]


class AuthorityVersion(RegisterRow):
    """`record` holds what differs from the bundled record; the highest number is in force."""

    __tablename__ = "authority_version"
    __table_args__ = (UniqueConstraint("authority", "number"),)
    __kind__: ClassVar[Kind | None] = Kind.AUTHORITY
    authority: Mapped[str] = mapped_column(String(40))
    number: Mapped[int] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(16))
    record: Mapped[dict[str, Any]]
    why: Mapped[str | None] = mapped_column(Text)
    issued_on: Mapped[date | None]
    who: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]


def add(session: Session, row: AuthorityCheck | AuthorityVersion) -> None:
    session.add(row)
    session.flush()


def checked(session: Session) -> Mapping[str, date]:
    """The last day on which each address was found right."""
    found = session.execute(select(AuthorityCheck.authority, func.max(AuthorityCheck.checked_on)).group_by(AuthorityCheck.authority))
    return {authority: date.fromisoformat(on) if isinstance(on, str) else on for authority, on in found}


def versions(session: Session, authority: str) -> Sequence[AuthorityVersion]:
    """The oldest first."""
    return session.scalars(select(AuthorityVersion).where(AuthorityVersion.authority == authority).order_by(AuthorityVersion.number)).all()


def in_force(session: Session) -> Sequence[AuthorityVersion]:
    last = select(AuthorityVersion.authority, func.max(AuthorityVersion.number).label("number")).group_by(AuthorityVersion.authority).subquery()
    return session.scalars(select(AuthorityVersion).join(
        last, (AuthorityVersion.authority == last.c.authority) & (AuthorityVersion.number == last.c.number))).all()


def newest_delivery(session: Session) -> date | None:
    return session.scalar(select(func.max(AuthorityVersion.issued_on)))
