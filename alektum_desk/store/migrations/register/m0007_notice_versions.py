"""Versions of published notices, and what was laid down about findings of the notice check."""
from __future__ import annotations

from sqlcipher3.dbapi2 import Connection

TABLES = """
ALTER TABLE statement ADD COLUMN gone INTEGER;
CREATE TABLE notice_version (
    id VARCHAR(32) NOT NULL,
    notice_id VARCHAR(32) NOT NULL,
    number INTEGER NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    published_on VARCHAR(10),
    source TEXT,
    taken_at VARCHAR(20) NOT NULL,
    account VARCHAR(100) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (notice_id, number),
    FOREIGN KEY(notice_id) REFERENCES notice (id)
);
CREATE TABLE finding_mark (
    id VARCHAR(32) NOT NULL,
    "key" VARCHAR(16) NOT NULL,
    state VARCHAR(16) NOT NULL,
    reason TEXT NOT NULL,
    account VARCHAR(100) NOT NULL,
    at VARCHAR(20) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE ("key")
);
"""


def up(db: Connection) -> None:
    for sql in TABLES.split(";\n"):
        if sql.strip():
            db.execute(sql)
