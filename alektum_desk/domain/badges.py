"""Badges: which labels there are, and a code that says nothing of whoever wears it."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from alektum_desk.domain.folding import fold

TOGETHER = 3            # letters in a row that a code and a name may not share
FEW_LABELS = 20         # from here on somebody should fetch a new roll


@dataclass(frozen=True, slots=True)
class Label:
    """In millimetres. `edge` at the sides and `end` at top and foot are what the printer cannot reach."""

    id: str
    name: str
    width: float
    height: float
    edge: float
    end: float


# Brother's 62 mm tape prints 696 of its 732 dots at 300 dpi, and 3 mm from each cut. Dymo's and the office printer's
# edges are taken wider than any manual says: what stands inside them is printed everywhere.
LABELS = (
    Label("brother-62x100", "Brother QL, 62 × 100 mm", 62, 100, 1.6, 3),
    Label("dymo-54x101", "Dymo LabelWriter, 54 × 101 mm", 54, 101, 2.5, 5),
    Label("a6", "A6, 105 × 148 mm", 105, 148, 5, 5),
)


def label(key: str) -> Label:
    """The first one for a key that is none."""
    return next((each for each in LABELS if each.id == key), LABELS[0])


def tells_of(code: str, words: Iterable[str | None]) -> bool:
    """Whether three letters in a row stand in the code and in one of the words: chance writes "ada" and "dec" too."""
    triples = _triples(code)
    return any(triples & _triples(fold(each)) for each in words if each)


def _triples(text: str) -> set[str]:
    found = (text[at:at + TOGETHER].casefold() for at in range(len(text) - TOGETHER + 1))
    return {each for each in found if each.isalpha()}
