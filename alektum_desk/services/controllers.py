"""Who stands for the processing in a country, and how they and their data protection officer are reached (Art. 13(1)(a) and (b), 30(1)(a))."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alektum_desk.domain.notices import Field
from alektum_desk.reference import offices
from alektum_desk.services import notices

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Controller:
    """`company` and `address` are empty for a country without an office of the group; `officer` where no notice says it."""

    company: str
    address: str
    contacts: tuple[str, ...]
    officer: tuple[str, ...]


def of(desk: Desk, country: str, language: str = "") -> Controller:
    """`language`: of the text that names the address; else as the office itself writes it."""
    office = desk.office if desk.office.country == country else next((each for each in offices.offices().values() if each.country == country), None)
    said = [each for each in notices.listed(desk) if each.country == country and each.ours]
    told = [one for each in said for one in notices.shown(desk, each.id).of(Field.CONTACT)]
    contacts, officer = (dict.fromkeys(one.text for one in told if one.code == code) for code in ("email", "officer"))
    reach = [each for each in (office.email if office else None, office.phone if office else None) if each]
    return Controller(office.name if office else "", ", ".join(office.address_in(language)) if office else "",
                      tuple(dict.fromkeys((*reach, *contacts))), tuple(officer))
