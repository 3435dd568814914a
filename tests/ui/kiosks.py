"""A kiosk over a real desk: the sample office's, with a host, a notice in force and a PIN."""
from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from alektum_desk.domain.visitors import Visit
from alektum_desk.services import accounts, desk as desks, hosts, kiosk, sample, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.services.kiosk_line import Counter
from alektum_desk.store import keys
from alektum_desk.ui.kiosk.form import Step, VisitForm
from alektum_desk.ui.kiosk.line import Line
from alektum_desk.ui.kiosk.pairing import Door
from alektum_desk.ui.kiosk.window import KioskWindow
from tests.conftest import CHEAP, PASSWORD

PIN = "482913"
SIZE = (1280, 800)
FRONT_DESK = "The reception"
NAME, FIRM, PLATE = "Zebedeus Quastenflosser", "Xylophonfabrik", "9-QXZ-777"


def noon() -> datetime:
    return datetime(2026, 11, 24, 11, tzinfo=UTC)


def lay_office(folder: Path, clock: Callable[[], datetime] = noon, cost: keys.Cost = CHEAP) -> Path:
    """A data home whose kiosk was published; its front-desk account is called "The reception"."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", cost)
        desk = sample.open_sample(folder, clock)
        for first, last in (("Anna", "Vandamme"), ("Bram", "Vanderstraeten"), ("Åse", "Østergård")):
            hosts.add(desk, first, last)
        kiosk.publish(desk)
        kiosk.set_pin(desk, PIN)
        accounts.add(desk, FRONT_DESK, "front-desk", PASSWORD)
        desk.close()
    return folder


class Seconds:
    """The clock that only runs, as fast as a test wants."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


class Kiosk:
    """Window, line, door and desk together, in one process; every byte between them goes through the real socket."""

    def __init__(self, home: Path, qtbot: Any, print_badge: Callable[[Visit], bool] | None = None) -> None:
        self.desk: Desk = desks.open_desk(home, sample.OFFICER, sample.PASSWORD, noon)
        self.alone = kiosk.apart(self.desk)
        self.counter = Counter(self.alone, print_badge)
        self.parent, self.seconds, self.qtbot = QObject(), Seconds(), qtbot
        self.pressed: list[str] = []
        self.door = Door(self.counter, self.parent)
        self.door.greeting = kiosk.greeting(self.alone, self.door.address)
        self.line = Line(self.door.greeting)
        self.window = KioskWindow(self.door.greeting, self.line, noon, self.seconds)
        self.window.resize(*SIZE)
        self.window.show()
        qtbot.waitUntil(lambda: self.door.paired is not None)
        self.settle()

    @property
    def form(self) -> VisitForm:
        assert self.window.form is not None
        return self.window.form

    def settle(self) -> None:
        for _round in range(3):
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def press(self, words: str) -> None:
        """The button that a screen reader would call so."""
        found = [each for each in self.window.findChildren(QAbstractButton) if each.accessibleName() == words and each.isVisible()]
        assert found, f"no button {words!r}"
        self.pressed.append(words)
        QTest.mouseClick(found[-1], Qt.MouseButton.LeftButton)
        self.settle()

    def type(self, field: str, words: str) -> None:
        self.form.fields[field].setFocus()
        for letter in words:
            self.seconds.at += 0.3          # a hand
            QTest.keyClicks(self.form.fields[field], letter)
        self.settle()

    def wait_for(self, step: str) -> None:
        self.qtbot.waitUntil(lambda: self.window.form is not None and self.form.sheet.step == step)
        self.settle()

    def speak(self, code: str) -> None:
        self.window.turn("language", code)
        self.settle()

    def close(self) -> None:
        self.line.close()
        self.door.close()
        self.window.may_close = True
        self.window.close()
        self.window.deleteLater()
        self.parent.deleteLater()
        self.alone.close()
        self.desk.close()
        QApplication.clipboard().clear()
        self.settle()


@pytest.fixture(scope="session")
def kiosk_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_office(tmp_path_factory.mktemp("kiosk") / "home")


@pytest.fixture
def make_kiosk(kiosk_office: Path, tmp_path: Path, qapp: QApplication, qtbot: Any) -> Iterator[Callable[..., Kiosk]]:
    made: list[Kiosk] = []

    def make(print_badge: Callable[[Visit], bool] | None = None) -> Kiosk:
        home = tmp_path / f"kiosk-{len(made)}"
        shutil.copytree(kiosk_office, home)
        made.append(Kiosk(home, qtbot, print_badge))
        made[-1].speak("en")
        return made[-1]
    yield make
    for each in made:
        each.close()


Make = Callable[..., Kiosk]


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


def wait(kiosk: Kiosk, seconds: float) -> None:
    kiosk.seconds.at += seconds
    kiosk.window.tick()
    kiosk.settle()


def only_window(window: QWidget) -> bool:
    others = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not window]
    return window.isVisible() and not others and QApplication.activePopupWidget() is None and QApplication.activeModalWidget() is None
