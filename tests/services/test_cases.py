"""A case after its letter: what arrives moves its periods, a hold keeps it, and at the end nothing of the person is left."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from alektum_desk.domain.cases import EventKind, Result, goes_on
from alektum_desk.domain.errors import NotAllowed, Refused
from alektum_desk.services import accounts, cases, complaints, desk as desks, follow_up, inspection
from alektum_desk.services.desk import Desk
from tests.conftest import OFFICER, PASSWORD, Clock
from tests.services.test_complaints import a_file
from tests.services.test_projections import a_case

DeskOn = Callable[..., Desk]
NAME = "Quirinus Zapfenstreich"


@pytest.mark.parametrize(("closed", "gone"), [
    (date(2026, 11, 22), date(2029, 11, 22)), (date(2024, 2, 29), date(2027, 2, 28)), (date(2026, 12, 31), date(2029, 12, 31)),
    (date(2026, 11, 24), date(2029, 11, 24))])      # the last one is a Saturday: retention does not wait
def test_the_day_a_case_goes(closed: date, gone: date) -> None:
    assert goes_on(closed) == gone


def waiting(desk: Desk) -> list[tuple[str, str]]:
    return [(each.step.value, each.due.isoformat()) for each in follow_up.steps(desk)]


def test_what_arrives_is_not_waited_for(desk_on: DeskOn) -> None:
    desk = desk_on("2027-01-04")
    kept = complaints.keep(desk, a_case("DK", written_on="2026-11-22", facts=[{"on": "2026-07-01", "text": "Asked."}], prior_contact=[]))
    assert waiting(desk) == [("acknowledgement", "2026-12-21"), ("progress_or_outcome", "2027-02-22")]
    cases.note(desk, kept.id, EventKind.SENT, date(2026, 11, 30))
    assert waiting(desk) == [("acknowledgement", "2026-12-28"), ("progress_or_outcome", "2027-03-01")]
    cases.note(desk, kept.id, EventKind.ACKNOWLEDGED, date(2026, 12, 10), "File 2026-123")
    assert waiting(desk) == [("progress_or_outcome", "2027-03-01")]
    assert follow_up.due(desk) == ()
    cases.note(desk, kept.id, EventKind.DECIDED, date(2027, 1, 4))
    assert waiting(desk) == []
    case = cases.shown(desk, kept.id)
    assert [(each.kind, each.on, each.words, each.who) for each in case.events] == [
        (EventKind.SENT, date(2026, 11, 30), None, OFFICER), (EventKind.ACKNOWLEDGED, date(2026, 12, 10), "File 2026-123", OFFICER),
        (EventKind.DECIDED, date(2027, 1, 4), None, OFFICER)]
    for kind, on, words in ((EventKind.DECIDED, date(2027, 1, 5), None), (EventKind.NOTE, date(2027, 1, 4), " ")):
        with pytest.raises(Refused):
            cases.note(desk, kept.id, kind, on, words)


def test_home_is_reminded_of_what_is_near(desk_on: DeskOn) -> None:
    desk = desk_on("2026-12-10")
    complaints.keep(desk, a_case("DK", written_on="2026-11-22", prior_contact=[]))
    assert [each.step.value for each in follow_up.due(desk)] == ["acknowledgement"]


def test_a_hold_keeps_a_case_past_its_day(desk_on: DeskOn, clock_of: Callable[[Desk], Clock]) -> None:
    desk = desk_on("2026-11-24")
    kept = complaints.keep(desk, a_file())
    with pytest.raises(Refused, match="still open"):
        cases.erase(desk, kept.id)
    complaints.close(desk, kept.id, "Done.", Result.UPHELD)
    cases.hold(desk, kept.id, "A court asked for it.")
    clock_of(desk).move(timedelta(days=4 * 366))
    assert cases.due(desk) == ()
    with pytest.raises(Refused, match="on hold"):
        cases.erase(desk, kept.id)
    cases.release(desk, kept.id)
    assert [each.id for each in cases.due(desk)] == [kept.id]


def test_erased_on_request_with_a_certificate(desk_on: DeskOn, tmp_path: Path) -> None:
    desk = desk_on("2026-11-24")
    kept = complaints.keep(desk, a_file(complainant={"name": NAME, "address": ["Kerkstraat 12", "9000 Gent"]}))
    cases.note(desk, kept.id, EventKind.NOTE, date(2026, 11, 24), f"{NAME} called.")
    complaints.close(desk, kept.id, f"{NAME} agreed.", Result.SETTLED)
    with pytest.raises(Refused):
        cases.certificate(desk, desk.today())
    cases.erase(desk, kept.id)
    assert inspection.grep(desk, "cases", [NAME]) == ()
    (left,) = cases.remains(desk)
    assert (left.result, left.outcome, left.erased_on) == ("settled", None, date(2026, 11, 24))
    cases.write_certificate(desk, desk.today(), tmp_path / "gone.pdf")
    assert (tmp_path / "gone.pdf").read_bytes().startswith(b"%PDF")
    assert (desk.home / "proofs" / "erased" / "2026-11-24.json").is_file()
    assert desk.store.compartment("cases").verify().problems == ()


# -- against one's own group

@pytest.fixture
def two(desk_on: DeskOn, clock_of: Callable[[Desk], Clock]) -> tuple[Desk, Desk]:
    """An officer who opens the case, and a colleague who was not named for it."""
    desk = desk_on("2026-11-24")
    accounts.add(desk, "Mia", "dpo", PASSWORD)
    return desk, desks.open_desk(desk.home, "Mia", PASSWORD, clock_of(desk))


def test_a_complaint_against_the_own_group_stands_behind_a_wall(two: tuple[Desk, Desk], tmp_path: Path) -> None:
    desk, mia = two
    document = a_file(letter="own_group", complainant={"name": NAME, "address": ["Kerkstraat 12", "9000 Gent"]})
    complaints.write_letter(desk, document, tmp_path / "a.pdf")
    assert complaints.write_letter(desk, document, tmp_path / "b.pdf").reference is None
    (kept,) = complaints.listed(desk)
    cases.note(desk, kept.id, EventKind.ACKNOWLEDGED, date(2026, 11, 24), f"{NAME} was told.")
    cases.hold(desk, kept.id, f"{NAME} asks for it.")
    assert (kept.walled, kept.is_open, kept.country, kept.number) == (True, True, "BE", "ALK-be-ghentA-2026-0001")
    case = cases.shown(desk, kept.id)
    assert (case.kept.held_because, case.events[0].words) == (f"{NAME} asks for it.", f"{NAME} was told.")
    assert waiting(desk) == [("progress_or_outcome", "2027-02-22")]
    (seen,) = complaints.listed(mia)
    assert (seen.number, seen.walled, seen.is_open, seen.country, seen.authority, seen.held_because) == (
        "ALK-be-ghentA-2026-0001", True, False, None, None, None)
    assert waiting(mia) == []
    for act in (lambda: cases.shown(mia, kept.id), lambda: complaints.close(mia, kept.id, "Over."), lambda: cases.hold(mia, kept.id, "No."),
                lambda: cases.note(mia, kept.id, EventKind.DECIDED, date(2026, 11, 24)), lambda: cases.erase(mia, kept.id)):
        with pytest.raises(NotAllowed):
            act()
    assert inspection.grep(desk, "cases", [NAME]) == ()     # no page, no journal entry: sealed
    cases.release(desk, kept.id)
    complaints.close(desk, kept.id, f"{NAME} is content.", Result.SETTLED)
    assert inspection.grep(desk, "cases", [NAME]) == ()
    cases.erase(desk, kept.id)
    assert complaints.listed(desk) == ()
    mia.close()


def test_a_wall_needs_two(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-24")
    with pytest.raises(Refused, match="two readers"):
        complaints.keep(desk, a_file(letter="own_group"), readers=[desk.who.id])
    assert complaints.listed(desk) == ()
