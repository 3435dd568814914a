"""Settings: how the program speaks and looks, when it locks itself, and who has an account."""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QShowEvent

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.accounts import FOR_PEOPLE, Account, Role
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import _N
from alektum_desk.ui import memory, theme
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.roles import ROLES
from alektum_desk.ui.screen import Header, Screen
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import Chip
from alektum_desk.ui.widgets.fields import CheckField, Choice, LineField, SecretField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import Scroller, card, column, holder

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

def shown_name(account: Account) -> str:
    return _("Recovery code") if account.role is Role.RECOVERY else account.name


READ: dict[str, Callable[[str], Any]] = {"language": str, "palette": str, "text_size": int, "still": bool, "lock_after": int}

ACCOUNTS: tuple[Column[Account], ...] = (
    Column(_N("Name"), shown_name, stretch=True),
    Column(_N("Role"), lambda account: _(ROLES[account.role])),
    Column(_N("State"), lambda account: _("Disabled") if account.disabled else _("Active"),
           cell=lambda account: Chip(_("Disabled"), "plain", "lock") if account.disabled else Chip(_("Active"), "ok", "check")),
)


class SettingsScreen(Screen):
    name, title, help = "settings", _N("Settings"), "settings"
    watches = frozenset({Kind.ACCOUNT})

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)
        self.look = self._look_form()
        self.accounts: Table[Account] = Table(_("Accounts"), ACCOUNTS)
        parts = [card(self.look, title=_("Language and look"))]
        self.can_manage = desk.who.role is Role.DPO
        if self.can_manage:
            parts.append(card(self.accounts, title=_("Accounts")))
            self.command(_("Add an account"), self.begin_account, icon="plus", primary=True)
        self.setLayout(column((Scroller(holder(column(*parts, 0, gap=16))), 1)))

    def _look_form(self) -> Form:
        now = memory.current()
        form = Form("look", beside=True)
        spoken = [("", _("As the system")), *((code, language.language_name(code)) for code in language.LANGUAGES)]
        self.language = form.add("language", _("Language"), Choice(_("Language"), spoken, now.language))
        self.palette_ = form.add("palette", _("Colours"), Choice(_("Colours"), [(key, _(words)) for key, words in theme.CHOICES.items()], now.palette))
        sizes = sorted({100, 110, 125, 150, 175, 200, now.text_size})
        self.size_ = form.add("text_size", _("Text size"),
                              Choice(_("Text size"), [(str(each), _("{number} %").format(number=each)) for each in sizes], str(now.text_size)))
        self.still = form.add("still", "", CheckField(_("Nothing moves by itself (reduced motion)"), now.still))
        after = [(key, _(words)) for key, words in memory.LOCK_AFTER.items()]
        self.lock_after = form.add("lock_after", _("Lock after"), Choice(_("Lock after"), after, str(now.lock_after)),
                                   help=_("Without a key or a move for that long, the desk locks itself."))
        form.setProperty("live", True)      # what stands in it is in force already: nothing to bring back
        self._shown = form.values()
        form.changed.connect(self.put_in_force)
        return form

    def put_in_force(self) -> None:
        """What was changed here and nothing else: a key of the menu may have changed the rest meanwhile."""
        now = self.look.values()
        changed = {key: READ[key](value) for key, value in now.items() if value != self._shown[key]}
        self._shown = now
        if changed:
            memory.change(**changed)
            self.look_changed.emit()

    def show_look(self) -> None:
        """As the settings are now, whoever changed them."""
        kept = memory.current()
        with QSignalBlocker(self.look):
            self._shown = {"language": kept.language, "palette": kept.palette, "text_size": str(kept.text_size),
                           "still": "yes" if kept.still else "", "lock_after": str(kept.lock_after)}
            for key, value in self._shown.items():
                with QSignalBlocker(self.look.rows[key].field):
                    self.look.rows[key].field.set_value(value)
        self._shown = self.look.values()

    def showEvent(self, event: QShowEvent) -> None:
        self.show_look()
        super().showEvent(event)

    def header(self) -> Header:
        return Header(_(self.title), _("How the program speaks, looks and locks"))

    def refresh(self) -> None:
        if self.can_manage:
            from alektum_desk.services import accounts
            self.accounts.set_rows(accounts.known(self.desk))
            self.accounts.fit()

    def stops(self) -> tuple[str, ...]:
        return ("", "account") if self.can_manage else ("",)

    def arrive(self, argument: str) -> None:
        if argument == "account" and self.can_manage:
            self.begin_account()

    def place(self) -> str:
        return "account" if self.pane is not None else ""

    def back(self) -> bool:
        if self.pane is None:
            return False
        self.show_pane(None)
        return True

    def begin_account(self) -> None:
        """A password goes into no draft, so the whole form does not."""
        self.form = Form("account")
        self.form.add("name", _("Name"), LineField(_("Name"), longest=100))
        self.form.add("role", _("Role"), Choice(_("Role"), [(role, _(ROLES[role])) for role in FOR_PEOPLE]),
                      help=_("The role decides which compartments the password opens."))
        self.form.add("password", _("First password"), SecretField(_("First password")), help=_("Eight characters at least."))
        self.show_pane(Pane(_("Add an account"), self.form, foot=(Button(_("Add the account"), "primary", pressed=self.add_account),),
                            closed=lambda: self.show_pane(None)))
        self.form.rows["name"].field.setFocus()

    def add_account(self) -> None:
        from alektum_desk.services import accounts
        values = self.form.values()
        if not values["name"].strip():
            self.form.show_problem("name", _("Say whose account it is."))
            return
        if self.attempt(lambda: accounts.add(self.desk, values["name"], values["role"], values["password"]), self.form):
            self.tell(_("The account is there"), "person")
            self.show_pane(None)
            self.renew()
