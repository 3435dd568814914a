"""Activities out of mapped tables: rows grouped, cells understood, every row either in an activity or told with its reason."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field as dataclass_field, replace
from enum import StrEnum
from hashlib import sha256

from alektum_desk.domain.errors import _N
from alektum_desk.domain.import_tables import Cells, Column, Sheet, Table, Target, folded_title
from alektum_desk.domain.import_values import (
    Words,
    after_yes,
    bases,
    countries,
    is_blank,
    is_none,
    is_tick,
    is_total,
    is_unsaid,
    is_yes,
    parts,
    plain,
    retention,
    third_country,
    transfer,
    with_countries,
)
from alektum_desk.domain.notices import Field, Statement
from alektum_desk.domain.records import Role
from alektum_desk.domain.subjects import Category

LONGEST_CELL, LONGEST_TITLE = 20_000, 300


class Verdict(StrEnum):
    """What becomes of an activity that a file holds."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the file as its reader counts it."""

    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Told:
    """Why a row or a column was not taken in: a catalogue text with holes."""

    place: Place
    why: str
    fields: tuple[tuple[str, str], ...] = ()
    column: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An activity as the file tells it. `none` are fields of which it says that there is nothing, `notes` words that have no field."""

    title: str
    country: str | None
    role: Role | None
    categories: tuple[Category, ...]
    statements: tuple[Statement, ...]
    none: tuple[Field, ...]
    notes: tuple[str, ...]
    places: tuple[Place, ...]
    mark: str                               # the same for the same rows: importing them again brings nothing new

    def texts(self, field: Field) -> tuple[str, ...]:
        return tuple(each.text for each in self.statements if each.field is field)


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that a file held; `rows` counts source rows: those of the drafts and those told."""

    drafts: tuple[Draft, ...]
    told: tuple[Told, ...]                  # rows
    remarks: tuple[Told, ...]               # columns and whole sheets
    rows: int


@dataclass(slots=True)
class _Row:
    place: Place
    said: dict[Target, list[tuple[str, Column]]] = dataclass_field(default_factory=dict)
    notes: list[str] = dataclass_field(default_factory=list)

    def first(self, target: Target) -> str:
        return next((cell for cell, _ in self.said.get(target, ())), "")


def drafts(sheets: Sequence[Sheet], words: Words) -> Found:
    told: list[Told] = []
    groups: dict[tuple[str, ...], list[_Row]] = {}
    numbered: dict[str, tuple[str, ...]] = {}           # a number that comes again without a title is the activity that had it
    whose: dict[tuple[str, ...], Sheet] = {}
    rows = 0
    doubts: list[Told] = []
    for sheet in sheets:
        told += [Told(Place(sheet.table.name, number), _N("The row has neither a title nor a purpose.")) for number in sheet.table.strays]
        rows += len(sheet.table.strays)
        before: tuple[str, ...] | None = None
        untitled: list[_Row] = []
        for row in _rows(sheet, words):
            rows += 1
            if isinstance(row, Told):
                told.append(row)
                continue
            number, own = folded_title(row.first(Target.ID)), _key(row, words)
            if number and (own is None or not row.first(Target.TITLE)):
                own = numbered.get(number, own)
            elif own is not None and before and _goes_on(row, groups[before][0]):
                own = before if sheet.has(Target.ID) else own       # without a column of numbers it may be a record that nobody named
                untitled.append(row)
            key = own or (None if number or (before and sheet.role == "processor" and _is_anothers(row, groups[before][0])) else before)
            if key is None:
                told.append(Told(row.place, _N("The row has neither a title nor a purpose.")))
                continue
            if number:
                numbered.setdefault(number, key)
            groups.setdefault(key, []).append(row)
            whose.setdefault(key, sheet)
            before = key
        if untitled:
            doubts.append(Told(untitled[0].place, _N("Rows without a number and a title were taken as part of the activity above them.") if sheet.has(Target.ID)
                               else _N("Rows without a title came in as activities of their own, called by their purpose.")))
    found = []
    for key, group in groups.items():
        draft = _draft(group, whose[key].role, words)
        if draft.statements and (entity := whose[key].entity) and not draft.texts(Field.ENTITY):
            draft = replace(draft, statements=(Statement("", Field.ENTITY, entity), *draft.statements))
        if draft.statements or draft.none or draft.notes:
            found.append(draft)
        else:
            told += [Told(row.place, _N("The row says nothing but a title.")) for row in group]
    from_sheets = {place.sheet for draft in found for place in draft.places}
    remarks = tuple(each for sheet in sheets for each in _column_remarks(sheet, words, holds=sheet.table.name in from_sheets))
    remarks = (*doubts, *remarks)
    return Found(tuple(found), tuple(sorted(told, key=lambda each: (each.place.sheet, each.place.row))), remarks, rows)


