"""The matrix over five thousand activities: how long a filter takes until its cells are there."""
from __future__ import annotations

from itertools import islice, product

from alektum_desk.domain.subjects import Category
from alektum_desk.services import records
from alektum_desk.services.desk import Desk
from alektum_desk.store.records import Activity
from tests.bench.measure import Line, median_ms, new_desk

COUNTRIES = ("BE", "NL", "DK", "NO", "SE", "FI", "DE")
MANY = 5_000
SEARCHED = ("collect", "claim 77", "denmark", "visitor", "zzz", "invoice", "tele", "survey", "guar")


def fill(desk: Desk, many: int = MANY) -> None:
    kinds = islice(product(range(many), COUNTRIES, Category), many)
    with desk.store.act("register", "bench.fill", summary={"rows": many}) as session:
        session.add_all(Activity(ref=f"bench-{number}", title=f"Collect claim {number} by letter and telephone", country=country, role="controller",
                                 categories=[category], draft=False, from_notice=False, version=1, lacks="", contradictions=number % 3,
                                 questions=[]) for number, (_, country, category) in enumerate(kinds))


def measure() -> list[Line]:
    with new_desk() as desk:
        fill(desk)
        whole = median_ms(lambda _: records.matrix(desk))
        searched = median_ms(lambda number: records.matrix(desk, search=SEARCHED[number]))
        return [Line(f"matrix over {MANY:,} activities", whole, "ms", 200),
                Line("the same with a search", searched, "ms", 200)]
