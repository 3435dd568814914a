"""The closed desk: a wrong password is a sentence, the right one opens, Caps Lock is said."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from alektum_desk import app as program
from alektum_desk.services import accounts, backups, desk as desks
from alektum_desk.services.desk import Desk
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.login import Login
from alektum_desk.ui.screens.settings import SettingsScreen
from alektum_desk.ui.screens.settings_accounts import AccountsSection
from alektum_desk.ui.window import Window
from tests.conftest import OFFICER, PASSWORD


@pytest.fixture
def login(window: Window, ui_desk: Desk) -> Login:
    ui_desk.close()
    window.home = ui_desk.home
    page = window.show_login()
    window.show()
    window.offer_people()
    return page


def test_the_right_password_opens(login: Login, window: Window, qtbot: Any) -> None:
    qtbot.keyClicks(login.password, PASSWORD)
    qtbot.keyClick(login.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk is not None and not window.jobs.busy())
    assert window.desk is not None
    assert window.desk.who.name == OFFICER


def test_a_wrong_password_is_said_beside_its_field(login: Login, window: Window, qtbot: Any) -> None:
    qtbot.keyClicks(login.password, "not this one")
    qtbot.keyClick(login.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(login.form.rows["password"].below.text()))
    assert window.desk is None
    assert login.password.property("state") == "bad"
    assert login.open.isEnabled()
    assert login.password.selectedText() != "" or login.password.hasSelectedText()


def test_a_clock_that_ran_ahead_while_the_desk_was_off_is_told_until_it_is_opened(window: Window, desk_on: Callable[..., Desk], settled: Callable[[], None],
                                                                                  qtbot: Any) -> None:
    desk: Desk = desk_on("2026-01-10")
    desk.close()
    window.home = desk.home
    assert program.forget_first(desk.home) is None
    page = window.show_login()
    window.show()
    window.offer_people()
    page.say_trouble("Something else")

    def told() -> list[str]:
        settled()
        return [label.text() for label in page.trouble.findChildren(QLabel) if label.isVisible()]

    assert told()[0].startswith("By the clock of this machine, this desk last ran on 10 January 2026. ")
    assert told()[1] == "Something else"
    page.say_trouble("")
    assert len(told()) == 1
    qtbot.keyClicks(page.password, PASSWORD)
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk is not None and not window.jobs.busy())
    window.lock()
    locked = window.pages.currentWidget()
    assert isinstance(locked, Login)
    assert not locked.trouble.findChildren(QLabel)


def test_no_password_is_asked_for(login: Login, window: Window) -> None:
    login.open.click()
    assert login.form.rows["password"].below.text() == "Type the password first."
    assert not window.jobs.busy()


def test_capitals_without_shift_are_said(login: Login, qtbot: Any) -> None:
    qtbot.keyClick(login.password, "A", Qt.KeyboardModifier.NoModifier)
    login.password.capitals.emit(True)
    assert login.form.rows["password"].below.text() == "Caps Lock seems to be on."
    login.password.capitals.emit(False)
    assert login.form.rows["password"].below.text() == ""


def test_one_account_needs_no_list(login: Login) -> None:
    assert not login.form.rows["account"].isVisible()
    login.offer(["Anke", "Joris"])
    assert login.form.rows["account"].isVisible()
    assert login.account.value() == "Anke"


def test_a_damaged_home_is_said_on_the_page(window: Window, tmp_path: Path, settled: Any) -> None:
    home = tmp_path / "broken"
    home.mkdir()
    (home / "home.json").write_text("{", encoding="utf-8")
    window.home = home
    page = window.show_login()
    window.show()
    window.offer_people()
    settled()
    said = [label.text() for label in page.trouble.findChildren(QLabel)]
    assert any(said)


def test_too_many_wrong_ones_make_it_wait_and_count_down(login: Login, window: Window, qtbot: Any) -> None:
    for _time in range(5):
        login.password.set_value("not this one")
        login.open.click()
        qtbot.waitUntil(lambda: not window.jobs.busy())
    qtbot.waitUntil(lambda: login.open.text().startswith("Wait"))
    assert not login.open.isEnabled()
    login.password.set_value(PASSWORD)
    login.ask()
    assert not window.jobs.busy()
    qtbot.waitUntil(login.open.isEnabled)
    assert login.open.text() == "Open the desk"


def test_where_nothing_opens_the_last_backup_is_offered_and_comes_back(login: Login, window: Window, ui_desk: Desk, qtbot: Any, tmp_path: Path,
                                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    clock = ui_desk.store.water.clock
    desk = desks.open_desk(ui_desk.home, None, PASSWORD, clock)
    backups.create(desk, tmp_path / "shelf")
    files = [place.path for place in desk.store.opened.values()]
    desk.close()
    for file in files:
        file.write_bytes(bytes(file.stat().st_size))
    window.clock = clock
    login.password.set_value(PASSWORD)
    login.open.click()
    qtbot.waitUntil(lambda: bool(login.trouble.findChildren(QLabel)))
    monkeypatch.setattr(ask, "sure", lambda *_words, **_more: True)
    monkeypatch.setattr(ask, "tell_error", lambda _parent, error: pytest.fail(str(error)))
    login._restore()
    qtbot.waitUntil(lambda: window.desk is not None and not window.jobs.busy())
    assert any("Restored" in news.words for news in window.toasts.history)


def test_the_printed_code_opens_and_sets_a_lost_password_anew(login: Login, window: Window, ui_desk: Desk, qtbot: Any) -> None:
    clock = ui_desk.store.water.clock
    desk = desks.open_desk(ui_desk.home, None, PASSWORD, clock)
    code = accounts.new_recovery_code(desk)
    desk.close()
    window.clock = clock
    login.rescue.click()
    assert login.form.rows["password"].label.text() == "Recovery code"
    login.password.set_value(code.lower())
    login.open.click()
    qtbot.waitUntil(lambda: window.desk is not None and not window.jobs.busy())
    window.go("settings")
    assert window.frame is not None
    screen = window.frame.here()
    assert isinstance(screen, SettingsScreen)
    screen.arrive("accounts")
    people = screen.section("accounts")
    assert isinstance(people, AccountsSection)
    people.show_person(next(each for each in people.table.rows.shown() if each.name == OFFICER))
    form = next(form for form in screen.forms() if form.objectName() == "account-password")
    form.set_values({"password": "four new words here"})
    people.give_password(next(each for each in people.table.rows.shown() if each.name == OFFICER).account, form)
    window.leave()
    desks.open_desk(ui_desk.home, OFFICER, "four new words here", clock).close()
