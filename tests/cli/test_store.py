"""`store check` and `journal verify` as the contract has them."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from alektum_desk.domain.accounts import COMPARTMENTS
from alektum_desk.services.desk import Desk
from alektum_desk.store.compartment import connect
from tests.cli.run import Line
from tests.conftest import PASSWORD


@pytest.fixture
def desk(desk_on: Callable[..., Desk]) -> Desk:
    return desk_on("2026-11-22")


@pytest.fixture
def line(desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(desk.home, PASSWORD, capsys, monkeypatch)


def test_a_sound_store_has_no_problems(line: Line) -> None:
    done = line("store", "check")
    assert (done.code, done.answer) == (0, {"ok": True, "problems": []})
    assert line("store", "check", as_json=False).out == "The store is sound.\n"


def test_a_sound_journal_counts_its_entries(desk: Desk, line: Line) -> None:
    before = line("journal", "verify").answer
    with desk.store.act("cases", "test", summary={}):
        pass
    done = line("journal", "verify")
    assert (done.code, done.answer["ok"], done.answer["problems"], done.answer["pruned"]) == (0, True, [], 0)
    assert done.answer["entries"] == before["entries"] + 1
    assert done.answer["root"] != before["root"]
    assert [each["compartment"] for each in done.answer["logs"]] == list(COMPARTMENTS)


@pytest.mark.parametrize("name", COMPARTMENTS)
@pytest.mark.parametrize("damage", ["missing", "unreadable", "page"])
def test_each_damage_is_a_row_and_exit_7(desk: Desk, line: Line, name: str, damage: str) -> None:
    path = desk.store.compartment(name).path
    with desk.store.bare(name) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [page] = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'leaf'").fetchone()
    desk.close()
    whole = bytearray(path.read_bytes())
    match damage:
        case "missing":
            path.unlink()
        case "unreadable":
            whole[100] ^= 1
            path.write_bytes(whole)
        case "page":
            whole[page * 4096 - 2000] ^= 1       # which nobody reads at the start
            path.write_bytes(whole)
    done = line("store", "check")
    assert done.code == 7
    assert not done.answer["ok"]
    assert (name, damage) in {(each["compartment"], each["code"]) for each in done.answer["problems"]}
    assert {each["compartment"] for each in done.answer["problems"]} == {name}


def test_a_broken_reference_and_a_changed_entry_are_rows(desk: Desk, line: Line) -> None:
    path, key = desk.store.compartment("cases").path, desk.store.keys["cases"]
    desk.close()
    db = connect(path, key)
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("CREATE TABLE broken (id VARCHAR(32) NOT NULL PRIMARY KEY, up VARCHAR(32) REFERENCES broken (id))")
    db.execute("INSERT INTO broken VALUES ('a', 'nobody')")
    db.execute("UPDATE payload SET body = '{}' WHERE seq = 0")
    db.close()
    done = line("store", "check")
    assert done.code == 7
    assert [each["code"] for each in done.answer["problems"]] == ["reference", "payload"]
    done = line("journal", "verify")
    assert (done.code, done.answer["ok"]) == (7, False)
    assert done.answer["problems"] == [{"compartment": "cases", "code": "payload", "where": "entry 0"}]


def test_changed_small_files_are_rows(desk: Desk, line: Line) -> None:
    desk.close()
    ring, days = desk.home / "keyring.json", desk.home / "be-ghent.1.1.days"
    ring.write_text(ring.read_text().replace('"name": "recovery"', '"name": "recoverx"'))
    days.write_bytes(b"x")
    done = line("store", "check", "--account", "An Officer")
    assert [(each["compartment"], each["code"]) for each in done.answer["problems"]] == [("keyring", "changed"), ("visitors", "day_keys")]


def test_a_wrong_password_checks_nothing(line: Line) -> None:
    line.write_password("another password")
    for words in (("store", "check"), ("journal", "verify")):
        done = line(*words)
        assert (done.code, done.error["code"], done.out) == (4, "not_allowed", "")


def test_the_journal_is_shown_proved_signed_and_written_out(desk: Desk, line: Line, tmp_path: Path) -> None:
    from alektum_desk.store import verify
    with desk.store.act("register", "test", summary={"n": 1}):
        pass
    shown = line("journal", "show", "--compartment", "register", "--count", "1").answer
    assert [(each["kind"], each["account"], each["summary"]) for each in shown] == [("test", "An Officer", {"n": 1})]
    proof = line("journal", "proof", str(shown[0]["seq"])).answer
    signed = {each["compartment"]: each for each in line("journal", "checkpoint").answer}
    assert signed["register"]["root"] == proof["root"]
    assert signed["register"]["note"] == proof["checkpoint"]
    assert line("journal", "proof", "99").code == 3
    done = line("journal", "export", "--to", str(tmp_path / "out"))
    assert done.answer["logs"] == list(COMPARTMENTS)
    logs = {each["compartment"]: each for each in line("journal", "verify").answer["logs"]}
    for name in COMPARTMENTS:
        said = verify.verify(tmp_path / "out" / name)
        assert (said["ok"], said["entries"], said["root"]) == (True, logs[name]["entries"], logs[name]["root"])
    assert line("journal", "proof", "0", as_json=False).out.startswith("c2sp.org/tlog-proof@v1\nindex 0\n")
    assert "test" in line("journal", "show", as_json=False).out
