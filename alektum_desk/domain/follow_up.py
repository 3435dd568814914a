"""What comes after a letter was lodged: which answer is due by when, and under which law."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from alektum_desk.domain.admissibility import CROSS_BORDER_RULES_FROM
from alektum_desk.domain.authorities import Regime
from alektum_desk.domain.cases import EventKind
from alektum_desk.domain.complaints import Letter
from alektum_desk.domain.deadlines import period_end, reminder, weeks_end

SOON = timedelta(days=14)
ACKNOWLEDGED_WITHIN, HANDED_ON_WITHIN = 4, 6        # weeks


class Step(StrEnum):
    ACKNOWLEDGEMENT = "acknowledgement"
    TRANSFER = "transfer"               # to the authority that leads, across a border
    PROGRESS = "progress_or_outcome"


class Ahead(StrEnum):
    WAITING = "waiting"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Due:
    """`law` says where the period comes from; an acknowledgement has none in Union law, so the office sets it."""

    letter: str                         # the id under which the letter is kept
    reference: str                      # its number; the id of a person's own letter, which has none
    step: Step
    due: date
    law: str
    state: Ahead


# Where an answer is owed within three months, and by which law. Other laws give no such period.
_THREE_MONTHS = {
    Regime.GDPR: "Art. 78(2) GDPR", Regime.EU_INSTITUTIONS: "Art. 63(3) Regulation (EU) 2018/1725",
    Regime.UK: "Section 166 Data Protection Act 2018",
}
OFFICE = "office"                       # the period is the office's own


# What need not be waited for any more, once this has arrived. Whoever asks, passes on or decides has received it.
SETTLES: Mapping[EventKind, frozenset[Step]] = {
    EventKind.ACKNOWLEDGED: frozenset({Step.ACKNOWLEDGEMENT}), EventKind.ASKED: frozenset({Step.ACKNOWLEDGEMENT}),
    EventKind.TRANSFERRED: frozenset({Step.ACKNOWLEDGEMENT, Step.TRANSFER}),
    EventKind.PROGRESS: frozenset({Step.ACKNOWLEDGEMENT, Step.PROGRESS}), EventKind.DECIDED: frozenset(Step),
}


def lodged_on(written_on: date, sent: Sequence[tuple[EventKind, date]]) -> date:
    """Periods run from the day the letter went; where nobody noted it, from the day it bears."""
    return next((on for kind, on in sent if kind is EventKind.SENT), written_on)


def settled(arrived: Iterable[EventKind]) -> frozenset[Step]:
    return frozenset[Step]().union(*(SETTLES.get(each, frozenset()) for each in arrived))


def ahead(letter: Letter, regime: Regime, lodged_on: date, *, cross_border: bool, holidays: AbstractSet[date]) -> tuple[tuple[Step, date, str], ...]:
    """Every step with its day and its law. What the office answers or reports itself is no complaint: only its receipt is waited for."""
    steps = [(Step.ACKNOWLEDGEMENT, weeks_end(lodged_on, ACKNOWLEDGED_WITHIN, holidays), OFFICE)]
    if letter in {Letter.ANSWER, Letter.REPORT}:
        return tuple(steps)
    if cross_border and regime is Regime.GDPR and lodged_on >= CROSS_BORDER_RULES_FROM:
        steps.append((Step.TRANSFER, weeks_end(lodged_on, HANDED_ON_WITHIN, holidays), "Regulation (EU) 2025/2518"))
    if law := _THREE_MONTHS.get(regime):
        end = reminder if regime is Regime.GDPR else _three_months
        steps.append((Step.PROGRESS, end(lodged_on, holidays), law))
    return tuple(sorted(steps, key=lambda each: each[1]))


def _three_months(lodged_on: date, holidays: AbstractSet[date]) -> date:
    return period_end(lodged_on, 3, holidays)


def state(due: date, today: date) -> Ahead:
    if due < today:
        return Ahead.OVERDUE
    return Ahead.SOON if due - today <= SOON else Ahead.WAITING
