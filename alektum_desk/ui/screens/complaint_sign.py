"""The certificate with which an officer signs a letter of the office, and its password, which is kept nowhere."""
from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.errors import DeskError
from alektum_desk.services import signatures
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.dialog import Dialog
from alektum_desk.ui.widgets.fields import SecretField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.words import text


class SignDialog(Dialog):
    """Accepted with `seal` open. What it refuses stands below the password, which stays typed until then."""

    def __init__(self, parent: QWidget | None, certificate: Path) -> None:
        self._certificate = certificate
        self.form = Form("cases.sign")
        password = self.form.add("password", _("Password of the certificate"), SecretField(_("Password of the certificate")))
        self.leave, self.sign = Button(_("Leave it")), Button(_("Sign"), "primary", pressed=self._open)
        super().__init__(parent, text(_("Sign with {file}").format(file=certificate.name), "head", wrap=True),
                         text(_("The PDF carries the signature; nothing of it is seen on the page."), "body", "muted", wrap=True),
                         self.form, foot=(self.leave, self.sign), focus=password)
        self.leave.clicked.connect(self.reject)
        self.finished.connect(lambda _how: self.form.empty())
        password.returnPressed.connect(self._open)

    @classmethod
    def example(cls, parent: QWidget | None = None) -> SignDialog:
        return cls(parent, Path("officer.p12"))

    def _open(self) -> None:
        try:
            self.seal = signatures.seal(self._certificate, self.form.values()["password"])
        except DeskError as error:
            self.form.show_problem("password", f"{language.sentence(error)} {language.hint(error)}")
            return
        self.accept()
