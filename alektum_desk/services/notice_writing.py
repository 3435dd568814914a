"""A whole notice of one country from the register, in any interface language."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from alektum_desk.base import language as languages, paths
from alektum_desk.domain import notice_writing
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.notice_writing import House, Written
from alektum_desk.domain.notices import Field
from alektum_desk.domain.records import Activity, Life, Role
from alektum_desk.reference import notice_texts, offices, register
from alektum_desk.services import authority_paragraphs, authority_records, controllers, exports, records, terms

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

_WORD = re.compile(r"[^\W\d_]{2,}")
_STRAY = 10                               # a word used so many times less than in another language is quoted from there
_ALIKE = frozenset({"da", "nb"})          # single words do not tell them apart


def written(desk: Desk, country: str, language: str, region: str | None = None) -> Written:
    """Refused where the register knows no processing of the country that somebody stands for. A `region` as "DE-HH" names the
    authority where a country has several; without it that stays open.
    """
    records.check_country(desk, country)
    wording = notice_texts.wording(language)
    activities = _activities(desk, country.upper())
    if not activities:
        raise Refused(_N("The register knows no processing in the country {country} of which a notice could speak."),
                      _N("Only activities of a controller that have a purpose count, and no drafts: send them for review first, or choose another country."), country=country.upper())
    return notice_writing.write(_house(desk, country.upper(), language, activities, region), activities, wording, terms.sayer(language), _foreign(language),
                                lambda code: languages.country(code, language), register.renamed())


def write(desk: Desk, country: str, language: str, to: Path, region: str | None = None) -> Written:
    """As text, one paragraph a line. The file is listed among the exports."""
    made = written(desk, country, language, region)
    exports.write(desk, "register", "notice.text", to, ("\n".join(made.lines) + "\n").encode())
    return made


def _activities(desk: Desk, country: str) -> tuple[Activity, ...]:
    """What a controller does there: neither drafts nor what was retired, nor what is decided not to be."""
    found = (records.shown(desk, each.id) for each in records.listed(desk, country=country, role=Role.CONTROLLER)
             if each.life not in {Life.DRAFT, Life.RETIRED})
    return tuple(each for each in found if each.of(Field.PURPOSE).statements or each.of(Field.PURPOSE).decision)


def _house(desk: Desk, country: str, language: str, activities: tuple[Activity, ...], region: str | None) -> House:
    controller = controllers.of(desk, country, language)
    decided = (each.text for one in activities if one.of(Field.ENTITY).decision for each in notice_writing.holding(one.of(Field.ENTITY)))
    named = (each.text for one in activities for each in notice_writing.holding(one.of(Field.ENTITY)))
    company = next(decided, "")
    own = company in {"", controller.company}
    ours = controller.company if not _is_group(controller.company) else ""
    return House(company or ours or next((each for each in named if not _is_group(each)), ""), controller.address if own else "", controller.contacts, controller.officer,
                 languages.country(country, language), languages.day(desk.today(), "long", language), _complaint(desk, country, region, language))


def _foreign(language: str) -> Callable[[str], bool]:
    """By the words of our own catalogues, which say the same in each language: another one knows more than twice as many of them.
    Capitals all through are a name's.
    """
    def says(text: str) -> bool:
        words = _WORD.findall(text)
        if len(words) > 1 and all(each[0].isupper() for each in words):
            return False
        often = [{code: _vocabulary(code)[each.casefold()] for code in languages.LANGUAGES} for each in words]
        known = {code: sum(each[code] * _STRAY > max(each.values()) for each in often) for code in languages.LANGUAGES}
        return max(known[code] for code in known if not {code, language} <= _ALIKE) > 2 * known[language]
    return says


@cache
def _vocabulary(code: str) -> Counter[str]:
    """How often each word is used. English is what every catalogue translates."""
    from babel.messages.mofile import read_mo
    with (paths.translations() / f"{'fr' if code == 'en' else code}.mo").open("rb") as file:
        texts = [each.id if code == "en" else each.string or "" for each in read_mo(file) if each.id]
    return Counter(word.casefold() for each in texts for text in ([each] if isinstance(each, str) else each) for word in _WORD.findall(text))


def _is_group(name: str) -> bool:
    """Offices of several countries bear it, so it is no legal entity."""
    return len({each.country for each in offices.offices().values() if each.name == name}) > 1


def _complaint(desk: Desk, country: str, region: str | None, language: str) -> str:
    """Empty where no authority follows, as in Germany without a region."""
    try:
        return authority_paragraphs.for_country(country, region, language, desk.today(), world=authority_records.world(desk)).text
    except Refused:
        if region:
            raise
        return ""
