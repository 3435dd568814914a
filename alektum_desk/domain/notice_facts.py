"""What the notice check knows besides words: authorities, acts, periods and dates by country."""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from alektum_desk.domain.authorities import Authority
from alektum_desk.domain.naming import Names
from alektum_desk.domain.notice_text import Text

Pattern = re.Pattern[str]
_ABBREVIATION = 4        # so short a name begins other words too


@cache
def _place(name: str, declined: bool) -> Pattern:
    """A name of a country, and its genitive; where names are declined, with whatever ending unless they are short."""
    bare = name.strip()
    return re.compile(rf"(?<![\w-]){re.escape(bare)}" + ("" if declined and len(bare) > _ABBREVIATION else r"(?:s|n|ns)?(?![^\W\d_])"))


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """`places` are the names of countries in the language of the notice, with their codes; `declined` says what to put in place of what.

    A name of an authority that a sentence has declined is found so, reading by reading.
    """

    names: Names
    authorities: Mapping[str, Authority]
    acts: Mapping[str, Pattern]
    misnamed: Mapping[str, Pattern]
    accounting: Mapping[str, tuple[int, ...]]
    accounting_act: Mapping[str, Pattern]
    dates: Mapping[str, frozenset[date]]
    former: Mapping[str, Pattern]
    other_bodies: Mapping[str, Pattern]
    lands: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, frozenset[str]]
    declined: Mapping[str, tuple[tuple[tuple[Pattern, str], ...], ...]]
    lists: Mapping[str, Pattern]
    places: Mapping[str, tuple[tuple[str, str], ...]]
    today: date

    def competent(self, country: str) -> frozenset[str]:
        return frozenset(each.id for each in self.authorities.values() if each.country == country)

    def abroad(self, text: str, notice: Text) -> bool:
        """A country other than that of the notice is named."""
        declined = notice.words.language == "fi"
        names = self.places.get(notice.words.language, ())
        return any(name in text and _place(name, declined).search(text) for code, name in names if code != notice.country)

    def speaks_of(self, words: str, country: str, notice: Text) -> bool:
        """A country is named in them."""
        declined = notice.words.language == "fi"
        return any(_place(name, declined).search(words) for code, name in self.places.get(notice.words.language, ()) if code == country and name in words)

    def unsafe(self, text: str, notice: Text, countries: frozenset[str]) -> tuple[int, str] | None:
        """Where one of the countries outside the EEA stands, and its name."""
        hits = (_place(name, notice.words.language == "fi").search(text) for code, name in self.places.get(notice.words.language, ())
                if code in countries and code != notice.country)
        return min(((hit.start(), hit.group()) for hit in hits if hit), default=None)

    def at_home(self, notice: Text, words: str = "") -> bool:
        """The country of the notice is named in it, or in some words of it."""
        return any(name in (words or notice.whole) for code, name in self.places.get(notice.words.language, ()) if code == notice.country)


# Where those who work for European organisations sit, outside the European Economic Area and without a decision on adequacy for all.
RISKY = frozenset({"US", "IN", "CN", "PH", "UA", "RS", "TR", "MX", "ZA", "AU", "SG", "HK", "VN", "MY", "EG", "MA", "TN", "MG", "MU",
                   "RU", "BY", "BA", "MK", "MD", "AL", "CO", "CR", "AE", "PK", "BD", "LK", "TH", "ID", "TW", "NG", "KE", "GE", "AM"})
# Held adequate, as a whole or in part: a notice says so.
ADEQUATE = frozenset({"GB", "CH", "JP", "KR", "NZ", "CA", "IL", "UY", "AR", "AD", "FO", "GG", "JE", "IM", "BR"})
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
LINK = re.compile(r"https?://|\bwww\.|\b[\w-]+\.(?:eu|com|org|net|be|nl|dk|no|se|fi|de|fr|uk|ie|lu|at)\b(?!\w)")
_DAY = r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d\b|(?:19|20)\d\d-\d\d-\d\d\b"
PHONE = re.compile(rf"(?:\+|\b00|\(0)\d[\d\s()./-]{{6,}}\d|\b(?!{_DAY})"
                   r"\d{2,4}(?:[\s./-]\d{2,4}){2,5}\b|\b\d{8,11}\b|\b\d{3,5}[\s/-]\d{5,8}\b")
_AFTER_MONTH = r"(?<![^\W\d]\s)(?<![./-])(?:19|20)\d\d|(?!(?:19|20)\d\d\b)\d{4,5}"        # no year of a date or an act
POST = re.compile(rf"\b(?:[a-z]{{1,2}}-)?(?:{_AFTER_MONTH})\s+[^\W\d]{{2,}}|\b(?:{_AFTER_MONTH})\s?[a-z]{{2}}\s+[^\W\d]{{2,}}|"
                  r"\b\d{3}\s\d{2}\s+[^\W\d]{2,}|"
                  r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b|\b[a-z]\d[\dw] ?[a-z\d]{4}\b|postboks|\bbox \d|postfach|\bpl \d|p\.?o\.? box")
FIGURE = re.compile(r"\d")


def reachable(text: str) -> bool:
    return bool(MAIL.search(text) or LINK.search(text) or PHONE.search(text) or POST.search(text))
