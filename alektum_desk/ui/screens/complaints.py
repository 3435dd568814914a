"""Complaints: the letters that were issued, and the writer that finds the authority and draws the page."""
from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QStackedWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.complaints import Kept, Letter
from alektum_desk.domain.errors import _N
from alektum_desk.services import complaints
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.screen import Header, Screen
from alektum_desk.ui.screens.complaint_case import Standing
from alektum_desk.ui.screens.complaint_form import STEPS
from alektum_desk.ui.screens.complaint_kept import KeptLetter
from alektum_desk.ui.screens.complaint_preview import LetterPreview
from alektum_desk.ui.screens.complaint_words import (
    SHORT_LETTERS,
    authority_words,
    country_words,
    number_words,
    state_chip,
)
from alektum_desk.ui.screens.complaint_writer import Writer
from alektum_desk.ui.widgets.banners import EmptyState, banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.cells import Two
from alektum_desk.ui.widgets.chips import Chip
from alektum_desk.ui.widgets.fields import SearchField
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import box, column, holder, row

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

COLUMNS: tuple[Column[Kept], ...] = (
    Column(_N("Letter"), number_words, cell=lambda kept: Two(number_words(kept), "", "letter")),
    Column(_N("Kind"), lambda kept: _(SHORT_LETTERS[kept.letter])),
    Column(_N("Authority"), authority_words, stretch=True),
    Column(_N("Country"), country_words),
    Column(_N("Written on"), lambda kept: kept.written_on, text=language.day),
    Column(_N("State"), lambda kept: state_chip(kept).words, cell=state_chip),
)


