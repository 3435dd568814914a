"""The page of a case, the list and its filters, the copy sheet, enclosures, many letters, and what stands behind a wall."""
from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from alektum_desk.base import language
from alektum_desk.domain.cases import EventKind
from alektum_desk.domain.complaints import State
from alektum_desk.services import accounts, authority_records, cases, complaints, desk as desks
from alektum_desk.services.desk import Desk
from alektum_desk.ui import appearance
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.screens.complaint_rows import ExhibitLine
from alektum_desk.ui.screens.complaints import ComplaintsScreen
from alektum_desk.ui.screens.home import HomeScreen
from alektum_desk.ui.widgets.words import Scroller
from alektum_desk.ui.window import Window
from tests.builders import naughty
from tests.conftest import PASSWORD, Clock
from tests.services.test_complaints import a_file
from tests.services.test_projections import a_pdf
from tests.ui.showing import Alone
from tests.ui.test_complaints import CASE, judged, told

PRESS = Qt.MouseButton.LeftButton


@pytest.fixture
def screen(alone: Alone) -> ComplaintsScreen:
    return alone(ComplaintsScreen)


def button(part: QWidget, words: str) -> QPushButton:
    return next(each for each in part.findChildren(QPushButton) if words in (each.text(), each.accessibleName()) and not each.isHidden())


def a_report(screen: ComplaintsScreen, country: str = "NO") -> str:
    key = complaints.keep(screen.desk, a_file(country, None, letter="report")).id
    screen.renew()
    return key


def page_of(screen: ComplaintsScreen, key: str) -> QWidget:
    screen.arrive(f"letter/{key}")
    assert screen.kept is not None
    return screen.kept


@pytest.mark.parametrize("code", ["de", "fi"])
def test_a_small_window_with_large_words_scrolls_no_letter_sideways(opened: Window, qapp: QApplication, settled: Callable[[], None], code: str) -> None:
    assert opened.desk is not None
    complaints.keep(opened.desk, a_file("FI", None, letter="report"))
    language.use(code)
    appearance.apply(qapp, "light", 200)
    opened.resize(1024, 768)
    opened.rebuild()
    opened.go("complaints")
    settled()
    assert opened.frame is not None
    screen = opened.frame.here()
    assert isinstance(screen, ComplaintsScreen)
    assert screen.table.horizontalScrollBar().maximum() == 0
    assert [area.horizontalScrollBar().maximum() for area in opened.frame.findChildren(Scroller) if area.isAncestorOf(screen)] == [0]


# -- the page of a case

def test_what_arrived_is_noted_and_not_waited_for(screen: ComplaintsScreen, qtbot: Any) -> None:
    key = a_report(screen)
    page = page_of(screen, key)
    assert "Has the authority acknowledged receipt?" in told(page)
    assert screen.kept is not None
    qtbot.mouseClick(button(page, "Note it"), PRESS)
    assert screen.kept.noting.rows["on"].below.text() == "Say on which day it was."
    screen.kept.noting.set_values({"kind": EventKind.ACKNOWLEDGED, "on": "24 November 2026", "words": "Case 20/1234"})
    qtbot.mouseClick(button(page, "Note it"), PRESS)
    said = told(screen.kept)
    assert "Case 20/1234" in said
    assert "Nothing is waited for" in said
    assert not screen.kept.noting.values()["words"]


def test_what_is_typed_stays_when_the_case_changes(screen: ComplaintsScreen) -> None:
    page = page_of(screen, key := a_report(screen))
    assert screen.kept is not None
    screen.kept.form.set_values({"outcome": "Half a sentence"})
    cases.note(screen.desk, key, EventKind.SENT, date(2026, 11, 23))
    screen.renew()
    assert screen.kept is not page
    assert screen.kept.form.values()["outcome"] == "Half a sentence"


