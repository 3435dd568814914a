"""The kiosk from welcome to thanks: what a visitor does, what nobody can do, and what the next one must not see."""
from __future__ import annotations

import os
import random
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QAccessible,
    QClipboard,
    QCloseEvent,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QWheelEvent,
)
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.errors import DiskTrouble
from alektum_desk.domain.kiosk import PREFIX, written
from alektum_desk.domain.kiosk_pairing import is_pin
from alektum_desk.domain.visitors import Guest, Visit
from alektum_desk.services import accounts, desk as desks, kiosk as kiosk_service, sample, visitors
from alektum_desk.ui import theme
from alektum_desk.ui.kiosk.at_work import at_work
from alektum_desk.ui.kiosk.controls import LEAST, KeyButton, KioskButton, KioskField, Tile
from alektum_desk.ui.kiosk.form import Step
from alektum_desk.ui.kiosk.keyboard import ACCENTS, LAYOUTS, NUMBERS, layout_of
from alektum_desk.ui.kiosk.opening import Opening
from alektum_desk.ui.kiosk.window import IDLE, THANKS, WARNING, KioskWindow, is_allowed
from alektum_desk.ui.window import Window
from tests.builders import naughty, some_naughty
from tests.ui.kiosks import FRONT_DESK, PIN, Kiosk, noon
from tests.ui.test_walk import Longer
from tests.ui.walking import LONG, clipped, pale, rich, sights, trapped, unnamed

SOME_KEYS = [Qt.Key.Key_F1, Qt.Key.Key_F4, Qt.Key.Key_F11, Qt.Key.Key_Escape, Qt.Key.Key_Menu, Qt.Key.Key_Meta, Qt.Key.Key_Tab, Qt.Key.Key_Return,
             Qt.Key.Key_Space, Qt.Key.Key_Q, Qt.Key.Key_W, Qt.Key.Key_P, Qt.Key.Key_O, Qt.Key.Key_T, Qt.Key.Key_Delete, Qt.Key.Key_Help,
             Qt.Key.Key_Print, Qt.Key.Key_Back, Qt.Key.Key_HomePage, Qt.Key.Key_LaunchMail, Qt.Key.Key_A, Qt.Key.Key_Z, Qt.Key.Key_5]
HELD = [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.MetaModifier,
        Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier]
Make = Callable[..., Kiosk]
NAME, FIRM, PLATE = "Zebedeus Quastenflosser", "Xylophonfabrik", "9-QXZ-777"
CANARIES = ("zebedeus", "quastenflosser", "xylophon", "qxz", "vandamme")


def walk_in(kiosk: Kiosk, *, to: Step = Step.THANKS) -> None:
    """As a visitor does it, as far as `to`."""
    kiosk.press("I am arriving")
    for field, words in (("name", NAME), ("employer", FIRM), ("plate", PLATE)):
        kiosk.type(field, words)
    if to is Step.DETAILS:
        return
    kiosk.press("Continue")
    kiosk.type("host", "vandam")
    kiosk.qtbot.waitUntil(lambda: bool(kiosk.form.sheet.hits))
    kiosk.settle()
    if to is Step.HOST:
        return
    kiosk.press("Anna V.")
    if to is Step.NOTICE:
        return
    kiosk.press("I have read this: sign me in")
    kiosk.wait_for(Step.THANKS)


def signed_in(kiosk: Kiosk) -> list[Visit]:
    return [each for each in visitors.listed(kiosk.desk) if each.name == NAME]


# --- what a visitor does -------------------------------------------------------------------------------------------

def test_a_visitor_signs_in_and_out(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk)
    visit = signed_in(kiosk)[0]
    assert (visit.employer, visit.plate, visit.host) == (FIRM, PLATE, "Anna Vandamme")
    said = " ".join(each.text() for each in kiosk.window.findChildren(QLabel))
    assert "Thank you, Zebedeus" in said
    assert "24 December 2026" in said
    assert "Quastenflosser" not in said
    kiosk.press("Next visitor")
    kiosk.speak("en")
    kiosk.press("I am leaving")
    kiosk.type("code", visit.token)
    kiosk.press("Sign me out")
    kiosk.wait_for(Step.GOODBYE)
    assert not visitors.living(kiosk.desk, visit.id).is_on_site


def test_the_language_changes_at_any_step_and_what_was_typed_stays(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk, to=Step.DETAILS)
    for code in language.LANGUAGES:
        kiosk.speak(code)
        assert {key: each.text() for key, each in kiosk.form.fields.items()} == {"name": NAME, "employer": FIRM, "plate": PLATE}
        assert language.current() == code
    kiosk.speak("en")
    kiosk.press("Continue")
    kiosk.type("host", "vandam")
    kiosk.qtbot.waitUntil(lambda: bool(kiosk.form.sheet.hits))
    kiosk.speak("sv")
    assert kiosk.form.fields["host"].text() == "vandam"
    assert [each[1] for each in kiosk.form.sheet.hits] == ["Anna V."]


