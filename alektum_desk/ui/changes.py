"""The store's announcements, on the GUI thread wherever the write happened."""
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from alektum_desk.domain.changes import Kind


class ChangeBus(QObject):
    """Hang `announce` on the store; connect screens to `changed`."""

    changed = Signal(object)      # frozenset[Kind]
    _told = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._told.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        self._listening: list[list[Callable[[frozenset[Kind]], None]]] = []

    def announce(self, kinds: frozenset[Kind]) -> None:
        self._told.emit(kinds)

    def listen(self, announcers: list[Callable[[frozenset[Kind]], None]]) -> None:
        """To `desk.store.changed`."""
        announcers.append(self.announce)
        self._listening.append(announcers)

    def stop(self) -> None:
        for announcers in self._listening:
            if self.announce in announcers:
                announcers.remove(self.announce)
        self._listening.clear()
