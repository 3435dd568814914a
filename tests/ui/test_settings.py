"""Settings are in force at once and kept; an officer gives accounts, makes copies and lets files go."""
from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtWidgets import QFileDialog

from alektum_desk.base import paths
from alektum_desk.domain.accounts import Role
from alektum_desk.domain.backups import Plan
from alektum_desk.domain.errors import DeskError
from alektum_desk.services import accounts, backups, desk as desks, exports
from alektum_desk.services.desk import Desk
from alektum_desk.ui import memory, theme
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.dialogs.code import CodeDialog
from alektum_desk.ui.screens.certificates import CertificatesSection
from alektum_desk.ui.screens.settings import SettingsScreen
from alektum_desk.ui.screens.settings_accounts import AccountsSection, PersonPane
from alektum_desk.ui.screens.settings_backups import BackupsSection
from alektum_desk.ui.screens.settings_files import FilesSection
from alektum_desk.ui.screens.settings_look import LockSection, LookSection
from alektum_desk.ui.screens.settings_password import PasswordSection
from alektum_desk.ui.screens.settings_store import StoreSection
from alektum_desk.ui.window import Window
from tests.conftest import OFFICER, PASSWORD


def settings_of(window: Window) -> SettingsScreen:
    assert window.frame is not None
    here = window.frame.here()
    assert isinstance(here, SettingsScreen)
    return here


@pytest.fixture
def screen(opened: Window) -> SettingsScreen:
    opened.go("settings")
    return settings_of(opened)


Found = TypeVar("Found")


def section_of(screen: SettingsScreen, name: str, kind: type[Found]) -> Found:
    screen.arrive(name)
    found = screen.section(name)
    assert isinstance(found, kind)
    return found


@pytest.fixture
def look(screen: SettingsScreen) -> LookSection:
    return section_of(screen, "look", LookSection)


@pytest.fixture
def people(screen: SettingsScreen) -> AccountsSection:
    return section_of(screen, "accounts", AccountsSection)


@pytest.fixture
def copies(screen: SettingsScreen) -> BackupsSection:
    return section_of(screen, "backups", BackupsSection)


