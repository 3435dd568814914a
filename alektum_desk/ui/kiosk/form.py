"""One visitor at the kiosk, from welcome to thanks. A new form is made for each, and everything typed dies with the old one."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QVBoxLayout, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.errors import Refused
from alektum_desk.domain.hosts import FEWEST_LETTERS
from alektum_desk.domain.kiosk import Text, Trouble, Verb, code_of, first_name
from alektum_desk.domain.kiosk_pairing import Greeting
from alektum_desk.domain.visitors import line as line_of
from alektum_desk.ui.kiosk.controls import Entry, KioskButton, KioskField, Tile, effective
from alektum_desk.ui.kiosk.keyboard import Keyboard, layout_of
from alektum_desk.ui.kiosk.line import Line
from alektum_desk.ui.widgets.words import column, row

WAIT_FOR_LETTERS = 250      # milliseconds between the last letter and the search for a host


class Step(StrEnum):
    WELCOME = "welcome"
    DETAILS = "details"
    HOST = "host"
    NOTICE = "notice"
    THANKS = "thanks"
    LEAVE = "leave"
    GOODBYE = "goodbye"
    CODE = "code"
    TOLD = "told"
    RECEPTION = "reception"
    STAFF = "staff"
    PARCEL = "parcel"
    NOTED = "noted"


@dataclass
class Sheet:
    """What one visitor has said so far."""

    step: Step = Step.WELCOME
    typed: dict[str, str] = field(default_factory=dict)       # by the name of the field
    host: tuple[str, str] | None = None                       # id, and the name as it is shown
    hits: Sequence[tuple[str, str]] = ()
    searched: str = ""
    token: str | None = None
    greeted: str = ""                                         # the first name of somebody who was announced
    visiting: str = ""
    parcel: bool = False                                      # nobody arrives: a delivery does
    whole_notice: bool = False
    sent: bool = False
    trouble: Trouble | None = None
    forgotten_at: datetime | None = None
    badge: bool = False
    wrong: dict[str, str] = field(default_factory=dict)       # what is wrong in which field


class VisitForm(QWidget):
    """`over`: begin anew. `turned`: language, text size or contrast; `touched`: somebody is there; `pin_given`: digits to try.

    `lay` makes the page of the step in hand.
    """

    over = Signal()
    found = Signal()            # hosts, or none
    turned = Signal(str, str)
    touched = Signal()
    pin_given = Signal(str)

    def __init__(self, greeting: Greeting, line: Line, now: Callable[[], datetime], lay: Callable[[VisitForm], QWidget]) -> None:
        super().__init__()
        self.greeting, self.line, self.now, self.lay = greeting, line, now, lay
        self.zone = ZoneInfo(greeting.zone)
        self.sheet = Sheet()
        self.keyboard: Keyboard | None = None
        self.fields: dict[str, KioskField] = {}
        self.entries: dict[str, Entry] = {}
        self.go_on: KioskButton | None = None
        self.hits: QVBoxLayout = column()
        self._page: QWidget | None = None
        self.setObjectName("ground")
        self._hold = QVBoxLayout(self)
        self._hold.setContentsMargins(0, 0, 0, 0)
        self._search = QTimer(self)
        self._search.setSingleShot(True)
        self._search.setInterval(WAIT_FOR_LETTERS)
        self._search.timeout.connect(self.search)

    # --- the page in hand ------------------------------------------------------------------------------------------

    def show_step(self, step: Step) -> None:
        self.sheet.step, self.sheet.wrong = step, {}
        self.build()
        self.touched.emit()

    def build(self) -> None:
        """The page of this step in the language, the size and the palette at hand; what was typed stands in it again."""
        self.keep()
        self._search.stop()
        at = self._place_of_focus()
        self.keyboard, self.fields, self.entries, self.go_on = None, {}, {}, None
        page = self.lay(self)
        old, self._page = self._page, page
        self._hold.addWidget(page)
        if old is not None:
            empty(old)
            self._hold.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._focus(at)

    def _place_of_focus(self) -> tuple[str, int]:
        for key, each in self.fields.items():
            if each.hasFocus():
                return key, each.cursorPosition()
        return "", -1

    def _focus(self, at: tuple[str, int]) -> None:
        first = self.fields.get(at[0]) or next(iter(self.fields.values()), None)
        if first is None:
            tile = self.findChild(Tile)
            target = self.go_on or tile
            if target is not None:
                target.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        first.setCursorPosition(at[1] if at[1] >= 0 else len(first.text()))
        self._shift_for(first)

    def keep(self) -> None:
        """What stands in the fields, so that a new page can show it again."""
        for key, each in self.fields.items():
            self.sheet.typed[key] = each.text()

    def add_field(self, key: str, label: str, note: str = "", placeholder: str = "") -> Entry:
        made = KioskField(label, self.sheet.typed.get(key, ""), placeholder)
        made.setObjectName(key)
        entry = Entry(label, note, made, beside=not self.is_narrow())
        entry.show_problem(self.sheet.wrong.get(key, ""))
        made.textChanged.connect(lambda _words, key=key: self._changed(key))
        made.cursorPositionChanged.connect(lambda _old, _new, made=made: self._shift_for(made))
        made.returnPressed.connect(self.next_field)
        self.fields[key], self.entries[key] = made, entry
        return entry

    def _changed(self, key: str) -> None:
        self.touched.emit()
        self.sheet.typed[key] = self.fields[key].text()
        if key in self.sheet.wrong:
            del self.sheet.wrong[key]
            self.entries[key].show_problem("")
        if key == "host":
            self.sheet.host = None
            self._search.start()

    def _shift_for(self, made: KioskField) -> None:
        """Capitals at the beginning of a word of a name, and in a plate; small letters in a code."""
        if self.keyboard is None:
            return
        before = made.text()[:made.cursorPosition()]
        names = made.objectName() in {"name", "employer", "host", "firm"}
        self.keyboard.hold_shift(on=made.objectName() == "plate" or (names and (not before or before[-1] in " -’'")))

    def lay_keyboard(self) -> None:
        """Where there is something to type; digits are on the page of the PIN itself."""
        if not self.fields or self.sheet.step is Step.STAFF:
            return
        first = "numbers" if self.sheet.step in {Step.LEAVE, Step.CODE} else "letters"
        self.keyboard = Keyboard(layout_of(language.current(), self.greeting.country), page=first)
        self.keyboard.typed.connect(self.type)
        self.keyboard.erased.connect(self.erase)
        self.keyboard.next.connect(self.next_field)

    def here(self) -> KioskField | None:
        return next((each for each in self.fields.values() if each.hasFocus()), next(iter(self.fields.values()), None))

    def type(self, letter: str) -> None:
        if (at := self.here()) is not None:
            at.type(letter)

    def erase(self) -> None:
        if (at := self.here()) is not None:
            at.erase()

    def next_field(self) -> None:
        """The one after this; from the last one on to the next step."""
        at, order = self.here(), list(self.fields.values())
        place = order.index(at) + 1 if at is not None else 0
        if place < len(order):
            order[place].setFocus(Qt.FocusReason.TabFocusReason)
        elif self.go_on is not None and self.go_on.isEnabled():
            self.go_on.click()

    # --- from step to step -----------------------------------------------------------------------------------------

    def arriving(self) -> None:
        self.sheet.parcel = False
        self.show_step(Step.DETAILS)

    def check_details(self) -> None:
        """On to the host when every field holds what may be written down; else the first that does not has the focus."""
        self.keep()
        wrong = {}
        for key in self.greeting.card.fields:
            try:
                clean = line_of(self.sheet.typed.get(key, ""), key)
            except Refused as error:
                wrong[key] = f"{language.sentence(error)} {language.hint(error)}".strip()
                continue
            if key == "name" and clean is None:
                wrong[key] = _("Write your full name.")
        if not wrong:
            self.show_step(Step.HOST)
            return
        self.sheet.wrong = wrong
        for key, sentence in wrong.items():
            self.entries[key].show_problem(sentence)
        self.fields[next(iter(wrong))].setFocus(Qt.FocusReason.OtherFocusReason)

    def search(self) -> None:
        """Not before three letters, and not twice for the same."""
        words = self.sheet.typed.get("host", "").strip()
        if sum(each.isalnum() for each in words) < FEWEST_LETTERS:
            self._show_hits((), words)
        elif words != self.sheet.searched:
            self.line.ask(Verb.HOSTS, partial(self._heard_hosts, words), prefix=words[:100])

    def _heard_hosts(self, words: str, said: dict[str, Any]) -> None:
        if self.sheet.step is Step.HOST and self.sheet.typed.get("host", "").strip() == words:
            self.sheet.trouble = Trouble(said["trouble"]) if "trouble" in said else None
            self._show_hits(tuple((each["id"], each["name"]) for each in said.get("hosts", ())), words)

    def _show_hits(self, hits: Sequence[tuple[str, str]], words: str) -> None:
        if self.sheet.step is Step.HOST and (hits, words) != (self.sheet.hits, self.sheet.searched):
            self.sheet.hits, self.sheet.searched = hits, words
            self.found.emit()

    def choose_host(self, hit: tuple[str, str]) -> None:
        self._with_host(hit)

    def without_host(self) -> None:
        self._with_host(None)

    def _with_host(self, hit: tuple[str, str] | None) -> None:
        self.sheet.host = hit
        if self.sheet.parcel:
            self.deliver()
        else:
            self.show_step(Step.NOTICE)

    # --- a parcel: a firm and whom it is for, and nobody's name

    def delivering(self) -> None:
        self.sheet.parcel = True
        self.show_step(Step.PARCEL)

    def check_firm(self) -> None:
        self.keep()
        try:
            wrong = "" if line_of(self.sheet.typed.get("firm", ""), "employer") else _("Write the name of the firm.")
        except Refused as error:
            wrong = f"{language.sentence(error)} {language.hint(error)}".strip()
        if not wrong:
            self.show_step(Step.HOST)
            return
        self.sheet.wrong = {"firm": wrong}
        self.entries["firm"].show_problem(wrong)
        self.fields["firm"].setFocus(Qt.FocusReason.OtherFocusReason)

    def deliver(self) -> None:
        if self.sheet.sent:
            return
        self.sheet.sent = True
        self.line.ask(Verb.ARRIVE, self._heard_delivery, firm=self.sheet.typed.get("firm", "").strip(), host=self.sheet.host[0] if self.sheet.host else None)

    def _heard_delivery(self, said: dict[str, Any]) -> None:
        if "trouble" in said:
            trouble = Trouble(said["trouble"])
            self.sheet.sent = trouble is Trouble.AWAY
            self.tell(trouble)
            return
        self.fields = {}
        self.sheet = Sheet()
        self.show_step(Step.NOTED)

    def text_shown(self) -> Text | None:
        return self.greeting.card.text_for(language.current())

    def arrive(self) -> None:
        """Read and understood: the only moment in which something is written down."""
        shown = self.text_shown()
        if self.sheet.sent or shown is None:
            return
        self.sheet.sent = True
        if self.go_on is not None:
            self.go_on.setEnabled(False)
        read = {"notice": shown.sha256, "language": shown.language}
        if self.sheet.token is not None:
            self.line.ask(Verb.ARRIVE, self._heard_arrival, token=self.sheet.token, **read)
            return
        said = {key: (self.sheet.typed.get(key, "").strip() or None) if key in self.greeting.card.fields else None for key in ("name", "employer", "plate")}
        self.line.ask(Verb.ARRIVE, self._heard_arrival, **said, host=self.sheet.host[0] if self.sheet.host else None, **read)

    def _heard_arrival(self, said: dict[str, Any]) -> None:
        if "trouble" in said:
            trouble = Trouble(said["trouble"])
            self.sheet.sent = trouble is Trouble.AWAY       # a desk that fell silent may have written it down
            self.tell(trouble)
            return
        self.sheet.greeted = self.sheet.greeted or first_name(self.sheet.typed.get("name", ""))
        self.sheet.typed, self.sheet.host, self.sheet.token, self.fields = {}, None, None, {}
        self.sheet.forgotten_at, self.sheet.badge = datetime.fromisoformat(said["forgotten_at"]), bool(said["badge"])
        self.show_step(Step.THANKS)

    def leaving(self) -> None:
        self.show_step(Step.LEAVE)

    def expected(self) -> None:
        self.show_step(Step.CODE)

    def check_code(self) -> None:
        """What was typed or scanned into the field of a code."""
        self.keep()
        token = code_of(self.sheet.typed.get("code", ""))
        if token is None:
            self.sheet.wrong = {"code": _("This is no code of ours. It has 32 letters and digits; hold it in front of the scanner.")}
            self.entries["code"].show_problem(self.sheet.wrong["code"])
            return
        if self.sheet.step is Step.LEAVE:
            self._leave(token)
        else:
            self.line.ask(Verb.EXPECTED, lambda said: self._heard_expected(said, token), token=token)

    def _leave(self, token: str) -> None:
        self.sheet.sent = True
        self.line.ask(Verb.LEAVE, self._heard_leaving, token=token)

    def scanned(self, token: str) -> None:
        """A code read at any step but in the middle of an arrival: first whether somebody comes with it, else whether somebody leaves."""
        if self.sheet.step in {Step.WELCOME, Step.CODE, Step.LEAVE, Step.THANKS, Step.GOODBYE, Step.NOTED}:
            if self.sheet.step is Step.LEAVE:
                self._leave(token)
            else:
                self.line.ask(Verb.EXPECTED, lambda said: self._heard_scan(said, token), token=token)

    def _heard_scan(self, said: dict[str, Any], token: str) -> None:
        if said.get("trouble") == Trouble.UNKNOWN and self.sheet.step is not Step.CODE:
            self._leave(token)
        else:
            self._heard_expected(said, token)

    def _heard_expected(self, said: dict[str, Any], token: str) -> None:
        if "trouble" in said:
            self.tell(Trouble(said["trouble"]))
            return
        self.fields = {}
        self.sheet = Sheet(token=token, greeted=said["first_name"], visiting=said["host"] or "")
        self.show_step(Step.NOTICE)

    def _heard_leaving(self, said: dict[str, Any]) -> None:
        if "trouble" in said:
            self.tell(Trouble(said["trouble"]))
            return
        self.fields = {}
        self.sheet = Sheet()
        self.show_step(Step.GOODBYE)

    def tell(self, trouble: Trouble) -> None:
        """Something did not work: what is so and what to do, without a word of what was typed."""
        self.fields = {}
        self.sheet = Sheet(trouble=trouble, sent=self.sheet.sent)
        self.show_step(Step.TOLD)

    def lose(self) -> None:
        """The desk is gone: said in the language of whoever stands here; what was confirmed stays confirmed."""
        if self.sheet.step not in {Step.THANKS, Step.GOODBYE, Step.NOTED, Step.STAFF}:
            self.tell(Trouble.AWAY)

    def call_reception(self) -> None:
        self.fields = {}
        self.sheet = Sheet()
        self.show_step(Step.RECEPTION)

    def staff(self) -> None:
        self.show_step(Step.STAFF)

    def back(self) -> None:
        """One step back with everything that was typed; from the first step to the welcome, where nothing of it stays."""
        before = {Step.HOST: Step.PARCEL if self.sheet.parcel else Step.DETAILS, Step.NOTICE: Step.HOST if self.sheet.token is None else Step.WELCOME}.get(self.sheet.step)
        if before in {Step.DETAILS, Step.HOST, Step.PARCEL}:
            self.show_step(before)
        else:
            self.over.emit()

    def read_whole(self) -> None:
        self.sheet.whole_notice = not self.sheet.whole_notice
        self.build()
        self.touched.emit()

    # --- how wide --------------------------------------------------------------------------------------------------

    def is_narrow(self) -> bool:
        return effective(self) < 1000

    def side_by_side(self, *parts: Any, gap: int = 24) -> QBoxLayout:
        """Side by side where there is room, else one under the other."""
        return column(*parts, gap=gap) if self.is_narrow() else row(*parts, gap=gap)

    def erase_all(self) -> None:
        """Before this form goes: its fields are emptied, whoever may still hold one."""
        self._search.stop()
        self.sheet, self.fields, self.entries = Sheet(), {}, {}
        empty(self)


def empty(page: QWidget) -> None:
    for each in page.findChildren(QLineEdit):
        each.blockSignals(True)
        each.setText("")
        each.setAccessibleDescription("")
