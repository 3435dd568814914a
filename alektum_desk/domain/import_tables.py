"""From somebody else's tables to columns that we understand: where the headings stand, and what each of them means."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import Any

from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.folding import fold
from alektum_desk.domain.import_values import Words, are_called, is_mark, is_tick, is_unsaid, names_people, parts, plain
from alektum_desk.domain.notices import FIELDS, Field

Cells = Sequence[str]
Span = tuple[int, int, int, int]            # first row, first column, last row, last column; counted from 0


class Target(StrEnum):
    """What a column can hold: the fields of an activity, and what an activity is besides them."""

    TITLE = "title"
    ID = "id"
    COUNTRY = "country"
    ROLE = "role"
    ENTITY = "entity"
    JOINT_CONTROLLER = "joint_controller"
    RESPONSIBLE = "responsible"
    CATEGORY = "category"
    PURPOSE = "purpose"
    LEGAL_BASIS = "legal_basis"
    LEGITIMATE_INTEREST = "legitimate_interest"
    DATA = "data"
    SPECIAL_DATA = "special_data"
    SPECIAL_BASIS = "special_basis"
    SOURCE = "source"
    RECIPIENT = "recipient"
    PROCESSOR = "processor"
    TRANSFER = "transfer"
    TRANSFER_COUNTRY = "transfer_country"
    TRANSFER_RECIPIENT = "transfer_recipient"
    SAFEGUARD = "safeguard"
    AUTOMATED_DECISION = "automated_decision"
    RETENTION = "retention"
    SECURITY = "security"
    SYSTEM = "system"
    COOKIE = "cookie"
    NOTE = "note"
    PERSON = "person"
    SKIP = "skip"


_BESIDES: Mapping[Target, str] = {
    Target.TITLE: _N("Title"), Target.ID: _N("Number or reference"), Target.COUNTRY: _N("Country"), Target.RESPONSIBLE: _N("Department"),
    Target.TRANSFER_COUNTRY: _N("Country of a transfer"), Target.TRANSFER_RECIPIENT: _N("Recipient of a transfer"), Target.SAFEGUARD: _N("Safeguard of a transfer"),
    Target.NOTE: _N("Kept in words, as a question"), Target.PERSON: _N("Names of people: left out"), Target.SKIP: _N("Left out"),
}
TARGETS: Mapping[Target, str] = {each: _BESIDES.get(each) or FIELDS[Field(each)] for each in Target}
_TELLING = frozenset({Target.TITLE, Target.PURPOSE, Target.CATEGORY, Target.DATA, Target.LEGAL_BASIS, Target.RETENTION, Target.RECIPIENT, Target.TRANSFER,
                      Target.SECURITY, Target.ENTITY})
_DIM = frozenset({Target.NOTE, Target.PERSON, Target.ID, Target.SKIP, Target.COUNTRY, Target.RESPONSIBLE, Target.SYSTEM, Target.ROLE})
LONGEST_HEADING, LOOKED_AT = 220, 60


@dataclass(frozen=True, slots=True)
class Headings:
    """For each target the whole headings and the words within one, folded; and in a processor's record what it does and for whom (Art. 30(2))."""

    known: Mapping[Target, tuple[frozenset[str], frozenset[str]]]
    processing: frozenset[str] = frozenset()            # words within a heading
    clients: frozenset[str] = frozenset()               # whole headings

    def __hash__(self) -> int:
        return id(self)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as it stands there. `first` is the number of its first row as its reader counts; `targets` where its form says what each column is."""

    name: str
    rows: Sequence[Cells]
    merged: tuple[Span, ...] = ()
    first: int = 1
    targets: tuple[Target, ...] = ()
    listed: bool = False                    # a cell's values stand on lines of their own
    numbers: tuple[int, ...] = ()           # of its rows, where they are not one after the other
    strays: tuple[int, ...] = ()            # numbers of what stands among its rows and is none

    def number(self, at: int) -> int:
        return self.numbers[at] if self.numbers else self.first + at


@dataclass(frozen=True, slots=True)
class Column:
    """`target` None: nobody knows what it is; its words are kept as they are."""

    index: int
    heading: str
    target: Target | None
    group: str = ""                         # the heading above it, where one heading stands over several
    listed: bool = False
    boxed: bool = False                     # one of several boxes to tick
    unit: int | None = None                 # of a number: the column that says years or months


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table whose headings were found; `begins` is the index of the first row of data."""

    table: Table
    columns: tuple[Column, ...]
    begins: int
    role: str | None = None                 # of all its rows, where the sheet says so
    entity: str = ""                        # the same
    above: tuple[Cells, ...] = ()           # lines over the headings that say something else

    def has(self, *targets: Target) -> bool:
        return any(column.target in targets for column in self.columns)


