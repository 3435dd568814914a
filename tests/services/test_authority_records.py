"""Addresses that were checked, corrected, delivered and taken back."""
from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from alektum_desk.domain import complaints as reading
from alektum_desk.domain.errors import Refused
from alektum_desk.reference import authorities as reference
from alektum_desk.services import authority_records as records, complaints
from alektum_desk.services.desk import Desk
from tests.services.test_projections import a_case

DeskOn = Callable[..., Desk]
NEW = {"lines": ["Ny Vej 7", "1000 København K"]}
SIGNER = Ed25519PrivateKey.from_private_bytes(b"s" * 32)


def fingerprint(key: Ed25519PrivateKey = SIGNER) -> str:
    return hashlib.sha256(key.public_key().public_bytes_raw()).hexdigest()


def a_delivery(found: list[dict[str, Any]], issued_on: str = "2026-11-20", key: Ed25519PrivateKey = SIGNER) -> bytes:
    document = {"schema": records.SCHEMA, "signer": "The keeper of records", "issued_on": issued_on, "records": found,
                "public_key": b64encode(key.public_key().public_bytes_raw()).decode()}
    return json.dumps({**document, "signature": b64encode(key.sign(records.signed_part(document))).decode()}).encode()


def needs_check(desk: Desk, key: str) -> bool:
    return next(each.needs_check for each in records.listed(desk) if each.id == key)


def test_a_checked_address_asks_again_after_half_a_year(desk_on: DeskOn, clock_of: Callable[[Desk], Any]) -> None:
    desk = desk_on("2026-11-24")
    key = next(each.id for each in records.listed(desk) if each.needs_check and each.printable)
    assert records.verify(desk, key).as_of == "2026-11-24"
    assert not needs_check(desk, key)
    assert reference.authority(key).as_of != "2026-11-24"
    clock_of(desk).move(timedelta(days=181))
    assert needs_check(desk, key)


def test_what_cannot_have_been_checked(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-24")
    with pytest.raises(Refused, match="still to come"):
        records.verify(desk, "dk-datatilsynet", date(2026, 11, 25))
    with pytest.raises(Refused, match="There is no authority"):
        records.verify(desk, "nowhere")
    without = next(each.id for each in reference.authorities().values() if each.address is None)
    with pytest.raises(Refused, match="no address"):
        records.verify(desk, without)


def test_a_correction_stands_on_the_next_letter_and_goes_back(desk_on: DeskOn, tmp_path: Path) -> None:
    desk = desk_on("2026-11-24")
    changes = records.correct(desk, "dk-datatilsynet", {"address": NEW}, "Their site.")
    assert [(each.field, each.new) for each in changes if each.field == "address"] == [("address", "Ny Vej 7\n1000 København K\nDK")]

    def lines() -> tuple[str, ...]:
        return complaints.prepared(reading.read(a_case()), desk.office, world=records.world(desk)).address.lines
    assert lines() == ("Ny Vej 7", "1000 København K")
    assert complaints.write_letter(desk, a_case(), tmp_path / "a.pdf").authority == "dk-datatilsynet"
    records.correct(desk, "dk-datatilsynet", {"email": "ny@example.org"}, "Their site.")
    assert lines() == ("Ny Vej 7", "1000 København K")
    records.roll_back(desk, "dk-datatilsynet", 0, "A mistake.")
    bundled = reference.authority("dk-datatilsynet").address
    assert bundled
    assert lines() == bundled.lines
    records.roll_back(desk, "dk-datatilsynet", 1, "It was right.")
    assert lines() == ("Ny Vej 7", "1000 København K")
    assert [(each.number, each.source, each.who, each.why) for each in records.versions(desk, "dk-datatilsynet")] == [
        (1, "own", "An Officer", "Their site."), (2, "own", "An Officer", "Their site."), (3, "rollback", "An Officer", "A mistake."),
        (4, "rollback", "An Officer", "It was right.")]
    with pytest.raises(Refused, match="no version 9"):
        records.roll_back(desk, "dk-datatilsynet", 9, "x")


def test_an_authority_without_an_address_becomes_printable(desk_on: DeskOn, tmp_path: Path) -> None:
    desk = desk_on("2026-11-24")
    case = a_case("GG")
    with pytest.raises(Refused):
        complaints.write_letter(desk, case, tmp_path / "a.pdf")
    key = next(each.id for each in reference.authorities().values() if each.country == "GG")
    records.correct(desk, key, {"address": {"lines": ["Block A", "St Peter Port", "GY1 2ML"]}}, "Their site.")
    assert complaints.write_letter(desk, case, tmp_path / "a.pdf").authority == key


@pytest.mark.parametrize("bad", [
    {"address": {"lines": []}}, {"address": {"lines": ["a\nb"]}}, {"address": "x"}, {"address": {"lines": ["a"], "zip": "1"}}, {"regime": "uk_gdpr"},
    {"email": 5}, {"names": {}}, {"printable": "yes"}, {"confidence": "sure"}, {"address": {"lines": ["a"], "country": "XX"}}])
def test_what_is_no_record(desk_on: DeskOn, bad: dict[str, Any]) -> None:
    desk = desk_on("2026-11-24")
    with pytest.raises(Refused):
        records.correct(desk, "dk-datatilsynet", bad, "why")
    assert records.versions(desk, "dk-datatilsynet") == ()


def test_a_signed_delivery_shows_what_it_changes_first(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-24")
    file = a_delivery([{"id": "dk-datatilsynet", "address": NEW, "as_of": "2026-11-20"}, {"id": "se-imy", "phone": "+46 1"}])
    shown = records.update(desk, file, fingerprint().upper())
    assert not shown.applied
    assert records.versions(desk, "dk-datatilsynet") == ()
    assert {(each.authority, each.field) for each in shown.changes} >= {("dk-datatilsynet", "address"), ("se-imy", "phone")}
    taken = records.update(desk, file, fingerprint(), apply=True)
    assert (taken.applied, taken.changes) == (True, shown.changes)
    assert records.shown(desk, "se-imy").phone == "+46 1"
    assert records.update(desk, file, fingerprint(), apply=True).changes == ()
    (version,) = records.versions(desk, "se-imy")
    assert (version.source, version.why, version.who) == ("delivered", "The keeper of records", "An Officer")
    with pytest.raises(Refused, match="newer delivery"):
        records.update(desk, a_delivery([], "2026-11-19"), fingerprint())


def test_a_delivery_by_somebody_else(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-24")
    file = a_delivery([{"id": "dk-datatilsynet", "address": NEW}])
    other = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
    with pytest.raises(Refused, match="another key"):
        records.update(desk, a_delivery([], key=other), fingerprint())
    with pytest.raises(Refused, match="changed after"):
        records.update(desk, file.replace(b"Ny Vej 7", b"Ny Vej 8"), fingerprint())
    for bad in (b"", b"[]", b"{}", b"\xff", b'{"public_key": 5}', file.replace(records.SCHEMA.encode(), b"x")):
        with pytest.raises(Refused):
            records.update(desk, bad, fingerprint())
    with pytest.raises(Refused):
        records.update(desk, a_delivery([{"id": "nowhere", "phone": "1"}]), fingerprint())
