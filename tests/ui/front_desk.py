"""The screen of the front desk as its tests use it: a visitor or two in the house, and a pane opened beside the list."""
from __future__ import annotations

from typing import Any

import pytest

from alektum_desk.domain.visitors import Visit
from alektum_desk.services import visitors
from alektum_desk.ui.screens.visitors import VisitorsScreen
from tests.ui.showing import Shown


@pytest.fixture
def desk_at(shown: Shown) -> VisitorsScreen:
    return shown("visitors", VisitorsScreen)


def opened(screen: VisitorsScreen, name: str, kind: type[Any]) -> Any:
    screen.arrive(name)
    assert isinstance(screen.pane, kind)
    return screen.pane


def names(screen: VisitorsScreen) -> list[str]:
    return [each.name for each in screen.table.rows.shown()]


def visit_of(screen: VisitorsScreen, name: str) -> Visit:
    return next(each for each in visitors.listed(screen.desk) if each.name == name)
