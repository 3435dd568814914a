"""Records of processing: what the notices say, what the officer decided, and what is still lacking (Art. 30)."""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from alektum_desk.domain import details
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.notices import ACTIVITY_FIELDS, FIELDS, Field, Statement
from alektum_desk.domain.retention import rule_of
from alektum_desk.domain.subjects import Category


class Role(StrEnum):
    """Controllers' records follow Art. 30(1), processors' Art. 30(2)."""

    CONTROLLER = "controller"
    PROCESSOR = "processor"


class State(StrEnum):
    """From calm to loud; a cell shows the loudest of its activities. `NONE`: it was decided that there is no such processing."""

    NONE = "none"
    COMPLETE = "complete"
    DRAFT = "draft"
    REVIEW = "review"
    LACKS = "lacks"


STATES: Mapping[State, str] = MappingProxyType({
    State.NONE: _N("None"), State.COMPLETE: _N("Complete"), State.DRAFT: _N("Draft"), State.REVIEW: _N("To be reviewed"),
    State.LACKS: _N("Lacks a fact"),
})


class Life(StrEnum):
    """How far a record has come, whatever it still lacks."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    RETIRED = "retired"


LIVES: Mapping[Life, str] = MappingProxyType({
    Life.DRAFT: _N("Draft"), Life.IN_REVIEW: _N("In review"), Life.APPROVED: _N("Approved"), Life.RETIRED: _N("Retired"),
})
GROUP = "XG"                               # the country of an activity that whole countries take over; no country of ISO 3166

ROLES: Mapping[Role, str] = MappingProxyType({Role.CONTROLLER: _N("Controller"), Role.PROCESSOR: _N("Processor")})


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
    inherited: bool = False                # all of it stands in the group's activity, and the country says nothing of its own
    unlike_group: bool = False             # the country says it otherwise than the group


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
    life: Life = Life.DRAFT
    varies: str | None = None              # the group's activity of which this is a country's variant


def standing(each: Listed) -> str:
    """How one record stands, a catalogue text. What only waits for its approval is due for no review, whatever day its next one has."""
    if each.life is Life.RETIRED:
        return LIVES[Life.RETIRED]
    if each.state is not State.REVIEW or each.contradictions:
        return STATES[each.state]
    return _N("Review due") if each.life is Life.APPROVED else _N("Awaits approval")


@dataclass(frozen=True, slots=True)
class NewActivity:
    """An activity before it is in the register. `id` is made from country and title where it is None.

    `statements` are its own, read in no notice; their ids are given anew. `absent` says that there is no such processing.
    """

    title: str
    country: str
    role: Role
    categories: tuple[Category, ...]
    statements: tuple[Statement, ...] = ()
    decided: tuple[tuple[Field, Any], ...] = ()
    varies: str | None = None
    absent: bool = False
    id: str | None = None
    questions: tuple[tuple[Field | None, str], ...] = ()


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


class Head(StrEnum):
    """What an activity is called by, besides its fields."""

    TITLE = "title"
    COUNTRY = "country"


CHANGING: Mapping[Field | Head, str] = MappingProxyType({Head.TITLE: _N("Title"), Head.COUNTRY: _N("Country"), **dict[Field | Head, str](FIELDS.items())})


@dataclass(frozen=True, slots=True)
class Change:
    """A title, a country, or the decisions about one field before and after, as they were entered; None where there was none."""

    field: Field | Head
    old: Any
    new: Any


class VersionDeed(StrEnum):
    """What was done to a record. Only edits, restoring, undoing, importing and newer texts of notices make another version."""

    CAME = "came"
    CREATED = "created"
    RENAMED = "renamed"
    EDITED = "edited"
    SUBMITTED = "in_review"
    WITHDRAWN = "draft"
    APPROVED = "approved"
    RETIRED = "retired"
    REOPENED = "reopened"
    REVIEW_SET = "review_set"
    RESTORED = "restored"
    UNDONE = "undone"
    REDONE = "redone"
    IMPORTED = "imported"
    RENEWED = "notice_renewed"


DEEDS: Mapping[VersionDeed, str] = MappingProxyType({
    VersionDeed.CAME: _N("As it came"), VersionDeed.CREATED: _N("Written anew"), VersionDeed.RENAMED: _N("Title or country changed"), VersionDeed.EDITED: _N("Decided"), VersionDeed.SUBMITTED: _N("Sent for review"),
    VersionDeed.WITHDRAWN: _N("Taken back to draft"), VersionDeed.APPROVED: _N("Approved"), VersionDeed.RETIRED: _N("Retired"),
    VersionDeed.REOPENED: _N("Taken up again"), VersionDeed.REVIEW_SET: _N("Day of review set"), VersionDeed.RESTORED: _N("Restored"),
    VersionDeed.UNDONE: _N("Undone"), VersionDeed.REDONE: _N("Redone"), VersionDeed.IMPORTED: _N("Imported"), VersionDeed.RENEWED: _N("A notice has a newer text"),
})


@dataclass(frozen=True, slots=True)
class Version:
    """What one edit did to an activity; the account is None when it is gone. `number` is its own: an approval and what undoing brings
    back bear the version that was there before.
    """

    number: str
    version: int
    at: datetime
    account: str | None
    deed: VersionDeed
    reason: str | None
    changes: tuple[Change, ...]

    @property
    def approved(self) -> bool:
        return self.deed is VersionDeed.APPROVED


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


PER_PURPOSE = (Field.LEGAL_BASIS, Field.LEGITIMATE_INTEREST, Field.SPECIAL_BASIS)

_LACKS: Mapping[Role, tuple[tuple[str, str], ...]] = MappingProxyType({
    Role.CONTROLLER: (
        ("a", _N("Who the controller is.")),
        ("b", _N("The purposes.")),
        ("c", _N("Whose data and which data.")),
        ("d", _N("Who receives the data.")),
        ("e", _N("The country of the transfer and its safeguard.")),
        ("f", _N("How long the data are kept, as a period.")),
        ("g", _N("The security measures.")),
    ),
    Role.PROCESSOR: (
        ("a", _N("Who the processor is and for whom it acts.")),
        ("b", _N("What is done for the controllers.")),
        ("c", _N("The country of the transfer and its safeguard.")),
        ("d", _N("The security measures.")),
    ),
})

# Art. 30 does not ask for the basis; but one that is recorded has to be a ground of Art. 6.
GROUND = Lack("6", _N("The legal basis is said in words that name no ground of Art. 6(1)."))


def article_of(role: Role, letter: str) -> str:
    """What lacks, as lawyers cite it."""
    return "Art. 6(1)" if letter == GROUND.letter else f"Art. 30({1 if role is Role.CONTROLLER else 2})({letter})"


def contradictions(statements: Iterable[Statement], decision: Decision | None) -> tuple[Contradiction, ...]:
    """Where notices speak and are unlike; a decision ends the question, and a silent notice contradicts nobody.

    Bases and interests are compared purpose by purpose, every other field as a whole.
    """
    if decision is not None:
        return ()
    groups: dict[tuple[Field, str | None], dict[str, list[Statement]]] = {}
    for each in statements:
        if each.place is not None:
            about = (each.field, each.purpose if each.field in PER_PURPOSE else None)
            groups.setdefault(about, {}).setdefault(each.place.notice, []).append(each)
    found = []
    for (field, purpose), said in groups.items():
        meanings = {notice: frozenset(part for each in theirs for part in _meanings(each)) for notice, theirs in said.items()}
        if len(set(meanings.values())) > 1:
            common = frozenset.intersection(*meanings.values())
            sides = tuple((notice, tuple(each for each in theirs if not common.issuperset(_meanings(each))))
                          for notice, theirs in said.items())
            found.append(Contradiction(field, purpose, sides))
    return tuple(found)


def _meanings(statement: Statement) -> tuple[object, ...]:
    """One fact about debtors and their representatives says as much as two facts."""
    return statement.kinds if statement.field is Field.CATEGORY and statement.kinds else (statement.meaning,)


def meaning_of(statements: Iterable[Statement], decision: Decision | None) -> frozenset[object]:
    """What a field says, whoever says it and in which words: fields with one meaning do not differ. Empty where nothing is said."""
    if decision is None:
        return frozenset(part for each in statements for part in _meanings(each))
    values = decision.value if isinstance(decision.value, list) else [decision.value]
    return frozenset(_decided_meaning(decision.field, each) for each in values) or frozenset({NONE})


NONE = "none"                              # the meaning of "there is nothing of this kind"


def _decided_meaning(field: Field, value: Any) -> object:
    """As a statement with the same words or the same code would mean it."""
    if not isinstance(value, Mapping):
        return Statement("", field, str(value)).meaning
    rule = rule_of(value) if field is Field.RETENTION and len(value) > 1 else None
    more = tuple((name, str(value[name])) for name in sorted(details.NAMES.intersection(value)))
    return Statement("", field, str(value["text"]), None, value.get("purpose"), value.get("code"), tuple(value.get("kinds", ())), rule=rule,
                     details=more).meaning


def is_answered(field: Field, value: Any) -> bool:
    """Whether a decision fills what Art. 30 asks for: "none" is an answer about recipients and transfers, and none about a purpose."""
    return value != [] or field in {Field.RECIPIENT, Field.PROCESSOR, Field.TRANSFER}


def lacking(role: Role, statements: Iterable[Statement], decided: Iterable[Field], *, people: bool = True, grounded: bool = True) -> tuple[Lack, ...]:
    """The letters of Art. 30(1)(a)-(g), for a processor of Art. 30(2)(a)-(d), under which nothing stands; and a basis without a ground.

    `people`: whether categories of data subject are known. `grounded`: whether a basis that is recorded names a ground of Art. 6(1), where a controller needs one. A transfer is asked about where one is stated; what the notices do not mention is no transfer, and no proof of none.
    """
    stated = tuple(statements)
    there = {each.field for each in stated} | set(decided)
    timed = any(each.rule is not None and each.rule.duration is not None for each in stated)
    vague = any(each.field is Field.TRANSFER and not each.kinds and not dict(each.details).get("country") for each in stated) and Field.TRANSFER not in decided
    known = {
        "entity": Field.ENTITY in there,
        "purpose": Field.PURPOSE in there,
        "data": people and bool(there & {Field.DATA, Field.SPECIAL_DATA}),
        "recipient": bool(there & {Field.RECIPIENT, Field.PROCESSOR}),
        "transfer": not vague,
        "retention": timed or Field.RETENTION in decided,
        "security": Field.SECURITY in there,
    }
    needs = (("entity", "purpose", "data", "recipient", "transfer", "retention", "security") if role is Role.CONTROLLER
             else ("entity", "purpose", "transfer", "security"))
    found = tuple(Lack(letter, sentence) for need, (letter, sentence) in zip(needs, _LACKS[role], strict=True) if not known[need])
    return found if grounded or role is Role.PROCESSOR else (*found, GROUND)


_VALUE_KEYS = frozenset({"text", "code", "purpose", "kinds", "duration", "unit", "triggers", "action", "overrides", "latest",
                         "at_once_on", "purposes", "as_written", "exception"}) | details.NAMES
LONGEST = 2000


def check_value(field: Field, value: Any) -> None:
    """Refused when this cannot be a decision about this field; None takes one back and is always one."""
    if field not in ACTIVITY_FIELDS:
        raise Refused(_N("An activity has no field {field}."), _N("Choose one of: {fields}."), field=field, fields=", ".join(ACTIVITY_FIELDS))
    if value is None:
        return
    if field is Field.ROLE and value not in list(Role):
        raise Refused(_N("A role is controller or processor."), _N("Choose one of the two."))
    if field is Field.CATEGORY and not (isinstance(value, list) and value and all(each in list(Category) for each in value)):
        raise Refused(_N("People concerned are a list of categories."), _N("Choose from: {categories}."), categories=", ".join(Category))
    for each in value if isinstance(value, list) else [value]:
        _check_said({"text": each} if isinstance(each, str) else each, field)


def _check_said(said: Any, field: Field) -> None:
    if not isinstance(said, dict) or not isinstance(said.get("text"), str) or not 0 < len(said["text"].strip()) <= LONGEST:
        raise Refused(_N("This cannot be a decision."), _N("Write a text, an object with a text, or a list of them."))
    if unknown := sorted(set(said) - _VALUE_KEYS):
        raise Refused(_N("Unknown keys: {keys}."), _N("Known are: {known}."), keys=", ".join(unknown), known=", ".join(sorted(_VALUE_KEYS)))
    if not _is_of_its_kind(said):
        raise Refused(_N("This cannot be a decision."), _N("Write a text, an object with a text, or a list of them."))
    details.check_details(field, said)
    details.check_article(field, said.get("code"))
    if field is Field.RETENTION and len(said) > 1:
        try:
            rule_of(said)
        except (ValueError, TypeError) as why:
            raise Refused(_N("This cannot be a retention rule."),
                          _N("Give a whole number with day, month or year, and a trigger and an action that the list of rules shows.")) from why


_LISTS = frozenset({"kinds", "triggers", "at_once_on", "purposes"})


def _is_of_its_kind(said: Mapping[str, Any]) -> bool:
    """Texts, and lists of texts; a period and its truths are a rule's own. Nothing that UTF-8 cannot hold."""
    try:
        json.dumps(said, ensure_ascii=False, allow_nan=False).encode()
    except ValueError:
        return False
    texts = (each for name, value in said.items() if name not in {"duration", "overrides", "latest"} and value is not None
             for each in (value if name in _LISTS and isinstance(value, list) else [value]))
    return all(isinstance(each, str) for each in texts) and all(isinstance(said.get(name) or [], list) for name in _LISTS)


