"""Which authority hears a complaint: rules R1 to R7. Codes decide, names never; every answer says why, with the article."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from alektum_desk.domain import admissibility
from alektum_desk.domain.authorities import (
    BLOCKING,
    Authority,
    Basis,
    Caution,
    Country,
    Place,
    Regime,
    Route,
    RouteInput,
    Said,
    Scope,
    Sector,
)
from alektum_desk.domain.errors import _N
from alektum_desk.domain.naming import Named, Names, read_names, who

UNDETERMINED = "undetermined"
INSTITUTIONS = "EU"                     # stands for the Union where a country is asked
_CARRIERS = frozenset({Sector.TELECOM, Sector.POST})    # the federal authority's, wherever they are established


@dataclass(frozen=True, slots=True)
class Atlas:
    """What is known of the world: made once by `atlas`, used by every route."""

    authorities: Mapping[str, Authority]
    countries: Mapping[str, Country]
    by_country: Mapping[str, tuple[Authority, ...]]
    names: Names

    def is_eea(self, place: Place | None) -> bool:
        return place is not None and place.country in self.countries and self.countries[place.country].eea

    def has_own_law(self, place: Place | None) -> bool:
        return place is not None and place.country in self.countries and self.countries[place.country].own_law


def atlas(authorities: Mapping[str, Authority], countries: Mapping[str, Country]) -> Atlas:
    by_country: dict[str, list[Authority]] = {}
    for each in authorities.values():
        by_country.setdefault(each.country, []).append(each)
    return Atlas(authorities, countries, {code: tuple(rows) for code, rows in by_country.items()},
                 read_names(authorities, countries))


@dataclass(frozen=True, slots=True)
class _Found:
    """An authority, or the ones to ask about."""

    authority: Authority | None = None
    basis: Basis | None = None
    place: Place | None = None
    candidates: tuple[str, ...] = ()
    reasons: tuple[Said, ...] = ()
    cautions: frozenset[Caution] = field(default_factory=frozenset)


def route(case: RouteInput, world: Atlas) -> Route:
    named = who(case.authority_named_in_notice, world.names) if case.authority_named_in_notice else None
    found = _find(case, world)
    if found.authority is None and not found.candidates and named:
        found = _by_notice(named, found, world)
    if found.authority is None:
        return Route(None, None, UNDETERMINED, candidates=found.candidates, warnings=tuple(sorted(found.cautions)),
                     must_show=admissibility.must_show(None, set(found.cautions)), reasons=found.reasons)
    return _answer(found, found.authority, case, world, named)


def _answer(found: _Found, authority: Authority, case: RouteInput, world: Atlas, named: Named | None) -> Route:
    alternatives = _alternatives(authority, case, world)
    lead = _lead(authority, case, world)
    language = admissibility.letter_language(authority, case.language_preference, found.place)
    offered = admissibility.channels(authority, case, language)
    verdicts = admissibility.attachment_verdicts(authority, case, offered)
    doubts = _doubts(named, {authority.id, *alternatives, *((lead.authority.id,) if lead.authority else ())}, case, world)
    cautions = {*found.cautions, *lead.cautions, *(doubts.cautions if doubts else ()),
                *admissibility.cautions(authority, case, language, offered, verdicts)}
    cross_border = _is_cross_border(authority, case, world)
    reasons = (*found.reasons, *lead.reasons, *(doubts.reasons if doubts else ()),
               *admissibility.explained(authority, case, cautions))
    if cross_border and case.on >= admissibility.CROSS_BORDER_RULES_FROM:
        reasons += (Said(_N("Art. 4(1) Regulation (EU) 2025/2518: a cross-border complaint needs these items and no more.")),)
    return Route(
        authority=authority.id, basis=found.basis, kind=admissibility.kind(authority, case), alternatives=alternatives,
        candidates=found.candidates, lead_authority=lead.authority.id if lead.authority else None,
        letter_language=language, address_variant=admissibility.variant(authority, language),
        destination_country=authority.address.country if authority.address else authority.country,
        channels_offered=offered,
        mandatory_fields=admissibility.mandatory_fields(authority, case, cross_border=cross_border),
        attachments=verdicts, warnings=tuple(sorted(cautions)), export_allowed=not cautions & BLOCKING,
        must_show=admissibility.must_show(authority, cautions), reasons=reasons)


# -- the search

def _find(case: RouteInput, world: Atlas) -> _Found:
    """R1, then the choice of R5, then R2, then the order of R6; R3 and R4 inside the country that was found."""
    establishment, sector = case.controller.establishment, case.controller.sector
    if sector is Sector.EU_INSTITUTION or (establishment and establishment.country == INSTITUTIONS):
        return _institutions(world)
    places = _places(case)
    passed: tuple[Said, ...] = ()
    wanted = case.basis_preference
    if wanted:
        if world.is_eea(chosen := places.get(wanted)) and chosen:
            found = _in_country(chosen, wanted, case, world)
            return replace(found, reasons=(Said(_N("Art. 77(1) GDPR leaves the choice of place to the complainant.")),
                                           *found.reasons))
        passed = (Said(_N("The place that was chosen does not lie in the EEA (Art. 77(1) GDPR): the next one decides.")),)
    if _under_own_law(case, world) and establishment:
        return _prefixed(passed, _own_law(establishment, case, world))
    return _prefixed(passed, _in_order(places, case, world))


def _in_order(places: Mapping[Basis, Place | None], case: RouteInput, world: Atlas) -> _Found:
    """R6: the first of residence, workplace, place of infringement and controller that lies in the EEA."""
    passed: tuple[Said, ...] = ()
    for basis, place in places.items():
        if place is None:
            continue
        if world.is_eea(place):
            return _prefixed(passed, _in_country(place, basis, case, world))
        passed += (Said(_OUTSIDE[basis], {"country": place.country}),)
    for basis, place in places.items():
        if place is not None and world.has_own_law(place):
            return _prefixed(passed, replace(_own_law(place, case, world), basis=basis))
    return _Found(reasons=(*passed, Said(
        _N("Nothing ties the case to an authority (Art. 77(1) GDPR): say where the person lives, works or was wronged, or "
           "where the controller is established."))))


_OUTSIDE: Mapping[Basis, str] = {
    Basis.RESIDENCE: _N("The person lives in {country}, outside the EEA (Art. 77(1) GDPR): the next connecting factor decides."),
    Basis.WORKPLACE: _N("The person works in {country}, outside the EEA (Art. 77(1) GDPR): the next connecting factor decides."),
    Basis.INFRINGEMENT: _N("The infringement is placed in {country}, outside the EEA (Art. 77(1) GDPR): the next connecting "
                           "factor decides."),
    Basis.CONTROLLER: _N("The controller is established in {country}, outside the EEA (Art. 55(1) GDPR)."),
}
_WHY: Mapping[Basis, str] = {
    Basis.RESIDENCE: _N("Art. 77(1) GDPR: the person habitually lives in {country}."),
    Basis.WORKPLACE: _N("Art. 77(1) GDPR: the person works in {country}."),
    Basis.INFRINGEMENT: _N("Art. 77(1) GDPR: the alleged infringement took place in {country}."),
    Basis.CONTROLLER: _N("Art. 55(1) GDPR: the controller is established in {country}."),
}


def _prefixed(reasons: tuple[Said, ...], found: _Found) -> _Found:
    return replace(found, reasons=(*reasons, *found.reasons)) if reasons else found


def _places(case: RouteInput) -> dict[Basis, Place | None]:
    controller = case.controller
    return {Basis.RESIDENCE: case.residence, Basis.WORKPLACE: case.workplace, Basis.INFRINGEMENT: case.infringement,
            Basis.CONTROLLER: controller.establishment or controller.eu_main_establishment}


def _institutions(world: Atlas) -> _Found:
    found = next(each for each in world.authorities.values() if each.scope is Scope.INSTITUTIONS)
    return _Found(found, Basis.CONTROLLER, reasons=(
        Said(_N("Art. 63 Regulation (EU) 2018/1725: complaints about an institution, body or agency of the Union.")),))


def _under_own_law(case: RouteInput, world: Atlas) -> bool:
    """R2; a controller whose main establishment is in the EEA answers to the GDPR where the person is in the EEA."""
    controller = case.controller
    in_the_eea = any(world.is_eea(place) for place in (case.residence, case.workplace, case.infringement))
    return world.has_own_law(controller.establishment) and not (
        in_the_eea and world.is_eea(controller.eu_main_establishment) and not controller.no_eu_establishment)


def _own_law(place: Place, case: RouteInput, world: Atlas) -> _Found:
    authority = world.authorities[world.countries[place.country].default or ""]
    at_home = case.residence is not None and case.residence.country == place.country
    reasons: tuple[Said, ...] = (Said(
        _N("{country} has a data-protection law of its own, and Art. 77 GDPR does not apply: {law}."),
        {"country": place.country, "law": authority.law}),)
    if world.is_eea(case.residence):
        reasons += (Said(_N("Where the controller offers goods or services in the EEA, Art. 3(2) GDPR opens the way to the "
                            "alternatives too.")),)
    return _Found(authority, Basis.RESIDENCE if at_home else Basis.CONTROLLER, case.residence if at_home else place,
                  reasons=reasons)


def _in_country(place: Place, basis: Basis, case: RouteInput, world: Atlas) -> _Found:
    """The authority of one EEA state: its only one, a region's for its public bodies (R3), or a German one (R4)."""
    country = world.countries[place.country]
    home = _home_region(place.country, case)
    why = Said(_WHY[basis], {"country": place.country})
    if (regional := _regional_public(place.country, home, case, world)) is not None:
        return _Found(regional, Basis.CONTROLLER_REGION, place, reasons=(why, Said(
            _N("{authority} supervises the public bodies of {region} (Art. 51(3) GDPR and the region's law)."),
            {"authority": regional.id, "region": regional.region})))
    if country.default:
        return _Found(world.authorities[country.default], basis, place, reasons=(why,))
    if case.controller.sector in _CARRIERS or (
            case.controller.sector is Sector.PUBLIC_FEDERAL and _controller_is_in(place.country, case)):
        federal = next(each for each in world.by_country[place.country] if each.scope is Scope.FEDERAL)
        return _Found(federal, Basis.CONTROLLER, place, reasons=(why, Said(
            _N("Section 9 BDSG and Art. 55 GDPR: federal bodies, telecommunications and post have {authority} as their "
               "authority."), {"authority": federal.id})))
    return _prefixed((why,), _land(place, basis, home, case, world))