@dataclass(frozen=True, slots=True)
class Layout:
    """What a person laid down over the proposal."""

    columns: Mapping[str, Target | None]
    country: str | None = None
    role: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    activity: str | None = None             # whose impact assessment the file is


MAPPING_KEYS = tuple(each.name for each in fields(Layout))


def read_mapping(said: Any) -> Layout:
    """From JSON: {"columns": {heading: target or null}, "country", "role", "header_row", "sheet", "activity"}; Refused by name."""
    if not isinstance(said, dict) or not isinstance(said.get("columns", {}), dict):
        raise Refused(_N("A mapping is an object with columns."), _N('Write it as {{"columns": {{"Purpose of processing": "purpose"}}}}.'))
    if unknown := sorted(str(each) for each in said if each not in MAPPING_KEYS):
        raise Refused(_N("Unknown keys: {keys}."), _N("Known are: {known}."), keys=", ".join(unknown)[:200], known=", ".join(MAPPING_KEYS))
    columns: dict[str, Target | None] = {}
    for heading, target in said.get("columns", {}).items():
        if target is not None and target not in list(Target):
            raise Refused(_N("There is no target {target} for a column."), _N("Choose one of: {targets}."), target=str(target)[:60], targets=", ".join(Target))
        columns[heading_words(heading)] = Target(target) if target else None
    role, country, row, sheet = said.get("role"), said.get("country"), said.get("header_row"), said.get("sheet")
    if role not in {None, "controller", "processor"}:
        raise Refused(_N("A role is controller or processor."), _N("Choose one of the two."))
    if country is not None and not (isinstance(country, str) and len(country) == 2 and country.isalpha() and country.isascii()):
        raise Refused(_N("There is no country {country}."), _N("Give the two letters of its ISO 3166 code, for example BE."), country=str(country)[:20])
    if not (row is None or (isinstance(row, int) and not isinstance(row, bool) and row > 0)) or not all(each is None or isinstance(each, str) for each in (sheet, said.get("activity"))):
        raise Refused(_N("A mapping is an object with columns."), _N('Write it as {{"columns": {{"Purpose of processing": "purpose"}}}}.'))
    return Layout(columns, country.upper() if country else None, role, row, sheet, said.get("activity"))


# -- what a heading means

def heading_words(heading: str) -> str:
    """Folded; camelCase and dotted keys are words, what stands in brackets is left out."""
    apart = re.sub(r"(?<=[a-zß-ÿ0-9])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])", " ", heading)
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", apart)
    return plain(bare) or plain(apart)


