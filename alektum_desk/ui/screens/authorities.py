"""Authorities by country: what is known of each, how old it is, and whether a letter to it can be printed."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.authorities import Authority, Confidence, needs_check
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import _N
from alektum_desk.services import authority_records
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.screen import Header, Screen
from alektum_desk.ui.screens.authority_changes import CorrectDialog, UpdateDialog
from alektum_desk.ui.screens.authority_pane import AuthorityPane, seen_words
from alektum_desk.ui.screens.complaint_words import name_of
from alektum_desk.ui.widgets.banners import EmptyState, banner
from alektum_desk.ui.widgets.buttons import Button, Pick
from alektum_desk.ui.widgets.cells import Cell, Two
from alektum_desk.ui.widgets.chips import Chip
from alektum_desk.ui.widgets.fields import SearchField
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import box, clear, column, holder, row

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

CONFIDENCE: Mapping[Confidence, str] = {Confidence.HIGH: _N("High"), Confidence.MEDIUM: _N("Medium"), Confidence.LOW: _N("Low")}
SHOWN: Mapping[str, str] = {"all": _N("All"), "check": _N("Needs a check"), "not": _N("Cannot be printed"), "own": _N("Corrected here")}


@dataclass(frozen=True, slots=True)
class Line:
    """`old`: its address must be looked at before the first print; `own`: a version of this office's holds."""

    authority: Authority
    old: bool
    own: bool

    @property
    def state(self) -> str:
        return "not" if not self.authority.printable else "check" if self.old else "fine"


STATES: Mapping[str, Chip] = {"not": Chip(_N("Cannot be printed"), "bad", "incident"), "check": Chip(_N("Needs a check"), "warn", "clock"),
                              "fine": Chip(_N("In order"), "ok", "check")}


def _state(line: Line) -> Cell:
    chip = STATES[line.state]
    return Chip(_(chip.words), chip.tone, chip.icon)


def _names(line: Line) -> str:
    """In the words of the screen and in its own, so that either is found."""
    return " ".join(dict.fromkeys((name_of(line.authority.id), *line.authority.names.values(), line.authority.abbreviation or "")))


def _name(line: Line) -> Cell:
    ours, own = name_of(line.authority.id), line.authority.name()
    return Two(ours, own if own != ours else "")


COLUMNS: tuple[Column[Line], ...] = (
    Column(_N("Country"), lambda line: language.country(line.authority.country)),
    Column(_N("Authority"), _names, cell=_name, stretch=True),
    Column(_N("State"), lambda line: _(STATES[line.state].words), cell=_state, spare=1),
    Column(_N("Address last seen"), lambda line: line.authority.as_of, cell=lambda line: seen_words(line.authority), spare=2),
    Column(_N("Confidence"), lambda line: _(CONFIDENCE[line.authority.confidence]), spare=3),
)


