"""Finding the authority for a complaint, and showing what is known of each."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain import routing
from alektum_desk.domain.admissibility import CAUTION_TEXTS
from alektum_desk.domain.authorities import (
    Attached,
    Authority,
    Basis,
    Caution,
    Controller,
    Filer,
    Place,
    Route,
    RouteInput,
    Said,
    Sector,
    needs_check,
)
from alektum_desk.domain.deadlines import YEARS, months_after, reminder
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.reference import authorities as reference, countries

Json = Mapping[str, Any]
T = TypeVar("T")
_CHOICE = TypeVar("_CHOICE", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Listed:
    id: str
    country: str
    names: Mapping[str, str]
    printable: bool
    as_of: str | None
    confidence: str
    needs_check: bool


# -- showing

def listed(today: date) -> tuple[Listed, ...]:
    return tuple(Listed(each.id, each.country, each.names, each.printable, each.as_of, each.confidence.value,
                        needs_check(each, today)) for each in reference.authorities().values())


def shown(key: str) -> Authority:
    """Refused when there is no such authority."""
    return reference.authority(key)


def said(sentence: Said) -> str:
    """A reason in the language at hand: codes become names, days become dates."""
    return _(sentence.text).format(**{key: _word(key, value) for key, value in sentence.fields.items()})


def _word(key: str, value: object) -> object:
    if key.endswith("country"):
        return language.country(str(value))
    if key.endswith("authority"):
        return shown(str(value)).name(language.current())
    if isinstance(value, date):
        return language.day(value)
    return language.number(value) if isinstance(value, float) else value


def caution_text(caution: Caution) -> str:
    return _(CAUTION_TEXTS[caution])


# -- routing

def route(case: RouteInput, world: routing.Atlas | None = None) -> Route:
    return routing.route(case, world or reference.whole())


def routed(rows: object, today: date) -> list[dict[str, Any]]:
    """Many cases at once, as `complaints route` reads and answers them. Refused, with the row's id, at the first bad one."""
    if not isinstance(rows, list):
        raise Refused(_N("The cases are not a list."), _N('Write [{{"id": "a", "input": {{...}}}}].'))
    return [_row(row, today) for row in rows]


def _row(row: object, today: date) -> dict[str, Any]:
    top = _record(row, frozenset({"id", "input"}), "")
    key = top.get("id")
    if not isinstance(key, str) or not key:
        raise Refused(_N("A case has no id."), _N("Give each case an id that is a text."))
    given = top.get("input")
    if isinstance(given, dict) and "lodged_on" in given:
        lodged = _day(_record(given, frozenset({"lodged_on", "country"}), key).get("lodged_on"), "lodged_on", key)
        return {"id": key, "art78_2_reminder": _reminder(lodged, given.get("country"), key).isoformat()}
    return {"id": key, **answer(route(read_input(given, today, key)))}


def art78_2_reminder(lodged_on: date, country: str | None = None) -> date:
    """Three months after lodging; where `country` is known, its public holidays push the day on."""
    if country is None:
        return reminder(lodged_on)
    from alektum_desk.reference import holidays
    last = months_after(lodged_on, 3)
    return reminder(lodged_on, holidays.around(country, last, last))


def _reminder(lodged_on: date, country: object, key: str) -> date:
    if country is None:
        return art78_2_reminder(lodged_on)
    return art78_2_reminder(lodged_on, countries.place(_text(country, "country", key)).country)


def answer(found: Route) -> dict[str, Any]:
    """A route in the words of the contract; reasons and attachments in the language at hand."""
    return {
        "authority": found.authority, "basis": found.basis and found.basis.value,
        "alternatives": list(found.alternatives), "candidates": list(found.candidates),
        "lead_authority": found.lead_authority, "kind": found.kind, "letter_language": found.letter_language,
        "address_variant": found.address_variant, "destination_country": found.destination_country,
        "channels_offered": list(found.channels_offered), "mandatory_fields": list(found.mandatory_fields),
        "attachments": [{"name": each.name, "accepted": each.accepted, "why": said(each.why) if each.why else None}
                        for each in found.attachments],
        "warnings": [each.value for each in found.warnings], "export_allowed": found.export_allowed,
        "must_show": [said(each) for each in found.must_show], "reasons": [said(each) for each in found.reasons]}


