"""Visitors at the desk: in, out, found, forgotten; and no trace of them anywhere."""
from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from alektum_desk.domain.cards import Card
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import ClockUnsure, Full, NotAllowed, Refused
from alektum_desk.domain.visitors import Guest, Visit, checked, forget_on
from alektum_desk.services import backups, cards, deliveries, desk as desks, groups, restores, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import erasure, visitors as store
from tests import forensic
from tests.builders import naughty
from tests.conftest import PASSWORD, Clock
from tests.timing import work_of

NAMES = ("Quirinus Zapfenstreich", "Wolkenkuckuck GmbH", "1-ZQX-994", "Anna Verhulst")
GUEST = Guest(*NAMES)
DeskOn = Callable[..., Desk]
ClockOf = Callable[[Desk], Clock]


def reopened(desk: Desk, clock: Clock) -> Desk:
    desk.close()
    return desks.open_desk(desk.home, desk.who.name, PASSWORD, clock)


def key_of(desk: Desk) -> bytes:
    return desk.store.compartment("visitors").key.raw


def file_of(desk: Desk) -> Path:
    return desk.store.compartment("visitors").path


# -- in and out

def test_signing_in_says_when_the_visit_is_forgotten(desk_on: DeskOn) -> None:
    desk = desk_on("2026-01-31T16:00")
    visit = visitors.sign_in(desk, GUEST, "be-ghent")
    assert visit.last_day == date(2026, 2, 28)
    assert visit.due_from == datetime(2026, 2, 28, 15, 0, tzinfo=UTC)
    assert visit.latest_allowed == datetime(2026, 2, 28, 23, 0, tzinfo=UTC)
    assert visitors.listed(desk) == visitors.on_site(desk) == (visit,)
    assert visitors.living(desk, visit.id) == visit


