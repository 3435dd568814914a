"""The closed desk: whose password opens it."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.errors import DeskError
from alektum_desk.ui import theme
from alektum_desk.ui.kiosk.at_work import at_work
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import Choice, SecretField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.words import Mark, Part, Scroller, box, clear, column, holder, row, say, text

RECOVERY = "recovery"       # what the account of the printed code is called


class PasswordField(SecretField):
    """Says when letters come out large though Shift is not held."""

    capitals = Signal(bool)
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed, shift = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_CapsLock:
            self.capitals.emit(False)
        elif typed.isalpha():
            self.capitals.emit(typed.isupper() != shift)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
            return
        super().keyPressEvent(event)


class Login(QWidget):
    """`asked` with account and password; `sample_asked` for the invented collector; `restore_asked` where nothing opens."""

    asked = Signal(str, str)
    sample_asked = Signal()
    restore_asked = Signal(str, str)

    def __init__(self, *, sample: bool = False, locked: bool = False) -> None:
        super().__init__()
        self.locked = locked
        self.setObjectName("ground")
        self.setAccessibleName(_("Open the desk"))
        self.form = Form("login")
        self.account = self.form.add("account", _("Account"), Choice(_("Account")))
        self.password = self.form.add("password", _("Password"), PasswordField(_("Password")))
        self.password.capitals.connect(self._capitals)
        self.password.entered.connect(self.ask)
        self.open = Button(_("Open the desk"), "primary", "lock", pressed=self.ask)
        self.rescue = Button(_("Open with the recovery code"), "quiet", pressed=self.turn)
        self.rescue.setVisible(False)
        self.by_code = False
        self._many = False
        self.explore = Button(_("Explore with sample data"), "quiet", pressed=self.sample_asked.emit)
        self.explore.setVisible(not sample)
        self.trouble = holder(column(gap=8))
        self._warning = ""
        heading: list[Part] = [Mark(), (text(_("Alektum Desk"), "head"), 1)]
        if sample:
            from alektum_desk.ui.widgets.chips import ChipLabel
            heading.append(ChipLabel(_("SAMPLE"), "warn", "alert"))
        said = _("The desk is locked. What you had typed is kept.") if locked else _("Everything here is encrypted until you open it.")
        if at_work().pairing is not None:
            said = _("The desk is locked. The visitors stay open for the kiosk, and for nothing else.")
        inside = box(column(
            row(*heading, gap=12), text(said, "small", "muted", wrap=True), self.trouble,
            self.form, row((self.open, 1)), column(row(0, self.rescue, 0), row(0, self.explore, 0), gap=2), gap=16, margin=28))
        inside.setMaximumWidth(theme.px(440))
        inside.setMinimumWidth(theme.px(300))
        self.setLayout(column((Scroller(holder(column(0, row(0, (inside, 1000), 0), 0, margin=20))), 1)))
        self.form.rows["account"].setVisible(False)
        self._left = 0
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._one_second_less)

    def offer(self, accounts: Sequence[str], picked: str = "") -> None:
        """Whose desk it is; one account needs no list."""
        self.account.offer([(name, name) for name in accounts], picked or (accounts[0] if accounts else ""))
        self._many = len(accounts) > 1
        self.form.rows["account"].setVisible(self._many and not self.by_code)
        self.rescue.setVisible(bool(accounts))
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def warn(self, words: str) -> None:
        """A banner that stays, whatever trouble comes and goes below it."""
        self._warning = words
        self.say_trouble("")

    def turn(self) -> None:
        """To the paper that was printed at set-up, and back to the password."""
        self.by_code = not self.by_code
        self.form.rows["account"].setVisible(self._many and not self.by_code)
        say(self.form.rows["password"].label, _("Recovery code") if self.by_code else _("Password"))
        self.password.setAccessibleName(_("Recovery code") if self.by_code else _("Password"))
        self.rescue.say(_("Open with a password") if self.by_code else _("Open with the recovery code"))
        self.form.show_problem("password", "")
        self.password.set_value("")
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def whose(self) -> str:
        return RECOVERY if self.by_code else self.account.value()

    def ask(self) -> None:
        if self._left > 0:
            return
        if not self.password.value():
            self.form.show_problem("password", _("Type the code first.") if self.by_code else _("Type the password first."))
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.busy(on=True)
        self.asked.emit(self.whose(), self.password.value())

    def busy(self, *, on: bool) -> None:
        self.open.setEnabled(not on)
        self.open.say(_("Opening") if on else _("Open the desk"))

    def refuse(self, error: DeskError) -> None:
        """A wrong password beside its field; anything else as a banner above."""
        self.busy(on=False)
        said = f"{language.sentence(error)} {language.hint(error)}".strip()
        self.say_trouble("")
        if isinstance(seconds := error.fields.get("seconds"), int):
            self.wait(seconds)
        elif error.code == "not_allowed":
            self.form.show_problem("password", said)
            self.password.selectAll()
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.say_trouble(said, Button(_("Bring the last backup back"), pressed=self._restore) if error.code == "damaged" else None)

    def say_trouble(self, words: str, button: Button | None = None) -> None:
        """A banner above the fields; "" takes it away."""
        from alektum_desk.ui.widgets.banners import banner  # not before the first paint, which shows none
        layout = self.trouble.layout()
        clear(layout)
        if self._warning and layout is not None:
            layout.addWidget(banner(self._warning, "warn"))
        if words and layout is not None:
            layout.addWidget(banner(words, "bad"))
            if button is not None:
                layout.addWidget(button)

    def _restore(self) -> None:
        self.restore_asked.emit(self.whose(), self.password.value())

    # --- too many wrong passwords --------------------------------------------------------------------------------

    def wait(self, seconds: int) -> None:
        """The button counts down; nothing can be asked meanwhile."""
        self._left = max(1, seconds)
        self._second.start()
        self._say_wait()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _one_second_less(self) -> None:
        self._left -= 1
        self._say_wait()

    def _say_wait(self) -> None:
        if self._left <= 0:
            self._second.stop()
            self.form.show_problem("password", "")
            self.busy(on=False)
            return
        self.open.setEnabled(False)
        self.open.say(ngettext("Wait {number} second", "Wait {number} seconds", self._left))
        self.form.show_problem("password", _("There were too many wrong passwords. Each one makes the next wait longer, up to a minute."))

    def _capitals(self, on: bool) -> None:
        if on:
            self.form.show_problem("password", _("Caps Lock seems to be on."))
        else:
            self.form.show_problem("password", "")
