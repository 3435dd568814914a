"""The front desk: who is in the building, signing in and out, and when each visit is forgotten."""
from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QSizePolicy, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import _N
from alektum_desk.domain.hosts import Host
from alektum_desk.domain.kiosk import PREFIX
from alektum_desk.domain.visitors import Visit, first_instant
from alektum_desk.reference import offices
from alektum_desk.services import cards, hosts, visitors
from alektum_desk.ui import memory, theme
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.kiosk.at_work import at_work
from alektum_desk.ui.screen import Header, Screen
from alektum_desk.ui.screens.badge_pane import labels_words
from alektum_desk.ui.screens.desk_panes import DeskPanes
from alektum_desk.ui.screens.guest_fields import hide_words
from alektum_desk.ui.screens.sign_in_pane import SignInPane
from alektum_desk.ui.screens.visit_cards import VisitCards
from alektum_desk.ui.screens.visit_table import Glance, VisitTable, announced_row, stay_words
from alektum_desk.ui.widgets.banners import EmptyState
from alektum_desk.ui.widgets.buttons import Button, Pick
from alektum_desk.ui.widgets.fields import LineField, SearchField, show_state
from alektum_desk.ui.widgets.words import Scroller, box, column, holder, row, rule, say, text

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

TABS = (("today", _N("Everyone today")), ("on_site", _N("On site")), ("expected", _N("Expected")), ("left", _N("Left")),
        ("month", _N("All of the month")))
NOBODY = {
    "today": (_N("Nobody has come today"), _N("Whoever you sign in stands here, and is forgotten one month later.")),
    "on_site": (_N("Nobody is in the building"), _N("Whoever you sign in stands here until signed out.")),
    "expected": (_N("Nobody is expected"), _N("Whoever you announce stands here until they come, and is gone with that day.")),
    "left": (_N("Nobody has left today"), _N("Whoever you sign out stands here until the end of the day.")),
    "month": (_N("The book is empty"), _N("A visit stands here for one month, then it is forgotten.")),
    "found": (_N("No visit here has these words"), _N("Names, employers, hosts and plates are searched. Look in All of the month, or empty the search.")),
}
PANES = (
    ("group", _N("Sign in a group"), "people"), ("delivery", _N("Note a delivery"), "parcel"), ("announce", _N("Announce a visitor"), "calendar"),
    ("request", _N("Write down a request"), "request"), ("badge", _N("Badge printer and labels"), "badge"),
    ("statistics", _N("Statistics of the door"), "calendar"), ("card", _N("Front-desk card and hosts"), "building"),
    ("holds", _N("Visits kept for a case"), "law"), ("requests", _N("Requests at the desk"), "request"),
)
LOOK_AT_THE_CLOCK = 5_000      # milliseconds: the minute on the screen is never older
CLOCK = re.compile(r"(\d{1,2})[:.h ]?(\d{2})")


class Content(QWidget):
    """The book gives way before the page scrolls: a scroll area asks for the wished height where words wrap."""

    def heightForWidth(self, width: int) -> int:
        inside = self.layout()
        return inside.minimumHeightForWidth(width) if inside is not None else -1


