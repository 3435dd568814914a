"""New keys: all or nothing, and nothing opens any more with what somebody kept."""
from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from alektum_desk.domain.accounts import COMPARTMENTS
from alektum_desk.domain.errors import Busy, Damaged, NotAllowed
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import accounts, checks, desk as desks, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import rekeying
from alektum_desk.store.compartment import connect
from alektum_desk.store.days import DayKeys
from alektum_desk.store.keys import Key, Keyring, WrongKey
from tests import kills, tally
from tests.conftest import PASSWORD, Clock
from tests.independent import tables

KARI = Guest("Kari Nordmann", "Fjordlaks AS", "EK 12345", "Jonas Peeters")
LONG = bool(os.environ.get("ALEKTUM_DESK_LONG"))


@pytest.fixture
def desk(desk_on: Callable[..., Desk]) -> Desk:
    return desk_on("2026-11-22")


def kept_by(home: Path, name: str, to: Path) -> dict[str, Key]:
    """The keys that somebody has who copied the keyring while the account was alive."""
    to.mkdir()
    shutil.copy(home / "keyring.json", to)
    ring = Keyring(to)
    return ring.keys_of(ring.unlock(name, PASSWORD))


def files(home: Path, name: str) -> list[Path]:
    return sorted(home.glob(f"{name}.*.db"))


@pytest.mark.parametrize(("role", "reads"), [("front-desk", {"visitors"}), ("auditor", {"register"}), ("witness", set()), ("dpo", set(COMPARTMENTS))])
def test_a_role_reads_its_compartments_and_nothing_else_with_any_engine(desk: Desk, tmp_path: Path, role: str, reads: set[str]) -> None:
    accounts.add(desk, "Bo", role, PASSWORD)
    theirs = kept_by(desk.home, "Bo", tmp_path / "kept")
    assert set(theirs) == reads
    for name in COMPARTMENTS:
        [path] = files(desk.home, name)
        assert {"leaf", "payload"} <= (tables(path, desk.store.keys[name].raw) or set())
        for whose, key in theirs.items():
            assert (tables(path, key.raw) is not None) == (whose == name)


@pytest.mark.parametrize("role", ["front-desk", "auditor", "witness", "dpo"])
def test_a_disabled_account_opens_nothing_with_anything_it_kept(desk: Desk, tmp_path: Path, clock_of: Callable[[Desk], Clock], role: str) -> None:
    visit = visitors.sign_in(desk, KARI)
    accounts.add(desk, "Bo", role, PASSWORD)
    theirs = kept_by(desk.home, "Bo", tmp_path / "kept")
    assert accounts.disable(desk, "Bo").disabled
    for name in COMPARTMENTS:
        [path] = files(desk.home, name)
        assert tables(path, desk.store.keys[name].raw)
        assert all(tables(path, key.raw) is None for key in theirs.values())
    with pytest.raises(NotAllowed):
        desks.open_desk(desk.home, "Bo", PASSWORD, clock_of(desk))
    [days] = desk.home.glob("*.days")
    if "visitors" in theirs:
        with pytest.raises(WrongKey):
            DayKeys(days, theirs["visitors"].child("days"), None, desk.now)
    gone = next(each for each in desk.store.ring.holders.values() if each.name == "Bo")
    assert not gone.private
    assert not any(gone.id in lock.boxes for lock in desk.store.ring.locks.values())
    assert visitors.listed(desk) == (visit,)


def test_who_left_cannot_follow_the_chain(desk: Desk) -> None:
    first, days = visitors.sign_in(desk, KARI), desk.store.days["be-ghent"]
    before = set(days.heads)
    accounts.add(desk, "Bo", "front-desk", PASSWORD)
    accounts.disable(desk, "Bo")
    second = visitors.sign_in(desk, KARI)
    with desk.store.bare("visitors") as db:
        chains = dict(db.execute("SELECT id, chain FROM visit").fetchall())
    assert chains[first.id] in before
    assert chains[second.id] not in before
    assert {each.id for each in visitors.listed(desk)} == {first.id, second.id}


