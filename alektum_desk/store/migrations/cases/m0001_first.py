"""The ground of `cases`."""
from __future__ import annotations

from sqlcipher3.dbapi2 import Connection

from alektum_desk.store.migrations import ground


def up(db: Connection) -> None:
    ground.lay(db)
