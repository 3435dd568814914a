"""Walled cases: who was named reads them, nobody else does, and who lost the right has lost it."""
from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from alektum_desk.domain.accounts import Role
from alektum_desk.domain.errors import NotAllowed, Refused
from alektum_desk.services import accounts, desk as desks, erasure, inspection, walls
from alektum_desk.services.desk import Desk
from alektum_desk.store import complaints as cases, walls as store
from alektum_desk.store.keys import WrongKey, open_with
from alektum_desk.store.models import new_id
from tests.conftest import OFFICER, PASSWORD, Clock
from tests.forensic import found, spellings

NAME = "Quirinus Zapfenstreich"
SAID = {"document": {"complainant": {"name": NAME}}, "outcome": None}


@pytest.fixture
def desk(desk_on: Callable[..., Desk]) -> Desk:
    """Three officers; the first one sits here."""
    desk = desk_on("2026-11-22")
    accounts.add(desk, "Bo", "dpo", PASSWORD)
    accounts.add(desk, "Mia", "dpo", PASSWORD)
    return desk


@pytest.fixture
def seat(desk: Desk, clock_of: Callable[[Desk], Clock]) -> Iterator[Callable[[str], Desk]]:
    opened: list[Desk] = []

    def sit(name: str, password: str = PASSWORD) -> Desk:
        opened.append(desks.open_desk(desk.home, name, password, clock_of(desk)))
        return opened[-1]
    yield sit
    for each in opened:
        each.close()


def ids(desk: Desk, *names: str) -> list[str]:
    return [each.id for each in accounts.known(desk) if each.name in names]


def a_walled_case(desk: Desk, *names: str) -> str:
    with desk.store.act("cases", "complaint.issue") as session:
        key = new_id()
        cases.add(session, cases.Complaint(
            id=key, number="ALK-be-ghentA-2026-0001", office="be-ghent", year=2026, sequence=1, letter="own_group", kind="walled", country=None,
            authority=None, state="issued", fingerprint=f"walled {key}", document={}, written_on=date(2026, 11, 22), kept_at=desk.now()))
        walls.raise_around(session, desk, key, SAID, ids(desk, *names))
    return key


def read(desk: Desk, case: str) -> dict[str, object] | None:
    with desk.store.read("cases") as session:
        return walls.opened(session, desk, case)


def names(desk: Desk) -> list[str]:
    [wall] = walls.listed(desk)
    return sorted(each.name for each in wall.readers)


def test_only_those_who_were_named_read_it(desk: Desk, seat: Callable[[str], Desk]) -> None:
    case = a_walled_case(desk, OFFICER, "Bo")
    bo, mia = seat("Bo"), seat("Mia")
    assert read(desk, case) == read(bo, case) == SAID
    assert read(mia, case) is None
    assert [each.is_open for each in (*walls.listed(bo), *walls.listed(mia))] == [True, False]
    assert names(mia) == [OFFICER, "Bo"]
    with pytest.raises(NotAllowed, match="outside"), mia.store.act("cases", "test.change") as session:
        walls.change(session, mia, case, {})
    with pytest.raises(NotAllowed, match="outside"):
        walls.admit(mia, case, mia.who.id)
    with desk.store.read("cases") as session, pytest.raises(KeyError):
        walls.opened(session, desk, "no such case")


def test_another_officer_finds_no_byte_of_it_with_every_key_that_officers_have(desk: Desk, seat: Callable[[str], Desk]) -> None:
    a_walled_case(desk, OFFICER, "Bo")
    mia = seat("Mia")
    assert inspection.grep(mia, "cases", [NAME, "complainant"]) == ()       # every page and the journal, decrypted with the key of the cases
    assert inspection.grep(mia, "cases", ["ALK-be-ghentA-2026-0001"])       # and the search does find
    assert found(mia.store.opened["cases"].path, mia.store.keys["cases"].raw, spellings([NAME])) == []     # nor does a reader that is not ours
    with mia.store.read("cases") as session:
        [wall] = store.every(session)
        boxes = [b64decode(each.box) for each in session.query(store.WallKey)]
    for box in boxes:
        with pytest.raises(WrongKey):
            open_with(mia.store.identity.exchange, box, f"wall/{wall.id}/1")
    for key in mia.store.keys.values():
        with pytest.raises(WrongKey):
            key.open(wall.body, f"wall/{wall.id}/1")


