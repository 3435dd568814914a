"""What was sent and what arrived in a case, how it ended, what holds it, and the day on which it went."""
from __future__ import annotations

from sqlcipher3.dbapi2 import Connection


def up(db: Connection) -> None:
    db.execute("CREATE TABLE case_event (id VARCHAR(32) NOT NULL, complaint VARCHAR(32) NOT NULL, kind VARCHAR(20) NOT NULL, "
               "happened_on VARCHAR(10) NOT NULL, words TEXT, who VARCHAR(100) NOT NULL, at VARCHAR(20) NOT NULL, PRIMARY KEY (id))")
    db.execute("CREATE INDEX ix_case_event_complaint ON case_event (complaint)")
    for column in ("result VARCHAR(20)", "held_because TEXT", "erased_on VARCHAR(10)"):
        db.execute(f"ALTER TABLE complaint ADD COLUMN {column}")
