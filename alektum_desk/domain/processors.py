"""Processors and sub-processors, and what Art. 28 asks of each."""
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from alektum_desk.domain.details import MECHANISMS
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.folding import fold

# Where Chapter V does not apply: the Union and the three states of the EEA that are not in it.
EEA = frozenset({
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT",
    "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS", "LI", "NO",
})


class Contract(StrEnum):
    """State of the contract under Art. 28(3)."""

    UNKNOWN = "unknown"                     # with whoever engaged it; nobody said
    MISSING = "missing"
    NEGOTIATED = "negotiated"
    SIGNED = "signed"
    ENDED = "ended"


CONTRACTS: Mapping[Contract, str] = MappingProxyType({
    Contract.UNKNOWN: _N("Not stated"), Contract.MISSING: _N("No contract"), Contract.NEGOTIATED: _N("Being negotiated"), Contract.SIGNED: _N("Signed"), Contract.ENDED: _N("Ended"),
})


@dataclass(frozen=True, slots=True)
class NewProcessor:
    """`parent` is the processor that engaged this one; `activities` are names of the register."""

    name: str
    service: str
    country: str | None = None
    contract: Contract = Contract.MISSING
    signed_on: date | None = None
    ends_on: date | None = None
    mechanism: str | None = None
    parent: str | None = None
    activities: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Processor:
    """Kept with a contract or without; or `named` in records alone, and then its id is its name's and nobody keeps it yet."""

    id: str
    said: NewProcessor
    wants: tuple[str, ...]                 # catalogue texts: what is lacking
    named: bool = False


def check(said: NewProcessor) -> None:
    """Refused when this cannot be a processor."""
    if not said.name.strip() or len(said.name) > LONGEST_NAME or not said.name.strip().isprintable():
        raise Refused(_N("A processor needs a name."), _N("Write the name of the company, in at most 200 letters."), field="name")
    if not said.service.strip():
        raise Refused(_N("What the processor does is not said."), _N("Say in a few words what it does for the office."), field="service")
    if said.signed_on and said.ends_on and said.ends_on < said.signed_on:
        raise Refused(_N("The contract ends before it was signed."), _N("Correct one of the two days."), field="ends_on")
    if said.mechanism is not None and said.mechanism not in MECHANISMS:
        raise Refused(_N("There is no safeguard {mechanism}."), _N("Choose one of: {known}."), mechanism=said.mechanism, known=", ".join(MECHANISMS))


LONGEST_NAME, LONGEST_SERVICE = 200, 300
NAMED = _N("Named, no contract recorded")
_NAMED_ONLY = _N("Records name this company as a processor, and no contract with it is recorded.")
_FORM = re.compile(r"\b(?:a/s|aps|asa|as|ab|oyj|oy|sa|nv|bvba|bv|srl|sarl|sas|gmbh|ag|kg|eg|se|ltd|limited|plc|inc|llc)\b")


def named(said: Iterable[tuple[str, str]], kept: Iterable[str]) -> tuple[Processor, ...]:
    """By name, whom records call a processor and nobody keeps: `said` are activities and their words, "Evry: addresses" for instance.

    One company is one row, with or without its legal form; another name that only begins alike is another company.
    """
    known = {bare(name) for name in kept}
    found: dict[str, NewProcessor] = {}
    for activity, text in said:
        name, _colon, service = (part.strip() for part in text.partition(":"))
        key = bare(name)
        if not key or key in known:
            continue
        old = found.get(key, NewProcessor(name[:LONGEST_NAME], service[:LONGEST_SERVICE]))
        found[key] = replace(old, service=old.service or service[:LONGEST_SERVICE], activities=tuple(dict.fromkeys((*old.activities, activity))))
    return tuple(Processor(f"named:{key.replace(' ', '-')}", each, (_NAMED_ONLY,), named=True) for key, each in sorted(found.items()))


def bare(name: str) -> str:
    """The same for a company with and without its legal form; empty where no name is there."""
    return " ".join(re.findall(r"\w+", _FORM.sub(" ", fold(name).replace(".", "")))) or fold(name).strip()


def wants(said: NewProcessor, today: date) -> tuple[str, ...]:
    """What Art. 28 and Chapter V ask for and nobody recorded."""
    return tuple(_wants(said, today))


def _wants(said: NewProcessor, today: date) -> Iterable[str]:
    if said.contract is Contract.UNKNOWN and said.parent:
        pass                                # Art. 28(4): its contract is with the one that engaged it
    elif said.contract is Contract.UNKNOWN:
        yield NAMED                         # nobody said that there is none
    elif said.contract is not Contract.SIGNED:
        yield _N("Art. 28(3): there is no contract in force.")
    elif said.ends_on is not None and said.ends_on < today:
        yield _N("Art. 28(3): the contract has run out.")
    if said.country is None:
        yield _N("The country is not recorded.")
    elif said.country not in EEA and said.mechanism in {None, "eea"}:
        yield _N("Art. 44: the country is outside the EEA and no safeguard is recorded.")
