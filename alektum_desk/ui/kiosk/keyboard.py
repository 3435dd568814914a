"""The keyboard on the screen: the letters where the visitor's own keyboard has them."""
from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from alektum_desk.base.language import _
from alektum_desk.ui.kiosk.controls import LEAST, KeyButton
from alektum_desk.ui.widgets.words import row

AZERTY = ("azertyuiop", "qsdfghjklm", "wxcvbn’-")
QWERTY = ("qwertyuiop", "asdfghjkl’", "zxcvbnm-")
QWERTZ = ("qwertzuiopü", "asdfghjklöä", "yxcvbnmß’-")
DANISH = ("qwertyuiopå", "asdfghjklæø", "zxcvbnm’-")
NORWEGIAN = ("qwertyuiopå", "asdfghjkløæ", "zxcvbnm’-")
SWEDISH = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm’-")
NUMBERS = ("1234567890", "-/.,&()+:’", "@_#*!?")
ACCENTS = ("éèêëàâäáåãæœ", "çčñøöôóõíîïþð", "úùûüýšžßłńś")

LAYOUTS = {"fr": AZERTY, "nl": QWERTY, "de": QWERTZ, "en": QWERTY, "da": DANISH, "nb": NORWEGIAN, "sv": SWEDISH, "fi": SWEDISH}


def layout_of(language: str, country: str) -> tuple[str, ...]:
    """Dutch is typed on AZERTY in Belgium and on QWERTY in the Netherlands."""
    return AZERTY if language == "nl" and country == "BE" else LAYOUTS[language]


class Keyboard(QFrame):
    """`typed` a letter, `erased` the last one, `next` field. `page`: letters, numbers or accents."""

    typed = Signal(str)
    erased = Signal()
    next = Signal()

    def __init__(self, letters: tuple[str, ...], *, page: str = "letters", shift: bool = True) -> None:
        super().__init__()
        self.letters, self.page, self.shift = letters, page, shift
        self.setProperty("role", "well")
        self.setAccessibleName(_("Keyboard on the screen"))
        self._keys: list[tuple[KeyButton, str]] = []
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(10, 10, 10, 10)
        self._rows.setSpacing(8)
        self.setLayout(self._rows)
        self._held: QWidget | None = None
        self._lay()

    def show_page(self, page: str) -> None:
        if page != self.page:
            self.page = page
            self._lay()

    def hold_shift(self, *, on: bool) -> None:
        if on != self.shift:
            self.shift = on
            for key, letter in self._keys:
                self._letter_on(key, letter)

    def _lay(self) -> None:
        if self._held is not None:
            self._rows.removeWidget(self._held)
            self._held.hide()
            self._held.deleteLater()
        self._keys = []
        rows = {"letters": self.letters, "numbers": NUMBERS, "accents": ACCENTS}[self.page]
        lines = []
        for place, letters in enumerate(rows):
            keys = [self._key(letter) for letter in letters]
            parts: list[tuple[QWidget, int]] = [(key, 2) for key in keys]
            if place == len(rows) - 1:
                if self.page != "numbers":
                    parts.insert(0, (KeyButton("", "keydark", "shift", name=_("Capital letters"), pressed=lambda: self.hold_shift(on=not self.shift)), 3))
                parts.append((KeyButton("", "keydark", "erase", name=_("Delete the last letter"), pressed=self.erased.emit), 3))
            lines.append(row(*parts, gap=0))
        lines.append(row(*self._foot(), gap=0))
        held = QWidget()
        held.setObjectName("clear")
        inside = QVBoxLayout(held)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        for line in lines:
            line.setSpacing(8)
            inside.addLayout(line)
        self._held = held
        self._rows.addWidget(held)

    def _foot(self) -> list[tuple[QWidget, int]]:
        letters = KeyButton("ABC", "keydark", name=_("Letters"), pressed=lambda: self.show_page("letters"))
        numbers = KeyButton("123", "keydark", name=_("Numbers and signs"), pressed=lambda: self.show_page("numbers"))
        accents = KeyButton("É Ç Å Ø", "keydark", name=_("Letters with accents"), pressed=lambda: self.show_page("accents"))
        switches = {"letters": (numbers, accents), "numbers": (letters, accents), "accents": (letters, numbers)}[self.page]
        space = KeyButton(_("Space"), "key", name=_("Space"), pressed=lambda: self.typed.emit(" "))
        following = NextKey(_("Next field"), "keydark", "arrow", name=_("Next field"), pressed=self.next.emit)
        return [*((each, 3) for each in switches), (space, 7), (following, 5)]

    def _key(self, letter: str) -> KeyButton:
        key = KeyButton("", "key")
        key.clicked.connect(lambda _on=False, key=key: self.typed.emit(key.text().replace("&&", "&")))
        self._keys.append((key, letter))
        self._letter_on(key, letter)
        return key

    def _letter_on(self, key: KeyButton, letter: str) -> None:
        said = letter.upper() if self.shift and letter != "ß" else letter
        key.setText(said.replace("&", "&&"))
        key.setAccessibleName(said)


class NextKey(KeyButton):
    """Its arrow alone where large words have no room."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        words = self.accessibleName()
        self.setText(words if self._wished(words).width() <= self.width() else "")
        self.draw_icon()

    def sizeHint(self) -> QSize:
        return self._wished(self.accessibleName())

    def minimumSizeHint(self) -> QSize:
        return self._wished("")

    def _wished(self, words: str) -> QSize:
        advance = self.fontMetrics().horizontalAdvance
        return (super().sizeHint() + QSize(advance(words) - advance(self.text()), 0)).expandedTo(QSize(LEAST, LEAST))
