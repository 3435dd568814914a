"""Notices: the published texts, the facts that were read in them, and where they do not say the same."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import _N
from alektum_desk.domain.findings import MARKS, Mark, Severity
from alektum_desk.domain.notices import FIELDS, Field, Notice, Page
from alektum_desk.domain.records import Listed
from alektum_desk.services import notice_findings, notice_versions, notices, records, terms
from alektum_desk.services.notice_findings import Item
from alektum_desk.ui import theme
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.screen import Header, Screen
from alektum_desk.ui.screens.facts import (
    Fact,
    facts_of,
    notice_names,
    people_words,
    place_words,
    purposes_of,
    standing_chip,
)
from alektum_desk.ui.screens.finding_pane import FindingPane, state_chip as finding_chip, weight_chip
from alektum_desk.ui.screens.notice_side import NoticeSide
from alektum_desk.ui.screens.notice_versions_pane import NoticeVersionsPane
from alektum_desk.ui.screens.reading import WhoseForm, ask_and_read
from alektum_desk.ui.screens.writing import ask_and_write
from alektum_desk.ui.widgets.banners import EmptyState
from alektum_desk.ui.widgets.buttons import Button, Pick, Toggle
from alektum_desk.ui.widgets.cells import Cell, Quiet, Two
from alektum_desk.ui.widgets.chips import Chip
from alektum_desk.ui.widgets.fields import SearchField
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import Scroller, Stack, box, column, holder, row

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk


@dataclass(frozen=True)
class Said:
    """One fact of a notice in its list."""

    field: Field
    fact: Fact
    line: int

    @property
    def words(self) -> str:
        return self.fact.words

    @property
    def notes(self) -> str:
        return " · ".join(self.fact.notes)


def text_state(notice: Notice) -> Cell:
    """Another organisation's is marked, because nothing of it enters the register."""
    if not notice.lines:
        return Chip(_("Not read yet"), "warn", "clock")
    lines = ngettext("{number} line", "{number} lines", notice.lines)
    return Chip(lines, "ok", "check") if notice.ours else Chip(lines, "plain", "check")


def organisation(notice: Notice) -> Cell:
    return _(notice.organisation) if notice.ours else Chip(_("Another organisation"), "info", "info")


NOTICES: tuple[Column[Notice], ...] = (
    Column(_N("Notice"), place_words, cell=lambda notice: Two(place_words(notice), _(notice.title)), stretch=True),
    Column(_N("Organisation"), lambda notice: _(notice.organisation), cell=organisation, spare=2),
    Column(_N("Text"), lambda notice: notice.lines, cell=text_state),
    Column(_N("Facts"), lambda notice: notice.facts, text=language.number, right=True, spare=1),
)

FACTS: tuple[Column[Said], ...] = (
    Column(_N("Field"), lambda said: _(FIELDS[said.field]), cell=lambda said: Quiet(_(FIELDS[said.field]))),
    Column(_N("What it says"), lambda said: said.words, cell=lambda said: Two(said.words, said.notes) if said.notes else said.words, stretch=True),
    Column(_N("Line"), lambda said: said.line, right=True),
)

DIFFERENCES: tuple[Column[Listed], ...] = (
    Column(_N("Activity"), lambda each: terms.title(each.title),
           cell=lambda each: Two(terms.title(each.title), _("{country}: {people}").format(country=language.country(each.country), people=people_words(each.categories))),
           stretch=True),
    Column(_N("Differences"), lambda each: each.contradictions, cell=lambda each: Chip(ngettext("{number} time", "{number} times", each.contradictions), "bad", "cross")),
    Column(_N("State"), lambda each: each.state, cell=standing_chip),
)


def findings_by(names: Mapping[str, str]) -> tuple[Column[Item], ...]:
    """`names`: what the notices are called when a row is shown."""
    return (
        Column(_N("Weight"), lambda item: list(Severity).index(item.finding.severity), text=lambda _rank: "", cell=lambda item: weight_chip(item.finding.severity)),
        Column(_N("Finding"), lambda item: _(item.finding.message), cell=lambda item: Two(_(item.finding.message), _places(item, names)), stretch=True),
        Column(_N("State"), lambda item: item.laid.mark if item.laid else "", cell=finding_chip),
    )


def _places(item: Item, names: Mapping[str, str]) -> str:
    """The notices that it is about, each once."""
    return "; ".join(dict.fromkeys(names.get(each.notice, each.notice) for each in item.finding.evidence))


