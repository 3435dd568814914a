"""In large letters and a low window what a screen is about stands there without scrolling."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from alektum_desk.domain.notices import Field
from alektum_desk.services import notice_versions, notices, records
from alektum_desk.services.desk import Desk
from alektum_desk.ui import appearance
from alektum_desk.ui.screen import Screen
from alektum_desk.ui.screens.importing import ImportDialog, look_at
from alektum_desk.ui.screens.notice_versions_pane import NoticeVersionsPane
from alektum_desk.ui.screens.notices import NoticesScreen
from alektum_desk.ui.screens.register import RegisterScreen
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.marked import Marked
from alektum_desk.ui.widgets.words import Scroller
from alektum_desk.ui.window import Window
from tests import registers

S = TypeVar("S", bound=Screen)
Settle = Callable[[], None]


@pytest.fixture(params=[(1280, 800), (1024, 768)], ids=["1280x800", "1024x768"])
def large(opened: Window, qapp: QApplication, settled: Settle, request: pytest.FixtureRequest) -> Iterator[Window]:
    appearance.apply(qapp, "light", 200)
    opened.resize(*request.param)
    opened.rebuild()
    settled()
    yield opened
    appearance.apply(qapp, "light", 100)


def here(window: Window, kind: type[S], name: str, argument: str, settled: Settle) -> S:
    assert window.frame is not None
    window.frame.open(name, argument)
    settled()
    window.jobs.finish()
    settled()
    found = window.frame.here()
    assert isinstance(found, kind)
    return found


def seen(widget: QWidget) -> int:
    """How many pixels from its top on nothing covers and no edge cuts."""
    return widget.visibleRegion().boundingRect().height()


def bars(window: Window) -> int:
    """Pages that have to be scrolled; tables have bars of their own."""
    return sum(area.isVisible() and area.verticalScrollBar().isVisible() for area in window.findChildren(Scroller))


def test_the_matrix_shows_rows_and_whole_columns_under_one_bar(large: Window, settled: Settle) -> None:
    screen = here(large, RegisterScreen, "register", "matrix", settled)
    matrix = screen.matrix
    height = matrix.viewport().mapTo(large, QPoint(0, 0)).y() + matrix.viewport().height()
    assert height <= large.height()
    assert bars(large) == 0
    assert matrix.rowViewportPosition(3) <= matrix.viewport().height()
    edges = [matrix.columnViewportPosition(at) + matrix.columnWidth(at) for at in range(len(matrix.model_.heads))]
    assert any(0 <= matrix.viewport().width() - edge < len(edges) for edge in edges)


@pytest.mark.parametrize("view", ["matrix", "list"])
def test_what_filters_waits_behind_a_button(large: Window, settled: Settle, view: str) -> None:
    screen = here(large, RegisterScreen, "register", view, settled)
    assert screen.overview.search.isVisible()
    assert not screen.overview.filters.country.isVisible()
    screen.overview.filters.more.click()
    settled()
    assert screen.overview.filters.country.isVisible()
    screen.overview.filters.country.set_value("BE")
    screen.overview.filters.more.click()
    settled()
    assert not screen.overview.filters.country.isVisible()
    assert screen.overview.filters.more.text() == "More filters  1"


def test_the_versions_of_a_record_show_a_changed_line(large: Window, ui_desk: Desk, settled: Settle) -> None:
    records.decide(ui_desk, "be-visitors", Field.DATA, ["Name", "Plate of a car"], "First.")
    records.decide(ui_desk, "be-visitors", Field.DATA, ["Name", "Plate of a lorry"], "Second.")
    screen = here(large, RegisterScreen, "register", "be-visitors:versions", settled)
    assert bars(large) == 1
    assert screen.pane is not None
    assert seen(screen.pane.findChildren(Marked)[0]) > 0


def test_the_versions_of_a_notice_show_a_changed_line(large: Window, ui_desk: Desk, settled: Settle, tmp_path: Path) -> None:
    for at, words in enumerate(("We keep it for 36 months.", "We keep it for 48 months."), start=1):
        (tmp_path / f"{at}.txt").write_text(f"Notice\n{words}\n", encoding="utf-8")
    notices.read(ui_desk, [tmp_path / "1.txt"], "SE", "sv", "Somebody AB")
    notice = notices.listed(ui_desk)[-1].id
    notice_versions.renew(ui_desk, notice, tmp_path / "2.txt", None, "")
    screen = here(large, NoticesScreen, "notices", f"versions:{notice}", settled)
    assert isinstance(screen.pane, NoticeVersionsPane)
    assert seen(screen.pane.findChildren(Marked)[0]) > 0
    assert "Version 1, read on 24 November 2026" in [screen.pane.old.itemText(at) for at in range(screen.pane.old.count())]


def test_the_rows_of_a_file_are_seen_before_its_columns(large: Window, settled: Settle, tmp_path: Path) -> None:
    screen = here(large, RegisterScreen, "register", "matrix", settled)
    (tmp_path / "register.xlsx").write_bytes(registers.xlsx([["Purpose", "Data subjects"], ["Pay", "Staff"], ["Rent", "Owners"]]))
    look_at(screen, tmp_path / "register.xlsx")
    large.jobs.finish()
    settled()
    [dialog] = [each for each in screen.findChildren(ImportDialog) if each.isVisible()]
    rows = dialog.lines
    assert seen(rows.viewport()) > rows.rowViewportPosition(0) + rows.rowHeight(0)
    assert not rows.horizontalScrollBar().isVisible()
    assert not dialog.heads.isVisible()
    dialog.fold.click()
    settled()
    assert dialog.heads.isVisible()
    dialog.reject()


def test_a_toast_lies_over_no_button_of_a_pane(large: Window, settled: Settle) -> None:
    screen = here(large, RegisterScreen, "register", "new", settled)
    screen.tell("The view is kept")
    settled()
    [toast] = [each for each in large.findChildren(QFrame) if each.isVisible() and each.property("role") == "raised"]
    assert screen.pane is not None
    primary = next(each for each in screen.pane.findChildren(Button) if each.kind == "primary")
    assert not QRect(primary.mapTo(large, QPoint(0, 0)), primary.size()).intersects(QRect(toast.mapTo(large, QPoint(0, 0)), toast.size()))
