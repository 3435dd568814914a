"""Activities, what they were read in, and what the officer decided: tables and queries."""
from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, cast, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlcipher3.dbapi2 import Connection

from alektum_desk.domain.changes import Kind
from alektum_desk.domain.notices import ACTIVITY_FIELDS
from alektum_desk.store.models import RegisterRow
from alektum_desk.store.notices import Notice, Statement


class Activity(RegisterRow):
    """`lacks` and `contradictions` are kept with the row, so that a matrix over thousands is one query."""

    __tablename__ = "activity"
    __kind__: ClassVar[Kind] = Kind.ACTIVITY
    ref: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(Text)
    country: Mapped[str] = mapped_column(String(2), index=True)
    role: Mapped[str] = mapped_column(String(16))
    categories: Mapped[list[str]]
    draft: Mapped[bool]
    from_notice: Mapped[bool]
    version: Mapped[int]
    lacks: Mapped[str] = mapped_column(String(8))
    contradictions: Mapped[int]
    questions: Mapped[list[Any]]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None] = mapped_column(String(100))
    review_on: Mapped[date | None]
    varies: Mapped[str | None] = mapped_column(String(80), index=True)
    absent: Mapped[bool | None]
    edited_by: Mapped[str | None] = mapped_column(String(100))
    submitted_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]


class Reading(RegisterRow):
    """An activity reads one part of a notice."""

    __tablename__ = "reading"
    __table_args__ = (UniqueConstraint("activity_id", "notice_id", "part"),)
    __kind__: ClassVar[Kind] = Kind.ACTIVITY
    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id"))
    notice_id: Mapped[str] = mapped_column(ForeignKey("notice.id"), index=True)
    part: Mapped[str] = mapped_column(String(40))


class Decision(RegisterRow):
    """One field of one activity as the officer laid it down."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("activity_id", "field"),)
    __kind__: ClassVar[Kind] = Kind.ACTIVITY
    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id"))
    field: Mapped[str] = mapped_column(String(24))
    value: Mapped[Any] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    account: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]


class Difference(RegisterRow):
    """Why one field may differ between countries; `digest` of what the countries said then, so that it holds no longer than they do.

    `activity` is the name of the row they stand in, and `activities` those that stood in it: they stay together whatever they are called.
    """

    __tablename__ = "difference"
    __table_args__ = (UniqueConstraint("activity", "field"),)
    __kind__: ClassVar[Kind] = Kind.ACTIVITY
    activity: Mapped[str] = mapped_column(String(200))
    field: Mapped[str] = mapped_column(String(24))
    account: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]
    why: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    activities: Mapped[list[str] | None]


class KeptFilter(RegisterRow):
    """A view of the register under a name; its words may name anybody, so it lies here and not in the settings."""

    __tablename__ = "kept_filter"
    __table_args__ = (UniqueConstraint("account", "name"),)
    __kind__: ClassVar[Kind] = Kind.ACTIVITY
    account: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(100))
    body: Mapped[dict[str, Any]]


class Switch(RegisterRow):
    """How this register is kept; the id is its name."""

    __tablename__ = "register_switch"
    __kind__: ClassVar[Kind] = Kind.ACTIVITY
    value: Mapped[str] = mapped_column(String(40))


class ListRow(NamedTuple):
    """What a list and a matrix need of an activity, in the order of `listed`'s columns."""

    ref: str
    title: str
    country: str
    categories: list[str]
    role: str
    draft: bool
    version: int
    lacks: str
    contradictions: int
    approved_at: datetime | None
    review_on: date | None
    from_notice: bool
    varies: str | None
    absent: bool | None
    submitted_at: datetime | None
    retired_at: datetime | None


def listed(session: Session, country: str | None = None, role: str | None = None) -> list[ListRow]:
    """In one query, whatever their number."""
    table = Activity
    query = select(table.ref, table.title, table.country, table.categories, table.role, table.draft, table.version, table.lacks,
                   table.contradictions, table.approved_at, table.review_on, table.from_notice, table.varies, table.absent, table.submitted_at,
                   table.retired_at).order_by(table.country, table.ref)
    if country:
        query = query.where(table.country == country)
    if role:
        query = query.where(table.role == role)
    return [ListRow._make(row) for row in session.execute(query)]


def asked(session: Session) -> list[tuple[str, str, str, list[Any], frozenset[str]]]:
    """Activities with questions, those read in notices first: ref, title, country, questions, and the fields already decided."""
    decided: dict[str, set[str]] = {}
    for activity, field in session.execute(select(Decision.activity_id, Decision.field)):
        decided.setdefault(activity, set()).add(field)
    found = session.execute(select(Activity.id, Activity.ref, Activity.title, Activity.country, Activity.questions)
                            .where(Activity.questions != []).order_by(Activity.from_notice.desc(), Activity.country, Activity.ref))
    return [(ref, title, country, questions, frozenset(decided.get(key, ()))) for key, ref, title, country, questions in found]


