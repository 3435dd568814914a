"""Noting a delivery: a firm and whom it is for. There is no field for a name."""
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal

from alektum_desk.base.language import _
from alektum_desk.ui.screens.guest_fields import ROOM, GuestField, HostHits, Search
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import LineField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.words import row


class DeliveryPane(Pane):
    asked = Signal()

    def __init__(self, search: Search, closed: Callable[[], object]) -> None:
        self.form = Form("visitors.delivery", gap=10)
        button = Button(_("Note the delivery"), "primary", "parcel")
        super().__init__(_("Delivery"), self.form, banner(_("Whoever carries the parcel is not asked for a name."), "info"), row((button, 1)),
                         closed=closed)
        self.firm = self.form.add("employer", _("Firm"), GuestField(_("Firm")))
        self.recipient = self.form.add("host", _("For whom"), LineField(_("For whom"), placeholder=_("A colleague or a room"), longest=ROOM))
        self.form.add_widget(HostHits(self.recipient, search))
        self.firm.returnPressed.connect(lambda: self.recipient.setFocus(Qt.FocusReason.TabFocusReason))
        self.recipient.returnPressed.connect(self.asked)
        button.clicked.connect(self.asked)

    def begin(self) -> None:
        self.firm.setFocus()
