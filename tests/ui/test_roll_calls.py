"""The roll call on the screen: two actions, nobody lost, no tick lost."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from alektum_desk.domain.visitors import Guest
from alektum_desk.services import (
    exports,
    groups,
)
from alektum_desk.services.desk import Desk
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.screens.roll_call import RollCallScreen
from alektum_desk.ui.screens.visitors import VisitorsScreen
from alektum_desk.ui.window import Window
from tests.builders import naughty

Settled = Callable[[], None]


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
