"""The front-desk card: its hosts, and how many may be inside."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from alektum_desk.domain.cards import Card
from alektum_desk.services import (
    cards,
    hosts,
    visitors,
)
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.screens.card_pane import CardPane
from alektum_desk.ui.screens.visitors import VisitorsScreen
from tests.ui.front_desk import opened
from tests.ui.showing import press

Settled = Callable[[], None]


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
