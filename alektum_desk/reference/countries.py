"""Codes of countries and of their parts, from resources/places.toml."""
from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

from alektum_desk.base import paths
from alektum_desk.domain.authorities import Place
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.routing import INSTITUTIONS
from alektum_desk.reference.authorities import countries

_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


@cache
def _places() -> dict[str, Any]:
    with (paths.resources() / "places.toml").open("rb") as file:
        tables = tomllib.load(file)
    return {**tables, "iso": frozenset(tables["iso"].split())}


def codes() -> frozenset[str]:
    """Every country of ISO 3166-1."""
    iso: frozenset[str] = _places()["iso"]
    return iso


def place(country: str, region: str | None = None) -> Place:
    """The place as routing knows it: Guadeloupe is in France, Bonaire is not in the Netherlands. Refused when unknown."""
    code = country.strip().upper()
    code = _places()["same"].get(code, code)
    if code not in codes() and code != INSTITUTIONS:
        raise Refused(_N("There is no country {country}."), _N("Write a code of two letters, such as BE."), country=country)
    part = region.strip().upper() if region else None
    if part and "-" not in part:
        part = f"{code}-{part}"
    inside = _places()["part_of"].get(part) or _places()["part_of"].get(code)
    if inside:
        return Place(inside["country"], inside.get("region") or (part if inside["country"] == code else None))
    if part and (not _REGION.fullmatch(part) or not part.startswith(f"{code}-")):
        raise Refused(_N("{region} is no region of {code}."), _N("Write a code of ISO 3166-2, such as BE-VOV."),
                      region=region, code=code)
    known = countries()[code].regions if code in countries() else frozenset()
    if part and known and part not in known:
        raise Refused(_N("{region} is no region of {code}."), _N("Choose one of: {regions}."), region=region, code=code,
                      regions=", ".join(sorted(known)))
    return Place(code, part)
