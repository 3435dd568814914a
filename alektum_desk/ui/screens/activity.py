"""One processing activity: every field with what each notice says of it, what was decided, and what is still lacking."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.errors import _N
from alektum_desk.domain.notices import FIELDS, Field
from alektum_desk.domain.records import (
    CHANGING,
    DEEDS,
    GROUND,
    ROLES,
    Activity,
    FieldOf,
    State,
    Version,
    VersionDeed,
    article_of,
)
from alektum_desk.services import processors
from alektum_desk.services.desk import Desk
from alektum_desk.ui import theme
from alektum_desk.ui.screens.dpia_card import dpia_card
from alektum_desk.ui.screens.facts import (
    Fact,
    decided_words,
    differ_chip,
    facts_of,
    longest_word,
    none,
    not_stated,
    people_words,
    purposes_of,
)
from alektum_desk.ui.screens.processors_view import contract_chip
from alektum_desk.ui.widgets.banners import banner, question
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import Chip, ChipLabel
from alektum_desk.ui.widgets.words import (
    Part,
    Picture,
    Scroller,
    card,
    clear,
    column,
    holder,
    repolish,
    row,
    rule,
    text,
)

GROUPS: tuple[tuple[str, tuple[Field, ...]], ...] = (
    (_N("What and why"), (Field.ROLE, Field.ENTITY, Field.JOINT_CONTROLLER, Field.RESPONSIBLE, Field.PURPOSE, Field.LEGAL_BASIS, Field.LEGITIMATE_INTEREST)),
    (_N("Whose data and which"), (Field.CATEGORY, Field.DATA, Field.SPECIAL_DATA, Field.SPECIAL_BASIS, Field.SOURCE)),
    (_N("Who receives them"), (Field.RECIPIENT, Field.PROCESSOR, Field.TRANSFER, Field.AUTOMATED_DECISION)),
    (_N("How long and how safe"), (Field.RETENTION, Field.SECURITY, Field.SYSTEM, Field.COOKIE)),
)
LABEL, BAR = 148, 22
SHOWN = tuple(field for _title, fields in GROUPS for field in fields)
ICONS: Mapping[VersionDeed, str] = {
    VersionDeed.CAME: "import", VersionDeed.IMPORTED: "import", VersionDeed.CREATED: "plus", VersionDeed.APPROVED: "check", VersionDeed.RETIRED: "exit", VersionDeed.SUBMITTED: "eye",
    VersionDeed.REVIEW_SET: "calendar", VersionDeed.RENEWED: "notice", VersionDeed.RESTORED: "history", VersionDeed.UNDONE: "undo", VersionDeed.REOPENED: "undo",
}


def chip_label(chip: Chip) -> ChipLabel:
    return ChipLabel(chip.words, chip.tone, chip.icon)


def fact_row(fact: Fact, show: Callable[[str, int, str], object], *, differs: bool = False, tone: str = "text") -> QLayout:
    """The fact, its notes, and the line that it stands in."""
    words: list[Part] = [text(fact.words, "body", tone, wrap=True), *(text(note, "caption", "muted", wrap=True) for note in fact.notes)]
    if differs:
        words.append(row(ChipLabel(_("Only here"), "bad", "cross"), 0, margin=(0, 3, 0, 0)))
    parts: list[Part] = [(column(*words, gap=0, margin=(0, 3, 0, 3)), 1)]
    if (place := fact.first.place) is not None:
        line = _("Line {number}").format(number=place.line)
        name = _("{line}: {fact}").format(line=line, fact=fact.words)
        parts.append(column(Button(line, "line", name=name, pressed=partial(show, place.notice, place.line, place.anchor)), 0))
    return row(*parts, gap=8)


class FieldBlock(QFrame):
    """One field. `asked` for its decision; `shown` with notice, line and anchor when a source is clicked."""

    asked = Signal(object)
    shown = Signal(str, int, str)

    def __init__(self, activity: Activity, field: FieldOf, names: Mapping[str, str], *, can_decide: bool) -> None:
        super().__init__()
        self.activity, self.of, self.names = activity, field, names
        self.setProperty("role", "plain")
        self.lines = {(each.place.notice, each.place.line) for each in field.statements if each.place}
        label = text(_(FIELDS[field.field]), "small", "muted", wrap=True)
        self.place = holder(column(gap=0))
        self.place.hide()
        decide = Button(_("Decide"), "quiet", name=_("Decide: {field}").format(field=_(FIELDS[field.field])), pressed=lambda: self.asked.emit(self))
        side = (column(decide, 0),) if can_decide else ()
        beside = theme.scale() < 1.6
        body = column(*self._body(), gap=6, margin=(0, 2, 0, 2))
        if beside:
            label.setFixedWidth(max(theme.px(LABEL), longest_word(SHOWN) + theme.px(6)))
            self.setLayout(column(row(column(label, 0, margin=(0, 6, 0, 0)), (body, 1), *side, gap=12), self.place, gap=6, margin=(12, 6, 4, 6)))
        else:
            self.setLayout(column(row((label, 1), *side), body, self.place, gap=4, margin=(12, 6, 4, 6)))

    def _body(self) -> list[Part]:
        of = self.of
        parts: list[Part] = []
        if of.inherited:
            parts.append(row(ChipLabel(_("From the group"), "plain", "link"), 0))
        elif of.unlike_group:
            parts.append(row(ChipLabel(_("Unlike the group"), "info", "info"), 0))
        if of.decision is not None:
            parts += self._decided()
        if not of.statements:
            if of.decision is None:
                parts.append(self._unsaid())
            return parts
        if of.contradictions:
            parts += self._differing()
        several = len(self.activity.notices) > 1
        if of.decision is not None:
            parts.append(text(_("What stood there before the decision"), "caption", "muted", wrap=True))
        purposes = purposes_of(self.activity.of(Field.PURPOSE).statements)
        only = {each.id for contradiction in of.contradictions for _notice, said in contradiction.sides for each in said}
        tone = "muted" if of.decision is not None else "text"
        own = [each for each in of.statements if each.place is None]
        for notice in self.activity.notices:
            said = [each for each in of.statements if each.place and each.place.notice == notice]
            if several:
                parts.append(self._side(notice, said=bool(said), only=any(each.id in only for each in said)))
            facts = sorted(facts_of(said, purposes), key=lambda fact: not any(each.id in only for each in fact.statements))
            parts += [fact_row(fact, self.shown.emit, differs=any(each.id in only for each in fact.statements), tone=tone) for fact in facts]
        parts += [fact_row(fact, self.shown.emit, tone=tone) for fact in facts_of(own, purposes)]
        return parts

    def _side(self, notice: str, *, said: bool, only: bool) -> Part:
        head = text(self.names.get(notice, notice), "label", wrap=True)
        if not said:
            return row((head, 1), chip_label(not_stated()))
        if self.of.contradictions and not only:
            return column(head, text(_("Says nothing that the others do not say too"), "caption", "muted", wrap=True), gap=0)
        return head

    def _unsaid(self) -> Part:
        """Categories and role are known of the activity itself, whether or not a notice says them."""
        if self.of.field is Field.CATEGORY:
            return text(people_words(self.activity.listed.categories), wrap=True)
        if self.of.field is Field.ROLE:
            return text(_(ROLES[self.activity.listed.role]), wrap=True)
        return row(chip_label(not_stated()), 0)

    def _decided(self) -> list[Part]:
        decision = self.of.decision
        if decision is None:
            return []
        words = decided_words(decision)
        values: list[Part] = [text(each, "strong", wrap=True) for each in words] or [row(chip_label(none()), 0)]
        when = _("Decided by {account} on {day}: {reason}").format(account=decision.account, day=language.day(decision.at), reason=decision.reason)
        return [row(ChipLabel(_("Decided"), "ok", "check"), 0), *values, text(when, "caption", "muted", wrap=True)]

    def _differing(self) -> list[Part]:
        """That they differ, and who: both sides are named, and neither is taken for the right one."""
        speaking = dict.fromkeys(self.names.get(notice, notice) for each in self.of.contradictions for notice, _said in each.sides)
        names = list(speaking)
        words = _("{one} and {other} do not say the same. Only you decide which holds.").format(one=", ".join(names[:-1]), other=names[-1])
        return [row(chip_label(differ_chip(len(self.of.contradictions))), 0), text(words, "caption", "muted", wrap=True)]

    def pick(self, *, on: bool) -> None:
        """The fact in hand."""
        if self.property("role") != ("picked" if on else "plain"):
            self.setProperty("role", "picked" if on else "plain")
            repolish(self)

    def take(self, form: QWidget | None) -> None:
        """The form in which this field is decided stands in its own place."""
        layout = self.place.layout()
        clear(layout)
        if form is not None and layout is not None:
            layout.addWidget(form)
        self.place.setVisible(form is not None)


class ActivityPage(QWidget):
    """`asked` with the block of a field to decide; `shown` with notice, line and anchor of a source."""

    asked = Signal(object)
    shown = Signal(str, int, str)
    dpia_asked = Signal()
    versions_asked = Signal()

    def __init__(self, desk: Desk, activity: Activity, names: Mapping[str, str], history: Sequence[Version], *, can_decide: bool) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.desk, self.activity = desk, activity
        self.blocks: dict[Field, FieldBlock] = {}
        parts: list[Part] = [*self._banners(can_decide=can_decide)]
        for title, fields in GROUPS:
            here: list[Part] = []
            for field in fields:
                block = self.blocks[field] = FieldBlock(activity, activity.of(field), names, can_decide=can_decide)
                block.asked.connect(self.asked)
                block.shown.connect(self._show)
                here += [block] if not here else [rule(), block]
                here += self._engaged() if field is Field.PROCESSOR else []
            parts.append(card(row(text(_(title), "lead", wrap=True), margin=(12, 0, 0, 0)), *here, gap=6, margin=(8, 14, 12, 12)))
        parts.append(dpia_card(activity, self.dpia_asked.emit if can_decide else None))
        parts.append(self._history(history))
        self.scroller = Scroller(holder(column(*parts, 0, gap=14, margin=(0, 0, 10, 0))))
        self.setLayout(column((self.scroller, 1)))

    def _banners(self, *, can_decide: bool) -> list[Part]:
        parts: list[Part] = []
        listed = self.activity.listed
        if listed.state is State.NONE:
            parts.append(banner(_("It was decided that there is no such processing. The history says why."), head=_("None")))
        elif listed.id.startswith("own-"):
            parts.append(banner(_("The program brought this draft along, because it does this itself. No notice says it: check it, change it, approve it."),
                                head=_("Not from a notice")))
        if unstated := [each for each in self.activity.lacks if each != GROUND]:
            lines = "\n".join(_("{article}: {sentence}").format(article=article_of(listed.role, each.letter), sentence=_(each.sentence))
                              for each in unstated)
            parts.append(banner(lines, "bad", head=_("Not stated, and Art. 30 asks for it")))
        if GROUND in self.activity.lacks:
            parts.append(banner(_(GROUND.sentence), "bad", head=_("To be decided")))
        for field, words in self.activity.questions:
            answer = partial(self.ask, field) if field is not None and field is not Field.DPIA and can_decide else None
            parts.append(question(_(words), answer))
        return parts

    def _engaged(self) -> list[Part]:
        """Who works for this activity, from the list of processors, with the state of the contract."""
        found: list[Part] = []
        for each in processors.listed(self.desk):
            if self.activity.listed.id in each.said.activities:
                words = _("{name}: {service}").format(name=each.said.name, service=each.said.service)
                found.append(row(column(chip_label(contract_chip(each)), 0, margin=(0, 2, 0, 0)), (text(words, "small", wrap=True), 1), gap=8,
                                 margin=(12, 0, 4, 0)))
        return found

    def _history(self, history: Sequence[Version]) -> QFrame:
        entries: list[Part] = []
        for each in history:
            what = _(DEEDS[each.deed])
            if each.changes:
                what = _("{deed}: {fields}").format(deed=what, fields=", ".join(_(CHANGING[change.field]) for change in each.changes))
            if each.deed is VersionDeed.CAME:
                what = (_("Version 1 is what the notices said when they were read.") if self.activity.listed.from_notice
                        else _("Version 1 came with the program."))
            at = language.moment(each.at.astimezone(self.desk.zone))
            who = _("{at}, {account}").format(at=at, account=each.account) if each.account else at
            words = _("{who}: {reason}").format(who=who, reason=each.reason) if each.reason else who
            chip = ChipLabel(_("Version {number}").format(number=each.version))
            entries.append(row(column(Picture(ICONS.get(each.deed, "edit"), "muted", 16), 0, margin=(0, 2, 0, 0)),
                               (column(text(what, "small", wrap=True), text(words, "caption", "muted", wrap=True), gap=0), 1), column(chip, 0), gap=10))
        compare = Button(_("Compare versions"), "quiet", "history", pressed=self.versions_asked.emit)
        return card(*entries, holder(row(compare, 0)), title=_("History"))

    def room(self) -> int:
        """Pixels below which it would scroll sideways."""
        inside = self.scroller.widget()
        return inside.minimumSizeHint().width() + theme.px(BAR) if inside is not None else 0

    def ask(self, field: Field) -> None:
        self.asked.emit(self.blocks[field])

    def _show(self, notice: str, line: int, anchor: str) -> None:
        self.pick(notice, line)
        self.shown.emit(notice, line, anchor)

    def pick(self, notice: str, line: int) -> None:
        """Mark every field that this line speaks about."""
        for block in self.blocks.values():
            block.pick(on=(notice, line) in block.lines)

    def bring(self, block: QWidget) -> None:
        self.scroller.ensureWidgetVisible(block, 0, theme.px(40))
