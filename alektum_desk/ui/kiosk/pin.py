"""The way out of the kiosk: a PIN, and ever fewer tries for whoever guesses."""
from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import ceil

from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QWidget

from alektum_desk.base.language import _
from alektum_desk.domain.kiosk import LONGEST_PIN, PAUSE, TRIES
from alektum_desk.domain.kiosk_pairing import is_pin
from alektum_desk.ui.kiosk.controls import Entry, KeyButton, KioskField
from alektum_desk.ui.kiosk.form import VisitForm
from alektum_desk.ui.widgets.words import column, holder, row


class Gate:
    """Counts wrong PINs. After five nobody is believed for five minutes, the right one neither."""

    def __init__(self, pin: str, now: Callable[[], float]) -> None:
        self.pin, self.now = pin, now
        self._wrong, self._closed_until = 0, 0.0

    def minutes_closed(self) -> int:
        """0 when the next PIN is tried."""
        return max(0, ceil((self._closed_until - self.now()) / 60))

    def tries(self, pin: str) -> bool:
        if self.minutes_closed():
            return False
        if is_pin(pin, self.pin):
            self._wrong = 0
            return True
        self._wrong += 1
        if self._wrong >= TRIES:
            self._wrong, self._closed_until = 0, self.now() + PAUSE.total_seconds()
        return False


class PinPad(QWidget):
    """Ten digits in the order of a telephone."""

    def __init__(self, form: VisitForm) -> None:
        super().__init__()
        self.form = form
        self.field = KioskField(_("PIN of the kiosk"))
        self.field.setMaxLength(LONGEST_PIN)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setObjectName("pin")
        form.fields["pin"] = self.field
        self.entry = Entry(_("PIN of the kiosk"), "", self.field)
        form.entries["pin"] = self.entry
        self.field.returnPressed.connect(self.give)
        self.field.textChanged.connect(lambda _words: form.touched.emit())
        keys = QGridLayout()
        keys.setSpacing(8)
        for place, digit in enumerate("123456789"):
            keys.addWidget(KeyButton(digit, pressed=partial(self.field.type, digit)), place // 3, place % 3)
        keys.addWidget(KeyButton("", "keydark", "erase", name=_("Delete the last digit"), pressed=self.field.erase), 3, 0)
        keys.addWidget(KeyButton("0", pressed=partial(self.field.type, "0")), 3, 1)
        keys.addWidget(KeyButton(_("End"), "keydark", name=_("End the kiosk"), pressed=self.give), 3, 2)
        pad = holder(column(self.entry, keys, gap=14))
        pad.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        pad.setMaximumWidth(480)
        self.setLayout(row((pad, 1), 0))

    def give(self) -> None:
        said = self.field.text()
        self.field.setText("")
        self.form.pin_given.emit(said)
