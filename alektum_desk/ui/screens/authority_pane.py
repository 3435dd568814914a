"""One authority: where letters go, what it asks for, how well each is known, and its versions with the way back."""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.admissibility import CAUTION_TEXTS
from alektum_desk.domain.authorities import Address, Authority, Caution, Confidence, Duty, seen_on
from alektum_desk.domain.errors import _N
from alektum_desk.reference import letters
from alektum_desk.services import authority_paragraphs
from alektum_desk.services.authority_records import Version
from alektum_desk.ui.screens.complaint_words import REGIONS, name_of
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import Chip, ChipLabel
from alektum_desk.ui.widgets.fields import Choice
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.words import Part, column, holder, row, rule, text

WAYS: Mapping[str, str] = {
    "post": _N("By post"), "webform": _N("Web form"), "email": _N("E-mail"), "e-service": _N("Electronic service"), "pec": _N("Certified mail (PEC)"),
    "databox": _N("Data box"), "epuap": _N("ePUAP"), "fax": _N("Fax"), "hand": _N("By hand"), "in person": _N("In person"),
}
ASKED: Mapping[Duty, str] = {
    Duty.REQUIRED: _N("The controller must be asked first."), Duty.EXPECTED: _N("The controller should be asked first."),
    Duty.ADVISED: _N("Asking the controller first is advised."),
}
SOURCES = {"own": _N("Corrected here"), "delivered": _N("From a signed file"), "rollback": _N("Gone back")}
FIELDS: Mapping[str, str] = {
    "names": _N("Names"), "address": _N("Address"), "variants": _N("Address by language"), "email": _N("E-mail address"), "phone": _N("Telephone"),
    "website": _N("Website"), "form_url": _N("Web form"), "visiting": _N("Visiting address"), "as_of": _N("Address last seen"),
    "confidence": _N("Confidence"), "confidence_note": _N("Why so confident"), "printable": _N("Can be printed"), "sources": _N("Sources"),
    "superseded": _N("Older addresses"),
}
UNVERIFIED = "unverified"
_WEB = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,})(/[^\s,;)]*)?(?!\w)")


def seen_words(authority: Authority) -> str:
    """A whole day where one is known, else the month."""
    seen = seen_on(authority)
    if seen is None:
        return _("Not known")
    return language.day(seen) if authority.as_of and len(authority.as_of) == 10 else language.month(seen)


def shortened(words: str) -> str:
    """An address of the web is longer than a pane is wide: its host says enough, the button opens the whole of it."""
    return _WEB.sub(lambda found: f"{found[1]}{'/…' if found[2] else ''}", words)


