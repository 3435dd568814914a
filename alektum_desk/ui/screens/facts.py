"""How activities, facts and notices are called and marked: the same words on the register and beside the notices."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.notices import FIELDS, Field, Notice, Statement
from alektum_desk.domain.records import LIVES, Activity, Decision, Life, Listed, State, standing
from alektum_desk.domain.subjects import LABELS, Category
from alektum_desk.services import terms
from alektum_desk.services.wording import detail_words, value_words, words_of
from alektum_desk.ui import fonts
from alektum_desk.ui.widgets.chips import Chip

LOOKS: Mapping[State, tuple[str, str]] = {
    State.NONE: ("plain", "minus"), State.COMPLETE: ("ok", "check"), State.DRAFT: ("info", "edit"), State.REVIEW: ("warn", "clock"), State.LACKS: ("bad", "incident"),
}


def differ_chip(number: int) -> Chip:
    return Chip(ngettext("Notices differ once", "Notices differ {number} times", number), "bad", "cross")


def not_stated() -> Chip:
    return Chip(_("Not stated"), "warn", "alert")


def none() -> Chip:
    return Chip(_("None"), "plain", "minus")


def needs_work(each: Listed) -> bool:
    """What has ended needs none, whatever it lacks."""
    return each.life is not Life.RETIRED and (each.state in {State.LACKS, State.REVIEW} or each.contradictions > 0)


def standing_chip(each: Listed) -> Chip:
    """The state of a record in one chip; of a retired one, that it is."""
    return Chip(_(standing(each)), *(("plain", "exit") if each.life is Life.RETIRED else LOOKS[each.state]))


def longest_word(fields: Iterable[Field]) -> int:
    """Pixels of the longest word of their labels: what stands beside them begins at one place."""
    metrics = fonts.metrics(fonts.SMALL)
    return max(metrics.horizontalAdvance(word) for field in fields for word in _(FIELDS[field]).split())


def people_words(categories: Iterable[Category]) -> str:
    return ", ".join(_(LABELS[each]) for each in categories)


def chips_of(each: Listed) -> tuple[Chip, ...]:
    """State, version, what differs, and where it is from if from no notice."""
    chips = [standing_chip(each), Chip(_("Version {number}").format(number=each.version))]
    if each.life is Life.IN_REVIEW and not each.from_notice and each.state is not State.REVIEW:
        chips.insert(0, Chip(_(LIVES[each.life]), "plain", "eye"))
    if each.contradictions:
        chips.append(differ_chip(each.contradictions))
    if not each.from_notice and each.state is not State.NONE:
        chips.append(Chip(_("Not from a notice"), "info", "info"))
    return tuple(chips)


# -- notices

def place_words(notice: Notice) -> str:
    """"Belgium, French"; another organisation's has no country."""
    if notice.country is None:
        return _("No country, {language}").format(language=language.tongue(notice.language))
    return _("{country}, {language}").format(country=language.country(notice.country), language=language.tongue(notice.language))


def notice_names(notices: Sequence[Notice]) -> dict[str, str]:
    """What each is called among the others: two of one country and language are told apart by their titles."""
    places = {each.id: place_words(each) for each in notices}
    many = Counter(places.values())
    return {each.id: places[each.id] if many[places[each.id]] == 1
            else _("{place}: {title}").format(place=places[each.id], title=_(each.title)) for each in notices}


# -- facts

@dataclass(frozen=True, slots=True)
class Fact:
    """What one line of one notice says about one field: one statement, or the bases that it gives for one purpose."""

    words: str
    notes: tuple[str, ...]
    first: Statement
    statements: tuple[Statement, ...]


def facts_of(statements: Sequence[Statement], purposes: Mapping[str, str]) -> tuple[Fact, ...]:
    """Bases of one purpose in one line stand together; every other statement by itself, but no line says a thing twice."""
    groups: dict[tuple[object, ...], list[Statement]] = {}
    for each in statements:
        line = (each.place.notice, each.place.line) if each.place else ()
        about = (each.purpose,) if each.field is Field.LEGAL_BASIS else (words_of(each), each.purpose)
        groups.setdefault((line, *about), []).append(each)
    return tuple(Fact(" · ".join(dict.fromkeys(words_of(each) for each in group)), _notes(group[0], purposes), group[0], tuple(group))
                 for group in groups.values())


def _notes(statement: Statement, purposes: Mapping[str, str]) -> tuple[str, ...]:
    notes = []
    purpose = purposes.get(statement.purpose or "")
    if statement.field in {Field.LEGAL_BASIS, Field.LEGITIMATE_INTEREST} and purpose:
        notes.append(_("For: {purpose}").format(purpose=terms.term(purpose, Field.PURPOSE)))
    if more := detail_words(dict(statement.details), statement.field):
        notes.append(more)
    if statement.as_written:
        notes.append(_("The notice writes: {words}").format(words=statement.as_written))
    if statement.cited is False:
        notes.append(_("Said in words; the article is our reading."))
    return tuple(notes)


def purposes_of(statements: Iterable[Statement]) -> dict[str, str]:
    """The text of each purpose by its code, for the bases that belong to it."""
    return {each.purpose: each.text for each in statements if each.field is Field.PURPOSE and each.purpose}


def sources_of(activity: Activity) -> dict[str, dict[int, tuple[str, ...]]]:
    """Per notice and line: the fields of this activity that the line speaks about."""
    found: dict[str, dict[int, list[str]]] = {each: {} for each in activity.notices}
    for field in activity.fields:
        for each in field.statements:
            if each.place is not None:
                here = found.setdefault(each.place.notice, {}).setdefault(each.place.line, [])
                if (words := _(FIELDS[field.field])) not in here:
                    here.append(words)
    return {notice: {line: tuple(words) for line, words in sorted(lines.items())} for notice, lines in found.items()}


def decided_words(decision: Decision) -> tuple[str, ...]:
    """A decision as it is shown; what was taken over from a notice is a catalogue text. Empty for "none"."""
    return value_words(decision.field, decision.value)
