"""Fields: days as people type them, errors in their place."""
from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from alektum_desk.base import language
from alektum_desk.domain.errors import Refused
from alektum_desk.ui.dates import read_day
from alektum_desk.ui.widgets.fields import CheckField, Choice, DateField, LineField, SecretField, TextField
from alektum_desk.ui.widgets.form import Form

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(("code", "typed", "found"), [
    ("en", "", None), ("en", "2026-12-01", date(2026, 12, 1)), ("en", "1/12/26", date(2026, 12, 1)), ("en", "1 Dec", date(2026, 12, 1)),
    ("en", "24 November 2026", TODAY), ("nl", "1 mrt. 2027", date(2027, 3, 1)), ("nl", "14 oktober 2026", date(2026, 10, 14)),
    ("fr", "3 févr. 2027", date(2027, 2, 3)), ("fr", "1 août 2026", date(2026, 8, 1)), ("de", "24. Dezember 2026", date(2026, 12, 24)),
    ("da", "24. dec. 2026", date(2026, 12, 24)), ("nb", "17. mai 2027", date(2027, 5, 17)), ("sv", "2026-06-06", date(2026, 6, 6)),
    ("sv", "6 juni 2026", date(2026, 6, 6)), ("fi", "6.12.2026", date(2026, 12, 6)), ("fi", "6. joulukuuta 2026", date(2026, 12, 6)),
])
def test_a_day_is_read_as_it_is_typed(code: str, typed: str, found: date | None) -> None:
    with language.speaking(code):
        assert read_day(typed, TODAY) == found


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_what_the_program_writes_it_reads(code: str) -> None:
    with language.speaking(code):
        for month in range(1, 13):
            for style in ("long", "medium", "short"):
                day = date(2026, month, 3)
                assert read_day(language.day(day, style), TODAY) == day, (style, language.day(day, style))


@pytest.mark.parametrize(("typed", "sentence"), [
    ("31/2/2026", "That month has no day 31."), ("1/13/2026", "There is no month 13."), ("1 Brumaire", "There is no month of that name."),
    ("yesterday", "This is not a day."), ("1/1/1850", "The year 1850 is out of reach."), ("99999/1/1", "This is not a day.")])
def test_what_is_no_day_is_said_in_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read_day(typed, TODAY)
    assert language.sentence(refused.value) == sentence
    assert language.hint(refused.value)


def test_a_day_is_written_out_on_leaving_and_moved_by_arrows(qapp: QApplication, qtbot: Any) -> None:
    form = Form("test")
    qtbot.addWidget(form)
    field = form.add("on", "Asked on", DateField("Asked on", today=lambda: TODAY))
    form.show()
    field.setText("1-12-2026")
    field.editingFinished.emit()
    assert field.text() == "1 December 2026"
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.day() == date(2026, 12, 2)
    field.setText("31/2/2026")
    field.editingFinished.emit()
    assert form.rows["on"].below.text() == "That month has no day 31. Look at the day again."
    assert field.property("state") == "bad"
    field.setText("1/3/2026")
    assert field.property("state") == ""


def test_a_refusal_stands_beside_its_field(qapp: QApplication, qtbot: Any) -> None:
    form = Form("test")
    qtbot.addWidget(form)
    form.add("name", "Name", LineField("Name"), help="As on the card.")
    form.show()
    assert form.refuse(Refused("A name is needed.", "Ask for it.", field="name"))
    assert form.rows["name"].below.text() == "A name is needed. Ask for it."
    assert form.rows["name"].field.accessibleDescription() == "A name is needed. Ask for it."
    assert not form.refuse(Refused("Something else.", field="elsewhere"))
    form.clear_problems()
    assert form.rows["name"].below.text() == "As on the card."


def test_a_password_is_in_no_draft(qapp: QApplication, qtbot: Any) -> None:
    form = Form("test")
    qtbot.addWidget(form)
    form.add("name", "Name", LineField("Name")).setText("x")
    secret = form.add("password", "Password", SecretField("Password"))
    secret.setText("open sesame")
    assert form.kept() == {"name": "x"}
    assert secret.displayText() != "open sesame"


def test_a_wheel_over_a_list_changes_nothing(qapp: QApplication, qtbot: Any) -> None:
    choice = Choice("Country", [("BE", "Belgium"), ("DK", "Denmark")], "DK")
    qtbot.addWidget(choice)
    assert choice.value() == "DK"
    choice.set_value("XX")
    assert choice.value() == "DK"


def test_a_text_is_no_longer_than_it_may_be(qapp: QApplication, qtbot: Any) -> None:
    field = TextField("Facts", longest=10)
    qtbot.addWidget(field)
    field.set_value("x" * 50)
    assert field.value() == "x" * 10


def test_a_box_to_tick_goes_on_to_the_next_line(qtbot: Any) -> None:
    words = "Hosts whom visitors come to see, in the whole of Belgium"
    field = CheckField(words)
    qtbot.addWidget(field)
    field.resize(field.sizeHint())
    field.show()
    assert field.text() == words
    low = field.sizeHint().height()
    field.resize(field.minimumSizeHint().width() + 40, low)
    assert field.text().replace("\n", " ") == words
    assert field.sizeHint().height() > low
    assert all(field.fontMetrics().horizontalAdvance(line) < field.width() for line in field.text().split("\n"))
    assert field.accessibleName() == words
    field.resize(field.sizeHint())
    assert field.text() == words