def test_what_is_not_stated_is_none(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-22")
    visit = visitors.sign_in(desk, Guest("Ada Lovelace", "", " ", None))
    assert (visit.employer, visit.plate, visit.host) == (None, None, None)
    assert visitors.listed(desk) == (visit,)
    assert visitors.sealed(desk, visit.id)["plate"] is None


def test_signing_out_by_token_or_id_once(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    one, two = visitors.sign_in(desk, GUEST), visitors.sign_in(desk, Guest("Ada Lovelace"))
    clock_of(desk).move(timedelta(hours=2))
    assert visitors.sign_out(desk, token=one.token).departed_at == desk.now()
    assert visitors.sign_out(desk, id=two.id).last_day == two.last_day
    assert visitors.on_site(desk) == ()
    with pytest.raises(Refused, match="already"):
        visitors.sign_out(desk, token=one.token)
    for token, visit in (("0" * 32, None), (None, "nobody"), (None, None)):
        with pytest.raises(Refused, match="No visit"):
            visitors.sign_out(desk, token=token, id=visit)


def test_nobody_leaves_before_the_arrival_or_after_now(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-22")
    visit = visitors.sign_in(desk, GUEST)
    with pytest.raises(Refused, match="before the arrival"):
        visitors.sign_out(desk, id=visit.id, at=visit.arrived_at - timedelta(minutes=1))
    with pytest.raises(Refused, match="still to come"):
        visitors.sign_out(desk, id=visit.id, at=visit.arrived_at + timedelta(minutes=1))
    assert visitors.on_site(desk) == (visit,)


def test_a_late_sign_out_lengthens_nothing(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    visit = visitors.sign_in(desk, GUEST)
    clock_of(desk).move(timedelta(days=29))
    left = visitors.sign_out(desk, id=visit.id)
    assert (left.last_day, left.due_from, left.latest_allowed) == (visit.last_day, visit.due_from, visit.latest_allowed)


def test_an_unknown_site_is_refused_and_the_known_ones_named(desk_on: DeskOn) -> None:
    with pytest.raises(Refused, match="be-antwerp") as refusal:
        visitors.sign_in(desk_on("2026-11-22"), GUEST, "be-antwerp")
    assert refusal.value.fields["sites"] == "be-ghent"


def test_what_is_refused_leaves_nothing(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-22")
    for guest in (Guest(" "), Guest("a\nb"), Guest("x" * 201)):
        with pytest.raises(Refused):
            visitors.sign_in(desk, guest)
    assert visitors.listed(desk) == ()


def test_the_front_desk_may_and_an_auditor_may_not(desk_on: DeskOn) -> None:
    front = desk_on("2026-11-22", role="front-desk")
    visit = visitors.sign_in(front, GUEST)
    assert visitors.listed(front) == (visit,)
    auditor = desk_on("2026-11-22", role="auditor")
    for attempt in (lambda: visitors.sign_in(auditor, GUEST), lambda: visitors.listed(auditor), lambda: visitors.forget(auditor)):
        with pytest.raises(NotAllowed):
            attempt()
    assert visitors.tick(auditor).mode == "locked"


def test_screens_are_told(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk, told = desk_on("2026-11-22"), list[frozenset[Kind]]()
    desk.store.changed.append(told.append)
    visitors.sign_in(desk, GUEST)
    clock_of(desk).move(timedelta(days=40))
    visitors.tick(desk)
    visitors.tick(desk)
    assert told == [frozenset({Kind.VISIT})] * 2


# -- the list

def test_finding_needs_every_word_in_any_field(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-22")
    visit = visitors.sign_in(desk, Guest("Zoë STRAßER", "Elevator NV", "1-ABC-234", "Tom Deckers"))
    visitors.sign_in(desk, Guest("Ada Lovelace"))
    for text in ("zoë", "zoe", "ZOË strasser", "elev tom", "abc-234 ZOË", "  deckers "):
        assert visitors.find(desk, text) == (visit,)
    assert visitors.find(desk, "elevator ada") == ()
    assert len(visitors.find(desk, "  ")) == 2


def test_the_newest_stands_first_and_the_list_follows_other_processes(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    one = visitors.sign_in(desk, Guest("One"))
    assert visitors.listed(desk) == (one,)
    other = desks.open_desk(desk.home, None, PASSWORD, clock_of(desk))
    clock_of(desk).move(timedelta(minutes=1))
    two = visitors.sign_in(other, Guest("Two"))
    assert visitors.listed(desk) == (two, one)
    visitors.sign_out(other, id=one.id)
    assert visitors.on_site(desk) == (two,)
    clock_of(desk).move(timedelta(days=40))
    visitors.forget(other)
    other.close()
    assert visitors.listed(desk) == ()


def test_the_list_is_the_same_after_opening_again(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    visits = {visitors.sign_in(desk, Guest(f"Guest {number}", None, f"P-{number}", "Anna")) for number in range(9)}
    assert set(visitors.listed(reopened(desk, clock_of(desk)))) == visits


# -- forgotten

def test_present_until_the_minute_and_gone_after_it(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    visit, clock = visitors.sign_in(desk, GUEST), clock_of(desk)
    clock.move(visit.due_from - timedelta(seconds=1))
    assert visitors.tick(desk).rows_erased == 0
    assert [each.id for each in visitors.listed(desk)] == [visit.id]
    clock.move(visit.due_from)
    assert visitors.listed(desk) == ()          # also before the tick
    assert visitors.tick(desk).rows_erased == 1
    with desk.store.read("visitors") as session:
        assert store.count(session) == 0


def test_late_is_told_in_seconds(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-05T09:00")
    visit = visitors.sign_in(desk, GUEST)
    clock_of(desk).move(datetime(2027, 2, 1, 8, 0, tzinfo=UTC))
    done = visitors.forget(desk)
    assert (done.mode, done.rows_erased) == ("opened", 1)
    assert timedelta(seconds=done.late_s) >= desk.now() - visit.due_from == timedelta(days=58)


def test_a_machine_that_was_off_shows_nothing_at_its_start(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-05T09:00")
    visitors.sign_in(desk, GUEST)
    clock = clock_of(desk)
    clock.move(datetime(2027, 2, 1, 8, 0, tzinfo=UTC))
    desk = reopened(desk, clock)
    with desk.store.read("visitors") as session:
        assert all(store.opened(row, desk.store.days[row.site]) is None for row in store.every(session))
    assert visitors.listed(desk) == ()
    assert visitors.tick(desk).rows_erased == 1
    desk.close()


def test_locked_the_keys_of_passed_days_go_without_a_password(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    visit, clock = visitors.sign_in(desk, GUEST), clock_of(desk)
    desk.close()
    clock.move(visit.latest_allowed - timedelta(seconds=1))
    assert visitors.forget_locked(desk.home, clock).days_destroyed == 30
    clock.move(visit.latest_allowed)
    done = visitors.forget_locked(desk.home, clock)
    assert (done.mode, done.days_destroyed, done.rows_erased, done.late_s) == ("locked", 1, 0, 0)
    clock.move(visit.arrived_at)                    # and nobody can go back
    desk = desks.open_desk(desk.home, None, PASSWORD, clock)
    with desk.store.read("visitors") as session:
        assert [store.opened(row, desk.store.days[row.site]) for row in store.every(session)] == [None]
    desk.close()


def test_a_clock_set_back_brings_nothing_back_and_takes_no_new_visit(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-02T10:00")
    visit, clock = visitors.sign_in(desk, GUEST), clock_of(desk)
    clock.move(visit.latest_allowed)
    visitors.listed(desk)
    clock.move(visit.arrived_at + timedelta(days=10))
    assert visitors.listed(desk) == ()
    assert visitors.tick(desk).rows_erased == 1
    desk = reopened(desk, clock)
    assert visitors.listed(desk) == ()
    with pytest.raises(ClockUnsure):
        visitors.sign_in(desk, GUEST)
    desk.close()


def test_a_removed_clock_is_an_alarm(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    desk.close()
    (desk.home / "clock.json").unlink()
    with pytest.raises(ClockUnsure):
        desks.open_desk(desk.home, None, PASSWORD, clock_of(desk))


def test_a_restored_backup_shows_nothing_that_is_due(desk_on: DeskOn, clock_of: ClockOf, tmp_path: Path) -> None:
    desk = desk_on("2026-11-22")
    visit, clock = visitors.sign_in(desk, GUEST), clock_of(desk)
    backup = backups.create(desk, tmp_path / "backups").file
    clock.move(timedelta(days=20))
    visitors.sign_in(desk, Guest("Later Guest"))
    desk.close()
    clock.move(visit.latest_allowed)
    assert restores.restore(desk.home, backup, None, PASSWORD, clock).dropped == 1
    desk = desks.open_desk(desk.home, None, PASSWORD, clock)
    assert visitors.listed(desk) == ()
    assert visitors.tick(desk).rows_erased == 0
    desk.close()


@pytest.mark.parametrize(("stored", "goes"), [(-2, -2), (2, 0)])
def test_the_earlier_of_the_stored_and_the_recomputed_limit_counts(desk_on: DeskOn, clock_of: ClockOf, stored: int, goes: int) -> None:
    """As if the world's clocks had been changed by law after the visit was written down."""
    desk = desk_on("2026-11-22")
    visit, clock = visitors.sign_in(desk, GUEST), clock_of(desk)
    with desk.store.act("visitors", "test.limit") as session:
        row = store.by_id(session, visit.id)
        assert row is not None
        row.due_from = visit.due_from + timedelta(hours=stored)
    clock.move(visit.due_from + timedelta(hours=goes, seconds=-1))
    assert visitors.forget(desk).rows_erased == 0
    clock.move(timedelta(seconds=1))
    assert visitors.forget(desk).rows_erased == 1


# -- no byte

def test_no_name_is_in_any_byte_of_the_home(desk_on: DeskOn, tmp_path: Path) -> None:
    desk = desk_on("2026-11-22")
    visit = visitors.sign_in(desk, GUEST)
    visitors.sign_out(desk, id=visit.id)
    visitors.find(desk, "zapfenstreich")
    words = [part for name in NAMES for part in (name, *name.split())]
    assert forensic.in_files(desk.home, words) == []
    assert forensic.found(file_of(desk), key_of(desk), forensic.spellings(words)) == []     # sealed inside the pages, too
    (tmp_path / "planted").mkdir()
    (tmp_path / "planted" / "note.bin").write_bytes(b"\0" + NAMES[0].encode("utf-16-le"))
    assert forensic.in_files(tmp_path / "planted", words)         # the search can find


def test_after_forgetting_no_byte_of_a_visit_stays_in_any_page(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    gone = [visitors.sign_in(desk, Guest(f"Guest {number}", "Elevator NV", f"P-{number}", "Anna")) for number in range(60)]
    visitors.sign_out(desk, id=gone[0].id)
    clock_of(desk).move(timedelta(days=5))
    kept = visitors.sign_in(desk, GUEST)
    needles = traces(desk, gone)
    assert set(forensic.found(file_of(desk), key_of(desk), needles)) == set(needles)        # alive, all are there
    clock_of(desk).move(gone[0].due_from)
    assert visitors.forget(desk).rows_erased == 60
    assert forensic.found(file_of(desk), key_of(desk), needles) == []
    assert visitors.listed(desk) == (kept,)
    assert forensic.found(file_of(desk), key_of(desk), traces(desk, [kept])) != []
    assert desk.store.compartment("visitors").verify().problems == ()


def traces(desk: Desk, visits: list[Visit]) -> list[bytes]:
    """Ids, tokens and sealed fields, as bytes of the row and as hex in the payloads."""
    boxes = [box for visit in visits for box in visitors.sealed(desk, visit.id).values() if box and box != visit.id]
    return [*(each.id.encode() for each in visits), *(each.token.encode() for each in visits),
            *(bytes.fromhex(box) for box in boxes), *(box.upper().encode() for box in boxes)]


def test_who_still_reads_holds_up_the_claim_and_not_the_forgetting(desk_on: DeskOn, clock_of: ClockOf,
                                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_on("2026-11-22")
    visit = visitors.sign_in(desk, GUEST)
    needles = traces(desk, [visit])
    monkeypatch.setattr(erasure, "PATIENCE", 0.0)
    monkeypatch.setattr("alektum_desk.store.compartment.PATIENCE_MS", 50)
    other = desks.open_desk(desk.home, None, PASSWORD, clock_of(desk))
    clock_of(desk).move(visit.due_from)
    with other.store.read("visitors") as session:
        assert store.count(session) == 1
        assert visitors.forget(desk).rows_erased == 1
        assert not visitors.settle(desk)
    other.close()
    assert visitors.tick(desk).rows_erased == 0
    assert visitors.settle(desk)
    assert forensic.found(file_of(desk), key_of(desk), needles) == []


def test_vacuum_clears_what_page_splits_left(desk_on: DeskOn, clock_of: ClockOf) -> None:
    """Random ids in small acts split pages; torn copies of rows then lie in slack that no deletion reaches."""
    desk, chance = desk_on("2026-11-22"), random.Random(3)
    place, days, now = desk.store.compartment("visitors"), desk.store.days["be-ghent"], desk.now()
    ids = [f"{chance.getrandbits(128):032x}" for _ in range(7000)]
    expired, rows = set(ids[:2100]), []
    for visit in ids:
        arrived_at = now + timedelta(days=visit not in expired)
        limit = forget_on(arrived_at, "Europe/Brussels")
        chain, key = days.for_sealing(limit.last_day)
        rows.append({"id": visit, "token": visit[::-1], "site": "be-ghent", "chain": chain, "held": False, "last_day": limit.last_day,
                     "due_from": limit.due_from, "arrived_at": arrived_at, **store.seal(key, visit, GUEST)})
    chance.shuffle(rows)
    for start in range(0, len(rows), 100):
        with desk.store.act("visitors", "test.fill", summary={"rows": 100}) as session:
            session.execute(insert(store.Visit), rows[start:start + 100])
    for visit in sorted(expired)[::7]:
        with desk.store.act("visitors", "test.correct") as session:         # longer than before, so that the row moves
            session.execute(update(store.Visit).where(store.Visit.id == visit).values(employer=b"x" * 120))

    def left() -> int:
        runs = re.findall(rb"[0-9a-f]{12,}", b"".join(forensic.pages(place.path, place.key.raw)))     # a torn copy is a copy
        parts = {run[at:at + 12].decode() for run in runs for at in range(len(run) - 11)}
        return sum(any(visit[at:at + 12] in parts for at in range(21)) for visit in expired)
    assert left() == 2100
    clock_of(desk).move(forget_on(now, "Europe/Brussels").due_from)
    assert visitors.forget(desk).rows_erased == 2100
    assert left() == 0


# -- badges, groups, deliveries

def test_badges_count_the_arrivals_of_a_day(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2027-01-29T16:00")
    assert [visitors.sign_in(desk, Guest(f"Guest {number}")).badge for number in range(3)] == [1, 2, 3]
    clock_of(desk).move(timedelta(days=1))                  # both days end on 28 February
    assert visitors.sign_in(desk, GUEST).badge == 1
    assert visitors.find(desk, "zapfen 1") == visitors.listed(desk)[:1]


def test_a_group_comes_whole_or_not_at_all(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    came = groups.sign_in(desk, [Guest("Émile Dupont"), Guest("Ada Lovelace", plate="1-ABC-1")])
    assert [each.badge for each in came] == [1, 2]
    assert len({each.party for each in came}) == 1
    with pytest.raises(Refused, match="needs the visitor's name") as refusal:
        groups.sign_in(desk, [Guest("One"), Guest(" "), Guest("Three")])
    assert refusal.value.fields["line"] == 2
    for wrong in ([], [Guest("x")] * 61):
        with pytest.raises(Refused, match="1 to 60"):
            groups.sign_in(desk, wrong)
    assert set(visitors.listed(desk)) == set(came)
    clock_of(desk).move(timedelta(hours=1))
    assert groups.sign_out(desk, came[0].party or "") == 2
    assert groups.sign_out(desk, came[0].party or "") == 0
    assert visitors.on_site(desk) == ()


def test_a_delivery_has_no_name_and_is_over_at_once(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    brought = deliveries.note(desk, "PostNL", "Mail room")
    assert (brought.name, brought.employer, brought.plate, brought.host, brought.badge) == ("", "PostNL", None, "Mail room", None)
    assert visitors.listed(desk) == visitors.find(desk, "postnl") == (brought,)
    assert visitors.on_site(desk) == ()
    assert reopened(desk, clock_of(desk)).store is not None
    with pytest.raises(Refused, match="firm"):
        deliveries.note(desk, "  ", "Mail room")


def test_a_delivery_is_forgotten_like_a_visit(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    brought = deliveries.note(desk, "Wolkenkuckuck GmbH")
    needles = traces(desk, [brought])
    clock_of(desk).move(brought.due_from)
    assert visitors.forget(desk).rows_erased == 1
    assert forensic.found(file_of(desk), key_of(desk), needles) == []


# -- the door closes, and is full

def test_who_forgot_to_sign_out_left_at_closing_time(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk, clock = desk_on("2026-11-23T16:00"), None
    early = visitors.sign_in(desk, GUEST)
    clock = clock_of(desk)
    clock.move(timedelta(hours=2, seconds=-1))
    visitors.tick(desk)
    assert visitors.on_site(desk) == (early,)
    clock.move(timedelta(hours=1))
    late = visitors.sign_in(desk, Guest("Ada Lovelace"))
    visitors.tick(desk)
    closed = visitors.living(desk, early.id)
    assert (closed.closed, closed.departed_at) == (True, datetime(2026, 11, 23, 17, 0, tzinfo=UTC))
    assert (closed.last_day, closed.due_from) == (early.last_day, early.due_from)
    assert visitors.on_site(desk) == (late,)                # came after it: the next one counts
    clock.move(timedelta(days=1))
    visitors.tick(desk)
    assert visitors.living(desk, late.id).departed_at == datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    again = visitors.sign_out(desk, id=early.id, at=datetime(2026, 11, 23, 16, 30, tzinfo=UTC))      # somebody knows better
    assert (again.closed, again.due_from) == (False, early.due_from)
    assert visitors.close_forgotten(desk) == 0


def test_the_card_says_when_the_door_closes(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-23T16:00")
    cards.write(desk, Card("be-ghent", None))
    visit = visitors.sign_in(desk, GUEST)
    clock_of(desk).move(timedelta(days=2))
    assert visitors.close_forgotten(desk) == 0
    cards.write(desk, Card("be-ghent", time(9, 30), 40))
    assert cards.card(desk) == Card("be-ghent", time(9, 30), 40)
    assert visitors.close_forgotten(desk) == 1
    assert visitors.living(desk, visit.id).departed_at == datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


def test_a_full_building_lets_nobody_in_unless_somebody_answers_for_it(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-23")
    cards.write(desk, Card("be-ghent", capacity=2))
    first = visitors.sign_in(desk, Guest("One"))
    with pytest.raises(Full, match="takes 2 people"):
        groups.sign_in(desk, [Guest("Two"), Guest("Three")])
    visitors.sign_in(desk, Guest("Two"))
    deliveries.note(desk, "PostNL")
    for attempt in (lambda: visitors.sign_in(desk, Guest("Three")), lambda: groups.sign_in(desk, [Guest("Three")])):
        with pytest.raises(Full, match="and 2 are in it"):
            attempt()
    assert visitors.sign_in(desk, Guest("Three"), over=True).is_on_site
    visitors.sign_out(desk, id=first.id)
    with pytest.raises(Refused):
        cards.write(desk, Card("be-ghent", capacity=0))


def test_the_card_is_the_officers(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-23", role="front-desk")
    assert cards.card(desk) == Card("be-ghent")
    with pytest.raises(NotAllowed):
        cards.write(desk, Card("be-ghent", capacity=5))


# -- put right, and erased before the day

def test_a_correction_lengthens_nothing_and_leaves_no_byte_of_what_was_wrong(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk = desk_on("2026-11-22")
    visit = visitors.sign_in(desk, GUEST)
    wrong = traces(desk, [visit])
    clock_of(desk).move(timedelta(days=3))
    right = visitors.correct(desk, visit.id, Guest("Quirina Zapfenstreich", None, "1-ZQX-995", "Anna Verhulst"))
    assert (right.name, right.employer, right.plate) == ("Quirina Zapfenstreich", None, "1-ZQX-995")
    assert (right.token, right.last_day, right.due_from, right.arrived_at) == (visit.token, visit.last_day, visit.due_from, visit.arrived_at)
    assert visitors.listed(desk) == visitors.find(desk, "quirina") == (right,)
    with pytest.raises(Refused, match="needs the visitor's name"):
        visitors.correct(desk, visit.id, Guest(" "))
    clock_of(desk).move(visit.due_from)
    with pytest.raises(Refused, match="No visit"):
        visitors.correct(desk, visit.id, GUEST)
    visitors.tick(desk)
    assert forensic.found(file_of(desk), key_of(desk), wrong) == []


def test_an_officer_erases_a_visit_before_its_day(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-22")
    visit, kept = visitors.sign_in(desk, GUEST), visitors.sign_in(desk, Guest("Ada Lovelace"))
    needles = traces(desk, [visit])
    visitors.erase(desk, visit.id)
    assert visitors.listed(desk) == (kept,)
    assert forensic.found(file_of(desk), key_of(desk), needles) == []
    with pytest.raises(Refused, match="No visit"):
        visitors.erase(desk, visit.id)
    front = desk_on("2026-11-22", role="front-desk")
    with pytest.raises(NotAllowed):
        visitors.erase(front, visitors.sign_in(front, GUEST).id)


def test_nasty_words_come_back_as_they_were_or_are_refused(desk_on: DeskOn, clock_of: ClockOf) -> None:
    desk, said = desk_on("2026-11-22"), dict[str, Guest]()
    for text in naughty():
        try:
            guest = checked(Guest(text, text, text[:20], text))
        except Refused:
            continue
        said[visitors.sign_in(desk, guest).id] = guest
    assert len(said) > 50
    again = reopened(desk, clock_of(desk))
    for visit in visitors.listed(again):
        assert Guest(visit.name, visit.employer, visit.plate, visit.host) == said[visit.id]
        assert visit in visitors.find(again, visit.name)
    again.close()


class Leaping(Clock):
    """A clock that somebody sets; the stopwatch beside it stands."""

    def monotonic(self) -> float:
        return 0.0


def test_what_a_leap_of_the_clock_hid_is_back_when_the_clock_is_put_right(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-22")
    clock = Leaping(desk.now())
    visit = visitors.sign_in(desk, GUEST)
    again = reopened(desk, clock)
    assert visitors.listed(again) == (visit,)
    clock.move(timedelta(days=40))
    assert visitors.listed(again) == visitors.find(again, "zapfenstreich") == ()
    clock.move(-timedelta(days=40))
    assert visitors.listed(again) == visitors.find(again, "zapfenstreich") == (visit,)
    again.close()


# -- speed

@pytest.mark.long
def test_a_hundred_thousand_visits_filter_as_fast_as_a_scan(desk_on: DeskOn) -> None:
    measure(desk_on("2026-11-22"), 100_000)


def test_ten_thousand_visits_filter_as_fast_as_a_scan(desk_on: DeskOn) -> None:
    measure(desk_on("2026-11-22"), 10_000)


def measure(desk: Desk, number: int) -> None:
    days = desk.store.days["be-ghent"]
    limit = forget_on(desk.now(), "Europe/Brussels")
    chain, key = days.for_sealing(limit.last_day)
    with desk.store.act("visitors", "test.fill", summary={"rows": number}) as session:
        session.add_all(store.Visit(id=f"{each:032x}", token=f"{each:032x}", site="be-ghent", chain=chain, held=False,
                                    last_day=limit.last_day, due_from=limit.due_from, arrived_at=desk.now(), departed_at=None,
                                    **store.seal(key, f"{each:032x}", Guest(f"Guest {each}", "Elevator NV", f"P-{each}", "Anna")))
                        for each in range(number))
    visitors.listed(desk)
    texts = ["\n".join((v.name, v.employer or "", v.plate or "", v.host or "")).casefold() for v in visitors.listed(desk)]
    plain, found = [], []
    for _ in range(25):                         # the best of each, side by side: the machine is not ours alone
        plain.append(work_of(lambda: [each for each in texts if "guest" in each and "99" in each]))
        found.append(work_of(lambda: visitors.find(desk, "guest 99")))
    assert min(found) < 3 * min(plain) + 0.002