def _land(place: Place, basis: Basis, home: str | None, case: RouteInput, world: Atlas) -> _Found:
    """R4: the Land of the controller's main German establishment; with a controller abroad, that of the person."""
    if (own := _in_region(home, case, world)) is not None:
        return _Found(own, Basis.CONTROLLER_REGION, place, reasons=(Said(
            _N("Sections 19(2) and 40(2) BDSG: the Land of the controller's main German establishment decides ({region})."),
            {"region": home}),))
    region = place.region if basis is not Basis.CONTROLLER else None
    if (theirs := _in_region(region, case, world)) is not None:
        text = (_N("Section 19(2) BDSG: the controller's Land is not known; {region} hands the complaint on.")
                if _controller_is_in(place.country, case) else
                _N("Section 19(2) BDSG: with a controller outside Germany, the Land of the person decides ({region})."))
        return _Found(theirs, basis, place, reasons=(Said(text, {"region": region}),))
    lands = sorted((each for each in world.by_country[place.country] if each.region and _hears(each, case)),
                   key=lambda each: each.id)
    return _Found(candidates=tuple(each.id for each in lands), reasons=(
        Said(_N("Section 40 BDSG: each German Land has its own authority; say in which one.")),))


def _home_region(country: str, case: RouteInput) -> str | None:
    controller = case.controller
    return next((place.region for place in (controller.eu_main_establishment, controller.establishment)
                 if place and place.country == country and place.region), None)


