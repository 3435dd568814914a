"""The group's offices, from resources/offices.toml."""
from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from alektum_desk.base import paths
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.offices import Office


@cache
def offices() -> Mapping[str, Office]:
    with (paths.resources() / "offices.toml").open("rb") as file:
        tables = tomllib.load(file)
    return MappingProxyType({
        key: Office(id=key, **{"places": {}, **table, "languages": tuple(table["languages"])})
        for key, table in tables.items()})


def office(key: str) -> Office:
    """Refused when there is no such office."""
    if key not in offices():
        raise Refused(_N("There is no office {office}."), _N("Choose one of: {offices}."),
                      office=key, offices=", ".join(offices()))
    return offices()[key]
