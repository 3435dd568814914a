"""Accounts: who has one, giving somebody one, and taking away what it opens."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path

from alektum_desk.domain.accounts import COMPARTMENTS, OPENS, Account, Confirmation, Role
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import _N, NotAllowed, Refused
from alektum_desk.services import desk as desks
from alektum_desk.services.desk import (
    RECOVERY,
    Clock,
    Desk,
    check_name,
    check_password,
    check_role,
    disk_said_plainly,
    opening,
)
from alektum_desk.store import activity, journal
from alektum_desk.store.files import held
from alektum_desk.store.journal import Values
from alektum_desk.store.keys import Holder, Keyring, new_identity, recovery_code, renewed, set_password
from alektum_desk.store.rekeying import rekey as rekey_store


def known(desk: Desk) -> tuple[Account, ...]:
    """Everybody, the recovery account too."""
    with disk_said_plainly(desk.home):
        desk.store.ring.read()
    return tuple(each.account for each in desk.store.ring.holders.values())


def may_manage(desk: Desk) -> bool:
    return all(desk.store.may_write(name) for name in OPENS[Role.DPO])


def last_entries(desk: Desk) -> dict[str, datetime]:
    """When each account last left an entry in a journal that this account opens; those without one are not there."""
    found: dict[str, datetime] = {}
    for name in COMPARTMENTS:
        if desk.store.may(name):
            with desk.store.bare(name) as db:
                for who, at in activity.last_entries(db).items():
                    found[who] = max(found.get(who, at), at)
    return found


def add(desk: Desk, name: str, role: str, password: str) -> Account:
    """Somebody new may open what the role opens. Only an account that opens everything can give it."""
    name, password, new_role = check_name(name), check_password(password), check_role(role)
    _must_manage(desk)
    holder = new_identity(name, new_role, password).holder
    with _changing(desk, "account.add", {"account": holder.id, "role": new_role}) as ring:
        if ring.named(name):
            raise Refused(_N("There is an account with this name already."), _N("Choose another name."))
        ring.add(holder, desk.store.keys)
    desk.store.announce(frozenset({Kind.ACCOUNT}))
    return holder.account


def disable(desk: Desk, name: str) -> Account:
    """It opens nothing any more, also with older copies of the keyring: everything it could open gets new keys."""
    _must_manage(desk)
    who = _other(desk, name)
    _rekey(desk, OPENS[who.role], "account.disable", {"account": who.id}, lambda ring: ring.disable(ring.holders[who.id]))
    return _now(desk, who.id)


def change_role(desk: Desk, name: str, role: str) -> Account:
    """What the account can no longer open gets new keys; what it opens besides is sealed to it."""
    _must_manage(desk)
    new_role, who = check_role(role), _other(desk, name)
    if new_role is who.role:
        return who.account
    lost = [each for each in OPENS[who.role] if each not in OPENS[new_role]]
    summary = {"account": who.id, "role": new_role}

    def change(ring: Keyring) -> None:
        ring.holders[who.id].role = new_role
        for each in OPENS[new_role]:
            ring.grant(ring.holders[who.id], each, desk.store.keys[each])       # those that are re-keyed are sealed anew

    if lost:
        _rekey(desk, lost, "account.role", summary, change)
    else:
        with _changing(desk, "account.role", summary) as ring:
            change(ring)
        desk.store.announce(frozenset({Kind.ACCOUNT}))
    return _now(desk, who.id)


def rekey(desk: Desk) -> dict[str, int]:
    """New keys for every compartment, a new chain of day keys; the generation that each has reached."""
    _must_manage(desk)
    _rekey(desk, COMPARTMENTS, "store.rekey", {"compartments": list(COMPARTMENTS)}, None)
    return {name: lock.generation for name, lock in desk.store.ring.locks.items()}


# -- passwords

def change_password(desk: Desk, password: str, old: str | None = None) -> None:
    """One's own. Nobody else is asked and nothing is re-keyed: the password protects the private keys only.

    `old` is asked at a desk that somebody may have left open; wrong ones make the next wait.
    """
    password, ring, mine = check_password(password), desk.store.ring, desk.store.identity
    if mine.holder.role is Role.RECOVERY:
        raise Refused(_N("The recovery account has no password of its own."), _N("Make a new recovery code instead."))
    if old is not None:
        desks.unlock(desk.home, Keyring(desk.home), mine.holder.name, old, desk.now())
    with disk_said_plainly(desk.home), _told(desk, "account.password", {"account": mine.holder.id}), held(desk.home):
        ring.read()
        mine.holder.name, mine.holder.role = ring.holders[mine.holder.id].name, ring.holders[mine.holder.id].role
        set_password(mine, password)
        ring.holders[mine.holder.id] = mine.holder
        ring.save(None)


def _told(desk: Desk, kind: str, summary: Values) -> AbstractContextManager[object]:
    """In the first journal that this account writes; an auditor and a witness write none."""
    place = next((name for name in COMPARTMENTS if desk.store.may_write(name)), None)
    return desk.store.act(place, kind, summary=summary) if place else nullcontext()


def give_password(desk: Desk, name: str, password: str) -> Account:
    """To somebody who lost it: other key pairs under the new password, and everything of the role sealed to them.

    Officers do it for the other roles, the recovery account for everybody.
    """
    password = check_password(password)
    _must_manage(desk)
    who = _other(desk, name)
    if who.role is Role.DPO and desk.who.role is not Role.RECOVERY:
        raise NotAllowed(_N("An officer's password is set anew only with the recovery code."),
                         _N("Open the desk with the account “recovery” and the printed code."))
    with _changing(desk, "account.password", {"account": who.id}) as ring:
        holder = renewed(ring.holders[who.id], password).holder
        for each in OPENS[holder.role]:
            ring.grant(holder, each, desk.store.keys[each])
    return _now(desk, who.id)


def new_recovery_code(desk: Desk) -> str:
    """Shown once, like the first one, which opens nothing any more."""
    _must_manage(desk)
    code = recovery_code()
    with _changing(desk, "account.recovery", {}) as ring:
        holder = next(each for each in ring.holders.values() if each.role is Role.RECOVERY)
        renewed(holder, code)
        for each in OPENS[Role.RECOVERY]:
            ring.grant(holder, each, desk.store.keys[each])
    return code


# -- the second pair of eyes

def confirm(home: Path, account: str, password: str, text: str, clock: Clock = desks.system) -> Confirmation:
    """Somebody gives the own password for one sentence; a witness can do nothing else."""
    at = opening(home, account, password, clock)
    if at.who.holder.role is Role.RECOVERY:
        raise NotAllowed(_N("The recovery account confirms nothing: it is nobody."), _N("Ask a colleague who has an account."))
    return Confirmation(at.who.holder.account, text, journal.sign_note(at.who.holder.id, f"{text}\n", at.who.signing))


def confirmed(desk: Desk, confirmation: Confirmation) -> Account:
    """Whose signature it is, if it is one and somebody else's; NotAllowed otherwise."""
    desk.store.ring.read()
    holder = desk.store.ring.holders.get(confirmation.account.id)
    if holder and not holder.disabled and holder.id != desk.who.id:
        with suppress(ValueError):
            if journal.signed_text(confirmation.note, holder.id, bytes.fromhex(holder.signing)) == f"{confirmation.text}\n":
                return holder.account
    raise NotAllowed(_N("This was not confirmed by a second person."), _N("Ask a colleague to confirm it with the own password."))


