"""Every form is kept while it is typed, two seconds after the last key at the latest, and offered again."""
from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from alektum_desk.base import log
from alektum_desk.domain.errors import DeskError
from alektum_desk.ui.widgets.form import Form

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk
    from alektum_desk.ui.screen import Screen

DELAY = 1500     # milliseconds after the last key


class Drafts(QObject):
    """Watches the forms of the screens of one desk. `brought_back` when a form was filled from what was kept."""

    brought_back = Signal(object)      # Form
    kept = Signal(str)                 # the form's name

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._timers: dict[str, QTimer] = {}
        self._save: dict[str, Callable[[], None]] = {}

    def watch(self, screen: Screen) -> None:
        """Every form of the screen and of its pane that is not watched yet."""
        for form in screen.forms():
            if not form.property("watched") and "." in form.objectName():
                form.setProperty("watched", True)
                self._begin(form)

    def _begin(self, form: Form) -> None:
        name = form.objectName()
        timer = QTimer(form)
        timer.setSingleShot(True)
        timer.setInterval(DELAY)
        save = partial(self._keep, form)
        timer.timeout.connect(save)
        self._timers[name], self._save[name] = timer, save
        form.destroyed.connect(partial(self._let_go, name, timer))
        if self._may_keep(name):
            self._bring_back(form)
        form.changed.connect(timer.start)

    def _let_go(self, name: str, timer: QTimer) -> None:
        if self._timers.get(name) is timer:
            del self._timers[name], self._save[name]

    def _may_keep(self, name: str) -> bool:
        return self.desk.store.may_write(name.split(".", 1)[0])

    def _bring_back(self, form: Form) -> None:
        from alektum_desk.services import drafts
        values = drafts.kept(self.desk, form.objectName())
        before = form.kept()
        if not values or all(before.get(key, "") == value for key, value in values.items()):
            return
        form.set_values({key: str(value) for key, value in values.items()})
        self.brought_back.emit(form)

    def _keep(self, form: Form) -> None:
        from alektum_desk.services import drafts
        name = form.objectName()
        if not self._may_keep(name):
            return
        values = form.kept()
        try:
            if any(value.strip() for key, value in values.items() if not form.is_choice(key)):
                drafts.keep(self.desk, name, values)
                self.kept.emit(name)
            else:
                drafts.drop(self.desk, name)
        except DeskError as error:
            log.bug(error)      # a draft is a help: the form itself will say what is wrong with the disk

    def keep_now(self) -> None:
        """Before a lock, a rebuild or the end: whatever waits for its two seconds."""
        for name, timer in list(self._timers.items()):
            if timer.isActive():
                timer.stop()
                self._save[name]()

    def drop(self, form: Form) -> None:
        """Its service took it, or the person threw it away."""
        from alektum_desk.services import drafts
        name = form.objectName()
        if name in self._timers:
            self._timers[name].stop()
        if "." in name and self._may_keep(name):
            drafts.drop(self.desk, name)