def test_an_auditor_who_leaves_ends_no_chain(desk: Desk) -> None:
    accounts.add(desk, "Bo", "auditor", PASSWORD)
    before = set(desk.store.days["be-ghent"].heads)
    accounts.disable(desk, "Bo")
    assert set(desk.store.days["be-ghent"].heads) == before
    assert {name: lock.generation for name, lock in desk.store.ring.locks.items()} == {"register": 2, "cases": 1, "visitors": 1}


def test_holds_are_carried_along(desk: Desk) -> None:
    handle, key = desk.store.days["be-ghent"].hold()
    accounts.rekey(desk)
    days = desk.store.days["be-ghent"]
    assert days.path.name == "be-ghent.2.2.days"
    assert days.holds[handle].raw == key.raw
    assert days.hold_wrap is not None
    assert days.hold_wrap.raw == desk.store.keys["cases"].child("holds").raw
    front = DayKeys(days.path, days.wrap, None, desk.now)
    with pytest.raises(NotAllowed):
        front.copy_to(desk.home / "x.days", Key.new(), Key.new(), fresh=True)


def test_the_hub_key_changes_with_the_cases_and_the_logs_key_stays(desk: Desk) -> None:
    hub = desk.store.compartment("cases").secret(rekeying.HUB_KEY)[0].raw
    logs = {name: place.public for name, place in desk.store.opened.items()}
    accounts.rekey(desk)
    assert desk.store.compartment("cases").secret(rekeying.HUB_KEY)[0].raw != hub
    assert {name: place.public for name, place in desk.store.opened.items()} == logs


def test_it_is_told_in_the_register(desk: Desk) -> None:
    new = accounts.add(desk, "Bo", "front-desk", PASSWORD)
    before = {each.compartment: each.entries for each in checks.journals(desk)}
    accounts.disable(desk, "Bo")
    after = checks.journals(desk)
    assert all(each.ok for each in after)
    assert {each.compartment: each.entries - before[each.compartment] for each in after} == {"register": 1, "cases": 0, "visitors": 0}
    with desk.store.bare("register") as db:
        assert db.execute("SELECT payload.body, json_extract(leaf.body, '$.kind') FROM leaf JOIN payload USING (seq) ORDER BY seq DESC").fetchone() == (
            f'{{"account":"{new.id}"}}', "account.disable")


def test_another_window_writes_nothing_that_would_be_lost(desk: Desk, clock_of: Callable[[Desk], Clock]) -> None:
    other = desks.open_desk(desk.home, None, PASSWORD, clock_of(desk))
    visitors.sign_in(other, KARI)
    accounts.rekey(desk)
    for write in (lambda: visitors.sign_in(other, KARI), lambda: visitors.tick(other), lambda: visitors.listed(other), lambda: accounts.rekey(other)):
        with pytest.raises(Busy, match="keys"):
            write()
    other.close()
    assert len(visitors.listed(desk)) == 1


