"""The pane beside the matrix: what is recorded in the chosen cell, or that nothing is."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QLayout, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.notices import FIELDS, Field
from alektum_desk.domain.records import CHANGING, DEEDS, Activity, FieldOf, Version, VersionDeed, article_of
from alektum_desk.services import terms
from alektum_desk.services.desk import Desk
from alektum_desk.ui import theme
from alektum_desk.ui.screens.facts import chips_of, decided_words, facts_of, longest_word, none, not_stated, purposes_of
from alektum_desk.ui.widgets.banners import EmptyState, banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import ChipLabel
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.words import Part, Picture, column, holder, row, rule, text

SHORT = (Field.PURPOSE, Field.DATA, Field.LEGAL_BASIS, Field.RETENTION, Field.RECIPIENT)
WORDY = 96                   # pixels of the labels at 100 %
FEW = 2                      # facts of a field; the page of the activity has them all

Open = Callable[[str], object]


def empty_pane(title: str, words: str, why: str, button: Button | None, closed: Callable[[], object], foot: Sequence[Button] = ()) -> Pane:
    return Pane(title, EmptyState("register", words, why, button), foot=foot, closed=closed)


def activity_pane(desk: Desk, activities: Sequence[Activity], title: str, names: Mapping[str, str], history: Sequence[Version],
                  open_: Open, closed: Callable[[], object]) -> Pane:
    """One activity in full, or several one under the other, each with its own way in. `open_` takes an argument of the register."""
    if len(activities) == 1:
        one = activities[0]
        parts = [text(terms.title(one.listed.title), "strong", wrap=True), *facts(one, open_), *questions(one), rule(), *told(desk, one, names, history)]
        foot = [Button(_("Open the activity"), "primary", "register", pressed=partial(open_, one.listed.id))]
        if (asked := next((field for field, _words in one.questions if field is not None), None)) is not None:
            foot.append(Button(_("Answer"), name=_("Answer the first question"), pressed=partial(open_, f"{one.listed.id}:{asked}")))
        return Pane(title, *parts, chips=chips_of(one.listed), foot=foot, closed=closed)
    parts = [text(ngettext("{number} activity", "{number} activities", len(activities)), "small", "muted")]
    for number, each in enumerate(activities):
        go = Button(_("Open the activity"), name=_("Open the activity: {title}").format(title=terms.title(each.listed.title)),
                    pressed=partial(open_, each.listed.id))
        parts += [rule()] if number else []
        parts += [text(terms.title(each.listed.title), "strong", wrap=True), Flow([ChipLabel(chip.words, chip.tone, chip.icon) for chip in chips_of(each.listed)]),
                  *facts(each, open_), *questions(each), holder(row(go, 0))]
    return Pane(title, *parts, closed=closed)


def facts(activity: Activity, open_: Open) -> list[Part]:
    """The five fields that say most, each with the line of its first fact."""
    parts: list[Part] = []
    if activity.lacks:
        letters = ", ".join(article_of(activity.listed.role, each.letter) for each in activity.lacks)
        parts.append(row(column(Picture("incident", "bad", 16), 0, margin=(0, 1, 0, 0)),
                         (text(_("Lacks: {letters}").format(letters=letters), "small", "bad", wrap=True), 1), gap=8))
    return [*parts, *(short(activity, activity.of(field), open_) for field in SHORT)]


def short(activity: Activity, of: FieldOf, open_: Open) -> QLayout:
    label = text(_(FIELDS[of.field]), "small", "muted", wrap=True)
    room = max(theme.px(84), longest_word(SHORT) + theme.px(6))
    label.setFixedWidth(room)
    value: list[Part]
    link: list[QWidget] = []
    whole = f"{activity.listed.id}:{of.field}"
    if of.decision is not None:
        value = [text(each, "small", wrap=True) for each in decided_words(of.decision)[:FEW]] or [row(ChipLabel(none().words, "plain", "minus"), 0)]
        value.append(text(_("Decided"), "caption", "ok"))
    elif of.contradictions:
        differ = Button(_("See both"), "line", name=_("See both sides: {field}").format(field=_(FIELDS[of.field])), pressed=partial(open_, whole))
        value = [holder(Flow([ChipLabel(_("Notices differ"), "bad", "cross"), differ], middle=True))]
    elif of.statements:
        found = facts_of(of.statements, purposes_of(activity.of(Field.PURPOSE).statements))
        unlike = [fact for at, fact in enumerate(found) if fact.words not in {each.words for each in found[:at]}]
        value = brief(of, [fact.words for fact in unlike])
        if (place := unlike[0].first.place) is not None:
            line = _("Line {number}").format(number=place.line)
            link = [Button(line, "line", name=_("{line}: {fact}").format(line=line, fact=unlike[0].words),
                           pressed=partial(open_, f"{activity.listed.id}:{place.notice}:{place.line}"))]
    else:
        chip = not_stated()
        value = [row(ChipLabel(chip.words, chip.tone, chip.icon), 0)]
    if room > theme.px(WORDY):          # beside long labels the words need what the link would take
        value, link = [*value, *(holder(row(each, 0)) for each in link)], []
    return row(column(label, 0, margin=(0, 2, 0, 0)), (column(*value, 0, gap=2, margin=(0, 2, 0, 0)), 1), *(column(each, 0) for each in link), gap=8)


def brief(of: FieldOf, words: Sequence[str]) -> list[Part]:
    """The first few; of bases their articles alone."""
    if of.field is Field.LEGAL_BASIS:
        return [text(" · ".join(dict.fromkeys(each.code for each in of.statements if each.code)), "small", wrap=True)]
    more = len(words) - FEW
    parts: list[Part] = [text(each, "small", wrap=True) for each in words[:FEW]]
    return [*parts, text(ngettext("and {number} more", "and {number} more", more), "caption", "muted")] if more > 0 else parts


def questions(activity: Activity) -> list[Part]:
    """At most two; the page of the activity has them all."""
    asked = [banner(_(words), "info", icon="question") for _field, words in activity.questions[:2]]
    if not asked:
        return []
    many = len(activity.questions)
    return [rule(), text(ngettext("A question for you", "{number} questions for you", many), "strong"), *asked]


def told(desk: Desk, activity: Activity, names: Mapping[str, str], history: Sequence[Version]) -> list[Part]:
    """The last things that happened to it, newest first, and where it came from."""
    entries: list[tuple[str, str]] = []
    for each in [each for each in history if each.deed is not VersionDeed.CAME][:3]:
        when = language.moment(each.at.astimezone(desk.zone))
        if not each.changes:
            entries.append(("check" if each.approved else "edit", _("{when}: {deed}").format(when=when, deed=_(DEEDS[each.deed]))))
        else:
            fields = ", ".join(_(CHANGING[change.field]) for change in each.changes)
            words = _("{when}: decided {fields}") if each.deed is VersionDeed.EDITED else _("{when}: changed {fields}")
            entries.append(("edit", words.format(when=when, fields=fields)))
    if activity.notices:
        entries.append(("import", _("Read from: {notices}").format(notices="; ".join(names.get(each, each) for each in activity.notices))))
    elif any(each.deed is VersionDeed.CAME for each in history):
        entries.append(("import", _("Came with the program")))
    lines = [row(column(Picture(icon, "muted", 16), 0), (text(words, "caption", "muted", wrap=True), 1), gap=8) for icon, words in entries]
    return [text(_("History"), "strong"), *lines]