@lru_cache(maxsize=8192)
def meaning(heading: str, known: Headings) -> tuple[Target | None, int]:
    """The target and how sure it is: 3 the whole heading, 2 words in it, 0 nothing."""
    if not heading.strip() or len(heading) > LONGEST_HEADING:
        return None, 0
    said = heading_words(heading)
    for target, (exact, _within) in known.known.items():
        if said in exact or said.replace(" ", "") in exact:
            return target, 3
    if (head := _head(said, known)) is not None:
        return head, 2
    padded = f" {said} "
    best: tuple[int, int, Target | None] = (0, 0, None)
    for target, (_exact, within) in known.known.items():
        for phrase in within:
            at = padded.find(f" {phrase} ")
            if at >= 0 and (len(phrase), -at) > (best[0], best[1]):
                best = (len(phrase), -at, target)
    if best[2] is not None:
        return best[2], 2
    if len(pieces := [each for each in re.split(r"\s*[/|\n]\s*", heading) if each.strip()]) > 1:          # in two languages
        told = [meaning(each, known) for each in pieces]
        if (best_told := max(told, key=lambda each: each[1]))[0] is not None:
            return best_told[0], 2
    last = said.rsplit(" ", 1)[-1]                      # "system.privacy_declaration.purpose": the last word of a path
    if "." in heading or "_" in heading:
        for target, (exact, _within) in known.known.items():
            for words in (" ".join(said.split()[-2:]), last):
                if words in exact:
                    return target, 2
    return None, 0


_OF = frozenset({"of", "af", "av", "van", "de", "des", "du", "d", "von", "der", "di", "dei", "del", "dos", "da", "to", "til", "till", "for", "pa", "on"})
_HEADS = (Target.RECIPIENT, Target.RETENTION, Target.SOURCE, Target.SECURITY, Target.PURPOSE, Target.LEGAL_BASIS, Target.TRANSFER, Target.PROCESSOR)


def _head(said: str, known: Headings) -> Target | None:
    """"Recipients of personal data" are recipients, however long "personal data" is."""
    words = said.split()
    for many in (3, 2, 1):
        if len(words) > many + 1 and words[many] in _OF:
            head = " ".join(words[:many])
            found = next((target for target in _HEADS if head in known.known[target][0]), None)
            longer = any(phrase.startswith(f"{head} {words[many]} ") and f" {phrase} " in f" {said} " for exact, within in known.known.values() for phrase in within)
            if found is not None and not longer:
                return found
    return None


# -- where the headings stand

def sheets(tables: Sequence[Table], known: Headings, words: Words, laid: Layout | None = None) -> Iterator[Sheet]:
    """Those tables that have headings of a register; with the mapping that a person laid down over what we think."""
    for table in tables:
        if laid and laid.sheet and table.name != laid.sheet:
            continue
        found = _sheet(table, known, words, laid)
        if found is not None:
            yield found


def _sheet(table: Table, known: Headings, words: Words, laid: Layout | None) -> Sheet | None:
    if table.targets:
        heads = table.rows[0]
        columns = [Column(index, heads[index], target, listed=table.listed) for index, target in enumerate(table.targets)]
        return Sheet(table, tuple(_laid(columns, laid)), 1, (laid.role if laid else None) or role_of(table.name))
    at = laid.header_row - table.first if laid and laid.header_row else _header(table, known, laid)
    if at is None or not 0 <= at < len(table.rows):
        return None
    columns, begins = _columns(table, at, known)
    columns, role = _as_processor(columns, known, _role(table, at))
    begins = _past_notes(table, begins, columns)
    columns = _laid([_of_data(table, column, begins, known, words) for column in columns], laid)
    columns = _with_units([of_people(table, column, begins, words) for column in columns])
    columns = _boxed(table, columns, begins, words)
    entity = _entity(table, at, known)
    return Sheet(table, tuple(columns), begins, (laid.role if laid else None) or role, entity,
                 tuple(row for number, row in enumerate(table.rows[:at]) if not (entity and entity in map(str.strip, row)) and not any(top == number and right > left for top, left, _, right in table.merged)))


def _boxed(table: Table, columns: Sequence[Column], begins: int, words: Words) -> list[Column]:
    """Where nothing stands but yes and no below one kind of data or people, it is a box to tick, and its heading what it says."""
    def is_box(column: Column) -> bool:
        return column.target in {Target.DATA, Target.SPECIAL_DATA, Target.CATEGORY} and not _GENERIC.search(heading_words(column.heading)) and all(is_mark(cell, words) for cell in _cells(table, column, begins))
    return [replace(each, boxed=each.boxed or is_box(each)) for each in _ticked(table, columns, begins, words)]


