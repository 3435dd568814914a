"""Giving people accounts."""
from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import Damaged, NotAllowed, Refused
from alektum_desk.services import accounts, desk as desks, setup
from alektum_desk.services.desk import Desk
from tests.conftest import OFFICER, PASSWORD, Clock


def test_a_new_account_opens_what_its_role_may(desk_on: Callable[..., Desk], clock_of: Callable[[Desk], Clock]) -> None:
    desk = desk_on("2026-11-22")
    heard: list[frozenset[Kind]] = []
    desk.store.changed.append(heard.append)
    new = accounts.add(desk, " Bo ", "auditor", "the password of Bo")
    assert (new.name, new.role) == ("Bo", "auditor")
    assert heard == [frozenset({Kind.ACCOUNT})]
    assert [(each.name, each.role) for each in accounts.known(desk)] == [(OFFICER, "dpo"), ("recovery", "recovery"), ("Bo", "auditor")]
    theirs = desks.open_desk(desk.home, "Bo", "the password of Bo", clock_of(desk))
    assert set(theirs.store.keys) == {"register"}
    theirs.close()


def test_names_that_look_alike_are_one_name(desk_on: Callable[..., Desk], clock_of: Callable[[Desk], Clock]) -> None:
    """And a keyboard that sends an accent by itself types the same name and the same password."""
    desk = desk_on("2026-11-22")
    new = accounts.add(desk, "Zo\u00eb  B", "auditor", "caf\u00e9 au lait")
    assert new.name == "Zo\u00eb B"
    for other in ("Zoe\u0308 B", "zo\u00eb   b"):
        with pytest.raises(Refused):
            accounts.add(desk, other, "auditor", PASSWORD)
    desks.open_desk(desk.home, "Zoe\u0308 B", "cafe\u0301 au lait", clock_of(desk)).close()
    with pytest.raises(Refused):
        accounts.add(desk, "Zo\tB", "auditor", PASSWORD)


def test_it_leaves_an_entry_without_the_name(desk_on: Callable[..., Desk]) -> None:
    desk = desk_on("2026-11-22")
    new = accounts.add(desk, "Bo", "front-desk", PASSWORD)
    with desk.store.bare("register") as db:
        body, leaf = db.execute("SELECT payload.body, leaf.body FROM payload JOIN leaf USING (seq) ORDER BY seq DESC").fetchone()
    assert json.loads(body) == {"account": new.id, "role": "front-desk"}
    assert json.loads(leaf)["kind"] == "account.add"


@pytest.mark.parametrize("role", ["front-desk", "auditor", "witness"])
def test_only_an_officer_gives_accounts(desk_on: Callable[..., Desk], role: str) -> None:
    desk = desk_on("2026-11-22", role=role)
    with pytest.raises(NotAllowed):
        accounts.add(desk, "Bo", "dpo", PASSWORD)
    assert len(accounts.known(desk)) == 3


@pytest.mark.parametrize(("name", "role", "password"), [
    ("an officer", "dpo", PASSWORD), ("recovery", "dpo", PASSWORD), ("Bo", "recovery", PASSWORD), ("Bo", "dpo", "short"), ("", "dpo", PASSWORD)])
def test_what_is_refused_changes_nothing(desk_on: Callable[..., Desk], name: str, role: str, password: str) -> None:
    desk = desk_on("2026-11-22")
    before = (desk.home / "keyring.json").read_bytes()
    with pytest.raises(Refused):
        accounts.add(desk, name, role, password)
    assert (desk.home / "keyring.json").read_bytes() == before


def test_two_desks_add_without_losing_one(desk_on: Callable[..., Desk], clock_of: Callable[[Desk], Clock]) -> None:
    desk = desk_on("2026-11-22")
    other = desks.open_desk(desk.home, None, PASSWORD, clock_of(desk))
    accounts.add(desk, "Bo", "auditor", PASSWORD)
    accounts.add(other, "Mia", "auditor", PASSWORD)
    assert {each.name for each in accounts.known(desk)} == {OFFICER, "recovery", "Bo", "Mia"}
    other.close()


def test_nobody_is_added_to_a_keyring_that_was_changed(desk_on: Callable[..., Desk]) -> None:
    desk = desk_on("2026-11-22")
    path = desk.home / "keyring.json"
    path.write_text(path.read_text().replace('"role": "dpo"', '"role": "auditor"'))
    with pytest.raises(Damaged, match="outside"):
        accounts.add(desk, "Bo", "auditor", PASSWORD)
    assert '"Bo"' not in path.read_text()      # two letters stand in many a key


# -- taking away

@pytest.mark.parametrize(("old", "new", "opens"), [
    ("dpo", "front-desk", {"visitors"}), ("dpo", "auditor", {"register"}), ("dpo", "witness", set()), ("front-desk", "auditor", {"register"}),
    ("auditor", "dpo", {"register", "cases", "visitors"}), ("witness", "front-desk", {"visitors"})])
