"""Files that left: known, with a day to go, and gone when it says so."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from alektum_desk.domain.errors import DiskTrouble, NotAllowed, Refused
from alektum_desk.domain.exports import State
from alektum_desk.services import checks, exports
from alektum_desk.services.desk import Desk
from tests.conftest import Clock
from tests.forensic import found, spellings


@pytest.fixture
def desk(desk_on: Callable[..., Desk]) -> Desk:
    return desk_on("2026-11-22")


def test_a_file_is_listed_with_its_hash_and_its_day(desk: Desk, tmp_path: Path) -> None:
    exports.write(desk, "cases", "complaint.letter", tmp_path / "letter.pdf", b"letter", about="a" * 32)
    exports.write(desk, "register", "register.json", tmp_path / "register.json", b"register", days=7)
    first, second = exports.listed(desk)
    assert (first.kind, first.file, first.delete_by, first.state) == ("register.json", tmp_path / "register.json", date(2026, 11, 29), State.THERE)
    assert (second.compartment, second.about, second.delete_by) == ("cases", "a" * 32, date(2026, 12, 22))
    assert (tmp_path / "letter.pdf").read_bytes() == b"letter"
    assert (tmp_path / "letter.pdf").stat().st_mode & 0o777 == 0o600
    exports.write(desk, "cases", "complaint.letter", tmp_path / "letter.pdf", b"letter again")
    assert len(exports.listed(desk)) == 2
    (tmp_path / "letter.pdf").write_bytes(b"mine")
    (tmp_path / "register.json").unlink()
    assert [each.state for each in exports.listed(desk)] == [State.MISSING, State.CHANGED]


def test_what_is_past_its_day_is_shredded(desk: Desk, tmp_path: Path, clock_of: Callable[[Desk], Clock]) -> None:
    kept = tmp_path / "Kari Nordmann.pdf"
    exports.write(desk, "cases", "complaint.letter", kept, b"letter", days=3)
    exports.write(desk, "register", "register.pdf", tmp_path / "register.pdf", b"register")
    (tmp_path / "hard link").hardlink_to(kept)
    clock_of(desk).move(timedelta(days=3))
    assert exports.overdue(desk) == ()
    assert exports.shred(desk) == ()
    clock_of(desk).move(timedelta(days=1))
    [late] = exports.overdue(desk)
    place = desk.store.compartment("cases")
    needles = spellings(["Kari Nordmann.pdf"])
    assert found(place.path, place.key.raw, needles)                    # positive control
    assert [(each.export, each.gone) for each in exports.shred(desk)] == [(late, True)]
    assert not kept.exists()
    assert (tmp_path / "hard link").read_bytes() == b"------"           # its blocks hold nothing any more
    assert [each.kind for each in exports.listed(desk)] == ["register.pdf"]
    assert not found(place.path, place.key.raw, needles)
    assert all(each.ok for each in checks.journals(desk))


def test_what_somebody_changed_is_not_ours_to_shred(desk: Desk, tmp_path: Path) -> None:
    exports.write(desk, "register", "register.pdf", tmp_path / "a.pdf", b"register")
    exports.write(desk, "register", "register.pdf", tmp_path / "b.pdf", b"register")
    (tmp_path / "a.pdf").write_bytes(b"mine")
    (tmp_path / "b.pdf").unlink()
    done = exports.shred(desk, [each.id for each in exports.listed(desk)])
    assert {each.export.file.name: each.gone for each in done} == {"a.pdf": False, "b.pdf": True}
    assert (tmp_path / "a.pdf").read_bytes() == b"mine"
    with pytest.raises(Refused):
        exports.shred(desk, ["nothing"])


def test_nobody_writes_where_nobody_may(desk: Desk, desk_on: Callable[..., Desk], tmp_path: Path) -> None:
    with pytest.raises(DiskTrouble, match="There is no folder"):
        exports.write(desk, "cases", "complaint.letter", tmp_path / "none" / "letter.pdf", b"letter")
    with pytest.raises(Refused, match="is a folder"):
        exports.write(desk, "cases", "complaint.letter", tmp_path, b"letter")
    assert exports.listed(desk) == ()          # refused before it was listed
    with pytest.raises(NotAllowed):
        exports.write(desk_on("2026-11-22", role="auditor"), "cases", "complaint.letter", tmp_path / "a.pdf", b"x")
    assert not (tmp_path / "a.pdf").exists()
    auditor = desk_on("2026-11-22", role="auditor")
    exports.write(auditor, "register", "register.pdf", tmp_path / "a.pdf", b"x")
    assert ((tmp_path / "a.pdf").read_bytes(), exports.listed(auditor)) == (b"x", ())
    assert exports.listed(desk_on("2026-11-22", role="front-desk")) == ()


def test_the_register_on_paper_is_listed(desk: Desk, tmp_path: Path) -> None:
    from alektum_desk.services import register_export
    register_export.export(desk, "json", tmp_path / "register.json")
    [row] = exports.listed(desk)
    assert (row.kind, row.file, row.state) == ("register.json", tmp_path / "register.json", State.THERE)


def test_an_issued_letter_is_listed_and_signed_for(desk: Desk, tmp_path: Path) -> None:
    from alektum_desk.services import complaints, sample
    document = sample._complaints("2026-11-22")[0]
    before = len(list((desk.home / "proofs" / "cases").glob("*.checkpoint")))
    written = complaints.write_letter(desk, document, tmp_path / "letter.pdf")
    [row] = exports.listed(desk)
    assert (row.kind, row.sha256, row.state) == ("complaint.letter", written.sha256, State.THERE)
    assert row.about in {each.id for each in complaints.listed(desk)}
    assert len(list((desk.home / "proofs" / "cases").glob("*.checkpoint"))) == before + 1
    complaints.write_letter(desk, document, tmp_path / "again.pdf")
    assert {each.file.name for each in exports.listed(desk)} == {"letter.pdf", "again.pdf"}


def test_whole_folders_are_listed_as_one_and_shredded_to_the_last_file(desk: Desk, tmp_path: Path, clock_of: Callable[[Desk], Clock]) -> None:
    from alektum_desk.services import inspection, journals
    journals.export(desk, tmp_path / "plain")
    journals.export(desk, tmp_path / "journals", payloads=True)
    inspection.write(desk, "cases", tmp_path / "pages")
    assert {(each.kind, each.file.name, each.state) for each in exports.listed(desk)} == {
        ("journal.export", "journals", State.THERE), ("store.inspection", "pages", State.THERE)}
    (tmp_path / "pages" / "mine.txt").write_text("mine")
    clock_of(desk).move(timedelta(days=31))
    assert [(each.export.kind, each.gone) for each in exports.shred(desk)] == [("journal.export", True)]
    assert sorted(path.name for path in tmp_path.glob("*")) == [desk.home.name, "pages", "plain"]
    inspection.wipe(tmp_path / "pages")
    assert (tmp_path / "pages" / "mine.txt").read_text() == "mine"


def test_certificates_are_listed_where_the_account_opens_the_list(desk: Desk, desk_on: Callable[..., Desk], tmp_path: Path) -> None:
    from alektum_desk.services import certificates
    made = certificates.of_month(desk, "2026-11")
    certificates.write_paper(desk, made, tmp_path / "a.pdf")
    certificates.write_signed(desk, made, tmp_path / "a.json")
    assert [each.kind for each in exports.listed(desk)] == ["visits.certificate"] * 2
    front = desk_on("2026-11-22", role="front-desk")
    certificates.write_paper(front, made, tmp_path / "b.pdf")
    assert (tmp_path / "b.pdf").read_bytes().startswith(b"%PDF")
