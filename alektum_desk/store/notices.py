"""Notices, their texts, and the statements read in them: tables and queries."""
from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, func, select, type_coerce
from sqlalchemy.orm import Mapped, Session, mapped_column

from alektum_desk.domain.changes import Kind
from alektum_desk.store.models import RegisterRow


class Notice(RegisterRow):
    """`ref` is the id that people and facts use; the text is found by its SHA-256, because one file may hold two notices."""

    __tablename__ = "notice"
    __kind__: ClassVar[Kind] = Kind.NOTICE
    ref: Mapped[str] = mapped_column(String(80), unique=True)
    country: Mapped[str | None] = mapped_column(String(2))
    language: Mapped[str] = mapped_column(String(8))
    organisation: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    file: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    ours: Mapped[bool]


class NoticeText(RegisterRow):
    """What was read in from a file: the whole text, once for each content."""

    __tablename__ = "notice_text"
    __kind__: ClassVar[Kind] = Kind.NOTICE
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    file: Mapped[str] = mapped_column(Text)
    read_at: Mapped[datetime]
    lines: Mapped[int]
    text: Mapped[str] = mapped_column(Text)


class Statement(RegisterRow):
    """One fact of a notice, or of an activity that no notice speaks of. `parts` is null for the whole notice."""

    __tablename__ = "statement"
    __kind__: ClassVar[Kind] = Kind.ACTIVITY
    notice_id: Mapped[str | None] = mapped_column(ForeignKey("notice.id"), index=True)
    activity_id: Mapped[str | None] = mapped_column(ForeignKey("activity.id"), index=True)
    position: Mapped[int]
    field: Mapped[str] = mapped_column(String(24))
    parts: Mapped[list[str] | None]
    text: Mapped[str] = mapped_column(Text)
    line: Mapped[int | None]
    anchor: Mapped[str | None] = mapped_column(Text)
    purpose: Mapped[str | None] = mapped_column(String(80))
    code: Mapped[str | None] = mapped_column(String(80))
    kinds: Mapped[list[str]]
    as_written: Mapped[str | None] = mapped_column(Text)
    cited: Mapped[bool | None]
    rule: Mapped[dict[str, Any] | None]
    details: Mapped[dict[str, Any] | None]
    gone: Mapped[int | None]               # the version of the notice that says it no more


class StatementRow(NamedTuple):
    """A statement as it is read by the hundred thousand: a row of the ORM costs ten times as much."""

    activity_id: str | None
    id: str
    position: int
    field: str
    parts: list[str] | None
    text: str
    line: int | None
    anchor: str | None
    purpose: str | None
    code: str | None
    kinds: list[str]
    as_written: str | None
    cited: bool | None
    rule: dict[str, Any] | None
    details: dict[str, Any] | None
    gone: int | None


class NoticeVersion(RegisterRow):
    """One published version of a notice; the newest one is the notice's own digest."""

    __tablename__ = "notice_version"
    __table_args__ = (UniqueConstraint("notice_id", "number"),)
    __kind__: ClassVar[Kind] = Kind.NOTICE
    notice_id: Mapped[str] = mapped_column(ForeignKey("notice.id"))
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    published_on: Mapped[date | None]
    source: Mapped[str | None] = mapped_column(Text)
    taken_at: Mapped[datetime]
    account: Mapped[str] = mapped_column(String(100))


class FindingMark(RegisterRow):
    """What the officer laid down about one finding of the notice check."""

    __tablename__ = "finding_mark"
    __kind__: ClassVar[Kind] = Kind.NOTICE
    key: Mapped[str] = mapped_column(String(16), unique=True)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    account: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]


def listed(session: Session) -> Sequence[tuple[Notice, NoticeText | None, int]]:
    """Every notice with its text, where one was read in, and the number of its facts."""
    facts = select(Statement.notice_id, func.count().label("facts")).where(Statement.notice_id.is_not(None), Statement.gone.is_(None)).group_by(Statement.notice_id).subquery()
    found = session.execute(select(Notice, NoticeText, func.coalesce(facts.c.facts, 0))
                            .outerjoin(NoticeText, NoticeText.sha256 == Notice.sha256)
                            .outerjoin(facts, facts.c.notice_id == Notice.id)
                            .order_by(Notice.ours.desc(), Notice.country, Notice.ref))
    return [(notice, text, int(number)) for notice, text, number in found]


def by_ref(session: Session, ref: str) -> Notice | None:
    return session.scalar(select(Notice).where(Notice.ref == ref))


def with_digest(session: Session, digest: str) -> Sequence[Notice]:
    return session.scalars(select(Notice).where(Notice.sha256 == digest).order_by(Notice.ref)).all()


def text_of(session: Session, digest: str) -> NoticeText | None:
    return session.scalar(select(NoticeText).where(NoticeText.sha256 == digest))


def texts(session: Session) -> Sequence[tuple[str, str]]:
    """Every notice that was read in, with its whole text."""
    found = session.execute(select(Notice.ref, NoticeText.text).join(NoticeText, NoticeText.sha256 == Notice.sha256)
                            .order_by(Notice.ref))
    return [(ref, text) for ref, text in found]


def statements(session: Session, notice_ids: Iterable[str], *, gone: bool = False) -> Sequence[tuple[Statement, Notice]]:
    """What the newest texts say; with `gone` also what an older one said."""
    asked = select(Statement, Notice).join(Notice, Notice.id == Statement.notice_id).where(Notice.id.in_(tuple(notice_ids)))
    found = session.execute((asked if gone else asked.where(Statement.gone.is_(None))).order_by(Notice.ref, Statement.position))
    return [(statement, notice) for statement, notice in found]


def rows_of(session: Session, activity_ids: Sequence[str]) -> list[StatementRow]:
    """What these activities say of their own, each in its order."""
    table = Statement.__table__
    found = session.connection().execute(select(*_COLUMNS).where(table.c.activity_id.in_(activity_ids)).order_by(table.c.position)).all()
    return [StatementRow(owner, key, position, field, _value(parts), text, line, anchor, purpose, code, _value(kinds), as_written, cited, _value(rule), _value(details), gone)
            for owner, key, position, field, parts, text, line, anchor, purpose, code, kinds, as_written, cited, rule, details, gone in found]


_COLUMNS = [type_coerce(each, Text) if isinstance(each.type, JSON) else each for each in (Statement.__table__.c[name] for name in StatementRow._fields)]


def _value(stored: str | None) -> Any:
    """What most columns hold is nothing, and asked for a million times."""
    return None if stored is None else [] if stored == "[]" else json.loads(stored)


def countries(session: Session) -> frozenset[str]:
    """The countries for which we publish a notice."""
    return frozenset(each for each in session.scalars(select(Notice.country).where(Notice.ours).distinct()) if each)


def every_statement(session: Session, notice_id: str) -> Sequence[Statement]:
    """Also what newer versions say no more."""
    return session.scalars(select(Statement).where(Statement.notice_id == notice_id).order_by(Statement.position)).all()


def versions(session: Session, notice_id: str) -> Sequence[NoticeVersion]:
    return session.scalars(select(NoticeVersion).where(NoticeVersion.notice_id == notice_id).order_by(NoticeVersion.number)).all()


def marks(session: Session) -> dict[str, FindingMark]:
    return {each.key: each for each in session.scalars(select(FindingMark))}