def test_another_role_opens_what_it_may_and_no_more(desk_on: Callable[..., Desk], clock_of: Callable[[Desk], Clock], old: str, new: str,
                                                    opens: set[str]) -> None:
    desk = desk_on("2026-11-22")
    accounts.add(desk, "Bo", old, PASSWORD)
    before = desk.store.ring.locks["cases"].generation
    assert accounts.change_role(desk, "bo", new).role == new
    assert (desk.store.ring.locks["cases"].generation > before) == (old == "dpo")
    theirs = desks.open_desk(desk.home, "Bo", PASSWORD, clock_of(desk))
    assert set(theirs.store.keys) == opens == set(theirs.store.opened)
    theirs.close()
    desks.open_desk(desk.home, OFFICER, PASSWORD, clock_of(desk)).close()


def test_nobody_takes_rights_from_the_own_account_and_the_recovery_stays(desk_on: Callable[..., Desk]) -> None:
    desk = desk_on("2026-11-22")
    accounts.add(desk, "Bo", "witness", PASSWORD)
    accounts.disable(desk, "Bo")
    before = (desk.home / "keyring.json").read_bytes()
    for name in (OFFICER, "recovery", "Bo", "nobody"):
        with pytest.raises(Refused):
            accounts.disable(desk, name)
        with pytest.raises(Refused):
            accounts.change_role(desk, name, "auditor")
    assert (desk.home / "keyring.json").read_bytes() == before


@pytest.mark.parametrize("role", ["front-desk", "auditor", "witness"])
def test_only_an_officer_takes_away(desk_on: Callable[..., Desk], role: str) -> None:
    desk = desk_on("2026-11-22", role=role)
    for take in (lambda: accounts.disable(desk, OFFICER), lambda: accounts.change_role(desk, OFFICER, "witness"),
                 lambda: accounts.give_password(desk, OFFICER, PASSWORD), lambda: accounts.rekey(desk), lambda: accounts.new_recovery_code(desk)):
        with pytest.raises(NotAllowed):
            take()


# -- passwords

@pytest.mark.parametrize("role", ["dpo", "front-desk", "auditor", "witness"])
def test_everybody_changes_the_own_password(desk_on: Callable[..., Desk], clock_of: Callable[[Desk], Clock], role: str) -> None:
    desk = desk_on("2026-11-22", role=role)
    opens = set(desk.store.keys)
    accounts.change_password(desk, "another password")
    with pytest.raises(NotAllowed):
        desks.open_desk(desk.home, desk.who.name, PASSWORD, clock_of(desk))
    again = desks.open_desk(desk.home, desk.who.name, "another password", clock_of(desk))
    assert set(again.store.keys) == opens
    again.close()
    desks.open_desk(desk.home, OFFICER, "another password" if role == "dpo" else PASSWORD, clock_of(desk)).close()


def test_a_password_changed_beside_a_grant_keeps_both(desk_on: Callable[..., Desk], clock_of: Callable[[Desk], Clock]) -> None:
    desk = desk_on("2026-11-22")
    accounts.add(desk, "Bo", "front-desk", PASSWORD)
    theirs = desks.open_desk(desk.home, "Bo", PASSWORD, clock_of(desk))
    accounts.add(desk, "Mia", "auditor", PASSWORD)
    accounts.change_password(theirs, "another password")
    theirs.close()
    for name, password in (("Bo", "another password"), ("Mia", PASSWORD)):
        desks.open_desk(desk.home, name, password, clock_of(desk)).close()


def test_a_lost_password_is_replaced(desk_on: Callable[..., Desk], clock_of: Callable[[Desk], Clock]) -> None:
    desk = desk_on("2026-11-22")
    accounts.add(desk, "Bo", "front-desk", PASSWORD)
    accounts.add(desk, "Mia", "dpo", PASSWORD)
    accounts.give_password(desk, "Bo", "another password")
    theirs = desks.open_desk(desk.home, "Bo", "another password", clock_of(desk))
    assert set(theirs.store.opened) == {"visitors"}
    theirs.close()
    with pytest.raises(NotAllowed, match="recovery"):
        accounts.give_password(desk, "Mia", "another password")


def test_the_recovery_code_lets_an_officer_in_again_and_is_then_replaced(tmp_path: Path) -> None:
    clock = Clock(datetime(2026, 11, 22, 11, tzinfo=UTC))
    code = setup.set_up(tmp_path / "home", "be-ghent", OFFICER, "dpo", PASSWORD, clock)
    rescue = desks.open_desk(tmp_path / "home", "recovery", code, clock)
    accounts.give_password(rescue, OFFICER, "another password")
    with pytest.raises(Refused):
        accounts.change_password(rescue, "another password")
    fresh = accounts.new_recovery_code(rescue)
    rescue.close()
    assert fresh != code
    desk = desks.open_desk(tmp_path / "home", None, "another password", clock)
    assert set(desk.store.keys) == {"register", "cases", "visitors"}
    desk.close()
    with pytest.raises(NotAllowed):
        desks.open_desk(tmp_path / "home", "recovery", code, clock)
    desks.open_desk(tmp_path / "home", "recovery", fresh, clock).close()


