"""The criteria and national lists of impact assessments, from `resources/register/dpia.toml`."""
from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache

from alektum_desk.base import paths
from alektum_desk.domain.dpia import Criterion, Entry, Knowledge, NationalList
from alektum_desk.domain.notices import Field


@lru_cache
def rules() -> tuple[tuple[Criterion, ...], tuple[NationalList, ...]]:
    """KeyError or ValueError name what is wrong in the file."""
    with (paths.resources() / "register" / "dpia.toml").open("rb") as file:
        said = tomllib.load(file)
    criteria = tuple(Criterion(each["id"], each["label"], each.get("question"), tuple(Field(name) for name in each.get("fields", ())),
                               frozenset(each.get("codes", ())), frozenset(each.get("except", ())), each.get("pattern"), each.get("sources", 0))
                     for each in said["criterion"])
    lists = tuple(NationalList(each["country"], each["label"], each["note"], Knowledge(each["known"]),
                               date.fromisoformat(each["checked"]) if "checked" in each else None,
                               tuple(Entry(entry["number"], entry["label"], frozenset(entry.get("criteria", ())), frozenset(entry.get("codes", ())),
                                           entry.get("any", 0)) for entry in each["entries"])) for each in said["list"])
    known = {each.id for each in criteria}
    if unknown := {name for each in lists for entry in each.entries for name in entry.criteria} - known:
        raise ValueError(f"dpia.toml: no criteria {unknown}")
    return criteria, lists
