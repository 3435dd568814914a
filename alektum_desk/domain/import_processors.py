"""A list of processors in somebody else's workbook: which sheet is one, and what its rows say of each company (Art. 28)."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from alektum_desk.domain.errors import _N
from alektum_desk.domain.import_tables import (
    Column,
    Headings,
    Table,
    Target,
    heading_words,
    is_processing,
    meaning,
    of_people,
)
from alektum_desk.domain.import_values import (
    Words,
    are_called,
    countries,
    is_none,
    is_tick,
    is_total,
    is_unsaid,
    is_yes,
    parts,
    plain,
    with_countries,
)
from alektum_desk.domain.imports import LONGEST_CELL, Place, Told
from alektum_desk.domain.notices import Field
from alektum_desk.domain.processors import LONGEST_NAME, LONGEST_SERVICE, Contract, bare


class Part(StrEnum):
    """What a column of such a list can hold."""

    NAME = "name"
    SERVICE = "service"
    COUNTRY = "country"
    CONTRACT = "contract"
    SIGNED_ON = "signed_on"
    ENDS_ON = "ends_on"
    MECHANISM = "mechanism"
    SUBS = "subs"
    PRINCIPAL = "principal"
    ACTIVITIES = "activities"


@dataclass(frozen=True, slots=True)
class ListWords:
    """The vocabulary of such lists, folded: `heads` are whole headings and words within one; `negations` turn a signed contract into none, and `open` is kept as a word."""

    titles: frozenset[str]
    processor: frozenset[str]
    agreement: frozenset[str]
    heads: Mapping[Part, tuple[frozenset[str], frozenset[str]]]
    contracts: tuple[tuple[Contract, tuple[str, ...]], ...]
    negations: frozenset[str]
    records: frozenset[str]                 # parts of a sheet's title by which it is a register, in spite of `titles`
    open: frozenset[str] = frozenset()      # whole cells that elsewhere say nothing


_Said = Mapping[Part, tuple[str, str]]      # heading and cell
_Line = tuple[Place, _Said, list[str]]      # and the words of columns without a place


@dataclass(frozen=True, slots=True)
class Listed:
    """A company as the list tells it. `sub` are names and countries of those that it engages, `principal` and `activities` are names."""

    name: str
    service: str
    country: str | None
    contract: Contract
    signed_on: date | None
    ends_on: date | None
    mechanism: str | None
    principal: str
    subs: tuple[tuple[str, str | None], ...]
    activities: tuple[str, ...]
    note: str
    places: tuple[Place, ...]
    doubt: str = ""                         # words about a contract that say nothing certain
    rows: tuple[_Line, ...] = field(default=(), repr=False)
    asks: bool = False                      # a column is about contracts


@dataclass(frozen=True, slots=True)
class FoundList:
    listed: tuple[Listed, ...]
    told: tuple[Told, ...]                  # rows
    remarks: tuple[Told, ...]               # columns
    rows: int


_Head = tuple[Part | None, Column]
LOOKED_AT, LONGEST_NOTE = 20, 8_000
_MAY_BE_OPEN = frozenset({None, Part.COUNTRY, Part.CONTRACT, Part.SIGNED_ON, Part.ENDS_ON, Part.MECHANISM})
_RECORDS = frozenset({Target.CATEGORY, Target.LEGAL_BASIS, Target.RETENTION, Target.SPECIAL_BASIS, Target.LEGITIMATE_INTEREST})


def list_of(table: Table, known: Headings, words: Words, own: ListWords) -> FoundList | None:
    """None where the sheet is no list of processors."""
    if table.targets:
        return None
    rows = [[(_part(cell, own), Column(index, " ".join(cell.split()), None)) for index, cell in enumerate(row) if cell.strip()] for row in table.rows[:LOOKED_AT]]
    for asked in (2, 1):                    # headings that are understood: a company by itself only where no row says more
        for at, heads in enumerate(rows):
            if not _is_head(table, at, heads, asked, known, own):
                continue
            names = [cells[column.index] for part, column in heads if part is Part.NAME for cells in table.rows[at + 1:] if column.index < len(cells)]
            if asked == 1 and not (_is_called_list(table.name, heads, known, own) and not any(meaning(each, known)[1] == 3 or is_processing(each, known) for each in names)):
                continue                    # a form, whose headings stand one below the other
            return None if are_called(names, words) else _found(table, at, heads, known, words, own)
    return None


def _part(heading: str, own: ListWords) -> Part | None:
    said = heading_words(heading)
    if said in own.processor:
        return Part.NAME
    for part, (exact, _within) in own.heads.items():
        if said in exact:
            return part
    found = max(((len(phrase), part) for part, (_exact, within) in own.heads.items() for phrase in within if f" {phrase} " in f" {said} "), default=None)
    return found[1] if found else None


def _is_head(table: Table, at: int, heads: Sequence[_Head], asked: int, known: Headings, own: ListWords) -> bool:
    """Whether these are the headings of such a list, and not those of a register that names processors too, or of a processor's own records (Art. 30(2))."""
    told = {part for part, _ in heads if part}
    if Part.NAME not in told or len(told) < asked or len(heads) < 2 or any(is_processing(column.heading, known) or heading_words(column.heading) in known.clients for _, column in heads):
        return False
    said = [heading_words(column.heading) for _, column in heads]
    sure = not own.processor.isdisjoint(said)
    strong = bool(told & {Part.CONTRACT, Part.SUBS, Part.PRINCIPAL})
    others = sum(part is None and meaning(column.heading, known)[0] in _RECORDS for part, column in heads)
    if others > (1 if sure and strong else 0):
        return False
    if any(f" {word} " in f" {plain(text)} " for text in (table.name, *(cell for row in table.rows[:at] for cell in row if len(cell) <= 120)) for word in own.titles):
        return sure or strong or any(part is Part.SERVICE and meaning(column.heading, known)[0] is not Target.PURPOSE for part, column in heads) or _is_called_list(table.name, heads, known, own)
    first = next(part for part, column in heads if part or meaning(column.heading, known)[0] is not Target.ID)
    return first is Part.NAME and strong and (sure or any(f" {phrase} " in f" {each} " for each in said for phrase in own.agreement))


