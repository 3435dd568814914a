"""Many letters at once: those picked in the list, or the rows of a table; what could not be written is reported."""
from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.complaints import Kept
from alektum_desk.domain.errors import _N
from alektum_desk.services.batches import COVER, Batch, Reported
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import Part, Scroller, card, clear, column, holder, row, say, text

COLUMNS: tuple[Column[Reported], ...] = (
    Column(_N("Row"), lambda each: each.row, text=language.number, right=True),
    Column(_N("Why no letter was written"), lambda each: each.why, stretch=True),
)


class BatchView(QWidget):
    """`wanted` with the table, or with the ids of letters, and the folder; `left` on Back; `opening` with the folder to show."""

    wanted = Signal(object, object)
    left = Signal()
    opening = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.picked: tuple[Kept, ...] = ()
        self.table: Path | None = None
        self.folder: Path | None = None
        self.from_list, self.from_table, self.to, self.why = (text("", "small", "muted", wrap=True) for _each in range(4))
        self.use_list = Button(_("Write these letters"), pressed=lambda: self._start([each.id for each in self.picked]))
        self.choose = Button(_("Choose the table"), "", "import", pressed=self.choose_table)
        self.use_table = Button(_("Write a letter for each row"), pressed=lambda: self._start(self.table))
        self.where = Button(_("Choose the folder"), "", "search", pressed=self.choose_folder)
        self.result = holder(column(gap=12))
        parts: list[Part] = [
            card(text(_("The letters and their cover list, by envelope and postage, are written there. The same again writes only what is not there yet."),
                      "small", wrap=True), self.to, row(self.where, 0), title=_("Where to")),
            card(self.from_list, row(self.use_list, 0), title=_("Letters picked in the list")),
            card(text(_("A table in CSV. Its columns are the keys of the complaint file, such as letter, complainant.name and facts; Help says more."),
                      "small", wrap=True), self.from_table, holder(Flow([self.choose, self.use_table])), title=_("A table")),
            self.why, self.result]
        self.setLayout(column((Scroller(holder(column(*parts, 0, gap=16))), 1), row(Button(_("To the list"), "", "back", pressed=self.left.emit), 0), gap=12))
        self.show_state()

    def show_state(self) -> None:
        number = len(self.picked)
        say(self.from_list, ngettext("{number} letter is picked.", "{number} letters are picked.", number).format(number=language.number(number)) if number
            else _("None is picked. Pick some in the list with Ctrl or Shift."))
        say(self.from_table, self.table.name if self.table else _("No table is chosen."))
        say(self.to, str(self.folder) if self.folder else _("No folder is chosen."))
        self.use_list.setEnabled(bool(number) and self.folder is not None)
        self.use_table.setEnabled(self.table is not None and self.folder is not None)
        say(self.why, "" if self.folder else _("Writing is off: choose the folder first."))
        self.why.setVisible(self.folder is None)

    def offer(self, picked: tuple[Kept, ...]) -> None:
        self.picked = picked
        self.show_state()

    def choose_table(self) -> None:
        found = ask.open_paths(self, _("Choose the table"), _("Tables (*.csv *.tsv *.txt)"), purpose="batch")
        if found:
            self.table = found[0]
            self.show_state()

    def choose_folder(self) -> None:
        found = ask.open_folder(self, _("Choose the folder"), purpose="batch-to")
        if found:
            self.folder = found
            self.show_state()

    def _start(self, what: object) -> None:
        self.wanted.emit(what, self.folder)

    def show_done(self, done: Batch) -> None:
        layout = self.result.layout()
        assert layout is not None
        clear(layout)
        written = ngettext("{number} letter was written.", "{number} letters were written.", len(done.written)).format(number=language.number(len(done.written)))
        there = done.rows_read - len(done.written) - len(done.reported)
        more = ngettext("{number} was there already.", "{number} were there already.", there).format(number=language.number(there)) if there else ""
        folder = self.folder
        layout.addWidget(banner(_("{written} {more} The cover list is {file}.").format(written=written, more=more, file=COVER).replace("  ", " "), "ok",
                                button=Button(_("Show the folder"), pressed=lambda: self.opening.emit(folder))))
        if done.reported:
            failed = ngettext("{number} row has no letter", "{number} rows have no letter", len(done.reported)).format(number=language.number(len(done.reported)))
            table: Table[Reported] = Table(_("Rows without a letter"), COLUMNS, done.reported)
            layout.addWidget(card(table, title=failed, margin=(1, 16, 1, 1)))
            table.fit()
