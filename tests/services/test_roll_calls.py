"""The roll call: everybody, from memory, within a second; on paper with a day to go."""
from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pypdfium2
import pytest

from alektum_desk.domain.errors import NotAllowed, Refused
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import exports, groups, journals, roll_calls, visitors
from alektum_desk.services.desk import Desk
from tests import verapdf
from tests.builders import naughty
from tests.conftest import Clock
from tests.timing import work_of

DeskOn = Callable[..., Desk]
ClockOf = Callable[[Desk], Clock]


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def test_everybody_in_the_building_by_name(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-27T14:00")
    for name in ("Zoë Strasser", "Émile Dupont", "Ada Lovelace"):
        visitors.sign_in(desk, Guest(name))
    visitors.sign_out(desk, id=visitors.sign_in(desk, Guest("Gone")).id)
    call = roll_calls.begin(desk)
    assert [each.name for each in call.people] == ["Ada Lovelace", "Émile Dupont", "Zoë Strasser"]
    visitors.sign_in(desk, Guest("Too late"))
    call.tick(call.people[0].id)
    call.tick(call.people[1].id)
    call.tick(call.people[1].id)
    assert [each.name for each in call.missing] == ["Émile Dupont", "Zoë Strasser"]
    clock_of(desk).move(timedelta(minutes=4))
    done = roll_calls.end(desk, call)
    assert (done.people, done.missing, done.seconds, done.drill) == (3, 2, 240, False)
    assert journals.latest(desk, "visitors", 1)[0].summary == {"drill": False, "people": 3, "missing": 2, "seconds": 240}


def test_whom_only_the_clock_signed_out_is_still_called(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-27T14:00")
    visitors.sign_in(desk, Guest("Ada Lovelace"))
    clock_of(desk).move(timedelta(hours=5))
    visitors.tick(desk)
    call = roll_calls.begin(desk, drill=True)
    assert [each.closed for each in call.people] == [True]
    assert "signed out by the clock" in " ".join(words(roll_calls.paper(desk, call)).split())
    clock_of(desk).move(timedelta(days=1))
    assert roll_calls.begin(desk).people == ()


def test_the_paper_is_an_export_with_a_day_to_go(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-27T14:00", role="front-desk")
    visitors.sign_in(desk, Guest("Ada Lovelace", "Elevator NV", "1-ABC-123", "Anna V."))
    file = roll_calls.write(desk, roll_calls.begin(desk, drill=True))
    assert file.name.endswith("_destroy-by-2026-11-28.pdf")
    pdf = file.read_bytes()
    said = " ".join(words(pdf).split())
    for word in ("Drill: roll call", "1 person in the building", "Ada Lovelace", "Elevator NV", "Anna V.", "001", "Destroy by 28 November 2026."):
        assert word in said
    assert "1-ABC" not in said
    assert verapdf.broken(pdf, "2a", "ua1") == {}
    [listed] = exports.listed(desk)
    assert (listed.kind, listed.file, str(listed.delete_by)) == ("roll_call", file, "2026-11-28")
    clock_of(desk).move(timedelta(days=2))
    assert [each.gone for each in exports.shred(desk)] == [True]
    assert not file.exists()


def test_an_empty_building_is_said_on_paper_too(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-27T14:00")
    assert "Nobody is in the building." in words(roll_calls.paper(desk, roll_calls.begin(desk)))


def test_two_hundred_people_within_a_second(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-27T14:00")
    for party in range(4):
        groups.sign_in(desk, [Guest(f"Guest {party} {number}", "Elevator NV", None, "Anna V.") for number in range(50)])
    visitors.listed(desk)
    assert work_of(lambda: roll_calls.begin(desk)) < 0.1
    call = roll_calls.begin(desk)
    papers: list[bytes] = []
    assert work_of(lambda: papers.append(roll_calls.paper(desk, call))) < 1      # by the clock: ./desk bench visitors
    paper = papers[0]
    assert len(call.people) == 200
    assert words(paper).count("Guest") == 200


def test_nasty_names_are_called_and_printed(desk_on: DeskOn) -> None:
    desk, taken = desk_on("2026-11-27T14:00"), 0
    for text in naughty():
        try:
            groups.sign_in(desk, [Guest(text, text, None, text)])
        except Refused:
            continue
        taken += 1
    assert taken > 50
    call = roll_calls.begin(desk)
    assert len(call.people) == taken
    assert roll_calls.paper(desk, call).startswith(b"%PDF")


def test_who_opens_no_visits_calls_nobody(desk_on: DeskOn) -> None:
    with pytest.raises(NotAllowed):
        roll_calls.begin(desk_on("2026-11-27", role="auditor"))


def test_the_ticks_outlive_the_program(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-27T14:00")
    for name in ("Ada Lovelace", "Émile Dupont", "Zoë Strasser"):
        visitors.sign_in(desk, Guest(name))
    assert roll_calls.kept(desk) is None
    call = roll_calls.begin(desk, drill=True)
    call.tick(call.people[0].id)
    roll_calls.keep(desk, call)
    visitors.sign_in(desk, Guest("Too late"))
    visitors.sign_out(desk, id=call.people[2].id)
    again = roll_calls.kept(desk)
    assert again is not None
    assert (again.began_at, again.drill, [each.name for each in again.missing]) == (call.began_at, True, ["Émile Dupont", "Zoë Strasser"])
    roll_calls.end(desk, again)
    assert roll_calls.kept(desk) is None


def test_what_is_kept_of_a_roll_call_goes_with_the_day(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-27T14:00")
    visitors.sign_in(desk, Guest("Ada Lovelace"))
    roll_calls.keep(desk, roll_calls.begin(desk))
    clock_of(desk).move(timedelta(hours=11))
    assert roll_calls.kept(desk) is None
    visitors.tick(desk)
    with desk.store.bare("visitors") as db:
        assert db.execute("SELECT count(*) FROM draft").fetchone() == (0,)


def test_the_file_says_nothing_of_whom_was_found(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-27T14:00")
    visit = visitors.sign_in(desk, Guest("Ada Lovelace"))
    call = roll_calls.begin(desk)
    call.tick(visit.id)
    roll_calls.keep(desk, call)
    with desk.store.bare("visitors") as db:
        [(body,)] = db.execute("SELECT body FROM draft").fetchall()
    assert visit.id.encode() not in bytes(body)
