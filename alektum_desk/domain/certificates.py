"""A certificate of forgetting: what was due, what was erased, and how late. Counts only, no person."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FEW = 5         # below it a number may point at somebody


@dataclass(frozen=True, slots=True)
class DayForgotten:
    """One last day of visits. `due` counts those erased, late ones too, and those that are still there and must not be."""

    day: date
    due: int
    erased: int
    lateness_max_s: int
    lateness_p95_s: int
    held: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """`first` and `last` are entries of the journal `origin`; `checkpoint` is the signed note taken at issue."""

    office: str
    month: str
    days: tuple[DayForgotten, ...]
    places: tuple[str, ...]
    origin: str
    first: int
    last: int
    checkpoint: str
    key_fingerprint: str


def for_outsiders(number: int) -> str | None:
    """None where the number is too small to be told."""
    return None if 0 < number < FEW else str(number)
