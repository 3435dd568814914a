"""One visit at the front desk: put right, kept for a case, asked about, erased."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from alektum_desk.domain.desk_requests import AsksFor
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import (
    accounts,
    desk_requests,
    exports,
    holds,
    visitors,
)
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.screens.hold_pane import HoldPane, HoldsPane
from alektum_desk.ui.screens.request_pane import RequestPane, RequestsPane
from alektum_desk.ui.screens.visit_pane import VisitPane
from alektum_desk.ui.screens.visitors import VisitorsScreen
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.window import Window
from tests.conftest import PASSWORD
from tests.ui.front_desk import names, opened, visit_of
from tests.ui.showing import press

Settled = Callable[[], None]


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
