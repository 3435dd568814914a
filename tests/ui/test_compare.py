"""The register compared: one field in every country, two versions of one record."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from alektum_desk.domain.notices import Field
from alektum_desk.services import comparison, records
from alektum_desk.services.desk import Desk
from alektum_desk.ui.screens.compare_view import RowPane
from alektum_desk.ui.screens.register import RegisterScreen
from alektum_desk.ui.screens.versions_pane import VersionsPane
from tests.ui.showing import Shown, fill, press, words

Settle = Callable[[], None]


@pytest.fixture
def screen(shown: Shown) -> RegisterScreen:
    return shown("register", RegisterScreen)


def cell(screen: RegisterScreen, row: str, country: str) -> str:
    matrix = screen.overview.compared.matrix
    matrix.choose(row, country)
    return str(matrix.currentIndex().data(Qt.ItemDataRole.DisplayRole))


def test_a_field_is_compared_and_a_difference_justified(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    screen.arrive("compare")
    settled()
    assert cell(screen, "debt-recovery", "DK") == "36 m · 5 y, Differs"
    assert cell(screen, "invoice-administration-for-clients", "NO") == "?, Not stated"
    assert cell(screen, "debt-recovery", "SE") == "Not recorded"
    screen.overview.compared.matrix.choose("debt-recovery", "NO")
    settled()
    pane = screen.pane
    assert isinstance(pane, RowPane)
    press(pane, "Justify the difference")
    assert "A difference needs a reason." in words(pane)
    fill(pane.form, reason="The limitation periods differ.")
    press(pane, "Justify the difference")
    settled()
    assert "May differ, because" in words(screen.pane)
    assert cell(screen, "debt-recovery", "DK") == "36 m · 5 y, Justified"
    screen.overview.compared.only.setChecked(True)
    assert {"debt-recovery"} <= set(screen.overview.compared.rows) < {each.activity for each in comparison.compare(ui_desk, Field.RETENTION).rows}


def test_two_versions_stand_side_by_side_and_one_is_restored(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    records.decide(ui_desk, "be-visitors", Field.DATA, ["Name", "Plate"], "First.")
    records.decide(ui_desk, "be-visitors", Field.DATA, ["Name", "Employer"], "Second.")
    screen.arrive("be-visitors:versions")
    pane = screen.pane
    assert isinstance(pane, VersionsPane)
    assert (pane.old.value(), pane.new.value()) == ("2", "3")
    said = words(pane)
    assert "1 field differs" in said
    for each in ("Gone", "Same", "New", "Plate", "Employer"):
        assert each in said
    pane.old.set_value("1")
    assert "Gone" not in words(pane)         # where nothing was decided, nothing is gone
    pane.old.set_value("3")
    assert "These two decide the same." in words(pane)
    pane.old.set_value("2")
    press(pane, "Restore the older one")
    assert "A decision needs a reason." in words(pane)
    fill(pane.restoring, reason="The plate was right.")
    press(pane, "Restore the older one")
    settled()
    decision = records.shown(ui_desk, "be-visitors").of(Field.DATA).decision
    assert decision is not None
    assert decision.value == ["Name", "Plate"]
    assert screen.place().startswith("be-visitors")


def test_what_was_undone_and_done_again_is_passed_over(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    """It opens on the two newest versions that differ."""
    records.decide(ui_desk, "be-visitors", Field.DATA, ["Name"], "First.")
    records.decide(ui_desk, "be-visitors", Field.DATA, ["Name", "Plate"], "Second.")
    records.decide(ui_desk, "be-visitors", Field.DATA, ["Name", "Plate"], "Said again.")
    screen.arrive("be-visitors:versions")
    pane = screen.pane
    assert isinstance(pane, VersionsPane)
    assert (pane.old.value(), pane.new.value()) == ("2", "4")
    assert "1 field differs" in words(pane)
