"""Every rule of the notices, and the day on which data end, against a calculation that shares nothing with ours."""
from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from alektum_desk.base import paths
from alektum_desk.domain.errors import Refused
from alektum_desk.domain.notices import Field
from alektum_desk.domain.retention import Deed, Trigger, as_values
from alektum_desk.domain.subjects import Category
from alektum_desk.services import records, retention
from alektum_desk.services.desk import Desk
from tests import verapdf

DeskOn = Callable[..., Desk]
FOLDER = paths.resources() / "register"


@pytest.fixture
def desk(desk_on: DeskOn) -> Desk:
    return desk_on("2026-11-24")


# -- the other calculation: from the files alone, by walking through the calendar

def stated() -> Iterator[tuple[str, str, set[str], dict[str, Any]]]:
    """Country, id, categories and rule, as the resource files say them."""
    activities = tomllib.loads((FOLDER / "activities.toml").read_text(encoding="utf-8"))["activity"]
    for path in sorted((FOLDER / "notices").glob("*.toml")):
        notice = tomllib.loads(path.read_text(encoding="utf-8"))
        for number, rule in enumerate(notice["facts"].get("retention", ()), start=1):
            parts = {f"{notice['id']}.{part}" for part in rule.get("parts", notice["parts"])}
            people = {category for each in activities if parts & set(each["reads"]) for category in each["categories"]}
            yield notice.get("country", ""), f"{notice['id']}.r{number}", people, rule


def walked(on: date, rule: dict[str, Any], trigger: str) -> date:
    """Day by day, month by month: no arithmetic of months."""
    if trigger in rule.get("at_once_on", ()) or "duration" not in rule:
        return on
    if rule["unit"] == "day":
        return on + timedelta(days=rule["duration"])
    day = on
    if trigger == "financial_year_end":
        while (day + timedelta(days=1)).year == on.year:
            day += timedelta(days=1)
    number, wanted = rule["duration"] * (12 if rule["unit"] == "year" else 1), day.day
    for _ in range(number):
        day = day.replace(day=28) + timedelta(days=4)               # some day of the next month
        day = day.replace(day=1)
    first = day.month if number else None
    while first and day.day < wanted and (day + timedelta(days=1)).month == first:
        day += timedelta(days=1)
    return day


def expected(country: str, category: str, trigger: str, on: date) -> tuple[str | None, str | None]:
    best: tuple[date, str] | None = None
    for where, identity, people, rule in stated():
        counts = (trigger in rule["triggers"] and ("duration" in rule or trigger != "not_stated")) or trigger in rule.get("at_once_on", ())
        if where == country and category in people and counts and rule["action"] not in {"keep_longer", "keep_at_least"}:
            end = walked(on, rule, trigger)
            if best is None or end < best[0]:
                best = end, identity
    return (best[0].isoformat(), best[1]) if best else (None, None)


def cases() -> list[tuple[str, str, str, date]]:
    dice = random.Random(4)
    every = [(country, category, trigger) for country, _, people, rule in stated() if country for category in sorted(people)
             for trigger in (*rule["triggers"], *rule.get("at_once_on", ()))]
    odd = [date(2024, 2, 29), date(2026, 1, 31), date(2026, 8, 31), date(2026, 12, 31), date(2027, 3, 30), date(2028, 2, 28)]
    return [(*dice.choice(every), dice.choice([*odd, date(2020, 1, 1) + timedelta(days=dice.randrange(4000))])) for _ in range(200)]


def test_two_hundred_days_agree_with_another_calculation(desk: Desk) -> None:
    found = {}
    for case in cases():
        country, category, trigger, on = case
        answer = retention.answer_json(retention.when(desk, country, Category(category), Trigger(trigger), on))
        found[case] = (answer["erase_on"], answer["rule"])
    wrong = {case: (here, expected(*case)) for case, here in found.items() if here[0] != expected(*case)[0]}
    assert wrong == {}
    assert sum(here[0] is not None for here in found.values()) > 120


def test_all_29_rules_have_their_lines(desk: Desk) -> None:
    rows = [retention.rule_json(each) for each in retention.rules(desk)]
    assert len(rows) == 29
    files = {tomllib.loads(path.read_text(encoding="utf-8"))["id"]: tomllib.loads(path.read_text(encoding="utf-8")) for path in (FOLDER / "notices").glob("*.toml")}
    for row in rows:
        notice, _, number = row["id"].partition(".r")
        said = files[notice]["facts"]["retention"][int(number) - 1]
        assert (row["line"], row["anchor"], row["file"], row["notice"]) == (said["line"], said["anchor"], files[notice]["file"], notice)
        assert (row["duration"], row["unit"], row["triggers"], row["action"]) == (said.get("duration"), said.get("unit"), said["triggers"], said["action"])
        assert row["at_once_on"] == said.get("at_once_on", [])
        assert row["ours"] == (notice != "office-fr")
    assert {row["id"] for row in rows if not row["activities"]} == {"office-fr.r1"}


def test_what_was_decided_and_what_stands_in_no_notice_can_be_listed_too(desk: Desk) -> None:
    rule = {"text": "Three years", "duration": 3, "unit": "year", "triggers": ["case_closed"], "action": "anonymise"}
    records.decide(desk, "be-recovery", Field.RETENTION, rule, "Both notices are replaced.")
    more = {each.known.id: each.known for each in retention.rules(desk, everything=True)}
    assert more["be-recovery.d1"].decided
    assert "own-visitors.r1" in more


