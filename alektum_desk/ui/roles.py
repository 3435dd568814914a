"""What a role is called on the screen."""
from __future__ import annotations

from alektum_desk.domain.accounts import Role
from alektum_desk.domain.errors import _N

ROLES = {Role.DPO: _N("Data-protection officer"), Role.FRONT_DESK: _N("Front desk"), Role.AUDITOR: _N("Auditor"),
         Role.WITNESS: _N("Witness"), Role.RECOVERY: _N("Recovery")}
