"""Letters that were issued: the table and its queries."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Integer, String, Text, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from alektum_desk.domain.changes import Kind
from alektum_desk.store.models import CaseRow

ERASED = "erased"


class Complaint(CaseRow):
    """`fingerprint` is of the document: the same one issued again is the same letter under the same number."""

    __tablename__ = "complaint"
    __kind__: ClassVar[Kind | None] = Kind.COMPLAINT
    number: Mapped[str | None] = mapped_column(String(60), unique=True)
    office: Mapped[str] = mapped_column(String(40))
    year: Mapped[int] = mapped_column(Integer)
    sequence: Mapped[int | None] = mapped_column(Integer)
    letter: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(40))
    country: Mapped[str | None] = mapped_column(String(2))
    authority: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(16), index=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    written_on: Mapped[date]
    kept_at: Mapped[datetime]
    closed_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str | None] = mapped_column(String(20))
    held_because: Mapped[str | None] = mapped_column(Text)
    erased_on: Mapped[date | None]


class CaseEvent(CaseRow):
    """Something that was sent or arrived; `complaint` is the id of its letter."""

    __tablename__ = "case_event"
    __kind__: ClassVar[Kind | None] = Kind.COMPLAINT
    complaint: Mapped[str] = mapped_column(String(32), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    happened_on: Mapped[date]
    words: Mapped[str | None] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]


def add(session: Session, row: Complaint) -> Complaint:
    session.add(row)
    session.flush()
    return row


def add_event(session: Session, row: CaseEvent) -> CaseEvent:
    session.add(row)
    session.flush()
    return row


def by_id(session: Session, key: str) -> Complaint | None:
    return session.get(Complaint, key)


def by_fingerprint(session: Session, fingerprint: str) -> Complaint | None:
    return session.scalar(select(Complaint).where(Complaint.fingerprint == fingerprint))


def newest_first(session: Session) -> Sequence[Complaint]:
    return session.scalars(select(Complaint).where(Complaint.state != ERASED)
                           .order_by(Complaint.written_on.desc(), Complaint.kept_at.desc(), Complaint.id)).all()


def closed(session: Session) -> Sequence[Complaint]:
    return session.scalars(select(Complaint).where(Complaint.state == "closed").order_by(Complaint.closed_on, Complaint.id)).all()


def events(session: Session, complaint: str) -> Sequence[CaseEvent]:
    """The oldest first."""
    return session.scalars(select(CaseEvent).where(CaseEvent.complaint == complaint).order_by(CaseEvent.happened_on, CaseEvent.at, CaseEvent.id)).all()


def all_events(session: Session) -> Sequence[CaseEvent]:
    return session.scalars(select(CaseEvent).order_by(CaseEvent.happened_on, CaseEvent.at, CaseEvent.id)).all()


def events_of(session: Session, complaints: Sequence[str]) -> Sequence[str]:
    return session.scalars(select(CaseEvent.id).where(CaseEvent.complaint.in_(complaints))).all()


def empty(session: Session, ids: Sequence[str], on: date) -> None:
    """The row keeps its number, so that no other letter gets it, and nothing that is a person's: the words of the outcome go, its kind stays."""
    for key in ids:
        session.execute(update(Complaint).where(Complaint.id == key).values(
            state=ERASED, document={}, fingerprint=f"erased {key}", outcome=None, held_because=None, erased_on=on))


def erased_on(session: Session, day: date) -> Sequence[Complaint]:
    return session.scalars(select(Complaint).where(Complaint.erased_on == day).order_by(Complaint.closed_on, Complaint.id)).all()


def emptied(session: Session) -> Sequence[Complaint]:
    return session.scalars(select(Complaint).where(Complaint.state == ERASED).order_by(Complaint.written_on, Complaint.id)).all()


def next_in_line(session: Session, office: str, year: int) -> int:
    """Inside the transaction that issues, which is the only writer: a number is taken once."""
    taken = session.scalar(select(func.max(Complaint.sequence)).where(Complaint.office == office, Complaint.year == year))
    return (taken or 0) + 1
