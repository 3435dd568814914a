"""Forms: a sheet that asks, with its answers beside or below the questions; and registers that lie on their side."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from alektum_desk.domain.import_tables import Cells, Headings, Table, Target, folded_title, meaning
from alektum_desk.domain.import_values import Words, is_none, is_unsaid, is_yes, parts, plain
from alektum_desk.domain.notices import Field


def form(table: Table, known: Headings, words: Words) -> Table | None:
    """The records of a sheet in which labels stand at the left and values at the right, one below the other or each in a column of its own;
    None where it is none.
    """
    if _GUIDE.search(plain(table.name)):
        return None
    if (beside := _beside(table, known)) is not None:
        return beside
    blocks = _blocks(table, known)
    found = {top: each for at, (top, bottom) in enumerate(blocks) if (each := _record(table.rows[top:bottom], known, words, within=at > 0)) is not None}
    if not found:
        return None
    shared = _said_in(table.rows[:blocks[0][0]], known, words)[0] if blocks[0][0] else []
    return _one_table(table, {top: (shared if len(blocks) > 1 else []) + each for top, each in found.items()})


_Said = list[tuple[Target, str, str]]               # target, heading, cell


def _one_table(table: Table, records: Mapping[int, _Said]) -> Table:
    """A row for each record, by the row it begins at; a label that one of them has twice is two columns."""
    counted = []
    for record in records.values():
        times: dict[tuple[Target, str], int] = {}
        row: dict[tuple[Target, str, int], str] = {}
        for target, heading, cell in record:
            times[target, heading] = nth = times.get((target, heading), 0) + 1
            row[target, heading, nth] = cell
        counted.append(row)
    heads = list(dict.fromkeys(key for row in counted for key in row))
    rows = (tuple(heading for _, heading, _ in heads), *(tuple(row.get(key, "") for key in heads) for row in counted))
    return Table(table.name, rows, listed=True, targets=tuple(target for target, _, _ in heads), numbers=_numbers(table, list(records)))


def _numbers(table: Table, tops: Sequence[int]) -> tuple[int, ...]:
    """Of the headings and of each record: the rows of the sheet at which they begin."""
    begins = [next((at for at in range(top, len(table.rows)) if any(cell.strip() for cell in table.rows[at])), top) for top in tops]
    return tuple(table.number(at) for at in (begins[0], *begins))


def _labels(table: Table, known: Headings) -> list[tuple[int, int, Target, str]]:
    """Row and column of each first cell that is a label which we know, with what it means."""
    found = []
    for at, raw in enumerate(table.rows[:FORM_ROWS]):
        index, label = next(((index, cell) for index, cell in enumerate(raw) if cell.strip()), (0, ""))
        target, sure = meaning(" ".join(label.split()), known)
        if target is not None and sure >= 2:
            found.append((at, index, target, folded_title(label)))
    return found


def _blocks(table: Table, known: Headings) -> list[tuple[int, int]]:
    """The rows of each record: where the label of its title comes again, another record begins."""
    labels = _labels(table, known)
    end = min(len(table.rows), FORM_ROWS)
    seen = [label for _, _, _, label in labels]
    title = next((label for kind in (Target.TITLE, Target.PURPOSE) for at, index, target, label in labels
                  if target is kind and seen.count(label) > 1 and any(cell.strip() for cell in table.rows[at][index + 1:])), None)
    if title is None:
        return [(0, end)]
    first = next(label for label in seen if seen.count(label) >= seen.count(title))
    tops = [at for at, _, _, label in labels if label == first]
    return list(zip(tops, [*tops[1:], end], strict=True))


def _beside(table: Table, known: Headings) -> Table | None:
    """A register that lies on its side: labels in one column, and each further column a record."""
    labels = _labels(table, known)
    if len({target for _, _, target, _ in labels} - _PALE) < 4 or not any(target in {Target.TITLE, Target.PURPOSE} for _, _, target, _ in labels):
        return None
    left = max((index for _, index, _, _ in labels), key=[index for _, index, _, _ in labels].count)
    rows = [at for at, index, _, _ in labels if index == left]
    width = max(len(table.rows[at]) for at in rows)
    filled = {column: sum(column < len(table.rows[at]) and bool(table.rows[at][column].strip()) for at in rows) for column in range(left + 1, width)}
    records = [column for column, many in filled.items() if many >= 0.6 * len(rows)]
    title = next((at for at, index, target, _ in labels if target in {Target.TITLE, Target.PURPOSE} and any(cell.strip() for cell in table.rows[at][index + 1:])), rows[0])
    named = table.rows[title]
    if len(records) < 2 or len({folded_title(named[column]) for column in records if column < len(named)}) < len(records) \
            or any(meaning(table.rows[at][column], known)[1] >= 2 for at in rows[:1] for column in records if column < len(table.rows[at])):
        return None
    heads = [at for at in range(rows[0], min(len(table.rows), FORM_ROWS)) if left < len(table.rows[at]) and table.rows[at][left].strip()]
    found = [tuple(" ".join(table.rows[at][left].split()) for at in heads)]
    found += [tuple(table.rows[at][column] if column < len(table.rows[at]) else "" for at in heads) for column in records]
    return Table(table.name, found, listed=False, numbers=_numbers(table, [title] * len(records)), targets=tuple(meaning(head, known)[0] or Target.NOTE for head in found[0]))


FORM_ROWS = 2_000


def _record(rows: Sequence[Cells], known: Headings, words: Words, *, within: bool) -> _Said | None:
    said, asked = _said_in(rows, known, words)
    if (not within and len(asked - _PALE) < 3) or not any(target in {Target.TITLE, Target.PURPOSE} for target, _, _ in said):
        return None
    return said


def _said_in(rows: Sequence[Cells], known: Headings, words: Words) -> tuple[_Said, set[Target]]:
    said: _Said = []
    opened: _Said = []                              # the words beside a heading, which are an answer where no line follows below it
    section: tuple[Target, str, list[str]] | None = None
    asked: set[Target] = set()
    for raw in rows:
        cells = [(index, " ".join(cell.split())) for index, cell in enumerate(raw) if cell.strip()]
        if not cells:
            continue
        (_, label), values = cells[0], [cell for _, cell in cells[1:]]
        target, sure = meaning(label, known)
        heads = [meaning(cell, known)[0] for cell in values]
        is_head = target is not None and sure >= 2 and (not values or (all(len(cell) <= 60 for cell in values) and _subheads(values, heads)))
        if is_head and target is not None:
            said += opened
            section, opened = (target, label, list(raw)), [(target, label, cell) for cell in values]
            asked.add(target)
        elif target is not None and sure >= 2 and not (section and section[0] in {Target.DATA, Target.SPECIAL_DATA} and target in {Target.TITLE, Target.ID, Target.DATA}):
            asked.add(target)
            said += opened
            opened = []
            said += [(target, label, _listed(raw[index], target)) for index, cell in cells[1:] if not is_unsaid(cell, words)]
            section = section if target in {Target.TRANSFER, Target.RECIPIENT} else None
        elif section is not None and values:
            opened = []
            said += _in_section(section, raw, label, words, known)
        elif section is not None and section[0] in {Target.CATEGORY, Target.PURPOSE, Target.SECURITY, Target.RECIPIENT} and not values and len(label) > 2:
            opened = []
            said.append((section[0], section[1], label))
        elif values:
            said += opened
            section, opened = None, []
            said += [(Target.NOTE, label, cell) for cell in values if not is_unsaid(cell, words)]
    return said + opened, asked


_GUIDE = re.compile(r"\b(?:tutor\w*|aide|help|notes?|instructions?|mode d emploi|anleitung|hinweise?|guide|readme|lisez moi|listes?|lists?|legende|glossa\w*|toelichting|vejledning|veiledning)\b")
_PALE = frozenset({Target.NOTE, Target.PERSON, Target.ID, Target.SKIP, Target.COUNTRY, Target.ROLE})
_SUBHEAD = re.compile(r"\blien|description|precision|type|pays|country|details?|delai|duree|frist|bemerkung|garantie|destinataire|toelichting|beskrivelse|beschreibung|omschrijving|kommentar")


def _listed(cell: str, target: Target) -> str:
    """A value a line."""
    return "\n".join(parts(cell, next((field for field in Field if field.value == target.value), None)))


def _subheads(values: Sequence[str], heads: Sequence[Target | None]) -> bool:
    if len(values) == 1:
        return _SUBHEAD.search(plain(values[0])) is not None
    return all(head is not None or _SUBHEAD.search(plain(value)) for value, head in zip(values, heads, strict=True))


def _in_section(section: tuple[Target, str, list[str]], raw: Cells, label: str, words: Words, known: Headings) -> Iterator[tuple[Target, str, str]]:
    """A line of a small table inside a form: "Bank details | IBAN | 5 years" under "Categories of data | Description | Period"."""
    target, _heading, heads = section
    texts: list[str] = []
    for index, cell in enumerate(raw):
        value = " ".join(cell.split())
        if not value or value == label or is_unsaid(value, words):
            continue
        head = heads[index] if index < len(heads) else ""
        other = meaning(head, known)[0] if head.strip() else None
        if other is Target.RETENTION and target is not Target.RETENTION:
            yield Target.RETENTION, head, f"{label}: {value}"
        elif (target is Target.TRANSFER and (other in {Target.TRANSFER_COUNTRY, Target.COUNTRY, Target.SAFEGUARD} or _SUBHEAD.search(plain(head)))) or not is_none(value, words):
            texts.append(value)
    if not texts:
        return
    if target in {Target.DATA, Target.SPECIAL_DATA}:
        ticked = [each for each in texts if not is_yes(each, words)]
        yield target, label, f"{label}: {', '.join(ticked)}" if ticked else label
    else:
        yield target, label, ", ".join(dict.fromkeys(texts))
