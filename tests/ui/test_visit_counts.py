"""Visits counted by week."""
from __future__ import annotations

from alektum_desk.domain.visitors import Guest
from alektum_desk.services import (
    deliveries,
    groups,
)
from alektum_desk.ui.screens.count_pane import CountPane
from alektum_desk.ui.screens.visitors import VisitorsScreen
from tests.ui.front_desk import opened


def test_statistics_say_no_small_number(desk_at: VisitorsScreen) -> None:
    groups.sign_in(desk_at.desk, [Guest(f"Guest {number}") for number in range(5)])
    deliveries.note(desk_at.desk, "PostNL")
    pane = opened(desk_at, "statistics", CountPane)
    assert pane.table.texts("Visits") == ["7"]
    assert pane.table.texts("Deliveries") == ["under 5"]
    assert pane.table.horizontalScrollBar().maximum() == 0
