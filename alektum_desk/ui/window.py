"""The one window: closed (login, first run) or opened (the frame); its menu, its keys, its lock."""
from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QClipboard, QCloseEvent, QCursor, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.errors import Busy, DeskError
from alektum_desk.ui import appearance, memory, spoken, theme
from alektum_desk.ui.changes import ChangeBus
from alektum_desk.ui.jobs import Job, Jobs
from alektum_desk.ui.kiosk.at_work import at_work
from alektum_desk.ui.login import Login

if TYPE_CHECKING:      # read when they are first needed: the window is painted before
    from alektum_desk.services.desk import Clock, Desk
    from alektum_desk.ui.frame import Frame
    from alektum_desk.ui.screen import Errand, Screen, Toast
    from alektum_desk.ui.wizard import Wishes, Wizard

SIZE = (1440, 900)
SMALLEST = (640, 480)
UNSEEN = 3_000      # milliseconds


class Window(QMainWindow):
    """`home` is the data home; what is opened in it is `desk`, None while closed."""

    painted = Signal()        # the first time, and only then; `UNSEEN` after it was shown where nobody looks, as when it starts minimised

    def __init__(self, home: Path, *, sample: bool = False) -> None:
        super().__init__()
        self.home, self.sample = home, sample
        self.desk: Desk | None = None
        self.clock: Clock | None = None       # of the desk that was open last; None is the machine's
        self.frame: Frame | None = None
        self.jobs, self.bus = Jobs(), ChangeBus()
        self.pages = QStackedWidget()
        self.pages.setObjectName("ground")
        self.setCentralWidget(self.pages)
        self.setMinimumSize(*SMALLEST)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self.lock)
        self._is_painted = self._has_begun = self._is_furnished = False
        self._title()
        self._restore_geometry()

    def furnish(self) -> None:
        """Menu and keys, messages, the bar of a job, the ear for a locked screen: what nobody misses before the first paint."""
        if self._is_furnished:
            return
        from alektum_desk.ui.menu import Menu
        from alektum_desk.ui.progress import JobBar
        from alektum_desk.ui.screen_lock import ScreenLock
        from alektum_desk.ui.toast import Toasts
        self._is_furnished = True
        self.menu_ = Menu(self)
        self.menu_.connect_window(self)
        self.toasts = Toasts(self)
        self.bar = JobBar(self)
        self.jobs.started.connect(self.bar.began)
        self.jobs.ended.connect(self.bar.ended)
        self.screen_lock = ScreenLock(self)
        self.screen_lock.locked.connect(self.lock)
        at_work().covered.connect(self.lock)
        at_work().crowded.connect(self.tell_of_a_crowd)

    # --- closed --------------------------------------------------------------------------------------------------

    def show_login(self, *, locked: bool = False) -> Login:
        page = Login(sample=self.sample, locked=locked)
        page.asked.connect(self.open_with)
        page.sample_asked.connect(self.open_sample)
        page.restore_asked.connect(self.bring_back)
        self._show_page(page)
        return page

    def offer_people(self) -> None:
        """The accounts of this data home, read after the first paint; an unreadable home is said on the page."""
        page = self.pages.currentWidget()
        if not isinstance(page, Login):
            return
        from alektum_desk.services import clock, desk
        try:
            page.offer([account.name for account in desk.people(self.home) if not account.disabled])
            if (last := clock.last_ran(self.home)) is not None:
                page.warn(clock.absence(last))
        except DeskError as error:
            page.refuse(error)

    def show_wizard(self) -> Wizard:
        from alektum_desk.ui.wizard import Wizard
        page = Wizard()
        page.wished.connect(self._set_up)
        page.sample_asked.connect(self.open_sample)
        self._show_page(page)
        return page

    def _set_up(self, wishes: Wishes) -> None:
        page = self.pages.currentWidget()
        from alektum_desk.ui.wizard import Wizard
        if not isinstance(page, Wizard):
            return
        from alektum_desk.services import setup
        page.confirmed.connect(lambda: self.open_with(wishes.officer, wishes.password))
        self.jobs.run(lambda _progress: setup.set_up(self.home, wishes.office, wishes.officer, "dpo", wishes.password,
                                                     languages=wishes.languages, zone=wishes.zone),
                      label=_("Setting up"), done=page.show_code, refused=page.refuse)

    def open_with(self, account: str, password: str) -> Job:
        from alektum_desk.services import desk
        clock = self.clock or desk.system
        return self.jobs.run(lambda _progress: desk.open_desk(self.home, account or None, password, clock), label=_("Opening"), done=self.open_desk,
                             refused=self._not_opened)

    def open_sample(self) -> None:
        import importlib
        sample = importlib.import_module("alektum_desk.services.sample")
        self.jobs.run(lambda _progress: sample.open_sample(), label=_("Laying out the sample data"), done=self.open_desk,
                      refused=self._not_opened)

    def _not_opened(self, error: DeskError) -> None:
        page = self.pages.currentWidget()
        from alektum_desk.ui.wizard import Wizard
        if isinstance(page, (Login, Wizard)):
            page.refuse(error)
        else:
            self.show_error(error)

    def bring_back(self, account: str, password: str) -> None:
        """From the login, where nothing opens: the newest backup that is still where it was put."""
        from alektum_desk.services import backups, desk, restores
        page = self.pages.currentWidget()
        try:
            copies = backups.listed(self.home)
        except DeskError as error:
            self._not_opened(error)
            return
        if not copies:
            if isinstance(page, Login):
                page.say_trouble(_("No backup of this desk is known here. Look for its file on another disk, then run: alektum-desk backup restore FILE."))
            return
        made, clock = copies[0], self.clock or desk.system
        from alektum_desk.ui.dialogs import ask
        from alektum_desk.ui.screen import Errand
        when = language.moment(made.made_at.astimezone(), "long")
        if ask.sure(self, _("Bring back the backup of {moment}?").format(moment=when),
                    _("Everything in this data home is replaced by what stood in it then. Nothing is swapped in before every byte of the backup is checked."),
                    _("Bring it back"), keep=_("Leave it")):
            self.run_errand(Errand(lambda _progress: restores.restore(self.home, made.file, account or None, password, clock),
                                   _("Bringing the backup back"), account, password, restores.said))

    def run_errand(self, errand: Errand) -> None:
        """What needs the desk closed; it opens again with the password that was given for it."""
        self.leave()
        page = self.show_login(locked=True)
        self.offer_people()
        page.account.set_value(errand.account)
        page.busy(on=True)

        def done(result: object) -> None:
            words = errand.said(result)
            self.open_with(errand.account, errand.password).done.connect(lambda _desk: self.say(words, "import"))

        self.jobs.run(errand.work, label=errand.label, done=done, refused=self._not_opened)

    # --- opened --------------------------------------------------------------------------------------------------

    def open_desk(self, desk: Desk) -> None:
        self.furnish()
        self.desk, self.home, self.sample, self.clock = desk, desk.home, desk.sample, desk.store.water.clock
        self.bus.listen(desk.store.changed)
        at_work().desk_opened(desk)
        self._build_frame()
        if self.frame is not None and self.frame.entries:
            self.frame.open(self.frame.entries[0].name)
        self._title()
        self.awake()
        self.look_after()

    def look_after(self) -> None:
        """A copy when one is due, the journals once a day; what was found stands on Home."""
        from alektum_desk.services import health
        desk = self.desk
        if desk is not None:
            self.jobs.run(lambda progress: health.look_after(desk, progress) if self.desk is desk else None, refused=lambda _error: None)

    def _build_frame(self) -> None:
        if self.desk is None:
            return
        from alektum_desk.ui.frame import Frame
        frame = Frame(self.desk, self.jobs, self.bus)
        frame.said.connect(self.tell)
        frame.failed.connect(self.show_error)
        frame.look_changed.connect(self.put_in_force)
        frame.shown.connect(self._screen_shown)
        frame.sidebar.lock_asked.connect(self.lock)
        frame.lock_asked.connect(self.lock)
        frame.errand.connect(self.run_errand)
        frame.status.help_asked.connect(self.show_help)
        frame.header.search_asked.connect(self.show_palette)
        frame.header.menu_asked.connect(self.show_menu)
        self.frame = frame
        self._show_page(frame)
        self.menu_.show_screens(frame.entries)

    def _screen_shown(self, screen: Screen) -> None:
        self.menu_.show_commands(screen.commands)

    def go(self, name: str) -> None:
        if self.frame is not None:
            self.frame.open(name)

    def lock(self) -> None:
        """Every draft is kept, every view closed, every key let go."""
        if self.desk is None:
            return
        self.leave()
        self.show_login(locked=True)
        self.offer_people()

    def leave(self) -> None:
        """Close the desk. Drafts first, also of what is typed in a dialog; then every dialog, without asking it."""
        if self.desk is None:
            return
        if self.frame is not None:
            self.frame.drafts.keep_now()
        for dialog in self.findChildren(QWidget):
            if dialog.isWindow() and dialog.isVisible():
                dialog.done(QDialog.DialogCode.Rejected) if isinstance(dialog, QDialog) else dialog.close()
        if self.frame is not None:
            self.frame.remember_columns()
        self.jobs.cancel_all()
        self.jobs.finish()
        self.bus.stop()
        self.toasts.clear()
        self._idle.stop()
        self.menu_.show_screens(())
        frame, desk = self.frame, self.desk
        self.frame = self.desk = None
        if frame is not None:
            self.pages.removeWidget(frame)
            frame.deleteLater()
        from alektum_desk.services import visitors
        visitors.close_book(desk)
        at_work().desk_closed()
        desk.close()
        self.setEnabled(True)
        empty_clipboard()

    def tick(self) -> None:
        """Every minute and after a sleep: what passed its day is forgotten."""
        from alektum_desk.services import visitors
        if self.desk is None:
            return
        desk = self.desk
        self.jobs.run(lambda _progress: visitors.tick(desk) if self.desk is desk else None, refused=lambda _error: None)
        self.look_after()

    # --- look ----------------------------------------------------------------------------------------------------

    def put_in_force(self) -> None:
        """The settings' language, palette and text size, at once."""
        app, now, before = QApplication.instance(), memory.current(), (language.current(), theme.scale())
        if not isinstance(app, QApplication):
            return
        language.use(memory.spoken())
        spoken.install(app)
        appearance.apply(app, now.palette, now.text_size, now.still)
        self.awake()
        if before != (language.current(), theme.scale()):
            QTimer.singleShot(0, self, self.rebuild)

    def rebuild(self) -> None:
        """Everything again in the language and size at hand; what is open and what is typed stays."""
        self.menu_.retell()
        page = self.pages.currentWidget()
        if isinstance(page, Login):
            self.show_login(locked=page.locked)
            self.offer_people()
        elif self.frame is not None and self.desk is not None:
            self._rebuild_frame(self.frame)
        else:
            self.show_wizard()
        self._title()

    def _rebuild_frame(self, old: Frame) -> None:
        old.drafts.keep_now()
        old.remember_columns()
        here, place, values = old.here().name, old.here().place(), old.values()
        self.bus.changed.disconnect(old.heard)
        self._build_frame()
        if self.frame is not None:
            self.frame.open(here, place)
            self.frame.set_values(values)

    # --- what the keys do ----------------------------------------------------------------------------------------

    def show_palette(self) -> None:
        self.tell_undo()
        from alektum_desk.ui.command_palette import CommandPalette
        from alektum_desk.ui.searching import look_up
        desk, frame = self.desk, self.frame
        search = (lambda words: look_up(desk, words, frame.open)) if desk is not None and frame is not None else None
        CommandPalette(self.menu_.menu, search, self).exec()

    def show_menu(self) -> None:
        self.menu_.menu.exec(QCursor.pos() if self.frame is None else self.frame.header.menu_button.mapToGlobal(
            self.frame.header.menu_button.rect().bottomLeft()))

    def show_help(self) -> None:
        page = self.pages.currentWidget()
        here = self.frame.here().help if self.frame is not None else "login" if isinstance(page, Login) else "wizard"
        from alektum_desk.ui.help import HelpDialog
        HelpDialog(here, self).exec()

    def show_news(self) -> None:
        from alektum_desk.ui.toast import NewsDialog
        NewsDialog(self.toasts.history, self).exec()

    def find_here(self) -> None:
        """Ctrl+F: the field of the screen in hand."""
        screen = self.frame.here() if self.frame is not None else None
        if screen is not None and screen.finder is not None:
            screen.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
            screen.finder.selectAll()
        else:
            self.show_palette()

    def renew(self) -> None:
        if self.frame is not None:
            self.frame.here().renew()

    def next_part(self) -> None:
        if self.frame is not None:
            self.frame.next_part()

    def undo(self) -> None:
        from alektum_desk.ui import undoing
        undoing.back(self)

    def redo(self) -> None:
        from alektum_desk.ui import undoing
        undoing.forth(self)

    def tell_undo(self) -> None:
        from alektum_desk.ui import undoing
        undoing.tell(self)

    def change_text_size(self, step: int) -> None:
        memory.change(text_size=max(100, min(200, memory.current().text_size + step if step else 100)))
        self.put_in_force()

    def change_palette(self, name: str) -> None:
        memory.change(palette=name)
        self.put_in_force()

    # --- news ----------------------------------------------------------------------------------------------------

    def tell(self, toast: Toast) -> None:
        at = self.desk.now().astimezone(self.desk.zone) if self.desk is not None else datetime.now(UTC)
        self.toasts.show(toast, at)

    def say(self, words: str, icon: str) -> None:
        from alektum_desk.ui.screen import Toast
        self.tell(Toast(words, icon))

    def tell_of_a_crowd(self) -> None:
        """The kiosk signs nobody in any more until somebody of the house has looked."""
        self.say(_("Twenty arrivals at the kiosk within ten minutes. Have a look, then let more visitors in."), "people")

    def show_error(self, error: DeskError) -> None:
        from alektum_desk.ui.dialogs import ask
        if isinstance(error, Busy) and self._keys_have_changed():
            if ask.sure(self, language.sentence(error), _("What you had typed is kept. Your password opens the desk again, under the new keys."),
                        _("Lock and open again"), keep=_("Later"), danger=False):
                self.lock()
            return
        if error.code != "cancelled":
            ask.tell_error(self, error)
        else:
            self.say(language.sentence(error), "info")

    def _keys_have_changed(self) -> bool:
        """Another window or command gave the compartments new keys: this desk reads and writes nothing any more."""
        if self.desk is None:
            return False
        try:
            for name in self.desk.store.opened:
                self.desk.store.compartment(name)
        except Busy:
            return True
        except DeskError:
            return False
        return False

    # --- the window itself ---------------------------------------------------------------------------------------

    def _show_page(self, page: QWidget) -> None:
        while self.pages.count():
            old = self.pages.widget(0)
            if old is None:
                break
            self.pages.removeWidget(old)
            old.deleteLater()
        self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def _title(self) -> None:
        """No person and no case stands in the title: it is seen in lists of windows and in pictures."""
        self.setWindowTitle(_("Alektum Desk, SAMPLE") if self.sample else _("Alektum Desk"))

    def _restore_geometry(self) -> None:
        kept = memory.current().geometry
        if not kept or not self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            self.resize(*SIZE)
        screen = QApplication.primaryScreen()
        if screen is not None and not screen.availableVirtualGeometry().intersects(self.frameGeometry()):
            self.move(screen.availableGeometry().topLeft())

    def awake(self) -> None:
        """A key or a move: the idle clock begins anew."""
        if self.desk is not None:
            self._idle.start(memory.current().lock_after * 60_000)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel}:
            self.awake()
        return False

    def raise_up(self) -> None:
        """A second start means this window."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._has_begun:
            QTimer.singleShot(UNSEEN, self, self._first_painted)        # what passed its day waits for no eyes

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self._first_painted)     # once what lies on the window is painted too

    def _first_painted(self) -> None:
        if not self._has_begun:
            self._has_begun = True
            self.furnish()
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        memory.change(geometry=bytes(self.saveGeometry().toBase64().data()).decode())
        at_work().stop()
        self.leave()
        super().closeEvent(event)


def empty_clipboard() -> None:
    """Of what was copied here; what another program put there is its own, on platforms that can tell."""
    clipboard = QApplication.clipboard()
    told = QApplication.platformName() in {"xcb", "wayland", "windows", "cocoa"}
    if clipboard.ownsClipboard() or not told:
        clipboard.clear(QClipboard.Mode.Clipboard)
    if clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
