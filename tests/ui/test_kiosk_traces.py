"""What the next one at the kiosk must not see: eight ways to leave, and every place where something could stay."""
from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from alektum_desk.domain.errors import DiskTrouble
from alektum_desk.domain.visitors import Visit
from alektum_desk.ui.kiosk.controls import KioskField
from alektum_desk.ui.kiosk.form import Step
from alektum_desk.ui.kiosk.window import IDLE, WARNING
from tests.ui.kiosks import NAME, Kiosk, Make, wait, walk_in
from tests.ui.traces import leaks


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
