"""Whether an impact assessment is asked for (Art. 35): nine criteria and national lists, with the reason for each answer."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from alektum_desk.domain.errors import _N
from alektum_desk.domain.folding import fold
from alektum_desk.domain.notices import Field
from alektum_desk.domain.records import Activity, decided_texts


@dataclass(frozen=True, slots=True)
class Criterion:
    """`label` and `question` are catalogue texts. `sources`: as many sources other than the person are a combination."""

    id: str
    label: str
    question: str | None = None
    fields: tuple[Field, ...] = ()
    codes: frozenset[str] = frozenset()
    excepted: frozenset[str] = frozenset()
    pattern: str | None = None
    sources: int = 0

    @property
    def can_be_read(self) -> bool:
        return bool(self.fields or self.codes or self.pattern or self.sources)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a national list: met when the record has one of its codes, or all of its criteria and `any` of the nine."""

    number: str
    label: str
    criteria: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    any: int = 0

    @property
    def can_be_read(self) -> bool:
        return bool(self.criteria or self.codes or self.any)

    def is_met(self, met: frozenset[str], codes: frozenset[str]) -> bool:
        by_criteria = bool(self.criteria or self.any) and self.criteria <= met and len(met) >= self.any
        return by_criteria or bool(codes & self.codes)


class Knowledge(StrEnum):
    """What the entries of a list were written down from."""

    LIST = "list"
    REPORT = "report"


KNOWLEDGE: Mapping[Knowledge, str] = MappingProxyType({
    Knowledge.LIST: _N("Compared with the list itself on {day}."),
    Knowledge.REPORT: _N("Taken from reports about the list, not from the list itself: compare it."),
})


@dataclass(frozen=True, slots=True)
class NationalList:
    """`label` and `source` are catalogue texts; `source` says what was compared, and how far."""

    country: str
    label: str
    source: str
    known: Knowledge
    checked_on: date | None                # when it was compared with the list itself
    entries: tuple[Entry, ...]


class Met(StrEnum):
    YES = "yes"
    NO = "no"
    ASK = "ask"


class Outcome(StrEnum):
    """A question to the officer, never a verdict."""

    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"


OUTCOMES: Mapping[Outcome, str] = MappingProxyType({
    Outcome.PROBABLE: _N("An impact assessment is probably asked for"),
    Outcome.POSSIBLE: _N("An impact assessment may be asked for"),
    Outcome.UNLIKELY: _N("Nothing recorded here asks for an impact assessment"),
})


@dataclass(frozen=True, slots=True)
class Sign:
    """`because` are the record's own words; empty where the officer answered, or where nothing was found."""

    criterion: Criterion
    met: Met
    because: tuple[str, ...]
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Screening:
    outcome: Outcome
    signs: tuple[Sign, ...]
    listed: tuple[tuple[NationalList, Entry], ...]
    open: tuple[tuple[NationalList, Entry], ...]   # entries that nothing recorded can answer
    lists: tuple[NationalList, ...]        # of this country, as far as the program knows them

    @property
    def silent(self) -> tuple[NationalList, ...]:
        """The lists of which no entry is met, and none is left to the officer."""
        spoke = {each.label for each, _entry in (*self.listed, *self.open)}
        return tuple(each for each in self.lists if each.label not in spoke)


def screen(activity: Activity, criteria: Iterable[Criterion], lists: Iterable[NationalList], answers: Mapping[str, bool]) -> Screening:
    """Two criteria or one entry of the country's list make it probable (WP 248 rev.01, III.B; Art. 35(4))."""
    signs = tuple(_sign(activity, each, answers) for each in criteria)
    met = {each.criterion.id for each in signs if each.met is Met.YES}
    here = tuple(each for each in lists if each.country == activity.listed.country)
    codes = frozenset(code for code, _text in _said(activity) if code)
    entries = [(each, entry) for each in here for entry in each.entries]
    listed = tuple((each, entry) for each, entry in entries if entry.is_met(frozenset(met), codes))
    outcome = Outcome.PROBABLE if len(met) > 1 or listed else Outcome.POSSIBLE if met else Outcome.UNLIKELY
    return Screening(outcome, signs, listed, tuple((each, entry) for each, entry in entries if not entry.can_be_read), here)


def _sign(activity: Activity, criterion: Criterion, answers: Mapping[str, bool]) -> Sign:
    if criterion.id in answers:
        return Sign(criterion, Met.YES if answers[criterion.id] else Met.NO, (), answered=True)
    because = dict.fromkeys(text for code, text in _said(activity, criterion.fields) if code not in criterion.excepted) if criterion.fields else {}
    for code, text in _said(activity):
        if code in criterion.codes or (criterion.pattern and re.search(criterion.pattern, fold(text)) and code not in criterion.excepted):
            because[text] = None
    if criterion.sources:
        others = [text for code, text in _said(activity, (Field.SOURCE,)) if code != "person"]
        if len(set(others)) >= criterion.sources:
            because |= dict.fromkeys(others)
    if because:
        return Sign(criterion, Met.YES, tuple(because))
    return Sign(criterion, Met.ASK if criterion.question else Met.NO, ())


def _said(activity: Activity, fields: Iterable[Field] | None = None) -> list[tuple[str | None, str]]:
    """Codes and texts of what holds: what was decided, else what is stated."""
    found: list[tuple[str | None, str]] = []
    for field in activity.fields:
        if field.field in {Field.DPIA, Field.SECURITY} or (fields is not None and field.field not in fields):
            continue
        if field.decision is not None:
            value = field.decision.value
            codes = [each.get("code") if isinstance(each, Mapping) else None for each in (value if isinstance(value, list) else [value])]
            found += zip(codes, decided_texts(value), strict=True)
        else:
            found += [(each.code, each.text) for each in field.statements]
    return found
