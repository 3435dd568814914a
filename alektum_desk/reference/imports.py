"""The words in which other people's registers speak: headings, and what stands in their cells."""
from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from babel import Locale
from babel.core import get_global

from alektum_desk.base import language, paths
from alektum_desk.domain.import_processors import ListWords, Part
from alektum_desk.domain.import_tables import Headings, Target
from alektum_desk.domain.import_values import Words, plain
from alektum_desk.domain.processors import Contract
from alektum_desk.domain.retention import Trigger

EEA = frozenset(["AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"])
_ALIASES = {"usa": "US", "u s": "US", "u s a": "US", "united states of america": "US", "etats unis d amerique": "US", "uk": "GB", "great britain": "GB", "england": "GB",
            "grande bretagne": "GB", "grossbritannien": "GB", "holland": "NL", "czech republic": "CZ", "vereinigte staaten von amerika": "US", "verenigde staten van amerika": "US"}
_CODES = {"VS": "US", "VK": "GB"}       # as the Dutch shorten them, where nothing but a code stands in the cell
_NO_COUNTRIES = {"ZZ", "EU", "EZ", "UN", "XA", "XB", "QO"}
# Names that are words of everyday life in one of the languages, or stand inside another name.
_AMBIGUOUS = {"jersey", "man", "tchad", "mali", "niger", "guinea", "turkey", "chad", "reunion", "georgia", "jordan"}


def _toml(*name: str) -> dict[str, Any]:
    with paths.resources().joinpath(*name).open("rb") as file:
        return tomllib.load(file)


@lru_cache
def headings() -> Headings:
    """ValueError names a target that does not exist."""
    known = _toml("imports", "headings.toml")
    processors = known.pop("records_of_processors")
    return Headings(MappingProxyType({Target(name): (frozenset(map(plain, said.get("exact", ()))), frozenset(map(plain, said.get("within", ())))) for name, said in known.items()}),
                    frozenset(map(plain, processors["processing"])), frozenset(map(plain, processors["clients"])))


@lru_cache
def lists() -> ListWords:
    """Of lists of processors. ValueError names a heading or a state of a contract that does not exist."""
    said = _toml("imports", "processors.toml")
    contracts = dict(said["contracts"])
    negations = contracts.pop("not")
    return ListWords(
        frozenset(map(plain, said["titles"])), frozenset(map(plain, said["processor"])), frozenset(map(plain, said["agreement"])),
        heads=MappingProxyType({Part(name): (frozenset(map(plain, each.get("exact", ()))), frozenset(map(plain, each.get("within", ())))) for name, each in said["heads"].items()}),
        contracts=tuple((Contract(state), tuple(map(plain, names))) for state, names in contracts.items()), negations=frozenset(map(plain, negations)), records=frozenset(said["records"]), open=frozenset(map(plain, said["open"])))


@lru_cache
def words() -> Words:
    said, ours = _toml("imports", "cells.toml"), _toml("register", "words.toml")

    def turned(table: Mapping[str, list[str]]) -> dict[str, str]:
        return {plain(word): key for key, names in table.items() for word in names}
    labels = {code: each["label"] for kind in ("legal_basis", "special_basis") for code, each in ours[kind].items()}
    return Words(
        none=frozenset(map(plain, said["none"])), unsaid=frozenset(map(plain, said["unsaid"])), yes=frozenset(map(plain, said["yes"])), totals=frozenset(map(plain, said["totals"])), units=turned(said["units"]),
        numbers={word: int(number) for word, number in turned(said["numbers"]).items()},
        triggers=tuple((Trigger(each["trigger"]), tuple(map(plain, each["words"]))) for each in said["triggers"]),
        actions=tuple((key, tuple(names)) for key, names in said["actions"].items()),
        bases=tuple((key, tuple(map(plain, names))) for key, names in said["bases"].items()),
        mechanisms=tuple((key, tuple(map(plain, names))) for key, names in said["mechanisms"].items()),
        people=turned(said["people"]), countries=_countries(), codes=_codes(), eea=EEA,
        given_names=frozenset(map(plain, paths.resources().joinpath("imports", "given_names.txt").read_text(encoding="utf-8").split())), labels=labels)


def _codes() -> dict[str, str]:
    known = {iso for iso in map(str, Locale.parse("en").territories) if len(iso) == 2 and iso.isalpha() and iso not in _NO_COUNTRIES}
    aliases = ((str(three), str(two[0])) for three, two in get_global("territory_aliases").items())
    return _CODES | {iso: iso for iso in known} | {three: two for three, two in aliases if len(three) == 3 and three.isalpha() and two in known}


def _countries() -> dict[str, str]:
    found = dict(_ALIASES)
    for code in language.LANGUAGES:
        for iso, name in Locale.parse(code).territories.items():
            folded = plain(str(name))
            if len(iso) == 2 and iso.isalpha() and iso not in _NO_COUNTRIES and len(folded) > 3 and folded not in _AMBIGUOUS:
                found.setdefault(folded, iso)
    return found
