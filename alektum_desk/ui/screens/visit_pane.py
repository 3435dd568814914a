"""One visit: what is written down, put right where it is wrong, and what else can be done with it."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.visitors import Guest, Visit
from alektum_desk.ui.screens.guest_fields import ROOM, GuestField, HostHits, Search
from alektum_desk.ui.screens.visit_table import Glance, moment_words, state_of
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import LineField
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.words import row, rule, text


class VisitPane(Pane):
    """`correcting` with what was put right; `doing` with one of the keys of `actions`."""

    correcting = Signal()
    doing = Signal(str)

    def __init__(self, visit: Visit, glance: Glance, search: Search, actions: Sequence[tuple[str, str, str]], closed: Callable[[], object]) -> None:
        self.visit, self.form = visit, Form("visit", gap=10)
        self.button = Button(_("Put right"), "", "edit")
        here = glance.here(visit.due_from, visit.site)
        when = [_("Came on {moment}").format(moment=moment_words(glance.here(visit.arrived_at, visit.site)))]
        if visit.departed_at is not None:
            when.append(_("Left on {moment}").format(moment=moment_words(glance.here(visit.departed_at, visit.site))))
        if visit.closed:
            when.append(_("Nobody signed out; the closing time did."))
        when.append(_("Forgotten on {day} at {time}").format(day=language.day(here.date()), time=language.clock(here)))
        buttons = [Button(words, "danger" if key == "erase" else "", icon, pressed=partial(self._do, key)) for key, words, icon in actions]
        title = _("Delivery") if visit.delivery else _("Visit, badge {number}").format(number=f"{visit.badge:03}") if visit.badge else _("Visit")
        super().__init__(title, *(text(words, "small", "muted", wrap=True) for words in when), self.form, row((self.button, 1)), rule(), Flow(buttons),
                         chips=(state_of(visit, glance.now),), closed=closed)
        if not visit.delivery:
            self.form.add("name", _("Full name"), GuestField(_("Full name"), value=visit.name))
        self.form.add("employer", _("Firm") if visit.delivery else _("Employer, if any"), GuestField(_("Employer, if any"), value=visit.employer or ""))
        if not visit.delivery:
            self.form.add("plate", _("Plate, if any"), GuestField(_("Plate, if any"), value=visit.plate or ""))
        host = self.form.add("host", _("For whom") if visit.delivery else _("Host"), LineField(_("Host"), visit.host or "", longest=ROOM))
        self.form.add_widget(HostHits(host, search))
        self.button.clicked.connect(self.correcting)
        self.form.changed.connect(self._tell)
        self._tell()

    def _do(self, key: str) -> None:
        self.doing.emit(key)

    def value(self) -> Guest:
        said = self.form.values()
        return Guest(said.get("name", ""), said["employer"], said.get("plate"), said["host"])

    def _tell(self) -> None:
        """Off while nothing differs from what is written down."""
        before = (self.visit.name, self.visit.employer or "", self.visit.plate or "", self.visit.host or "")
        now = self.value()
        self.button.setEnabled((now.name, now.employer or "", now.plate or "", now.host or "") != before)
