"""Reading published notices in: all or nothing, recognised by their content."""
from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from alektum_desk.base import paths
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import DeskError, DiskTrouble, NotAllowed, Refused
from alektum_desk.domain.notices import Field
from alektum_desk.services import notices
from alektum_desk.services.desk import Desk
from alektum_desk.services.notice_files import LARGEST, read_file

DeskOn = Callable[..., Desk]
SEEDS = paths.PACKAGE.parent.parent / "shared" / "seeds"
WHOSE: dict[str, str] = {"country": "SE", "language": "sv", "organisation": "Alektum AB"}


@pytest.fixture
def desk(desk_on: DeskOn) -> Desk:
    return desk_on("2026-11-24")


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(data: bytes | str = "En rad.\r\nEn rad till.\n", name: str = "notice.txt") -> Path:
        (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
        return tmp_path / name
    return write


def texts(desk: Desk) -> list[str]:
    return [each.id for each in notices.listed(desk) if each.lines]


def test_the_list_shows_ours_first_and_the_other_organisation_last(desk: Desk) -> None:
    found = notices.listed(desk)
    assert [each.id for each in found] == ["be-fr", "be-nl", "dk", "no-debt", "no-web", "office-fr"]
    assert [each.ours for each in found] == [True] * 5 + [False]
    assert all(each.facts and not each.lines and each.read_at is None for each in found)


def test_before_the_text_is_read_a_fact_shows_line_and_anchor(desk: Desk) -> None:
    page = notices.shown(desk, "be-fr")
    assert page.text_lines == ()
    assert all(each.place and each.place.line and each.place.anchor for each in page.statements)
    assert page.of(Field.COMPLAINT)
    assert notices.sentence(desk, "be-fr", 20).text is None


def test_the_published_notices_are_recognised_and_every_anchor_stands_on_its_line(desk: Desk) -> None:
    if not SEEDS.is_dir():
        pytest.skip("the published notices are not beside this checkout")
    taken = notices.read(desk, sorted(SEEDS.glob("*.txt")))
    assert [(each.id, each.known) for each in taken] == [(name, True) for name in ("be-fr", "be-nl", "dk", "no-debt", "no-web", "office-fr")]
    for each in notices.listed(desk):
        page = notices.shown(desk, each.id)
        assert (each.lines, each.read_at) == (len(page.text_lines), desk.now().replace(microsecond=0))
        for said in page.statements:
            assert said.place is not None
            assert said.place.anchor in (notices.sentence(desk, each.id, said.place.line).text or "")


def test_an_unknown_text_becomes_a_new_notice(desk: Desk, file: Callable[..., Path]) -> None:
    told: list[frozenset[Kind]] = []
    desk.store.changed.append(told.append)
    taken, = notices.read(desk, [file()], **WHOSE)
    assert (taken.id, taken.known, taken.lines, taken.sha256) == ("se-sv", False, 2, sha256(b"En rad.\r\nEn rad till.\n").hexdigest())
    page = notices.shown(desk, "se-sv")
    assert (page.text_lines, page.notice.ours, page.notice.country) == (("En rad.", "En rad till."), True, "SE")
    assert notices.sentence(desk, "se-sv", 2).text == "En rad till."
    assert notices.sentence(desk, "se-sv", 3).text is None
    assert told == [frozenset({Kind.NOTICE})]


def test_a_second_notice_of_a_country_has_a_name_of_its_own_and_another_organisation_is_not_ours(desk: Desk, file: Callable[..., Path]) -> None:
    notices.read(desk, [file()], **WHOSE)
    notices.read(desk, [file("Annat.")], country="SE", language="sv", organisation="Someone Else")
    assert {each.id: each.ours for each in notices.listed(desk) if each.country == "SE"} == {"se-sv": True, "se-sv-2": False}


def test_reading_the_same_text_again_is_no_second_notice(desk: Desk, file: Callable[..., Path]) -> None:
    first, second = notices.read(desk, [file(), file(name="copy.txt")], **WHOSE)
    assert (first.id, second.id, second.known) == ("se-sv", "se-sv", True)
    again, = notices.read(desk, [file()])
    assert again.known
    assert len(notices.listed(desk)) == 7


@pytest.mark.parametrize(("data", "error"), [
    (b"", Refused), (b" \n\n", Refused), (b"\xff\xfe\x00", Refused), (b"\x89PNG\r\n\x1a\n", Refused), (b"PK\x03\x04 text", Refused),
    (b"a\0b", Refused), (b"x" * (LARGEST + 1), Refused),
])
def test_a_wrong_file_is_refused_and_nothing_stays_behind(desk: Desk, file: Callable[..., Path], data: bytes, error: type[DeskError]) -> None:
    with pytest.raises(error):
        notices.read(desk, [file(), file(data, "wrong.txt")], **WHOSE)
    assert texts(desk) == []
    assert len(notices.listed(desk)) == 6


def test_a_folder_a_pipe_and_a_missing_file_are_refused(desk: Desk, file: Callable[..., Path], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for wrong, error in ((tmp_path, Refused), (tmp_path / "pipe", Refused), (tmp_path / "missing", DiskTrouble)):
        with pytest.raises(error):
            notices.read(desk, [file(), wrong], **WHOSE)
    assert len(notices.listed(desk)) == 6


@pytest.mark.parametrize("change", [
    {"country": None}, {"language": None}, {"organisation": None}, {"country": "XQ"}, {"country": "Sweden"}, {"language": "Swedish"},
    {"organisation": " "}, {"organisation": "a\nb"},
])
def test_an_unknown_text_needs_country_language_and_organisation(desk: Desk, file: Callable[..., Path], change: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        notices.read(desk, [file()], **{**WHOSE, **change})
    with pytest.raises(Refused):
        notices.read(desk, [file()])
    assert len(notices.listed(desk)) == 6


def test_a_mark_at_the_beginning_is_no_letter_of_the_text(desk: Desk, file: Callable[..., Path]) -> None:
    notices.read(desk, [file("\ufeffFörsta raden")], **WHOSE)
    assert notices.shown(desk, "se-sv").text_lines == ("Första raden",)


def test_a_text_in_wide_letters_is_read(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_bytes("Første linje\r\nAnden linje\r\n".encode("utf-16"))
    assert read_file(path).text == "Første linje\r\nAnden linje\r\n"
    path.write_bytes("Første".encode("utf-16")[:-1])
    with pytest.raises(Refused):
        read_file(path)


def test_an_unknown_notice_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused):
        notices.shown(desk, "no-such")


def test_the_front_desk_sees_no_notice(desk_on: DeskOn) -> None:
    with pytest.raises(NotAllowed):
        notices.listed(desk_on("2026-11-24", role="front-desk"))
