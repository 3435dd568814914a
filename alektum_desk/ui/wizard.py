"""The first run: office, time zone, languages, officer; then the recovery code, shown once and confirmed once."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.errors import _N, DeskError
from alektum_desk.reference import offices
from alektum_desk.ui import theme
from alektum_desk.ui.login import PasswordField
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import CheckField, Choice, LineField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.steps import Steps
from alektum_desk.ui.widgets.words import Mark, Scroller, box, column, holder, row, rule, say, text

STEPS = (("office", _N("Office")), ("zone", _N("Time zone")), ("languages", _N("Languages")), ("officer", _N("Officer")))
NEXT = {"office": _N("Next: time zone"), "zone": _N("Next: languages"), "languages": _N("Next: officer"), "officer": _N("Set the desk up")}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What set-up needs."""

    office: str
    zone: str
    languages: tuple[str, ...]
    officer: str
    password: str


class Wizard(QWidget):
    """`wished` when all four steps are filled; then the window sets up and calls `show_code` or `refuse`."""

    wished = Signal(object)       # Wishes
    confirmed = Signal()          # the recovery code is on paper
    sample_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.setAccessibleName(_("First run"))
        self.at, self.code = 0, ""
        self.steps = Steps([(key, _(words)) for key, words in STEPS])
        self.steps.picked.connect(lambda key: self.go([each for each, _words in STEPS].index(key)))
        # Not a stack, which is as tall as its tallest page.
        self.pages = [self._office(), self._zone(), self._languages(), self._officer(), self._recovery()]
        pages = holder(column(*self.pages))
        pages.setMinimumHeight(300)     # so that the buttons below stay where they are from step to step
        self.before = Button(_("Back"), "", "back", pressed=lambda: self.go(self.at - 1))
        self.after = Button("", "primary", pressed=self.next)
        self.trouble = text("", "small", "bad", wrap=True)
        self.explore = Button(_("Explore with sample data"), "quiet", pressed=self.sample_asked.emit)
        inside = box(column(row(Mark(), (text(_("Set up Alektum Desk"), "head", wrap=True), 1), gap=12), self.steps, (pages, 1),
                            self.trouble, rule(), row(self.before, 0, self.after), holder(row(self.explore, 0)), gap=18, margin=28))
        inside.setMinimumWidth(theme.px(420))
        inside.setMaximumWidth(theme.px(680))
        self.setLayout(column((Scroller(holder(column(0, row(0, (inside, 1000), 0), 0, margin=20))), 1)))
        self._office_chosen()
        self.go(0)

    # --- pages ---------------------------------------------------------------------------------------------------

    def _office(self) -> QWidget:
        self.office = Choice(_("Office"), [(key, f"{_(each.label)} ({each.name})") for key, each in offices.offices().items()])
        self.office.changed.connect(self._office_chosen)
        form = Form("wizard-office")
        form.add("office", _("Which office is this desk in?"), self.office,
                 help=_("It decides the sender of letters, the envelope and the holidays."))
        return _page(form)

    def _zone(self) -> QWidget:
        self.zone = Choice(_("Time zone"), [(each, each.replace("_", " ")) for each in sorted(available_timezones()) if "/" in each])
        form = Form("wizard-zone")
        form.add("zone", _("Which clock does the office keep?"), self.zone,
                 help=_("A visit is forgotten by this clock, whatever the clock of this computer shows."))
        return _page(form)

    def _languages(self) -> QWidget:
        form = Form("wizard-languages", gap=4)
        form.add_widget(text(_("Which languages does the office write letters in?"), "label", wrap=True))
        self.languages = {code: form.add(code, "", CheckField(language.language_name(code))) for code in language.LANGUAGES}
        return _page(form)

    def _officer(self) -> QWidget:
        form = self.officer_form = Form("wizard-officer")
        self.officer = form.add("officer", _("Your name"), LineField(_("Your name"), longest=100),
                                help=_("It stands in the history of every change you make."))
        self.password = form.add("password", _("Password"), PasswordField(_("Password")), help=_("Four words are easy to keep and hard to guess."))
        self.again = form.add("again", _("The same password again"), PasswordField(_("The same password again")))
        self.again.entered.connect(self.next)
        return _page(form)

    def _recovery(self) -> QWidget:
        self.code_label = text("", "head")
        self.code_label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.code_label.setWordWrap(True)
        self.code_form = Form("wizard-code")
        self.ending = self.code_form.add("ending", _("Type its last four characters"), LineField(_("The last four characters of the code"), longest=8))
        self.ending.returnPressed.connect(self.next)
        return _page(
            text(_("This is the recovery code. It opens the desk when the password is lost."), wrap=True),
            box(column(self.code_label, margin=16), "well"),
            banner(_("It is shown this once and lies nowhere on this machine. Write it on paper and keep the paper locked up."), "warn"),
            self.code_form)

    # --- steps ---------------------------------------------------------------------------------------------------

    def _office_chosen(self) -> None:
        office = offices.office(self.office.value())
        self.zone.set_value(office.zone)
        for code, field in self.languages.items():
            field.set_value("yes" if code in office.languages else "")

    def go(self, step: int) -> None:
        self.at = max(0, min(step, len(STEPS) - 1))
        key = STEPS[self.at][0]
        self._turn_to(self.at)
        self.steps.show_step(key, {each for each, _words in STEPS[:self.at]})
        self.before.setVisible(self.at > 0)
        self.explore.setVisible(self.at == 0)
        self.after.say(_(NEXT[key]))
        self._say("")
        first: dict[str, QWidget] = {"office": self.office, "zone": self.zone, "languages": self.languages["en"], "officer": self.officer}
        first[key].setFocus(Qt.FocusReason.OtherFocusReason)

    def next(self) -> None:
        if self.code:
            self._confirm()
            return
        checks: tuple[Callable[[], bool], ...] = (lambda: True, lambda: True, self._check_languages, self._check_officer)
        if not checks[self.at]():
            return
        if self.at < len(STEPS) - 1:
            self.go(self.at + 1)
            return
        self.after.setEnabled(False)
        self.after.say(_("Setting up"))
        self.wished.emit(Wishes(self.office.value(), self.zone.value(),
                                tuple(code for code, field in self.languages.items() if field.value()),
                                self.officer.value().strip(), self.password.value()))

    def _check_languages(self) -> bool:
        if any(field.value() for field in self.languages.values()):
            return True
        self._say(_("Choose one language at least."))
        return False

    def _check_officer(self) -> bool:
        form = self.officer_form
        for key, wrong, sentence in (
                ("officer", not self.officer.value().strip(), _("Say who you are.")),
                ("password", len(self.password.value()) < 8, _("A password has eight characters at least.")),
                ("again", self.again.value() != self.password.value(), _("This is not the same password."))):
            if wrong:
                form.show_problem(key, sentence)
                form.rows[key].field.setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        return True

    def refuse(self, error: DeskError) -> None:
        self.after.setEnabled(True)
        self.after.say(_(NEXT[STEPS[self.at][0]]))
        self._say(f"{language.sentence(error)} {language.hint(error)}".strip())

    def show_code(self, code: str) -> None:
        """Shown this once."""
        self.code = code
        bare = code.replace("-", "").replace(" ", "")
        self.code_label.setText(" ".join(bare[at:at + 4] for at in range(0, len(bare), 4)))
        self._turn_to(len(STEPS))
        self.steps.show_step("", {key for key, _words in STEPS})
        for button in (self.before, self.explore):
            button.setVisible(False)
        self.steps.setEnabled(False)
        self.after.setEnabled(True)
        self.after.say(_("Open the desk"))
        self.ending.setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirm(self) -> None:
        if self.ending.value().replace(" ", "").upper() != self.code.replace("-", "").replace(" ", "")[-4:].upper():
            self.code_form.show_problem("ending", _("These are not its last four characters. Look at the paper."))
            self.ending.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.code = ""
        self.code_label.setText("")
        self.confirmed.emit()

    def _turn_to(self, number: int) -> None:
        for at, page in enumerate(self.pages):
            page.setVisible(at == number)

    def _say(self, sentence: str) -> None:
        say(self.trouble, sentence)
        self.trouble.setVisible(bool(sentence))


def _page(*parts: QWidget) -> QWidget:
    return holder(column(*parts, 0, gap=14))