def test_two_readers_at_least_and_only_those_who_open_cases(desk: Desk) -> None:
    accounts.add(desk, "Ina", "auditor", PASSWORD)
    for chosen in ((OFFICER,), (OFFICER, "Ina"), ()):
        with pytest.raises(Refused):
            a_walled_case(desk, *chosen)
    assert walls.listed(desk) == ()
    a_walled_case(desk, OFFICER, "recovery")
    assert sorted(each.role for each in walls.candidates(desk)) == [Role.DPO, Role.DPO, Role.DPO, Role.RECOVERY]


@pytest.mark.parametrize("take", [lambda desk: accounts.disable(desk, "Bo"), lambda desk: accounts.change_role(desk, "Bo", "front-desk")])
def test_who_loses_the_right_is_outside_and_the_case_gets_another_key(desk: Desk, seat: Callable[[str], Desk], take: Callable[[Desk], object]) -> None:
    case = a_walled_case(desk, OFFICER, "Bo", "Mia")
    with desk.store.read("cases") as session:
        before = store.every(session)[0].body
    take(desk)
    assert names(desk) == [OFFICER, "Mia"]
    mia = seat("Mia")                           # the next one who was named and unlocks
    with mia.store.read("cases") as session:
        [wall] = store.every(session)
        assert (wall.generation, set(store.readers(session)[case])) == (2, set(ids(desk, OFFICER, "Mia")))
    assert read(mia, case) == SAID
    assert inspection.grep(mia, "cases", [before.hex().upper()]) == ()      # nothing that the old key opens lies in the journal
    assert read(seat(OFFICER), case) == SAID
    assert mia.store.compartment("cases").verify().problems == ()


def test_a_password_set_anew_leads_outside_until_a_reader_lets_in_again(desk: Desk, seat: Callable[..., Desk]) -> None:
    case = a_walled_case(desk, OFFICER, "recovery")
    code = accounts.new_recovery_code(desk)
    rescue = seat("recovery", code)
    assert read(rescue, case) is None           # else any officer would read with a code of the own making
    desks.tidy(desk)
    [wall] = walls.listed(desk)
    assert (wall.needs_reader, [each.name for each in wall.readers]) == (True, [OFFICER])
    walls.admit(desk, case, rescue.who.id)
    assert read(rescue, case) == SAID
    assert not walls.listed(desk)[0].needs_reader


def test_what_changes_is_sealed_again(desk: Desk, seat: Callable[[str], Desk]) -> None:
    case = a_walled_case(desk, OFFICER, "Bo")
    with desk.store.act("cases", "wall.close") as session:
        walls.change(session, desk, case, SAID | {"outcome": NAME})
    assert read(seat("Bo"), case) == SAID | {"outcome": NAME}
    assert inspection.grep(desk, "cases", [NAME]) == ()

def test_it_is_erased_with_its_case(desk: Desk, clock_of: Callable[[Desk], Clock]) -> None:
    case = a_walled_case(desk, OFFICER, "Bo")
    with desk.store.act("cases", "wall.close") as session:
        row = session.get_one(cases.Complaint, case)
        row.state, row.closed_on = "closed", desk.today()
    with desk.store.read("cases") as session:
        body = store.every(session)[0].body
    assert inspection.grep(desk, "cases", [body.hex().upper()])     # as the journal keeps it
    clock_of(desk).move(timedelta(days=3 * 365 + 1))
    assert erasure.erase_cases(desk, [case]) == 1
    assert inspection.grep(desk, "cases", [body.hex().upper()]) == ()
    assert walls.listed(desk) == ()
    with desk.store.bare("cases") as db:
        assert db.execute("SELECT count(*) FROM wall_key").fetchone() == (0,)
