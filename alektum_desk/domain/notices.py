"""Published notices: their texts line by line, and the facts that were read in them."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from alektum_desk.domain.errors import _N
from alektum_desk.domain.retention import Rule


class Field(StrEnum):
    """What a fact is about; four of them belong to a notice and to no activity."""

    ROLE = "role"
    ENTITY = "entity"
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
    AUTOMATED_DECISION = "automated_decision"
    RETENTION = "retention"
    SECURITY = "security"
    JOINT_CONTROLLER = "joint_controller"
    SYSTEM = "system"
    RESPONSIBLE = "responsible"
    DPIA = "dpia"
    RIGHT = "right"
    CONTACT = "contact"
    COMPLAINT = "complaint"
    COOKIE = "cookie"
    STATEMENT = "statement"


NOTICE_ONLY = (Field.RIGHT, Field.CONTACT, Field.COMPLAINT, Field.STATEMENT)
ACTIVITY_FIELDS = tuple(field for field in Field if field not in NOTICE_ONLY)
_NAMES = (Field.ENTITY, Field.CONTACT, Field.COMPLAINT)      # here the code says what kind of name it is

FIELDS: Mapping[Field, str] = MappingProxyType({
    Field.ROLE: _N("Role"),
    Field.ENTITY: _N("Entity"),
    Field.CATEGORY: _N("People concerned"),
    Field.PURPOSE: _N("Purposes"),
    Field.LEGAL_BASIS: _N("Legal bases"),
    Field.LEGITIMATE_INTEREST: _N("Legitimate interests"),
    Field.DATA: _N("Personal data"),
    Field.SPECIAL_DATA: _N("Special data"),
    Field.SPECIAL_BASIS: _N("Conditions for special data"),
    Field.SOURCE: _N("Sources"),
    Field.RECIPIENT: _N("Recipients"),
    Field.PROCESSOR: _N("Processors"),
    Field.TRANSFER: _N("Transfers"),
    Field.AUTOMATED_DECISION: _N("Automated decisions"),
    Field.RETENTION: _N("Retention"),
    Field.SECURITY: _N("Security measures"),
    Field.JOINT_CONTROLLER: _N("Joint controllers"),
    Field.SYSTEM: _N("Systems"),
    Field.RESPONSIBLE: _N("Responsible officer"),
    Field.DPIA: _N("Impact assessment"),
    Field.RIGHT: _N("Rights"),
    Field.CONTACT: _N("Contacts"),
    Field.COMPLAINT: _N("Complaints"),
    Field.COOKIE: _N("Cookies"),
    Field.STATEMENT: _N("Other statements"),
})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact stands: a physical line of a notice's file, counted from 1, and a few words of that line."""

    notice: str
    file: str
    line: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact. `text` is a catalogue text: show it through `_`. Without a place it was not read in a notice."""

    id: str
    field: Field
    text: str
    place: Place | None = None
    purpose: str | None = None             # the purpose that a basis, an interest or a period belongs to
    code: str | None = None                # 6(1)(b), 9(2)(f), an article of rights, or our word for the thing
    kinds: tuple[str, ...] = ()            # category ids of a `category`, kinds of special data
    as_written: str | None = None          # how the notice itself cites the article
    cited: bool | None = None              # False: the notice names the ground in words and the code is our reading
    rule: Rule | None = None               # of a `retention`
    details: tuple[tuple[str, str], ...] = ()      # what else a field asks for: the country of a transfer, the logic of a decision

    @property
    def meaning(self) -> tuple[object, ...]:
        """Two statements with one meaning say the same; the text speaks only where there is no code."""
        word = self.text if self.code is None or self.field in _NAMES else self.code
        return (self.purpose, word, frozenset(self.kinds), self.rule, *self.details)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice in the list. `ours` is False for another organisation's; `lines` is 0 until its text was read."""

    id: str
    country: str | None
    language: str
    organisation: str
    title: str                             # a catalogue text, as is another organisation's name
    file: str
    sha256: str
    ours: bool
    read_at: datetime | None
    lines: int
    facts: int


@dataclass(frozen=True, slots=True)
class Page:
    """A notice with everything that was read in it."""

    notice: Notice
    statements: tuple[Statement, ...]
    text_lines: tuple[str, ...]            # empty until the notice was read in; line 1 is text_lines[0]

    def of(self, field: Field) -> tuple[Statement, ...]:
        return tuple(each for each in self.statements if each.field is field)


@dataclass(frozen=True, slots=True)
class Taken:
    """What reading one file led to, per notice that it holds."""

    id: str
    file: str
    sha256: str
    known: bool
    lines: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of a notice with its neighbours' numbers; None as text while the notice was not read in."""

    notice: str
    line: int
    text: str | None
