"""The first run: four steps, then the recovery code once, confirmed once; what is wrong is said where it is."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from alektum_desk.domain.errors import Refused
from alektum_desk.services import desk as desks
from alektum_desk.ui.widgets.words import Scroller
from alektum_desk.ui.window import Window
from alektum_desk.ui.wizard import STEPS, Wishes, Wizard


@pytest.fixture
def wizard(window: Window) -> Wizard:
    page = window.show_wizard()
    window.show()
    return page


def fill(wizard: Wizard, password: str = "a password here", again: str = "a password here") -> None:
    wizard.office.set_value("be-ghent")
    for _step in range(3):
        wizard.next()
    wizard.officer.setText("Anke Claes")
    wizard.password.setText(password)
    wizard.again.setText(again)


def test_the_office_brings_its_clock_and_languages(wizard: Wizard) -> None:
    wizard.office.set_value("dk")
    assert wizard.zone.value() == "Europe/Copenhagen"
    assert [code for code, field in wizard.languages.items() if field.value()] == ["da"]


def test_no_step_is_longer_than_its_words(wizard: Wizard, window: Window, settled: Callable[[], None]) -> None:
    window.resize(1024, 768)
    for step in range(len(STEPS)):
        wizard.go(step)
        settled()
        assert [scroller.verticalScrollBar().maximum() for scroller in wizard.findChildren(Scroller)] == [0]


def test_four_steps_and_a_code_open_a_desk(wizard: Wizard, window: Window, qtbot: Any) -> None:
    fill(wizard)
    wizard.next()
    qtbot.waitUntil(lambda: bool(wizard.code))
    bare = wizard.code.replace("-", "").replace(" ", "")
    assert wizard.code_label.text().replace(" ", "") == bare
    wizard.ending.setText("0000")
    wizard.next()
    assert wizard.code_form.rows["ending"].below.text() == "These are not its last four characters. Look at the paper."
    wizard.ending.setText(bare[-4:].lower())
    qtbot.keyClick(wizard.ending, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk is not None and not window.jobs.busy())
    assert window.desk is not None
    assert window.desk.who.name == "Anke Claes"
    window.leave()
    again = desks.open_desk(window.home, "recovery", bare)
    again.close()


def test_the_code_is_gone_once_confirmed(wizard: Wizard, qtbot: Any) -> None:
    wizard.show_code("ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345-6789")
    with qtbot.waitSignal(wizard.confirmed):
        wizard.ending.setText("6789")
        wizard.next()
    assert not any("ABCD" in label.text() for label in wizard.findChildren(QLabel))


@pytest.mark.parametrize(("password", "again", "key", "sentence"), [
    ("short", "short", "password", "A password has eight characters at least."),
    ("a password here", "another one here", "again", "This is not the same password.")])
def test_a_password_that_cannot_be_is_said_beside_it(wizard: Wizard, password: str, again: str, key: str, sentence: str) -> None:
    fill(wizard, password, again)
    wizard.next()
    assert wizard.officer_form.rows[key].below.text() == sentence


def test_a_desk_needs_a_language(wizard: Wizard) -> None:
    wizard.go(2)
    for field in wizard.languages.values():
        field.set_value("")
    wizard.next()
    assert wizard.trouble.text() == "Choose one language at least."
    assert wizard.at == 2


def test_a_refusal_of_set_up_is_said_and_can_be_tried_again(wizard: Wizard, qtbot: Any) -> None:
    fill(wizard)
    wizard.wished.disconnect()
    with qtbot.waitSignal(wizard.wished) as wished:
        wizard.next()
    assert isinstance(wished.args[0], Wishes)
    assert "a password here" not in {label.text() for label in wizard.findChildren(QLabel)}
    wizard.refuse(Refused("There is something in the folder already.", "Choose an empty one."))
    assert wizard.trouble.text() == "There is something in the folder already. Choose an empty one."
    assert wizard.after.isEnabled()


def test_a_done_step_can_be_gone_back_to(wizard: Wizard) -> None:
    wizard.next()
    wizard.next()
    wizard.steps.picked.emit("office")
    assert wizard.at == 0
    assert not wizard.before.isVisible()
