"""What is known of the store, and what is done for it while somebody works."""
from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from alektum_desk.domain.backups import Plan
from alektum_desk.domain.changes import Kind
from alektum_desk.services import backups, health
from alektum_desk.services.desk import Desk
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
