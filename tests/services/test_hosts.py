"""The hosts of a site: kept by officers, found by three letters, gone with their last day."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import NotAllowed, Refused
from alektum_desk.services import hosts
from alektum_desk.services.desk import Desk
from tests import forensic
from tests.builders import naughty
from tests.conftest import Clock

DeskOn = Callable[..., Desk]
ClockOf = Callable[[Desk], Clock]


@pytest.fixture
def desk(desk_on: DeskOn) -> Desk:
    return desk_on("2026-11-24")


def test_a_host_is_found_by_three_letters_of_either_name(desk: Desk) -> None:
    anna, jorn = hosts.add(desk, "Anna", "Verhulst"), hosts.add(desk, "Jørn", "van der Érable", phone="+32 9 1")
    for prefix in ("ann", "ANN", "ver", "anna v", "verhulst anna", "  Ann "):
        assert hosts.search(desk, prefix) == (anna,)
    for prefix in ("jor", "JØRN", "era", "van"):
        assert hosts.search(desk, prefix) == (jorn,)
    for prefix in ("", "an", "a n", "---", "nna", "erh", "anna x"):
        assert hosts.search(desk, prefix) == ()


def test_no_more_than_five_are_told(desk: Desk) -> None:
    for number in range(9):
        hosts.add(desk, f"Anna{number}", "Verhulst")
    assert [each.first_name for each in hosts.search(desk, "anna")] == ["Anna0", "Anna1", "Anna2", "Anna3", "Anna4"]


def test_hosts_belong_to_a_site_of_this_desk(desk: Desk) -> None:
    with pytest.raises(Refused, match="se"):
        hosts.add(desk, "Anna", "Verhulst", site="se")
    hosts.add(desk, "Anna", "Verhulst")
    assert hosts.search(desk, "anna", "se") == ()


def test_officers_keep_the_list_and_the_front_desk_reads_it(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-24", role="front-desk")
    for attempt in (lambda: hosts.add(desk, "Anna", "Verhulst"), lambda: hosts.remove(desk, "x"), lambda: hosts.read(desk, "first_name,last_name\n")):
        with pytest.raises(NotAllowed):
            attempt()
    assert hosts.listed(desk) == ()


def test_changing_and_removing(desk: Desk) -> None:
    told = list[frozenset[Kind]]()
    desk.store.changed.append(told.append)
    one = hosts.add(desk, "Anna", "Verhulst")
    two = hosts.add(desk, "Tom", "Deckers")
    from dataclasses import replace
    assert hosts.change(desk, replace(one, phone="12")).phone == "12"
    with pytest.raises(Refused, match="already"):
        hosts.change(desk, replace(one, first_name="Tom", last_name="DECKERS"))
    with pytest.raises(Refused, match="already"):
        hosts.add(desk, "tom", "deckers")
    hosts.remove(desk, two.id)
    with pytest.raises(Refused, match="no such host"):
        hosts.remove(desk, two.id)
    assert [each.name for each in hosts.listed(desk)] == ["Anna Verhulst"]
    assert set(told) == {frozenset({Kind.CARD})}


def test_who_has_left_is_gone_in_every_byte(desk: Desk, clock_of: ClockOf) -> None:
    host = hosts.add(desk, "Quirina", "Zapfenstreich", leaves_on=date(2026, 11, 26))
    place, needles = desk.store.compartment("visitors"), forensic.spellings(["Quirina", "Zapfenstreich"])
    assert forensic.found(place.path, place.key.raw, needles)
    clock_of(desk).move(timedelta(days=1))
    assert hosts.tidy(desk) == 0
    assert hosts.named(desk, host.id) == host
    clock_of(desk).move(timedelta(days=1))
    assert hosts.listed(desk) == ()
    assert hosts.tidy(desk) == 1
    assert forensic.found(place.path, place.key.raw, needles) == []


def test_a_list_is_read_in_and_again_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "hosts.csv"
    file.write_bytes("First name;Last name;Phone;Leaves on\r\nAnna;Verhulst;12;\r\n;;;\r\nTom;Deckers;;2027-01-31\r\n;Nobody;;\r\nAnke;Claes;;soon\r\n".encode("cp1252"))
    done = hosts.read_file(desk, file)
    assert (done.rows_read, done.imported, [number for number, _why in done.reported]) == (4, 2, [5, 6])
    before = hosts.listed(desk)
    assert [(each.name, each.leaves_on) for each in before] == [("Tom Deckers", date(2027, 1, 31)), ("Anna Verhulst", None)]
    hosts.read_file(desk, file)
    assert hosts.listed(desk) == before


@pytest.mark.parametrize(("text", "said"), [
    ("", "lacks the columns"), ("name\nAnna", "lacks the columns"), ("first_name,last_name,email\nA,B,c", "not asked for"),
    ('first_name,last_name\n"Anna,B', "cannot be read"),
])
def test_a_list_that_cannot_be_read_says_why(desk: Desk, text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        hosts.read(desk, text)
    assert hosts.listed(desk) == ()


def test_naughty_names_are_taken_whole_or_refused(desk: Desk) -> None:
    taken = 0
    for text in naughty():
        try:
            host = hosts.add(desk, text, text)
        except Refused:
            continue
        taken += 1
        assert hosts.named(desk, host.id) == host
        assert host.shown.isprintable() or not text.isprintable()
        assert len(hosts.search(desk, text)) <= 5
    assert taken > 50