class VisitorsScreen(Screen):
    """Arguments for `arrive`: a tab ("today", "on_site", "expected", "left", "month"), "sign-in", the name of a pane, or the id of a visit."""

    name, title, help = "visitors", _N("Front desk"), "visitors"
    watches = frozenset({Kind.VISIT, Kind.CARD})

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)
        self.pane_width = 320
        self.can_write = desk.store.may_write("visitors")
        self.visits: Sequence[Visit] = ()
        self.on_site: Sequence[Visit] = ()
        self.announced: Sequence[Visit] = ()
        self.day_began = first_instant(desk.today(), desk.zone)
        self.doors = doors(desk)
        zones = {site: zone_of(desk, site) for site, _label in self.doors}
        self.glance = Glance(desk.now(), desk.zone, zones)
        self.tabs = Pick(_("Which visits"), [(key, _(words)) for key, words in TABS], "tab")
        self.finder: QLineEdit = SearchField(_("Find by name, employer, host or plate"), "Ctrl F", placeholder=_("Find by name or host"))
        self.table = VisitTable(self.glance)
        self.hint = text("", "small", "muted", wrap=True)
        self.left_at = LineField(_("Left at"), placeholder=_("now"), longest=8)
        self.leave_button = Button(_("Sign out"), "", "exit", pressed=self.sign_out)
        self.open_button = Button(_("Open"), "", "person", pressed=self.open_visit)
        self.cards = VisitCards(can_write=self.can_write)
        self._empty: EmptyState | None = None
        self._lay_out()
        self.sign_in_pane: SignInPane | None = None
        if self.can_write:
            self.sign_in_pane = SignInPane(desk.now, self.doors, zones, self.hosts_like, prints=bool(memory.current().badge_printer))
            self.sign_in_pane.asked.connect(self.sign_in)
            self.sign_in_pane.other.connect(self.arrive)
            self.sign_in_pane.calling.connect(self.call_the_roll)
            self.show_pane(self.sign_in_pane)
        self.panes = DeskPanes(self, self.table, self.tabs, self.tell_labels)
        self._commands()
        self._connect()

    def _lay_out(self) -> None:
        self.left_at.setFixedWidth(theme.px(76))
        label = text(_("Left at"), "small", "muted")
        label.setBuddy(self.left_at)
        controls = holder(row(label, self.left_at, self.leave_button, self.open_button, gap=10))
        controls.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        stacked = theme.scale() > 1.3
        strip = column((self.hint, 1), row(controls, 0), gap=8, margin=(20, 8, 12, 8)) if stacked else row(
            (self.hint, 1), controls, gap=16, margin=(20, 8, 12, 8))
        self.strip = holder(strip)
        self.body = column(self.table, gap=0)
        self.book = box(column(self.body, self.strip, gap=0, margin=(1, 2, 1, 1)))
        self.book.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        # Expanding, else the search above them, which is, would tell the layout how wide they may be.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.tabs.setSizePolicy(policy)
        self._top = row((self.tabs, 1), self.finder, gap=16)
        content = Content()
        content.setObjectName("clear")
        content.setLayout(column((self.book, 100), self.cards, 0, gap=16, margin=(0, 16, 0, 0)))      # room first for the book, up to its rows
        self.setLayout(column(self._top, rule(), (Scroller(content), 1), gap=0))

    def _commands(self) -> None:
        if not self.can_write:
            return
        self.command(_("Sign in a visitor"), self.new_guest, key="Ctrl+N", icon="plus")
        self.command(_("Sign out the chosen visitor"), self.sign_out, icon="exit")
        self.command(_("Sign out by badge"), self.cards.badge.setFocus, key="Ctrl+B", icon="badge")
        self.command(_("Open the chosen visit"), self.open_visit, key="F2", icon="person")
        for key, words, icon in PANES:
            if key in self.panes.openers:
                self.command(_(words), self.panes.openers[key], icon=icon)
        self.command(_("Start the roll call"), self.call_the_roll, key="F9", icon="list")
        self.command(_("Open the kiosk"), self.open_kiosk, icon="kiosk", button=True)
        self.command(_("Let more visitors in at the kiosk"), at_work().let_in, icon="people")

    def open_kiosk(self) -> None:
        """On a screen of its own, or on this one with the desk locked behind it."""
        from alektum_desk.ui.kiosk.opening import Opening
        Opening(self.window(), self.desk).exec()

    def _connect(self) -> None:
        self.tabs.changed.connect(self.show_list)
        self.finder.textChanged.connect(self.show_list)
        self.finder.returnPressed.connect(self.table.setFocus)
        self.table.typed.connect(self._typed_in_table)
        self.table.chosen.connect(lambda _visit: self._tell_hint())
        self.table.leaving.connect(self.sign_out)
        self.table.opened.connect(lambda _visit: self.open_visit())
        self.cards.hiding.connect(lambda on: memory.change(hide_names=on))
        self.left_at.changed.connect(self._tell_hint)
        self.left_at.returnPressed.connect(self.sign_out)
        self.cards.badge_given.connect(self.sign_out_by_badge)
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_AT_THE_CLOCK)
        self._clock.timeout.connect(self.tick)

    # --- what it shows -------------------------------------------------------------------------------------------

    def header(self) -> Header:
        here = self.glance.here(self.glance.now)
        return Header(_(self.title), _("{office} · {day}, {time}").format(
            office=_(self.desk.office.label), day=language.day(here.date(), "full"), time=language.clock(here)))

    def refresh(self) -> None:
        self.glance.now = self.desk.now()
        self.day_began = first_instant(self.desk.today(), self.desk.zone)
        self.visits = visitors.listed(self.desk)
        self.on_site = [visit for visit in self.visits if visit.departed_at is None]
        self.announced = [announced_row(each) for each in visitors.expected(self.desk)]
        self.glance.announced = {each.id for each in self.announced}
        for key, words in TABS:
            self.tabs.say(key, f"{_(words)}  {language.number(len(self.of_tab(self.visits, key)))}")
        self.cards.show_visits(self.visits, self.on_site, self.glance)
        self.cards.show_card(cards.card(self.desk), sum(visit.site == self.desk.office.id for visit in self.on_site))
        self.tell_labels()
        if self.sign_in_pane is not None:
            self.sign_in_pane.tell_promise()
        self.show_list()

    def tell_labels(self) -> None:
        self.cards.show_labels(*labels_words())

    def hosts_like(self, prefix: str) -> Sequence[Host]:
        where = self.sign_in_pane.where() if self.sign_in_pane is not None else None
        return hosts.search(self.desk, prefix, where)

    def of_tab(self, visits: Sequence[Visit], tab: str) -> Sequence[Visit]:
        """Today are those who left today and those who are here, whenever they came."""
        if tab == "expected":
            return self.announced
        here = [visit for visit in visits if visit.departed_at is None] if tab in {"today", "on_site"} else []
        gone = [visit for visit in visits if visit.departed_at and visit.departed_at >= self.day_began] if tab in {"today", "left"} else []
        return visits if tab == "month" else here + gone

    def show_list(self) -> None:
        """The tab in hand, narrowed by what is being looked for."""
        words, tab = self.finder.text().strip(), self.tabs.value()
        found = visitors.find(self.desk, words) if words and tab != "expected" else self.visits
        rows = self.of_tab(found, tab)
        if words and tab == "expected":
            rows = [each for each in rows if visitors.says(each, words)]
        at = self.table.currentIndex().row()
        if words:
            self.table.narrow_to(rows)
        else:
            self.table.set_rows(rows)
        if rows and self.table.current() is None and (words or at >= 0):
            self.table.choose_at(max(0, min(at, len(rows) - 1)))
        self._tell_empty("found" if words else tab, there=bool(rows))
        self.table.updateGeometry()
        self._tell_hint()

    def _tell_empty(self, which: str, *, there: bool) -> None:
        if self._empty is not None:
            self.body.removeWidget(self._empty)
            self._empty.hide()
            self._empty.deleteLater()
            self._empty = None
        self.table.setVisible(there)
        self.strip.setVisible(there and self.can_write)
        if there:
            return
        words, why = NOBODY[which]
        button: Button | None = None
        if which == "found":
            button = Button(_("Empty the search"), pressed=lambda: self.finder.setText(""))
        elif self.can_write:
            button = Button(_("Sign in a visitor"), pressed=self.new_guest)
        self._empty = EmptyState("search" if which == "found" else "people", _(words), _(why), button)
        self.body.addWidget(self._empty)

    def _tell_hint(self) -> None:
        """What the button at the foot would do, or why it is off."""
        show_state(self.left_at, bad=False)
        visit = self.table.current()
        gone = visit.departed_at if visit is not None else None
        coming = visit is not None and visit.id in self.glance.announced
        mended = visit is not None and visit.closed
        self.leave_button.setEnabled(visit is not None and (gone is None or mended))
        self.leave_button.say(_("Has come") if coming else _("Sign out"))
        self.open_button.setEnabled(visit is not None and not coming)
        self.left_at.setEnabled(visit is not None and (gone is None or mended) and not coming)
        if visit is not None and coming:
            here = self.glance.here(visit.arrived_at, visit.site)
            say(self.hint, _("Expected on {day} at {time}. Enter signs in.").format(day=language.day(here.date()), time=language.clock(here)), "muted")
        elif visit is not None and mended and gone is not None:
            say(self.hint, _("Nobody signed out. Write when they left, if you know."), "muted")
        elif visit is None:
            say(self.hint, _("Choose a visitor to sign out."), "muted")
        elif gone is not None:
            here = self.glance.here(gone, visit.site)
            say(self.hint, _("Left on {day} at {time}.").format(day=language.day(here.date()), time=language.clock(here)), "muted")
        else:
            stay = stay_words(max(timedelta(), self.glance.now - visit.arrived_at))
            say(self.hint, _("In the building for {stay}. Enter signs out.").format(stay=stay), "muted")

    def tick(self) -> None:
        """The minute changed: longer stays, another day of forgetting, and visits that have just been forgotten."""
        now = self.desk.now()
        if now.replace(second=0, microsecond=0) == self.glance.now.replace(second=0, microsecond=0):
            return
        if visitors.listed(self.desk) is not self.visits or first_instant(self.desk.today(), self.desk.zone) != self.day_began:
            self.renew()
            return
        self.table.retell(now)
        self.cards.show_visits(self.visits, self.on_site, self.glance)
        if self.sign_in_pane is not None:
            self.sign_in_pane.tell_promise()
        self._tell_hint()
        self.header_changed.emit()

    # --- coming and going ----------------------------------------------------------------------------------------

    def new_guest(self) -> None:
        """Ctrl+N: the first field; in a narrow window the pane comes over the list."""
        pane = self.sign_in_pane
        if pane is None:
            return
        if not pane.isVisible():
            pane.closed = self.back
            self.show_pane(pane)
        pane.begin()

    def open_visit(self) -> None:
        """What is written down of the visitor in hand, beside the list."""
        visit = self.table.current()
        if visit is not None and visit.id not in self.glance.announced and self.can_write:
            self.panes.visit(visit)

    def call_the_roll(self) -> None:
        self.go.emit("roll_call", "begin")

    def back(self) -> bool:
        pane = self.sign_in_pane
        if pane is not None and self.pane is not pane:
            self.show_pane(pane)
            return True
        if pane is None or pane.closed is None:
            return False
        pane.closed = None
        self.show_pane(pane)
        return True

    def sign_in(self) -> None:
        pane = self.sign_in_pane
        if pane is None:
            return
        visit = self.panes.with_room(pane.form, lambda over: visitors.sign_in(self.desk, pane.value(), pane.where(), over=over))
        if visit is None:
            return
        self.done_with(pane.form)
        with_words = self.finder.blockSignals(True)
        self.finder.setText("")
        self.finder.blockSignals(with_words)
        if self.tabs.value() in {"left", "expected"}:
            self.tabs.set_value("today")
        self.renew()
        self.table.choose(visit)
        due = self.glance.here(visit.due_from, visit.site)
        self.tell(_("Signed in. The visit is forgotten on {day} at {time}").format(day=language.day(due.date()), time=language.clock(due)))
        if not self.back():
            pane.begin()
        self.panes.print_all((visit,))

    def sign_out(self) -> None:
        """The visitor in hand, now or at the time that was typed; who is expected comes in."""
        visit = self.table.current()
        if visit is None or not self.can_write:
            return
        if visit.id in self.glance.announced:
            self._has_come(visit)
            return
        if not visit.is_on_site and not (visit.closed and self.left_at.value().strip()):
            return
        at = self._moment_of(visit)
        if isinstance(at, str):
            show_state(self.left_at, bad=True)
            say(self.hint, at, "bad")
            self.left_at.setFocus()
            return
        self._leave(visit, at)
        self.table.setFocus()

    def _has_come(self, expected: Visit) -> None:
        """The token signs in once, on its own day."""
        came: list[Visit] = []
        if self.attempt(lambda: came.append(visitors.arrive(self.desk, expected.token, over=True))):
            self.tabs.set_value("today")
            self.renew()
            self.table.choose(came[0])
            self.tell(_("Signed in"))
            self.panes.print_all(tuple(came))

    def _moment_of(self, visit: Visit) -> datetime | str | None:
        """None is now; a sentence says what is wrong with what was typed."""
        words = self.left_at.value().strip()
        if not words:
            return None
        found = CLOCK.fullmatch(words)
        if found is None or int(found[1]) > 23 or int(found[2]) > 59:
            return _("This is no time of day. Write it like 17:30, or leave it empty for now.")
        zone = self.glance.zones.get(visit.site, self.glance.zone)
        came, now = visit.arrived_at.astimezone(zone), self.desk.now().astimezone(zone)
        at = datetime.combine(now.date(), time(int(found[1]), int(found[2])), zone)
        if at > now and came.date() < now.date():
            at = datetime.combine(now.date() - timedelta(days=1), at.time(), zone)
        if at > now:
            return _("{time} is still to come. Write a time that has passed, or leave it empty for now.").format(time=language.clock(at))
        if at < came.replace(second=0):
            return _("This visitor came at {time}. Write a later time.").format(time=language.clock(came))
        return max(at, came)

    def _leave(self, visit: Visit, at: datetime | None) -> bool:
        done: list[Visit] = []
        if not self.attempt(lambda: done.append(visitors.sign_out(self.desk, id=visit.id, at=at))):
            return False
        self.left_at.set_value("")
        self.renew()
        when = self.glance.here(done[0].departed_at or self.glance.now, visit.site)
        self.tell(_("Signed out at {time}").format(time=language.clock(when)), icon="exit")
        return True

    def sign_out_by_badge(self, token: str) -> None:
        """A badge says nothing of anybody: only the book knows whose it is."""
        form, token = self.cards.form, token.strip().lower()
        if not token:
            return
        token = token.removeprefix(PREFIX.lower())
        visit = next((each for each in visitors.listed(self.desk) if each.token == token or (token.isdecimal() and self._wears(each, int(token)))), None)
        if visit is None and any(each.token == token for each in self.announced):
            self._has_come(next(each for each in self.announced if each.token == token))
            form.empty()
        elif visit is None:
            form.show_problem("badge", _("No visit of the last month has this badge. Scan it again, or choose the visitor in the list."))
        elif visit.departed_at is not None and not visit.closed:
            gone = self.glance.here(visit.departed_at, visit.site)
            form.show_problem("badge", _("This badge was signed out on {day} at {time}.").format(
                day=language.day(gone.date()), time=language.clock(gone)))
        elif self._leave(visit, None):
            form.empty()
        self.cards.badge.selectAll()

    def _wears(self, visit: Visit, number: int) -> bool:
        """The number that people read out is today's."""
        return visit.badge == number and visit.arrived_at >= self.day_began

    def _typed_in_table(self, letters: str) -> None:
        """Letters typed in the list look for somebody."""
        self.finder.setText(self.finder.text() + letters)
        self.finder.setFocus()

    # --- coming here ---------------------------------------------------------------------------------------------

    def arrive(self, argument: str) -> None:
        if argument == "sign-in":
            self.new_guest()
        elif argument in self.panes.openers and self.can_write:
            self.panes.openers[argument]()
        elif argument.startswith("requests/") and self.panes.is_officer:
            self.panes.requests(argument.removeprefix("requests/"))
        elif argument == "visit" and self.visits:
            self.table.choose_at(0)
            self.open_visit()
        elif argument in dict(TABS):
            self.tabs.set_value(argument)
        elif argument:
            self.finder.setText("")
            self.tabs.set_value("month")
            self.renew()
            visit = next((each for each in self.visits if each.id == argument), None)
            if visit is not None:
                self.table.choose(visit)
                self.table.setFocus()

    def place(self) -> str:
        return self.tabs.value()

    def stops(self) -> tuple[str, ...]:
        return ("sign-in", *(key for key, _words in TABS[1:]), *self.panes.openers, "visit", "today")

    # --- who may look --------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """A window that is not in front may be seen by whoever passes."""
        if event.type() in {QEvent.Type.WindowDeactivate, QEvent.Type.WindowActivate}:
            self.hide_names(on=event.type() == QEvent.Type.WindowDeactivate)
        return super().event(event)

    def hide_names(self, *, on: bool) -> None:
        on = on and memory.current().hide_names
        self.table.hide_names(on=on)
        self.finder.setEchoMode(QLineEdit.EchoMode.Password if on and self.finder.text() else QLineEdit.EchoMode.Normal)
        for pane in {self.sign_in_pane, self.pane} - {None}:
            if pane is not None:
                hide_words(pane, on=on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the search stands above the tabs."""
        super().resizeEvent(event)
        fits = self.tabs.sizeHint().width() + self.finder.minimumWidth() + theme.px(16) <= self.width()
        self._top.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.BottomToTop)
        self._top.setStretch(0, 1 if fits else 0)
        if (whole := self.layout()) is not None:
            whole.invalidate()        # a turned layout does not tell the one around it

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.isActiveWindow():
            self.hide_names(on=False)
        self._clock.start()
        self.tick()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()


def doors(desk: Desk) -> tuple[tuple[str, str], ...]:
    """The sites whose door this desk keeps, its own one first, with their names."""
    sites = sorted(visitors.sites(desk), key=lambda site: site != desk.office.id)
    return tuple((site, _(offices.office(site).label)) for site in sites)


def zone_of(desk: Desk, site: str) -> ZoneInfo:
    return desk.zone if site == desk.office.id else ZoneInfo(offices.office(site).zone)
