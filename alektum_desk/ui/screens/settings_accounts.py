"""Who may sit at this desk: accounts, their roles, the recovery code, the second pair of eyes."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.accounts import FOR_PEOPLE, OPENS, Account, Role
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import _N
from alektum_desk.services.desk import Desk
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.roles import ROLES
from alektum_desk.ui.screen import Screen
from alektum_desk.ui.screens.settings_section import Section, manages
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.cells import Cell, Quiet, Two
from alektum_desk.ui.widgets.chips import Chip
from alektum_desk.ui.widgets.fields import Choice, LineField, SecretField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import Part, Picture, box, card, column, row, rule, text

COMPARTMENTS = {"register": _N("Register"), "cases": _N("Cases"), "visitors": _N("Visitors")}
MEANS = {
    Role.DPO: _N("Opens everything, gives accounts, makes backups."), Role.FRONT_DESK: _N("Signs visitors in and out, and opens nothing else."),
    Role.AUDITOR: _N("Reads the register, its history and the proofs; changes nothing."),
    Role.WITNESS: _N("Opens nothing. Confirms with the own password what one officer alone may not do."),
    Role.RECOVERY: _N("A code on paper that opens everything when a password is lost."),
}


@dataclass(frozen=True, slots=True)
class Person:
    """An account as this desk shows it; `at` is its last entry in a journal, in the office's time."""

    account: Account
    at: datetime | None
    here: bool

    @property
    def name(self) -> str:
        return _("Recovery code") if self.account.role is Role.RECOVERY else self.account.name


def _named(person: Person) -> Cell:
    role = _(ROLES[person.account.role])
    return Two(person.name, _("{role}, this is you").format(role=role) if person.here else role, "person", "accent" if person.here else "muted")


def _state(person: Person) -> Chip:
    return Chip(_("Disabled"), "plain", "lock") if person.account.disabled else Chip(_("Active"), "ok", "check")


def _opens(person: Person) -> Cell:
    opened = [] if person.account.disabled else OPENS[person.account.role]
    return _("Everything") if len(opened) == len(COMPARTMENTS) else ", ".join(_(COMPARTMENTS[each]) for each in opened) or Quiet(_("Nothing"))


PEOPLE: tuple[Column[Person], ...] = (
    Column(_N("Name"), lambda person: person.name, cell=_named, stretch=True),
    Column(_N("Opens"), lambda person: ", ".join(_(COMPARTMENTS[each]) for each in OPENS[person.account.role]) if not person.account.disabled else "",
           cell=_opens),
    Column(_N("Last entry"), lambda person: person.at, text=language.moment,
           cell=lambda person: language.moment(person.at) if person.at else Quiet(_("None yet"))),
    Column(_N("State"), lambda person: _state(person).words, cell=_state),
)


