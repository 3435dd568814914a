"""The complaints screen over the real services: a letter by keyboard, what holds one back, and nothing typed is lost."""
from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from alektum_desk.base import language
from alektum_desk.domain.authorities import Caution
from alektum_desk.domain.complaints import PROVISIONS, Channel, Letter, State
from alektum_desk.reference import authorities as known
from alektum_desk.services import complaints
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.screens import complaint_words as words
from alektum_desk.ui.screens.complaint_rows import FactLine
from alektum_desk.ui.screens.complaint_sign import SignDialog
from alektum_desk.ui.screens.complaints import ComplaintsScreen
from alektum_desk.ui.window import Window
from tests.certificates import SECRET, a_p12
from tests.conftest import PASSWORD
from tests.ui.showing import Alone

CASE = {
    "name": "Kari Nordmann", "address": "Kerkstraat 12\n9000 Gent", "residence_country": "BE", "residence_region": "BE-VOV",
    "respondent": "Voorbeeld NV", "controller_country": "BE", "controller_region": "BE-VOV",
    "facts": json.dumps([{"on": "14 September 2026", "text": "Ik vroeg inzage in mijn gegevens."}]),
}


@pytest.fixture
def screen(alone: Alone) -> ComplaintsScreen:
    return alone(ComplaintsScreen)


def told(part: QWidget) -> str:
    """Every word that a part of the screen says."""
    from PySide6.QtWidgets import QLabel
    return "\n".join(label.text() for label in part.findChildren(QLabel) if not label.isHidden())


def judged(screen: ComplaintsScreen, values: dict[str, str], step: str = "authority") -> str:
    screen.arrive(f"new/{step}")
    screen.writer.form.set_values(values)
    screen.writer.judge()
    return told(screen.writer.form.pages[step])


