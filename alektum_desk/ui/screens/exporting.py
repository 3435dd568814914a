"""The register out: in which form, and whether the whole of it."""
from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.errors import _N
from alektum_desk.domain.subjects import LABELS
from alektum_desk.services import records, register_export as service
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.screen import Screen
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.dialog import Dialog
from alektum_desk.ui.widgets.fields import Choice
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.words import text

# What each form is for, and what the list of files calls it.
FORMS: Mapping[str, tuple[str, str]] = {
    "pdf": (_N("PDF, to read and to keep"), _N("PDF (*.pdf)")), "xlsx": (_N("Excel, with everything"), _N("Excel (*.xlsx)")), "xlsx-ico": (_N("Excel, laid out as the ICO's template"), _N("Excel (*.xlsx)")),
    "ods": (_N("OpenDocument, with everything"), _N("OpenDocument (*.ods)")), "csv": (_N("CSV, with everything"), _N("CSV (*.csv)")), "json": (_N("JSON, with everything"), _N("JSON (*.json)")),
    "ttl": (_N("Turtle, in the terms of DPCat"), _N("Turtle (*.ttl)")),
}
ALL = ""


class ExportDialog(Dialog):
    def __init__(self, parent: QWidget | None, lands: tuple[str, ...]) -> None:
        self.form = Form("register.export")
        self.format = self.form.add("format", _("Form"), Choice(_("Form"), [(key, _(words)) for key, (words, _kind) in FORMS.items()]))
        self.country = self.form.add("country", _("Country"), Choice(_("Country"), [(ALL, _("All countries")), *((each, language.country(each)) for each in lands)]))
        self.category = self.form.add("category", _("People concerned"), Choice(_("People concerned"), [(ALL, _("Everybody")), *((each, _(words)) for each, words in LABELS.items())]))
        self.act, safe = Button(_("Choose the file"), "primary", "export"), Button(_("Leave it"))
        super().__init__(parent, text(_("Export the register"), "head", wrap=True), text(_("What carries everything can be imported again, here or on another desk."), "body", "muted", wrap=True), self.form,
                         foot=(safe, self.act), focus=self.act)
        safe.clicked.connect(self.reject)
        self.act.clicked.connect(self.accept)

    @classmethod
    def example(cls, parent: QWidget | None = None) -> ExportDialog:
        return cls(parent, ("BE", "DK", "NO"))


def ask_and_export(screen: Screen) -> None:
    """The questions, then the file, then the work."""
    dialog = ExportDialog(screen, tuple(each.code for each in records.matrix(screen.desk).countries))
    dialog.finished.connect(lambda answer: _chosen(screen, dialog) if answer == QDialog.DialogCode.Accepted else None)
    dialog.open()


def _chosen(screen: Screen, dialog: ExportDialog) -> None:
    fmt, country, category = dialog.format.value(), dialog.country.value() or None, dialog.category.value() or None
    suggestion = _("register-{office}-{day}").format(office=screen.desk.office.id, day=screen.desk.today().isoformat())
    path = ask.save_path(screen, _("Export the register"), f"{suggestion}.{fmt.split('-')[0]}", _(FORMS[fmt][1]))
    if path is not None:
        screen.run(lambda progress: service.export(screen.desk, fmt, path, country=country, category=category, progress=progress), lambda answer: _told(screen, answer), _("Writing the register"))


def _told(screen: Screen, answer: Any) -> None:
    path: Path = answer[0]
    screen.tell(_("{activities} are in {file}").format(activities=ngettext("1 activity", "{number} activities", answer[1]), file=path.name), "export")
