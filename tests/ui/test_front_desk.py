"""What stands beside the list of the front desk: groups, deliveries, badges, holds, requests, the card; and the roll call."""
from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from alektum_desk.domain.cards import Card
from alektum_desk.domain.desk_requests import AsksFor
from alektum_desk.domain.visitors import Guest, Visit
from alektum_desk.services import (
    accounts,
    badges,
    cards,
    deliveries,
    desk_requests,
    exports,
    groups,
    holds,
    hosts,
    visitors,
)
from alektum_desk.services.desk import Desk
from alektum_desk.ui import memory
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.screens.announce_pane import AnnouncePane
from alektum_desk.ui.screens.badge_pane import BadgePane
from alektum_desk.ui.screens.card_pane import CardPane
from alektum_desk.ui.screens.count_pane import CountPane
from alektum_desk.ui.screens.delivery_pane import DeliveryPane
from alektum_desk.ui.screens.group_pane import GroupPane
from alektum_desk.ui.screens.hold_pane import HoldPane, HoldsPane
from alektum_desk.ui.screens.request_pane import RequestPane, RequestsPane
from alektum_desk.ui.screens.roll_call import RollCallScreen
from alektum_desk.ui.screens.visit_pane import VisitPane
from alektum_desk.ui.screens.visitors import VisitorsScreen
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.window import Window
from tests.builders import naughty
from tests.conftest import PASSWORD
from tests.ui.showing import Shown

Settled = Callable[[], None]


@pytest.fixture
def desk_at(shown: Shown) -> VisitorsScreen:
    return shown("visitors", VisitorsScreen)


def opened(screen: VisitorsScreen, name: str, kind: type[Any]) -> Any:
    screen.arrive(name)
    assert isinstance(screen.pane, kind)
    return screen.pane


def press(pane: Any, words: str) -> None:
    button = next(each for each in pane.findChildren(Button) if each.text() == words)
    button.click()


def names(screen: VisitorsScreen) -> list[str]:
    return [each.name for each in screen.table.rows.shown()]


def visit_of(screen: VisitorsScreen, name: str) -> Visit:
    return next(each for each in visitors.listed(screen.desk) if each.name == name)


# -- coming in

def test_a_group_in_one_form(desk_at: VisitorsScreen) -> None:
    pane = opened(desk_at, "group", GroupPane)
    assert not pane.button.isEnabled()
    pane.people.set_value("Émile Dupont; 1-XYZ-1\n\n  Ada Lovelace \n")
    assert pane.button.text() == "Sign in 2 people"
    pane.employer.set_value("Elevator NV")
    pane.button.click()
    came = [each for each in visitors.on_site(desk_at.desk) if each.party]
    assert {(each.name, each.plate, each.employer) for each in came} == {("Émile Dupont", "1-XYZ-1", "Elevator NV"), ("Ada Lovelace", None, "Elevator NV")}
    assert desk_at.pane is desk_at.sign_in_pane
    desk_at.table.choose(came[0])
    desk_at.open_visit()
    press(desk_at.pane, "Sign the whole group out")
    assert set(names(desk_at)[:2]) == {"Kari Nordmann", "Soo Ng"}
    assert len(visitors.on_site(desk_at.desk)) == 2


def test_a_wrong_line_of_a_group_is_named_and_nobody_comes_in(desk_at: VisitorsScreen) -> None:
    pane = opened(desk_at, "group", GroupPane)
    pane.people.set_value("Ada Lovelace\n" + "x" * 201)
    pane.button.click()
    assert pane.form.rows["people"].below.text().startswith("Line 2: ")
    assert len(names(desk_at)) == 2


def test_a_delivery_asks_for_no_name(desk_at: VisitorsScreen) -> None:
    pane = opened(desk_at, "delivery", DeliveryPane)
    assert list(pane.form.rows) == ["employer", "host"]
    press(pane, "Note the delivery")
    assert "firm" in pane.form.rows["employer"].below.text()
    pane.firm.set_value("PostNL")
    pane.recipient.set_value("Mail room")
    QTest.keyClick(pane.recipient, Qt.Key.Key_Return)
    assert "Delivery" in " ".join(desk_at.table.texts("Name"))
    assert desk_at.table.texts("State").count("Left") == 1
    desk_at.finder.setText("postnl")
    assert len(names(desk_at)) == 1


