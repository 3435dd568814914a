"""The kiosk's window: the whole screen, one visitor after the other, no way out but the PIN."""
from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QClipboard, QCloseEvent, QGuiApplication, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from alektum_desk.base import language, log
from alektum_desk.base.language import _
from alektum_desk.domain.kiosk import LONGEST_GAP, NEXT_SCAN, scanned
from alektum_desk.domain.kiosk_pairing import Greeting
from alektum_desk.ui import appearance, spoken, theme
from alektum_desk.ui.kiosk import pages
from alektum_desk.ui.kiosk.controls import KioskButton, KioskField, effective
from alektum_desk.ui.kiosk.form import Step, VisitForm
from alektum_desk.ui.kiosk.line import Line
from alektum_desk.ui.kiosk.pin import Gate
from alektum_desk.ui.widgets.words import box, column, row, text

IDLE, WARNING, THANKS = 60, 20, 10      # seconds
TITLE = "Alektum Desk"                  # the same whoever stands here
# What a visitor's hand may press on a keyboard; everything else, and everything with Ctrl, Alt or Meta, goes nowhere.
MOVES = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Backspace, Qt.Key.Key_Delete,
         Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}
HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
KEYS = {QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride}
MICE = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick}
NEVER = {QEvent.Type.ContextMenu, QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop, QEvent.Type.ToolTip, QEvent.Type.WhatsThis,
         QEvent.Type.EnterWhatsThisMode, QEvent.Type.Shortcut, QEvent.Type.StatusTip, QEvent.Type.QueryWhatsThis}
AWAKE = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.Wheel}


