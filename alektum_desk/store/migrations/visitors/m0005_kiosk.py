"""The kiosk: what it may ask and which notice says so; and of a visit which text of it was read."""
from __future__ import annotations

from sqlcipher3.dbapi2 import Connection


def up(db: Connection) -> None:
    db.execute("ALTER TABLE visit ADD COLUMN notice_hash VARCHAR(64)")
    db.execute("ALTER TABLE visit ADD COLUMN notice_language VARCHAR(8)")
    db.execute("ALTER TABLE visit ADD COLUMN notice_read_at VARCHAR(20)")
    db.execute("CREATE TABLE kiosk (id VARCHAR(32) NOT NULL, site VARCHAR(40) NOT NULL, notice VARCHAR(80), fields JSON NOT NULL, "
               "texts JSON NOT NULL, pin TEXT, PRIMARY KEY (id))")
    db.execute("CREATE UNIQUE INDEX ix_kiosk_site ON kiosk (site)")
