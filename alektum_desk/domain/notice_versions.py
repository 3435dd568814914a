"""Two versions of one published notice: what was added, changed and dropped, and where a known sentence stands now."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from enum import StrEnum

from alektum_desk.domain.folding import fold
from alektum_desk.domain.notices import Statement

_ALIKE = 0.5            # two lines that share half of their letters are one line that was changed


class Change(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Version:
    """`published_on` and `source` are what the officer said of it; None where nobody did."""

    number: int
    sha256: str
    file: str
    published_on: date | None
    source: str | None
    taken_at: datetime | None
    account: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not the same. Numbers count physical lines from 1; `old` is None where it was added, `new` where it was dropped."""

    change: Change
    old: int | None
    new: int | None
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Touched:
    """A fact that stood on a line that was changed or dropped, and the activities that read it. `new` is its line now."""

    statement: Statement
    new: int | None
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    lines: tuple[Line, ...]
    touched: tuple[Touched, ...]


def compare(old: Sequence[str], new: Sequence[str]) -> tuple[Line, ...]:
    """Line by line, blank ones left out; spaces at the ends are no change."""
    return tuple(line for line in _lines(old, new) if line.before or line.after)


def _lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    before, after = [each.strip() for each in old], [each.strip() for each in new]
    for kind, one, two, three, four in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from _paired(before, after, range(one, two), range(three, four))


def _paired(before: list[str], after: list[str], old: range, new: range) -> Iterator[Line]:
    """In one block that differs, lines that are alike belong together, in order."""
    at = new.start
    for line in old:
        hit = next((other for other in range(at, new.stop) if before[line] and _alike(before[line], after[other])), None)
        if hit is None:
            yield Line(Change.DROPPED, line + 1, None, before[line], "")
            continue
        yield from (Line(Change.ADDED, None, other + 1, "", after[other]) for other in range(at, hit))
        yield Line(Change.CHANGED, line + 1, hit + 1, before[line], after[hit])
        at = hit + 1
    yield from (Line(Change.ADDED, None, other + 1, "", after[other]) for other in range(at, new.stop))


def _alike(one: str, two: str) -> bool:
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    return matcher.quick_ratio() > _ALIKE and matcher.ratio() > _ALIKE


def found_again(anchor: str, line: int, old: Sequence[str], new: Sequence[str], stayed: Mapping[int, int] | None = None) -> int | None:
    """Where a fact's few words stand in the new text: where its line went, else the nearest place; None where they stand no more.

    `stayed` is what `unchanged` says, for who asks about many facts of one text.
    """
    stayed = unchanged(old, new) if stayed is None else stayed
    if line in stayed:
        return stayed[line]
    words = fold(anchor)
    places = [number for number, text in enumerate(new, start=1) if words in fold(text)]
    earlier = max((number for number in stayed if number < line), default=0)
    expected = stayed.get(earlier, 0) + line - earlier
    return min(places, key=lambda number: abs(number - expected), default=None)


def unchanged(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Lines that say the same, with their old and new numbers."""
    before, after = [each.strip() for each in old], [each.strip() for each in new]
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return {one + step + 1: two + step + 1 for one, two, length in blocks for step in range(length)}
