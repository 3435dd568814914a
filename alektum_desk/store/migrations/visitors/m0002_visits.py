"""Visits: four fields under the key of their last day; the rest steers, and says nothing of a person."""
from __future__ import annotations

from sqlcipher3.dbapi2 import Connection


def up(db: Connection) -> None:
    db.execute("CREATE TABLE visit (id VARCHAR(32) NOT NULL, site VARCHAR(40) NOT NULL, token VARCHAR(32) NOT NULL, "
               "chain VARCHAR(16) NOT NULL, held BOOLEAN NOT NULL, last_day VARCHAR(10) NOT NULL, "
               "due_from VARCHAR(20) NOT NULL, arrived_at VARCHAR(20) NOT NULL, departed_at VARCHAR(20), "
               "name BLOB NOT NULL, employer BLOB, plate BLOB, host BLOB, PRIMARY KEY (id))")
    db.execute("CREATE UNIQUE INDEX ix_visit_token ON visit (token)")
    db.execute("CREATE INDEX ix_visit_due_from ON visit (due_from)")
