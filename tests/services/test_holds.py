"""Holds: two people, one visit, out of every list, gone with the release."""
from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from alektum_desk.domain.accounts import Confirmation
from alektum_desk.domain.errors import NotAllowed, Refused
from alektum_desk.domain.visitors import Guest, Visit
from alektum_desk.services import accounts, desk as desks, holds, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import holds as reasons, visitors as rows
from tests import forensic
from tests.conftest import PASSWORD, Clock

GUEST = Guest("Quirinus Zapfenstreich", "Wolkenkuckuck GmbH", "1-ZQX-994", "Anna Verhulst")
WHY = "Property was damaged at the gate"


@pytest.fixture
def desk(desk_on: Callable[..., Desk]) -> Desk:
    desk = desk_on("2026-11-22")
    accounts.add(desk, "Bo", "witness", PASSWORD)
    return desk


@pytest.fixture
def clock(desk: Desk, clock_of: Callable[[Desk], Clock]) -> Clock:
    return clock_of(desk)


def confirmed(desk: Desk, visit: Visit, clock: Clock, who: str = "Bo", case: str = "C-1", why: str = WHY) -> Confirmation:
    return accounts.confirm(desk.home, who, PASSWORD, holds.sentence(visit.id, case, why), clock)


def test_a_visit_on_hold_is_in_no_list_and_outlives_its_day(desk: Desk, clock: Clock) -> None:
    visit, other = visitors.sign_in(desk, GUEST), visitors.sign_in(desk, Guest("Ada Lovelace"))
    held = holds.hold(desk, visit.id, "C-1", WHY, confirmed(desk, visit, clock))
    assert (held.guest, held.case, held.reason, held.set_by, held.confirmed_by) == (GUEST, "C-1", WHY, "An Officer", "Bo")
    assert held.review_on == desk.today() + timedelta(days=30)
    assert visitors.listed(desk) == visitors.on_site(desk) == (other,)
    assert visitors.find(desk, "zapfen") == ()
    with pytest.raises(Refused, match="No visit"):
        visitors.sign_out(desk, id=visit.id)
    clock.move(visit.latest_allowed)
    assert visitors.tick(desk).rows_erased == 1             # everybody else's day goes on
    assert [each.guest for each in holds.listed(desk)] == [GUEST]
    assert holds.listed(desk)[0].needs_review(desk.today())


def test_released_it_is_gone_in_every_byte_and_so_is_its_reason(desk: Desk, clock: Clock) -> None:
    visit = visitors.sign_in(desk, GUEST)
    holds.hold(desk, visit.id, "C-1", WHY, confirmed(desk, visit, clock))
    sealed = [box for box in visitors.sealed(desk, visit.id).values() if box and box != visit.id]
    places = {name: desk.store.compartment(name) for name in ("visitors", "cases")}
    needles = [visit.id.encode(), visit.token.encode(), WHY.encode(), *(box.encode() for box in sealed), *(bytes.fromhex(box) for box in sealed)]

    def left() -> set[bytes]:
        return {needle for place in places.values() for needle in forensic.found(place.path, place.key.raw, needles)}
    assert {visit.id.encode(), WHY.encode(), *(bytes.fromhex(box) for box in sealed)} <= left()
    clock.move(visit.latest_allowed + timedelta(days=3))
    visitors.tick(desk)
    holds.release(desk, visit.id)
    assert holds.listed(desk) == ()
    assert left() == set()
    assert all(place.verify().problems == () for place in places.values())
    assert not desk.store.days["be-ghent"].hold_handles()


def test_one_person_alone_holds_nothing(desk: Desk, clock: Clock) -> None:
    visit, other = visitors.sign_in(desk, GUEST), visitors.sign_in(desk, GUEST)
    right = confirmed(desk, visit, clock)
    for wrong in (confirmed(desk, visit, clock, who="An Officer"), confirmed(desk, other, clock), confirmed(desk, visit, clock, case="C-2"),
                  Confirmation(right.account, right.text, right.note.replace("Bo", "Bx")[:-8] + "AAAA==\n")):
        with pytest.raises(NotAllowed):
            holds.hold(desk, visit.id, "C-1", WHY, wrong)
    for case, why, review in (("", WHY, None), ("C-1", " ", None), ("C-1", WHY, desk.today() + timedelta(days=31)), ("C-1", WHY, desk.today())):
        with pytest.raises(Refused):
            holds.hold(desk, visit.id, case, why, right, review)
    clock.move(visit.latest_allowed)
    with pytest.raises(Refused, match="No visit"):
        holds.hold(desk, visit.id, "C-1", WHY, confirmed(desk, visit, clock))


def test_the_front_desk_sets_none_and_carries_those_of_others(desk: Desk, clock: Clock) -> None:
    accounts.add(desk, "Kim", "front-desk", PASSWORD)
    visit = visitors.sign_in(desk, GUEST)
    front = desks.open_desk(desk.home, "Kim", PASSWORD, clock)
    with pytest.raises(NotAllowed):
        holds.hold(front, visit.id, "C-1", WHY, confirmed(desk, visit, clock))
    holds.hold(desk, visit.id, "C-1", WHY, confirmed(desk, visit, clock))
    assert visitors.listed(front) == ()
    clock.move(visit.latest_allowed)
    visitors.tick(front)
    with pytest.raises(NotAllowed):
        holds.listed(front)
    assert [each.guest for each in holds.listed(desk)] == [GUEST]
    front.close()


def test_half_a_hold_is_mended(desk: Desk, clock: Clock) -> None:
    visit, days = visitors.sign_in(desk, GUEST), desk.store.days["be-ghent"]
    days.hold()                                             # a key without a row
    with desk.store.act("cases", "test.reason") as session:         # a reason without a row
        session.add(reasons.Hold(visit="0" * 32, case_number="C-9", reason=WHY, set_at=desk.now(), review_on=desk.today(), set_by="x",
                                 confirmed_by="y", note=""))
    assert visitors.tick(desk).rows_erased == 0
    assert not days.hold_handles()
    with desk.store.read("cases") as session:
        assert not reasons.every(session)
    holds.hold(desk, visit.id, "C-1", WHY, confirmed(desk, visit, clock))
    [handle] = days.hold_handles()
    days.release(handle)                                    # a row without its key
    assert visitors.tick(desk).rows_erased == 1
    with desk.store.read("visitors") as session:
        assert rows.count(session) == 0
    assert holds.listed(desk) == ()
    before = desk.store.compartment("visitors").verify().entries
    visitors.tick(desk)
    assert desk.store.compartment("visitors").verify().entries == before        # nothing to do leaves nothing
