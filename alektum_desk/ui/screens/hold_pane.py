"""Keeping one visit for a case: number, reason, review, and a second person's password. And those that are kept."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.holds import LONGEST_REVIEW, Hold
from alektum_desk.domain.visitors import Visit
from alektum_desk.ui.screens.guest_fields import GuestField
from alektum_desk.ui.screens.visit_table import Glance, moment_words
from alektum_desk.ui.widgets.banners import EmptyState, banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import Chip, ChipLabel
from alektum_desk.ui.widgets.fields import Choice, DateField, LineField, SecretField, TextField
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.words import Part, box, column, row, text


class HoldPane(Pane):
    """`second`: the accounts that may confirm, without the one at work."""

    asked = Signal()

    def __init__(self, visit: Visit, second: Sequence[tuple[str, str]], today: Callable[[], date], closed: Callable[[], object]) -> None:
        self.visit, self.form = visit, Form("hold", gap=10)
        button = Button(_("Keep this visit"), "primary", "law")
        button.setEnabled(bool(second))
        why = banner(_("One visit, for one case, and never all. It leaves the book, the search and the roll call until it is released."), "info")
        alone: list[Part] = [] if second else [banner(_("Two people keep a visit. There is no second account at this desk yet."), "warn")]
        super().__init__(_("Keep for a case"), why, *alone, self.form, row((button, 1)), closed=closed)
        button.clicked.connect(self.asked)
        self.case = self.form.add("case", _("Number of the case"), LineField(_("Number of the case"), longest=60))
        self.reason = self.form.add("reason", _("Why it must stay"), TextField(_("Why it must stay"), lines=3, longest=2000))
        self.review = self.form.add("review", _("Looked at again on"), DateField(_("Looked at again on"), today() + LONGEST_REVIEW, today=today),
                                    help=_("Within thirty days."))
        self.second = self.form.add("second", _("Confirmed by"), Choice(_("Confirmed by"), second))
        self.password = self.form.add("password", _("Password of the second person"), SecretField(_("Password of the second person")))

    def begin(self) -> None:
        self.case.setFocus()


class HoldsPane(Pane):
    """The sealed view: which visits are kept, for which case, until when somebody looks again."""

    releasing = Signal(str)

    def __init__(self, holds: Sequence[Hold], glance: Glance, today: date, closed: Callable[[], object]) -> None:
        parts: list[Part] = [self._card(each, glance, today) for each in holds]
        if not holds:
            parts = [EmptyState("law", _("No visit is kept for a case"), _("Open a visit to keep it past its day; two people say so."))]
        super().__init__(_("Kept for a case"), *parts, closed=closed)

    def _card(self, hold: Hold, glance: Glance, today: date) -> Part:
        days = (hold.review_on - today) // timedelta(days=1)
        tone = "bad" if days <= 0 else "warn" if days <= 7 else "plain"
        chip = Chip(_("Review on {day}").format(day=language.short_day(hold.review_on)), tone, "clock")
        said: list[Part] = []
        if hold.guest is not None:
            said.append(GuestField(_("Full name"), value=hold.guest.name, read_only=True))
        release = Button(_("Release and erase"), "danger", "erase", name=_("Release case {number} and erase its visit").format(number=hold.case),
                         pressed=lambda: self.releasing.emit(hold.visit))
        return box(column(text(_("Case {number}").format(number=hold.case), "strong", wrap=True), Flow([ChipLabel(chip.words, chip.tone, chip.icon)]), *said,
                          text(_("Came on {moment}").format(moment=moment_words(glance.here(hold.arrived_at, hold.site))), "small", "muted", wrap=True),
                          text(hold.reason, "small", wrap=True),
                          text(_("Kept by {first}, confirmed by {second}").format(first=hold.set_by, second=hold.confirmed_by), "caption", "muted",
                               wrap=True), Flow([release]), gap=8, margin=16))
