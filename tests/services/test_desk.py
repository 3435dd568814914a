"""Laying and opening a data home, and everything that can be wrong with one."""
from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from alektum_desk.domain.accounts import COMPARTMENTS
from alektum_desk.domain.errors import Busy, ClockUnsure, Damaged, DeskError, DiskTrouble, NotAllowed, Refused, Unusable
from alektum_desk.services import accounts, desk as desks, setup
from alektum_desk.services.desk import Desk
from alektum_desk.store import compartment
from alektum_desk.store.compartment import connect
from tests.conftest import PASSWORD, Clock

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)


@pytest.fixture
def home(desk_on: Callable[..., Desk]) -> Path:
    desk = desk_on(NOON)
    desk.close()
    return desk.home


def opened(home: Path, account: str | None = None, password: str = PASSWORD, at: datetime = NOON) -> Desk:
    return desks.open_desk(home, account, password, Clock(at))


def refusal(kind: type[DeskError], home: Path, account: str | None = None, password: str = PASSWORD) -> DeskError:
    with pytest.raises(kind) as caught:
        opened(home, account, password)
    return caught.value


# -- set-up

@pytest.mark.parametrize("role", ["dpo", "front-desk", "auditor", "witness"])
def test_the_first_account_has_its_role_and_the_code_opens_all(tmp_path: Path, role: str) -> None:
    code = setup.set_up(tmp_path / "home", "be-ghent", "An", role, PASSWORD, Clock(NOON))
    desk = opened(tmp_path / "home")
    assert (desk.who.name, desk.who.role, desk.office.id, desk.today()) == ("An", role, "be-ghent", date(2026, 11, 22))
    desk.close()
    desk = opened(tmp_path / "home", "recovery", "-".join(code[at:at + 4].lower() for at in range(0, 32, 4)))
    assert all(desk.store.may(name) for name in COMPARTMENTS)
    assert [each.name for each in desks.people(desk.home)] == ["An"]
    desk.close()
    assert not any(code.encode() in path.read_bytes() for path in (tmp_path / "home").rglob("*") if path.is_file())


def test_zone_and_languages_can_be_chosen(tmp_path: Path) -> None:
    setup.set_up(tmp_path / "home", "be-ghent", "An", "dpo", PASSWORD, Clock(NOON), languages=("fr", "nl"), zone="Europe/Lisbon")
    desk = opened(tmp_path / "home")
    assert (desk.office.zone, desk.office.languages, desk.zone.key) == ("Europe/Lisbon", ("fr", "nl"), "Europe/Lisbon")
    desk.close()


def test_only_the_owner_enters(home: Path) -> None:
    assert home.stat().st_mode & 0o777 == 0o700
    assert (home / "exports").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(("change", "said"), [
    ({"office": "atlantis"}, "be-ghent"), ({"role": "king"}, "front-desk"), ({"role": "recovery"}, "role"), ({"officer": " "}, "name"),
    ({"officer": "Recovery"}, "name"), ({"officer": "a\nb"}, "name"), ({"password": "short"}, "shorter"), ({"password": "\ud800" * 9}, "letter"),
    ({"zone": "Europe/Ghent"}, "Europe/Ghent"), ({"languages": ("xx",)}, "xx")])
def test_a_set_up_that_is_refused_leaves_nothing(tmp_path: Path, change: dict[str, str], said: str) -> None:
    asked = {"office": "be-ghent", "officer": "An", "role": "dpo", "password": PASSWORD} | change
    with pytest.raises(Refused) as caught:
        setup.set_up(tmp_path / "home", clock=Clock(NOON), **asked)
    error = caught.value
    assert said in (error.sentence + error.hint).format(**error.fields)
    assert not list(tmp_path.iterdir())


def test_a_set_up_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def seed(_desk: Desk) -> None:
        raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError):
        desks.lay_home(tmp_path / "home", "be-ghent", "An", "dpo", PASSWORD, seed, Clock(NOON))
    assert not list(tmp_path.iterdir())


