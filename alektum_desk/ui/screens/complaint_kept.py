"""A letter that was issued: what it is, its page again, and how it ended."""
from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.complaints import Kept, State, read
from alektum_desk.domain.errors import DeskError
from alektum_desk.services import complaints
from alektum_desk.services.desk import Desk
from alektum_desk.ui import theme
from alektum_desk.ui.screens.complaint_case import trouble_words
from alektum_desk.ui.screens.complaint_preview import LetterPreview
from alektum_desk.ui.screens.complaint_rows import low
from alektum_desk.ui.screens.complaint_words import (
    SHORT_LETTERS,
    authority_words,
    country_words,
    number_words,
    state_chip,
)
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import ChipLabel
from alektum_desk.ui.widgets.fields import TextField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.words import Part, Scroller, card, column, holder, row, text

LABEL = 132


class KeptLetter(QWidget):
    """`closing` with the outcome; `again` when the PDF is wanted once more. `may_close` by role."""

    closing = Signal(str)
    again = Signal()

    def __init__(self, desk: Desk, kept: Kept, document: Mapping[str, Any], preview: LetterPreview) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.kept, self.document = kept, document
        self.form = Form(f"cases.outcome.{kept.id}")
        parts: list[Part] = [card(*self._facts(), title=_("The letter"))]
        if kept.state is State.CLOSED:
            parts.append(card(text(kept.outcome or "", wrap=True), title=_("How it ended")))
        else:
            parts.append(self._closing(desk))
        self.setLayout(column((Scroller(holder(column(*parts, 0, gap=16))), 1)))
        self._desk, self._preview = desk, preview

    def _facts(self) -> list[Part]:
        kept, who = self.kept, self.document.get("complainant", {})
        against = self.document.get("respondent", {})
        told = ((_("Number"), number_words(kept)), (_("What it is"), _(SHORT_LETTERS[kept.letter])), (_("Person"), str(who.get("name", ""))),
                (_("Against"), str(against.get("name", "")) or _("Not stated")), (_("Authority"), authority_words(kept)),
                (_("Country"), country_words(kept)), (_("Written on"), language.day(kept.written_on)),
                (_("Closed on"), language.day(kept.closed_on) if kept.closed_on else ""))
        chip = state_chip(kept)
        lines = [self._line(label, text(words, wrap=True)) for label, words in told if words]
        return [*lines, self._line(_("State"), holder(row(ChipLabel(chip.words, chip.tone, chip.icon), 0))),
                row(Button(_("Save as PDF"), "", "export", pressed=self.again.emit), 0)]

    def _line(self, label: str, words: QWidget) -> Part:
        named = text(label, "small", "muted", wrap=True)
        if theme.scale() < 1.6:
            named.setFixedWidth(theme.px(LABEL))
            return row(column(named, 0, margin=(0, 1, 0, 0)), (words, 1), gap=12)
        return column(named, words, gap=2)

    def _closing(self, desk: Desk) -> QWidget:
        if not desk.store.may_write("cases"):
            return holder(column())
        self.form.add("outcome", _("Outcome"), low(TextField(_("Outcome"), lines=4, longest=4000)),
                      help=_("What the authority decided, or why it goes no further. The time of keeping begins on this day."))
        return card(self.form, row(Button(_("Close the case"), "primary", pressed=self._close), 0), title=_("How it ended"))

    def _close(self) -> None:
        words = self.form.values()["outcome"]
        if not words.strip():
            self.form.show_problem("outcome", _("Say how it ended."))
            self.form.rows["outcome"].field.setFocus()
            return
        self.closing.emit(words)

    def draw(self) -> None:
        """Its page again, in the preview that it shares with the writer."""
        desk, preview = self._desk, self._preview
        preview.say("")
        try:
            case = complaints.prepared(read(self.document), desk.office)
        except DeskError as error:
            preview.say(trouble_words(error))
            preview.show_letter(None)
            return
        preview.show_format(case.format)
        preview.show_letter(partial(complaints.letter, case.complaint, office=desk.office, signer=desk.who.name, reference=self.kept.number,
                                    sample=desk.sample))
