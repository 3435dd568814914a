"""What authorities owe an answer to, and cases whose day has come: a card of Home that is there only when it has something to say."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.follow_up import Due
from alektum_desk.services import follow_up
from alektum_desk.ui.screens.complaint_kept import AHEAD
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import ChipLabel
from alektum_desk.ui.widgets.words import Part, box, clear, column, holder, row, rule, text

SHOWN = 5


class DueCard(QWidget):
    """`opened` with what the screen of complaints is to show."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._layout = column()
        self.setLayout(self._layout)
        self.hide()

    def show_due(self, due: Sequence[Due], going: int) -> None:
        clear(self._layout)
        self.setVisible(bool(due or going))
        if going:
            words = ngettext("The day of {number} closed case has come: it is to be erased.", "The day of {number} closed cases has come: they are to be erased.",
                             going).format(number=language.number(going))
            self._layout.addWidget(banner(words, "warn", icon="forget", button=Button(_("Open the complaints"), pressed=lambda: self.opened.emit(""))))
        if due:
            head = row((text(_("Answers that authorities owe"), "lead", wrap=True), 1),
                       Button(_("Open the complaints"), "quiet", pressed=lambda: self.opened.emit("")), margin=(20, 8, 12, 4))
            parts: list[Part] = [head]
            for each in due[:SHOWN]:
                parts += [rule(), self._line(each)]
            self._layout.addWidget(box(column(*parts, gap=0, margin=(0, 0, 0, 8))))

    def _line(self, due: Due) -> QWidget:
        look, reference = AHEAD[due.state], _("The person's own letter") if due.reference == due.letter else due.reference
        return holder(row(ChipLabel(language.day(due.due), look.tone, look.icon),
                          (column(text(_(follow_up.STEPS[due.step]), wrap=True), text(f"{reference} · {follow_up.law(due)}", "caption", "muted", wrap=True), gap=2), 1),
                          Button(_("Open"), "quiet", name=_("Open {reference}").format(reference=reference),
                                 pressed=lambda: self.opened.emit(f"letter/{due.letter}")), gap=12, margin=(20, 10, 12, 10)))
