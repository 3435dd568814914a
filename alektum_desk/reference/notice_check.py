"""The vocabulary and the dated facts of the notice check, from resources/notice_check."""
from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

from alektum_desk.base import paths
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.naming import read_names
from alektum_desk.domain.notice_facts import Knowledge
from alektum_desk.domain.notice_text import Words, fold
from alektum_desk.reference import authorities

_SAME = {"no": "nb", "nn": "nb"}
_SHORT = 4
_EVERYWHERE = ("TF", "IO", "UM", "EU", "EZ", "UN", "GE")


def _folder() -> Path:
    return paths.resources() / "notice_check"


def _toml(name: str) -> dict[str, Any]:
    with (_folder() / name).open("rb") as file:
        return tomllib.load(file)


def languages() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in _folder().glob("??.toml")))


@cache
def words(language: str) -> Words:
    """Refused when notices in this language cannot be read."""
    code = _SAME.get(language.lower(), language.lower())
    if code not in languages():
        raise Refused(_N("Notices in the language {language} cannot be checked."), _N("Choose one of these languages: {known}."),
                      language=language, known=", ".join(languages()))
    told = _toml(f"{code}.toml")
    months, counting = tuple(told.pop("months")), tuple(told.pop("counting"))
    del told["places"]
    return Words(code, {name: re.compile(pattern) for name, pattern in told.items()}, months, counting)


@cache
def _places(language: str) -> tuple[tuple[str, str], ...]:
    """Countries and their names in this language: the usual ones, and those that notices use beside them."""
    beside = ((code, name) for code, names in _toml(f"{language}.toml")["places"].items() for name in names)
    usual = ((code, fold(name)) for code, name in Locale.parse(language).territories.items()
             if len(code) == 2 and code.isalpha() and len(name) >= _SHORT and code not in _EVERYWHERE)
    return (*beside, *usual)


@cache
def _told() -> dict[str, Any]:
    told = _toml("facts.toml")
    return {
        "acts": {country: re.compile("|".join(each for each in patterns if each)) for country, patterns in told["acts"].items()},
        "misnamed": {country: re.compile(pattern) for country, pattern in told["misnamed"].items()},
        "accounting": {country: tuple(years) for country, years in told["accounting"].items()},
        "accounting_act": {country: re.compile(rf"\b{pattern}") for country, pattern in told["accounting_act"].items()},
        "dates": {country: frozenset(map(date.fromisoformat, listed)) for country, listed in told["dates"].items()},
        "titles": {language: frozenset(titles) for language, titles in _toml("acts.toml").items()},
        "lands": {land: tuple(codes) for land, codes in told["lands"].items()},
        "other_bodies": {country: re.compile(pattern) for country, pattern in told["other_bodies"].items()},
        "former": {country: re.compile(pattern) for country, pattern in told["former"].items()},
        "declined": {language: tuple(tuple((re.compile(pattern), instead) for pattern, instead in changes) for changes in readings)
                     for language, readings in told["declined"].items()},
        "lists": {name: re.compile(pattern) for name, pattern in told["lists"].items()},
    }


@cache
def glossary() -> Mapping[str, Mapping[str, Mapping[str, re.Pattern[str]]]]:
    """Look-alike words: by rule, meaning and language."""
    return {rule: {meaning: {language: re.compile(pattern) for language, pattern in words.items()} for meaning, words in meanings.items()}
            for rule, meanings in _toml("facts.toml")["glossary"].items()}


def knowledge(language: str, today: date) -> Knowledge:
    code = words(language).language
    return Knowledge(names=_names(), authorities=authorities.authorities(), places={code: _places(code)}, today=today, **_told())


@cache
def _names() -> Any:
    return read_names(authorities.authorities(), authorities.countries())