def test_a_set_up_that_was_killed_is_no_home_and_the_next_clears_it(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        desks.lay_home(tmp_path / "home", "be-ghent", "An", "dpo", PASSWORD, lambda _: os.kill(os.getpid(), signal.SIGKILL), Clock(NOON))
    os.waitpid(child, 0)
    assert len(list(tmp_path.iterdir())) == 1
    assert "setup" in refusal(Refused, tmp_path / "home").hint
    (tmp_path / "home").mkdir()                         # an empty folder may be there
    setup.set_up(tmp_path / "home", "be-ghent", "An", "dpo", PASSWORD, Clock(NOON))
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_an_existing_home_is_left_alone(home: Path) -> None:
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    with pytest.raises(Refused):
        setup.set_up(home, "be-ghent", "An", "dpo", PASSWORD, Clock(NOON))
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
    assert not list(home.parent.glob(".*setup*"))


# -- opening

def test_a_folder_without_a_home_says_run_setup(tmp_path: Path) -> None:
    error = refusal(Refused, tmp_path / "nothing")
    assert "alektum-desk setup" in error.hint
    assert not (tmp_path / "nothing").exists()


def test_a_wrong_password_is_exit_4(home: Path) -> None:
    assert refusal(NotAllowed, home, password="not this one").exit_code == 4
    assert refusal(NotAllowed, home, "nobody").exit_code == 4


def test_with_several_accounts_one_must_be_named(home: Path) -> None:
    desk = opened(home)
    accounts.add(desk, "Bo", "auditor", PASSWORD)
    desk.close()
    assert "--account" in refusal(Unusable, home).hint
    desk = opened(home, "bo")
    assert desk.who.name == "Bo"
    desk.close()


def named_alone(home: Path, name: str) -> Damaged:
    """The desk opens, says what is wrong with this compartment, and reads the others."""
    desk = opened(home)
    try:
        assert set(desk.store.damaged) == {name}
        assert {each for each in COMPARTMENTS if desk.store.may(each)} == set(COMPARTMENTS) - {name}
        with pytest.raises(Damaged) as caught:
            desk.store.compartment(name)
        assert caught.value.fields["compartment"] == name
        return caught.value
    finally:
        desk.close()


@pytest.mark.parametrize("name", COMPARTMENTS)
@pytest.mark.parametrize("damage", ["zeros", "bit", "short", "empty", "missing"])
def test_a_damaged_compartment_is_named_and_the_others_are_left_alone(home: Path, name: str, damage: str) -> None:
    path = home / f"{name}.1.db"
    whole = path.read_bytes()
    match damage:
        case "zeros":
            path.write_bytes(bytes(len(whole)))
        case "bit":
            path.write_bytes(whole[:200] + bytes([whole[200] ^ 1]) + whole[201:])
        case "short":
            path.write_bytes(whole[:1000])
        case "empty":
            path.write_bytes(b"")
        case "missing":
            path.unlink()
    assert named_alone(home, name).exit_code == 5
    if damage == "missing":
        assert not path.exists()
    else:
        path.write_bytes(whole)
        opened(home).close()


@pytest.mark.parametrize("zone", ['"Mars/Olympus"', '"../home.json"', "null", "5"])
def test_a_home_in_no_zone_is_damaged(desk_on: Callable[..., Desk], zone: str) -> None:
    path = desk_on("2026-11-22").home / "home.json"
    path.write_text(path.read_text().replace('"Europe/Brussels"', zone))
    with pytest.raises(Damaged, match=r"home\.json"):
        desks.people(path.parent)


@pytest.mark.parametrize("name", ["home.json", "keyring.json"])
def test_damaged_small_files_are_exit_5(home: Path, name: str) -> None:
    (home / name).write_text("{")
    assert refusal(Damaged, home).exit_code == 5


def test_a_home_of_a_newer_program_says_so(home: Path) -> None:
    (home / "home.json").write_text((home / "home.json").read_text().replace('"version": 1', '"version": 2'))
    assert "newer program" in refusal(Damaged, home).sentence


def test_a_compartment_of_a_newer_program_says_so(home: Path) -> None:
    desk = opened(home)
    key, path = desk.store.keys["cases"], desk.store.compartment("cases").path
    desk.close()
    db = connect(path, key)
    db.execute("PRAGMA user_version = 99")
    db.close()
    assert "newer program" in named_alone(home, "cases").sentence


def test_a_keyring_changed_outside_opens_nothing_for_an_officer(home: Path) -> None:
    path = home / "keyring.json"
    path.write_text(path.read_text().replace('"name": "An Officer"', '"name": "Another"'))
    assert "keyring" in refusal(Damaged, home).sentence


def test_a_clock_file_that_was_replaced_is_exit_11(home: Path) -> None:
    opened(home).close()
    (home / "clock.json").unlink()
    assert refusal(ClockUnsure, home).exit_code == 11


def test_strays_of_a_killed_process_are_swept(home: Path) -> None:
    for name in ("cases.2.db", "cases.2.db-wal", "be-ghent.2.1.days", "clock.json.new", "be-ghent.1.1.days.new"):
        shutil.copy(home / ("be-ghent.1.1.days" if ".days" in name else "clock.json"), home / name)
    opened(home).close()
    assert sorted(path.name for path in home.iterdir()) == [
        "be-ghent.1.1.days", "cases.1.db", "clock.json", "exports", "home.json", "keyring.json", "proofs", "register.1.db", "visitors.1.db"]


def test_passed_days_die_before_anybody_is_asked(home: Path) -> None:
    at = Clock(NOON + timedelta(40))
    with pytest.raises(NotAllowed):
        desks.open_desk(home, None, "a wrong password", at)
    text = (home / "be-ghent.1.1.days").read_text()
    assert text.count("-" * 80) == 40


def test_time_never_runs_back(home: Path) -> None:
    opened(home, at=NOON + timedelta(3)).close()
    desk = opened(home)
    assert desk.now() == NOON + timedelta(3)
    desk.close()


def test_two_processes_share_a_home_and_a_busy_one_is_exit_6(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compartment, "PATIENCE_MS", 20)
    first, second = opened(home), opened(home)
    with first.store.act("register", "test", summary={}):
        with pytest.raises(Busy) as caught, second.store.act("register", "test", summary={}):
            pass
        with second.store.act("cases", "test", summary={}):
            pass
    assert caught.value.exit_code == 6
    for desk in (first, second):
        desk.close()


def test_a_full_disk_is_exit_8_and_loses_nothing(home: Path) -> None:
    """In a child whose files may not grow, which to SQLite is a full disk."""
    desk = opened(home)
    with desk.store.bare("cases") as db:
        before = db.execute("SELECT count(*) FROM leaf").fetchone()
    desk.close()
    child = os.fork()
    if child == 0:
        code = 99
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            desk = opened(home)
            size = max(path.stat().st_size for path in home.glob("*.db*"))
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            with desk.store.act("cases", "test", summary={"much": "x" * size * 3}):
                pass
        except DiskTrouble as error:
            code = error.exit_code
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 8
    desk = opened(home)
    with desk.store.bare("cases") as db:
        assert db.execute("SELECT count(*) FROM leaf").fetchone() == before
    desk.close()


@pytest.mark.parametrize("what", ["open", "set up"])
def test_a_folder_that_may_not_be_written_is_exit_8(home: Path, tmp_path: Path, what: str) -> None:
    """In a child without root's rights, for whom everything is read-only."""
    for path in (home, *home.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for parent in (tmp_path, *tmp_path.parents):
        if parent.stat().st_uid == os.getuid() and parent.stat().st_mode & 5 != 5:
            parent.chmod(parent.stat().st_mode | 0o005)
    child = os.fork()
    if child == 0:
        code = 99
        try:
            if os.getuid() == 0:
                os.setuid(65534)
            if what == "open":
                opened(home)
            else:
                setup.set_up(home / "below", "be-ghent", "An", "dpo", PASSWORD, Clock(NOON))
        except DiskTrouble as error:
            code = error.exit_code
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 8
    for path in (home, *home.rglob("*")):
        path.chmod(0o700)


def test_no_stock_reader_opens_a_file(home: Path) -> None:
    for path in home.glob("*.db"):
        db = sqlite3.connect(path)
        with pytest.raises(sqlite3.DatabaseError):
            db.execute("SELECT * FROM sqlite_master")
        db.close()


def test_day_keys_that_are_gone_close_the_visitors_and_nothing_else(desk_on: Callable[..., Desk], clock_of: Callable[[Desk], Clock]) -> None:
    desk = desk_on("2026-11-22")
    desk.close()
    next(desk.home.glob("*.days")).unlink()
    without = desks.open_desk(desk.home, None, PASSWORD, clock_of(desk))
    with pytest.raises(Damaged):
        without.store.must_write("visitors")
    without.store.must_write("register")
    without.close()
