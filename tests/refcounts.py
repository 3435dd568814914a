"""Does this PySide6 lose a reference whenever C++ calls Python? Prints the change per call as JSON; 0 is right.

Qt asks Python thousands of times a minute for None, True and False. A binding that drops one reference each time ends in
`Fatal Python error: none_dealloc`, somewhere else and later: PySide6 6.12.0 does on Python 3.11.
"""
from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QEvent,
    QIdentityProxyModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRunnable,
    QSortFilterProxyModel,
    Qt,
    QThreadPool,
    Signal,
)
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

CALLS = 500
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Sheet(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None: ...


class Model(QAbstractTableModel):
    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 5

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 2

    def data(self, index: _Index, role: int = 0) -> Any:
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        return None

    def setData(self, index: _Index, value: Any, role: int = 0) -> bool:
        return True


class Filter(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return False


class Listener(QObject):
    spoken = Signal()

    def event(self, event: QEvent) -> bool:
        return True


class Kept(QSortFilterProxyModel):
    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:
        return True


class Task(QRunnable):
    def run(self) -> None: ...


def per_call(watched: object, call: Callable[[], object]) -> float:
    for _ in range(5):
        call()
    before = sys.getrefcount(watched)
    for _ in range(CALLS):
        call()
    return round((sys.getrefcount(watched) - before) / CALLS, 2)


def main() -> None:
    application = QApplication(sys.argv[:1])
    sheet, model, proxy, kept = Sheet(), Model(), QIdentityProxyModel(), Kept()
    sheet.show()
    application.processEvents()
    proxy.setSourceModel(model)
    kept.setSourceModel(model)
    plain, listener, guard = QObject(), Listener(), Filter()
    plain.installEventFilter(guard)
    listener.spoken.connect(lambda: None)
    pool = QThreadPool()
    pool.setMaxThreadCount(1)

    def one_task() -> None:
        pool.start(Task())
        pool.waitForDone()

    def tell(whom: QObject) -> bool:
        return QCoreApplication.sendEvent(whom, QEvent(QEvent.Type.User))

    changes = {
        "paintEvent": per_call(None, sheet.repaint),
        "data": per_call(None, lambda: proxy.data(proxy.index(0, 0))),
        "headerData": per_call(None, lambda: proxy.headerData(0, Qt.Orientation.Horizontal)),
        "setData": per_call(True, lambda: proxy.setData(proxy.index(0, 0), 1)),
        "eventFilter": per_call(False, lambda: tell(plain)),
        "event": per_call(True, lambda: tell(listener)),
        "slot": per_call(None, listener.spoken.emit),
        "filterAcceptsRow": per_call(True, kept.invalidate),
        "run": per_call(None, one_task),
    }
    print(json.dumps(changes))  # noqa: T201, the answer
    for each in (sheet, kept, proxy, model, plain, listener, guard):
        shiboken6.delete(each)


if __name__ == "__main__":
    main()
