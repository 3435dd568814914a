"""A complaint, and the other letters to an authority: what stands in them, read from a complaint file."""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from alektum_desk.domain import authorities
from alektum_desk.domain.deadlines import YEARS
from alektum_desk.domain.errors import _N, Refused

SCHEMA = "alektum-desk/complaint/1"
LINE, TEXT = 200, 4000              # the longest name or address line; the longest fact or statement
ADDRESS = 7                         # lines under a name: what stands above the window
MANY = 60                           # facts, exhibits, contacts: a letter, not a file


class Letter(StrEnum):
    """Who writes, and what for."""

    ASSIST = "assist"               # a draft that the person signs; nothing of ours stands in it
    FORWARD = "forward"             # a complaint that reached the wrong company or country
    REPORT = "report"               # we tell of somebody else; no Art. 77, a controller is no data subject
    ANSWER = "answer"               # to a letter of the authority
    OWN_GROUP = "own_group"         # against the own group; the person signs

    @property
    def is_ours(self) -> bool:
        """The office writes and signs, under a reference of its own."""
        return self in {Letter.FORWARD, Letter.REPORT, Letter.ANSWER}


# What a complaint may be about. Paragraphs that people pick; each article has a label in every letter language.
PROVISIONS = (
    "5", "5(1)(a)", "5(1)(b)", "5(1)(c)", "5(1)(d)", "5(1)(e)", "5(1)(f)", "5(2)", "6", "6(1)", "7", "7(3)", "9", "9(1)",
    "12", "12(1)", "12(2)", "12(3)", "12(4)", "12(5)", "12(6)", "13", "13(1)", "13(2)", "14", "14(1)", "14(2)", "14(3)",
    "15", "15(1)", "15(3)", "16", "17", "17(1)", "18", "18(1)", "19", "20", "20(1)", "21", "21(1)", "21(2)", "21(3)",
    "22", "22(1)", "22(3)", "25", "25(1)", "25(2)", "28", "28(3)", "32", "32(1)", "33", "33(1)", "34", "34(1)", "44",
)
REMEDIES = ("58(2)(a)", "58(2)(b)", "58(2)(c)", "58(2)(d)", "58(2)(e)", "58(2)(f)", "58(2)(g)", "58(2)(i)", "58(2)(j)")


class Channel(StrEnum):
    LETTER = "letter"
    EMAIL = "email"
    PHONE = "phone"
    FORM = "form"
    PORTAL = "portal"
    IN_PERSON = "in_person"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Complainant:
    name: str
    address: tuple[str, ...] = ()
    email: str | None = None
    phone: str | None = None
    case_number: str | None = None          # under which the controller knows the person


@dataclass(frozen=True, slots=True)
class Filer:
    """`mandate` names the paper: the power of attorney, for a forwarded letter the person's consent."""

    role: authorities.Filer | None = None       # None: as the route says
    mandate: str | None = None


@dataclass(frozen=True, slots=True)
class Respondent:
    name: str
    address: tuple[str, ...] = ()
    dpo: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class Contact:
    """One approach to the controller before the complaint; `answer` None says that none came."""

    on: date
    channel: Channel
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Confidentiality:
    """Whether the controller may learn who complains."""

    keep_identity: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Exhibit:
    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """`None` and an absent list both say "not stated"; `other_proceedings` () says that there are none."""

    letter: Letter
    route: Mapping[str, Any]                # as `complaints route` takes it
    office: str
    complainant: Complainant
    facts: tuple[Fact, ...]
    written_on: date
    language: str | None = None
    format: str | None = None
    filer: Filer = Filer()
    respondent: Respondent | None = None
    provisions: tuple[str, ...] = ()
    prior_contact: tuple[Contact, ...] = ()
    other_proceedings: tuple[str, ...] | None = None
    remedy: tuple[str, ...] = ()
    confidentiality: Confidentiality | None = None
    exhibits: tuple[Exhibit, ...] = ()
    your_reference: str | None = None       # the authority's own number, in an answer


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter as the office's list shows it."""

    id: str
    number: str | None                      # of letters of ours; a person's own letter has none
    letter: Letter
    kind: str                               # what the law calls it: complaint_art77, report, ...
    country: str | None
    authority: str | None
    state: State
    written_on: date
    closed_on: date | None = None
    outcome: str | None = None
    result: str | None = None               # a Result of domain.cases: what is left of the outcome in the end
    held_because: str | None = None         # why it is not erased on its day
    erased_on: date | None = None
    walled: bool = False                    # known to those who were named for it only
    is_open: bool = True                    # False of a walled one: this account stands outside


