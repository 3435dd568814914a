"""Fields for words about a visitor, and for the host one comes to see."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from alektum_desk.base.language import _
from alektum_desk.domain.hosts import Host
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import LineField, TextField
from alektum_desk.ui.widgets.flow import Flow

HINTS = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
ROOM = 1000       # more than is allowed, so that what is too long is refused in words and never cut without a word

Search = Callable[[str], Sequence[Host]]


class GuestField(LineField):
    """Something about a visitor: no keyboard learns it, no list completes it, and it is dots while somebody else may look."""

    def __init__(self, name: str, placeholder: str = "", value: str = "", *, read_only: bool = False) -> None:
        super().__init__(name, value, placeholder=placeholder, longest=ROOM)
        self.setReadOnly(read_only)
        self.setInputMethodHints(HINTS)

    def hide_words(self, *, on: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Password if on else QLineEdit.EchoMode.Normal)
        self.setInputMethodHints(HINTS)       # Qt takes them away with the dots


class GuestLines(TextField):
    """Several visitors, one a line; out of sight while somebody else may look, for it has no dots."""

    def __init__(self, name: str, placeholder: str = "", lines: int = 5) -> None:
        super().__init__(name, placeholder=placeholder, lines=lines)
        self.setInputMethodHints(HINTS)

    def hide_words(self, *, on: bool) -> None:
        self.setVisible(not on)


def hide_words(inside: QWidget, *, on: bool) -> None:
    for field in inside.findChildren(GuestField):
        field.hide_words(on=on)
    for lines in inside.findChildren(GuestLines):
        lines.hide_words(on=on)


class HostHits(QWidget):
    """Under a field for the host: who may be meant, from the third letter on. Down goes to the first, Enter takes it."""

    def __init__(self, field: LineField, search: Search) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.setAccessibleName(_("Hosts whose name begins so"))
        self.field, self.search = field, search
        self.buttons: list[Button] = []
        self._flow = Flow((), gap=4)
        self.setLayout(self._flow)
        self.setVisible(False)
        field.changed.connect(self.look)

    def look(self) -> None:
        """Nobody is offered for a name that is written out already."""
        words = self.field.value().strip()
        found = [host for host in self.search(words) if host.name != words] if self.field.hasFocus() else []
        for button in self.buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [Button(host.name, "quiet", pressed=partial(self.take, host)) for host in found]
        for button in self.buttons:
            self._flow.addWidget(button)
        self.setVisible(bool(found))
        self.updateGeometry()

    def take(self, host: Host) -> None:
        self.field.setFocus()
        self.field.set_value(host.name)
        self.field.end(False)