def variants(session: Session, ref: str) -> Sequence[Activity]:
    """What the countries made of an activity of the group."""
    return session.scalars(select(Activity).where(Activity.varies == ref)).all()


def refs(session: Session, beginning: str) -> frozenset[str]:
    """The names that begin so."""
    return frozenset(session.scalars(select(Activity.ref).where(Activity.ref.startswith(beginning, autoescape=True))))


def filled_at(db: Connection) -> datetime | None:
    """When the register was filled with what came with the program: among the first things that its journal tells."""
    for (body,) in db.execute("SELECT body FROM leaf WHERE body IS NOT NULL ORDER BY seq LIMIT 20"):
        if (said := json.loads(body))["kind"] == "register.seed":
            return datetime.fromisoformat(said["at"])
    return None


def seeded(session: Session) -> bool:
    return session.scalar(select(Activity.id).limit(1)) is not None


def by_ref(session: Session, ref: str) -> Activity | None:
    return session.scalar(select(Activity).where(Activity.ref == ref))


def readings(session: Session, activity_id: str) -> Sequence[tuple[Reading, Notice]]:
    found = session.execute(select(Reading, Notice).join(Notice, Notice.id == Reading.notice_id)
                            .where(Reading.activity_id == activity_id).order_by(Notice.ref))
    return [(reading, notice) for reading, notice in found]


def own_statements(session: Session, activity_id: str) -> Sequence[Statement]:
    """Statements of an activity that stand in no notice."""
    return session.scalars(select(Statement).where(Statement.activity_id == activity_id).order_by(Statement.position)).all()


def decisions(session: Session, activity_id: str) -> Sequence[Decision]:
    return session.scalars(select(Decision).where(Decision.activity_id == activity_id)).all()


def statement_texts(session: Session) -> Sequence[str]:
    """Every text that a statement says, once: few among many activities."""
    return session.scalars(select(Statement.text).where(Statement.gone.is_(None)).distinct()).all()


def saying(session: Session, texts: Sequence[str]) -> frozenset[str]:
    """The activities that say one of these texts, read in a notice or of their own."""
    own = select(Activity.ref).join(Statement, Statement.activity_id == Activity.id).where(Statement.text.in_(texts))
    parts = (select(Activity.ref, Reading.part, Statement.parts).join(Reading, Reading.activity_id == Activity.id)
             .join(Statement, Statement.notice_id == Reading.notice_id)
             .where(Statement.text.in_(texts), Statement.field.in_(ACTIVITY_FIELDS), Statement.gone.is_(None)))
    return frozenset(session.scalars(own)) | {ref for ref, part, spoken in session.execute(parts) if spoken is None or part in spoken}


def decided(session: Session) -> Sequence[tuple[str, str]]:
    """Every decision as the ref of its activity and its value in JSON."""
    found = session.execute(select(Activity.ref, cast(Decision.value, Text)).join(Decision, Decision.activity_id == Activity.id))
    return [(ref, value) for ref, value in found]


def said_about(session: Session, field: str) -> list[tuple[str, Statement, Notice | None]]:
    """What every activity says about one field, in three queries: its ref, the statement, and the notice it stands in."""
    notices = {each.id: each for each in session.scalars(select(Notice))}
    read = (select(Activity.ref, Reading.part, Statement).join(Reading, Reading.activity_id == Activity.id)
            .join(Statement, Statement.notice_id == Reading.notice_id).where(Statement.field == field, Statement.gone.is_(None))
            .order_by(Activity.ref, Statement.position))
    own = (select(Activity.ref, Statement).join(Statement, Statement.activity_id == Activity.id).where(Statement.field == field)
           .order_by(Activity.ref, Statement.position))
    found: list[tuple[str, Statement, Notice | None]] = [
        (ref, statement, notices[statement.notice_id]) for ref, part, statement in session.execute(read)
        if statement.notice_id and (statement.parts is None or part in statement.parts)]
    return [*found, *((ref, statement, None) for ref, statement in session.execute(own))]


def decided_about(session: Session, field: str) -> list[tuple[str, Decision]]:
    found = session.execute(select(Activity.ref, Decision).join(Decision, Decision.activity_id == Activity.id).where(Decision.field == field))
    return [(ref, decision) for ref, decision in found]


def differences(session: Session) -> Sequence[Difference]:
    return session.scalars(select(Difference)).all()


def kept_filters(session: Session, account: str) -> Sequence[KeptFilter]:
    return session.scalars(select(KeptFilter).where(KeptFilter.account == account).order_by(KeptFilter.name)).all()


def readers(session: Session, notice_id: str) -> Sequence[tuple[str, str]]:
    """The activities that read a notice, each with the part that it reads."""
    found = session.execute(select(Activity.ref, Reading.part).join(Reading, Reading.activity_id == Activity.id)
                            .where(Reading.notice_id == notice_id).order_by(Activity.ref))
    return [(ref, part) for ref, part in found]