# -- rows

def _rows(sheet: Sheet, words: Words) -> Iterator[_Row | Told]:
    table = sheet.table
    filled = _fill(table, sheet.begins)
    unnamed = _unnamed(sheet, words)
    for at in range(sheet.begins, len(table.rows)):
        cells = filled.get(at, table.rows[at])
        if not any(cell.strip() for cell in cells):
            continue
        place = Place(table.name, table.number(at))
        if _is_section(table, at, sheet):
            continue
        if is_total(cells, words):
            yield Told(place, _N("The row counts the others, and is no activity."))
            continue
        row, blank = _row(sheet, cells, place, unnamed, words)
        if isinstance(row, _Row) and blank:
            continue                        # formulas and boxes that nobody filled in, below the last record
        yield row


_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d+)?")


def _unnamed(sheet: Sheet, words: Words) -> frozenset[int]:
    """Columns without a heading, but for one that counts the rows."""
    if sheet.table.targets:
        return frozenset()
    rows = sheet.table.rows[sheet.begins:]
    mapped = {column.index for column in sheet.columns}
    found = {index: [row[index].strip() for row in rows if index < len(row) and not is_blank(row[index], words)] for index in range(max(map(len, rows), default=0)) if index not in mapped}
    return frozenset(index for index, cells in found.items() if not (all(map(str.isdecimal, cells)) and len(set(cells)) == len(cells)))


def _row(sheet: Sheet, cells: Cells, place: Place, unnamed: frozenset[int], words: Words) -> tuple[_Row | Told, bool]:
    row, blank = _Row(place), True
    for column in sheet.columns:
        cell = cells[column.index].strip() if column.index < len(cells) else ""
        if not cell:
            continue
        if len(cell) > LONGEST_CELL:
            return Told(place, _N("The cell under “{column}” is longer than {number} letters."), (("column", column.heading), ("number", str(LONGEST_CELL)))), False
        in_box = column.boxed or (bool(column.group) and column.target in {Target.CATEGORY, Target.DATA, Target.SPECIAL_DATA})
        if in_box and is_tick(cell, words) and not is_yes(cell, words):
            cell = "x"
        if cell not in {"0", "FALSE", "False", "false"} and not is_blank(cell, words):
            blank = False
        if column.target in {Target.PERSON, Target.SKIP} or (in_box and cell == "0"):
            continue
        if column.unit is not None and column.unit < len(cells) and _NUMBER.fullmatch(cell):
            cell = f"{cell} {cells[column.unit].strip()}"
        is_box_of_people = column.boxed and column.target is Target.CATEGORY
        is_strange = in_box and not (is_yes(cell, words) or is_none(cell, words) or is_blank(cell, words)) and (is_box_of_people or is_unsaid(cell, words))
        if column.target in {None, Target.NOTE} or is_strange:
            if not is_blank(cell, words):
                row.notes.append(f"{column.heading}: {' '.join(cell.split())}")
            continue
        row.said.setdefault(column.target, []).append((cell, column))
    row.notes += [" ".join(cell.split()) for index, cell in enumerate(cells) if index in unnamed and len(cell) <= LONGEST_CELL and cell.strip() not in {"FALSE", "0"} and not is_blank(cell, words)]
    return row, blank


def _fill(table: Table, begins: int) -> dict[int, list[str]]:
    """Cells merged downwards say their words in each of their rows."""
    filled: dict[int, list[str]] = {}
    for top, left, bottom, _right in table.merged:
        if bottom <= max(top, begins) or top >= len(table.rows) or left >= len(table.rows[top]):
            continue
        words = table.rows[top][left]
        for at in range(max(top + 1, begins), min(bottom + 1, len(table.rows))):
            row = filled.setdefault(at, list(table.rows[at]))
            if left < len(row) and any(cell.strip() for index, cell in enumerate(table.rows[at]) if index != left):
                row[left] = words
    return filled


