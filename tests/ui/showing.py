"""A screen to look at: in the open window, or by itself."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from alektum_desk.services.desk import Desk
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.screen import Screen
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import ChipLabel
from alektum_desk.ui.widgets.form import Form
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


def words(widget: QWidget | None) -> str:
    """Everything that is said on it."""
    assert widget is not None
    return "\n".join([*(label.text() for label in widget.findChildren(QLabel)), *(chip.chip.words for chip in widget.findChildren(ChipLabel))])


def button(widget: QWidget | None, name: str) -> Button:
    """Called so, or read out so."""
    assert widget is not None
    return next(each for each in widget.findChildren(Button) if name in (each.text(), each.accessibleName()))


def press(widget: QWidget | None, name: str) -> None:
    button(widget, name).click()


def fill(form: Form, **values: str) -> None:
    form.set_values(values)
