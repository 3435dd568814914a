"""Two tables of their own for tests of the store, in a register that a step beyond ours has made."""
from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, MetaData, String
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlcipher3.dbapi2 import Connection

from alektum_desk.domain.accounts import Account, Role
from alektum_desk.domain.changes import Kind
from alektum_desk.store import migrations
from alektum_desk.store.compartment import Compartment
from alektum_desk.store.keys import Key
from alektum_desk.store.migrations import Step
from alektum_desk.store.models import Row

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)


class PaperRow(Row):
    __abstract__ = True
    metadata = MetaData()


class Paper(PaperRow):
    __tablename__ = "paper"
    __kind__ = Kind.NOTICE
    title: Mapped[str]
    country: Mapped[str] = mapped_column(String(2))
    seal: Mapped[bytes | None] = mapped_column(LargeBinary)
    parts: Mapped[list[Part]] = relationship(back_populates="paper", cascade="all, delete-orphan")


class Part(PaperRow):
    __tablename__ = "part"
    __kind__ = Kind.EXPORT
    paper_id: Mapped[str] = mapped_column(ForeignKey("paper.id", ondelete="CASCADE"), index=True)
    value: Mapped[dict[str, Any] | None]
    paper: Mapped[Paper] = relationship(back_populates="parts")


def lay_papers(db: Connection) -> None:
    db.execute("CREATE TABLE paper (id VARCHAR(32) NOT NULL, title VARCHAR NOT NULL, country VARCHAR(2) NOT NULL, seal BLOB, PRIMARY KEY (id))")
    db.execute("CREATE TABLE part (id VARCHAR(32) NOT NULL, paper_id VARCHAR(32) NOT NULL, value JSON, PRIMARY KEY (id), "
               "FOREIGN KEY(paper_id) REFERENCES paper (id) ON DELETE CASCADE)")


FIRST = migrations.steps("register")[0]


def steps_with_papers(_compartment: str) -> list[Step]:
    return [FIRST, Step("m0002_papers", lay_papers)]


def officer(role: Role = Role.DPO) -> Account:
    return Account("0123456789abcdef", "An", role)


def paper_place(home: Path, key: Key, name: str = "register") -> Compartment:
    return Compartment(name, home / f"{name}.1.db", key, officer(), home / "proofs", lambda: NOON, f"test/{name}",
                       fresh=not (home / f"{name}.1.db").exists())


def dump(place: Compartment) -> dict[tuple[str, str], tuple[Any, ...]]:
    with place.bare() as db:
        return {(table, row[0]): row for table in ("paper", "part") for row in db.execute(f"SELECT * FROM {table}")}


def count(place: Compartment, table: str = "leaf") -> int:
    with place.bare() as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
