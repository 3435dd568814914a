"""The screens, in the order of the sidebar. Each is loaded when it is first opened."""
from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass

from alektum_desk.domain.errors import _N
from alektum_desk.ui.screen import Screen

GROUPS = {"": "", "register": _N("Register"), "cases": _N("Cases"), "visitors": _N("Visitors"), "foot": ""}


@dataclass(frozen=True, slots=True)
class Entry:
    """`group` is the compartment: who cannot open it does not see the screen. "" and "foot" are for everybody."""

    name: str
    title: str
    group: str
    icon: str
    module: str
    cls: str
    roles: frozenset[str] = frozenset({"dpo", "front-desk", "auditor", "witness"})

    def load(self) -> type[Screen]:
        found: type[Screen] = getattr(importlib.import_module(f"{__name__}.{self.module}"), self.cls)
        return found

    def is_there(self) -> bool:
        return importlib.util.find_spec(f"{__name__}.{self.module}") is not None


SCREENS = (
    Entry("home", _N("Home"), "", "home", "home", "HomeScreen", frozenset({"dpo", "auditor"})),
    Entry("register", _N("Register"), "register", "register", "register", "RegisterScreen"),
    Entry("notices", _N("Notices"), "register", "notice", "notices", "NoticesScreen"),
    Entry("audit", _N("Audit"), "register", "audit", "audit", "AuditScreen"),
    Entry("authorities", _N("Authorities"), "register", "law", "authorities", "AuthoritiesScreen", frozenset({"dpo", "auditor"})),
    Entry("complaints", _N("Complaints"), "cases", "letter", "complaints", "ComplaintsScreen"),
    Entry("visitors", _N("Front desk"), "visitors", "people", "visitors", "VisitorsScreen"),
    Entry("roll_call", _N("Roll call"), "visitors", "list", "roll_call", "RollCallScreen"),
    Entry("settings", _N("Settings"), "foot", "settings", "settings", "SettingsScreen"),
)
