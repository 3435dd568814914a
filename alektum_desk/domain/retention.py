"""How long, from when, and what then: a retention rule as data."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from alektum_desk.domain.errors import _N


class Trigger(StrEnum):
    """What starts the clock."""

    CASE_CLOSED = "case_closed"
    RELATIONSHIP_ENDED = "relationship_ended"
    RELATIONSHIP_STARTED = "relationship_started"
    ACT_PERFORMED = "act_performed"
    LAST_CONTACT = "last_contact"
    CALL_ENDED = "call_ended"
    VISIT = "visit"
    FINANCIAL_YEAR_END = "financial_year_end"
    UNSUBSCRIBED = "unsubscribed"
    CLAIM_RECOVERED = "claim_recovered"
    DATA_OBTAINED = "data_obtained"
    NOT_STATED = "not_stated"


class Unit(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Action(StrEnum):
    """What happens at the end. `END` where the text says only that the keeping ends."""

    DELETE = "delete"
    ANONYMISE = "anonymise"
    DELETE_OR_ANONYMISE = "delete_or_anonymise"
    DELETE_ENCRYPT_OR_ANONYMISE = "delete_encrypt_or_anonymise"
    REMOVE_FROM_LIST = "remove_from_list"
    KEEP_AT_LEAST = "keep_at_least"
    KEEP_LONGER = "keep_longer"
    END = "end"


TRIGGERS: Mapping[Trigger, str] = MappingProxyType({
    Trigger.CASE_CLOSED: _N("the case is closed"),
    Trigger.RELATIONSHIP_ENDED: _N("the relationship ends"),
    Trigger.RELATIONSHIP_STARTED: _N("the relationship begins"),
    Trigger.ACT_PERFORMED: _N("the act or transaction is performed"),
    Trigger.LAST_CONTACT: _N("the last contact"),
    Trigger.CALL_ENDED: _N("the call ends"),
    Trigger.VISIT: _N("the visit"),
    Trigger.FINANCIAL_YEAR_END: _N("the financial year ends"),
    Trigger.UNSUBSCRIBED: _N("the person unsubscribes"),
    Trigger.CLAIM_RECOVERED: _N("the last claim is recovered"),
    Trigger.DATA_OBTAINED: _N("the data are obtained"),
    Trigger.NOT_STATED: _N("not stated"),
})

UNITS: Mapping[Unit, str] = MappingProxyType({
    Unit.DAY: _N("days"), Unit.MONTH: _N("calendar months"), Unit.YEAR: _N("years"),
})

ACTIONS: Mapping[Action, str] = MappingProxyType({
    Action.DELETE: _N("delete"),
    Action.ANONYMISE: _N("anonymise"),
    Action.DELETE_OR_ANONYMISE: _N("delete or anonymise"),
    Action.DELETE_ENCRYPT_OR_ANONYMISE: _N("delete, encrypt or anonymise"),
    Action.REMOVE_FROM_LIST: _N("remove from the list"),
    Action.KEEP_AT_LEAST: _N("keep at least so long"),
    Action.KEEP_LONGER: _N("may be kept longer"),
    Action.END: _N("end of keeping"),
})


@dataclass(frozen=True, slots=True)
class Rule:
    """`duration` is None where a notice gives a criterion and no number; several triggers where it gives alternatives."""

    duration: int | None
    unit: Unit | None
    triggers: tuple[Trigger, ...]
    action: Action
    overrides: bool = False                # legal claims: it wins over every other rule
    latest: bool = False                   # "at the latest", "up to": a limit, not a period
    at_once_on: tuple[Trigger, ...] = ()   # exceptions that end the keeping at once
    purposes: tuple[str, ...] = ()         # the purposes it was laid down for; none: all data


def rule_of(said: Mapping[str, Any]) -> Rule:
    """From names and numbers as they lie in a file; ValueError names a word that is none of ours."""
    return Rule(said.get("duration"), Unit(said["unit"]) if said.get("unit") else None,
                tuple(Trigger(each) for each in said.get("triggers", ())) or (Trigger.NOT_STATED,), Action(said.get("action", Action.END)),
                said.get("overrides", False), said.get("latest", False),
                tuple(Trigger(each) for each in said.get("at_once_on", ())), tuple(said.get("purposes", ())))


def as_values(rule: Rule) -> dict[str, Any]:
    """What `rule_of` reads again."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(rule).items()}
