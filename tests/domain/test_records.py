"""What contradicts, what is lacking, and what a cell of the matrix shows."""
from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from alektum_desk.domain.errors import Refused
from alektum_desk.domain.notices import ACTIVITY_FIELDS, FIELDS, NOTICE_ONLY, Field, Place, Statement
from alektum_desk.domain.records import (
    ROLES,
    STATES,
    Country,
    Decision,
    Life,
    Listed,
    Role,
    State,
    check_value,
    contradictions,
    decided_texts,
    lacking,
    lacks_of,
    matrix,
    standing,
    state_of,
)
from alektum_desk.domain.retention import Action, Rule, Trigger, Unit, as_values, rule_of
from alektum_desk.domain.subjects import Category

TODAY = date(2026, 11, 24)


def said(field: Field, text: str, notice: str | None = "be-fr", **more: Any) -> Statement:
    place = Place(notice, "a.txt", 1, "a") if notice else None
    return Statement(f"{field}-{text}-{notice}-{more}", field, text, place, **more)


def a_row(identity: str = "a", country: str = "BE", state: State = State.COMPLETE, contradictory: int = 0,
          categories: tuple[Category, ...] = (Category.DEBTOR,)) -> Listed:
    return Listed(identity, "An activity", country, categories, Role.CONTROLLER, state, 1, "", contradictory, None, from_notice=True)


# -- contradictions

def test_two_notices_that_say_the_same_do_not_contradict() -> None:
    assert contradictions([said(Field.DATA, "Name"), said(Field.DATA, "Name", "be-nl")], None) == ()


def test_the_same_thing_in_other_words_is_the_same() -> None:
    assert contradictions([said(Field.DATA, "Full name", code="name"), said(Field.DATA, "Name", "be-nl", code="name")], None) == ()


def test_one_notice_alone_and_a_silent_one_contradict_nobody() -> None:
    assert contradictions([said(Field.DATA, "Name"), said(Field.SOURCE, "Person", "be-nl")], None) == ()


def test_unlike_statements_are_a_contradiction_with_both_sides() -> None:
    name, number = said(Field.DATA, "Name"), said(Field.DATA, "Identity number", "be-nl")
    found, = contradictions([name, said(Field.DATA, "Name", "be-nl"), number], None)
    assert (found.field, found.sides) == (Field.DATA, (("be-fr", ()), ("be-nl", (number,))))


def test_a_decision_ends_a_contradiction() -> None:
    unlike = [said(Field.DATA, "Name"), said(Field.DATA, "Number", "be-nl")]
    decided = Decision(Field.DATA, "Name", "because", "An Officer", datetime(2026, 1, 1, tzinfo=UTC))
    assert len(contradictions(unlike, None)) == 1
    assert contradictions(unlike, decided) == ()


def test_bases_are_compared_purpose_by_purpose() -> None:
    basis = Field.LEGAL_BASIS
    alike = [said(basis, "Contract", code="6(1)(b)", purpose="a"), said(basis, "Consent", "be-nl", code="6(1)(a)", purpose="b")]
    assert contradictions(alike, None) == ()
    found, = contradictions([*alike, said(basis, "Consent", code="6(1)(a)", purpose="a"),
                             said(basis, "Contract", "be-nl", code="6(1)(b)", purpose="a")], None)
    assert found.purpose == "a"


def test_people_named_together_and_one_by_one_are_the_same_people() -> None:
    both = said(Field.CATEGORY, "Debtors and representatives", kinds=("debtor", "debtor_representative"))
    apart = [said(Field.CATEGORY, each, "be-nl", kinds=(each,)) for each in ("debtor", "debtor_representative")]
    assert contradictions([both, *apart], None) == ()
    assert contradictions([both, apart[0]], None) != ()


def test_one_period_with_two_triggers_is_two_rules() -> None:
    ends, begins = (Rule(5, Unit.YEAR, (trigger,), Action.END) for trigger in (Trigger.RELATIONSHIP_ENDED, Trigger.RELATIONSHIP_STARTED))
    unlike = [said(Field.RETENTION, "Five years", code="aml", rule=ends), said(Field.RETENTION, "Five years", "dk", code="aml", rule=begins)]
    assert len(contradictions(unlike, None)) == 1