def test_a_letter_by_keyboard(opened: Window, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                              settled: Callable[[], None]) -> None:
    path = tmp_path / "letter.pdf"
    monkeypatch.setattr(ask, "save_path", lambda *_args, **_more: path)
    assert opened.frame is not None
    opened.frame.open("complaints")
    screen = opened.frame.here()
    assert isinstance(screen, ComplaintsScreen)
    opened.activateWindow()
    screen.new.trigger()
    form = screen.writer.form

    def type_in(key: str, typed: str) -> None:
        field = form.rows[key].field
        field.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClicks(field, typed)
    type_in("name", "Kari Nordmann")
    type_in("address", "Kerkstraat 12")
    type_in("residence_country", "Belgium")
    type_in("residence_region", "Oost")
    type_in("respondent", "Voorbeeld NV")
    screen.onward.trigger()
    assert "Gegevensbeschermingsautoriteit" in told(form.pages["authority"])
    screen.onward.trigger()
    line = form.facts.lines[0]
    assert isinstance(line, FactLine)
    qtbot.keyClicks(line.on, "14-9-2026")
    qtbot.keyClicks(line.fields["text"], "Ik vroeg inzage.")
    screen.onward.trigger()
    screen.onward.trigger()
    assert screen.writer.step == "check"
    assert screen.writer.standing.ready
    screen.onward.trigger()                    # this authority insists on its own form: the sheet to copy from leads
    assert screen.place() == "sheet"
    qtbot.mouseClick(screen.sheet.buttons["complainant_name"], Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "Kari Nordmann"
    assert screen.back()
    assert screen.place() == "new/check"
    qtbot.mouseClick(form.ways["pdf"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: bool(complaints.listed(screen.desk)))
    qtbot.waitUntil(lambda: not opened.jobs.busy())
    settled()
    assert path.read_bytes().startswith(b"%PDF-1.7")
    kept = complaints.listed(screen.desk)[0]
    assert (kept.letter, kept.country) == (Letter.ASSIST, "BE")
    assert screen.place() == f"letter/{kept.id}"
    assert not form.values()["name"]


def test_the_page_is_drawn(opened: Window, qtbot: Any, settled: Callable[[], None]) -> None:
    assert opened.frame is not None
    opened.frame.open("complaints", "new/facts")
    screen = opened.frame.here()
    assert isinstance(screen, ComplaintsScreen)
    with qtbot.waitSignal(screen.preview.shown):
        screen.writer.form.set_values(dict(CASE))
    assert screen.preview.pages.images
    qtbot.waitUntil(lambda: not opened.jobs.busy())
    settled()


def test_who_was_not_asked_holds_the_letter_back(screen: ComplaintsScreen) -> None:
    case = {**CASE, "residence_country": "GB", "residence_region": "", "controller_country": "GB", "controller_region": "", "asked": "no"}
    said = judged(screen, case, "check")
    assert Caution.PRIOR_CONTACT_STATUTORY in screen.writer.standing.stops
    assert "complained to first" in said
    assert not screen.writer.next.isEnabled()
    judged(screen, {"asked": "yes", "asked_on": "14 September 2026"}, "check")
    assert Caution.PRIOR_CONTACT_STATUTORY not in screen.writer.standing.stops


def test_a_name_that_several_bear_asks(screen: ComplaintsScreen, qtbot: Any) -> None:
    said = judged(screen, {"notice": "Datatilsynet"})
    assert "Which one is meant?" in said
    button = next(each for each in screen.writer.form.route.findChildren(QPushButton) if "Norway" in each.accessibleName())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    screen.writer.judge()
    route = screen.writer.standing.route
    assert route is not None
    assert route.authority == "no-datatilsynet"


def test_the_address_in_a_notice_decides(screen: ComplaintsScreen) -> None:
    said = judged(screen, {"notice": "Autoriteit Persoonsgegevens, Drukpersstraat 35"})
    route = screen.writer.standing.route
    assert route is not None
    assert route.authority == "be-apd-gba"
    assert "address" in said


def test_another_authority_may_be_chosen(screen: ComplaintsScreen, qtbot: Any) -> None:
    judged(screen, {**CASE, "elsewhere": "yes", "workplace_country": "FR"})
    change = next(each for each in screen.writer.form.route.findChildren(QPushButton) if each.accessibleName().startswith("Change to"))
    qtbot.mouseClick(change, Qt.MouseButton.LeftButton)
    screen.writer.judge()
    route = screen.writer.standing.route
    assert route is not None
    assert route.authority == "fr-cnil"


def test_what_lacks_is_said_calmly(screen: ComplaintsScreen) -> None:
    judged(screen, {key: value for key, value in CASE.items() if key not in {"name", "facts"}})
    assert screen.preview.note.text() == "Still to be said: the name of the person; a fact with its day."
    assert screen.writer.standing.prepared is not None          # the page is shown all the same


def test_a_day_to_come_is_no_fact(screen: ComplaintsScreen) -> None:
    judged(screen, {**CASE, "facts": json.dumps([{"on": "1 December 2026", "text": "Nog niet."}])}, "facts")
    line = screen.writer.form.facts.lines[0]
    assert isinstance(line, FactLine)
    line.check()
    assert line.wrong.text() == "This day has not come yet."
    assert not screen.writer.standing.ready


def test_drafts_survive(opened: Window, qtbot: Any, settled: Callable[[], None]) -> None:
    assert opened.frame is not None
    opened.frame.open("complaints", "new/who")
    screen = opened.frame.here()
    assert isinstance(screen, ComplaintsScreen)
    screen.writer.form.set_values(dict(CASE))
    assert screen.back()
    home = opened.home
    opened.lock()
    settled()
    opened.open_with("An Officer", PASSWORD)
    qtbot.waitUntil(lambda: opened.desk is not None and not opened.jobs.busy())
    assert opened.home == home
    assert opened.frame is not None
    opened.frame.open("complaints")
    again = opened.frame.here()
    assert isinstance(again, ComplaintsScreen)
    values = again.writer.form.values()
    assert {key: values[key] for key in CASE} == CASE
    assert again.writer.form.facts.lines[0].values()["text"] == "Ik vroeg inzage in mijn gegevens."
    qtbot.waitUntil(lambda: not opened.jobs.busy())
    settled()


def test_a_case_is_closed(screen: ComplaintsScreen, qtbot: Any) -> None:
    judged(screen, CASE)
    kept = complaints.keep(screen.desk, screen.writer.standing.document)
    screen.arrive(f"letter/{kept.id}")
    assert screen.kept is not None
    page = screen.kept
    page.form.set_values({"outcome": "The authority ordered an answer."})
    button = next(each for each in page.findChildren(QPushButton) if each.text() == "Close the case")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert complaints.listed(screen.desk)[0].state is State.CLOSED


def test_a_letter_of_ours_is_signed(screen: ComplaintsScreen, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate, path = tmp_path / "officer.p12", tmp_path / "signed.pdf"
    certificate.write_bytes(a_p12())
    judged(screen, CASE)
    theirs = complaints.keep(screen.desk, screen.writer.standing.document)
    judged(screen, {**CASE, "letter": "report"})
    ours = complaints.keep(screen.desk, screen.writer.standing.document)

    def typed(dialog: SignDialog) -> int:
        dialog.form.set_values({"password": "another"})
        dialog.sign.click()
        assert "the password is another one" in dialog.form.rows["password"].below.text()
        dialog.form.set_values({"password": SECRET})
        dialog.sign.click()
        return dialog.result()
    monkeypatch.setattr(SignDialog, "exec", typed)
    monkeypatch.setattr(ask, "open_paths", lambda *_args, **_more: [certificate])
    monkeypatch.setattr(ask, "save_path", lambda *_args, **_more: path)
    screen.arrive(f"letter/{theirs.id}")
    assert screen.kept is not None
    assert not [each for each in screen.kept.findChildren(QPushButton) if each.text() == "Save as signed PDF"]
    screen.arrive(f"letter/{ours.id}")
    button = next(each for each in screen.kept.findChildren(QPushButton) if each.text() == "Save as signed PDF")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: path.exists() and not screen.jobs.busy())
    assert b"/ETSI.CAdES.detached" in path.read_bytes()
    path.unlink()
    judged(screen, {**CASE, "letter": "report", "respondent": "Another broker"}, "check")      # and at once, from the last step
    way = screen.writer.form.ways["signed"]
    assert not way.isHidden()
    qtbot.mouseClick(way, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: path.exists() and not screen.jobs.busy())
    assert b"/ETSI.CAdES.detached" in path.read_bytes()
    judged(screen, CASE, "check")
    assert way.isHidden()


def test_every_choice_has_words() -> None:
    assert set(words.LETTERS) == set(words.WHAT_FOR) == set(words.SHORT_LETTERS) == set(Letter)
    assert set(words.CHANNELS) == set(Channel)
    assert {key for key, _words in words.provision_options()} == set(PROVISIONS)
    for code, country in known.countries().items():
        assert not country.regions or country.regions - {"BE-WAL", "BE-VLG"} == set(words.REGIONS[code])
    assert language.current() == "en"