@pytest.mark.parametrize(("country", "category", "trigger", "on", "end", "rule", "deed", "held_by"), [
    ("BE", "visitor", "visit", "2026-01-31", "2026-02-28", "be-fr.r1", Deed.ERASE, None),
    ("be", "debtor", "case_closed", "2024-02-29", "2027-02-28", "be-nl.r2", Deed.ERASE, "be-nl.r6"),
    ("BE", "debtor", "claim_recovered", "2026-11-24", "2036-11-24", "be-fr.r4", Deed.ERASE, "be-nl.r6"),
    ("BE", "client_contact", "financial_year_end", "2026-06-30", "2033-12-31", "be-nl.r7", Deed.ERASE, "be-nl.r6"),
    ("DK", "debtor", "financial_year_end", "2026-12-31", "2031-12-31", "dk.r5", Deed.ERASE, "dk.r8"),
    ("DK", "caller_survey", "call_ended", "2026-11-24", "2026-11-24", "dk.r7", Deed.ERASE, None),
    ("NO", "debtor", "case_closed", "2026-11-24", "2029-11-24", "no-debt.r2", Deed.ANONYMISE, "no-debt.r6"),
    ("NO", "client_contact", "relationship_started", "2026-11-24", "2031-11-24", "no-debt.r4", Deed.ERASE, "no-debt.r6"),
    ("NO", "newsletter_subscriber", "unsubscribed", "2026-11-24", "2026-11-24", "no-web.r2", Deed.ERASE, None),
    ("NO", "website_user", "data_obtained", "2026-11-24", None, "no-web.r1", Deed.ERASE, None),
    ("NL", "debtor", "case_closed", "2026-11-24", None, None, None, None),
])
def test_when(desk: Desk, country: str, category: str, trigger: str, on: str, end: str | None, rule: str | None, deed: Deed | None,
              held_by: str | None) -> None:
    answer = retention.answer_json(retention.when(desk, country, Category(category), Trigger(trigger), date.fromisoformat(on)))
    assert (answer["erase_on"], answer["rule"], answer["action"], answer["held_by"]) == (end, rule, deed, held_by)
    assert answer["reason"]
    assert "{" not in answer["reason"]
    assert (answer["line"] is None) == (rule is None)


def test_a_decision_beats_the_notices(desk: Desk) -> None:
    records.decide(desk, "be-recovery", Field.RETENTION, [{"text": "Two years", "duration": 2, "unit": "year", "triggers": ["case_closed"]}], "New notice.")
    answer = retention.answer_json(retention.when(desk, "BE", Category.DEBTOR, Trigger.CASE_CLOSED, date(2026, 11, 24)))
    assert (answer["erase_on"], answer["rule"], answer["notice"], answer["held_by"]) == ("2028-11-24", "be-recovery.d1", None, "be-nl.r6")


def test_a_rule_may_count_from_the_end_of_the_calendar_year(desk: Desk) -> None:
    records.decide(desk, "be-recovery", Field.RETENTION, [{"text": "Six years after the year", "duration": 6, "unit": "year", "triggers": ["calendar_year_end"]}], "As our sister has it.")
    answer = retention.answer_json(retention.when(desk, "BE", Category.DEBTOR, Trigger.CALENDAR_YEAR_END, date(2026, 3, 5)))
    assert (answer["erase_on"], answer["rule"]) == ("2032-12-31", "be-recovery.d1")
    assert answer["reason"].startswith("Counted from the end of the calendar year of 5 March 2026: 6 years, until 31 December 2032.")


def test_a_claim_holds(desk: Desk) -> None:
    answer = retention.answer_json(retention.when(desk, "BE", Category.DEBTOR, Trigger.CASE_CLOSED, date(2026, 11, 24), claim=True))
    assert (answer["erase_on"], answer["held_by"]) == (None, "be-nl.r6")
    assert "holds" in answer["reason"]


@pytest.mark.parametrize(("country", "on"), [("XX", date(2026, 1, 1)), ("", date(2026, 1, 1)), ("Belgium", date(2026, 1, 1)), ("BE", date(9999, 1, 1)), ("BE", date(1, 1, 1))])
def test_what_cannot_be_asked(desk: Desk, country: str, on: date) -> None:
    with pytest.raises(Refused):
        retention.when(desk, country, Category.DEBTOR, Trigger.CASE_CLOSED, on)


def test_the_schedule_is_a_document_that_archives_and_screen_readers_take(desk: Desk, tmp_path: Path) -> None:
    path = retention.export(desk, tmp_path / "retention.pdf")
    assert verapdf.broken(path.read_bytes(), "2a", "ua1") == {}
    assert retention.export(desk, tmp_path / "again.pdf").read_bytes() == path.read_bytes()
    with pytest.raises(Refused):
        retention.export(desk, tmp_path)


def test_every_rule_of_the_notices_is_the_same_again_when_it_is_decided(desk: Desk) -> None:
    rules = [each.known for each in retention.rules(desk)]
    records.decide(desk, "be-visitors", Field.RETENTION, [{"text": each.text} | as_values(each.rule) for each in rules], "All of them.")
    decided = [each.known for each in retention.rules(desk, everything=True) if each.known.decided]
    assert [(each.text, each.rule) for each in decided] == [(each.text, each.rule) for each in rules]
    assert any(each.rule.duration == 0 for each in rules)       # which is a period, and not none
