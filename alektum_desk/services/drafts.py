"""What somebody typed into a form and has not finished, kept so that Esc, a lock or a crash loses nothing."""
from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from alektum_desk.domain.accounts import COMPARTMENTS
from alektum_desk.services.desk import Desk
from alektum_desk.store import drafts
from alektum_desk.store.drafts import Draft
from alektum_desk.store.keys import WrongKey, open_with, seal_to


def _compartment(form: str) -> str:
    name = form.split(".", 1)[0]
    if name not in COMPARTMENTS or "." not in form:
        raise ValueError(f"a form is called after its compartment, as in register.edit: {form}")
    return name


def _about(desk: Desk, form: str) -> str:
    return f"draft/{desk.who.id}/{form}"


def keep(desk: Desk, form: str, values: Mapping[str, object]) -> None:
    """Values that JSON can hold. What is typed at the front desk is sealed under the key that dies with this day, what is typed
    of a case to the account that types it.
    """
    name = _compartment(form)
    desk.store.must_write(name)
    body, chain, day = json.dumps(dict(values), ensure_ascii=False).encode("utf-8", "surrogatepass"), None, None
    if name == "visitors":
        day = desk.today()
        chain, key = desk.store.days[desk.office.id].for_sealing(day)
        body = key.seal(body, _about(desk, form))
    elif name == "cases":           # it may become a case behind a wall: no other officer reads it before
        body = seal_to(bytes.fromhex(desk.store.identity.holder.exchange), body, _about(desk, form))
    with desk.store.bare(name) as db:
        drafts.keep(db, Draft(desk.who.id, form, desk.now(), chain, day, body))


def kept(desk: Desk, form: str) -> dict[str, Any] | None:
    """What was kept of this form by this account; None when there is nothing, or its day is over."""
    name = _compartment(form)
    with desk.store.bare(name) as db:
        draft = drafts.kept(db, desk.who.id, form)
    if draft is None or desk.now() - draft.kept_at > drafts.KEPT:
        return None
    body = draft.body
    if draft.chain and draft.day:
        key = desk.store.days[desk.office.id].for_opening(draft.chain, draft.day) if draft.day == desk.today() else None
        if key is None:
            return None
        body = key.open(body, _about(desk, form))
    elif name == "cases":
        try:
            body = open_with(desk.store.identity.exchange, body, _about(desk, form))
        except (WrongKey, ValueError):      # the account has new keys since
            return None
    found: dict[str, Any] = json.loads(body.decode("utf-8", "surrogatepass"))
    return found


def drop(desk: Desk, form: str) -> None:
    """The form was sent, or thrown away."""
    with desk.store.bare(_compartment(form)) as db:
        drafts.drop(db, desk.who.id, form)


def forms(desk: Desk) -> list[str]:
    """Every form of which this account has something kept."""
    found = []
    for name in COMPARTMENTS:
        if desk.store.may(name):
            with desk.store.bare(name) as db:
                found += drafts.forms(db, desk.who.id)
    return found
