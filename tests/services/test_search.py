"""One search: what a role may open, found without accents."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from alektum_desk.domain.visitors import Guest
from alektum_desk.services import accounts, complaints, desk as desks, notices, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.services.search import find
from tests.conftest import PASSWORD, Clock
from tests.services.test_complaints import a_file

DeskOn = Callable[..., Desk]
LINE = "Vi sparar uppgifter i trettiosex månader efter det att ärendet avslutats, och därefter raderas de. " * 3


@pytest.fixture
def desk(desk_on: DeskOn, tmp_path: Path) -> Desk:
    desk = desk_on("2026-11-24")
    (tmp_path / "notice.txt").write_text(f"Inledning.\n{LINE}\n", encoding="utf-8")
    notices.read(desk, [tmp_path / "notice.txt"], "SE", "sv", "Alektum AB")
    visitors.sign_in(desk, Guest("Zoë Månsson", "Œuvre SA", "1-ABC-234", "Anna Verhulst"))
    return desk


def test_activities_lines_and_visits_are_found(desk: Desk) -> None:
    assert {(each.kind, each.id) for each in find(desk, "newsletters")} == {("activity", "no-newsletter"), ("activity", "no-website")}
    hit, = find(desk, "MANADER arendet")
    assert (hit.kind, hit.id, hit.line) == ("notice", "se-sv", 2)
    assert "månader" in hit.detail
    assert len(hit.detail) < len(LINE)
    visit, = find(desk, "ZOË")
    assert (visit.kind, visit.title, visit.detail) == ("visit", "Zoë Månsson", "Œuvre SA")
    assert [each.kind for each in find(desk, "œuvre")] == ["visit"]


@pytest.mark.parametrize("text", ["", "   ", "nothing-like-this-anywhere", "%", "'"])
def test_nothing_is_found_for_nothing(desk: Desk, text: str) -> None:
    assert {each.kind for each in find(desk, text)} <= {"activity", "authority"}       # some have an apostrophe
    assert not find(desk, text) or text in {"%", "'"}


def test_each_role_finds_what_it_may_open(desk_on: DeskOn) -> None:
    front = desk_on("2026-11-24", role="front-desk")
    visitors.sign_in(front, Guest("Newsletter Visitor", None, None, None))
    assert {each.kind for each in find(front, "newsletter")} == {"visit"}
    assert {each.kind for each in find(desk_on("2026-11-24", role="auditor"), "newsletter")} == {"activity"}


def test_a_common_word_does_not_flood_the_answer(desk: Desk) -> None:
    assert len(find(desk, "a")) <= 50


def test_letters_and_authorities_are_found(desk_on: DeskOn, clock_of: Callable[[Desk], Clock]) -> None:
    desk = desk_on("2026-11-24")
    accounts.add(desk, "Mia", "dpo", PASSWORD)
    kept = complaints.keep(desk, a_file(letter="report"))
    walled = complaints.keep(desk, a_file(letter="own_group", complainant={"name": "Quirinus Zapfenstreich"}))
    mia = desks.open_desk(desk.home, "Mia", PASSWORD, clock_of(desk))
    assert [(each.kind, each.id) for each in find(desk, "2026-0001")] == [("complaint", kept.id)]
    assert [(each.kind, each.id) for each in find(desk, "zapfenstreich")] == [("complaint", walled.id)]
    assert find(mia, "zapfenstreich") == ()
    assert [(each.kind, each.detail) for each in find(mia, "2026-0002")] == [("complaint", "Walled")]
    assert ("authority", "be-apd-gba") in [(each.kind, each.id) for each in find(desk, "gegevensbeschermings")]
    mia.close()
