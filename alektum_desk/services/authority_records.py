"""Authorities as this office knows them: addresses that were checked, corrections, signed deliveries, and the way back."""
from __future__ import annotations

import hashlib
import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from alektum_desk.domain import authorities as domain, complaints
from alektum_desk.domain.authorities import Authority, Confidence
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.routing import Atlas, atlas
from alektum_desk.reference import authorities as reference, countries
from alektum_desk.services.authorities import Listed
from alektum_desk.services.desk import Desk
from alektum_desk.store import authorities as store

SCHEMA = "alektum-desk/authorities/1"
OWN, DELIVERED, BACK = "own", "delivered", "rollback"
# What a correction or a delivery may say; the law of an authority and its languages come with the program.
_LINES = ("email", "phone", "website", "form_url", "visiting", "as_of", "confidence_note")
_KEYS = frozenset({*_LINES, "names", "address", "variants", "printable", "confidence", "sources", "superseded"})


@dataclass(frozen=True, slots=True)
class Change:
    """A field as it is and as it would be; None where there is nothing."""

    authority: str
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """0 is the bundled record."""

    authority: str
    number: int
    source: str
    who: str
    at: datetime
    why: str | None
    issued_on: date | None
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A signed file of new records, and what it would change here."""

    signer: str
    fingerprint: str
    issued_on: date
    changes: tuple[Change, ...]
    applied: bool


# -- what holds here

def world(desk: Desk) -> Atlas:
    """The bundled records with everything that this office knows better laid over them."""
    if not desk.store.may("register"):
        return reference.whole()
    with desk.store.read("register") as session:
        checked = tuple(sorted(store.checked(session).items()))
        changed = tuple(sorted((each.authority, json.dumps(each.record, sort_keys=True)) for each in store.in_force(session) if each.record))
    return _merged(checked, changed) if checked or changed else reference.whole()


@lru_cache(maxsize=4)
def _merged(checked: tuple[tuple[str, date], ...], changed: tuple[tuple[str, str], ...]) -> Atlas:
    found = dict(reference.authorities())
    for key, record in changed:
        if key in found:
            found[key] = reference.changed(key, json.loads(record))
    for key, on in checked:
        if key in found:
            found[key] = _seen(found[key], on)
    return atlas(found, reference.countries())


def _seen(authority: Authority, on: date) -> Authority:
    """An officer who looked knows more than a doubtful source; an older look changes nothing."""
    before = domain.seen_on(authority)
    if before and before > on:
        return authority
    return replace(authority, as_of=on.isoformat(),
                   confidence=Confidence.MEDIUM if authority.confidence is Confidence.LOW else authority.confidence)


def shown(desk: Desk, key: str) -> Authority:
    """Refused when there is no such authority."""
    return world(desk).authorities[reference.authority(key).id]


def corrected(desk: Desk) -> frozenset[str]:
    """Those of which something else holds than what came with the program."""
    if not desk.store.may("register"):
        return frozenset()
    with desk.store.read("register") as session:
        return frozenset(each.authority for each in store.in_force(session) if each.record)


def listed(desk: Desk) -> tuple[Listed, ...]:
    return tuple(Listed(each.id, each.country, each.names, each.printable, each.as_of, each.confidence.value,
                        domain.needs_check(each, desk.today())) for each in world(desk).authorities.values())


# -- an address was checked

def verify(desk: Desk, key: str, on: date | None = None) -> Authority:
    """The officer says that on that day, today if none is named, the authority's own site showed this address."""
    on = on or desk.today()
    if on > desk.today():
        raise Refused(_N("An address cannot have been checked on a day that is still to come."), _N("Name the day on which you looked."))
    if shown(desk, key).address is None:
        raise Refused(_N("There is no address of this authority that could have been checked."),
                      _N("Enter it first: alektum-desk authorities correct {authority}"), authority=key)
    with desk.store.act("register", "authority.check") as session:
        store.add(session, store.AuthorityCheck(authority=key, checked_on=on, who=desk.who.name, at=desk.now()))
    return shown(desk, key)


