"""Requests at the desk: reception writes down, an officer answers, and the month ends for them too."""
from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from alektum_desk.domain.desk_requests import AsksFor
from alektum_desk.domain.errors import NotAllowed, Refused
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import desk as desks, desk_requests, exports, visitors
from alektum_desk.services.desk import Desk
from tests import forensic
from tests.builders import naughty
from tests.conftest import OFFICER, PASSWORD, Clock

DeskOn = Callable[..., Desk]
ClockOf = Callable[[Desk], Clock]
SAID = "Quirinus Zapfenstreich, quirinus@example.org"


def test_reception_writes_down_and_an_officer_reads(desk_on: DeskOn, clock_of: ClockOf) -> None:
    front = desk_on("2026-11-22", role="front-desk")
    visit = visitors.sign_in(front, Guest("Quirinus Zapfenstreich"))
    made = desk_requests.record(front, AsksFor.DATA, f"  {SAID} ", visit)
    assert (made.person, made.visit, made.due_from) == (SAID, visit.id, visit.due_from)
    assert desk_requests.waiting(front) == 1
    for attempt in (lambda: desk_requests.listed(front), lambda: desk_requests.close(front, made.id),
                    lambda: desk_requests.write_pack(front, visit, front.home / "pack.txt")):
        with pytest.raises(NotAllowed):
            attempt()
    front.close()
    officer = desks.open_desk(front.home, OFFICER, PASSWORD, clock_of(front))
    assert desk_requests.listed(officer) == (made,)
    desk_requests.close(officer, made.id)
    assert desk_requests.listed(officer) == ()
    with pytest.raises(Refused, match="not waiting"):
        desk_requests.close(officer, made.id)
    officer.close()


def test_a_request_is_sealed_and_goes_after_its_month(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    made = desk_requests.record(desk, AsksFor.ERASURE, SAID)
    place, needles = desk.store.compartment("visitors"), forensic.spellings(["Zapfenstreich", "quirinus@example.org"])
    assert forensic.found(place.path, place.key.raw, needles) == []
    assert forensic.found(place.path, place.key.raw, [made.id.encode()]) != []
    clock_of(desk).move(timedelta(days=29))
    visitors.tick(desk)
    assert desk_requests.waiting(desk) == 1
    clock_of(desk).move(made.due_from)
    assert desk_requests.waiting(desk) == 0
    assert desk_requests.listed(desk) == ()
    visitors.tick(desk)
    assert forensic.found(place.path, place.key.raw, [made.id.encode()]) == []


def test_the_pack_says_what_is_written_down(desk_on: DeskOn, tmp_path: Path) -> None:
    desk = desk_on("2026-11-22")
    visit = visitors.sign_in(desk, Guest("Ada Lovelace", None, "1-ABC-123", "Anna V."))
    file = tmp_path / "pack.txt"
    desk_requests.write_pack(desk, visit, file)
    said = file.read_text(encoding="utf-8")
    for words in ("Full name: Ada Lovelace", "Employer: Not stated", "Plate: 1-ABC-123", "Host: Anna V.", "Forgotten on: 22 December 2026, 12:00"):
        assert words in said
    assert [(each.kind, each.about) for each in exports.listed(desk)] == [("visit.pack", visit.id)]


@pytest.mark.parametrize("person", ["", "  ", "a\u202eb", "x" * 501])
def test_who_asks_is_a_line_of_text(desk_on: DeskOn, person: str) -> None:
    with pytest.raises(Refused, match="who asks"):
        desk_requests.record(desk_on("2026-11-22"), AsksFor.DATA, person)


def test_nasty_words_come_back_or_are_refused(desk_on: DeskOn) -> None:
    desk, said = desk_on("2026-11-22"), set()
    for text in naughty():
        try:
            said.add(desk_requests.record(desk, AsksFor.DATA, text).person)
        except Refused:
            continue
    assert {each.person for each in desk_requests.listed(desk)} == said
    assert len(said) > 50
