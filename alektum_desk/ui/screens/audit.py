"""Audit: is what is kept still what was written, and the papers that show it to an inspector."""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.checks import Log, Problem
from alektum_desk.domain.errors import _N
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.screen import Header, Screen
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.cells import Cell
from alektum_desk.ui.widgets.chips import Chip
from alektum_desk.ui.widgets.fields import SecretField
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import Scroller, card, clear, column, holder, text

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

COMPARTMENTS = {"register": _N("Register"), "cases": _N("Cases"), "visitors": _N("Visitors"), "keyring": _N("Keys")}


def verdict(log: Log) -> str:
    return _("Needs work") if log.problems else _("In order")


def verdict_chip(log: Log) -> Cell:
    return Chip(verdict(log), "bad", "incident") if log.problems else Chip(verdict(log), "ok", "check")


LOGS: tuple[Column[Log], ...] = (
    Column(_N("Journal"), lambda log: _(COMPARTMENTS.get(log.compartment, log.compartment))),
    Column(_N("Entries"), lambda log: log.entries, text=language.number, right=True),
    Column(_N("Root"), lambda log: log.root[:16]),
    Column(_N("State"), verdict, cell=verdict_chip),
)


class AuditScreen(Screen):
    name, title, help = "audit", _N("Audit"), "audit"
    scrolls = True

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)
        self.logs: Table[Log] = Table(_("Journals"), LOGS)
        self.note = text("", "small", "muted", wrap=True)
        self.found = holder(column(gap=8))
        self.found.hide()
        self.command(_("Check the journals"), self.check, icon="audit", primary=True)
        self.command(_("Check the files"), self.begin_files, icon="lock")
        self.command(_("Export the register as PDF"), lambda: self.export("pdf"), icon="export")
        self.command(_("Export the register as JSON"), lambda: self.export("json"), icon="export")
        self.setLayout(column((Scroller(holder(column(
            card(text(_("Every change leaves an entry. Each entry is sealed to the one before it, so that none can be taken away or "
                        "changed without a trace."), "small", "muted", wrap=True), self.logs, self.note, title=_("Journals")),
            self.found,
            card(text(_("The register as a paper for an inspector, with its facts inside the file for a machine."), "small", "muted", wrap=True),
                 holder(Flow((Button(_("Export as PDF"), "", "export", pressed=lambda: self.export("pdf")),
                              Button(_("Export as JSON"), "quiet", "export", pressed=lambda: self.export("json"))))), title=_("Register")),
            0, gap=16))), 1)))

    def header(self) -> Header:
        return Header(_(self.title), _("Proofs that an inspector can check"))

    def refresh(self) -> None:
        self.check()

    def stops(self) -> tuple[str, ...]:
        return ("", "files")

    def arrive(self, argument: str) -> None:
        if argument == "files":
            self.begin_files()

    def place(self) -> str:
        return "files" if self.pane is not None else ""

    def back(self) -> bool:
        if self.pane is None:
            return False
        self.show_pane(None)
        return True

    def check(self) -> None:
        from alektum_desk.services import checks
        self.run(lambda _progress: checks.journals(self.desk), self.show_logs, _("Checking the journals"))

    def show_logs(self, logs: Sequence[Log]) -> None:
        self.logs.set_rows(logs)
        self.logs.fit()
        entries = sum(log.entries for log in logs)
        self.note.setText(ngettext("{number} entry was read.", "{number} entries were read.", entries))
        self.show_problems([problem for log in logs for problem in log.problems])

    def show_problems(self, problems: Sequence[Problem]) -> None:
        clear(self.found.layout())
        self.found.setVisible(bool(problems))
        for problem in problems[:20]:
            place = _(COMPARTMENTS.get(problem.compartment, problem.compartment))
            self._say(banner(_("{compartment}: what stands in {place} is not what was written ({code}).").format(
                compartment=place, place=problem.where, code=problem.code), "bad"))

    def _say(self, widget: QWidget) -> None:
        layout = self.found.layout()
        if layout is not None:
            layout.addWidget(widget)
            self.found.show()

    def begin_files(self) -> None:
        """The files are read with the password, as if they were opened anew."""
        self.form = Form("check")
        self.form.add("password", _("Password"), SecretField(_("Password")), help=_("Every page of every file is read again with it."))
        self.show_pane(Pane(_("Check the files"), self.form, foot=(Button(_("Check the files"), "primary", pressed=self.check_files),),
                            closed=lambda: self.show_pane(None)))
        self.form.rows["password"].field.setFocus()

    def check_files(self) -> None:
        from alektum_desk.services import checks
        home, who, password = self.desk.home, self.desk.who.name, self.form.values()["password"]
        self.form.empty()
        self.run(lambda _progress: checks.files(home, who, password), self.show_files, _("Checking the files"))

    def show_files(self, problems: Sequence[Problem]) -> None:
        self.show_pane(None)
        self.show_problems(problems)
        if not problems:
            self._say(banner(_("Every page of every file is in order."), "ok"))

    def export(self, kind: str) -> None:
        from alektum_desk.services import register_export
        names = {"pdf": _("PDF (*.pdf)"), "json": _("JSON (*.json)")}
        path = ask.save_path(self, _("Export the register"), f"register.{kind}", names[kind])
        if path is not None:
            self.run(lambda _progress: register_export.export(self.desk, kind, path), lambda _path: self.tell(_("The register is exported"), "export"),
                     _("Writing the register"))
