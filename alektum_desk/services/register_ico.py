"""The register as the ICO lays it out (its documentation templates for controllers and for processors), and such a file of ours known again."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.documents.import_source import Source
from alektum_desk.documents.sheet_writing import opened
from alektum_desk.domain.errors import _N
from alektum_desk.domain.import_tables import Table, folded_title
from alektum_desk.domain.import_values import parts, plain
from alektum_desk.domain.imports import Draft, Place, Told
from alektum_desk.domain.notices import Field
from alektum_desk.domain.records import GROUP, Activity, Listed, Role
from alektum_desk.domain.subjects import LABELS
from alektum_desk.services import register_wholes as wholes, terms
from alektum_desk.services.records import country_words
from alektum_desk.services.wording import holding, value_words, words_of

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

NUMBER = "Number in Alektum Desk"          # the heading by which a file of ours is known; below it the activity as the list names it
HEADS = 3
HEADS_WITHIN = 10                          # somebody may have written lines above

_FIRST = {Role.CONTROLLER: "Business function", Role.PROCESSOR: "Name and contact details of controller"}
_CONTROLLER: tuple[tuple[str, tuple[Field, ...]], ...] = (
    ("Purpose of processing", (Field.PURPOSE,)), ("Name and contact details of joint controller (if applicable)", (Field.JOINT_CONTROLLER,)),
    ("Categories of individuals", (Field.CATEGORY,)), ("Categories of personal data", (Field.DATA, Field.SPECIAL_DATA)), ("Categories of recipients", (Field.RECIPIENT, Field.PROCESSOR)),
    ("Link to contract with processor", ()), ("Names of third countries or international organisations that personal data are transferred to (if applicable)", (Field.TRANSFER,)),
    ("Safeguards for exceptional transfers of personal data to third countries or international organisations (if applicable)", ()), ("Retention schedule (if possible)", (Field.RETENTION,)),
    ("General description of technical and organisational security measures (if possible)", (Field.SECURITY,)), ("Article 6 lawful basis for processing personal data", (Field.LEGAL_BASIS,)),
    ("Article 9 condition for processing special category data", (Field.SPECIAL_BASIS,)), ("Legitimate interests for the processing (if applicable)", (Field.LEGITIMATE_INTEREST,)),
    ("Rights available to individuals", ()), ("Existence of automated decision-making, including profiling (if applicable)", (Field.AUTOMATED_DECISION,)),
    ("The source of the personal data (if applicable)", (Field.SOURCE,)))
_PROCESSOR: tuple[tuple[str, tuple[Field, ...]], ...] = (
    ("Categories of processing", (Field.PURPOSE,)), ("Names of third countries or international organisations that personal data are transferred to (if applicable)", (Field.TRANSFER,)),
    ("Safeguards for exceptional transfers of personal data to third countries or international organisations (if applicable)", ()),
    ("General description of technical and organisational security measures (if possible)", (Field.SECURITY,)))


def sheets(desk: Desk, activities: Sequence[Activity]) -> Iterator[tuple[str, list[list[str]]]]:
    """The authority's own English headings, in its order; the words below them are in the language at hand."""
    for name, role, columns in (("Controller", Role.CONTROLLER, _CONTROLLER), ("Processor", Role.PROCESSOR, _PROCESSOR)):
        rows = [[f"{desk.office.name}, {language.day(desk.today())}"], ["Article 30 Record of Processing Activities"], [_FIRST[role], "Title", "Country", *(head for head, _fields in columns), NUMBER]]
        for each in activities:
            if each.listed.role is role:
                begins = "\n".join(words_that_hold(each, Field.RESPONSIBLE if role is Role.CONTROLLER else Field.ENTITY))
                rows.append([begins, terms.title(each.listed.title), country_words(each.listed.country), *(_cell(each, head, fields) for head, fields in columns), each.listed.id])
        yield name, rows


def words_that_hold(activity: Activity, field: Field) -> tuple[str, ...]:
    """A decision over the notices, in words, each thing once."""
    found = activity.of(field)
    if found.decision is not None:
        return value_words(field, found.decision.value) or (_("None"),)
    return tuple(dict.fromkeys(words_of(each) for each in found.statements))


def people(activity: Activity) -> tuple[str, ...]:
    return words_that_hold(activity, Field.CATEGORY) or tuple(_(LABELS[each]) for each in activity.listed.categories)


def _cell(activity: Activity, head: str, fields: Sequence[Field]) -> str:
    if head.startswith("Safeguards"):
        return "\n".join(mechanism for each in holding(activity.of(Field.TRANSFER)) if (mechanism := dict(each.details).get("mechanism")))
    if fields == (Field.CATEGORY,):
        return "\n".join(people(activity))
    return "\n".join(text for field in fields for text in words_that_hold(activity, field))


# -- and back

def read(source: Source) -> tuple[Source, dict[Place, str], frozenset[str]]:
    """Of a file of ours: its words without what `shut` put before them, at which row stands which activity, and which sheets are ours. Of others': the file, and nothing."""
    numbers: dict[Place, str] = {}
    tables: list[Table] = []
    ours: set[str] = set()
    for table in source.tables:
        top = next((at for at, row in enumerate(table.rows[:HEADS_WITHIN]) if NUMBER in row or _is_head(row)), None)
        if top is None:
            tables.append(table)
            continue
        ours.add(table.name)
        tables.append(replace(table, rows=[[opened(cell) for cell in row] for row in table.rows]))
        if NUMBER in table.rows[top]:
            column = list(table.rows[top]).index(NUMBER)
            numbers |= {Place(table.name, table.number(at)): said for at, row in enumerate(table.rows) if at > top and column < len(row) and (said := row[column].strip())}
    return replace(source, tables=tuple(tables)), numbers, frozenset(ours)


def _is_head(row: Sequence[str]) -> bool:
    """Our headings without the number: the authority's own template has neither title nor country."""
    return any({_FIRST[role], "Title", "Country", columns[0][0]} <= set(row) for role, columns in ((Role.CONTROLLER, _CONTROLLER), (Role.PROCESSOR, _PROCESSOR)))


def twins(desk: Desk, lost: Sequence[Draft], country: str) -> tuple[dict[str, Listed], tuple[Told, ...]]:
    """Of records whose number is gone or strange, by their mark: the activity here of that title and country that has all their purposes,
    in whatever language the file was written; and a word on those that are called like one here and have other purposes.
    """
    wanted = {folded_title(each.title) for each in lost}
    say = [terms.sayer(each) for each in language.LANGUAGES]
    here: dict[tuple[str, str], list[Activity]] = {}
    for activities, _kept in wholes.parts(desk):
        for each in activities:
            for name in wanted.intersection(folded_title(one(each.listed.title)) for one in say):
                here.setdefault((name, each.listed.country), []).append(each)
    found: dict[str, Listed] = {}
    told: list[Told] = []
    for draft in lost:
        there = [each for land in ((draft.country,) if draft.country else (GROUP, country)) for each in here.get((folded_title(draft.title), land), ())]
        purposes = {plain(each) for each in draft.texts(Field.PURPOSE)}
        has = {each.listed.id: {plain(piece) for said in holding(each.of(Field.PURPOSE)) for one in say for piece in parts(one(said.text), Field.PURPOSE)} for each in there}
        if there and purposes <= set().union(*has.values()):
            found[draft.mark] = max(there, key=lambda each: len(purposes & has[each.listed.id])).listed
        elif there:
            told.append(Told(draft.places[0], _N("“{title}” is in the register with other purposes, and no number says that the row is the same: it comes in as another activity."), (("title", draft.title),)))
    return found, tuple(told)
