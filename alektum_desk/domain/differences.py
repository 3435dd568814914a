"""Which words of a line are not those of its older self."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

Piece = tuple[str, bool]                # words, and whether they differ

ALIKE = 0.5                             # of the words of two lines, from which on one is the other, changed
MOST = 4_000_000                        # pairs of words to compare: what is longer is another text, and marked nowhere
_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")


def parted(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both lines in pieces; together the pieces are the lines again."""
    one, other = _TOKENS.findall(old), _TOKENS.findall(new)
    if len(one) * len(other) > MOST:
        return ((old, False),), ((new, False),)
    here, there = [True] * len(one), [True] * len(other)
    for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        here[block.a:block.a + block.size] = there[block.b:block.b + block.size] = [False] * block.size
    return _joined(one, here), _joined(other, there)


def _joined(tokens: Sequence[str], differ: list[bool]) -> tuple[Piece, ...]:
    """A space between two words that differ belongs to them; one at their edge does not."""
    for at, token in enumerate(tokens):
        if token.isspace():
            differ[at] = 0 < at < len(tokens) - 1 and differ[at - 1] and differ[at + 1]
    return tuple(("".join(token for token, _ in group), changed) for changed, group in groupby(zip(tokens, differ, strict=True), key=lambda each: each[1]))


def pairs(gone: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Of lines that went and lines that came: which became which."""
    left = list(new)
    for line in gone:
        best = max(left, key=lambda each: _likeness(line, each), default=None)
        if best is not None and _likeness(line, best) >= ALIKE:
            left.remove(best)
            yield line, best


def _likeness(one: str, other: str) -> float:
    words, theirs = one.split(), other.split()
    return SequenceMatcher(None, words, theirs, autojunk=False).ratio() if len(words) * len(theirs) <= MOST else 0.0