def test_who_is_announced_stands_under_expected_and_comes_in(desk_at: VisitorsScreen) -> None:
    pane = opened(desk_at, "announce", AnnouncePane)
    pane.guest.set_value("Piet Jacobs")
    pane.hour.set_value("25:99")
    QTest.keyClick(pane.hour, Qt.Key.Key_Return)
    assert "no time of day" in pane.form.rows["closes_at"].below.text()
    pane.hour.set_value("14:30")
    QTest.keyClick(pane.hour, Qt.Key.Key_Return)
    assert desk_at.tabs.value() == "expected"
    assert names(desk_at) == ["Piet Jacobs"]
    assert desk_at.table.texts("State") == ["Expected"]
    desk_at.table.choose_at(0)
    assert "Expected on 24 November 2026 at 14:30" in desk_at.hint.text()
    assert not desk_at.open_button.isEnabled()
    desk_at.leave_button.click()
    assert "Piet Jacobs" in {each.name for each in visitors.on_site(desk_at.desk)}
    assert visitors.expected(desk_at.desk) == ()


def test_an_invitation_scanned_at_the_desk_signs_in(desk_at: VisitorsScreen) -> None:
    made = visitors.announce(desk_at.desk, Guest("Piet Jacobs"), desk_at.desk.now() + timedelta(hours=1))
    desk_at.renew()
    desk_at.cards.badge.setFocus()
    QTest.keyClicks(desk_at.cards.badge, f"AD:{made.token}")
    QTest.keyClick(desk_at.cards.badge, Qt.Key.Key_Return)
    assert "Piet Jacobs" in {each.name for each in visitors.on_site(desk_at.desk)}


@pytest.mark.parametrize("typed", ["number", "code"])
def test_a_badge_signs_out_by_its_number_and_by_its_code(desk_at: VisitorsScreen, typed: str) -> None:
    visit = visit_of(desk_at, "Soo Ng")
    desk_at.cards.badge.setFocus()
    QTest.keyClicks(desk_at.cards.badge, f"{visit.badge:03}" if typed == "number" else f"AD:{visit.token}")
    QTest.keyClick(desk_at.cards.badge, Qt.Key.Key_Return)
    assert [each.name for each in visitors.on_site(desk_at.desk)] == ["Kari Nordmann"]


def test_hosts_are_offered_from_the_third_letter_on(desk_at: VisitorsScreen, settled: Settled) -> None:
    hosts.add(desk_at.desk, "Anna", "Verhulst")
    pane = desk_at.sign_in_pane
    assert pane is not None
    pane.host.setFocus()
    QTest.keyClicks(pane.host, "an")
    assert not pane.hits.isVisible()
    QTest.keyClicks(pane.host, "n")
    assert [each.text() for each in pane.hits.buttons] == ["Anna Verhulst"]
    pane.hits.buttons[0].click()
    settled()
    assert pane.host.value() == "Anna Verhulst"
    assert not pane.hits.isVisible()
    pane.hits.search = lambda _words: pytest.fail("nobody is looked for while nobody types")
    pane.guest.setFocus()
    pane.form.empty()


def test_signing_in_moves_no_column(desk_at: VisitorsScreen, settled: Settled) -> None:
    """A longer name, the first delivery, a row more: the columns stay where they were."""
    def places() -> list[tuple[bool, int]]:
        head = desk_at.table.horizontalHeader()
        return [(head.isSectionHidden(at), head.sectionViewportPosition(at)) for at in range(head.count())]

    for width in (1440, 1100, 820):
        desk_at.window().resize(width, 900)
        settled()
        settled()       # first the page finds its height, then what stands on it
        before = places()
        visitors.sign_in(desk_at.desk, Guest("Wolfeschlegelsteinhausenbergerdorff von und zu Hohenlohe", "NV", None, "An"))
        settled()
        assert places() == before, width
        deliveries.note(desk_at.desk, "PostNL")
        visitors.sign_out(desk_at.desk, id=visitors.on_site(desk_at.desk)[0].id)
        settled()
        assert places() == before, width


