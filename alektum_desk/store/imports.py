"""How the columns of other people's files were mapped, remembered by their headings."""
from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from alektum_desk.domain.changes import Kind
from alektum_desk.store.models import RegisterRow


class ImportMapping(RegisterRow):
    """`headings` is the SHA-256 of all headings of a file, so that the next file like it is read alike."""

    __tablename__ = "import_mapping"
    __kind__: ClassVar[Kind | None] = None
    headings: Mapped[str] = mapped_column(String(64), unique=True)
    body: Mapped[dict[str, Any]]


def mapping(session: Session, headings: str) -> ImportMapping | None:
    return session.scalar(select(ImportMapping).where(ImportMapping.headings == headings))
