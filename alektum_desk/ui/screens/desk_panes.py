"""What the front desk puts beside the list: a group, a delivery, one visit, a badge, a request, the card."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtGui import QImage

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.badges import Label, label
from alektum_desk.domain.desk_requests import AsksFor
from alektum_desk.domain.errors import Full, Refused
from alektum_desk.domain.visitors import Visit
from alektum_desk.services import (
    accounts,
    badges,
    cards,
    deliveries,
    desk as desks,
    desk_requests,
    groups,
    holds,
    hosts,
    visit_counts,
    visitors,
)
from alektum_desk.ui import memory
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.screen import Screen
from alektum_desk.ui.screens.announce_pane import AnnouncePane
from alektum_desk.ui.screens.badge_pane import DPI, BadgePane
from alektum_desk.ui.screens.card_pane import CardPane
from alektum_desk.ui.screens.count_pane import CountPane
from alektum_desk.ui.screens.delivery_pane import DeliveryPane
from alektum_desk.ui.screens.group_pane import GroupPane
from alektum_desk.ui.screens.hold_pane import HoldPane, HoldsPane
from alektum_desk.ui.screens.request_pane import RequestPane, RequestsPane
from alektum_desk.ui.screens.visit_pane import VisitPane
from alektum_desk.ui.screens.visit_table import VisitTable
from alektum_desk.ui.widgets.buttons import Pick
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane

T = TypeVar("T")


class DeskPanes:
    """`openers`: what `arrive` and the commands open by name. `counted` when a label was printed."""

    def __init__(self, screen: Screen, table: VisitTable, tabs: Pick, counted: Callable[[], None]) -> None:
        self.screen, self.desk, self.table, self.tabs, self.counted = screen, screen.desk, table, tabs, counted
        self.is_officer = self.desk.store.may_write("cases")
        self.openers: Mapping[str, Callable[[], None]] = {
            "group": self.group, "delivery": self.delivery, "announce": self.announce, "badge": self.badge, "request": self.request,
            "statistics": self.statistics}
        if self.is_officer:
            self.openers = {**self.openers, "card": self.card, "holds": self.holds, "requests": self.requests}

    def close(self) -> None:
        self.screen.back()

    # --- coming in -----------------------------------------------------------------------------------------------

    def group(self) -> None:
        pane = GroupPane(partial(hosts.search, self.desk), self.close)

        def sign_in() -> None:
            came = self.with_room(pane.form, lambda over: groups.sign_in(self.desk, pane.guests(), over=over), field="people")
            if came:
                self.screen.done_with(pane.form)
                self.close()
                self.screen.renew()
                self.table.choose(came[0])
                self.screen.tell(ngettext("{number} person signed in", "{number} people signed in", len(came)))
                self.print_all(came)
        pane.asked.connect(sign_in)
        self._show(pane)
        pane.begin()

    def with_room(self, form: Form, work: Callable[[bool], T], *, field: str = "") -> T | None:
        """In a full building somebody is asked to answer for one more. What a line of a list says wrongly is said with its number."""
        made: list[T] = []
        try:
            made.append(work(False))
        except Full as full:
            if ask.sure(self.screen, language.sentence(full), _("The number is the officers' and stands on the front-desk card."),
                        _("Sign in all the same"), keep=_("Leave it")):
                self.screen.attempt(lambda: made.append(work(True)), form)
        except Refused as why:
            if field and "line" in why.fields:
                form.show_problem(field, _("Line {number}: {sentence}").format(number=why.fields["line"], sentence=language.sentence(why)))
            elif not form.refuse(why):
                self.screen.failed.emit(why)
        return made[0] if made else None

    def delivery(self) -> None:
        pane = DeliveryPane(partial(hosts.search, self.desk), self.close)

        def note() -> None:
            if self.screen.attempt(lambda: deliveries.note(self.desk, pane.firm.value(), pane.recipient.value()), pane.form):
                self.screen.done_with(pane.form)
                self.close()
                self.screen.renew()
                self.screen.tell(_("Delivery noted"), icon="parcel")
        pane.asked.connect(note)
        self._show(pane)
        pane.begin()

    def announce(self) -> None:
        pane = AnnouncePane(self.desk.today, self.desk.zone, partial(hosts.search, self.desk), self.close)

        def announce() -> None:
            if self.screen.attempt(lambda: visitors.announce(self.desk, *pane.value()), pane.form):
                self.screen.done_with(pane.form)
                self.close()
                self.tabs.set_value("expected")
                self.screen.renew()
                self.screen.tell(_("Announced; gone with that day if nobody comes"), icon="calendar")
        pane.asked.connect(announce)
        self._show(pane)
        pane.begin()

    # --- one visit -----------------------------------------------------------------------------------------------

    def visit(self, visit: Visit) -> None:
        actions = [("badge", _("Badge"), "badge"), ("request", _("Asks for something"), "request")]
        if visit.delivery:
            actions = []
        if visit.is_on_site and visit.party:
            actions.insert(0, ("group_out", _("Sign the whole group out"), "exit"))
        if self.is_officer:
            actions += [("hold", _("Keep for a case"), "law"), ("pack", _("Write the pack"), "export"), ("erase", _("Erase now"), "erase")]
        pane = VisitPane(visit, self.table.glance, partial(hosts.search, self.desk), actions, self.close)
        verbs: dict[str, Callable[[], object]] = {
            "badge": lambda: self.badge(visit), "request": lambda: self.request(visit), "hold": lambda: self.hold(visit),
            "pack": lambda: self.pack(visit), "erase": lambda: self.erase(visit), "group_out": lambda: self._group_out(visit)}

        def correct() -> None:
            made: list[Visit] = []
            if self.screen.attempt(lambda: made.append(visitors.correct(self.desk, visit.id, pane.value())), pane.form):
                self.screen.renew()
                self.screen.tell(_("Put right. The day of forgetting stays."), icon="edit")
                self.visit(made[0])
        pane.correcting.connect(correct)
        pane.doing.connect(lambda key: verbs[key]())
        self._show(pane)

    def _group_out(self, visit: Visit) -> None:
        gone = groups.sign_out(self.desk, visit.party or "")
        self.close()
        self.screen.renew()
        self.screen.tell(ngettext("{number} person signed out", "{number} people signed out", gone), icon="exit")

    def hold(self, visit: Visit) -> None:
        second = [(each.name, each.name) for each in desks.people(self.desk.home) if each.id != self.desk.who.id and not each.disabled]
        pane = HoldPane(visit, second, self.desk.today, self.close)

        def keep() -> None:
            said = pane.form.values()

            def work() -> None:
                sentence = holds.sentence(visit.id, said["case"], said["reason"])
                review = pane.review.day()
                confirmed = accounts.confirm(self.desk.home, said["second"], said["password"], sentence, self.desk.store.water.clock)
                holds.hold(self.desk, visit.id, said["case"], said["reason"], confirmed, review)
            if self.screen.attempt(work, pane.form):
                self.screen.renew()
                self.screen.tell(_("Kept for a case, and out of the book"), icon="law")
                self.holds()
        pane.asked.connect(keep)
        self._show(pane)
        pane.begin()

    def holds(self) -> None:
        pane = HoldsPane(holds.listed(self.desk), self.table.glance, self.desk.today(), self.close)

        def release(visit: str) -> None:
            if ask.sure(self.screen, _("Release this visit?"), _("It is erased at once, with everything that was written about it."), _("Release and erase")) \
                    and self.screen.attempt(lambda: holds.release(self.desk, visit)):
                self.screen.renew()
                self.screen.tell(_("Released and erased"), icon="erase")
                self.holds()
        pane.releasing.connect(release)
        self._show(pane)

    def pack(self, visit: Visit) -> None:
        to = ask.save_path(self.screen, _("Where to write the pack"), _("visit.txt"), _("Text (*.txt)"))
        if to is not None and self.screen.attempt(lambda: desk_requests.write_pack(self.desk, visit, to)):
            self.screen.tell(_("The pack is written, and listed among the files that must go"), icon="export")

    def erase(self, visit: Visit) -> None:
        if ask.sure(self.screen, _("Erase this visit now?"), _("It goes before its day, and nothing brings it back. The certificate counts it."), _("Erase now")) \
                and self.screen.attempt(lambda: visitors.erase(self.desk, visit.id)):
            self.close()
            self.screen.renew()
            self.screen.tell(_("Erased"), icon="erase")

    # --- badges --------------------------------------------------------------------------------------------------

    def badge(self, visit: Visit | None = None) -> None:
        pane = BadgePane(badges.printers(), self.close, has_visit=visit is not None, spelled=badges.spelled(visit) if visit else None)

        def paper() -> bytes:
            return badges.paper(self.desk, visit, pane.chosen(), pane.spelled()) if visit else badges.trial(self.desk, pane.chosen())

        def preview() -> None:
            pane.view.show_label(picture_of(paper()), pane.chosen())

        def printed(_done: object) -> None:
            memory.one_label_less()
            pane.tell()
            self.screen.tell(_("Printed, and out of the printer's queue"), icon="print")

        def print_it(pdf: bytes) -> None:
            self._print(pdf, pane.printer.value(), pane.chosen(), printed)
        pane.previewing.connect(preview)
        pane.printing.connect(lambda: print_it(paper()))
        pane.trying.connect(lambda: print_it(badges.trial(self.desk, pane.chosen())))
        preview()
        self._show(pane)

    def print_all(self, visits: tuple[Visit, ...]) -> None:
        """After a sign-in, which no printer can stop: what does not print is said, and that is all."""
        said = memory.current()
        if not said.badge_printer:
            return
        kind = label(said.badge_label)
        if any(badges.spelled(visit) for visit in visits):
            self.screen.tell(_("Printed in Latin letters; open the badge to spell the name otherwise"), icon="badge")
        for visit in visits:
            self._print(badges.paper(self.desk, visit, kind), said.badge_printer, kind, self._printed)

    def _print(self, pdf: bytes, printer: str, kind: Label, done: Callable[[object], None]) -> None:
        self.screen.run(lambda _progress: badges.print_out(pdf, printer, kind), done=done, label=_("Printing"))

    def _printed(self, _done: object) -> None:
        memory.one_label_less()
        self.counted()

    # --- requests, card, counts ----------------------------------------------------------------------------------

    def request(self, visit: Visit | None = None) -> None:
        pane = RequestPane(visit, self.table.glance, self.desk.office.email, AsksFor.DATA, self.close)

        def record() -> None:
            said = pane.form.values()
            if self.screen.attempt(lambda: desk_requests.record(self.desk, AsksFor(said["asks_for"]), said["person"], visit), pane.form):
                self.close()
                self.screen.tell(_("Written down for the data-protection officer"), icon="request")
        pane.asked.connect(record)
        self._show(pane)
        pane.begin()

    def requests(self, first: str = "") -> None:
        waiting = sorted(desk_requests.listed(self.desk), key=lambda each: each.id != first)
        pane = RequestsPane(waiting, self.table.glance, self.close)

        def answered(asked: str) -> None:
            if ask.sure(self.screen, _("Was this request answered?"), _("It is erased here at once; the journal keeps that it was answered, and no name."),
                        _("It was answered")) and self.screen.attempt(lambda: desk_requests.close(self.desk, asked)):
                self.screen.tell(_("Answered, and forgotten here"))
                self.requests()

        def open_visit(visit: str) -> None:
            found: list[Visit] = []
            if self.screen.attempt(lambda: found.append(visitors.living(self.desk, visit))):
                self.visit(found[0])
        pane.answered.connect(answered)
        pane.opening.connect(open_visit)
        self._show(pane)

    def card(self) -> None:
        pane = CardPane(cards.card(self.desk), hosts.listed(self.desk, self.desk.office.id), self.close)

        def keep() -> None:
            if self.screen.attempt(lambda: cards.write(self.desk, pane.value()), pane.form):
                self.screen.renew()
                self.screen.tell(_("The card is kept"))

        def again(work: Callable[[], object], form: Form | None = None) -> None:
            if self.screen.attempt(work, form):
                self.card()

        def read_in(file: Path) -> None:
            done = hosts.read_file(self.desk, file)
            words = ngettext("{number} host read in", "{number} hosts read in", done.imported)
            if done.reported:
                words += ". " + ngettext("{number} line was left out", "{number} lines were left out", len(done.reported))
            self.screen.tell(words)

        def ask_for_list() -> None:
            for file in ask.open_paths(self.screen, _("A list of hosts"), _("Tables (*.csv)")):
                again(partial(read_in, file))
        pane.keeping.connect(keep)
        pane.adding.connect(lambda: again(lambda: hosts.add(self.desk, pane.first.value(), pane.last.value()), pane.host))
        pane.removing.connect(lambda host: again(lambda: hosts.remove(self.desk, host)))
        pane.importing.connect(ask_for_list)
        self._show(pane)

    def statistics(self) -> None:
        self._show(CountPane(visit_counts.by_week(self.desk), self.close))

    def _show(self, pane: Pane) -> None:
        self.screen.show_pane(pane)


def picture_of(pdf: bytes) -> QImage:
    """As dots of the coarsest label printer."""
    import pypdfium2
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].render(scale=DPI / 72)
        return QImage(bytes(page.buffer), page.width, page.height, page.stride, QImage.Format.Format_BGR888).copy()
