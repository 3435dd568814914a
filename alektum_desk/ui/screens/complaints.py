"""Complaints: the letters that were issued, and the writer that finds the authority and draws the page."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.complaints import Kept, State
from alektum_desk.domain.errors import _N
from alektum_desk.domain.follow_up import Ahead, Due
from alektum_desk.domain.progress import Progress
from alektum_desk.services import batches, cases, complaints, erasure, follow_up, projections, signatures
from alektum_desk.services.batches import Batch
from alektum_desk.services.cases import Case
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.screen import Header, Screen
from alektum_desk.ui.screens.complaint_batch import BatchView
from alektum_desk.ui.screens.complaint_case import Standing, folder_of
from alektum_desk.ui.screens.complaint_erased import ErasedView
from alektum_desk.ui.screens.complaint_form import STEPS
from alektum_desk.ui.screens.complaint_kept import AHEAD, KeptLetter
from alektum_desk.ui.screens.complaint_preview import LetterPreview
from alektum_desk.ui.screens.complaint_sheet import SheetView
from alektum_desk.ui.screens.complaint_sign import SignDialog
from alektum_desk.ui.screens.complaint_words import (
    SHORT_LETTERS,
    authority_words,
    country_words,
    number_words,
    state_chip,
)
from alektum_desk.ui.screens.complaint_writer import Writer
from alektum_desk.ui.widgets.banners import EmptyState, banner
from alektum_desk.ui.widgets.buttons import Button, Pick
from alektum_desk.ui.widgets.cells import Cell, Two
from alektum_desk.ui.widgets.chips import Chip
from alektum_desk.ui.widgets.fields import SearchField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import Stack, box, clear, column, holder, row

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

Seal = Callable[[bytes], bytes]         # what signs a letter, see `signatures`


@dataclass(frozen=True, slots=True)
class Line:
    """A letter in the list, and what is waited for next."""

    kept: Kept
    due: Due | None


def _where(line: Line) -> str:
    """Searched and sorted by; the cell has it in two lines."""
    return " ".join(filter(None, (authority_words(line.kept), country_words(line.kept))))


def _due(line: Line) -> Cell:
    if line.due is None:
        return ""
    look, words = AHEAD[line.due.state], language.day(line.due.due)
    return Chip(words, look.tone, look.icon) if line.due.state is not Ahead.WAITING else words


COLUMNS: tuple[Column[Line], ...] = (
    Column(_N("Letter"), lambda line: number_words(line.kept), cell=lambda line: Two(number_words(line.kept), "")),
    Column(_N("Kind"), lambda line: _(SHORT_LETTERS[line.kept.letter]), spare=3),
    Column(_N("Authority"), _where, cell=lambda line: Two(authority_words(line.kept), country_words(line.kept)), stretch=True, spare=1),
    Column(_N("Next due"), lambda line: line.due.due if line.due else None, text=language.day, cell=_due),
    Column(_N("State"), lambda line: state_chip(line.kept).words, cell=lambda line: state_chip(line.kept), spare=2),
    Column(_N("Written on"), lambda line: line.kept.written_on, text=language.day, spare=4),
)
SHOWN: Mapping[str, str] = {"all": _N("All"), "open": _N("Open only"), "due": _N("Something is due"), "closed": _N("Closed")}


def is_shown(line: Line, which: str) -> bool:
    open_ = line.kept.state is State.ISSUED
    return {"all": True, "open": open_, "closed": not open_, "due": line.due is not None and line.due.state is not Ahead.WAITING}[which]


class ComplaintsScreen(Screen):
    name, title, help = "complaints", _N("Complaints"), "complaints"
    watches = frozenset({Kind.COMPLAINT, Kind.AUTHORITY})

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)
        self.pane_width = 540
        self.letters: tuple[Line, ...] = ()
        self.kept: KeptLetter | None = None
        self._opened: dict[str, KeptLetter] = {}      # what is typed in one stays when another is looked at
        self._folder: Path | None = None
        self._from = ""                               # where the copy sheet came from
        self.preview = LetterPreview(jobs)
        self.can_write = desk.store.may_write("cases")
        self.writer = Writer(desk, self.preview)
        self.sheet, self.batch, self.erased = SheetView(), BatchView(), ErasedView()
        self.outside = EmptyState("lock", _("This case is walled"), _("Only the accounts that were named for it see what it says. Ask one of them."))
        self.pages = Stack()
        self._list = self._make_list()
        for page in (self._list, self.writer, self.sheet, self.batch, self.erased, self.outside):
            self.pages.addWidget(page)
        self.setLayout(column((self.pages, 1)))
        self._make_commands()
        self.writer.saved.connect(lambda: self.attempt(self.save))
        self.writer.wanted.connect(lambda way: self.attempt(lambda: self._way(way)))
        self.writer.left.connect(self.show_list)
        self.writer.moved.connect(self.header_changed)
        self.writer.judged.connect(self._offer_saving)
        self.sheet.copied.connect(lambda what: self.tell(_("{field} is copied").format(field=what), "list"))
        self.sheet.saved.connect(lambda ending: self.attempt(lambda: self._write_form(ending)))
        self.sheet.left.connect(lambda: self.arrive(self._from))
        self.batch.left.connect(self.show_list)
        self.batch.wanted.connect(self._write_many)
        self.batch.opening.connect(lambda folder: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        self.erased.left.connect(self.show_list)
        self.erased.wanted.connect(lambda day: self.attempt(lambda: self.save_certificate(day)))
        self.preview.hide()
        self.preview.setParent(self)
        self.show_list()

    def _make_list(self) -> QWidget:
        self.table: Table[Line] = Table(_("Letters"), COLUMNS)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.opened.connect(lambda line: self.arrive(f"letter/{line.kept.id}"))
        self.finder = self.search = SearchField(_("Find a letter"), "Ctrl F")
        self.search.changed.connect(lambda: self.table.search(self.search.value()))
        self.which = Pick(_("Which letters"), [(key, _(words)) for key, words in SHOWN.items()])
        self.which.changed.connect(self._choose)
        self.begun = banner(_("A letter is begun and not yet saved."), "info", icon="draft",
                            button=Button(_("Go on writing"), pressed=lambda: self.arrive("new")))
        self.going = holder(column())
        lists = QStackedWidget()
        lists.setObjectName("clear")
        self.none = EmptyState("letter", _("No letter was written yet"),
                               _("Say where the person lives and what happened. The authority, the language and the page follow from it."),
                               Button(_("New complaint"), "", "plus", pressed=self.begin) if self.can_write else None)
        self.nothing = EmptyState("filter", _("No letter is like that"), _("Choose All to see every letter."))
        lists.addWidget(box(column(self.table, margin=1)))
        lists.addWidget(box(column(self.none)))
        lists.addWidget(box(column(self.nothing)))
        self.lists = lists
        return holder(column(row(self.search, 0), self.which, self.begun, self.going, (lists, 1), gap=12))

    def _make_commands(self) -> None:
        off = "" if self.can_write else _("This account may look at letters, and writes none.")
        self.new = self.command(_("New complaint"), self.begin, key="Ctrl+N", icon="plus", primary=True, off=off)
        self.pdf = self.command(_("Save as PDF"), self.save, key="Ctrl+S", icon="export", button=True)
        self.many = self.command(_("Write many letters"), lambda: self.arrive("batch"), icon="list", button=True, off=off)
        self.ics = self.command(_("Save the calendar of what is due"), self.save_calendar, icon="calendar")
        self.onward = self.command(_("Next step"), self.writer.go_on, key="Ctrl+Return", icon="right")
        self.folder = self.command(_("Show the folder of the letter"), self.show_folder, icon="search")
        self.folder.setVisible(False)
        self.folder.setEnabled(False)
        self.away = self.command(_("Throw the draft away"), self.throw_away, icon="erase")
        self.gone = self.command(_("Show erased cases"), lambda: self.arrive("erased"), icon="forget")

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
        writing, listing = self._is_writing(), self.pages.currentWidget() is self._list
        for action in (self.new, self.many):
            action.setVisible(listing)
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
        """"" the list; new/<step> the writer; letter/<id> a case; sheet or sheet/<id> what is copied into the form; batch many letters; erased."""
        kind, _slash, key = argument.partition("/")
        if kind == "new" and self.can_write:
            self.kept = None
            self.pages.setCurrentWidget(self.writer)
            self.writer.go(key or self.writer.step)
            self._turned(pane=True)            # now the foot says its words, and the pane leaves room for them
        elif kind == "letter":
            self.attempt(lambda: self._open(key))
        elif kind == "sheet":
            self.attempt(lambda: self._show_sheet(key))
        elif kind == "batch" and self.can_write:
            self.kept = None
            self.batch.offer(self._picked())
            self.pages.setCurrentWidget(self.batch)
            self._turned(pane=False)
        elif kind == "erased":
            self.kept = None
            self.erased.show_cases(cases.remains(self.desk))
            self.pages.setCurrentWidget(self.erased)
            self._turned(pane=False)
        else:
            self.show_list()

    def _picked(self) -> tuple[Kept, ...]:
        """In the order of the list; of walled cases none: their letters go to the person only."""
        places = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        lines = [line for at in places if (line := self.table.rows.row(at)) is not None]
        return tuple(line.kept for line in lines if not line.kept.walled)

    def _open(self, key: str) -> None:
        line = next((each for each in self.letters if each.kept.id == key), None)
        if line is not None and not line.kept.is_open:
            self.kept = None
            self.pages.setCurrentWidget(self.outside)
            self._turned(pane=False)
            return
        case = cases.shown(self.desk, key)
        page = self._opened.get(key)
        if page is None or page.case != case:
            page = self._opened[key] = self._make_kept(case, page)
        self.kept = page
        self.pages.setCurrentWidget(page)
        page.draw()
        self._turned(pane=True)

    def _make_kept(self, case: Case, old: KeptLetter | None) -> KeptLetter:
        page = KeptLetter(self.desk, case, self.preview)
        if old is not None:
            for before, now in zip(old.forms(), page.forms(), strict=True):
                now.set_values(before.kept())
            self.pages.removeWidget(old)
            old.deleteLater()
        page.asked.connect(self._do)
        page.wanted.connect(lambda way: self.attempt(lambda: self._way(way)))
        self.pages.addWidget(page)
        return page

    def _show_sheet(self, key: str) -> None:
        """Of the letter that is being written, or of one that was issued."""
        self._from = f"letter/{key}" if key else f"new/{self.writer.step}" if self.can_write else ""
        made = projections.sheet_of(self.desk, self._document(key), folder_of(self._document(key)))
        self.sheet.show_sheet(made)
        self.pages.setCurrentWidget(self.sheet)
        self._turned(pane=False)

    def _document(self, key: str) -> Mapping[str, Any]:
        return complaints.shown(self.desk, key)[1] if key else self.writer.standing.document

    def back(self) -> bool:
        here = self.pages.currentWidget()
        if here is self._list:
            return False
        self.arrive(self._from if here is self.sheet else "")
        return True

    def place(self) -> str:
        here = self.pages.currentWidget()
        if here is self.sheet:
            return "sheet" + (f"/{self.kept.kept.id}" if self.kept is not None else "")
        if self.kept is not None:
            return f"letter/{self.kept.kept.id}"
        return f"new/{self.writer.step}" if self._is_writing() else "batch" if here is self.batch else "erased" if here is self.erased else ""

    def stops(self) -> tuple[str, ...]:
        new = (*(f"new/{step}" for step in STEPS), "batch") if self.can_write else ()
        first = next((each.id for each in complaints.listed(self.desk) if each.is_open), None)
        return ("list", "erased", *new, *((f"letter/{first}", f"sheet/{first}") if first else ()))

    def header(self) -> Header:
        crumbs, here = ((_("Complaints"), "list"),), self.pages.currentWidget()
        if here is self.sheet:
            return Header(_("Copy sheet"), crumbs=crumbs)
        if here is self.batch:
            return Header(_("Many letters"), crumbs=crumbs)
        if here is self.erased:
            return Header(_("Erased cases"), crumbs=crumbs)
        if here is self.outside:
            return Header(_("Walled"), crumbs=crumbs)
        if self.kept is not None:
            return Header(number_words(self.kept.kept), crumbs=crumbs, chips=(state_chip(self.kept.kept),))
        if self._is_writing():
            return Header(_("New complaint"), crumbs=crumbs, chips=(Chip(_("Draft"), "info", "edit"),))
        number = len(self.letters)
        return Header(_(self.title), ngettext("{number} letter", "{number} letters", number) if number else _("Letters to the authorities"))

    def refresh(self) -> None:
        due: dict[str, Due] = {}
        for each in follow_up.steps(self.desk):
            due.setdefault(each.letter, each)
        self.letters = tuple(Line(each, due.get(each.id)) for each in complaints.listed(self.desk))
        self._choose()
        self.begun.setVisible(self.is_begun())
        self._show_going()
        if self.kept is not None:
            if any(each.kept.id == self.kept.kept.id for each in self.letters):
                if self.pages.currentWidget() is self.kept:
                    self._open(self.kept.kept.id)
            else:
                self.show_list()

    def _choose(self) -> None:
        rows = [each for each in self.letters if is_shown(each, self.which.value())]
        self.table.set_rows(rows)
        self.lists.setCurrentIndex(0 if rows else 2 if self.letters else 1)
        for part in (self.search, self.which):
            part.setVisible(bool(self.letters))

    def _show_going(self) -> None:
        """Cases whose day has come: they go when the officer says so."""
        layout, due = self.going.layout(), cases.due(self.desk)
        assert layout is not None
        clear(layout)
        self.going.setVisible(bool(due))
        if due:
            words = ngettext("The day of {number} case has come: everything of the person goes, its number stays.",
                             "The day of {number} cases has come: everything of the persons goes, their numbers stay.", len(due))
            button = Button(_("Erase what is due"), "danger", "erase", pressed=lambda: self.attempt(self.erase_due)) if self.can_write else None
            layout.addWidget(banner(words.format(number=language.number(len(due))), "warn", icon="forget", button=button))

    # --- what is done --------------------------------------------------------------------------------------------

    def save(self, seal: Seal | None = None) -> None:
        self.writer.judge()
        standing = self.writer.standing
        if not standing.ready:
            self.arrive(f"new/{standing.lacking[0].step if standing.lacking else 'check'}")
            return
        self._write(standing.document, None, writer=True, seal=seal)

    def _way(self, way: str) -> None:
        """Another way out, of the letter being written or of the case in hand."""
        key = "" if self.kept is None else self.kept.kept.id
        if way == "sheet":
            self.arrive(f"sheet/{key}" if key else "sheet")
        elif way == "json":
            self._write_form("json")
        elif way == "eml":
            self._write_mail(self._document(key))
        elif way == "pdf" or (seal := self._seal()):
            signed = None if way == "pdf" else seal
            if self.kept is None:
                self.save(signed)
            else:
                self._write(self.kept.case.document, self.kept.kept.number, seal=signed)

    def _seal(self) -> Seal | None:
        """What signs with a certificate of the officer's; None when they thought better of it."""
        chosen = ask.open_paths(self, _("Choose your certificate"), _("Certificate (*.p12 *.pfx)"), purpose="certificate")
        if not chosen:
            return None
        dialog = SignDialog(self, chosen[0])
        signer = signatures.signer(dialog.seal) if dialog.exec() == SignDialog.DialogCode.Accepted else None
        dialog.deleteLater()
        return signer

    def _write(self, document: Mapping[str, Any], number: str | None, *, writer: bool = False, seal: Seal | None = None) -> None:
        path = ask.save_path(self, _("Save the letter"), f"{number or _('Letter')}.pdf", _("PDF (*.pdf)"), purpose="letters")
        if path is not None:
            readers = self.writer.readers() if writer else ()
            self.run(lambda _progress: complaints.write_letter(self.desk, document, path, folder=folder_of(document), readers=readers, seal=seal),
                     lambda written: self._written(written, writer=writer), _("Writing the letter"))

    def _write_mail(self, document: Mapping[str, Any]) -> None:
        path = ask.save_path(self, _("Save the e-mail draft"), f"{_('Letter')}.eml", _("E-mail (*.eml)"), purpose="letters")
        if path is not None:
            writer = self.kept is None
            readers = self.writer.readers() if writer else ()
            self.run(lambda _progress: projections.write_eml(self.desk, document, path, folder=folder_of(document), readers=readers),
                     lambda drafted: self._written(drafted, writer=writer), _("Writing the e-mail draft"))

    def _write_form(self, ending: str) -> None:
        key = "" if self.kept is None else self.kept.kept.id
        document = self._document(key)
        kinds = {"txt": _("Text (*.txt)"), "json": _("JSON (*.json)")}
        path = ask.save_path(self, _("Save the copy sheet"), f"{_('Copy sheet')}.{ending}", kinds[ending], purpose="letters")
        if path is not None:
            self.run(lambda _progress: projections.write_form(self.desk, document, path, folder=folder_of(document)),
                     lambda _done: self._lies(path), _("Writing the copy sheet"))

    def _lies(self, where: Path) -> None:
        self._folder = where.parent
        self.folder.setVisible(True)
        self.folder.setEnabled(True)
        self.tell(_("Saved as {file}").format(file=where.name), "export")

    def _written(self, written: complaints.Written | projections.Drafted, *, writer: bool) -> None:
        where = Path(written.file)
        self._lies(where)
        if written.reference:
            self.tell(_("Letter {number} is saved as {file}").format(number=written.reference, file=where.name), "export")
        if writer:
            self.done_with(self.writer.form)
            self.writer.begin()
            newest = complaints.listed(self.desk)[:1]
            self.arrive(f"letter/{newest[0].id}" if newest else "list")

    def _write_many(self, what: object, folder: Path) -> None:
        def work(progress: Progress) -> Batch:
            if isinstance(what, Path):
                return batches.write(self.desk, what, folder, progress)
            assert isinstance(what, list)
            return batches.write_kept(self.desk, what, folder, progress)
        self.run(work, self.batch.show_done, _("Writing letters"))

    def save_calendar(self) -> None:
        path = ask.save_path(self, _("Save the calendar"), f"{_('What is due')}.ics", _("Calendar (*.ics)"), purpose="letters")
        if path is not None:
            follow_up.write_calendar(self.desk, path)
            self._lies(path)

    def save_certificate(self, day: date) -> None:
        path = ask.save_path(self, _("Save the certificate"), f"{_('Certificate')} {day.isoformat()}.pdf", _("PDF (*.pdf)"), purpose="letters")
        if path is not None:
            cases.write_certificate(self.desk, day, path)
            self._lies(path)

    def show_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def throw_away(self) -> None:
        if ask.sure(self, _("Throw the draft away?"), _("What you typed for this letter is gone then."), _("Throw it away"), keep=_("Keep it")):
            self.done_with(self.writer.form)
            self.writer.begin()
            self.show_list()

    def erase_due(self) -> None:
        due = cases.due(self.desk)
        words = ngettext("Erase {number} case?", "Erase {number} cases?", len(due)).format(number=language.number(len(due)))
        if ask.sure(self, words, _("The letters, what was noted and what the journal keeps of them go for good. A signed certificate stays."), _("Erase")):
            erasure.erase_cases(self.desk, [each.id for each in due])
            self.tell(_("Erased. What is still known stands under Show erased cases, with the certificate."), "forget")

    def _do(self, what: str, form: Form | None) -> None:
        """What the page of a case asks for; what was typed goes only when it was taken."""
        page = self.kept
        if page is None or (what == "erase" and not ask.sure(
                self, _("Erase this case?"), _("The letter, what was noted and what the journal keeps of it go for good. A signed certificate stays."),
                _("Erase"), keep=_("Keep it"))):
            return
        if self.attempt(lambda: page.take(what, form), form):
            if form is not None:
                self.done_with(form)
            self.tell({"note": _("Noted"), "close": _("The case is closed"), "hold": _("The case is on hold"), "release": _("The hold is released"),
                       "erase": _("The case is erased"), "admit": _("The wall has one more reader")}[what])
            if what == "erase":
                self.show_list()
            elif self.kept is page:
                self._open(page.kept.id)


def why_not(standing: Standing) -> str:
    return _("Something is still to be said before the letter can be saved.") if standing.lacking else _("The letter is held back; the step Check says why.")
