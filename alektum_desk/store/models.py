"""What every table of the three compartments shares. Each has its own metadata: no foreign key crosses a border."""
from __future__ import annotations

import secrets
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, Dialect, Integer, LargeBinary, MetaData, String, Table, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from alektum_desk.domain.changes import Kind


def iso(moment: datetime) -> str:
    """As it lies on the disk: in UTC, to the second, so that text sorts like time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Instant(TypeDecorator[datetime]):
    """A moment with a zone in Python, ISO 8601 in UTC on the disk."""

    impl, cache_ok = String(20), True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002, SQLAlchemy's signature
        return iso(value) if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002, SQLAlchemy's signature
        return datetime.fromisoformat(value) if value else None


class Day(TypeDecorator[date]):
    """A day in some office's calendar, as ISO 8601."""

    impl, cache_ok = String(10), True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002, SQLAlchemy's signature
        return value.isoformat() if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:  # noqa: ARG002, SQLAlchemy's signature
        return date.fromisoformat(value) if value else None


def new_id() -> str:
    return secrets.token_hex(16)


class Row(DeclarativeBase):
    """`__kind__` is what the store announces when a row of the table was touched; None says nothing to anybody."""

    __abstract__ = True
    __kind__: ClassVar[Kind | None] = None
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant, date: Day, bytes: LargeBinary,
        dict[str, Any]: JSON(none_as_null=True), list[str]: JSON(none_as_null=True), list[Any]: JSON(none_as_null=True),
    }
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id, sort_order=-1)


class RegisterRow(Row):
    __abstract__ = True
    metadata = MetaData()


class CaseRow(Row):
    __abstract__ = True
    metadata = MetaData()


class VisitorRow(Row):
    __abstract__ = True
    metadata = MetaData()


METADATA = {"register": RegisterRow.metadata, "cases": CaseRow.metadata, "visitors": VisitorRow.metadata}
JOURNAL = ("leaf", "payload", "node")
OUTSIDE = ("pending", "secret", "draft")        # outside the journal: unfinished jobs, keys of the compartment, drafts

for _metadata in METADATA.values():
    Table("leaf", _metadata, Column("seq", Integer, primary_key=True), Column("body", Text))
    Table("payload", _metadata, Column("seq", Integer, primary_key=True), Column("act", String(16), index=True),
          Column("tbl", String(40)), Column("row", String(32), index=True), Column("salt", LargeBinary), Column("body", Text))
    Table("node", _metadata, Column("place", Integer, primary_key=True), Column("hash", LargeBinary))
    Table("pending", _metadata, Column("job", String(40), primary_key=True), Column("body", Text))
    Table("secret", _metadata, Column("name", String(40), primary_key=True), Column("value", LargeBinary))
    Table("draft", _metadata, Column("account", String(16), primary_key=True), Column("form", String(80), primary_key=True),
          Column("kept_at", Instant, nullable=False), Column("chain", String(16)), Column("day", Day),
          Column("body", LargeBinary, nullable=False))


@cache
def kinds(tables: frozenset[str]) -> frozenset[Kind]:
    """What to tell the screens after these tables were touched."""
    said = (mapper.class_ for mapper in Row.registry.mappers)
    return frozenset(each.__kind__ for each in said if each.__tablename__ in tables and each.__kind__)
