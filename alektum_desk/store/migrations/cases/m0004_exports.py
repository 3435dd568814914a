"""Files that left, and the day they must go."""
from __future__ import annotations

from sqlcipher3.dbapi2 import Connection


def up(db: Connection) -> None:
    db.execute("CREATE TABLE export (id VARCHAR(32) NOT NULL, kind VARCHAR(40) NOT NULL, place TEXT NOT NULL, "
               "sha256 VARCHAR(64) NOT NULL, about VARCHAR(32), written_at VARCHAR(20) NOT NULL, delete_by VARCHAR(10) NOT NULL, "
               "PRIMARY KEY (id))")
    db.execute("CREATE INDEX ix_export_delete_by ON export (delete_by)")
