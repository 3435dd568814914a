"""A whole notice of one country from the register, in any interface language."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alektum_desk.base import language as languages
from alektum_desk.domain import notice_writing
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.notice_writing import House, Written
from alektum_desk.domain.notices import Field
from alektum_desk.domain.records import Activity, Life, Role
from alektum_desk.reference import notice_texts, offices
from alektum_desk.services import authority_paragraphs, authority_records, exports, notices, records

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk


def written(desk: Desk, country: str, language: str) -> Written:
    """Refused where the register knows no processing of the country that somebody stands for."""
    records.check_country(desk, country)
    wording = notice_texts.wording(language)
    activities = _activities(desk, country.upper())
    if not activities:
        raise Refused(_N("The register knows no processing in the country {country} of which a notice could speak."),
                      _N("Choose a country for which activities are recorded."), country=country.upper())
    return notice_writing.write(_house(desk, country.upper(), language, activities), activities, wording, languages.catalogue(language).gettext,
                                lambda code: languages.country(code, language))


def write(desk: Desk, country: str, language: str, to: Path) -> Written:
    """As text, one paragraph a line. The file is listed among the exports."""
    made = written(desk, country, language)
    exports.write(desk, "register", "notice.text", to, ("\n".join(made.lines) + "\n").encode())
    return made


def _activities(desk: Desk, country: str) -> tuple[Activity, ...]:
    """What a controller does there: neither drafts nor what was retired, nor what is decided not to be."""
    found = (records.shown(desk, each.id) for each in records.listed(desk, country=country, role=Role.CONTROLLER)
             if each.life not in {Life.DRAFT, Life.RETIRED})
    return tuple(each for each in found if each.of(Field.PURPOSE).statements or each.of(Field.PURPOSE).decision)


def _house(desk: Desk, country: str, language: str, activities: tuple[Activity, ...]) -> House:
    office = desk.office if desk.office.country == country else next((each for each in offices.offices().values() if each.country == country), None)
    named = [each.text for one in activities for each in notice_writing.holding(one.of(Field.ENTITY))]
    company = office.name if office else next(iter(named), "")
    said = [each for each in notices.listed(desk) if each.country == country and each.ours]
    told = [one for each in said for one in notices.shown(desk, each.id).of(Field.CONTACT)]
    contacts, officer = (dict.fromkeys(one.text for one in told if one.code == code) for code in ("email", "officer"))
    reach = [each for each in (office.email if office else None, office.phone if office else None) if each]
    paragraph = authority_paragraphs.for_country(country, None, language, desk.today(), world=authority_records.world(desk))
    return House(company, ", ".join(office.address) if office else "", tuple(dict.fromkeys((*reach, *contacts))), tuple(officer),
                 languages.country(country, language), languages.day(desk.today(), "long", language), paragraph.text)
