"""The register: every processing activity by category of data subject and country, and each on a page of its own."""
from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QStackedWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import _N
from alektum_desk.domain.notices import FIELDS, Field
from alektum_desk.domain.processors import NewProcessor, Processor
from alektum_desk.domain.records import GROUP, Activity, FieldOf, Life, Listed, NewActivity
from alektum_desk.domain.subjects import LABELS, Category
from alektum_desk.services import (
    comparison,
    kept_filters,
    lives,
    notices,
    processors,
    records,
    register_export,
    retention,
    terms,
    versions,
)
from alektum_desk.ui import theme
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.screen import Header, Screen
from alektum_desk.ui.screens.activity import ActivityPage, FieldBlock
from alektum_desk.ui.screens.activity_steps import NARROW_PANE, NOTICE_PANE, WIDE_PANE, Steps
from alektum_desk.ui.screens.cell_pane import activity_pane, empty_pane
from alektum_desk.ui.screens.compare_view import NARROW, RowPane
from alektum_desk.ui.screens.deciding import DecideForm
from alektum_desk.ui.screens.dpia_card import DpiaPane
from alektum_desk.ui.screens.exporting import ask_and_export
from alektum_desk.ui.screens.facts import chips_of, people_words, sources_of
from alektum_desk.ui.screens.importing import ask_and_import
from alektum_desk.ui.screens.new_activity import FourEyesPane, HeadsPane, NamePane, NewActivityPane, ReasonPane
from alektum_desk.ui.screens.notice_side import NoticeSide
from alektum_desk.ui.screens.overview import Overview
from alektum_desk.ui.screens.processors_view import ProcessorPane
from alektum_desk.ui.screens.reading import ask_and_read
from alektum_desk.ui.screens.versions_pane import VersionsPane
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.words import column

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

VIEWS = ("matrix", "compare", "list", "processors", "retention")


