"""Which authority hears the complaint and why, with what must be known before the letter leaves."""
from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.authorities import BLOCKING, Authority, Caution, Route, needs_check, seen_on
from alektum_desk.domain.errors import _N
from alektum_desk.reference import authorities as known
from alektum_desk.services import authorities
from alektum_desk.services.desk import Desk
from alektum_desk.ui.screens.complaint_case import Standing, trouble_words
from alektum_desk.ui.screens.complaint_words import BASES, CHOSEN, name_of
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.words import Part, Picture, box, clear, column, holder, row, text

# What the officer does about a letter that is held back, in the words of this form.
MEND = {
    Caution.PRIOR_CONTACT_STATUTORY: _N("Say in the first step that the controller was asked, and on which day."),
    Caution.MANDATE_MISSING: _N("Name the mandate in the first step, and enclose it."),
    Caution.AMBIGUOUS_AUTHORITY_NAME: _N("Choose the one that is meant, or say where the person lives."),
    Caution.ADDRESS_UNVERIFIED: _N("Use the authority's own web form, or look its address up on its site."),
}


def stop_banner(caution: Caution) -> QFrame:
    """Red: the letter is held back."""
    return banner(_(MEND[caution]), "bad", head=authorities.caution_text(caution))


def remarks(standing: Standing) -> list[str]:
    """Every other thing to know, once: cautions of the route, what the record shows, what the letter cannot say."""
    route = standing.route
    if route is None:
        return []
    told = {authorities.caution_text(each) for each in standing.stops}
    words = [authorities.caution_text(each) for each in route.warnings if each not in BLOCKING or each not in standing.stops]
    words += [authorities.said(each) for each in route.must_show]
    words += standing.prepared.remarks if standing.prepared else ()
    return [each for each in dict.fromkeys(words) if each not in told]


def remarks_box(words: list[str]) -> QFrame:
    """Amber, all of it in one place: a row of banners would shout."""
    lines: list[Part] = [text(_("Good to know before it is sent"), "strong", "warn", wrap=True)]
    lines += [text(each, "small", wrap=True) for each in words]
    return box(row(column(Picture("alert", "warn", 18), 0, margin=(0, 1, 0, 0)), (column(*lines, gap=6), 1), gap=10, margin=(14, 10, 12, 12)), "warn")


