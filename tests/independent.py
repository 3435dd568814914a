"""Another engine that reads SQLCipher's format: what it cannot read with a key, that key does not open."""
from __future__ import annotations

from pathlib import Path

import apsw


def tables(path: Path, key: bytes) -> set[str] | None:
    """The tables in a file; None when this key does not open it."""
    db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        db.pragma("cipher", "sqlcipher")
        db.pragma("legacy", 4)
        db.execute(f"""PRAGMA key = "x'{key.hex()}'" """)
        return {str(name) for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    except apsw.NotADBError:
        return None
    finally:
        db.close()
