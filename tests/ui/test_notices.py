"""The notices as an officer uses them: read them in, go from fact to line and from line to fact, find what differs."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from alektum_desk.services import notices, search
from alektum_desk.services.desk import Desk
from alektum_desk.ui.screen import Toast
from alektum_desk.ui.screens.finding_pane import FindingPane
from alektum_desk.ui.screens.notice_versions_pane import NoticeVersionsPane
from alektum_desk.ui.screens.notices import NoticesScreen
from alektum_desk.ui.screens.reading import WhoseForm
from alektum_desk.ui.screens.register import RegisterScreen
from alektum_desk.ui.screens.writing import WritingDialog
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.marked import Marked
from alektum_desk.ui.window import Window
from tests.ui.showing import Shown

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


@pytest.fixture
def screen(shown: Shown) -> NoticesScreen:
    return shown("notices", NoticesScreen)


@pytest.fixture
def published() -> list[Path]:
    if not SEEDS.exists():
        pytest.skip("the published notices are not on this machine")
    return sorted(SEEDS.glob("*.txt"))


def words(widget: QWidget | None) -> str:
    assert widget is not None
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def read(screen: NoticesScreen, window: Window, paths: list[Path], monkeypatch: pytest.MonkeyPatch, settled: Callable[[], None]) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_words: ([str(each) for each in paths], ""))
    screen.read()
    window.jobs.finish()
    settled()


def test_notices_are_listed_with_what_is_read_and_whose_they_are(screen: NoticesScreen) -> None:
    assert screen.table.texts("Notice")[0].startswith("Belgium, French")
    assert set(screen.table.texts("Text")) == {"Not read yet"}
    assert screen.table.texts("Organisation")[-1] == "Another organisation"
    assert "has not been read in" in words(screen.side)


def test_reading_opens_the_sentence_of_each_fact(screen: NoticesScreen, window: Window, published: list[Path], qtbot: Any,
                                                 monkeypatch: pytest.MonkeyPatch, settled: Callable[[], None]) -> None:
    read(screen, window, published, monkeypatch, settled)
    assert "34 lines" in screen.table.texts("Text")
    fact = next(each for each in screen.facts.rows.shown() if each.line == 20)
    screen.facts.choose(fact)
    assert screen.side.paper.marked() == 20
    assert "Look for: “" in words(screen.side)
    screen.side.paper.setFocus()
    page = screen.side.paper.focusProxy()
    qtbot.keyClick(page, Qt.Key.Key_Down)
    assert screen.side.paper.marked() == 21
    now = screen.facts.current()
    assert now is not None
    assert now.line == 21


def test_an_unknown_text_is_asked_about(screen: NoticesScreen, window: Window, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch,
                                        settled: Callable[[], None], ui_desk: Desk) -> None:
    path = tmp_path / "somebody.txt"
    path.write_text("We keep your name.\n", encoding="utf-8")
    read(screen, window, [path], monkeypatch, settled)
    pane = screen.pane
    assert isinstance(pane, WhoseForm)
    take = next(each for each in pane.findChildren(Button) if each.text() == "Read it in")
    qtbot.mouseClick(take, Qt.MouseButton.LeftButton)
    assert "The organisation of this notice is not named." in words(pane)
    pane.form.set_values({"country": "SE", "language": "sv", "organisation": "Somebody AB"})
    qtbot.mouseClick(take, Qt.MouseButton.LeftButton)
    settled()
    assert screen.pane is screen.side
    found = next(each for each in notices.listed(ui_desk) if each.organisation == "Somebody AB")
    assert (found.country, found.ours, found.lines) == ("SE", False, 1)


def test_what_differs_leads_to_its_activity(screen: NoticesScreen, window: Window, settled: Callable[[], None]) -> None:
    screen.arrive("differ")
    worst = screen.differences.current()
    assert worst is not None
    assert worst.contradictions == 7
    screen.open_button.click()
    settled()
    here = window.frame.here() if window.frame else None
    assert isinstance(here, RegisterScreen)
    assert here.activity is not None
    assert here.activity.listed.id == worst.id


def test_what_the_search_found_is_opened(screen: NoticesScreen, ui_desk: Desk, window: Window, published: list[Path], settled: Callable[[], None]) -> None:
    notices.read(ui_desk, published)
    settled()
    hit = next(each for each in search.find(ui_desk, "registre des visiteurs") if each.kind == "notice")
    assert window.frame is not None
    window.frame.open("notices", f"{hit.id}:{hit.line}")
    settled()
    assert screen.side.notice == hit.id
    assert screen.side.paper.marked() == hit.line
    assert screen.place() == f"{hit.id}:{hit.line}"


def test_facts_are_found_by_words(screen: NoticesScreen) -> None:
    screen.search.set_value("visitor")
    assert screen.facts.rows.rowCount()
    assert all("visit" in said.lower() for said in screen.facts.texts("What it says"))


def test_findings_are_a_list_of_work(screen: NoticesScreen, window: Window, published: list[Path], monkeypatch: pytest.MonkeyPatch,
                                     settled: Callable[[], None]) -> None:
    read(screen, window, published, monkeypatch, settled)
    screen.arrive("findings")
    window.jobs.finish()
    settled()
    before = screen.findings.rows.rowCount()
    assert before > 30
    screen.findings.choose(screen.items[0])
    pane = screen.pane
    assert isinstance(pane, FindingPane)
    evidence = screen.items[0].finding.evidence[0]
    assert evidence.quote in words(pane)
    assert screen.names[evidence.notice] in words(pane)
    assert evidence.notice not in words(pane)
    buttons = {each.text(): each for each in pane.findChildren(Button)}
    buttons["To legal"].click()
    assert "reason" in pane.form.rows["reason"].below.text().lower()
    pane.reason.set_value("Asked counsel.")
    buttons["To legal"].click()
    settled()
    window.jobs.finish()
    settled()
    assert screen.findings.rows.rowCount() == before - 1
    screen.still_open.click()
    assert screen.findings.rows.rowCount() == before
    screen.findings.choose(screen.items[1])
    beside = [screen.pane]
    screen.tabs.set_value("differ")
    beside.append(screen.pane)
    assert isinstance(beside[0], FindingPane)
    assert beside[1] is screen.side


def test_a_newer_text_shows_what_it_changes(screen: NoticesScreen, window: Window, published: list[Path], tmp_path: Path,
                                            monkeypatch: pytest.MonkeyPatch, settled: Callable[[], None]) -> None:
    read(screen, window, published, monkeypatch, settled)
    screen.show_notice("be-fr")
    screen.show_versions()
    pane = screen.pane
    assert isinstance(pane, NoticeVersionsPane)
    lines = (SEEDS / notices.shown(screen.desk, "be-fr").notice.file).read_text(encoding="utf-8").split("\n")
    newer = tmp_path / "newer.txt"
    at, word = next((at, line.split()[2]) for at, line in enumerate(lines) if len(line.split()) > 8 and line.count(line.split()[2]) == 1)
    lines[at] = lines[at].replace(word, "otherwise")
    newer.write_text("\n".join(["A first line", *lines]), encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_words: ([str(newer)], ""))
    pane.source.set_value("their site")
    {each.text(): each for each in pane.findChildren(Button)}["Choose the newer text"].click()
    settled()
    assert isinstance(screen.pane, NoticeVersionsPane)
    assert "2 lines differ" in words(screen.pane)
    assert "A first line" in words(screen.pane)
    assert [[words for words, differs in each.pieces if differs] for each in screen.pane.findChildren(Marked)] == [[word], ["otherwise"]]


def test_a_notice_is_written_for_a_country_in_a_language(screen: NoticesScreen, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                        settled: Callable[[], None]) -> None:
    """The notice in hand proposes both; either can be another."""
    screen.show_notice("dk")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(tmp_path / "notice.txt"), ""))
    screen.write()
    dialog = screen.findChild(WritingDialog)
    assert dialog is not None
    assert (dialog.country.value(), dialog.tongue.value()) == ("DK", "da")
    dialog.tongue.set_value("fi")
    told: list[Toast] = []
    screen.said.connect(told.append)
    dialog.accept()
    window.jobs.finish()
    settled()
    assert (tmp_path / "notice.txt").read_text(encoding="utf-8").startswith("Tietosuojaseloste")
    assert "points are still to be decided" in told[0].words
