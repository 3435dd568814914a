"""Holds, certificates and played cases, as a script calls them."""
from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from alektum_desk.domain.visitors import Guest
from alektum_desk.services import accounts, visitors
from alektum_desk.services.desk import Desk
from tests.cli.run import Line
from tests.conftest import PASSWORD, Clock

DeskOn = Callable[..., Desk]


def test_a_hold_is_set_listed_and_released(desk_on: DeskOn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime
    desk = desk_on(datetime.now(UTC) - timedelta(days=1))
    accounts.add(desk, "Bo", "witness", PASSWORD)
    visit = visitors.sign_in(desk, Guest("A Guest"))
    desk.close()
    line = Line(desk.home, PASSWORD, capsys, monkeypatch)
    words = ("visitors", "hold", visit.id, "--case", "C-1", "--reason", "theft", "--account", "An Officer")
    second = ("--confirm-password-file", str(line.password_file))
    assert line(*words, "--confirmed-by", "An Officer", *second).code == 4
    assert line(*words, "--confirmed-by", "Bo").code == 2
    held = line(*words, "--confirmed-by", "Bo", *second).answer
    assert (held["id"], held["name"], held["case"], held["confirmed_by"]) == (visit.id, "A Guest", "C-1", "Bo")
    assert line("visitors", "list", "--account", "An Officer").answer == []
    assert line("visitors", "holds", "--account", "An Officer").answer == [held]
    assert line("visitors", "release", visit.id, "--account", "An Officer").answer == {"id": visit.id}
    assert line("visitors", "holds", "--account", "An Officer").answer == []
    assert line("visitors", "release", visit.id, "--account", "An Officer").code == 3


def test_a_certificate_in_the_contracts_shape_and_on_paper(desk_on: DeskOn, clock_of: Callable[[Desk], Clock], tmp_path: Path,
                                                           capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_on("2026-01-05")
    visit = visitors.sign_in(desk, Guest("A Guest"))
    clock_of(desk).move(visit.due_from + timedelta(seconds=30))
    visitors.tick(desk)
    desk.close()
    line = Line(desk.home, PASSWORD, capsys, monkeypatch)
    answer = line("visitors", "certificate", "--month", "2026-02", "--to", str(tmp_path / "paper.pdf")).answer
    assert answer["days"] == [{"day": "2026-02-05", "due": 1, "erased": 1, "lateness_max_s": 30, "lateness_p95_s": 30, "held": 0}]
    assert set(answer) == {"office", "month", "days", "places", "journal", "checkpoint", "key_fingerprint"}
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
    assert line("visitors", "certificate", "--month", "2026-2").code == 3


def test_cases_are_played_and_what_nobody_knows_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    case = {"id": "a", "kind": "visit", "site_tz": "Europe/Brussels", "arrived_at": "2026-11-22T10:30:00+01:00", "departed_at": None,
            "legal_hold": {"set_at": "2026-12-20T10:00:00Z", "released_at": "2027-01-05T10:00:00Z"}, "pc_tz": "Asia/Tokyo",
            "probes": [{"now_utc": "2026-12-19T09:29:59Z"}, {"now_utc": "2026-12-23T00:00:00+01:00", "on_startup": True},
                       {"now_utc": "2027-01-05T11:00:00Z", "source": "restored_backup", "backup_taken_utc": "2026-12-21T11:00:00Z"}]}
    file, line = tmp_path / "cases.json", Line(tmp_path / "home", PASSWORD, capsys, monkeypatch)
    file.write_text(json.dumps({"schema": "alektum-desk/expiry-cases/1", "cases": [case]}))
    assert line("visitors", "replay", str(file)).answer == [{"id": "a", "probes": [
        {"now_utc": "2026-12-19T09:29:59Z", "state": "present"}, {"now_utc": "2026-12-23T00:00:00+01:00", "state": "sealed"},
        {"now_utc": "2027-01-05T11:00:00Z", "state": "deleted"}]}]
    for change in ({"colour": 1}, {"probes": None}, {"probes": [{"now_utc": "noon"}]}, {"probes": [{"now_utc": "2026-12-19T09:29:59Z", "x": 1}]},
                   {"probes": [{"now_utc": "2026-12-19T09:29:59Z", "source": "moon"}]}, {"pc_tz": "Mars/Base"}, {"legal_hold": {"by": "me"}},
                   {"site_tz": None}, {"kind": "ghost"}, {"probes": [{"now_utc": "2026-12-19T09:29:59Z", "monotonic_elapsed_s": -1}]},
                   {"probes": [{"now_utc": "2026-12-19T09:29:59Z", "source": "restored_backup"}]}):
        file.write_text(json.dumps({"cases": [case | change]}))
        done = line("visitors", "replay", str(file))
        assert done.code == 3, change
    file.write_text("[1]")
    assert line("visitors", "replay", str(file)).code == 3
    file.write_text('{"schema": "x"}')
    assert line("visitors", "replay", str(file)).code == 3