# -- in common

@contextmanager
def _changing(desk: Desk, kind: str, summary: Values) -> Iterator[Keyring]:
    """Inside the act only one process changes the keyring; it is sealed and written at the end."""
    with disk_said_plainly(desk.home), desk.store.act("register", kind, summary=summary), held(desk.home):
        ring, cases = desk.store.ring, desk.store.keys["cases"]
        ring.read()
        ring.check(cases)
        try:
            yield ring
            ring.save(cases)
        except BaseException:
            ring.read()
            raise


def _rekey(desk: Desk, names: Iterable[str], kind: str, summary: Values, change: Callable[[Keyring], None] | None) -> None:
    with disk_said_plainly(desk.home):
        rekey_store(desk.store, names, kind, summary, change)
    desk.store.announce(frozenset({Kind.ACCOUNT}))


def _must_manage(desk: Desk) -> None:
    if not may_manage(desk):
        raise NotAllowed(_N("Only a data-protection officer can change accounts."), _N("Ask one to do it."))


def _other(desk: Desk, name: str) -> Holder:
    """Somebody else's account that is not disabled."""
    with disk_said_plainly(desk.home):
        desk.store.ring.read()
    holder = desk.store.ring.named(name)
    if holder is None or holder.role is Role.RECOVERY or name.casefold() == RECOVERY:
        raise Refused(_N("There is no account with this name."), _N("See: alektum-desk accounts list"))
    if holder.disabled:
        raise Refused(_N("This account is disabled already."), _N("Give the person a new account under another name."))
    if holder.id == desk.who.id:
        raise Refused(_N("Nobody takes rights from the own account."),
                      _N("Another officer can do it, or the account “recovery” with the printed code."))
    return holder


def _now(desk: Desk, account: str) -> Account:
    return desk.store.ring.holders[account].account
