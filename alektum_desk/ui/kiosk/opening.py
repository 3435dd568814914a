"""Before a kiosk is opened: what it may ask, on which screen it stands, and the PIN that ends it."""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.errors import _N, DeskError, Refused
from alektum_desk.domain.kiosk import LONGEST_PIN, SHORTEST_PIN, Card, Text
from alektum_desk.services import kiosk
from alektum_desk.ui.kiosk.at_work import at_work
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.dialog import Dialog
from alektum_desk.ui.widgets.fields import CheckField, Choice, SecretField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.words import clear, column, holder, text

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

ASKED = {"employer": _N("Ask for the employer"), "plate": _N("Ask for the number plate")}


class KioskDialog(Dialog):
    """`card` is what may be asked, or why nothing may; `publishes`: this account decides what is asked of that."""

    def __init__(self, parent: QWidget | None, card: Card | DeskError, *, publishes: bool, has_pin: bool) -> None:
        self.form = Form("kiosk.opening", gap=10)
        self.has_pin = has_pin
        self.begin = Button(_("Open the kiosk"), "primary", "kiosk", pressed=self.accept)
        self.leave = Button(_("Leave it"), pressed=self.reject)
        self.trouble = holder(column(gap=0))
        self.fields: dict[str, CheckField] = {}
        parts: list[QWidget] = [text(_("Open the kiosk"), "head", wrap=True), self.trouble]
        if isinstance(card, DeskError):
            self.begin.setEnabled(False)
        else:
            parts += [self._notice(card), *self._asked(card, publishes=publishes)]
            parts.append(self._settings())
        super().__init__(parent, *parts, foot=(self.leave, self.begin), focus=self.leave if isinstance(card, DeskError) else self.begin, width=520)
        if isinstance(card, DeskError):
            self.refuse(card)

    @classmethod
    def example(cls, parent: QWidget | None = None) -> KioskDialog:
        notice = Text("fr", _N("Debt collection, contacts and visitors"), "ab" * 32, ("",))
        return cls(parent, Card("be-ghent", "be-fr", ("name", "employer", "plate"), (notice,)), publishes=True, has_pin=False)

    def _notice(self, card: Card) -> QWidget:
        said = ", ".join(_("{language}, version {version}").format(language=language.tongue(each.language), version=each.version) for each in card.texts)
        return text(_("Visitors read the notice in force: {texts}.").format(texts=said), "body", "muted", wrap=True)

    def _asked(self, card: Card, *, publishes: bool) -> list[QWidget]:
        """The name always; of the rest no more than the notice names."""
        for key, words in ASKED.items():
            if key in card.fields and publishes:
                self.fields[key] = CheckField(_(words), on=True)
        return list(self.fields.values())

    def _settings(self) -> QWidget:
        screens = QGuiApplication.screens()
        options = [(str(number), _("Screen {number}, {width} × {height}").format(number=number + 1, width=each.size().width(), height=each.size().height()))
                   for number, each in enumerate(screens)]
        self.screen_ = self.form.add("screen", _("Screen"), Choice(_("Screen"), options, str(len(screens) - 1)),
                                     help="" if len(screens) > 1 else _("There is one screen. The desk is locked while the kiosk is on it."))
        said = _("Leave it empty to keep the PIN that is set.") if self.has_pin else _("{least} to {most} digits. It ends the kiosk and opens nothing.").format(
            least=SHORTEST_PIN, most=LONGEST_PIN)
        self.pin = self.form.add("pin", _("PIN"), SecretField(_("PIN")), help=said)
        return self.form

    def asked(self) -> list[str]:
        """Of the fields that could be left out, those that were not; the name is always asked."""
        return ["name", *(key for key, each in self.fields.items() if each.isChecked())]

    def refuse(self, error: DeskError) -> None:
        if isinstance(error, Refused) and self.form.refuse(error):
            return
        layout = self.trouble.layout()
        clear(layout)
        if layout is not None:
            layout.addWidget(banner(f"{language.sentence(error)} {language.hint(error)}".strip(), "bad"))
            self.fit()


class Opening(KioskDialog):
    """The same over a desk: it publishes, sets the PIN and starts the kiosk, and stays open while something is refused."""

    def __init__(self, parent: QWidget | None, desk: Desk) -> None:
        self.desk = desk
        self.publishes = desk.store.may_write("register")
        card: Card | DeskError
        try:
            found = kiosk.publish(desk) if self.publishes else kiosk.card(desk)
            card = found if found is not None else kiosk.not_published()
        except DeskError as error:
            card = error
        super().__init__(parent, card, publishes=self.publishes, has_pin=kiosk.pin_of(desk) is not None)

    @classmethod
    def example(cls, parent: QWidget | None = None) -> KioskDialog:
        return KioskDialog(parent, kiosk.not_published(), publishes=False, has_pin=False)

    def accept(self) -> None:
        try:
            if self.publishes:
                kiosk.publish(self.desk, self.asked())
            if self.pin.value() or not self.has_pin:
                kiosk.set_pin(self.desk, self.pin.value())
            screen, parent = int(self.screen_.value() or 0), self.parentWidget()
            screens = QGuiApplication.screens()
            covers = parent is not None and screen < len(screens) and parent.window().screen() is screens[screen]
            at_work().begin(self.desk, screen)
        except DeskError as error:
            self.refuse(error)
            return
        super().accept()
        if covers:
            QTimer.singleShot(0, at_work().covered.emit)
