"""Accounts: who has one, and giving somebody one."""
from __future__ import annotations

from alektum_desk.domain.accounts import OPENS, Account, Role
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import _N, NotAllowed, Refused
from alektum_desk.services.desk import Desk, check_name, check_password, check_role, disk_said_plainly
from alektum_desk.store.keys import new_identity


def known(desk: Desk) -> tuple[Account, ...]:
    """Everybody, the recovery account too."""
    with disk_said_plainly(desk.home):
        desk.store.ring.read()
    return tuple(each.account for each in desk.store.ring.holders.values())


def add(desk: Desk, name: str, role: str, password: str) -> Account:
    """Somebody new may open what the role opens. Only an account that opens everything can give it."""
    name, password, new_role = check_name(name), check_password(password), check_role(role)
    _must_manage(desk)
    holder = new_identity(name, new_role, password).holder
    ring = desk.store.ring
    with disk_said_plainly(desk.home), desk.store.act("register", "account.add", summary={"account": holder.id, "role": new_role}):
        ring.read()                         # inside the act only one process changes the keyring
        ring.check(desk.store.keys["cases"])
        if ring.named(name):
            raise Refused(_N("There is an account with this name already."), _N("Choose another name."))
        ring.add(holder, desk.store.keys)
        ring.save(desk.store.keys["cases"])
    desk.store.announce(frozenset({Kind.ACCOUNT}))
    return holder.account


def _must_manage(desk: Desk) -> None:
    if not all(desk.store.may_write(name) for name in OPENS[Role.DPO]):
        raise NotAllowed(_N("Only a data-protection officer can change accounts."), _N("Ask one to do it."))
