"""Correcting an address by hand, and looking at a signed file of new ones before any of it is taken."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.authorities import Address, Authority
from alektum_desk.domain.errors import _N, DeskError, DiskTrouble
from alektum_desk.reference import authorities as known
from alektum_desk.services import authority_records
from alektum_desk.services.authority_records import Change, Delivery
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.screens.authority_pane import FIELDS
from alektum_desk.ui.screens.complaint_rows import low
from alektum_desk.ui.screens.complaint_words import name_of
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.cells import Two
from alektum_desk.ui.widgets.dialog import Dialog
from alektum_desk.ui.widgets.fields import LineField, TextField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import clear, column, holder, row, say, text

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

COLUMNS: tuple[Column[Change], ...] = (
    Column(_N("Authority"), lambda each: name_of(each.authority), cell=lambda each: Two(name_of(each.authority), _(FIELDS.get(each.field, each.field)))),
    Column(_N("Now"), lambda each: each.old),
    Column(_N("Then"), lambda each: each.new),
)


class CorrectDialog(Dialog):
    """`keeping` when the officer wants it kept; `changes` says what differs. Nothing of the record is overwritten."""

    keeping = Signal()

    def __init__(self, parent: QWidget | None, authority: Authority) -> None:
        self.authority = authority
        self.form = Form("register.authority")
        where = {"address": authority.address, **{f"variants.{code}": each for code, each in authority.variants.items()}}
        for key, address in where.items():
            code = key.partition(".")[2]
            words = _("Address in {language}").format(language=language.tongue(code)) if code else _("Address")
            self.form.add(key, words, low(TextField(words, "\n".join(address.lines) if address else "", lines=3, longest=1600)),
                          help="" if code else _("One line below the other, without the country."))
        for key in ("email", "phone", "form_url"):
            self.form.add(key, _(FIELDS[key]), LineField(_(FIELDS[key]), getattr(authority, key) or "", longest=200))
        self.form.add("why", _("Where you know it from"), low(TextField(_("Where you know it from"), lines=2, longest=2000)))
        self._before = self.form.values()
        leave, keep = Button(_("Leave it")), Button(_("Keep the correction"), "primary", pressed=self._keep)
        super().__init__(parent, text(_("Correct {authority}").format(authority=name_of(authority.id)), "head", wrap=True),
                         text(_("A version of this office's own is laid over the record; you can go back at any time."), "body", "muted", wrap=True),
                         self.form, foot=(leave, keep), focus=leave, width=520)
        leave.clicked.connect(self.reject)

    @classmethod
    def example(cls, parent: QWidget | None = None) -> CorrectDialog:
        return cls(parent, known.authority("be-apd-gba"))

    def _keep(self) -> None:
        values = self.form.values()
        changed = [key for key, value in values.items() if key != "why" and value.strip() != self._before[key].strip()]
        if not changed:
            self.form.show_problem("address", _("Nothing was changed yet."))
        elif not values["why"].strip():
            self.form.show_problem("why", _("Say where you know it from."))
        else:
            self.keeping.emit()

    def changes(self) -> tuple[dict[str, Any], str]:
        values = self.form.values()
        found: dict[str, Any] = {}
        for key, value in values.items():
            if key == "why" or value.strip() == self._before[key].strip():
                continue
            if key == "address":
                found["address"] = {"lines": _lines(value)} if self.authority.address is None else _typed(value, self.authority.address)
            elif key.startswith("variants."):
                found["variants"] = {code: _typed(values[f"variants.{code}"], address) for code, address in self.authority.variants.items()}
            else:
                found[key] = value.strip() or None
        if "variants" in found and "address" not in found:      # the plain address is one of them
            found["address"] = next(iter(found["variants"].values()))
        return found, values["why"]


def _typed(words: str, before: Address) -> dict[str, Any]:
    """An address that was not touched stays whole; of one that was, only its country does."""
    lines = _lines(words)
    if tuple(lines) != before.lines:
        return {"lines": lines, "country": before.country}
    return {"lines": lines, "country": before.country, "street": list(before.street), "postcode": before.postcode, "city": before.city}


def _lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]


class UpdateDialog(Dialog):
    """A file, the fingerprint that a person learnt elsewhere, then every difference; only then it can be taken. `taken` with how many."""

    def __init__(self, parent: QWidget | None, desk: Desk | None, taken: Callable[[int], object]) -> None:
        self._desk, self._taken = desk, taken
        self.file: Path | None = None
        self.form = Form("register.authorities_update")
        self.form.add("key", _("Fingerprint of the signer"), LineField(_("Fingerprint of the signer"), longest=200),
                      help=_("As the signer published it: compare it by telephone or on paper, never from the file itself."))
        self.named = text(_("No file is chosen."), "small", "muted", wrap=True)
        self.verdict = holder(column())
        self.table: Table[Change] = Table(_("What the file would change"), COLUMNS)
        self.table.setMinimumHeight(160)
        self.table.hide()
        self.choose, self.look = Button(_("Choose the file"), "", "import", pressed=self._choose), Button(_("Look at it"), pressed=self.show_changes)
        leave, self.take = Button(_("Leave it")), Button(_("Take the changes"), "primary", pressed=self._take)
        super().__init__(parent, text(_("Load a signed file of authorities"), "head", wrap=True),
                         text(_("Nothing is changed before you have seen every difference."), "body", "muted", wrap=True),
                         row(self.choose, (self.named, 1)), self.form, row(self.look, 0), self.verdict, self.table, foot=(leave, self.take), focus=leave, width=720)
        leave.clicked.connect(self.reject)
        self.form.changed.connect(self._again)
        self._again()

    @classmethod
    def example(cls, parent: QWidget | None = None) -> UpdateDialog:
        made = cls(parent, None, lambda _number: None)
        made.show_delivery((Change("be-apd-gba", "address", "Drukpersstraat 35\n1000 Brussel", "Nieuwstraat 1\n1000 Brussel"),), "Example signer")
        return made

    def _choose(self) -> None:
        found = ask.open_paths(self, _("Choose the file"), _("Signed authorities (*.json)"), purpose="authorities")
        if found:
            self.take_file(found[0])

    def take_file(self, file: Path) -> None:
        self.file = file
        say(self.named, file.name)
        self._again()

    def _again(self) -> None:
        """Another file or another key: what was seen counts no more."""
        self.take.setEnabled(False)
        self.table.hide()
        self._say(None)
        self.look.setEnabled(self.file is not None and bool(self.form.values()["key"].strip()))

    def _say(self, widget: QWidget | None) -> None:
        layout = self.verdict.layout()
        assert layout is not None
        clear(layout)
        if widget is not None:
            layout.addWidget(widget)
        self.verdict.setVisible(widget is not None)

    def _update(self, *, apply: bool) -> Delivery | None:
        assert self._desk is not None
        assert self.file is not None
        try:
            data = self.file.read_bytes()
        except OSError:
            self._refuse(DiskTrouble(_N("{path} cannot be read."), _N("Check the path and the permissions."), path=self.file.name))
            return None
        try:
            return authority_records.update(self._desk, data, self.form.values()["key"], apply=apply)
        except DeskError as error:
            self._refuse(error)
            return None

    def _refuse(self, error: DeskError) -> None:
        self._say(banner(language.hint(error), "bad", head=language.sentence(error)))

    def show_changes(self) -> None:
        found = self._update(apply=False)
        if found is not None:
            self.show_delivery(found.changes, _("{signer}, {day}").format(signer=found.signer, day=language.day(found.issued_on)))

    def show_delivery(self, changes: tuple[Change, ...], signer: str) -> None:
        number = len(changes)
        words = ngettext("{number} difference", "{number} differences", number).format(number=language.number(number)) if number \
            else _("It says nothing that is not known here already.")
        self._say(banner(words, "info", head=_("Signed by {signer}").format(signer=signer), icon="audit"))
        self.table.set_rows(changes)
        self.table.setVisible(bool(number))
        self.take.setEnabled(bool(number))
        self.fit()

    def _take(self) -> None:
        found = self._update(apply=True)
        if found is not None:
            self.accept()
            self._taken(len(found.changes))
