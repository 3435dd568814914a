"""The front desk as a receptionist uses it: by keyboard, in a hurry, with people looking on."""
from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from statistics import median
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from sqlalchemy import insert

from alektum_desk.base import language
from alektum_desk.domain.visitors import Guest, forget_on
from alektum_desk.services import visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import visitors as store
from alektum_desk.store.models import new_id
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.screens.guest_fields import HINTS
from alektum_desk.ui.screens.sign_in_pane import SignInPane
from alektum_desk.ui.screens.visit_table import HIDDEN, masked, stay_words
from alektum_desk.ui.screens.visitors import VisitorsScreen
from alektum_desk.ui.widgets.chips import Chip
from alektum_desk.ui.window import Window
from tests.timing import work_of
from tests.ui.showing import Shown

MANY = 100_000
TYPED = ("k", "ka", "kar", "vries 9", "peeters 77", "zzz", "n", "anna han")


@pytest.fixture
def desk_at(shown: Shown) -> VisitorsScreen:
    """The front desk in the open window, on a Tuesday noon with two visitors in the house."""
    return shown("visitors", VisitorsScreen)


@pytest.fixture
def pane(desk_at: VisitorsScreen) -> SignInPane:
    assert desk_at.sign_in_pane is not None
    return desk_at.sign_in_pane


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def type_on(*words: str) -> None:
    """Each followed by Return."""
    for each in words:
        QTest.keyClicks(focused(), each)
        QTest.keyClick(focused(), Qt.Key.Key_Return)


def names(screen: VisitorsScreen) -> list[str]:
    """As shown, without what stands under them."""
    return [cell if isinstance(cell, str) else cell.words for cell in (screen.table.rows._cell(at, 1) for at in range(screen.table.rows.rowCount()))]


def test_signing_in_by_keyboard_only(desk_at: VisitorsScreen, pane: SignInPane, window: Window, settled: Callable[[], None]) -> None:
    said: list[Any] = []
    desk_at.said.connect(said.append)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert focused() is pane.guest
    type_on("Jan Peeters", "Elevator NV", "1-XYZ-789", "Anna V.")
    settled()
    assert set(names(desk_at)) == {"Jan Peeters", "Soo Ng", "Kari Nordmann"}
    chosen = desk_at.table.current()
    assert chosen is not None
    assert (chosen.name, chosen.plate, chosen.host) == ("Jan Peeters", "1-XYZ-789", "Anna V.")
    assert focused() is pane.guest
    assert not any(pane.form.values().values())
    assert [toast.words for toast in said] == ["Signed in. The visit is forgotten on 24 December 2026 at 12:00"]
    type_on("Ines Costa", "", "", "")
    settled()
    assert "Ines Costa" in names(desk_at)


def test_the_pane_says_when_the_visit_is_forgotten(desk_at: VisitorsScreen, pane: SignInPane, clock_of: Callable[[Desk], Any]) -> None:
    assert pane.promise.text() == "Ask for nothing else. This visit is forgotten on 24 December 2026 at 12:00."
    clock_of(desk_at.desk).move(timedelta(hours=2, minutes=2))
    desk_at.tick()
    assert pane.promise.text().endswith("24 December 2026 at 14:02.")
    assert desk_at.header().subtitle == "Ghent, Belgium · Tuesday, 24 November 2026, 14:02"


@pytest.mark.parametrize("name", ["", "   ", "\u00ad", "a" * 201, "Kari\u202eNordmann"])
def test_a_refused_name_is_said_beside_its_field(desk_at: VisitorsScreen, pane: SignInPane, name: str) -> None:
    failed: list[object] = []
    desk_at.failed.connect(failed.append)
    pane.guest.set_value(name)
    pane.employer.set_value("Elevator NV")
    pane.host.setFocus()
    QTest.keyClick(pane.host, Qt.Key.Key_Return)
    row = pane.form.rows["name"]
    assert row.below.text()
    assert row.below.isVisible()
    assert pane.guest.property("state") == "bad"
    assert focused() is pane.guest
    assert pane.employer.value() == "Elevator NV"
    assert not failed
    assert len(names(desk_at)) == 2
    QTest.keyClicks(pane.guest, "K")
    assert pane.guest.property("state") == ""


def test_leaving_a_field_says_what_is_wrong(pane: SignInPane) -> None:
    pane.plate.setFocus()
    pane.plate.set_value("1-ABC-" + "1" * 30)
    QTest.keyClick(pane.plate, Qt.Key.Key_Return)
    assert "20 characters" in pane.form.rows["plate"].below.text()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete])