class RouteView(QWidget):
    """`preferred` with the basis that leads to another authority; `picked` with the one that was meant; `seen` with the one whose address
    was just looked at.
    """

    preferred = Signal(str)
    seen = Signal(str)
    picked = Signal(object)           # Authority

    def __init__(self, desk: Desk, *, whole: bool) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._desk, self._whole = desk, whole
        self._shown: tuple[object, ...] = ()
        self._layout = column(gap=12)
        self.setLayout(self._layout)

    def show_standing(self, standing: Standing) -> None:
        now = (standing.route, standing.trouble and trouble_words(standing.trouble), remarks(standing), standing.stops,
               standing.prepared and standing.prepared.language, standing.authority)
        if now == self._shown:
            return
        self._shown = now
        clear(self._layout)
        for part in self._parts(standing):
            self._layout.addWidget(part)

    def _parts(self, standing: Standing) -> list[QWidget]:
        route, parts = standing.route, []
        if route is not None and route.authority is not None:
            parts.append(self._authority(route, standing.world.authorities[route.authority], standing))
        elif route is not None:
            parts.append(self._undetermined(route))
        parts += [stop_banner(each) for each in standing.stops if each is not Caution.AMBIGUOUS_AUTHORITY_NAME or (route and route.authority)]
        if standing.trouble is not None and not standing.stops:
            parts.append(banner(trouble_words(standing.trouble), "bad"))
        if self._whole and route is not None and route.authority and (words := remarks(standing)):
            parts.append(remarks_box(words))
        return parts

    # --- an authority --------------------------------------------------------------------------------------------

    def _authority(self, route: Route, authority: Authority, standing: Standing) -> QWidget:
        code = standing.prepared.language if standing.prepared else route.letter_language
        name, address = authority.name(code), authority.post(route.address_variant)
        head: list[Part] = [text(name, "lead", wrap=True)]
        if name_of(authority.id) != name:
            head.append(text(name_of(authority.id), "caption", "muted", wrap=True))
        if address is not None:
            head += [text(line, "small", wrap=True) for line in address.lines]
        head.append(text(self._age(authority), "caption", "muted", wrap=True))
        if self._whole and address is not None and needs_check(authority, self._desk.today()) and self._desk.store.may_write("register"):
            head.append(holder(row(Button(_("Seen on its site today"), "", "check", pressed=partial(self.seen.emit, authority.id)), 0, margin=(0, 6, 0, 0))))
        lines: list[Part] = [row(column(Picture("law", "accent", 20), 0, margin=(0, 2, 0, 0)), (column(*head, gap=1), 1), gap=12)]
        lines += [4, self._indented(text(self._basis(route), "strong", wrap=True))]
        lines += [self._reason("check", "ok", authorities.said(each)) for each in route.reasons]
        if route.lead_authority:
            lead = known.authority(route.lead_authority)
            lines.append(self._reason("link", "muted", _("Lead authority: {authority}, {country}").format(
                authority=name_of(lead.id), country=language.country(lead.country))))
        if self._whole:
            lines += self._others(route, standing)
        return box(column(*lines, gap=6, margin=(16, 14, 16, 16)), "well")

    def _age(self, authority: Authority) -> str:
        seen = seen_on(authority)
        if seen is None:
            return _("Nobody knows how old this address is: look at the authority's own site.")
        on = language.day(seen)
        return (_("Address last seen on {day}: look at the authority's own site before it is sent.") if needs_check(authority, self._desk.today())
                else _("Address last seen on {day}")).format(day=on)

    def _basis(self, route: Route) -> str:
        return _(CHOSEN[route.basis]) if route.basis else _("Chosen because")

    def _reason(self, icon: str, tone: str, words: str) -> QWidget:
        return self._indented(holder(row(column(Picture(icon, tone, 14), 0, margin=(0, 2, 0, 0)), (text(words, "small", wrap=True), 1), gap=8)))

    def _indented(self, part: QWidget) -> QWidget:
        return holder(column(part, margin=(32, 0, 0, 0)))

    def _others(self, route: Route, standing: Standing) -> list[Part]:
        """What the person may choose instead, and the way back to what the rules choose."""
        lines: list[Part] = []
        choices = standing.choices or {}
        for key in route.alternatives:
            other = known.authority(key)
            words = _("{authority}, {country}").format(authority=name_of(key), country=language.country(other.country))
            basis = choices.get(key)
            lines.append(self._choice(words, _(BASES[basis]) if basis else "", partial(self.preferred.emit, basis.value) if basis else None))
        if lines:
            lines.insert(0, self._indented(text(_("The person may also turn to"), "label", wrap=True)))
            lines.insert(0, 4)
        if standing.case is not None and standing.case.basis_preference is not None:
            lines.append(self._indented(holder(row(Button(_("Let the rules choose"), "quiet", "undo", pressed=lambda: self.preferred.emit("")), 0))))
        return lines

    def _choice(self, words: str, under: str, act: Callable[[], object] | None) -> QWidget:
        said: list[Part] = [text(words, "small", wrap=True), *([text(under, "caption", "muted", wrap=True)] if under else [])]
        parts: list[Part] = [(column(*said, gap=0), 1)]
        if act is not None:
            parts.append(column(0, Button(_("Change"), "", name=_("Change to {authority}").format(authority=words), pressed=act), 0))
        return self._indented(holder(row(*parts, gap=12)))

    # --- none yet ------------------------------------------------------------------------------------------------

    def _undetermined(self, route: Route) -> QWidget:
        why = " ".join(authorities.said(each) for each in route.reasons)
        if not route.candidates:
            return banner(why, "info", head=_("Which authority it is, is still open"), icon="question")
        lines: list[Part] = [text(_("Which one is meant?"), "strong", "info", wrap=True), text(why, "small", wrap=True), 4]
        for key in route.candidates:
            each = known.authority(key)
            lines.append(holder(row((column(text(name_of(key), wrap=True), text(language.country(each.country), "caption", "muted",
                                                                                                  wrap=True), gap=0), 1),
                                    Button(_("This one"), name=_("This one: {authority}, {country}").format(
                                        authority=each.name(), country=language.country(each.country)), pressed=partial(self.picked.emit, each)),
                                    gap=12)))
        return box(row(column(Picture("question", "info", 18), 0, margin=(0, 1, 0, 0)), (column(*lines, gap=6), 1), gap=10,
                       margin=(14, 12, 14, 14)), "info")


