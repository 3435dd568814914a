"""What screens are put together from."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from alektum_desk.ui import appearance, theme
from alektum_desk.ui.widgets.chips import ChipLabel, chip_height, chip_width
from alektum_desk.ui.widgets.marked import Marked
from alektum_desk.ui.widgets.words import clear, column, holder, row, text


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


@pytest.mark.parametrize("palette", ["light", "dark", "contrast"])
def test_words_that_differ_are_marked_also_without_colour(qtbot: Any, qapp: QApplication, palette: str) -> None:
    label = Marked((("kept by ", False), ("<Anna> & co", True), ("\ntoday", False)), "small", "text", "bad")
    qtbot.addWidget(label)
    appearance.apply(qapp, palette, 100, still=True)
    assert label.text() == f'kept by <span style="color: {theme.THEMES[palette].bad.ink}; font-weight: 600; text-decoration: underline">&lt;Anna&gt; &amp; co</span><br>today'
    assert label.accessibleName() == "kept by <Anna> & co\ntoday"
    assert label.accessibleDescription() == "Words that differ: <Anna> & co"


def test_a_long_chip_goes_on_to_the_next_line(qtbot: Any, settled: Callable[[], None]) -> None:
    chip = ChipLabel("Eine Folgenabschätzung ist wahrscheinlich erforderlich", "warn", "alert", wrap=True)
    place = holder(row(chip, 0))
    qtbot.addWidget(place)
    place.resize(chip_width(chip.chip) + 50, 200)
    place.show()
    settled()
    assert (chip.width(), chip.heightForWidth(chip.width())) == (chip_width(chip.chip), chip_height())
    place.resize(chip_width(chip.chip) - 37, 200)
    settled()
    assert chip.geometry().right() <= place.width()
    assert chip.height() >= chip.heightForWidth(chip.width()) > chip_height()
