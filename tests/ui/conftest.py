"""Qt without a screen, our fonts and look, and a window over a real desk."""
from __future__ import annotations

import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alektum_desk import app as program
from alektum_desk.base import language, paths
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import visitors
from alektum_desk.services.desk import Desk
from alektum_desk.ui import appearance, memory, theme
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.window import Window
from tests.ui.front_desk import desk_at
from tests.ui.kiosks import kiosk_office, make_kiosk
from tests.ui.showing import alone, shown

NOON = "2026-11-24T12:00"
PATIENCE = 30_000       # milliseconds: what comes at all comes sooner, also on a machine with much else to do
__all__ = ["alone", "desk_at", "kiosk_office", "make_kiosk", "shown"]       # fixtures of other files


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform has no window manager to pass sizes to, and says so at each window."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session")
def qapp(tmp_path_factory: pytest.TempPathFactory) -> QApplication:
    """The program's own application, made as it makes it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "settings_file", lambda: tmp_path_factory.mktemp("settings") / "settings.json")
        patch.setattr(sys, "excepthook", sys.excepthook)      # the crash dialog would wait for somebody
        memory.forget()
        return program.application()


@pytest.fixture(autouse=True)
def fresh_look(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test begins in English, light, 100 %, with no settings kept."""
    monkeypatch.setattr(paths, "settings_file", lambda: tmp_path / "settings" / "settings.json")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setattr(ask, "tell_error", lambda _parent, error: pytest.fail(f"a dialog nobody closes: {error}"))
    memory.forget()
    if language.current() != "en" or theme.look() != theme.Look():
        language.use("en")
        appearance.apply(qapp, "light")
    yield
    settle()


class PatientBot(QtBot):
    """pytest-qt gives up after five seconds, which a loaded machine may need."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **more: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


def settle(rounds: int = 3) -> None:
    """What was posted happens, and what was let go is gone."""
    for _round in range(rounds):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def settled() -> Callable[[], None]:
    return settle


@pytest.fixture
def ui_desk(desk_on: Callable[..., Desk]) -> Desk:
    """An officer's desk in Ghent on a Tuesday noon, with two visitors in the house."""
    desk = desk_on(NOON)
    visitors.sign_in(desk, Guest("Kari Nordmann", "Elevator NV", "1-ABC-123"))
    visitors.sign_in(desk, Guest("Soo Ng"))
    return desk


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.finish()
    settle()


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[Window]:
    """Closed, over no data home yet."""
    made = Window(tmp_path / "home")
    made.furnish()
    yield made
    made.leave()
    made.close()
    made.deleteLater()
    settle()


@pytest.fixture
def opened(window: Window, ui_desk: Desk, qtbot: Any) -> Window:
    window.show_login()
    window.show()
    window.open_desk(ui_desk)
    qtbot.waitUntil(lambda: not window.jobs.busy())
    settle()
    return window


@pytest.fixture
def front_desk(window: Window, desk_on: Callable[..., Desk], qtbot: Any) -> Window:
    window.open_desk(desk_on(NOON, role="front-desk"))
    window.show()
    qtbot.waitUntil(lambda: not window.jobs.busy())
    return window
