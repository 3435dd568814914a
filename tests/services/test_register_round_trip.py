"""Our own exports back at the desk: the same again, nothing twice, and nothing approved by a file."""
from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from alektum_desk.base import paths
from alektum_desk.domain.errors import Refused
from alektum_desk.domain.imports import Verdict
from alektum_desk.domain.notices import Field, Statement
from alektum_desk.domain.processors import Contract, NewProcessor
from alektum_desk.domain.records import Life, NewActivity, Role, VersionDeed
from alektum_desk.domain.subjects import Category
from alektum_desk.services import (
    lives,
    processors,
    records,
    register_export as exporting,
    register_import as importing,
    undo,
    versions,
)
from alektum_desk.services.desk import Desk
from tests.registers import written

DeskOn = Callable[..., Desk]


@pytest.fixture
def desk(desk_on: DeskOn) -> Desk:
    return desk_on("2026-11-24")


def texts(desk: Desk, activity: str, field: Field) -> list[str]:
    return [each.text for each in records.shown(desk, activity).of(field).statements]


@pytest.mark.parametrize("fmt", ["json", "xlsx", "ods", "csv", "ttl"])
def test_export_then_import_is_the_identity(desk: Desk, desk_on: DeskOn, tmp_path: Path, fmt: str) -> None:
    for name in ("ico.xlsx", "fortegnelse.xlsx"):
        importing.import_file(desk, written(tmp_path, name))
    records.decide(desk, "be-visitors", Field.RECIPIENT, [], "=Nobody, she said.")
    records.decide(desk, "be-recovery", Field.DATA, [{"text": "-  Names,\ttwice  spaced\nand on two lines"}, "@home"], "'+49 is a prefix'")
    records.decide(desk, "be-visitors", Field.SECURITY, "true", "One word, and no list.")
    host = processors.keep(desk, NewProcessor("=Host & Co", "Hosting", "US", Contract.SIGNED, date(2024, 1, 2), None, "46(2)(c)", None, ("be-visitors",), "two\nlines"), "New")
    processors.keep(desk, NewProcessor("Below", "Backups", parent=host.id), "New")
    path, number = exporting.export(desk, fmt, tmp_path / f"register.{fmt}")
    assert number == len(records.listed(desk))
    same = importing.look(desk, path)
    assert {each.verdict for each in same.planned} == {Verdict.SAME}
    other = desk_on("2026-11-24")
    found = importing.import_file(other, path)
    assert [each.verdict for each in found.planned].count(Verdict.NEW) == 4
    assert processors.listed(other) == processors.listed(desk)
    assert importing.look(other, path).processors == same.processors == ()
    assert [each.ref for each in found.coming if each.verdict is Verdict.CHANGED] == ["be-recovery", "be-visitors"]
    again, _number = exporting.export(other, "json", tmp_path / "again.json")
    first, _number = exporting.export(desk, "json", tmp_path / "first.json")
    assert json.loads(again.read_text()) == json.loads(first.read_text())


@pytest.mark.parametrize("fmt", ["json", "xlsx", "xlsx-ico", "ods", "csv", "ttl"])
def test_whatever_we_write_brings_nothing_new_also_after_an_approval(desk: Desk, desk_on: DeskOn, tmp_path: Path, fmt: str) -> None:
    for name in ("ico.xlsx", "ico-processor.xlsx"):
        importing.import_file(desk, written(tmp_path, name))
    title = "=HYPERLINK(1)"
    row = records.create(desk, NewActivity(title, "BE", Role.CONTROLLER, (Category.OFFICER,), (Statement("", Field.PURPOSE, "' leads"), Statement("", Field.DATA, "'=quoted"))), "New").listed.id
    lives.withdraw(desk, "be-visitors", "She looks at it again.")
    draft, number = exporting.export(desk, fmt, tmp_path / f"draft.{fmt.replace('-', '.')}")
    lives.set_four_eyes(desk, "off")
    lives.approve(desk, "be-visitors")
    path, _number = exporting.export(desk, fmt, tmp_path / f"register.{fmt.replace('-', '.')}")
    for each in (draft, path):
        found = importing.answer(importing.import_file(desk, each))
        assert (found["imported"], found["rows_read"], len(found["reported"]), len(records.listed(desk))) == (0, number, number, number)
        assert records.shown(desk, "be-visitors").listed.life is Life.APPROVED
    other = desk_on("2026-11-24")
    importing.import_file(other, path)
    shown = records.shown(other, row)
    assert (shown.listed.title, texts(other, row, Field.PURPOSE), texts(other, row, Field.DATA)) == (title, ["' leads"], ["'=quoted"])
    again = importing.answer(importing.import_file(other, path))
    assert (again["imported"], again["rows_read"], len(records.listed(other))) == (0, number, number)


