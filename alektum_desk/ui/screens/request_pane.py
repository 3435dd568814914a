"""Somebody asks at the desk for what is written down, or to be forgotten: reception tells and writes down, an officer answers."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.desk_requests import AsksFor, DeskRequest
from alektum_desk.domain.errors import _N
from alektum_desk.domain.visitors import Visit
from alektum_desk.ui.screens.guest_fields import GuestField
from alektum_desk.ui.screens.visit_table import Glance, moment_words
from alektum_desk.ui.widgets.banners import EmptyState, banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import Choice
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.words import Part, box, column, row, text

ASKS: dict[AsksFor, str] = {AsksFor.DATA: _N("What is written down about them"), AsksFor.ERASURE: _N("To be forgotten now")}


class RequestPane(Pane):
    asked = Signal()

    def __init__(self, visit: Visit | None, glance: Glance, address: str | None, asks_for: AsksFor, closed: Callable[[], object]) -> None:
        self.visit, self.form = visit, Form("desk_request", gap=10)
        button = Button(_("Write down for the officer"), "primary", "request")
        said = [_("We write down your name, your employer and your plate, for security inside the building. Few colleagues may see it.")]
        if visit is not None:
            due = glance.here(visit.due_from, visit.site)
            said.append(_("Your visit is forgotten on {day} at {time}, by itself.").format(day=language.day(due.date()), time=language.clock(due)))
        else:
            said.append(_("One month after a visit everything is forgotten, by itself."))
        if address:
            said.append(_("You can also write to {address}.").format(address=address))
        tell = banner(" ".join(said), "info", head=_("Say at once"))
        super().__init__(_("A request at the desk"), tell, self.form, row((button, 1)),
                         text(_("You write down; a data-protection officer answers within one month."), "caption", "muted", wrap=True), closed=closed)
        self.asks_for = self.form.add("asks_for", _("Asks for"), Choice(_("Asks for"), [(key.value, _(words)) for key, words in ASKS.items()],
                                                                        asks_for.value))
        self.person = self.form.add("person", _("Who asks, and how to answer"),
                                    GuestField(_("Who asks, and how to answer"), _("Name and e-mail, or address"), value=visit.name if visit else ""))
        self.person.returnPressed.connect(self.asked)
        button.clicked.connect(self.asked)

    def begin(self) -> None:
        self.person.setFocus()


class RequestsPane(Pane):
    """What waits for the officer. `answered` and `opening` with the id of the request and of its visit."""

    answered = Signal(str)
    opening = Signal(str)

    def __init__(self, requests: Sequence[DeskRequest], glance: Glance, closed: Callable[[], object]) -> None:
        parts: list[Part] = [self._card(each, glance) for each in requests]
        if not requests:
            parts = [EmptyState("request", _("Nobody waits for an answer"), _("What visitors ask for at the desk stands here until you answered."))]
        super().__init__(_("Requests at the desk"), *parts, closed=closed)

    def _card(self, asked: DeskRequest, glance: Glance) -> Part:
        due = glance.here(asked.due_from, asked.site)
        buttons = [Button(_("Answered"), "", "check", pressed=lambda: self.answered.emit(asked.id))]
        if asked.visit:
            visit = asked.visit
            buttons.insert(0, Button(_("Open the visit"), "", "person", pressed=lambda: self.opening.emit(visit)))
        return box(column(text(_(ASKS[asked.asks_for]), "strong", wrap=True), GuestField(_("Who asks, and how to answer"), value=asked.person, read_only=True),
                          text(_("Asked on {moment}").format(moment=moment_words(glance.here(asked.asked_at, asked.site))), "small", "muted", wrap=True),
                          text(_("Answer by {day}; then it is forgotten.").format(day=language.day(due.date())), "small", wrap=True),
                          Flow(buttons), gap=8, margin=16))
