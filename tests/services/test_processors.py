"""Processors and sub-processors: kept, changed, taken out, and what the law asks of each."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from alektum_desk.domain.errors import NotAllowed, Refused
from alektum_desk.domain.notices import Field
from alektum_desk.domain.processors import CONTRACTS, EEA, Contract, NewProcessor
from alektum_desk.services import lives, processors, records, undo
from alektum_desk.services.desk import Desk

DeskOn = Callable[..., Desk]


@pytest.fixture
def desk(desk_on: DeskOn) -> Desk:
    return desk_on("2026-11-24")


def a_processor(name: str = "Print & Post", **more: Any) -> NewProcessor:
    return NewProcessor(**({"name": name, "service": "Prints letters", "country": "BE", "contract": Contract.SIGNED} | more))


def test_a_processor_is_followed_by_its_sub_processors(desk: Desk) -> None:
    main = processors.keep(desk, a_processor("Zed"), "New.")
    below = processors.keep(desk, a_processor("Alpha", parent=main.id), "It told us.")
    processors.keep(desk, a_processor("Beta", parent=below.id), "It told us.")
    processors.keep(desk, a_processor("Courier"), "New.")
    assert [each.said.name for each in processors.listed(desk)] == ["Courier", "Zed", "Alpha", "Beta"]
    with pytest.raises(Refused):
        processors.keep(desk, a_processor("Zed", parent=below.id), "A circle.", main.id)
    processors.drop(desk, main.id, "Ended.")
    assert [each.said.name for each in processors.listed(desk)] == ["Alpha", "Beta", "Courier"]
    undo.undo(desk)
    assert [each.said.name for each in processors.listed(desk)] == ["Courier", "Zed", "Alpha", "Beta"]


@pytest.mark.parametrize(("more", "wanted"), [
    ({}, 0), ({"contract": Contract.MISSING}, 1), ({"contract": Contract.NEGOTIATED}, 1), ({"contract": Contract.ENDED}, 1),
    ({"ends_on": date(2026, 11, 23)}, 1), ({"ends_on": date(2026, 11, 24)}, 0), ({"country": None}, 1), ({"country": "US"}, 1),
    ({"country": "US", "mechanism": "46(2)(c)"}, 0), ({"country": "US", "mechanism": "eea"}, 1), ({"country": "NO"}, 0), ({"country": "GB", "mechanism": "45"}, 0),
])
def test_what_is_lacking(desk: Desk, more: dict[str, Any], wanted: int) -> None:
    assert len(processors.keep(desk, a_processor(**more), "New.").wants) == wanted


@pytest.mark.parametrize("more", [
    {"name": " "}, {"name": "a" * 201}, {"service": ""}, {"country": "XX"}, {"country": "Belgium"}, {"mechanism": "46(9)"}, {"parent": "no-such"},
    {"activities": ("no-such",)}, {"signed_on": date(2026, 1, 2), "ends_on": date(2026, 1, 1)},
])
def test_what_cannot_be_is_refused(desk: Desk, more: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        processors.keep(desk, a_processor(**more), "New.")
    assert processors.listed(desk) == ()


def test_it_changes_with_a_reason_and_belongs_to_activities(desk: Desk) -> None:
    one = processors.keep(desk, a_processor(activities=("be-recovery",)), "New.")
    again = processors.keep(desk, a_processor(activities=("be-recovery", "be-contacts"), country="de"), "More work.", one.id)
    assert processors.listed(desk) == (again,)
    assert again.said.country == "DE"
    assert processors.as_json(again)["activities"] == ["be-recovery", "be-contacts"]
    with pytest.raises(Refused):
        processors.keep(desk, a_processor(), " ", one.id)
    with pytest.raises(Refused):
        processors.keep(desk, a_processor(), "because", "no-such")


def test_whom_records_name_stands_there_until_a_contract_is_kept(desk: Desk) -> None:
    found = processors.known(desk)
    assert [(each.id, each.said.name, each.said.service, each.named) for each in found] == [
        ("named:evry", "Evry", "address updates against the population register", True), ("named:experian", "Experian", "tax-assessment and credit data", True)]
    assert found[0].said.activities == ("no-recovery",)
    records.decide(desk, "be-visitors", Field.PROCESSOR, ["Securitas NV", "Print & Post: letters"], "Asked.")
    processors.keep(desk, a_processor("Print"), "New.")
    processors.keep(desk, a_processor("Evry AS"), "New.")
    assert [(each.said.name, each.named) for each in processors.known(desk)] == [
        ("Evry AS", False), ("Print", False), ("Experian", True), ("Print & Post", True), ("Securitas NV", True)]
    records.decide(desk, "be-recovery", Field.PROCESSOR, ["SECURITAS", "Experian S.A."], "Asked.")
    assert {each.said.name: each.said.activities for each in processors.known(desk) if each.named} == {
        "Experian S.A.": ("be-recovery", "no-recovery"), "Print & Post": ("be-visitors",), "SECURITAS": ("be-recovery", "be-visitors")}
    lives.retire(desk, "be-recovery", "Ended.")
    assert processors.known(desk)[-1].said.activities == ("be-visitors",)


def test_an_auditor_only_reads(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-24", role="auditor")
    assert processors.listed(desk) == ()
    with pytest.raises(NotAllowed):
        processors.keep(desk, a_processor(), "New.")


def test_the_area_without_transfers_has_thirty_states() -> None:
    assert len(EEA) == 30
    assert set(CONTRACTS) == set(Contract)
