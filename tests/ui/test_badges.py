"""Badges at the front desk: seen, spelled, printed, and signed out by."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from alektum_desk.domain.visitors import Guest
from alektum_desk.services import (
    badges,
    visitors,
)
from alektum_desk.ui import memory
from alektum_desk.ui.screens.badge_pane import BadgePane
from alektum_desk.ui.screens.visitors import VisitorsScreen
from alektum_desk.ui.window import Window
from tests.ui.front_desk import names, visit_of

Settled = Callable[[], None]


@pytest.mark.parametrize("typed", ["number", "code"])
def test_a_badge_signs_out_by_its_number_and_by_its_code(desk_at: VisitorsScreen, typed: str) -> None:
    visit = visit_of(desk_at, "Soo Ng")
    desk_at.cards.badge.setFocus()
    QTest.keyClicks(desk_at.cards.badge, f"{visit.badge:03}" if typed == "number" else f"AD:{visit.token}")
    QTest.keyClick(desk_at.cards.badge, Qt.Key.Key_Return)
    assert [each.name for each in visitors.on_site(desk_at.desk)] == ["Kari Nordmann"]


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
