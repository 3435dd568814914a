"""When keeping ends: month ends, leap days, financial years, precedence."""
from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from alektum_desk.domain.retention import (
    ACTIONS,
    DEEDS,
    TRIGGERS,
    UNITS,
    Action,
    Deed,
    Known,
    Rule,
    Trigger,
    Unit,
    Why,
    after,
    as_values,
    end_of_keeping,
    ends_on,
    rivals,
    rule_of,
)


def a_rule(duration: int | None = 1, unit: Unit | None = Unit.MONTH, *triggers: Trigger, action: Action = Action.DELETE, **more: Any) -> Rule:
    return Rule(duration, unit, triggers or (Trigger.VISIT,), action, **more)


def known(identity: str, rule: Rule, **more: Any) -> Known:
    return Known(identity, rule, identity, **more)


@pytest.mark.parametrize(("on", "duration", "unit", "end"), [
    ("2026-01-31", 1, Unit.MONTH, "2026-02-28"), ("2028-01-31", 1, Unit.MONTH, "2028-02-29"), ("2026-01-28", 1, Unit.MONTH, "2026-02-28"),
    ("2026-02-28", 1, Unit.MONTH, "2026-03-28"), ("2026-12-31", 1, Unit.MONTH, "2027-01-31"), ("2026-03-31", 1, Unit.MONTH, "2026-04-30"),
    ("2028-02-29", 5, Unit.YEAR, "2033-02-28"), ("2028-02-29", 4, Unit.YEAR, "2032-02-29"), ("2024-02-29", 36, Unit.MONTH, "2027-02-28"),
    ("2026-08-31", 6, Unit.MONTH, "2027-02-28"), ("2026-11-24", 36, Unit.MONTH, "2029-11-24"), ("2026-11-24", 10, Unit.YEAR, "2036-11-24"),
    ("2026-11-24", 0, Unit.DAY, "2026-11-24"), ("2026-12-15", 30, Unit.DAY, "2027-01-14"), ("2096-02-29", 4, Unit.YEAR, "2100-02-28"),
])
def test_a_period_ends_on_the_same_day_or_the_last_of_a_short_month(on: str, duration: int, unit: Unit, end: str) -> None:
    assert after(date.fromisoformat(on), duration, unit) == date.fromisoformat(end)


def test_every_day_of_ten_years_ends_where_a_walk_through_the_calendar_ends() -> None:
    day = date(2023, 1, 1)
    while day < date(2033, 1, 1):
        first = (day.replace(day=1) + timedelta(days=31)).replace(day=1)                 # of the next month
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        assert after(day, 1, Unit.MONTH) == min(first + timedelta(days=day.day - 1), last)
        day += timedelta(days=1)


@pytest.mark.parametrize(("on", "end"), [("2026-06-30", "2033-12-31"), ("2026-12-31", "2033-12-31"), ("2026-01-01", "2033-12-31")])
@pytest.mark.parametrize("trigger", [Trigger.FINANCIAL_YEAR_END, Trigger.CALENDAR_YEAR_END])
def test_a_year_counts_from_the_end_of_its_calendar_year(on: str, end: str, trigger: Trigger) -> None:
    assert ends_on(a_rule(7, Unit.YEAR, trigger), trigger, date.fromisoformat(on)) == date.fromisoformat(end)


@pytest.mark.parametrize(("rule", "trigger", "end"), [
    (a_rule(), Trigger.LAST_CONTACT, None), (a_rule(3, Unit.YEAR, Trigger.LAST_CONTACT, at_once_on=(Trigger.UNSUBSCRIBED,)), Trigger.UNSUBSCRIBED, "2026-11-24"),
    (a_rule(None, None, Trigger.UNSUBSCRIBED, action=Action.REMOVE_FROM_LIST), Trigger.UNSUBSCRIBED, "2026-11-24"),
    (a_rule(None, None, Trigger.NOT_STATED), Trigger.NOT_STATED, None), (a_rule(10, Unit.YEAR, Trigger.NOT_STATED), Trigger.NOT_STATED, "2036-11-24"),
    (a_rule(None, None, Trigger.CASE_CLOSED, action=Action.KEEP_LONGER), Trigger.CASE_CLOSED, None),
])
def test_what_a_rule_counts_from(rule: Rule, trigger: Trigger, end: str | None) -> None:
    assert ends_on(rule, trigger, date(2026, 11, 24)) == (date.fromisoformat(end) if end else None)


VISIT, CAP = known("visit", a_rule()), known("cap", a_rule(10, Unit.YEAR, Trigger.VISIT, Trigger.DATA_OBTAINED, latest=True))
CLAIM = known("claim", a_rule(None, None, Trigger.NOT_STATED, action=Action.KEEP_LONGER, overrides=True))


def test_the_visitors_rule_beats_the_cap() -> None:
    end = end_of_keeping([CAP, VISIT], Trigger.VISIT, date(2026, 1, 31))
    assert (end.on, end.of, end.why, end.others) == (date(2026, 2, 28), VISIT, Why.PERIOD, ((CAP, date(2036, 1, 31)),))


