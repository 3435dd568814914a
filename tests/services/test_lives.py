"""Review, approval by another person, versions, restoring, and the group's activity with its countries."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from alektum_desk.domain.errors import NotAllowed, Refused
from alektum_desk.domain.notices import Field, Statement
from alektum_desk.domain.records import GROUP, Head, Life, NewActivity, Role, State, VersionDeed
from alektum_desk.domain.subjects import Category
from alektum_desk.services import accounts, lives, overview, records, undo, versions
from alektum_desk.services.desk import Desk
from tests.conftest import PASSWORD, Clock

DeskOn = Callable[..., Desk]


@pytest.fixture
def desk(desk_on: DeskOn) -> Desk:
    return desk_on("2026-11-24")


def a_whole(desk: Desk, **more: Any) -> str:
    """An activity that lacks nothing, written by who sits here."""
    decided = tuple((field, "A word") for field in (Field.ENTITY, Field.PURPOSE, Field.DATA, Field.RECIPIENT, Field.RETENTION, Field.SECURITY))
    new = NewActivity(**({"title": "Payroll", "country": "BE", "role": Role.CONTROLLER, "categories": (Category.OFFICER,), "decided": decided} | more))
    return records.create(desk, new, "We pay people.").listed.id


# -- life

def test_a_draft_is_reviewed_approved_retired_and_taken_up_again(desk: Desk) -> None:
    one = a_whole(desk)
    seen = [records.shown(desk, one), lives.submit(desk, one, "Ready."), lives.approve(desk, one), lives.retire(desk, one, "It ended."),
            lives.reopen(desk, one, "It goes on."), lives.withdraw(desk, one, "It changed.")]
    assert [each.listed.life for each in seen] == [Life.DRAFT, Life.IN_REVIEW, Life.APPROVED, Life.RETIRED, Life.APPROVED, Life.DRAFT]
    assert [each.deed for each in versions.history(desk, one)] == [
        VersionDeed.WITHDRAWN, VersionDeed.REOPENED, VersionDeed.RETIRED, VersionDeed.APPROVED, VersionDeed.SUBMITTED, VersionDeed.CREATED]


def test_a_retired_record_is_in_no_cell_and_is_not_approved(desk: Desk) -> None:
    before = records.matrix(desk)
    one = a_whole(desk)
    assert records.matrix(desk) != before
    lives.retire(desk, one, "It ended.")
    assert records.matrix(desk) == before
    with pytest.raises(Refused):
        lives.approve(desk, one)


@pytest.mark.parametrize("act", [lives.submit, lives.withdraw, lives.retire, lives.reopen])
def test_each_step_needs_a_reason_and_its_moment(desk: Desk, act: Callable[[Desk, str, str], object]) -> None:
    one = a_whole(desk)
    with pytest.raises(Refused):
        act(desk, one, "  ")
    if act in (lives.withdraw, lives.reopen):
        with pytest.raises(Refused):
            act(desk, one, "Too early.")
    else:
        act(desk, one, "Once.")
        with pytest.raises(Refused):
            act(desk, one, "Twice.")


def test_who_wrote_it_needs_another_as_soon_as_there_is_one(desk: Desk) -> None:
    one = a_whole(desk)
    assert not lives.asks_another(desk, one)
    accounts.add(desk, "A Witness", "witness", PASSWORD)
    assert lives.asks_another(desk, one)
    assert lives.others(desk) == ("A Witness",)
    with pytest.raises(NotAllowed):
        lives.approve(desk, one)
    version = records.shown(desk, one).listed.version
    stale = accounts.confirm(desk.home, "A Witness", PASSWORD, lives.sentence(one, version + 1), desk.now)
    with pytest.raises(NotAllowed):
        lives.approve(desk, one, stale)
    mine = accounts.confirm(desk.home, "An Officer", PASSWORD, lives.sentence(one, version), desk.now)
    with pytest.raises(NotAllowed):
        lives.approve(desk, one, mine)
    assert records.shown(desk, one).listed.life is Life.DRAFT
    theirs = accounts.confirm(desk.home, "A Witness", PASSWORD, lives.sentence(one, version), desk.now)
    assert lives.approve(desk, one, theirs).listed.state is State.COMPLETE
    assert versions.history(desk, one)[0].account == "A Witness"
    undo.undo(desk)
    assert versions.history(desk, one)[0].account == "An Officer"


def test_the_second_person_can_be_switched_off_and_insisted_on(desk: Desk) -> None:
    one = a_whole(desk)
    lives.set_four_eyes(desk, lives.ON)
    with pytest.raises(NotAllowed):
        lives.approve(desk, one)
    lives.set_four_eyes(desk, lives.OFF)
    accounts.add(desk, "A Witness", "witness", PASSWORD)
    assert lives.approve(desk, one).listed.state is State.COMPLETE
    with pytest.raises(Refused):
        lives.set_four_eyes(desk, "perhaps")


def test_what_came_with_the_program_has_no_author(desk: Desk) -> None:
    lives.set_four_eyes(desk, lives.ON)
    assert lives.approve(desk, "be-visitors").listed.state is State.COMPLETE
    records.decide(desk, "be-visitors", Field.DATA, "Name", "Only the name.")
    with pytest.raises(NotAllowed):
        lives.approve(desk, "be-visitors")


def test_reviews_come_due(desk: Desk, clock_of: Callable[[Desk], Clock]) -> None:
    lives.approve(desk, "be-visitors")
    assert lives.reviews_due(desk) == ()
    lives.set_review(desk, "be-visitors", date(2026, 12, 24), "The lease ends.")
    assert [each.id for each in lives.reviews_due(desk)] == ["be-visitors"]
    assert lives.reviews_due(desk, ahead=29) == ()
    clock_of(desk).move(timedelta(days=30))
    assert records.shown(desk, "be-visitors").listed.state is State.REVIEW
    for day in (date(2026, 12, 1), date(2040, 1, 1)):
        with pytest.raises(Refused):
            lives.set_review(desk, "be-visitors", day, "because")


# -- versions

def test_two_versions_are_compared_and_one_is_restored(desk: Desk) -> None:
    records.decide(desk, "be-visitors", Field.DATA, "Name", "First.")
    records.decide(desk, "be-visitors", Field.DATA, "Name and plate", "Second.")
    records.decide(desk, "be-visitors", Field.SOURCE, "The visitor", "Third.")

    def differ(old: int, new: int) -> list[tuple[Field | Head, Any, Any]]:
        return [(each.field, each.old, each.new) for each in versions.diff(desk, "be-visitors", old, new)]
    assert differ(1, 2) == [(Field.DATA, None, "Name")]
    assert differ(2, 4) == [(Field.DATA, "Name", "Name and plate"), (Field.SOURCE, None, "The visitor")]
    assert differ(4, 1) == [(Field.DATA, "Name and plate", None), (Field.SOURCE, "The visitor", None)]
    assert differ(3, 3) == []
    page = versions.restore(desk, "be-visitors", 2, "The plate is not asked any more.")
    assert page.listed.version == 5
    assert differ(2, 5) == []
    assert page.of(Field.SOURCE).decision is None
    assert versions.history(desk, "be-visitors")[0].deed is VersionDeed.RESTORED
    with pytest.raises(Refused):
        versions.restore(desk, "be-visitors", 2, "Again.")
    assert versions.restore(desk, "be-visitors", 1, "As it came.").of(Field.DATA).decision is None


def test_role_and_people_go_back_with_their_decision(desk: Desk) -> None:
    def stands() -> tuple[Role, tuple[Category, ...]]:
        listed = records.shown(desk, one).listed
        return listed.role, listed.categories
    one = a_whole(desk)
    records.decide(desk, one, Field.ROLE, "processor", "For a client.")
    records.decide(desk, one, Field.CATEGORY, ["visitor", "host"], "They too.")
    records.decide(desk, one, Field.CATEGORY, ["visitor"], "Only they.")
    assert stands() == (Role.PROCESSOR, (Category.VISITOR,))
    records.decide(desk, one, Field.CATEGORY, None, "A slip.")
    assert stands() == (Role.PROCESSOR, (Category.OFFICER,))
    versions.restore(desk, one, 1, "As it came.")
    assert stands() == (Role.CONTROLLER, (Category.OFFICER,))
    versions.restore(desk, one, 3, "After all.")
    assert stands() == (Role.PROCESSOR, (Category.VISITOR, Category.HOST))


@pytest.mark.parametrize("version", [0, -1, 99])
def test_a_version_that_never_was(desk: Desk, version: int) -> None:
    with pytest.raises(Refused):
        versions.diff(desk, "be-visitors", 1, version)
    with pytest.raises(Refused):
        versions.diff(desk, a_whole(desk), version, 1)


def test_a_new_activity_is_its_own_first_version(desk: Desk) -> None:
    one = a_whole(desk)
    records.decide(desk, one, Field.DATA, [], "None at all.")
    assert [(each.field, each.old, each.new) for each in versions.diff(desk, one, 1, 2)] == [(Field.DATA, "A word", [])]


def test_restoring_and_making_are_undone_in_one_step(desk: Desk) -> None:
    records.decide(desk, "be-visitors", Field.DATA, "Name", "First.")
    before = records.shown(desk, "be-visitors")
    versions.restore(desk, "be-visitors", 1, "As it came.")
    undo.undo(desk)
    assert records.shown(desk, "be-visitors") == before
    assert [each.deed for each in versions.history(desk, "be-visitors")] == [VersionDeed.UNDONE, VersionDeed.RESTORED, VersionDeed.EDITED, VersionDeed.CAME]
    one = a_whole(desk)
    undo.undo(desk)
    with pytest.raises(Refused):
        records.shown(desk, one)


def test_a_step_of_its_life_bears_the_version_it_was_taken_on(desk: Desk) -> None:
    for text in ("Name", "Name and plate"):
        records.decide(desk, "be-visitors", Field.DATA, text, "Asked.")
    lives.approve(desk, "be-visitors")
    lives.retire(desk, "be-visitors", "It ended.")
    told = versions.history(desk, "be-visitors")
    assert [(each.version, each.deed) for each in told] == [(3, VersionDeed.RETIRED), (3, VersionDeed.APPROVED), (3, VersionDeed.EDITED),
                                                            (2, VersionDeed.EDITED), (1, VersionDeed.CAME)]
    assert (told[-1].account, told[-1].at) == (None, told[0].at)


# -- title and country

def heads(desk: Desk, one: str) -> tuple[str, str]:
    listed = records.shown(desk, one).listed
    return listed.title, listed.country


def test_title_and_country_are_changed_compared_restored_and_undone(desk: Desk) -> None:
    one = a_whole(desk)
    lives.approve(desk, one)
    page = records.rename(desk, one, "  Wages   and salaries ", "no", "The office is in Norway.")
    assert (page.listed.id, page.listed.version, page.listed.state, heads(desk, one)) == (one, 2, State.REVIEW, ("Wages and salaries", "NO"))
    assert (versions.history(desk, one)[0].deed, versions.history(desk, one)[0].reason) == (VersionDeed.RENAMED, "The office is in Norway.")
    both = [(Head.TITLE, "Payroll", "Wages and salaries"), (Head.COUNTRY, "BE", "NO")]
    assert [(each.field, each.old, each.new) for each in versions.history(desk, one)[0].changes] == both
    records.decide(desk, one, Field.DATA, [], "None.")
    assert [(each.field, each.old, each.new) for each in versions.diff(desk, one, 1, 3)] == [*both, (Field.DATA, "A word", [])]
    versions.restore(desk, one, 1, "As it was.")
    assert (heads(desk, one), versions.diff(desk, one, 1, 4)) == (("Payroll", "BE"), ())
    undo.undo(desk)
    assert heads(desk, one) == ("Wages and salaries", "NO")
    assert records.rename(desk, one, None, "DK", "It moved.").listed.country == "DK"


@pytest.mark.parametrize(("title", "country", "reason"), [(" ", None, "Why."), ("x" * 301, None, "Why."), ("Payroll", "BE", "Why."), (None, "XX", "Why."),
                                                          (None, "NO", " "), (None, None, "Why.")])
def test_a_title_or_country_that_cannot_be(desk: Desk, title: str | None, country: str | None, reason: str) -> None:
    one = a_whole(desk)
    with pytest.raises(Refused):
        records.rename(desk, one, title, country, reason)
    assert (heads(desk, one), records.shown(desk, one).listed.version) == (("Payroll", "BE"), 1)


def test_what_was_read_in_a_country_stays_there(desk: Desk) -> None:
    assert records.rename(desk, "be-recovery", "Recovering debts", None, "Plainer.").listed.title == "Recovering debts"
    group = a_whole(desk, title="Group payroll", country=GROUP)
    country = a_whole(desk, title="Belgian payroll", varies=group)
    for one, wanted in (("be-recovery", "NL"), (group, "BE"), (country, GROUP)):
        with pytest.raises(Refused):
            records.rename(desk, one, None, wanted, "It moved.")


# -- the group and its countries

def said(field: Field, text: str) -> Statement:
    return Statement("", field, text)


def test_a_country_takes_over_what_it_does_not_say_otherwise(desk: Desk) -> None:
    group = a_whole(desk, country=GROUP)
    variant = NewActivity("Payroll", "SE", Role.CONTROLLER, (Category.OFFICER,), (said(Field.RECIPIENT, "The tax agency"),), varies=group)
    page = records.create(desk, variant, "Sweden too.")
    assert page.lacks == ()
    assert page.of(Field.DATA).inherited
    assert page.of(Field.DATA).decision is not None
    assert (page.of(Field.RECIPIENT).inherited, page.of(Field.RECIPIENT).unlike_group) == (False, True)
    assert {each.field for each in page.fields if each.unlike_group} == {Field.RECIPIENT}
    records.decide(desk, group, Field.DATA, None, "Not known any more.")
    assert [each.letter for each in records.shown(desk, page.listed.id).lacks] == ["c"]
    assert "c" in {row.lacks for row in records.listed(desk) if row.id == page.listed.id}


def test_the_groups_are_found_by_their_name(desk: Desk) -> None:
    group = a_whole(desk, country=GROUP)
    assert [each.id for each in records.listed(desk, search="whole group")] == [group]


def test_saying_the_same_as_the_group_is_no_difference(desk: Desk) -> None:
    group = a_whole(desk, country=GROUP)
    variant = NewActivity("Payroll", "SE", Role.CONTROLLER, (Category.OFFICER,), (said(Field.DATA, "A word"),), varies=group)
    assert not records.create(desk, variant, "Sweden too.").of(Field.DATA).unlike_group


def test_home_reminds_of_a_review(desk: Desk) -> None:
    lives.approve(desk, "be-visitors")
    assert overview.overview(desk).reviews == ()
    lives.set_review(desk, "be-visitors", date(2026, 12, 1), "Soon.")
    assert [each.id for each in overview.overview(desk).reviews] == ["be-visitors"]