class ComplaintsScreen(Screen):
    name, title, help = "complaints", _N("Complaints"), "complaints"
    watches = frozenset({Kind.COMPLAINT})

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)
        self.pane_width = 540
        self.letters: tuple[Kept, ...] = ()
        self.kept: KeptLetter | None = None
        self._opened: dict[str, KeptLetter] = {}      # what is typed in one stays when another is looked at
        self._folder: Path | None = None
        self.preview = LetterPreview(jobs)
        self.can_write = desk.store.may_write("cases")
        self.writer = Writer(desk, self.preview)
        self.pages = QStackedWidget()
        self.pages.setObjectName("clear")
        self._list = self._make_list()
        self.pages.addWidget(self._list)
        self.pages.addWidget(self.writer)
        self.setLayout(column((self.pages, 1)))
        self._make_commands()
        self.writer.saved.connect(lambda: self.attempt(self.save))
        self.writer.left.connect(self.show_list)
        self.writer.moved.connect(self.header_changed)
        self.writer.judged.connect(self._offer_saving)
        self.preview.hide()
        self.preview.setParent(self)
        self.show_list()

    def _make_list(self) -> QStackedWidget:
        self.table: Table[Kept] = Table(_("Letters"), COLUMNS)
        self.table.opened.connect(lambda kept: self.arrive(f"letter/{kept.id}"))
        self.finder = self.search = SearchField(_("Find a letter"), "Ctrl F")
        self.search.changed.connect(lambda: self.table.search(self.search.value()))
        self.begun = banner(_("A letter is begun and not yet saved."), "info", icon="draft",
                            button=Button(_("Go on writing"), pressed=lambda: self.arrive("new")))
        lists = QStackedWidget()
        lists.setObjectName("clear")
        self.none = EmptyState("letter", _("No letter was written yet"),
                               _("Say where the person lives and what happened. The authority, the language and the page follow from it."),
                               Button(_("New complaint"), "", "plus", pressed=self.begin) if self.can_write else None)
        lists.addWidget(box(column(self.table, margin=1)))
        lists.addWidget(box(column(self.none)))
        self.lists = lists
        found = QStackedWidget()
        found.setObjectName("clear")
        found.addWidget(holder(column(row(self.search, 0), self.begun, (lists, 1), gap=16)))
        return found

    def _make_commands(self) -> None:
        off = "" if self.can_write else _("This account may look at letters, and writes none.")
        self.new = self.command(_("New complaint"), self.begin, key="Ctrl+N", icon="plus", primary=True, off=off)
        self.pdf = self.command(_("Save as PDF"), self.save, key="Ctrl+S", icon="export", button=True)
        self.onward = self.command(_("Next step"), self.writer.go_on, key="Ctrl+Return", icon="right")
        self.folder = self.command(_("Show the folder of the letter"), self.show_folder, icon="search")
        self.folder.setVisible(False)
        self.folder.setEnabled(False)
        self.away = self.command(_("Throw the draft away"), self.throw_away, icon="erase")

    # --- which page ----------------------------------------------------------------------------------------------

    def _is_writing(self) -> bool:
        return self.pages.currentWidget() is self.writer

    def show_list(self) -> None:
        self.kept = None
        self.pages.setCurrentWidget(self._list)
        self._turned(pane=False)
        self.begun.setVisible(self.is_begun())
        self.table.setFocus()

    def is_begun(self) -> bool:
        return self.can_write and any(value.strip() for key, value in self.writer.form.kept().items() if not self.writer.form.is_choice(key))

    def begin(self) -> None:
        """The letter in hand goes on; else a new one begins."""
        if not self.is_begun():
            self.writer.begin()
        self.arrive(f"new/{self.writer.step}")
        self.writer.first_field()

    def _turned(self, *, pane: bool) -> None:
        writing = self._is_writing()
        self.new.setVisible(self.pages.currentWidget() is self._list)
        for action in (self.pdf, self.onward, self.away):
            action.setVisible(writing)
            action.setEnabled(writing)
        if writing:
            self._offer_saving()
        if pane != (self.pane is not None):
            self.show_pane(self.preview if pane else None)
        self.header_changed.emit()

    def _offer_saving(self) -> None:
        if self._is_writing():
            ready = self.writer.standing.ready
            self.pdf.setEnabled(ready)
            self.pdf.setStatusTip("" if ready else why_not(self.writer.standing))

    def arrive(self, argument: str) -> None:
        """"" the list; new/<step> the writer; letter/<id> a letter that was issued."""
        kind, _slash, key = argument.partition("/")
        if kind == "new" and self.can_write:
            self.kept = None
            self.pages.setCurrentWidget(self.writer)
            self._turned(pane=True)
            self.writer.go(key or self.writer.step)
        elif kind == "letter":
            self.attempt(lambda: self._open(key))
        else:
            self.show_list()

    def _open(self, key: str) -> None:
        kept, document = complaints.shown(self.desk, key)
        page = self._opened.get(key)
        if page is None or page.kept != kept:
            page = self._opened[key] = self._make_kept(kept, document, page)
        self.kept = page
        self.pages.setCurrentWidget(page)
        page.draw()
        self._turned(pane=True)

    def _make_kept(self, kept: Kept, document: Mapping[str, Any], old: KeptLetter | None) -> KeptLetter:
        if old is not None:
            self.pages.removeWidget(old)
            old.deleteLater()
        page = KeptLetter(self.desk, kept, document, self.preview)
        page.closing.connect(self.close_case)
        page.again.connect(lambda: self.attempt(lambda: self._write(document, kept.number)))
        self.pages.addWidget(page)
        return page

    def back(self) -> bool:
        if self.pages.currentWidget() is self._list:
            return False
        self.show_list()
        return True

    def place(self) -> str:
        if self.kept is not None:
            return f"letter/{self.kept.kept.id}"
        return f"new/{self.writer.step}" if self._is_writing() else ""

    def stops(self) -> tuple[str, ...]:
        new = tuple(f"new/{step}" for step in STEPS) if self.can_write else ()
        return ("list", *new, *(f"letter/{kept.id}" for kept in complaints.listed(self.desk)[:1]))

    def header(self) -> Header:
        crumbs = ((_("Complaints"), "list"),)
        if self.kept is not None:
            return Header(number_words(self.kept.kept), crumbs=crumbs, chips=(state_chip(self.kept.kept),))
        if self._is_writing():
            return Header(_("New complaint"), crumbs=crumbs, chips=(Chip(_("Draft"), "info", "edit"),))
        number = len(self.letters)
        return Header(_(self.title), ngettext("{number} letter", "{number} letters", number) if number else _("Letters to the authorities"))

    def refresh(self) -> None:
        self.letters = complaints.listed(self.desk)
        self.table.set_rows(self.letters)
        self.lists.setCurrentIndex(0 if self.letters else 1)
        self.search.setVisible(bool(self.letters))
        self.begun.setVisible(self.is_begun())
        if self.kept is not None:
            self._open(self.kept.kept.id)

    # --- what is done --------------------------------------------------------------------------------------------

    def save(self) -> None:
        self.writer.judge()
        standing = self.writer.standing
        if not standing.ready:
            self.arrive(f"new/{standing.lacking[0].step if standing.lacking else 'check'}")
            return
        self._write(standing.document, None, writer=True)

    def _write(self, document: Mapping[str, Any], number: str | None, *, writer: bool = False) -> None:
        path = ask.save_path(self, _("Save the letter"), f"{number or _('Letter')}.pdf", _("PDF (*.pdf)"), purpose="letters")
        if path is not None:
            self.run(lambda _progress: complaints.write_letter(self.desk, document, path), lambda written: self._written(written, writer=writer),
                     _("Writing the letter"))

    def _written(self, written: complaints.Written, *, writer: bool) -> None:
        where = Path(written.file)
        self._folder = where.parent
        self.folder.setVisible(True)
        self.folder.setEnabled(True)
        if written.reference:
            self.tell(_("Letter {number} is saved as {file}").format(number=written.reference, file=where.name), "export")
        else:
            self.tell(_("The letter is saved as {file}").format(file=where.name), "export")
        if writer:
            own = self.writer.standing.document["letter"] == Letter.OWN_GROUP
            self.done_with(self.writer.form)
            self.writer.begin()
            newest = complaints.listed(self.desk)[:1]
            self.arrive(f"letter/{newest[0].id}" if newest and not own else "list")

    def show_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def throw_away(self) -> None:
        if ask.sure(self, _("Throw the draft away?"), _("What you typed for this letter is gone then."), _("Throw it away"), keep=_("Keep it")):
            self.done_with(self.writer.form)
            self.writer.begin()
            self.show_list()

    def close_case(self, outcome: str) -> None:
        kept = self.kept
        if kept is not None and self.attempt(lambda: complaints.close(self.desk, kept.kept.id, outcome), kept.form):
            self.done_with(kept.form)
            self.tell(_("The case is closed"))


def why_not(standing: Standing) -> str:
    return _("Something is still to be said before the letter can be saved.") if standing.lacking else _("The letter is held back; the step Check says why.")
