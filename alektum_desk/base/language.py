"""The language at hand: sentences from the catalogue; dates, numbers and countries from babel, read when first needed."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from typing import TYPE_CHECKING, Literal

from alektum_desk.base import paths
from alektum_desk.domain.errors import _N, DeskError, SystemLacks, Unusable

if TYPE_CHECKING:
    from babel import Locale

Length = Literal["full", "long", "medium", "short"]
LANGUAGES = ("en", "fr", "nl", "de", "da", "nb", "sv", "fi")
_chosen = "en"


@lru_cache
def catalogue(code: str) -> NullTranslations:
    """The texts of one language; English needs none. FileNotFoundError where the catalogues were not compiled."""
    if code == "en":
        return NullTranslations()
    with (paths.translations() / f"{code}.mo").open("rb") as file:
        return GNUTranslations(file)


def use(code: str) -> None:
    global _chosen
    if code not in LANGUAGES:
        raise Unusable(_N("There is no language {code} in this program."), _N("Choose one of: {languages}."),
                       code=code, languages=", ".join(LANGUAGES))
    try:
        catalogue(code)
    except FileNotFoundError as why:    # a checkout that nobody set up; it is said in the language before
        raise SystemLacks(_N("This copy of the program was not set up: the texts of the language {code} are missing."),
                          _N("Run ./desk run once, or python packaging/catalogues.py compile."), code=code) from why
    _chosen = code


def current() -> str:
    return _chosen


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """For what is written in another language than the screen's."""
    global _chosen
    before = _chosen
    use(code)
    try:
        yield
    finally:
        _chosen = before


def _(text: str) -> str:
    return catalogue(_chosen).gettext(text) if text else ""


def ngettext(one: str, many: str, number: int) -> str:
    return catalogue(_chosen).ngettext(one, many, number).format(number=number)


def pgettext(context: str, text: str) -> str:
    """Where one English word is two in another language."""
    return catalogue(_chosen).pgettext(context, text)


def sentence(error: DeskError) -> str:
    return _(error.sentence).format(**error.fields)


def hint(error: DeskError) -> str:
    return _(error.hint).format(**error.fields)


def preferred(environment_locale: str | None) -> str:
    """The interface language for a locale such as nl_BE.UTF-8; English when we do not speak it."""
    code = (environment_locale or "en").split("_")[0].split(".")[0].lower()
    code = {"no": "nb", "nn": "nb"}.get(code, code)
    return code if code in LANGUAGES else "en"


def _locale(code: str | None = None) -> Locale:
    from babel import Locale
    return Locale.parse({"en": "en_GB"}.get(code or _chosen, code or _chosen))


def day(value: date, style: Length = "long", language: str | None = None) -> str:
    from babel.dates import format_date
    return format_date(value, style, locale=_locale(language))


def short_day(value: date) -> str:
    """Day and month, where the year is plain."""
    from babel.dates import format_skeleton
    return str(format_skeleton("MMMd", value, locale=_locale()))


def month(value: date) -> str:
    """As "November 2026"."""
    from babel.dates import format_skeleton
    return str(format_skeleton("yMMMM", value, locale=_locale()))


def moment(value: datetime, style: Length = "medium") -> str:
    """Day (in `style`) and hour with minutes, as the clock of `value`'s own zone shows them."""
    from babel.dates import format_date
    joined = str(_locale().datetime_formats[style]).replace("'", "")
    return joined.replace("{0}", clock(value)).replace("{1}", format_date(value, style, locale=_locale()))


def clock(value: datetime) -> str:
    from babel.dates import format_time
    return format_time(value, "short", tzinfo=value.tzinfo, locale=_locale()) if value.tzinfo else (
        format_time(value, "short", locale=_locale()))


def weekday_letter(value: date) -> str:
    """M, T, W ... for the foot of a small chart."""
    from babel.dates import format_date
    return format_date(value, "ccccc", locale=_locale())


def number(value: float) -> str:
    from babel.numbers import format_decimal
    return format_decimal(value, locale=_locale())


def country(code: str, language: str | None = None) -> str:
    """The country's name; the code itself where babel knows none."""
    return str(_locale(language).territories.get(code, code))


_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})           # of CLDR: unions, outliers, pseudo-codes and the unknown region


def is_country(code: str) -> bool:
    """Whether the two capital letters are those of a country."""
    return len(code) == 2 and code not in _NO_COUNTRIES and country(code, "en") != code


def tongue(code: str) -> str:
    """A language's name in the language at hand."""
    return str(_locale().languages.get(code, code))


def language_name(code: str) -> str:
    """In its own words, as people look for it in a list."""
    from babel import Locale, UnknownLocaleError
    try:
        return (Locale.parse(code).get_display_name() or code).capitalize()
    except (UnknownLocaleError, ValueError):
        return code
