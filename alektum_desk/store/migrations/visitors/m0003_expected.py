"""Who is expected: sealed under the key of that day, and gone with it."""
from __future__ import annotations

from sqlcipher3.dbapi2 import Connection


def up(db: Connection) -> None:
    db.execute("CREATE TABLE expected (id VARCHAR(32) NOT NULL, site VARCHAR(40) NOT NULL, token VARCHAR(32) NOT NULL, "
               "chain VARCHAR(16) NOT NULL, last_day VARCHAR(10) NOT NULL, due_from VARCHAR(20) NOT NULL, "
               "expected_at VARCHAR(20) NOT NULL, name BLOB NOT NULL, employer BLOB, plate BLOB, host BLOB, PRIMARY KEY (id))")
    db.execute("CREATE UNIQUE INDEX ix_expected_token ON expected (token)")
