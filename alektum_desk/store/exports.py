"""Every file that left for use outside, and the day it must go. Each compartment lists its own: a path can name a person."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from alektum_desk.domain.changes import Kind
from alektum_desk.store.models import CaseRow, RegisterRow, VisitorRow


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


class VisitorExport(_Export, VisitorRow):
    __tablename__ = "export"
    __kind__: ClassVar[Kind | None] = Kind.EXPORT


Export = RegisterExport | CaseExport | VisitorExport
TABLES: dict[str, type[Export]] = {"register": RegisterExport, "cases": CaseExport, "visitors": VisitorExport}


def at(session: Session, compartment: str, place: str) -> Export | None:
    """The entry of a file that was written there before: the new one takes its place."""
    return next((each for each in every(session, compartment) if each.place == place), None)


def every(session: Session, compartment: str) -> Sequence[Export]:
    table: type[Any] = TABLES[compartment]
    return session.scalars(select(table).order_by(table.delete_by, table.written_at)).all()
