"""Who did something last, as the journal tells it."""
from __future__ import annotations

from datetime import datetime

from sqlcipher3.dbapi2 import Connection


def last_entries(db: Connection) -> dict[str, datetime]:
    """Of each account the moment of its last entry that was not pruned."""
    found = db.execute("SELECT json_extract(body, '$.by'), max(json_extract(body, '$.at')) FROM leaf WHERE body IS NOT NULL GROUP BY 1")
    return {who: datetime.fromisoformat(at) for who, at in found}