LONGEST_TITLE = 300


def check_new(new: NewActivity) -> None:
    """Refused when this cannot be an activity. Whether its country exists is for the caller to know."""
    check_title(new.title)
    for field, value in new.decided:
        check_value(field, value)
    if any(each.field not in ACTIVITY_FIELDS for each in new.statements):
        raise Refused(_N("A statement is about a field that no activity has."), _N("Choose one of: {fields}."), fields=", ".join(ACTIVITY_FIELDS))


def check_title(title: str) -> None:
    """Refused when nobody could find an activity by it."""
    if not title.strip().isprintable():
        raise Refused(_N("A title stands on one line and holds no hidden marks."), _N("Take out line breaks, tabs and marks of writing direction."), field="title")
    if not 0 < len(title.strip()) <= LONGEST_TITLE:
        raise Refused(_N("An activity needs a title."), _N("Say in at most {number} letters what is done."), number=LONGEST_TITLE, field="title")


def decided_texts(value: Any) -> tuple[str, ...]:
    """A decision in words, for people; an empty tuple is "none"."""
    return tuple(each if isinstance(each, str) else str(each["text"]) for each in (value if isinstance(value, list) else [value]))


def lacks_of(role: Role, letters: str) -> tuple[Lack, ...]:
    """The letters that a row keeps, with their sentences."""
    return (*(Lack(letter, sentence) for letter, sentence in _LACKS[role] if letter in letters), *((GROUND,) if GROUND.letter in letters else ()))


