"""The one window: what is in it for whom, what its keys do, and that a lock closes everything."""
from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QTableView

from alektum_desk import app as program
from alektum_desk.base import language
from alektum_desk.domain.errors import Busy, SystemLacks
from alektum_desk.domain.notices import Field
from alektum_desk.services import accounts, desk as desks, drafts, records
from alektum_desk.services.desk import Desk
from alektum_desk.ui import appearance, memory, theme
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.frame import NARROW
from alektum_desk.ui.login import Login
from alektum_desk.ui.navigation import More
from alektum_desk.ui.screen import Header, Toast
from alektum_desk.ui.screens import SCREENS
from alektum_desk.ui.screens.notices import NoticesScreen
from alektum_desk.ui.toast import Toasts
from alektum_desk.ui.widgets.chips import Chip, ChipLabel
from alektum_desk.ui.widgets.fields import LineField
from alektum_desk.ui.widgets.words import Picture, Scroller
from alektum_desk.ui.window import Window
from tests.conftest import PASSWORD, Clock


def names(window: Window) -> list[str]:
    assert window.frame is not None
    return [entry.name for entry in window.frame.entries]


def test_an_officer_sees_every_screen(opened: Window) -> None:
    assert names(opened) == [entry.name for entry in SCREENS]


def test_the_front_desk_sees_visitors_only(front_desk: Window) -> None:
    assert {"visitors", "roll_call", "settings"} <= set(names(front_desk)) <= {"visitors", "roll_call", "kiosk", "settings"}
    assert front_desk.frame is not None
    assert front_desk.frame.here().name == "visitors"


def test_every_screen_has_a_number_and_settings_a_comma(opened: Window) -> None:
    keys = {action.shortcut().toString(QKeySequence.SequenceFormat.PortableText): action.text() for action in opened.actions()}
    assert keys["Ctrl+1"] == "Home"
    assert keys["Ctrl+2"] == "Register"
    assert keys["Ctrl+,"] == "Settings"
    assert {"Ctrl+K", "Ctrl+L", "Ctrl+F", "Ctrl+Z", "F1", "F5", "F6", "F8", "F10"} <= keys.keys()


def test_a_key_goes_to_its_screen(opened: Window, qtbot: Any) -> None:
    opened.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is opened)
    qtbot.keyClick(opened, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert opened.frame is not None
    assert opened.frame.here().name == "settings"
    assert opened.frame.sidebar.buttons["settings"].isChecked()
    assert not opened.frame.sidebar.buttons["home"].isChecked()


def test_f6_goes_from_part_to_part(opened: Window, qtbot: Any) -> None:
    frame = opened.frame
    assert frame is not None
    opened.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is opened)
    frame.open("settings")
    visited = []
    for _step in range(2):
        frame.next_part()
        focused = QApplication.focusWidget()
        assert focused is not None
        visited.append("sidebar" if frame.sidebar.isAncestorOf(focused) else "content")
    assert set(visited) == {"sidebar", "content"}


def test_no_person_stands_in_a_title(opened: Window) -> None:
    assert opened.windowTitle() == "Alektum Desk"
    assert opened.desk is not None
    assert opened.desk.who.name not in opened.windowTitle()


def test_sample_data_is_said_in_the_title_and_the_sidebar(window: Window) -> None:
    sample = Window(window.home, sample=True)
    assert sample.windowTitle() == "Alektum Desk, SAMPLE"
    assert isinstance(sample.show_login(), Login)
    sample.close()
    sample.deleteLater()


def test_a_lock_closes_the_desk_and_every_view(opened: Window, settled: Any) -> None:
    opened.tell(Toast("Kari Nordmann signed in"))
    desk = opened.desk
    assert desk is not None
    opened.lock()
    settled()
    assert opened.desk is None
    assert opened.frame is None
    assert not desk.store.opened
    assert opened.toasts.history == []
    said = {label.text() for label in opened.findChildren(QLabel)}
    assert not any("Nordmann" in words for words in said)
    assert not [action for action in opened.actions() if action.shortcut().toString() == "Ctrl+1"]