# -- how full, and how empty

def test_a_full_building_asks_who_answers_for_it(desk_at: VisitorsScreen, monkeypatch: pytest.MonkeyPatch, settled: Settled) -> None:
    cards.write(desk_at.desk, Card("be-ghent", capacity=2))
    settled()
    assert desk_at.cards.room_words.text() == "Full: 2 of 2 in the building"
    asked: list[str] = []
    monkeypatch.setattr(ask, "sure", lambda _parent, question, *_words, **_more: asked.append(question))
    pane = desk_at.sign_in_pane
    assert pane is not None
    pane.guest.set_value("Ada Lovelace")
    desk_at.sign_in()
    assert asked == ["The building takes 2 people, and 2 are in it."]
    assert len(visitors.on_site(desk_at.desk)) == 2
    assert pane.guest.value() == "Ada Lovelace"
    monkeypatch.setattr(ask, "sure", lambda *_words, **_more: True)
    desk_at.sign_in()
    assert len(visitors.on_site(desk_at.desk)) == 3
    cards.write(desk_at.desk, Card("be-ghent", None, capacity=100))
    settled()
    assert desk_at.cards.room_words.text() == "3 of 100 in the building"
    assert desk_at.cards.closing.text() == "Nobody is signed out by the clock."


def test_whom_the_clock_signed_out_is_marked_and_mended(desk_at: VisitorsScreen, clock_of: Callable[[Desk], Any]) -> None:
    clock_of(desk_at.desk).move(timedelta(hours=7))
    visitors.tick(desk_at.desk)
    desk_at.renew()
    assert desk_at.table.texts("State") == ["Left at closing"] * 2
    desk_at.table.choose_at(0)
    assert "Nobody signed out" in desk_at.hint.text()
    desk_at.left_at.set_value("16:15")
    desk_at.leave_button.click()
    assert sorted(desk_at.table.texts("State")) == ["Left", "Left at closing"]


# -- one visit

def test_putting_right_keeps_the_day(desk_at: VisitorsScreen) -> None:
    before = visit_of(desk_at, "Soo Ng")
    desk_at.table.choose(before)
    QTest.keyClick(desk_at.window(), Qt.Key.Key_F2)
    pane = desk_at.pane
    assert isinstance(pane, VisitPane)
    assert not pane.button.isEnabled()
    pane.form.rows["name"].field.set_value("")
    pane.button.click()
    assert "needs the visitor's name" in pane.form.rows["name"].below.text()
    pane.form.rows["name"].field.set_value("Soo Nguyen")
    pane.button.click()
    after = visit_of(desk_at, "Soo Nguyen")
    assert (after.id, after.due_from) == (before.id, before.due_from)
    assert isinstance(desk_at.pane, VisitPane)
    assert desk_at.back()
    assert not isinstance(desk_at.pane, VisitPane)


