"""What was forgotten, month by month and day by day: counts and seconds, signed, for whoever asks."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.certificates import Certificate, DayForgotten
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import _N
from alektum_desk.services.desk import Desk
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.screen import Screen
from alektum_desk.ui.screens.settings_section import Section
from alektum_desk.ui.widgets.banners import EmptyState
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.cells import Quiet
from alektum_desk.ui.widgets.chips import ChipLabel
from alektum_desk.ui.widgets.fields import Choice
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import Part, box, card, column, holder, row, rule, say, text

PLACES = {"rows": _N("Rows"), "journal payloads": _N("Journal"), "free pages": _N("Free pages"), "write-ahead log": _N("Write-ahead log"),
          "day keys": _N("Day keys")}


def seconds(number: int) -> str:
    """How late, in the largest unit that says it."""
    if number < 120:
        return _("{number} s").format(number=language.number(number))
    if number < 2 * 3600:
        return _("{number} min").format(number=language.number(round(number / 60)))
    if number < 48 * 3600:
        return _("{number} h").format(number=language.number(round(number / 3600)))
    return _("{number} days").format(number=language.number(round(number / 86400)))


DAYS: tuple[Column[DayForgotten], ...] = (
    Column(_N("Last day"), lambda each: each.day, text=lambda day: language.day(day, "full"), stretch=True),
    Column(_N("Due"), lambda each: each.due, text=language.number, right=True),
    Column(_N("Forgotten"), lambda each: each.erased, text=language.number, right=True),
    Column(_N("On hold"), lambda each: each.held, text=language.number, right=True,
           cell=lambda each: language.number(each.held) if each.held else Quiet("–")),
    Column(_N("95 % within"), lambda each: each.lateness_p95_s, text=seconds, right=True),
    Column(_N("Latest"), lambda each: each.lateness_max_s, text=seconds, right=True),
)


class Count(QWidget):
    """One number and what it counts."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.number = text("", "head")
        self.setLayout(column(self.number, text(words, "caption", "muted", wrap=True), gap=0))


class CertificatesSection(Section):
    name, title, icon = "certificates", _N("Certificates"), "forget"
    watches = frozenset({Kind.VISIT})

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.made: Certificate | None = None
        self.month = Choice(_("Month"))
        self.month.changed.connect(self.show_month)
        self.counts = {key: Count(words) for key, words in (("due", _("were due")), ("erased", _("forgotten")), ("late", _("still there")), ("max", _("longest wait")))}
        self.chip = ChipLabel(_("Signed"), "ok", "check")
        self.table: Table[DayForgotten] = Table(_("Days of the month"), DAYS)
        self.none = EmptyState("forget", _("Nothing was due in this month"), _("A visit is forgotten one calendar month later; its day stands here then."))
        self.places = text("", "small", wrap=True)
        self.checkpoint = text("", "small", wrap=True)
        numbers: list[Part] = []
        for at, count in enumerate(self.counts.values()):
            numbers += [*((rule(vertical=True), 16) if at else ()), (count, 1)]
        head = row((text(_("Forgotten visits"), "lead", wrap=True), 1), self.month, gap=12, margin=(20, 14, 14, 10))
        self.paper = Button(_("Write it as PDF"), "primary", "export", pressed=lambda: self.write("pdf"))
        self.file = Button(_("Write it as JSON"), "", "export", pressed=lambda: self.write("json"))
        self.lay(
            box(column(head, rule(), row(*numbers, gap=8, margin=(20, 14, 20, 14)), rule(), self.table, self.none, gap=0, margin=(1, 0, 1, 10))),
            card(row(column(0, self.chip, 0), (self.checkpoint, 1), gap=12), self.places,
                 text(_("On paper, for outsiders, numbers under five are told as “< 5”, so that they point at nobody. The JSON holds the whole numbers under the signature."),
                      "small", "muted", wrap=True), holder(Flow([self.paper, self.file])), title=_("The proof")))

    @classmethod
    def is_for(cls, desk: Desk) -> bool:
        return desk.store.may_write("visitors")

    def refresh(self) -> None:
        from alektum_desk.services import certificates
        months, kept = certificates.months(self.desk), self.month.value()
        self.month.offer([(each, language.month(date.fromisoformat(f"{each}-01"))) for each in months], kept if kept in months else months[0])
        self.show_month()

    def show_month(self) -> None:
        from alektum_desk.services import certificates
        if not self.month.value():
            return
        self.made = made = certificates.of_month(self.desk, self.month.value())
        due, erased = sum(each.due for each in made.days), sum(each.erased for each in made.days)
        late = max((each.lateness_max_s for each in made.days), default=0)
        for key, words, tone in (("due", language.number(due), "text"), ("erased", language.number(erased), "text"),
                                 ("late", language.number(due - erased), "bad" if due > erased else "ok"), ("max", seconds(late), "text")):
            say(self.counts[key].number, words, tone)
        self.table.set_rows(made.days)
        self.table.fit()
        self.table.setVisible(bool(made.days))
        self.none.setVisible(not made.days)
        say(self.places, _("Places searched: {places}").format(places=", ".join(_(PLACES[each]) for each in made.places)) if made.places
            else _("No place had to be searched"))
        say(self.checkpoint, _("Entries {first} to {last} of the journal, under the key {fingerprint} …").format(
            first=made.first, last=made.last, fingerprint=made.key_fingerprint[:16]))

    def stops(self) -> Sequence[str]:
        return ("",)

    def write(self, kind: str) -> None:
        from alektum_desk.services import certificates
        made = self.made
        if made is None:
            return
        names = {"pdf": _("PDF (*.pdf)"), "json": _("JSON (*.json)")}
        path = ask.save_path(self, _("Write the certificate"), f"certificate-{made.month}.{kind}", names[kind])
        if path is not None:
            put = certificates.write_paper if kind == "pdf" else certificates.write_signed
            self.screen_.run(lambda _progress: put(self.desk, made, path), lambda _done: self.screen_.tell(
                ngettext("The certificate of {number} day is written", "The certificate of {number} days is written", len(made.days)), "export"),
                _("Writing the certificate"))
