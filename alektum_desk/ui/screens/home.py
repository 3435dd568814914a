"""Home: what asks for the officer today, and how the whole office stands."""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import _N
from alektum_desk.domain.records import STATES
from alektum_desk.services import desk_requests, overview, terms
from alektum_desk.services.overview import Overview
from alektum_desk.ui import theme
from alektum_desk.ui.screen import Header, Screen
from alektum_desk.ui.screens.home_drawings import MARKS, Bars, Cover
from alektum_desk.ui.screens.home_due import DueCard
from alektum_desk.ui.screens.home_health import HealthCard
from alektum_desk.ui.screens.home_requests import RequestsCard
from alektum_desk.ui.widgets.banners import EmptyState, banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import ChipLabel
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.words import Part, Picture, Scroller, box, clear, column, holder, row, rule, say, text

if TYPE_CHECKING:
    from alektum_desk.domain.records import Listed
    from alektum_desk.services.desk import Desk
    from alektum_desk.services.overview import Happened, Question
    from alektum_desk.ui.jobs import Jobs

SHOWN = 5
NARROW = 860         # at 100 %: below it the columns stand one under the other


class Figure(QWidget):
    """One number with its sense above and below it."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.number, self.under = text("", "figure"), text("", "caption", "muted", wrap=True)
        self.setObjectName("clear")
        self.setLayout(column(text(words, "label", "muted", wrap=True), self.number, self.under, 0, gap=2))

    def show_figure(self, number: int, under: str, tone: str = "muted") -> None:
        say(self.number, language.number(number))
        say(self.under, under, tone)


class HomeScreen(Screen):
    name, title, help = "home", _N("Home"), "home"
    watches = frozenset({Kind.ACTIVITY, Kind.NOTICE, Kind.VISIT, Kind.COMPLAINT, Kind.ACCOUNT, Kind.BACKUP, Kind.EXPORT, Kind.REQUEST})
    scrolls = True

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)
        self.differ, self.lack, self.ask, self.here = (
            Figure(_("Notices that differ")), Figure(_("Facts lacking")), Figure(_("Questions for you")), Figure(_("Visitors on site")))
        figures = [self.differ, self.lack, self.ask, *([self.here] if desk.store.may("visitors") else [])]
        between: list[Part] = []
        for place, figure in enumerate(figures):
            between += [*((rule(vertical=True), 20) if place else ()), (figure, 1)]
        self.figures = box(row(*between, gap=0, margin=(24, 16, 24, 16)))
        self.unread, self.reviews = holder(column()), holder(column())
        self.owed = DueCard()
        self.owed.opened.connect(lambda argument: self.go.emit("complaints", argument))
        self.asked = RequestsCard()
        self.asked.opened.connect(lambda argument: self.go.emit("visitors", argument))
        self.questions, self.differing, self.recent = (QVBoxLayout() for _each in range(3))
        for layout in (self.questions, self.differing, self.recent):
            layout.setSpacing(0)
            layout.setContentsMargins(0, 0, 0, 0)
        self.cover, self.bars = Cover(), Bars()
        self.next = text("", "small", "muted", wrap=True)
        left = holder(column(
            self.unread, self.reviews, self.figures, self.asked, self.owed,
            self._list(_("Questions for you"), _("Open the register"), "register", self.questions),
            self._list(_("Where the notices differ"), _("Open the register"), "register", self.differing), 0, gap=16))
        self.health = HealthCard(self)
        right = holder(column(self.health, self._register(), *([self._forgetting()] if desk.store.may("visitors") else []),
                              self._list(_("Recently"), "", "", self.recent), 0, gap=16))
        self.beside = row((left, 3), (right, 2), gap=16, margin=(0, 0, 4, 0))
        self.setLayout(column((Scroller(holder(self.beside)), 1)))

    def _list(self, title: str, door: str, screen: str, layout: QVBoxLayout) -> QFrame:
        heading: list[Part] = [(text(title, "lead", wrap=True), 1)]
        if door:
            heading.append(Button(door, "quiet", pressed=lambda: self.go.emit(screen, "")))
        return box(column(row(*heading, margin=(20, 8, 12, 4)), layout, gap=0, margin=(0, 0, 0, 8)))

    def _register(self) -> QFrame:
        legend = [holder(row(Picture(icon, tone, 14), text(_(STATES[state]), "caption", "muted"), gap=4)) for state, (tone, icon) in MARKS.items()]
        return box(column(row((text(_("Register by country"), "lead", wrap=True), 1),
                              Button(_("Open"), "quiet", name=_("Open the register"), pressed=lambda: self.go.emit("register", "")),
                              margin=(0, 0, -8, 0)),
                          self.cover, 2, Flow(legend, gap=14, below=6), gap=6, margin=(20, 8, 20, 16)))

    def _forgetting(self) -> QFrame:
        return box(column(row((text(_("Visits to be forgotten"), "lead", wrap=True), 1),
                              Button(_("Front desk"), "quiet", name=_("Open the front desk"), pressed=lambda: self.go.emit("visitors", "")),
                              margin=(0, 0, -8, 0)),
                          self.next, self.bars, gap=4, margin=(20, 8, 20, 12)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room for them, one under the other where there is not."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme.px(NARROW)
        self.beside.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def header(self) -> Header:
        return Header(_(self.title), language.day(self.desk.today(), "full"))

    def refresh(self) -> None:
        self.health.refresh()
        if not self.desk.store.may("register"):     # damaged: the card above says so, and how it comes back
            return
        seen = overview.overview(self.desk)
        self._figures(seen)
        self._fill(self.questions, [self._question(each) for each in seen.questions[:SHOWN]],
                   EmptyState("check", _("Every question is answered"), _("New ones come with the next notice that is read.")))
        self._fill(self.differing, [self._differs(each) for each in seen.differing[:SHOWN]],
                   EmptyState("check", _("The notices agree"), _("Or a decision says which one holds.")))
        self._fill(self.recent, [self._happened(each) for each in seen.recent],
                   EmptyState("history", _("Nothing has happened yet"), _("What people do here stands in the journal.")), ruled=False)
        self.cover.show_matrix(seen.matrix)
        self.bars.show_days(seen.leaving)
        self._unread(seen.unread)
        self._reviews(seen.reviews)
        self.owed.show_due(seen.due, seen.going)
        answers = self.desk.store.may("visitors") and self.desk.store.may_write("cases")
        self.asked.show_waiting(desk_requests.listed(self.desk) if answers else (), self.desk)

    def _figures(self, seen: Overview) -> None:
        lacking, differing, asked = seen.lacking, len(seen.differing), len(seen.questions)
        self.differ.show_figure(differing, _("activities without a decision") if differing else _("all decided"), "warn" if differing else "ok")
        self.lack.show_figure(lacking, _("activities, see Art. 30(1)"), "bad" if lacking else "ok")
        self.ask.show_figure(asked, _("waiting for a judgement") if asked else _("all answered"), "info" if asked else "ok")
        if seen.on_site is not None:
            self.here.show_figure(seen.on_site, _("{office}, now").format(office=self.desk.office.place(language.current())))
        coming = sum(each.visits for each in seen.leaving)
        when = _("Next on {moment}.").format(moment=language.moment(seen.next_at, "long")) if seen.next_at else _("Nobody is in the book.")
        two_weeks = ngettext("{number} visit in the next two weeks.", "{number} visits in the next two weeks.", coming)
        say(self.next, f"{when} {two_weeks}" if seen.next_at else when)

    @staticmethod
    def _only(place: QWidget, shown: QWidget | None) -> None:
        layout = place.layout()
        assert layout is not None
        clear(layout)
        place.setVisible(shown is not None)
        if shown is not None:
            layout.addWidget(shown)

    def _reviews(self, due: Sequence[Listed]) -> None:
        shown = None
        if due and due[0].review_on is not None:
            words = ngettext("The review of {number} activity is due within a month.", "The reviews of {number} activities are due within a month.", len(due))
            first = _("First: {activity}, {country}, on {day}.").format(activity=_(due[0].title), country=language.country(due[0].country),
                                                                       day=language.day(due[0].review_on))
            shown = banner(f"{words} {first}", "warn", icon="clock", button=Button(_("Open"), name=_("Open {activity}").format(activity=_(due[0].title)),
                                                                                   pressed=lambda: self.go.emit("register", due[0].id)))
        self._only(self.reviews, shown)

    def _unread(self, number: int) -> None:
        shown = None
        if number:
            words = ngettext("The text of {number} notice is not in the program yet. Read it in, and each fact opens its sentence.",
                             "The texts of {number} notices are not in the program yet. Read them in, and each fact opens its sentence.", number)
            shown = banner(words, "info", button=Button(_("Read the notices"), pressed=lambda: self.go.emit("notices", "")))
        self._only(self.unread, shown)

    @staticmethod
    def _fill(layout: QVBoxLayout, rows: list[QWidget], empty: QWidget, *, ruled: bool = True) -> None:
        clear(layout)
        for each in rows or [empty]:
            if ruled:
                layout.addWidget(rule())
            layout.addWidget(each)
        if rows:
            empty.deleteLater()

    def _question(self, asked: Question) -> QWidget:
        where = f"{terms.title(asked.title)} · {language.country(asked.country)}"
        return holder(row(Picture("question", "info", 18), (column(text(_(asked.question), wrap=True), text(where, "caption", "muted", wrap=True), gap=2), 1),
                          Button(_("Answer"), "quiet", name=_("Answer: {question}").format(question=_(asked.question)),
                                 pressed=lambda: self.go.emit("register", asked.activity)), gap=12, margin=(20, 10, 12, 10)))

    def _differs(self, activity: Listed) -> QWidget:
        count = ngettext("{number} field", "{number} fields", activity.contradictions)
        return holder(row(ChipLabel(_("Differs"), "bad", "cross"),
                          (column(text(terms.title(activity.title), "strong", wrap=True), text(f"{language.country(activity.country)} · {count}", "caption", "muted"), gap=2), 1),
                          Button(_("Open"), "quiet", name=_("Open {activity}").format(activity=terms.title(activity.title)),
                                 pressed=lambda: self.go.emit("register", activity.id)), gap=12, margin=(20, 10, 12, 10)))

    def _happened(self, act: Happened) -> QWidget:
        today = act.at.date() == self.desk.today()
        when = language.clock(act.at) if today else language.day(act.at.date(), "short")
        stamp = text(when, "caption", "muted")
        stamp.setMinimumWidth(theme.px(56))
        return holder(row(Picture(act.icon, "muted", 16), stamp, (text(_(act.sentence), "small", wrap=True), 1), gap=10, margin=(20, 6, 16, 6)))
