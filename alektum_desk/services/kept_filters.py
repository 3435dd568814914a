"""Views of the register that somebody keeps under a name. They lie in the register, because their words may name anybody."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.records import Life, Role
from alektum_desk.services import records
from alektum_desk.store import records as store

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

MOST = 50
PARTS: Mapping[str, type] = MappingProxyType({
    "view": str, "search": str, "role": str, "country": str, "life": str, "who": str, "review": str, "work": bool, "own": bool})
CHOICES: Mapping[str, Iterable[str]] = MappingProxyType({"role": Role, "life": Life})


def listed(desk: Desk) -> dict[str, Mapping[str, Any]]:
    """One's own, by name."""
    with desk.store.read("register") as session:
        return {each.name: each.body for each in store.kept_filters(session, desk.who.id)}


def keep(desk: Desk, name: str, body: Mapping[str, Any]) -> None:
    """Under a name; one that is there already is replaced."""
    name = " ".join(name.split())
    if not name or len(name) > 100 or not name.isprintable():
        raise Refused(_N("The view needs a name."), _N("Give it one of at most 100 letters."), field="name")
    if not isinstance(body, Mapping) or any(not isinstance(value, PARTS.get(part, type(None))) for part, value in body.items()):
        raise Refused(_N("This is no view of the register."), _N("It has the parts: {parts}."), parts=", ".join(PARTS))
    if body.get("country"):
        records.check_country(desk, body["country"])
    for part, choices in CHOICES.items():
        if body.get(part) and body[part] not in list(choices):
            raise Refused(_N("This is no view of the register."), _N("Its part {part} is one of: {choices}."), part=part, choices=", ".join(choices))
    if len(known := listed(desk)) >= MOST and name not in known:
        raise Refused(_N("There are {number} views already."), _N("Take one away first."), number=MOST)
    with desk.store.act("register", "filter.keep") as session:
        session.merge(store.KeptFilter(id=_id(desk, name), account=desk.who.id, name=name, body=dict(body)))


def drop(desk: Desk, name: str) -> None:
    with desk.store.act("register", "filter.drop") as session:
        row = session.get(store.KeptFilter, _id(desk, name))
        if row is None:
            raise Refused(_N("There is no view of this name."), _N("The list of views shows them."))
        session.delete(row)


def _id(desk: Desk, name: str) -> str:
    return sha256(f"filter|{desk.who.id}|{name}".encode()).hexdigest()[:32]
