"""The way back: what an account did, read in the journal, and put back as a new act that is told like any other."""
from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlcipher3.dbapi2 import Connection

from alektum_desk.domain.errors import _N, Refused

UNDO, REDO = "undo", "redo"


@dataclass(frozen=True, slots=True)
class Step:
    """One act: its kind, what it put back if it did, and the rows that it touched."""

    compartment: str
    act: str
    at: str
    kind: str
    undoes: str | None
    rows: tuple[tuple[str, str], ...]


def steps(db: Connection, compartment: str, by: str, kinds: frozenset[str]) -> Iterator[Step]:
    """What this account did of these kinds, newest first, as far as the caller reads."""
    act, at, kind, undoes = "", "", "", None
    rows: list[tuple[str, str]] = []
    found = db.execute("SELECT leaf.body, payload.body FROM leaf JOIN payload USING (seq) WHERE tbl IS NOT NULL AND leaf.body IS NOT NULL "
                       "ORDER BY leaf.seq DESC")
    for leaf, body in found:
        said = json.loads(leaf)
        if said["by"] != by or said["kind"] not in {*kinds, UNDO, REDO}:
            continue
        told = json.loads(body)
        if said["act"] != act:
            if rows:
                yield Step(compartment, act, at, kind, undoes, tuple(rows))
            act, at, kind, undoes, rows = said["act"], said["at"], said["kind"], told.get("undoes"), []
        rows.append((told["table"], told["row"]))
    if rows:
        yield Step(compartment, act, at, kind, undoes, tuple(rows))


def noted(db: Connection, act: str, table: str, row: str, column: str) -> object:
    """What this act left in a row, or took from it; the journal knows it when the row itself is gone."""
    found = db.execute("SELECT coalesce(json_extract(body, ?), json_extract(body, ?)) FROM payload WHERE act = ? AND json_extract(body, '$.table') = ? AND json_extract(body, '$.row') = ?",
                       (f"$.after.{column}", f"$.before.{column}", act, table, row)).fetchone()
    return found[0] if found else None


def put_back(db: Connection, act: str) -> None:
    """Every row as it was before this act. Runs inside a new act. Refused when a row has changed again since."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    for (body,) in db.execute("SELECT body FROM payload WHERE act = ? ORDER BY seq DESC", (act,)).fetchall():
        told = json.loads(body)
        _put_back(db, told["table"], told["row"], told["before"], told["after"])


def _put_back(db: Connection, table: str, row: str, before: dict[str, object] | None, after: dict[str, object] | None) -> None:
    """Names of tables and columns come from our own journal, and are those of the file."""
    kinds = {name: kind for _, name, kind, *_ in db.execute(f'PRAGMA table_info("{table}")')}

    def held(name: str) -> str:
        return f"iif(:{name} IS NULL, NULL, unhex(:{name}))" if kinds[name] == "BLOB" else f":{name}"

    if after is not None:
        same = " AND ".join(f'"{name}" IS {held(name)}' for name in after) or "1"
        if not db.execute(f'SELECT 1 FROM "{table}" WHERE id = :id_of_row AND {same}', after | {"id_of_row": row}).fetchone():
            raise Refused(_N("What would be put back was changed again since."), _N("Look at its history first."))
    elif db.execute(f'SELECT 1 FROM "{table}" WHERE id = ?', (row,)).fetchone():
        raise Refused(_N("What would be put back was changed again since."), _N("Look at its history first."))
    if before is None:
        db.execute(f'DELETE FROM "{table}" WHERE id = ?', (row,))
    elif after is None:
        names = ", ".join(f'"{name}"' for name in before)
        db.execute(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(map(held, before))})', before)
    else:
        sets = ", ".join(f'"{name}" = {held(name)}' for name in before)
        db.execute(f'UPDATE "{table}" SET {sets} WHERE id = :id_of_row', before | {"id_of_row": row})
