"""What every compartment begins with: the journal, unfinished jobs, the compartment's own keys, drafts."""
from __future__ import annotations

from sqlcipher3.dbapi2 import Connection

_TABLES = """
CREATE TABLE leaf (seq INTEGER NOT NULL, body TEXT, PRIMARY KEY (seq));
CREATE TABLE payload (seq INTEGER NOT NULL, act VARCHAR(16), tbl VARCHAR(40), "row" VARCHAR(32), salt BLOB, body TEXT,
  PRIMARY KEY (seq));
CREATE INDEX ix_payload_act ON payload (act);
CREATE INDEX ix_payload_row ON payload ("row");
CREATE TABLE node (place INTEGER NOT NULL, hash BLOB, PRIMARY KEY (place));
CREATE TABLE pending (job VARCHAR(40) NOT NULL, body TEXT, PRIMARY KEY (job));
CREATE TABLE secret (name VARCHAR(40) NOT NULL, value BLOB, PRIMARY KEY (name));
CREATE TABLE draft (account VARCHAR(16) NOT NULL, form VARCHAR(80) NOT NULL, kept_at VARCHAR(20) NOT NULL,
  chain VARCHAR(16), day VARCHAR(10), body BLOB NOT NULL, PRIMARY KEY (account, form));
"""


def lay(db: Connection) -> None:
    for sql in _TABLES.split(";\n"):       # executescript would commit the step's transaction
        if sql.strip():
            db.execute(sql)
