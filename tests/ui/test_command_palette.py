"""Ctrl+K: exactly the menu's commands, found by their letters, and what the office holds."""
from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from alektum_desk.ui.command_palette import CommandPalette, Offer, actions_of, matches, offers_of, plain
from alektum_desk.ui.window import Window


def test_the_palette_offers_exactly_the_menus_commands(opened: Window, qtbot: Any) -> None:
    assert opened.frame is not None
    for entry in opened.frame.entries:
        opened.go(entry.name)
        menu = opened.menu_.menu
        in_menu = {plain(action.text()) for _path, action in actions_of(menu)}
        palette = CommandPalette(menu, None, opened)
        assert {offer.words for offer in palette.commands} == in_menu
        assert {plain(action.text()) for action in opened.frame.here().commands if action.isVisible()} <= in_menu
        assert {entry.name for entry in opened.frame.entries}
        assert "Lock the desk" in in_menu
        palette.deleteLater()


def test_every_command_with_a_key_is_in_the_menu(opened: Window) -> None:
    in_menu = {plain(action.text()) for _path, action in actions_of(opened.menu_.menu)}
    assert {plain(action.text()) for action in opened.actions() if not action.shortcut().isEmpty()} <= in_menu


def test_letters_in_their_order_find_a_command() -> None:
    assert matches("lock", "Lock the desk")
    assert matches("ltd", "Lock the desk")
    assert matches("desk lock", "Lock the desk")
    assert not matches("kcol", "Lock the desk")
    assert matches("prufen", "Prüfen")


def test_typing_and_enter_run_a_command(opened: Window, qtbot: Any) -> None:
    palette = CommandPalette(opened.menu_.menu, None, opened)
    palette.show()
    qtbot.keyClicks(palette.field, "settings")
    assert palette.model.offers[0].words == "Settings"
    qtbot.keyClick(palette, Qt.Key.Key_Return)
    assert opened.frame is not None
    assert opened.frame.here().name == "settings"
    assert not palette.isVisible()
    palette.deleteLater()


def test_what_the_office_holds_is_found_too(opened: Window, qtbot: Any) -> None:
    went: list[str] = []

    def search(words: str) -> list[Offer]:
        return [Offer(f"Found {words}", "Belgium", "register", lambda: went.append(words))]
    palette = CommandPalette(opened.menu_.menu, search, opened)
    palette.show()
    qtbot.keyClicks(palette.field, "zzz")
    assert palette.none.isVisible()
    qtbot.waitUntil(lambda: bool(palette.model.offers))
    assert palette.model.offers[0].words == "Found zzz"
    qtbot.keyClick(palette, Qt.Key.Key_Return)
    assert went == ["zzz"]
    palette.deleteLater()


def test_a_command_that_is_off_says_why_and_does_nothing(opened: Window) -> None:
    assert opened.frame is not None
    done: list[int] = []
    opened.frame.here().command("Approve everything", lambda: done.append(1), off="Two facts are lacking.")
    opened.menu_.show_commands(opened.frame.here().commands)
    offer = next(offer for offer in offers_of(opened.menu_.menu) if offer.words == "Approve everything")
    assert (offer.on, offer.off) == (False, "Two facts are lacking.")


def test_the_global_search_opens_what_it_finds(opened: Window, qtbot: Any) -> None:
    from alektum_desk.ui.searching import look_up
    assert opened.desk is not None
    went: list[tuple[str, str]] = []
    found = look_up(opened.desk, "Nordmann", lambda screen, argument: went.append((screen, argument)))
    assert found
    found[0].act()
    assert went[0][0] == "visitors"
