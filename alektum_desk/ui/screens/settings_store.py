"""Where everything is kept, and whether it is sound."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alektum_desk.base import language
from alektum_desk.base.language import _, pgettext
from alektum_desk.domain.checks import Problem
from alektum_desk.domain.errors import _N
from alektum_desk.services.desk import Desk
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.screen import Screen
from alektum_desk.ui.screens.settings_section import Section, manages, path_field
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.cells import Cell, Two
from alektum_desk.ui.widgets.chips import Chip
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import box, card, clear, column, holder, row, rule, text

PLACES = {"register": _N("Register"), "cases": _N("Cases"), "visitors": _N("Visitors"), "keyring": _N("Keys"), "backup": _N("Backup")}
HOLDS = {"register": _N("Activities, notices, retention rules"), "cases": _N("Complaints and letters"), "visitors": _N("Visits of the last month")}
# What a check calls it, and what it means. Other codes are said as they are.
MEANS = {
    "missing": _N("{place}: {where} is missing."), "unreadable": _N("{place}: the file {where} cannot be read."),
    "changed": _N("{place}: what stands in {where} is not what was written."), "page": _N("{place}: a page is not what was written. {where}."),
    "structure": _N("{place}: the file is torn. {where}."), "reference": _N("{place}: something points to what is not there. {where}."),
    "entry": _N("{place}: the journal was changed. {where}."), "payload": _N("{place}: the journal was changed. {where}."),
    "node": _N("{place}: the journal was changed. {where}."), "checkpoint": _N("{place}: a signed checkpoint does not agree. {where}."),
    "entries": _N("{place}: entries of the journal are missing."), "day_keys": _N("{place}: the day keys are damaged, so some visits cannot be read."),
}


def problem_words(problem: Problem) -> str:
    place = _(PLACES.get(problem.compartment, problem.compartment))
    known = MEANS.get(problem.code)
    if known:
        return _(known).format(place=place, where=problem.where)
    return _("{place}: something is wrong at {where} ({code}).").format(place=place, where=problem.where, code=problem.code)


@dataclass(frozen=True, slots=True)
class Kept:
    """One compartment; `generation` counts how often it got new keys."""

    name: str
    size: int
    generation: int
    damaged: bool


def _named(kept: Kept) -> Cell:
    return Two(_(PLACES[kept.name]), _(HOLDS[kept.name]), "lock")


def _state(kept: Kept) -> Chip:
    return Chip(_("Damaged"), "bad", "incident") if kept.damaged else Chip(pgettext("compartment", "Open"), "ok", "check")


def _size(size: int) -> str:
    return _("{number} MB").format(number=language.number(round(size / 10**6, 1)))


PARTS: tuple[Column[Kept], ...] = (
    Column(_N("Compartment"), lambda kept: _(PLACES[kept.name]), cell=_named, stretch=True),
    Column(_N("Size"), lambda kept: kept.size, text=_size, right=True),
    Column(_N("Keys"), lambda kept: kept.generation, text=lambda number: _("No. {number}").format(number=number)),
    Column(_N("State"), lambda kept: _state(kept).words, cell=_state),
)


class StoreSection(Section):
    name, title, icon = "store", _N("Store"), "audit"

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.table: Table[Kept] = Table(_("Compartments"), PARTS, sortable=False)
        self.found = holder(column(gap=8))
        self.found.hide()
        self.where = path_field(_("Data home"), self.desk.home)
        self.check_button = Button(_("Check now"), "primary", "check", pressed=self.check)
        head = row((text(_("Compartments"), "lead", wrap=True), 1), self.check_button, margin=(20, 14, 14, 8))
        said = _("Each compartment is one encrypted file. A check reads every page, every reference, every entry of the journals and the day keys again.")
        parts = [self.found, box(column(head, rule(), self.table, gap=0, margin=(1, 0, 1, 10))),
                 card(text(said, "small", "muted", wrap=True), text(_("Everything is kept in this folder and nowhere else:"), "small", wrap=True), self.where,
                      title=_("Where it lies"))]
        if manages(self.desk):
            parts.append(card(
                text(_("Give every compartment a new key when you fear that somebody copied the folder while an account was open. "
                       "All or nothing; backups of before can still be brought back."), "small", "muted", wrap=True),
                holder(Flow([Button(_("Change every key"), "", "lock", pressed=self.rekey)])), title=_("Keys")))
        self.lay(*parts)

    @classmethod
    def is_for(cls, desk: Desk) -> bool:
        return desk.store.may("register") or bool(desk.store.damaged)

    def stops(self) -> Sequence[str]:
        return ("", "problems")

    def arrive(self, inside: str) -> None:
        if inside == "problems":
            self.show_problems([Problem("register", "page", "page 17"), Problem("cases", "missing", "cases.3.db")])

    def refresh(self) -> None:
        store = self.desk.store
        kept = [Kept(name, place.path.stat().st_size, store.ring.locks[name].generation, False) for name, place in store.opened.items()]
        kept += [Kept(name, 0, store.ring.locks[name].generation, True) for name in store.damaged]
        self.table.set_rows(sorted(kept, key=lambda each: list(PLACES).index(each.name)))
        self.table.fit()

    def check(self) -> None:
        from alektum_desk.services import checks
        self.check_button.setEnabled(False)
        job = self.screen_.run(lambda _progress: checks.open_files(self.desk), self.show_problems, _("Checking every page"))
        job.ended.connect(lambda: self.check_button.setEnabled(True))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        layout = self.found.layout()
        clear(layout)
        if layout is None:
            return
        for each in problems[:20]:
            layout.addWidget(banner(problem_words(each), "bad"))
        if problems:
            layout.addWidget(banner(_("Bring the last backup back, then look for what damaged the disk."), "info",
                                    button=Button(_("Backups"), pressed=lambda: self.screen_.arrive("backups"))))
        else:
            layout.addWidget(banner(_("Every page, reference, entry and day key is what was written."), "ok"))
        self.found.show()

    def rekey(self) -> None:
        from alektum_desk.services import accounts
        if ask.sure(self, _("Give every compartment a new key?"), _("It takes a moment, in which nobody can write. Other windows must be opened again."),
                    _("Change every key"), danger=False):
            self.run_alone(lambda _progress: accounts.rekey(self.desk), lambda _done: self._rekeyed(), _("Changing keys"))

    def _rekeyed(self) -> None:
        self.screen_.tell(_("Every compartment has a new key"), "lock")
        self.refresh()
