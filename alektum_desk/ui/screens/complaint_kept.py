"""The page of a case: its letter, what was sent and what arrived, what is waited for, how it ended, and the day it goes."""
from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.cases import KEPT_BY, Event, EventKind, Result
from alektum_desk.domain.complaints import State, read
from alektum_desk.domain.errors import DeskError
from alektum_desk.domain.follow_up import Ahead, Due
from alektum_desk.services import authority_records, cases, complaints, follow_up, signatures, walls
from alektum_desk.services.cases import Case
from alektum_desk.services.desk import Desk
from alektum_desk.ui import theme
from alektum_desk.ui.dates import read_day
from alektum_desk.ui.screens.complaint_case import folder_of, trouble_words
from alektum_desk.ui.screens.complaint_preview import LetterPreview
from alektum_desk.ui.screens.complaint_rows import low
from alektum_desk.ui.screens.complaint_words import SHORT_LETTERS, authority_words, country_words, options, state_chip
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import Chip, ChipLabel
from alektum_desk.ui.widgets.fields import Choice, DateField, TextField
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.words import Part, Picture, Scroller, card, column, holder, row, text

LABEL = 132
AHEAD = {Ahead.WAITING: Chip("", "plain", "clock"), Ahead.SOON: Chip("", "warn", "clock"), Ahead.OVERDUE: Chip("", "bad", "incident")}
EVENT_ICONS = {EventKind.SENT: "export", EventKind.ANSWERED: "export", EventKind.NOTE: "edit", EventKind.DECIDED: "law"}


