"""What screens are put together from."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from alektum_desk.ui import appearance, fonts, theme
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
def test_words_that_differ_are_marked_also_without_colour(qtbot: Any, qapp: QApplication, settled: Callable[[], None], palette: str) -> None:
    label = Marked((("kept by \U0001f512 ", False), ("<b>Anna</b> & co", True), ("\ntoday", False)), "small", "text", "bad")
    qtbot.addWidget(label)
    label.resize(400, 60)
    label.show()
    appearance.apply(qapp, palette, 100, still=True)
    settled()
    assert (label.textFormat(), label.text()) == (Qt.TextFormat.PlainText, "kept by \U0001f512 <b>Anna</b> & co\ntoday")
    span, = label.spans()
    letters = label.text().encode("utf-16-le")[2 * span.start:2 * (span.start + span.length)]
    assert letters.decode("utf-16-le") == "<b>Anna</b> & co"
    assert (span.format.fontUnderline(), span.format.fontWeight()) == (True, fonts.BOLD)
    ink, image = QColor(theme.THEMES[palette].bad.ink), label.grab().toImage()
    underline = [y for y in range(image.height()) if sum(image.pixelColor(x, y) == ink for x in range(image.width())) > 60]
    assert underline, "a line of this ink below the words"
    assert label.accessibleDescription() == "Words that differ: <b>Anna</b> & co"
    assert label.heightForWidth(400) >= 2 * label.fontMetrics().height() > label.fontMetrics().height()
    assert label.heightForWidth(120) > label.heightForWidth(400)


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