def test_statements_of_no_notice_contradict_nobody() -> None:
    assert contradictions([said(Field.DATA, "Name", None), said(Field.DATA, "Plate")], None) == ()


# -- what is lacking

WHOLE = (said(Field.ENTITY, "Alektum SA"), said(Field.PURPOSE, "Collect"), said(Field.DATA, "Name"), said(Field.RECIPIENT, "Client"),
         said(Field.RETENTION, "A month", rule=Rule(1, Unit.MONTH, (Trigger.VISIT,), Action.DELETE)), said(Field.SECURITY, "Firewall"))


@pytest.mark.parametrize(("without", "letters"), [
    (None, ""), (Field.ENTITY, "a"), (Field.PURPOSE, "b"), (Field.DATA, "c"), (Field.RECIPIENT, "d"), (Field.RETENTION, "f"), (Field.SECURITY, "g"),
])
def test_each_letter_of_article_30_is_missed(without: Field | None, letters: str) -> None:
    assert "".join(each.letter for each in lacking(Role.CONTROLLER, [each for each in WHOLE if each.field is not without], ())) == letters


def test_a_decision_fills_a_letter() -> None:
    assert [each.letter for each in lacking(Role.CONTROLLER, WHOLE[1:], [])] == ["a"]
    assert lacking(Role.CONTROLLER, WHOLE[1:], [Field.ENTITY]) == ()


def test_a_criterion_without_a_number_is_no_period() -> None:
    vague = said(Field.RETENTION, "As long as needed", rule=Rule(None, None, (Trigger.NOT_STATED,), Action.DELETE))
    assert [each.letter for each in lacking(Role.CONTROLLER, [*(each for each in WHOLE if each.field is not Field.RETENTION), vague], ())] == ["f"]


def test_a_transfer_to_a_country_that_is_not_named_lacks_e() -> None:
    transfer = said(Field.TRANSFER, "Another country")
    assert [each.letter for each in lacking(Role.CONTROLLER, [*WHOLE, transfer], ())] == ["e"]
    assert lacking(Role.CONTROLLER, [*WHOLE, transfer], [Field.TRANSFER]) == ()


def test_a_processor_is_asked_only_for_30_2() -> None:
    assert [each.letter for each in lacking(Role.PROCESSOR, (), ())] == ["a", "b", "d"]
    assert lacks_of(Role.PROCESSOR, "abd") == lacking(Role.PROCESSOR, (), ())


# -- states and the matrix

@pytest.mark.parametrize(("draft", "lacks", "contradictory", "approved", "review_on", "state"), [
    (True, "a", 0, False, None, State.DRAFT), (False, "a", 0, True, None, State.LACKS), (False, "", 0, False, None, State.REVIEW),
    (False, "", 1, True, None, State.REVIEW), (False, "", 0, True, TODAY, State.REVIEW), (False, "", 0, True, date(2026, 11, 25), State.COMPLETE),
])
def test_state(draft: bool, lacks: str, contradictory: int, approved: bool, review_on: date | None, state: State) -> None:
    assert state_of(draft, lacks, contradictory, approved, review_on, TODAY) is state


def test_a_cell_shows_the_loudest_of_its_activities_and_the_sum() -> None:
    found = matrix([a_row("a", contradictory=2), a_row("b", state=State.LACKS, contradictory=1), a_row("c", "NO")],
                   [Country("BE", notice=True), Country("NL", notice=False), Country("NO", notice=True)])
    cell = found.cell(Category.DEBTOR, "BE")
    assert cell is not None
    assert (cell.activities, cell.state, cell.contradictions) == (("a", "b"), State.LACKS, 3)
    assert found.cell(Category.DEBTOR, "NL") is None
    assert [each.country for each in found.cells] == ["BE", "NO"]


# -- decisions

