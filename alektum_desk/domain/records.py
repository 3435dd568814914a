"""Records of processing: what the notices say, what the officer decided, and what is still lacking (Art. 30)."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from alektum_desk.domain.errors import _N
from alektum_desk.domain.notices import Field, Statement
from alektum_desk.domain.subjects import Category


class Role(StrEnum):
    """Controllers' records follow Art. 30(1), processors' Art. 30(2)."""

    CONTROLLER = "controller"
    PROCESSOR = "processor"


class State(StrEnum):
    """From calm to loud; a cell shows the loudest of its activities."""

    COMPLETE = "complete"
    DRAFT = "draft"
    REVIEW = "review"
    LACKS = "lacks"


STATES: Mapping[State, str] = {
    State.COMPLETE: _N("Complete"), State.DRAFT: _N("Draft"), State.REVIEW: _N("Review due"), State.LACKS: _N("Lacks a fact"),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What the officer laid down for one field, over whatever the notices say. `value` is what was entered, as JSON."""

    field: Field
    value: Any
    reason: str
    account: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Lack:
    """A letter of Art. 30(1) or 30(2) that has nothing under it; `sentence` is a catalogue text."""

    letter: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Notices that speak about one field (of one purpose, where a basis is meant) and do not say the same."""

    field: Field
    purpose: str | None
    sides: tuple[tuple[str, tuple[Statement, ...]], ...]      # each notice and what only it says


@dataclass(frozen=True, slots=True)
class FieldOf:
    """One field of an activity. No statement and no decision is "not stated", which is not "none"."""

    field: Field
    statements: tuple[Statement, ...]
    decision: Decision | None
    contradictions: tuple[Contradiction, ...]
    silent: tuple[str, ...]                # notices of this activity that say nothing about this field


@dataclass(frozen=True, slots=True)
class Listed:
    """An activity in the list and in a cell. `title` is a catalogue text."""

    id: str
    title: str
    country: str
    categories: tuple[Category, ...]
    role: Role
    state: State
    version: int
    lacks: str                             # the letters, e.g. "adf"
    contradictions: int
    review_on: date | None
    from_notice: bool


@dataclass(frozen=True, slots=True)
class Activity:
    """The whole page of an activity. Titles, questions and sentences are catalogue texts."""

    listed: Listed
    notices: tuple[str, ...]               # the notices that it was read in
    fields: tuple[FieldOf, ...]            # every field of ACTIVITY_FIELDS, in that order
    lacks: tuple[Lack, ...]
    questions: tuple[tuple[Field | None, str], ...]

    def of(self, field: Field) -> FieldOf:
        return next(each for each in self.fields if each.field is field)


@dataclass(frozen=True, slots=True)
class Country:
    """A country of the group; without a notice it is shown as such and not as zero."""

    code: str
    notice: bool


@dataclass(frozen=True, slots=True)
class Cell:
    category: Category
    country: str
    activities: tuple[str, ...]
    state: State
    contradictions: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Only cells with an activity are here; any other is "not recorded"."""

    countries: tuple[Country, ...]
    categories: tuple[Category, ...]
    cells: tuple[Cell, ...]

    def cell(self, category: Category, country: str) -> Cell | None:
        return next((each for each in self.cells if (each.category, each.country) == (category, country)), None)


def contradictions(statements: Sequence[Statement], decision: Decision | None) -> tuple[Contradiction, ...]:
    """Where notices speak and are unlike; a decision ends the question, and a silent notice contradicts nobody."""
    if decision is not None:
        return ()
    return ()


def lacking(role: Role, statements: Iterable[Statement], decided: Iterable[Field]) -> tuple[Lack, ...]:
    """The letters of Art. 30(1)(a)-(g), for a processor of Art. 30(2)(a)-(d), under which nothing stands."""
    return ()


def matrix(rows: Iterable[Listed], countries: Sequence[Country]) -> Matrix:
    """Group activities by category and country."""
    return Matrix(tuple(countries), tuple(Category), ())
