"""Screening for an impact assessment: what the record shows, what the officer answers, what a national list says."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from alektum_desk.domain.dpia import OUTCOMES, Knowledge, Met, Outcome
from alektum_desk.domain.errors import Refused
from alektum_desk.domain.notices import Field, Statement
from alektum_desk.domain.records import NewActivity, Role
from alektum_desk.domain.subjects import Category
from alektum_desk.reference import dpia as reference, register
from alektum_desk.services import dpia, records
from alektum_desk.services.desk import Desk

DeskOn = Callable[..., Desk]


@pytest.fixture
def desk(desk_on: DeskOn) -> Desk:
    return desk_on("2026-11-24")


def met(desk: Desk, activity: str) -> set[str]:
    return {each.criterion.id for each in dpia.screening(records.shown(desk, activity)).signs if each.met is Met.YES}


def made(desk: Desk, *statements: Statement, country: str = "BE") -> str:
    new = NewActivity("Something", country, Role.CONTROLLER, (Category.DEBTOR,), statements)
    return records.create(desk, new, "A test.").listed.id


def said(field: Field, text: str, **more: Any) -> Statement:
    return Statement("", field, text, **more)


def test_the_nine_criteria_and_the_lists_of_all_the_groups_countries_are_read() -> None:
    criteria, lists = reference.rules()
    assert len(criteria) == 9
    assert {each.country for each in lists} >= set(register.bundle().countries)
    assert all((each.checked_on is not None) is (each.known is Knowledge.LIST) for each in lists)
    assert all(each.source for each in lists)
    assert all(each.can_be_read or each.question for each in criteria)
    assert set(OUTCOMES) == set(Outcome)


def test_debt_recovery_in_belgium_probably_needs_one_and_says_why(desk: Desk) -> None:
    found = dpia.screening(records.shown(desk, "be-recovery"))
    assert found.outcome is Outcome.PROBABLE
    signs = {each.criterion.id: each for each in found.signs}
    assert {name for name, each in signs.items() if each.met is Met.YES} >= {"scoring", "automated", "sensitive", "prevents", "combining"}
    assert {name for name, each in signs.items() if each.met is Met.ASK} == {"large_scale", "vulnerable", "innovative"}
    assert any("profiling" in text for text in signs["automated"].because)
    assert {entry.number for _list, entry in found.listed} >= {"4"}
    assert [each.country for each in found.lists] == ["BE"]
    assert found.silent == ()


def test_a_visitors_book_needs_none(desk: Desk) -> None:
    assert met(desk, "be-visitors") == set()
    assert dpia.screening(records.shown(desk, "be-visitors")).outcome is Outcome.UNLIKELY


@pytest.mark.parametrize(("statement", "criterion"), [
    (said(Field.PURPOSE, "Scoring of applicants"), "scoring"), (said(Field.AUTOMATED_DECISION, "A machine decides"), "automated"),
    (said(Field.DATA, "CCTV pictures"), "monitoring"), (said(Field.SPECIAL_DATA, "Blood group"), "sensitive"), (said(Field.DATA, "Héalth data"), "sensitive"),
    (said(Field.PURPOSE, "Keep a warning list"), "prevents"), (said(Field.SYSTEM, "Machine learning on calls"), "innovative"),
])
def test_a_criterion_is_met_in_other_words_too(desk: Desk, statement: Statement, criterion: str) -> None:
    one = made(desk, statement)
    assert met(desk, one) == {criterion}
    assert dpia.screening(records.shown(desk, one)).outcome is Outcome.POSSIBLE


def test_asking_people_not_to_give_special_data_is_not_sensitive(desk: Desk) -> None:
    assert met(desk, made(desk, said(Field.SPECIAL_DATA, "Users are asked not to give health data", code="unwanted"))) == set()


def test_two_sources_are_no_combination_and_three_are(desk: Desk) -> None:
    three = [said(Field.SOURCE, name) for name in ("Register", "Agency", "Internet")]
    assert met(desk, made(desk, *three[:2], said(Field.SOURCE, "The person", code="person"))) == set()
    assert met(desk, made(desk, *three)) == {"combining"}


def test_what_was_decided_counts_and_not_what_stood_there(desk: Desk) -> None:
    records.decide(desk, "be-recovery", Field.AUTOMATED_DECISION, [], "None any more.")
    assert "automated" not in met(desk, "be-recovery")


def test_the_officers_answers_win_and_are_kept_with_their_reason(desk: Desk) -> None:
    dpia.answer(desk, "be-recovery", {"vulnerable": True, "scoring": False}, "Made in May, lies with the board.", "Asked the board.", "done")
    page = records.shown(desk, "be-recovery")
    signs = {each.criterion.id: each for each in dpia.screening(page).signs}
    assert (signs["vulnerable"].met, signs["scoring"].met, signs["scoring"].answered) == (Met.YES, Met.NO, True)
    decision = page.of(Field.DPIA).decision
    assert decision is not None
    assert (decision.value["assessment"], decision.reason) == ("done", "Asked the board.")
    for given, words in (({"no-such": True}, "Words"), ({}, " ")):
        with pytest.raises(Refused):
            dpia.answer(desk, "be-recovery", given, words, "because")


def test_entries_are_met_by_any_two_criteria_or_asked(desk: Desk) -> None:
    two = (said(Field.DATA, "CCTV pictures"), said(Field.SPECIAL_DATA, "Blood group"))
    swedish, finnish = (dpia.screening(records.shown(desk, made(desk, *two, country=country))) for country in ("SE", "FI"))
    assert [each.known for each, _entry in swedish.listed] == [Knowledge.LIST]
    assert not dpia.screening(records.shown(desk, made(desk, two[0], country="SE"))).listed
    assert (len(finnish.listed), len(finnish.open)) == (0, 2)
    assert dpia.screening(records.shown(desk, made(desk, two[0], country="FI"))).outcome is Outcome.POSSIBLE      # what is asked is not answered
    danish = made(desk, said(Field.AUTOMATED_DECISION, "A machine decides"), country="DK")
    assert [each["known"] for each in dpia.as_json(records.shown(desk, danish))["lists"]] == ["report"]


@pytest.mark.parametrize(("country", "statements", "number"), [
    ("DE", [said(Field.PURPOSE, "Recover claims", code="collection")], "7"), ("FI", [said(Field.PURPOSE, "Recover claims", code="collection")], None),
    ("NO", [said(Field.PURPOSE, "Scoring"), said(Field.SPECIAL_DATA, "Blood group")], ""), ("NO", [said(Field.PURPOSE, "Scoring")], None),
    ("FR", [said(Field.PURPOSE, "Scoring"), said(Field.PURPOSE, "Keep a warning list")], ""),
    ("IE", [said(Field.PURPOSE, "Scoring"), said(Field.AUTOMATED_DECISION, "A machine decides")], "3"),
    ("BE", [said(Field.PURPOSE, "Scoring"), *(said(Field.SOURCE, name) for name in ("Register", "Agency", "Internet"))], "4"),
    ("NL", [said(Field.DATA, "Income", code="assets_income")], "5"),
])
def test_an_entry_of_a_countrys_list_is_met_by_what_it_names(desk: Desk, country: str, statements: list[Statement], number: str | None) -> None:
    found = dpia.screening(records.shown(desk, made(desk, *statements, country=country))).listed
    assert [entry.number for _list, entry in found] == ([] if number is None else [number])


def test_a_country_without_a_list_says_so(desk: Desk) -> None:
    assert not dpia.screening(records.shown(desk, made(desk, country="ES"))).lists
    norway = dpia.screening(records.shown(desk, "no-recovery"))
    assert norway.silent == norway.lists != ()
    assert [each["checked"] for each in dpia.as_json(records.shown(desk, "no-recovery"))["compared"]] == ["2026-11-28"]
    answer = dpia.as_json(records.shown(desk, "be-recovery"))
    assert all(each["because"] for each in answer["criteria"])
