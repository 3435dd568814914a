"""Views of the register under a name: one's own, replaced, taken away."""
from __future__ import annotations

from collections.abc import Callable

import pytest

from alektum_desk.domain.errors import Refused
from alektum_desk.services import accounts, desk as desks, kept_filters
from alektum_desk.services.desk import Desk
from tests.conftest import PASSWORD, Clock

DeskOn = Callable[..., Desk]


def test_a_view_is_kept_replaced_and_taken_away(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-24")
    kept_filters.keep(desk, " Open  work ", {"work": True})
    kept_filters.keep(desk, "Open work", {"work": True, "search": "søren"})
    assert kept_filters.listed(desk) == {"Open work": {"work": True, "search": "søren"}}
    kept_filters.drop(desk, "Open work")
    assert kept_filters.listed(desk) == {}
    with pytest.raises(Refused):
        kept_filters.drop(desk, "Open work")


@pytest.mark.parametrize("name", ["", "  ", "a" * 101, "a\x00b"])
def test_a_view_needs_a_name(desk_on: DeskOn, name: str) -> None:
    with pytest.raises(Refused):
        kept_filters.keep(desk_on("2026-11-24"), name, {})


@pytest.mark.parametrize("body", [{"country": "ZZ"}, {"life": "dead"}, {"role": "owner"}])
def test_a_view_shows_what_there_is(desk_on: DeskOn, body: dict[str, str]) -> None:
    desk = desk_on("2026-11-24")
    with pytest.raises(Refused):
        kept_filters.keep(desk, "Mine", body)
    kept_filters.keep(desk, "Mine", {"country": "BE", "life": "draft", "role": "controller"} | dict.fromkeys(body, ""))


def test_another_account_has_its_own(desk_on: DeskOn, clock_of: Callable[[Desk], Clock]) -> None:
    desk = desk_on("2026-11-24")
    kept_filters.keep(desk, "Mine", {})
    accounts.add(desk, "Another", "dpo", PASSWORD)
    home, clock = desk.home, clock_of(desk)
    desk.close()
    other = desks.open_desk(home, "Another", PASSWORD, clock)
    assert kept_filters.listed(other) == {}
    other.close()


def test_fifty_are_enough(desk_on: DeskOn, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_on("2026-11-24")
    monkeypatch.setattr(kept_filters, "MOST", 1)             # the limit, made small so that it is reached
    kept_filters.keep(desk, "One", {})
    kept_filters.keep(desk, "One", {"work": True})
    with pytest.raises(Refused):
        kept_filters.keep(desk, "Two", {})
