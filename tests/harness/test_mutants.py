"""Faults planted in the program, each by name: the proofs of this house would notice, or they are none."""
from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from alektum_desk.domain.errors import Damaged
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import backups, desk as desks, inspection, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import backup, compartment, days, door, erasure, journal
from alektum_desk.store.compartment import Compartment
from alektum_desk.store.keys import Key
from alektum_desk.store.models import Row
from tests import tally
from tests.conftest import PASSWORD, Clock, moment
from tests.harness import test_power
from tests.services import test_inspection, test_visitors

Patch = pytest.MonkeyPatch
DeskOn = Callable[..., Desk]
Laid = Callable[[str, datetime], Path]
ClockOf = Callable[[Desk], Clock]


class Ground:
    """What a proof needs to run."""

    def __init__(self, desk_on: DeskOn, clock_of: ClockOf, tmp_path: Path) -> None:
        self.desk_on, self.clock_of, self.tmp_path = desk_on, clock_of, tmp_path


# -- proofs: each fails on a program with its fault

def no_byte_stays(on: Ground) -> None:
    test_visitors.test_after_forgetting_no_byte_of_a_visit_stays_in_any_page(on.desk_on, on.clock_of)


def no_torn_copy_stays(on: Ground) -> None:
    test_visitors.test_vacuum_clears_what_page_splits_left(on.desk_on, on.clock_of)


def no_byte_stays_beside_another_window(on: Ground) -> None:
    """Whose connection keeps SQLite from tidying up by itself."""
    desk = on.desk_on("2026-11-22")
    visit = visitors.sign_in(desk, Guest("A Guest", "Elevator NV"))
    needles = test_inspection.traces(desk, visit)
    other = desks.open_desk(desk.home, None, PASSWORD, on.clock_of(desk))
    with other.store.bare("visitors") as db:
        db.execute("SELECT count(*) FROM visit").fetchone()
        on.clock_of(desk).move(visit.due_from)
        visitors.tick(desk)
        assert inspection.grep(desk, "visitors", needles) == ()
    other.close()


def no_salt_stays(on: Ground) -> None:
    desk = on.desk_on("2026-11-22")
    visit = visitors.sign_in(desk, Guest("A Guest", "Elevator NV"))
    needles = test_inspection.traces(desk, visit)
    on.clock_of(desk).move(visit.due_from)
    visitors.tick(desk)
    assert inspection.grep(desk, "visitors", needles) == ()


def a_reader_holds_up_the_claim(on: Ground) -> None:
    with pytest.MonkeyPatch.context() as patch:
        test_visitors.test_who_still_reads_holds_up_the_claim_and_not_the_forgetting(on.desk_on, on.clock_of, patch)


def no_key_of_a_passed_day(on: Ground) -> None:
    desk = on.desk_on("2026-11-22")
    on.clock_of(desk).move(timedelta(days=3))
    visitors.tick(desk)
    left = re.findall(r"^date (\S+) \S+ [A-Za-z0-9+/]{80}$", desk.store.days["be-ghent"].path.read_text(), re.MULTILINE)
    assert min(left) == "2026-11-25"


def every_day_has_a_key_of_its_own(on: Ground) -> None:
    desk = on.desk_on("2026-11-22")
    on.clock_of(desk).move(timedelta(days=9))
    visitors.tick(desk)
    known = desk.store.days["be-ghent"].days.values()
    assert len({key.raw for key in known}) == len(known)


def nobody_writes_outside_an_act(on: Ground) -> None:
    desk = on.desk_on("2026-11-22")
    visitors.sign_in(desk, Guest("A Guest"))
    with desk.store.compartment("visitors").bare() as db:
        refused = False
        try:
            db.execute("UPDATE visit SET departed_at = arrived_at")
        except sqlcipher.Error:
            refused = True
    assert refused


def what_was_signed_is_missed(on: Ground) -> None:
    desk = on.desk_on("2026-11-22")
    place = desk.store.compartment("cases")
    place.sign()
    for path in place.proofs.glob("*.checkpoint"):
        path.unlink()
    assert place.verify().problems


def what_is_committed_outlives_a_power_cut(on: Ground) -> None:
    found = test_power.after_cuts(on.desk_on, on.clock_of, on.tmp_path, 12)
    assert not any(found.values())


def no_word_stays_in_an_index(on: Ground) -> None:
    desk = on.desk_on("2026-11-22")
    place = desk.store.compartment("visitors")
    with closing(compartment.connect(place.path, place.key)) as db:
        db.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
        words = [secrets.token_hex(10) for _ in range(400)]
        db.executemany("INSERT INTO words (text) VALUES (?)", [(word,) for word in words])
        db.execute("DELETE FROM words WHERE rowid > 5")
    assert erasure.compact(place)
    tails = [word[5:] for word in words[5:]]         # the index leaves out what a word shares with the one before
    assert inspection.grep(desk, "visitors", tails) == ()


