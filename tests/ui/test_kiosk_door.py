"""No way out of the kiosk but the PIN."""
from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from alektum_desk.ui.kiosk.form import Step
from alektum_desk.ui.kiosk.window import is_allowed
from tests.ui.kiosks import NAME, PIN, Kiosk, Make, only_window, walk_in

SOME_KEYS = [Qt.Key.Key_F1, Qt.Key.Key_F4, Qt.Key.Key_F11, Qt.Key.Key_Escape, Qt.Key.Key_Menu, Qt.Key.Key_Meta, Qt.Key.Key_Tab, Qt.Key.Key_Return,
             Qt.Key.Key_Space, Qt.Key.Key_Q, Qt.Key.Key_W, Qt.Key.Key_P, Qt.Key.Key_O, Qt.Key.Key_T, Qt.Key.Key_Delete, Qt.Key.Key_Help,
             Qt.Key.Key_Print, Qt.Key.Key_Back, Qt.Key.Key_HomePage, Qt.Key.Key_LaunchMail, Qt.Key.Key_A, Qt.Key.Key_Z, Qt.Key.Key_5]
HELD = [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.MetaModifier,
        Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier]


@pytest.mark.parametrize(("key", "held", "letters", "allowed"), [
    (Qt.Key.Key_A, HELD[0], "a", True), (Qt.Key.Key_A, HELD[4], "A", True), (Qt.Key.Key_At, HELD[5], "@", True), (Qt.Key.Key_Tab, HELD[0], "\t", True),
    (Qt.Key.Key_Backspace, HELD[0], "\b", True), (Qt.Key.Key_A, HELD[1], "\x01", False), (Qt.Key.Key_F4, HELD[2], "", False), (Qt.Key.Key_F1, HELD[0], "", False),
    (Qt.Key.Key_Escape, HELD[0], "\x1b", False), (Qt.Key.Key_Tab, HELD[2], "\t", False), (Qt.Key.Key_T, HELD[5], "", False), (Qt.Key.Key_D, HELD[3], "d", False),
    (Qt.Key.Key_Menu, HELD[0], "", False), (Qt.Key.Key_Print, HELD[0], "", False)])
def test_a_hand_may_press_letters_and_the_few_keys_that_move(key: Qt.Key, held: Qt.KeyboardModifier, letters: str, allowed: bool) -> None:
    assert is_allowed(QKeyEvent(QEvent.Type.KeyPress, key, held, letters)) is allowed


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
