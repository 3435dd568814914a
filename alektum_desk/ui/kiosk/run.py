"""The two programs of a kiosk: the one that shows, which holds no key, and on a machine of its own the desk behind it."""
from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from alektum_desk.domain.accounts import Role
from alektum_desk.domain.errors import _N, NotAllowed
from alektum_desk.domain.kiosk_pairing import greeted

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from alektum_desk.services.desk import Desk


def show(app: QApplication, screen: int) -> int:
    """The kiosk itself. NotAllowed when nobody greeted it: only a desk starts one."""
    from alektum_desk.ui.kiosk.line import Line
    from alektum_desk.ui.kiosk.window import KioskWindow
    greeting = greeted(sys.stdin.buffer.readline())
    if greeting is None:
        raise NotAllowed(_N("A kiosk is started by its desk, which tells it a secret."),
                         _N("Open it on the screen Front desk, or with: alektum-desk kiosk"))
    keep_no_core()
    window = KioskWindow(greeting, Line(greeting))
    sys.excepthook = window.crashed
    window.left.connect(window.close)
    window.left.connect(app.quit)
    app.setQuitOnLastWindowClosed(False)
    screens = QGuiApplication.screens()
    if 0 <= screen < len(screens):
        window.setGeometry(screens[screen].geometry())
    window.showFullScreen()
    return app.exec()


def keep_no_core() -> None:
    """A dump of this process would hold what somebody is typing."""
    if sys.platform != "win32":
        import resource
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve(app: QCoreApplication, desk: Desk, screen: int) -> int:
    """A desk without a window behind a kiosk on its own machine, until the PIN ends it.

    NotAllowed for any account but the front desk's: whoever breaks this machine open shall find the visitors and nothing else.
    """
    from alektum_desk.ui.kiosk.pairing import Pairing
    if desk.who.role is not Role.FRONT_DESK:
        raise NotAllowed(_N("A kiosk on its own machine runs under a front-desk account and no other."),
                         _N("Add one: alektum-desk accounts add --role front-desk."))
    pairing = Pairing(desk, screen)
    desk.close()
    pairing.desk_closed()
    pairing.ended.connect(app.quit)
    try:
        return app.exec()
    finally:
        pairing.stop()
