"""When the screen of the machine is locked or the machine goes to sleep, as far as the system tells."""
from __future__ import annotations

import sys
from typing import cast

from PySide6.QtCore import SLOT, QObject, Signal, Slot

# Bus, interface, signal, whoever sends it. ScreenSaver is what GNOME, KDE and others speak; logind tells of sleep.
TOLD = (("session", "org.freedesktop.ScreenSaver", "ActiveChanged"), ("session", "org.gnome.ScreenSaver", "ActiveChanged"),
        ("system", "org.freedesktop.login1.Manager", "PrepareForSleep"))


class ScreenLock(QObject):
    locked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.listening = 0
        if sys.platform != "linux":
            return
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:         # a Qt without it
            return
        slot = cast("bytes", SLOT("told(bool)"))        # the binding takes what SLOT gives; its stub says bytes
        for kind, interface, signal in TOLD:
            bus = QDBusConnection.sessionBus() if kind == "session" else QDBusConnection.systemBus()
            if bus.isConnected() and bus.connect("", "", interface, signal, self, slot):
                self.listening += 1

    @Slot(bool)
    def told(self, on: bool) -> None:
        if on:
            self.locked.emit()
