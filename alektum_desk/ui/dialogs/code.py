"""The recovery code, shown once and checked once."""
from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from alektum_desk.base.language import _
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.dialog import Dialog
from alektum_desk.ui.widgets.fields import LineField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.words import box, column, text


class CodeDialog(Dialog):
    """Closed only by who copied it: its last four characters are asked for."""

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        self.code = code
        letters = text(" ".join(code[at:at + 4] for at in range(0, len(code), 4)), "head", wrap=True)
        letters.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.form = Form("recovery-code")
        self.ending = self.form.add("ending", _("Type its last four characters"), LineField(_("The last four characters of the code"), longest=8))
        done = Button(_("I have written it down"), "primary", pressed=self.confirm)
        self.ending.returnPressed.connect(self.confirm)
        super().__init__(
            parent, text(_("This is the new recovery code"), "head", wrap=True),
            text(_("The old one opens nothing any more. Tear its paper up."), wrap=True), box(column(letters, margin=16), "well"),
            banner(_("It is shown this once and lies nowhere on this machine. Write it on paper and keep the paper locked up."), "warn"),
            self.form, foot=(done,), focus=done)

    @classmethod
    def example(cls, parent: QWidget | None = None) -> CodeDialog:
        return cls("ABCDEFGHJKMNPQRSTVWXYZ0123456789", parent)

    def confirm(self) -> None:
        if self.ending.value().replace(" ", "").upper() != self.code[-4:]:
            self.form.show_problem("ending", _("These are not its last four characters. Look at the paper."))
            self.ending.setFocus()
            return
        self.accept()

    def reject(self) -> None:
        """Esc does not lose it; a lock closes it all the same."""
