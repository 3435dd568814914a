"""Letters that were issued."""
from __future__ import annotations

from sqlcipher3.dbapi2 import Connection


def up(db: Connection) -> None:
    db.execute("CREATE TABLE complaint (id VARCHAR(32) NOT NULL, number VARCHAR(60), office VARCHAR(40) NOT NULL, "
               "year INTEGER NOT NULL, sequence INTEGER, letter VARCHAR(16) NOT NULL, kind VARCHAR(40) NOT NULL, "
               "country VARCHAR(2), authority VARCHAR(40), state VARCHAR(16) NOT NULL, fingerprint VARCHAR(64) NOT NULL, "
               "document JSON NOT NULL, written_on VARCHAR(10) NOT NULL, kept_at VARCHAR(20) NOT NULL, "
               "closed_on VARCHAR(10), outcome TEXT, PRIMARY KEY (id), UNIQUE (number), UNIQUE (fingerprint))")
    db.execute("CREATE INDEX ix_complaint_state ON complaint (state)")
