"""Days as people type them, in the order of their language."""
from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from alektum_desk.base import language
from alektum_desk.domain.errors import _N, Refused

# English here is British: day, month, year; in all eight languages the day comes first, Swedish also writes 2026-11-24.
_NUMBERS = re.compile(r"(\d{1,4})[.\-/ ]+(\d{1,2})(?:[.\-/ ]+(\d{1,4}))?\.?")
_WORDS = re.compile(r"(\d{1,2})\.?(?:\s+de)?\s+([^\W\d_]+)\.?(?:\s+(\d{2,4}))?")


def read_day(typed: str, today: date) -> date | None:
    """None for nothing; the coming years are never guessed: two digits are this century, no year is this year."""
    words = " ".join(typed.split()).lower()
    if not words:
        return None
    if found := re.fullmatch(r"(\d{4})[.\-/ ](\d{1,2})[.\-/ ](\d{1,2})", words):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(words):
        if len(found[1]) > 2:
            raise _unreadable(today)
        return _day(_year(found[3], today), int(found[2]), int(found[1]))
    if found := _WORDS.fullmatch(words):
        month = _months(language.current()).get(found[2])
        if month is None:
            raise Refused(_N("There is no month of that name."), _N("Write the day as {example}."), field="day",
                          example=language.day(today, "short"))
        return _day(_year(found[3], today), month, int(found[1]))
    raise _unreadable(today)


def _unreadable(today: date) -> Refused:
    return Refused(_N("This is not a day."), _N("Write the day as {example}."), field="day", example=language.day(today, "short"))


def _year(typed: str | None, today: date) -> int:
    if not typed:
        return today.year
    return int(typed) + today.year // 100 * 100 if len(typed) <= 2 else int(typed)


def _day(year: int, month: int, number: int) -> date:
    if not 1 <= month <= 12:
        raise Refused(_N("There is no month {month}."), _N("Months go from 1 to 12; the day comes first."), field="day", month=month)
    if not 1900 <= year <= 2200:
        raise Refused(_N("The year {year} is out of reach."), _N("Write the year with four figures."), field="day", year=year)
    try:
        return date(year, month, number)
    except ValueError:
        raise Refused(_N("That month has no day {number}."), _N("Look at the day again."), field="day", number=number) from None


@lru_cache
def _months(code: str) -> dict[str, int]:
    """Every way the language writes its months, and English and numbers' safe ways too."""
    from babel import Locale
    from babel.dates import get_month_names
    found: dict[str, int] = {}
    for locale in (Locale.parse("en_GB"), Locale.parse({"en": "en_GB"}.get(code, code))):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in get_month_names(width, context, locale).items():
                    found[name.lower().rstrip(".")] = number
                    if len(name) > 3:
                        found.setdefault(name.lower()[:3], number)
    return found
