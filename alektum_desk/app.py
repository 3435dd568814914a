"""The program with its window: one instance, painted before anything heavy is read, what passed its day forgotten before anybody is asked."""
from __future__ import annotations

import builtins
import gc
import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from alektum_desk.base import language, paths
from alektum_desk.domain.errors import _N, DeskError, SystemLacks

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer
    from PySide6.QtWidgets import QApplication

    from alektum_desk.ui.window import Window

TICK = 60_000       # milliseconds; a longer gap between two ticks is a sleep of the computer, after which one comes at once


def run(arguments: Namespace) -> None:
    """Open the window and stay until it is closed."""
    must_have_screen()
    gc.disable()        # until the window is painted nothing is garbage: looking for it took a tenth of the time
    app = application()
    home = home_of(arguments)
    if raise_the_first(home):
        return
    window = first_window(app, home, sample=bool(getattr(arguments, "sample", False)))
    window.show()
    app.exec()


def tour(arguments: Namespace) -> object:
    """Play the main job through the real window."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = application()
    from alektum_desk.ui.tour import tour as play
    return play(app, arguments.to)


def kiosk(arguments: Namespace) -> None:
    """Either side of a kiosk: what a visitor sees, or on a machine of its own the desk behind it, which has no window."""
    must_have_screen()
    from alektum_desk.ui.kiosk import run as programs
    if arguments.paired:
        programs.show(application(), arguments.screen)
        return
    from PySide6.QtCore import QCoreApplication
    programs.serve(QCoreApplication(["alektum-desk"]), arguments.context.desk, arguments.screen)


def must_have_screen() -> None:
    """SystemLacks where no window can be shown."""
    chosen, display = os.environ.get("QT_QPA_PLATFORM", ""), os.environ.get("DISPLAY", "")
    if sys.platform == "linux" and not chosen and not os.environ.get("WAYLAND_DISPLAY") and not (display and _is_served(display)):
        raise SystemLacks(_N("There is no screen to show a window on."),
                          _N("Run ./desk run, which plays the tour without a screen, or use the commands: alektum-desk help."))


def _is_served(display: str) -> bool:
    """A screen of this machine has a socket, by name or abstract; where it has none Qt would abort the program. Other machines' are believed."""
    host, _colon, number = display.partition(":")
    socket = Path("/tmp/.X11-unix", f"X{number.partition('.')[0]}")  # noqa: S108, where X11 puts it
    return host not in {"", "unix"} or socket.exists() or f"@{socket}\n" in Path("/proc/net/unix").read_text(encoding="ascii", errors="replace")


def home_of(arguments: Namespace) -> Path:
    home = paths.data_home(getattr(arguments, "home", None))
    return home.with_name(home.name + "-sample") if getattr(arguments, "sample", False) else home


def application() -> QApplication:
    """Qt with our fonts, look, language and crash dialog."""
    from PySide6.QtCore import Qt
    # From now on Qt's binding would read the source of every module that is imported, for a switch (`__feature__`) that nobody uses here.
    builtins.__import__ = vars(builtins).get("__orig_import__", builtins.__import__)
    from PySide6.QtGui import QGuiApplication, QIcon
    from PySide6.QtWidgets import QApplication

    from alektum_desk.ui import appearance, crash, focus, fonts, memory, spoken
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    # The style in a word: a QStyle in Python's hands has its class looked up in every module, which takes as long as the login.
    app = QApplication(["alektum-desk", "-style", "Fusion"])
    app.setApplicationName("Alektum Desk")
    app.setDesktopFileName(paths.APP_ID)
    app.setWindowIcon(QIcon.fromTheme(paths.APP_ID))
    now = memory.current()
    language.use(memory.spoken())
    fonts.load()
    appearance.apply(app, now.palette, now.text_size, now.still)
    spoken.install(app)
    focus.FocusRing(app)
    crash.install()
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda _scheme: follow_the_system(app))
    hints.accessibility().contrastPreferenceChanged.connect(lambda _preference: follow_the_system(app))
    return app


def follow_the_system(app: QApplication) -> None:
    from alektum_desk.ui import appearance, memory
    now = memory.current()
    if now.palette == "system":
        appearance.apply(app, now.palette, now.text_size, now.still)


def socket_name(home: Path) -> str:
    """One window a data home and a person; no name of a folder stands in it."""
    return f"alektum-desk-{os.getuid() if hasattr(os, 'getuid') else 0}-{crc32(str(home).encode()):08x}"


def raise_the_first(home: Path) -> bool:
    """True when a window of this data home is open: it was asked to come to the front."""
    from PySide6.QtCore import QDir
    if sys.platform != "win32" and not Path(QDir.tempPath(), socket_name(home)).exists():
        return False        # nobody listens; Qt's network library can wait until after the first paint
    from PySide6.QtNetwork import QLocalSocket
    socket = QLocalSocket()
    socket.connectToServer(socket_name(home))
    if not socket.waitForConnected(300):
        return False
    socket.write(b"raise\n")
    socket.waitForBytesWritten(300)
    socket.disconnectFromServer()
    return True


def listen(home: Path, window: Window) -> QLocalServer:
    from PySide6.QtNetwork import QLocalServer
    server = QLocalServer(window)
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    if not server.listen(socket_name(home)):
        QLocalServer.removeServer(socket_name(home))      # left by a process that was killed: nobody answered on it
        server.listen(socket_name(home))
    server.newConnection.connect(window.raise_up)
    return server


def forget_first(home: Path) -> DeskError | None:
    """Keys of passed days go before anybody is asked for a password, without one and without the database."""
    if not (home / "home.json").exists():
        return None
    from alektum_desk.store.clock import stay, system
    from alektum_desk.store.days import forget_passed
    try:
        stay(home / "clock.json")
        forget_passed(home, system)
    except DeskError as error:
        return error
    except OSError as error:
        from alektum_desk.domain.errors import DiskTrouble
        return DiskTrouble(_N("The disk refused {home}: {why}."), _N("Make room, or choose a folder that you may write to."),
                           home=home, why=error.strerror or "")
    return None


def first_window(app: QApplication, home: Path, *, sample: bool) -> Window:
    """As it is first painted; what is heavy is read after that."""
    from alektum_desk.ui.window import Window
    window = Window(home, sample=sample)
    known = (home / "home.json").exists()
    if known or sample:
        window.show_login()
    else:
        window.show_wizard()
    # A timer of no time may come before the paint, and would keep it waiting for the libraries of the store.
    window.painted.connect(lambda: after_first_paint(app, window, known=known, sample=sample))
    return window


def after_first_paint(app: QApplication, window: Window, *, known: bool, sample: bool) -> None:
    """Nothing was readable so far: whatever opens a desk forgets first, too."""
    from PySide6.QtCore import Qt, QTimer
    gc.enable()
    trouble = forget_first(window.home)
    listen(window.home, window)
    app.installEventFilter(window)
    app.applicationStateChanged.connect(lambda state: tick(window) if state == Qt.ApplicationState.ApplicationActive else None)
    ticking = QTimer(window)
    ticking.setInterval(TICK)
    ticking.timeout.connect(lambda: tick(window))
    ticking.start()
    if known:
        window.offer_people()
    elif sample:
        window.open_sample()
    if trouble is not None:
        window.show_error(trouble)


def tick(window: Window) -> None:
    """Every minute and when the window comes back to the front, as after a sleep."""
    if window.desk is not None:
        window.tick()
    else:
        trouble = forget_first(window.home)
        if trouble is not None:
            window.show_error(trouble)
