"""Announcing a visitor: who comes, when and to whom. Whoever does not come is gone with the day."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal

from alektum_desk.base.language import _
from alektum_desk.domain.cards import read_time
from alektum_desk.domain.visitors import Guest
from alektum_desk.ui.screens.guest_fields import ROOM, GuestField, HostHits, Search
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import DateField, LineField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.words import row

AT_NOON = time(12)


class AnnouncePane(Pane):
    asked = Signal()

    def __init__(self, today: Callable[[], date], zone: ZoneInfo, search: Search, closed: Callable[[], object]) -> None:
        self.form, self.zone, self.today = Form("visitors.announce", gap=10), zone, today
        button = Button(_("Announce"), "primary", "calendar")
        super().__init__(_("Somebody is expected"), self.form,
                         banner(_("Whoever does not come is forgotten at the end of that day."), "info"), row((button, 1)), closed=closed)
        self.guest = self.form.add("name", _("Full name"), GuestField(_("Full name")))
        self.employer = self.form.add("employer", _("Employer, if any"), GuestField(_("Employer, if any"), _("Leave empty for none")))
        self.plate = self.form.add("plate", _("Plate, if any"), GuestField(_("Plate, if any"), _("Leave empty for none")))
        self.host = self.form.add("host", _("Host"), LineField(_("Host"), placeholder=_("Who is visited"), longest=ROOM))
        self.form.add_widget(HostHits(self.host, search))
        self.day = self.form.add("day", _("Day"), DateField(_("Day"), today=today), help=_("Today when left empty."))
        self.hour = self.form.add("closes_at", _("Hour"), LineField(_("Hour"), placeholder="14:30", longest=8))
        self.hour.returnPressed.connect(self.asked)
        button.clicked.connect(self.asked)

    def value(self) -> tuple[Guest, datetime]:
        """Refused when day or hour is none."""
        at = read_time(self.hour.value()) or AT_NOON
        day = self.day.day() or self.today()
        said = self.form.values()
        return Guest(said["name"], said["employer"], said["plate"], said["host"]), datetime.combine(day, at, self.zone)

    def begin(self) -> None:
        self.guest.setFocus()