def _is_section(table: Table, at: int, sheet: Sheet) -> bool:
    """A heading between the records: one cell over most of the columns."""
    said = [index for index, cell in enumerate(table.rows[at]) if cell.strip()]
    return len(said) == 1 and any(top <= at <= bottom and left == said[0] and right - left + 1 >= max(3, len(sheet.columns) // 2)
                                  for top, left, bottom, right in table.merged)


def _key(row: _Row, words: Words) -> tuple[str, ...] | None:
    """What makes rows one activity: its number, else its title (its purpose where there is none) within one country, entity and department."""
    title = next((cell for cell in (row.first(Target.TITLE), row.first(Target.PURPOSE)) if cell and not is_unsaid(cell, words)), "")
    number = row.first(Target.ID)
    if not title and not number:
        return None
    if not title and not row.said.keys() - {Target.ID}:
        return None
    within = tuple(folded_title(row.first(each)) for each in (Target.COUNTRY, Target.ENTITY, Target.RESPONSIBLE))
    return ("#" + folded_title(number), folded_title(title)) if number else (folded_title(title), *within)


def _goes_on(row: _Row, above: _Row) -> bool:
    """Whether a row that has neither number nor title says more of the titled one above it, and nothing of another country, entity or department."""
    if row.first(Target.TITLE) or row.first(Target.ID) or not above.first(Target.TITLE):
        return False
    return all(folded_title(row.first(each)) in {"", folded_title(above.first(each))} for each in (Target.COUNTRY, Target.ENTITY, Target.RESPONSIBLE))


def _is_anothers(row: _Row, above: _Row) -> bool:
    """Whether a processor works here for another client than in the row above."""
    client = folded_title(row.first(Target.ENTITY))
    return bool(client) and client != folded_title(above.first(Target.ENTITY))


def _column_remarks(sheet: Sheet, words: Words, *, holds: bool) -> Iterator[Told]:
    """`holds` activities: where none came of a sheet, no words are kept with any."""
    place = Place(sheet.table.name, sheet.table.number(sheet.begins - 1))
    if any(sum(bool(cell.strip()) for cell in row) > 1 for row in sheet.above):
        yield Told(place, _N("Lines above the headings that are no records were left out."))
    for column in sheet.columns:
        cells = [row[column.index] for row in sheet.table.rows[sheet.begins:] if column.index < len(row)]
        said = sum(bool(cell.strip()) and not is_blank(cell, words) for cell in cells) if column.target in {None, Target.PERSON} else 0
        if said and column.target is Target.PERSON:
            yield Told(place, _N("The column “{column}” names people. A register needs none of their names, so they were left out."), (("column", column.heading),), column.heading)
        elif said and holds:
            yield Told(place, _N("The column “{column}” has no place in the register. Its words are kept with each activity as a question."), (("column", column.heading),), column.heading)


# -- an activity

_FIELDS = (Target.ENTITY, Target.JOINT_CONTROLLER, Target.RESPONSIBLE, Target.CATEGORY, Target.PURPOSE, Target.LEGAL_BASIS, Target.SPECIAL_BASIS, Target.LEGITIMATE_INTEREST,
           Target.DATA, Target.SPECIAL_DATA, Target.SOURCE, Target.RECIPIENT, Target.PROCESSOR, Target.AUTOMATED_DECISION, Target.RETENTION, Target.SECURITY,
           Target.SYSTEM, Target.COOKIE)
_NUMBERED = re.compile(r"(?:(?:n[o°]?|nr|#|ref)?[.\s]*[a-z]{0,4}|record|entry|activity|processing|traitement|fiche)[._-]?\d[\d\s./_-]*", re.IGNORECASE)        # "No. 7", "VT-007", "Record007"; "Activity 7" is a name


def _draft(rows: Sequence[_Row], role: str | None, words: Words) -> Draft:
    said: dict[tuple[object, ...], Statement] = {}
    none: list[Field] = []
    notes: list[str] = []
    purposes: dict[str, str] = {}
    for row in rows:
        here: list[str] = []
        for target in _FIELDS:
            for cell, column in row.said.get(target, ()):
                if is_unsaid(cell, words):
                    continue
                field = Field(target.value)
                if is_none(cell, words):
                    none += [] if column.boxed else [field]         # a box that nobody ticked says nothing of the others
                    continue
                for each in _statements(field, cell, column, words):
                    one = each
                    if field is Field.PURPOSE:
                        code = purposes.setdefault(folded_title(each.text), f"purpose_{len(purposes) + 1}")
                        here.append(code)
                        one = replace(each, purpose=code, code=None)
                    elif one.field in {Field.LEGAL_BASIS, Field.LEGITIMATE_INTEREST, Field.SPECIAL_BASIS} and len(set(here)) == 1:
                        one = replace(each, purpose=here[0])
                    said.setdefault((one.field, one.code or folded_title(one.text), one.purpose), one)
        moved, nowhere = _transfer(row, words)
        if moved:
            said.setdefault((Field.TRANSFER, folded_title(moved.text)), moved)
        none += [Field.TRANSFER] if nowhere else []
        notes += [*row.notes, *_unclear_countries(row, words)]
    _told_by_recipients(said, none, notes, words)
    statements = _only_purpose(said.values(), purposes)
    told = {each.field for each in statements}
    acts = _role(rows, role, words)
    title, number = _title(rows, statements, words, whole=acts is Role.PROCESSOR)
    if number:
        notes.append(number)
    kinds = tuple(dict.fromkeys(Category(kind) for each in statements if each.field is Field.CATEGORY for kind in each.kinds))
    mark = sha256("\n".join(sorted({f"{target}:{plain(cell)}" for row in rows for target, cells in row.said.items() for cell, _ in cells} | {plain(each) for each in notes})).encode()).hexdigest()[:10]
    country = next((code for row in rows for code in countries(row.first(Target.COUNTRY), words)), None)
    return Draft(title, country, acts, kinds, statements, tuple(dict.fromkeys(each for each in none if each not in told)),
                 tuple(dict.fromkeys(notes)), tuple(row.place for row in rows), mark)


def _unclear_countries(row: _Row, words: Words) -> Iterator[str]:
    """A record has one country: what names none that is known, or several, is put to the officer."""
    for cell, column in row.said.get(Target.COUNTRY, ()):
        if not is_unsaid(cell, words) and len(countries(cell, words)) != 1:
            yield f"{column.heading}: {' '.join(cell.split())}"


def _statements(field: Field, cell: str, column: Column, words: Words) -> Iterable[Statement]:
    if is_yes(cell, words) and field is not Field.RETENTION:            # a box that is ticked says what stands above it
        text = _apart(column.heading) if column.group or column.boxed else f"{column.heading}: {' '.join(cell.split())}"
        return (Statement("", field, text, kinds=_kinds(text, words) if field is Field.CATEGORY else ()),)
    if field in {Field.LEGAL_BASIS, Field.SPECIAL_BASIS}:
        return bases(cell, words, field)
    if field is Field.RETENTION:
        return tuple(retention(each, words, f"{column.group} {column.heading}") for each in parts(cell, listed=column.listed) if not is_unsaid(each, words))
    if field is Field.SPECIAL_DATA:
        cell = after_yes(cell, words)
    pieces = tuple(each for each in parts(cell, field, listed=column.listed) if not is_unsaid(each, words) and not is_none(each, words))
    if field in {Field.RECIPIENT, Field.PROCESSOR}:
        pieces = with_countries(pieces, words)
    if field is Field.CATEGORY:
        return tuple(Statement("", field, each, kinds=_kinds(each, words)) for piece in pieces for each in _both(piece, words))
    return tuple(Statement("", field, each) for each in pieces)


def _apart(heading: str) -> str:
    """CivilStatus is "Civil status" to people."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return heading if words == heading else words[:1] + words[1:].lower()


_AND = re.compile(r"\s+(?:and|et|und|en|og|och|ja|y|e|&)\s+", re.IGNORECASE)


def _both(text: str, words: Words) -> tuple[str, ...]:
    """"Employees and customers" are two kinds of people, where each is one by itself; "heirs and assigns" stay together."""
    if " / " in text:                                   # between words of their own a stroke lists; "men/women" is one
        return tuple(half for each in text.split(" / ") if each.strip() for half in _both(each.strip(), words))
    halves = _AND.split(text)
    return tuple(halves) if len(halves) > 1 and all(_kinds(each, words) for each in halves) else (text,)


def _kinds(text: str, words: Words) -> tuple[str, ...]:
    said = plain(text)
    return (said.replace(" ", "_"),) if said.replace(" ", "_") in list(Category) else (words.people[said],) if said in words.people else ()


def _transfer(row: _Row, words: Words) -> tuple[Statement | None, bool]:
    cells: dict[Target, str] = {}
    nowhere = False
    for target in (Target.TRANSFER, Target.TRANSFER_COUNTRY, Target.TRANSFER_RECIPIENT, Target.SAFEGUARD):
        for cell, column in row.said.get(target, ()):
            if is_unsaid(cell, words):
                continue
            if is_none(cell, words):
                nowhere = nowhere or target in {Target.TRANSFER, Target.TRANSFER_COUNTRY}
            elif is_yes(cell, words):
                cells.setdefault(target, f"{column.heading}: {cell}")
            else:
                cells[target] = f"{cells[target]}, {'; '.join(parts(cell))}" if target in cells else "; ".join(parts(cell))
    if nowhere and set(cells) <= {Target.SAFEGUARD}:
        return None, True
    return transfer(cells.get(Target.TRANSFER_RECIPIENT, ""), cells.get(Target.TRANSFER_COUNTRY, ""), cells.get(Target.SAFEGUARD, ""), cells.get(Target.TRANSFER, ""), words), False


def _told_by_recipients(said: dict[tuple[object, ...], Statement], none: Sequence[Field], notes: list[str], words: Words) -> None:
    """A recipient outside the EEA is a transfer where the file speaks of none, and a question where it says that there is none."""
    abroad = [(each.text, code) for each in said.values() if each.field in {Field.RECIPIENT, Field.PROCESSOR} and (code := third_country(each.text, words))]
    if any(each.field is Field.TRANSFER for each in said.values()):
        return
    if Field.TRANSFER in none:
        notes += [text for text, _ in abroad]
    else:
        said |= {(Field.TRANSFER, folded_title(text)): Statement("", Field.TRANSFER, text, details=(("country", code),)) for text, code in abroad}


def _only_purpose(said: Iterable[Statement], purposes: dict[str, str]) -> tuple[Statement, ...]:
    """Where there is one purpose, every basis is that purpose's."""
    if len(purposes) != 1:
        return tuple(said)
    code = next(iter(purposes.values()))
    return tuple({(each.field, each.code or folded_title(each.text), each.purpose): each for each in (
        replace(one, purpose=code) if one.field in {Field.LEGAL_BASIS, Field.LEGITIMATE_INTEREST, Field.SPECIAL_BASIS} else one for one in said)}.values())


def _title(rows: Sequence[_Row], statements: Sequence[Statement], words: Words, *, whole: bool) -> tuple[str, str]:
    """And, where the title is only a number, that number as a note. `whole`: a processor's record is called by all its categories of processing."""
    titles = [cell for row in rows if (cell := row.first(Target.TITLE)) and not is_unsaid(cell, words)]
    purposes = [each.text for each in statements if each.field is Field.PURPOSE]
    purposes = [", ".join(purposes)] if whole and purposes else purposes
    title = titles[0] if titles else ""
    if title and not (_NUMBERED.fullmatch(title.strip()) and purposes):
        return _shown(title), ""
    if purposes:
        return _shown(purposes[0]), _shown(title)
    return _shown(title or next((row.first(Target.ID) for row in rows if row.first(Target.ID)), "") or (statements[0].text if statements else "?")), ""


def _shown(text: str) -> str:
    clean = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return clean if len(clean) <= LONGEST_TITLE else clean[:LONGEST_TITLE - 1].rstrip() + "…"


def _role(rows: Sequence[_Row], role: str | None, words: Words) -> Role | None:
    for row in rows:
        for cell, column in row.said.get(Target.ROLE, ()):
            said = plain(cell)
            if is_yes(cell, words) or is_none(cell, words):
                acts = "processor" in plain(column.heading) or "sous traitant" in plain(column.heading)
                return Role.PROCESSOR if acts == is_yes(cell, words) else Role.CONTROLLER
            if re.search(r"processor|sous traitant|auftragsverarbeiter|\bverwerker|databehandler|bitrade", said):
                return Role.PROCESSOR
            if said:
                return Role.CONTROLLER
    return Role(role) if role else None