def _is_called_list(name: str, heads: Sequence[_Head], known: Headings, own: ListWords) -> bool:
    """Whether the sheet is called by whom it lists, and a column names companies: "Name" by itself may be a record's title."""
    said = f" {plain(name)} "
    for word in sorted(own.titles, key=len, reverse=True):
        said = re.sub(rf" (?:regist\w+ (?:of|des|der|van|over|af|av) )?{word} ", " ", said)
    return said != f" {plain(name)} " and not any(word in said for word in own.records) and any(part is Part.NAME and meaning(column.heading, known)[0] is not Target.TITLE for part, column in heads)


# -- rows

def _found(table: Table, at: int, heads: Sequence[_Head], known: Headings, words: Words, own: ListWords) -> FoundList:
    first = {part: column.index for part, column in reversed(heads) if part}
    others = [_other(table, column, at + 1, known, words) for part, column in heads if part is None or first[part] != column.index]
    told: list[Told] = []
    groups: dict[tuple[str, str], list[_Line]] = {}
    rows = 0
    for number in range(at + 1, len(table.rows)):
        cells, place = table.rows[number], Place(table.name, table.number(number))
        if not any(cell.strip() for cell in cells):
            continue
        rows += 1
        if (long := next((column for _part, column in heads if column.index < len(cells) and len(cells[column.index]) > LONGEST_CELL), None)) is not None:
            told.append(Told(place, _N("The cell under “{column}” is longer than {number} letters."), (("column", long.heading), ("number", str(LONGEST_CELL)))))
            continue
        said = {part: (column.heading, cells[column.index].strip()) for part, column in heads
                if part and first[part] == column.index and column.index < len(cells) and not _says_nothing(part, cells[column.index], words, own)}
        name = said.get(Part.NAME, ("", ""))[1]
        if is_total(cells, words) or not bare(name):
            told.append(Told(place, _N("The row counts the others, and is no processor.") if is_total(cells, words) else _N("The row names no company.")))
            continue
        words_of = [_in_words((column.heading, cells[column.index])) for column in others
                    if column.target is not Target.PERSON and column.index < len(cells) and not _says_nothing(None, cells[column.index], words, own)]
        groups.setdefault((bare(name), bare(said.get(Part.PRINCIPAL, ("", ""))[1])), []).append((place, said, words_of))
    return FoundList(tuple(_listed(group, words, own, asks=Part.CONTRACT in first) for group in groups.values()), tuple(told), tuple(_remarks(table, at, others)), rows)