def _of_data(table: Table, column: Column, begins: int, known: Headings, words: Words) -> Column:
    """"Contact details" with nothing but ticks below, one of several kinds of data: no names of people."""
    group, _sure = meaning(column.group, known)
    cells = _cells(table, column, begins) if column.target is Target.PERSON and group in {Target.CATEGORY, Target.DATA, Target.SPECIAL_DATA} else []
    return replace(column, target=group) if cells and all(is_mark(cell, words) for cell in cells) else column


def _cells(table: Table, column: Column, begins: int) -> list[str]:
    """What stands below its heading, without the empty ones."""
    return [cell for row in table.rows[begins:begins + 500] for cell in row[column.index:column.index + 1] if cell.strip()]


def _ticked(table: Table, columns: Sequence[Column], begins: int, words: Words) -> list[Column]:
    """Kinds of people with a column each: headings side by side that nobody knows, one of them a kind of ours, and marks below;
    below a kind of ours a word or two besides.
    """
    def is_ours(column: Column) -> bool:
        return plain(column.heading) in words.people

    def is_marked(column: Column) -> bool:
        cells = _cells(table, column, begins)
        marks, ticks = (sum(one(cell, words) for cell in cells) for one in (is_mark, is_tick))
        return column.target is None and bool(cells) and (ticks > 0 or is_ours(column)) and (marks == len(cells) or (is_ours(column) and marks > 0.5 * len(cells)))
    found: list[Column] = []
    for marked, run in groupby(columns, is_marked):
        side = list(run)
        are_people = marked and any(map(is_ours, side)) and any(is_tick(cell, words) for each in side for cell in _cells(table, each, begins))
        found += [replace(each, target=Target.CATEGORY, boxed=True) for each in side] if are_people else side
    return found


_GENERIC = re.compile(r"special|sensi|categor|kategor|besonder|bijzonder|folsom|saerlig|kanslig|erity|particol|especial|personal data|donnees person|data subject|betro|registr|interes|individ|persondata")


_REGISTER = re.compile(r"(?:data)?(?:processing|treatment)s?\b|traitement|verarbeitung|verwerking|behandling|tratamiento|trattament|tratamento|\bropa\b|\bregist")
_UNIT, _AMOUNT = frozenset({"unit", "units", "unite", "einheit", "eenheid", "enhed", "enhet", "unidad", "unita", "yksikko"}), frozenset({"amount", "time", "value", "duration", "count", "number", "period", "duree", "dauer", "duur", "antal", "antall", "plazo"})


def _with_units(columns: Sequence[Column]) -> list[Column]:
    """RetentionAmount and RetentionUnit are one period; the unit says nothing by itself."""
    units = {words: column for column in columns if (words := _without(column.heading, _UNIT)) is not None}
    pairs = {column.index: units[words] for column in columns if column.target is Target.RETENTION and column not in units.values()
             for words in (_without(column.heading, _AMOUNT), heading_words(column.heading)) if words is not None and words in units}
    taken = {unit.index for unit in pairs.values()}
    return [replace(column, unit=pairs[column.index].index) if column.index in pairs else replace(column, target=Target.SKIP) if column.index in taken else column for column in columns]


def _without(heading: str, words: frozenset[str]) -> str | None:
    """The heading without its last word, where that is one of these."""
    *said, last = heading_words(heading).split() or [""]
    return " ".join(said) if last in words else None


def _entity(table: Table, at: int, known: Headings) -> str:
    """Whose register it is, where a line above the headings says so."""
    for row in table.rows[:at]:
        said = [cell.strip() for cell in row if cell.strip()]
        if len(said) == 2 and meaning(said[0], known) == (Target.ENTITY, 3) and len(said[1]) <= 200:
            return said[1]
    return ""


