"""One's own password."""
from __future__ import annotations

from alektum_desk.base.language import _
from alektum_desk.domain.accounts import Role
from alektum_desk.domain.errors import _N, DeskError
from alektum_desk.services.desk import Desk
from alektum_desk.ui.screen import Screen
from alektum_desk.ui.screens.settings_section import Section, sentences
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import SecretField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.words import card, row, text

SHORTEST = 8


class PasswordSection(Section):
    name, title, icon = "password", _N("Your password"), "badge"

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.form = Form("password")
        self.old = self.form.add("old", _("The password of today"), SecretField(_("The password of today")))
        self.fresh = self.form.add("fresh", _("The new password"), SecretField(_("The new password")),
                                   help=_("Four words are easy to keep and hard to guess."))
        self.again = self.form.add("again", _("The same password again"), SecretField(_("The same password again")))
        self.button = Button(_("Change your password"), "primary", pressed=self.change)
        self.again.returnPressed.connect(self.change)
        said = _("It opens what your role may see. Nobody can read it back to you, not even an officer.")
        self.lay(card(text(said, "small", "muted", wrap=True), self.form, row(self.button, 0), title=_("Your password")))

    @classmethod
    def is_for(cls, desk: Desk) -> bool:
        return desk.who.role is not Role.RECOVERY

    def change(self) -> None:
        values = self.form.values()
        for key, wrong, sentence in (
                ("old", not values["old"], _("Type the password first.")),
                ("fresh", len(values["fresh"]) < SHORTEST, _("A password has eight characters at least.")),
                ("again", values["again"] != values["fresh"], _("This is not the same password."))):
            if wrong:
                self.form.show_problem(key, sentence)
                self.form.rows[key].field.setFocus()
                return
        from alektum_desk.services import accounts
        self.button.setEnabled(False)
        self.screen_.jobs.run(lambda _progress: accounts.change_password(self.desk, values["fresh"], values["old"]),
                              label=_("Changing the password"), done=lambda _nothing: self._changed(), refused=self._refused)

    def _changed(self) -> None:
        self.button.setEnabled(True)
        self.form.empty()
        self.screen_.tell(_("Your password is changed"), "badge")

    def _refused(self, error: DeskError) -> None:
        self.button.setEnabled(True)
        if error.code == "not_allowed":
            self.form.show_problem("old", sentences(error))
            self.old.selectAll()
            self.old.setFocus()
        else:
            self.screen_.failed.emit(error)
