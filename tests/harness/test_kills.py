"""kill -9 at any statement or file operation: nothing confirmed is lost, nothing erased comes back, every job is finished once."""
from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import Connection

from alektum_desk.domain.notices import Field
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import (
    accounts,
    certificates,
    checks,
    desk as desks,
    holds,
    inspection,
    records,
    visitors,
)
from alektum_desk.services.desk import Desk
from alektum_desk.store import migrations
from alektum_desk.store.compartment import connect
from alektum_desk.store.migrations import Step
from tests import kills, tally
from tests.conftest import OFFICER, PASSWORD, Clock

KILLS = 160 if tally.LONG else 14       # in each job; with those of backups, restoring and changing keys a thousand, or a hundred
GUESTS = 25
DeskOn = Callable[..., Desk]
ClockOf = Callable[[Desk], Clock]


def opened(home: Path, clock: Clock) -> Desk:
    return desks.open_desk(home, OFFICER, PASSWORD, clock)


def sound(home: Path, clock: Clock) -> bool:
    return checks.files(home, OFFICER, PASSWORD, clock) == ()


def fresh(home: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(home, copy)
    return copy


def test_a_kill_in_signing_in_loses_nothing_that_was_confirmed(desk_on: DeskOn, clock_of: ClockOf, tmp_path: Path) -> None:
    desk = desk_on("2026-11-22")
    home, clock, told = desk.home, clock_of(desk), tmp_path / "told"
    desk.close()
    copy = fresh(home, tmp_path)

    def sign_in() -> None:
        inside = opened(copy, clock)
        with told.open("a") as said:
            for number in range(6):
                visit = visitors.sign_in(inside, Guest(f"Guest {number}", "Elevator NV", "P-1", "Anna"))
                os.write(said.fileno(), f"{visit.id}\n".encode())
    killed = kills.points(sign_in, KILLS)
    lost = torn = 0
    for at in killed:
        copy = fresh(home, tmp_path)
        told.write_text("")
        kills.ends(sign_in, at)
        after = opened(copy, clock)
        there, confirmed = {each.id for each in visitors.listed(after)}, set(told.read_text().split())
        after.close()
        lost += len(confirmed - there)
        torn += len(there - confirmed) > 1 or not sound(copy, clock)
    tally.add("kill -9 in signing in", kills=len(killed), lost=lost, torn=torn)
    assert (lost, torn) == (0, 0)


def test_a_kill_in_deciding_loses_nothing_that_was_confirmed(desk_on: DeskOn, clock_of: ClockOf, tmp_path: Path) -> None:
    desk = desk_on("2026-11-22")
    home, clock, told = desk.home, clock_of(desk), tmp_path / "told"
    [activity, *_] = [each.id for each in records.listed(desk)]
    desk.close()
    copy = fresh(home, tmp_path)

    def decide() -> None:
        inside = opened(copy, clock)
        with told.open("a") as said:
            for number in range(4):
                records.decide(inside, activity, Field.SECURITY, f"Cupboard {number}", f"Seen {number}")
                os.write(said.fileno(), f"{number}\n".encode())
    killed = kills.points(decide, KILLS)
    lost = torn = 0
    for at in killed:
        copy = fresh(home, tmp_path)
        told.write_text("")
        kills.ends(decide, at)
        after = opened(copy, clock)
        confirmed = len(told.read_text().split())
        with after.store.bare("register") as db:
            made = [reason for (reason,) in db.execute("SELECT json_extract(payload.body, '$.reason') FROM payload WHERE tbl = 'decision' ORDER BY seq")]
            holds_now = [reason for (reason,) in db.execute("SELECT reason FROM decision")]
        after.close()
        lost += max(0, confirmed - len(made))
        torn += made != [f"Seen {number}" for number in range(len(made))] or len(made) > confirmed + 1 or holds_now != made[-1:]
        torn += not sound(copy, clock)
    tally.add("kill -9 in deciding", kills=len(killed), lost=lost, torn=torn)
    assert (lost, torn) == (0, 0)


def rebuild(db: Connection) -> None:
    """As a step rebuilds a table: the longest that a step can be interrupted in."""
    db.execute("CREATE TABLE visit_new (id VARCHAR(32) NOT NULL PRIMARY KEY, site VARCHAR(40), name BLOB)")
    db.execute("INSERT INTO visit_new SELECT id, site, name FROM visit")
    db.execute("CREATE TABLE visit_old AS SELECT * FROM visit")
    db.execute("DROP TABLE visit")
    db.execute("ALTER TABLE visit_new RENAME TO visit")
    db.execute("CREATE INDEX ix_visit_site ON visit (site)")


def widen(db: Connection) -> None:
    db.execute("ALTER TABLE visit ADD COLUMN floor VARCHAR(10) NOT NULL DEFAULT '1'")
    db.execute("UPDATE visit SET floor = '2'")


def test_a_kill_in_migrating_leaves_a_whole_step_or_none(desk_on: DeskOn, clock_of: ClockOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_on("2026-11-22")
    home, path, key = desk.home, desk.store.compartment("visitors").path.name, desk.store.keys["visitors"]
    visits = sorted(visitors.sign_in(desk, Guest(f"Guest {number}")).id for number in range(GUESTS))
    desk.close()
    older = migrations.steps("visitors")
    newer = [*older, Step("m9001_rebuilt", rebuild), Step("m9002_wider", widen)]
    monkeypatch.setattr(migrations, "steps", lambda _name: newer)
    copy = fresh(home, tmp_path)

    def migrate() -> None:
        db = connect(copy / path, key)
        migrations.migrate(db, "visitors", "an", "2026-11-22T11:00:00Z")
        db.execute("SELECT count(*) FROM visit").fetchone()
    killed = kills.points(migrate, KILLS)
    lost = torn = 0
    for at in killed:
        copy = fresh(home, tmp_path)
        kills.ends(migrate, at)
        with closing(connect(copy / path, key)) as db:
            version = db.execute("PRAGMA user_version").fetchone()[0] - len(older)
            columns = {name for _, name, *_ in db.execute("PRAGMA table_info(visit)")}
            steps = db.execute("SELECT count(*) FROM leaf WHERE json_extract(body, '$.kind') = 'store.migrate'").fetchone()[0] - len(older)
            torn += (steps, "token" not in columns, "floor" in columns) != (version, version > 0, version > 1)
            migrations.migrate(db, "visitors", "an", "2026-11-22T11:00:00Z")
            lost += [visit for (visit,) in db.execute("SELECT id FROM visit WHERE floor = '2' ORDER BY id")] != visits
            torn += db.execute("PRAGMA cipher_integrity_check").fetchall() != [] or db.execute("PRAGMA integrity_check").fetchone() != ("ok",)
    tally.add("kill -9 in migrating", kills=len(killed), lost=lost, torn=torn)
    assert (lost, torn) == (0, 0)


def test_a_kill_in_forgetting_is_finished_at_the_next_start_and_certified_once(desk_on: DeskOn, clock_of: ClockOf, tmp_path: Path) -> None:
    desk = desk_on("2026-11-22")
    home, clock = desk.home, clock_of(desk)
    gone = [visitors.sign_in(desk, Guest(f"Guest {number}", "Elevator NV", f"P-{number}", "Anna")) for number in range(GUESTS)]
    needles = [box for visit in gone for box in visitors.sealed(desk, visit.id).values() if box]
    clock.move(timedelta(days=5))
    kept = visitors.sign_in(desk, Guest("Kept"))
    assert len({each.line for each in inspection.grep(desk, "visitors", needles)}) == len(needles)       # the search can find
    desk.close()
    clock.move(gone[-1].due_from)
    copy = fresh(home, tmp_path)

    def forget() -> None:
        visitors.tick(opened(copy, clock))
    killed = kills.points(forget, KILLS)
    lost = resurrected = torn = names_found = 0
    for at in killed:
        copy = fresh(home, tmp_path)
        kills.ends(forget, at)
        after = opened(copy, clock)
        visitors.tick(after)
        there = {each.id for each in visitors.listed(after)}
        lost += kept.id not in there
        resurrected += bool(there - {kept.id})
        names_found += len({each.line for each in inspection.grep(after, "visitors", needles)})
        [day] = certificates.of_month(after, "2026-12").days
        after.close()
        torn += (day.due, day.erased) != (GUESTS, GUESTS) or not sound(copy, clock)
    tally.add("kill -9 in forgetting", kills=len(killed), lost=lost, resurrected=resurrected, torn=torn, names_found=names_found)
    assert (lost, resurrected, torn, names_found) == (0, 0, 0, 0)


@pytest.mark.parametrize("released", [False, True])
def test_a_kill_in_a_hold_leaves_the_whole_of_it_or_nothing(desk_on: DeskOn, clock_of: ClockOf, tmp_path: Path, released: bool) -> None:
    desk = desk_on("2026-11-22")
    home, clock = desk.home, clock_of(desk)
    accounts.add(desk, "Bo", "witness", PASSWORD)
    visit = visitors.sign_in(desk, Guest("A Guest"))
    second = accounts.confirm(home, "Bo", PASSWORD, holds.sentence(visit.id, "C-1", "theft"), clock)
    if released:
        holds.hold(desk, visit.id, "C-1", "theft", second)
    desk.close()
    copy = fresh(home, tmp_path)

    def change() -> None:
        inside = opened(copy, clock)
        if released:
            holds.release(inside, visit.id)
        else:
            holds.hold(inside, visit.id, "C-1", "theft", second)
    killed = kills.points(change, KILLS // 2)
    torn = 0
    for at in killed:
        copy = fresh(home, tmp_path)
        kills.ends(change, at)
        after = opened(copy, clock)
        visitors.tick(after)
        listed, held = [each.id for each in visitors.listed(after)], [each.guest for each in holds.listed(after)]
        torn += (listed, held) not in (([], [Guest("A Guest")]), ([], []) if released else ([visit.id], []))
        torn += len(after.store.days["be-ghent"].hold_handles()) != len(held)
        after.close()
        torn += not sound(copy, clock)
    tally.add(f"kill -9 in {'releasing a hold' if released else 'holding'}", kills=len(killed), torn=torn)
    assert torn == 0
