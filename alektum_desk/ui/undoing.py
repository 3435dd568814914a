"""Back and forth under Ctrl+Z and Ctrl+Shift+Z: what the window does with the last change of one's own."""
from __future__ import annotations

from functools import partial
from typing import Protocol

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.errors import DeskError
from alektum_desk.services import undo
from alektum_desk.services.desk import Desk
from alektum_desk.services.undo import Offer
from alektum_desk.ui.menu import Menu
from alektum_desk.ui.screen import Toast
from alektum_desk.ui.toast import Toasts


class Stepping(Protocol):
    """The window, as far as the way back needs it."""

    desk: Desk | None
    menu_: Menu
    toasts: Toasts

    def tell(self, toast: Toast) -> None: ...

    def say(self, words: str, icon: str) -> None: ...


def back(window: Stepping) -> None:
    """What the message in sight offers, else the last change of one's own; what was not done in this window is asked about first."""
    if window.toasts.undo() or window.desk is None:
        return
    try:
        offered = undo.offer(window.desk)
    except DeskError:
        offered = None                       # said by the step itself
    if offered is not None and not offered.here:
        window.tell(Toast(_("This was not done in this window. {what}?").format(what=offered.words), "question", partial(_elsewhere, window, offered)))
    else:
        _step(window, backwards=True)


def _elsewhere(window: Stepping, asked: Offer) -> None:
    """Only what was asked about; what came in between is asked about anew."""
    if window.desk is not None and undo.offer(window.desk) == asked:
        _step(window, backwards=True)
    else:
        back(window)


def forth(window: Stepping) -> None:
    _step(window, backwards=False)


def _step(window: Stepping, *, backwards: bool) -> None:
    if window.desk is None:
        return
    try:
        said = undo.undo(window.desk) if backwards else undo.redo(window.desk)
    except DeskError as error:
        window.say(f"{language.sentence(error)} {language.hint(error)}".strip(), "info")
    else:
        window.say(_("Done: {what}").format(what=said), "undo")


def tell(window: Stepping) -> None:
    """The menu says what would be undone: the title of an activity or the number of a letter, never a person."""
    if window.desk is None:
        window.menu_.say_undo(None, None)
        return
    try:
        window.menu_.say_undo(undo.would_undo(window.desk), undo.would_redo(window.desk))
    except DeskError:
        window.menu_.say_undo(None, None)    # a damaged compartment is told elsewhere