class StillThere(QWidget):
    """Over everything: whether anybody is still there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("over")
        self.setAccessibleName(_("Are you still there?"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.left = WARNING
        self.words = text("", "kiosktext", wrap=True)
        self.more = KioskButton(_("I need more time"), "kioskprimary")
        narrow = effective(parent) < 1000
        inside = box(column(text(_("Are you still there?"), "head" if narrow else "figure", wrap=True), self.words, row(self.more, 0), gap=20, margin=24))
        self.setLayout(column(0, inside, 0, margin=(20, 0, 20, 0) if narrow else (240, 0, 240, 0)))
        self.count_down(WARNING)

    def count_down(self, left: int) -> None:
        self.left = left
        self.words.setText(language.ngettext("What you typed is erased in {number} second. Touch the screen or press any key to stay.",
                                             "What you typed is erased in {number} seconds. Touch the screen or press any key to stay.", left))


class KioskWindow(QWidget):
    """`left` when the PIN was right. `now` and `seconds` are the clock on the wall and the one that only runs."""

    left = Signal()

    def __init__(self, greeting: Greeting, line: Line, now: Callable[[], datetime] = lambda: datetime.now(UTC),
                 seconds: Callable[[], float] = time.monotonic) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self.greeting, self.line, self.now, self.seconds = greeting, line, now, seconds
        self.gate = Gate(greeting.pin, seconds)
        self.may_close = False
        self.palette_, self.size_ = "light", pages.SIZES[0]
        self.form: VisitForm | None = None
        self.warning: StillThere | None = None
        self._typed: list[tuple[str, float]] = []
        self._before: tuple[KioskField, str] | None = None
        self._scanned_at = -NEXT_SCAN.total_seconds()
        self.setObjectName("ground")
        self.setWindowTitle(TITLE)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self._hold = QVBoxLayout(self)
        self._hold.setContentsMargins(0, 0, 0, 0)
        self._hold.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)      # the screen is as large as it is
        self.idle = QTimer(self)
        self.idle.setInterval(1000)
        self.idle.timeout.connect(self.tick)
        self._awake_at = seconds()
        line.lost.connect(self.lose)
        self._sized = QTimer(self)
        self._sized.setSingleShot(True)
        self._sized.setInterval(0)
        self._sized.timeout.connect(self._resized)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self.begin()
        self.idle.start()

    # --- one visitor after the other ------------------------------------------------------------------------------

    def begin(self) -> None:
        """As if nobody had ever stood here: a new form in the office's language, size and palette; the old one is gone."""
        self.stay()
        old, self.form = self.form, None
        self._typed, self._before = [], None
        self.line.forget()
        if old is not None:
            old.erase_all()
            old.hide()
            self._hold.removeWidget(old)
            old.setParent(None)
            old.deleteLater()
        empty_clipboards()
        QGuiApplication.inputMethod().reset()
        self.palette_, self.size_ = "light", pages.SIZES[0]
        self._speak(next((code for code in self.greeting.languages if code in language.LANGUAGES), "en"))
        self._look()
        form = VisitForm(self.greeting, self.line, self.now, pages.lay)
        form.over.connect(self.begin_later)
        form.found.connect(partial(pages.retell_hits, form))
        form.turned.connect(self.turn)
        form.touched.connect(self.awake)
        form.pin_given.connect(self.try_pin)
        self.form = form
        self._hold.addWidget(form)
        form.resize(self.size())
        if self.line.is_lost:
            form.lose()
        else:
            form.show_step(Step.WELCOME)

    def begin_later(self) -> None:
        """Out of the button that asked for it."""
        QTimer.singleShot(0, self, self.begin)

    def turn(self, what: str, value: str) -> None:
        """Another language, size or palette in the middle of a form: what was typed stays."""
        QTimer.singleShot(0, self, lambda: self._turn(what, value))

    def _turn(self, what: str, value: str) -> None:
        if self.form is None:
            return
        self.form.keep()
        if what == "language":
            self._speak(value)
        elif what == "size":
            self.size_ = pages.SIZES[(pages.SIZES.index(self.size_) + 1) % len(pages.SIZES)]
        else:
            self.palette_ = "contrast" if self.palette_ == "light" else "light"
        self._look()
        self.form.build()
        self.awake()

    def _speak(self, code: str) -> None:
        app = QApplication.instance()
        if code != language.current() and isinstance(app, QApplication):
            language.use(code)
            spoken.install(app)

    def _look(self) -> None:
        app, now = QApplication.instance(), theme.look()
        if isinstance(app, QApplication) and (now.theme.name, round(now.scale * 100)) != (self.palette_, self.size_):
            appearance.apply(app, self.palette_, self.size_)

    def lose(self) -> None:
        if self.form is not None:
            self.form.lose()

    def crashed(self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        """A bug costs a visitor the form and shows nobody anything: its kind and place go to the log, none of its words."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.exit(130)
            return
        log.bug(error)
        self.begin_later()

    # --- nobody there ---------------------------------------------------------------------------------------------

    def awake(self) -> None:
        self._awake_at = self.seconds()
        self.stay()

    def stay(self) -> None:
        self._awake_at = self.seconds()
        if self.warning is not None:
            self.warning.hide()
            self.warning.deleteLater()
            self.warning = None

    def tick(self) -> None:
        """Every second. A page without anything of anybody needs no warning; thanks are read in ten seconds."""
        form = self.form
        if form is None:
            return
        quiet = self.seconds() - self._awake_at
        step = form.sheet.step
        if step is Step.WELCOME:
            if quiet >= IDLE:       # the minute on the clock, and a language nobody reads any more
                self.begin()
        elif step in {Step.THANKS, Step.GOODBYE, Step.NOTED} or (step in {Step.TOLD, Step.RECEPTION} and quiet >= WARNING):
            if quiet >= THANKS:
                self.begin()
        elif quiet >= IDLE + WARNING:
            self.begin()
        elif quiet >= IDLE:
            self._warn(round(IDLE + WARNING - quiet))

    def _warn(self, left: int) -> None:
        if self.warning is None:
            self.warning = StillThere(self)
            self.warning.more.clicked.connect(self.awake)
            self.warning.setGeometry(self.rect())
            self.warning.show()
            self.warning.raise_()
            self.warning.more.setFocus(Qt.FocusReason.OtherFocusReason)
        self.warning.count_down(max(1, left))

    # --- the way out ----------------------------------------------------------------------------------------------

    def try_pin(self, pin: str) -> None:
        if self.gate.tries(pin):
            self.may_close = True
            self.left.emit()
            return
        entry = self.form.entries.get("pin") if self.form is not None else None
        if entry is not None:
            closed = self.gate.minutes_closed()
            entry.show_problem(language.ngettext("Too many wrong PINs. Try again in {number} minute.", "Too many wrong PINs. Try again in {number} minutes.", closed)
                               if closed else _("This is not the PIN."))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close:
            event.ignore()
            return
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.idle.stop()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sized.start()

    def _resized(self) -> None:
        if self.form is not None:
            self.form.build()
        if self.warning is not None:
            self.warning.setGeometry(self.rect())

    # --- every event of the program passes here first -------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in NEVER:
            return True
        if kind in AWAKE:
            warned = self.warning is not None
            self.awake()
            if warned:
                return True         # the touch that said "I am here" presses nothing
        if isinstance(event, QKeyEvent) and kind in KEYS:
            if not is_allowed(event):
                return True
            return kind == QEvent.Type.KeyPress and isinstance(watched, QWidget) and self._key(event)
        return isinstance(event, QMouseEvent) and kind in MICE and event.button() != Qt.MouseButton.LeftButton

    def _key(self, event: QKeyEvent) -> bool:
        """True when the key ends what a scanner typed: then the letters go out of the field again and the code is looked up."""
        at = self.seconds()
        if self._typed and at - self._typed[-1][1] > LONGEST_GAP.total_seconds():
            self._typed = []
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            token, self._typed = scanned(self._typed), []
            if token is None:
                return False
            before = self._before
            if before is not None and isValid(before[0]):
                before[0].setText(before[1])
            if at - self._scanned_at >= NEXT_SCAN.total_seconds() and self.form is not None:
                self._scanned_at = at
                self.form.scanned(token)
            return True
        if not event.text() or not event.text().isprintable():
            return False
        if not self._typed:
            focus = QApplication.focusWidget()
            self._before = (focus, focus.text()) if isinstance(focus, KioskField) else None
        self._typed = [*self._typed[-63:], (event.text(), at)]
        return False


def is_allowed(event: QKeyEvent) -> bool:
    held = event.modifiers() & HELD
    letters = bool(event.text()) and event.text().isprintable()
    if held:
        return held == ALT_GR and letters        # AltGr, as Windows tells it
    return letters or Qt.Key(event.key()) in MOVES or event.key() == Qt.Key.Key_Shift


def empty_clipboards() -> None:
    """What was copied, and what was only marked: X11 keeps both for whoever comes next."""
    board = QGuiApplication.clipboard()
    for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
        if mode is QClipboard.Mode.Clipboard or board.supportsSelection():
            board.clear(mode)
