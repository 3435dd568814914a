"""What is known of the store, and what is done for it while somebody works."""
from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from alektum_desk.domain.backups import Plan
from alektum_desk.domain.changes import Kind
from alektum_desk.services import backups, checks, health
from alektum_desk.services.desk import Desk
from alektum_desk.store import journal
from alektum_desk.store.compartment import connect
from alektum_desk.store.journal import Act
from tests.conftest import Clock


@pytest.fixture
def desk(desk_on: Callable[..., Desk]) -> Desk:
    return desk_on("2026-11-22")


@pytest.fixture
def clock(desk: Desk, clock_of: Callable[[Desk], Clock]) -> Clock:
    return clock_of(desk)


def test_a_copy_is_made_when_one_is_due_and_the_journals_are_read(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    before = health.of(desk)
    assert (before.copy, before.copy_is_old, before.read_at) == (None, True, None)
    backups.plan(desk, Plan(tmp_path / "shelf", every_days=1, keep=2))
    heard: list[frozenset[Kind]] = []
    desk.store.changed.append(heard.append)
    health.look_after(desk)
    now = health.of(desk)
    assert now.copy is not None
    assert (now.copy_is_old, now.trouble, now.problems, now.clock_agrees, now.damaged) == (False, None, 0, True, ())
    assert now.entries > 0
    assert frozenset({Kind.BACKUP}) in heard
    health.look_after(desk)
    assert len(backups.listed(desk.home)) == 1
    clock.move(timedelta(days=1))
    health.look_after(desk)
    assert len(backups.listed(desk.home)) == 2
    assert health.of(desk).read_at == desk.now()


def test_a_folder_that_refuses_is_a_sentence_and_tried_again_in_an_hour(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    shelf = tmp_path / "gone" / "shelf"
    backups.plan(desk, Plan(shelf))
    health.look_after(desk)
    told = health.of(desk)
    assert told.trouble
    assert told.copy is None
    shelf.parent.mkdir()
    health.look_after(desk)
    assert health.of(desk).copy is None
    clock.move(timedelta(hours=1))
    health.look_after(desk)
    assert (health.of(desk).trouble, health.of(desk).copy is None) == (None, False)


def test_an_old_copy_and_one_that_was_moved_away_do_not_calm(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    made = backups.create(desk, tmp_path / "shelf")
    clock.move(timedelta(days=7))
    assert not health.of(desk).copy_is_old
    clock.move(timedelta(seconds=1))
    assert health.of(desk).copy_is_old
    made.file.unlink()
    assert health.of(desk).copy is None


@pytest.mark.parametrize("role", ["front-desk", "auditor", "witness"])
def test_who_may_make_no_copy_makes_none_and_hears_of_no_trouble(desk_on: Callable[..., Desk], role: str, tmp_path: Path) -> None:
    desk = desk_on("2026-11-22", role=role)
    health.look_after(desk)
    assert health.of(desk).trouble is None


def test_a_journal_that_was_changed_is_counted(desk: Desk) -> None:
    with desk.store.bare("register") as db:
        db.execute("DROP TRIGGER door_payload_UPDATE")
        db.execute("UPDATE payload SET body = '{}' WHERE seq = 0")
    health.read_journals(desk)
    assert health.of(desk).problems == 1


@pytest.mark.parametrize(("sql", "wrong"), [
    ("SELECT 1", set()),
    (f"UPDATE node SET hash = zeroblob(32) WHERE place = {journal.place(0, 1999)}", {"entry 1999"}),        # the last one of a part
    ("UPDATE payload SET body = '{}' WHERE seq = 5", {"entry 5"}),
    ("UPDATE payload SET body = '{}' WHERE seq = 4500", {"entry 4500"}),
    ("DELETE FROM leaf WHERE seq = 3000", {"entry 3000 is missing"}),
])
def test_a_long_journal_is_read_bit_by_bit_and_nothing_is_passed_over(desk: Desk, monkeypatch: pytest.MonkeyPatch, sql: str, wrong: set[str]) -> None:
    with closing(connect(desk.store.compartment("cases").path, desk.store.keys["cases"])) as db:
        size = db.execute("SELECT count(*) FROM leaf").fetchone()[0]
        journal.append(db, Act("test", "an", "2026-11-22T11:00:00Z"), ((None, None, f'{{"n":{number}}}') for number in range(5000 - size)))
        db.execute(sql)
    monkeypatch.setattr(health, "A_BLINK", 0.0)
    parts = 0
    while health.of(desk).read_at is None:
        health.look_after(desk)
        parts += 1
    assert parts >= 3 - ("missing" in str(wrong))
    cases = next(each for each in health._known[desk].logs if each.compartment == "cases")
    assert wrong <= {each.where for each in cases.problems}
    assert (not cases.problems) == (not wrong)
    assert cases == next(each for each in checks.journals(desk) if each.compartment == "cases")
    assert checks._readings == {}


def test_a_journal_that_was_exchanged_half_way_is_read_anew(desk: Desk) -> None:
    place = desk.store.compartment("cases")
    with closing(connect(place.path, place.key)) as db:
        journal.append(db, Act("test", "an", "2026-11-22T11:00:00Z"), ((None, None, f'{{"n":{number}}}') for number in range(5000)))
    assert checks.read_on(desk, 0.0) is None
    with closing(connect(place.path, place.key)) as db:
        for table in ("leaf", "payload", "node"):
            db.execute(f"DELETE FROM {table}")
        journal.append(db, Act("test", "an", "2026-11-23T11:00:00Z"), ((None, None, f'{{"m":{number}}}') for number in range(4000)))
        db.execute("DELETE FROM secret WHERE name GLOB '*.checkpoint'")
    for note in place.proofs.glob("*.checkpoint"):
        note.unlink()
    assert (logs := checks.read_on(desk, 60.0)) is not None
    assert {each.compartment: (each.entries, each.problems) for each in logs}["cases"] == (4000, ())