def _laid(columns: Sequence[Column], laid: Layout | None) -> list[Column]:
    if laid is None:
        return list(columns)
    return [replace(column, target=laid.columns[said]) if (said := heading_words(column.heading)) in laid.columns else column for column in columns]


def _header(table: Table, known: Headings, laid: Layout | None) -> int | None:
    best, found = 0.0, None
    for at, row in enumerate(table.rows[:LOOKED_AT]):
        targets: dict[Target, int] = {}
        strange = 0
        of_processor = any(is_processing(cell, known) for cell in row)
        for cell in row:
            if not cell.strip():
                continue
            target, sure = meaning(cell, known)
            if target is None and of_processor:
                target, sure = (Target.PURPOSE, 2) if is_processing(cell, known) else (Target.ENTITY, 2) if heading_words(cell) in known.clients else (None, 0)
            if laid and (said := heading_words(cell)) in laid.columns:
                target, sure = laid.columns[said] or Target.NOTE, 3
            if target is None:
                strange += 1
            else:
                targets[target] = max(sure, targets.get(target, 0))
        strong = [each for each in targets if each not in _DIM]
        if (len(strong) < 2 or not _TELLING.intersection(strong)) and not (Target.TITLE in strong and len(targets) > 2 and _REGISTER.search(plain(table.name))):
            continue
        score = sum(targets.values()) - 0.4 * strange
        if score > best:
            best, found = score, at
    return found


def _columns(table: Table, at: int, known: Headings) -> tuple[list[Column], int]:
    """Of one or two rows of headings: a heading over several columns stands for each that says nothing of itself."""
    row, above = _spread(table, at), _spread(table, at - 1) if at else []
    below = table.rows[at + 1] if at + 1 < len(table.rows) else ()
    wide = any(top == at and last_column > first_column for top, first_column, _, last_column in table.merged)
    gaps = [index for index, cell in enumerate(below) if cell.strip() and (index >= len(table.rows[at]) or not table.rows[at][index].strip())]
    carried = _carried(row, below)
    row = [carried.get(index, cell) for index, cell in enumerate([*row, *[""] * (max(carried, default=-1) + 1 - len(row))])]
    under = {index for top, left, _, right in table.merged if top == at and right > left for index in range(left, right + 1)} | carried.keys()
    said = {index for index, cell in enumerate(below) if cell.strip()}
    two = (wide or bool(carried) or len(gaps) >= 2) and bool(gaps) and all(len(cell) <= 60 for cell in below) and not _is_note(below) \
        and (said <= under or any(meaning(cell, known)[1] > 0 for cell in below))
    found = []
    for index in range(max(len(row), len(below) if two else 0)):
        group = (row[index] if index < len(row) else "") if two else (above[index] if index < len(above) else "")
        own = (below[index] if index < len(below) else "") if two else row[index]
        heading = own.strip() or group.strip()
        if not heading:
            continue
        target = meaning(own, known)[0]
        if target is None and group.strip() and group.strip() != own.strip():
            target, sure = meaning(f"{group} {own}", known) if two else (None, 0)
            if target is None:
                target, sure = meaning(group, known)
                target = target if sure >= (2 if two else 3) else None
        found.append(Column(index, " ".join(heading.split()), target, " ".join(group.split()) if group.strip() != heading else ""))
    return found, at + (2 if two else 1)


def _carried(row: Cells, below: Cells) -> dict[int, str]:
    """Of a heading over several columns without merged cells: its words in each column that the row below names, from its own on.
    Only where that row names nothing else, and leaves the first column alone: another is a record.
    """
    found: dict[int, str] = {}
    left: int | None = None
    first = next((index for index, cell in enumerate(row) if cell.strip()), 0)
    for index, name in enumerate(below):
        if index < len(row) and row[index].strip():
            left = index if name.strip() else None
        if left is not None and name.strip():
            found[index] = row[left]
        else:
            left = None
    names = [plain(name) for name in below if name.strip()]
    is_group = first not in found and len(set(found.values())) < len(found) == len(names) == len(set(names))
    return found if is_group and all(len(name) > 1 for name in names) else {}


