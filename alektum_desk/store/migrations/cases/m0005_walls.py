"""Walled cases and their keys."""
from __future__ import annotations

from sqlcipher3.dbapi2 import Connection


def up(db: Connection) -> None:
    db.execute("CREATE TABLE wall (id VARCHAR(32) NOT NULL, generation INTEGER NOT NULL, raised_at VARCHAR(20) NOT NULL, "
               "body BLOB NOT NULL, PRIMARY KEY (id))")
    db.execute("CREATE TABLE wall_key (id VARCHAR(32) NOT NULL, wall VARCHAR(32) NOT NULL, account VARCHAR(16) NOT NULL, "
               "exchange VARCHAR(64) NOT NULL, box VARCHAR(400) NOT NULL, PRIMARY KEY (id), UNIQUE (wall, account))")
