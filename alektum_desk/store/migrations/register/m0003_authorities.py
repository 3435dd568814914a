"""What this office knows of authorities beyond the bundled records: days on which an address was checked, own and delivered versions."""
from __future__ import annotations

from sqlcipher3.dbapi2 import Connection


def up(db: Connection) -> None:
    db.execute("CREATE TABLE authority_check (id VARCHAR(32) NOT NULL, authority VARCHAR(40) NOT NULL, checked_on VARCHAR(10) NOT NULL, "
               "who VARCHAR(100) NOT NULL, at VARCHAR(20) NOT NULL, PRIMARY KEY (id))")
    db.execute("CREATE INDEX ix_authority_check_authority ON authority_check (authority)")
    db.execute("CREATE TABLE authority_version (id VARCHAR(32) NOT NULL, authority VARCHAR(40) NOT NULL, number INTEGER NOT NULL, "
               "source VARCHAR(16) NOT NULL, record JSON NOT NULL, why TEXT, issued_on VARCHAR(10), who VARCHAR(100) NOT NULL, "
               "at VARCHAR(20) NOT NULL, PRIMARY KEY (id), UNIQUE (authority, number))")