def test_the_idle_clock_locks(opened: Window, qtbot: Any) -> None:
    memory.change(lock_after=1)
    opened.awake()
    assert opened._idle.interval() == 60_000
    opened._idle.start(1)
    qtbot.waitUntil(lambda: opened.desk is None)


def test_a_narrow_window_keeps_the_icons_only(opened: Window, settled: Any) -> None:
    frame = opened.frame
    assert frame is not None
    opened.resize(NARROW + 60, 800)
    settled()
    assert frame.sidebar.width() >= theme.px(224)
    opened.resize(NARROW - 60, 800)
    settled()
    assert frame.sidebar.width() == theme.px(60)
    assert frame.sidebar.buttons["register"].toolTip() == "Register"


def test_an_arrow_says_that_more_screens_lie_beyond(opened: Window, qapp: QApplication, settled: Any) -> None:
    appearance.apply(qapp, "light", 200)
    opened.resize(1024, 768)
    opened.rebuild()
    opened.show()
    settled()
    assert opened.frame is not None
    up, down = opened.frame.sidebar.findChildren(More)
    last = opened.frame.sidebar.buttons["roll_call"]
    assert not up.isVisible()
    assert down.isVisible()
    for _press in range(3):
        QTest.mouseClick(down, Qt.MouseButton.LeftButton)
    assert last.visibleRegion().boundingRect().height() == last.height()
    assert up.isVisible()
    assert not down.isVisible()
    opened.go("notices")
    here = opened.frame.sidebar.buttons["notices"]
    assert here.visibleRegion().boundingRect().height() == here.height()
    place = here.rect().translated(here.mapTo(up.area, here.rect().topLeft()))
    assert not any(each.geometry().intersects(place) for each in (up, down) if each.isVisible())


def test_the_window_comes_back_where_it_was(opened: Window, tmp_path: Path) -> None:
    opened.resize(760, 690)
    opened.close()
    memory.forget()
    again = Window(tmp_path / "home")
    assert (again.width(), again.height()) == (760, 690)
    again.deleteLater()


def test_another_language_at_once(opened: Window, qtbot: Any, settled: Any) -> None:
    try:
        language.catalogue("nb")
    except FileNotFoundError:
        pytest.skip("the catalogues are not compiled: ./desk test compiles them")
    before = opened.frame
    memory.change(language="nb")
    opened.put_in_force()
    qtbot.waitUntil(lambda: opened.frame is not before)
    assert opened.frame is not None
    assert opened.frame.here().name == "home"
    assert opened.frame.sidebar.buttons["settings"].words == language._("Settings")
    assert language.current() == "nb"
    line = QLineEdit()
    menu = line.createStandardContextMenu()
    assert next(action.text().split("\t")[0] for action in menu.actions() if not action.isSeparator()) == language._("Undo")
    menu.deleteLater()
    memory.change(language="en")
    opened.put_in_force()
    settled()


def test_toasts_come_one_at_a_time_and_are_kept(opened: Window) -> None:
    toasts, done = Toasts(opened), []
    at = datetime(2026, 11, 24, tzinfo=UTC)
    toasts.show(Toast("First", undo=lambda: done.append("first")), at)
    toasts.show(Toast("Second"), at)
    assert [news.words for news in toasts.history] == ["Second", "First"]
    toasts.show(Toast("Third", undo=lambda: done.append("third")), at)
    assert toasts.undo()
    assert done == ["third"]
    assert not toasts.undo()


def test_a_screen_that_is_not_seen_asks_for_no_room(opened: Window, settled: Callable[[], None]) -> None:
    assert opened.frame is not None
    for name in (*names(opened), "home"):
        opened.go(name)
    settled()
    assert opened.frame.stack.minimumSizeHint().height() == opened.frame.here().minimumSizeHint().height()


@pytest.mark.parametrize("name", ["notices", "audit"])
def test_at_200_per_cent_a_page_scrolls_in_one_place(opened: Window, qapp: QApplication, settled: Callable[[], None], name: str) -> None:
    appearance.apply(qapp, "light", 200)
    opened.resize(1440, 900)
    opened.rebuild()
    opened.go(name)
    settled()
    seen = [area for area in opened.findChildren(Scroller) if area.isVisible() and area.verticalScrollBar().isVisible()]
    assert len(seen) == 1
    assert not any(area.horizontalScrollBar().isVisible() for area in opened.findChildren(QTableView) if area.isVisible())


