"""How the program speaks, looks and locks itself: everybody's own, in force at once."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QShowEvent

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.errors import _N
from alektum_desk.ui import memory, theme
from alektum_desk.ui.screen import Screen
from alektum_desk.ui.screens.settings_section import Section
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import CheckField, Choice
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.words import Key, Picture, card, column, row, text

READ: dict[str, Callable[[str], Any]] = {"language": str, "palette": str, "text_size": int, "still": bool, "lock_after": int}


class LiveSection(Section):
    """What stands in its form is what is in force."""

    form: Form

    def live(self, form: Form) -> Form:
        form.setProperty("live", True)      # what stands in it is in force already: nothing to bring back
        self.form, self._shown = form, form.values()
        form.changed.connect(self.put_in_force)
        return form

    def put_in_force(self) -> None:
        """What was changed here and nothing else: a key of the menu may have changed the rest meanwhile."""
        now = self.form.values()
        changed = {key: READ[key](value) for key, value in now.items() if value != self._shown[key]}
        self._shown = now
        if changed:
            memory.change(**changed)
            self.screen_.look_changed.emit()

    def show_kept(self) -> None:
        """As the settings are now, whoever changed them."""
        kept = memory.current()
        said = {"language": kept.language, "palette": kept.palette, "text_size": str(kept.text_size),
                "still": "yes" if kept.still else "", "lock_after": str(kept.lock_after)}
        with QSignalBlocker(self.form):
            for key, row_ in self.form.rows.items():
                with QSignalBlocker(row_.field):
                    row_.field.set_value(said[key])
        self._shown = self.form.values()

    def showEvent(self, event: QShowEvent) -> None:
        self.show_kept()
        super().showEvent(event)


class LookSection(LiveSection):
    name, title, icon = "look", _N("Language and look"), "eye"

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        now = memory.current()
        form = Form("look", beside=True)
        spoken = [("", _("As the system")), *((code, language.language_name(code)) for code in language.LANGUAGES)]
        self.language = form.add("language", _("Language"), Choice(_("Language"), spoken, now.language))
        self.palette_ = form.add("palette", _("Colours"), Choice(_("Colours"), [(key, _(words)) for key, words in theme.CHOICES.items()], now.palette))
        sizes = sorted({100, 110, 125, 150, 175, 200, now.text_size})
        self.size_ = form.add("text_size", _("Text size"),
                              Choice(_("Text size"), [(str(each), _("{number} %").format(number=each)) for each in sizes], str(now.text_size)))
        self.still = form.add("still", "", CheckField(_("Nothing moves by itself (reduced motion)"), now.still))
        self.lay(card(self.live(form), title=_("Language and look")))


class LockSection(LiveSection):
    name, title, icon = "lock", _N("Lock"), "lock"

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        form = Form("locking", beside=True)
        after = [(key, _(words)) for key, words in memory.LOCK_AFTER.items()]
        self.lock_after = form.add("lock_after", _("Lock after"), Choice(_("Lock after"), after, str(memory.current().lock_after)),
                                   help=_("Without a key or a move for that long, the desk locks itself."))
        said = _("The desk also locks when the screen of this machine is locked or goes to sleep, where the system tells so.")
        self.lay(card(
            self.live(form), row(Picture("hide", "muted", 18), (text(said, "small", wrap=True), 1), gap=10),
            row(Picture("draft", "muted", 18), (text(_("What you had typed is kept. Everything else is closed, and the clipboard is emptied."),
                                                     "small", wrap=True), 1), gap=10),
            row(Button(_("Lock now"), "", "lock", pressed=screen.lock_asked.emit), column(0, Key("Ctrl L"), 0), 0, gap=10), title=_("Lock")))