# -- reading a case

_KEYS = frozenset({
    "filer", "residence", "workplace", "infringement", "controller", "about_rights_request", "controller_contacted",
    "controller_contacted_on", "wants_anonymity", "has_national_eid", "basis_preference", "language_preference", "date",
    "knowledge_date", "authority_named_in_notice", "mandate_attached", "attachments"})
_CONTROLLER_KEYS = frozenset({"establishment", "sector", "eu_main_establishment", "no_eu_establishment", "legal_basis"})


def read_input(given: object, today: date, key: str = "") -> RouteInput:
    """One case. Refused where a key is unknown, a value is no such thing, a country or a day does not exist."""
    case = _record(given, _KEYS, key)
    controller = _record({} if case.get("controller") is None else case["controller"], _CONTROLLER_KEYS, key)
    contacted_on = _maybe(case, "controller_contacted_on", partial(_day, key=key))
    contacted = True if contacted_on else _truth(case, "controller_contacted", key)
    return RouteInput(
        on=_maybe(case, "date", partial(_day, key=key)) or today,
        filer=_chosen(case.get("filer"), _FILERS, Filer.DATA_SUBJECT, "filer", key),
        residence=_place(case, "residence", key), workplace=_place(case, "workplace", key),
        infringement=_place(case, "infringement", key),
        controller=Controller(
            establishment=_place(controller, "establishment", key),
            sector=_chosen(controller.get("sector"), _SECTORS, Sector.PRIVATE, "sector", key),
            eu_main_establishment=_place(controller, "eu_main_establishment", key),
            no_eu_establishment=bool(_truth(controller, "no_eu_establishment", key)),
            legal_basis=_legal_basis(controller.get("legal_basis"), key)),
        about_rights_request=bool(_truth(case, "about_rights_request", key)), controller_contacted=contacted,
        wants_anonymity=bool(_truth(case, "wants_anonymity", key)),
        has_national_eid=bool(_truth(case, "has_national_eid", key)),
        basis_preference=_preference(case.get("basis_preference"), key),
        language_preference=_language(case, key),
        authority_named_in_notice=_maybe(case, "authority_named_in_notice", partial(_text, key=key)),
        mandate_attached=_truth(case, "mandate_attached", key),
        knowledge_date=_maybe(case, "knowledge_date", partial(_day, key=key)),
        attachments=tuple(_attachments(case.get("attachments") or [], key)))


def _record(value: object, known: frozenset[str], key: str) -> Json:
    if not isinstance(value, dict):
        raise Refused(_N("Case {case}: an object with named fields is missing."), _N("See: alektum-desk help complaints route"),
                      case=key or "?")
    for name in value:
        if name not in known:
            raise Refused(_N("Case {case}: the key {name} is unknown."), _N("Known are: {known}."), case=key or "?",
                          name=name, known=", ".join(sorted(known)))
    return value


def _not(key: str, field: str, value: object) -> Refused:
    return Refused(_N("Case {case}: {field} cannot be {value}."), _N("See: alektum-desk help complaints route"),
                   case=key or "?", field=field, value=repr(value))


def _maybe(case: Json, name: str, read: Callable[[Any, str], T]) -> T | None:
    value = case.get(name)
    return None if value is None else read(value, name)


def _text(value: object, field: str, key: str) -> str:
    if not isinstance(value, str):
        raise _not(key, field, value)
    return value


def _truth(case: Json, field: str, key: str) -> bool | None:
    value = case.get(field)
    if value is not None and not isinstance(value, bool):
        raise _not(key, field, value)
    return value


def _day(value: object, field: str, key: str) -> date:
    text = _text(value, field, key)
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise Refused(_N("Case {case}: the day {day} does not exist."), _N("Write it as 2026-11-30."), case=key or "?", day=value)
    return found


def _place(case: Json, field: str, key: str) -> Place | None:
    value = case.get(field)
    if value is None:
        return None
    table = _record(value, frozenset({"country", "region"}), key)
    country, region = table.get("country"), table.get("region")
    if country is None:
        return None
    return countries.place(_text(country, field, key), None if region is None else _text(region, field, key))