# -- corrections, deliveries, and the way back

def correct(desk: Desk, key: str, changes: Mapping[str, Any], why: str) -> tuple[Change, ...]:
    """A version of the office's own over whatever holds now. A new address counts as seen today."""
    why = complaints.clean(why, "why", complaints.TEXT)
    checked = _checked(key, changes)
    if "address" in checked:
        checked = {"as_of": desk.today().isoformat(), "printable": True, "confidence": "medium", **checked}
    return _keep(desk, {key: checked}, OWN, why=why)


def versions(desk: Desk, key: str) -> tuple[Version, ...]:
    """The oldest first; the last one holds."""
    reference.authority(key)
    with desk.store.read("register") as session:
        return tuple(Version(each.authority, each.number, each.source, each.who, each.at, each.why, each.issued_on, dict(each.record))
                     for each in store.versions(session, key))


def roll_back(desk: Desk, key: str, to: int, why: str) -> tuple[Change, ...]:
    """Version `to` holds again, as a new version; 0 is the bundled record."""
    why = complaints.clean(why, "why", complaints.TEXT)
    found = {each.number: each.changes for each in versions(desk, key)} | {0: {}}
    if to not in found:
        raise Refused(_N("There is no version {number} of this authority."), _N("See: alektum-desk authorities versions {authority}"),
                      number=to, authority=key)
    return _keep(desk, {key: found[to]}, BACK, why=why, whole=True)


def update(desk: Desk, file: bytes, key: str, *, apply: bool = False) -> Delivery:
    """What a signed file would change, and with `apply` the change. `key` is the signer's fingerprint, as a person learnt it elsewhere.

    Refused where the signature is not that signer's, or the file is older than the one that was taken last.
    """
    document, fingerprint = _signed(file, key)
    issued_on = _day(document.get("issued_on"))
    records = {str(each.get("id")): _checked(str(each.get("id")), {name: value for name, value in each.items() if name != "id"})
               for each in _records(document)}
    with desk.store.read("register") as session:
        last = store.newest_delivery(session)
    if last and issued_on < last:
        raise Refused(_N("A newer delivery than this one was taken already."), _N("Ask the signer for the latest file."))
    signer = complaints.clean(document.get("signer"), "signer", complaints.LINE)
    changes = (_keep(desk, records, DELIVERED, why=signer, issued_on=issued_on) if apply
               else tuple(change for key, record in records.items() for change in _differences(desk, key, record)))
    return Delivery(signer, fingerprint, issued_on, changes, apply)


def _keep(desk: Desk, records: Mapping[str, Mapping[str, Any]], source: str, *, why: str | None, issued_on: date | None = None,
          whole: bool = False) -> tuple[Change, ...]:
    """One transaction for all of them; `whole`: the record replaces what holds, else it lies over it."""
    changes = tuple(change for key, record in records.items() for change in _differences(desk, key, record, whole=whole))
    touched = {change.authority for change in changes}
    if not touched:
        return ()
    with desk.store.act("register", f"authority.{source}") as session:
        for key in sorted(touched):
            before = store.versions(session, key)
            kept = {} if whole or not before else dict(before[-1].record)
            store.add(session, store.AuthorityVersion(
                authority=key, number=len(before) + 1, source=source, record={**kept, **records[key]}, why=why, issued_on=issued_on,
                who=desk.who.name, at=desk.now()))
    return changes


def _differences(desk: Desk, key: str, record: Mapping[str, Any], *, whole: bool = False) -> tuple[Change, ...]:
    now = shown(desk, key)
    with desk.store.read("register") as session:
        before = store.versions(session, key)
    kept = {} if whole or not before else dict(before[-1].record)
    new = reference.changed(key, {**kept, **record})
    fields = set(record) | (set(before[-1].record) if whole and before else set())
    return tuple(Change(key, field, was, will) for field in sorted(fields)
                 if (was := _words(getattr(now, field))) != (will := _words(getattr(new, field))))


