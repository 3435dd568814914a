"""Who may sit at a desk, and which compartments a role opens."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

COMPARTMENTS = ("register", "cases", "visitors")


class Role(StrEnum):
    DPO = "dpo"
    FRONT_DESK = "front-desk"
    AUDITOR = "auditor"       # reads the register; what it must not write is refused by the program
    WITNESS = "witness"       # opens nothing: the second pair of eyes
    RECOVERY = "recovery"     # the printed code

    @property
    def writes(self) -> bool:
        return self in {Role.DPO, Role.FRONT_DESK, Role.RECOVERY}


OPENS: Mapping[Role, tuple[str, ...]] = {
    Role.DPO: COMPARTMENTS, Role.RECOVERY: COMPARTMENTS, Role.AUDITOR: ("register",),
    Role.FRONT_DESK: ("visitors",), Role.WITNESS: (),
}
FOR_PEOPLE = (Role.DPO, Role.FRONT_DESK, Role.AUDITOR, Role.WITNESS)


@dataclass(frozen=True, slots=True)
class Account:
    id: str
    name: str
    role: Role
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What somebody signed with the own pair of keys: the second pair of eyes. `note` is a signed note of C2SP."""

    account: Account
    text: str
    note: str