def test_tabs_take_another_line_when_their_words_grow(opened: Window, settled: Callable[[], None]) -> None:
    assert opened.frame is not None
    opened.resize(1010, 900)        # there "Findings" fits beside the others, and "Findings  32" does not
    opened.rebuild()
    settled()
    opened.frame.open("notices", "findings")
    settled()
    opened.jobs.finish()
    settled()
    screen = opened.frame.here()
    assert isinstance(screen, NoticesScreen)
    assert all(screen.tabs.rect().contains(button.geometry()) for button in screen.tabs.findChildren(QPushButton))


def test_a_toast_is_as_tall_as_its_words(opened: Window, settled: Callable[[], None]) -> None:
    opened.resize(1440, 900)
    words = "Signed in. The visit is forgotten on 28 December 2026 at 10:55"
    opened.tell(Toast(words, "check"))
    settled()
    label = next(each for each in opened.findChildren(QLabel) if each.text() == words)
    assert label.heightForWidth(label.width()) <= label.height()
    assert label.height() <= theme.px(54)


def test_an_action_that_is_off_says_why(opened: Window) -> None:
    assert opened.frame is not None
    screen = opened.frame.here()
    action = screen.command("Approve", lambda: None, off="Approve is off: two facts are lacking.")
    assert isinstance(action, QAction)
    assert not action.isEnabled()
    assert action.statusTip() == "Approve is off: two facts are lacking."


@pytest.mark.parametrize("display", ["", ":4711", "unix:4711.0"])
def test_without_a_screen_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch, display: str) -> None:
    """Nor with the name of one that nobody serves, at which Qt would abort."""
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", display)
    with pytest.raises(SystemLacks) as lacking:
        program.run(Namespace(home=None))
    assert lacking.value.exit_code == 10
    assert "./desk run" in lacking.value.hint


def test_a_second_start_raises_the_first(window: Window, tmp_path: Path, qtbot: Any, qapp: QApplication) -> None:
    home = tmp_path / "home"
    assert not program.raise_the_first(home)
    server = program.listen(home, window)
    with qtbot.waitSignal(server.newConnection):
        assert program.raise_the_first(home)
    qtbot.waitUntil(window.isVisible)
    assert str(home) not in program.socket_name(home)
    server.close()


def test_passed_days_are_forgotten_before_anything_is_shown(desk_on: Any, clock_of: Any, tmp_path: Path) -> None:
    desk: Desk = desk_on("2026-01-10")
    home = desk.home
    desk.close()
    before = next(home.glob("*.days")).read_bytes()
    assert program.forget_first(home) is None
    after = next(home.glob("*.days")).read_bytes()
    assert before != after
    assert after.count(b"----") > before.count(b"----")
    assert program.forget_first(tmp_path / "nothing here") is None


# -- the way back

def test_the_menu_says_what_would_be_undone_and_the_keys_do_it(opened: Window) -> None:
    desk = opened.desk
    assert desk is not None

    def words() -> list[str]:
        opened.tell_undo()
        return [action.text() for action in opened.menu_.menus["Desk"].actions() if action.shortcut().toString() in {"Ctrl+Z", "Ctrl+Shift+Z"}]

    assert words() == ["Undo", "Redo"]
    activity = records.listed(desk)[0].id
    before = records.shown(desk, activity)
    records.decide(desk, activity, Field.SECURITY, ["Locked cupboards"], "It says so on the wall.")
    [undo, redo] = words()
    assert undo.startswith("Undo the decision about “")
    assert redo == "Redo"
    opened.undo()
    assert records.shown(desk, activity) == before
    assert words()[1].startswith("Redo the decision about “")
    opened.toasts.clear()
    opened.redo()
    assert records.shown(desk, activity) != before
    opened.toasts.clear()
    opened.undo()
    opened.toasts.clear()
    opened.undo()
    assert opened.toasts.history[0].words.startswith("There is nothing to undo.")