def test_who_waits_for_the_lock_is_told_too(desk: Desk, clock_of: Callable[[Desk], Clock], monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at the keyring and the first write somebody else re-keys."""
    other = desks.open_desk(desk.home, None, PASSWORD, clock_of(desk))
    place = other.store.compartment("cases")
    accounts.rekey(desk)
    monkeypatch.setattr(other.store, "compartment", lambda _name: place)
    with pytest.raises(Busy, match="keys"), other.store.act("cases", "test", summary={}):
        pass
    other.close()


def test_a_writer_makes_it_wait_and_give_up(desk: Desk, clock_of: Callable[[Desk], Clock], monkeypatch: pytest.MonkeyPatch) -> None:
    from alektum_desk.store import compartment
    monkeypatch.setattr(compartment, "PATIENCE_MS", 20)
    other = desks.open_desk(desk.home, None, PASSWORD, clock_of(desk))
    before = sorted(path.name for path in desk.home.iterdir())
    with other.store.act("visitors", "test", summary={}), pytest.raises(Busy):
        accounts.rekey(desk)
    assert sorted(path.name for path in desk.home.iterdir() if not path.name.endswith(("-wal", "-shm"))) == [
        name for name in before if not name.endswith(("-wal", "-shm"))]
    other.close()


@pytest.mark.parametrize("where", ["_copy", "carry_days", "switch"])
def test_a_full_disk_leaves_everything_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    accounts.add(desk, "Bo", "dpo", PASSWORD)
    visit = visitors.sign_in(desk, KARI)
    ring = (desk.home / "keyring.json").read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(rekeying, where, full)
        with pytest.raises(Exception, match="refused"):
            accounts.disable(desk, "Bo")
    assert (desk.home / "keyring.json").read_bytes() == ring
    assert [len(files(desk.home, name)) for name in COMPARTMENTS] == [1, 1, 1]
    assert len(list(desk.home.glob("*.days"))) == 1
    assert not next(each for each in accounts.known(desk) if each.name == "Bo").disabled
    assert visitors.listed(desk) == (visit,)
    assert accounts.disable(desk, "Bo").disabled


def test_nothing_is_rekeyed_under_a_keyring_that_was_changed(desk: Desk) -> None:
    accounts.add(desk, "Bo", "dpo", PASSWORD)
    path = desk.home / "keyring.json"
    bo = next(each for each in Keyring(desk.home).holders.values() if each.name == "Bo")
    path.write_text(path.read_text().replace(bo.exchange, "ab" * 32))
    with pytest.raises(Damaged, match="outside"):
        accounts.rekey(desk)
    assert [len(files(desk.home, name)) for name in COMPARTMENTS] == [1, 1, 1]


def _killed_at(points_of: Callable[[Callable[[], object]], list[int]], desk: Desk, clock: Clock, tmp_path: Path) -> dict[bool, int]:
    visit = visitors.sign_in(desk, KARI)
    handle, _ = desk.store.days["be-ghent"].hold()
    accounts.add(desk, "Bo", "dpo", PASSWORD)
    theirs = kept_by(desk.home, "Bo", tmp_path / "kept")
    desk.close()

    def on(copy: Path) -> Callable[[], object]:
        shutil.copytree(desk.home, copy)
        return lambda: accounts.disable(desks.open_desk(copy, "An Officer", PASSWORD, clock), "Bo")

    seen = {True: 0, False: 0}
    for point in points_of(on(tmp_path / "whole")):
        copy = tmp_path / f"at-{point}"
        kills.ends(on(copy), point)
        again = desks.open_desk(copy, "An Officer", PASSWORD, clock)
        gone = next(each for each in accounts.known(again) if each.name == "Bo")
        seen[gone.disabled] += 1
        opens = [tables(files(copy, name)[0], theirs[name].raw) is not None for name in COMPARTMENTS]
        assert opens == [not gone.disabled] * 3             # never half
        assert visitors.listed(again) == (visit,)
        if not gone.disabled:
            accounts.disable(again, "Bo")
        assert visitors.listed(again) == (visit,)
        assert set(again.store.days["be-ghent"].holds) == {handle}
        assert [len(files(copy, name)) for name in COMPARTMENTS] == [1, 1, 1]
        assert len(list(copy.glob("*.days*"))) == 1
        assert not list(copy.glob("*.new"))
        assert all(each.ok for each in checks.journals(again))
        with closing(connect(files(copy, "register")[0], again.store.keys["register"])) as db:
            told = db.execute("SELECT count(*) FROM leaf WHERE json_extract(body, '$.kind') = 'account.disable'").fetchone()[0]
        assert told == 1
        with pytest.raises(NotAllowed):
            desks.open_desk(copy, "Bo", PASSWORD, clock)
        again.close()
        assert not checks.files(copy, "An Officer", PASSWORD, clock)
        shutil.rmtree(copy)
    tally.add("kill -9 in changing the keys", kills=sum(seen.values()), lost=0, torn=0)
    return seen


def test_killed_on_the_way_it_is_all_or_nothing(desk: Desk, clock_of: Callable[[Desk], Clock], tmp_path: Path) -> None:
    seen = _killed_at(lambda body: list(kills.points(body, 12, every=False)), desk, clock_of(desk), tmp_path)
    assert min(seen.values()) > 0, seen


@pytest.mark.long
def test_killed_at_every_point(desk: Desk, clock_of: Callable[[Desk], Clock], tmp_path: Path) -> None:
    seen = _killed_at(lambda body: list(kills.points(body, 12, every=True)), desk, clock_of(desk), tmp_path)
    assert min(seen.values()) > 3, seen
