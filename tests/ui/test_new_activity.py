"""A new activity and its life in the window: written down, named, reviewed by a second person, retired; the group and its countries."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt

from alektum_desk.domain.notices import Field
from alektum_desk.domain.records import GROUP, Life, NewActivity, Role, State
from alektum_desk.domain.subjects import Category
from alektum_desk.services import accounts, lives, records
from alektum_desk.services.desk import Desk
from alektum_desk.ui.dialogs import second
from alektum_desk.ui.screens.new_activity import FourEyesPane, HeadsPane, NewActivityPane, ReasonPane
from alektum_desk.ui.screens.register import RegisterScreen
from tests.conftest import PASSWORD
from tests.ui.showing import Shown, fill, press, words

Settle = Callable[[], None]


@pytest.fixture
def screen(shown: Shown) -> RegisterScreen:
    return shown("register", RegisterScreen)


def test_a_dotted_cell_is_filled_and_opened(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    screen.matrix.choose("visitor", "DE")
    settled()
    press(screen.pane, "New activity")
    pane = screen.pane
    assert isinstance(pane, NewActivityPane)
    assert pane.form.values()["country"] == "DE"
    assert pane.form.values()[Category.VISITOR] == "yes"
    press(pane, "Write it down")
    assert "A new activity needs a reason." in words(pane)
    fill(pane.form, reason="The office opens in May.")
    press(pane, "Write it down")
    assert "An activity needs a title." in words(pane)
    fill(pane.form, title="Reception")
    press(pane, "Write it down")
    settled()
    assert screen.activity is not None
    assert (screen.activity.listed.id, screen.activity.listed.life) == ("de-reception", Life.DRAFT)
    assert "Written anew" in words(screen.page)


def test_none_is_said_of_a_cell(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    screen.matrix.choose("visitor", "DE")
    settled()
    press(screen.pane, "Say that there is no such processing")
    pane = screen.pane
    assert isinstance(pane, NewActivityPane)
    fill(pane.form, title="No visitors", reason="The office has no door.")
    press(pane, "Write it down")
    settled()
    assert "It was decided that there is no such processing." in words(screen.page)
    screen.back()
    screen.matrix.choose("visitor", "DE")
    assert screen.matrix.currentIndex().data(Qt.ItemDataRole.DisplayRole) == "–, None"


def test_somebody_must_be_concerned(screen: RegisterScreen) -> None:
    screen.begin_new()
    pane = screen.pane
    assert isinstance(pane, NewActivityPane)
    fill(pane.form, title="Reception", reason="because")
    press(pane, "Write it down")
    assert "tick at least one" in words(pane)


def test_a_draft_goes_for_review_and_is_retired_with_a_reason(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    screen.arrive("own-hosts")
    assert screen.steps.submit_action.isVisible()
    assert not screen.steps.reopen_action.isVisible()
    screen.steps.submit_action.trigger()
    pane = screen.pane
    assert isinstance(pane, ReasonPane)
    press(pane, "Send it")
    assert "This needs a reason." in words(pane)
    fill(pane.form, reason="Checked.")
    press(pane, "Send it")
    settled()
    assert records.shown(ui_desk, "own-hosts").listed.life is Life.IN_REVIEW
    screen.steps.retire_action.trigger()
    pane = screen.pane
    assert isinstance(pane, ReasonPane)
    fill(pane.form, reason="No hosts any more.")
    press(pane, "Retire it")
    settled()
    assert records.shown(ui_desk, "own-hosts").listed.life is Life.RETIRED
    assert not screen.steps.approve_action.isEnabled()
    assert screen.steps.reopen_action.isVisible()
    screen.arrive("list")
    screen.overview.search.set_value("own-hosts")
    assert screen.table.texts("State") == ["Retired"]
    lives.retire(ui_desk, "be-recovery", "It ended.")
    settled()
    screen.overview.search.set_value("be-recovery")
    screen.overview.filters.work.setChecked(True)
    assert screen.table.texts("State") == []


def test_the_day_of_review_is_set(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    screen.arrive("be-visitors")
    screen.steps.review_action.trigger()
    pane = screen.pane
    assert isinstance(pane, ReasonPane)
    fill(pane.form, on="31 January 2027", reason="The lease ends.")
    press(pane, "Set it")
    settled()
    assert records.shown(ui_desk, "be-visitors").listed.review_on == date(2027, 1, 31)


def test_a_second_person_confirms(screen: RegisterScreen, ui_desk: Desk, settled: Settle, monkeypatch: pytest.MonkeyPatch) -> None:
    accounts.add(ui_desk, "A Witness", "witness", PASSWORD)
    records.decide(ui_desk, "be-visitors", Field.DATA, "Name", "Only the name.")
    screen.arrive("be-visitors")
    monkeypatch.setattr(second, "ask", lambda *_words: None)
    screen.steps.approve_action.trigger()
    assert records.shown(ui_desk, "be-visitors").listed.state is State.REVIEW
    monkeypatch.setattr(second, "ask", lambda _parent, _heading, _what, names: (names[0], PASSWORD))
    screen.steps.approve_action.trigger()
    settled()
    assert records.shown(ui_desk, "be-visitors").listed.state is State.COMPLETE


def test_title_and_country_are_changed(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    screen.arrive("own-hosts")
    screen.steps.rename_action.trigger()
    pane = screen.pane
    assert isinstance(pane, HeadsPane)
    press(pane, "Change it")
    assert "This needs a reason." in words(pane)
    fill(pane.form, title="People who receive visitors", country="DK", reason="Plainer.")
    press(pane, "Change it")
    settled()
    listed = records.shown(ui_desk, "own-hosts").listed
    assert (listed.title, listed.country) == ("People who receive visitors", "DK")
    assert screen.header().title == "People who receive visitors, Denmark"
    assert "Title or country changed: Title, Country" in words(screen.page)
    screen.steps.compare_versions()
    assert "2 fields differ" in words(screen.pane)
    screen.arrive("be-recovery:heads")
    pane = screen.pane
    assert isinstance(pane, HeadsPane)
    fill(pane.form, country="SE", reason="It moved.")
    press(pane, "Change it")
    assert "This activity was read in a notice of Belgium." in words(pane)


def test_it_is_laid_down_who_approves(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    screen.eyes_action.trigger()
    pane = screen.pane
    assert isinstance(pane, FourEyesPane)
    assert pane.choice.value() == lives.AUTO
    pane.choice.set_value(lives.ON)
    press(pane, "Lay it down")
    settled()
    assert (lives.four_eyes(ui_desk), screen.pane) == (lives.ON, None)


def test_the_groups_activity_is_called_so_in_the_list(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    records.create(ui_desk, NewActivity("Payroll", GROUP, Role.CONTROLLER, (Category.OFFICER,)), "We pay people.")
    screen.arrive("country:XG")
    screen.overview.views.set_value("list")
    settled()
    assert screen.table.texts("Country") == ["Whole group"]


def test_a_country_shows_what_it_takes_over_and_what_differs(screen: RegisterScreen, ui_desk: Desk) -> None:
    people = (Category.OFFICER,)
    group = records.create(ui_desk, NewActivity("Payroll", "XG", Role.CONTROLLER, people, decided=((Field.DATA, "Wage"), (Field.SOURCE, "Person"))), "All.")
    variant = records.create(ui_desk, NewActivity("Lön", "SE", Role.CONTROLLER, people, decided=((Field.SOURCE, "Agency"),), varies=group.listed.id), "Sweden.")
    screen.arrive(group.listed.id)
    assert screen.header().title == "Payroll, Whole group"
    screen.arrive(variant.listed.id)
    assert screen.page is not None
    assert "From the group" in words(screen.page.blocks[Field.DATA])
    assert "Unlike the group" in words(screen.page.blocks[Field.SOURCE])
