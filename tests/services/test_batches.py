"""Many letters from one table: bad rows are reported, nothing is written twice, a kill loses nothing."""
from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from alektum_desk.domain.errors import Cancelled, DiskTrouble, NotAllowed, Refused
from alektum_desk.services import batches, complaints, desk as desks
from alektum_desk.services.desk import Desk
from tests import kills
from tests.conftest import PASSWORD
from tests.services.test_projections import a_case, a_pdf, record_of

DeskOn = Callable[..., Desk]
HEAD = ["letter", "office", "written_on", "route.residence.country", "route.controller.establishment.country", "route.controller_contacted",
        "complainant.name", "complainant.address", "facts"]


def a_row(country: str = "DK", name: str = "Marie Dupont", letter: str = "report", **over: str) -> dict[str, str]:
    return dict(zip(HEAD, [letter, "be-ghent", "2026-11-22", country, country, "yes", name, "Rue Haute 1 | 1000 Bruxelles",
                           "2026-10-01: Asked for access. | 2026-11-02 No answer came."], strict=True)) | over


def a_table(folder: Path, rows: list[dict[str, str]], delimiter: str = ",") -> Path:
    path = folder / "batch.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)), delimiter=delimiter)
        sheet.writeheader()
        sheet.writerows(rows)
    return path


def test_a_letter_for_each_row_and_none_twice(desk_on: DeskOn, tmp_path: Path) -> None:
    desk, to = desk_on("2026-11-24"), tmp_path / "out"
    table = a_table(tmp_path, [a_row(), a_row("SE", letter="assist"), a_row("NL", name="Jan")])
    done = batches.write(desk, table, to)
    assert (done.rows_read, len(done.written), done.reported) == (3, 3, ())
    assert [each.reference for each in done.written] == ["ALK-be-ghentA-2026-0001", None, "ALK-be-ghentA-2026-0002"]
    before = {path.name: path.read_bytes() for path in to.iterdir()}
    assert set(before) == {each.file for each in done.written} | {"cover-list.csv"}
    again = batches.write(desk, table, to)
    assert (again.rows_read, again.written, again.reported) == (3, (), ())
    assert {path.name: path.read_bytes() for path in to.iterdir()} == before
    assert len(complaints.listed(desk)) == 3
    assert record_of(before[done.written[0].file])["facts"][1] == {"on": "2026-11-02", "text": "No answer came."}


def test_a_lost_letter_is_written_under_its_number(desk_on: DeskOn, tmp_path: Path) -> None:
    desk, to = desk_on("2026-11-24"), tmp_path / "out"
    table = a_table(tmp_path, [a_row(), a_row("SE")])
    first = batches.write(desk, table, to).written[1]
    content = (to / first.file).read_bytes()
    (to / first.file).unlink()
    again = batches.write(desk, table, to)
    assert again.written == (first,)
    assert (to / first.file).read_bytes() == content


@pytest.mark.parametrize(("over", "said"), [
    ({"route.residence.country": "XX"}, "XX"), ({"facts": "yesterday: no"}, "facts"), ({"written_on": "2026-02-30"}, "written_on"),
    ({"complainant.name": ""}, "complainant"), ({"letter": "threat"}, "letter"), ({"route.controller_contacted": "perhaps"}, "controller_contacted"),
    ({"route.residence.country": "GB", "route.controller.establishment.country": "GB"}, "address"), ({"facts": "[{"}, "facts")])
def test_a_bad_row_is_reported_and_the_rest_done(desk_on: DeskOn, tmp_path: Path, over: dict[str, str], said: str) -> None:
    done = batches.write(desk_on("2026-11-24"), a_table(tmp_path, [a_row(**over), a_row("SE")]), tmp_path / "out")
    assert (done.rows_read, [each.row for each in done.written], [each.row for each in done.reported]) == (2, [3], [2])
    assert said in done.reported[0].why


def test_the_same_row_twice_is_one_letter(desk_on: DeskOn, tmp_path: Path) -> None:
    done = batches.write(desk_on("2026-11-24"), a_table(tmp_path, [a_row(), a_row()]), tmp_path / "out")
    assert [each.row for each in done.written] == [2]
    assert "row 2" in done.reported[0].why


def test_complaint_files_and_semicolons(desk_on: DeskOn, tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "a.pdf").write_bytes(a_pdf())
    case: dict[str, Any] = {
        "letter": "assist", "office": "be-ghent", "written_on": "2026-11-22", "complainant": {"name": "A B", "address": ["C 1"]},
        "route": {"residence": {"country": "DK"}, "controller": {"establishment": {"country": "DK"}}, "controller_contacted": True},
        "facts": [{"on": "2026-10-01", "text": "Asked."}], "exhibits": [{"path": "a.pdf", "title": "Request"}]}
    (tmp_path / "cases" / "one.json").write_text(json.dumps(case))
    rows = [{"case": "cases/one.json", "language": "da"}, {"case": json.dumps({**case, "exhibits": []}), "language": ""}, {"case": "no.json", "language": ""}]
    done = batches.write(desk_on("2026-11-24"), a_table(tmp_path, rows, ";"), tmp_path / "out")
    assert [each.row for each in done.written] == [2, 3]
    assert [each.row for each in done.reported] == [4]
    assert record_of((tmp_path / "out" / done.written[0].file).read_bytes())["exhibits"][0]["file"] == "E1.pdf"


