"""The kiosk's end of the line to its desk: questions with a number, answers in any order, and the news that nobody answers."""
from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalSocket

from alektum_desk.domain.kiosk import LONGEST_LINE, Trouble, Verb, written
from alektum_desk.domain.kiosk_pairing import Greeting, proof

PATIENCE = 8_000       # milliseconds; a desk that writes to a slow disk is not a dead one

Heard = Callable[[dict[str, Any]], object]


class Line(QObject):
    """`lost` once, when the desk went away or never was there."""

    lost = Signal()
    ready = Signal()

    def __init__(self, greeting: Greeting) -> None:
        super().__init__()
        self.greeting, self.is_open, self.is_lost = greeting, False, False
        self._numbers = count(1)
        self._waiting: dict[int, tuple[Heard, QTimer]] = {}
        self.socket = QLocalSocket(self)
        self.socket.readyRead.connect(self._read)
        self.socket.disconnected.connect(self._gone)
        self.socket.errorOccurred.connect(lambda _why: self._gone())
        self.socket.connectToServer(greeting.socket)

    def ask(self, verb: Verb, heard: Heard, **said: str | None) -> None:
        """`heard` gets the answer, or {"trouble": "away"} when there is none."""
        if self.is_lost:
            heard({"trouble": Trouble.AWAY})
            return
        number = next(self._numbers)
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: self._answered({"number": number, "trouble": Trouble.AWAY}))
        timer.start(PATIENCE)
        self._waiting[number] = (heard, timer)
        self.socket.write(written({"number": number, "verb": verb, **said}))

    def forget(self) -> None:
        """Nobody waits for these answers any more: another visitor stands here."""
        for _heard, timer in self._waiting.values():
            timer.stop()
            timer.deleteLater()
        self._waiting.clear()

    def close(self) -> None:
        self.is_lost = True
        self.forget()
        self.socket.abort()

    def _read(self) -> None:
        while self.socket.canReadLine():
            line = bytes(self.socket.readLine(LONGEST_LINE * 4).data())
            try:
                said = json.loads(line)
            except ValueError:
                continue
            if not self.is_open and "nonce" in said:
                self.is_open = True
                self.socket.write(written({"proof": proof(self.greeting.secret, said["nonce"])}))
                self.ready.emit()
            else:
                self._answered(said)

    def _answered(self, said: dict[str, Any]) -> None:
        waiting = self._waiting.pop(said.get("number") or 0, None)
        if waiting is not None:
            heard, timer = waiting
            timer.stop()
            timer.deleteLater()
            heard(said)

    def _gone(self) -> None:
        if self.is_lost:
            return
        self.is_lost = True
        self.forget()
        self.lost.emit()
