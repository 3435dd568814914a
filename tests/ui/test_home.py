"""Home says how this desk is, and what asks for somebody."""
from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from alektum_desk.domain.backups import Plan
from alektum_desk.domain.desk_requests import AsksFor
from alektum_desk.domain.records import STATES
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import accounts, backups, desk as desks, desk_requests, exports, health, holds, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.ui.screens.guest_fields import GuestField
from alektum_desk.ui.screens.home import HomeScreen
from alektum_desk.ui.screens.home_drawings import MARKS
from alektum_desk.ui.screens.home_health import Line
from alektum_desk.ui.screens.request_pane import RequestsPane
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import ChipLabel
from alektum_desk.ui.window import Window
from tests.conftest import PASSWORD, Clock


def home_of(window: Window) -> HomeScreen:
    assert window.frame is not None
    window.go("home")
    here = window.frame.here()
    assert isinstance(here, HomeScreen)
    return here


def told(window: Window) -> dict[str, str]:
    """Tone of each line of the card, by its icon."""
    here = home_of(window)
    here.renew()
    return {line.icon: line.tone for line in here.health.lines}


def line_of(window: Window, icon: str) -> Line:
    told(window)
    return next(line for line in home_of(window).health.lines if line.icon == icon)


def facts(window: Window) -> list[tuple[str, str]]:
    assert window.frame is not None
    window.frame.show_facts()
    return [(fact.words, fact.tone) for fact in window.frame.status._all]


def test_a_desk_that_is_well_is_calm(opened: Window, tmp_path: Path) -> None:
    assert told(opened)["mirror"] == "warn"
    assert ("No copy yet", "warn") in facts(opened)
    assert opened.desk is not None
    backups.create(opened.desk, tmp_path / "shelf")
    assert told(opened) == {"lock": "ok", "mirror": "ok", "clock": "ok", "audit": "ok"}
    assert [tone for _words, tone in facts(opened)] == ["muted"] * 4
    assert any("verified" in words for words, _tone in facts(opened))


def test_an_old_copy_turns_amber_here_and_at_the_foot(opened: Window, tmp_path: Path, clock_of: Callable[[Desk], Clock]) -> None:
    assert opened.desk is not None
    backups.create(opened.desk, tmp_path / "shelf")
    clock_of(opened.desk).move(timedelta(days=8))
    assert told(opened)["mirror"] == "warn"
    assert ("Last copy 24 Nov 2026", "warn") in facts(opened)


def test_a_folder_that_refuses_is_one_sentence_and_no_crash(opened: Window, tmp_path: Path, qtbot: Any) -> None:
    assert opened.desk is not None
    backups.plan(opened.desk, Plan(tmp_path / "gone" / "shelf"))
    opened.tick()
    qtbot.waitUntil(lambda: not opened.jobs.busy())
    line = line_of(opened, "mirror")
    assert (line.tone, line.button is not None) == ("warn", True)
    assert line.words.startswith("The last copy could not be made. The disk refused")


def test_files_past_their_day_and_holds_are_told(opened: Window, tmp_path: Path, clock_of: Callable[[Desk], Clock]) -> None:
    desk = opened.desk
    assert desk is not None
    assert "export" not in told(opened)
    accounts.add(desk, "Bo", "witness", PASSWORD)
    exports.write(desk, "register", "register.pdf", tmp_path / "register.pdf", b"x", days=1)
    visit = visitors.sign_in(desk, Guest("Kari Nordmann")).id
    holds.hold(desk, visit, "C-1", "theft", accounts.confirm(desk.home, "Bo", PASSWORD, holds.sentence(visit, "C-1", "theft"), clock_of(desk)))
    assert "law" not in told(opened)
    clock_of(desk).move(timedelta(days=25))
    assert (told(opened)["export"], told(opened)["law"]) == ("warn", "warn")


class Leaping(Clock):
    """A clock beside which time goes on by itself."""

    seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds


