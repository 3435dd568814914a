"""One field in every country: differences, and reasons for them that hold no longer than what they were given for."""
from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest
from sqlcipher3 import dbapi2

from alektum_desk.domain.errors import Refused
from alektum_desk.domain.notices import ACTIVITY_FIELDS, Field
from alektum_desk.domain.records import GROUP, NewActivity, Role
from alektum_desk.domain.subjects import Category
from alektum_desk.services import comparison, records, undo
from alektum_desk.services.comparison import Row
from alektum_desk.services.desk import Desk
from alektum_desk.store.migrations.register import m0008_differences
from tests.bench.matrix import fill

DeskOn = Callable[..., Desk]


@pytest.fixture
def desk(desk_on: DeskOn) -> Desk:
    return desk_on("2026-11-24")


def row(desk: Desk, field: Field, activity: str = "debt-recovery") -> Row:
    return next(each for each in comparison.compare(desk, field).rows if each.activity == activity)


def test_debt_recovery_is_one_activity_in_three_countries(desk: Desk) -> None:
    found = row(desk, Field.RETENTION)
    assert [(cell.country, cell.activity) for cell in found.cells] == [("BE", "be-recovery"), ("DK", "dk-recovery"), ("NO", "no-recovery")]
    assert Category.CO_DEBTOR_GUARANTOR in found.categories
    assert found.differs


@pytest.mark.parametrize("field", ACTIVITY_FIELDS)
def test_a_cell_says_what_the_page_says(desk: Desk, field: Field) -> None:
    for each in comparison.compare(desk, field).rows:
        for cell in each.cells:
            page = records.shown(desk, cell.activity).of(field)
            assert {one.id for one in cell.statements} == {one.id for one in page.statements}


def test_who_says_nothing_differs_from_nobody(desk: Desk) -> None:
    found = row(desk, Field.PROCESSOR)
    assert [bool(cell.statements) for cell in found.cells] == [False, False, True]
    assert not found.differs


def test_what_was_decided_is_compared(desk: Desk) -> None:
    for country in ("be", "dk", "no"):
        records.decide(desk, f"{country}-recovery", Field.PROCESSOR, "Evry", "The same everywhere.")
    assert not row(desk, Field.PROCESSOR).differs
    records.decide(desk, "dk-recovery", Field.PROCESSOR, [], "None in Denmark.")
    assert row(desk, Field.PROCESSOR).differs


def test_a_reason_holds_until_a_country_says_something_else(desk: Desk) -> None:
    comparison.justify(desk, "debt-recovery", Field.RETENTION, "The limitation periods differ.")
    kept = row(desk, Field.RETENTION).justified
    assert kept is not None
    assert (kept.by, kept.why, kept.on.isoformat()) == ("An Officer", "The limitation periods differ.", "2026-11-24")
    assert row(desk, Field.DATA).justified is None
    records.decide(desk, "dk-recovery", Field.RETENTION, "Five years", "Denmark changed.")
    assert row(desk, Field.RETENTION).justified is None
    undo.undo(desk)
    assert row(desk, Field.RETENTION).justified == kept
    undo.undo(desk)
    assert row(desk, Field.RETENTION).justified is None


def test_a_renamed_activity_keeps_its_row_and_the_reason(desk: Desk) -> None:
    comparison.justify(desk, "debt-recovery", Field.RETENTION, "The limitation periods differ.")
    kept = row(desk, Field.RETENTION).justified
    assert kept is not None
    for number, country in enumerate(("dk", "no", "be")):
        records.rename(desk, f"{country}-recovery", "Collection of claims", None, "A better word.")
        found = row(desk, Field.RETENTION)
        assert [cell.country for cell in found.cells] == ["BE", "DK", "NO"], number
        assert found.justified == kept
    assert row(desk, Field.RETENTION).title == "Collection of claims"
    assert [cell.country for cell in row(desk, Field.DATA).cells] == ["BE", "DK", "NO"]
    german = NewActivity("Collection of claims", "DE", Role.CONTROLLER, (Category.DEBTOR,), decided=((Field.RETENTION, "Ten years"),))
    records.create(desk, german, "Germany joins.")
    found = row(desk, Field.RETENTION)
    assert [cell.country for cell in found.cells] == ["BE", "DE", "DK", "NO"]
    assert found.justified is None         # nobody said why Germany may differ
    comparison.justify(desk, "debt-recovery", Field.RETENTION, "Germany too.")
    assert (said := row(desk, Field.RETENTION).justified) is not None
    assert said.why == "Germany too."


def test_what_nobody_justified_stands_with_its_title(desk: Desk) -> None:
    records.rename(desk, "dk-recovery", "Collection of claims", None, "A better word.")
    assert [cell.country for cell in row(desk, Field.RETENTION).cells] == ["BE", "NO"]
    assert [cell.country for cell in row(desk, Field.RETENTION, "collection-of-claims").cells] == ["DK"]


def test_a_reason_of_an_older_store_learns_for_which_activities_it_was_given(desk: Desk) -> None:
    comparison.justify(desk, "debt-recovery", Field.RETENTION, "The limitation periods differ.")
    with desk.store.bare("register") as db:
        memory = dbapi2.connect(":memory:")
        memory.execute("CREATE TABLE activity (ref, title, country, varies)")
        memory.executemany("INSERT INTO activity VALUES (?, ?, ?, ?)", db.execute("SELECT ref, title, country, varies FROM activity"))
        memory.execute("CREATE TABLE difference (id, activity)")
        memory.executemany("INSERT INTO difference VALUES (?, ?)", db.execute("SELECT id, activity FROM difference"))
        m0008_differences.up(memory)
        assert memory.execute("SELECT id, activities FROM difference").fetchall() == db.execute("SELECT id, activities FROM difference").fetchall()
    memory.close()


@pytest.mark.parametrize(("activity", "field", "why"), [
    ("debt-recovery", Field.RETENTION, " "), ("no-such", Field.RETENTION, "because"), ("debt-recovery", Field.PROCESSOR, "because")])
def test_what_needs_no_reason_takes_none(desk: Desk, activity: str, field: Field, why: str) -> None:
    with pytest.raises(Refused):
        comparison.justify(desk, activity, field, why)


def test_variants_are_compared_with_what_they_take_over(desk: Desk) -> None:
    people = (Category.OFFICER,)
    group = records.create(desk, NewActivity("Payroll", GROUP, Role.CONTROLLER, people, decided=((Field.DATA, "Wage"),)), "All.").listed.id
    for country, title in (("SE", "Lön"), ("FI", "Palkka")):
        records.create(desk, NewActivity(title, country, Role.CONTROLLER, people, varies=group), "Here too.")
    found = row(desk, Field.DATA, group)
    assert [cell.country for cell in found.cells] == ["FI", "SE"]
    assert not found.differs
    assert all(cell.decision is not None for cell in found.cells)
    records.decide(desk, "se-lon", Field.DATA, "Wage and number", "Sweden asks for it.")
    assert row(desk, Field.DATA, group).differs


def test_ten_thousand_activities_are_compared_in_a_second(desk: Desk) -> None:
    fill(desk, 10_000)
    start = process_time()
    comparison.compare(desk, Field.RETENTION)
    assert process_time() - start < 1.0
