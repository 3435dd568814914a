"""The processors of the register in the window: what each lacks, and who stands below it."""
from __future__ import annotations

from collections.abc import Callable

import pytest

from alektum_desk.domain.processors import Contract, NewProcessor
from alektum_desk.services import processors
from alektum_desk.services.desk import Desk
from alektum_desk.ui.screens.processors_view import ProcessorPane
from alektum_desk.ui.screens.register import RegisterScreen
from alektum_desk.ui.widgets.words import Scroller
from tests.ui.showing import Shown, fill, press, words

Settle = Callable[[], None]


@pytest.fixture
def screen(shown: Shown) -> RegisterScreen:
    return shown("register", RegisterScreen)


def test_a_processor_is_written_down_and_says_what_it_lacks(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    screen.arrive("processors")
    settled()
    assert screen.overview.processors.table.texts("Contract") == ["Named, no contract recorded"] * 2
    press(screen.overview.processors, "New processor")
    pane = screen.pane
    assert isinstance(pane, ProcessorPane)
    fill(pane.form, name="Cloud Host", service="Hosts the servers", country="US", reason="Found in the bills.")
    pane.form.set_values({"for:be-recovery": "yes"})
    press(pane, "Keep it")
    settled()
    one, = processors.listed(ui_desk)
    assert (one.said.activities, len(one.wants)) == (("be-recovery",), 2)
    assert screen.overview.processors.table.texts("Lacking")[0] == "2 lacks"
    screen.arrive("be-recovery")
    assert "Cloud Host: Hosts the servers" in words(screen.page)
    screen.arrive("processors")
    screen.overview.processors.asked.emit(one)
    assert "Art. 28(3): there is no contract in force." in words(screen.pane)
    press(screen.pane, "Take it out")
    assert "This needs a reason." in words(screen.pane)
    assert isinstance(screen.pane, ProcessorPane)
    fill(screen.pane.form, reason="It closed.")
    press(screen.pane, "Take it out")
    settled()
    assert not processors.listed(ui_desk)
    assert not screen.pane


def test_sub_processors_stand_below(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    main = processors.keep(ui_desk, NewProcessor("Printer", "Prints", "BE", Contract.SIGNED), "New.")
    processors.keep(ui_desk, NewProcessor("Courier", "Carries", "BE", Contract.SIGNED, parent=main.id), "New.")
    screen.arrive("processors")
    settled()
    assert [each.splitlines()[0] for each in screen.overview.processors.table.texts("Processor")][:2] == ["Printer, Prints", "↳ Courier, Carries"]


def test_whom_a_record_names_gets_a_contract(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    named = next(each for each in processors.known(ui_desk) if each.said.name == "Evry")
    screen.arrive("processors")
    screen.overview.processors.asked.emit(named)
    assert "no contract with it is recorded" in words(screen.pane)
    assert "Take it out" not in words(screen.pane)
    assert isinstance(screen.pane, ProcessorPane)
    fill(screen.pane.form, country="NO", contract=Contract.SIGNED, reason="Found the contract.")
    press(screen.pane, "Keep it")
    settled()
    one, = processors.listed(ui_desk)
    assert (one.said.name, one.said.activities, one.wants) == ("Evry", ("no-recovery",), ())
    assert screen.overview.processors.table.texts("Contract") == ["Signed", "Named, no contract recorded"]


def test_beside_a_pane_columns_give_way_and_nothing_scrolls_sideways(screen: RegisterScreen, settled: Settle) -> None:
    screen.window().resize(1280, 800)
    screen.arrive("processors")
    settled()
    table = screen.overview.processors.table
    assert not any(table.isColumnHidden(at) for at in range(table.model().columnCount()))
    screen.overview.processors.asked.emit(table.rows.row(0))
    settled()
    assert isinstance(screen.pane, ProcessorPane)
    assert not table.horizontalScrollBar().isVisible()
    assert table.isColumnHidden(3)
    assert not any(area.horizontalScrollBar().isVisible() for area in screen.pane.findChildren(Scroller))