def test_text_grows_to_200_per_cent_and_what_was_typed_stays(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk, to=Step.DETAILS)
    for scale in (1.5, 2.0, 1.0):
        kiosk.press("Larger text")
        assert theme.scale() == scale
        assert kiosk.form.fields["plate"].text() == PLATE
    kiosk.press("High contrast")
    assert theme.current().name == "contrast"
    kiosk.press("Cancel and erase")
    assert (theme.scale(), theme.current().name) == (1.0, "light")


def test_a_delivery_is_noted_without_a_name(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    kiosk.press("I bring a delivery")
    kiosk.press("Continue")
    assert kiosk.form.entries["firm"].below.text() == "Write the name of the firm."
    kiosk.type("firm", FIRM)
    kiosk.press("Continue")
    kiosk.press("Back")
    assert kiosk.form.fields["firm"].text() == FIRM
    kiosk.press("Continue")
    kiosk.type("host", "vandam")
    kiosk.qtbot.waitUntil(lambda: bool(kiosk.form.sheet.hits))
    kiosk.settle()
    kiosk.press("Anna V.")
    kiosk.wait_for(Step.NOTED)
    [visit] = [each for each in visitors.listed(kiosk.desk) if each.employer == FIRM]
    assert (visit.delivery, visit.name, visit.host) == (True, "", "Anna Vandamme")
    assert leaks() == []
    kiosk.press("Next visitor")
    assert kiosk.form.sheet.step is Step.WELCOME


@pytest.mark.parametrize("size", [(1280, 800), (1024, 768)])
def test_at_200_per_cent_every_way_out_is_in_sight(make_kiosk: Make, size: tuple[int, int]) -> None:
    kiosk = make_kiosk()
    kiosk.window.resize(*size)
    kiosk.window.size_ = 200
    for code in language.LANGUAGES:
        kiosk.speak(code)
        look_for_ways_out(kiosk)


def look_for_ways_out(kiosk: Kiosk) -> None:
    for step, ways in ((Step.DETAILS, 2), (Step.HOST, 3), (Step.NOTICE, 3), (Step.LEAVE, 2), (Step.CODE, 2), (Step.PARCEL, 2)):
        kiosk.form.show_step(step)
        kiosk.settle()
        found = [each for each in kiosk.window.findChildren(KioskButton) if each.isVisible() and each.accessibleName() in {
            _("Cancel and erase"), _("Back"), _("Call the reception")}]
        assert len(found) == ways
        for each in found:
            assert each.visibleRegion().boundingRect() == each.rect(), (step, each.accessibleName())
            assert min(each.width(), each.height()) >= 64


@pytest.mark.parametrize("code", ["en", "de", "fi"])
def test_at_200_per_cent_no_key_is_cut(make_kiosk: Make, code: str) -> None:
    kiosk = make_kiosk()
    kiosk.window.resize(1024, 768)
    kiosk.window.size_ = 200
    kiosk.speak(code)
    kiosk.form.show_step(Step.DETAILS)
    keyboard = kiosk.form.keyboard
    assert keyboard is not None
    for page in ("letters", "numbers", "accents"):
        keyboard.show_page(page)
        kiosk.settle()
        for key in keyboard.findChildren(KeyButton):
            if key.isVisible():
                assert key.visibleRegion().boundingRect() == key.rect(), (page, key.accessibleName())
                assert key.sizeHint().width() <= key.width() or not key.text(), (page, key.accessibleName())


@pytest.mark.parametrize("code", ["en", "de"])
def test_at_200_per_cent_the_first_host_stands_above_the_keyboard(make_kiosk: Make, code: str) -> None:
    kiosk = make_kiosk()
    kiosk.window.size_ = 200
    kiosk.speak(code)
    kiosk.form.show_step(Step.HOST)
    kiosk.type("host", "van")
    kiosk.qtbot.waitUntil(lambda: bool(kiosk.form.sheet.hits))
    kiosk.settle()
    first = next(each for each in kiosk.window.findChildren(KioskButton) if each.accessibleName() == "Anna V.")
    kiosk.qtbot.waitUntil(lambda: first.visibleRegion().boundingRect().height() == first.height())
    kiosk.type("host", "xyz")
    kiosk.qtbot.waitUntil(lambda: not kiosk.form.sheet.hits)
    kiosk.settle()
    nobody = next(each for each in kiosk.window.findChildren(QLabel) if each.text().startswith("Nobody here" if code == "en" else "Niemand"))
    kiosk.qtbot.waitUntil(lambda: nobody.visibleRegion().boundingRect().height() == nobody.height() > 0)


def test_six_touches_are_enough(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    pressed: list[str] = []
    press = kiosk.press

    def counted(words: str) -> None:
        pressed.append(words)
        press(words)
    kiosk.press = counted  # type: ignore[method-assign]
    walk_in(kiosk)
    assert len(pressed) <= 6


def test_somebody_announced_holds_up_a_code_and_confirms(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    coming = visitors.announce(kiosk.desk, Guest(NAME, FIRM, None, "Anna Vandamme"), kiosk.desk.now())
    scan(kiosk, coming.token)
    kiosk.wait_for(Step.NOTICE)
    said = " ".join(each.text() for each in kiosk.window.findChildren(QLabel))
    assert "Zebedeus" in said
    assert "Quastenflosser" not in said
    kiosk.press("I have read this: sign me in")
    kiosk.wait_for(Step.THANKS)
    assert signed_in(kiosk)[0].employer == FIRM


def scan(kiosk: Kiosk, token: str, gap: float = 0.01) -> None:
    """As a scanner types: fast, with Return at the end."""
    kiosk.seconds.at += 5
    target = QApplication.focusWidget() or kiosk.window
    for letter in PREFIX + token:
        kiosk.seconds.at += gap
        QTest.keyClicks(target, letter)
    kiosk.seconds.at += gap
    QTest.keyClick(target, Qt.Key.Key_Return)
    kiosk.settle()


def test_a_badge_in_front_of_the_scanner_signs_out(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    visit = visitors.sign_in(kiosk.desk, Guest(NAME))
    scan(kiosk, visit.token)
    kiosk.wait_for(Step.GOODBYE)
    assert not visitors.living(kiosk.desk, visit.id).is_on_site


def test_a_scanner_leaves_nothing_in_the_field_it_typed_into(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk, to=Step.DETAILS)
    scan(kiosk, "ab" * 16)
    assert {key: each.text() for key, each in kiosk.form.fields.items()} == {"name": NAME, "employer": FIRM, "plate": PLATE}
    assert kiosk.form.sheet.step is Step.DETAILS


def test_a_hand_that_types_a_code_is_no_scanner(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    visit = visitors.sign_in(kiosk.desk, Guest(NAME))
    scan(kiosk, visit.token, gap=0.2)
    assert kiosk.form.sheet.step is not Step.GOODBYE
    assert visitors.living(kiosk.desk, visit.id).is_on_site


def test_what_cannot_be_written_down_is_said_beside_its_field(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    kiosk.press("I am arriving")
    kiosk.press("Continue")
    assert kiosk.form.entries["name"].below.text() == "Write your full name."
    kiosk.form.fields["name"].setText(NAME)
    kiosk.form.fields["plate"].setText("X" * 40)
    kiosk.press("Continue")
    assert kiosk.form.sheet.step is Step.DETAILS
    assert kiosk.form.entries["plate"].below.text()
    assert not kiosk.form.entries["name"].below.text()


def test_every_naughty_string_may_be_typed(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    kiosk.press("I am arriving")
    for words in naughty():
        for each in kiosk.form.fields.values():
            each.setText(words)
    for words in some_naughty(0):
        for each in kiosk.form.fields.values():
            each.setText(words)
        kiosk.form.check_details()
        assert kiosk.form.sheet.step in {Step.DETAILS, Step.HOST}
        if kiosk.form.sheet.step is Step.HOST:
            kiosk.form.show_step(Step.DETAILS)
        kiosk.settle()
    kiosk.form.show_step(Step.HOST)
    for words in naughty():
        kiosk.form.fields["host"].setText(words)
        kiosk.form.search()
    kiosk.settle()
    assert rich(kiosk.window) == []
    assert only_window(kiosk.window)


def test_back_keeps_what_was_typed(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk, to=Step.NOTICE)
    kiosk.press("Back")
    assert kiosk.form.fields["host"].text() == "vandam"
    kiosk.press("Back")
    assert kiosk.form.fields["name"].text() == NAME


# --- nobody there --------------------------------------------------------------------------------------------------

def test_after_a_minute_it_asks_and_after_twenty_seconds_it_erases(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk, to=Step.DETAILS)
    old = kiosk.form
    wait(kiosk, IDLE - 1)
    assert kiosk.window.warning is None
    wait(kiosk, 1)
    assert kiosk.window.warning is not None
    assert f"{WARNING} seconds" in kiosk.window.warning.words.text()
    wait(kiosk, WARNING - 1)
    assert "1 second." in kiosk.window.warning.words.text()
    wait(kiosk, 1)
    assert kiosk.window.form is not old
    assert kiosk.form.sheet.step is Step.WELCOME


def test_any_key_says_i_am_here_and_does_nothing_else(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk, to=Step.DETAILS)
    for _time in range(12):       # more often than the ten that WCAG 2.2.1 asks for
        wait(kiosk, IDLE + 5)
        assert kiosk.window.warning is not None
        QTest.keyClick(kiosk.window.warning.more, Qt.Key.Key_F5)
        kiosk.settle()
        assert kiosk.window.warning is None
    assert kiosk.form.fields["name"].text() == NAME


def wait(kiosk: Kiosk, seconds: float) -> None:
    kiosk.seconds.at += seconds
    kiosk.window.tick()
    kiosk.settle()


def test_thanks_go_by_themselves(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk)
    wait(kiosk, THANKS)
    assert kiosk.form.sheet.step is Step.WELCOME


# --- eight ways to leave, and every place where something could stay -----------------------------------------------

def dead_printer(_visit: Visit) -> bool:
    raise DiskTrouble("The printer is gone.")


def finish(kiosk: Kiosk) -> None:
    walk_in(kiosk)
    kiosk.press("Next visitor")


def cancel(kiosk: Kiosk) -> None:
    walk_in(kiosk, to=Step.HOST)
    kiosk.press("Cancel and erase")


def idle(kiosk: Kiosk) -> None:
    walk_in(kiosk, to=Step.NOTICE)
    wait(kiosk, IDLE + WARNING)


def back(kiosk: Kiosk) -> None:
    walk_in(kiosk, to=Step.DETAILS)
    kiosk.form.back()
    kiosk.settle()


def change_language(kiosk: Kiosk) -> None:
    walk_in(kiosk, to=Step.HOST)
    for code in ("fr", "fi", "en"):
        kiosk.speak(code)
    kiosk.press("Cancel and erase")


def call_reception(kiosk: Kiosk) -> None:
    walk_in(kiosk, to=Step.DETAILS)
    kiosk.press("Call the reception")
    kiosk.press("Begin again")


def crash(kiosk: Kiosk) -> None:
    walk_in(kiosk, to=Step.HOST)
    try:
        raise ValueError(NAME)
    except ValueError as error:
        kiosk.window.crashed(ValueError, error, error.__traceback__)
    kiosk.settle()


WAYS = {"finish": finish, "cancel": cancel, "idle": idle, "back": back, "language": change_language, "reception": call_reception, "crash": crash,
        "printer": finish}


def said_anywhere() -> Iterator[tuple[str, str]]:
    """Every channel that could keep a word, and the word."""
    for widget in QApplication.allWidgets():
        yield from (("tooltip", widget.toolTip()), ("tooltip", widget.statusTip()), ("tooltip", widget.whatsThis()),
                    ("accessible", widget.accessibleName()), ("accessible", widget.accessibleDescription()), ("title", widget.windowTitle()),
                    ("title", widget.objectName()))
        face = QAccessible.queryAccessibleInterface(widget)
        if face is not None:
            yield from (("accessible", face.text(kind)) for kind in (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description))
        for query in (Qt.InputMethodQuery.ImSurroundingText, Qt.InputMethodQuery.ImCurrentSelection, Qt.InputMethodQuery.ImTextBeforeCursor):
            yield "input method", str(widget.inputMethodQuery(query) or "")
        for model in (getattr(widget, "model", lambda: None)(), getattr(getattr(widget, "completer", lambda: None)(), "model", lambda: None)()):
            if model is not None:
                yield from (("model", str(model.index(row, 0).data())) for row in range(model.rowCount()))
        if isinstance(widget, QLineEdit):
            assert widget.completer() is None
            yield "text", widget.text() + widget.placeholderText() + widget.selectedText()
            if widget.isUndoAvailable():
                widget.undo()
                yield "undo", widget.text()
            if widget.isRedoAvailable():
                widget.redo()
                yield "redo", widget.text()
        elif hasattr(widget, "text") and callable(widget.text):
            yield "text", str(widget.text())
    board = QGuiApplication.clipboard()
    yield "clipboard", board.text(QClipboard.Mode.Clipboard)
    yield "selection", board.text(QClipboard.Mode.Selection)


def leaks() -> list[tuple[str, str]]:
    return [(channel, words) for channel, words in said_anywhere() if any(each in words.casefold() for each in CANARIES)]


@pytest.mark.parametrize("way", WAYS)
def test_the_next_visitor_finds_nothing(make_kiosk: Make, way: str) -> None:
    kiosk = make_kiosk(dead_printer if way == "printer" else None)
    kiosk.window.begin()
    kiosk.settle()
    fresh = frame(kiosk)
    kiosk.speak("en")
    copy = lambda: QGuiApplication.clipboard().setText(NAME)  # noqa: E731
    kiosk.form.touched.connect(copy)
    WAYS[way](kiosk)
    kiosk.settle()
    assert kiosk.form.sheet.step is Step.WELCOME
    assert leaks() == []
    assert frame(kiosk) == fresh
    assert sum(isinstance(each, KioskField) for each in QApplication.allWidgets()) == 0


def frame(kiosk: Kiosk) -> QImage:
    return kiosk.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_the_search_for_leaks_finds_them(make_kiosk: Make) -> None:
    """In the middle of a visit the words are there: the search looks in the right places."""
    kiosk = make_kiosk()
    walk_in(kiosk, to=Step.DETAILS)
    QGuiApplication.clipboard().setText(NAME)
    assert {channel for channel, _words in leaks()} >= {"text", "accessible", "input method", "clipboard"}


def test_a_field_learns_nothing_and_takes_nothing_back(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk, to=Step.DETAILS)
    for each in kiosk.form.fields.values():
        assert not each.isUndoAvailable()
        assert each.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData
        assert each.inputMethodHints() & Qt.InputMethodHint.ImhNoPredictiveText
        QTest.keyClick(each, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(each, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(each, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == ""
    assert kiosk.form.fields["name"].text() == NAME


@pytest.mark.parametrize(("key", "held", "letters", "allowed"), [
    (Qt.Key.Key_A, HELD[0], "a", True), (Qt.Key.Key_A, HELD[4], "A", True), (Qt.Key.Key_At, HELD[5], "@", True), (Qt.Key.Key_Tab, HELD[0], "\t", True),
    (Qt.Key.Key_Backspace, HELD[0], "\b", True), (Qt.Key.Key_A, HELD[1], "\x01", False), (Qt.Key.Key_F4, HELD[2], "", False), (Qt.Key.Key_F1, HELD[0], "", False),
    (Qt.Key.Key_Escape, HELD[0], "\x1b", False), (Qt.Key.Key_Tab, HELD[2], "\t", False), (Qt.Key.Key_T, HELD[5], "", False), (Qt.Key.Key_D, HELD[3], "d", False),
    (Qt.Key.Key_Menu, HELD[0], "", False), (Qt.Key.Key_Print, HELD[0], "", False)])
def test_a_hand_may_press_letters_and_the_few_keys_that_move(key: Qt.Key, held: Qt.KeyboardModifier, letters: str, allowed: bool) -> None:
    assert is_allowed(QKeyEvent(QEvent.Type.KeyPress, key, held, letters)) is allowed


# --- no way out but the PIN ----------------------------------------------------------------------------------------

def only_window(window: QWidget) -> bool:
    others = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not window]
    return window.isVisible() and not others and QApplication.activePopupWidget() is None and QApplication.activeModalWidget() is None


def annoy(kiosk: Kiosk, events: int, dice: random.Random) -> None:
    touch = QTest.createTouchDevice()
    for _event in range(events):
        window = kiosk.window
        target = dice.choice([each for each in window.findChildren(QWidget) if each.isVisible()] or [window])
        at = QPoint(dice.randrange(max(1, target.width())), dice.randrange(max(1, target.height())))
        match dice.randrange(10):
            case 0 | 1 | 2:
                QTest.keyClick(target, dice.choice(SOME_KEYS), dice.choice(HELD))
            case 3 | 4:
                QTest.mouseClick(target, Qt.MouseButton.LeftButton, dice.choice(HELD), at)
            case 5:
                QTest.mouseClick(target, dice.choice([Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.BackButton]), dice.choice(HELD), at)
            case 6:
                place = window.mapFromGlobal(target.mapToGlobal(at))
                QTest.touchEvent(window, touch).press(0, place, window).commit()
                QTest.touchEvent(window, touch).release(0, place, window).commit()
            case 7:
                QApplication.sendEvent(target, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, target.mapToGlobal(at)))
                QApplication.sendEvent(target, QHelpEvent(dice.choice([QEvent.Type.ToolTip, QEvent.Type.WhatsThis]), at, target.mapToGlobal(at)))
            case 8:
                drop(target, at)
            case _:
                QApplication.sendEvent(target, QWheelEvent(QPointF(at), QPointF(target.mapToGlobal(at)), QPoint(), QPoint(0, dice.choice([-120, 120])),
                                                           Qt.MouseButton.NoButton, dice.choice(HELD), Qt.ScrollPhase.NoScrollPhase, False))
                QApplication.sendEvent(window, QCloseEvent())
        kiosk.seconds.at += dice.random() * 2
        kiosk.settle()
        assert only_window(kiosk.window)


def drop(target: QWidget, at: QPoint) -> None:
    mime = QMimeData()
    mime.setText("https://example.org/" + NAME)
    QApplication.sendEvent(target, QDragEnterEvent(at, Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))
    QApplication.sendEvent(target, QDropEvent(QPointF(at), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))
    assert not any(NAME in each.text() for each in QApplication.allWidgets() if isinstance(each, QLineEdit))


def test_no_key_and_no_touch_leads_out(make_kiosk: Make) -> None:
    annoy(make_kiosk(), 300, random.Random(5))


@pytest.mark.long
def test_ten_thousand_events_lead_nowhere(make_kiosk: Make) -> None:
    annoy(make_kiosk(), 10_000, random.Random(20261127))


def test_alt_f4_and_the_like_do_nothing(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk, to=Step.DETAILS)
    for key, held in ((Qt.Key.Key_F4, HELD[2]), (Qt.Key.Key_F1, HELD[0]), (Qt.Key.Key_Escape, HELD[0]), (Qt.Key.Key_Q, HELD[1]), (Qt.Key.Key_Tab, HELD[2])):
        QTest.keyClick(kiosk.form.fields["name"], key, held)
    kiosk.window.close()
    kiosk.settle()
    assert only_window(kiosk.window)
    assert kiosk.form.fields["name"].text() == NAME
    assert kiosk.window.windowTitle() == "Alektum Desk"


def test_only_the_pin_ends_it(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    left: list[bool] = []
    kiosk.window.left.connect(lambda: left.append(True))
    kiosk.press("Staff")
    give(kiosk, "111111")
    assert kiosk.form.entries["pin"].below.text() == "This is not the PIN."
    give(kiosk, PIN)
    assert left == [True]
    assert kiosk.window.close()


def test_five_wrong_pins_close_the_door_for_five_minutes(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    left: list[bool] = []
    kiosk.window.left.connect(lambda: left.append(True))
    kiosk.press("Staff")
    for number in range(5):
        give(kiosk, f"22222{number}")
    give(kiosk, PIN)
    assert left == []
    assert "Try again in 5 minutes" in kiosk.form.entries["pin"].below.text()
    kiosk.seconds.at += 301
    give(kiosk, PIN)
    assert left == [True]


def give(kiosk: Kiosk, pin: str) -> None:
    for digit in pin:
        kiosk.press(digit)
    kiosk.press("End the kiosk")


# --- the line ------------------------------------------------------------------------------------------------------

def test_whoever_has_no_secret_is_refused(make_kiosk: Make, qtbot: Any) -> None:
    kiosk = make_kiosk()
    kiosk.line.close()
    qtbot.waitUntil(lambda: kiosk.door.paired is None)
    for said in (b"", b"hello\n", written({"proof": "00" * 32}), written({"number": 1, "verb": "hosts", "prefix": "van"}), b"[" * 70_000):
        stranger = QLocalSocket()
        stranger.connectToServer(kiosk.door.address)
        assert stranger.waitForConnected(2000)
        qtbot.waitUntil(lambda stranger=stranger: stranger.canReadLine())
        assert b"nonce" in bytes(stranger.readLine().data())
        stranger.write(said or b"\n")
        qtbot.waitUntil(lambda stranger=stranger: stranger.state() == QLocalSocket.LocalSocketState.UnconnectedState)
        assert not stranger.bytesAvailable()
    assert kiosk.door.paired is None


def test_there_is_one_kiosk_at_a_time(make_kiosk: Make, qtbot: Any) -> None:
    kiosk = make_kiosk()
    second = QLocalSocket()
    second.connectToServer(kiosk.door.address)
    qtbot.waitUntil(lambda: second.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert kiosk.door.paired is not None


@pytest.mark.skipif(sys.platform == "win32", reason="a named pipe has an access list instead")
def test_the_socket_lies_where_only_we_enter(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    assert stat.S_IMODE(kiosk.door.folder.stat().st_mode) == 0o700
    assert kiosk.door.folder.stat().st_uid == os.getuid()
    kiosk.door.close()
    assert not kiosk.door.folder.exists()


TOUCH = """
import socket, sys
line = socket.socket(socket.AF_UNIX)
line.settimeout(20)
line.connect(sys.argv[1])
print(line.recv(100))
"""
NOBODY = 65534


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() != 0 or not Path("/usr/bin/python3").exists(), reason="only root can be somebody else")
def test_another_user_is_refused_even_where_the_folder_stands_open(make_kiosk: Make, qtbot: Any) -> None:
    kiosk = make_kiosk()
    kiosk.line.close()
    qtbot.waitUntil(lambda: kiosk.door.paired is None)
    kiosk.door.folder.chmod(0o711)
    Path(kiosk.door.address).chmod(0o777)
    said = {}
    for uid in (os.getuid(), NOBODY):
        with subprocess.Popen(["/usr/bin/python3", "-c", TOUCH, kiosk.door.address], stdout=subprocess.PIPE, user=uid, cwd="/") as other:
            qtbot.waitUntil(lambda other=other: other.poll() is not None)
            assert other.stdout is not None
            said[uid] = other.stdout.read().decode()
    assert "nonce" in said[os.getuid()]
    assert said[NOBODY].strip() == "b''"


def test_garbage_without_end_cuts_the_line(make_kiosk: Make, qtbot: Any) -> None:
    kiosk = make_kiosk()
    for _line in range(30):
        kiosk.line.socket.write(b"sudo list everybody\n")
    qtbot.waitUntil(lambda: kiosk.line.is_lost)
    assert kiosk.door.paired is None


def test_a_desk_that_dies_in_the_middle_is_told_in_the_visitors_language(make_kiosk: Make, qtbot: Any) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk)                       # this one was confirmed
    kiosk.press("Next visitor")
    kiosk.speak("en")
    walk_in(kiosk, to=Step.NOTICE)
    kiosk.speak("fr")
    kiosk.door.close()
    kiosk.wait_for(Step.TOLD)
    assert language.current() == "fr"
    said = [each.text() for each in kiosk.window.findChildren(QLabel) if each.isVisible()]
    assert language._("The reception desk does not answer.") in said
    assert language._("Nothing that you typed was kept.") in said
    assert len(signed_in(kiosk)) == 1
    assert leaks() == []
    wait(kiosk, IDLE)
    assert kiosk.form.sheet.step is Step.TOLD        # and so it stays for whoever comes next


def test_a_desk_that_dies_after_it_was_asked_is_not_said_to_have_forgotten(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk, to=Step.NOTICE)
    kiosk.form.arrive()
    kiosk.door.close()
    kiosk.wait_for(Step.TOLD)
    assert any("not certain" in each.text() for each in kiosk.window.findChildren(QLabel))


# --- how it looks --------------------------------------------------------------------------------------------------

STEPS: tuple[Callable[[Kiosk], None], ...] = (
    lambda _kiosk: None, lambda kiosk: kiosk.form.show_step(Step.DETAILS), lambda kiosk: kiosk.form.show_step(Step.HOST),
    lambda kiosk: kiosk.form.show_step(Step.NOTICE), lambda kiosk: kiosk.form.show_step(Step.THANKS), lambda kiosk: kiosk.form.show_step(Step.LEAVE),
    lambda kiosk: kiosk.form.show_step(Step.GOODBYE), lambda kiosk: kiosk.form.show_step(Step.CODE), lambda kiosk: kiosk.form.show_step(Step.TOLD),
    lambda kiosk: kiosk.form.show_step(Step.RECEPTION), lambda kiosk: kiosk.form.show_step(Step.STAFF))


@pytest.mark.parametrize(("code", "size"), sights())
def test_every_step_in_every_language_is_whole(make_kiosk: Make, code: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        language.catalogue(code if code != LONG else "en")
    except FileNotFoundError:
        pytest.skip("the catalogues are not compiled: ./desk test compiles them")
    kiosk = make_kiosk()
    if code == LONG:
        longer, catalogue = Longer(), language.catalogue
        monkeypatch.setattr(language, "catalogue", lambda asked: longer if asked == "en" else catalogue(asked))
    found = []
    for step in STEPS:
        kiosk.window.begin()
        kiosk.window.size_ = size
        kiosk.speak("en" if code == LONG else code)
        step(kiosk)
        kiosk.settle()
        faults = [*unnamed(kiosk.window), *rich(kiosk.window), *clipped(kiosk.window), *small(kiosk.window)]
        if code == "en":        # colours and the way of Tab are the same in every language
            faults += [*trapped(kiosk.window, kiosk.window), *pale(kiosk.window)]
            kiosk.window.turn("palette", "")
            kiosk.settle()
            faults += pale(kiosk.window)
        found += [f"{kiosk.form.sheet.step}: {fault}" for fault in faults]
    assert found == []


def small(window: KioskWindow) -> list[str]:
    """No target smaller than a thumb, and no two closer than 8 pixels on the keyboard."""
    targets = [each for each in window.findChildren(QWidget) if isinstance(each, (KioskButton, KioskField, Tile)) and each.isVisible()]
    return [f"small: {each.accessibleName()} {each.width()}x{each.height()}" for each in targets if each.width() < LEAST or each.height() < LEAST]


def test_the_keyboard_types_where_the_visitors_own_has_its_letters(make_kiosk: Make) -> None:
    assert layout_of("nl", "BE")[0].startswith("azerty")
    assert layout_of("nl", "NL")[0].startswith("qwerty")
    assert layout_of("de", "DE")[0].startswith("qwertz")
    assert "å" in layout_of("da", "DK")[0]
    letters = {letter for rows in (*LAYOUTS.values(), ACCENTS, NUMBERS) for row in rows for letter in row}
    assert letters >= set("abcdefghijklmnopqrstuvwxyz0123456789éèêëçàâîïôùûæøåäöüß-’")
    kiosk = make_kiosk()
    kiosk.speak("fr")
    kiosk.form.arriving()
    kiosk.settle()
    for key in ("É", "l", "i"):
        if key == "É":
            kiosk.press(language._("Letters with accents"))
        kiosk.press(key)
        if key == "É":
            kiosk.press(language._("Letters"))
    assert kiosk.form.fields["name"].text() == "Éli"
    kiosk.press(language._("Delete the last letter"))
    assert kiosk.form.fields["name"].text() == "Él"
    assert not kiosk.form.fields["name"].isUndoAvailable()


# --- the desk's side -----------------------------------------------------------------------------------------------

@pytest.fixture
def reception(window: Window, kiosk_office: Path, tmp_path: Path) -> Iterator[Window]:
    """The officer's own window over the office of the kiosk."""
    shutil.copytree(kiosk_office, tmp_path / "office")
    window.open_desk(desks.open_desk(tmp_path / "office", sample.OFFICER, sample.PASSWORD, noon))
    window.show()
    yield window
    at_work().stop()


def test_the_desk_locks_and_the_kiosk_goes_on(reception: Window, qtbot: Any) -> None:
    desk = reception.desk
    assert desk is not None
    at_work().begin(desk, -1)
    pairing = at_work().pairing
    assert pairing is not None
    qtbot.waitUntil(lambda: pairing.door.paired is not None)
    reception.lock()
    assert reception.desk is None
    assert not desk.store.opened
    said = " ".join(each.text() for each in reception.findChildren(QLabel))
    assert "stay open for the kiosk" in said
    assert set(pairing.desk.store.opened) == {"visitors"}
    card = kiosk_service.card(pairing.desk)
    assert card is not None
    walk = {"name": NAME, "employer": None, "plate": None, "host": None, "notice": card.texts[0].sha256, "language": "fr"}
    assert "forgotten_at" in pairing.counter.answer(written({"number": 1, "verb": "arrive", **walk}))
    reception.open_desk(desks.open_desk(desk.home, sample.OFFICER, sample.PASSWORD, noon))
    assert reception.desk is not None
    assert any(each.name == NAME for each in visitors.listed(reception.desk))


def test_new_keys_do_not_end_the_kiosk(reception: Window, qtbot: Any) -> None:
    """Somebody's account is disabled, so the visitors get a new key and a new file."""
    desk = reception.desk
    assert desk is not None
    at_work().begin(desk, -1)
    pairing = at_work().pairing
    assert pairing is not None
    accounts.disable(desk, FRONT_DESK)
    card = kiosk_service.card(desk)
    assert card is not None
    walk = {"name": NAME, "employer": None, "plate": None, "host": None, "notice": card.texts[0].sha256, "language": "fr"}
    assert "forgotten_at" in pairing.counter.answer(written({"number": 1, "verb": "arrive", **walk}))
    assert any(each.name == NAME for each in visitors.listed(desk))


def test_a_kiosk_that_breaks_is_started_again_and_one_that_goes_on_breaking_is_not(reception: Window, qtbot: Any) -> None:
    assert reception.desk is not None
    at_work().begin(reception.desk, -1)
    pairing = at_work().pairing
    assert pairing is not None
    for _time in range(3):
        qtbot.waitUntil(lambda: pairing.door.paired is not None)
        secret = pairing.door.greeting.secret if pairing.door.greeting else ""
        pairing.process.kill()
        qtbot.waitUntil(lambda secret=secret: pairing.door.greeting is not None and pairing.door.greeting.secret != secret)
    qtbot.waitUntil(lambda: pairing.door.paired is not None)
    pairing.process.kill()
    qtbot.waitUntil(lambda: at_work().pairing is None)


def test_closing_the_window_ends_the_kiosk(reception: Window, qtbot: Any) -> None:
    assert reception.desk is not None
    at_work().begin(reception.desk, -1)
    pairing = at_work().pairing
    assert pairing is not None
    reception.close()
    assert at_work().pairing is None
    assert not pairing.door.folder.exists()
    assert not pairing.desk.store.opened


def test_the_desk_names_fields_screen_and_pin_before_it_opens(reception: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reception.desk is not None
    begun: list[int] = []
    monkeypatch.setattr(at_work(), "begin", lambda _desk, screen: begun.append(screen))
    dialog = Opening(reception, reception.desk)
    dialog.pin.set_value("123456")
    dialog.accept()
    assert begun == []
    assert "guessed" in dialog.form.rows["pin"].below.text()
    dialog.pin.set_value("5" + PIN)
    dialog.fields["plate"].setChecked(False)
    dialog.accept()
    assert begun == [0]
    card, pin = kiosk_service.card(reception.desk), kiosk_service.pin_of(reception.desk)
    assert card is not None
    assert pin is not None
    assert card.fields == ("name", "employer")
    assert is_pin("5" + PIN, pin)


def test_a_front_desk_opens_what_was_published_and_nothing_else(front_desk: Window) -> None:
    assert front_desk.desk is not None
    dialog = Opening(front_desk, front_desk.desk)
    assert not dialog.begin.isEnabled()
    assert any("not published" in each.text() for each in dialog.findChildren(QLabel))
