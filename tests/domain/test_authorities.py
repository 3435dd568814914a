"""What holds for every case, whatever somebody types."""
from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from alektum_desk.domain.authorities import (
    BLOCKING,
    Attached,
    Basis,
    Controller,
    Filer,
    Place,
    RouteInput,
    Sector,
    needs_check,
    seen_on,
)
from alektum_desk.domain.naming import plain
from alektum_desk.domain.routing import route
from alektum_desk.reference import authorities as reference, countries as codes
from tests.timing import work_of

WORLD = reference.whole()
LAWFUL = re.compile(r"Art\.|Section|§|\bs\. \d|Regulation|Act|Law|law of its own|Wbp")
LAWS = {each.law for each in WORLD.authorities.values()}
# What may be answered for a controller or a person of these countries.
REGIONS = [None, *sorted({each.region for each in WORLD.authorities.values() if each.region}), "BE-VOV", "BE-WLG", "CH-ZH"]
NAMES = ["Datatilsynet", "Autoriteit Persoonsgegevens, Drukpersstraat 35, 1000 Bruxelles", "CNPD", "ICO", "", "´'\";--", "AP"]

places = st.none() | st.builds(
    lambda country, region: Place(region[:2], region) if region else Place(country),
    st.sampled_from([*WORLD.countries, "US", "RS", "JP"]) | st.sampled_from(sorted(codes.codes())), st.sampled_from(REGIONS))
cases = st.builds(
    RouteInput, on=st.dates(date(2026, 1, 1), date(2028, 1, 1)), filer=st.sampled_from(Filer), residence=places,
    workplace=places, infringement=places,
    controller=st.builds(Controller, places, st.sampled_from(Sector), places, st.booleans(),
                         st.none() | st.sampled_from("abcdef")),
    about_rights_request=st.booleans(), controller_contacted=st.none() | st.booleans(), wants_anonymity=st.booleans(),
    has_national_eid=st.booleans(),
    basis_preference=st.none() | st.sampled_from([Basis.RESIDENCE, Basis.WORKPLACE, Basis.INFRINGEMENT, Basis.CONTROLLER]),
    language_preference=st.none() | st.sampled_from(["en", "fr", "nl", "sv", "tlh"]),
    authority_named_in_notice=st.none() | st.sampled_from(NAMES) | st.text(max_size=40),
    mandate_attached=st.none() | st.booleans(), knowledge_date=st.none() | st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    attachments=st.lists(st.builds(Attached, st.text(max_size=12), st.none() | st.integers(0, 10**9)), max_size=4).map(tuple))


@settings(max_examples=400, deadline=None)
@given(cases)
def test_every_case_is_answered_with_a_reason_and_inside_its_countries(case: RouteInput) -> None:
    answered(case)


@pytest.mark.long
@settings(max_examples=10_000, deadline=None)
@given(cases)
def test_ten_thousand_cases_are_answered_with_a_reason_and_inside_their_countries(case: RouteInput) -> None:
    answered(case)


def answered(case: RouteInput) -> None:
    found = route(case, WORLD)
    assert found.reasons
    for reason in found.reasons:
        text = reason.text.format(**reason.fields)
        assert LAWFUL.search(text) or any(law in text for law in LAWS), text
    assert found.export_allowed == (found.authority is not None and not set(found.warnings) & BLOCKING)
    if found.authority is None:
        assert found.kind == "undetermined"
        return
    authority = WORLD.authorities[found.authority]
    assert found.letter_language in authority.accepted_languages()
    assert set(found.channels_offered) <= {each.name for each in authority.channels}
    assert found.authority not in found.alternatives
    assert found.lead_authority != found.authority
    seats = (case.controller.establishment, case.controller.eu_main_establishment)
    named = {place.country for place in (case.residence, case.workplace, case.infringement, *seats) if place}
    if found.basis is not Basis.NOTICE_ADDRESS and authority.id != "eu-edps":
        assert authority.country in named
    if authority.region:
        assert authority.region in {place.region for place in (case.residence, case.workplace, case.infringement, *seats) if place}


@settings(max_examples=200, deadline=None)
@given(cases, st.sampled_from(NAMES))
def test_a_belgian_case_never_goes_to_the_dutch_authority(case: RouteInput, name: str) -> None:
    stays_in_belgium(case, name)


@pytest.mark.long
@settings(max_examples=10_000, deadline=None)
@given(cases, st.sampled_from(NAMES))
def test_none_of_ten_thousand_belgian_cases_goes_to_the_dutch_authority(case: RouteInput, name: str) -> None:
    stays_in_belgium(case, name)


def stays_in_belgium(case: RouteInput, name: str) -> None:
    """Whatever the notice names, and whatever else is unlike in the case, as long as its places are Belgian."""
    belgian = RouteInput(on=case.on, filer=case.filer, residence=Place("BE", "BE-VOV"),
                         controller=Controller(Place("BE"), Sector.PRIVATE, Place("BE")), authority_named_in_notice=name,
                         language_preference=case.language_preference)
    assert route(belgian, WORLD).authority == "be-apd-gba"


@pytest.mark.parametrize("name", [each.name() for each in WORLD.authorities.values()])
def test_a_name_alone_never_makes_an_address(name: str) -> None:
    found = route(RouteInput(on=date(2026, 11, 24), authority_named_in_notice=name), WORLD)
    assert found.candidates or found.basis is Basis.NOTICE_ADDRESS


def test_a_route_takes_less_than_five_milliseconds() -> None:
    case = RouteInput(on=date(2026, 11, 24), residence=Place("DE", "DE-BE"), workplace=Place("BE", "BE-VOV"),
                      controller=Controller(Place("DE", "DE-BY"), Sector.PRIVATE, Place("SE")),
                      authority_named_in_notice="Autoriteit Persoonsgegevens, Drukpersstraat 35, 1000 Bruxelles")
    assert sorted(work_of(lambda: route(case, WORLD)) for _each in range(50))[25] < 0.005


def test_an_address_is_looked_at_again_after_half_a_year() -> None:
    belgian = WORLD.authorities["be-apd-gba"]
    assert seen_on(belgian) == date(2026, 9, 26)
    assert not needs_check(belgian, date(2027, 3, 25))
    assert needs_check(belgian, date(2027, 3, 26))


def test_words_are_compared_without_accents_and_marks() -> None:
    assert plain("Autorité de protection, des DONNÉES!") == " autorite de protection des donnees "