def test_a_legal_claim_holds() -> None:
    free = end_of_keeping([VISIT, CLAIM], Trigger.VISIT, date(2026, 1, 31))
    held = end_of_keeping([VISIT, CLAIM], Trigger.VISIT, date(2026, 1, 31), claim=True)
    assert (free.on, free.held_by) == (date(2026, 2, 28), CLAIM)
    assert (held.on, held.of, held.held_by, held.why) == (None, VISIT, CLAIM, Why.CLAIM)
    assert end_of_keeping([VISIT], Trigger.VISIT, date(2026, 1, 31), claim=True).on == date(2026, 2, 28)


def test_what_was_decided_beats_the_notices_and_they_beat_a_draft() -> None:
    decided = known("decided", a_rule(2), decided=True)
    draft = known("draft", a_rule(1, Unit.DAY), draft=True)
    for rules, wins in (([VISIT, decided, draft], decided), ([draft, VISIT], VISIT), ([draft], draft)):
        assert end_of_keeping(rules, Trigger.VISIT, date(2026, 1, 1)).of is wins
    assert end_of_keeping([decided, CLAIM], Trigger.VISIT, date(2026, 1, 1)).held_by is CLAIM


def test_a_criterion_gives_no_day_and_no_rule_gives_no_rule() -> None:
    vague = known("vague", a_rule(None, None, Trigger.NOT_STATED, action=Action.ANONYMISE))
    end = end_of_keeping([vague, CLAIM], Trigger.CASE_CLOSED, date(2026, 1, 1))
    assert (end.on, end.of, end.deed, end.why) == (None, vague, Deed.ANONYMISE, Why.CRITERION)
    assert end_of_keeping([], Trigger.CASE_CLOSED, date(2026, 1, 1)).why is Why.NO_RULE


def test_opting_out_erases_whatever_the_rule_does_later() -> None:
    rule = known("news", a_rule(3, Unit.YEAR, Trigger.LAST_CONTACT, action=Action.ANONYMISE, at_once_on=(Trigger.UNSUBSCRIBED,)))
    assert end_of_keeping([rule], Trigger.UNSUBSCRIBED, date(2026, 1, 1)).deed is Deed.ERASE
    assert end_of_keeping([rule], Trigger.LAST_CONTACT, date(2026, 1, 1)).deed is Deed.ANONYMISE


def test_a_rule_survives_a_file_and_every_word_has_its_label() -> None:
    rule = a_rule(exception="Where the law says longer.", purposes=("a",))
    assert rule_of(as_values(rule)) == rule
    assert (set(TRIGGERS), set(UNITS), set(ACTIONS), set(DEEDS)) == (set(Trigger), set(Unit), set(Action), set(Deed))


@pytest.mark.parametrize("said", [
    {"duration": -2, "unit": "year"}, {"duration": "2", "unit": "year"}, {"duration": True, "unit": "year"}, {"duration": 1.5, "unit": "year"}, {"duration": 40_001, "unit": "day"},
    {"duration": 2}, {"unit": "year"}, {"duration": 2, "unit": "week"}, {"triggers": "visit"}, {"overrides": "yes"}, {"latest": 1},
])
def test_what_is_no_period_is_no_rule(said: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"no period|not a valid|neither true"):
        rule_of(said)


def test_ten_thousand_years_end_with_the_calendar() -> None:
    for unit, number in ((Unit.YEAR, 9999), (Unit.MONTH, 40_000 * 12), (Unit.DAY, 4_000_000)):
        assert after(date(2026, 11, 24), number, unit) == date.max


@pytest.mark.parametrize(("other", "is_rival"), [
    (a_rule(2), True), (a_rule(2, Unit.MONTH, Trigger.LAST_CONTACT), True), (a_rule(1), False), (a_rule(12, Unit.MONTH, purposes=("a",)), True),
    (a_rule(12, Unit.MONTH, purposes=("b",)), False), (a_rule(2, Unit.MONTH, Trigger.LAST_CONTACT, purposes=("a",)), False), (a_rule(None, None), False),
    (a_rule(2, overrides=True), False), (a_rule(1, Unit.DAY), True),
])
def test_another_notice_that_gives_the_same_data_another_period_is_a_rival(other: Rule, is_rival: bool) -> None:
    mine = known("mine", a_rule(purposes=("a",)), notice="be-nl", line=1)
    theirs = known("theirs", other, notice="be-fr", line=2)
    end = end_of_keeping([mine], Trigger.VISIT, date(2026, 1, 31))
    assert (theirs in rivals(end, Trigger.VISIT, [mine, theirs])) is is_rival
    assert not rivals(end, Trigger.VISIT, [mine, known("beside", other, notice="be-nl", line=2)])
    assert not rivals(end_of_keeping([], Trigger.VISIT, date(2026, 1, 31)), Trigger.VISIT, [theirs])


def test_three_years_are_no_rival_of_36_months() -> None:
    mine, theirs = (known(name, a_rule(*period), notice=name, line=1) for name, period in (("nb", (3, Unit.YEAR)), ("da", (36, Unit.MONTH))))
    assert rivals(end_of_keeping([mine], Trigger.VISIT, date(2026, 1, 31)), Trigger.VISIT, [mine, theirs]) == ()