def test_a_clock_that_leaps_hides_at_once_and_asks(window: Window, desk_on: Callable[..., Desk], qtbot: Any) -> None:
    laid = desk_on("2026-11-24")
    visitors.sign_in(laid, Guest("Kari Nordmann"))
    clock = Leaping(laid.now())
    laid.close()
    desk = desks.open_desk(laid.home, None, PASSWORD, clock)
    window.open_desk(desk)
    window.show()
    qtbot.waitUntil(lambda: not window.jobs.busy())
    clock.move(timedelta(days=40))
    window.tick()
    qtbot.waitUntil(lambda: not window.jobs.busy())
    line = line_of(window, "clock")
    assert line.button is not None
    assert line.button[0] == "The date is right"
    assert visitors.listed(desk) == ()
    assert ("The clock is in doubt", "warn") in facts(window)
    with desk.store.bare("visitors") as db:
        assert db.execute("SELECT count(*) FROM visit").fetchone() == (1,)      # hidden, not erased
    line.button[1]()

    def kept() -> int:
        with desk.store.bare("visitors") as db:
            return int(db.execute("SELECT count(*) FROM visit").fetchone()[0])
    qtbot.waitUntil(lambda: told(window)["clock"] == "ok" and not window.jobs.busy() and kept() == 0)


def test_a_damaged_compartment_is_named_and_leads_to_the_backups(window: Window, desk_on: Callable[..., Desk], clock_of: Callable[[Desk], Clock], qtbot: Any,
                                                                 tmp_path: Path) -> None:
    laid = desk_on("2026-11-24")
    backups.create(laid, tmp_path / "shelf")
    file, clock = laid.store.opened["cases"].path, clock_of(laid)
    laid.close()
    file.write_bytes(b"\0" * file.stat().st_size)
    desk = desks.open_desk(laid.home, None, PASSWORD, clock)
    window.open_desk(desk)
    window.show()
    qtbot.waitUntil(lambda: not window.jobs.busy())
    line = line_of(window, "incident")
    assert line.tone == "bad"
    assert "cases" in line.words
    assert ("1 compartment is damaged", "bad") in facts(window)
    assert line.button is not None
    line.button[1]()
    assert window.frame is not None
    assert window.frame.here().place().startswith("backups")
    assert window.frame.here().pane is not None


@pytest.mark.parametrize("compartment", ["register", "visitors"])
def test_home_stands_whatever_is_damaged(window: Window, desk_on: Callable[..., Desk], clock_of: Callable[[Desk], Clock], qtbot: Any, compartment: str) -> None:
    laid = desk_on("2026-11-24")
    file, clock = laid.store.opened[compartment].path, clock_of(laid)
    laid.close()
    file.write_bytes(b"\0" * file.stat().st_size)
    window.open_desk(desks.open_desk(laid.home, None, PASSWORD, clock))
    window.show()
    qtbot.waitUntil(lambda: not window.jobs.busy())
    assert "bad" in told(window).values()


def test_changed_journals_are_red(opened: Window) -> None:
    assert opened.desk is not None
    with opened.desk.store.bare("register") as db:
        db.execute("DROP TRIGGER door_payload_UPDATE")
        db.execute("UPDATE payload SET body = '{}' WHERE seq = 0")
    health.read_journals(opened.desk)
    assert told(opened)["audit"] == "bad"


def test_requests_of_the_front_desk_wait_on_home(opened: Window, clock_of: Callable[[Desk], Clock], settled: Callable[[], None]) -> None:
    desk, here = opened.desk, home_of(opened)
    assert desk is not None
    assert not here.asked.isVisible()
    desk_requests.record(desk, AsksFor.DATA, "Soo Ng, soo@example.org")
    clock_of(desk).move(timedelta(days=25))
    desk_requests.record(desk, AsksFor.ERASURE, "Kari Nordmann, by post")
    here.renew()
    chips = here.asked.findChildren(ChipLabel)
    assert [(each.chip.words, each.chip.tone) for each in chips] == [("5 days left", "warn"), ("31 days left", "plain")]
    assert not any("Soo" in each.text() or "Kari" in each.text() for each in here.asked.findChildren(QLabel))
    [each for each in here.asked.findChildren(Button) if each.text() == "Open"][1].click()
    assert opened.frame is not None
    pane = opened.frame.here().pane
    assert isinstance(pane, RequestsPane)
    assert next(each.text() for each in pane.findChildren(GuestField)) == "Kari Nordmann, by post"
    for each in desk_requests.listed(desk):
        desk_requests.close(desk, each.id)
    settled()
    assert not home_of(opened).asked.isVisibleTo(here)


def test_the_legend_says_the_words_of_the_register(opened: Window) -> None:
    assert {STATES[state] for state in MARKS} <= {label.text() for label in home_of(opened).findChildren(QLabel)}
