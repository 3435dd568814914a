"""The kiosk: what its notice lets it ask, the four things it may say to the desk, and what a scanner may type."""
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.retention import Rule, Trigger, Unit

FIELDS = ("name", "employer", "plate")      # all that this program writes down of a visitor; no notice of ours names more


# -- what the notice lets it do

@dataclass(frozen=True, slots=True)
class Source:
    """Where a notice speaks of visitors, in the words of a list: its id and the line; None where no notice does."""

    notice: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """What the register holds about visitors of one country.

    `named`: the notice has a section on visitors. `decided`: the officer has answered, with a reason, on which basis the
    office keeps a visitor register all the same. `fields` are codes of data, `rules` every period said for them.
    """

    source: Source
    fields: tuple[str, ...]
    rules: tuple[Rule, ...]
    decided: bool = False

    @property
    def named(self) -> bool:
        return self.source.notice is not None


@dataclass(frozen=True, slots=True)
class Text:
    """A notice as the visitor reads it. `section` counts the lines, from 1, that speak of visitors."""

    language: str
    title: str
    sha256: str
    lines: tuple[str, ...]
    section: tuple[int, ...] = ()

    @property
    def version(self) -> str:
        """What tells one text from another, short enough to be read out."""
        return self.sha256[:8]


@dataclass(frozen=True, slots=True)
class Card:
    """What the front desk holds of the register: the fields that may be asked and the notice that says so, per language."""

    site: str
    notice: str | None
    fields: tuple[str, ...]
    texts: tuple[Text, ...]

    def text_for(self, language: str) -> Text | None:
        """In that language; else in the first one that there is, because no text is ours to translate."""
        return next((each for each in self.texts if each.language == language), self.texts[0] if self.texts else None)


def may_open(said: Said) -> None:
    """Refused while the notice of the country says nothing of visitors and the officer has not decided (Art. 13)."""
    if not said.named and not said.decided:
        raise Refused(_N("The notice of this country does not mention visitors, so the kiosk stays closed."),
                      _N("Decide in the register on which legal basis this office keeps a visitor register."))
    if "name" not in said.fields:
        raise Refused(_N("The notice does not say that the name of a visitor is written down."),
                      _N("Without a name there is no visit to sign in; have the notice say it."))


def fields_allowed(said: Said, wanted: Iterable[str] | None = None) -> tuple[str, ...]:
    """All that the notice names, or those of them that are wanted. Refused for any other (Art. 5(1)(c) and 13)."""
    named = tuple(each for each in FIELDS if each in said.fields)
    if wanted is None:
        return named
    for each in wanted:
        if each not in named:
            raise Refused(_N("The notice does not name {field} among the data of visitors (line {line})."),
                          _N("Change the notice first; then the field can be asked."), field=each, line=said.source.line or "–")
    return tuple(each for each in named if each in set(wanted) or each == "name")


def only_asked(card: Card, said: Mapping[str, str | None]) -> None:
    """Refused when something was written into a field that is not asked at this kiosk."""
    for each in FIELDS:
        if said.get(each) and each not in card.fields:
            raise Refused(_N("This kiosk does not ask for {field}."), _N("Leave it empty."), field=each)


ABOUT = MappingProxyType({Unit.DAY: 1, Unit.MONTH: 31, Unit.YEAR: 366})    # the most days that one of them can last


def check_keeping(said: Said, duration: int = 1, unit: Unit = Unit.MONTH) -> None:
    """Refused when visits would be kept longer than the shortest period that the notice gives for them (Art. 5(1)(e))."""
    for rule in said.rules:
        if rule.duration is None or rule.unit is None or Trigger.VISIT not in rule.triggers:
            continue
        if _is_longer((duration, unit), (rule.duration, rule.unit)):
            raise Refused(_N("The notice forgets a visit sooner than this program would (line {line})."),
                          _N("Nothing may be kept longer than the notice says."), line=said.source.line or "–")


def _is_longer(one: tuple[int, Unit], other: tuple[int, Unit]) -> bool:
    """In months and years by the calendar; against days by the longest that a month can be."""
    if Unit.DAY not in {one[1], other[1]}:
        months = {Unit.MONTH: 1, Unit.YEAR: 12}
        return one[0] * months[one[1]] > other[0] * months[other[1]]
    return one[0] * ABOUT[one[1]] > other[0] * ABOUT[other[1]]


# -- the line between kiosk and desk: one JSON object a line, four verbs and no fifth

