"""What was typed survives a crash and goes by itself."""
from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from alektum_desk.domain.errors import NotAllowed
from alektum_desk.services import accounts, desk as desks, drafts
from alektum_desk.services.desk import Desk
from tests.conftest import PASSWORD, Clock

FORM = {"name": "Kari Nordmann", "plate": "", "odd": "\ud800 \u202e", "rows": [1, None]}


@pytest.fixture
def desk(desk_on: Callable[..., Desk]) -> Desk:
    return desk_on("2026-11-22T16:00")


@pytest.mark.parametrize("form", ["register.edit/7", "cases.complaint", "visitors.sign_in"])
def test_a_draft_is_kept_replaced_and_dropped(desk: Desk, form: str) -> None:
    assert drafts.kept(desk, form) is None
    drafts.keep(desk, form, {"old": 1})
    drafts.keep(desk, form, FORM)
    assert drafts.kept(desk, form) == FORM
    assert drafts.forms(desk) == [form]
    drafts.drop(desk, form)
    assert drafts.kept(desk, form) is None
    assert drafts.forms(desk) == []


def test_it_leaves_no_entry_and_outlives_a_crash(desk: Desk, clock_of: Callable[[Desk], Clock]) -> None:
    with desk.store.bare("cases") as db:
        before = db.execute("SELECT count(*) FROM leaf").fetchone()
    drafts.keep(desk, "cases.complaint", FORM)
    again = desks.open_desk(desk.home, None, PASSWORD, clock_of(desk))      # the first one never closed
    assert drafts.kept(again, "cases.complaint") == FORM
    with again.store.bare("cases") as db:
        assert db.execute("SELECT count(*) FROM leaf").fetchone() == before
    again.close()


def test_it_belongs_to_its_account(desk: Desk, clock_of: Callable[[Desk], Clock]) -> None:
    drafts.keep(desk, "visitors.sign_in", FORM)
    accounts.add(desk, "Bo", "front-desk", PASSWORD)
    other = desks.open_desk(desk.home, "Bo", PASSWORD, clock_of(desk))
    assert drafts.kept(other, "visitors.sign_in") is None
    with pytest.raises(NotAllowed):
        drafts.keep(other, "cases.complaint", FORM)
    other.close()


def test_of_a_case_it_is_sealed_to_its_account(desk: Desk) -> None:
    """A complaint against the own group stands behind a wall later: nobody else who opens the cases reads it before."""
    drafts.keep(desk, "cases.complaint", FORM)
    with desk.store.bare("cases") as db:
        assert b"Kari" not in bytes(db.execute("SELECT body FROM draft").fetchone()[0])
        db.execute("UPDATE draft SET form = 'cases.other'")
    assert drafts.kept(desk, "cases.other") is None


def test_after_thirty_days_it_is_gone(desk: Desk, clock_of: Callable[[Desk], Clock]) -> None:
    drafts.keep(desk, "register.edit", FORM)
    clock_of(desk).move(timedelta(30))
    assert desks.tidy(desk) == 0
    assert drafts.kept(desk, "register.edit") == FORM
    clock_of(desk).move(timedelta(seconds=1))
    assert drafts.kept(desk, "register.edit") is None
    assert desks.tidy(desk) == 1


def test_the_front_desks_is_gone_at_midnight_of_the_office(desk: Desk, clock_of: Callable[[Desk], Clock]) -> None:
    drafts.keep(desk, "visitors.sign_in", FORM)
    drafts.keep(desk, "cases.complaint", FORM)
    clock_of(desk).move(timedelta(hours=7, minutes=59))
    assert drafts.kept(desk, "visitors.sign_in") == FORM
    clock_of(desk).move(timedelta(minutes=1))
    assert drafts.kept(desk, "visitors.sign_in") is None
    assert desks.tidy(desk) == 1
    assert drafts.kept(desk, "cases.complaint") == FORM


def test_the_front_desks_is_sealed_under_a_key_that_dies_with_the_day(desk: Desk) -> None:
    drafts.keep(desk, "visitors.sign_in", FORM)
    with desk.store.bare("visitors") as db:
        body, chain, day = db.execute("SELECT body, chain, day FROM draft").fetchone()
    assert b"Kari" not in bytes(body)
    assert day == "2026-11-22"
    assert (chain, desk.today()) in desk.store.days["be-ghent"].days


def test_a_form_is_called_after_its_compartment(desk: Desk) -> None:
    for form in ("edit", "register", "kiosk.sign_in"):
        with pytest.raises(ValueError, match="compartment"):
            drafts.keep(desk, form, {})
