"""What is typed is kept within two seconds and offered again: after Esc, a lock, a crash, another language."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from alektum_desk.services import drafts
from alektum_desk.services.desk import Desk
from alektum_desk.ui import memory
from alektum_desk.ui.drafts import DELAY, Drafts
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.screen import Screen
from alektum_desk.ui.widgets.fields import Choice, LineField, SecretField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.words import column
from alektum_desk.ui.window import Window
from tests.conftest import PASSWORD


class Writing(Screen):
    name, title = "writing", "Writing"

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)
        self.form = Form("cases.test")
        self.form.add("name", "Name", LineField("Name"))
        self.form.add("kind", "Kind", Choice("Kind", [("a", "A"), ("b", "B")]))
        self.form.add("secret", "Secret", SecretField("Secret"))
        self.setLayout(column(self.form))


@pytest.fixture
def screen(ui_desk: Desk, jobs: Jobs, qtbot: Any) -> Writing:
    made = Writing(ui_desk, jobs)
    qtbot.addWidget(made)
    return made


def test_a_draft_is_kept_within_two_seconds_after_the_last_key(screen: Writing, ui_desk: Desk, qtbot: Any) -> None:
    keeper = Drafts(ui_desk)
    keeper.watch(screen)
    with qtbot.waitSignal(keeper.kept):
        screen.form.set_values({"name": "Lotte", "kind": "b", "secret": "open sesame"})
    assert drafts.kept(ui_desk, "cases.test") == {"name": "Lotte", "kind": "b"}
    assert DELAY < 2000


def test_a_draft_comes_back_in_a_new_screen(screen: Writing, ui_desk: Desk, jobs: Jobs, qtbot: Any) -> None:
    drafts.keep(ui_desk, "cases.test", {"name": "Lotte", "kind": "b"})
    keeper = Drafts(ui_desk)
    with qtbot.waitSignal(keeper.brought_back):
        keeper.watch(screen)
    assert screen.form.values() == {"name": "Lotte", "kind": "b", "secret": ""}


def test_waiting_drafts_are_kept_before_a_lock(screen: Writing, ui_desk: Desk) -> None:
    keeper = Drafts(ui_desk)
    keeper.watch(screen)
    screen.form.set_values({"name": "Lotte"})
    keeper.keep_now()
    assert drafts.kept(ui_desk, "cases.test") == {"name": "Lotte", "kind": "a"}


def test_a_form_that_is_done_leaves_no_draft(screen: Writing, ui_desk: Desk) -> None:
    keeper = Drafts(ui_desk)
    keeper.watch(screen)
    screen.form.set_values({"name": "Lotte"})
    keeper.keep_now()
    screen.finished.connect(keeper.drop)
    screen.done_with(screen.form)
    keeper.keep_now()
    assert drafts.kept(ui_desk, "cases.test") is None
    assert screen.form.values()["name"] == ""


def test_an_auditor_keeps_none(desk_on: Callable[..., Desk], jobs: Jobs, qtbot: Any) -> None:
    desk = desk_on("2026-11-24", role="auditor")
    screen = Writing(desk, jobs)
    qtbot.addWidget(screen)
    keeper = Drafts(desk)
    keeper.watch(screen)
    screen.form.set_values({"name": "Lotte"})
    keeper.keep_now()


def test_a_lock_and_another_language_lose_nothing(opened: Window, qtbot: Any) -> None:
    """At the front desk, the form that is typed in most."""
    frame = opened.frame
    assert frame is not None
    frame.open("visitors")
    form = next(form for form in frame.here().forms() if form.objectName().startswith("visitors."))
    name, key = form.objectName(), next(iter(form.rows))
    form.rows[key].field.set_value("Kari Nordm")
    memory.change(text_size=125)
    opened.put_in_force()
    qtbot.waitUntil(lambda: opened.frame is not frame)
    again = typed_in(opened, name)
    assert again.values()[key] == "Kari Nordm"
    assert opened.desk is not None
    who = opened.desk.who.name
    opened.lock()
    assert opened.desk is None
    opened.open_with(who, PASSWORD)
    qtbot.waitUntil(lambda: opened.frame is not None and not opened.jobs.busy())
    assert opened.frame is not None
    opened.frame.open("visitors")
    assert typed_in(opened, name).values()[key] == "Kari Nordm"


def typed_in(window: Window, name: str) -> Form:
    assert window.frame is not None
    return next(form for form in window.frame.here().forms() if form.objectName() == name)
