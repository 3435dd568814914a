"""How a host is shown to strangers."""
from __future__ import annotations

import pytest

from alektum_desk.domain.hosts import Host, labels


def host(first: str, last: str) -> Host:
    return Host("1", "be-ghent", first, last)


@pytest.mark.parametrize(("first", "last", "shown"), [
    ("Anna", "Verhulst", "Anna V."), ("Anna", "van der Berg", "Anna B."), ("Piet", "De Vries", "Piet D."), ("Cher", "", "Cher"),
    ("Åsa", "öberg", "Åsa ö."), ("李", "明", "李 明."),
])
def test_first_name_and_initial(first: str, last: str, shown: str) -> None:
    assert host(first, last).shown == shown


def test_two_who_look_alike_are_told_apart_and_nobody_else() -> None:
    assert labels([host("Anna", "Verhulst"), host("Anna", "Verlinden"), host("Tom", "Deckers")]) == ("Anna Verh.", "Anna Verl.", "Tom D.")
    assert labels([host("Anna", "Ver"), host("Anna", "Ver")]) == ("Anna Ver", "Anna Ver")
    assert labels([]) == ()