class AuthorityPane(Pane):
    """`checked` when its address was seen today; `copied` when its paragraph for a notice was; `correcting`; `going_back` with the number of a version."""

    checked = Signal()
    copied = Signal()
    correcting = Signal()
    going_back = Signal(int)

    def __init__(self, authority: Authority, versions: Sequence[Version], *, today: date, old: bool, may: bool, closed: Callable[[], object]) -> None:
        self.authority, self._today = authority, today
        chips = [Chip(language.country(authority.country), "plain", "globe")]
        if not authority.printable:
            chips.append(Chip(_("Cannot be printed"), "bad", "incident"))
        elif old:
            chips.append(Chip(_("Needs a check"), "warn", "clock"))
        if authority.confidence is not Confidence.HIGH:
            chips.append(Chip(_("Low confidence") if authority.confidence is Confidence.LOW else _("Medium confidence"), "warn", "alert"))
        check, correct = Button(_("Seen today"), "primary", "check"), Button(_("Correct"), "", "edit")
        feet = [correct] if authority.address is None else [check, correct]
        super().__init__(name_of(authority.id), *self._parts(authority), *self._history(versions, may=may), chips=chips, foot=feet if may else (), closed=closed)
        check.clicked.connect(lambda _on=False: self.checked.emit())
        correct.clicked.connect(lambda _on=False: self.correcting.emit())

    def _parts(self, authority: Authority) -> list[Part]:
        parts: list[Part] = [text(name, "small", "muted", wrap=True) for name in dict.fromkeys(authority.names.values()) if name != name_of(authority.id)]
        if authority.region:
            parts.append(text(REGIONS.get(authority.country, {}).get(authority.region, authority.region), "small", "muted", wrap=True))
        if not authority.printable or authority.address is None:
            parts.append(banner(_("Enter an address that you saw on the authority's own site; then letters to it can be printed."), "bad",
                                head=_(CAUTION_TEXTS[Caution.ADDRESS_UNVERIFIED])))
        parts += self._addresses(authority)
        reached = ((_("E-mail address"), authority.email, "email"), (_("Telephone"), authority.phone, "phone"), (_("Website"), authority.website, "website"),
                   (_("Web form"), authority.form_url, "form_url"), (_("Visiting address"), authority.visiting, "visiting"))
        parts += [self._told(label, shortened(words), authority.field_notes.get(key, "")) for label, words, key in reached if words]
        doors = ((_("Open its website"), authority.website), (_("Open its web form"), authority.form_url))
        parts.append(holder(Flow([Button(words, "", "globe", pressed=partial(QDesktopServices.openUrl, QUrl(url))) for words, url in doors if url])))
        parts.append(self._told(_("Address last seen"), seen_words(authority), authority.confidence_note))
        return [*parts, rule(), *self._asks(authority), *self._paragraph(), *self._notes(authority)]

    def _addresses(self, authority: Authority) -> list[Part]:
        where: dict[str, Address] = {language.tongue(code): each for code, each in authority.variants.items()}
        if not where and authority.address is not None:
            where = {"": authority.address}
        return [self._told(_("Address in {language}").format(language=name) if name else _("Address"), "\n".join(each.lines), "") for name, each in where.items()]

    def _told(self, label: str, words: str, note: str) -> QWidget:
        """With a mark where the record itself says that nobody verified it."""
        parts: list[Part] = [text(label, "label", "muted", wrap=True), text(words, "small", wrap=True)]
        if UNVERIFIED in note.casefold():
            parts.append(row(ChipLabel(_("Unverified"), "warn", "alert"), 0))
        if note and note.casefold() != UNVERIFIED:
            parts.append(text(note, "caption", "muted", wrap=True))
        return holder(column(*parts, gap=2))

    def _asks(self, authority: Authority) -> list[Part]:
        tongues = _("; ").join(language.tongue(code) for code in authority.accepted_languages())
        ways = _("; ").join(dict.fromkeys(_(WAYS[each.name]) if each.name in WAYS else each.name for each in authority.channels))
        said = [_("Languages: {languages}").format(languages=tongues), _("Ways in: {ways}").format(ways=ways)]
        if authority.prior_contact:
            said.append(_(ASKED[authority.prior_contact.duty]))
        if authority.signature_required:
            said.append(_("The complaint must be signed."))
        if authority.public_record:
            said.append(_(CAUTION_TEXTS[Caution.PUBLIC_RECORD]))
        said += [_(each) for each in authority.show]
        return [text(_("What it asks"), "lead", wrap=True), *(text(each, "small", wrap=True) for each in said)]

    def _paragraph(self) -> list[Part]:
        """What a notice says of complaining to it, in each of its languages that has words."""
        self.tongue = Choice(_("Language"), [(code, language.tongue(code)) for code in self.authority.accepted_languages() if code in letters.languages()])
        self.paragraph, self._remarks = text("", "small", wrap=True), text("", "caption", "muted", wrap=True)
        if not self.tongue.count():
            return []
        self.tongue.changed.connect(self._say_paragraph)
        self._say_paragraph()
        copy = Button(_("Copy"), "", "list", name=_("Copy: {field}").format(field=_("Paragraph for a notice")), pressed=self._copy)
        return [rule(), text(_("Paragraph for a notice"), "lead", wrap=True), holder(Flow([self.tongue, copy])), self.paragraph, self._remarks]

    def _say_paragraph(self) -> None:
        found = authority_paragraphs.paragraph(self.authority, self.tongue.value(), self._today)
        self.paragraph.setText(found.text)
        self._remarks.setText("\n".join(found.remarks))
        self._remarks.setVisible(bool(found.remarks))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.paragraph.text())
        self.copied.emit()

    def _notes(self, authority: Authority) -> list[Part]:
        parts: list[Part] = []
        for head, words in ((_("Older addresses"), authority.superseded), (_("Notes of the record"), authority.notes), (_("Sources"), authority.sources)):
            if words:
                parts += [rule(), text(head, "lead", wrap=True)]
                for each in words:
                    parts.append(text(shortened(each), "caption", "muted", wrap=True))
                    if UNVERIFIED in each.casefold():
                        parts.append(row(ChipLabel(_("Unverified"), "warn", "alert"), 0))
        return parts

    def _history(self, versions: Sequence[Version], *, may: bool) -> list[Part]:
        if not versions:
            return []
        parts: list[Part] = [rule(), text(_("Versions"), "lead", wrap=True)]
        last = versions[-1]
        for each in reversed(versions):
            changed = _("; ").join(_(FIELDS[key]) if key in FIELDS else key for key in each.changes) or _("as it came with the program")
            said: list[Part] = [
                text(_("Version {number}: {source}").format(number=language.number(each.number), source=_(SOURCES[each.source])), "strong", wrap=True),
                text(_("{moment}, {name}").format(moment=language.moment(each.at), name=each.who), "caption", "muted", wrap=True),
                text(changed, "small", wrap=True), *([text(each.why, "small", wrap=True)] if each.why else [])]
            if each is last:
                said.append(row(ChipLabel(_("Holds now"), "ok", "check"), 0))
            elif may:
                said.append(row(self._back(each.number), 0))
            parts.append(holder(column(*said, gap=2)))
        if may and last.changes:
            parts.append(holder(column(text(_("As it came with the program"), "strong", wrap=True), row(self._back(0), 0), gap=2)))
        return parts

    def _back(self, number: int) -> Button:
        name = _("Let version {number} hold again").format(number=language.number(number)) if number else _("Let the record that came with the program hold again")
        return Button(_("Let it hold again"), "", "undo", name=name, pressed=lambda: self.going_back.emit(number))