@pytest.fixture
def yes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Somebody who agrees to everything; what was asked."""
    asked: list[str] = []

    def agree(_parent: object, question: str, *_words: str, **_more: object) -> bool:
        asked.append(question)
        return True

    monkeypatch.setattr(ask, "sure", agree)
    return asked


def idle(window: Window, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not window.jobs.busy())


# -- look and lock

def test_colours_change_at_once_and_are_kept(look: LookSection) -> None:
    look.palette_.set_value("dark")
    assert theme.current() is theme.DARK
    assert json.loads(paths.settings_file().read_text(encoding="utf-8"))["palette"] == "dark"
    look.palette_.set_value("light")
    assert theme.current() is theme.LIGHT


def test_a_text_size_builds_the_screens_again_in_their_place(look: LookSection, opened: Window, qtbot: Any) -> None:
    before = opened.frame
    look.size_.set_value("150")
    qtbot.waitUntil(lambda: opened.frame is not before)
    assert theme.scale() == 1.5
    assert settings_of(opened).here().name == "look"


def test_no_personal_data_is_kept_in_settings(screen: SettingsScreen, opened: Window) -> None:
    memory.change(still=True)
    opened.close()
    kept = paths.settings_file().read_text(encoding="utf-8")
    for words in ("Nordmann", "Officer", "Elevator", "home"):
        assert words not in kept


def test_a_key_of_the_menu_is_not_undone_by_an_open_settings_screen(screen: SettingsScreen, opened: Window, qtbot: Any) -> None:
    before = opened.frame
    opened.change_palette("dark")
    screen.arrive("lock")
    section = screen.section("lock")
    assert isinstance(section, LockSection)
    section.lock_after.set_value("10")
    assert (memory.current().palette, memory.current().lock_after) == ("dark", 10)
    opened.change_text_size(25)
    qtbot.waitUntil(lambda: opened.frame is not before)
    assert memory.current().text_size == 125
    assert theme.scale() == 1.25


def test_the_front_desk_sees_its_own_and_nothing_else(front_desk: Window) -> None:
    front_desk.go("settings")
    assert list(settings_of(front_desk).sections) == ["look", "lock", "password", "certificates"]


@pytest.mark.parametrize(("role", "sections"), [("auditor", {"look", "lock", "password", "files", "store"}), ("witness", {"look", "lock", "password"})])
def test_the_role_decides_what_one_sees(window: Window, desk_on: Callable[..., Desk], role: str, sections: set[str]) -> None:
    window.open_desk(desk_on("2026-11-24", role=role))
    window.go("settings")
    assert set(settings_of(window).sections) == sections


# -- one's own password

def test_the_password_of_today_is_asked_before_another_is_taken(screen: SettingsScreen, opened: Window, qtbot: Any, clock_of: Any) -> None:
    screen.arrive("password")
    section, desk = screen.section("password"), opened.desk
    assert isinstance(section, PasswordSection)
    assert desk is not None
    section.form.set_values({"old": "a wrong password", "fresh": "another password", "again": "another password"})
    section.change()
    idle(opened, qtbot)
    qtbot.waitUntil(lambda: bool(section.form.rows["old"].below.text()))
    section.form.set_values({"old": PASSWORD, "fresh": "another password", "again": "another passwort"})
    section.change()
    assert section.form.rows["again"].below.text()
    section.again.set_value("another password")
    section.change()
    idle(opened, qtbot)
    qtbot.waitUntil(lambda: section.form.values() == {"old": "", "fresh": "", "again": ""})
    desks.open_desk(desk.home, OFFICER, "another password", clock_of(desk)).close()


# -- accounts

def test_an_officer_adds_an_account(people: AccountsSection, screen: SettingsScreen, opened: Window) -> None:
    people.begin()
    assert screen.pane is not None
    people.form.set_values({"name": "Reception", "role": "front-desk", "password": "a long password"})
    people.add()
    assert any("Reception" in each for each in people.table.texts("Name"))
    assert opened.desk is not None
    assert "Reception" in {account.name for account in accounts.known(opened.desk)}
    assert screen.pane is None


def test_a_short_password_is_refused_and_nothing_typed_is_lost(people: AccountsSection, screen: SettingsScreen) -> None:
    refused: list[DeskError] = []
    screen.failed.disconnect()
    screen.failed.connect(refused.append)
    people.begin()
    people.form.set_values({"name": "Reception", "role": "front-desk", "password": "short"})
    people.add()
    assert refused or people.form.rows["password"].below.text()
    assert people.form.values()["name"] == "Reception"


def test_an_account_is_narrowed_and_disabled_with_new_keys(people: AccountsSection, screen: SettingsScreen, opened: Window, qtbot: Any, yes: list[str]) -> None:
    desk = opened.desk
    assert desk is not None
    accounts.add(desk, "Bo", "dpo", PASSWORD)
    people.refresh()
    bo = next(each for each in people.table.rows.shown() if each.name == "Bo")
    people.show_person(bo)
    generation = desk.store.ring.locks["cases"].generation
    people.change_role(bo.account, "front-desk")
    idle(opened, qtbot)
    qtbot.waitUntil(lambda: next(each for each in people.table.rows.shown() if each.name == "Bo").account.role == Role.FRONT_DESK)
    assert desk.store.ring.locks["cases"].generation == generation + 1
    people.disable(bo.account)
    idle(opened, qtbot)
    qtbot.waitUntil(lambda: next(each for each in people.table.rows.shown() if each.name == "Bo").account.disabled)
    assert opened.isEnabled()
    assert len(yes) == 2
    assert isinstance(screen.pane, PersonPane)


def test_the_own_account_offers_nothing_that_nobody_may(people: AccountsSection, screen: SettingsScreen) -> None:
    mine = next(each for each in people.table.rows.shown() if each.here)
    people.show_person(mine)
    assert isinstance(screen.pane, PersonPane)
    from PySide6.QtWidgets import QPushButton
    assert [each.text() for each in screen.pane.findChildren(QPushButton) if each.text()] == []


def test_a_new_recovery_code_is_shown_until_it_was_copied(people: AccountsSection, opened: Window, yes: list[str], monkeypatch: pytest.MonkeyPatch, clock_of: Any) -> None:
    shown: list[CodeDialog] = []

    def exec_(dialog: CodeDialog) -> int:
        shown.append(dialog)
        dialog.reject()
        dialog.ending.set_value("ZZZZ")
        dialog.confirm()
        assert dialog.result() == 0
        dialog.ending.set_value(dialog.code[-4:].lower())
        dialog.confirm()
        return dialog.result()

    monkeypatch.setattr(CodeDialog, "exec", exec_)
    people.renew_code()
    assert [each.result() for each in shown] == [1]
    assert opened.desk is not None
    desks.open_desk(opened.desk.home, "recovery", shown[0].code, clock_of(opened.desk)).close()


# -- copies

def test_a_plan_is_kept_and_a_copy_made_now(copies: BackupsSection, opened: Window, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = opened.desk
    assert desk is not None
    copies.every.set_value("7")
    assert copies.plan_form.rows["to"].below.text()         # first where, then how often
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_more: str(tmp_path / "shelf"))
    copies.choose_folder()
    assert backups.planned(desk.home) == Plan(tmp_path / "shelf", 7, 7)
    copies.keep.set_value("3")
    assert backups.planned(desk.home) == Plan(tmp_path / "shelf", 7, 3)
    copies.back_up()
    idle(opened, qtbot)
    qtbot.waitUntil(lambda: copies.table.rows.rowCount() == 1)
    assert copies.table.texts("State") == ["Verified"]
    copies.every.set_value("0")
    assert backups.planned(desk.home) is None


def test_a_folder_in_the_data_home_is_refused_at_its_field(copies: BackupsSection, opened: Window) -> None:
    assert opened.desk is not None
    copies.folder.set_value(str(opened.desk.home / "copies"))
    copies.every.set_value("1")
    assert "lost with it" in copies.plan_form.rows["to"].below.text()
    assert backups.planned(opened.desk.home) is None


def test_a_copy_is_checked_again_and_a_damaged_one_is_told(copies: BackupsSection, screen: SettingsScreen, opened: Window, qtbot: Any, tmp_path: Path) -> None:
    desk = opened.desk
    assert desk is not None
    made = backups.create(desk, tmp_path / "shelf")
    copies.refresh()
    copies.show_copy(made)
    copies.check(made)
    idle(opened, qtbot)
    body = bytearray(made.file.read_bytes())
    body[-200] ^= 1
    made.file.write_bytes(body)
    copies.check(made)
    qtbot.waitUntil(lambda: screen.pane is not None and screen.pane.accessibleName() == "This backup is damaged")


def test_a_copy_is_brought_back_and_the_desk_opens_again(copies: BackupsSection, screen: SettingsScreen, opened: Window, qtbot: Any, yes: list[str],
                                                         tmp_path: Path) -> None:
    desk = opened.desk
    assert desk is not None
    made = backups.create(desk, tmp_path / "shelf")
    accounts.add(desk, "Bo", "auditor", PASSWORD)
    copies.refresh()
    copies.show_restore(made)
    from alektum_desk.ui.widgets.form import Form
    assert screen.pane is not None
    form = screen.pane.findChild(Form)
    assert isinstance(form, Form)
    form.set_values({"password": PASSWORD})
    copies.restore(made, form)
    qtbot.waitUntil(lambda: opened.desk is not None and opened.desk is not desk)
    idle(opened, qtbot)
    assert any("Restored" in news.words for news in opened.toasts.history)
    assert len(yes) == 1


# -- files that left, store, certificates

def test_files_past_their_day_are_shredded(screen: SettingsScreen, opened: Window, qtbot: Any, yes: list[str], tmp_path: Path, clock_of: Any) -> None:
    desk = opened.desk
    assert desk is not None
    exports.write(desk, "cases", "complaint.letter", tmp_path / "letter.pdf", b"letter", days=1)
    exports.write(desk, "register", "register.json", tmp_path / "register.json", b"register")
    screen.arrive("files")
    section = screen.section("files")
    assert isinstance(section, FilesSection)
    assert section.table.texts("State") == ["There", "There"]
    assert not section.shred_button.isVisible()
    clock_of(desk).move(timedelta(days=2))
    section.refresh()
    assert section.table.texts("State") == ["Past its day", "There"]
    section.shred_overdue()
    idle(opened, qtbot)
    qtbot.waitUntil(lambda: section.table.rows.rowCount() == 1)
    assert not (tmp_path / "letter.pdf").exists()


def test_the_store_is_checked_and_its_problems_are_sentences(screen: SettingsScreen, opened: Window, qtbot: Any) -> None:
    from PySide6.QtWidgets import QLabel
    screen.arrive("store")
    section = screen.section("store")
    assert isinstance(section, StoreSection)
    section.check()
    idle(opened, qtbot)
    qtbot.waitUntil(section.found.isVisible)
    assert "what was written" in " ".join(each.text() for each in section.found.findChildren(QLabel))
    screen.arrive("store/problems")
    assert "cases.3.db is missing" in " ".join(each.text() for each in section.found.findChildren(QLabel))
    assert opened.desk is not None
    assert str(opened.desk.home) == section.where.text()


def test_certificates_tell_the_days_of_a_month_and_are_written(screen: SettingsScreen, opened: Window, qtbot: Any, clock_of: Any, tmp_path: Path,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    from alektum_desk.services import visitors
    desk = opened.desk
    assert desk is not None
    clock_of(desk).move(timedelta(days=31))
    visitors.tick(desk)
    screen.arrive("certificates")
    section = screen.section("certificates")
    assert isinstance(section, CertificatesSection)
    assert [section.counts[key].number.text() for key in ("due", "erased", "late")] == ["2", "2", "0"]
    monkeypatch.setattr(ask, "save_path", lambda *_more, **_rest: tmp_path / "december.pdf")
    section.write("pdf")
    idle(opened, qtbot)
    qtbot.waitUntil((tmp_path / "december.pdf").exists)
