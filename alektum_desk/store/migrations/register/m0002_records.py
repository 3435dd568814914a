"""Activities, the notices they were read in, every statement, and the officer's decisions."""
from __future__ import annotations

from sqlcipher3.dbapi2 import Connection

TABLES = """
CREATE TABLE activity (
    id VARCHAR(32) NOT NULL,
    ref VARCHAR(80) NOT NULL,
    title TEXT NOT NULL,
    country VARCHAR(2) NOT NULL,
    role VARCHAR(16) NOT NULL,
    categories JSON NOT NULL,
    draft BOOLEAN NOT NULL,
    from_notice BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    lacks VARCHAR(8) NOT NULL,
    contradictions INTEGER NOT NULL,
    questions JSON NOT NULL,
    approved_at VARCHAR(20),
    approved_by VARCHAR(100),
    review_on VARCHAR(10),
    PRIMARY KEY (id),
    UNIQUE (ref)
);
CREATE INDEX ix_activity_country ON activity (country);

CREATE TABLE notice (
    id VARCHAR(32) NOT NULL,
    ref VARCHAR(80) NOT NULL,
    country VARCHAR(2),
    language VARCHAR(8) NOT NULL,
    organisation TEXT NOT NULL,
    title TEXT NOT NULL,
    file TEXT NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    ours BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (ref)
);
CREATE INDEX ix_notice_sha256 ON notice (sha256);

CREATE TABLE notice_text (
    id VARCHAR(32) NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    file TEXT NOT NULL,
    read_at VARCHAR(20) NOT NULL,
    lines INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (sha256)
);

CREATE TABLE reading (
    id VARCHAR(32) NOT NULL,
    activity_id VARCHAR(32) NOT NULL,
    notice_id VARCHAR(32) NOT NULL,
    part VARCHAR(40) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (activity_id, notice_id, part),
    FOREIGN KEY(activity_id) REFERENCES activity (id),
    FOREIGN KEY(notice_id) REFERENCES notice (id)
);
CREATE INDEX ix_reading_notice_id ON reading (notice_id);

CREATE TABLE statement (
    id VARCHAR(32) NOT NULL,
    notice_id VARCHAR(32),
    activity_id VARCHAR(32),
    position INTEGER NOT NULL,
    field VARCHAR(24) NOT NULL,
    parts JSON,
    text TEXT NOT NULL,
    line INTEGER,
    anchor TEXT,
    purpose VARCHAR(80),
    code VARCHAR(80),
    kinds JSON NOT NULL,
    as_written TEXT,
    cited BOOLEAN,
    rule JSON,
    PRIMARY KEY (id),
    FOREIGN KEY(notice_id) REFERENCES notice (id),
    FOREIGN KEY(activity_id) REFERENCES activity (id)
);
CREATE INDEX ix_statement_activity_id ON statement (activity_id);
CREATE INDEX ix_statement_notice_id ON statement (notice_id);

CREATE TABLE decision (
    id VARCHAR(32) NOT NULL,
    activity_id VARCHAR(32) NOT NULL,
    field VARCHAR(24) NOT NULL,
    value JSON NOT NULL,
    reason TEXT NOT NULL,
    account VARCHAR(100) NOT NULL,
    at VARCHAR(20) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (activity_id, field),
    FOREIGN KEY(activity_id) REFERENCES activity (id)
);
"""


def up(db: Connection) -> None:
    for statement in filter(None, map(str.strip, TABLES.split(";"))):
        db.execute(statement)
