"""The front-desk card: when the door closes, how many may be inside, and whom one may visit. The officers keep it."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal

from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.cards import Card, read_time
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.hosts import Host
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import LineField
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import Part, row, rule, text

COLUMNS = (
    Column[Host](_N("Last name"), lambda host: host.last_name, stretch=True),
    Column[Host](_N("First name"), lambda host: host.first_name),
)


class CardPane(Pane):
    """`keeping` the card, `adding` and `removing` a host, `importing` a list of them."""

    keeping = Signal()
    adding = Signal()
    removing = Signal(str)
    importing = Signal()

    def __init__(self, card: Card, hosts: Sequence[Host], closed: Callable[[], object]) -> None:
        self.site, self.form, self.host = card.site, Form("card", gap=10), Form("host", gap=10)
        keep = Button(_("Keep the card"), "primary", "check")
        add = Button(_("Add the host"), "", "plus")
        read = Button(_("Read a list"), "", "import")
        self.table: Table[Host] = Table(_("Hosts"), COLUMNS, hosts, inset=8)
        self.gone = Button(_("Remove the host"), "danger", "erase")
        self.gone.setEnabled(False)
        self.table.chosen.connect(lambda host: self.gone.setEnabled(host is not None))
        self.table.fit()
        listed: list[Part] = [self.table, Flow([self.gone])] if hosts else []
        number = ngettext("{number} host", "{number} hosts", len(hosts)) if hosts else _("Nobody stands in the list of hosts yet")
        super().__init__(_("Front-desk card"), self.form, row((keep, 1)), rule(), text(number, "strong", wrap=True), *listed, self.host, Flow([add, read]),
                         text(_("A list is a csv with the columns first_name and last_name; phone and leaves_on may follow."), "caption", "muted", wrap=True),
                         closed=closed)
        self.gone.clicked.connect(self._remove)
        keep.clicked.connect(self.keeping)
        add.clicked.connect(self.adding)
        read.clicked.connect(self.importing)
        self.closes_at = self.form.add("closes_at", _("The door closes at"), LineField(
            _("The door closes at"), card.closes_at.isoformat("minutes") if card.closes_at else "", placeholder="18:00", longest=8),
            help=_("Who has not signed out by then is marked as gone. Empty: nobody is."))
        self.capacity = self.form.add("capacity", _("People who may be inside"), LineField(
            _("People who may be inside"), str(card.capacity) if card.capacity else "", placeholder=_("No limit"), longest=6),
            help=_("Amber from four fifths on; at the number itself somebody must answer for more."))
        self.first = self.host.add("first_name", _("First name"), LineField(_("First name"), longest=200))
        self.last = self.host.add("last_name", _("Last name"), LineField(_("Last name"), longest=200))
        self.last.returnPressed.connect(self.adding)

    def value(self) -> Card:
        """Refused when one of the two is no such thing."""
        words = self.capacity.value().strip()
        if words and not words.isdecimal():
            raise Refused(_N("This cannot be the number of people in a building."), _N("Write a number, or nothing."), field="capacity")
        return Card(self.site, read_time(self.closes_at.value()), int(words) if words else None)

    def _remove(self) -> None:
        host = self.table.current()
        if host is not None:
            self.removing.emit(host.id)