def together(found: Sequence[FoundList], words: Words, own: ListWords) -> tuple[FoundList, ...]:
    """A company that several lists of one file name is one, where it stands first."""
    groups: dict[tuple[str, str], list[Listed]] = {}
    for each in (each for one in found for each in one.listed):
        groups.setdefault((bare(each.name), bare(each.principal)), []).append(each)
    whole = {id(same[0]): same[0] if len(same) == 1 else _listed([row for each in same for row in each.rows], words, own, asks=any(each.asks for each in same)) for same in groups.values()}
    return tuple(replace(one, listed=tuple(whole[id(each)] for each in one.listed if id(each) in whole)) for one in found)


def _says_nothing(part: Part | None, cell: str, words: Words, own: ListWords) -> bool:
    return is_unsaid(cell, words) and not (part is Part.CONTRACT and is_tick(cell, words)) and not (part in _MAY_BE_OPEN and plain(cell) in own.open)


def _other(table: Table, column: Column, begins: int, known: Headings, words: Words) -> Column:
    """A column without a place of its own: names of people are left out of the note too."""
    target = meaning(column.heading, known)[0]
    return Column(column.index, column.heading, Target.PERSON) if target is Target.PERSON else of_people(table, column, begins, words)


def _remarks(table: Table, at: int, others: Iterable[Column]) -> Iterator[Told]:
    for column in others:
        if any(column.index < len(row) and row[column.index].strip() for row in table.rows[at + 1:]):
            why = (_N("The column “{column}” names people. A register needs none of their names, so they were left out.") if column.target is Target.PERSON
                   else _N("The column “{column}” has no place in the list of processors. Its words are kept in their notes."))
            yield Told(Place(table.name, table.number(at)), why, (("column", column.heading),), column.heading)


def _listed(group: Sequence[_Line], words: Words, own: ListWords, *, asks: bool) -> Listed:
    """One company, also where each of its services has a row; what cannot be said twice stands in the note.

    `asks`: a column is about contracts, so that an empty cell says that there is none; a day that nobody wrote, or words that say nothing certain,
    do not. With a sub-processor's it is its principal's affair.
    """
    notes: list[str] = []
    said: dict[Part, tuple[str, str]] = {}
    lists: dict[Part, list[str]] = {Part.SERVICE: [], Part.SUBS: [], Part.ACTIVITIES: []}
    for _place, row, more in group:
        for part, (heading, cell) in row.items():
            if part in lists:
                lists[part].append(cell)
            elif said.setdefault(part, (heading, cell))[1] != cell:
                notes.append(_in_words((heading, cell)))
        notes += more

    def left(part: Part) -> None:
        notes.append(_in_words(said[part]))
    name, *address = [line for line in said[Part.NAME][1].splitlines() if line.strip()]
    notes += address
    lands = countries(said.get(Part.COUNTRY, ("", ""))[1], words)
    if Part.COUNTRY in said and len(lands) != 1:
        left(Part.COUNTRY)
    told = said.get(Part.MECHANISM, ("", ""))[1]
    mechanism = next((each for each, names in words.mechanisms if any(f" {one}" in f" {plain(told)}" for one in names)), None)
    if told and mechanism is None and not is_none(told, words):
        left(Part.MECHANISM)
    contract, signed_on, ends_on, unsure = _contract(said, words, own)
    for part in unsure:
        left(part)
    subs = dict.fromkeys(_with_country(each, words) for cell in lists[Part.SUBS] if not is_none(cell, words) and not is_yes(cell, words)
                         for each in with_countries(parts(cell, Field.PROCESSOR), words) if not is_unsaid(each, words) and bare(each))
    services = "; ".join(dict.fromkeys(map(_clean, lists[Part.SERVICE])))
    notes += [services] if len(services) > LONGEST_SERVICE else []
    note = "\n".join(dict.fromkeys(map(_clean, notes)))
    activities = dict.fromkeys(each for cell in lists[Part.ACTIVITIES] for each in parts(cell, Field.PROCESSOR))
    is_open = not asks or Part.PRINCIPAL in said or bool({Part.CONTRACT, Part.SIGNED_ON} & said.keys())
    return Listed(_clean(name)[:LONGEST_NAME], _cut(services, LONGEST_SERVICE), lands[0] if len(lands) == 1 else None, contract or (Contract.UNKNOWN if is_open else Contract.MISSING), signed_on, ends_on, mechanism, said.get(Part.PRINCIPAL, ("", ""))[1],
                  tuple(subs), tuple(activities), _cut(note, LONGEST_NOTE), tuple(place for place, _, _ in group), next((_in_words(said[part]) for part in (Part.CONTRACT, Part.SIGNED_ON) if contract is None and part in said), ""), tuple(group), asks)


