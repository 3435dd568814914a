"""The desk's side of a kiosk: it starts the other program, knows it by uid and secret, and answers it even while it is locked."""
from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import struct
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from alektum_desk.domain.badges import label
from alektum_desk.domain.errors import DeskError
from alektum_desk.domain.kiosk import LONGEST_LINE, Trouble, written
from alektum_desk.domain.kiosk_pairing import Greeting, greet, is_proof
from alektum_desk.services import badges, kiosk, visitors
from alektum_desk.services.kiosk_line import Counter
from alektum_desk.ui import memory
from alektum_desk.ui.jobs import Jobs

if TYPE_CHECKING:
    from alektum_desk.domain.changes import Kind
    from alektum_desk.domain.visitors import Visit
    from alektum_desk.services.desk import Desk

TICK = 60_000               # milliseconds, as the window's own: what passed its day is forgotten, locked or not
GARBAGE = 20                # lines that are none of ours, before the line is cut
CRASHES, CRASHES_IN = 3, 60.0       # so many in so many seconds, and no kiosk is started again


class Door(QObject):
    """A socket in a folder that only we enter. Whoever has our uid and the secret is the kiosk; there is one at a time."""

    heard = Signal()            # an arrival or a leaving was asked for

    def __init__(self, counter: Counter, parent: QObject) -> None:
        super().__init__(parent)
        self.counter = counter
        self.greeting: Greeting | None = None
        self.paired: QLocalSocket | None = None
        self.folder = Path(tempfile.mkdtemp(prefix="alektum-kiosk-", dir=runtime_folder()))
        self.address = str(self.folder / "line") if os.name == "posix" else f"alektum-kiosk-{secrets.token_hex(16)}"
        self.server = QLocalServer(self)
        self.server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self.server.newConnection.connect(self._came)
        self.server.listen(self.address)
        self._nonces: dict[QLocalSocket, str] = {}
        self._garbage = 0

    def close(self) -> None:
        self.greeting = None
        for each in (*self._nonces, *([self.paired] if self.paired is not None else [])):
            each.abort()
        self.server.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _came(self) -> None:
        while (line := self.server.nextPendingConnection()) is not None:
            if not is_ours(line) or self.paired is not None or self.greeting is None:
                line.abort()
                line.deleteLater()
                continue
            self._nonces[line] = secrets.token_hex(16)
            line.setReadBufferSize(LONGEST_LINE * 4)
            line.readyRead.connect(lambda line=line: self._read(line))
            line.disconnected.connect(lambda line=line: self._left(line))
            line.write(written({"nonce": self._nonces[line]}))

    def _read(self, line: QLocalSocket) -> None:
        while line.canReadLine():
            said = bytes(line.readLine(LONGEST_LINE + 2).data())
            if line is self.paired:
                self._answer(line, said)
            elif not self._proves(line, said):
                line.abort()
                return
        if line.bytesAvailable() > LONGEST_LINE:        # a line without an end
            line.abort()

    def _proves(self, line: QLocalSocket, said: bytes) -> bool:
        nonce, greeting = self._nonces.pop(line, ""), self.greeting
        try:
            proof = json.loads(said)["proof"]
        except (ValueError, TypeError, KeyError, RecursionError):
            return False
        if not nonce or greeting is None or self.paired is not None or not is_proof(proof, greeting.secret, nonce):
            return False
        self.paired, self._garbage = line, 0
        return True

    def _answer(self, line: QLocalSocket, said: bytes) -> None:
        answer = self.counter.answer(said)
        if answer.get("trouble") is Trouble.GARBLED:
            self._garbage += 1
            if self._garbage > GARBAGE:
                line.abort()
                return
        line.write(written(answer))
        line.flush()
        self.heard.emit()

    def _left(self, line: QLocalSocket) -> None:
        self._nonces.pop(line, None)
        if self.paired is line:
            self.paired = None
        line.deleteLater()


def runtime_folder() -> str | None:
    """The session's own folder where the system gives one; else the common place for temporary files."""
    found = os.environ.get("XDG_RUNTIME_DIR")
    return found if found and os.path.isdir(found) and os.access(found, os.W_OK) and len(found) < 60 else None  # noqa: PTH112


