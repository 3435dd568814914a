"""What is still known of erased cases: number, days and how they ended, with the signed certificate of each day."""
from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.cases import Result
from alektum_desk.domain.complaints import Kept
from alektum_desk.domain.errors import _N
from alektum_desk.services.cases import RESULTS
from alektum_desk.ui.screens.complaint_words import SHORT_LETTERS, country_words, number_words
from alektum_desk.ui.widgets.banners import EmptyState
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.cells import Two
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import box, column, holder, text

COLUMNS: tuple[Column[Kept], ...] = (
    Column(_N("Letter"), number_words, cell=lambda kept: Two(number_words(kept), _(SHORT_LETTERS[kept.letter]), "forget"), stretch=True),
    Column(_N("Country"), country_words),
    Column(_N("How it ended"), lambda kept: _(RESULTS[Result(kept.result)]) if kept.result else ""),
    Column(_N("Closed on"), lambda kept: kept.closed_on, text=language.day),
    Column(_N("Erased on"), lambda kept: kept.erased_on, text=language.day),
)


class ErasedView(QWidget):
    """`wanted` with the day whose certificate is to be written; `left` on Back."""

    wanted = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.day: date | None = None
        self.table: Table[Kept] = Table(_("Erased cases"), COLUMNS)
        self.table.chosen.connect(self._choose)
        self.proof = Button(_("Save the certificate of this day"), "primary", "audit", pressed=lambda: self.wanted.emit(self.day))
        self.note = text("", "small", "muted", wrap=True)
        self.pages = QStackedWidget()
        self.pages.setObjectName("clear")
        self.pages.addWidget(box(column(self.table, margin=1)))
        self.pages.addWidget(box(column(EmptyState("forget", _("No case was erased yet"), _("Three years after it was closed a case goes, or earlier when the person asks for it.")))))
        self.setLayout(column(self.note, (self.pages, 1), holder(Flow([self.proof, Button(_("To the list"), "", "back", pressed=self.left.emit)])), gap=12))

    def show_cases(self, found: tuple[Kept, ...]) -> None:
        """The latest first."""
        rows = sorted(found, key=lambda kept: (kept.erased_on or date.min, kept.number or ""), reverse=True)
        self.table.set_rows(rows)
        self.pages.setCurrentIndex(0 if rows else 1)
        self._choose(rows[0] if rows else None)

    def _choose(self, kept: Kept | None) -> None:
        self.day = kept.erased_on if kept else None
        self.proof.setEnabled(self.day is not None)
        self.note.setText(_("Marked: erased on {day}. Its certificate names every case that went on that day.").format(day=language.day(self.day)) if self.day
                          else _("Of an erased case this is all that is still known."))