def life_of(*, draft: bool, submitted: bool, approved: bool, retired: bool) -> Life:
    """What was read in a notice is published already: it waits for its review from the beginning."""
    if retired:
        return Life.RETIRED
    if approved:
        return Life.APPROVED
    return Life.IN_REVIEW if submitted or not draft else Life.DRAFT


def is_due(each: Listed, by: date) -> bool:
    """Whether somebody looks at it again by this day; what has ended, nobody does."""
    return each.life is not Life.RETIRED and each.review_on is not None and each.review_on <= by


def state_of(draft: bool, lacks: str, contradictory: int, approved: bool, review_on: date | None, today: date, *, absent: bool = False) -> State:
    """Complete is only what a person approved and what nothing contradicts; the rest waits for a review."""
    if absent:
        return State.NONE
    if draft:
        return State.DRAFT
    if lacks:
        return State.LACKS
    if not approved or contradictory or (review_on is not None and review_on <= today):
        return State.REVIEW
    return State.COMPLETE


def matrix(rows: Iterable[Listed], countries: Sequence[Country]) -> Matrix:
    """Group activities by category and country; the loudest state of a cell is its state. The group's and retired ones are in no cell."""
    cells: dict[tuple[Category, str], list[Listed]] = {}
    for row in rows:
        if row.country == GROUP or row.life is Life.RETIRED:
            continue
        for category in row.categories:
            cells.setdefault((category, row.country), []).append(row)
    loud = {state: number for number, state in enumerate(State)}
    order = {category: number for number, category in enumerate(Category)}
    column = {country.code: number for number, country in enumerate(countries)}
    return Matrix(tuple(countries), tuple(Category), tuple(
        Cell(category, country, tuple(each.id for each in here), max((each.state for each in here), key=loud.__getitem__),
             sum(each.contradictions for each in here))
        for (category, country), here in sorted(cells.items(), key=lambda cell: (order[cell[0][0]], column.get(cell[0][1], 99)))))
