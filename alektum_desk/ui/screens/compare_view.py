"""One field of every activity in every country: where they differ, and why they may."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext, pgettext
from alektum_desk.domain.notices import ACTIVITY_FIELDS, FIELDS, Field
from alektum_desk.domain.records import Country
from alektum_desk.domain.retention import Unit
from alektum_desk.services import comparison, records, terms
from alektum_desk.services.comparison import Cell, Row
from alektum_desk.services.desk import Desk
from alektum_desk.services.retention import rule_words
from alektum_desk.services.wording import words_of
from alektum_desk.ui import theme
from alektum_desk.ui.screens.facts import decided_words
from alektum_desk.ui.screens.new_activity import low
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.buttons import Button, Toggle
from alektum_desk.ui.widgets.chips import Chip, ChipLabel
from alektum_desk.ui.widgets.fields import Choice, TextField
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.matrix import Head, Matrix, MatrixCell
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.words import Part, box, column, holder, row, rule, say, text

NARROW = 1000                # of the window, at 100 %: there the pane lies over the content
SHOWN = 3                    # articles or periods in a cell; the pane has them all


def said_in(cell: Cell) -> list[str]:
    """What a country says, each thing once; nothing for "not stated"."""
    if cell.decision is not None:
        return list(decided_words(cell.decision)) or [_("None")]
    return list(dict.fromkeys(words_of(each) for each in cell.statements))


def shortest(number: int, unit: Unit) -> str:
    words = {Unit.DAY: pgettext("days, as short as can be", "{number} d"), Unit.MONTH: pgettext("months, as short as can be", "{number} m"),
             Unit.YEAR: pgettext("years, as short as can be", "{number} y")}
    return words[unit].format(number=language.number(number))


def short(field: Field, cell: Cell) -> str:
    """A first line that is short in any language: articles, periods, else how many things are said."""
    found: list[str] = []
    said = cell.decision.value if cell.decision is not None else [records.value_json(each) for each in cell.statements]
    for each in said if isinstance(said, list) else [said]:
        if not isinstance(each, dict):
            continue
        if field in {Field.LEGAL_BASIS, Field.SPECIAL_BASIS} and each.get("code"):
            found.append(str(each["code"]))
        elif field is Field.RETENTION and each.get("duration") is not None and each.get("unit"):
            found.append(shortest(each["duration"], Unit(each["unit"])))
    unlike = list(dict.fromkeys(found))
    return " · ".join(unlike[:SHOWN]) + (" …" if len(unlike) > SHOWN else "") if unlike else language.number(len(said_in(cell)))


def cell_of(field: Field, row_: Row, cell: Cell) -> MatrixCell:
    first, spoken = short(field, cell), "; ".join(said_in(cell))[:300]
    if cell.decision is not None and cell.decision.value == []:
        return MatrixCell("–", _("None"), "none", "minus")
    if not cell.meaning:
        return MatrixCell("?", _("Not stated"), "warn", "alert")
    if row_.justified is not None:
        return MatrixCell(first, _("Justified"), "info", "info", spoken)
    if row_.differs:
        return MatrixCell(first, _("Differs"), "bad", "cross", spoken)
    alone = sum(bool(each.meaning) for each in row_.cells) == 1
    return MatrixCell(first, _("Alone") if alone else _("Agrees"), "plain" if alone else "ok", "" if alone else "check", spoken)


class CompareView(QWidget):
    """`asked` with the row that was chosen; `opened` with the activity of a cell."""

    asked = Signal(object)
    opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.desk = desk
        self.countries: tuple[Country, ...] = ()
        self.rows: dict[str, Row] = {}
        self.field = Choice(_("Field"), [(each, _(FIELDS[each])) for each in ACTIVITY_FIELDS], Field.RETENTION)
        self.field.changed.connect(self.show_field)
        self.only = Toggle(_("Only differences"), self.show_field)
        self.matrix = Matrix(_("Register: activities by country"))
        self.matrix.setMinimumHeight(theme.px(170 if theme.is_large() else 300))
        self.matrix.chosen.connect(self._chosen)
        self.matrix.opened.connect(self._opened)
        self.sum = text("", "caption", "muted", wrap=True)
        self.setLayout(column(holder(Flow([self.field, self.only], middle=True)), (box(column(self.matrix, margin=1)), 1), self.sum, gap=12))

    def refresh(self, countries: Sequence[Country]) -> None:
        self.countries = tuple(countries)
        self.show_field()

    def show_field(self) -> None:
        field = Field(self.field.value())
        found = [each for each in comparison.compare(self.desk, field).rows if each.differs or not self.only.isChecked()]
        self.rows = {each.activity: each for each in found}
        sides = [Head(each.activity, terms.title(each.title), ngettext("{number} country", "{number} countries", len({cell.country for cell in each.cells})))
                 for each in found]
        heads = [Head(each.code, language.country(each.code), "" if each.notice else _("No notice")) for each in self.countries]
        silent = self.matrix.blockSignals(True)
        self.matrix.show_matrix(sides, heads, {(each.activity, cell.country): cell_of(field, each, cell) for each in found for cell in each.cells})
        self.matrix.blockSignals(silent)
        open_ = sum(each.differs and each.justified is None for each in found)
        say(self.sum, ngettext("{number} activity differs between countries, and nobody said why", "{number} activities differ between countries, and nobody said why", open_)
            if open_ else _("Nothing differs without a reason"))

    def _lies_over(self) -> bool:
        """In a narrow window the pane would lie over what is being moved through; there Enter shows it."""
        return self.window().width() / theme.scale() < NARROW

    def _chosen(self, activity: str, _country: str) -> None:
        if activity in self.rows and not self._lies_over():
            self.asked.emit(self.rows[activity])

    def _opened(self, activity: str, country: str) -> None:
        if activity in self.rows and self._lies_over():
            self.asked.emit(self.rows[activity])
        elif activity in self.rows and (cell := next((each for each in self.rows[activity].cells if each.country == country), None)) is not None:
            self.opened.emit(f"{cell.activity}:{self.field.value()}")


class RowPane(Pane):
    """What each country says, and the reason for the difference: `justify(why, form)` where one may write."""

    def __init__(self, field: Field, each: Row, open_: Callable[[str], object], justify: Callable[[str, Form], object] | None,
                 closed: Callable[[], object]) -> None:
        self.justify = justify
        parts: list[Part] = [text(_(FIELDS[field]), "small", "muted", wrap=True)]
        for cell in each.cells:
            parts += [rule(), row((text(language.country(cell.country), "strong", wrap=True), 1),
                                  Button(_("Open"), "line", name=_("Open the activity of {country}").format(country=language.country(cell.country)),
                                         pressed=partial(open_, f"{cell.activity}:{field}")))]
            parts += [text(words, "small", wrap=True) for words in said_in(cell)] or [row(ChipLabel(_("Not stated"), "warn", "alert"), 0)]
            if field is Field.RETENTION and cell.decision is None:
                parts += [text(rule_words(said.rule), "caption", "muted", wrap=True) for said in cell.statements[:3] if said.rule and said.rule.duration]
        if each.justified is not None:
            words = _("{account}, {day}: {why}").format(account=each.justified.by, day=language.day(each.justified.on), why=each.justified.why)
            parts += [rule(), banner(words, "info", head=_("May differ, because"))]
        foot = []
        self.form = Form(f"register.justify.{each.activity}.{field}")
        if each.differs and justify is not None:
            self.form.add("reason", _("Why they may differ"), TextField(_("Why they may differ"), lines=3, longest=2000),
                          help=_("Name the law or the fact. It holds until one of the countries says something else."))
            parts += [rule(), low(self.form)]
            foot.append(Button(_("Justify the difference"), "primary", "check", pressed=lambda: justify(self.form.values()["reason"], self.form)))
        state = (Chip(_("Justified"), "info", "info") if each.justified else Chip(_("Differs"), "bad", "cross") if each.differs else Chip(_("Agrees"), "ok", "check"))
        super().__init__(terms.title(each.title), *parts, chips=(state,), foot=foot, closed=closed)
