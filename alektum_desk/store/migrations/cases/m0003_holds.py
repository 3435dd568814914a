"""Legal holds."""
from __future__ import annotations

from sqlcipher3.dbapi2 import Connection


def up(db: Connection) -> None:
    db.execute("CREATE TABLE hold (id VARCHAR(32) NOT NULL, visit VARCHAR(32) NOT NULL, case_number VARCHAR(60) NOT NULL, "
               "reason TEXT NOT NULL, set_at VARCHAR(20) NOT NULL, review_on VARCHAR(10) NOT NULL, set_by VARCHAR(100) NOT NULL, "
               "confirmed_by VARCHAR(100) NOT NULL, note TEXT NOT NULL, PRIMARY KEY (id), UNIQUE (visit))")