class NoticesScreen(Screen):
    """Arguments for `arrive`: a notice's id, "id:line", "differ", "findings", "versions:" with a notice's id, "read", and "whose:" with the files that nobody knows, one a line."""

    name, title, help = "notices", _N("Notices"), "notices"
    scrolls = True
    watches = frozenset({Kind.NOTICE, Kind.ACTIVITY})

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)
        self.can_write = desk.store.may_write("register")
        self.pane_width = 440
        self.known: tuple[Notice, ...] = ()
        self.names: dict[str, str] = {}
        self.page: Page | None = None
        self.strangers: list[Path] = []
        self.items: tuple[Item, ...] = ()
        self.asked = self.looked = False
        self.side = NoticeSide(can_read=self.can_write)
        self.side.read_asked.connect(self.read)
        self.side.picked.connect(self._line_picked)
        if self.can_write:
            self.command(_("Read a notice"), self.read, key="Ctrl+O", icon="import", primary=True)
            self.command(_("Write a notice from the register"), self.write, icon="notice")
        self.command(_("Versions of the notice"), self.show_versions, icon="history")
        self._tables()
        self._lay_out()

    def _tables(self) -> None:
        self.table: Table[Notice] = Table(_("Notices"), NOTICES, sortable=False)
        self.table.chosen.connect(self._notice_chosen)
        self.facts: Table[Said] = Table(_("Facts of this notice"), FACTS)
        self.facts.chosen.connect(self._fact_chosen)
        self.facts.opened.connect(lambda _said: self._to_the_text())
        self.facts.typed.connect(self._typed)
        self.differences: Table[Listed] = Table(_("Where notices differ"), DIFFERENCES)
        self.differences.opened.connect(lambda each: self.go.emit("register", each.id))
        self.finder = self.search = SearchField(_("Find a fact"), "Ctrl F")
        self.search.setMaximumWidth(self.search.minimumWidth())      # no wider than its words: the tabs beside it would wrap
        self.search.changed.connect(self._searched)
        self.findings: Table[Item] = Table(_("Findings of the notice check"), findings_by(self.names))
        self.findings.chosen.connect(self._finding_chosen)
        self.still_open = Toggle(_("Open only"))
        self.still_open.setChecked(True)
        self.still_open.toggled.connect(lambda _on: self._show_findings())
        self.tabs = Pick(_("What is shown"), [("facts", _("Facts")), ("differ", _("Where notices differ")), ("findings", _("Findings"))], "tab")
        self.tabs.changed.connect(self._other_tab)

    def _lay_out(self) -> None:
        self.open_button = Button(_("Open the activity"), "", "register", pressed=self._open_difference)
        agreed = EmptyState("check", _("The notices do not contradict each other"), _("Where they do, the activities stand here until you have decided."))
        unread = EmptyState("notice", _("There is no notice yet"), _("Read the published text of a notice in; its facts are found by themselves."),
                            Button(_("Read a notice"), "", "import", pressed=self.read) if self.can_write else None)
        self.body = QStackedWidget()
        differing = holder(column((self.differences, 1), holder(row(self.open_button, 0, margin=(20, 8, 20, 12))), gap=0))
        found = holder(column((self.findings, 1), holder(row(self.still_open, 0, margin=(20, 8, 20, 12))), gap=0))
        quiet = EmptyState("check", _("The notice check asks nothing"), _("Read more texts in, or look at what was laid down before."))
        for each in (self.facts, differing, agreed, found, quiet):
            self.body.addWidget(each)
        self.facts.setMinimumHeight(theme.px(220))
        top = box(column(self.table, margin=1))
        tabs = holder(Flow([self.tabs, self.search], gap=12, below=8, middle=True, apart=True))
        full: QWidget = holder(column(top, tabs, (box(column(self.body, margin=1)), 1), gap=10))
        self.pages = Stack()
        for page in (Scroller(full), unread):
            self.pages.addWidget(page)
        self.setLayout(column((self.pages, 1)))

    # --- what the window asks ------------------------------------------------------------------------------------

    def header(self) -> Header:
        read = sum(bool(each.lines) for each in self.known)
        words = ngettext("{number} published text is known", "{number} published texts are known", len(self.known))
        return Header(_(self.title), _("{texts}, {read} of them read in").format(texts=words, read=language.number(read)) if self.known else "")

    def refresh(self) -> None:
        self.asked = False
        self.known = notices.listed(self.desk)
        self.names.update(notice_names(self.known))
        self.pages.setCurrentIndex(0 if self.known else 1)
        here = self.page.notice.id if self.page is not None else ""
        chosen = next((each for each in self.known if each.id == here), next(iter(self.known), None))
        silent = self.table.blockSignals(True)
        self.table.set_rows(self.known)
        self.table.fit()
        self.table.blockSignals(silent)
        differing = sorted((each for each in records.listed(self.desk) if each.contradictions), key=lambda each: -each.contradictions)
        self.differences.set_rows(differing)
        if differing and self.differences.current() is None:
            self.differences.choose(differing[0])
        self.tabs.say("differ", _("Where notices differ  {number}").format(number=language.number(len(differing))))
        if chosen is not None:
            self.show_notice(chosen.id)
        self._tab_changed()

    def arrive(self, argument: str) -> None:
        if not self.known:
            self.renew()
        kind, _colon, rest = argument.partition(":")
        if argument == "differ":
            self.tabs.set_value("differ")
        elif argument == "findings":
            self.tabs.set_value("findings")
            self._tab_changed()
        elif kind == "versions":
            self.attempt(lambda: self.show_notice(rest))
            self.show_versions()
        elif argument == "read":
            self.read()
        elif kind == "whose":
            self.ask_whose([Path(each) for each in rest.splitlines()])
        elif argument:
            self.tabs.set_value("facts")
            self.attempt(lambda: self.show_notice(kind, int(rest) if rest.isdecimal() else 0))

    def place(self) -> str:
        if self.strangers and self.pane is not self.side:
            return "whose:" + "\n".join(map(str, self.strangers))
        if self.tabs.value() == "findings":
            return "findings"
        if isinstance(self.pane, NoticeVersionsPane):
            return f"versions:{self.pane.notice.id}"
        if self.tabs.value() == "differ" or self.page is None:
            return "differ" if self.page is not None else ""
        return f"{self.page.notice.id}:{self.side.line}"

    def stops(self) -> tuple[str, ...]:
        known = notices.listed(self.desk)
        return ("differ", "findings", *(f"versions:{each.id}" for each in known[:1]), *(f"{each.id}:{1}" for each in known[:1]), *(each.id for each in known[-1:]), "whose:a-notice.txt")

    def back(self) -> bool:
        if self.pane is self.side or self.pane is None:
            return False
        self.strangers = []
        self.show_pane(self.side if self.page is not None else None)
        return True

    # --- one notice ----------------------------------------------------------------------------------------------

    def show_notice(self, notice: str, line: int = 0) -> None:
        """Its facts and its text; at the line, or where the reader was, or at its first fact."""
        same = self.page is not None and self.page.notice.id == notice
        self.page = page = notices.shown(self.desk, notice)
        purposes = purposes_of(page.statements)
        said = [Said(field, fact, fact.first.place.line) for field in Field for fact in facts_of(page.of(field), purposes) if fact.first.place is not None]
        sources: dict[int, list[str]] = {}
        for each in sorted(said, key=lambda each: each.line):
            here = sources.setdefault(each.line, [])
            if (words := _(FIELDS[each.field])) not in here:
                here.append(words)
        silent = self.facts.blockSignals(True)
        self.facts.set_rows(said)
        self.facts.blockSignals(silent)
        self.table.blockSignals(True)
        self.table.choose(page.notice)
        self.table.blockSignals(silent)
        self.tabs.say("facts", _("Facts  {number}").format(number=language.number(page.notice.facts)))
        self.side.show_pages([page], {notice: sources})
        line_asked, line = bool(line), line or (self.side.line if same else 0) or next(iter(sources), 0)
        self.side.show_line(notice, line)
        self._choose_fact(line)
        kept = same and not line_asked and isinstance(self.pane, FindingPane | NoticeVersionsPane)
        if self.pane is not self.side and not self.strangers and not kept:
            self.show_pane(self.side)

    def _choose_fact(self, line: int) -> None:
        now = self.facts.current()
        if now is not None and now.line == line:
            return
        first = next((each for each in self.facts.rows.shown() if each.line == line), None)
        silent = self.facts.blockSignals(True)
        if first is not None:
            self.facts.choose(first)
        else:
            self.facts.clearSelection()
        self.facts.blockSignals(silent)

    def _notice_chosen(self, notice: Notice | None) -> None:
        if notice is not None:
            self.tabs.set_value("facts")
            self.attempt(lambda: self.show_notice(notice.id))

    def _fact_chosen(self, said: Said | None) -> None:
        if said is not None and self.page is not None and said.fact.first.place is not None:
            self.side.show_line(self.page.notice.id, said.line, said.fact.first.place.anchor)
            self.side.show_fact(said.words, said.fact.first.place.anchor)

    def _to_the_text(self) -> None:
        self.pane_wanted.emit()
        self.side.paper.setFocus()

    def _line_picked(self, _notice: str, line: int) -> None:
        self._choose_fact(line)

    def _searched(self) -> None:
        self.tabs.set_value("facts")
        self.facts.search(self.search.value())

    def _typed(self, letters: str) -> None:
        self.search.setFocus()
        self.search.set_value(letters)
        self.search.setCursorPosition(len(letters))

    def _other_tab(self) -> None:
        """What lies beside belongs to the tab that was left."""
        if isinstance(self.pane, FindingPane | NoticeVersionsPane):
            self.back()
        self._tab_changed()

    def _tab_changed(self) -> None:
        shown = self.tabs.value()
        if shown == "findings":
            self._look_for_findings()
        else:
            self.body.setCurrentIndex(0 if shown == "facts" else 1 if self.differences.rows.rowCount() else 2)

    # --- findings ------------------------------------------------------------------------------------------------

    def _look_for_findings(self) -> None:
        """The check reads every notice, so it runs beside the window and once for each state of the register."""
        self._show_findings()
        if not self.asked:
            self.asked = True
            self.run(lambda _job: notice_findings.listed(self.desk), self._found, _("Reading the notices"))

    def _found(self, items: tuple[Item, ...]) -> None:
        self.items, self.looked = items, True
        self._show_findings()

    def _show_findings(self) -> None:
        shown = [each for each in self.items if each.is_open or not self.still_open.isChecked()]
        silent = self.findings.blockSignals(True)
        self.findings.set_rows(shown)
        self.findings.blockSignals(silent)
        open_ = sum(each.is_open for each in self.items)
        if self.items and not theme.is_large():      # there is no room for a number on a tab
            self.tabs.say("findings", _("Findings  {number}").format(number=language.number(open_)))
        if self.tabs.value() == "findings":
            self.body.setCurrentIndex(4 if self.looked and not shown and not self.items else 3)

    def _finding_chosen(self, item: Item | None) -> None:
        if item is not None:
            self.show_pane(FindingPane(item, self.names, self.back, lambda notice, line: self.arrive(f"{notice}:{line}"), self._lay if self.can_write else None))

    def _lay(self, mark: Mark | None, reason: str, form: Form) -> None:
        pane = self.pane
        if isinstance(pane, FindingPane) and self.attempt(lambda: notice_findings.mark(self.desk, pane.item.id, mark, reason), form):
            self.done_with(form)
            self.tell(_("The finding is open again.") if mark is None else _("Laid down: {state}.").format(state=_(MARKS[mark])))
            self.back()

    # --- versions, and a notice of our own -----------------------------------------------------------------------

    def show_versions(self) -> None:
        if self.page is not None:
            self.show_pane(NoticeVersionsPane(self.desk, self.page.notice, self.back, lambda name: self.go.emit("register", name),
                                              self._renew if self.can_write else None))

    def _renew(self, file: Path, published_on: date | None, source: str, form: Form) -> None:
        notice = self.page.notice.id if self.page is not None else ""
        if self.attempt(lambda: notice_versions.renew(self.desk, notice, file, published_on, source), form):
            self.done_with(form)
            self.tell(_("The newer text is in force now."))
            self.show_versions()

    def write(self) -> None:
        """The country and language of the notice in hand are proposed."""
        notice = self.page.notice if self.page is not None else None
        ask_and_write(self, (notice.country if notice else None) or self.desk.office.country, notice.language if notice else language.current())

    def _open_difference(self) -> None:
        each = self.differences.current()
        if each is not None:
            self.go.emit("register", each.id)

    # --- reading in ----------------------------------------------------------------------------------------------

    def read(self) -> None:
        ask_and_read(self, self.ask_whose)

    def ask_whose(self, strangers: list[Path]) -> None:
        """One after the other: each may be another organisation's."""
        self.strangers = strangers
        if strangers:
            self.show_pane(WhoseForm(self, strangers[0], partial(self.ask_whose, strangers[1:]), self.back))
        else:
            self.show_pane(self.side if self.page is not None else None)
