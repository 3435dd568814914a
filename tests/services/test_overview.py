"""Home's facts: questions go when they are answered, counts follow what happens."""
from __future__ import annotations

from collections.abc import Callable

from alektum_desk.domain.cases import EventKind
from alektum_desk.domain.follow_up import Step
from alektum_desk.domain.notices import Field
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import cases, complaints, overview, records, visitors
from alektum_desk.services.desk import Desk
from tests.services.test_projections import a_case


def test_a_decided_question_is_not_asked_again(desk_on: Callable[..., Desk]) -> None:
    desk = desk_on("2026-11-24")
    before = overview.overview(desk).questions
    asked = next(each for each in before if each.activity == "be-visitors" and "statute" in each.question)
    records.decide(desk, "be-visitors", Field.LEGAL_BASIS, [{"text": "Legitimate interests", "code": "6(1)(f)"}], "no statute obliges us")
    after = overview.overview(desk).questions
    assert asked not in after
    assert len(after) < len(before)


def test_a_decision_ends_a_difference(desk_on: Callable[..., Desk]) -> None:
    desk = desk_on("2026-11-24")
    before = {row.id: row.contradictions for row in overview.overview(desk).differing}
    differing = records.shown(desk, "be-contacts")
    field = next(each.field for each in differing.fields if each.contradictions)
    records.decide(desk, "be-contacts", field, [{"text": "As the officer laid it down"}], "asked both countries")
    after = {row.id: row.contradictions for row in overview.overview(desk).differing}
    assert after.get("be-contacts", 0) < before["be-contacts"]


def test_visits_on_site_and_the_day_they_leave(desk_on: Callable[..., Desk]) -> None:
    desk = desk_on("2026-11-24T12:00")
    visit = visitors.sign_in(desk, Guest("Kari Nordmann"))
    seen = overview.overview(desk)
    assert (seen.on_site, seen.next_at) == (1, visit.due_from)
    assert sum(day.visits for day in seen.leaving) == 0          # a month ahead, not two weeks
    assert "A visitor arrived" in {act.sentence for act in seen.recent}
    visitors.sign_out(desk, id=visit.id)
    assert overview.overview(desk).on_site == 0


def test_an_auditor_sees_no_count_of_visitors(desk_on: Callable[..., Desk]) -> None:
    seen = overview.overview(desk_on("2026-11-24", role="auditor"))
    assert (seen.on_site, seen.next_at) == (None, None)
    assert seen.questions


def test_notices_that_nobody_read_in_are_counted(desk_on: Callable[..., Desk]) -> None:
    assert overview.overview(desk_on("2026-11-24")).unread == 5


def test_home_reminds_of_what_authorities_owe(desk_on: Callable[..., Desk]) -> None:
    desk = desk_on("2026-12-15")
    kept = complaints.keep(desk, a_case("DK", written_on="2026-11-22"))
    assert [(each.letter, each.step) for each in overview.overview(desk).due] == [(kept.id, Step.ACKNOWLEDGEMENT)]
    cases.note(desk, kept.id, EventKind.ACKNOWLEDGED, desk.today())
    found = overview.overview(desk)
    assert (found.due, found.going) == ((), 0)
    assert "Something was noted in a case" in [each.sentence for each in found.recent]
