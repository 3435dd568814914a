"""The processors of the office and those whom they engaged, with the state of each contract (Art. 28)."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.details import MECHANISMS
from alektum_desk.domain.errors import _N
from alektum_desk.domain.processors import (
    CONTRACTS,
    LONGEST_NAME,
    LONGEST_SERVICE,
    NAMED,
    Contract,
    NewProcessor,
    Processor,
)
from alektum_desk.domain.records import Listed
from alektum_desk.services import processors, records, terms
from alektum_desk.services.desk import Desk
from alektum_desk.ui import theme
from alektum_desk.ui.screens.compare_view import NARROW
from alektum_desk.ui.screens.new_activity import low
from alektum_desk.ui.widgets.banners import EmptyState, banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.cells import Cell, Quiet, Two
from alektum_desk.ui.widgets.chips import Chip
from alektum_desk.ui.widgets.fields import CheckField, Choice, DateField, LineField, TextField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import Part, box, column, row, text

LOOKS = {Contract.SIGNED: ("ok", "check"), Contract.NEGOTIATED: ("warn", "clock"), Contract.UNKNOWN: ("warn", "alert"), Contract.MISSING: ("bad", "incident"), Contract.ENDED: ("plain", "exit")}


def contract_chip(each: Processor) -> Chip:
    if each.named:
        return Chip(_(NAMED), "warn", "alert")
    return Chip(_(CONTRACTS[each.said.contract]), *LOOKS[each.said.contract])


def lacking_cell(each: Processor) -> Cell:
    return Chip(ngettext("{number} lack", "{number} lacks", len(each.wants)), "bad", "incident") if each.wants and not each.named else Quiet("–")


COLUMNS: tuple[Column[Processor], ...] = (
    Column(_N("Processor"), lambda each: each.said.name, stretch=True,
           cell=lambda each: Two(f"↳ {each.said.name}" if each.said.parent else each.said.name, each.said.service)),
    Column(_N("Country"), lambda each: language.country(each.said.country) if each.said.country else _("Not recorded"), spare=2),
    Column(_N("Contract"), lambda each: contract_chip(each).words, cell=contract_chip),
    Column(_N("Activities"), lambda each: len(each.said.activities), text=language.number, right=True, spare=3),
    Column(_N("Lacking"), lambda each: len(each.wants), text=language.number, cell=lacking_cell, spare=1),
)


class ProcessorsView(QWidget):
    """`asked` with the processor to be shown beside, or None for a new one."""

    asked = Signal(object)

    def __init__(self, desk: Desk, *, can_write: bool) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.desk = desk
        self.table: Table[Processor] = Table(_("Processors"), COLUMNS, sortable=False)
        self.table.setMinimumHeight(theme.px(150 if theme.is_large() else 240))
        self.table.opened.connect(self.asked)
        self.table.chosen.connect(self._chosen)
        new = Button(_("New processor"), "", "plus", pressed=lambda: self.asked.emit(None))
        new.setVisible(can_write)
        self.empty = EmptyState("building", _("No processor is recorded yet"),
                                _("Whoever handles data for the office has a contract under Art. 28: printers, hosts, collectors abroad."))
        self.place = box(column(self.table, margin=1))
        parts: list[Part] = [row((text(_("Whoever handles data for the office, and whom they engaged in turn"), "small", "muted", wrap=True), 1), new),
                             (self.place, 1), self.empty]
        self.setLayout(column(*parts, gap=12))

    def _chosen(self, each: Processor | None) -> None:
        """In a narrow window the pane would lie over the list that is being moved through; there Enter shows it."""
        if each is not None and self.table.hasFocus() and self.window().width() / theme.scale() >= NARROW:
            self.asked.emit(each)

    def refresh(self) -> None:
        rows = processors.known(self.desk)
        self.table.set_rows(rows)
        self.place.setVisible(bool(rows))
        self.empty.setVisible(not rows)


class ProcessorPane(Pane):
    """`keep(new, reason, id, form)`, and without it one only reads; `drop(one, reason, form)`. One that is only named is kept as a new one."""

    def __init__(self, desk: Desk, one: Processor | None, every: Sequence[Processor], activities: Sequence[Listed],
                 keep: Callable[[NewProcessor, str, str | None, Form], object] | None, drop: Callable[[Processor, str, Form], object],
                 closed: Callable[[], object]) -> None:
        self.one = None if one is None or one.named else one
        self.keep, self.drop, self.activities = keep, drop, activities
        said = one.said if one else NewProcessor("", "")
        self.form = form = Form(f"register.processor.{one.id if one else 'new'}")
        form.add("name", _("Name"), LineField(_("Name"), said.name, longest=LONGEST_NAME))
        form.add("service", _("What it does"), LineField(_("What it does"), said.service, longest=LONGEST_SERVICE))
        form.add("country", _("Country"), LineField(_("Country"), said.country or "", longest=2), help=_("Two letters, as BE."))
        form.add("contract", _("Contract, Art. 28(3)"), Choice(_("Contract"), [(key, _(words)) for key, words in CONTRACTS.items()], said.contract))
        self.signed = form.add("signed_on", _("Signed on"), DateField(_("Signed on"), said.signed_on, today=desk.today))
        self.ends = form.add("ends_on", _("Ends on"), DateField(_("Ends on"), said.ends_on, today=desk.today))
        form.add("mechanism", _("Safeguard, Art. 46"), Choice(_("Safeguard"), [("", _("Not recorded")), *((key, _(words)) for key, words in MECHANISMS.items())],
                                                               said.mechanism or ""))
        others = [("", _("The office")), *((each.id, each.said.name) for each in every if one is None or each.id != one.id)]
        form.add("parent", _("Engaged by"), Choice(_("Engaged by"), others, said.parent or ""))
        form.add("note", _("Note"), TextField(_("Note"), said.note or "", lines=2, longest=2000))
        if keep is not None:
            form.add("reason", _("Reason"), TextField(_("Reason"), lines=2, longest=2000), help=_("It stands in the history beside your name."))
        form.add_widget(text(_("Works for these activities"), "label", wrap=True))
        for each in activities[:200]:
            words = _("{activity}, {country}").format(activity=terms.title(each.title), country=records.country_words(each.country))
            form.add(f"for:{each.id}", "", CheckField(words, each.id in said.activities))
        lacks: list[Part] = [banner(_(words), "warn" if one.named else "bad") for words in one.wants] if one else []
        foot = [Button(_("Keep it"), "primary", "check", pressed=self.save)] if keep is not None else []
        if keep is not None and (kept := self.one) is not None:
            foot.append(Button(_("Take it out"), "danger", "erase", pressed=lambda: drop(kept, self.form.values()["reason"], self.form)))
        super().__init__(said.name or _("New processor"), *lacks, low(form), foot=foot, closed=closed)

    def begin(self) -> None:
        self.form.rows["name"].field.setFocus()

    def save(self) -> None:
        values = self.form.values()
        here = tuple(key.removeprefix("for:") for key, on in values.items() if key.startswith("for:") and on)
        new = NewProcessor(values["name"], values["service"], values["country"] or None, Contract(values["contract"]), self.signed.day(), self.ends.day(),
                           values["mechanism"] or None, values["parent"] or None, here, values["note"].strip() or None)
        if self.keep is not None:
            self.keep(new, values["reason"], self.one.id if self.one else None, self.form)