def test_the_cover_list_counts_by_envelope_and_postage(desk_on: DeskOn, tmp_path: Path) -> None:
    rows = [a_row("DK"), a_row("SE"), a_row("DK", name="B", letter="assist"), a_row("DK", format="din5008-b")]
    done = batches.write(desk_on("2026-11-24"), a_table(tmp_path, rows), tmp_path / "out")
    with (tmp_path / "out" / batches.COVER).open(newline="") as file:
        counted = [(each["format"], each["country"], int(each["letters"])) for each in csv.DictReader(file) if each["letters"]]
    assert counted == [("din5008-b", "DK", 1), ("nbn-z01002", "DK", 2), ("nbn-z01002", "SE", 1)]
    assert sum(count for *_, count in counted) == len(done.written)


@pytest.mark.parametrize(("text", "said"), [("name,age\n1,2\n", "name"), ("", "is empty"), ("\n\n", "is empty"), ("letter,,office\n", "no name"), ("letter,letter\na,b\n", "twice"), ('letter\n"' + "x" * 140_000 + '"\n', "CSV")])
def test_what_is_no_table_of_letters(desk_on: DeskOn, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(Refused, match=said):
        batches.write(desk_on("2026-11-24"), tmp_path / "a.csv", tmp_path / "out")


def test_files_that_cannot_be_read(desk_on: DeskOn, tmp_path: Path) -> None:
    desk = desk_on("2026-11-24")
    (tmp_path / "a.csv").write_bytes(b"letter\n\xff\xfe\n")
    with pytest.raises(Refused, match="UTF-8"):
        batches.write(desk, tmp_path / "a.csv", tmp_path / "out")
    with pytest.raises(DiskTrouble):
        batches.write(desk, tmp_path / "no.csv", tmp_path / "out")
    with pytest.raises(NotAllowed):
        batches.write(desk_on("2026-11-24", role="front-desk"), a_table(tmp_path, [a_row()]), tmp_path / "out")


def test_cancelled_it_goes_on_where_it_stopped(desk_on: DeskOn, tmp_path: Path) -> None:
    class Enough:
        def step(self, done: int, total: int, text: str) -> None:
            if done == 2:
                raise Cancelled("Stopped.")
    desk, table = desk_on("2026-11-24"), a_table(tmp_path, [a_row(name=f"Person {n}", letter="assist") for n in range(4)])
    with pytest.raises(Cancelled):
        batches.write(desk, table, tmp_path / "out", Enough())
    assert len(batches.write(desk, table, tmp_path / "out").written) == 2


def test_no_kill_leaves_a_number_twice(desk_on: DeskOn, tmp_path: Path) -> None:
    """Killed anywhere, then run again, and then another letter: no two papers bear the same number."""
    desk = desk_on("2026-11-24")
    desk.close()
    table = a_table(tmp_path, [a_row(), a_row("SE")])
    clock = desk.store.water.clock

    def run(to: Path) -> None:
        opened_desk = desks.open_desk(desk.home, None, PASSWORD, clock)
        try:
            batches.write(opened_desk, table, to)
        finally:
            opened_desk.close()

    _, events = kills.ends(lambda: run(tmp_path / "dry"))
    assert events > 100
    bearers: dict[str, set[str]] = {}
    for at in range(events // 4, events, events // 12):
        to = tmp_path / f"out-{at}"
        table = a_table(tmp_path, [a_row(name=f"A {at}", letter="answer", your_reference=f"A {at}"),
                                   a_row("SE", letter="answer", your_reference=f"B {at}")])
        kills.ends(partial(run, to), at)
        table = a_table(tmp_path, [a_row("FI", letter="answer", your_reference=f"C {at}")])
        run(to)                     # another letter first, which must not take the number that the killed one had
        table = a_table(tmp_path, [a_row(name=f"A {at}", letter="answer", your_reference=f"A {at}"),
                                   a_row("SE", letter="answer", your_reference=f"B {at}")])
        run(to)
        for path in to.glob("*.pdf"):
            record = record_of(path.read_bytes())
            bearers.setdefault(record["reference"], set()).add(record["your_reference"])
        assert len(list(to.glob("*.pdf"))) == 3
    assert all(len(each) == 1 for each in bearers.values()), bearers
    assert len(bearers) >= 24


def test_fifty_letters_take_no_more_than_their_time(desk_on: DeskOn, tmp_path: Path) -> None:
    countries = ("DK", "SE", "NL", "FR", "FI", "NO", "PL", "IT", "ES", "AT")
    desk = desk_on("2026-11-24")
    batches.write(desk, a_table(tmp_path, [a_row(each, letter="assist") for each in countries]), tmp_path / "warm")
    rows = [a_row(countries[n % 10], name=f"Person {n}", letter="assist") for n in range(50)]
    start = time.process_time()
    done = batches.write(desk, a_table(tmp_path, rows), tmp_path / "out")
    took = time.process_time() - start
    assert len(done.written) == 50
    assert took / 50 <= 0.12, took / 50


def test_letters_of_the_list_again(desk_on: DeskOn, tmp_path: Path) -> None:
    desk = desk_on("2026-11-24")
    first, second = (complaints.keep(desk, a_case(country, letter="report")) for country in ("DK", "NO"))
    done = batches.write_kept(desk, [first.id, second.id, first.id], tmp_path)
    assert [each.reference for each in done.written] == [first.number, second.number]
    assert [each.row for each in done.reported] == [3]
    assert (tmp_path / batches.COVER).is_file()
    assert batches.write_kept(desk, [first.id, second.id], tmp_path).written == ()
    assert len(complaints.listed(desk)) == 2
