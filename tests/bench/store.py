"""The store beside SQLite itself, in the same run and on the same disk."""
from __future__ import annotations

import secrets
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import insert

from alektum_desk.domain.visitors import Guest
from alektum_desk.services import visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import days as day_keys, integrity, journal, journal_export
from alektum_desk.store.certificates import FOLDERS
from alektum_desk.store.compartment import connect
from alektum_desk.store.compartments import log_name
from alektum_desk.store.exports import RegisterExport
from alektum_desk.store.journal import Act
from alektum_desk.store.keys import Keyring
from tests.bench.measure import PASSWORD, Line, median_ms, new_desk
from tests.bench.visitors import fill

SIGN_INS = 400
MANY, DUE = 100_000, 3_334
ENTRIES = 1_000_000
BIG = 100 * 1000 * 1000     # bytes of a compartment


def p95(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def in_turns(ours: Callable[[int], object], plain: Callable[[int], object], runs: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each call, taken alternately: what else the disk does meets both alike."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(-20, runs):
        for call, times in zip((ours, plain), taken, strict=True):
            began = time.perf_counter()
            call(number)
            if number >= 0:
                times.append((time.perf_counter() - began) * 1000)
    return taken


def signing_in(desk: Desk) -> list[Line]:
    """A visit with seal, triggers, leaf, payload, tree and clock, beside one row of the same length in a plain file."""
    with TemporaryDirectory(dir=desk.home.parent) as folder, closing(sqlite3.connect(Path(folder, "plain.db"), isolation_level=None)) as plain:
        plain.execute("PRAGMA journal_mode = WAL")
        plain.execute("PRAGMA synchronous = FULL")
        plain.execute("CREATE TABLE visit (id TEXT PRIMARY KEY, name TEXT, employer TEXT, plate TEXT, host TEXT, arrived_at TEXT)")
        ours, bare = in_turns(lambda number: visitors.sign_in(desk, Guest(f"Guest {number}", "Elevator NV", "1-ABC-234", "Anna")),
                              lambda number: plain.execute("INSERT INTO visit VALUES (?, ?, ?, ?, ?, ?)", (secrets.token_hex(16), f"Guest {number}", "Elevator NV",
                                                                                                           "1-ABC-234", "Anna", "2026-11-22T11:00:00Z")), SIGN_INS)
    return [Line("a visit signed in, p95", p95(ours), "ms", None, f"p50 {statistics.median(ours):.2f} ms"),
            Line("its commit / one plain INSERT with FULL, p95", p95(ours) / p95(bare), "x", 4, f"{p95(ours):.2f} / {p95(bare):.2f} ms"),
            Line("the same, medians", statistics.median(ours) / statistics.median(bare), "x", None, f"{statistics.median(bare):.2f} ms")]


def opening(desk: Desk) -> list[Line]:
    place = desk.store.compartment("visitors")

    def compartment(_number: int) -> None:
        with closing(connect(place.path, place.key)) as db:
            db.execute("SELECT count(*) FROM visit").fetchone()

    def login(_number: int) -> None:
        ring = Keyring(desk.home)
        ring.unlock(desk.who.name, PASSWORD)

    def start(_number: int) -> None:
        with desk.store.bare("visitors") as db:
            journal.check_start(db, "visitors", place.origin, place.public, place.proofs)
    unlock = median_ms(login)
    return [Line("a compartment opened with its key", median_ms(compartment), "ms", 5),
            Line("a login", unlock, "ms", 800, "by design"), Line("200 ms / a login", 200 / unlock, "x", 1, "not faster than 200 ms"),
            Line("start-up consistency of a journal", median_ms(start), "ms", 20)]


def forgetting(desk: Desk) -> list[Line]:
    """3,334 of 100,000 visits with their certificate; and the one key of a day."""
    fill(desk, MANY)
    now, place = desk.now().replace(microsecond=0), desk.store.compartment("visitors")
    with desk.store.act("visitors", "bench.due", summary={"rows": DUE}) as session:
        due = (now - timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        session.connection().exec_driver_sql(f"UPDATE visit SET due_from = '{due}' WHERE id IN (SELECT id FROM visit ORDER BY id LIMIT {DUE})")
    with desk.store.bare("visitors") as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = set((place.proofs.parent / FOLDERS["visitors"]).glob("*"))
    began = time.perf_counter()
    done = visitors.forget(desk)
    took = time.perf_counter() - began
    assert done.rows_erased == DUE
    assert set((place.proofs.parent / FOLDERS["visitors"]).glob("*")) != before
    path = next(iter(desk.store.days.values())).path
    a_day = median_ms(lambda number: day_keys.forget_locked(path, desk.now() + timedelta(days=number + 2)))
    return [Line(f"{DUE:,} of {MANY:,} visits erased, with certificate", took, "s", 2, f"{place.path.stat().st_size / 1e6:.0f} MB"),
            Line("the key of one day destroyed", a_day, "ms", 10)]


def verifying() -> list[Line]:
    """A journal of a million entries, and the verifier that stands beside it."""
    with new_desk() as desk, TemporaryDirectory(dir=desk.home.parent) as folder:
        place, out = desk.store.compartment("cases"), Path(folder, "cases")
        out.mkdir()
        with closing(connect(place.path, place.key)) as db:
            db.execute("PRAGMA synchronous = OFF")
            for start in range(0, ENTRIES, 100_000):
                db.execute("BEGIN IMMEDIATE")
                journal.append(db, Act("bench", "an", "2026-11-22T11:00:00Z"),
                               ((None, None, f'{{"n":{number}}}') for number in range(start, start + 100_000)))
                db.execute("COMMIT")
            journal_export.export(db, place.origin, place.log_key, out, payloads=False)
        journal_export.sign_files(place.origin, place.log_key, out)
        began = time.perf_counter()
        done = subprocess.run([sys.executable, "-I", "-S", journal_export.VERIFIER, out], capture_output=True, text=True, check=False)
        took = time.perf_counter() - began
        assert done.returncode == 0, done.stdout
        return [Line(f"{ENTRIES:,} journal entries checked by verify.py", took, "s", 10)]


def checking() -> list[Line]:
    """A compartment of 100 MB, each row told by an entry of its own, beside SQLite's own check of it."""
    with new_desk() as desk:
        place, text, entries = desk.store.compartment("register"), "folder/" * 150, 0
        while place.path.stat().st_size < BIG:
            with desk.store.act("register", "bench.fill") as session:
                session.execute(insert(RegisterExport), [{"kind": "bench", "place": f"{text}{secrets.token_hex(8)}", "sha256": secrets.token_hex(32),
                                                          "written_at": desk.now(), "delete_by": desk.today()} for _ in range(1000)])
            entries += 1000
            with desk.store.bare("register") as db:
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        desk.close()

        def plain(_number: int) -> None:
            with closing(connect(place.path, place.key)) as db:
                assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)

        def ours(_number: int) -> None:
            assert integrity.check(place.path, place.key, log_name(desk.about.log, "register"), place.proofs) == []
        full, bare = median_ms(ours, 3), median_ms(plain, 3)
        return [Line(f"store check of 100 MB, {entries:,} entries / integrity_check", full / bare, "x", 2, f"{full / 1000:.2f} s, {bare / 1000:.2f} s")]


def measure() -> list[Line]:
    with new_desk() as desk:
        lines = [*opening(desk), *signing_in(desk), *forgetting(desk)]
    return [*lines, *verifying(), *checking()]