def is_ours(line: QLocalSocket) -> bool:
    """Whether the process at the other end runs under our uid. Where the system does not say, the folder and the pipe's own
    access list do: only we can open them.
    """
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    with socket.socket(fileno=os.dup(int(line.socketDescriptor()))) as copy:
        _pid, uid, _gid = struct.unpack("3i", copy.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i")))
    return bool(uid == os.getuid())


class Pairing(QObject):
    """A kiosk at work. It has the visitors open for itself, so that the desk may lock; `ended` when the PIN ended it or it was stopped.

    Refused when the kiosk of this office was not published or has no PIN.
    """

    ended = Signal()
    crowded = Signal()          # too many in a short time: somebody of the house must look, then call `let_in`

    def __init__(self, desk: Desk, screen: int = -1, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.screen = screen
        kiosk.greeting(desk, "")        # refused before anything is opened
        self.desk = kiosk.apart(desk)
        self._behind: Desk | None = desk        # the window's, as long as it is open
        self.desk.store.changed.append(self._pass_on)
        self.jobs = Jobs()
        self.counter = Counter(self.desk, self.print_badge, self.renewed)
        self.door = Door(self.counter, self)
        self.door.heard.connect(self._look_at_the_crowd)
        self.process = QProcess(self)
        self.process.finished.connect(self._finished)
        self._crashed_at: list[float] = []
        self._closed = self._is_crowded = False
        self._ticking = QTimer(self)
        self._ticking.setInterval(TICK)
        self._ticking.timeout.connect(self.tick)
        self._ticking.start()
        self._start()

    def _start(self) -> None:
        greeting = kiosk.greeting(self.desk, self.door.address)
        self.door.greeting = greeting
        environment = QProcessEnvironment.systemEnvironment()
        environment.remove("ALEKTUM_DESK_HOME")
        self.process.setProcessEnvironment(environment)
        self.process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
        self.process.start(sys.executable, ["-m", "alektum_desk", "kiosk", "--paired", "--screen", str(self.screen)])
        self.process.write(greet(greeting))
        self.process.closeWriteChannel()

    def tick(self) -> None:
        """What is due is forgotten; a store that is busy is tidied at the next tick."""
        try:
            visitors.tick(self.desk)
        except DeskError:
            return

    def print_badge(self, visit: Visit) -> bool:
        """Whether this machine prints badges at all. What the printer does with it is waited for elsewhere than at the door."""
        said = memory.current()
        if not said.badge_printer:
            return False
        kind, printer = label(said.badge_label), said.badge_printer
        self.jobs.run(lambda _progress: badges.print_out(badges.paper(self.desk, visit, kind), printer, kind), label="",
                      done=lambda _done: memory.one_label_less(), refused=lambda _error: None)
        return True

    def let_in(self) -> None:
        self.counter.let_in()

    def desk_closed(self) -> None:
        """The window is locked: nobody there listens any more."""
        self._behind = None

    def desk_opened(self, desk: Desk) -> None:
        self._behind = desk
        self.counter.desk = self.renewed() or self.desk

    def renewed(self) -> Desk | None:
        """The visitors once more from the open window, which has them under the keys of today."""
        if self._behind is None:
            return None
        before, self.desk = self.desk, kiosk.apart(self._behind)
        self.desk.store.changed.append(self._pass_on)
        visitors.close_book(before)
        before.close()
        return self.desk

    def _pass_on(self, kinds: frozenset[Kind]) -> None:
        for tell in tuple(self._behind.store.changed if self._behind is not None else ()):
            tell(kinds)

    def _look_at_the_crowd(self) -> None:
        was, self._is_crowded = self._is_crowded, self.counter.is_crowded
        if self._is_crowded and not was:
            self.crowded.emit()

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        """Ended by its PIN, or broken: then it is started again, unless it breaks again and again."""
        if self._closed:
            return
        now = time.monotonic()
        self._crashed_at = [*(at for at in self._crashed_at if now - at < CRASHES_IN), now]
        if (code == 0 and status is QProcess.ExitStatus.NormalExit) or len(self._crashed_at) > CRASHES:
            self.stop()
        else:
            self._start()

    def stop(self) -> None:
        """The kiosk goes, and with it what it held open."""
        if self._closed:
            return
        self._closed = True
        self._ticking.stop()
        self.door.close()
        self.jobs.finish()
        if self.process.state() != QProcess.ProcessState.NotRunning:
            self.process.terminate()
            if not self.process.waitForFinished(3000):
                self.process.kill()
                self.process.waitForFinished(3000)
        visitors.close_book(self.desk)
        self.desk.close()
        self.ended.emit()
