"""The front desk: its card, whom one may visit, badges and deliveries, what people ask for, files that left."""
from __future__ import annotations

from sqlcipher3.dbapi2 import Connection


def up(db: Connection) -> None:
    db.execute("ALTER TABLE visit ADD COLUMN badge INTEGER")
    db.execute("ALTER TABLE visit ADD COLUMN party VARCHAR(32)")
    db.execute("ALTER TABLE visit ADD COLUMN delivery BOOLEAN NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE visit ADD COLUMN closed BOOLEAN NOT NULL DEFAULT 0")
    db.execute("CREATE INDEX ix_visit_departed_at ON visit (departed_at)")
    db.execute("CREATE TABLE card (id VARCHAR(32) NOT NULL, site VARCHAR(40) NOT NULL, closes_at VARCHAR(5), capacity INTEGER, "
               "PRIMARY KEY (id))")
    db.execute("CREATE UNIQUE INDEX ix_card_site ON card (site)")
    db.execute("CREATE TABLE host (id VARCHAR(32) NOT NULL, site VARCHAR(40) NOT NULL, first_name VARCHAR(100) NOT NULL, "
               "last_name VARCHAR(100) NOT NULL, phone VARCHAR(40), leaves_on VARCHAR(10), PRIMARY KEY (id))")
    db.execute("CREATE TABLE desk_request (id VARCHAR(32) NOT NULL, site VARCHAR(40) NOT NULL, asks_for VARCHAR(20) NOT NULL, "
               "visit VARCHAR(32), chain VARCHAR(16) NOT NULL, last_day VARCHAR(10) NOT NULL, due_from VARCHAR(20) NOT NULL, "
               "asked_at VARCHAR(20) NOT NULL, person BLOB NOT NULL, PRIMARY KEY (id))")
    db.execute("CREATE TABLE export (id VARCHAR(32) NOT NULL, kind VARCHAR(40) NOT NULL, place TEXT NOT NULL, "
               "sha256 VARCHAR(64) NOT NULL, about VARCHAR(32), written_at VARCHAR(20) NOT NULL, delete_by VARCHAR(10) NOT NULL, "
               "PRIMARY KEY (id))")
    db.execute("CREATE INDEX ix_export_delete_by ON export (delete_by)")
