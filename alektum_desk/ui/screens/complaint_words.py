"""What the choices of a complaint are called on the screen."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.authorities import Authority, Basis, Filer, Sector
from alektum_desk.domain.complaints import PROVISIONS, REMEDIES, Channel, Kept, Letter, State
from alektum_desk.domain.errors import _N
from alektum_desk.reference import authorities, countries, letters
from alektum_desk.ui.widgets.chips import Chip

Key = TypeVar("Key", bound=StrEnum)
Options = Sequence[tuple[str, str]]

LETTERS: Mapping[Letter, str] = {
    Letter.ASSIST: _N("A complaint that the person signs"),
    Letter.FORWARD: _N("Forward a complaint that reached us"),
    Letter.REPORT: _N("Report another party to the authority"),
    Letter.ANSWER: _N("Answer a letter of the authority"),
    Letter.OWN_GROUP: _N("A complaint against our own group"),
}
WHAT_FOR: Mapping[Letter, str] = {
    Letter.ASSIST: _N("The person signs and sends it. Nothing of this office stands in it."),
    Letter.FORWARD: _N("We hand it on, with the person's consent and under our own reference."),
    Letter.REPORT: _N("We write in our own name. It is no complaint under Art. 77 GDPR."),
    Letter.ANSWER: _N("We write in our own name, under our own reference."),
    Letter.OWN_GROUP: _N("The person signs and sends it. It is kept here behind a wall: only those whom you name see it."),
}
SHORT_LETTERS: Mapping[Letter, str] = {
    Letter.ASSIST: _N("Complaint"), Letter.FORWARD: _N("Forwarded complaint"), Letter.REPORT: _N("Report"),
    Letter.ANSWER: _N("Answer"), Letter.OWN_GROUP: _N("Complaint against our own group"),
}
FILERS: Mapping[Filer, str] = {
    Filer.DATA_SUBJECT: _N("The person"),
    Filer.REPRESENTATIVE: _N("Somebody who acts for the person"),
    Filer.BODY: _N("An organisation with a mandate, Art. 80(1) GDPR"),
    Filer.BODY_OWN_INITIATIVE: _N("An organisation of its own accord, Art. 80(2) GDPR"),
}
SECTORS: Mapping[Sector, str] = {
    Sector.PRIVATE: _N("A company or an association"),
    Sector.PUBLIC: _N("A public body"),
    Sector.PUBLIC_REGIONAL: _N("A public body of a region, a canton or a municipality"),
    Sector.PUBLIC_FEDERAL: _N("A public body of the whole state"),
    Sector.TELECOM: _N("A telecommunications company"),
    Sector.POST: _N("A postal company"),
    Sector.EU_INSTITUTION: _N("An institution of the European Union"),
}
BASES: Mapping[Basis, str] = {
    Basis.RESIDENCE: _N("Where the person lives"),
    Basis.WORKPLACE: _N("Where the person works"),
    Basis.INFRINGEMENT: _N("Where it happened"),
    Basis.CONTROLLER: _N("Where the controller is established"),
}
CHOSEN: Mapping[Basis, str] = {
    Basis.RESIDENCE: _N("Chosen because the person lives there"),
    Basis.WORKPLACE: _N("Chosen because the person works there"),
    Basis.INFRINGEMENT: _N("Chosen because it happened there"),
    Basis.CONTROLLER: _N("Chosen because of the controller"),
    Basis.CONTROLLER_REGION: _N("Chosen because of the region of the controller"),
    Basis.NOTICE_ADDRESS: _N("Chosen because of the address in the notice"),
}
CHANNELS: Mapping[Channel, str] = {
    Channel.LETTER: _N("By letter"), Channel.EMAIL: _N("By e-mail"), Channel.PHONE: _N("By telephone"), Channel.FORM: _N("Through a web form"),
    Channel.PORTAL: _N("Through a customer portal"), Channel.IN_PERSON: _N("In person"), Channel.OTHER: _N("By other means"),
}
STATES: Mapping[State, Chip] = {State.ISSUED: Chip(_N("Issued"), "info", "letter"), State.CLOSED: Chip(_N("Closed"), "plain", "check"),
                                State.ERASED: Chip(_N("Erased"), "plain", "forget")}

# Regions in the words of the people who live there: names, which no catalogue translates.
REGIONS: Mapping[str, Mapping[str, str]] = {
    "BE": {"BE-VAN": "Antwerpen", "BE-VLI": "Limburg", "BE-VOV": "Oost-Vlaanderen", "BE-VBR": "Vlaams-Brabant", "BE-VWV": "West-Vlaanderen",
           "BE-BRU": "Bruxelles · Brussel", "BE-WBR": "Brabant wallon", "BE-WHT": "Hainaut", "BE-WLG": "Liège · Lüttich",
           "BE-WLX": "Luxembourg", "BE-WNA": "Namur"},
    "DE": {"DE-BW": "Baden-Württemberg", "DE-BY": "Bayern", "DE-BE": "Berlin", "DE-BB": "Brandenburg", "DE-HB": "Bremen", "DE-HH": "Hamburg",
           "DE-HE": "Hessen", "DE-MV": "Mecklenburg-Vorpommern", "DE-NI": "Niedersachsen", "DE-NW": "Nordrhein-Westfalen",
           "DE-RP": "Rheinland-Pfalz", "DE-SL": "Saarland", "DE-SN": "Sachsen", "DE-ST": "Sachsen-Anhalt", "DE-SH": "Schleswig-Holstein",
           "DE-TH": "Thüringen"},
    "ES": {"ES-AN": "Andalucía", "ES-AR": "Aragón", "ES-AS": "Asturias", "ES-CB": "Cantabria", "ES-CL": "Castilla y León",
           "ES-CM": "Castilla-La Mancha", "ES-CT": "Catalunya", "ES-CE": "Ceuta", "ES-VC": "Comunitat Valenciana", "ES-PV": "Euskadi",
           "ES-EX": "Extremadura", "ES-GA": "Galicia", "ES-IB": "Illes Balears", "ES-CN": "Canarias", "ES-RI": "La Rioja", "ES-MD": "Madrid",
           "ES-ML": "Melilla", "ES-MC": "Murcia", "ES-NC": "Navarra"},
    "FI": {"FI-01": "Åland"},
}


def options(words: Mapping[Key, str]) -> Options:
    return [(str(key), _(each)) for key, each in words.items()]


def country_options() -> Options:
    """Those with an authority that is known here first, each part by name."""
    known = authorities.countries()
    named = sorted((language.country(code).casefold(), code) for code in countries.codes())
    here = [(code, language.country(code)) for _name, code in named if code in known]
    others = [(code, language.country(code)) for _name, code in named if code not in known]
    return [("", _("Not stated")), *here, *others]


def region_options(country: str) -> Options:
    """Empty where the region decides nothing."""
    regions = REGIONS.get(country, {})
    return [("", _("Not stated")), *regions.items()] if regions else []


def language_options(first: str) -> Options:
    """Every language in which a letter can be written, after the words for leaving it to the rules."""
    return [("", first), *sorted(((code, language.language_name(code)) for code in letters.languages()), key=lambda pair: pair[1].casefold())]


def provision_options() -> Options:
    words = letters.words(language.current())
    return [(each, _("Art. {article}: {right}").format(article=each, right=words.right(each))) for each in PROVISIONS]


def remedy_options() -> Options:
    words = letters.words(language.current())
    return [(each, _begun(words.remedy[each])) for each in REMEDIES]


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


# -- a kept letter

def number_words(kept: Kept) -> str:
    return kept.number or _("The person's own letter")


def country_words(kept: Kept) -> str:
    return language.country(kept.country) if kept.country else ""


def authority_words(kept: Kept) -> str:
    return name_of(kept.authority) if kept.authority else ""


def name_of(key: str) -> str:
    """An authority in the language at hand: its own name for it where it has one."""
    found: Authority | None = authorities.authorities().get(key)
    if found is None:
        return key
    code = language.current()
    return found.name_en if code == "en" and code not in found.names else found.name(code)


def state_chip(kept: Kept) -> Chip:
    if not kept.is_open:
        return Chip(_("Walled"), "plain", "lock")
    if kept.held_because and kept.state is State.CLOSED:
        return Chip(_("On hold"), "warn", "lock")
    chip = STATES[kept.state]
    return Chip(_(chip.words), chip.tone, chip.icon)
