"""`cases` as a script speaks to it, and what `authorities` and `cases` say to people."""
from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from alektum_desk.services.desk import Desk
from tests.cli.run import Line
from tests.conftest import PASSWORD
from tests.services.test_complaints import a_file


@pytest.fixture
def line(desk_on: Callable[..., Desk], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    desk = desk_on("2026-11-24")
    desk.close()
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return Line(desk.home, PASSWORD, capsys, monkeypatch)


def test_a_case_from_its_letter_to_its_certificate(line: Line, tmp_path: Path) -> None:
    (tmp_path / "case.json").write_text(json.dumps(a_file(letter="report")))
    line("complaints", "letter", "--case", str(tmp_path / "case.json"), "--to", str(tmp_path / "a.pdf"))
    key = line("complaints", "list").answer[0]["id"]
    shown = line("cases", "show", key).answer
    assert (shown["events"], [each["step"] for each in shown["steps"]], shown["goes_on"]) == ([], ["acknowledgement"], None)
    assert [Path(each["file"]).name for each in shown["files"]] == ["a.pdf"]
    noted = line("cases", "note", key, "--kind", "acknowledged", "--on", "2026-11-23", "--words", "File 12").answer
    assert ([(each["kind"], each["on"], each["words"]) for each in noted["events"]], noted["steps"]) == ([("acknowledged", "2026-11-23", "File 12")], [])
    assert "File 12" in line("cases", "show", key, as_json=False).out
    assert line("cases", "note", key, "--kind", "decided", "--on", "2999-01-01").code == 3
    assert line("cases", "hold", key, "--why", "A claim.").answer["held_because"] == "A claim."
    closed = line("cases", "close", key, "--outcome", "They agreed.", "--result", "upheld").answer
    assert (closed["state"], closed["result"]) == ("closed", "upheld")
    assert line("cases", "erase", "--id", key).code == 3
    assert line("cases", "release", key).answer["held_because"] is None
    assert line("cases", "due").answer == []
    gone = line("cases", "erase", "--id", key).answer
    assert gone["erased"] == [key]
    assert line("cases", "certificate", "--on", gone["on"], "--to", str(tmp_path / "proof.pdf")).code == 0
    assert (tmp_path / "proof.pdf").read_bytes().startswith(b"%PDF")


def test_what_authorities_say_to_people(line: Line) -> None:
    said = line("authorities", "list", as_json=False).out
    assert "Belgium\n  be-apd-gba " in said
    assert "gg-odpa" in said
    assert "[cannot be printed]" in said
    assert "{" not in said
    shown = line("authorities", "show", "be-apd-gba", as_json=False).out
    assert "Dutch: Drukpersstraat 35, 1000 Brussel" in shown
    assert "completed and signed" in shown
    why = line("authorities", "show", "gg-odpa", as_json=False).out
    assert "nothing can be printed" in why
    assert "unverified" in why
    changed = line("authorities", "correct", "dk-datatilsynet", "--line", "Nyvej 1", "--line", "2500 Valby", "--why", "Its site", as_json=False).out
    assert "  + Nyvej 1" in changed
    assert "Its site" in line("authorities", "versions", "dk-datatilsynet", as_json=False).out
    assert "dk-datatilsynet" in line("authorities", "verify", "dk-datatilsynet", as_json=False).out
    assert "  - Nyvej 1" in line("authorities", "rollback", "dk-datatilsynet", "--to", "0", "--why", "Wrong", as_json=False).out
