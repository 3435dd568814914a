"""The page a letter is written on: every measure of one sender's format, in millimetres from the top left corner."""
from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Where the envelope has its window."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Zone:
    """A rectangle on the page."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def holds(self, other: Zone, tolerance: float = 0.0) -> bool:
        return (self.x - tolerance <= other.x and other.right <= self.right + tolerance
                and self.y - tolerance <= other.y and other.bottom <= self.bottom + tolerance)

    def meets(self, other: Zone) -> bool:
        return (self.x < other.right and other.x < self.right
                and self.y < other.bottom and other.y < self.bottom)


@dataclass(frozen=True, slots=True)
class Margins:
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Envelope:
    """One envelope of the office's stock and what its window shows, wherever the folded sheet slides."""

    name: str
    width: float
    height: float
    window: Zone
    folded_height: float        # of the sheet inside
    safe: Zone                  # on the page: always visible, and nothing else always is
    fits: bool                  # the format's safe zone lies inside; only such stock may be used


@dataclass(frozen=True, slots=True)
class LetterFormat:
    """One sender's format: it follows the office's envelopes, never the country the letter goes to."""

    id: str
    standard: str
    countries: tuple[str, ...]
    page_width: float
    page_height: float
    side: Side
    address_zone: Zone          # the norm's field
    safe_zone: Zone             # the recipient's lines stay in here
    return_zone: Zone | None    # None: the format has no line for the sender inside the window
    info_zone: Zone | None      # reference and date; height 0 where the norm gives none
    margins: Margins | None     # None: the norm gives none, and the letter takes its own
    fold_marks: tuple[float, ...]
    punch_mark: float
    mark_x: float
    max_address_lines: int
    envelopes: tuple[Envelope, ...]
    keep_clear: Zone | None     # visible with large-window stock: sender and recipient only
    postal_zone: Zone | None    # where the postal operator reads the address
    verified: bool              # a real source for the window was read
