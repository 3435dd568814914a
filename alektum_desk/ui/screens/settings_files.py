"""Files that left for use outside, the day each must go, and letting them go."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLayout

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import _N
from alektum_desk.domain.exports import Export, Shredded, State
from alektum_desk.services.desk import Desk
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.screen import Screen
from alektum_desk.ui.screens.settings_section import Section, path_field
from alektum_desk.ui.widgets.banners import EmptyState
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.cells import Cell, Two
from alektum_desk.ui.widgets.chips import Chip
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import Picture, box, column, row, rule, say, text

KINDS = {"complaint": _N("Letter or paper of a case"), "register": _N("Register"), "journal": _N("Journal with what it says"),
         "store": _N("Decrypted pages of a compartment"), "visits": _N("Certificate"), "visitors": _N("Paper of the front desk"),
         "notice": _N("Notice"), "audit": _N("Pack for an inspector")}
STATES = {State.CHANGED: (_N("Changed since"), "plain", "edit"), State.MISSING: (_N("Not there any more"), "plain", "minus")}


def kind_words(kind: str) -> str:
    known = KINDS.get(kind.split(".", 1)[0])
    return _(known) if known else kind


class FilesSection(Section):
    name, title, icon = "files", _N("Files that left"), "export"
    watches = frozenset({Kind.EXPORT})

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        columns: tuple[Column[Export], ...] = (
            Column(_N("File"), lambda each: each.file.name, cell=self._named, stretch=True),
            Column(_N("What it is"), lambda each: kind_words(each.kind)),
            Column(_N("Delete by"), lambda each: each.delete_by, text=lambda day: language.day(day, "medium")),
            Column(_N("State"), lambda each: self._state(each).words, cell=self._state),
        )
        self.table: Table[Export] = Table(_("Files that left"), columns)
        self.follow(self.table, self.show_file)
        self.sum = text("", "small", "muted", wrap=True)
        self.shred_button = Button("", "primary", "erase", pressed=self.shred_overdue)
        self.none = EmptyState("export", _("No file has left"), _("Letters, registers and other papers that are written for use outside stand here, with the day on which they must go."))
        head = row((column(text(_("Files that left"), "lead", wrap=True), self.sum, gap=2), 1), self.shred_button, gap=12, margin=(20, 14, 14, 10))
        self.lay(box(column(head, rule(), self.table, self.none, gap=0, margin=(1, 0, 1, 10))))

    @classmethod
    def is_for(cls, desk: Desk) -> bool:
        return desk.store.may("register") or desk.store.may("cases")

    @staticmethod
    def _named(each: Export) -> Cell:
        return Two(each.file.name, str(each.file.parent), "export")

    def _state(self, each: Export) -> Chip:
        if each.is_overdue(self.desk.today()):
            return Chip(_("Past its day"), "warn", "clock")
        if each.state is State.THERE:
            return Chip(_("There"), "ok", "check")
        words, tone, icon = STATES[each.state]
        return Chip(_(words), tone, icon)

    def refresh(self) -> None:
        from alektum_desk.services import exports
        files = exports.listed(self.desk)
        late = [each for each in files if each.is_overdue(self.desk.today())]
        self.table.set_rows(files)
        self.table.fit()
        self.table.setVisible(bool(files))
        self.none.setVisible(not files)
        say(self.sum, ngettext("{number} file is past its day", "{number} files are past their day", len(late)) if late
            else _("Nothing is past its day"), "warn" if late else "muted")
        self.shred_button.say(ngettext("Shred {number} file", "Shred {number} files", len(late)))
        self.shred_button.setVisible(bool(late))

    def stops(self) -> Sequence[str]:
        return ("", "one")

    def arrive(self, inside: str) -> None:
        shown = self.table.rows.shown()
        if inside == "one" and shown:
            self.show_file(shown[0])

    def close_pane(self) -> None:
        self.screen_.show_pane(None)

    def show_file(self, each: Export | None) -> None:
        if each is None:
            return
        said = {State.THERE: _("It lies where it was put, as it was written."),
                State.CHANGED: _("Somebody changed it: it is not ours to shred. Delete it yourself when it is not needed."),
                State.MISSING: _("Somebody moved or deleted it. If it lies elsewhere, it must go there too.")}[each.state]
        button = Button(_("Shred it now") if each.state is State.THERE else _("Take it off the list"), "danger", "erase", pressed=lambda: self.shred_one(each))
        self.screen_.show_pane(Pane(
            each.file.name, path_field(_("File"), each.file), text(kind_words(each.kind), wrap=True),
            _fact("calendar", _("Written on {day}").format(day=language.day(each.written_at.astimezone(self.desk.zone).date()))),
            _fact("clock", _("Delete by {day}").format(day=language.day(each.delete_by))), _fact("info", said),
            chips=(self._state(each),), closed=self.close_pane, foot=() if each.state is State.CHANGED else (button,)))

    def shred_one(self, each: Export) -> None:
        if each.state is State.MISSING or ask.sure(self, _("Shred this file?"), _("It is overwritten and removed. There is no way back."), _("Shred it")):
            self._shred([each.id])

    def shred_overdue(self) -> None:
        from alektum_desk.services import exports
        late = [each.id for each in exports.overdue(self.desk)]
        if late and ask.sure(self, ngettext("Shred {number} file?", "Shred {number} files?", len(late)),
                             _("Those past their day are overwritten and removed. There is no way back."), _("Shred them")):
            self._shred(late)

    def _shred(self, ids: list[str]) -> None:
        from alektum_desk.services import exports
        self.screen_.run(lambda _progress: exports.shred(self.desk, ids), self._shredded, _("Shredding files"))

    def _shredded(self, done: Sequence[Shredded]) -> None:
        gone = sum(each.gone for each in done)
        self.screen_.tell(ngettext("{number} file is gone", "{number} files are gone", gone), "erase")
        self.close_pane()
        self.refresh()


def _fact(icon: str, words: str) -> QLayout:
    return row(column(Picture(icon, "muted", 18), 0, margin=(0, 1, 0, 0)), (text(words, "small", wrap=True), 1), gap=10)