def test_signing_out_by_key(desk_at: VisitorsScreen, key: Qt.Key) -> None:
    said: list[Any] = []
    desk_at.said.connect(said.append)
    desk_at.table.setFocus()
    desk_at.table.choose_at(names(desk_at).index("Kari Nordmann"))
    QTest.keyClick(desk_at.table, key)
    assert [visit.name for visit in visitors.on_site(desk_at.desk)] == ["Soo Ng"]
    assert desk_at.table.current() is not None
    assert names(desk_at)[-1] == "Kari Nordmann"
    assert said[0].words == "Signed out at 12:00"
    assert "Left on 24 November 2026 at 12:00." in desk_at.hint.text()
    assert not desk_at.leave_button.isEnabled()
    QTest.keyClick(desk_at.table, key)
    assert len(said) == 1


def test_a_tab_that_loses_its_row_goes_on_to_the_next(desk_at: VisitorsScreen) -> None:
    desk_at.arrive("on_site")
    desk_at.table.choose_at(0)
    desk_at.leave_button.click()
    assert len(names(desk_at)) == 1
    assert desk_at.table.current() is not None
    desk_at.leave_button.click()
    assert not desk_at.table.isVisible()
    assert not desk_at.strip.isVisible()
    desk_at.arrive("left")
    assert len(names(desk_at)) == 2


@pytest.mark.parametrize(("typed", "said"), [
    ("11:30", ""), ("1130", ""), ("now", "no time of day"), ("25:00", "no time of day"), ("23:00", "still to come"), ("09:00", "came at 11:00"),
])
def test_signing_out_at_an_earlier_time(desk_at: VisitorsScreen, clock_of: Callable[[Desk], Any], typed: str, said: str) -> None:
    clock_of(desk_at.desk).move(timedelta(days=1, hours=-1))
    visit = visitors.sign_in(desk_at.desk, Guest("Jan Peeters"))
    clock_of(desk_at.desk).move(timedelta(hours=1))
    desk_at.renew()
    desk_at.table.choose(visit)
    desk_at.left_at.set_value(typed)
    QTest.keyClick(desk_at.left_at, Qt.Key.Key_Return)
    found = visitors.living(desk_at.desk, visit.id)
    if said:
        assert said in desk_at.hint.text()
        assert found.is_on_site
        assert desk_at.left_at.property("state") == "bad"
    else:
        assert found.departed_at is not None
        assert found.departed_at.astimezone(desk_at.desk.zone).strftime("%H:%M") == "11:30"
        assert desk_at.left_at.value() == ""


def test_whoever_stayed_overnight_left_yesterday_evening(desk_at: VisitorsScreen, clock_of: Callable[[Desk], Any]) -> None:
    clock_of(desk_at.desk).move(timedelta(hours=20))
    desk_at.renew()
    desk_at.table.choose_at(0)
    desk_at.left_at.set_value("17:30")
    desk_at.sign_out()
    gone = next(visit for visit in visitors.listed(desk_at.desk) if visit.departed_at)
    assert gone.departed_at is not None
    assert gone.departed_at.astimezone(desk_at.desk.zone).isoformat().startswith("2026-11-24T17:30")


def test_signing_out_by_badge(desk_at: VisitorsScreen) -> None:
    badge, below = desk_at.cards.badge, desk_at.cards.form.rows["badge"].below
    token = next(visit.token for visit in desk_at.visits if visit.name == "Soo Ng")
    badge.setFocus()
    type_on(f" {token.upper()} ")
    assert [visit.name for visit in visitors.on_site(desk_at.desk)] == ["Kari Nordmann"]
    assert badge.value() == ""
    type_on(token)
    assert "signed out on 24 November 2026 at 12:00" in below.text()
    badge.set_value("")
    type_on("0" * 32)
    assert "No visit of the last month has this badge" in below.text()


def test_names_are_dots_while_the_window_is_not_in_front(desk_at: VisitorsScreen, pane: SignInPane, window: Window,
                                                        settled: Callable[[], None]) -> None:
    assert "Kari Nordmann" in names(desk_at)
    pane.guest.set_value("Jan Peeters")
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    settled()
    model = desk_at.table.rows
    shown = " ".join(str(model.index(row, column).data()) for row in range(model.rowCount()) for column in range(model.columnCount()))
    assert not any(words in shown for words in ("Kari", "Nordmann", "Elevator", "1-AB", "Soo"))
    assert HIDDEN in shown
    assert pane.guest.displayText() != "Jan Peeters"
    assert pane.guest.value() == "Jan Peeters"
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))
    settled()
    assert "Kari Nordmann" in names(desk_at)
    assert pane.guest.displayText() == "Jan Peeters"
    assert pane.guest.inputMethodHints() & HINTS == HINTS