def an_unsound_backup_is_none(on: Ground) -> None:
    desk, real = on.desk_on("2026-11-22"), backup.write

    def torn(path: Path, *words: Any) -> None:
        real(path, *words)
        whole = bytearray(path.read_bytes())
        whole[len(whole) // 2] ^= 1
        path.write_bytes(whole)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backup, "write", torn)
        refused = False
        try:
            backups.create(desk, on.tmp_path / "backups")
        except Damaged:
            refused = True
    assert refused


# -- faults

def _compact(*, vacuum: bool = True, truncate: bool = True, optimise: bool = True) -> Callable[..., bool]:
    def weak(place: Compartment, _patience: float = 0.0) -> bool:
        place.close()
        with place.bare() as db:
            if optimise and db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'words'").fetchone():
                db.execute("INSERT INTO words (words) VALUES ('optimize')")
            if vacuum:
                db.execute("VACUUM")
            if truncate:
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return True
    return weak


def _salts_kept(session: Any, table: type[Row], ids: list[str]) -> None:
    db = compartment.raw(session)
    for each in ids:
        for (salt,) in db.execute("SELECT salt FROM payload WHERE row = ?", (each,)).fetchall():
            db.execute("INSERT INTO secret VALUES (?, ?)", (secrets.token_hex(8), salt))
        db.execute("DELETE FROM payload WHERE tbl = ? AND row = ?", (table.__tablename__, each))


def _left_open(db: sqlcipher.Connection) -> None:
    arm(db)
    for (trigger,) in db.execute("SELECT name FROM temp.sqlite_schema WHERE type = 'trigger' AND tbl_name = 'visit'").fetchall():
        db.execute(f"DROP TRIGGER temp.{trigger}")


def _keys_kept(patch: Patch) -> None:
    """Both ways in which they go."""
    patch.setattr(days, "destroy_passed", lambda _path, _now: [])
    patch.setattr(days.DayKeys, "_drop_passed", lambda _days: None)


arm, child = door.arm, Key.child
FAULTS: dict[str, tuple[Callable[[Ground], None], Callable[[Patch], None]]] = {
    "synchronous=NORMAL": (what_is_committed_outlives_a_power_cut, lambda patch: patch.setattr(
        compartment, "_PRAGMAS", (*compartment._PRAGMAS, "synchronous=NORMAL"))),
    "no VACUUM": (no_torn_copy_stays, lambda patch: patch.setattr(erasure, "compact", _compact(vacuum=False))),
    "no checkpoint": (no_byte_stays_beside_another_window, lambda patch: patch.setattr(erasure, "compact", _compact(truncate=False))),
    "an open reader": (a_reader_holds_up_the_claim, lambda patch: patch.setattr(erasure, "compact", _compact())),
    "no index optimise": (no_word_stays_in_an_index, lambda patch: patch.setattr(erasure, "compact", _compact(optimise=False))),
    "key kept": (no_key_of_a_passed_day, _keys_kept),
    "payload kept": (no_byte_stays, lambda patch: patch.setattr(erasure, "forget_payloads", lambda _session, _table, _ids: None)),
    "salt kept": (no_salt_stays, lambda patch: patch.setattr(erasure, "forget_payloads", _salts_kept)),
    "backup unchecked": (an_unsound_backup_is_none, lambda patch: patch.setattr(backups, "_problems", lambda *_: [])),
    "write outside an act let through": (nobody_writes_outside_an_act, lambda patch: patch.setattr(door, "arm", _left_open)),
    "checkpoint not remembered": (what_was_signed_is_missed, lambda patch: patch.setattr(journal, "_remembered", lambda _db: [])),
    "chain turned back": (every_day_has_a_key_of_its_own, lambda patch: patch.setattr(
        Key, "child", lambda key, purpose: key if purpose == "next day" else child(key, purpose))),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_caught(name: str, desk_on: DeskOn, clock_of: ClockOf, laid: Laid, tmp_path: Path, monkeypatch: Patch) -> None:
    proof, plant = FAULTS[name]
    laid("be-ghent", moment("2026-11-22", "Europe/Brussels"))      # before the fault: other tests begin with a copy of it
    plant(monkeypatch)
    caught = False
    try:
        proof(Ground(desk_on, clock_of, tmp_path))
    except AssertionError:
        caught = True
    tally.add(f"planted: {name}", faults_planted=1, faults_missed=int(not caught))
    assert caught


@pytest.mark.parametrize("proof", [no_byte_stays_beside_another_window, no_salt_stays, no_key_of_a_passed_day, every_day_has_a_key_of_its_own, nobody_writes_outside_an_act, no_word_stays_in_an_index,
                                   what_is_committed_outlives_a_power_cut, what_was_signed_is_missed, an_unsound_backup_is_none])
def test_the_program_itself_stands(proof: Callable[[Ground], None], desk_on: DeskOn, clock_of: ClockOf, tmp_path: Path) -> None:
    proof(Ground(desk_on, clock_of, tmp_path))
