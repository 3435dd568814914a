"""Short news at the foot of the window, one at a time, and the list of all of them under F8."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.ui import theme
from alektum_desk.ui.screen import Toast
from alektum_desk.ui.widgets.banners import EmptyState
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.dialog import Dialog
from alektum_desk.ui.widgets.words import Key, Part, Picture, card, row, text

LASTS = 10_000
NARROW = 1000             # of the window, at 100 %: there a pane lies over the content


@dataclass(frozen=True, slots=True)
class News:
    at: datetime
    words: str
    icon: str


class Toasts(QObject):
    """Shows them over `window`, and keeps the last hundred."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.window_ = window
        self.history: list[News] = []
        self._waiting: list[Toast] = []
        self._shown: _ToastFrame | None = None
        window.installEventFilter(self)

    def show(self, toast: Toast, at: datetime) -> None:
        self.history.insert(0, News(at, toast.words, toast.icon))
        del self.history[100:]
        self._waiting.append(toast)
        if self._shown is None:
            self._next()
        elif len(self._waiting) > 1 or not self._shown.held():
            self._shown.go()

    def _next(self) -> None:
        self._shown = None
        if not self._waiting:
            return
        self._shown = _ToastFrame(self.window_, self._waiting.pop(0), self._next)
        self._place()
        self._shown.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._shown, self._shown.words))

    def _place(self) -> None:
        if self._shown is not None:
            self._shown.fit(self.window_.width() - theme.px(32))
            spare = self.window_.width() - self._shown.width()         # in a narrow window the buttons of a pane stand at the left of its foot
            self._shown.move(max(0, spare - theme.px(16)) if self.window_.width() / theme.scale() < NARROW else spare // 2,
                             self.window_.height() - self._shown.height() - theme.px(46))
            self._shown.raise_()

    def undo(self) -> bool:
        """What the toast in sight offers; False when it offers nothing."""
        return self._shown is not None and self._shown.undo()

    def clear(self) -> None:
        """At a lock nothing stays to be read."""
        self._waiting.clear()
        self.history.clear()
        if self._shown is not None:
            self._shown.go()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False


class _ToastFrame(QFrame):
    def __init__(self, parent: QWidget, toast: Toast, gone: Callable[[], None]) -> None:
        super().__init__(parent)
        self.words, self._undo, self._gone = toast.words, toast.undo, gone
        self.setProperty("role", "raised")
        self.setAccessibleName(toast.words)
        parts: list[Part] = [Picture(toast.icon, "muted", 18), (text(toast.words, wrap=len(toast.words) > 60), 1)]
        if toast.undo is not None:
            parts += [Button(_("Undo"), "quiet", pressed=self.undo), Key("Ctrl Z")]
        parts.append(Button("", "icon", "cross", name=_("Close the message"), pressed=self.go))
        self._line = row(*parts, gap=12, margin=(16, 5, 8, 5))
        self.setLayout(self._line)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._time_is_up)
        self._timer.start(LASTS)

    def fit(self, most: int) -> None:
        """As wide as it may be, and as tall as its words are at that width; Qt would count them at the narrowest."""
        hint, wraps = self._line.sizeHint(), self._line.hasHeightForWidth()
        wide = min(most, max(hint.width(), theme.px(620)) if wraps else hint.width())
        self.resize(wide, max(theme.px(48), self._line.heightForWidth(wide) if wraps else hint.height()))

    def held(self) -> bool:
        """While somebody reads or uses it, it stays."""
        return self.underMouse() or (self.focusWidget() is not None and self.focusWidget().hasFocus())

    def _time_is_up(self) -> None:
        if self.held():
            self._timer.start(1000)
        else:
            self.go()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._timer.start(LASTS)

    def undo(self) -> bool:
        undo, self._undo = self._undo, None
        if undo is None:
            return False
        self.go()
        undo()
        return True

    def go(self) -> None:
        if self.isHidden() and self._gone is _nothing:
            return
        gone, self._gone = self._gone, _nothing
        self.hide()
        self.deleteLater()
        gone()


def _nothing() -> None:
    pass


class NewsDialog(Dialog):
    """F8: what was said since the desk was opened."""

    def __init__(self, history: list[News], parent: QWidget | None = None) -> None:
        close = Button(_("Close"), "primary")
        lines: list[Part] = [
            row(Picture(news.icon, "muted", 18), (text(news.words, wrap=True), 1), text(language.clock(news.at), "caption", "muted"), gap=12)
            for news in history]
        body: QWidget = card(*lines) if lines else EmptyState(
            "info", _("Nothing was said yet"), _("Messages that appear at the foot of the window are kept here until the desk is locked."))
        super().__init__(parent, text(_("Notifications"), "head", wrap=True), body, 0, foot=(close,), focus=close, height=360)
        self.setWindowTitle(_("Notifications"))
        close.clicked.connect(self.accept)

    @classmethod
    def example(cls, parent: QWidget | None = None) -> NewsDialog:
        return cls([News(datetime(2026, 11, 24, 14, 2, tzinfo=UTC), _("The account is there"), "person")], parent)
