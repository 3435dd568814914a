"""Every file that left for use outside, and the day it must go. Each compartment lists its own: a path can name a person."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from alektum_desk.domain.changes import Kind
from alektum_desk.store.models import CaseRow, RegisterRow


class _Export:
    """`about` is the id of the row that the file shows, where it shows one."""

    kind: Mapped[str] = mapped_column(String(40))
    place: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    about: Mapped[str | None] = mapped_column(String(32))
    written_at: Mapped[datetime]
    delete_by: Mapped[date] = mapped_column(index=True)


class RegisterExport(_Export, RegisterRow):
    __tablename__ = "export"
    __kind__: ClassVar[Kind | None] = Kind.EXPORT


class CaseExport(_Export, CaseRow):
    __tablename__ = "export"
    __kind__: ClassVar[Kind | None] = Kind.EXPORT


Export = RegisterExport | CaseExport
TABLES: dict[str, type[Export]] = {"register": RegisterExport, "cases": CaseExport}


def at(session: Session, compartment: str, place: str) -> Export | None:
    """The entry of a file that was written there before: the new one takes its place."""
    if compartment == "register":
        return session.scalars(select(RegisterExport).where(RegisterExport.place == place)).first()
    return session.scalars(select(CaseExport).where(CaseExport.place == place)).first()


def every(session: Session, compartment: str) -> Sequence[Export]:
    if compartment == "register":
        return session.scalars(select(RegisterExport).order_by(RegisterExport.delete_by, RegisterExport.written_at)).all()
    return session.scalars(select(CaseExport).order_by(CaseExport.delete_by, CaseExport.written_at)).all()
