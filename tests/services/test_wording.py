"""Decisions in words: nothing that was entered is left out, and no code is shown for a word."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from alektum_desk.base import language
from alektum_desk.domain.notices import Field
from alektum_desk.reference.register import catalogue
from alektum_desk.services import notice_writing, records, register_book, terms, undo, wording
from alektum_desk.services.desk import Desk

DeskOn = Callable[..., Desk]


@pytest.mark.parametrize(("field", "value", "words"), [
    (Field.ROLE, "processor", ("Processor",)),
    (Field.CATEGORY, ["debtor", "visitor"], ("Debtors", "Visitors")),
    (Field.PURPOSE, [], ()),
    (Field.DATA, ["Name", {"text": "Income"}], ("Name", "Income")),
    (Field.LEGAL_BASIS, {"text": "Legitimate interests", "code": "6(1)(f)", "purpose": "collection"}, ("Art. 6(1)(f), Legitimate interests (for: {collection})",)),
    (Field.LEGAL_BASIS, {"text": "Consent", "code": "6(1)(a)", "purpose": "Send letters"}, ("Art. 6(1)(a), Consent (for: Send letters)",)),
    (Field.LEGITIMATE_INTEREST, {"text": "To be paid", "purpose": "Send letters"}, ("To be paid (for: Send letters)",)),
    (Field.TRANSFER, {"text": "Host", "country": "US", "mechanism": "46(2)(c)"},
     ("Host (Country: United States; Safeguard, Art. 46: Standard contractual clauses of the Commission)",)),
    (Field.RETENTION, {"text": "Two years", "duration": 2, "unit": "year", "triggers": ["case_closed"], "action": "delete"},
     ("Two years (2 years, counted from: the case is closed)",)),
])
def test_every_part_of_a_decision_is_said(field: Field, value: Any, words: tuple[str, ...]) -> None:
    collection = dict(catalogue(Field.PURPOSE))["collection"]
    assert wording.value_words(field, value) == tuple(each.replace("{collection}", collection) for each in words)


def test_a_basis_belongs_to_a_purpose_that_was_decided(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-24")
    purpose = records.shown(desk, "be-visitors").of(Field.PURPOSE)
    assert set(wording.purposes_that_hold(purpose)) == {"visitor_register"}
    decided = records.decide(desk, "be-visitors", Field.PURPOSE, ["Know who is in the house", {"text": "Safety", "code": "safety"}], "Both.")
    assert wording.purposes_that_hold(decided.of(Field.PURPOSE)) == {"Know who is in the house": "Know who is in the house", "safety": "Safety"}
    records.decide(desk, "be-visitors", Field.TRANSFER, {"text": "Host", "country": "US"}, "A host.")
    whole = records.decide(desk, "be-visitors", Field.CATEGORY, ["visitor"], "Nobody else.")
    rows = {each.label: each.decision for each in register_book._section(whole).fields}
    assert (rows["Transfers"], rows["People concerned"]) == ("Decided: Host (Country: United States)", "Decided: Visitors")


def test_what_a_person_wrote_is_translated_in_no_language(desk_on: DeskOn) -> None:
    """"Lock" is a button of this program, "Front desk" a role in it, "Consent" a basis; only "Firewall" is the register's word for a measure."""
    desk = desk_on("2026-11-24")
    records.rename(desk, "be-visitors", "Front desk", None, "Shorter.")
    shown = records.decide(desk, "be-visitors", Field.SECURITY, ["Lock", "Firewall", "Consent"], "Looked at the door.")
    with language.speaking("nb"):
        assert all(language._(each) != each for each in ("Lock", "Front desk", "Consent", "Firewall", "Office visitors"))
        assert wording.value_words(Field.SECURITY, ["Lock", "Firewall", "Consent"]) == ("Lock", language._("Firewall"), "Consent")
        assert register_book._section(shown).title == records.listed_json(shown.listed)["title"] == "Front desk"
        assert "Front desk" in (undo.would_undo(desk) or "")
        assert terms.title("Office visitors") == language._("Office visitors")
    lines = notice_writing.written(desk, "BE", "nb").lines
    assert "- Lock" in lines
    assert "- Brannmur" in lines


def test_what_two_notices_say_alike_is_printed_once_with_both(desk_on: DeskOn) -> None:
    [purposes] = [each for each in register_book._section(records.shown(desk_on("2026-11-24"), "be-contacts")).fields if each.label == "Purposes"]
    texts = [each.text for each in purposes.said]
    assert len(texts) == len(set(texts))
    [source] = [each.source for each in purposes.said if each.text == "Act in legal matters with public authorities"]
    assert source == "Notice be-fr, line 14 · Notice be-nl, line 44"
