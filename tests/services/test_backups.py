"""Backups: complete when they say so, closed to everybody else, and without what was to be forgotten."""
from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from alektum_desk.domain.accounts import COMPARTMENTS
from alektum_desk.domain.backups import Backup, Plan, Return
from alektum_desk.domain.errors import Busy, Damaged, DeskError, NotAllowed, Refused
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import accounts, backups, checks, desk as desks, records, restores, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import backup as store, compartments
from alektum_desk.store.keys import Key
from tests import kills, tally
from tests.conftest import OFFICER, PASSWORD, Clock
from tests.forensic import found, in_files, spellings
from tests.independent import tables

KARI = Guest("Kari Nordmann", "Fjordlaks AS", "EK 12345", "Jonas Peeters")


@pytest.fixture
def desk(desk_on: Callable[..., Desk]) -> Desk:
    return desk_on("2026-11-22")


@pytest.fixture
def clock(desk: Desk, clock_of: Callable[[Desk], Clock]) -> Clock:
    return clock_of(desk)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "shelf"


def refs(desk: Desk) -> set[str]:
    return {each.id for each in records.listed(desk)}


# -- making

def test_a_backup_is_one_file_that_was_opened_and_checked(desk: Desk, shelf: Path) -> None:
    visitors.sign_in(desk, KARI)
    steps: list[tuple[int, int]] = []

    class Watching:
        def step(self, done: int, total: int, text: str) -> None:
            steps.append((done, total))

    made = backups.create(desk, shelf, progress=Watching())
    assert [path.name for path in shelf.iterdir()] == [made.file.name]
    assert made.file.stat().st_mode & 0o777 == 0o600
    assert made.file.stat().st_size == made.bytes
    assert backups.listed(desk.home) == (made,)
    assert steps[0] == (0, 4)
    assert steps[-1] == (4, 4)
    checked = backups.verify(made.file, OFFICER, PASSWORD)
    assert (checked.office, checked.made_at, checked.entries, checked.problems) == ("be-ghent", desk.now(), made.entries, ())
    with pytest.raises(NotAllowed):
        backups.verify(made.file, OFFICER, "a wrong password")


def test_it_holds_every_compartment_and_no_day_key(desk: Desk, shelf: Path, tmp_path: Path) -> None:
    visitors.sign_in(desk, KARI)
    made = backups.create(desk, shelf)
    head = store.read_head(made.file)
    store.unpack(made.file, head.key(desk.store.keys["cases"]), tmp_path / "out", [])
    names = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert names == ["cases.db", *(f"proofs/{name}/{path.name}" for name in sorted(COMPARTMENTS)
                                  for path in sorted((desk.home / "proofs" / name).iterdir())), "register.db", "visitors.db"]
    for name in COMPARTMENTS:
        assert tables(tmp_path / "out" / f"{name}.db", desk.store.keys[name].raw)
    days = [key.raw for key in desk.store.days["be-ghent"].days.values()]
    for path in (tmp_path / "out").glob("*.db"):
        assert not found(path, desk.store.keys[path.stem].raw, days)
    wrapped = [line.rsplit(b" ", 1)[-1] for line in next(desk.home.glob("*.days")).read_bytes().splitlines()[1:]]
    assert not any(each in made.file.read_bytes() for each in wrapped)


def test_nothing_of_anybody_lies_open_in_it(desk: Desk, shelf: Path) -> None:
    visitors.sign_in(desk, KARI)
    backups.create(desk, shelf)
    assert in_files(shelf, ["Nordmann", "Fjordlaks", "EK 12345", "Peeters"]) == []
    assert in_files(shelf, [OFFICER])                               # positive control: the head names accounts, as the keyring does


@pytest.mark.parametrize("role", ["front-desk", "auditor", "witness"])
def test_only_officers_make_one(desk_on: Callable[..., Desk], shelf: Path, role: str) -> None:
    with pytest.raises(NotAllowed):
        backups.create(desk_on("2026-11-22", role=role), shelf)
    assert not shelf.exists()


def test_not_inside_the_data_home(desk: Desk) -> None:
    for folder in (desk.home, desk.home / "exports"):
        with pytest.raises(Refused):
            backups.create(desk, folder)