def test_a_hold_takes_two_people_and_leaves_the_book(desk_at: VisitorsScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_at.desk
    visit = visit_of(desk_at, "Soo Ng")
    desk_at.panes.hold(visit)
    assert isinstance(desk_at.pane, HoldPane)
    assert desk_at.pane.second.value() == ""                # nobody else is there yet
    accounts.add(desk, "Bo", "witness", PASSWORD)
    desk_at.panes.hold(visit)
    pane = desk_at.pane
    assert isinstance(pane, HoldPane)
    pane.form.set_values({"case": "C-7", "reason": "theft in the hall", "password": PASSWORD})
    press(pane, "Keep this visit")
    assert isinstance(desk_at.pane, HoldsPane)
    assert names(desk_at) == ["Kari Nordmann"]
    assert [(each.case, each.confirmed_by) for each in holds.listed(desk)] == [("C-7", "Bo")]
    monkeypatch.setattr(ask, "sure", lambda *_words, **_more: True)
    press(desk_at.pane, "Release and erase")
    assert holds.listed(desk) == ()
    assert names(desk_at) == ["Kari Nordmann"]


def test_a_request_goes_to_the_officer(desk_at: VisitorsScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = visit_of(desk_at, "Soo Ng")
    desk_at.panes.request(visit)
    pane = desk_at.pane
    assert isinstance(pane, RequestPane)
    pane.person.set_value("")
    press(pane, "Write down for the officer")
    assert "who asks" in pane.form.rows["person"].below.text()
    pane.form.set_values({"person": "Soo Ng, soo@example.org", "asks_for": AsksFor.ERASURE.value})
    press(pane, "Write down for the officer")
    assert [each.asks_for for each in desk_requests.listed(desk_at.desk)] == [AsksFor.ERASURE]
    waiting = opened(desk_at, "requests", RequestsPane)
    press(waiting, "Open the visit")
    assert isinstance(desk_at.pane, VisitPane)
    monkeypatch.setattr(ask, "sure", lambda *_words, **_more: False)
    press(opened(desk_at, "requests", RequestsPane), "Answered")
    assert desk_requests.waiting(desk_at.desk) == 1
    monkeypatch.setattr(ask, "sure", lambda *_words, **_more: True)
    press(desk_at.pane, "Answered")
    assert desk_requests.listed(desk_at.desk) == ()


def test_reception_spells_a_name_that_the_printer_has_no_letters_for(desk_at: VisitorsScreen) -> None:
    desk_at.panes.badge(visit_of(desk_at, "Soo Ng"))
    assert isinstance(desk_at.pane, BadgePane)
    assert desk_at.pane.name is None
    visit = visitors.sign_in(desk_at.desk, Guest("王小明"))
    desk_at.panes.badge(visit)
    pane = desk_at.pane
    assert isinstance(pane, BadgePane)
    assert pane.name is not None
    assert pane.spelled() == "WangXiaoMing"
    before = pane.view.image
    pane.name.set_value("Xiaoming Wang")
    assert pane.spelled() == "Xiaoming Wang"
    assert pane.view.image != before
    assert visitors.living(desk_at.desk, visit.id).name == "王小明"


def test_an_officer_erases_and_packs(desk_at: VisitorsScreen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ask, "sure", lambda *_words, **_more: True)
    monkeypatch.setattr(ask, "save_path", lambda *_words, **_more: tmp_path / "pack.txt")
    desk_at.table.choose(visit_of(desk_at, "Soo Ng"))
    desk_at.open_visit()
    press(desk_at.pane, "Write the pack")
    assert [each.file for each in exports.listed(desk_at.desk)] == [tmp_path / "pack.txt"]
    press(desk_at.pane, "Erase now")
    assert names(desk_at) == ["Kari Nordmann"]


def test_reception_has_no_officers_verbs(front_desk: Window, settled: Settled) -> None:
    assert front_desk.frame is not None
    screen = front_desk.frame.here()
    assert isinstance(screen, VisitorsScreen)
    visitors.sign_in(screen.desk, Guest("Soo Ng"))
    settled()
    screen.table.choose_at(0)
    screen.open_visit()
    assert screen.pane is not None
    words = {each.text() for each in screen.pane.findChildren(Button)}
    assert "Badge" in words
    assert not words & {"Keep for a case", "Write the pack", "Erase now"}
    assert not set(screen.panes.openers) & {"card", "holds", "requests"}


# -- badges

def test_the_badge_is_seen_before_it_is_printed(desk_at: VisitorsScreen) -> None:
    desk_at.panes.badge(visit_of(desk_at, "Soo Ng"))
    pane = desk_at.pane
    assert isinstance(pane, BadgePane)
    first = pane.view.image
    assert first is not None
    assert not pane.badge.isEnabled()          # no printer is chosen
    pane.kind.set_value("a6")
    assert pane.view.image is not None
    assert pane.view.image.size() != first.size()
    pane.roll.set_value("many")
    pane.roll.left.emit()
    assert "no number" in pane.form.rows["roll"].below.text()


def test_a_dead_printer_stops_no_sign_in(desk_at: VisitorsScreen, monkeypatch: pytest.MonkeyPatch, window: Window, settled: Settled) -> None:
    from alektum_desk.domain.errors import Refused
    failed: list[object] = []

    def dead(*_words: object) -> None:
        raise Refused("The printer is dead.")
    monkeypatch.setattr(badges, "print_out", dead)
    monkeypatch.setattr(window, "show_error", failed.append)
    memory.change(badge_printer="QL-820", labels_left=5)
    pane = desk_at.sign_in_pane
    assert pane is not None
    pane.guest.set_value("Ada Lovelace")
    desk_at.sign_in()
    window.jobs.finish()
    settled()
    assert "Ada Lovelace" in names(desk_at)
    assert memory.current().labels_left == 5
    monkeypatch.setattr(badges, "print_out", lambda *_words: None)
    pane.guest.set_value("Louis Maes")
    desk_at.sign_in()
    window.jobs.finish()
    settled()
    assert memory.current().labels_left == 4
    assert desk_at.cards.labels.text() == "4 labels left"


# -- the card, and counts

def test_the_card_and_its_hosts(desk_at: VisitorsScreen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pane = opened(desk_at, "card", CardPane)
    pane.capacity.set_value("many")
    press(pane, "Keep the card")
    assert "number of people" in pane.form.rows["capacity"].below.text()
    pane.capacity.set_value("60")
    pane.closes_at.set_value("17:45")
    press(pane, "Keep the card")
    assert cards.card(desk_at.desk).capacity == 60
    press(pane, "Add the host")
    assert "first name" in pane.host.rows["first_name"].below.text()
    pane.first.set_value("Anna")
    pane.last.set_value("Verhulst")
    press(pane, "Add the host")
    file = tmp_path / "hosts.csv"
    file.write_text("first_name,last_name\nTom,Deckers\n,x\n")
    monkeypatch.setattr(ask, "open_paths", lambda *_words, **_more: [file])
    press(desk_at.pane, "Read a list")
    pane = desk_at.pane
    assert isinstance(pane, CardPane)
    assert [each.first_name for each in pane.table.rows.shown()] == ["Tom", "Anna"]
    pane.table.choose(hosts.listed(desk_at.desk)[0])
    press(pane, "Remove the host")
    assert [each.first_name for each in hosts.listed(desk_at.desk)] == ["Anna"]


def test_the_list_takes_the_room_that_its_rows_need(desk_at: VisitorsScreen, settled: Settled) -> None:
    settled()
    assert desk_at.table.rows.rowCount() == 2
    assert desk_at.table.verticalScrollBar().maximum() == 0


def test_statistics_say_no_small_number(desk_at: VisitorsScreen) -> None:
    groups.sign_in(desk_at.desk, [Guest(f"Guest {number}") for number in range(5)])
    deliveries.note(desk_at.desk, "PostNL")
    pane = opened(desk_at, "statistics", CountPane)
    assert pane.table.texts("Visits") == ["7"]
    assert pane.table.texts("Deliveries") == ["under 5"]
    assert pane.table.horizontalScrollBar().maximum() == 0


def test_names_may_stay_when_somebody_says_so(desk_at: VisitorsScreen) -> None:
    desk_at.cards.blur.click()
    assert not memory.current().hide_names
    desk_at.hide_names(on=True)
    assert "Kari Nordmann" in " ".join(desk_at.table.texts("Name"))


def test_what_stands_beside_the_list_is_hidden_too(desk_at: VisitorsScreen) -> None:
    desk_at.panes.visit(visit_of(desk_at, "Soo Ng"))
    pane = desk_at.pane
    assert isinstance(pane, VisitPane)
    field = pane.form.rows["name"].field
    desk_at.hide_names(on=True)
    assert "Soo" not in field.displayText()  # type: ignore[union-attr]
    desk_at.hide_names(on=False)
    group = opened(desk_at, "group", GroupPane)
    group.people.set_value("Ada Lovelace")
    desk_at.hide_names(on=True)
    assert not group.people.isVisible()


# -- the roll call

def test_a_roll_call_in_two_actions(desk_at: VisitorsScreen, window: Window, monkeypatch: pytest.MonkeyPatch, settled: Settled) -> None:
    opened_files: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened_files.append(url.toLocalFile()))
    QTest.keyClick(window, Qt.Key.Key_F9)
    settled()
    screen = window.frame.here() if window.frame else None
    assert isinstance(screen, RollCallScreen)
    assert [each.name for each in screen.table.rows.shown()] == ["Kari Nordmann", "Soo Ng"]
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    [listed] = exports.listed(desk_at.desk)
    assert opened_files == [str(listed.file)]
    screen.table.setFocus()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        QTest.keyClick(screen.table, key)
    assert screen.words.text() == "Everybody is found"
    screen.end()
    assert screen.call is None
    assert screen.start.isVisible()


def test_ending_with_somebody_missing_asks(window: Window, desk_at: VisitorsScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    assert window.frame is not None
    window.frame.open("roll_call", "drill")
    screen = window.frame.here()
    assert isinstance(screen, RollCallScreen)
    assert [chip.words for chip in screen.header().chips] == ["Drill"]
    screen.finder.setText("soo")
    screen.tick(screen.table.rows.row(0))
    assert screen.finder.text() == ""
    asked: list[str] = []
    monkeypatch.setattr(ask, "sure", lambda _parent, question, *_words, **_more: asked.append(question))
    screen.end()
    assert asked == ["End with 1 person not found?"]
    assert screen.call is not None
    assert desk_at.desk is screen.desk


def test_a_lock_costs_no_tick_of_a_roll_call(desk_at: VisitorsScreen, window: Window, ui_desk: Desk, settled: Settled) -> None:
    assert window.frame is not None
    desk_at.call_the_roll()
    roll = window.frame.here()
    assert isinstance(roll, RollCallScreen)
    assert roll.call is not None
    roll.tick(roll.call.people[0])
    found, began = roll.call.found, roll.call.began_at
    again = RollCallScreen(ui_desk, window.jobs)
    said: list[str] = []
    again.said.connect(lambda toast: said.append(toast.words))
    again.arrive("begin")
    assert again.call is not None
    assert (again.call.found, again.call.began_at) == (found, began)
    assert said == ["The roll call of 12:00 goes on, with every tick"]
    again.tick(again.call.missing[0])
    again.end()
    assert again.call is None
    after = RollCallScreen(ui_desk, window.jobs)
    after.arrive("")
    assert after.call is None
    for each in (again, after):
        each.deleteLater()


def test_nasty_names_in_the_list_and_on_the_roll(desk_at: VisitorsScreen, window: Window, settled: Settled) -> None:
    from alektum_desk.domain.errors import Refused
    taken = 2
    for text in naughty()[:120]:
        try:
            groups.sign_in(desk_at.desk, [Guest(text, text, None, text)])
        except Refused:
            continue
        taken += 1
    settled()
    assert desk_at.table.rows.rowCount() == taken
    desk_at.window().grab()
    QTest.keyClick(window, Qt.Key.Key_F9)
    settled()
    screen = window.frame.here() if window.frame else None
    assert isinstance(screen, RollCallScreen)
    assert screen.table.rows.rowCount() == taken
    window.grab()


def test_a_long_list_is_told_to_qt_in_parts_and_reached_to_its_end(desk_at: VisitorsScreen, settled: Settled) -> None:
    for party in range(10):
        groups.sign_in(desk_at.desk, [Guest(f"Guest {party} {number}") for number in range(60)])
    settled()
    rows = desk_at.table.rows
    assert len(rows.shown()) == 602
    assert rows.rowCount() < 602
    assert desk_at.table.sizeHint().height() < 5000
    oldest = visitors.listed(desk_at.desk)[-1]
    desk_at.table.choose(oldest)
    assert desk_at.table.current() == oldest
    assert rows.rowCount() == 602
    desk_at.finder.setText("guest 3 1")
    assert {each.name for each in rows.shown()} == {each.name for each in visitors.listed(desk_at.desk) if all(word in f"{each.name} {each.badge}".casefold() for word in ("guest", "3", "1"))}
