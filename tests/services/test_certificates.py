"""What was forgotten, told in counts, signed, and the same after any kill."""
from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pypdfium2 as pdfium
import pytest

from alektum_desk.base import language
from alektum_desk.domain.errors import NotAllowed, Refused
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import accounts, certificates, holds, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import certificates as store, erasure, journal
from tests import verapdf
from tests.conftest import PASSWORD, Clock

DeskOn = Callable[..., Desk]
ClockOf = Callable[[Desk], Clock]


def test_a_month_tells_what_was_due_erased_late_and_held(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    clock = clock_of(desk)
    accounts.add(desk, "Bo", "witness", PASSWORD)
    first = [visitors.sign_in(desk, Guest(f"Guest {number}")) for number in range(20)]
    kept = first.pop()
    holds.hold(desk, kept.id, "C-1", "theft", accounts.confirm(desk.home, "Bo", PASSWORD, holds.sentence(kept.id, "C-1", "theft"), clock))
    clock.move(timedelta(seconds=100))
    visitors.sign_in(desk, Guest("Later"))
    clock.move(first[0].due_from + timedelta(seconds=40))
    assert visitors.tick(desk).rows_erased == 19
    clock.move(timedelta(days=57))
    assert visitors.tick(desk).rows_erased == 1
    made = certificates.of_month(desk, "2026-12")
    [day] = made.days
    assert (day.due, day.erased, day.held) == (20, 20, 1)
    assert (day.lateness_p95_s, day.lateness_max_s) == (40, 57 * 86400 - 60)
    assert made.places == ("rows", "journal payloads", "free pages", "write-ahead log", "day keys")
    assert made.first < made.last
    place = desk.store.compartment("visitors")
    assert journal.read_note(made.checkpoint, place.origin, place.public).size == made.last + 1
    kept_file = (desk.home / "proofs" / "forgotten" / "2026-12.json").read_bytes()
    assert store.read(kept_file, place.origin, place.public) == certificates.as_json(made)
    assert "Guest" not in kept_file.decode()
    assert kept.id.encode() not in kept_file
    assert certificates.of_month(desk, "2026-11").days == ()


def test_a_job_told_twice_counts_once_and_a_changed_certificate_counts_nothing(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    visit = visitors.sign_in(desk, Guest("A Guest"))
    place = desk.store.compartment("visitors")
    clock_of(desk).move(visit.due_from)
    visitors.tick(desk)
    path = desk.home / "proofs" / "forgotten" / "2026-12-22.json"
    [run] = json.loads(path.read_text())["statement"]["runs"]
    with place.bare() as db:            # as if a kill had come before the mark was cleared
        db.execute("INSERT INTO pending VALUES (?, ?)", (run["job"], json.dumps({"entry": run["entry"], "days": {"2026-12-22": {"0": 1}}})))
    assert erasure.settle(place)
    assert certificates.of_month(desk, "2026-12").days[0].erased == 1
    path.write_text(path.read_text().replace('"0": 1', '"0": 9'))
    assert certificates.of_month(desk, "2026-12").days == ()


def test_small_numbers_are_not_told_on_paper(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    visits = [visitors.sign_in(desk, Guest("A Guest")) for _ in range(3)]
    clock_of(desk).move(visits[0].due_from + timedelta(seconds=37))
    visitors.tick(desk)
    made = certificates.of_month(desk, "2026-12")
    with pdfium.PdfDocument(certificates.paper(desk, made)) as paper:
        words = paper[0].get_textpage().get_text_range().split()
    assert made.days[0].lateness_max_s == 37
    assert "37" not in words
    assert words.count("–") >= 2
    for code in ("en", "nl", "fi"):
        before = language.current()
        language.use(code)
        try:
            assert verapdf.broken(certificates.paper(desk, made), "2a", "ua1") == {}
        finally:
            language.use(before)


def test_no_certificate_of_what_is_no_month_and_none_for_who_forgets_nothing(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-22")
    for month in ("2026-13", "2026-1", "../../x", "2026-12", ""):
        with pytest.raises(Refused):
            certificates.of_month(desk, month)
    with pytest.raises(NotAllowed):
        certificates.of_month(desk_on("2026-11-22", role="auditor"), "2026-11")
