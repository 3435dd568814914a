"""What screens are put together from."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alektum_desk.ui.widgets.words import clear, column, holder, text


def test_what_is_cleared_is_gone_from_sight_at_once_and_then_for_good(qtbot: Any, settled: Callable[[], None]) -> None:
    first, second = text("Yesterday"), text("The day before")
    layout = column(first, 0, second)
    place = holder(layout)
    qtbot.addWidget(place)
    place.show()
    ended: list[str] = []
    first.destroyed.connect(lambda: ended.append("first"))
    second.destroyed.connect(lambda: ended.append("second"))
    clear(layout)
    assert layout.count() == 0
    assert not first.isVisible()
    assert not second.isVisible()
    settled()
    assert sorted(ended) == ["first", "second"]
    clear(None)