def test_a_case_goes_on_request(screen: ComplaintsScreen, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                clock_of: Callable[[Desk], Clock]) -> None:
    key = a_report(screen)
    complaints.close(screen.desk, key, "Done.")
    screen.renew()
    page = page_of(screen, key)
    assert "24 November 2029" in "".join(each.accessibleName() for each in page.findChildren(QWidget))
    monkeypatch.setattr(ask, "sure", lambda *_args, **_more: False)
    qtbot.mouseClick(button(page, "Erase this case"), PRESS)
    assert complaints.listed(screen.desk)
    monkeypatch.setattr(ask, "sure", lambda *_args, **_more: True)
    qtbot.mouseClick(button(page, "Erase this case"), PRESS)
    assert complaints.listed(screen.desk) == ()
    assert screen.place() == ""
    monkeypatch.setattr(ask, "save_path", lambda *_args, **_more: tmp_path / "proof.pdf")
    clock_of(screen.desk).move(timedelta(days=40))              # not only on the day itself
    screen.gone.trigger()
    assert screen.place() == "erased"
    assert screen.erased.table.texts("Letter") == ["ALK-be-ghentA-2026-0001, Report"]
    assert screen.erased.table.texts("Erased on") == [language.day(date(2026, 11, 24))]
    qtbot.mouseClick(button(screen.erased, "Save the certificate of this day"), PRESS)
    assert (tmp_path / "proof.pdf").is_file()
    assert screen.back()
    assert screen.place() == ""


def test_a_hold_is_set_and_released(screen: ComplaintsScreen, qtbot: Any) -> None:
    page = page_of(screen, key := a_report(screen))
    assert screen.kept is not None
    screen.kept.holding.set_values({"why": "A claim before the court."})
    qtbot.mouseClick(button(page, "Put on hold"), PRESS)
    assert cases.shown(screen.desk, key).kept.held_because == "A claim before the court."
    qtbot.mouseClick(button(screen.kept, "Release the hold"), PRESS)
    assert cases.shown(screen.desk, key).kept.held_because is None


# -- the list

def test_the_list_is_filtered(screen: ComplaintsScreen, ui_desk: Desk, clock_of: Callable[[Desk], Clock]) -> None:
    first, second = a_report(screen), a_report(screen, "DK")
    complaints.close(ui_desk, second, "Done.")
    screen.renew()
    assert {line.kept.id for line in screen.table.rows.shown()} == {first, second}
    screen.which.set_value("closed")
    assert [line.kept.state for line in screen.table.rows.shown()] == [State.CLOSED]
    screen.which.set_value("due")
    assert screen.table.rows.shown() == []
    assert screen.lists.currentIndex() == 2            # says that none is like that
    clock_of(ui_desk).move(timedelta(days=30))
    screen.renew()
    assert [line.kept.id for line in screen.table.rows.shown()] == [first]
    screen.which.set_value("all")
    screen.search.setText("norw")
    assert [line.kept.id for line in screen.table.rows.shown()] == [first]


def test_what_is_due_is_erased_when_the_officer_says_so(screen: ComplaintsScreen, ui_desk: Desk, qtbot: Any, monkeypatch: pytest.MonkeyPatch,
                                                        clock_of: Callable[[Desk], Clock]) -> None:
    key = a_report(screen)
    complaints.close(ui_desk, key, "Done.")
    clock_of(ui_desk).move(timedelta(days=3 * 366))
    screen.renew()
    assert "The day of 1 case has come" in told(screen.going)
    monkeypatch.setattr(ask, "sure", lambda *_args, **_more: True)
    qtbot.mouseClick(button(screen.going, "Erase what is due"), PRESS)
    assert complaints.listed(ui_desk) == ()


