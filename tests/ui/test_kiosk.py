"""The kiosk from welcome to thanks: what a visitor does, and what happens when nobody is there."""
from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from alektum_desk.base import language
from alektum_desk.domain.kiosk import PREFIX
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import visitors
from alektum_desk.ui import theme
from alektum_desk.ui.kiosk.form import Step
from alektum_desk.ui.kiosk.window import IDLE, THANKS, WARNING
from tests.builders import naughty, some_naughty
from tests.ui.kiosks import FIRM, NAME, PLATE, Kiosk, Make, only_window, signed_in, wait, walk_in
from tests.ui.traces import leaks
from tests.ui.walking import rich


def test_a_visitor_signs_in_and_out(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk)
    visit = signed_in(kiosk)[0]
    assert (visit.employer, visit.plate, visit.host) == (FIRM, PLATE, "Anna Vandamme")
    said = " ".join(each.text() for each in kiosk.window.findChildren(QLabel))
    assert "Thank you, Zebedeus" in said
    assert "24 December 2026" in said
    assert "Quastenflosser" not in said
    kiosk.press("Next visitor")
    kiosk.speak("en")
    kiosk.press("I am leaving")
    kiosk.type("code", visit.token)
    kiosk.press("Sign me out")
    kiosk.wait_for(Step.GOODBYE)
    assert not visitors.living(kiosk.desk, visit.id).is_on_site


def test_the_language_changes_at_any_step_and_what_was_typed_stays(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk, to=Step.DETAILS)
    for code in language.LANGUAGES:
        kiosk.speak(code)
        assert {key: each.text() for key, each in kiosk.form.fields.items()} == {"name": NAME, "employer": FIRM, "plate": PLATE}
        assert language.current() == code
    kiosk.speak("en")
    kiosk.press("Continue")
    kiosk.type("host", "vandam")
    kiosk.qtbot.waitUntil(lambda: bool(kiosk.form.sheet.hits))
    kiosk.speak("sv")
    assert kiosk.form.fields["host"].text() == "vandam"
    assert [each[1] for each in kiosk.form.sheet.hits] == ["Anna V."]


def test_text_grows_to_200_per_cent_and_what_was_typed_stays(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk, to=Step.DETAILS)
    for scale in (1.5, 2.0, 1.0):
        kiosk.press("Larger text")
        assert theme.scale() == scale
        assert kiosk.form.fields["plate"].text() == PLATE
    kiosk.press("High contrast")
    assert theme.current().name == "contrast"
    kiosk.press("Cancel and erase")
    assert (theme.scale(), theme.current().name) == (1.0, "light")