ODD = ("_x005F_x0041_", "_x0041_", "json:1", "a\ufffeb\uffff", "\x01 and \x7f", "a\rb\r\nc", "two\nlines", "=1", "' leads", "\u2028 parts")


@pytest.mark.parametrize("fmt", ["json", "xlsx", "ods", "csv", "ttl"])
def test_no_letter_is_lost_in_any_form(desk: Desk, desk_on: DeskOn, tmp_path: Path, fmt: str) -> None:
    for number, odd in enumerate(ODD):
        name = f"{odd} {number}"
        row = records.create(desk, NewActivity(f"Odd {number}", "BE", Role.CONTROLLER, (), (Statement("", Field.PURPOSE, name),)), name).listed.id
        records.decide(desk, row, Field.RECIPIENT, [name], name)
        processors.keep(desk, NewProcessor(f"Host {number}", "Hosting", "US", Contract.SIGNED, date(2024, 1, 2), None, "46(2)(c)", None, (row,), name), "New")
    path, _number = exporting.export(desk, fmt, tmp_path / f"register.{fmt}")
    other = desk_on("2026-11-24")
    importing.import_file(other, path)
    for each in records.listed(desk):
        assert records.shown(other, each.id).fields == records.shown(desk, each.id).fields
    assert processors.listed(other) == processors.listed(desk)


@pytest.mark.parametrize("place", ["document", "activity", "field", "kept", "row", "statement", "decision", "processor"])
def test_a_key_that_no_register_of_ours_has_is_refused_by_its_name(desk: Desk, tmp_path: Path, place: str) -> None:
    importing.import_file(desk, written(tmp_path, "ico.xlsx"))
    coming = next(each.id for each in records.listed(desk) if not each.from_notice)
    records.decide(desk, coming, Field.DATA, ["Name"], "because")
    processors.keep(desk, NewProcessor("Host", "Hosting", activities=(coming,)), "New")
    path, _number = exporting.export(desk, "json", tmp_path / "a.json", only=[coming])
    said = json.loads(path.read_text())
    first = said["activities"][0]
    kept = first["kept"]
    {"document": said, "activity": first, "field": first["fields"][0], "kept": kept, "row": kept["row"], "statement": kept["statements"][0], "decision": kept["decisions"][0],
     "processor": said["processors"][0]}[place]["surprise"] = 1
    with pytest.raises(Refused, match="surprise"):
        importing.look(desk, written(tmp_path, "b.json", json.dumps(said).encode()))


def test_an_older_build_wrote_fewer_keys(desk: Desk, tmp_path: Path) -> None:
    path, number = exporting.export(desk, "json", tmp_path / "a.json")
    said = json.loads(path.read_text())
    for key in ("processors", "sample"):
        del said[key]
    for each in said["activities"]:
        for key in ("life", "varies", "lacks", "from_notice"):
            del each[key]
        for field in each["fields"]:
            del field["inherited"], field["unlike_group"]
        for key in ("varies", "review_on", "retired_at"):
            each["kept"]["row"].pop(key, None)
    found = importing.look(desk, written(tmp_path, "b.json", json.dumps(said).encode()))
    assert (found.rows, [each.verdict for each in found.planned]) == (number, [Verdict.SAME] * number)


