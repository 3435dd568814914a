"""How far a record has come, variants of countries, processors, justified differences, filters and switches."""
from __future__ import annotations

from sqlcipher3.dbapi2 import Connection

TABLES = """
ALTER TABLE activity ADD COLUMN varies VARCHAR(80);
ALTER TABLE activity ADD COLUMN absent BOOLEAN;
ALTER TABLE activity ADD COLUMN edited_by VARCHAR(100);
ALTER TABLE activity ADD COLUMN submitted_at VARCHAR(20);
ALTER TABLE activity ADD COLUMN retired_at VARCHAR(20);
CREATE INDEX ix_activity_varies ON activity (varies);
ALTER TABLE statement ADD COLUMN details JSON;

CREATE TABLE processor (
    id VARCHAR(32) NOT NULL,
    name TEXT NOT NULL,
    country VARCHAR(2),
    service TEXT NOT NULL,
    contract VARCHAR(16) NOT NULL,
    signed_on VARCHAR(10),
    ends_on VARCHAR(10),
    mechanism VARCHAR(16),
    parent_id VARCHAR(32),
    activities JSON NOT NULL,
    note TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(parent_id) REFERENCES processor (id)
);
CREATE INDEX ix_processor_parent_id ON processor (parent_id);

CREATE TABLE difference (
    id VARCHAR(32) NOT NULL,
    activity VARCHAR(200) NOT NULL,
    field VARCHAR(24) NOT NULL,
    account VARCHAR(100) NOT NULL,
    at VARCHAR(20) NOT NULL,
    why TEXT NOT NULL,
    digest VARCHAR(64) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (activity, field)
);

CREATE TABLE kept_filter (
    id VARCHAR(32) NOT NULL,
    account VARCHAR(32) NOT NULL,
    name VARCHAR(100) NOT NULL,
    body JSON NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (account, name)
);

CREATE TABLE register_switch (
    id VARCHAR(32) NOT NULL,
    value VARCHAR(40) NOT NULL,
    PRIMARY KEY (id)
);
"""


def up(db: Connection) -> None:
    for statement in filter(None, map(str.strip, TABLES.split(";"))):
        db.execute(statement)
