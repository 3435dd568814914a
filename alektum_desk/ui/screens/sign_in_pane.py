"""Signing in at the front desk: the four things that may be asked, and the day on which they are forgotten."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from itertools import pairwise
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.visitors import Guest, forget_on, line
from alektum_desk.ui.screens.guest_fields import ROOM, GuestField, HostHits, Search
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import Choice, LineField
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.words import Key, Picture, box, column, row, rule, say, text


class SignInPane(Pane):
    """`asked` when everything is typed, `other` with the pane that somebody wants instead.

    `doors`: the desk's sites by id and label, the own one first. `prints`: a badge follows each sign-in.
    """

    asked = Signal()
    other = Signal(str)
    calling = Signal()

    def __init__(self, now: Callable[[], datetime], doors: Sequence[tuple[str, str]], zones: dict[str, ZoneInfo],
                 search: Search, *, prints: bool) -> None:
        self.form = Form("visitors.sign_in", gap=10)
        self.button = Button(_("Sign in and print badge") if prints else _("Sign in"), "primary", "print" if prints else "plus")
        others = [Button(words, "", icon, pressed=partial(self._want, key)) for key, words, icon in (
            ("group", _("Group"), "people"), ("delivery", _("Delivery"), "parcel"), ("announce", _("Expected"), "calendar"))]
        self.roll = Button(_("Start the roll call"), "danger", "list")
        emergency = row(text(_("Emergency"), "label", "muted"), 0, Key("F9"))
        self.promise = text("", "small", wrap=True)
        note = box(row(column(Picture("info", "info", 18), 0, margin=(0, 1, 0, 0)), (self.promise, 1), gap=10, margin=(14, 10, 12, 10)), "info")
        super().__init__(_("Sign in"), self.form, note, row((self.button, 1)), Flow(others), 0, rule(), emergency,
                         row((self.roll, 1)), key="Ctrl N")
        self.now, self.zones = now, zones
        self.guest = self.form.add("name", _("Full name"), GuestField(_("Full name")))
        self.employer = self.form.add("employer", _("Employer, if any"), GuestField(_("Employer, if any"), _("Leave empty for none")))
        self.plate = self.form.add("plate", _("Plate, if any"), GuestField(_("Plate, if any"), _("Leave empty for none")),
                                   help=_("Shown in part only, once entered."))
        self.host = self.form.add("host", _("Host"), LineField(_("Host"), placeholder=_("Who is visited"), longest=ROOM))
        self.hits = HostHits(self.host, search)
        self.form.add_widget(self.hits)
        self.door = doors[0][0]
        self.site: Choice | None = None
        if len(doors) > 1:
            self.site = self.form.add("site", _("Site"), Choice(_("Site"), doors, self.door))
            self.site.changed.connect(self.tell_promise)
        self._connect()
        self.tell_promise()

    def _connect(self) -> None:
        fields = (self.guest, self.employer, self.plate, self.host)
        for here, after in pairwise(fields):
            here.returnPressed.connect(lambda after=after: after.setFocus(Qt.FocusReason.TabFocusReason))
        self.host.returnPressed.connect(self.asked)
        self.button.clicked.connect(self.asked)
        self.roll.clicked.connect(self.calling)
        for key, field in zip(("name", "employer", "plate", "host"), fields, strict=True):
            field.left.connect(lambda key=key, field=field: self._check(key, field))

    def _check(self, key: str, field: LineField) -> None:
        """On leaving a field. An empty name is only wrong once it is meant to be signed in."""
        try:
            line(field.value(), key)
        except Refused as error:
            self.form.show_problem(key, f"{language.sentence(error)} {language.hint(error)}".strip())

    def _want(self, other: str) -> None:
        self.other.emit(other)

    # --- what it says --------------------------------------------------------------------------------------------

    def value(self) -> Guest:
        """Refused when no name is given; the rest is the service's to judge."""
        values = self.form.values()
        if line(values["name"], "name") is None:
            raise Refused(_N("A visit needs the visitor's name."), _N("Write the full name."), field="name")
        return Guest(values["name"], values["employer"], values["plate"], values["host"])

    def where(self) -> str:
        return self.site.value() if self.site is not None else self.door

    def tell_promise(self) -> None:
        """When a visit that begins now is forgotten."""
        zone = self.zones[self.where()]
        due = forget_on(self.now(), zone.key).due_from.astimezone(zone)
        say(self.promise, _("Ask for nothing else. This visit is forgotten on {day} at {time}.").format(
            day=language.day(due.date()), time=language.clock(due)))

    def begin(self) -> None:
        self.guest.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tell_promise()