class RegisterScreen(Screen):
    """Arguments for `arrive`: "matrix", "list", "cell:visitor:BE", an activity's id, "id:field" and "id:notice:line"."""

    name, title, help = "register", _N("Register"), "register"
    watches = frozenset({Kind.ACTIVITY, Kind.NOTICE})
    scrolls = True

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)
        self.can_write = desk.store.may_write("register")
        self.activity: Activity | None = None
        self.page: ActivityPage | None = None
        self.deciding: FieldBlock | None = None
        self.overview = Overview(desk, self.attempt)
        self.matrix, self.table, self.finder = self.overview.matrix, self.overview.table, self.overview.search
        self.pages = QStackedWidget()
        self.pages.setObjectName("clear")
        self.pages.addWidget(self.overview)
        self.setLayout(column((self.pages, 1)))
        self.side = NoticeSide(can_read=self.can_write)
        self._commands()
        self._connect()

    def _commands(self) -> None:
        self.steps = Steps(self, self._close_beside, can_write=self.can_write)
        self.new_action = self.command(_("New activity"), self.begin_new, icon="plus", button=True)
        self.new_action.setVisible(self.can_write)
        self.eyes_action = self.command(_("Say who approves"), self.begin_four_eyes, icon="people")
        self.eyes_action.setVisible(self.can_write)
        self.command(_("Print the register"), self.print_register, icon="print")
        self.command(_("Print what is shown"), self.print_shown, icon="print")
        self.command(_("Export the register"), partial(ask_and_export, self), icon="export")
        self.command(_("Import a register"), partial(ask_and_import, self), icon="import",
                     off="" if self.can_write else _("This account may look at the register, and changes nothing."))

    def _connect(self) -> None:
        self.side.picked.connect(self._line_picked)
        self.side.read_asked.connect(self.read_notice)
        self.overview.cell_chosen.connect(self._cell_moved)
        self.overview.cell_opened.connect(self._cell_opened)
        self.overview.cell_asked.connect(self._cell_asked)
        self.overview.row_chosen.connect(self._row_chosen)
        self.overview.row_opened.connect(lambda each: self.open_activity(each.id))
        self.overview.export_asked.connect(partial(ask_and_export, self))
        self.overview.beside_asked.connect(self._beside)
        self.overview.activity_asked.connect(self.open_activity)
        self.overview.schedule_asked.connect(self.write_schedule)
        self.overview.keep_asked.connect(self.begin_keeping)
        self.overview.drop_asked.connect(self.drop_view)
        self.overview.views.changed.connect(self._other_view)

    # --- what the window asks ------------------------------------------------------------------------------------

    def header(self) -> Header:
        if self.activity is None:
            return Header(_(self.title), _("Every processing activity, by category of data subject and country"))
        listed = self.activity.listed
        country = records.country_words(listed.country)
        crumbs = ((_(self.title), ""), (country, f"country:{listed.country}"))
        return Header(self._called(listed), people_words(listed.categories), crumbs, chips_of(listed))

    @staticmethod
    def _called(listed: Listed) -> str:
        return _("{activity}, {country}").format(activity=terms.title(listed.title), country=records.country_words(listed.country))

    def refresh(self) -> None:
        self.overview.refresh()
        if self.activity is not None:
            self.show_activity(self.activity.listed.id)
        elif self.pane is not None and self.overview.views.value() == "matrix" and self.matrix.keys()[0]:
            self._cell_chosen(*self.matrix.keys())

    def arrive(self, argument: str) -> None:
        if not self.overview.rows:
            self.renew()
        kind, _colon, rest = argument.partition(":")
        if argument and argument not in {*VIEWS, "new", "approvers"} and kind not in {"cell", "country"}:
            self.open_activity(argument)
            return
        self.leave()
        if kind == "cell":
            category, _colon, country = rest.partition(":")
            self.overview.views.set_value("matrix")
            self.matrix.choose(category, country)
            self._cell_chosen(category, country)
        elif kind == "country":
            self.overview.show_country(rest)
        elif argument in {"new", "approvers"}:
            self.begin_new() if argument == "new" else self.begin_four_eyes()
        elif argument:
            self.overview.views.set_value(argument)

    def place(self) -> str:
        if self.activity is not None:
            about = f":{self.deciding.of.field}" if self.deciding is not None else f":{self.side.notice}:{self.side.line}" if self.side.line else ""
            about = ":heads" if isinstance(self.pane, HeadsPane) else about
            about = ":versions" if isinstance(self.pane, VersionsPane) else f":{Field.DPIA}" if isinstance(self.pane, DpiaPane) else about
            return f"{self.activity.listed.id}{about}"
        category, country = self.matrix.keys()
        if isinstance(self.pane, NewActivityPane | FourEyesPane):
            return "new" if isinstance(self.pane, NewActivityPane) else "approvers"
        if self.overview.views.value() == "matrix" and self.pane is not None and category:
            return f"cell:{category}:{country}"
        return self.overview.views.value()

    def stops(self) -> tuple[str, ...]:
        rows = sorted(records.listed(self.desk), key=lambda each: -each.contradictions)
        if not rows:
            return ("",)
        worst, full = rows[0], max(records.matrix(self.desk).cells, key=lambda cell: len(cell.activities))
        own = next((each.id for each in rows if not each.from_notice), worst.id)
        if not self.can_write:
            return ("list", "compare", "processors", "retention", "matrix", worst.id)
        return ("list", "compare", "processors", "retention", "matrix", "new", "approvers", f"cell:{worst.categories[0]}:{worst.country}", f"cell:{full.category}:{full.country}",
                f"cell:{Category.VISITOR}:DE", worst.id, f"{worst.id}:{Field.RETENTION}", f"{worst.id}:versions", f"{worst.id}:heads", f"{worst.id}:{Field.DPIA}", own)

    def room(self) -> int:
        return self.page.room() if self.page is not None else 0

    def back(self) -> bool:
        if self.deciding is not None:
            self.close_form()
        elif self.activity is not None and isinstance(self.pane, VersionsPane | DpiaPane | ReasonPane | HeadsPane):
            self._show_side(self.activity)
        elif self.activity is not None:
            self.leave()
        elif self.pane is not None:
            self.show_pane(None)
        else:
            return False
        return True

    # --- the overview's pane -------------------------------------------------------------------------------------

    def _is_narrow(self) -> bool:
        """Where a pane would lie over what is being moved through."""
        return self.window().width() / theme.scale() < NARROW

    def _cell_moved(self, category: str, country: str) -> None:
        if not self._is_narrow():
            self._cell_chosen(category, country)

    def _cell_chosen(self, category: str, country: str) -> None:
        here = self.overview.in_cell(category, country)
        title = _("{category}, {country}").format(category=_(LABELS[Category(category)]), country=language.country(country))
        if here:
            self._show_short(here, title)
        else:
            self._show_missing(title, category, country)

    def _show_short(self, rows: Sequence[Listed], title: str) -> None:
        found = [records.shown(self.desk, each.id) for each in rows[:10]]
        told = versions.history(self.desk, rows[0].id) if len(rows) == 1 else ()
        self.pane_width = NARROW_PANE
        self.show_pane(activity_pane(self.desk, found, title, self.overview.names, told, self.open_activity, self.close_pane))

    def _show_missing(self, title: str, category: str, country: str) -> None:
        place = language.country(country)
        if self.overview.is_hidden(category, country):
            words, why = _("Nothing here matches the filters"), _("Something is recorded here. The filters or the words leave it out.")
            button: Button | None = Button(_("Show everything"), pressed=self.overview.show_everything)
        else:
            words = _("Nothing is recorded here")
            why = (_("The notices of {country} say nothing about it. That is no proof that there is none: ask the office.").format(country=place)
                   if self.overview.has_notice(country)
                   else _("No notice of {country} is known. That is no proof that there is none: ask the office.").format(country=place))
            button = Button(_("Read a notice"), "", "import", pressed=self.read_notice) if self.can_write else None
        foot = (Button(_("New activity"), "primary", "plus", pressed=partial(self.begin_new, category, country)),
                Button(_("There is none"), name=_("Say that there is no such processing"), pressed=partial(self.begin_new, category, country, absent=True)),
                ) if self.can_write and not self.overview.is_hidden(category, country) else ()
        self.pane_width = NARROW_PANE
        self.show_pane(empty_pane(title, words, why, button, self.close_pane, foot))

    def _cell_opened(self, category: str, country: str) -> None:
        here = self.overview.in_cell(category, country)
        if len(here) == 1:
            self.open_activity(here[0].id)
            return
        self._cell_chosen(category, country)
        if here and self.pane is not None:
            first = next((button for button in self.pane.findChildren(Button) if button.kind not in {"icon", "line"}), None)
            if first is not None:
                first.setFocus()

    def _cell_asked(self, category: str, country: str) -> None:
        """N: what is missing is written down."""
        if not self.overview.in_cell(category, country) and self.can_write:
            self.begin_new(category, country)

    def _row_chosen(self, each: Listed | None) -> None:
        if each is not None and self.activity is None and not self._is_narrow():
            self._show_short([each], self._called(each))

    def close_pane(self) -> None:
        self.show_pane(None)
        self.overview.view().setFocus()

    # --- one activity --------------------------------------------------------------------------------------------

    def open_activity(self, argument: str) -> None:
        """An id; with a field its decision is opened, with a notice and a line that sentence."""
        activity, *about = argument.split(":")
        self.attempt(lambda: self._open(activity, about))

    def _open(self, activity: str, about: Sequence[str]) -> None:
        if self.activity is None or self.activity.listed.id != activity:
            self.side.notice, self.side.line = "", 0
            self.show_activity(activity)
        page = self.page
        if page is None:
            return
        if len(about) == 2 and about[1].isdecimal():
            notice, line = about[0], int(about[1])
            self.show_source(notice, line, "")
            page.pick(notice, line)
            block = next((each for each in page.blocks.values() if (notice, line) in each.lines), None)
            if block is not None:
                QTimer.singleShot(0, block, partial(page.bring, block))
        elif about == ["versions"]:
            self.steps.compare_versions()
        elif about == [Field.DPIA]:
            self.steps.begin_dpia()
        elif about == ["heads"]:
            self.steps.begin_renaming()
        elif about and about[0] in page.blocks:
            self.begin_decision(page.blocks[Field(about[0])])

    def show_activity(self, activity: str) -> None:
        """Read it again and show it, where the reader was."""
        self.activity = records.shown(self.desk, activity)
        old = self.page
        names = self.overview.names or {}
        self.page = page = ActivityPage(self.desk, self.activity, names, versions.history(self.desk, activity), can_decide=self.can_write)
        page.asked.connect(self.begin_decision)
        page.dpia_asked.connect(self.steps.begin_dpia)
        page.versions_asked.connect(self.steps.compare_versions)
        page.shown.connect(self._source_asked)
        self.deciding = None
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        if old is not None:
            if old.activity.listed.id == activity:
                QTimer.singleShot(0, page, partial(page.scroller.verticalScrollBar().setValue, old.scroller.verticalScrollBar().value()))
            self.pages.removeWidget(old)
            old.deleteLater()
        self._show_side(self.activity)
        self.steps.take(self.activity)
        self.new_action.setVisible(False)
        self.header_changed.emit()

    def _show_side(self, activity: Activity) -> None:
        if not activity.notices:
            self.show_pane(None)
            return
        sources = sources_of(activity)
        self.side.show_pages([notices.shown(self.desk, each) for each in activity.notices], sources)
        if not self.side.line:
            first = next(iter(sources.get(activity.notices[0], {})), 0)
            self.side.show_line(activity.notices[0], first)
        self.pane_width = NOTICE_PANE
        self.show_pane(self.side)

    def show_source(self, notice: str, line: int, anchor: str) -> None:
        if self.pane is not self.side:
            self.show_pane(self.side)
        self.side.show_line(notice, line, anchor)

    def _source_asked(self, notice: str, line: int, anchor: str) -> None:
        self.show_source(notice, line, anchor)
        self.pane_wanted.emit()

    def _line_picked(self, notice: str, line: int) -> None:
        if self.page is not None:
            self.page.pick(notice, line)

    def begin_decision(self, block: FieldBlock) -> None:
        if not self.can_write:
            return
        self.close_form()
        if self.activity is None or self.page is None:
            return
        form = DecideForm(self.activity, block.of.field, self.overview.names, partial(self.decide, block.of), self.close_form)
        self.deciding = block
        block.take(form)
        if (source := next((each.place for each in block.of.statements if each.place), None)) is not None:
            self.show_source(source.notice, source.line, source.anchor)
        self.pane_changed.emit()            # the window watches the new form's draft
        QTimer.singleShot(0, block, partial(self.page.bring, block))
        form.begin()

    def close_form(self) -> None:
        if self.deciding is not None:
            self.deciding.take(None)
            self.deciding = None

    def decide(self, before: FieldOf, value: Any, reason: str, form: Form) -> None:
        """Lay it down; one click takes it back to what was decided before."""
        activity = self.activity
        if activity is None:
            return
        field, kept = before.field, before.decision

        def undo() -> None:
            old, why = (kept.value, kept.reason) if kept is not None else (None, _("Undone"))
            self.attempt(lambda: records.decide(self.desk, activity.listed.id, field, old, why))
        if self.attempt(lambda: records.decide(self.desk, activity.listed.id, field, value, reason), form):
            self.finished.emit(form)
            words = _("{field}: the decision is taken back") if value is None else _("{field}: decided")
            self.tell(words.format(field=_(FIELDS[field])), "check", undo)

    def leave(self) -> None:
        """Back to the overview."""
        if self.activity is None:
            return
        self.close_form()
        self.activity = None
        self.steps.leave()
        self.new_action.setVisible(self.can_write)
        self.pages.setCurrentWidget(self.overview)
        if self.page is not None:
            self.pages.removeWidget(self.page)
            self.page.deleteLater()
            self.page = None
        self.show_pane(None)
        self.header_changed.emit()
        self.overview.view().setFocus()

    # --- panes that change something -----------------------------------------------------------------------------

    def _open_pane(self, pane: Pane, width: int = NARROW_PANE) -> None:
        self.pane_width = width
        self.show_pane(pane)

    def begin_new(self, category: str = "", country: str = "", *, absent: bool = False) -> None:
        groups = [each for each in self.overview.rows if each.country == GROUP and each.life is not Life.RETIRED]
        pane = NewActivityPane(self.overview.countries, groups, self.make_new, self.close_pane, category=category, country=country, absent=absent)
        self._open_pane(pane, WIDE_PANE)
        pane.begin()

    def make_new(self, new: NewActivity, reason: str, form: Form) -> None:
        made: list[Activity] = []
        if self.attempt(lambda: made.append(records.create(self.desk, new, reason)), form):
            self.finished.emit(form)
            self.tell(_("“{title}” is written down as a draft").format(title=new.title), "plus")
            self.show_pane(None)
            self.open_activity(made[0].listed.id)

    def _beside(self, what: object) -> None:
        """A row of the comparison, or a processor: shown beside, and changed there."""
        if isinstance(what, comparison.Row):
            field = Field(self.overview.compared.field.value())
            self._open_pane(RowPane(field, what, self.open_activity, partial(self.justify, field, what) if self.can_write else None, self.close_pane))
        elif what == "new" or isinstance(what, Processor):
            one = what if isinstance(what, Processor) else None
            pane = ProcessorPane(self.desk, one, processors.listed(self.desk), [each for each in self.overview.rows if each.life is not Life.RETIRED],
                                 self.keep_processor if self.can_write else None, self.drop_processor, self.close_pane)
            self._open_pane(pane, WIDE_PANE)
            if one is None:
                pane.begin()

    def justify(self, field: Field, row: comparison.Row, why: str, form: Form) -> None:
        if self.attempt(lambda: comparison.justify(self.desk, row.activity, field, why), form):
            self.finished.emit(form)
            self.tell(_("The difference is justified until a country says something else"), "check")
            self._beside(next(each for each in comparison.compare(self.desk, field).rows if each.activity == row.activity))

    def keep_processor(self, new: NewProcessor, reason: str, known: str | None, form: Form) -> None:
        if self.attempt(lambda: processors.keep(self.desk, new, reason, known), form):
            self.finished.emit(form)
            self.tell(_("“{name}” is kept").format(name=new.name), "check")
            self.show_pane(None)

    def drop_processor(self, one: Processor, reason: str, form: Form) -> None:
        if self.attempt(lambda: processors.drop(self.desk, one.id, reason), form):
            self.finished.emit(form)
            self.tell(_("“{name}” is taken out").format(name=one.said.name), "erase")
            self.show_pane(None)

    def _other_view(self) -> None:
        if self.activity is None and self.pane is not None:
            self.show_pane(None)

    def begin_keeping(self) -> None:
        pane = NamePane(_("Keep this view"), _("Filters, words and view are found again under this name, by you alone."), self.keep_view, self.close_pane)
        self._open_pane(pane)
        pane.begin()

    def keep_view(self, name: str, form: Form) -> None:
        if self.attempt(lambda: kept_filters.keep(self.desk, name, self.overview.view_now()), form):
            self.finished.emit(form)
            self.tell(_("The view is kept"), "check")
            self.show_pane(None)

    def drop_view(self, name: str) -> None:
        """Dropped at once; one click keeps it again."""
        body = dict(kept_filters.listed(self.desk)[name])
        if self.attempt(lambda: kept_filters.drop(self.desk, name)):
            self.tell(_("The view “{name}” is dropped").format(name=name), "minus", lambda: self.attempt(lambda: kept_filters.keep(self.desk, name, body)))

    def begin_four_eyes(self) -> None:
        pane = FourEyesPane(lives.four_eyes(self.desk), self.set_four_eyes, self.close_pane if self.activity is None else self._close_beside)
        self._open_pane(pane)
        pane.begin()

    def set_four_eyes(self, value: str, form: Form) -> None:
        if self.attempt(lambda: lives.set_four_eyes(self.desk, value), form):
            self.finished.emit(form)
            self.tell(_("Who approves is laid down"))
            self.close_pane() if self.activity is None else self._close_beside()

    def _close_beside(self) -> None:
        if self.activity is not None:
            self._show_side(self.activity)

    # --- in and out ----------------------------------------------------------------------------------------------

    def read_notice(self) -> None:
        ask_and_read(self, lambda strangers: self.go.emit("notices", "whose:" + "\n".join(map(str, strangers))))

    def write_schedule(self) -> None:
        suggestion = _("retention-{office}-{day}").format(office=self.desk.office.id, day=self.desk.today().isoformat())
        path = ask.save_path(self, _("Write the retention schedule"), f"{suggestion}.pdf", _("PDF (*.pdf)"))
        if path is not None:
            self.run(lambda _progress: retention.export(self.desk, path), lambda found: self.tell(_("The schedule is in {file}").format(file=found.name), "export"),
                     _("Writing the schedule"))

    def print_shown(self) -> None:
        """The record in hand, else those that filters and words leave."""
        self.print_register([self.activity.listed.id] if self.activity is not None else [each.id for each in self.overview.shown])

    def print_register(self, only: Sequence[str] | None = None) -> None:
        """The machine's own viewer prints: it knows the printers."""
        path = self.desk.home / "exports" / f"register-{self.desk.today().isoformat()}{'' if only is None else '-part'}.pdf"
        self.run(lambda _progress: register_export.export(self.desk, "pdf", path, only=only), lambda found: QDesktopServices.openUrl(QUrl.fromLocalFile(str(found[0]))),
                 _("Writing the register"))
