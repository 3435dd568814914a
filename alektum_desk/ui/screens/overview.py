"""The whole register on one page: the matrix of categories and countries, the list, and what sifts them."""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain import records as domain
from alektum_desk.domain.errors import _N
from alektum_desk.domain.records import ROLES, STATES, Country, Listed, State, standing
from alektum_desk.domain.subjects import LABELS
from alektum_desk.services import kept_filters, notices, records, terms
from alektum_desk.services.desk import Desk
from alektum_desk.ui import theme
from alektum_desk.ui.screens.compare_view import CompareView
from alektum_desk.ui.screens.facts import LOOKS, needs_work, notice_names, people_words, standing_chip
from alektum_desk.ui.screens.processors_view import ProcessorsView
from alektum_desk.ui.screens.register_filters import Filters
from alektum_desk.ui.screens.retention_view import RetentionView
from alektum_desk.ui.widgets.banners import EmptyState
from alektum_desk.ui.widgets.buttons import Button, Pick
from alektum_desk.ui.widgets.cells import Quiet, Two
from alektum_desk.ui.widgets.fields import Choice, Tight
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.matrix import Head, Matrix, MatrixCell
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import Page, Picture, Scroller, box, column, holder, row, rule, say, text

COLUMNS: tuple[Column[Listed], ...] = (
    Column(_N("Activity"), lambda each: each.title, text=terms.title, cell=lambda each: Two(terms.title(each.title), people_words(each.categories)), stretch=True),
    Column(_N("Country"), lambda each: records.country_words(each.country)),
    Column(_N("Role"), lambda each: _(ROLES[each.role]), spare=3),
    Column(_N("State"), lambda each: _(standing(each)), cell=standing_chip),
    Column(_N("Notices differ"), lambda each: each.contradictions, text=language.number, right=True, spare=2,
           cell=lambda each: language.number(each.contradictions) if each.contradictions else Quiet("–")),
)


LOW = 460                 # pixels at 100 %: a page that is lower gives all of them to the cells