@pytest.mark.parametrize("fmt", ["json", "csv"])
def test_an_activity_that_stands_twice_in_a_file_is_told(desk: Desk, desk_on: DeskOn, tmp_path: Path, fmt: str) -> None:
    importing.import_file(desk, written(tmp_path, "ico.xlsx"))
    path, number = exporting.export(desk, fmt, tmp_path / f"a.{fmt}")
    if fmt == "json":
        said = json.loads(path.read_text())
        said["activities"].append(said["activities"][0] | {"title": "Again"})
        again = json.dumps(said)
    else:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        again = "\n".join([*lines, lines[1]])
    other = desk_on("2026-11-24")
    answer = importing.answer(importing.import_file(other, written(tmp_path, f"b.{fmt}", again.encode())))
    assert [(each["row"], each["why"]) for each in answer["reported"] if "in row" in each["why"]] == [(number + 1, "This activity stands in the file already, in row 1; only that one counts.")]
    assert answer["rows_read"] == number + 1 == answer["imported"] + len(answer["reported"])
    assert len(records.listed(other)) == number


def test_what_calls_itself_ours_and_is_not(desk: Desk, tmp_path: Path) -> None:
    for said in ({"schema": "alektum-desk/register/1"}, {"schema": "alektum-desk/register/1", "activities": [{"id": "a"}]}, {"schema": "alektum-desk/register/1", "activities": [{"id": "a", "kept": {"row": {"title": 7}}}]}):
        with pytest.raises(Refused):
            importing.look(desk, written(tmp_path, "a.json", json.dumps(said).encode()))


@pytest.mark.parametrize(("table", "key", "value"), [
    ("row", "categories", ["nonsense"]), ("row", "role", "boss"), ("row", "country", "Belgium"), ("row", "title", "  "), ("row", "version", 10 ** 40), ("row", "questions", [["nonsense", "?"]]),
    ("decisions", "field", "nonsense"), ("decisions", "value", [{"text": "a", "action": "nonsense"}]), ("decisions", "value", [7]), ("decisions", "reason", ["a"]),
    ("statements", "field", "nonsense"), ("statements", "kinds", [7]), ("statements", "rule", {"unit": "nonsense", "duration": 1}), ("statements", "details", {"country": 7}), ("statements", "text", "\ud800"),
])
def test_our_own_form_with_words_that_the_register_does_not_know(desk: Desk, tmp_path: Path, table: str, key: str, value: object) -> None:
    """Once in the store they would end every list and every export."""
    importing.import_file(desk, written(tmp_path, "ico.xlsx"))
    coming = next(each.id for each in records.listed(desk) if not each.from_notice)
    records.decide(desk, coming, Field.RETENTION, [{"text": "A year", "duration": 1, "unit": "year", "triggers": ["visit"], "action": "delete"}], "because")
    path, _number = exporting.export(desk, "json", tmp_path / "a.json", only=[coming])
    said = json.loads(path.read_text())
    kept = said["activities"][0]["kept"]
    (kept["row"] if table == "row" else kept[table][0])[key] = value
    with pytest.raises(Refused):
        importing.look(desk, written(tmp_path, "b.json", json.dumps(said).encode()))