def test_the_calendar_is_saved(screen: ComplaintsScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_report(screen)
    monkeypatch.setattr(ask, "save_path", lambda *_args, **_more: tmp_path / "due.ics")
    screen.ics.trigger()
    assert (tmp_path / "due.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_home_reminds_and_leads_to_the_case(opened: Window, ui_desk: Desk, clock_of: Callable[[Desk], Clock], qtbot: Any) -> None:
    key = complaints.keep(ui_desk, a_file("NO", None, letter="report")).id
    clock_of(ui_desk).move(timedelta(days=25))
    frame = opened.frame
    assert frame is not None
    frame.open("home")
    home = frame.here()
    home.renew()
    assert isinstance(home, HomeScreen)
    assert "Has the authority acknowledged receipt?" in told(home.owed)
    qtbot.mouseClick(button(home.owed, "Open ALK-be-ghentA-2026-0001"), PRESS)
    assert (frame.here().name, frame.here().place()) == ("complaints", f"letter/{key}")
    qtbot.waitUntil(lambda: not opened.jobs.busy())


# -- against one's own group

def test_others_see_a_number_and_the_word_walled(screen: ComplaintsScreen, ui_desk: Desk, jobs: Jobs, qtbot: Any, clock_of: Callable[[Desk], Clock]) -> None:
    accounts.add(ui_desk, "Mia", "dpo", PASSWORD)
    kept = complaints.keep(ui_desk, a_file(letter="own_group"))
    screen.renew()
    assert "Only those who were named for it" in told(page_of(screen, kept.id))
    mia = desks.open_desk(ui_desk.home, "Mia", PASSWORD, clock_of(ui_desk))
    other = ComplaintsScreen(mia, jobs)
    qtbot.addWidget(other)
    other.show()
    assert other.table.texts("State") == ["Walled"]
    assert other.table.texts("Authority") == [""]
    other.arrive(f"letter/{kept.id}")
    assert other.kept is None
    assert other.pages.currentWidget() is other.outside
    assert "Lotte" not in told(other)
    assert screen.kept is not None
    screen.kept.letting.set_values({"account": mia.who.id})
    qtbot.mouseClick(button(screen.kept, "Let in"), PRESS)
    other.renew()
    other.arrive(f"letter/{kept.id}")
    assert "Lotte Vermeulen" in told(page_of(other, kept.id))
    mia.close()


# -- enclosures

def an_exhibit(screen: ComplaintsScreen, at: int = 0) -> ExhibitLine:
    line = screen.writer.form.exhibits.lines[at]
    assert isinstance(line, ExhibitLine)
    return line


def test_a_file_is_looked_at_before_it_is_enclosed(screen: ComplaintsScreen, tmp_path: Path) -> None:
    (tmp_path / "Request of May.pdf").write_bytes(a_pdf())
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    (tmp_path / "letter.exe").write_bytes(b"MZ\0\0")
    judged(screen, dict(CASE), "facts")
    screen.writer.form.exhibits.take([tmp_path / each for each in ("Request of May.pdf", "broken.pdf", "letter.exe", "nowhere.pdf")])
    said = screen.writer.form.exhibits.wrong.text()
    assert [line.split(":")[0] for line in said.splitlines()] == ["broken.pdf", "letter.exe", "nowhere.pdf"]
    assert an_exhibit(screen).values() == {"title": "Request of May", "path": str(tmp_path / "Request of May.pdf")}
    screen.writer.judge()
    assert screen.writer.standing.ready
    assert screen.writer.standing.folder is not None
    screen.writer.form.exhibits.begin()
    an_exhibit(screen, 1).fields["title"].set_value("On paper")
    screen.writer.judge()
    assert "the file of an enclosure" in screen.preview.note.text()
    an_exhibit(screen).take(None)
    screen.writer.judge()
    assert screen.writer.standing.ready
    assert screen.writer.standing.folder is None


def test_files_are_dropped_on_the_list(screen: ComplaintsScreen, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(a_pdf())
    judged(screen, dict(CASE), "facts")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.pdf"))])
    many = screen.writer.form.exhibits
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(1, 1), copy, dropped, PRESS, none)
    many.dragEnterEvent(entered)
    assert entered.isAccepted()
    many.dropEvent(QDropEvent(QPointF(1, 1), copy, dropped, PRESS, none))
    assert an_exhibit(screen).values()["title"] == "a"


def test_a_type_that_the_authority_refuses_is_said(screen: ComplaintsScreen, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"From: a@example.org")
    case = {**CASE, "residence_country": "FI", "residence_region": "", "controller_country": "FI", "controller_region": "",
            "exhibits": json.dumps([{"title": "A mail", "path": str(tmp_path / "a.eml")}])}
    assert "does not take one of the attachments" in judged(screen, case, "check")


# -- the copy sheet, and what leads

def test_the_copy_sheet_of_a_case(screen: ComplaintsScreen, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(screen, key := a_report(screen))
    qtbot.mouseClick(button(page, "Copy sheet"), PRESS)
    assert screen.place() == f"sheet/{key}"
    qtbot.mouseClick(screen.sheet.buttons["controller_identification"], PRESS)
    assert QGuiApplication.clipboard().text().startswith("Voorbeeld Incasso NV")
    monkeypatch.setattr(ask, "save_path", lambda *_args, **_more: tmp_path / "sheet.json")
    qtbot.mouseClick(button(screen.sheet, "Save as JSON"), PRESS)
    qtbot.waitUntil((tmp_path / "sheet.json").is_file)
    qtbot.waitUntil(lambda: not screen.jobs.busy())
    assert json.loads((tmp_path / "sheet.json").read_text())["schema"] == "complaint-form/1"
    assert screen.back()
    assert screen.place() == f"letter/{key}"


@pytest.mark.parametrize(("country", "leads"), [("BE", True), ("ES", True), ("DK", False)])
def test_the_sheet_leads_where_a_form_is_a_must(screen: ComplaintsScreen, country: str, leads: bool) -> None:
    case = {**CASE, "residence_country": country, "residence_region": "", "controller_country": country, "controller_region": ""}
    said = judged(screen, case, "check")
    assert (screen.writer.next.text() == "Open the copy sheet") is leads
    assert said.count("own form") + said.count("compulsory complaint models") == (1 if leads else 0)


def test_mail_only_where_it_is_taken(screen: ComplaintsScreen) -> None:
    judged(screen, dict(CASE), "check")
    assert not screen.writer.form.ways["eml"].isEnabled()
    assert "takes no complaint by e-mail" in screen.writer.form.no_mail.text()
    judged(screen, {**CASE, "residence_country": "FI", "residence_region": "", "controller_country": "FI", "controller_region": ""}, "check")
    assert screen.writer.form.ways["eml"].isEnabled()


def test_the_page_goes_to_the_corrected_address(screen: ComplaintsScreen) -> None:
    authority_records.correct(screen.desk, "be-apd-gba", {"address": {"lines": ["Nieuwstraat 1", "1000 Brussel"]},
                                                          "variants": {"nl": {"lines": ["Nieuwstraat 1", "1000 Brussel"]}}}, "Seen on its site.")
    said = judged(screen, dict(CASE))
    assert "Nieuwstraat 1" in said
    prepared = screen.writer.standing.prepared
    assert prepared is not None
    assert prepared.address.lines == ("Nieuwstraat 1", "1000 Brussel")


def test_an_old_address_is_seen_before_the_first_print(screen: ComplaintsScreen, ui_desk: Desk, clock_of: Callable[[Desk], Clock], qtbot: Any) -> None:
    clock_of(ui_desk).move(timedelta(days=200))
    case = {**CASE, "residence_country": "DK", "residence_region": "", "controller_country": "DK", "controller_region": ""}
    assert "look at the authority's own site" in judged(screen, case)
    qtbot.mouseClick(button(screen.writer.form.route, "Seen on its site today"), PRESS)
    screen.writer.judge()
    assert authority_records.shown(ui_desk, "dk-datatilsynet").as_of == "2027-06-12"
    assert not any(each.text() == "Seen on its site today" and not each.isHidden() for each in screen.writer.form.route.findChildren(QPushButton)
                   if each.isVisibleTo(screen))


# -- many letters

def test_many_letters_from_a_table_and_from_the_list(screen: ComplaintsScreen, qtbot: Any, tmp_path: Path) -> None:
    from tests.services.test_batches import a_row, a_table
    keys = [a_report(screen), a_report(screen, "DK")]
    model = screen.table.selectionModel()
    for at in range(2):
        model.select(screen.table.rows.index(at, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows)
    screen.many.trigger()
    batch = screen.batch
    assert {each.id for each in batch.picked} == set(keys)
    assert not batch.use_list.isEnabled()
    batch.folder = tmp_path / "out"
    batch.show_state()
    qtbot.mouseClick(batch.use_list, PRESS)
    qtbot.waitUntil(lambda: "2 letters were written" in told(batch))
    batch.table = a_table(tmp_path, [a_row(), a_row(name=""), a_row("SE")])
    batch.show_state()
    qtbot.mouseClick(batch.use_table, PRESS)
    qtbot.waitUntil(lambda: "1 row has no letter" in told(batch))
    qtbot.waitUntil(lambda: not screen.jobs.busy())
    assert len(complaints.listed(screen.desk)) == 4


# -- bad input

SKIPPED = frozenset({"facts", "contacts", "exhibits", "provisions", "remedies", "readers"})       # carried in JSON; their rows are filled one by one


def naughty_case(words: str, screen: ComplaintsScreen) -> dict[str, str]:
    """In every field that is typed in, and in every row."""
    values = screen.writer.form.values()
    typed = {key: words for key in values if key not in SKIPPED and not screen.writer.form.is_choice(key) and values[key] != "yes"}
    return {**CASE, **typed, "facts": json.dumps([{"on": words, "text": words}, {"on": "14 September 2026", "text": words}]),
            "contacts": json.dumps([{"on": "15 September 2026", "channel": "letter", "answer": words}]), "exhibits": json.dumps([{"title": words}]),
            "letter": "answer", "proceedings": "some", "identity": "keep"}


@pytest.mark.parametrize("part", [0, *(pytest.param(each, marks=pytest.mark.long) for each in range(1, 8))])
def test_no_string_in_any_field_breaks_the_wizard(screen: ComplaintsScreen, part: int) -> None:
    """Every eighth of them: the page can be made, or a sentence says why not; and the step in hand still shows."""
    screen.arrive("new/check")
    for words in naughty()[part::8]:
        screen.writer.form.set_values(naughty_case(words, screen))
        screen.writer.judge()
        standing = screen.writer.standing
        assert standing.prepared is not None or standing.trouble is not None or standing.lacking, ascii(words)
        assert not standing.ready or standing.document["facts"]


def test_the_name_of_an_exhibit_may_be_anything(screen: ComplaintsScreen, tmp_path: Path) -> None:
    judged(screen, dict(CASE), "facts")
    made = 0
    for at, words in enumerate(naughty()[::12]):
        name = "".join(mark for mark in words if mark not in "/\0")[:60]
        if len(f"{name}.pdf".encode("utf-8", "surrogatepass")) > 200:
            continue
        try:
            (tmp_path / str(at)).mkdir()
            file = tmp_path / str(at) / f"{name}.pdf"
            file.write_bytes(a_pdf())
        except (OSError, UnicodeEncodeError):
            continue
        made += 1
        screen.writer.form.exhibits.take([file])
    screen.writer.judge()
    assert made > len(naughty()[::12]) // 3
    assert len(screen.writer.form.exhibits.lines) == made


def test_what_is_missing_for_a_route_is_said(screen: ComplaintsScreen) -> None:
    said = judged(screen, {"name": "Kari Nordmann"})
    assert "Which authority it is, is still open" in said
    assert "say where the person lives" in said
    assert "the authority" in screen.preview.note.text()
    assert not screen.writer.standing.ready
