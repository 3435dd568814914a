"""Processors and sub-processors, and what Art. 28 asks of each."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from alektum_desk.domain.details import MECHANISMS
from alektum_desk.domain.errors import _N, Refused

# Where Chapter V does not apply: the Union and the three states of the EEA that are not in it.
EEA = frozenset({
    "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT",
    "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS", "LI", "NO",
})


class Contract(StrEnum):
    """State of the contract under Art. 28(3)."""

    MISSING = "missing"
    NEGOTIATED = "negotiated"
    SIGNED = "signed"
    ENDED = "ended"


CONTRACTS: Mapping[Contract, str] = MappingProxyType({
    Contract.MISSING: _N("No contract"), Contract.NEGOTIATED: _N("Being negotiated"), Contract.SIGNED: _N("Signed"), Contract.ENDED: _N("Ended"),
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
    id: str
    said: NewProcessor
    wants: tuple[str, ...]                 # catalogue texts: what is lacking


def check(said: NewProcessor) -> None:
    """Refused when this cannot be a processor."""
    if not said.name.strip() or len(said.name) > 200 or not said.name.strip().isprintable():
        raise Refused(_N("A processor needs a name."), _N("Write the name of the company, in at most 200 letters."), field="name")
    if not said.service.strip():
        raise Refused(_N("What the processor does is not said."), _N("Say in a few words what it does for the office."), field="service")
    if said.signed_on and said.ends_on and said.ends_on < said.signed_on:
        raise Refused(_N("The contract ends before it was signed."), _N("Correct one of the two days."), field="ends_on")
    if said.mechanism is not None and said.mechanism not in MECHANISMS:
        raise Refused(_N("There is no safeguard {mechanism}."), _N("Choose one of: {known}."), mechanism=said.mechanism, known=", ".join(MECHANISMS))


def wants(said: NewProcessor, today: date) -> tuple[str, ...]:
    """What Art. 28 and Chapter V ask for and nobody recorded."""
    return tuple(_wants(said, today))


def _wants(said: NewProcessor, today: date) -> Iterable[str]:
    if said.contract is not Contract.SIGNED:
        yield _N("Art. 28(3): there is no contract in force.")
    elif said.ends_on is not None and said.ends_on < today:
        yield _N("Art. 28(3): the contract has run out.")
    if said.country is None:
        yield _N("The country is not recorded.")
    elif said.country not in EEA and said.mechanism in {None, "eea"}:
        yield _N("Art. 44: the country is outside the EEA and no safeguard is recorded.")