class State(StrEnum):
    ISSUED = "issued"
    CLOSED = "closed"
    ERASED = "erased"           # after its retention: in no list, and only its number, kind, dates and outcome are left


def read(document: Mapping[str, Any]) -> Complaint:
    """From a complaint file. Refused with the key that is unknown, missing or not as it must be."""
    top = _Part(document, "", frozenset({
        "schema", "letter", "route", "office", "language", "format", "complainant", "filer", "respondent", "facts", "provisions",
        "prior_contact", "other_proceedings", "remedy", "confidentiality", "exhibits", "written_on", "your_reference"}))
    if document.get("schema", SCHEMA) != SCHEMA:
        raise Refused(_N("This is not a complaint file of this program."), _N("Its schema must be {schema}."), schema=SCHEMA)
    for key in ("letter", "route", "office", "complainant", "facts", "written_on"):
        top.needs(key)
    written_on = top.day("written_on")
    complaint = Complaint(
        letter=Letter(top.choice("letter", Letter)), route=top.mapping("route"), office=top.line("office"), written_on=written_on,
        complainant=_complainant(top.part("complainant", "name", "address", "email", "phone", "case_number")),
        facts=tuple(Fact(each.day("on", until=written_on), each.text("text")) for each in top.parts("facts", "on", "text")),
        language=top.maybe_line("language"), format=top.maybe_line("format"), filer=_filer(top), respondent=_respondent(top),
        provisions=top.choices("provisions", PROVISIONS), remedy=top.choices("remedy", REMEDIES),
        prior_contact=tuple(Contact(each.day("on", until=written_on), Channel(each.choice("channel", Channel)),
                                    each.maybe_text("answer"))
                            for each in top.parts("prior_contact", "on", "channel", "answer")),
        other_proceedings=_proceedings(top), confidentiality=_confidentiality(top),
        exhibits=tuple(Exhibit(each.line("path"), each.line("title")) for each in top.parts("exhibits", "path", "title")),
        your_reference=top.maybe_line("your_reference"))
    if not complaint.facts:
        raise Refused(_N("The complaint file tells no fact."), _N("Write at least one fact with its date."), key="facts")
    return complaint


def _complainant(part: _Part) -> Complainant:
    part.needs("name")
    return Complainant(part.line("name"), part.lines("address", ADDRESS), part.maybe_line("email"), part.maybe_line("phone"),
                       part.maybe_line("case_number"))


def _filer(top: _Part) -> Filer:
    part = top.maybe_part("filer", "role", "mandate")
    if part is None:
        return Filer()
    role = authorities.Filer(part.choice("role", authorities.Filer)) if part.has("role") else None
    return Filer(role, part.maybe_text("mandate"))


def _respondent(top: _Part) -> Respondent | None:
    part = top.maybe_part("respondent", "name", "address", "dpo")
    if part is None:
        return None
    part.needs("name")
    return Respondent(part.line("name"), part.lines("address", ADDRESS), part.maybe_text("dpo"))


def _proceedings(top: _Part) -> tuple[str, ...] | None:
    value = top.values.get("other_proceedings")
    if value is None:
        return None
    if isinstance(value, str):
        return (clean(value, "other_proceedings", TEXT, feeds=True),)
    return tuple(clean(each, "other_proceedings", TEXT, feeds=True) for each in _list(value, "other_proceedings"))


def _confidentiality(top: _Part) -> Confidentiality | None:
    """A sentence is a reason to keep the identity; true or false says it without one."""
    value = top.values.get("confidentiality")
    if value is None:
        return None
    if isinstance(value, bool):
        return Confidentiality(value)
    if isinstance(value, str):
        return Confidentiality(keep_identity=True, reason=clean(value, "confidentiality", TEXT, feeds=True))
    part = top.part("confidentiality", "keep_identity", "reason")
    part.needs("keep_identity")
    if not isinstance(part.values["keep_identity"], bool):
        raise _not_so("confidentiality.keep_identity", _N("Write true or false for {key}."))
    return Confidentiality(part.values["keep_identity"], part.maybe_text("reason"))