def test_what_was_done_elsewhere_is_asked_about_before_it_is_undone(opened: Window, clock_of: Callable[[Desk], Clock]) -> None:
    """On the command line, or before the desk was opened: it stands on no page that is in sight."""
    assert opened.desk is not None
    activity = records.listed(opened.desk)[0].id
    before = records.shown(opened.desk, activity)
    other = desks.open_desk(opened.desk.home, None, PASSWORD, clock_of(opened.desk))
    records.decide(other, activity, Field.SECURITY, ["Locked cupboards"], "It says so on the wall.")
    other.close()
    opened.undo()
    asked = opened.toasts.history[0].words
    assert asked.startswith("This was not done in this window. Undo the decision about “")
    assert asked.endswith("?")
    assert records.shown(opened.desk, activity) != before
    opened.undo()
    assert records.shown(opened.desk, activity) == before
    assert opened.toasts.history[0].words.startswith("Done: Undo the decision about “")


def test_a_text_field_keeps_its_own_undo(opened: Window, qtbot: Any) -> None:
    opened.go("settings")
    assert opened.frame is not None
    opened.frame.here().arrive("accounts/add")
    pane = opened.frame.here().pane
    assert pane is not None
    field = pane.findChild(LineField, "name")
    assert isinstance(field, LineField)
    opened.activateWindow()
    field.setFocus()
    qtbot.keyClicks(field, "Bo")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""
    assert opened.toasts.history == []


# -- locked means closed

def test_a_lock_under_an_open_dialog_keeps_the_draft_and_closes_all(opened: Window, qtbot: Any) -> None:
    desk = opened.desk
    assert desk is not None
    opened.go("visitors")
    assert opened.frame is not None
    form = next(form for form in opened.frame.here().forms() if "." in form.objectName())
    name = next(key for key, row in form.rows.items() if isinstance(row.field, LineField))
    form.set_values({name: "Half a name"})
    QApplication.clipboard().setText("copied here")
    answers: list[bool] = []
    QTimer.singleShot(50, opened, opened.lock)
    answers.append(ask.sure(opened, "Forget it?", "There is no way back.", "Forget it"))       # waits until the lock closes it
    assert answers == [False]
    assert opened.desk is None
    assert not desk.store.opened
    assert not [each for each in opened.findChildren(QDialog) if each.isVisible()]
    assert QApplication.clipboard().text() == ""
    again = desks.open_desk(desk.home, None, PASSWORD, clock_in(desk))
    assert drafts.kept(again, form.objectName()) is not None
    again.close()


def clock_in(desk: Desk) -> Any:
    return desk.store.water.clock


def test_new_keys_of_another_window_offer_to_lock_and_open_again(opened: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = opened.desk
    assert desk is not None
    other = desks.open_desk(desk.home, None, PASSWORD, clock_in(desk))
    accounts.rekey(other)
    other.close()
    asked: list[str] = []

    def agree(_parent: object, question: str, *_words: str, **_more: object) -> bool:
        asked.append(question)
        return True

    monkeypatch.setattr(ask, "sure", agree)
    with pytest.raises(Busy) as busy:
        records.listed(desk)
    opened.show_error(busy.value)
    assert len(asked) == 1
    assert opened.desk is None


def test_states_stand_on_the_line_of_the_title_and_no_arrow_points_to_nothing(opened: Window, settled: Any) -> None:
    assert opened.frame is not None
    header = opened.frame.header
    header.show_header(Header("Debt recovery", crumbs=(("Register", ""), ("Belgium", "be")), chips=(Chip("Draft", "info", "edit"),)))
    settled()
    [chip] = header.findChildren(ChipLabel)
    assert chip.isVisible()
    assert abs(chip.geometry().center().y() - header.title.geometry().center().y()) <= 1
    assert chip.x() == header.title.x() + header.title.width() + theme.px(8)
    assert len([each for each in header.findChildren(Picture) if each.name == "right"]) == 1


def test_a_window_nobody_sees_begins_all_the_same(qtbot: Any, tmp_path: Path) -> None:
    """It is shown and never painted, as where it starts minimised."""
    window = Window(tmp_path / "home", sample=False)
    qtbot.addWidget(window)
    window.setUpdatesEnabled(False)
    with qtbot.waitSignal(window.painted):
        window.show()
    assert not window._is_painted
