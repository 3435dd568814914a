"""The roll call: one key shows everybody in the building, one more prints them; whoever is found is ticked off."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from alektum_desk.base import language, log
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import _N, DeskError
from alektum_desk.domain.visitors import Visit
from alektum_desk.services import roll_calls
from alektum_desk.services.roll_calls import RollCall
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.screen import Header, Screen
from alektum_desk.ui.widgets.banners import EmptyState
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.cells import Cell, Quiet, Strong
from alektum_desk.ui.widgets.chips import Chip, Meter
from alektum_desk.ui.widgets.fields import SearchField
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import Scroller, box, column, holder, row, say, text

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk


class RollTable(Table[Visit]):
    """Enter, Space and a click on the state tick off."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.opened.emit(self.current())
        else:
            super().keyPressEvent(event)


class RollCallScreen(Screen):
    """Arguments for `arrive`: "begin" or "drill", which begins one unless one is under way."""

    name, title, help = "roll_call", _N("Roll call"), "visitors"
    watches = frozenset[Kind]()

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)
        self.call: RollCall | None = None
        self._looked = False
        self.finder: QLineEdit = SearchField(_("Find by name or badge"), "Ctrl F")
        self.table = RollTable(_("Everybody in the building"), self._columns(), comfortable=True)
        self.figure, self.words = text("0", "figure"), text("", "body", wrap=True)
        self.meter = Meter((), "")
        self.print_button = Button(_("Print"), "primary", "print", pressed=self.print_list)
        self.end_button = Button(_("End the roll call"), "danger", "check", pressed=self.end)
        self.start = EmptyState("list", _("No roll call is under way"), _("It shows everybody in the building by name, without a network."),
                                Button(_("Start the roll call"), "danger", "list", pressed=self.begin),
                                Button(_("Start a drill"), "", "clock", pressed=lambda: self.begin(drill=True)))
        self._lay_out()
        self.command(_("Print the roll call"), self.print_list, key="Ctrl+P", icon="print")
        self.command(_("Start a drill of the roll call"), lambda: self.begin(drill=True), icon="clock")
        self.command(_("End the roll call"), self.end, icon="check")
        self.finder.textChanged.connect(self.table.search)
        self.table.opened.connect(self.tick)
        self.table.clicked.connect(lambda index: self.tick(self.table.current()) if index.column() == 0 else None)
        self.table.typed.connect(self._typed)
        self._show()

    def _lay_out(self) -> None:
        counts = row(self.figure, (column(self.words, self.meter, gap=6), 1), Flow([self.print_button, self.end_button]), gap=16)
        self.running = holder(column(box(column(counts, margin=20)), self.finder, (box(column(self.table, margin=(1, 2, 1, 1))), 1), gap=16))
        self.setLayout(column((Scroller(holder(column((self.start, 1), (self.running, 1), gap=0))), 1), gap=0))

    def _columns(self) -> Sequence[Column[Visit]]:
        def state(visit: Visit) -> Cell:
            found = self.call is not None and visit.id in self.call.found
            return Chip(_("Found"), "ok", "check") if found else Chip(_("Not found yet"), "warn", "search")

        def since(visit: Visit) -> Cell:
            came = visit.arrived_at.astimezone(self.desk.zone)
            words = language.clock(came) if came.date() == self.desk.today() else language.short_day(came.date())
            return Quiet(_("{time}, left at closing").format(time=words)) if visit.closed else words

        def stated(words: str | None) -> Cell:
            return words or Quiet(_("Not stated"))

        return (
            Column(_N("State"), lambda visit: self.call is not None and visit.id in self.call.found, cell=state, search=False),
            Column(_N("Name"), lambda visit: visit.name, cell=lambda visit: Strong(visit.name), stretch=True),
            Column(_N("Employer"), lambda visit: visit.employer, cell=lambda visit: stated(visit.employer)),
            Column(_N("Host"), lambda visit: visit.host, cell=lambda visit: stated(visit.host)),
            Column(_N("Since"), lambda visit: visit.arrived_at, cell=since, search=False),
            Column(_N("Badge"), lambda visit: visit.badge, text=lambda number: f"{number:03}"),
        )

    # --- what it shows -------------------------------------------------------------------------------------------

    def header(self) -> Header:
        if self.call is None:
            return Header(_(self.title))
        here = self.call.began_at.astimezone(self.call.zone)
        chips = (Chip(_("Drill"), "info", "clock"),) if self.call.drill else ()
        return Header(_(self.title), _("{office} · {day}, {time}").format(
            office=_(self.desk.office.label), day=language.day(here.date(), "full"), time=language.clock(here)), chips=chips)

    def _show(self) -> None:
        self.start.setVisible(self.call is None)
        self.running.setVisible(self.call is not None)
        self.table.set_rows(self.call.people if self.call else ())
        self._tell()
        self.header_changed.emit()

    def _tell(self) -> None:
        if self.call is None:
            return
        people, missing = len(self.call.people), len(self.call.missing)
        self.figure.setText(language.number(missing))
        words = _("Everybody is found") if people and not missing else _("Nobody is in the building.") if not people else \
            ngettext("not found yet, of {number} person in the building", "not found yet, of {number} people in the building", people)
        say(self.words, words)
        self.meter.show_parts(((people - missing, "ok"), (missing, "plain")), words)

    def _typed(self, letters: str) -> None:
        self.finder.setText(self.finder.text() + letters)
        self.finder.setFocus()

    def refresh(self) -> None:
        """A roll call stands still: who comes or goes meanwhile changes it no more."""
        self._go_on()

    def _go_on(self) -> None:
        """Once: with the one that a crash or a lock broke off."""
        if self._looked:
            return
        self._looked = True
        self.call = roll_calls.kept(self.desk)
        if self.call is not None:
            self._show()
            began = language.clock(self.call.began_at.astimezone(self.call.zone))
            self.tell(_("The roll call of {time} goes on, with every tick").format(time=began), icon="list")

    # --- what is done --------------------------------------------------------------------------------------------

    def begin(self, *, drill: bool = False) -> None:
        self.call = roll_calls.begin(self.desk, drill=drill)
        self._keep()
        self._show()
        if self.call.people:
            self.table.choose(self.call.people[0])
        self.table.setFocus()

    def _keep(self) -> None:
        """A help: what the disk refuses stops nobody from ticking off."""
        if self.call is None or not self.desk.store.may_write(roll_calls.PLACE):
            return
        try:
            roll_calls.keep(self.desk, self.call)
        except DeskError as error:
            log.bug(error)

    def tick(self, visit: Visit | None) -> None:
        """Found; the next one is in hand."""
        if visit is None or self.call is None:
            return
        self.call.tick(visit.id)
        self._keep()
        at = self.table.currentIndex()
        self.table.rows.retell()
        self._tell()
        if visit.id in self.call.found and at.row() + 1 < self.table.rows.rowCount():
            self.table.setCurrentIndex(self.table.rows.index(at.row() + 1, at.column()))
        if self.finder.text():
            self.finder.clear()

    def print_list(self) -> None:
        """The page in the system's own viewer, which knows the printers; it is listed with the day on which it must go."""
        if self.call is None:
            return
        written: list[Path] = []
        call = self.call
        if self.attempt(lambda: written.append(roll_calls.write(self.desk, call))):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(written[0])))
            self.tell(_("The list is open for printing. It must go by tomorrow."), icon="print")

    def end(self) -> None:
        if self.call is None:
            return
        if self.call.missing and not ask.sure(
                self, ngettext("End with {number} person not found?", "End with {number} people not found?", len(self.call.missing)),
                _("The ticks are gone then; the journal keeps how many were found."), _("End the roll call"), keep=_("Go on")):
            return
        roll_calls.end(self.desk, self.call)
        self.call = None
        self._show()
        self.tell(_("Ended. The journal keeps the numbers, and nobody's name."))

    # --- coming here ---------------------------------------------------------------------------------------------

    def arrive(self, argument: str) -> None:
        self.attempt(self._go_on)
        if argument in {"begin", "drill"} and self.call is None:
            self.begin(drill=argument == "drill")

    def stops(self) -> tuple[str, ...]:
        return ("", "begin")