class _Part:
    """An object of the file with the path to it, so that every refusal names its place."""

    def __init__(self, values: Any, path: str, known: frozenset[str]) -> None:
        if not isinstance(values, Mapping):
            raise _not_so(path or "the file", _N("{key} must be an object with named values."))
        self.values, self.path = values, path
        for key in values:
            if key not in known:
                raise Refused(_N("The complaint file has a key that does not belong there: {key}."),
                              _N("Known there are: {known}."), key=self._at(str(key)[:60]), known=", ".join(sorted(known)))

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def has(self, key: str) -> bool:
        return self.values.get(key) is not None

    def needs(self, key: str) -> None:
        if not self.has(key):
            raise Refused(_N("The complaint file lacks {key}."), _N("Add it and try again."), key=self._at(key))

    def line(self, key: str) -> str:
        self.needs(key)
        return clean(self.values[key], self._at(key), LINE)

    def text(self, key: str) -> str:
        self.needs(key)
        return clean(self.values[key], self._at(key), TEXT, feeds=True)

    def maybe_line(self, key: str) -> str | None:
        return self.line(key) if self.has(key) else None

    def maybe_text(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else None

    def lines(self, key: str, most: int = MANY) -> tuple[str, ...]:
        return tuple(clean(each, self._at(key), LINE) for each in _list(self.values.get(key) or [], self._at(key), most))

    def choice(self, key: str, of: type[StrEnum]) -> str:
        return _one_of(self.line(key), self._at(key), tuple(of))

    def choices(self, key: str, of: Sequence[str]) -> tuple[str, ...]:
        """Each once, in the order of the file."""
        return tuple(dict.fromkeys(_one_of(each, self._at(key), of) for each in self.lines(key)))

    def day(self, key: str, until: date | None = None) -> date:
        text, at = self.line(key), self._at(key)
        try:
            value = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
        except ValueError:
            value = None
        if value is None or value.year not in YEARS:
            raise Refused(_N("{key} is not a day of the calendar."), _N("Write it as 2026-11-22."), key=at)
        if until and value > until:
            raise Refused(_N("{key} lies after the day on which the letter is written."), _N("Correct one of the two days."), key=at)
        return value

    def mapping(self, key: str) -> Mapping[str, Any]:
        self.needs(key)
        value = self.values[key]
        if not isinstance(value, Mapping):
            raise _not_so(self._at(key), _N("{key} must be an object with named values."))
        return value

    def part(self, key: str, *known: str) -> _Part:
        return _Part(self.values[key], self._at(key), frozenset(known))

    def maybe_part(self, key: str, *known: str) -> _Part | None:
        return self.part(key, *known) if self.has(key) else None

    def parts(self, key: str, *known: str) -> tuple[_Part, ...]:
        items = _list(self.values.get(key) or [], self._at(key))
        return tuple(_Part(each, f"{self._at(key)}[{place}]", frozenset(known)) for place, each in enumerate(items))


def _not_so(key: str, hint: str) -> Refused:
    return Refused(_N("{key} of the complaint file is not as it must be."), hint, key=key)


def _list(value: Any, key: str, most: int = MANY) -> list[Any]:
    if not isinstance(value, list):
        raise _not_so(key, _N("{key} must be a list."))
    if len(value) > most:
        raise Refused(_N("{key} has more than {most} entries."), _N("Put the rest into an enclosure."), key=key, most=most)
    return value


def _one_of(value: str, key: str, known: Sequence[str]) -> str:
    if value not in known:
        raise Refused(_N("{key} has a value that is not in its list."), _N("Choose from: {known}."), key=key, known=", ".join(known))
    return value


# Marks that turn the writing direction, and everything that draws nothing: what is read must be what is printed.
_UNSEEN = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
# Comes along with pasted text and shows nowhere: soft hyphen, zero-width space, word joiner.
_DROPPED = dict.fromkeys((0x00AD, 0x200B, 0x2060))


def clean(value: Any, key: str, longest: int, *, feeds: bool = False) -> str:
    """In NFC, trimmed, without invisible marks; Refused with control or bidirectional ones, or when nothing or too much is left."""
    if not isinstance(value, str):
        raise _not_so(key, _N("{key} must be a text."))
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").translate(_DROPPED)).strip()
    allowed = "\n" if feeds else ""
    for mark in text:
        if mark not in allowed and (mark in _UNSEEN or unicodedata.category(mark) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}):
            raise Refused(_N("{key} holds a character that cannot be printed: {character}."), _N("Type the text again without it."),
                          key=key, character=f"U+{ord(mark):04X}")
    if not text:
        raise Refused(_N("{key} is empty."), _N("Write it, or leave the key out."), key=key)
    if len(text) > longest:
        raise Refused(_N("{key} is longer than {longest} characters."), _N("Shorten it, or put the rest into an enclosure."),
                      key=key, longest=longest)
    return text