class Dotted(QWidget):
    """How "not recorded" looks, for the legend."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(theme.px(20), theme.px(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme.current().edge), 1, Qt.PenStyle.DotLine))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        painter.end()


def legend() -> QWidget:
    parts: list[QWidget] = [holder(row(Picture(icon, tone, 14), text(_(STATES[state]), "caption", "muted"), gap=5)) for state, (tone, icon) in LOOKS.items()]
    parts.append(holder(row(text("≠", "caption"), text(_("Notices differ, and how often"), "caption", "muted"), gap=5)))
    parts.append(holder(row(Dotted(), text(_("Not recorded"), "caption", "muted"), gap=5)))
    return holder(Flow(parts, gap=14))


def cell_of(cell: domain.Cell) -> MatrixCell:
    tone, icon = LOOKS[cell.state]
    many, state = len(cell.activities), _(STATES[cell.state])
    if cell.state is State.NONE:
        return MatrixCell("–", state, "none", icon, _("It was decided that there is no such processing"))
    first = language.number(many)
    spoken = ngettext("{number} activity", "{number} activities", many)
    if cell.contradictions:
        first = f"{first}  ≠{language.number(cell.contradictions)}"
        differ = ngettext("notices differ once", "notices differ {number} times", cell.contradictions)
        return MatrixCell(first, state, tone, icon, _("{activities}, {state}, {differ}").format(activities=spoken, state=state, differ=differ))
    return MatrixCell(first, state, tone, icon, _("{activities}, {state}").format(activities=spoken, state=state))


class Overview(QWidget):
    """`sifted` when other rows are shown; the rest says what was chosen, and with which key."""

    cell_chosen = Signal(str, str)
    cell_opened = Signal(str, str)
    cell_asked = Signal(str, str)
    row_chosen = Signal(object)
    row_opened = Signal(object)
    export_asked = Signal()
    beside_asked = Signal(object)          # a row of the comparison, or "new", or a processor
    schedule_asked = Signal()
    keep_asked = Signal()
    drop_asked = Signal(str)               # the name of a kept view
    activity_asked = Signal(str)           # a place of the register

    def __init__(self, desk: Desk, attempt: Callable[[Callable[[], object], Form], object]) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.desk = desk
        self.compared, self.rules = CompareView(desk), RetentionView(desk, attempt)
        self.processors = ProcessorsView(desk, can_write=desk.store.may_write("register"))
        self.rows: tuple[Listed, ...] = ()
        self.shown: tuple[Listed, ...] = ()
        self.countries: tuple[Country, ...] = ()
        self.names: dict[str, str] = {}
        self._sums: dict[str, str] = {}
        self._cells, self._low = 0, False
        self._make_filters()
        self._make_views()
        self.views.changed.connect(self._view_changed)
        self.views.changed.connect(self._refresh_view)
        self.filters.more.toggled.connect(self._view_changed)
        keys = (_("Arrow keys move"), _("Enter opens"), _("N writes down what a dotted cell lacks"))
        self.hints = holder(Flow([text(words, "caption", "muted") for words in keys], gap=16))
        self.summary = text("", "caption", "muted")
        self.summary_row = holder(Flow([self.hints, self.summary], gap=16))
        folded = self.filters.is_folded
        head = holder(Flow([self.views, *(self.filters.head if folded else (self.export_button,))], middle=True, apart=not folded))
        content = column(head, self.filters, (self.grid_box, 1), self.summary_row, gap=12)
        self.setLayout(column((Scroller(holder(content)), 1)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the cells come first; what their marks mean stands in each of them, and the keys in the help."""
        super().resizeEvent(event)
        low = self.height() < theme.px(LOW)
        if low != self._low:
            self._low = low
            self.legend.setVisible(not low)
            self._view_changed()

    def _make_filters(self) -> None:
        views = [("matrix", _("Matrix")), ("compare", _("Activities by country")), ("list", _("List")), ("processors", _("Processors")),
                 ("retention", _("Retention"))]
        self.views: Choice | Pick = Tight(_("View"), views, "matrix") if theme.is_large() else Pick(_("View"), views, "tab")
        self.kept = Choice(_("Kept views"))
        self.kept.changed.connect(self._kept_chosen)
        self.keep_button = Button(_("Keep this view"), "quiet", "plus", pressed=self.keep_asked.emit)
        self.drop_button = Button(_("Drop this view"), "quiet", "minus", pressed=lambda: self.drop_asked.emit(self.kept.value()))
        self.drop_button.hide()
        self.keep_button.setVisible(self.desk.store.may_write("register"))
        self.export_button = Button(_("Export"), "", "export", pressed=self.export_asked.emit)
        self.filters = Filters(self.desk, (self.kept, self.drop_button, self.keep_button, *([self.export_button] if theme.is_large() else [])))
        self.filters.changed.connect(self.sift)
        self.search = self.filters.search

    def _make_views(self) -> None:
        self.matrix = Matrix(_("Register: categories by country"))
        self.matrix.chosen.connect(self.cell_chosen)
        self.matrix.opened.connect(self.cell_opened)
        self.matrix.asked.connect(self.cell_asked)
        review = Column(_N("Next review"), lambda each: each.review_on, text=language.day, cell=self._review, spare=1)
        self.table: Table[Listed] = Table(_("Register: activities"), COLUMNS if theme.is_large() else (*COLUMNS, review))
        self.table.chosen.connect(self.row_chosen)
        self.table.opened.connect(self.row_opened)
        self.table.typed.connect(self._typed)
        for view in (self.matrix, self.table):
            view.setMinimumHeight(theme.px(170 if theme.is_large() else 280))
        nothing = EmptyState("search", _("Nothing is found"), _("Nothing in this view matches these filters and words."),
                             Button(_("Show everything"), pressed=self.show_everything))
        self.grid = QStackedWidget()
        self.legend = holder(column(rule(), holder(column(legend(), margin=(20, 8, 20, 10))), gap=0))
        for each in (holder(column((self.matrix, 1), self.legend, gap=0)), self.table, nothing):
            self.grid.addWidget(Page(each))
        self.grid_box = QStackedWidget()
        for page in (box(column(self.grid, margin=1)), self.compared, self.processors, self.rules):
            self.grid_box.addWidget(Page(page))
        self.compared.asked.connect(self.beside_asked)
        self.compared.opened.connect(self.activity_asked)
        self.rules.opened.connect(self.activity_asked)
        self.rules.schedule_asked.connect(self.schedule_asked)
        self.processors.asked.connect(lambda each: self.beside_asked.emit(each if each is not None else "new"))

    # --- what is shown -------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        self.rows = records.listed(self.desk)
        self.countries = records.matrix(self.desk).countries
        self.names = notice_names(notices.listed(self.desk))
        self.filters.offer(self.rows, self.countries)
        self._offer_kept()
        self._refresh_view()
        self.sift()

    def _refresh_view(self) -> None:
        """Only what is looked at is read."""
        match self.views.value():
            case "compare":
                self.compared.refresh(self.countries)
            case "processors":
                self.processors.refresh()
            case "retention":
                self.rules.refresh(self.countries)

    # --- views under a name --------------------------------------------------------------------------------------

    def _offer_kept(self) -> None:
        self._kept = kept_filters.listed(self.desk)
        self.kept.offer([("", _("Kept views")), *((name, name) for name in self._kept)], self.kept.value())
        self.kept.setVisible(bool(self._kept))
        self._offer_dropping()

    def _kept_chosen(self) -> None:
        self._offer_dropping()
        body = self._kept.get(self.kept.value())
        if body is not None:
            self.take_view(body)

    def _offer_dropping(self) -> None:
        self.drop_button.setVisible(self.kept.value() in self._kept and self.desk.store.may_write("register"))

    def _review(self, each: Listed) -> Two | Quiet:
        """By when, and by whom."""
        who = ", ".join(self.filters.responsible.get(each.id, ()))
        if each.review_on is None:
            return Quiet(who or "–")
        return Two(language.day(each.review_on, "medium"), who)

    def view_now(self) -> dict[str, Any]:
        return {"view": self.views.value()} | self.filters.values()

    def take_view(self, body: Mapping[str, Any]) -> None:
        self.views.set_value(str(body.get("view", "matrix")))
        self.filters.take(body)

    def sift(self) -> None:
        """Show what the filters leave."""
        self.shown = self.filters.sift(self.rows)
        self._fill_matrix()
        self.table.set_rows(self.shown)
        self._view_changed()

    def _fill_matrix(self) -> None:
        code = self.filters.country.value()
        grid = domain.matrix(self.shown, [each for each in self.countries if code in {"", each.code}])
        many = Counter(category for each in self.shown for category in each.categories)
        whole = len(self.shown) == len(self.rows)
        sides = [Head(each, _(LABELS[each]), ngettext("{number} activity", "{number} activities", many[each]))
                 for each in grid.categories if many[each] or whole]
        heads = [Head(each.code, language.country(each.code), "" if each.notice else _("No notice")) for each in grid.countries]
        silent = self.matrix.blockSignals(True)          # the same cell in hand is no choice of the officer's
        self.matrix.show_matrix(sides, heads, {(cell.category, cell.country): cell_of(cell) for cell in grid.cells})
        self.matrix.blockSignals(silent)
        work = sum(cell.state in {State.LACKS, State.REVIEW} or cell.contradictions > 0 for cell in grid.cells)
        self._cells = len(grid.cells)
        self._sums = {
            "matrix": _("{recorded} of {all} recorded, needing work: {work}").format(
                recorded=language.number(len(grid.cells)), all=language.number(len(sides) * len(heads)), work=language.number(work)),
            "list": _("{activities}, needing work: {work}").format(
                activities=ngettext("{number} activity", "{number} activities", len(self.shown)), work=language.number(sum(map(needs_work, self.shown))))}

    def _view_changed(self) -> None:
        kind = self.views.value()
        pages = {"compare": 1, "processors": 2, "retention": 3}
        sifted = kind not in pages
        here = pages.get(kind, 0)
        self.grid_box.setCurrentIndex(here)
        for each in (*self.filters.head, self.export_button):
            each.setVisible(sifted)
        self.filters.setVisible(sifted and (not self.filters.is_folded or self.filters.more.isChecked()))
        self.summary_row.setVisible(sifted and not self._low)
        self.hints.setVisible(kind == "matrix")
        say(self.summary, self._sums.get(kind, ""))
        found = self._cells if kind == "matrix" else len(self.shown)
        self.grid.setCurrentIndex(2 if self.rows and not found else 0 if kind == "matrix" else 1)

    def show_everything(self) -> None:
        self.take_view({"view": self.views.value()})

    def show_country(self, code: str) -> None:
        self.take_view({"view": self.views.value(), "country": code})

    def _typed(self, letters: str) -> None:
        """Letters typed in the list are meant for the search."""
        self.search.setFocus()
        self.search.set_value(letters)
        self.search.setCursorPosition(len(letters))

    def in_cell(self, category: str, country: str) -> list[Listed]:
        return [each for each in self.shown if category in each.categories and each.country == country]

    def is_hidden(self, category: str, country: str) -> bool:
        """Something is recorded there, and only the filters leave it out."""
        return any(category in each.categories and each.country == country for each in self.rows) and not self.in_cell(category, country)

    def has_notice(self, country: str) -> bool:
        return any(each.notice for each in self.countries if each.code == country)

    def view(self) -> QWidget:
        return {"matrix": self.matrix, "compare": self.compared.matrix, "processors": self.processors.table, "retention": self.rules.table}.get(
            self.views.value(), self.table)