def test_old_ones_go_when_a_new_one_is_sound(desk: Desk, clock: Clock, shelf: Path) -> None:
    shelf.mkdir()
    (shelf / "alektum-desk-be-ghent-ffffffff-20200101T000000Z-0000.backup").write_text("of another desk")
    made = []
    for _ in range(4):
        clock.move(timedelta(hours=1))
        made.append(backups.create(desk, shelf, keep=2))
    assert {path.name for path in shelf.iterdir()} == {made[2].file.name, made[3].file.name, "alektum-desk-be-ghent-ffffffff-20200101T000000Z-0000.backup"}
    assert backups.listed(desk.home) == (made[3], made[2])


def test_one_that_is_not_sound_never_gets_its_name(desk: Desk, clock: Clock, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, real = backups.create(desk, shelf, keep=1), store.write

    def worn_disk(path: Path, head: store.Head, key: Key, files: Mapping[str, Path]) -> None:
        real(path, head, key, files)
        whole = bytearray(path.read_bytes())
        whole[-2000] ^= 1
        path.write_bytes(whole)

    clock.move(timedelta(hours=1))
    monkeypatch.setattr(store, "write", worn_disk)
    with pytest.raises(Damaged, match="not sound"):
        backups.create(desk, shelf, keep=1)
    assert list(shelf.iterdir()) == [first.file]
    assert backups.listed(desk.home) == (first,)


def test_what_a_killed_backup_left_is_cleared(desk: Desk, shelf: Path, tmp_path: Path, clock: Clock) -> None:
    desk.close()

    def on(number: str) -> Callable[[], object]:
        shutil.copytree(desk.home, tmp_path / number / "home")
        return lambda: backups.create(desks.open_desk(tmp_path / number / "home", None, PASSWORD, clock), tmp_path / number / "shelf", keep=1)

    killed = kills.points(on("whole"), 120 if tally.LONG else 8)
    for point in killed:
        kills.ends(on(str(point)), point)
        there = tmp_path / str(point) / "shelf"
        for path in there.glob("alektum-desk-*.backup"):
            assert not backups.verify(path, OFFICER, PASSWORD).problems
        again = desks.open_desk(tmp_path / str(point) / "home", None, PASSWORD, clock)
        clock.move(timedelta(seconds=1))
        made = backups.create(again, there, keep=1)
        assert list(there.iterdir()) == [made.file]
        again.close()
        shutil.rmtree(tmp_path / str(point))
    tally.add("kill -9 in making a backup", kills=len(killed), lost=0, torn=0)


def test_by_plan_once_a_day(desk: Desk, clock: Clock, shelf: Path) -> None:
    assert backups.create_when_due(desk) is None
    backups.plan(desk, Plan(shelf, every_days=1, keep=3))
    assert backups.planned(desk.home) == Plan(shelf, 1, 3)
    assert backups.create_when_due(desk)
    assert backups.create_when_due(desk) is None
    clock.move(timedelta(days=1))
    assert backups.is_due(desk)
    backups.plan(desk, None)
    assert not backups.is_due(desk)
    with pytest.raises(Refused):
        backups.plan(desk, Plan(shelf, 0))


# -- changed bytes

@pytest.mark.parametrize("part", [store.PART, 40_000])
def test_every_changed_byte_is_found(desk: Desk, shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int) -> None:
    monkeypatch.setattr(store, "PART", part)
    made, chance = backups.create(desk, shelf), random.Random(7)
    whole = made.file.read_bytes()
    head = whole.index(b"\n", len(store.MAGIC)) + 66
    places = [0, len(store.MAGIC), head - 70, head, head + 3, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(12))]
    broken = tmp_path / "broken.backup"
    for at in places:
        changed = bytearray(whole)
        changed[at] ^= 1 << chance.randrange(8)
        broken.write_bytes(changed)
        assert backups.verify(broken, OFFICER, PASSWORD).problems, at
        with pytest.raises(Damaged):
            restores.restore(tmp_path / "new", broken, OFFICER, PASSWORD, desk.now)
        assert not (tmp_path / "new").exists()
    parts = [whole[at:at + part + 32] for at in range(head, len(whole), part + 32)]
    assert (len(parts) > 5) == (part < 100_000)
    shuffled = [[*parts[:-1]], [parts[0], *parts], [*reversed(parts)], [*parts[1:]]] if len(parts) > 1 else []
    key = store.read_head(made.file).key(desk.store.keys["cases"])
    for number, each in enumerate(shuffled):
        broken.write_bytes(whole[:head] + b"".join(each))
        with pytest.raises(Damaged):
            store.unpack(broken, key, tmp_path / f"out-{number}", [])
    for cut in (*(whole[:head] + b"".join(each) for each in shuffled), whole[:-1], whole[:len(whole) // 2], whole[:head], b"", whole + b"\0"):
        broken.write_bytes(cut)
        assert backups.verify(broken, OFFICER, PASSWORD).problems


def test_a_head_that_was_written_anew_is_found(desk: Desk, shelf: Path) -> None:
    """Somebody who can count but has no key."""
    made = backups.create(desk, shelf)
    magic, text, _, sealed = made.file.read_bytes().split(b"\n", 3)
    text = text.replace(b"2026-11-22T", b"2026-11-21T")
    made.file.write_bytes(b"\n".join((magic, text, hashlib.sha256(text).hexdigest().encode(), sealed)))
    assert store.read_head(made.file).made_at.startswith("2026-11-21")
    assert [each.code for each in backups.verify(made.file, OFFICER, PASSWORD).problems] == ["changed"]


# -- bringing back

def test_on_the_same_machine_visits_open_as_before(desk: Desk, clock: Clock, shelf: Path) -> None:
    visit = visitors.sign_in(desk, KARI)
    before = refs(desk)
    made = backups.create(desk, shelf)
    visitors.sign_in(desk, Guest("Somebody Later", None, None, None))
    with desk.store.act("register", "test", summary={}) as session:
        session.connection().exec_driver_sql("DELETE FROM reading")
        session.connection().exec_driver_sql("UPDATE statement SET activity_id = NULL")
    desk.close()
    done = restores.restore(desk.home, made.file, None, PASSWORD, clock)
    assert (done.way, done.visits, done.dropped) == (Return.SAME, 1, 0)
    again = desks.open_desk(desk.home, None, PASSWORD, clock)
    assert visitors.listed(again) == (visit,)
    assert refs(again) == before
    assert all(log.ok for log in checks.journals(again))
    with again.store.bare("register") as db:
        told = db.execute("SELECT payload.body FROM leaf JOIN payload USING (seq) ORDER BY seq DESC").fetchone()[0]
    assert json.loads(told) == {"backup": made.id, "made_at": made.made_at.strftime("%Y-%m-%dT%H:%M:%SZ"), "way": "same-machine"}
    visitors.sign_in(again, KARI)
    again.close()
    assert not checks.files(desk.home, OFFICER, PASSWORD, clock)


def test_a_checkpoint_that_the_backup_does_not_reach_is_set_aside_and_not_lost(desk: Desk, clock: Clock, shelf: Path) -> None:
    made = backups.create(desk, shelf)
    with desk.store.act("cases", "test", summary={}):
        pass
    note = desk.store.compartment("cases").sign()
    desk.close()
    restores.restore(desk.home, made.file, None, PASSWORD, clock)
    [aside] = (desk.home / "proofs" / "cases").glob("*.superseded")
    assert aside.read_text() == note
    desks.open_desk(desk.home, None, PASSWORD, clock).close()


def test_on_a_new_machine_visits_are_left_out(desk: Desk, clock: Clock, shelf: Path, tmp_path: Path) -> None:
    visit = visitors.sign_in(desk, KARI)
    before, made = refs(desk), backups.create(desk, shelf)
    done = restores.restore(tmp_path / "new", made.file, None, PASSWORD, clock)
    assert (done.way, done.visits, done.dropped) == (Return.NEW, 0, 1)
    again = desks.open_desk(tmp_path / "new", None, PASSWORD, clock)
    assert visitors.listed(again) == ()
    assert refs(again) == before
    assert again.about == desk.about
    for name in COMPARTMENTS:
        assert not found(again.store.compartment(name).path, again.store.keys[name].raw, spellings([visit.id]))
        assert tables(again.store.compartment(name).path, desk.store.keys[name].raw) is None
    new = visitors.sign_in(again, KARI)
    assert visitors.listed(again) == (new,)
    again.close()
    assert not checks.files(tmp_path / "new", OFFICER, PASSWORD, clock)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_who_was_announced_is_left_out_like_who_came(desk: Desk, clock: Clock, shelf: Path, tmp_path: Path) -> None:
    visitors.announce(desk, KARI, desk.now() + timedelta(days=2))
    made = backups.create(desk, shelf)
    desk.close()
    for home, left in ((desk.home, 1), (tmp_path / "new", 0)):
        restores.restore(home, made.file, None, PASSWORD, clock)
        again = desks.open_desk(home, None, PASSWORD, clock)
        with again.store.bare("visitors") as db:
            assert db.execute("SELECT count(*) FROM expected").fetchone()[0] == left == len(visitors.expected(again))
            assert db.execute("SELECT count(*) FROM payload WHERE tbl = 'expected'").fetchone()[0] == left
        again.close()


def test_from_before_a_change_of_keys_the_accounts_are_those_of_today(desk: Desk, clock: Clock, shelf: Path) -> None:
    visit = visitors.sign_in(desk, KARI)
    accounts.add(desk, "Bo", "dpo", PASSWORD)
    made = backups.create(desk, shelf)
    accounts.disable(desk, "Bo")
    accounts.change_password(desk, "another password")
    theirs = store.read_head(made.file).ring(shelf)
    old = theirs.keys_of(theirs.unlock("Bo", PASSWORD))
    desk.close()
    with pytest.raises(NotAllowed):
        restores.restore(desk.home, made.file, "Bo", PASSWORD, clock)
    done = restores.restore(desk.home, made.file, OFFICER, "another password", clock)
    assert (done.way, done.visits, done.dropped) == (Return.OLDER, 1, 0)
    again = desks.open_desk(desk.home, OFFICER, "another password", clock)
    assert visitors.listed(again) == (visit,)
    assert {each.name: each.disabled for each in accounts.known(again)}["Bo"]
    for name, key in old.items():
        assert tables(again.store.compartment(name).path, key.raw) is None
    again.close()


def test_from_before_the_day_nothing_is_readable_after_it(desk: Desk, clock: Clock, shelf: Path, tmp_path: Path) -> None:
    visit = visitors.sign_in(desk, KARI)
    clock.move(timedelta(days=3))
    later = visitors.sign_in(desk, KARI)
    made = backups.create(desk, shelf)
    clock.move(timedelta(days=28))
    desk.close()
    for home, left in ((desk.home, {later.id}), (tmp_path / "new", set())):
        done = restores.restore(home, made.file, None, PASSWORD, clock)
        assert (done.visits, done.dropped) == (len(left), 2 - len(left))
        again = desks.open_desk(home, None, PASSWORD, clock)
        assert {each.id for each in visitors.listed(again)} == left
        with again.store.bare("visitors") as db:
            assert {row for (row,) in db.execute("SELECT id FROM visit")} == left
        place = again.store.compartment("visitors")
        assert not found(place.path, place.key.raw, spellings([visit.id]))
        again.close()


def test_what_is_due_goes_although_its_day_is_not_over(desk: Desk, clock: Clock, shelf: Path) -> None:
    visitors.sign_in(desk, KARI)
    made = backups.create(desk, shelf)
    desk.close()
    clock.move(timedelta(days=30, hours=1))
    assert restores.restore(desk.home, made.file, None, PASSWORD, clock).dropped == 1


def test_while_somebody_writes_nothing_is_restored(desk: Desk, clock: Clock, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alektum_desk.store import compartment
    monkeypatch.setattr(compartment, "PATIENCE_MS", 20)
    made = backups.create(desk, shelf)
    with desk.store.act("visitors", "test", summary={}), pytest.raises(Busy):
        restores.restore(desk.home, made.file, OFFICER, PASSWORD, clock)
    assert {path.name for path in desk.home.glob("*.db")} == {f"{name}.1.db" for name in COMPARTMENTS}


def test_a_damaged_home_comes_back(desk: Desk, clock: Clock, shelf: Path) -> None:
    visit, made = visitors.sign_in(desk, KARI), backups.create(desk, shelf)
    desk.close()
    for path in desk.home.glob("*.db*"):
        path.write_bytes(b"nothing") if path.name.startswith("cases") else path.unlink()
    (desk.home / "keyring.json").write_text("{")
    done = restores.restore(desk.home, made.file, None, PASSWORD, clock)
    assert (done.way, done.visits) == (Return.SAME, 1)
    again = desks.open_desk(desk.home, None, PASSWORD, clock)
    assert visitors.listed(again) == (visit,)
    again.close()


def test_what_is_refused_changes_nothing(desk: Desk, desk_on: Callable[..., Desk], clock: Clock, shelf: Path, tmp_path: Path) -> None:
    made, other = backups.create(desk, shelf), desk_on("2026-11-23")
    accounts.add(desk, "Bo", "auditor", PASSWORD)
    desk.close()
    other.close()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    before = {path: path.read_bytes() for path in desk.home.rglob("*") if path.is_file() and path.name not in {"clock.json", "attempts.json"}}
    for home, path, account, password in ((desk.home, made.file, OFFICER, "a wrong password"), (desk.home, made.file, "Bo", PASSWORD),
                                          (other.home, made.file, OFFICER, PASSWORD), (tmp_path / "full", made.file, OFFICER, PASSWORD),
                                          (desk.home, shelf / "none.backup", OFFICER, PASSWORD)):
        with pytest.raises(DeskError):
            restores.restore(home, path, account, password, clock)
    assert {path: path.read_bytes() for path in before} == before
    assert set(desk.home.rglob("*")) - set(before) <= {path for path in desk.home.rglob("*") if path.is_dir() or path.suffix == ".json"}


def test_a_writer_in_another_window_is_not_overwritten(desk: Desk, clock: Clock, shelf: Path) -> None:
    made = backups.create(desk, shelf)
    restores.restore(desk.home, made.file, OFFICER, PASSWORD, clock)
    with pytest.raises(Busy):
        visitors.sign_in(desk, KARI)


@pytest.fixture
def made(desk: Desk, shelf: Path) -> Backup:
    visitors.sign_in(desk, KARI)
    made = backups.create(desk, shelf)
    with desk.store.act("cases", "after", summary={}):
        pass
    desk.store.compartment("cases").sign()
    desk.close()
    return made


def _restored_at_every_point(desk: Desk, made: Backup, clock: Clock, tmp_path: Path, every: bool) -> set[bool]:
    def on(number: str) -> Callable[[], object]:
        shutil.copytree(desk.home, tmp_path / number)
        return lambda: restores.restore(tmp_path / number, made.file, OFFICER, PASSWORD, clock)

    seen = set()
    killed = kills.points(on("whole"), 12, every=every)
    for point in killed:
        copy = tmp_path / str(point)
        kills.ends(on(str(point)), point)
        again = desks.open_desk(copy, OFFICER, PASSWORD, clock)
        with again.store.bare("cases") as db:
            kinds = {kind for (kind,) in db.execute("SELECT json_extract(body, '$.kind') FROM leaf")}
        assert ("store.restore" in kinds) != ("after" in kinds)
        seen.add("store.restore" in kinds)
        assert len(visitors.listed(again)) == 1
        assert all(log.ok for log in checks.journals(again))
        again.close()
        assert not (copy / compartments.STAGING).exists()
        assert not checks.files(copy, OFFICER, PASSWORD, clock)
        shutil.rmtree(copy)
    tally.add("kill -9 in restoring", kills=len(killed), lost=0, torn=0)
    return seen


def test_a_restore_that_is_killed_is_all_or_nothing(desk: Desk, made: Backup, clock: Clock, tmp_path: Path) -> None:
    assert _restored_at_every_point(desk, made, clock, tmp_path, every=False) == {True, False}


@pytest.mark.long
def test_a_restore_killed_at_every_point(desk: Desk, made: Backup, clock: Clock, tmp_path: Path) -> None:
    assert _restored_at_every_point(desk, made, clock, tmp_path, every=True) == {True, False}


# -- by itself, and checked again without a password

def test_only_officers_plan_them_and_not_inside_the_data_home(desk_on: Callable[..., Desk], shelf: Path) -> None:
    with pytest.raises(NotAllowed):
        backups.plan(desk_on("2026-11-22", role="front-desk"), Plan(shelf))
    desk = desk_on("2026-11-22")
    with pytest.raises(Refused):
        backups.plan(desk, Plan(desk.home / "copies"))
    assert backups.planned(desk.home) is None


def test_whoever_sits_here_checks_one_again_without_a_password(desk: Desk, clock: Clock, shelf: Path) -> None:
    made = backups.create(desk, shelf)
    assert made.checked_at == desk.now()
    clock.move(timedelta(days=1))
    assert backups.check(desk, made).problems == ()
    [again] = backups.listed(desk.home)
    assert (again.checked_at, again.made_at) == (desk.now(), made.made_at)
    accounts.rekey(desk)
    assert backups.check(desk, made).problems == ()             # the pair of keys is still that of then
    body = bytearray(made.file.read_bytes())
    body[-100] ^= 1
    made.file.write_bytes(body)
    assert [each.code for each in backups.check(desk, made).problems] == ["changed"]


def test_a_backup_of_somebody_elses_time_asks_for_a_password(desk: Desk, shelf: Path, clock: Clock) -> None:
    made = backups.create(desk, shelf)
    accounts.add(desk, "Bo", "dpo", PASSWORD)
    later = desks.open_desk(desk.home, "Bo", PASSWORD, clock)
    with pytest.raises(NotAllowed, match="everything"):
        backups.check(later, made)
    later.close()
