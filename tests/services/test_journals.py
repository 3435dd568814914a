"""The journals shown, proved, signed and written out."""
from __future__ import annotations

import shutil
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path

import pytest

from alektum_desk.domain.errors import NotAllowed, Refused
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import accounts, checks, desk as desks, journals, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import verify
from tests.conftest import OFFICER, PASSWORD, Clock
from tests.forensic import in_files
from tests.store.test_journal import folded


@pytest.fixture
def desk(desk_on: Callable[..., Desk]) -> Desk:
    return desk_on("2026-11-22")


def test_the_last_entries_say_who_did_what(desk: Desk) -> None:
    new = accounts.add(desk, "Bo", "auditor", PASSWORD)
    visit = visitors.sign_in(desk, Guest("Kari Nordmann", None, None, None))
    shown = journals.latest(desk)
    by_kind = {each.kind: each for each in shown}
    assert by_kind["account.add"].summary == {"account": new.id, "role": "auditor"}
    signed_in = by_kind["visit.sign_in"]
    assert (signed_in.who, signed_in.compartment, signed_in.table, signed_in.row) == (OFFICER, "visitors", "visit", visit.id)
    assert "Kari" not in repr(shown)
    assert {each.field for each in signed_in.changes} >= {"name", "arrived_at"}
    assert journals.latest(desk, row=visit.id) == (signed_in,)
    assert len(journals.latest(desk, count=2)) == 2
    assert {each.compartment for each in journals.latest(desk, "cases")} == {"cases"}
    with pytest.raises(Refused):
        journals.latest(desk, "nothing")


def test_a_proof_leads_to_the_signed_root(desk: Desk) -> None:
    for _ in range(5):
        visitors.sign_in(desk, Guest("Kari Nordmann", None, None, None))
    size = journals.latest(desk, "visitors")[0].seq + 1
    for seq in range(size):
        found = journals.proof(desk, seq, "visitors")
        assert found.size == size
        hashed = b64decode(found.hash)
        assert b64encode(folded(hashed, seq, found.size, [b64decode(each) for each in found.path])).decode() == found.root
        assert found.root in found.checkpoint
        assert found.text.startswith(f"c2sp.org/tlog-proof@v1\nindex {seq}\n")
        assert found.text.endswith("\n\n" + found.checkpoint)
    for seq in (-1, size):
        with pytest.raises(Refused):
            journals.proof(desk, seq, "visitors")


def test_a_desk_that_closes_after_changes_signs(desk: Desk, clock_of: Callable[[Desk], Clock]) -> None:
    def notes(name: str) -> list[str]:
        return sorted(path.name for path in (desk.home / "proofs" / name).glob("*.checkpoint"))

    before = {name: notes(name) for name in ("register", "cases", "visitors")}
    visitors.sign_in(desk, Guest("Kari Nordmann", None, None, None))
    desk.close()
    assert notes("visitors") != before["visitors"]
    assert (notes("register"), notes("cases")) == (before["register"], before["cases"])
    signed = notes("visitors")
    again = desks.open_desk(desk.home, None, PASSWORD, clock_of(desk))
    again.close()
    assert notes("visitors") == signed


def test_notes_are_thinned_out_and_still_checked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from alektum_desk.store import journal
    monkeypatch.setattr(journal, "RECENT", 5)
    place = desk.store.compartment("cases")
    for _ in range(250):
        with desk.store.act("cases", "test", summary={}):
            pass
        place.sign()
    sizes = [int(path.stem) for path in sorted(place.proofs.glob("*.checkpoint"))]
    assert sizes[:2] == [99, 199]
    assert sizes[-5:] == list(range(sizes[-1] - 4, sizes[-1] + 1))
    assert len(sizes) <= 8
    assert all(each.ok for each in checks.journals(desk))


def test_only_who_writes_signs(desk_on: Callable[..., Desk]) -> None:
    assert {each.compartment for each in journals.sign(desk_on("2026-11-22", role="front-desk"))} == {"visitors"}
    for role in ("auditor", "witness"):
        with pytest.raises(NotAllowed):
            journals.sign(desk_on("2026-11-22", role=role))


def test_an_export_is_checked_beside_the_program(desk: Desk, tmp_path: Path) -> None:
    visitors.sign_in(desk, Guest("Kari Nordmann", None, None, None))
    assert journals.export(desk, tmp_path / "out", payloads=True) == ("register", "cases", "visitors")
    assert (tmp_path / "out" / "verify.py").read_text().startswith("#!/usr/bin/env python3")
    for log in checks.journals(desk):
        said = verify.verify(tmp_path / "out" / log.compartment)
        assert (said["ok"], said["entries"], said["pruned"], said["root"], said["origin"]) == (True, log.entries, log.pruned, log.root, log.origin)
    assert in_files(tmp_path / "out", ["Nordmann"]) == []
    with pytest.raises(Refused):
        journals.export(desk, tmp_path / "out")


def test_a_log_that_is_taken_out_put_in_or_exchanged_is_named(desk: Desk, tmp_path: Path) -> None:
    def problems() -> set[str]:
        return {each for log in ("register", "visitors") for each in verify.verify(out / log)["problems"]}

    out, before = tmp_path / "out", tmp_path / "before"
    journals.export(desk, before)
    for _ in range(3):
        with desk.store.act("cases", "test", summary={}):
            pass
    journals.export(desk, out)
    assert problems() == set()
    (out / "cases").rename(tmp_path / "cases")
    assert problems() == {"../cases/checkpoint: missing"}
    shutil.copytree(before / "cases", out / "cases")
    assert problems() == {"../cases/checkpoint: not as it was signed"}
    shutil.rmtree(out / "cases")
    (tmp_path / "cases").rename(out / "cases")
    shutil.copytree(before / "cases", out / "more")
    assert problems() == {"../more/checkpoint: added"}
    shutil.rmtree(out / "more")
    assert verify.main([str(out)]) == 0
    keys = [verify.verify(out / log)["fingerprint"] for log in ("cases", "register", "visitors")]
    assert verify.main(["--key", keys[0], str(out), "--key", keys[1], "--key", keys[2]]) == 0
    assert verify.main([str(out), "--key", keys[0], "--key", keys[1]]) == 7


def test_an_auditor_exports_the_register_only(desk_on: Callable[..., Desk], tmp_path: Path) -> None:
    assert journals.export(desk_on("2026-11-22", role="auditor"), tmp_path / "out") == ("register",)
    assert not (tmp_path / "out" / "register" / "payloads.jsonl").exists()
    assert verify.verify(tmp_path / "out" / "register")["ok"]
    with pytest.raises(NotAllowed):
        journals.export(desk_on("2026-11-22", role="witness"), tmp_path / "none")