def _in_words(said: tuple[str, str]) -> str:
    return f"{said[0]}: {_clean(said[1])}"


def _clean(text: str) -> str:
    """On one line, of letters that can be shown."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest - 1].rstrip() + "…"


LONG_WORDS = 5              # in a cell of a contract: more than a state and a day


def _contract(said: _Said, words: Words, own: ListWords) -> tuple[Contract | None, date | None, date | None, list[Part]]:
    """Its state, None where nothing certain is said; the days on which it was signed and ends; and whose words say more than that."""
    state: Contract | None = None
    days: dict[Part, date | None] = {}
    unsure: list[Part] = []
    for part in (Part.CONTRACT, Part.SIGNED_ON):
        _heading, cell = said.get(part, ("", ""))
        days[part] = day_of(cell)
        here = _state(cell, words, own) or (Contract.SIGNED if days[part] else None)
        if cell and (here is None or len(plain(cell).split()) > LONG_WORDS or (state and here is not state)):
            unsure.append(part)
        state = state or here
    signed_on = days[Part.SIGNED_ON] or days[Part.CONTRACT] if state is Contract.SIGNED else None
    ends_on = day_of(said.get(Part.ENDS_ON, ("", ""))[1]) or (days[Part.CONTRACT] if state is Contract.ENDED else None)
    if ends_on and signed_on and ends_on < signed_on:
        ends_on = None
    return state, signed_on, ends_on, [*unsure, *([Part.ENDS_ON] if Part.ENDS_ON in said and ends_on is None else [])]


def _state(cell: str, words: Words, own: ListWords) -> Contract | None:
    """None where the words say nothing certain: the number of a contract, for instance."""
    said = f" {plain(cell)}"
    if is_tick(cell, words):
        return Contract.SIGNED
    if is_none(cell, words):
        return Contract.MISSING
    denied = not own.negations.isdisjoint(said.split())
    for contract, phrases in own.contracts:
        if any(f" {phrase}" in said for phrase in phrases):
            return contract if not denied or contract in {Contract.MISSING, Contract.NEGOTIATED} else Contract.MISSING if contract is Contract.SIGNED else None
    return None


_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4})(?!\d)")


def day_of(cell: str) -> date | None:
    """The one day that a cell names, as it is written in Europe."""
    found = [(int(year), int(month), int(day)) for year, month, day in _ISO.findall(cell)] + [(int(year), int(month), int(day)) for day, month, year in _DAY.findall(cell)]
    try:
        return date(*found[0]) if len(found) == 1 else None
    except ValueError:
        return None


_PLACED = re.compile(r"(.+?)\s*[,(]\s*([^,()]+)\)?")


def _with_country(text: str, words: Words) -> tuple[str, str | None]:
    """"Mailchimp (USA)" is a name and a country."""
    said = _PLACED.fullmatch(text)
    code = (words.countries.get(plain(said[2])) or (words.codes.get(said[2].strip()))) if said else None
    return (_clean(said[1])[:LONGEST_NAME], code) if said and code and bare(said[1]) else (_clean(text)[:LONGEST_NAME], None)
