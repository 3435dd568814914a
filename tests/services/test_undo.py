"""Undo and redo: each step as it was, told like any other act, across restarts."""
from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from alektum_desk.domain.errors import Refused
from alektum_desk.domain.notices import Field
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import accounts, checks, desk as desks, lives, records, undo, versions, visitors
from alektum_desk.services.desk import Desk
from tests.conftest import OFFICER, PASSWORD, Clock

FIELDS = (Field.PURPOSE, Field.DATA, Field.RECIPIENT, Field.SOURCE)


@pytest.fixture
def desk(desk_on: Callable[..., Desk]) -> Desk:
    return desk_on("2026-11-22")


def whole(desk: Desk) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Every row of the register and the cases."""
    found: dict[tuple[str, str], tuple[Any, ...]] = {}
    for name, tables in (("register", ("activity", "decision", "reading", "notice", "statement")), ("cases", ("complaint",))):
        with desk.store.bare(name) as db:
            for table in tables:
                found |= {(table, row[0]): row for row in db.execute(f"SELECT * FROM {table}")}
    return found


def decide(desk: Desk, number: int, activity: str = "be-recovery") -> None:
    records.decide(desk, activity, FIELDS[number % len(FIELDS)], f"text {number}", f"reason {number}")


def test_nothing_to_undo_at_first(desk: Desk) -> None:
    visitors.sign_in(desk, Guest("Kari Nordmann", None, None, None))
    accounts.add(desk, "Bo", "auditor", PASSWORD)
    assert (undo.would_undo(desk), undo.would_redo(desk)) == (None, None)
    for step in (undo.undo, undo.redo):
        with pytest.raises(Refused, match="nothing"):
            step(desk)


def test_one_step_back_and_forth(desk: Desk) -> None:
    before = whole(desk)
    decide(desk, 1)
    after = whole(desk)
    said = undo.would_undo(desk)
    assert said is not None
    assert said.startswith("Undo the decision about “")
    assert undo.undo(desk) == said
    assert whole(desk) == before
    assert undo.would_undo(desk) is None
    assert undo.would_redo(desk) == said.replace("Undo", "Redo")
    assert undo.redo(desk) == said.replace("Undo", "Redo")
    assert whole(desk) == after
    assert (undo.would_undo(desk), undo.would_redo(desk)) == (said, None)
    with desk.store.bare("register") as db:
        kinds = [kind for (kind,) in db.execute("SELECT DISTINCT json_extract(body, '$.kind') FROM leaf ORDER BY seq DESC LIMIT 9")]
    assert kinds[:3] == ["redo", "undo", "activity.decide"]
    assert all(log.ok for log in checks.journals(desk))


def test_one_compartment_by_itself_and_only_tried(desk: Desk) -> None:
    before = whole(desk)
    decide(desk, 1)
    after = whole(desk)
    with pytest.raises(Refused, match="nothing"):
        undo.undo(desk, ("cases",))
    assert undo.undo(desk, ("register",), dry_run=True) == undo.would_undo(desk)
    assert whole(desk) == after
    undo.undo(desk, ("register",))
    assert whole(desk) == before
    assert undo.redo(desk, dry_run=True) == undo.would_redo(desk)
    assert whole(desk) == before


def test_what_was_done_before_this_desk_was_opened_is_not_done_here(desk: Desk, clock_of: Callable[[Desk], Clock]) -> None:
    assert undo.offer(desk) is None
    decide(desk, 1)
    here = undo.offer(desk)
    assert here is not None
    assert here.here
    desk.close()
    again = desks.open_desk(desk.home, None, PASSWORD, clock_of(desk))
    assert undo.offer(again) == undo.Offer(here.act, here.words, here=False)
    undo.undo(again)
    undo.redo(again)
    redone = undo.offer(again)
    assert redone is not None
    assert (redone.words, redone.here, redone.act == here.act) == (here.words, True, False)
    again.close()


def test_a_hundred_steps_across_restarts(desk: Desk, clock_of: Callable[[Desk], Clock]) -> None:
    clock, states = clock_of(desk), [whole(desk)]
    other = next(each.id for each in records.listed(desk) if each.id != "be-recovery")
    for number in range(110):
        decide(desk, number, "be-recovery" if number % 3 else other)
        states.append(whole(desk))

    def again(opened: Desk) -> Desk:
        opened.close()
        return desks.open_desk(desk.home, OFFICER, PASSWORD, clock)

    for at in range(109, -1, -1):
        if at % 37 == 0:
            desk = again(desk)
        undo.undo(desk)
        assert whole(desk) == states[at], at
    assert undo.would_undo(desk) is None
    for at in range(1, 111):
        if at % 37 == 0:
            desk = again(desk)
        undo.redo(desk)
        assert whole(desk) == states[at], at
    assert undo.would_redo(desk) is None
    assert all(log.ok for log in checks.journals(desk))
    desk.close()


@pytest.mark.parametrize("seed", range(4))
def test_any_walk_ends_where_a_list_of_states_says(desk: Desk, seed: int) -> None:
    """The oracle: a list and a place in it."""
    chance, states, at = random.Random(seed), [whole(desk)], 0
    for number in range(60):
        match chance.choice(("do", "undo", "undo", "redo")):
            case "do":
                decide(desk, number)
                states, at = [*states[:at + 1], whole(desk)], at + 1
            case "undo" if at:
                undo.undo(desk)
                at -= 1
            case "redo" if at < len(states) - 1:
                undo.redo(desk)
                at += 1
        assert whole(desk) == states[at]
        assert (undo.would_undo(desk) is not None) == (at > 0)
        assert (undo.would_redo(desk) is not None) == (at < len(states) - 1)


def test_a_new_act_ends_redo(desk: Desk) -> None:
    decide(desk, 1)
    undo.undo(desk)
    decide(desk, 2)
    assert undo.would_redo(desk) is None


def test_only_the_own_acts_and_not_over_those_of_others(desk: Desk, clock_of: Callable[[Desk], Clock]) -> None:
    accounts.add(desk, "Bo", "dpo", PASSWORD)
    decide(desk, 1)
    other = desks.open_desk(desk.home, "Bo", PASSWORD, clock_of(desk))
    assert undo.would_undo(other) is None
    decide(other, 5)                                            # the same field
    before = whole(desk)
    with pytest.raises(Refused, match="changed again"):
        undo.undo(desk)
    assert whole(desk) == before
    undo.undo(other)
    undo.undo(desk)
    other.close()


def test_approval_goes_and_comes(desk: Desk) -> None:
    found = next(each for each in records.listed(desk) if not each.lacks and not each.contradictions)
    before = whole(desk)
    lives.approve(desk, found.id)
    after = whole(desk)
    assert (undo.would_undo(desk) or "").startswith("Undo the approval of “")
    undo.undo(desk)
    assert whole(desk) == before
    undo.redo(desk)
    assert whole(desk) == after


def test_it_says_what_in_the_language_at_hand(desk: Desk) -> None:
    from alektum_desk.base import language
    heard: list[object] = []
    decide(desk, 1)
    desk.store.changed.append(heard.append)
    undo.undo(desk)
    assert heard == [frozenset({"activity"})]
    assert language.current()


def test_the_history_of_an_activity_tells_of_the_way_back(desk: Desk) -> None:
    decide(desk, 1)
    undo.undo(desk)
    undo.redo(desk)
    told = versions.history(desk, "be-recovery")
    assert [(each.version, bool(each.changes)) for each in told] == [(2, True), (1, True), (2, True), (1, False)]
    assert [each.changes[0].new for each in told[:3]] == ["text 1", None, "text 1"]
    assert [each.number for each in told] == ["2", "1", "2.1", "1.1"]
    assert versions.diff(desk, "be-recovery", "2.1", 2) == versions.diff(desk, "be-recovery", "1.1", 1) == ()
    assert [change.new for change in versions.diff(desk, "be-recovery", "1.1", "2.1")] == ["text 1"]
    with pytest.raises(Refused, match=r"no version 2\.2"):
        versions.laid_at(desk, "be-recovery", "2.2")


def test_a_number_that_was_undone_is_given_to_no_other_version(desk: Desk) -> None:
    decide(desk, 1)
    undo.undo(desk)
    decide(desk, 2)
    assert [each.version for each in versions.history(desk, "be-recovery")] == [3, 1, 2, 1]
    assert records.shown(desk, "be-recovery").listed.version == 3
    assert [[change.new for change in versions.diff(desk, "be-recovery", 1, number)] for number in (2, 3)] == [["text 1"], ["text 2"]]
    versions.restore(desk, "be-recovery", 2, "After all.")
    assert [each.version for each in versions.history(desk, "be-recovery")] == [4, 3, 1, 2, 1]
    assert [each.number for each in versions.history(desk, "be-recovery")] == ["4", "3", "1", "2", "1.1"]
    assert versions.diff(desk, "be-recovery", 2, 4) == ()


@pytest.mark.parametrize("role", ["auditor", "front-desk", "witness"])
def test_who_writes_neither_has_nothing_to_undo(desk_on: Callable[..., Desk], role: str) -> None:
    assert undo.would_undo(desk_on("2026-11-22", role=role)) is None


def test_undone_steps_outlive_a_change_of_keys(desk: Desk) -> None:
    before = whole(desk)
    decide(desk, 1)
    accounts.rekey(desk)
    undo.undo(desk)
    assert whole(desk) == before
