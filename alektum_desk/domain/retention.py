"""How long, from when, and what then: a retention rule as data, and the day on which it ends (Art. 5(1)(e))."""
from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
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
    CALENDAR_YEAR_END = "calendar_year_end"
    UNSUBSCRIBED = "unsubscribed"
    CLAIM_RECOVERED = "claim_recovered"
    DATA_OBTAINED = "data_obtained"
    NOT_STATED = "not_stated"


YEAR_ENDS = frozenset({Trigger.FINANCIAL_YEAR_END, Trigger.CALENDAR_YEAR_END})


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
    Trigger.CALENDAR_YEAR_END: _N("the calendar year ends"),
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
    exception: str | None = None           # in words, where a person has to judge it


LONGEST = 40_000                           # more than a hundred years in days


def rule_of(said: Mapping[str, Any]) -> Rule:
    """From names and numbers as they lie in a file; ValueError where a word is none of ours, or a period no whole number of days, months or years."""
    duration, unit = said.get("duration"), said.get("unit") or None
    if (duration is None) is not (unit is None) or (duration is not None and (type(duration) is not int or not 0 <= duration <= LONGEST)):
        raise ValueError(f"no period: {duration} {unit}")
    if any(not isinstance(said.get(name, False), bool) for name in ("overrides", "latest")):
        raise ValueError("neither true nor false")
    return Rule(duration, Unit(unit) if unit else None,
                tuple(Trigger(each) for each in said.get("triggers", ())) or (Trigger.NOT_STATED,), Action(said.get("action", Action.END)),
                said.get("overrides", False), said.get("latest", False),
                tuple(Trigger(each) for each in said.get("at_once_on", ())), tuple(said.get("purposes", ())), said.get("exception"))


def as_values(rule: Rule) -> dict[str, Any]:
    """What `rule_of` reads again."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(rule).items()}


# -- when it ends

class Deed(StrEnum):
    """What is done on the day. Where a text leaves the choice, erasing fulfils it in any case."""

    ERASE = "erase"
    ANONYMISE = "anonymise"


DEEDS: Mapping[Deed, str] = MappingProxyType({Deed.ERASE: _N("Erase"), Deed.ANONYMISE: _N("Anonymise")})


class Why(StrEnum):
    """How a day was found, or why there is none."""

    PERIOD = "period"
    YEAR_END = "year_end"
    AT_ONCE = "at_once"
    CRITERION = "criterion"
    NO_RULE = "no_rule"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Known:
    """A rule that holds for somebody, and where it stands; `decided` is the officer's own, which beats what notices say."""

    id: str
    rule: Rule
    text: str
    notice: str | None = None
    line: int | None = None
    decided: bool = False
    draft: bool = False                    # of an activity that nobody has approved yet


@dataclass(frozen=True, slots=True)
class End:
    """`of` is None where no rule speaks; `on` is None where none gives a day. `others` end later, for the purposes that they name."""

    on: date | None
    deed: Deed | None
    of: Known | None
    why: Why
    held_by: Known | None = None
    others: tuple[tuple[Known, date], ...] = ()


def ends_on(rule: Rule, trigger: Trigger, on: date) -> date | None:
    """The last day of keeping, if this rule counts from such an event. Retention is a duty to stop: no holiday lengthens it.

    A period in months or years ends on the day of the same number, or on the last of a month that is too short (Reg. 1182/71,
    Art. 3(2)(c)). What is counted from a financial year runs from the end of the calendar year in which that one ended; what is counted
    from a calendar year, from the end of that of the day.
    """
    if trigger in rule.at_once_on:
        return on
    if trigger not in rule.triggers:
        return None
    if rule.duration is None or rule.unit is None:
        return None if trigger is Trigger.NOT_STATED or rule.action in {Action.KEEP_AT_LEAST, Action.KEEP_LONGER} else on
    if trigger in YEAR_ENDS:
        on = date(on.year, 12, 31)
    return after(on, rule.duration, rule.unit)


def after(on: date, duration: int, unit: Unit) -> date:
    """So many days, calendar months or years later; the calendar's last day where it has no such day, as for 9999 years in somebody's table."""
    if unit is Unit.DAY:
        return on + timedelta(days=duration) if duration <= (date.max - on).days else date.max
    months = on.month - 1 + duration * (12 if unit is Unit.YEAR else 1)
    year, month = on.year + months // 12, months % 12 + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(on.day, monthrange(year, month)[1]))


def end_of_keeping(known: Iterable[Known], trigger: Trigger, on: date, *, claim: bool = False) -> End:
    """Precedence: what was decided beats what notices say, a notice beats a draft, a legal claim holds everything.

    Among equals the earliest day wins (Art. 5(1)(e)), so that a rule of its own beats a limit for all data.
    """
    rules = _foremost(tuple(known))
    held_by = next((each for each in rules if each.rule.overrides), None)
    found = sorted(((day, number, each) for number, each in enumerate(rules) if (day := ends_on(each.rule, trigger, on)) is not None),
                   key=lambda each: each[:2])
    if not found:
        vague = next((each for each in rules if each.rule.duration is None and not each.rule.overrides
                      and each.rule.action is not Action.KEEP_AT_LEAST), None)
        return End(None, deed_of(vague.rule) if vague else None, vague, Why.CRITERION if vague else Why.NO_RULE, held_by)
    day, _, first = found[0]
    others = tuple((each, later) for later, _, each in found[1:])
    if claim and held_by is not None:
        return End(None, deed_of(first.rule), first, Why.CLAIM, held_by, others)
    at_once = trigger in first.rule.at_once_on or first.rule.duration in {None, 0}
    why = Why.AT_ONCE if at_once else Why.YEAR_END if trigger in YEAR_ENDS else Why.PERIOD
    return End(day, Deed.ERASE if trigger in first.rule.at_once_on else deed_of(first.rule), first, why, held_by, others)


def rivals(end: End, trigger: Trigger, known: Iterable[Known]) -> tuple[Known, ...]:
    """Rules of other notices that give the same data another period than the one that was counted: from the same event, or as a limit for all data.

    `known` are the rules of activities of which nobody decided yet which notice is right.
    """
    of = end.of
    if of is None or of.notice is None or end.why not in {Why.PERIOD, Why.YEAR_END}:
        return ()
    return tuple(each for each in known if each.notice not in {None, of.notice} and not each.rule.overrides and each.rule.duration is not None
                 and _period(each.rule) != _period(of.rule) and (trigger in each.rule.triggers or not each.rule.purposes)
                 and (not each.rule.purposes or not of.rule.purposes or set(each.rule.purposes) & set(of.rule.purposes)))


def _period(rule: Rule) -> tuple[int, bool]:
    """Three years are 36 months."""
    return (rule.duration or 0) * (12 if rule.unit is Unit.YEAR else 1), rule.unit is Unit.DAY


def _foremost(known: Sequence[Known]) -> tuple[Known, ...]:
    """The officer's own rules where there are any, else the notices', else the drafts'; what holds claims stays in any case."""
    for here in ([each for each in known if each.decided], [each for each in known if not each.decided and not each.draft], known):
        if any(not each.rule.overrides for each in here):
            return (*here, *(each for each in known if each.rule.overrides and each not in here))
    return tuple(known)


def deed_of(rule: Rule) -> Deed:
    return Deed.ANONYMISE if rule.action is Action.ANONYMISE else Deed.ERASE