class AuthoritiesScreen(Screen):
    name, title, help = "authorities", _N("Authorities"), "authorities"
    watches = frozenset({Kind.AUTHORITY})

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)
        self.may = desk.store.may_write("register")
        self.lines: tuple[Line, ...] = ()
        self.table: Table[Line] = Table(_("Authorities"), COLUMNS)
        self.table.opened.connect(lambda line: self.arrive(line.authority.id))
        self.finder = self.search = SearchField(_("Find an authority"), "Ctrl F")
        self.search.changed.connect(lambda: self.table.search(self.search.value()))
        self.which = Pick(_("Which authorities"), [(key, _(words)) for key, words in SHOWN.items()])
        self.which.changed.connect(self._choose)
        self.old = holder(column())
        self.nothing = EmptyState("filter", _("No authority is like that"), _("Choose All to see every authority."))
        self.lists = QStackedWidget()
        self.lists.setObjectName("clear")
        self.lists.addWidget(box(column(self.table, margin=1)))
        self.lists.addWidget(box(column(self.nothing)))
        self.setLayout(column(row(self.search, 0), self.which, self.old, (self.lists, 1), gap=12))
        off = "" if self.may else _("This account may look at authorities, and corrects none.")
        self.loading = self.command(_("Load a signed file"), self.load, icon="import", button=True, off=off)

    # --- which one -----------------------------------------------------------------------------------------------

    def arrive(self, argument: str) -> None:
        """"" the list; an id the authority beside it."""
        line = next((each for each in self.lines or self._read() if each.authority.id == argument), None)
        if line is None:
            self.close_pane()
            return
        self.table.choose(line)
        self._show(line)

    def _show(self, line: Line) -> None:
        pane = AuthorityPane(line.authority, authority_records.versions(self.desk, line.authority.id), today=self.desk.today(),
                             old=line.old, may=self.may, closed=self.close_pane)
        pane.checked.connect(partial(self._verify, line.authority.id))
        pane.copied.connect(lambda: self.tell(_("{field} is copied").format(field=_("Paragraph for a notice")), "list"))
        pane.correcting.connect(partial(self._correct, line.authority))
        pane.going_back.connect(lambda number: self._go_back(line.authority.id, number))
        self.show_pane(pane)
        self.header_changed.emit()

    def _here(self) -> str:
        return self.pane.authority.id if isinstance(self.pane, AuthorityPane) else ""

    def close_pane(self) -> None:
        if self.pane is not None:
            self.show_pane(None)
            self.table.setFocus()

    def back(self) -> bool:
        open_ = self.pane is not None
        self.close_pane()
        return open_

    def place(self) -> str:
        return self._here()

    def stops(self) -> tuple[str, ...]:
        return ("", "be-apd-gba", "gg-odpa", "bg-cpdp")

    def header(self) -> Header:
        number = len(self.lines)
        return Header(_(self.title), ngettext("{number} authority", "{number} authorities", number).format(number=language.number(number)) if number else "")

    def _read(self) -> tuple[Line, ...]:
        today = self.desk.today()
        own = authority_records.corrected(self.desk)
        world = authority_records.world(self.desk)
        found = [Line(each, needs_check(each, today), each.id in own) for each in world.authorities.values()]
        return tuple(sorted(found, key=lambda line: (language.country(line.authority.country).casefold(), line.authority.region or "", line.authority.id)))

    def refresh(self) -> None:
        self.lines = self._read()
        self._choose()
        self._show_old()
        if here := next((each for each in self.lines if each.authority.id == self._here()), None):
            self._show(here)

    def _choose(self) -> None:
        which = self.which.value()
        rows = [each for each in self.lines if which == "all" or (which == "own" and each.own) or each.state == which]
        self.table.set_rows(rows)
        self.lists.setCurrentIndex(0 if rows else 1)

    def _show_old(self) -> None:
        layout = self.old.layout()
        assert layout is not None
        clear(layout)
        number = sum(line.state == "check" for line in self.lines)
        self.old.setVisible(bool(number))
        if number:
            words = ngettext("{number} address is older than 180 days, or doubtful. Look at the authority's own site, then say that you did.",
                             "{number} addresses are older than 180 days, or doubtful. Look at the authorities' own sites, then say that you did.", number)
            layout.addWidget(banner(words.format(number=language.number(number)), "warn", icon="clock",
                                    button=Button(_("Show them"), pressed=lambda: self.which.set_value("check"))))

    # --- what is done --------------------------------------------------------------------------------------------

    def _verify(self, key: str) -> None:
        if self.attempt(lambda: authority_records.verify(self.desk, key)):
            self.tell(_("The address was seen today"))

    def _correct(self, authority: Authority) -> None:
        dialog = CorrectDialog(self, authority)

        def keep() -> None:
            changes, why = dialog.changes()
            if self.attempt(lambda: authority_records.correct(self.desk, authority.id, changes, why), dialog.form):
                dialog.accept()
                self.tell(_("The correction is kept as a version of this office's own"))
        dialog.keeping.connect(keep)
        dialog.exec()

    def _go_back(self, key: str, number: int) -> None:
        what = _("the record that came with the program") if number == 0 else _("version {number}").format(number=language.number(number))
        if ask.sure(self, _("Let an earlier version hold again?"), _("From now on {what} holds, as a new version. Nothing is lost.").format(what=what),
                    _("Let it hold"), danger=False) and self.attempt(
                lambda: authority_records.roll_back(self.desk, key, number, _("Gone back to {what}").format(what=what))):
            self.tell(_("An earlier version holds again"), "undo")

    def load(self) -> None:
        UpdateDialog(self, self.desk, lambda number: self.tell(
            ngettext("{number} change was taken", "{number} changes were taken", number).format(number=language.number(number)), "import")).exec()
