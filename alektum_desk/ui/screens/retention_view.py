"""Every retention rule with its line, and the day on which something must go, with the reason."""
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.errors import _N
from alektum_desk.domain.notices import Field
from alektum_desk.domain.records import GROUP, Country
from alektum_desk.domain.retention import ACTIONS, DEEDS, TRIGGERS, Trigger
from alektum_desk.domain.subjects import LABELS, Category
from alektum_desk.services import records, retention, terms
from alektum_desk.services.desk import Desk
from alektum_desk.services.retention import RuleRow
from alektum_desk.ui import theme
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.cells import Cell, Quiet, Two
from alektum_desk.ui.widgets.chips import Chip
from alektum_desk.ui.widgets.fields import CheckField, Choice, DateField
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import Part, box, card, column, holder, say, text


def country_cell(each: RuleRow) -> str:
    return records.country_words(each.country) if each.country else _("No country")


def source_cell(each: RuleRow) -> Cell:
    known = each.known
    if known.notice is not None:
        return _("{notice}, line {line}").format(notice=known.notice, line=known.line)
    return Chip(_("Decided"), "ok", "check") if known.decided else Quiet(_("No notice"))


def _rule(text: str) -> str:
    return terms.term(text, Field.RETENTION)


COLUMNS: tuple[Column[RuleRow], ...] = (
    Column(_N("Rule"), lambda each: each.known.text, text=_rule, cell=lambda each: Two(_rule(each.known.text), retention.rule_words(each.known.rule)), stretch=True),
    Column(_N("Country"), country_cell),
    Column(_N("What then"), lambda each: _(ACTIONS[each.known.rule.action])),
    Column(_N("Source"), lambda each: each.known.id, cell=source_cell),
)


class RetentionView(QWidget):
    """`opened` with a place of the register; `schedule_asked` when the paper is wanted."""

    opened = Signal(str)
    schedule_asked = Signal()

    def __init__(self, desk: Desk, attempt: Callable[[Callable[[], object], Form], object]) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.desk, self.attempt = desk, attempt
        self.form = form = Form("register.retention", beside=True, gap=8)
        self.country = form.add("country", _("Country"), Choice(_("Country")))
        form.add("category", _("Whose data"), Choice(_("Whose data"), [(each, _(LABELS[each])) for each in Category], Category.DEBTOR))
        form.add("trigger", _("What happened"), Choice(_("What happened"), [(each, _(TRIGGERS[each])) for each in Trigger]))
        self.on = form.add("on", _("On which day"), DateField(_("On which day"), desk.today(), today=desk.today))
        form.add("claim", "", CheckField(_("A legal claim needs the data")))
        self.day, self.reason = text("", "head", wrap=True), text("", "small", wrap=True)
        self.result = box(column(self.day, self.reason, gap=6, margin=16), "well")
        self.result.hide()
        ask = Button(_("Work it out"), "primary", "calendar", pressed=self.work_out)
        paper = Button(_("Schedule as PDF"), "", "export", pressed=self.schedule_asked.emit)
        calculator = card(form, holder(Flow([ask, paper])), self.result, title=_("When do data end?"))
        self.table: Table[RuleRow] = Table(_("Retention rules"), COLUMNS)
        self.table.setMinimumHeight(theme.px(240))
        self.table.opened.connect(self._open)
        parts: list[Part] = [calculator, (box(column(self.table, margin=1)), 1)]
        self.setLayout(column(*parts, gap=12))

    def refresh(self, countries: tuple[Country, ...]) -> None:
        self.country.offer([(each.code, language.country(each.code)) for each in countries if each.code != GROUP], self.country.value() or self.desk.office.country)
        self.table.set_rows(retention.rules(self.desk, everything=True))

    def work_out(self) -> None:
        self.attempt(self._work_out, self.form)

    def _work_out(self) -> None:
        values, on = self.form.values(), self.on.day()
        if on is None:
            self.form.show_problem("on", _("Write the day on which it happened."))
            return
        found = retention.when(self.desk, values["country"], Category(values["category"]), Trigger(values["trigger"]), on, claim=bool(values["claim"]))
        deed = _(DEEDS[found.end.deed]) if found.end.deed else ""
        say(self.day, _("{deed} by the end of {day}").format(deed=deed, day=language.day(found.end.on)) if found.end.on else _("No day is given"))
        say(self.reason, found.reason)
        self.result.show()

    def _open(self, each: RuleRow) -> None:
        if each.activities:
            known = each.known
            self.opened.emit(f"{each.activities[0]}:{known.notice}:{known.line}" if known.notice else f"{each.activities[0]}")
