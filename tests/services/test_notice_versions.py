"""A newer text of a published notice: facts move with their words, and end where these are gone."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from alektum_desk.base import paths
from alektum_desk.domain.errors import NotAllowed, Refused
from alektum_desk.domain.findings import Mark
from alektum_desk.domain.notice_versions import Change
from alektum_desk.domain.notices import Field
from alektum_desk.domain.records import Life, VersionDeed
from alektum_desk.domain.retention import Trigger
from alektum_desk.domain.subjects import Category
from alektum_desk.services import lives, notice_findings, notice_versions, notices, records, retention, undo, versions
from alektum_desk.services.desk import Desk

SEEDS = paths.PACKAGE.parent.parent / "shared" / "seeds"
FILE = "000_90426bc97d848c66.txt"
DUTCH = "001_2d47d09eea59b204.txt"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the published notices are not beside this checkout")


@pytest.fixture
def desk(desk_on: Callable[..., Desk]) -> Desk:
    made = desk_on("2026-11-24")
    notices.read(made, [next(SEEDS.rglob(FILE))])
    return made


def newer(tmp_path: Path, change: Callable[[list[str]], None]) -> Path:
    lines = next(SEEDS.rglob(FILE)).read_text(encoding="utf-8").split("\n")
    change(lines)
    path = tmp_path / "newer.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def drop_the_visit(lines: list[str]) -> None:
    """The line that says one month is gone, and a first line is new."""
    lines[19] = "Les données des visiteurs sont effacées à temps."
    lines.insert(0, "Version 2")


def test_a_newer_text_moves_the_facts_and_ends_those_that_it_drops(desk: Desk, tmp_path: Path) -> None:
    before = {each.id: each.place.line for each in notices.shown(desk, "be-fr").statements if each.place}
    found = notice_versions.renew(desk, "be-fr", newer(tmp_path, drop_the_visit), date(2026, 11, 1), "the public site")
    after = {each.id: each.place.line for each in notices.shown(desk, "be-fr").statements if each.place}
    assert {line for key, line in before.items() if key not in after} == {20}
    assert all(line == before[key] + 1 for key, line in after.items())
    assert {(each.change, each.old or each.new) for each in found.lines} == {(Change.ADDED, 1), (Change.DROPPED, 20), (Change.ADDED, 21)}
    touched = {(each.statement.field, each.activities) for each in found.touched}
    assert any(field is Field.RETENTION and "be-visitors" in readers for field, readers in touched)
    lost = records.shown(desk, "be-visitors").of(Field.RETENTION).statements
    assert not [each for each in lost if each.place and each.place.line == 20]


def test_what_a_newer_text_drops_counts_nowhere_any_more(desk: Desk, tmp_path: Path) -> None:
    """Not in the calculator, in no search and in no comparison; the rules that stay keep their names."""
    def answer() -> str:
        return retention.when(desk, "BE", Category.VISITOR, Trigger.VISIT, date(2026, 1, 31)).reason

    before = {each.known.id: each.known.text for each in retention.rules(desk)}
    visit = next(text for text in before.values() if "visitor register" in text)
    assert "Notice be-fr, line 20." in answer()
    assert "be-visitors" in {each.id for each in records.listed(desk, search="Entries of the visitor register")}
    notice_versions.renew(desk, "be-fr", newer(tmp_path, drop_the_visit), date(2026, 11, 1), "the public site")
    assert "Notice be-fr" not in answer()
    assert "be-visitors" not in {each.id for each in records.listed(desk, search="Entries of the visitor register")}
    assert {each.known.id: each.known.text for each in retention.rules(desk)} == {key: text for key, text in before.items() if text != visit}


def test_a_record_that_loses_a_fact_asks_what_holds_and_its_approval_lapses(desk: Desk, tmp_path: Path) -> None:
    records.decide(desk, "be-visitors", Field.RECIPIENT, "The reception", "Seen.")
    lives.approve(desk, "be-visitors")
    others = {each.id: each.version for each in records.listed(desk) if each.country != "BE"}
    before = records.shown(desk, "be-visitors")
    rules = len(retention.rules(desk))
    notice_versions.renew(desk, "be-fr", newer(tmp_path, drop_the_visit))
    now = records.shown(desk, "be-visitors")
    assert (before.listed.life, now.listed.life) == (Life.APPROVED, Life.IN_REVIEW)
    assert now.listed.version == before.listed.version + 1
    assert versions.history(desk, "be-visitors")[0].deed is VersionDeed.RENEWED
    assert [field for field, words in now.questions if "newer text" in words] == [Field.RETENTION, Field.SECURITY]
    assert {each.id: each.version for each in records.listed(desk) if each.country != "BE"} == others
    notice_versions.renew(desk, "be-fr", next(SEEDS.rglob(FILE)))
    again = records.shown(desk, "be-visitors")
    assert not [words for _field, words in again.questions if "newer text" in words]
    assert again.of(Field.RETENTION).statements == before.of(Field.RETENTION).statements, "what the first text says holds again"
    assert len(retention.rules(desk)) == rules


def test_a_renewal_is_undone_before_the_reading_of_the_first_text(desk: Desk, tmp_path: Path) -> None:
    lives.approve(desk, "be-visitors")
    before, rules = records.shown(desk, "be-visitors"), retention.rules(desk)
    notice_versions.renew(desk, "be-fr", newer(tmp_path, drop_the_visit))
    assert undo.undo(desk).startswith("Undo the newer text of the notice “")
    assert (records.shown(desk, "be-visitors"), retention.rules(desk)) == (before, rules)
    assert [each.number for each in notice_versions.versions(desk, "be-fr")] == [1]
    assert undo.redo(desk).startswith("Redo the newer text of the notice “")
    assert [each.number for each in notice_versions.versions(desk, "be-fr")] == [1, 2]
    assert records.shown(desk, "be-visitors").listed.version == before.listed.version + 1


def test_versions_are_kept_with_source_and_day_and_compared(desk: Desk, tmp_path: Path) -> None:
    assert [each.number for each in notice_versions.versions(desk, "be-fr")] == [1]
    notice_versions.renew(desk, "be-fr", newer(tmp_path, drop_the_visit), date(2026, 11, 1), "the public site")
    first, second = notice_versions.versions(desk, "be-fr")
    assert (second.number, second.published_on, second.source) == (2, date(2026, 11, 1), "the public site")
    assert notice_versions.text(desk, "be-fr", 1)[0] != "Version 2" == notice_versions.text(desk, "be-fr", 2)[0]
    assert first.sha256 != second.sha256
    forth = notice_versions.difference(desk, "be-fr", 1, 2)
    back = notice_versions.difference(desk, "be-fr", 2, 1)
    assert {each.change for each in forth.lines if each.new == 1} == {Change.ADDED}
    assert {each.change for each in back.lines if each.old == 1} == {Change.DROPPED}


def test_the_version_in_force_and_unknown_ones_are_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="in force already"):
        notice_versions.renew(desk, "be-fr", newer(tmp_path, lambda _lines: None))
    notices.read(desk, [next(SEEDS.rglob(DUTCH))])
    with pytest.raises(Refused, match="another notice: be-nl"):
        notice_versions.renew(desk, "be-fr", next(SEEDS.rglob(DUTCH)))
    with pytest.raises(Refused, match="never read in"):
        notice_versions.renew(desk, "dk", newer(tmp_path, drop_the_visit))
    with pytest.raises(Refused, match="no version 7"):
        notice_versions.text(desk, "be-fr", 7)


def test_a_finding_is_laid_down_and_opened_again(desk: Desk) -> None:
    first = notice_findings.listed(desk)[0]
    assert first.is_open
    notice_findings.mark(desk, first.id, Mark.LEGAL, "Asked counsel.")
    laid = next(each for each in notice_findings.listed(desk) if each.id == first.id).laid
    assert laid is not None
    assert (laid.mark, laid.reason) == (Mark.LEGAL, "Asked counsel.")
    notice_findings.mark(desk, first.id, Mark.ACCEPTED, "Counsel agrees.")
    notice_findings.mark(desk, first.id, None, "The answer was withdrawn.")
    assert all(each.is_open for each in notice_findings.listed(desk))


def test_a_finding_keeps_its_name_when_lines_move(desk: Desk, tmp_path: Path) -> None:
    before = {each.id for each in notice_findings.listed(desk)}
    notice_versions.renew(desk, "be-fr", newer(tmp_path, lambda lines: lines.insert(5, "Une phrase de plus.")))
    after = {each.id for each in notice_findings.listed(desk)}
    assert len(before & after) > 0.9 * len(before)


def test_a_mark_needs_a_reason_and_a_finding(desk: Desk) -> None:
    first = notice_findings.listed(desk)[0]
    with pytest.raises(Refused, match="reason"):
        notice_findings.mark(desk, first.id, Mark.FIXED, "  ")
    with pytest.raises(Refused, match="finds nothing"):
        notice_findings.mark(desk, "0" * 12, Mark.FIXED, "Because.")


def test_an_auditor_cannot_lay_anything_down(desk_on: Callable[..., Desk]) -> None:
    auditor = desk_on("2026-11-24", role="auditor")
    with pytest.raises(NotAllowed):
        notice_findings.mark(auditor, notice_findings.listed(auditor)[0].id, Mark.FIXED, "Because.")