def _controller_is_in(country: str, case: RouteInput) -> bool:
    controller = case.controller
    return any(place.country == country for place in (controller.establishment, controller.eu_main_establishment) if place)


def _hears(authority: Authority, case: RouteInput) -> bool:
    return authority.scope in {Scope.ALL, Scope.PUBLIC if case.controller.sector.is_public else Scope.PRIVATE}


def _in_region(region: str | None, case: RouteInput, world: Atlas) -> Authority | None:
    rows = world.by_country.get(region.partition("-")[0], ()) if region else ()
    return next((each for each in rows if each.region == region and _hears(each, case)), None)


def _regional_public(country: str, home: str | None, case: RouteInput, world: Atlas) -> Authority | None:
    """R3: Catalonia, the Basque Country, Andalusia, Åland and Bavaria, as the records say."""
    if case.controller.sector not in {Sector.PUBLIC, Sector.PUBLIC_REGIONAL} or home is None:
        return None
    return next((each for each in world.by_country[country] if each.region == home and each.scope is Scope.PUBLIC), None)


def _alternatives(chosen: Authority, case: RouteInput, world: Atlas) -> tuple[str, ...]:
    """The authorities of the other connecting factors; in Germany the person's own Land as well, which hands on."""
    if chosen.regime is Regime.EU_INSTITUTIONS:
        return ()
    others: dict[str, None] = {}
    for basis, place in list(_places(case).items())[:3]:
        if place is None or not world.is_eea(place):
            continue
        for each in (_in_country(place, basis, case, world).authority, _in_region(place.region, case, world)):
            if each and each.id != chosen.id and not _is_only_regional(each, case):
                others[each.id] = None
    return tuple(others)


def _is_only_regional(authority: Authority, case: RouteInput) -> bool:
    """A region's authority for public bodies hears nothing about another region's."""
    return authority.scope is Scope.PUBLIC and _home_region(authority.country, case) != authority.region


# -- the lead authority (R7)