class AccountsSection(Section):
    name, title, icon = "accounts", _N("Accounts"), "people"
    watches = frozenset({Kind.ACCOUNT})

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.form = Form("account")
        self.table: Table[Person] = Table(_("Accounts"), PEOPLE)
        self.follow(self.table, self.show_person)
        head = row((text(_("Accounts"), "lead", wrap=True), 1), Button(_("Add an account"), "primary", "plus", pressed=self.begin), margin=(20, 14, 14, 8))
        said = _("An account is disabled or narrowed by giving everything it could open a new key: it opens nothing any more, also not in older copies of the keyring.")
        self.lay(
            box(column(head, rule(), self.table, gap=0, margin=(1, 0, 1, 10))),
            card(row(Picture("info", "muted", 18), (text(said, "small", wrap=True), 1), gap=10),
                 row(Picture("eye", "muted", 18), (text(_("A witness is the second pair of eyes in an office with one officer: a visit is put on hold "
                                                         "only when somebody else confirms it with the own password."), "small", wrap=True), 1), gap=10),
                 title=_("How it works")),
            card(text(_("The recovery code was shown once at set-up and lies nowhere. It opens the desk when every password is lost. Make a new one when the paper is lost, or somebody saw it."),
                      "small", "muted", wrap=True),
                 row(Button(_("Make a new recovery code"), "", "badge", pressed=self.renew_code), 0), title=_("Recovery code")))
        self._shown: Person | None = None

    @classmethod
    def is_for(cls, desk: Desk) -> bool:
        return manages(desk)

    def refresh(self) -> None:
        from alektum_desk.services import accounts
        last = accounts.last_entries(self.desk)
        people = [Person(each, last[each.id].astimezone(self.desk.zone) if each.id in last else None, each.id == self.desk.who.id)
                  for each in accounts.known(self.desk)]
        kept = self._shown
        self.table.set_rows(people)
        self.table.fit()
        if kept is not None and self.screen_.pane is not None and isinstance(self.screen_.pane, PersonPane):
            found = next((each for each in people if each.account.id == kept.account.id), None)
            if found is not None:
                self.show_person(found)

    def stops(self) -> Sequence[str]:
        return ("", "add", "one")

    def arrive(self, inside: str) -> None:
        if inside == "add":
            self.begin()
        elif inside == "one":
            self.show_person(next((each for each in self.table.rows.shown() if not each.here), None))

    def place(self) -> str:
        return "add" if self.screen_.pane is not None and not isinstance(self.screen_.pane, PersonPane) else ""

    def close_pane(self) -> None:
        self._shown = None
        self.screen_.show_pane(None)

    # --- somebody new --------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """A password goes into no draft, so the whole form does not."""
        self.form = Form("account")
        self.form.add("name", _("Name"), LineField(_("Name"), longest=100))
        self.form.add("role", _("Role"), Choice(_("Role"), [(role, _(ROLES[role])) for role in FOR_PEOPLE]),
                      help=_("The role decides which compartments the password opens."))
        self.form.add("password", _("First password"), SecretField(_("First password")), help=_("Eight characters at least."))
        self.screen_.show_pane(Pane(_("Add an account"), self.form, foot=(Button(_("Add the account"), "primary", pressed=self.add),),
                                    closed=self.close_pane))
        self.form.rows["name"].field.setFocus()

    def add(self) -> None:
        from alektum_desk.services import accounts
        values = self.form.values()
        if not values["name"].strip():
            self.form.show_problem("name", _("Say whose account it is."))
            return
        if self.screen_.attempt(lambda: accounts.add(self.desk, values["name"], values["role"], values["password"]), self.form):
            self.screen_.tell(_("The account is there"), "person")
            self.close_pane()
            self.refresh()

    # --- somebody known ------------------------------------------------------------------------------------------

    def show_person(self, person: Person | None) -> None:
        if person is None:
            return
        self._shown = person
        self.screen_.show_pane(PersonPane(self, person))

    def change_role(self, account: Account, role: str) -> None:
        """Narrowing changes keys; widening seals what is there."""
        from alektum_desk.services import accounts
        lost = [each for each in OPENS[account.role] if each not in OPENS[Role(role)]]
        if lost and not ask.sure(self, _("Let this account open less?"),
                                 _("It loses: {compartments}. Everything it could open there gets a new key, which takes a moment.").format(
                                     compartments=", ".join(_(COMPARTMENTS[each]) for each in lost)), _("Narrow the account"), danger=False):
            return
        self.run_alone(lambda _progress: accounts.change_role(self.desk, account.name, role),
                       lambda _account: self._changed(_("The account has its new role")), _("Changing keys"))

    def give_password(self, account: Account, form: Form) -> None:
        from alektum_desk.services import accounts
        password = form.values()["password"]
        if self.screen_.attempt(lambda: accounts.give_password(self.desk, account.name, password), form):
            form.empty()
            self._changed(_("The account has its new password"))

    def disable(self, account: Account) -> None:
        from alektum_desk.services import accounts
        if ask.sure(self, _("Disable this account?"),
                    _("It opens nothing any more, from now on and for good. Everything it could open gets a new key, which takes a moment. "
                      "What it did stays in the journal under its name."), _("Disable the account"), keep=_("Leave it")):
            self.run_alone(lambda _progress: accounts.disable(self.desk, account.name),
                           lambda _account: self._changed(_("The account is disabled")), _("Changing keys"))

    def _changed(self, words: str) -> None:
        self.screen_.tell(words, "person")
        self.refresh()

    def renew_code(self) -> None:
        from alektum_desk.services import accounts
        from alektum_desk.ui.dialogs.code import CodeDialog
        if not ask.sure(self, _("Make a new recovery code?"), _("The code of today opens nothing any more. Have paper and a pen ready: the new one is shown once."),
                        _("Make a new code"), danger=False):
            return
        made: list[Any] = []
        if self.screen_.attempt(lambda: made.append(accounts.new_recovery_code(self.desk))):
            CodeDialog(made[0], self.window()).exec()
            self._changed(_("The recovery code is a new one"))


class PersonPane(Pane):
    """One account, and what an officer may do with it."""

    def __init__(self, section: AccountsSection, person: Person) -> None:
        account = person.account
        opened = [_(COMPARTMENTS[each]) for each in OPENS[account.role]]
        parts: list[Part] = [
            text(_(MEANS[account.role]), "small", wrap=True),
            _fact("lock", _("Opens: {compartments}").format(compartments=", ".join(opened)) if opened else _("Opens no compartment")),
            _fact("history", _("Last entry in a journal: {moment}").format(moment=language.moment(person.at, "long")) if person.at
                  else _("No entry in a journal yet"))]
        foot: list[Button] = []
        if account.disabled:
            parts.append(text(_("This account is disabled for good. Give the person a new one under another name."), "small", "muted", wrap=True))
        elif person.here:
            parts.append(text(_("Nobody takes rights from the own account: another officer can, or the recovery code."), "small", "muted", wrap=True))
        elif account.role is Role.RECOVERY:
            foot.append(Button(_("Make a new recovery code"), "", "badge", pressed=section.renew_code))
        else:
            parts += [rule(), *self._role(section, account), rule(), *self._password(section, account)]
            foot.append(Button(_("Disable the account"), "danger", "lock", pressed=lambda: section.disable(account)))
        super().__init__(person.name, *parts, chips=(_state(person), Chip(_(ROLES[account.role]), "plain")), foot=foot, closed=section.close_pane)

    @staticmethod
    def _role(section: AccountsSection, account: Account) -> list[Part]:
        form = Form("account-role")
        role = form.add("role", _("Role"), Choice(_("Role"), [(each, _(ROLES[each])) for each in FOR_PEOPLE], account.role))
        button = Button(_("Change the role"), pressed=lambda: section.change_role(account, role.value()))
        button.setEnabled(False)
        role.changed.connect(lambda: button.setEnabled(role.value() != account.role))
        return [form, row(button, 0)]

    @staticmethod
    def _password(section: AccountsSection, account: Account) -> list[Part]:
        if account.role is Role.DPO and section.desk.who.role is not Role.RECOVERY:
            return [text(_("An officer who lost the password opens the desk with the recovery code and sets a new one."), "small", "muted", wrap=True)]
        form = Form("account-password")
        form.add("password", _("A new password, when it was lost"), SecretField(_("New password")), help=_("Eight characters at least."))
        return [form, row(Button(_("Set the password"), pressed=lambda: section.give_password(account, form)), 0)]


def _fact(icon: str, words: str) -> Part:
    return row(Picture(icon, "muted", 18), (text(words, "small", wrap=True), 1), gap=10)