def test_wrong_passwords_make_the_next_one_wait(desk_on: Callable[..., Desk], clock_of: Callable[[Desk], Clock]) -> None:
    desk = desk_on("2026-11-22")
    accounts.add(desk, "Bo", "witness", PASSWORD)
    clock = clock_of(desk)

    def refused(name: str = OFFICER, password: str = "a wrong password") -> str:
        with pytest.raises(NotAllowed) as caught:
            desks.open_desk(desk.home, name, password, clock)
        return str(caught.value.fields.get("seconds", ""))

    assert [refused() for _ in range(6)] == ["", "", "", "", "2", "2"]
    assert refused(password=PASSWORD) == "2"                    # the right one waits too: else it would tell
    assert refused("Bo") == ""                                  # each account for itself
    clock.move(timedelta(seconds=2))
    assert refused() == ""
    assert refused() == "4"
    clock.move(timedelta(seconds=4))
    desks.open_desk(desk.home, OFFICER, PASSWORD, clock).close()
    assert refused() == ""
    assert OFFICER not in (desk.home / "attempts.json").read_text()


def test_nobody_waits_longer_than_a_minute(desk_on: Callable[..., Desk]) -> None:
    from alektum_desk.store import attempts
    desk, now = desk_on("2026-11-22"), datetime(2026, 11, 22, tzinfo=UTC)
    for _ in range(40):
        attempts.failed(desk.home, "a", now)
    assert attempts.wait(desk.home, "a", now) == 60
    assert attempts.wait(desk.home, "a", now - timedelta(days=400)) == 60        # a clock that was set back
    assert attempts.wait(desk.home, "a", now + timedelta(seconds=60)) == 0
    for text in ("[]", '{"a": [1e999, "x"]}', '{"a": [9, "0001-01-01T00:00:00+14:00"]}'):
        (desk.home / "attempts.json").write_text(text)
        assert attempts.wait(desk.home, "a", now) == 0
    (desk.home / "attempts.json").write_text('{"a": [99, "9999-12-31T23:00:00+00:00"]}')
    assert attempts.wait(desk.home, "a", now) == 60


# -- the second pair of eyes

def test_a_witness_confirms_and_nobody_confirms_for_oneself(desk_on: Callable[..., Desk], clock_of: Callable[[Desk], Clock]) -> None:
    desk = desk_on("2026-11-22")
    accounts.add(desk, "Bo", "witness", PASSWORD)
    clock, text = clock_of(desk), "Hold visit 7 for case 12"
    given = accounts.confirm(desk.home, "Bo", PASSWORD, text, clock)
    assert accounts.confirmed(desk, given).name == "Bo"
    with pytest.raises(NotAllowed):
        accounts.confirm(desk.home, "Bo", "a wrong password", text, clock)
    mine = accounts.confirm(desk.home, OFFICER, PASSWORD, text, clock)
    bo = given.account
    for wrong in (mine, replace(given, text="Hold visit 8 for case 12"), replace(mine, account=bo), replace(given, note=given.note[:-9] + "AAAAAAA=\n"),
                  replace(given, note="")):
        with pytest.raises(NotAllowed):
            accounts.confirmed(desk, wrong)
    accounts.disable(desk, "Bo")
    with pytest.raises(NotAllowed):
        accounts.confirmed(desk, given)


def test_a_new_password_leaves_an_entry_where_the_account_writes(desk_on: Callable[..., Desk]) -> None:
    for role, place in (("dpo", "register"), ("front-desk", "visitors"), ("auditor", None)):
        desk = desk_on("2026-11-22", role=role)
        accounts.change_password(desk, "another password")
        if place:
            with desk.store.bare(place) as db:
                leaf, body = db.execute("SELECT leaf.body, payload.body FROM leaf JOIN payload USING (seq) ORDER BY seq DESC").fetchone()
            assert (json.loads(leaf)["kind"], json.loads(body)) == ("account.password", {"account": desk.who.id})


def test_when_somebody_last_did_something_is_told_by_the_journals(desk_on: Callable[..., Desk], clock_of: Callable[[Desk], Clock]) -> None:
    desk = desk_on("2026-11-22")
    new = accounts.add(desk, "Bo", "dpo", PASSWORD)
    assert new.id not in accounts.last_entries(desk)
    clock_of(desk).move(timedelta(days=2))
    theirs = desks.open_desk(desk.home, "Bo", PASSWORD, clock_of(desk))
    accounts.add(theirs, "Mia", "auditor", PASSWORD)
    theirs.close()
    found = accounts.last_entries(desk)
    assert found[new.id] == datetime(2026, 11, 24, 11, tzinfo=UTC)
    assert found[desk.who.id] == datetime(2026, 11, 22, 11, tzinfo=UTC)
