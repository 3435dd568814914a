"""Sample data: a desk of its own that looks used, and goes as one folder."""
from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alektum_desk.services import complaints, notices, records, sample, visitors
from alektum_desk.services.desk import Desk

NOW = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)


@pytest.fixture
def explored(tmp_path: Path) -> Desk:
    return sample.open_sample(tmp_path / "sample", lambda: NOW)


def test_it_says_that_it_is_a_sample(explored: Desk) -> None:
    assert explored.sample
    assert explored.now() == NOW


def test_its_notices_are_read_in_and_contradict_each_other(explored: Desk) -> None:
    assert {notice.country for notice in notices.listed(explored)} == {"BE", "DK", "NO"}
    assert all(notice.lines for notice in notices.listed(explored))
    assert [row.id for row in records.listed(explored) if row.contradictions > 1] == ["be-recovery"]


def test_every_fact_stands_on_its_line(explored: Desk) -> None:
    for notice in notices.listed(explored):
        page = notices.shown(explored, notice.id)
        assert page.statements
        for fact in page.statements:
            assert fact.place is not None
            assert fact.place.anchor in page.text_lines[fact.place.line - 1]


def test_it_has_visits_of_the_month_and_somebody_in_the_house(explored: Desk) -> None:
    assert sum(not visit.delivery for visit in visitors.listed(explored)) == len(sample.VISITS)
    assert len(visitors.on_site(explored)) == 2
    assert all(visit.arrived_at <= NOW for visit in visitors.listed(explored))


def test_its_letter_stands_in_the_list(explored: Desk) -> None:
    assert [kept.authority for kept in complaints.listed(explored)] == ["be-apd-gba"]


def test_a_second_opening_finds_it_as_it_was_left(explored: Desk) -> None:
    visitors.sign_out(explored, id=visitors.on_site(explored)[0].id)
    explored.close()
    again = sample.open_sample(explored.home, lambda: NOW)
    assert len(visitors.on_site(again)) == 1


@pytest.mark.parametrize("hour", [0, 6, 9, 23])
def test_at_any_hour_nobody_arrives_in_the_future(tmp_path: Path, hour: int) -> None:
    now = NOW.replace(hour=hour, minute=1)
    desk = sample.open_sample(tmp_path / "sample", lambda: now)
    assert all(visit.arrived_at <= now for visit in visitors.listed(desk))


def test_it_goes_as_one_folder_and_no_other_home_does(explored: Desk, desk_on: Callable[..., Desk]) -> None:
    real = desk_on("2026-11-24")
    real.close()
    explored.close()
    sample.remove(explored.home)
    sample.remove(real.home)
    assert not explored.home.exists()
    assert real.home.exists()
