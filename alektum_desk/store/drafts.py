"""What somebody typed and has not finished: rows outside the journal that go by themselves."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlcipher3.dbapi2 import Connection

from alektum_desk.store import erasure
from alektum_desk.store.models import iso

KEPT = timedelta(30)


@dataclass(frozen=True, slots=True)
class Draft:
    """`body` is sealed under the day `day` of a chain where it may hold a visitor's name, and plain elsewhere."""

    account: str
    form: str
    kept_at: datetime
    chain: str | None
    day: date | None
    body: bytes


def keep(db: Connection, draft: Draft) -> None:
    db.execute("INSERT INTO draft VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (account, form) DO UPDATE SET "
               "kept_at = excluded.kept_at, chain = excluded.chain, day = excluded.day, body = excluded.body",
               (draft.account, draft.form, iso(draft.kept_at), draft.chain,
                draft.day.isoformat() if draft.day else None, draft.body))


def kept(db: Connection, account: str, form: str) -> Draft | None:
    row = db.execute("SELECT kept_at, chain, day, body FROM draft WHERE account = ? AND form = ?", (account, form)).fetchone()
    if not row:
        return None
    at, chain, day, body = row
    return Draft(account, form, datetime.fromisoformat(at), chain, date.fromisoformat(day) if day else None, bytes(body))


def forms(db: Connection, account: str) -> list[str]:
    """The forms of which something is kept, the latest first."""
    return [form for (form,) in db.execute("SELECT form FROM draft WHERE account = ? ORDER BY kept_at DESC", (account,))]


def drop(db: Connection, account: str, form: str) -> None:
    _gone(db, "account = ? AND form = ?", (account, form))


def purge(db: Connection, now: datetime, today: date) -> int:
    """Those older than 30 days, and the front desk's of any day before today."""
    return _gone(db, "kept_at < ? OR day < ?", (iso(now - KEPT), today.isoformat()))


def _gone(db: Connection, which: str, values: tuple[str, ...]) -> int:
    """Marked in the same transaction, so that their bytes go as well; those that are sealed go with the key of their day."""
    there = db.execute(f"SELECT count(*), count(chain) FROM draft WHERE {which}", values).fetchone()  # noqa: S608, conditions of ours
    if not there[0]:
        return 0
    db.execute("BEGIN IMMEDIATE")
    try:
        gone = db.execute(f"DELETE FROM draft WHERE {which}", values).rowcount  # noqa: S608, conditions of ours
        if there[0] > there[1]:
            erasure.owe(db)
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    return gone
