"""A screen to look at: in the open window, or by itself."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import pytest

from alektum_desk.services.desk import Desk
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.screen import Screen
from alektum_desk.ui.window import Window

S = TypeVar("S", bound=Screen)


class Shown(Protocol):
    def __call__(self, name: str, kind: type[S]) -> S: ...


class Alone(Protocol):
    def __call__(self, kind: type[S]) -> S: ...


@pytest.fixture
def shown(window: Window, ui_desk: Desk, settled: Callable[[], None]) -> Shown:
    """`shown("register", RegisterScreen)`: in the window of an officer's desk."""
    def show(name: str, kind: type[S]) -> S:
        window.resize(1440, 900)
        window.show()
        window.open_desk(ui_desk)
        window.go(name)
        settled()
        found = window.frame.here() if window.frame else None
        assert isinstance(found, kind)
        return found
    return show


@pytest.fixture
def alone(ui_desk: Desk, jobs: Jobs, qtbot: Any) -> Alone:
    """`alone(ComplaintsScreen)`: without a window around it."""
    def make(kind: type[S]) -> S:
        made = kind(ui_desk, jobs)
        qtbot.addWidget(made)
        made.resize(900, 700)
        made.show()
        return made
    return make
