"""A register brought in and taken out as an officer does it: choose, look, correct a column, import, undo."""
from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtWidgets import QFileDialog, QLabel

from alektum_desk.domain.import_tables import Target
from alektum_desk.domain.notices import Field
from alektum_desk.services import processors, records, undo
from alektum_desk.services.desk import Desk
from alektum_desk.ui.screens.exporting import ExportDialog
from alektum_desk.ui.screens.importing import ImportDialog
from alektum_desk.ui.screens.register import RegisterScreen
from alektum_desk.ui.window import Window
from tests import registers
from tests.ui.showing import Shown

Act = Callable[[str], None]


@pytest.fixture
def screen(shown: Shown) -> RegisterScreen:
    return shown("register", RegisterScreen)


@pytest.fixture
def act(screen: RegisterScreen, window: Window, settled: Callable[[], None]) -> Act:
    def do(words: str) -> None:
        next(each for each in screen.commands if each.text() == words).trigger()
        window.jobs.finish()
        settled()
    return do


def dialog(screen: RegisterScreen) -> ImportDialog:
    return next(each for each in screen.findChildren(ImportDialog) if each.isVisible())


def test_a_file_is_looked_at_corrected_imported_and_undone(screen: RegisterScreen, act: Act, ui_desk: Desk, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                           settled: Callable[[], None]) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(registers.xlsx([["Purpose", "Data subjects", "Weather"], ["Pay", "Staff", "Bank"], ["", "Nobody", ""], ["Rent", "Owners", "Landlord"]]))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_words: ([str(path)], ""))
    before = records.listed(ui_desk)
    act("Import a register")
    shown = dialog(screen)
    assert shown.lines.texts("Name") == ["Pay", "Pay", "Rent"]
    assert shown.lines.texts("Verdict") == ["Comes in", "Comes in", "Comes in"]
    shown.heads.choose(next(head for head in shown.heads.rows.shown() if head.heading.heading == "Weather"))
    shown.becomes.set_value(Target.RECIPIENT)
    shown.becomes.activated.emit(shown.becomes.currentIndex())
    assert not shown.act.isEnabled()
    window.jobs.finish()
    settled()
    assert shown.heads.texts("Becomes")[2] == "Recipients"
    shown.act.click()
    window.jobs.finish()
    settled()
    assert len(records.listed(ui_desk)) == len(before) + 2
    act("Import a register")
    assert not dialog(screen).act.isEnabled()
    assert set(dialog(screen).lines.texts("Verdict")) == {"There already"}
    assert any("0 activities" in label.text() for label in dialog(screen).findChildren(QLabel))
    dialog(screen).reject()
    undo.undo(ui_desk)
    assert records.listed(ui_desk) == before


def test_rows_of_several_sheets_say_of_which(screen: RegisterScreen, act: Act, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "register.xlsx"
    book = Workbook()
    for name, what in (("Staff", "Pay"), ("Customers", "Rent")):
        sheet = book.create_sheet(name)
        sheet.append(["Purpose", "Data subjects"])
        sheet.append([what, "People"])
    book.remove(book.worksheets[0])
    book.save(path)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_words: ([str(path)], ""))
    act("Import a register")
    assert dialog(screen).lines.texts("Name") == ["Pay, Staff", "Rent, Customers"]


def test_a_list_of_processors_is_looked_at_row_by_row(screen: RegisterScreen, act: Act, ui_desk: Desk, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                      settled: Callable[[], None]) -> None:
    path = tmp_path / "register.xlsx"
    book = Workbook()
    book.worksheets[0].title = "Register"
    for row in (["Purpose", "Data subjects"], ["Pay", "Staff"]):
        book.worksheets[0].append(row)
    beside = book.create_sheet("Processors")
    for row in (["Processor", "Service", "Contract"], ["OVH", "Hosting", "Yes"], ["", "Printing", "Yes"]):
        beside.append(row)
    book.save(path)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_words: ([str(path)], ""))
    act("Import a register")
    shown = dialog(screen)
    assert list(zip(shown.lines.texts("Name"), shown.lines.texts("Verdict"), strict=True)) == [("Pay, Register", "Comes in"), ("OVH, Processors", "Comes in"), ("–, Processors", "Left out")]
    assert "1 activity and 1 processor in 2 rows come in." in shown.told.text()
    shown.act.click()
    window.jobs.finish()
    settled()
    assert "1 activity came in. 1 processor came in or changed" in [news.words for news in window.toasts.history]
    assert [each.said.name for each in processors.listed(ui_desk)] == ["OVH"]
    act("Import a register")
    assert not dialog(screen).act.isEnabled()
    assert dialog(screen).lines.texts("Verdict") == ["There already", "There already", "Left out"]
    dialog(screen).reject()


def test_names_of_people_are_not_shown(screen: RegisterScreen, act: Act, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(registers.danish())
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_words: ([str(path)], ""))
    act("Import a register")
    assert "Anders" not in "".join(dialog(screen).heads.texts("What stands in it"))
    assert any("names people" in label.text() for label in dialog(screen).findChildren(QLabel))


def test_an_impact_assessment_is_given_to_an_activity(screen: RegisterScreen, act: Act, ui_desk: Desk, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settled: Callable[[], None]) -> None:
    path = tmp_path / "pia.json"
    path.write_bytes(registers.PIA)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_words: ([str(path)], ""))
    act("Import a register")
    shown = dialog(screen)
    assert not shown.act.isEnabled()
    shown.activity.set_value("be-visitors")
    shown.activity.activated.emit(shown.activity.currentIndex())
    window.jobs.finish()
    settled()
    assert shown.lines.texts("Verdict") == ["Changes"]
    shown.act.click()
    window.jobs.finish()
    settled()
    decision = records.shown(ui_desk, "be-visitors").of(Field.DPIA).decision
    assert decision is not None
    assert decision.value["text"] == "Sleep monitor"


@pytest.mark.parametrize(("fmt", "country", "many"), [("json", "", 19), ("xlsx-ico", "DK", 4), ("ttl", "", 19)])
def test_the_register_is_exported(screen: RegisterScreen, act: Act, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settled: Callable[[], None], fmt: str, country: str, many: int) -> None:
    path = tmp_path / "register"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(path), ""))
    act("Export the register")
    shown = next(each for each in screen.findChildren(ExportDialog) if each.isVisible())
    shown.format.set_value(fmt)
    shown.country.set_value(country)
    shown.act.click()
    settled()
    window.jobs.finish()
    settled()
    assert path.stat().st_size > 1000
    if fmt == "json":
        assert len(json.loads(path.read_text())["activities"]) == many


def test_the_reason_of_the_chosen_row_stands_there_whole(screen: RegisterScreen) -> None:
    shown = ImportDialog.example(screen)
    assert shown.why.text() == "Row 3: The row has neither a title nor a purpose."
    shown.lines.choose(next(line for line in shown.lines.rows.shown() if not line.why))
    assert shown.why.text() == ""
