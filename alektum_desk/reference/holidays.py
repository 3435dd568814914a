"""Public holidays, by the package of that name."""
from __future__ import annotations

from datetime import date
from functools import cache

import holidays as calendar


@cache
def holidays(country: str, year: int, region: str | None = None) -> frozenset[date]:
    """The public holidays of one year; none for a country that the package does not know.

    `region` is ISO 3166-2; where the package has no calendar of its own for it, the country's holds.
    """
    supported = calendar.list_supported_countries()
    if country not in supported:
        return frozenset()
    part = region.removeprefix(f"{country}-") if region else None
    return frozenset(calendar.country_holidays(country, subdiv=part if part in supported[country] else None, years=year))


def around(country: str, first: date, last: date, region: str | None = None) -> frozenset[date]:
    """The holidays of every year that a period touches, and the next one, into which a deadline may roll."""
    return frozenset().union(*(holidays(country, year, region) for year in range(first.year, last.year + 2)))