def _spread(table: Table, at: int) -> list[str]:
    """A row of headings in which a merged cell says its words in each of its columns."""
    row = list(table.rows[at])
    for top, left, bottom, right in table.merged:
        if top <= at <= bottom and left < len(row):
            words = table.rows[top][left] if left < len(table.rows[top]) else ""
            row[left:right + 1] = [words] * (min(right, len(row) - 1) - left + 1)
    return row


_NOTE = re.compile(r"\s*(?:dpv\w*|dpcat|dct|gdpr|skos|foaf|vcard|time)\s*:\s*\w|\s*use\s+https?://|https?://|\s*\(.*\)\s*$|\s*(?:art(?:icle|ikel|\.)?\s*)30\b|\s*(?:e\.?g\.?|ex(?:ample|emple|\.)?\s*:|z\.? ?b\.|bijv|f\.eks)"
                   r"|\s*(?:mandatory|required|optional|obligatoire|facultatif|pflicht|verplicht|optioneel|pakraevet|valgfri|text|string|date|number|free text|texte libre|drop ?down)\b[^.]{0,30}$", re.IGNORECASE)


def _is_note(row: Cells) -> bool:
    said = [cell for cell in row if cell.strip()]
    return len(said) > 1 and (sum(bool(_NOTE.match(cell)) for cell in said) >= 0.6 * len(said)
                              or [cell.strip().rstrip(".") for cell in said] == [str(number) for number in range(1, len(said) + 1)])


def _past_notes(table: Table, begins: int, columns: Sequence[Column]) -> int:
    """Rows below the headings that explain them: vocabulary terms, articles, examples in brackets, the numbers of the columns."""
    while begins < len(table.rows):
        row = table.rows[begins]
        same = sum(column.index < len(row) and plain(row[column.index]) == plain(column.heading) for column in columns if column.heading)
        if not any(cell.strip() for cell in row) or _is_note(row) or same >= max(2, len(columns) // 2):
            begins += 1
        else:
            return begins
    return begins


_HINT = re.compile(r"\b(?:person|people|officer|owner|name|names|contact|manager|responsible|employee|employees|staff|interviewee|author|by|who|steward|nom|prenom|responsable|collaborateur|salarie|interlocuteur|"
                   r"ansprechpartner|mitarbeiter|verantwortlich|verantwortlicher|bearbeiter|naam|medewerker|verantwoordelijke|contactpersoon|navn|medarbejder|ansvarlig|ansatt|ansat|medarbeider|kontakt|namn|ansvarig|nimi)\b")


def of_people(table: Table, column: Column, begins: int, words: Words) -> Column:
    """A column of natural persons' names is told, and never taken in; headings that hint at people and cells that look like them."""
    if column.target not in {None, Target.RESPONSIBLE, Target.NOTE, Target.TITLE, Target.ENTITY, Target.SYSTEM, Target.SOURCE} or (column.target is Target.TITLE and heading_words(column.heading) not in {"name", "nom", "naam", "navn"}):
        return column
    cells = [piece for row in table.rows[begins:begins + 500] if column.index < len(row) for piece in parts(row[column.index]) if not is_unsaid(piece, words)]
    if column.target in {Target.ENTITY, Target.SYSTEM, Target.SOURCE}:
        return replace(column, target=Target.PERSON) if len(set(cells)) > 1 and are_called(cells, words) else column
    if column.target is Target.TITLE:
        return replace(column, target=Target.PERSON) if cells and sum("@" in each for each in cells) > 0.5 * len(cells) else column
    mail = bool(cells) and sum("@" in each and " " not in each.strip() for each in cells) >= 0.7 * len(cells)
    if mail or are_called(cells, words) or (_HINT.search(heading_words(f"{column.group} {column.heading}")) and names_people(cells, words)):
        return replace(column, target=Target.PERSON)
    return column


_ROLE = re.compile(r"\b(?:processor|processors|sous traitants?|auftragsverarbeiters?|verwerkers?|verwerkersregister|databehandlers?|databehandler(?:fortegnelse|protokoll|register)|personuppgiftsbitrades?|kasittelijan?)\b")
_OWN = re.compile(r"\b(?:controller|controllers|responsable|verantwortlicher|verwerkingsverantwoordelijke|dataansvarlig|behandlingsansvarlig|personuppgiftsansvarig|rekisterinpitajan?)\b")


def role_of(text: str) -> str | None:
    """Which of the two a title speaks of; None when of neither or of both."""
    said = plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text))
    processor, controller = bool(_ROLE.search(said)), bool(_OWN.search(said))
    return ("processor" if processor else "controller") if processor != controller else None


