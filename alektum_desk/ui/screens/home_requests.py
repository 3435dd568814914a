"""What people asked for at the front desk and an officer owes an answer to: a card of Home that is there only while somebody waits."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.desk_requests import DeskRequest
from alektum_desk.services.desk import Desk
from alektum_desk.ui.screens.request_pane import ASKS
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import ChipLabel
from alektum_desk.ui.widgets.words import Part, box, clear, column, holder, row, rule, text

SHOWN, SOON = 5, 7      # lines; days


class RequestsCard(QWidget):
    """`opened` with what the front desk is to show. No name stands here: Home is seen by whoever passes."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._layout = column()
        self.setLayout(self._layout)
        self.hide()

    def show_waiting(self, waiting: Sequence[DeskRequest], desk: Desk) -> None:
        clear(self._layout)
        self.setVisible(bool(waiting))
        if not waiting:
            return
        words = ngettext("{number} request from the front desk waits for you", "{number} requests from the front desk wait for you", len(waiting))
        parts: list[Part] = [row((text(words, "lead", wrap=True), 1), margin=(20, 12, 12, 8))]
        for each in waiting[:SHOWN]:
            parts += [rule(), self._line(each, desk)]
        self._layout.addWidget(box(column(*parts, gap=0, margin=(0, 0, 0, 8))))

    def _line(self, asked: DeskRequest, desk: Desk) -> QWidget:
        zone = desk.store.days[asked.site].zone
        due, came = asked.due_from.astimezone(zone).date(), asked.asked_at.astimezone(zone).date()
        left = (due - desk.today()).days
        chip = ChipLabel(ngettext("{number} day left", "{number} days left", left) if left > 0 else _("Last day"),
                         "bad" if left < 1 else "warn" if left <= SOON else "plain", "clock")
        under = _("Asked at the front desk on {came}. Answer by {due} (Art. 12(3) GDPR).").format(came=language.day(came), due=language.day(due))
        return holder(row(chip, (column(text(_(ASKS[asked.asks_for]), wrap=True), text(under, "caption", "muted", wrap=True), gap=2), 1),
                          Button(_("Open"), "quiet", name=_("Open the request of {day}").format(day=language.day(came)),
                                 pressed=lambda: self.opened.emit(f"requests/{asked.id}")), gap=12, margin=(20, 10, 12, 10)))
