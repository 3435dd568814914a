"""The one door: TEMP triggers that abort a write outside an act and take down every row inside one."""
from __future__ import annotations

from sqlcipher3.dbapi2 import Connection

from alektum_desk.store.models import JOURNAL, OUTSIDE

_DOOR = """
CREATE TEMP TABLE door (capture INT NOT NULL, settling INT NOT NULL DEFAULT 0);
CREATE TEMP TABLE door_change (n INTEGER PRIMARY KEY, tbl TEXT, row TEXT, before TEXT, after TEXT);
"""
_TAKE_DOWN = """
CREATE TEMP TRIGGER "door_{table}_{verb}" AFTER {verb} ON main."{table}" BEGIN
  SELECT RAISE(ABORT, '{table}: written past the door') WHERE NOT EXISTS (SELECT 1 FROM door);
  {same_id}
  INSERT INTO door_change (tbl, row, before, after) SELECT '{table}', {row}.id, {before}, {after} FROM door WHERE capture;
END"""
_SAME_ID = "SELECT RAISE(ABORT, 'an id never changes') WHERE OLD.id IS NOT NEW.id;"
_APPEND_ONLY = """
CREATE TEMP TRIGGER "door_{table}_{verb}" BEFORE {verb} ON main."{table}" WHEN {refuse} BEGIN
  SELECT RAISE(ABORT, 'the journal only grows');
END"""
_CLOSED = "NOT EXISTS (SELECT 1 FROM door WHERE settling)"
_INSIDE = "NOT EXISTS (SELECT 1 FROM door)"
# A payload dies with its row and a leaf may be pruned to its hash, both inside an act; nothing else leaves the journal.
_GROWS = (("leaf", "INSERT", _CLOSED), ("leaf", "UPDATE", f"NEW.body IS NOT NULL OR NEW.seq <> OLD.seq OR {_INSIDE}"),
          ("leaf", "DELETE", "1"), ("payload", "INSERT", _CLOSED), ("payload", "UPDATE", "1"), ("payload", "DELETE", _INSIDE),
          ("node", "INSERT", _CLOSED), ("node", "UPDATE", "1"), ("node", "DELETE", "1"))


def arm(db: Connection) -> None:
    """Guard every table that lies in the file, known to the models or not; the shadows of a search index are derived."""
    db.executescript(_DOOR)
    for table in journaled(db):
        columns = db.execute(f'PRAGMA main.table_info("{table}")').fetchall()
        old, new = _as_json(columns, "OLD"), _as_json(columns, "NEW")
        for verb, row, before, after in (("INSERT", "NEW", "NULL", new), ("UPDATE", "NEW", old, new),
                                         ("DELETE", "OLD", old, "NULL")):
            db.execute(_TAKE_DOWN.format(table=table, verb=verb, row=row, before=before, after=after,
                                         same_id=_SAME_ID if verb == "UPDATE" else ""))
    for kept, verb, refuse in _GROWS:
        db.execute(_APPEND_ONLY.format(table=kept, verb=verb, refuse=refuse))


def journaled(db: Connection) -> list[str]:
    """Every table whose rows are told in the journal."""
    found = db.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name")
    return [name for (name,) in found if name not in (*JOURNAL, *OUTSIDE) and not name.startswith("sqlite_")]


def _as_json(columns: list[tuple[int, str, str, int, str | None, int]], side: str) -> str:
    """A row as it is stored; sealed fields are already sealed. json_object takes no blobs, and hex(NULL) is no NULL."""
    def stored(name: str, declared: str) -> str:
        cell = f'{side}."{name}"'
        return f"iif({cell} IS NULL, NULL, hex({cell}))" if declared.upper() == "BLOB" else cell
    return "json_object(" + ", ".join(f"'{name}', {stored(name, declared)}" for _, name, declared, *_ in columns) + ")"


def opened(db: Connection, capture: bool) -> None:
    """After BEGIN IMMEDIATE. The row goes with the transaction, so a rollback closes the door by itself."""
    db.execute("INSERT INTO temp.door (capture) VALUES (?)", (capture,))
