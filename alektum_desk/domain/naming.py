"""Whom a text names: authorities by name and by address. A name alone decides nothing; several share one."""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from alektum_desk.domain.authorities import Authority, Country

_WORD = re.compile(r"[^\W_]+")
_SHORT = 6          # a street shorter than this proves nothing ("Pf. 9.")
_GONE = " | "       # in place of a name that was read, so that no shorter one is read inside it


@dataclass(frozen=True, slots=True)
class Names:
    """Everything an authority may be called by, longest first, and everything it may be found at."""

    names: tuple[tuple[str, tuple[str, ...]], ...]
    initials: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
    former: tuple[tuple[str, str], ...]                 # a name that is no longer right, and whose it was
    streets: tuple[tuple[str, tuple[str, ...]], ...]
    whereabouts: Mapping[str, tuple[str, ...]]          # towns and countries of each authority


@dataclass(frozen=True, slots=True)
class Named:
    by_name: tuple[str, ...] = ()
    by_address: tuple[str, ...] = ()
    near: tuple[str, ...] = ()          # of those by name, the ones whose town or country stands in the text
    outdated: bool = False


def plain(text: str) -> str:
    """Lower case, no accents, single spaces around words: ` drukpersstraat 35 `."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return f" {' '.join(_WORD.findall(bare))} "


def _is_initials(name: str) -> bool:
    letters = re.sub(r"[^\w]", "", name)
    return " " not in name and letters.upper() == letters and len(letters) > 1


def _called(each: Authority) -> Iterator[str]:
    yield from each.names.values()
    yield each.name_en
    yield from each.also_called
    yield from each.former_names
    if each.abbreviation:
        yield from each.abbreviation.split(" / ")


def _streets(each: Authority) -> Iterator[tuple[str, str]]:
    """Each street with the country its post goes to."""
    for address in (each.address, *each.variants.values()):
        if address:
            yield from ((line, address.country) for line in address.street)
    for text in (each.visiting, *each.superseded):
        if text:
            yield text.split(",")[0], each.country


def _order(ids: set[str], authorities: Mapping[str, Authority]) -> tuple[str, ...]:
    """Members of the board first: of three Datatilsynet, Greenland's comes last."""
    return tuple(sorted(ids, key=lambda key: (not authorities[key].edpb_member, key)))


def read_names(authorities: Mapping[str, Authority], countries: Mapping[str, Country]) -> Names:
    names: dict[str, set[str]] = {}
    initials: dict[str, set[str]] = {}
    streets: dict[str, dict[str, str]] = {}
    for each in authorities.values():
        for name in _called(each):
            if _is_initials(name):
                initials.setdefault(name, set()).add(each.id)
            else:
                names.setdefault(plain(name), set()).add(each.id)
        for street, country in _streets(each):
            words = plain(street)
            if len(words) > _SHORT and any(c.isdigit() for c in words):
                streets.setdefault(words, {})[each.id] = country
    return Names(
        names=tuple((name, _order(ids, authorities)) for name, ids in sorted(names.items(), key=lambda n: -len(n[0]))),
        initials=tuple((re.compile(rf"(?<!\w){re.escape(name)}(?!\w)"), _order(ids, authorities))
                       for name, ids in sorted(initials.items(), key=lambda n: -len(n[0]))),
        former=tuple((name if _is_initials(name) else plain(name), each.id)
                     for each in authorities.values() for name in each.former_names),
        streets=tuple((street, _at_home(ids, authorities)) for street, ids in streets.items()),
        whereabouts={each.id: tuple(_whereabouts(each, countries)) for each in authorities.values()})


def _at_home(ids: Mapping[str, str], authorities: Mapping[str, Authority]) -> tuple[str, ...]:
    """Where two share a house, the one whose country the house stands in."""
    home = {key for key, country in ids.items() if authorities[key].country == country}
    return _order(home or set(ids), authorities)


def _whereabouts(each: Authority, countries: Mapping[str, Country]) -> Iterator[str]:
    for address in (each.address, *each.variants.values()):
        if address and address.city and each.country == address.country:
            yield plain(address.city)
    if each.country in countries:
        yield from map(plain, countries[each.country].names)


def who(text: str, names: Names) -> Named:
    """Whom `text` names, by name and by address, each in a fixed order."""
    words, raw = plain(text), text
    by_address = _first(ids for street, ids in names.streets if street in words)
    found: list[str] = []
    outdated = False
    for name, ids in names.names:
        if name in words:
            words = words.replace(name, _GONE)
            found += [key for key in ids if key not in found]
            outdated = outdated or any(name == old and key in ids for old, key in names.former)
    for pattern, ids in names.initials:
        if pattern.search(raw):
            found += [key for key in ids if key not in found]
            outdated = outdated or any(pattern.fullmatch(old) for old, _ in names.former)
    near = tuple(key for key in found if any(place in words for place in names.whereabouts[key]))
    return Named(tuple(found), by_address, near, outdated)


def _first(groups: Iterator[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for ids in groups for key in ids))
