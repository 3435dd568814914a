"""The second pair of eyes: a colleague or a witness gives the own password for one act."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QWidget

from alektum_desk.base.language import _
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.dialog import Dialog
from alektum_desk.ui.widgets.fields import Choice, SecretField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.words import text


class SecondPerson(Dialog):
    """Who confirms, and with which password; what is confirmed stands above."""

    def __init__(self, parent: QWidget | None, heading: str, what: str, names: Sequence[str]) -> None:
        self.form = Form("second")
        self.form.add("account", _("Who confirms"), Choice(_("Who confirms"), [(each, each) for each in names]))
        self.form.add("password", _("Password"), SecretField(_("Password")), help=_("Of the person who confirms."))
        self.confirm, keep = Button(_("Confirm"), "primary", "check"), Button(_("Leave it"))
        super().__init__(parent, text(heading, "head", wrap=True), text(what, "body", "muted", wrap=True), self.form, foot=(keep, self.confirm), focus=keep)
        keep.clicked.connect(self.reject)
        self.confirm.clicked.connect(self.accept)

    @classmethod
    def example(cls, parent: QWidget | None = None) -> SecondPerson:
        return cls(parent, _("Somebody else approves this version"), _("You wrote it, so a colleague or a witness confirms it."), ["A Witness"])


def ask(parent: QWidget | None, heading: str, what: str, names: Sequence[str]) -> tuple[str, str] | None:
    """Account and password; None when it was thought better of."""
    dialog = SecondPerson(parent, heading, what, names)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    values = dialog.form.values()
    return values["account"], values["password"]
