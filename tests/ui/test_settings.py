"""Settings are in force at once and kept; an officer gives accounts."""
from __future__ import annotations

import json
from typing import Any

import pytest

from alektum_desk.base import paths
from alektum_desk.domain.errors import DeskError
from alektum_desk.services import accounts
from alektum_desk.ui import memory, theme
from alektum_desk.ui.screens.settings import SettingsScreen
from alektum_desk.ui.window import Window


@pytest.fixture
def screen(opened: Window) -> SettingsScreen:
    opened.go("settings")
    assert opened.frame is not None
    here = opened.frame.here()
    assert isinstance(here, SettingsScreen)
    return here


def test_colours_change_at_once_and_are_kept(screen: SettingsScreen, opened: Window) -> None:
    screen.palette_.set_value("dark")
    assert theme.current() is theme.DARK
    assert json.loads(paths.settings_file().read_text(encoding="utf-8"))["palette"] == "dark"
    screen.palette_.set_value("light")
    assert theme.current() is theme.LIGHT


def test_a_text_size_builds_the_screens_again_in_their_place(screen: SettingsScreen, opened: Window, qtbot: Any) -> None:
    before = opened.frame
    screen.size_.set_value("150")
    qtbot.waitUntil(lambda: opened.frame is not before)
    assert theme.scale() == 1.5
    assert opened.frame is not None
    assert opened.frame.here().name == "settings"


def test_no_personal_data_is_kept_in_settings(screen: SettingsScreen, opened: Window) -> None:
    memory.change(still=True)
    opened.close()
    kept = paths.settings_file().read_text(encoding="utf-8")
    for words in ("Nordmann", "Officer", "Elevator", "home"):
        assert words not in kept


def test_an_officer_adds_an_account(screen: SettingsScreen, opened: Window) -> None:
    screen.begin_account()
    assert screen.pane is not None
    screen.form.set_values({"name": "Reception", "role": "front-desk", "password": "a long password"})
    screen.add_account()
    assert "Reception" in screen.accounts.texts("Name")
    assert opened.desk is not None
    assert "Reception" in {account.name for account in accounts.known(opened.desk)}
    assert screen.pane is None


def test_a_short_password_is_refused_and_nothing_typed_is_lost(screen: SettingsScreen, monkeypatch: pytest.MonkeyPatch) -> None:
    refused: list[DeskError] = []
    screen.failed.disconnect()
    screen.failed.connect(refused.append)
    screen.begin_account()
    screen.form.set_values({"name": "Reception", "role": "front-desk", "password": "short"})
    screen.add_account()
    assert refused or screen.form.rows["password"].below.text()
    assert screen.form.values()["name"] == "Reception"


def test_the_front_desk_sees_no_accounts(front_desk: Window) -> None:
    front_desk.go("settings")
    assert front_desk.frame is not None
    here = front_desk.frame.here()
    assert isinstance(here, SettingsScreen)
    assert not here.can_manage
    assert here.primary is None


def test_a_key_of_the_menu_is_not_undone_by_an_open_settings_screen(screen: SettingsScreen, opened: Window, qtbot: Any) -> None:
    before = opened.frame
    opened.change_palette("dark")
    screen.lock_after.set_value("10")
    assert (memory.current().palette, memory.current().lock_after) == ("dark", 10)
    opened.change_text_size(25)
    qtbot.waitUntil(lambda: opened.frame is not before)
    assert memory.current().text_size == 125
    assert theme.scale() == 1.25