# A form, a person and a script write the same choice differently; the first word that fits decides.
_FILERS: tuple[tuple[str, Filer], ...] = (
    ("own", Filer.BODY_OWN_INITIATIVE), ("80_2", Filer.BODY_OWN_INITIATIVE), ("dpo", Filer.DPO_ASSISTING),
    ("data_subject", Filer.DATA_SUBJECT), ("self", Filer.DATA_SUBJECT), ("body", Filer.BODY), ("80", Filer.BODY),
    ("ngo", Filer.BODY), ("association", Filer.BODY), ("organisation", Filer.BODY), ("representative", Filer.REPRESENTATIVE),
    ("agent", Filer.REPRESENTATIVE), ("lawyer", Filer.REPRESENTATIVE), ("guardian", Filer.REPRESENTATIVE),
    ("parent", Filer.REPRESENTATIVE), ("company", Filer.COMPANY), ("controller", Filer.COMPANY), ("processor", Filer.COMPANY))
_SECTORS: tuple[tuple[str, Sector], ...] = (
    ("institution", Sector.EU_INSTITUTION), ("eu", Sector.EU_INSTITUTION), ("telecom", Sector.TELECOM),
    ("post", Sector.POST), ("federal", Sector.PUBLIC_FEDERAL), ("national", Sector.PUBLIC_FEDERAL),
    ("state", Sector.PUBLIC_FEDERAL), ("region", Sector.PUBLIC_REGIONAL), ("canton", Sector.PUBLIC_REGIONAL),
    ("commun", Sector.PUBLIC_REGIONAL), ("municip", Sector.PUBLIC_REGIONAL), ("local", Sector.PUBLIC_REGIONAL),
    ("provinc", Sector.PUBLIC_REGIONAL), ("land", Sector.PUBLIC_REGIONAL), ("public", Sector.PUBLIC),
    ("private", Sector.PRIVATE))


def _chosen(value: object, words: Sequence[tuple[str, _CHOICE]], usual: _CHOICE, field: str, key: str) -> _CHOICE:
    if value is None:
        return usual
    text = re.sub(r"[^a-z0-9]+", "_", _text(value, field, key).lower())
    for word, choice in words:
        if re.search(rf"(?:^|_){word}", text):
            return choice
    raise _not(key, field, value)


def _preference(value: object, key: str) -> Basis | None:
    if value is None or value == "auto":
        return None
    if value in {Basis.RESIDENCE, Basis.WORKPLACE, Basis.INFRINGEMENT, Basis.CONTROLLER}:
        return Basis(_text(value, "basis_preference", key))
    raise _not(key, "basis_preference", value)


def _language(case: Json, key: str) -> str | None:
    value = _maybe(case, "language_preference", partial(_text, key=key))
    code = re.split(r"[-_]", value.strip().lower())[0] if value else ""
    return {"no": "nb"}.get(code, code) or None


def _legal_basis(value: object, key: str) -> str | None:
    """The letter of Art. 6(1), from `6(1)(c)`, `Art. 6.1.c`, `c` or the law's words for it."""
    if value is None:
        return None
    text = _text(value, "legal_basis", key).strip().lower()
    found = re.search(r"6\W*1\W*(?:lit\W*|point\W*)?([a-f])\b", text) or re.fullmatch(r"\W*([a-f])\W*", text)
    if found:
        return found[1]
    words = {"legal_obligation": "c", "public_task": "e", "public_interest": "e", "official_authority": "e"}
    return words.get(re.sub(r"[^a-z]+", "_", text))


def _attachments(value: object, key: str) -> Iterator[Attached]:
    if not isinstance(value, list):
        raise _not(key, "attachments", value)
    for each in value:
        if isinstance(each, str):
            yield Attached(each)
            continue
        table = _record(each, frozenset({"name", "size", "size_bytes", "size_mb"}), key)
        size = next((table[name] for name in ("size", "size_bytes") if table.get(name) is not None), None)
        if size is None and isinstance(megabytes := table.get("size_mb"), int | float):
            size = int(megabytes * 1_000_000)
        if size is not None and (isinstance(size, bool) or not isinstance(size, int) or size < 0):
            raise _not(key, "attachments", size)
        yield Attached(_text(table.get("name"), "attachments", key), size)