@pytest.mark.parametrize(("field", "value"), [
    (Field.DATA, "Name"), (Field.DATA, []), (Field.DATA, ["Name", {"text": "Plate", "code": "plate"}]), (Field.ROLE, "processor"),
    (Field.CATEGORY, ["debtor"]), (Field.RETENTION, {"text": "3 years", "duration": 3, "unit": "year", "triggers": ["case_closed"]}), (Field.DATA, None),
])
def test_what_can_be_decided(field: Field, value: Any) -> None:
    check_value(field, value)


@pytest.mark.parametrize(("field", "value"), [
    (Field.RIGHT, "Access"), (Field.DATA, ""), (Field.DATA, " "), (Field.DATA, 3), (Field.DATA, {"code": "a"}), (Field.DATA, {"text": "a", "colour": 1}),
    (Field.DATA, [[]]), (Field.ROLE, "owner"), (Field.ROLE, ["processor"]), (Field.CATEGORY, "debtor"), (Field.CATEGORY, ["nobody"]),
    (Field.CATEGORY, [{}]), (Field.CATEGORY, []), (Field.RETENTION, {"text": "3 moons", "unit": "moon"}), (Field.DATA, "a" * 2001),
    (Field.RETENTION, {"text": "3 years", "triggers": 3}), (Field.DATA, {"text": 1}),
])
def test_what_cannot_be_decided(field: Field, value: Any) -> None:
    with pytest.raises(Refused):
        check_value(field, value)


def test_a_decision_in_words() -> None:
    assert decided_texts(["Name", {"text": "Plate"}]) == ("Name", "Plate")
    assert decided_texts("Name") == ("Name",)
    assert decided_texts([]) == ()


def test_a_rule_survives_a_file() -> None:
    rule = Rule(5, Unit.YEAR, (Trigger.ACT_PERFORMED, Trigger.RELATIONSHIP_ENDED), Action.END, latest=True, at_once_on=(Trigger.UNSUBSCRIBED,),
                purposes=("marketing",))
    assert rule_of(as_values(rule)) == rule


def test_every_field_state_and_role_has_a_label() -> None:
    assert set(FIELDS) == set(Field)
    assert {*ACTIVITY_FIELDS, *NOTICE_ONLY} == set(Field)
    assert set(STATES) == set(State)
    assert set(ROLES) == set(Role)


@pytest.mark.parametrize(("state", "life", "contradictions", "said"), [
    (State.REVIEW, Life.IN_REVIEW, 0, "Awaits approval"), (State.REVIEW, Life.APPROVED, 0, "Review due"), (State.REVIEW, Life.IN_REVIEW, 1, "To be reviewed"),
    (State.LACKS, Life.IN_REVIEW, 0, "Lacks a fact"), (State.COMPLETE, Life.APPROVED, 0, "Complete"), (State.LACKS, Life.RETIRED, 2, "Retired"),
])
def test_no_review_is_due_of_what_waits_for_its_approval(state: State, life: Life, contradictions: int, said: str) -> None:
    assert standing(Listed("a", "A", "BE", (), Role.CONTROLLER, state, 1, "", contradictions, date(2099, 1, 1), from_notice=True, life=life)) == said


@pytest.mark.parametrize(("field", "value"), [
    (Field.RETENTION, {"text": "Long", "duration": -1, "unit": "year"}), (Field.RETENTION, {"text": "Long", "duration": 2}),
    (Field.LEGAL_BASIS, {"text": "Something", "code": "6(1)(z)"}), (Field.SPECIAL_BASIS, {"text": "Something", "code": "9(2)(k)"}),
])
def test_a_decision_that_the_law_or_the_calendar_does_not_know_is_refused(field: Field, value: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        check_value(field, value)
    check_value(field, {"text": value["text"]})
    check_value(Field.LEGAL_BASIS, {"text": "An act of this country", "code": "Act 12"})


@pytest.mark.parametrize("more", [{"kinds": True}, {"kinds": "abc"}, {"kinds": [7]}, {"code": [1]}, {"code": float("nan")}, {"purpose": {}}, {"as_written": 7}, {"text": "\ud800"}])
def test_a_decision_is_made_of_texts(more: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        check_value(Field.PURPOSE, [{"text": "a"} | more])
