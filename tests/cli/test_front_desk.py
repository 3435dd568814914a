"""The front desk's other commands, as a script calls them."""
from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from alektum_desk.services.desk import Desk
from tests.cli.run import Line
from tests.conftest import PASSWORD


@pytest.fixture
def line(desk_on: Callable[..., Desk], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    desk = desk_on(datetime.now(UTC))
    desk.close()
    return Line(desk.home, PASSWORD, capsys, monkeypatch)


@pytest.fixture
def ask(line: Line) -> Callable[..., Any]:
    """Every answer is checked against its schema by `Line`."""
    def run(*words: str, code: int = 0) -> Any:
        done = line("visitors", *words)
        assert done.code == code, done.err
        return done.error["message"] if code else done.answer
    return run


def test_a_group_and_a_delivery(ask: Callable[..., Any]) -> None:
    came = ask("sign-in-group", "--name", "Ada Lovelace", "--name", "Soo Ng", "--employer", "Elevator NV", "--host", "Anna V.")
    brought = ask("delivery", "--firm", "PostNL", "--for", "Mail room")
    assert (brought["name"], brought["employer"], brought["host"], brought["delivery"], brought["badge"]) == ("", "PostNL", "Mail room", True, None)
    listed = ask("list")
    assert [each["badge"] for each in listed if not each["delivery"]] == [2, 1]
    assert {each["id"] for each in listed} == {brought["id"], *(each["id"] for each in came)}
    assert "firm" in ask("delivery", "--firm", " ", code=3)


def test_a_correction_changes_what_is_named(ask: Callable[..., Any]) -> None:
    visit = ask("sign-in", "--name", "Ada Lovelac", "--employer", "Elevator NV", "--plate", "1-ABC-123")
    right = ask("correct", visit["id"], "--name", "Ada Lovelace", "--plate", "")
    assert (right["name"], right["employer"], right["plate"], right["last_day"]) == ("Ada Lovelace", "Elevator NV", None, visit["last_day"])


def test_who_is_announced_arrives_once(ask: Callable[..., Any]) -> None:
    at = (datetime.now(UTC) + timedelta(seconds=5)).isoformat(timespec="seconds")
    made = ask("announce", "--name", "Kari Nordmann", "--at", at, "--host", "Anna V.")
    assert ask("expected") == [made]
    came = ask("arrive", "--token", made["token"])
    assert ask("expected") == []
    assert [each["id"] for each in ask("list")] == [came["id"]]
    assert "under this token" in ask("arrive", "--token", made["token"], code=3)


def test_the_roll_call_with_its_list(ask: Callable[..., Any], tmp_path: Path) -> None:
    ask("sign-in-group", "--name", "Soo Ng", "--name", "Ada Lovelace")
    file = tmp_path / "list.pdf"
    called = ask("roll-call", "--drill", "--to", str(file))
    assert [each["name"] for each in called["people"]] == ["Ada Lovelace", "Soo Ng"]
    assert called["drill"]
    assert file.read_bytes().startswith(b"%PDF")


def test_people_read_the_clock_of_the_site(line: Line, ask: Callable[..., Any]) -> None:
    from zoneinfo import ZoneInfo
    visit = ask("sign-in", "--name", "Ada Lovelace")
    here = datetime.fromisoformat(visit["arrived_at"]).astimezone(ZoneInfo("Europe/Brussels")).strftime("%Y-%m-%d %H:%M")
    for words in (("list",), ("roll-call",)):
        said = line("visitors", *words, as_json=False).out
        assert here in said
        assert "Z" not in said.replace("Ada Lovelace", "")
    assert "Nobody is expected" in line("visitors", "expected", as_json=False).out


def test_the_card_stops_at_its_number(ask: Callable[..., Any]) -> None:
    assert ask("card") == {"site": "be-ghent", "closes_at": "18:00", "capacity": None}
    assert ask("card", "--capacity", "1", "--closes-at", "19:30") == {"site": "be-ghent", "closes_at": "19:30", "capacity": 1}
    ask("sign-in", "--name", "One")
    assert "takes 1 people" in ask("sign-in", "--name", "Two", code=3)
    ask("sign-in", "--name", "Two", "--over")
    assert ask("card", "--capacity", "0", "--closes-at", "never") == {"site": "be-ghent", "closes_at": None, "capacity": None}
    assert "no time of day" in ask("card", "--closes-at", "soon", code=3)
    assert "number of people" in ask("card", "--capacity", "-3", code=3)


def test_hosts_are_kept_and_found(ask: Callable[..., Any], line: Line, tmp_path: Path) -> None:
    anna = ask("add-host", "--first-name", "Anna", "--last-name", "Verhulst", "--phone", "12")
    file = tmp_path / "hosts.csv"
    file.write_text("first_name,last_name\nTom,Deckers\n,Nobody\n")
    assert ask("import-hosts", str(file)) == {"rows_read": 2, "imported": 1, "reported": [{"row": 3, "why": "A host needs a first name."}]}
    assert ask("hosts", "--prefix", "ver") == [anna]
    assert ask("hosts", "--prefix", "ve") == []
    assert [each["first_name"] for each in ask("hosts")] == ["Tom", "Anna"]
    assert "Anna Verhulst  12" in line("visitors", "hosts", as_json=False).out
    assert ask("remove-host", anna["id"]) == {"id": anna["id"]}
    assert "no such host" in ask("remove-host", anna["id"], code=3)


def test_a_request_is_written_down_answered_and_gone(ask: Callable[..., Any], tmp_path: Path) -> None:
    visit = ask("sign-in", "--name", "Ada Lovelace")
    asked = ask("request", "--asks-for", "erasure", "--person", "Ada Lovelace, ada@example.org", "--visit", visit["id"])
    assert ask("requests") == [asked]
    ask("pack", visit["id"], "--to", str(tmp_path / "pack.txt"))
    assert "Ada Lovelace" in (tmp_path / "pack.txt").read_text(encoding="utf-8")
    ask("erase", visit["id"])
    assert ask("list") == []
    ask("answered", asked["id"])
    assert ask("requests") == []


def test_a_badge_as_a_file(ask: Callable[..., Any], tmp_path: Path) -> None:
    visit = ask("sign-in", "--name", "Ada Lovelace")
    file = tmp_path / "badge.pdf"
    assert ask("badge", visit["id"], "--label", "a6", "--to", str(file))["file"] == str(file)
    assert file.read_bytes().startswith(b"%PDF")
    ask("badge", visit["id"], code=2)


def test_statistics(ask: Callable[..., Any], line: Line) -> None:
    assert ask("statistics") == []
    ask("sign-in", "--name", "Ada Lovelace")
    assert [(each["visits"], each["deliveries"]) for each in ask("statistics")] == [(None, 0)]
    assert "under 5" in line("visitors", "statistics", as_json=False).out