def test_a_delivery_is_noted_without_a_name(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    kiosk.press("I bring a delivery")
    kiosk.press("Continue")
    assert kiosk.form.entries["firm"].below.text() == "Write the name of the firm."
    kiosk.type("firm", FIRM)
    kiosk.press("Continue")
    kiosk.press("Back")
    assert kiosk.form.fields["firm"].text() == FIRM
    kiosk.press("Continue")
    kiosk.type("host", "vandam")
    kiosk.qtbot.waitUntil(lambda: bool(kiosk.form.sheet.hits))
    kiosk.settle()
    kiosk.press("Anna V.")
    kiosk.wait_for(Step.NOTED)
    [visit] = [each for each in visitors.listed(kiosk.desk) if each.employer == FIRM]
    assert (visit.delivery, visit.name, visit.host) == (True, "", "Anna Vandamme")
    assert leaks() == []
    kiosk.press("Next visitor")
    assert kiosk.form.sheet.step is Step.WELCOME


def test_six_touches_are_enough(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk)
    assert len(kiosk.pressed) <= 6


def test_somebody_announced_holds_up_a_code_and_confirms(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    coming = visitors.announce(kiosk.desk, Guest(NAME, FIRM, None, "Anna Vandamme"), kiosk.desk.now())
    scan(kiosk, coming.token)
    kiosk.wait_for(Step.NOTICE)
    said = " ".join(each.text() for each in kiosk.window.findChildren(QLabel))
    assert "Zebedeus" in said
    assert "Quastenflosser" not in said
    kiosk.press("I have read this: sign me in")
    kiosk.wait_for(Step.THANKS)
    assert signed_in(kiosk)[0].employer == FIRM


def scan(kiosk: Kiosk, token: str, gap: float = 0.01) -> None:
    """As a scanner types: fast, with Return at the end."""
    kiosk.seconds.at += 5
    target = QApplication.focusWidget() or kiosk.window
    for letter in PREFIX + token:
        kiosk.seconds.at += gap
        QTest.keyClicks(target, letter)
    kiosk.seconds.at += gap
    QTest.keyClick(target, Qt.Key.Key_Return)
    kiosk.settle()


def test_a_badge_in_front_of_the_scanner_signs_out(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    visit = visitors.sign_in(kiosk.desk, Guest(NAME))
    scan(kiosk, visit.token)
    kiosk.wait_for(Step.GOODBYE)
    assert not visitors.living(kiosk.desk, visit.id).is_on_site


def test_a_scanner_leaves_nothing_in_the_field_it_typed_into(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk, to=Step.DETAILS)
    scan(kiosk, "ab" * 16)
    assert {key: each.text() for key, each in kiosk.form.fields.items()} == {"name": NAME, "employer": FIRM, "plate": PLATE}
    assert kiosk.form.sheet.step is Step.DETAILS


def test_a_hand_that_types_a_code_is_no_scanner(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    visit = visitors.sign_in(kiosk.desk, Guest(NAME))
    scan(kiosk, visit.token, gap=0.2)
    assert kiosk.form.sheet.step is not Step.GOODBYE
    assert visitors.living(kiosk.desk, visit.id).is_on_site


def test_what_cannot_be_written_down_is_said_beside_its_field(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    kiosk.press("I am arriving")
    kiosk.press("Continue")
    assert kiosk.form.entries["name"].below.text() == "Write your full name."
    kiosk.form.fields["name"].setText(NAME)
    kiosk.form.fields["plate"].setText("X" * 40)
    kiosk.press("Continue")
    assert kiosk.form.sheet.step is Step.DETAILS
    assert kiosk.form.entries["plate"].below.text()
    assert not kiosk.form.entries["name"].below.text()


def test_every_naughty_string_may_be_typed(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    kiosk.press("I am arriving")
    for words in naughty():
        for each in kiosk.form.fields.values():
            each.setText(words)
    for words in some_naughty(0):
        for each in kiosk.form.fields.values():
            each.setText(words)
        kiosk.form.check_details()
        assert kiosk.form.sheet.step in {Step.DETAILS, Step.HOST}
        if kiosk.form.sheet.step is Step.HOST:
            kiosk.form.show_step(Step.DETAILS)
        kiosk.settle()
    kiosk.form.show_step(Step.HOST)
    for words in naughty():
        kiosk.form.fields["host"].setText(words)
        kiosk.form.search()
    kiosk.settle()
    assert rich(kiosk.window) == []
    assert only_window(kiosk.window)


def test_back_keeps_what_was_typed(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk, to=Step.NOTICE)
    kiosk.press("Back")
    assert kiosk.form.fields["host"].text() == "vandam"
    kiosk.press("Back")
    assert kiosk.form.fields["name"].text() == NAME


def test_after_a_minute_it_asks_and_after_twenty_seconds_it_erases(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk, to=Step.DETAILS)
    old = kiosk.form
    wait(kiosk, IDLE - 1)
    assert kiosk.window.warning is None
    wait(kiosk, 1)
    assert kiosk.window.warning is not None
    assert f"{WARNING} seconds" in kiosk.window.warning.words.text()
    wait(kiosk, WARNING - 1)
    assert "1 second." in kiosk.window.warning.words.text()
    wait(kiosk, 1)
    assert kiosk.window.form is not old
    assert kiosk.form.sheet.step is Step.WELCOME


def test_any_key_says_i_am_here_and_does_nothing_else(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk, to=Step.DETAILS)
    for _time in range(12):       # more often than the ten that WCAG 2.2.1 asks for
        wait(kiosk, IDLE + 5)
        assert kiosk.window.warning is not None
        QTest.keyClick(kiosk.window.warning.more, Qt.Key.Key_F5)
        kiosk.settle()
        assert kiosk.window.warning is None
    assert kiosk.form.fields["name"].text() == NAME


def test_thanks_go_by_themselves(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk)
    wait(kiosk, THANKS)
    assert kiosk.form.sheet.step is Step.WELCOME
