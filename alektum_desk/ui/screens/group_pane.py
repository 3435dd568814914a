"""Signing in a group: what they share once, and one line for each person."""
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.visitors import Guest
from alektum_desk.ui.screens.guest_fields import ROOM, GuestField, GuestLines, HostHits, Search
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import LineField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.words import row


class GroupPane(Pane):
    asked = Signal()

    def __init__(self, search: Search, closed: Callable[[], object]) -> None:
        self.form = Form("visitors.group", gap=10)
        self.button = Button("", "primary", "people")
        super().__init__(_("Sign in a group"), self.form, row((self.button, 1)), closed=closed)
        self.people = self.form.add("people", _("Full names, one a line"), GuestLines(_("Full names, one a line")),
                                    help=_("A plate comes after a semicolon: Kari Nordmann; 1-ABC-123"))
        self.employer = self.form.add("employer", _("Employer, if any"), GuestField(_("Employer, if any"), _("Leave empty for none")))
        self.host = self.form.add("host", _("Host"), LineField(_("Host"), placeholder=_("Who is visited"), longest=ROOM))
        self.form.add_widget(HostHits(self.host, search))
        self.button.clicked.connect(self.asked)
        self.people.changed.connect(self.tell_number)
        self.host.returnPressed.connect(self.asked)
        self.tell_number()

    def guests(self) -> list[Guest]:
        """As typed; the service judges."""
        found = []
        for line in self.people.value().splitlines():
            if line.strip():
                name, _semicolon, plate = line.partition(";")
                found.append(Guest(name, self.employer.value(), plate, self.host.value()))
        return found

    def tell_number(self) -> None:
        number = len(self.guests())
        self.button.say(ngettext("Sign in {number} person", "Sign in {number} people", number))
        self.button.setEnabled(number > 0)

    def begin(self) -> None:
        self.people.setFocus()