def test_nothing_of_the_earlier_guest_comes_back(desk_at: VisitorsScreen, pane: SignInPane, qapp: QApplication, settled: Callable[[], None]) -> None:
    qapp.clipboard().setText("before")
    pane.guest.setFocus()
    type_on("Jan Peeters", "Elevator NV", "1-XYZ-789", "Anna V.")
    settled()
    fields = pane.findChildren(QLineEdit)
    assert len(fields) == 4
    for field in fields:
        field.setFocus()
        for key, held in ((Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier), (Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier),
                          (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)):
            QTest.keyClick(field, key, held)
        field.undo()
        field.redo()
        assert field.text() == ""
        assert not field.isUndoAvailable()
        assert not field.isRedoAvailable()
        assert field.completer() is None
    desk_at.table.setFocus()
    QTest.keyClick(desk_at.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert qapp.clipboard().text() == "before"
    for field in (pane.guest, pane.employer, pane.plate):
        assert field.inputMethodHints() & HINTS == HINTS


def test_what_is_typed_is_kept_until_the_day_ends(desk_at: VisitorsScreen, pane: SignInPane, window: Window, settled: Callable[[], None]) -> None:
    pane.guest.set_value("Jan Peet")
    assert window.frame is not None
    window.frame.drafts.keep_now()
    window.rebuild()
    settled()
    again = window.frame.here()
    assert isinstance(again, VisitorsScreen)
    assert again.sign_in_pane is not None
    assert again.sign_in_pane.guest.value() == "Jan Peet"


def test_tabs_count_and_the_search_narrows(desk_at: VisitorsScreen, clock_of: Callable[[Desk], Any]) -> None:
    def said() -> list[str]:
        return [button.text() for button in desk_at.tabs._buttons.values()]
    assert said() == ["Everyone today  2", "On site  2", "Expected  0", "Left  0", "All of the month  2"]
    desk_at.finder.setText("elevator")
    assert names(desk_at) == ["Kari Nordmann"]
    desk_at.finder.setText("nobody of that name")
    assert not desk_at.table.isVisible()
    assert desk_at._empty is not None
    desk_at.finder.setText("")
    desk_at.table.choose_at(0)
    desk_at.sign_out()
    assert said() == ["Everyone today  2", "On site  1", "Expected  0", "Left  1", "All of the month  2"]
    clock_of(desk_at.desk).move(timedelta(days=1))
    desk_at.tick()
    assert said() == ["Everyone today  1", "On site  1", "Expected  0", "Left  0", "All of the month  2"]
    clock_of(desk_at.desk).move(timedelta(days=40))
    desk_at.tick()
    assert said() == ["Everyone today  0", "On site  0", "Expected  0", "Left  0", "All of the month  0"]


def test_a_long_stay_asks(desk_at: VisitorsScreen, clock_of: Callable[[Desk], Any]) -> None:
    assert desk_at.table.texts("State") == ["On site", "On site"]
    clock_of(desk_at.desk).move(timedelta(hours=4, minutes=50))
    desk_at.tick()
    assert desk_at.table.texts("State") == ["Ask, 4 h 50", "Ask, 4 h 50"]
    cell = desk_at.table.rows._cell(0, 7)
    assert isinstance(cell, Chip)
    assert (cell.tone, cell.icon) == ("warn", "clock")
    assert stay_words(timedelta(days=3, hours=2)) == "3 days"


@pytest.mark.parametrize(("plate", "shown"), [
    ("1-ABC-123", "1-AB•-•••"), ("AB 12 345", "AB 1• •••"), ("ABC-123", "ABC-•••"), ("X1", "X•"), ("Z", "•"),
])
def test_a_plate_is_shown_in_part(plate: str, shown: str) -> None:
    assert masked(plate) == shown


def test_forgetting_is_counted(desk_at: VisitorsScreen, clock_of: Callable[[Desk], Any]) -> None:
    assert desk_at.cards.today.text() == "No visit leaves the book today"
    clock_of(desk_at.desk).move(timedelta(days=29, hours=22))
    desk_at.tick()
    assert desk_at.cards.today.text() == "2 visits leave the book today"
    assert desk_at.cards.next.text() == "The next one leaves at 12:00."
    assert "2 visits" in desk_at.cards.bars.accessibleName()


def test_a_visit_can_be_come_for(desk_at: VisitorsScreen) -> None:
    visit = next(each for each in desk_at.visits if each.name == "Soo Ng")
    desk_at.arrive(visit.id)
    assert desk_at.table.current() == visit
    assert desk_at.place() == "month"


def test_no_earlier_visitor_is_found_in_titles_and_news(desk_at: VisitorsScreen, pane: SignInPane, window: Window, settled: Callable[[], None]) -> None:
    pane.guest.setFocus()
    type_on("Jan Peeters", "", "", "Anna V.")
    settled()
    told = " ".join(str(each) for each in window.toasts.history)
    assert "Peeters" not in told + window.windowTitle() + desk_at.header().subtitle


def test_a_narrow_window_folds_the_book_and_ctrl_n_opens_the_pane(desk_at: VisitorsScreen, pane: SignInPane, window: Window,
                                                                 settled: Callable[[], None]) -> None:
    window.resize(700, 600)
    settled()
    assert desk_at.glance.folded > 0
    assert "Elevator NV" in " ".join(desk_at.table.texts("Name"))
    assert not pane.isVisible()
    desk_at.new_guest()
    settled()
    assert pane.isVisible()
    assert focused() is pane.guest
    assert desk_at.back()
    assert not pane.isVisible()
    assert not desk_at.back()


def test_the_front_desk_sees_just_this(front_desk: Window) -> None:
    assert front_desk.frame is not None
    assert [entry.name for entry in front_desk.frame.entries if entry.group not in {"visitors", "foot"}] == []
    assert isinstance(front_desk.frame.here(), VisitorsScreen)


@pytest.mark.parametrize("role", ["auditor", "witness"])
def test_who_opens_no_visits_never_sees_them(window: Window, desk_on: Callable[..., Desk], role: str) -> None:
    window.open_desk(desk_on("2026-11-24", role=role))
    assert window.frame is not None
    assert window.frame.screen_named("visitors") is None


@pytest.mark.parametrize("code", ["fr", "nl", "da", "nb", "sv", "fi", "de"])
def test_days_are_written_as_the_language_writes_them(ui_desk: Desk, jobs: Jobs, qtbot: Any, code: str) -> None:
    try:
        language.use(code)
    except FileNotFoundError:
        pytest.skip("the catalogues are not compiled")
    screen = VisitorsScreen(ui_desk, jobs)
    qtbot.addWidget(screen)
    screen.show()
    assert all("24" in words and "12" in words for words in screen.table.texts("Forgotten on"))


# -- a hundred thousand

def fill(desk: Desk, many: int) -> None:
    """As sign_in writes them, in one act."""
    days = desk.store.days[desk.office.id]
    now, rows = desk.now().replace(microsecond=0), []
    people = [f"{first} {last}" for first in ("Kari", "Søren", "Lotte", "Anna") for last in ("Nordmann", "Peeters", "de Vries", "Hansen")]
    with desk.store.act("visitors", "test.fill", summary={"rows": many}) as session:
        for number in range(many):
            arrived_at = now - timedelta(seconds=17 * number)
            limit = forget_on(arrived_at, days.zone.key)
            chain, key = days.for_sealing(limit.last_day)
            visit = new_id()
            guest = Guest(f"{people[number % 16]} {number}", f"Firm {number % 997}", f"1-ABC-{number % 999:03}", "Anna V.")
            rows.append({"id": visit, "token": secrets.token_hex(16), "site": days.office, "chain": chain, "held": False,
                         "last_day": limit.last_day, "due_from": limit.due_from, "arrived_at": arrived_at, "departed_at": None,
                         **store.seal(key, visit, guest)})
        session.execute(insert(store.Visit), rows)


@pytest.fixture
def crowded(desk_at: VisitorsScreen) -> Iterator[VisitorsScreen]:
    fill(desk_at.desk, MANY)
    visitors.close_book(desk_at.desk)
    desk_at.renew()
    desk_at.arrive("month")
    yield desk_at
    visitors.close_book(desk_at.desk)


def milliseconds(work: Callable[[], object]) -> float:
    return work_of(work) * 1000


@pytest.mark.long
def test_a_keystroke_among_a_hundred_thousand_visits(crowded: VisitorsScreen) -> None:
    """From the key to the painted rows: no more than one repaint and three bare scans of texts in memory."""
    texts = [f"{each.name}\n{each.employer}\n{each.plate}\n{each.host}".casefold() for each in crowded.visits]

    def scan(words: str) -> Callable[[], object]:
        return lambda: [text for text in texts if words in text]

    def press(words: str) -> Callable[[], object]:
        def work() -> None:
            crowded.finder.setText(words)
            crowded.table.grab()
        return work

    raw = median(min(milliseconds(scan(words)) for _again in range(3)) for words in TYPED)
    def paint() -> None:
        """Of rows that were not painted before, as those a search finds."""
        crowded.table.rows.retell()
        crowded.table.grab()

    repaint = median(milliseconds(paint) for _again in range(5))
    taken = []
    for words in TYPED:
        crowded.finder.setText("x")
        taken.append(min(milliseconds(press(again)) for again in (words, f"{words} ", words)))
        assert len(crowded.table.rows.shown()) == len(visitors.find(crowded.desk, words))
    assert median(taken) <= repaint + 3 * raw
