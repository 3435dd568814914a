"""`complaints eml|form|batch|follow-up`, `documents verify` and `authorities verify|correct|update` as a script speaks to them."""
from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from alektum_desk.services.desk import Desk
from tests.certificates import SECRET, a_p12
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
    assert (line("documents", "verify", str(to)).code, line("documents", "verify", str(to)).answer) == (
        0, {"ok": True, "problems": [], "signatures": []})
    assert line("documents", "verify", str(to), as_json=False).out.startswith("The letter is, byte for byte")
    data = bytearray(to.read_bytes())
    data[len(data) // 2] ^= 0x20
    to.write_bytes(data)
    done = line("documents", "verify", str(to))
    assert (done.code, done.answer["ok"], bool(done.answer["problems"])) == (7, False, True)
    assert line("documents", "verify", case).code == 3
    assert line("documents", "verify", str(tmp_path / "no.pdf")).code == 8


def test_a_letter_of_the_office_is_signed_and_a_persons_is_not(line: Line, case: str, tmp_path: Path) -> None:
    p12, word, ours, to = tmp_path / "seal.p12", tmp_path / "seal.password", tmp_path / "ours.json", tmp_path / "a.pdf"
    p12.write_bytes(a_p12())
    word.write_text(SECRET)
    word.chmod(0o600)
    ours.write_text(json.dumps(a_case(letter="report")))
    sign = ("--to", str(to), "--sign", str(p12))
    done = line("complaints", "letter", "--case", str(ours), *sign, "--sign-password-file", str(word))
    assert (done.code, done.answer["reference"]) == (0, "ALK-be-ghentA-2026-0001")
    seen = line("documents", "verify", str(to)).answer
    assert (seen["ok"], [(each["name"], each["intact"]) for each in seen["signatures"]]) == (True, [("An Officer", True)])
    assert "Signed by An Officer." in line("documents", "verify", str(to), as_json=False).out
    to.unlink()
    assert line("complaints", "letter", "--case", str(ours), *sign).code == 2
    assert "person signs" in line("complaints", "letter", "--case", case, *sign, "--sign-password-file", str(word)).error["message"]
    word.write_text("another")
    assert line("complaints", "letter", "--case", str(ours), *sign, "--sign-password-file", str(word)).code == 3
    assert not to.exists()
    assert len(line("complaints", "list").answer) == 1


def test_without_json_people_read_sentences(line: Line, case: str, tmp_path: Path) -> None:
    def said(*words: str) -> str:
        done = line("complaints", *words, as_json=False)
        assert (done.code, done.err) == (0, "")
        assert not done.out.lstrip().startswith(("{", "["))
        return done.out
    letter = said("letter", "--case", case, "--to", str(tmp_path / "a.pdf"))
    assert letter.startswith(f"The letter to Datatilsynet lies in {tmp_path / 'a.pdf'} (2 pages).")
    assert len(letter.splitlines()) == len(set(letter.splitlines()))
    assert said("eml", "--case", case, "--to", str(tmp_path / "a.eml")).startswith("The e-mail draft to Datatilsynet lies in ")
    assert said("form", "--case", case, "--to", str(tmp_path / "a.txt")).startswith("The fields for the form of Datatilsynet lie in ")
    table = a_table(tmp_path, [a_row(), a_row("SE", facts="no day")])
    assert said("batch", "--csv", str(table), "--to", str(tmp_path / "out")).splitlines()[0] == "1 letter was written."
    assert "Datatilsynet" in said("list")
    assert "ALK-be-ghentA-2026-0001" in said("follow-up")
    key = line("complaints", "list").answer[0]["id"]
    assert "Answered." in said("close", key, "--outcome", "Answered.")
    assert "Answered." in said("show", key)


def test_a_paragraph_and_a_route_need_no_home(line: Line, tmp_path: Path) -> None:
    line.home = tmp_path / "nothing"
    made = line("complaints", "paragraph", "--country", "BE", "--language", "fr").answer
    assert (made["authority"], made["language"]) == ("be-apd-gba", "fr")
    assert "article 77 du RGPD" in line("complaints", "paragraph", "--country", "BE", "--language", "fr", as_json=False).out
    assert line("complaints", "paragraph", "--country", "DE").code == 3
    asked = json.dumps([{"id": "a", "input": {"residence": {"country": "DK"}}}, {"id": "b", "input": {"lodged_on": "2026-11-22"}}])
    told = line("complaints", "route", stdin=asked, as_json=False).out
    assert told.startswith("a: Datatilsynet\n  - Art. 77(1) GDPR")
    assert "b: look on 2027-02-22" in told


def test_the_language_of_a_text_is_not_that_of_the_sentences(line: Line, tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text("Vi behandler dine personoplysninger.")
    found = line("notices", "check", str(notice), "--country", "DK", "--language", "da")
    assert found.code == 0
    assert found.answer["findings"][0]["message"].isascii()
    assert line("notices", "check", str(notice), "--country", "DK").code == 2


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
