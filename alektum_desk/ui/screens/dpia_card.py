"""Whether an impact assessment is asked for (Art. 35): each criterion with its reason, and the officer's answers."""
from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QFrame

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.details import ASSESSMENTS
from alektum_desk.domain.dpia import KNOWLEDGE, OUTCOMES, Entry, Met, NationalList, Outcome, Sign
from alektum_desk.domain.notices import Field
from alektum_desk.domain.records import Activity
from alektum_desk.services import dpia
from alektum_desk.ui.screens.facts import decided_words
from alektum_desk.ui.screens.new_activity import low
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import Chip, ChipLabel
from alektum_desk.ui.widgets.fields import Choice, TextField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.words import Part, card, column, holder, row, rule, text

LOOKS = {Outcome.PROBABLE: ("warn", "alert"), Outcome.POSSIBLE: ("info", "question"), Outcome.UNLIKELY: ("plain", "minus")}
MARKS = {Met.YES: ("warn", "alert"), Met.NO: ("plain", "minus"), Met.ASK: ("info", "question")}


def met_chip(met: Met) -> Chip:
    return Chip({Met.YES: _("Met"), Met.NO: _("Not met"), Met.ASK: _("For you to say")}[met], *MARKS[met])


def dpia_card(activity: Activity, answer: Callable[[], object] | None) -> QFrame:
    found = dpia.screening(activity)
    decision = activity.of(Field.DPIA).decision
    parts: list[Part] = [row(ChipLabel(_(OUTCOMES[found.outcome]), *LOOKS[found.outcome], wrap=True), 0)]
    if decision is not None:
        words = "; ".join(decided_words(decision)) or _("None")
        parts.append(banner(_("{words} ({account}: {reason})").format(words=words, account=decision.account, reason=decision.reason), "ok", head=_("Decided")))
    parts += [sign_row(each) for each in found.signs if each.met is not Met.NO or each.answered]
    parts += [banner(entry_words(each, entry), "warn", head=_("On the country's list")) for each, entry in found.listed]
    parts += [banner(entry_words(each, entry), "info", icon="question", head=_("On the country's list, for you to say")) for each, entry in found.open]
    parts += [text("\n".join([_("Nothing recorded meets an entry of this list: {list}.").format(list=_(each.label)), *known_words(each)]), "caption", "muted", wrap=True)
              for each in found.silent]
    if not found.lists:
        parts.append(text(_("The program knows no list of this country: look at the authority's."), "caption", "muted", wrap=True))
    parts.append(text(_("Two criteria or one entry of a list make an assessment probable (WP 248, Art. 35(4)). Only you decide."), "caption", "muted", wrap=True))
    if answer is not None:
        parts.append(holder(row(Button(_("Answer"), "", "question", name=_("Answer on the impact assessment"), pressed=answer), 0)))
    return card(*parts, title=_("Impact assessment"), gap=10)


def entry_words(each: NationalList, entry: Entry) -> str:
    """The entry, the list it stands in, and how far that can be relied on."""
    said = _("{list}, number {number}").format(list=_(each.label), number=entry.number) if entry.number else _(each.label)
    return "\n".join([_(entry.label), said, *known_words(each)])


def known_words(each: NationalList) -> tuple[str, str]:
    """From where the list is known, and how far that can be relied on."""
    return (_("Source: {source}").format(source=_(each.source)),
            _(KNOWLEDGE[each.known]).format(day=language.day(each.checked_on) if each.checked_on else ""))


def sign_row(each: Sign) -> Part:
    chip = met_chip(each.met)
    words = column(text(_(each.criterion.label), "strong", wrap=True), text(dpia.because(each), "caption", "muted", wrap=True), gap=0)
    lead = holder(column(ChipLabel(chip.words, chip.tone, chip.icon), 0, margin=(0, 2, 0, 0)))
    lead.setFixedWidth(max(ChipLabel(other.words, other.tone, other.icon).width() for other in map(met_chip, Met)))
    return row(lead, (words, 1), gap=10)


class DpiaPane(Pane):
    """`lay_down(answers, verdict, reason, assessment, form)`."""

    def __init__(self, activity: Activity, lay_down: Callable[[Mapping[str, bool], str, str, str | None, Form], object], closed: Callable[[], object]) -> None:
        self.lay_down = lay_down
        found = dpia.screening(activity)
        given = dpia.answers(activity)
        decision = activity.of(Field.DPIA).decision
        self.form = form = Form(f"register.dpia.{activity.listed.id}")
        kept = decision.value if decision is not None and isinstance(decision.value, dict) else {}
        self.criteria = [each.criterion.id for each in found.signs]
        for each in found.signs:
            now = {True: "yes", False: "no", None: ""}[given.get(each.criterion.id)]
            form.add(each.criterion.id, _(each.criterion.label), Choice(_(each.criterion.label), [
                ("", _("As the record shows: {words}").format(words=met_chip(each.met).words)), ("yes", _("Met")), ("no", _("Not met"))], now), help=dpia.because(each))
        form.add_widget(rule())
        form.add("assessment", _("Assessment"), Choice(_("Assessment"), [("", _("Not recorded")), *((key, _(words)) for key, words in ASSESSMENTS.items())],
                                                       str(kept.get("assessment", ""))))
        form.add("verdict", _("What follows"), TextField(_("What follows"), "; ".join(decided_words(decision)) if decision else "", lines=3, longest=2000))
        form.add("reason", _("Reason"), TextField(_("Reason"), lines=2, longest=2000), help=_("It stands in the history beside your name."))
        super().__init__(_("Impact assessment"), low(form), foot=(Button(_("Lay it down"), "primary", "check", pressed=self.go),), closed=closed)

    def begin(self) -> None:
        next(iter(self.form.rows.values())).field.setFocus()

    def go(self) -> None:
        values = self.form.values()
        answers = {each: values[each] == "yes" for each in self.criteria if values[each]}
        self.lay_down(answers, values["verdict"], values["reason"], values["assessment"] or None, self.form)
