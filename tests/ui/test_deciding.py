"""Deciding a field in parts: a period, a basis for its purpose, a transfer, a word of the catalogue."""
from __future__ import annotations

from collections.abc import Callable

import pytest

from alektum_desk.domain.notices import Field
from alektum_desk.domain.retention import rule_of
from alektum_desk.services import records
from alektum_desk.services.desk import Desk
from alektum_desk.ui.screens.deciding import DecideForm, said_again
from alektum_desk.ui.screens.register import RegisterScreen
from tests.ui.showing import Shown, fill, press, words

Settle = Callable[[], None]


@pytest.fixture
def screen(shown: Shown) -> RegisterScreen:
    return shown("register", RegisterScreen)


def decide_form(screen: RegisterScreen, activity: str, field: Field) -> DecideForm:
    screen.arrive(f"{activity}:{field}")
    assert screen.page is not None
    return screen.page.findChildren(DecideForm)[0]


def test_a_period_is_decided_number_by_number(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    form = decide_form(screen, "be-visitors", Field.RETENTION)
    fill(form.form, **{"0.text": "Two weeks", "0.duration": "two", "0.unit": "day", "0.trigger": "visit", "0.action": "anonymise", "reason": "Shorter."})
    press(form, "Lay it down")
    assert "Write a whole number, or leave it empty." in words(form)
    fill(form.form, **{"0.duration": "14"})
    press(form, "Lay it down")
    settled()
    decision = records.shown(ui_desk, "be-visitors").of(Field.RETENTION).decision
    assert decision is not None
    assert decision.value == [{"text": "Two weeks", "duration": 14, "unit": "day", "triggers": ["visit"], "action": "anonymise"}]


def test_a_basis_is_decided_for_its_purpose(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    form = decide_form(screen, "be-recovery", Field.LEGAL_BASIS)
    fill(form.form, **{"0.purpose": "collection", "0.code": "6(1)(f)"})
    press(form, "Add another")
    fill(form.form, **{"1.purpose": "invoicing", "1.code": "6(1)(c)", "reason": "One basis a purpose."})
    press(form, "Lay it down")
    settled()
    decision = records.shown(ui_desk, "be-recovery").of(Field.LEGAL_BASIS).decision
    assert decision is not None
    assert [(each["code"], each["purpose"]) for each in decision.value] == [("6(1)(f)", "collection"), ("6(1)(c)", "invoicing")]


def test_a_basis_is_decided_for_a_purpose_that_was_decided(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    records.decide(ui_desk, "be-visitors", Field.PURPOSE, ["Know who is in the house"], "In our words.")
    form = decide_form(screen, "be-visitors", Field.LEGAL_BASIS)
    fill(form.form, **{"0.purpose": "Know who is in the house", "0.code": "6(1)(f)", "reason": "It is ours."})
    press(form, "Lay it down")
    settled()
    assert "Art. 6(1)(f), Legitimate interests (for: Know who is in the house)" in words(screen.page)


def test_taking_over_a_notice_keeps_every_code(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    form = decide_form(screen, "be-recovery", Field.LEGAL_BASIS)
    press(form, "Take over: Belgium, Dutch")
    form.reason.set_value("The Dutch text holds.")
    press(form, "Lay it down")
    settled()
    page = records.shown(ui_desk, "be-recovery").of(Field.LEGAL_BASIS)
    assert page.decision is not None
    theirs = {(each.purpose, each.code) for each in page.statements if each.place and each.place.notice == "be-nl"}
    assert {(each["purpose"], each["code"]) for each in page.decision.value} == theirs


def test_taking_over_a_rule_keeps_all_of_it(screen: RegisterScreen, ui_desk: Desk) -> None:
    said = [each for row in records.listed(ui_desk) for each in records.shown(ui_desk, row.id).of(Field.RETENTION).statements if each.rule]
    assert {each.rule.duration for each in said if each.rule} >= {0, None, 36}
    assert [rule_of(said_again(each)) for each in said] == [each.rule for each in said]


def test_a_transfer_has_its_country_and_safeguard(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    form = decide_form(screen, "be-recovery", Field.TRANSFER)
    fill(form.form, **{"0.text": "The agent", "0.country": "us", "0.mechanism": "46(2)(c)", "reason": "Asked the office."})
    press(form, "Lay it down")
    settled()
    assert screen.page is not None
    assert "Country: United States; Safeguard, Art. 46: Standard contractual clauses of the Commission" in words(screen.page.blocks[Field.TRANSFER])


def test_the_catalogue_gives_words_with_their_code(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    form = decide_form(screen, "be-visitors", Field.SECURITY)
    form.words.set_value("backups")
    assert form.value.value() == "Back-up copies"
    form.reason.set_value("They are made.")
    press(form, "Lay it down")
    settled()
    decision = records.shown(ui_desk, "be-visitors").of(Field.SECURITY).decision
    assert decision is not None
    assert decision.value == [{"text": "Back-up copies", "code": "backups"}]