def test_the_exported_json_keeps_its_schema(desk: Desk, tmp_path: Path) -> None:
    importing.import_file(desk, written(tmp_path, "ico.xlsx"))
    path, _number = exporting.export(desk, "json", tmp_path / "a.json")
    schema = json.loads((paths.resources() / "schemas" / "register.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(path.read_text()), schema)


def test_another_title_and_country_come_with_our_own_file(desk: Desk, tmp_path: Path) -> None:
    path, _number = exporting.export(desk, "json", tmp_path / "register.json")
    document = json.loads(path.read_text())
    row = next(each for each in document["activities"] if each["id"] == "be-visitors")["kept"]["row"]
    row["title"], row["country"] = "Guests of the house", "NL"
    path.write_text(json.dumps(document))
    changed, = importing.import_file(desk, path).coming
    assert (changed.ref, changed.verdict) == ("be-visitors", Verdict.CHANGED)
    about = records.shown(desk, "be-visitors").listed
    assert (about.title, about.country) == ("Guests of the house", "NL")


def kept_alone(desk: Desk, tmp_path: Path, name: str) -> Path:
    """One approved record with a decision, as a file."""
    approved(desk)
    return exporting.export(desk, "json", tmp_path / name, only=["be-visitors"])[0]


def approved(desk: Desk) -> None:
    records.decide(desk, "be-visitors", Field.RECIPIENT, [], "Nobody, she said.")
    for each in records.shown(desk, "be-visitors").fields:
        if each.contradictions:
            records.decide(desk, "be-visitors", each.field, "Decided", "Only one can hold.")
    lives.approve(desk, "be-visitors")


def test_an_older_file_of_ours_makes_a_newer_version_and_approves_nothing(desk: Desk, tmp_path: Path) -> None:
    path = kept_alone(desk, tmp_path, "older.json")
    before = records.shown(desk, "be-visitors").listed
    assert before.life is Life.APPROVED
    records.decide(desk, "be-visitors", Field.SECURITY, "A locked door", "It was mended.")
    changed, = importing.import_file(desk, path).coming
    assert (changed.ref, changed.verdict) == ("be-visitors", Verdict.CHANGED)
    after = records.shown(desk, "be-visitors")
    assert (after.listed.version, after.listed.life) == (before.version + 2, Life.IN_REVIEW)
    assert after.of(Field.SECURITY).decision is None
    newest, *_older = versions.history(desk, "be-visitors")
    assert (newest.version, newest.deed, newest.account, newest.reason) == (before.version + 2, VersionDeed.IMPORTED, "An Officer", "Imported from older.json")
    assert [each.version for each in versions.history(desk, "be-visitors")] == sorted((each.version for each in versions.history(desk, "be-visitors")), reverse=True)
    assert [(each.field, each.new) for each in newest.changes] == [(Field.SECURITY, None)]


def test_undo_gives_back_the_version_that_a_file_of_ours_replaced(desk: Desk, tmp_path: Path) -> None:
    path = kept_alone(desk, tmp_path, "older.json")
    records.decide(desk, "be-visitors", Field.SECURITY, "A locked door", "It was mended.")
    lives.approve(desk, "be-visitors")
    before = records.shown(desk, "be-visitors")
    importing.import_file(desk, path)
    assert records.shown(desk, "be-visitors").listed.life is Life.IN_REVIEW
    undo.undo(desk)
    assert records.shown(desk, "be-visitors") == before


def test_a_file_that_says_the_same_changes_no_life(desk: Desk, tmp_path: Path) -> None:
    path = kept_alone(desk, tmp_path, "same.json")
    lives.withdraw(desk, "be-visitors", "She looks at it again.")
    assert [each.verdict for each in importing.import_file(desk, path).planned] == [Verdict.SAME]
    assert records.shown(desk, "be-visitors").listed.life is Life.DRAFT


@pytest.mark.parametrize(("said", "left_out"), [({}, False), ({"retired_at": "2026-11-01T09:00:00+00:00"}, True), ({"review_on": "2031-01-01"}, True), ({"approved_at": None}, True), ({"approved_by": "Somebody Else", "version": 7}, False)])
def test_stage_and_review_of_a_file_are_left_out_and_that_is_told(desk: Desk, tmp_path: Path, said: dict[str, object], left_out: bool) -> None:
    document = json.loads(kept_alone(desk, tmp_path, "a.json").read_text())
    document["activities"][0]["kept"]["row"] |= said
    before = records.shown(desk, "be-visitors")
    told, = importing.answer(importing.import_file(desk, written(tmp_path, "b.json", json.dumps(document).encode())))["reported"]
    assert told["why"].startswith("This is in the register already.")
    assert ("those in the file were left out" in told["why"]) == left_out
    assert records.shown(desk, "be-visitors") == before


def test_a_record_that_is_not_here_comes_with_its_life_and_says_where_from(desk: Desk, desk_on: DeskOn, tmp_path: Path) -> None:
    document = json.loads(kept_alone(desk, tmp_path, "a.json").read_text())
    document["activities"][0]["id"] = "be-guests"
    document["activities"][0]["kept"]["row"]["approved_by"] = "Somebody Else"
    other = desk_on("2026-11-24")
    importing.import_file(other, written(tmp_path, "b.json", json.dumps(document).encode()))
    assert records.shown(other, "be-guests").listed.life is Life.APPROVED
    only, = versions.history(other, "be-guests")
    assert (only.deed, only.account, only.reason) == (VersionDeed.IMPORTED, "An Officer", "Imported from b.json")


# -- what is no register, and where a record stands
