"""The register as an officer uses it: choose a cell, open the activity, see the sentence, decide, approve."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from alektum_desk.domain.notices import Field
from alektum_desk.domain.records import State
from alektum_desk.services import dpia, kept_filters, lives, notices, records, sample
from alektum_desk.services.desk import Desk
from alektum_desk.ui import theme
from alektum_desk.ui.screens.deciding import DecideForm
from alektum_desk.ui.screens.dpia_card import DpiaPane
from alektum_desk.ui.screens.new_activity import NamePane
from alektum_desk.ui.screens.register import RegisterScreen
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.marked import Marked
from alektum_desk.ui.widgets.words import Scroller
from alektum_desk.ui.window import SIZE, Window
from tests.bench import matrix
from tests.timing import work_of
from tests.ui.showing import Shown, button, fill, press, words

Settle = Callable[[], None]
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
WORST = "be-recovery"                     # two notices that differ seven times


@pytest.fixture
def screen(shown: Shown) -> RegisterScreen:
    return shown("register", RegisterScreen)


def cell(screen: RegisterScreen, category: str, country: str) -> str:
    screen.matrix.choose(category, country)
    return str(screen.matrix.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole))


def test_a_cell_says_how_many_their_state_and_what_differs(screen: RegisterScreen) -> None:
    assert cell(screen, "debtor", "BE") == "1 activity, Lacks a fact, notices differ 7 times"
    assert cell(screen, "debtor", "SE") == "Not recorded"
    heads = {head.key: head.under for head in screen.matrix.model_.heads}
    assert heads["SE"] == "No notice"
    assert heads["BE"] == ""


def test_the_matrix_has_one_scroll_bar(screen: RegisterScreen, settled: Callable[[], None]) -> None:
    """Views that are not seen, some of them taller, ask for no room."""
    screen.window().resize(*SIZE)
    for view in ("retention", "matrix"):
        screen.overview.views.set_value(view)
        settled()
    page = screen.overview.findChild(Scroller, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert page is not None
    assert not page.verticalScrollBar().isVisible()


def test_a_chosen_cell_is_shown_beside(screen: RegisterScreen, settled: Callable[[], None]) -> None:
    screen.matrix.choose("visitor", "BE")
    settled()
    assert "Office visitors" in words(screen.pane)
    assert "Not from a notice" in words(screen.pane)
    screen.matrix.choose("visitor", "DE")
    settled()
    assert "No notice of Germany is known" in words(screen.pane)
    assert screen.back()
    assert screen.pane is None


def test_the_notice_lies_over_the_facts_where_both_have_no_room(screen: RegisterScreen, window: Window, settled: Callable[[], None]) -> None:
    """A line that is clicked brings it; Esc goes back to the facts, and only then to the register."""
    frame = window.frame
    assert frame is not None
    window.resize(1280, 800)
    screen.arrive(WORST)
    settled()
    assert screen.page is not None
    assert screen.page.isVisible()
    assert screen.side.isVisible()
    assert not screen.page.scroller.horizontalScrollBar().isVisible()
    window.resize(980, 800)
    settled()
    assert screen.page.isVisible()
    assert not screen.side.isVisible()
    line = next(button for button in screen.page.findChildren(Button) if button.kind == "line")
    line.click()
    settled()
    assert not screen.page.isVisible()
    assert screen.side.isVisible()
    QTest.keyClick(frame, Qt.Key.Key_Escape)
    settled()
    assert screen.page.isVisible()
    assert not screen.side.isVisible()
    QTest.keyClick(frame, Qt.Key.Key_Escape)
    assert screen.activity is None


def test_enter_opens_the_activity_and_esc_goes_back(screen: RegisterScreen, qtbot: Any) -> None:
    screen.matrix.choose("debtor", "BE")
    qtbot.keyClick(screen.matrix, Qt.Key.Key_Return)
    assert screen.activity is not None
    assert screen.activity.listed.id == WORST
    assert [crumb for crumb, _argument in screen.header().crumbs] == ["Register", "Belgium"]
    assert screen.back()
    assert screen.activity is None


def test_both_sides_are_named_where_notices_differ(screen: RegisterScreen) -> None:
    screen.arrive(WORST)
    assert screen.page is not None
    said = words(screen.page.blocks[Field.RETENTION])
    assert "Belgium, French and Belgium, Dutch do not say the same." in said
    assert said.count("Only here") == 8
    assert "Not stated" in words(screen.page.blocks[Field.PROCESSOR])


def test_a_source_names_line_and_anchor_until_the_notice_is_read_in(screen: RegisterScreen, ui_desk: Desk, settled: Callable[[], None]) -> None:
    screen.arrive(f"{WORST}:be-fr:21")
    assert "“suppression, encryption ou”" in words(screen.side)
    if not SEEDS.exists():
        pytest.skip("the published notices are not on this machine")
    notices.read(ui_desk, sorted(SEEDS.glob("*.txt")))
    settled()
    screen.arrive(f"{WORST}:be-fr:21")
    settled()
    assert screen.side.paper.marked() == 21
    assert screen.page is not None
    assert screen.page.blocks[Field.RETENTION].property("role") == "picked"
    assert screen.page.blocks[Field.ENTITY].property("role") == "plain"


def test_a_decision_stands_with_reason_and_name_and_can_be_undone(screen: RegisterScreen, ui_desk: Desk, qtbot: Any,
                                                                  settled: Callable[[], None], window: Window) -> None:
    screen.arrive(f"{WORST}:{Field.RETENTION}")
    assert screen.page is not None
    form = screen.page.findChildren(DecideForm)[0]
    qtbot.mouseClick(button(form, "Lay it down"), Qt.MouseButton.LeftButton)
    assert "Write what holds" in words(form)
    qtbot.mouseClick(button(form, "Take over: Belgium, Dutch"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(form, "Lay it down"), Qt.MouseButton.LeftButton)
    assert "Say in a sentence why it holds." in words(form)
    form.reason.set_value("The Dutch text was published last.")
    qtbot.mouseClick(button(form, "Lay it down"), Qt.MouseButton.LeftButton)
    settled()
    block = screen.page.blocks[Field.RETENTION]
    assert "Decided" in words(block)
    assert "The Dutch text was published last." in words(block)
    assert "Notices differ" not in words(block)
    assert "The Dutch text was published last." in words(screen.page)
    kept = records.shown(ui_desk, WORST).of(Field.RETENTION).decision
    assert kept is not None
    assert any(each.get("duration") == 36 for each in kept.value)
    window.undo()
    settled()
    assert records.shown(ui_desk, WORST).of(Field.RETENTION).decision is None


def test_none_is_not_the_same_as_not_stated(screen: RegisterScreen, qtbot: Any, settled: Callable[[], None]) -> None:
    screen.arrive(f"{WORST}:{Field.PROCESSOR}")
    assert screen.page is not None
    form = screen.page.findChildren(DecideForm)[0]
    form.none.set_value("yes")
    form.reason.set_value("Asked the office.")
    qtbot.mouseClick(button(form, "Lay it down"), Qt.MouseButton.LeftButton)
    settled()
    said = words(screen.page.blocks[Field.PROCESSOR])
    assert "None" in said
    assert "Not stated" not in said


def test_approve_is_off_with_its_reason_and_then_on(screen: RegisterScreen, ui_desk: Desk, settled: Callable[[], None]) -> None:
    screen.arrive(WORST)
    assert not screen.steps.approve_action.isEnabled()
    assert screen.steps.approve_action.statusTip() == "Approve is off: Art. 30 asks for what is not stated."
    screen.arrive("be-visitors")
    assert screen.steps.approve_action.isEnabled()
    screen.steps.approve_action.trigger()
    settled()
    assert records.shown(ui_desk, "be-visitors").listed.state is State.COMPLETE
    assert not screen.steps.approve_action.isEnabled()


def test_filters_and_words_sift_matrix_and_list(screen: RegisterScreen) -> None:
    overview = screen.overview
    overview.views.set_value("list")
    overview.filters.own.setChecked(True)
    assert all(title for title in screen.table.texts("Activity"))
    assert screen.table.rows.rowCount() == 6
    overview.show_everything()
    overview.filters.role.set_value("processor")
    assert set(screen.table.texts("Role")) == {"Processor"}
    overview.show_everything()
    overview.search.set_value("denmark survey")
    assert [row.id for row in screen.table.rows.shown()] == ["dk-survey"]
    overview.search.set_value("zzz")
    assert overview.grid.currentIndex() == 2
    overview.show_everything()
    assert len(overview.shown) == len(overview.rows)


def test_the_list_says_who_reviews_what_by_when(screen: RegisterScreen, ui_desk: Desk, settled: Callable[[], None]) -> None:
    overview, filters = screen.overview, screen.overview.filters
    overview.views.set_value("list")
    assert not filters.who.isVisible()
    records.decide(ui_desk, "be-visitors", Field.RESPONSIBLE, "An Berger", "She runs the desk.")
    lives.approve(ui_desk, "be-visitors")
    lives.set_review(ui_desk, "be-visitors", date(2026, 12, 24), "Soon.")
    lives.retire(ui_desk, "dk-survey", "No more calls.")
    settled()

    def left(**chosen: str) -> list[str]:
        filters.take(chosen)
        return [row.id for row in screen.table.rows.shown()]
    assert left(who="An Berger") == left(review="30") == left(life="approved") == ["be-visitors"]
    assert left(review="0") == []
    assert len(left(who="-")) == len(left(review="never")) == len(overview.rows) - 1
    assert left(life="retired") == ["dk-survey"]
    assert screen.table.texts("State") == ["Retired"]
    assert left(life="draft", who="An Berger") == []
    assert {row.split("-")[0] for row in left(country="DK")} == {"dk"}
    overview.views.set_value("matrix")
    filters.take({"country": "DK"})
    assert screen.matrix.model().columnCount() == 1
    assert left(country="XG") == []
    assert overview.grid.currentIndex() == 2
    filters.take({"who": "Somebody who is gone"})
    assert len(overview.shown) == len(overview.rows)


def test_at_large_text_the_rare_filters_wait_behind_one_button(shown: Shown, opened: Window, qtbot: Any) -> None:
    assert not shown("register", RegisterScreen).overview.filters.more.isVisible()
    before = opened.frame
    opened.change_text_size(100)
    qtbot.waitUntil(lambda: opened.frame is not before)
    filters = shown("register", RegisterScreen).overview.filters
    rare = (filters.life, filters.review, filters.role)
    assert theme.scale() == 2
    assert not any(each.isVisible() for each in rare)
    filters.more.click()
    assert all(each.isVisible() for each in rare)
    filters.more.click()
    filters.take({"role": "processor"})
    assert filters.role.isVisible(), "what narrows the register is seen"


def test_every_place_can_be_come_back_to(screen: RegisterScreen) -> None:
    for place in ("list", "cell:debtor:BE", WORST, f"{WORST}:be-nl:62", f"{WORST}:{Field.RETENTION}"):
        screen.arrive(place)
        assert screen.place().startswith(place)


def test_five_thousand_activities_are_sifted_at_once(screen: RegisterScreen, ui_desk: Desk, settled: Callable[[], None]) -> None:
    matrix.fill(ui_desk, 5_000)
    settled()
    screen.renew()
    acts: tuple[Callable[[], None], ...] = (partial(screen.overview.filters.work.setChecked, True), partial(screen.overview.filters.role.set_value, "controller"),
                                            partial(screen.overview.search.set_value, "claim 77"),
                                            screen.overview.show_everything)

    def show(act: Callable[[], None]) -> None:
        act()
        settled()
    took = [work_of(partial(show, act)) for act in acts]
    assert max(took) < 0.4, took          # half of that where nothing else runs


def test_the_sample_register_opens_too(window: Window, tmp_path: Path, settled: Callable[[], None]) -> None:
    window.open_desk(sample.open_sample(tmp_path / "sample"))
    window.show()
    assert window.frame is not None
    for stop in RegisterScreen(window.desk, window.jobs).stops() if window.desk else ():
        window.frame.open("register", stop)
        settled()


def test_two_versions_mark_the_words_that_differ(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    for measures in (["Cupboards on the first floor", "Passwords"], ["Cupboards on the second floor", "Passwords", "A guard"]):
        records.decide(ui_desk, "be-visitors", Field.SECURITY, measures, "As it is.")
    settled()
    screen.arrive("be-visitors:versions")
    assert screen.pane is not None
    marked = [([words for words, differs in each.pieces if differs], each.ink) for each in screen.pane.findChildren(Marked)]
    assert marked == [(["first"], "bad"), (["second"], "ok")]
    assert "A guard" in words(screen.pane)


def test_an_impact_assessment_is_answered(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    screen.arrive("be-recovery")
    assert "An impact assessment is probably asked for" in words(screen.page)
    assert "On the country's list" in words(screen.page)
    screen.arrive(f"be-recovery:{Field.DPIA}")
    pane = screen.pane
    assert isinstance(pane, DpiaPane)
    fill(pane.form, vulnerable="yes", large_scale="no", assessment="done", verdict="Made in May.", reason="It lies with the board.")
    press(pane, "Lay it down")
    settled()
    assert dpia.answers(records.shown(ui_desk, "be-recovery")) == {"vulnerable": True, "large_scale": False}
    assert "Made in May." in words(screen.page)


def test_a_view_is_kept_and_taken_again(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    overview = screen.overview
    overview.views.set_value("list")
    overview.search.set_value("søren")
    overview.filters.own.setChecked(True)
    screen.begin_keeping()
    pane = screen.pane
    assert isinstance(pane, NamePane)
    fill(pane.form, name="Own ones")
    press(pane, "Keep it")
    settled()
    assert list(kept_filters.listed(ui_desk)) == ["Own ones"]
    overview.show_everything()
    overview.views.set_value("matrix")
    assert not overview.drop_button.isVisible()
    overview.kept.set_value("Own ones")
    assert (overview.search.value(), overview.filters.own.isChecked(), overview.views.value()) == ("søren", True, "list")
    overview.drop_button.click()
    settled()
    assert (kept_filters.listed(ui_desk), overview.kept.isVisible(), overview.drop_button.isVisible()) == ({}, False, False)


def test_no_button_stands_alone_below_the_filters(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    """At the usual width they take two lines, also with somebody to choose among who is responsible."""
    records.decide(ui_desk, "be-visitors", Field.RESPONSIBLE, ["Somebody Responsible"], "So it is.")
    settled()
    assert screen.overview.filters.who.isVisible()
    assert screen.overview.filters.isVisible()
    tops = {each.mapTo(screen, each.rect().center()).y() for each in screen.overview.filters.findChildren(QWidget) if each.isVisible() and each.focusPolicy() != Qt.FocusPolicy.NoFocus
            and not isinstance(each.parentWidget(), QComboBox | QLineEdit)}
    assert len(tops) == 2
