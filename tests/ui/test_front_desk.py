"""What stands beside the list of the front desk: groups, deliveries and whom one expects; and how the list behaves."""
from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from alektum_desk.domain.visitors import Guest
from alektum_desk.services import (
    deliveries,
    groups,
    visitors,
)
from alektum_desk.services.desk import Desk
from alektum_desk.ui import memory
from alektum_desk.ui.screens.announce_pane import AnnouncePane
from alektum_desk.ui.screens.delivery_pane import DeliveryPane
from alektum_desk.ui.screens.group_pane import GroupPane
from alektum_desk.ui.screens.visit_pane import VisitPane
from alektum_desk.ui.screens.visitors import VisitorsScreen
from tests.ui.front_desk import names, opened, visit_of
from tests.ui.showing import press

Settled = Callable[[], None]


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


def test_the_list_takes_the_room_that_its_rows_need(desk_at: VisitorsScreen, settled: Settled) -> None:
    settled()
    assert desk_at.table.rows.rowCount() == 2
    assert desk_at.table.verticalScrollBar().maximum() == 0


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
