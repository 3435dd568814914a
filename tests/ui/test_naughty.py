"""Nasty strings in every text field and every table: no exception, no rich text, no file read."""
from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from shiboken6 import isValid

from alektum_desk.services.desk import Desk
from alektum_desk.ui.screen import Toast
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.cells import Two
from alektum_desk.ui.widgets.fields import LineField, TextField
from alektum_desk.ui.widgets.paper import Line, PaperView
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.window import Window
from tests.builders import naughty, some_naughty
from tests.ui.test_walk import EXAMPLE, dialogs
from tests.ui.walking import rich

READ: set[str] = set()
WATCHING = False


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if WATCHING and event == "open" and isinstance(arguments[0], str):
        READ.add(arguments[0])


sys.addaudithook(_note)      # a hook cannot be taken away again; it looks only while a test asks


@pytest.fixture
def files_read() -> Iterator[set[str]]:
    global WATCHING
    READ.clear()
    WATCHING = True
    yield READ
    WATCHING = False


def bad_reads(files: set[str]) -> set[str]:
    """Files that a string of the list named."""
    return {file for file in files if any(word in file for word in ("passwd", "hosts", "boot.ini", "dev/zero", "dev/random"))}


def fields_of(page: QWidget) -> list[LineField | TextField]:
    fields: list[LineField | TextField] = [*page.findChildren(LineField), *page.findChildren(TextField)]
    return [field for field in fields if not field.isReadOnly()]


def put_in(field: LineField | TextField, words: str) -> None:
    """As pasted: what a field takes is what it gives back, shortened at most."""
    field.set_value(words)
    assert len(field.value()) <= len(words)


def fill(field: LineField | TextField, many: Iterable[str], settled: Callable[[], None]) -> None:
    """One after the other; a screen may take the field away meanwhile."""
    before = field.value()
    for words in many:
        put_in(field, words)
    settled()
    if isValid(field):
        field.set_value(before)


def test_every_text_field(opened: Window, files_read: set[str], settled: Callable[[], None]) -> None:
    frame = opened.frame
    assert frame is not None
    done: set[tuple[str, str]] = set()      # the same field on another face of its screen
    for entry in frame.entries:
        screen = frame.screen_named(entry.name)
        assert screen is not None
        for stop in screen.stops():
            frame.open(entry.name, stop)
            opened.jobs.finish()
            settled()
            for field in fields_of(frame):
                if isValid(field) and (entry.name, field.accessibleName()) not in done:
                    done.add((entry.name, field.accessibleName()))
                    fill(field, some_naughty(len(done)), settled)
            assert not rich(frame), f"{entry.name} {stop}"
    assert not bad_reads(files_read)


def test_every_dialog(window: Window, files_read: set[str], settled: Callable[[], None]) -> None:
    window.show()
    for page in (window.show_login, window.show_wizard):
        for field in fields_of(page()):
            for words in naughty():
                put_in(field, words)
    for kind in dialogs():
        made = getattr(kind, EXAMPLE)(window)
        made.show()
        for field in fields_of(made):
            for words in naughty():
                put_in(field, words)
        assert not rich(made)
        made.close()
        made.deleteLater()
        settled()
    assert not bad_reads(files_read)


def test_every_table(opened: Window, files_read: set[str], settled: Callable[[], None]) -> None:
    """Each string as a row of a table: painted, searched, sorted, said, in a tooltip."""
    columns: tuple[Column[str], ...] = (
        Column("Plain", lambda words: words, stretch=True),
        Column("Two lines", lambda words: words, cell=lambda words: Two(words, words, "person")),
    )
    table: Table[str] = Table("Naughty", columns, naughty())
    table.resize(800, 600)
    table.show()
    for row in range(0, table.rows.rowCount(), 10):
        table.scrollTo(table.rows.index(row, 0))
        table.grab()
    for words in naughty():
        table.search(words)
    table.search("")
    table.rows.sort(0, Qt.SortOrder.DescendingOrder)
    for row in range(table.rows.rowCount()):
        tip = table.rows.index(row, 0).data(Qt.ItemDataRole.ToolTipRole)
        assert "<img" not in tip
        assert "<script" not in tip.lower()
    table.close()
    table.deleteLater()
    frame = opened.frame
    assert frame is not None
    for entry in frame.entries:
        screen = frame.screen_named(entry.name)
        assert screen is not None
        frame.open(entry.name)
        opened.jobs.finish()
        for each in screen.tables():
            for words in naughty()[::7]:
                each.search(words)
            each.search("")
        settled()
    assert not bad_reads(files_read)


def test_labels_papers_and_toasts(opened: Window, files_read: set[str], settled: Callable[[], None]) -> None:
    paper = PaperView("Notice")
    paper.resize(520, 700)
    paper.show()
    paper.show_lines([Line(number, words, number % 2 == 0) for number, words in enumerate(naughty(), 1)], 3)
    paper.grab()
    paper.close()
    paper.deleteLater()
    for words in naughty()[:120]:
        made = banner(words, "warn", head=words)
        made.grab()
        assert all(label.textFormat() == Qt.TextFormat.PlainText for label in made.findChildren(QLabel))
        made.deleteLater()
        opened.tell(Toast(words))
        opened.toasts.clear()
    settled()
    assert not bad_reads(files_read)


def test_the_global_search(opened: Window, ui_desk: Desk, qapp: QApplication) -> None:
    from alektum_desk.ui.searching import look_up
    for words in naughty():
        look_up(ui_desk, words, lambda _screen, _argument: None)
