"""Mappings of other people's columns, remembered."""
from __future__ import annotations

from sqlcipher3.dbapi2 import Connection


def up(db: Connection) -> None:
    db.execute("CREATE TABLE import_mapping (id VARCHAR(32) NOT NULL, headings VARCHAR(64) NOT NULL, body JSON NOT NULL, PRIMARY KEY (id), UNIQUE (headings))")
