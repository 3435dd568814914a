"""One compartment: an encrypted file under SQLAlchemy, its journal, and the door through which it is written."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.orm import Session

from alektum_desk.domain.accounts import Account
from alektum_desk.domain.errors import _N, Damaged
from alektum_desk.store import door, journal, migrations, models
from alektum_desk.store.journal import Act
from alektum_desk.store.keys import Key
from alektum_desk.store.trouble import said_plainly

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY", "foreign_keys=ON",
            "trusted_schema=OFF", "cell_size_check=ON",
            "recursive_triggers=ON")     # else REPLACE deletes rows behind the triggers' back
PATIENCE_MS = 5000
LOG_KEY, CLOCK_KEY = "log", "clock"


def connect(path: Path, key: Key) -> sqlcipher.Connection:
    """A keyed connection. sqlcipher's DatabaseError when the key does not fit or the file is damaged."""
    db = sqlcipher.connect(str(path), check_same_thread=False, isolation_level=None)
    try:
        db.execute(f"""PRAGMA key = "x'{key.raw.hex()}'" """)
        db.execute("PRAGMA cipher_log_level = NONE")
        db.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        for pragma in _PRAGMAS:
            db.execute(f"PRAGMA {pragma}")
    except sqlcipher.Error:
        db.close()
        raise
    return db


def raw(session: Session | Connection) -> sqlcipher.Connection:
    """The driver's connection of a transaction that is open."""
    connection = session.connection() if isinstance(session, Session) else session
    driver: sqlcipher.Connection | None = connection.connection.driver_connection
    assert driver is not None
    return driver


def _engine(path: Path, key: Key) -> Engine:
    """The key stays in a closure. A connection that carries an act may write; any other only reads."""
    def creator() -> sqlcipher.Connection:
        db = connect(path, key)
        door.arm(db)
        return db

    engine = create_engine("sqlite+pysqlite://", module=sqlcipher, creator=creator, poolclass=QueuePool, hide_parameters=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        act: Act | None = connection.get_execution_options().get("act")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if act else "BEGIN")
        if act:
            door.opened(raw(connection), act.summary is None)

    @event.listens_for(engine, "commit")
    def commit(connection: Connection) -> None:
        act: Act | None = connection.get_execution_options().get("act")
        if act:
            journal.settle(raw(connection), act)

    return engine


def _secret(db: sqlcipher.Connection, name: str) -> tuple[bytes, bool]:
    """A key that lies in the compartment and outlives a change of its key; and whether it was made just now."""
    row = db.execute("SELECT value FROM secret WHERE name = ?", (name,)).fetchone()
    if row:
        return bytes(row[0]), False
    made = db.execute("INSERT OR IGNORE INTO secret VALUES (?, ?)", (name, Key.new().raw)).rowcount == 1
    return bytes(db.execute("SELECT value FROM secret WHERE name = ?", (name,)).fetchone()[0]), made


class Compartment:
    """One file, one key, one journal."""

    def __init__(self, name: str, path: Path, key: Key, who: Account, proofs: Path, now: Callable[[], datetime],
                 origin: str, fresh: bool = False) -> None:
        self.name, self.path, self.key, self.who, self.proofs, self.now, self.origin = name, path, key, who, proofs, now, origin
        if not fresh and not (path.is_file() and path.stat().st_size):      # SQLite would make a new one and say nothing
            raise Damaged(_N("The file of the compartment {compartment} is missing."), _N("Restore it from the last backup."),
                          compartment=name)
        with said_plainly(name):
            db = connect(path, key)
            try:
                migrations.migrate(db, name, who.id, models.iso(now()))
                self.log_key = Ed25519PrivateKey.from_private_bytes(_secret(db, LOG_KEY)[0])
                journal.check_start(db, name, origin, self.public, proofs)
            finally:
                db.close()
        self.engine = _engine(path, key)

    @property
    def public(self) -> bytes:
        return self.log_key.public_key().public_bytes_raw()

    @contextmanager
    def act(self, act: Act) -> Iterator[Session]:
        with said_plainly(self.name), Session(self.engine.execution_options(act=act)) as session, session.begin():
            session.info["act"] = act
            session.connection()        # the only writer from here on, also where nothing but a summary is told
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        with said_plainly(self.name), Session(self.engine) as session:
            yield session

    @contextmanager
    def bare(self) -> Iterator[sqlcipher.Connection]:
        with said_plainly(self.name):
            borrowed = self.engine.raw_connection()
            try:
                driver: sqlcipher.Connection | None = borrowed.driver_connection
                assert driver is not None
                yield driver
            finally:
                borrowed.close()

    def secret(self, name: str) -> tuple[Key, bool]:
        with self.bare() as db:
            value, made = _secret(db, name)
        return Key(value), made

    def sign(self) -> str:
        with self.bare() as db:
            return journal.checkpoint(db, self.origin, self.log_key, self.proofs)

    def verify(self) -> journal.Verdict:
        with self.bare() as db:
            return journal.verify(db, self.origin, self.public, self.proofs)

    def close(self) -> None:
        self.engine.dispose()
