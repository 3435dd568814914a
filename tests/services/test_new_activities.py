"""Activities that somebody writes: new ones, the group's with its countries, and those that do not exist."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from alektum_desk.domain.errors import NotAllowed, Refused
from alektum_desk.domain.notices import Field, Place, Statement
from alektum_desk.domain.records import GROUP, Life, NewActivity, Role, State
from alektum_desk.domain.subjects import Category
from alektum_desk.services import records
from alektum_desk.services.desk import Desk

DeskOn = Callable[..., Desk]


@pytest.fixture
def desk(desk_on: DeskOn) -> Desk:
    return desk_on("2026-11-24")


def a_new(**more: Any) -> NewActivity:
    return NewActivity(**({"title": "Payroll", "country": "BE", "role": Role.CONTROLLER, "categories": (Category.OFFICER,)} | more))


def said(field: Field, text: str, **more: Any) -> Statement:
    return Statement("", field, text, **more)


def test_a_new_activity_is_a_draft_that_lacks_what_nobody_said(desk: Desk) -> None:
    made = records.create(desk, a_new(), "We pay people.")
    assert (made.listed.id, made.listed.title, made.listed.state, made.listed.life) == ("be-payroll", "Payroll", State.DRAFT, Life.DRAFT)
    assert "".join(each.letter for each in made.lacks) == "abcdfg"
    assert records.shown(desk, "be-payroll") == made
    cell = records.matrix(desk).cell(Category.OFFICER, "BE")
    assert cell is not None
    assert "be-payroll" in cell.activities


def test_what_is_known_comes_along_and_keeps_its_codes(desk: Desk) -> None:
    basis = said(Field.LEGAL_BASIS, "Legal obligation", code="6(1)(c)", purpose="pay")
    transfer = said(Field.TRANSFER, "The parent", details=(("country", "US"), ("mechanism", "46(2)(c)")))
    made = records.create(desk, a_new(statements=(said(Field.PURPOSE, "Pay wages", purpose="pay"), basis, transfer),
                                      decided=((Field.RECIPIENT, []),)), "Imported.")
    assert [(each.code, each.purpose) for each in made.of(Field.LEGAL_BASIS).statements] == [("6(1)(c)", "pay")]
    assert dict(made.of(Field.TRANSFER).statements[0].details) == {"country": "US", "mechanism": "46(2)(c)"}
    decision = made.of(Field.RECIPIENT).decision
    assert decision is not None
    assert decision.value == []
    assert "e" not in made.listed.lacks
    assert records.value_json(made.of(Field.TRANSFER).statements[0])["country"] == "US"


def test_a_statement_of_an_activity_stands_in_no_notice(desk: Desk) -> None:
    made = records.create(desk, a_new(statements=(said(Field.DATA, "Name", place=Place("be-fr", "a.txt", 1, "a")),)), "Copied.")
    assert made.of(Field.DATA).statements[0].place is None


def test_two_of_one_title_have_two_names(desk: Desk) -> None:
    made = [records.create(desk, a_new(title="Vérifier  l’âge"), "Twice.").listed for _ in range(3)]
    assert [each.id for each in made] == ["be-verifier-l-age", "be-verifier-l-age-2", "be-verifier-l-age-3"]
    assert made[0].title == "Vérifier l’âge"


@pytest.mark.parametrize("title", ["Pay\nroll", "Pay\troll", "Pay\u202eroll"])
def test_a_title_with_hidden_marks_is_told_why(desk: Desk, title: str) -> None:
    with pytest.raises(Refused, match="hidden marks"):
        records.create(desk, a_new(title=title), "because")


@pytest.mark.parametrize("new", [
    {"title": " "}, {"title": "a" * 301}, {"title": "a\nb\x00"}, {"country": "XX"}, {"country": ""}, {"varies": "be-visitors"}, {"varies": "no-such"},
    {"decided": ((Field.ROLE, "owner"),)}, {"statements": (said(Field.RIGHT, "Access"),)}])
def test_what_cannot_be_is_refused_and_leaves_nothing(desk: Desk, new: dict[str, Any]) -> None:
    before = records.listed(desk)
    with pytest.raises(Refused):
        records.create(desk, a_new(**new), "because")
    assert records.listed(desk) == before


def test_a_reason_is_asked_and_an_auditor_writes_nothing(desk: Desk, desk_on: DeskOn) -> None:
    with pytest.raises(Refused):
        records.create(desk, a_new(), " ")
    with pytest.raises(NotAllowed):
        records.create(desk_on("2026-11-24", role="auditor"), a_new(), "because")


def test_no_such_processing_is_none_and_not_a_hole(desk: Desk) -> None:
    made = records.create(desk, a_new(title="No visitors are received", country="DE", categories=(Category.VISITOR,), absent=True), "The office has no door.")
    assert (made.listed.state, made.lacks) == (State.NONE, ())
    cell = records.matrix(desk).cell(Category.VISITOR, "DE")
    assert cell is not None
    assert cell.state is State.NONE
    assert records.matrix(desk).cell(Category.VISITOR, "FI") is None


def test_the_groups_activity_is_in_no_cell(desk: Desk) -> None:
    before = records.matrix(desk)
    made = records.create(desk, a_new(country=GROUP), "For all.")
    assert made.listed.country == GROUP
    assert records.matrix(desk) == before


@pytest.mark.parametrize("words", ["soren", "SØREN", "strasse", "straße", "soren strasse", "oeuvre", "œuvre", "lodz"])
def test_search_asks_for_no_accents_and_no_ligatures(desk: Desk, words: str) -> None:
    made = records.create(desk, a_new(title="Straße, Søren, œuvre"), "Found.")
    records.create(desk, a_new(title="Łódź"), "Found.")
    wanted = "be-lodz" if words == "lodz" else made.listed.id
    assert [each.id for each in records.listed(desk, search=words)] == [wanted]
