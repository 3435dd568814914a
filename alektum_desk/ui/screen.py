"""What a screen is: a title, what it watches, how it shows what is so, and what can be done on it."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from alektum_desk.base.language import _
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import DeskError, Refused
from alektum_desk.ui.jobs import Job, Jobs, Work
from alektum_desk.ui.widgets.chips import Chip
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.table import Table

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk


LATER = 2_000                       # milliseconds between two refreshes while a job is under way

@dataclass(frozen=True, slots=True)
class Header:
    """What stands above the content. Texts are already in the language at hand; no personal data."""

    title: str
    subtitle: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()      # (words, argument for `arrive`)
    chips: tuple[Chip, ...] = ()


@dataclass(frozen=True, slots=True)
class Toast:
    words: str
    icon: str = "check"
    undo: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Errand:
    """Something for which the desk must be closed: the window closes it, does `work`, opens it again as `account` and tells."""

    work: Work
    label: str
    account: str
    password: str
    said: Callable[[Any], str]


class Screen(QWidget):
    """Subclasses set `name`, `title`, `watches`, build themselves in `__init__` after super().__init__(desk, jobs), and override `refresh`.

    The window is told by signals; a screen never holds it.
    """

    name: ClassVar[str]
    title: ClassVar[str]                              # _N("Register")
    watches: ClassVar[frozenset[Kind]] = frozenset()
    help: ClassVar[str] = ""                          # a page of ui/help.py
    scrolls: ClassVar[bool] = False                   # all of it, by itself: a small window need not scroll it a second time

    header_changed = Signal()
    go = Signal(str, str)                             # screen, argument for its `arrive`
    said = Signal(object)                             # Toast
    finished = Signal(object)                         # Form: its service took it, so its draft goes
    failed = Signal(object)                           # DeskError to be shown by the window
    pane_changed = Signal()
    pane_wanted = Signal()                            # it has what was asked for: where it lies over the content, show it
    look_changed = Signal()                           # language, palette or text size: the window puts it in force
    lock_asked = Signal()
    errand = Signal(object)                           # Errand

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self.desk, self.jobs = desk, jobs
        self.setObjectName("clear")
        self.commands: list[QAction] = []
        self.primary: QAction | None = None
        self.pane: QWidget | None = None              # beside the content; the window puts it there
        self.pane_width = 348
        self.finder: QLineEdit | None = None          # Ctrl+F
        self._stale = True
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER)
        self._later.timeout.connect(self._catch_up)
        jobs.ended.connect(self._catch_up)

    # --- what a subclass says ------------------------------------------------------------------------------------

    def header(self) -> Header:
        return Header(_(self.title))

    def refresh(self) -> None:
        """Read what is so and show it."""

    def arrive(self, argument: str) -> None:
        """Somebody came here meaning one thing: the id of an activity, the name of a tab. "" is the screen itself."""

    def place(self) -> str:
        """What brings one back to what is shown now, through `arrive`, after the screen was built again."""
        return ""

    def stops(self) -> tuple[str, ...]:
        """Arguments for `arrive` that show each of its faces: walked by the tests and by the tour."""
        return ("",)

    def room(self) -> int:
        """Pixels that its content needs beside a pane; 0 where it makes do with what is left."""
        return 0

    def back(self) -> bool:
        """Esc: close what lies open here; False when nothing did."""
        return False

    # --- what it may use -----------------------------------------------------------------------------------------

    def command(self, words: str, act: Callable[[], object], *, key: str = "", icon: str = "", primary: bool = False,
                button: bool = False, off: str = "") -> QAction:
        """Something that can be done here: in the menu and in the palette; as a button in the header when primary or `button`.

        `off` says why it is off, when it is.
        """
        action = QAction(words, self)
        action.setProperty("drawing", icon)
        action.setProperty("button", primary or button)
        if key:
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setEnabled(not off)
        action.setStatusTip(off)
        action.triggered.connect(lambda _on=False: self.attempt(act))
        if primary:
            self.primary = action
        self.commands.append(action)
        return action

    def attempt(self, act: Callable[[], object], form: Form | None = None) -> bool:
        """Do it; what the officer can mend is said beside the form's field, or by the window."""
        try:
            act()
        except DeskError as error:
            if not (form is not None and isinstance(error, Refused) and form.refuse(error)):
                self.failed.emit(error)
            return False
        return True

    def run(self, work: Work, done: Callable[[Any], object] | None = None, label: str = "") -> Job:
        """Off the GUI thread, with a bar and Cancel when it takes long."""
        return self.jobs.run(work, label=label or _("Working"), done=done, refused=self.failed.emit)

    def tell(self, words: str, icon: str = "check", undo: Callable[[], object] | None = None) -> None:
        """A toast, which is kept in the list under F8."""
        self.said.emit(Toast(words, icon, undo))

    def done_with(self, form: Form) -> None:
        """What was typed is where it belongs: drop the draft and begin anew."""
        form.empty()
        self.finished.emit(form)

    def show_pane(self, pane: QWidget | None) -> None:
        """Put something beside the content, or take it away."""
        self.pane = pane
        self.pane_changed.emit()

    def forms(self) -> Iterable[Form]:
        """Whose fields are kept as drafts; the pane's too."""
        found = list(self.findChildren(Form))
        return [*found, *(self.pane.findChildren(Form) if self.pane is not None and not self.isAncestorOf(self.pane) else [])]

    def tables(self) -> Iterable[Table[Any]]:
        return self.findChildren(Table)

    # --- life ----------------------------------------------------------------------------------------------------

    def heard(self, kinds: frozenset[Kind]) -> None:
        """Something changed: show it now when seen, else when next seen."""
        if not kinds & self.watches:
            return
        self._stale = True
        if self.isVisible() and not self.jobs.busy():
            self.renew()
        elif self.isVisible() and not self._later.isActive():
            self._later.start()         # a job that writes five hundred letters says so five hundred times

    def _catch_up(self, _job: object = None) -> None:
        self._later.stop()
        if self._stale and self.isVisible():
            self.renew()

    def renew(self) -> None:
        self._stale = False
        self.attempt(self.refresh)
        self.header_changed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.renew()
