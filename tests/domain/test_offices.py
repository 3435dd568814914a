from __future__ import annotations

from collections.abc import Mapping

from alektum_desk.domain.offices import Office


def _office(places: Mapping[str, str] | None = None) -> Office:
    return Office("x", "X", "X", "BE", "Europe/Brussels", ("nl", "fr"), "nbn-z01002", places or {})


def test_an_office_speaks_its_first_language() -> None:
    assert _office().language == "nl"


def test_an_office_without_a_known_address_has_no_lines_and_no_place() -> None:
    assert _office().address == ()
    assert _office().place("nl") is None


def test_a_letter_dates_itself_in_its_own_language() -> None:
    office = _office({"fr": "Gand", "nl": "Gent"})
    assert (office.place("fr"), office.place("nl"), office.place("sv")) == ("Gand", "Gent", "Gand")
