"""The supervisory authorities and the countries they stand in, from resources/countries/*.toml."""
from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from alektum_desk.base import paths
from alektum_desk.domain.authorities import (
    Address,
    Anonymity,
    Attachments,
    Authority,
    Channel,
    Confidence,
    Country,
    Duty,
    PriorContact,
    Regime,
    Scope,
    TimeLimit,
)
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.routing import Atlas, atlas

Table = Mapping[str, Any]
_TUPLES = ("languages", "also_called", "former_names", "show", "superseded", "notes", "sources", "form_order")


def _address(table: Table) -> Address:
    return Address(tuple(table["lines"]), tuple(table.get("street", ())), table.get("postcode"), table.get("city"),
                   table["country"])


def _attachments(table: Table) -> Attachments:
    limits = {key: value for key, value in table.items() if key not in {"allowed", "refused"}}
    return Attachments(frozenset(table.get("allowed", ())), frozenset(table.get("refused", ())), **limits)


def _authority(country: str, table: Table) -> Authority:
    rest = dict(table)
    prior = rest.pop("prior_contact", None)
    limit = rest.pop("time_limit", None)
    address = rest.pop("address", None)
    anonymity = rest.pop("anonymity", None)
    variants = {key: _address(value) for key, value in rest.pop("variants", {}).items()}
    channels = tuple(Channel(**{**each, "languages": tuple(each.get("languages", ()))}) for each in rest.pop("channels"))
    for key in _TUPLES:
        rest[key] = tuple(rest.get(key, ()))
    return Authority(
        country=country, channels=channels, variants=variants,
        regime=Regime(rest.pop("regime")), scope=Scope(rest.pop("scope")), confidence=Confidence(rest.pop("confidence")),
        as_of=rest.pop("as_of", None), address=_address(address) if address else None,
        anonymity=Anonymity(anonymity) if anonymity else None, attachments=_attachments(rest.pop("attachments", {})),
        prior_contact=PriorContact(**{**prior, "duty": Duty(prior["duty"])}) if prior else None,
        time_limit=TimeLimit(**limit) if limit else None, **rest)


def _country(table: Table) -> Country:
    return Country(**{**table, "names": tuple(table.get("names", ())), "regions": frozenset(table.get("regions", ()))})


@cache
def _read() -> tuple[Mapping[str, Authority], Mapping[str, Country], Mapping[str, Table]]:
    found: dict[str, Authority] = {}
    countries: dict[str, Country] = {}
    raw: dict[str, Table] = {}
    for path in sorted((paths.resources() / "countries").glob("*.toml")):
        with path.open("rb") as file:
            tables = tomllib.load(file)
        country = _country(tables["country"])
        countries[country.code] = country
        for table in tables["authority"]:
            each = _authority(country.code, table)
            found[each.id], raw[each.id] = each, table
    return MappingProxyType(found), MappingProxyType(countries), MappingProxyType(raw)


def authorities() -> Mapping[str, Authority]:
    return _read()[0]


def countries() -> Mapping[str, Country]:
    """The countries and territories that have an authority here."""
    return _read()[1]


def authority(key: str) -> Authority:
    """Refused when there is no such authority."""
    if key not in authorities():
        raise Refused(_N("There is no authority {authority}."), _N("See: alektum-desk authorities list"), authority=key)
    return authorities()[key]


def changed(key: str, changes: Table) -> Authority:
    """The bundled record with values of another table over it. Refused where those are no values of such a record.

    Another site than ours has no addresses of its own in other languages.
    """
    bundled, table = authority(key), _read()[2][key]
    sites = bundled.websites if changes.get("website", bundled.website) == bundled.website else {}
    try:
        return _authority(bundled.country, {**table, "websites": sites, **changes})
    except (KeyError, TypeError, ValueError, AttributeError) as why:
        raise Refused(_N("The new record of {authority} has a key or a value that does not belong there."),
                      _N("Compare it with: alektum-desk authorities show {authority} --json"), authority=key) from why


@cache
def whole() -> Atlas:
    """What the routing needs, made once."""
    return atlas(authorities(), countries())