def _role(table: Table, at: int) -> str | None:
    for text in (table.name, *(cell for row in table.rows[:at] for cell in row if 0 < len(cell) <= 120)):
        if role := role_of(text):
            return role
    return None


@lru_cache(maxsize=8192)
def is_processing(heading: str, known: Headings) -> bool:
    said = f" {heading_words(heading)} " if len(heading) <= LONGEST_HEADING else ""
    return any(f" {phrase} " in said for phrase in known.processing)


def _as_processor(columns: list[Column], known: Headings, role: str | None) -> tuple[list[Column], str | None]:
    """Categories of processing make a record of a processor (Art. 30(2)): they say what is done, its clients are the controllers.
    Where purposes stand beside them and no client, a controller sorts its records by them.
    """
    does = [each.index for each in columns if is_processing(each.heading, known)]
    clients = [each.index for each in columns if heading_words(each.heading) in known.clients]
    if not does or (role != "processor" and not clients and any(each.target is Target.PURPOSE and each.index not in does for each in columns)):
        return columns, role
    return [replace(each, target=Target.PURPOSE if each.index in does else Target.ENTITY if each.index in clients else each.target) for each in columns], "processor"


# -- tables that speak of the same things, and are no register

_SILENT = frozenset({None, Target.TITLE, Target.ID, Target.COUNTRY, Target.NOTE, Target.PERSON, Target.SKIP})
_CODES = frozenset({"id", "key", "code", "name", "label", "title", "description", "article", "url", "link", "value", "parent", "parent key", "order", "comment", "definition", "tags", "is default", "active", "special", "sensitive", "vulnerable",
                    "fides key", "nom", "libelle", "bezeichnung", "beschreibung", "naam", "omschrijving", "navn", "beskrivelse", "namn", "beskrivning", "nome", "descrizione", "nombre", "descripcion"})


def is_schedule(sheet: Sheet) -> bool:
    """Retention rules by themselves: periods whose unit stands beside them, with their reason, and nothing of what is done to whose data."""
    told = {column.target for column in sheet.columns} - _SILENT
    return Target.RETENTION in told and told <= {Target.RETENTION, Target.LEGAL_BASIS} and any(column.unit is not None for column in sheet.columns) \
        and not any(_REGISTER.search(heading_words(column.heading)) for column in sheet.columns if column.target is Target.TITLE)


def is_code_list(heads: Iterable[str]) -> bool:
    """Names with their codes and explanations, or with the name above each: the values of one field."""
    said = [heading_words(head) for head in heads if head.strip()]
    return len(said) > 1 and (_CODES.issuperset(said) or ("parent key" in said and "name" in said))


def fingerprint(columns: Sequence[Column]) -> str:
    """The same for files whose headings are the same: what a mapping is remembered by."""
    return "|".join(sorted({heading_words(column.heading) for column in columns}))


def folded_title(text: str) -> str:
    return " ".join(fold(text).split())