def _words(value: object) -> str | None:
    if not value and value is not False:
        return None
    if isinstance(value, domain.Address):
        return "\n".join((*value.lines, value.country))
    if isinstance(value, Mapping):
        return "\n".join(f"{key}: {_words(each)}" for key, each in value.items())
    return "\n".join(map(str, value)) if isinstance(value, tuple) else str(value)


# -- reading what is handed in

def _checked(key: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Only what may be corrected, in the types of a record. Refused with the key that is not so."""
    country = reference.authority(key).country
    kept: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in _KEYS:
            raise Refused(_N("{key} of an authority cannot be corrected here."), _N("Known there are: {known}."), key=name[:60],
                          known=", ".join(sorted(_KEYS)))
        kept[name] = _value(name, value, country)
    reference.changed(key, kept)
    return kept


def _value(name: str, value: Any, country: str) -> Any:
    if name in _LINES:
        return None if value is None else complaints.clean(value, name, complaints.LINE)
    if name == "address":
        return _address(name, value, country)
    if name in {"names", "variants"} and isinstance(value, Mapping) and value:
        return {str(key): _address(name, each, country) if name == "variants" else complaints.clean(each, name, complaints.LINE)
                for key, each in value.items()}
    if name == "printable" and isinstance(value, bool):
        return value
    if name == "confidence" and value in set(Confidence):
        return value
    if name in {"sources", "superseded"} and isinstance(value, list):
        return [complaints.clean(each, name, complaints.TEXT) for each in value]
    raise _not_so(name)


def _address(name: str, value: Any, country: str) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not isinstance(value.get("lines"), list) or not 1 <= len(value["lines"]) <= 8:
        raise _not_so(name)
    if set(value) - {"lines", "street", "postcode", "city", "country"}:
        raise _not_so(name)
    lines = [complaints.clean(each, name, complaints.LINE) for each in value["lines"]]
    street = [complaints.clean(each, name, complaints.LINE) for each in value.get("street") or lines[:-1]]
    town = {key: complaints.clean(value[key], name, complaints.LINE) for key in ("postcode", "city") if value.get(key)}
    return {"lines": lines, "street": street, "country": countries.place(str(value.get("country") or country)).country, **town}


def _not_so(name: str) -> Refused:
    return Refused(_N("{key} of the authority's record is not as it must be."),
                   _N('For an address write {{"lines": ["Street 1", "1000 Town"], "country": "BE"}}.'), key=name)


def _signed(file: bytes, key: str) -> tuple[Mapping[str, Any], str]:
    bad = Refused(_N("This is no signed delivery of authority records."), _N("Ask the signer for the file again."))
    try:
        document = json.loads(file)
        public, signature = (b64decode(document[name], validate=True) for name in ("public_key", "signature"))
        if document["schema"] != SCHEMA:
            raise bad
        verifier = Ed25519PublicKey.from_public_bytes(public)
    except (ValueError, KeyError, TypeError) as why:
        raise bad from why
    fingerprint = hashlib.sha256(public).hexdigest()
    if "".join(mark for mark in key.lower() if mark.isalnum()) != fingerprint:
        raise Refused(_N("The delivery was signed by another key than the one you named."),
                      _N("Compare the fingerprint with the one that the signer published."))
    try:
        verifier.verify(signature, signed_part(document))
    except InvalidSignature as why:
        raise Refused(_N("The delivery was changed after it was signed."), _N("Do not use it; ask the signer for the file again.")) from why
    return document, fingerprint


def signed_part(document: Mapping[str, Any]) -> bytes:
    """What the signature is over: everything else, in one way of writing."""
    return json.dumps({name: value for name, value in document.items() if name != "signature"}, sort_keys=True, separators=(",", ":"),
                      ensure_ascii=False).encode()


def _records(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = document.get("records")
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
        raise _not_so("records")
    return found


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError as why:
        raise _not_so("issued_on") from why


def as_row(version: Version) -> dict[str, Any]:
    return {**asdict(version), "at": version.at.isoformat(), "issued_on": version.issued_on.isoformat() if version.issued_on else None,
            "changes": dict(version.changes)}
