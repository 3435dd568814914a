"""Every authority, country, office, format and holiday calendar that comes with the program."""
from __future__ import annotations

import re
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from alektum_desk.base import paths
from alektum_desk.domain.authorities import Authority, Scope, needs_check
from alektum_desk.domain.errors import Refused
from alektum_desk.reference import authorities as reference, countries, holidays, letter_formats, offices

ALL = reference.authorities()
FORMATS = letter_formats.letter_formats()


def test_there_are_sixty_one_authorities_and_seven_cannot_be_printed() -> None:
    assert len(ALL) == 61
    assert {key for key, each in ALL.items() if not each.printable} == {
        "gb-ico", "gg-odpa", "im-ic", "ax-di", "bq-cbpbes", "es-pv-avpd", "es-an-ctpda"}


@pytest.mark.parametrize("each", ALL.values(), ids=ALL)
def test_a_record_is_complete(each: Authority) -> None:
    assert re.fullmatch(r"[a-z]{2}(-[a-z]+)+", each.id)
    assert each.names
    assert each.name() in each.names.values()
    assert each.channels
    assert each.letter_language in each.languages
    assert each.sources
    assert each.website is None or each.website.startswith("https://")
    assert each.form_url is None or each.form_url.startswith("https://")
    assert each.region is None or each.region.startswith(f"{each.country}-")
    assert isinstance(needs_check(each, date(2026, 11, 24)), bool)
    for way in each.channels:
        assert set(way.languages) <= set(each.languages)
    if each.printable:
        assert each.address
    for address in (each.address, *each.variants.values()):
        if address:
            assert 1 <= len(address.lines) <= 5
            assert all(line == line.strip() for line in address.lines)


@pytest.mark.parametrize("path", sorted((paths.resources() / "countries").glob("*.toml")), ids=lambda path: path.stem)
def test_a_countrys_file_carries_its_code_and_no_workshop_words(path: object) -> None:
    from pathlib import Path
    assert isinstance(path, Path)
    text = path.read_text(encoding="utf-8")
    assert f'code = "{path.stem.upper()}"' in text
    assert not re.search(r"find_string|index id|\bGF-[A-Z]|\bmemory\b", text)


@pytest.mark.parametrize("code", reference.countries())
def test_a_country_knows_its_authority(code: str) -> None:
    country = reference.countries()[code]
    if country.default:
        assert ALL[country.default].country == code
    else:
        assert {each.region for each in ALL.values() if each.country == code and each.scope is not Scope.FEDERAL} == country.regions


def test_thirty_states_are_in_the_eea() -> None:
    assert sum(country.eea for country in reference.countries().values()) == 30


@pytest.mark.parametrize(("given", "region", "country", "part"), [
    ("be", "vov", "BE", "BE-VOV"), ("AX", None, "FI", "FI-01"), ("GP", None, "FR", None), ("UK", None, "GB", None),
    ("EL", None, "GR", None), ("NL", "NL-BQ1", "BQ", None), ("SJ", None, "NO", None), ("US", "US-CA", "US", "US-CA")])
def test_a_place_is_put_where_its_law_is(given: str, region: str | None, country: str, part: str | None) -> None:
    place = countries.place(given, region)
    assert (place.country, place.region) == (country, part)


@pytest.mark.parametrize(("country", "region"), [("XX", None), ("Belgium", None), ("DE", "DE-XX"), ("DE", "BE-VOV"), ("", None)])
def test_an_unknown_place_is_refused(country: str, region: str | None) -> None:
    with pytest.raises(Refused):
        countries.place(country, region)


@pytest.mark.parametrize("key", offices.offices())
def test_an_office_has_a_zone_and_an_envelope(key: str) -> None:
    office = offices.office(key)
    assert ZoneInfo(office.zone)
    assert office.letter_format in FORMATS
    assert office.country in reference.countries()


def test_the_offices_are_the_seven_of_the_contract() -> None:
    assert tuple(offices.offices()) == ("be-ghent", "dk", "no-tonsberg", "nl", "se", "fi", "de")
    with pytest.raises(Refused):
        offices.office("atlantis")


@pytest.mark.parametrize("key", FORMATS)
def test_a_formats_address_lies_on_the_page_and_in_its_envelopes(key: str) -> None:
    page = letter_formats.letter_format(key)
    assert page.safe_zone.right <= page.page_width
    assert page.safe_zone.bottom <= page.page_height
    for envelope in page.envelopes:
        assert not envelope.fits or envelope.safe.holds(page.safe_zone, 0.01)


def test_there_are_fourteen_formats_and_no_fifteenth() -> None:
    assert len(FORMATS) == 14
    with pytest.raises(Refused):
        letter_formats.letter_format("napkin")


def test_holidays_are_a_countrys_own_and_a_regions_where_it_has_some() -> None:
    assert date(2026, 7, 21) in holidays.holidays("BE", 2026)
    assert date(2026, 1, 6) in holidays.holidays("DE", 2026, "DE-BY")
    assert date(2026, 1, 6) not in holidays.holidays("DE", 2026, "DE-HH")
    assert holidays.holidays("ZZ", 2026) == frozenset()
    assert date(2027, 1, 1) in holidays.around("BE", date(2026, 12, 31), date(2026, 12, 31))
