"""Screening an activity for an impact assessment, and the officer's answers, which are decided like any other field."""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from alektum_desk.base.language import _
from alektum_desk.domain.dpia import OUTCOMES, Entry, NationalList, Screening, Sign, screen
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.notices import Field
from alektum_desk.domain.records import Activity
from alektum_desk.reference import dpia as reference
from alektum_desk.services import records, terms

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk


def screening(activity: Activity) -> Screening:
    criteria, lists = reference.rules()
    return screen(activity, criteria, lists, answers(activity))


def answers(activity: Activity) -> dict[str, bool]:
    """What the officer said of each criterion, over what the record shows."""
    decision = activity.of(Field.DPIA).decision
    value = decision.value if decision is not None else None
    if not isinstance(value, Mapping):
        return {}
    return dict.fromkeys(str(value.get("met", "")).split(), True) | dict.fromkeys(str(value.get("unmet", "")).split(), False)


def answer(desk: Desk, activity: str, given: Mapping[str, bool], verdict: str, reason: str, assessment: str | None = None) -> Activity:
    """Lay down what each criterion is, and what follows from it in words."""
    known = {each.id for each in reference.rules()[0]}
    if unknown := sorted(set(given) - known):
        raise Refused(_N("There is no criterion {criteria}."), _N("Choose from: {known}."), criteria=", ".join(unknown), known=", ".join(sorted(known)))
    if not verdict.strip():
        raise Refused(_N("An answer needs words."), _N("Say what follows: whether an assessment is made, and where it lies."), field="verdict")
    value: dict[str, Any] = {"text": verdict.strip()}
    for key, wanted in (("met", True), ("unmet", False)):
        if names := sorted(name for name, said in given.items() if said is wanted):
            value[key] = " ".join(names)
    if assessment:
        value["assessment"] = assessment
    return records.decide(desk, activity, Field.DPIA, value, reason)


def because(sign: Sign) -> str:
    """Why a criterion is met, or what is asked, in one line."""
    if sign.answered:
        return _("Answered by the officer")
    if sign.because:
        return "; ".join(terms.term(each) for each in sign.because[:4]) + (" …" if len(sign.because) > 4 else "")
    return _(sign.criterion.question) if sign.criterion.question else _("Nothing recorded says so")


def as_json(activity: Activity) -> dict[str, Any]:
    found = screening(activity)
    decision = activity.of(Field.DPIA).decision
    return {"id": activity.listed.id, "outcome": found.outcome, "sentence": _(OUTCOMES[found.outcome]),
            "criteria": [{"id": each.criterion.id, "label": _(each.criterion.label), "met": each.met, "because": because(each), "answered": each.answered}
                         for each in found.signs],
            "lists": [_entry_json(each, entry) for each, entry in found.listed], "open": [_entry_json(each, entry) for each, entry in found.open],
            "compared": [_list_json(each) for each in found.lists], "decided": decision.value if decision else None}


def _list_json(each: NationalList) -> dict[str, Any]:
    return {"country": each.country, "list": _(each.label), "source": _(each.source), "known": each.known,
            "checked": each.checked_on.isoformat() if each.checked_on else None}


def _entry_json(each: NationalList, entry: Entry) -> dict[str, Any]:
    return _list_json(each) | {"number": entry.number, "entry": _(entry.label)}
