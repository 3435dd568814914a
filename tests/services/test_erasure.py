"""Cases whose retention is over: the document goes in every byte, its number and its dates stay."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from alektum_desk.domain.cases import Result
from alektum_desk.domain.errors import Refused
from alektum_desk.services import complaints, drafts, erasure, inspection
from alektum_desk.services.desk import Desk
from alektum_desk.store import complaints as store
from tests.conftest import Clock

NAME = "Quirinus Zapfenstreich"


def test_a_closed_case_leaves_three_years_later_and_its_number_is_never_given_again(desk_on: Callable[..., Desk],
                                                                                    clock_of: Callable[[Desk], Clock]) -> None:
    desk = desk_on("2026-11-22")
    with desk.store.act("cases", "test.issue") as session:
        row = store.add(session, store.Complaint(
            number="ALK-be-ghentA-2026-0001", office="be-ghent", year=2026, sequence=1, letter="report", kind="report", country="BE",
            authority="be-apd", state="issued", fingerprint="f", document={"complainant": {"name": NAME}}, written_on=date(2026, 11, 22),
            kept_at=desk.now()))
        key = row.id
    complaints.close(desk, key, f"{NAME} agreed with the controller.", Result.SETTLED)
    assert inspection.grep(desk, "cases", [NAME])
    clock_of(desk).move(timedelta(days=3 * 365))
    assert erasure.due_cases(desk) == ()
    with pytest.raises(Refused):
        erasure.erase_cases(desk, [key])
    clock_of(desk).move(timedelta(days=1))
    assert [each.id for each in erasure.due_cases(desk)] == [key]
    assert erasure.erase_cases(desk, [key]) == 1
    assert inspection.grep(desk, "cases", [NAME]) == ()
    assert (erasure.due_cases(desk), complaints.listed(desk)) == ((), ())
    [left] = erasure.remains(desk)
    assert (left.number, left.kind, left.country, left.authority, left.result, left.outcome) == (
        "ALK-be-ghentA-2026-0001", "report", "BE", "be-apd", "settled", None)
    with desk.store.read("cases") as session:
        assert store.next_in_line(session, "be-ghent", 2026) == 2
    assert desk.store.compartment("cases").verify().problems == ()


def test_a_dropped_draft_leaves_no_byte_after_the_next_opening(desk_on: Callable[..., Desk]) -> None:
    from alektum_desk.services.desk import tidy
    desk = desk_on("2026-11-22")
    drafts.keep(desk, "register.edit", {"name": NAME})
    assert inspection.grep(desk, "register", [NAME])
    drafts.drop(desk, "register.edit")
    tidy(desk)
    assert inspection.grep(desk, "register", [NAME]) == ()