class KeptLetter(QWidget):
    """`wanted` with pdf, signed, eml, sheet or json; `asked` with what is to be done and its form: note, close, hold, release, erase, admit, certificate."""

    wanted = Signal(str)
    asked = Signal(str, object)

    def __init__(self, desk: Desk, case: Case, preview: LetterPreview) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._desk, self._preview, self.case, self.kept = desk, preview, case, case.kept
        self._may = desk.store.may_write("cases")
        key = case.kept.id
        self.form, self.noting, self.holding, self.letting = (Form(f"cases.{each}.{key}") for each in ("outcome", "note", "hold", "admit"))
        parts: list[Part] = [card(*self._facts(), title=_("The letter"))]
        if case.kept.walled:
            parts.append(self._wall())
        if case.kept.state is State.ISSUED:
            parts.append(self._waiting())
        parts += [self._events(), self._end(), self._leaving()]
        self.setLayout(column((Scroller(holder(column(*parts, 0, gap=16))), 1)))

    def forms(self) -> tuple[Form, ...]:
        return self.form, self.noting, self.holding, self.letting

    # --- the cards -----------------------------------------------------------------------------------------------

    def _facts(self) -> list[Part]:
        kept, document = self.kept, self.case.document
        who, against = document.get("complainant", {}), document.get("respondent") or {}
        told = ((_("Number"), kept.number or ""), (_("What it is"), _(SHORT_LETTERS[kept.letter])), (_("Person"), str(who.get("name", ""))),
                (_("Against"), str(against.get("name", "")) or _("Not stated")), (_("Authority"), authority_words(kept)),
                (_("Country"), country_words(kept)), (_("Written on"), language.day(kept.written_on)))
        lines = [self._line(label, text(words, wrap=True)) for label, words in told if words]
        chip = state_chip(kept)
        ways = [Button(_("Save as PDF"), "", "export", pressed=partial(self.wanted.emit, "pdf")),
                Button(_("E-mail draft"), "", "letter", pressed=partial(self.wanted.emit, "eml")),
                Button(_("Copy sheet"), "", "list", pressed=partial(self.wanted.emit, "sheet")),
                Button(_("Save as JSON"), "", "export", pressed=partial(self.wanted.emit, "json"))]
        if kept.letter.is_ours and signatures.is_there():
            ways.insert(1, Button(_("Save as signed PDF"), "", "export", pressed=partial(self.wanted.emit, "signed")))
        return [*lines, self._line(_("State"), holder(row(ChipLabel(chip.words, chip.tone, chip.icon), 0))), holder(Flow(ways))]

    def _line(self, label: str, words: QWidget) -> Part:
        named = text(label, "small", "muted", wrap=True)
        if theme.scale() < 1.6:
            named.setFixedWidth(theme.px(LABEL))
            return row(column(named, 0, margin=(0, 1, 0, 0)), (words, 1), gap=12)
        return column(named, words, gap=2)

    def _wall(self) -> QFrame:
        wall = next(each for each in walls.listed(self._desk) if each.case == self.kept.id)
        inside = {each.id for each in wall.readers}
        parts: list[Part] = [text(_("Only those who were named for it see this case: {names}. Others see its number and the word walled.").format(
            names=_("; ").join(sorted(each.name for each in wall.readers))), "small", wrap=True)]
        if wall.needs_reader:
            parts.append(banner(_("One reader alone could lose the case. Let somebody else in."), "warn"))
        others = [(each.id, each.name) for each in walls.candidates(self._desk) if each.id not in inside]
        if others and self._may:
            self.letting.add("account", _("Let somebody in"), Choice(_("Let somebody in"), others))
            parts += [self.letting, holder(Flow([Button(_("Let in"), pressed=partial(self.asked.emit, "admit", self.letting))]))]
        return card(*parts, title=_("Behind a wall"))

    def _waiting(self) -> QFrame:
        steps = [self._step(each) for each in self.case.steps]
        nothing = [text(_("Nothing is waited for: what was due has arrived."), "small", "muted", wrap=True)]
        return card(*(steps or nothing), title=_("What is waited for"))

    def _step(self, due: Due) -> QWidget:
        look = AHEAD[due.state]
        chip = ChipLabel(language.day(due.due), look.tone, look.icon)
        said = column(text(_(follow_up.STEPS[due.step]), wrap=True), text(follow_up.law(due), "caption", "muted", wrap=True), gap=2)
        return holder(row((said, 1), column(chip, 0), gap=12))

    def _events(self) -> QFrame:
        parts: list[Part] = [self._event(each) for each in reversed(self.case.events)]
        parts.append(self._happened("letter", _("The letter was written"), language.day(self.kept.written_on), ""))
        if self._may and self.kept.state is State.ISSUED:
            self.noting.add("kind", _("What happened"), Choice(_("What happened"), options(cases.EVENTS)))
            self.noting.add("on", _("On which day"), DateField(_("On which day"), today=self._desk.today))
            self.noting.add("words", _("In your words"), low(TextField(_("In your words"), lines=3, longest=4000)),
                            help=_("Such as the authority's file number. The periods above follow from what you note."))
            parts += [8, self.noting, row(Button(_("Note it"), "", "plus", pressed=partial(self._ask, "note", self.noting)), 0)]
        return card(*parts, title=_("Sent and received"))

    def _event(self, event: Event) -> QWidget:
        who = _("{day}, noted by {name}").format(day=language.day(event.on), name=event.who)
        return self._happened(EVENT_ICONS.get(event.kind, "import"), _(cases.EVENTS[event.kind]), who, event.words or "")

    def _happened(self, icon: str, head: str, under: str, words: str) -> QWidget:
        said: list[Part] = [text(head, wrap=True), text(under, "caption", "muted", wrap=True), *([text(words, "small", wrap=True)] if words else [])]
        return holder(row(column(Picture(icon, "muted", 16), 0, margin=(0, 2, 0, 0)), (column(*said, gap=2), 1), gap=10))

    def _end(self) -> QFrame:
        if self.kept.state is State.CLOSED:
            result = [text(_(cases.RESULTS[Result(self.kept.result)]), "strong", wrap=True)] if self.kept.result else []
            return card(*result, text(self.kept.outcome or "", wrap=True), title=_("How it ended"))
        if not self._may:
            return card(text(_("This case is still open."), "small", "muted", wrap=True), title=_("How it ended"))
        self.form.add("result", _("How it ended"), Choice(_("How it ended"), options(cases.RESULTS)))
        self.form.add("outcome", _("Outcome"), low(TextField(_("Outcome"), lines=4, longest=4000)),
                      help=_("What the authority decided, or why it goes no further. The time of keeping begins on this day."))
        return card(self.form, row(Button(_("Close the case"), "primary", pressed=self._close), 0), title=_("How it ended"))

    def _leaving(self) -> QFrame:
        kept, case = self.kept, self.case
        parts: list[Part] = []
        if kept.held_because:
            parts += [banner(kept.held_because, "warn", head=_("On hold: it is not erased on its day"), icon="lock"),
                      *([holder(Flow([Button(_("Release the hold"), pressed=partial(self.asked.emit, "release", None))]))] if self._may else [])]
        if case.goes_on is None:
            parts.append(text(_("It goes three years after it is closed: {law}, and the register's own activity says so.").format(law=KEPT_BY), "small", wrap=True))
        else:
            due = case.goes_on <= self._desk.today()
            parts += [row(ChipLabel(language.day(case.goes_on), "warn" if due else "plain", "forget"), 0),
                      text(_("On this day everything goes but number, kind, country, authority, days and how it ended: {law}, three years after "
                             "closing on {day}.").format(law=KEPT_BY, day=language.day(kept.closed_on) if kept.closed_on else ""), "small", wrap=True)]
        if self._may and not kept.held_because:
            self.holding.add("why", _("Why it must stay"), low(TextField(_("Why it must stay"), lines=2, longest=2000)),
                             help=_("Such as a claim before a court, Art. 17(3)(e) GDPR."))
            feet = [Button(_("Put on hold"), "", "lock", pressed=partial(self._ask, "hold", self.holding))]
            if case.goes_on is not None:
                feet.append(Button(_("Erase this case"), "danger", "erase", pressed=partial(self.asked.emit, "erase", None)))
            parts += [self.holding, holder(Flow(feet))]
        if case.files:
            parts.append(text(_("Files of this case that left, and when they must go:"), "label", wrap=True))
            parts += [text(_("{file}, {day}").format(file=each.file.name, day=language.day(each.delete_by)), "small", wrap=True) for each in case.files]
        return card(*parts, title=_("The day it goes"))

    # --- what is asked -------------------------------------------------------------------------------------------

    def _ask(self, what: str, form: Form) -> None:
        """A form that says nothing yet says so itself."""
        values = form.values()
        lacking = {"note": ("on", _("Say on which day it was.")), "hold": ("why", _("Say why it must stay."))}[what]
        if not values[lacking[0]].strip():
            form.show_problem(*lacking)
            form.rows[lacking[0]].field.setFocus()
            return
        self.asked.emit(what, form)

    def _close(self) -> None:
        if not self.form.values()["outcome"].strip():
            self.form.show_problem("outcome", _("Say how it ended."))
            self.form.rows["outcome"].field.setFocus()
            return
        self.asked.emit("close", self.form)

    def take(self, what: str, form: Form | None) -> None:
        """Do what was asked; DeskError where it cannot be."""
        desk, key, values = self._desk, self.kept.id, form.values() if form is not None else {}
        if what == "note":
            on = read_day(values["on"], desk.today())
            cases.note(desk, key, EventKind(values["kind"]), on or desk.today(), values["words"])
        elif what == "close":
            complaints.close(desk, key, values["outcome"], Result(values["result"]))
        elif what == "hold":
            cases.hold(desk, key, values["why"])
        elif what == "release":
            cases.release(desk, key)
        elif what == "erase":
            cases.erase(desk, key)
        elif what == "admit":
            walls.admit(desk, key, values["account"])

    def draw(self) -> None:
        """Its page again, in the preview that it shares with the writer."""
        desk, preview = self._desk, self._preview
        preview.say("")
        try:
            case = complaints.prepared(read(self.case.document), desk.office, world=authority_records.world(desk))
        except DeskError as error:
            preview.say(trouble_words(error))
            preview.show_letter(None)
            return
        preview.show_format(case.format)
        preview.show_letter(partial(complaints.drawn, case, signer=desk.who.name, reference=self.kept.number, sample=desk.sample,
                                    folder=folder_of(self.case.document)))
