"""What is waited for after a letter went out."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alektum_desk.domain.authorities import Regime
from alektum_desk.domain.complaints import Letter
from alektum_desk.domain.follow_up import Ahead, Step, ahead, state
from alektum_desk.services import cases, complaints, follow_up
from alektum_desk.services.desk import Desk
from alektum_desk.store import complaints as store
from tests.services.test_projections import a_case

DeskOn = Callable[..., Desk]


def steps_of(desk: Desk) -> list[tuple[str, str, str]]:
    return [(each.step.value, each.due.isoformat(), each.law) for each in follow_up.steps(desk)]


@pytest.mark.parametrize(("country", "written_on", "due"), [
    ("DK", "2026-11-22", "2027-02-22"), ("DK", "2026-11-30", "2027-03-01"), ("DK", "2026-11-21", "2027-02-22"),
    ("DK", "2026-12-25", "2027-03-30"),     # 25 March 2027 is Maundy Thursday there; Friday to Monday are free, too
    ("NL", "2026-12-27", "2027-03-30"), ("BE", "2026-08-01", "2026-11-02")])
def test_three_months_of_article_78(desk_on: DeskOn, country: str, written_on: str, due: str) -> None:
    desk = desk_on("2027-01-04")
    facts = [{"on": "2026-07-01", "text": "Asked."}]
    complaints.keep(desk, a_case(country, written_on=written_on, facts=facts, prior_contact=[]))
    assert ("progress_or_outcome", due, "Art. 78(2) GDPR") in steps_of(desk)


def test_six_weeks_to_pass_it_on_from_the_day_the_regulation_applies(desk_on: DeskOn) -> None:
    desk = desk_on("2027-05-10")
    route = {"residence": {"country": "FI"}, "controller": {"establishment": {"country": "SE"}, "eu_main_establishment": {"country": "SE"}},
             "controller_contacted": True}
    complaints.keep(desk, a_case(route=route, written_on="2027-04-01"))
    assert not [each for each in steps_of(desk) if each[0] == "transfer"]
    complaints.keep(desk, a_case(route=route, written_on="2027-04-02"))
    assert [each for each in steps_of(desk) if each[0] == "transfer"] == [("transfer", "2027-05-14", "Regulation (EU) 2025/2518")]


def test_what_is_closed_is_not_waited_for(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-24")
    kept = complaints.keep(desk, a_case(letter="report"))
    (only,) = follow_up.steps(desk)
    assert (only.reference, only.step, only.law) == ("ALK-be-ghentA-2026-0001", Step.ACKNOWLEDGEMENT, "office")
    complaints.close(desk, kept.id, "Answered.")
    assert follow_up.steps(desk) == ()


def test_a_letter_of_no_possible_day_is_not_waited_for(desk_on: DeskOn) -> None:
    """Older programs took such days; the follow-up of all the others goes on."""
    desk = desk_on("2026-11-24")
    odd, plain = complaints.keep(desk, a_case(letter="report")), complaints.keep(desk, a_case("NO", letter="report"))
    with desk.store.act("cases", "complaint.note") as session:
        complaints.there(store.by_id(session, odd.id)).written_on = date(9999, 12, 1)
    assert {each.letter for each in follow_up.steps(desk)} == {plain.id}
    assert cases.shown(desk, odd.id).steps == ()


@pytest.mark.parametrize(("regime", "law"), [
    (Regime.GDPR, "Art. 78(2) GDPR"), (Regime.EU_INSTITUTIONS, "Art. 63(3) Regulation (EU) 2018/1725"), (Regime.UK, "Section 166 Data Protection Act 2018"),
    (Regime.SWITZERLAND, None), (Regime.FAROES, None)])
def test_only_a_law_that_says_so_gives_three_months(regime: Regime, law: str | None) -> None:
    found = ahead(Letter.ASSIST, regime, date(2026, 11, 2), cross_border=False, holidays=frozenset())
    assert [each[2] for each in found if each[0] is Step.PROGRESS] == ([law] if law else [])


@pytest.mark.parametrize(("today", "expected"), [
    (date(2026, 11, 1), Ahead.WAITING), (date(2026, 11, 26), Ahead.SOON), (date(2026, 12, 10), Ahead.SOON), (date(2026, 12, 11), Ahead.OVERDUE)])
def test_how_near_it_is(today: date, expected: Ahead) -> None:
    assert state(date(2026, 12, 10), today) is expected


def test_the_calendar_names_nobody(desk_on: DeskOn, tmp_path: Path) -> None:
    desk = desk_on("2026-11-24")
    complaints.keep(desk, a_case())
    follow_up.write_calendar(desk, tmp_path / "a.ics")
    data = (tmp_path / "a.ics").read_bytes()
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    text = data.decode().replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20270222" in text
    case: dict[str, Any] = a_case()
    assert case["complainant"]["name"].split()[0] not in text
