"""A reason for a difference names the activities that it was given for: their titles may change."""
from __future__ import annotations

import json
import re

from sqlcipher3.dbapi2 import Connection

from alektum_desk.domain.folding import fold


def up(db: Connection) -> None:
    db.execute("ALTER TABLE difference ADD COLUMN activities JSON")
    known = [(ref, varies or re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")) for ref, title, varies in
             db.execute("SELECT ref, title, varies FROM activity ORDER BY country, ref")]
    for identity, activity in db.execute("SELECT id, activity FROM difference").fetchall():
        db.execute("UPDATE difference SET activities = ? WHERE id = ?",
                   (json.dumps([ref for ref, key in known if key == activity]), identity))