LONGEST_LINE = 16_384
TOKEN = re.compile(r"[0-9a-f]{32}")
HASH = re.compile(r"[0-9a-f]{64}")


class Verb(StrEnum):
    ARRIVE = "arrive"
    LEAVE = "leave"
    EXPECTED = "expected"
    HOSTS = "hosts"


class Trouble(StrEnum):
    """Why the desk did not do it; the kiosk says it in the visitor's language."""

    GARBLED = "garbled"       # no line of ours
    REFUSED = "refused"       # a field that the notice, or the shape of a line of text, does not allow
    UNKNOWN = "unknown"       # no such token, no such host
    ALREADY = "already"       # signed out before
    NOTICE = "notice"         # another notice is in force by now
    ENOUGH = "enough"         # too many in a short time: reception looks
    FULL = "full"             # the building takes nobody more unless somebody of the house answers for it
    AWAY = "away"             # the store cannot be written now


@dataclass(frozen=True, slots=True)
class Request:
    """One line from the kiosk. `said` holds only keys and types that the verb knows."""

    number: int
    verb: Verb
    said: Mapping[str, str | None]


SHAPES: Mapping[Verb, tuple[frozenset[str], ...]] = MappingProxyType({
    Verb.ARRIVE: (frozenset({"name", "employer", "plate", "host", "notice", "language"}), frozenset({"token", "notice", "language"}), frozenset({"firm", "host"})),       # the last one is a parcel
    Verb.LEAVE: (frozenset({"token"}),), Verb.EXPECTED: (frozenset({"token"}),), Verb.HOSTS: (frozenset({"prefix"}),),
})
MAY_LACK = frozenset({"employer", "plate", "host"})


def read_request(line: bytes) -> Request | None:
    """None for anything that is not exactly one of the four verbs with exactly its keys."""
    if len(line) > LONGEST_LINE:
        return None
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or type(said.get("number")) is not int or said.get("verb") not in list(Verb):
        return None
    number, verb = said.pop("number"), Verb(said.pop("verb"))
    if frozenset(said) not in SHAPES[verb] or not all(_fits(key, value) for key, value in said.items()):
        return None
    return Request(number, verb, said)


def _fits(key: str, value: Any) -> bool:
    if value is None:
        return key in MAY_LACK
    if not isinstance(value, str):
        return False
    shape = {"token": TOKEN, "notice": HASH}.get(key)
    return shape is None or shape.fullmatch(value) is not None


def written(said: Mapping[str, Any]) -> bytes:
    """One line, either way."""
    return json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


# -- what a scanner types

PREFIX = "AD:"              # what our QR codes begin with; of its letters no three are in anybody's name
LONGEST_GAP = timedelta(milliseconds=60)      # between two keys of a scanner; no hand is so fast for so long
NEXT_SCAN = timedelta(milliseconds=1500)


def code_of(typed: str) -> str | None:
    """The token in what somebody typed or read out: with or without prefix, spaces and hyphens."""
    clean = re.sub(r"[\s\-]", "", typed).lower().removeprefix(PREFIX.lower())
    return clean if TOKEN.fullmatch(clean) else None


def scanned(keys: Sequence[tuple[str, float]]) -> str | None:
    """The token, when these letters with their moments (in seconds) came from a scanner that read one of our codes."""
    typed = "".join(letter for letter, _ in keys)
    if not typed.startswith(PREFIX) or len(typed) != len(PREFIX) + 32:
        return None
    if any(after - before > LONGEST_GAP.total_seconds() or after < before for (_, before), (_, after) in pairwise(keys)):
        return None
    return typed[len(PREFIX):] if TOKEN.fullmatch(typed[len(PREFIX):]) else None


# -- the way out

SHORTEST_PIN, LONGEST_PIN = 6, 12
TRIES, PAUSE = 5, timedelta(minutes=5)


def check_pin(pin: str) -> str:
    """Digits, and none that a bystander would try first."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
        raise Refused(_N("The PIN of the kiosk has {least} to {most} digits."), _N("Choose another one."), field="pin",
                      least=SHORTEST_PIN, most=LONGEST_PIN)
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if len(set(pin)) < 3 or steps in ({1}, {-1}):
        raise Refused(_N("This PIN is guessed at once."), _N("Choose another one."), field="pin")
    return pin


# -- who somebody is, as far as the kiosk says it

def first_name(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.split() else ""
