"""`complaints eml|form|batch|follow-up`, `documents verify` and `authorities verify|correct|update` as a script speaks to them."""
from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from alektum_desk.services.desk import Desk
from tests.cli.run import Line
from tests.conftest import PASSWORD
from tests.services.test_authority_records import a_delivery, fingerprint
from tests.services.test_batches import a_row, a_table
from tests.services.test_projections import a_case

DeskOn = Callable[..., Desk]


@pytest.fixture
def line(desk_on: DeskOn, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    desk = desk_on("2026-11-24")
    desk.close()
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return Line(desk.home, PASSWORD, capsys, monkeypatch)


@pytest.fixture
def case(tmp_path: Path) -> str:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(a_case()))
    return str(path)


def test_draft_and_form(line: Line, case: str, tmp_path: Path) -> None:
    drafted = line("complaints", "eml", "--case", case, "--to", str(tmp_path / "a.eml"))
    assert (drafted.code, drafted.answer["authority"], drafted.answer["reference"]) == (0, "dk-datatilsynet", None)
    assert (tmp_path / "a.eml").read_bytes().startswith(b"X-Unsent: 1\r\n")
    form = line("complaints", "form", "--case", case, "--to", str(tmp_path / "a.json"))
    assert json.loads((tmp_path / "a.json").read_text())["facts"] == form.answer["facts"]
    assert next(each["field"] for each in form.answer["fields"]) == "complainant_name"
    (tmp_path / "fr.json").write_text(json.dumps(a_case("FR")))
    refused = line("complaints", "eml", "--case", str(tmp_path / "fr.json"), "--to", str(tmp_path / "b.eml"))
    assert (refused.code, refused.out) == (3, "")
    assert "e-mail" in refused.error["message"]


def test_a_letter_is_verified_without_a_home(line: Line, case: str, tmp_path: Path) -> None:
    to = tmp_path / "a.pdf"
    line("complaints", "letter", "--case", case, "--to", str(to))
    line.home = tmp_path / "nothing"
    assert (line("documents", "verify", str(to)).code, line("documents", "verify", str(to)).answer) == (0, {"ok": True, "problems": []})
    data = bytearray(to.read_bytes())
    data[len(data) // 2] ^= 0x20
    to.write_bytes(data)
    done = line("documents", "verify", str(to))
    assert (done.code, done.answer["ok"], bool(done.answer["problems"])) == (7, False, True)
    assert line("documents", "verify", case).code == 3
    assert line("documents", "verify", str(tmp_path / "no.pdf")).code == 8


def test_batch_and_follow_up(line: Line, tmp_path: Path) -> None:
    table = a_table(tmp_path, [a_row(), a_row("SE", facts="no day")])
    words = ("complaints", "batch", "--csv", str(table), "--to", str(tmp_path / "out"))
    first, again = line(*words).answer, line(*words).answer
    assert (first["rows_read"], len(first["written"]), [each["row"] for each in first["reported"]]) == (2, 1, [3])
    assert (again["written"], again["reported"]) == ([], first["reported"])
    done = line("complaints", "follow-up", "--ics", str(tmp_path / "a.ics"))
    assert [each["reference"] for each in done.answer] == ["ALK-be-ghentA-2026-0001"]
    assert set(done.answer[0]) == {"reference", "step", "due", "law", "state"}
    assert (tmp_path / "a.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_authorities_are_kept_right(line: Line, tmp_path: Path) -> None:
    doubtful = next(each["id"] for each in line("authorities", "list").answer if each["needs_check"] and each["printable"])
    checked = line("authorities", "verify", doubtful)
    assert (checked.code, checked.answer["needs_check"]) == (0, False)
    assert line("authorities", "verify", doubtful, "--on", "2026-13-01").code == 2
    corrected = line("authorities", "correct", "dk-datatilsynet", "--line", "Ny Vej 7", "--line", "1000 København K", "--why", "Their site.")
    assert "address" in [each["field"] for each in corrected.answer]
    assert line("authorities", "show", "dk-datatilsynet").answer["address"]["lines"] == ["Ny Vej 7", "1000 København K"]
    assert line("authorities", "rollback", "dk-datatilsynet", "--to", "0", "--why", "A mistake.").code == 0
    assert [each["source"] for each in line("authorities", "versions", "dk-datatilsynet").answer] == ["own", "rollback"]
    assert line("authorities", "correct", "dk-datatilsynet", "--why", "x").code == 2
    file = tmp_path / "update.json"
    file.write_bytes(a_delivery([{"id": "se-imy", "phone": "+46 1"}]))
    tried = line("authorities", "update", str(file), "--key", fingerprint(), "--dry-run").answer
    assert (tried["applied"], tried["changes"]) == (False, [{"authority": "se-imy", "field": "phone", "old": tried["changes"][0]["old"], "new": "+46 1"}])
    assert line("authorities", "update", str(file), "--key", fingerprint()).answer["applied"]
    assert line("authorities", "update", str(file), "--key", "00").code == 3
