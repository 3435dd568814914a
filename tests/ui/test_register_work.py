"""What an officer changes in the register: new activities, lives, versions, countries, processors, retention, views under a name."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from alektum_desk.domain.notices import Field
from alektum_desk.domain.processors import Contract, NewProcessor
from alektum_desk.domain.records import GROUP, Life, NewActivity, Role, State
from alektum_desk.domain.retention import rule_of
from alektum_desk.domain.subjects import Category
from alektum_desk.services import accounts, comparison, dpia, kept_filters, lives, processors, records, register_export
from alektum_desk.services.desk import Desk
from alektum_desk.ui.dialogs import second
from alektum_desk.ui.screens.compare_view import RowPane
from alektum_desk.ui.screens.deciding import DecideForm, said_again
from alektum_desk.ui.screens.dpia_card import DpiaPane
from alektum_desk.ui.screens.new_activity import FourEyesPane, HeadsPane, NamePane, NewActivityPane, ReasonPane
from alektum_desk.ui.screens.processors_view import ProcessorPane
from alektum_desk.ui.screens.register import RegisterScreen
from alektum_desk.ui.screens.versions_pane import VersionsPane
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import ChipLabel
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.paper import sentence_of
from alektum_desk.ui.window import Window
from tests.conftest import PASSWORD
from tests.ui.showing import Shown

Settle = Callable[[], None]


@pytest.fixture
def screen(shown: Shown) -> RegisterScreen:
    return shown("register", RegisterScreen)


def words(widget: QWidget | None) -> str:
    assert widget is not None
    return "\n".join([*(label.text() for label in widget.findChildren(QLabel)), *(chip.chip.words for chip in widget.findChildren(ChipLabel))])


def press(widget: QWidget | None, name: str) -> None:
    assert widget is not None
    next(each for each in widget.findChildren(Button) if name in (each.text(), each.accessibleName())).click()


def fill(form: Form, **values: str) -> None:
    form.set_values(values)


def cell(screen: RegisterScreen, row: str, country: str) -> str:
    matrix = screen.overview.compared.matrix
    matrix.choose(row, country)
    return str(matrix.currentIndex().data(Qt.ItemDataRole.DisplayRole))


# -- new ones

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


# -- lives

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


# -- versions

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
    pane.old.set_value("3")
    assert "These two decide the same." in words(pane)
    pane.old.set_value("2")
    press(pane, "Restore the older one")
    assert "A decision needs a reason." in words(pane)
    fill(pane.form, reason="The plate was right.")
    press(pane, "Restore the older one")
    settled()
    decision = records.shown(ui_desk, "be-visitors").of(Field.DATA).decision
    assert decision is not None
    assert decision.value == ["Name", "Plate"]
    assert screen.place().startswith("be-visitors")


# -- deciding in parts

def decide_form(screen: RegisterScreen, activity: str, field: Field) -> DecideForm:
    screen.arrive(f"{activity}:{field}")
    assert screen.page is not None
    return screen.page.findChildren(DecideForm)[0]


def test_a_period_is_decided_number_by_number(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    form = decide_form(screen, "be-visitors", Field.RETENTION)
    fill(form.form, **{"0.text": "Two weeks", "0.duration": "two", "0.unit": "day", "0.trigger": "visit", "0.action": "anonymise", "reason": "Shorter."})
    press(form, "Lay it down")
    assert "Write a whole number, or leave it empty." in words(form)
    fill(form.form, **{"0.duration": "14"})
    press(form, "Lay it down")
    settled()
    decision = records.shown(ui_desk, "be-visitors").of(Field.RETENTION).decision
    assert decision is not None
    assert decision.value == [{"text": "Two weeks", "duration": 14, "unit": "day", "triggers": ["visit"], "action": "anonymise"}]


def test_a_basis_is_decided_for_its_purpose(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    form = decide_form(screen, "be-recovery", Field.LEGAL_BASIS)
    fill(form.form, **{"0.purpose": "collection", "0.code": "6(1)(f)"})
    press(form, "Add another")
    fill(form.form, **{"1.purpose": "invoicing", "1.code": "6(1)(c)", "reason": "One basis a purpose."})
    press(form, "Lay it down")
    settled()
    decision = records.shown(ui_desk, "be-recovery").of(Field.LEGAL_BASIS).decision
    assert decision is not None
    assert [(each["code"], each["purpose"]) for each in decision.value] == [("6(1)(f)", "collection"), ("6(1)(c)", "invoicing")]


def test_a_basis_is_decided_for_a_purpose_that_was_decided(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    records.decide(ui_desk, "be-visitors", Field.PURPOSE, ["Know who is in the house"], "In our words.")
    form = decide_form(screen, "be-visitors", Field.LEGAL_BASIS)
    fill(form.form, **{"0.purpose": "Know who is in the house", "0.code": "6(1)(f)", "reason": "It is ours."})
    press(form, "Lay it down")
    settled()
    assert "Art. 6(1)(f), Legitimate interests (for: Know who is in the house)" in words(screen.page)


def test_taking_over_a_notice_keeps_every_code(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    form = decide_form(screen, "be-recovery", Field.LEGAL_BASIS)
    press(form, "Take over: Belgium, Dutch")
    form.reason.set_value("The Dutch text holds.")
    press(form, "Lay it down")
    settled()
    page = records.shown(ui_desk, "be-recovery").of(Field.LEGAL_BASIS)
    assert page.decision is not None
    theirs = {(each.purpose, each.code) for each in page.statements if each.place and each.place.notice == "be-nl"}
    assert {(each["purpose"], each["code"]) for each in page.decision.value} == theirs


def test_taking_over_a_rule_keeps_all_of_it(screen: RegisterScreen, ui_desk: Desk) -> None:
    said = [each for row in records.listed(ui_desk) for each in records.shown(ui_desk, row.id).of(Field.RETENTION).statements if each.rule]
    assert {each.rule.duration for each in said if each.rule} >= {0, None, 36}
    assert [rule_of(said_again(each)) for each in said] == [each.rule for each in said]


def test_a_transfer_has_its_country_and_safeguard(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    form = decide_form(screen, "be-recovery", Field.TRANSFER)
    fill(form.form, **{"0.text": "The agent", "0.country": "us", "0.mechanism": "46(2)(c)", "reason": "Asked the office."})
    press(form, "Lay it down")
    settled()
    assert screen.page is not None
    assert "Country: United States; Safeguard, Art. 46: Standard contractual clauses of the Commission" in words(screen.page.blocks[Field.TRANSFER])


def test_the_catalogue_gives_words_with_their_code(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    form = decide_form(screen, "be-visitors", Field.SECURITY)
    form.words.set_value("backups")
    assert form.value.value() == "Back-up copies"
    form.reason.set_value("They are made.")
    press(form, "Lay it down")
    settled()
    decision = records.shown(ui_desk, "be-visitors").of(Field.SECURITY).decision
    assert decision is not None
    assert decision.value == [{"text": "Back-up copies", "code": "backups"}]


# -- countries

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


# -- processors

def test_a_processor_is_written_down_and_says_what_it_lacks(screen: RegisterScreen, ui_desk: Desk, settled: Settle) -> None:
    screen.arrive("processors")
    settled()
    assert "No processor is recorded yet" in words(screen.overview.processors)
    press(screen.overview.processors, "New processor")
    pane = screen.pane
    assert isinstance(pane, ProcessorPane)
    fill(pane.form, name="Cloud Host", service="Hosts the servers", country="US", reason="Found in the bills.")
    pane.form.set_values({"for:be-recovery": "yes"})
    press(pane, "Keep it")
    settled()
    one, = processors.listed(ui_desk)
    assert (one.said.activities, len(one.wants)) == (("be-recovery",), 2)
    assert screen.overview.processors.table.texts("Lacking") == ["2 lacks"]
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
    assert [each.splitlines()[0] for each in screen.overview.processors.table.texts("Processor")] == ["Printer, Prints", "↳ Courier, Carries"]


# -- retention

def test_the_calculator_says_day_and_reason(screen: RegisterScreen, settled: Settle) -> None:
    screen.arrive("retention")
    settled()
    rules = screen.overview.rules
    fill(rules.form, country="BE", category="visitor", trigger="visit", on="31 January 2026")
    press(rules, "Work it out")
    assert "Erase by the end of 28 February 2026" in words(rules)
    assert "Notice be-fr, line 20." in words(rules)
    fill(rules.form, on="")
    press(rules, "Work it out")
    assert "Write the day on which it happened." in words(rules)
    assert rules.table.rows.rowCount() >= 29


def test_the_schedule_is_written(screen: RegisterScreen, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settled: Settle) -> None:
    path = tmp_path / "schedule.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(path), ""))
    screen.write_schedule()
    window.jobs.finish()
    settled()
    assert path.read_bytes().startswith(b"%PDF-")


def test_what_is_shown_is_printed(screen: RegisterScreen, window: Window, monkeypatch: pytest.MonkeyPatch, settled: Settle) -> None:
    printed: list[Any] = []
    opened: list[str] = []
    write = register_export.export

    def told(*words: Any, **more: Any) -> Any:
        printed.append(more["only"])
        return write(*words, **more)
    monkeypatch.setattr(register_export, "export", told)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    screen.overview.search.set_value("visitor")
    screen.print_shown()
    screen.arrive("be-visitors")
    screen.print_shown()
    window.jobs.finish()
    settled()
    assert ("be-visitors" in printed[0], "be-recovery" in printed[0], printed[1]) == (True, False, ["be-visitors"])
    assert all(Path(each).read_bytes().startswith(b"%PDF-") for each in opened)
    assert len(opened) == 2


# -- impact assessment

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


# -- views under a name

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


# -- the group

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


# -- the sentence

@pytest.mark.parametrize(("words_", "anchor", "said"), [
    ("First one. The second one holds it! And a third.", "holds", "The second one holds it!"), ("Art. 6 b holds. Next.", "holds", "Art. 6 b holds."),
    ("Only one holds it", "holds", "Only one holds it"), ("Nothing here.", "holds", "Nothing here."), ("Un. «Deux tient.» Trois.", "tient", "«Deux tient.»"),
    ("A holds. B holds.", "A holds. B", "A holds. B holds."),
])
def test_the_sentence_around_an_anchor(words_: str, anchor: str, said: str) -> None:
    start, length = sentence_of(words_, anchor)
    assert words_[start:start + length] == said


def test_a_sentence_is_painted_and_the_rest_is_not(screen: RegisterScreen, qapp: Any) -> None:
    from alektum_desk.ui import theme
    from alektum_desk.ui.widgets.paper import Line, PaperView
    paper = PaperView("A text")
    paper.resize(500, 300)
    paper.show_lines([Line(1, "First one. The second one holds it. And a third.", speaks=True)])

    def marked() -> int:
        picture, mark = paper._page.grab().toImage(), theme.current().mark
        return sum(picture.pixelColor(x, y).name() == mark for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 2))
    paper.mark(1)
    whole = marked()
    paper.mark(1, "second")
    assert 0 < marked() < whole
