"""The kiosk that this desk has opened, if any: the one thing that outlives the lock."""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:       # read when a kiosk is opened
    from alektum_desk.services.desk import Desk
    from alektum_desk.ui.kiosk.pairing import Pairing


class AtWork(QObject):
    """`covered`: the kiosk took the only screen, so the desk behind it locks. `changed`: it began or ended."""

    covered = Signal()
    changed = Signal()
    crowded = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.pairing: Pairing | None = None

    def begin(self, desk: Desk, screen: int) -> None:
        """Refused when it may not be opened; a kiosk that is open already gives way."""
        from alektum_desk.ui.kiosk.pairing import Pairing
        made = Pairing(desk, screen)
        self.stop()
        self.pairing = made
        made.ended.connect(self._ended)
        made.crowded.connect(self.crowded)
        self.changed.emit()

    def _ended(self) -> None:
        if self.pairing is not None:
            self.pairing.deleteLater()
            self.pairing = None
            self.changed.emit()

    def stop(self) -> None:
        if self.pairing is not None:
            self.pairing.stop()

    def let_in(self) -> None:
        """Somebody has looked at who stands at the door."""
        if self.pairing is not None:
            self.pairing.let_in()

    def desk_closed(self) -> None:
        if self.pairing is not None:
            self.pairing.desk_closed()

    def desk_opened(self, desk: Desk) -> None:
        if self.pairing is not None and self.pairing.desk.home == desk.home:
            self.pairing.desk_opened(desk)


_at_work: AtWork | None = None


def at_work() -> AtWork:
    global _at_work
    if _at_work is None:
        _at_work = AtWork()
    return _at_work
