"""The two cards under the book: who is in the building, and how many visits it will forget."""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.cards import Card, Room, room
from alektum_desk.domain.visitors import Visit
from alektum_desk.services.overview import AHEAD, Leaving
from alektum_desk.ui import memory, theme
from alektum_desk.ui.screens.home_drawings import Bars
from alektum_desk.ui.screens.visit_table import Glance, moment_words
from alektum_desk.ui.widgets.chips import Meter
from alektum_desk.ui.widgets.fields import CheckField, LineField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.words import Part, Picture, box, column, row, say, text

SIDE_BY_SIDE = 640        # effective width from which the cards stand beside each other


def leaving(visits: Sequence[Visit], glance: Glance) -> tuple[Leaving, ...]:
    """Today and the days after it."""
    counts = Counter(visit.last_day for visit in visits)
    today = glance.here(glance.now).date()
    days = [today + timedelta(days=ahead) for ahead in range(AHEAD)]
    return tuple(Leaving(day, counts[day]) for day in days)


class VisitCards(QWidget):
    """`badge_given` with what was scanned or typed; `hiding` when somebody decides whether names are hidden."""

    badge_given = Signal(str)
    hiding = Signal(bool)

    def __init__(self, *, can_write: bool) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.figure = text("0", "figure")
        self.longest = text("", "small", "muted", wrap=True)
        self.room = Meter((), "")
        self.room_words = text("", "small", wrap=True)
        self.closing = text("", "small", "muted", wrap=True)
        self.labels = text("", "small", "muted", wrap=True)
        self.form = Form("badge")             # no draft is kept: a badge is scanned again sooner than it is found again
        self.badge = self.form.add("badge", _("Sign out by badge"),
                                   LineField(_("Sign out by badge"), placeholder=_("Scan it, or type its number"), longest=100),
                                   help=_("A badge carries a number and no name."))
        self.badge.returnPressed.connect(lambda: self.badge_given.emit(self.badge.value()))
        self.badge.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.today = text("", "strong", wrap=True)
        self.next = text("", "caption", "muted", wrap=True)
        self.bars = Bars()
        self.weeks = text("", "caption", "muted", wrap=True)
        self.blur = CheckField(_("Names as dots"), memory.current().hide_names)
        self.blur.clicked.connect(self.hiding)
        self._lay_out(can_write=can_write)

    def _lay_out(self, *, can_write: bool) -> None:
        here: list[Part] = [text(_("On site"), "lead"), row(self.figure, (self.longest, 1), gap=16), self.room_words, self.room]
        if can_write:
            here += [4, self.form]
        here += [self.closing, self.labels]
        left = box(column(*here, 0, gap=8, margin=20))
        forget = column(self.today, self.next, gap=1)
        right = box(column(text(_("Forgetting"), "lead"), row(column(Picture("forget", "ok", 20), 0), (forget, 1), gap=12), self.bars, self.weeks, 0,
                           self.blur, text(_("While this window is not in front."), "caption", "muted", wrap=True), gap=10, margin=20))
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(theme.px(16))
        self._line.addWidget(left, 1)
        self._line.addWidget(right, 1)
        self.setLayout(self._line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_visits(self, visits: Sequence[Visit], on_site: Sequence[Visit], glance: Glance) -> None:
        self.figure.setText(language.number(len(on_site)))
        first = min((visit.arrived_at for visit in on_site), default=None)
        if first is None:
            self.longest.setText(_("Nobody is in the building."))
        else:
            self.longest.setText(_("The longest stay began at {time}.").format(time=self._when(first, glance)))
        days = leaving(visits, glance)
        self.today.setText(ngettext("{number} visit leaves the book today", "{number} visits leave the book today", days[0].visits)
                           if days[0].visits else _("No visit leaves the book today"))
        self.next.setText(self._next(min((visit.due_from for visit in visits), default=None), glance))
        self.bars.show_days(days)
        total = sum(day.visits for day in days)
        self.weeks.setText(ngettext("{number} visit in the next two weeks.", "{number} visits in the next two weeks.", total))

    @staticmethod
    def _when(moment: datetime, glance: Glance) -> str:
        here = glance.here(moment)
        return language.clock(here) if here.date() == glance.here(glance.now).date() else moment_words(here)

    @staticmethod
    def _next(due: datetime | None, glance: Glance) -> str:
        if due is None:
            return _("The book is empty.")
        here = glance.here(due)
        if here.date() == glance.here(glance.now).date():
            return _("The next one leaves at {time}.").format(time=language.clock(here))
        return _("The next one leaves on {day} at {time}.").format(day=language.day(here.date()), time=language.clock(here))

    def show_card(self, card: Card, inside: int) -> None:
        """How full the building is, and when the door closes."""
        state = room(inside, card.capacity)
        tone = {Room.FREE: "accent", Room.NEARLY_FULL: "warn", Room.FULL: "bad"}[state]
        self.room.setVisible(card.capacity is not None)
        self.room_words.setVisible(card.capacity is not None)
        if card.capacity is not None:
            words = _("{inside} of {capacity} in the building").format(inside=inside, capacity=card.capacity)
            if state is Room.FULL:
                words = _("Full: {inside} of {capacity} in the building").format(inside=inside, capacity=card.capacity)
            say(self.room_words, words, "text" if state is Room.FREE else tone)
            self.room.show_parts(((min(inside, card.capacity), tone), (max(0, card.capacity - inside), "plain")), words)
        say(self.closing, _("Whoever has not signed out by {time} is marked as gone.").format(time=language.clock(datetime.combine(date.min, card.closes_at)))
            if card.closes_at else _("Nobody is signed out by the clock."))

    def show_labels(self, words: str, tone: str) -> None:
        say(self.labels, words, tone)
        self.labels.setVisible(bool(words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() / theme.scale() >= SIDE_BY_SIDE
        self._line.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