def _main(case: RouteInput, world: Atlas) -> Place | None:
    """The main or the single establishment in the EEA (Art. 56(1), 4(16))."""
    controller = case.controller
    if controller.no_eu_establishment:
        return None
    return next((place for place in (controller.eu_main_establishment, controller.establishment) if world.is_eea(place)), None)


def _is_task(case: RouteInput) -> bool:
    return case.controller.legal_basis in {"c", "e"}


def _lead(authority: Authority, case: RouteInput, world: Atlas) -> _Found:
    if authority.regime is not Regime.GDPR:
        return _Found()
    controller, main = case.controller, _main(case, world)
    if main is None and (controller.no_eu_establishment or controller.establishment):
        return _Found(cautions=frozenset({Caution.NO_ONE_STOP_SHOP}), reasons=(
            Said(_N("Art. 56(1) GDPR: without an establishment in the EEA there is no lead authority.")),))
    abroad = main is not None and main.country != authority.country
    if _is_task(case) or (abroad and controller.sector.is_public):
        return _Found(cautions=frozenset({Caution.ART_55_2_NO_LEAD}), reasons=(
            Said(_N("Art. 55(2) GDPR: for a task under Art. 6(1)(c) or (e), or a public body, no authority leads.")),))
    if main is None or not abroad:
        return _Found()
    found = _in_country(main, Basis.CONTROLLER, case, world)
    if found.authority is None:
        return _Found(reasons=(Said(_N("Art. 56 GDPR: the lead authority is a German one; say in which Land the controller is."),
                                    ),))
    return _Found(found.authority, reasons=(Said(
        _N("Art. 56(1) GDPR: {authority} leads, because the controller's main establishment is in {country}."),
        {"authority": found.authority.id, "country": main.country}),))


def _is_cross_border(authority: Authority, case: RouteInput, world: Atlas) -> bool:
    """Art. 4(23): more than one EEA state is touched, and Art. 55(2) does not keep the case in one."""
    main = _main(case, world)
    if authority.regime is not Regime.GDPR or main is None or _is_task(case) or case.controller.sector.is_public:
        return False
    touched = (main, case.residence, case.workplace, case.infringement, Place(authority.country))
    return len({place.country for place in touched if place and world.is_eea(place)}) > 1


# -- what the notice names

def _by_notice(named: Named, before: _Found, world: Atlas) -> _Found:
    """No place is known: an address in the notice may decide, a name alone only asks."""
    by_address = named.by_address or (named.near if len(named.by_name) > 1 or len(named.near) == 1 else ())
    if len(by_address) == 1:
        authority = world.authorities[by_address[0]]
        return _Found(authority, Basis.NOTICE_ADDRESS, Place(authority.country), reasons=(Said(
            _N("Art. 13(2)(d) GDPR: the address that the notice gives is that of {authority}; the address decides, not the "
               "name."), {"authority": authority.id}),))
    if len(named.by_name) > 1:
        return _Found(candidates=named.by_name, cautions=frozenset({Caution.AMBIGUOUS_AUTHORITY_NAME}), reasons=(
            *before.reasons, Said(_N("Several authorities have the name that the notice gives (Art. 13(2)(d) GDPR): say "
                                     "which country is meant."))))
    return replace(before, candidates=named.by_name)


def _doubts(named: Named | None, fitting: set[str], case: RouteInput, world: Atlas) -> _Found | None:
    """Whether the notice names an authority that has nothing to do with the case, or gives one the address of another."""
    if named is None or not (named.by_name or named.by_address):
        return None
    reasons = tuple(_contradictions(named, fitting | _at_controller(case, world)))
    return _Found(cautions=frozenset({Caution.NOTICE_NAMES_WRONG_AUTHORITY}), reasons=reasons) if reasons else None


def _at_controller(case: RouteInput, world: Atlas) -> set[str]:
    """A notice may name the authority at its controller's seat (Art. 13(2)(d) says: a supervisory authority)."""
    places = (case.controller.establishment, case.controller.eu_main_establishment)
    defaults = (world.countries[place.country].default for place in places if place and place.country in world.countries)
    return {each for each in defaults if each}


def _contradictions(named: Named, fitting: set[str]) -> Iterator[Said]:
    if named.by_name and named.by_address and not set(named.by_name) & set(named.by_address):
        yield Said(_N("Art. 13(2)(d) GDPR: the notice gives {authority} the address of {other_authority}; address and country "
                      "decide, not the name."), {"authority": named.by_name[0], "other_authority": named.by_address[0]})
    elif not set(named.by_name or named.by_address) & fitting:
        yield Said(_N("Art. 13(2)(d) GDPR: the notice names {authority}, which does not hear this complaint."),
                   {"authority": (named.by_name or named.by_address)[0]})
    if named.outdated:
        yield Said(_N("Art. 13(2)(d) GDPR: the notice uses a name that the authority no longer bears."))
