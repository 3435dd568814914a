"""Giving people accounts."""
from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import Damaged, NotAllowed, Refused
from alektum_desk.services import accounts, desk as desks
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
    assert "Bo" not in path.read_text()
