"""The pages of the kiosk: what each step shows. They read the form and keep nothing."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.kiosk import Trouble
from alektum_desk.domain.visitors import forget_on
from alektum_desk.ui import theme
from alektum_desk.ui.kiosk.controls import Body, KioskButton, Tile, reveal
from alektum_desk.ui.kiosk.form import VisitForm
from alektum_desk.ui.kiosk.pin import PinPad
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.words import Mark, Part, Picture, Scroller, box, clear, column, holder, row, text

LANGUAGES = ("fr", "nl", "en", "de", "da", "nb", "sv", "fi")
SIZES = (100, 150, 200)


def lay(form: VisitForm) -> QWidget:
    """The page of the step in hand, whole."""
    body, left = BODIES[form.sheet.step](form), ways_out(form)
    narrow = form.is_narrow()
    form.lay_keyboard()
    parts: list[Part] = [box(header(form), "bar"), (Scroller(Body(body)), 1)]
    if form.keyboard is not None:
        parts.append(row((form.keyboard, 1), margin=(8, 0, 8, 0) if narrow else (40, 4, 40, 0)))
    below = foot(form, left)
    if below is not None:
        parts.append(below)
    made = QWidget()
    made.setObjectName("ground")
    made.setLayout(column(*parts, gap=0))
    return made


# --- what stands on every page -------------------------------------------------------------------------------------

def header(form: VisitForm) -> QLayout:
    greeting = form.greeting
    here = form.now().astimezone(form.zone)
    place = f"{greeting.company}, {greeting.city}" if greeting.city else greeting.company
    named = column(0, text(place, "lead", wrap=True), text(f"{language.day(here.date(), 'full')}, {language.clock(here)}", "small", "muted", wrap=True), 0, gap=1)
    languages = []
    for code in LANGUAGES:
        button = KioskButton({"nb": "NO"}.get(code, code.upper()), "language", name=language.language_name(code),
                             pressed=partial(form.turned.emit, "language", code))
        button.setCheckable(True)
        button.setChecked(code == language.current())
        languages.append(button)
    larger = KioskButton("A+", "language", name=_("Larger text"), pressed=lambda: form.turned.emit("size", ""))
    contrast = KioskButton("", "language", "eye", name=_("High contrast"), pressed=lambda: form.turned.emit("palette", ""))
    if form.is_narrow():
        return row((holder(Flow([*languages, larger, contrast], gap=4)), 1), margin=(20, 4, 16, 4))
    buttons = row(*languages, larger, contrast, gap=4)
    return row(column(0, Mark(40), 0), 6, (named, 1), buttons, gap=8, margin=(40, 12, 36, 12))


def ways_out(form: VisitForm) -> list[KioskButton]:
    """At the foot of the page, always in sight. In a narrow window those that a drawing can say have no words but a name."""
    step = form.sheet.step

    def drawn(words: str, icon: str, pressed: Callable[[], object]) -> KioskButton:
        return KioskButton("", icon=icon, name=words, pressed=pressed) if form.is_narrow() else KioskButton(words, icon=icon, pressed=pressed)
    if step == "welcome":
        return [KioskButton(_("Staff"), icon="lock", pressed=form.staff)]
    if step == "staff":
        return [KioskButton(_("Back"), icon="back", pressed=form.over.emit)]
    if step not in {"details", "host", "notice", "leave", "code", "parcel"}:
        return []
    back = [drawn(_("Back"), "back", form.back)] if step in {"host", "notice"} else []
    return [KioskButton(_("Cancel and erase"), icon="cross", pressed=form.over.emit), *back,
            drawn(_("Call the reception"), "phone", form.call_reception)]


def foot(form: VisitForm, left: Sequence[KioskButton]) -> QLayout | None:
    right = [column(0, form.go_on)] if form.go_on is not None else []
    if not left and not right:
        return None
    side = 20 if form.is_narrow() else 40
    both = [*left, *([form.go_on] if form.go_on is not None else [])]
    if sum(each.sizeHint().width() + theme.px(14) for each in both) > form.width() - 2 * theme.px(side):
        return column(holder(Flow(left, gap=8)), *(row(0, column(each)) for each in right), gap=8, margin=(side, 6, side, 8))
    return row((holder(Flow(left, gap=12)), 1), *right, gap=14, margin=(side, 10, side, 12 if form.is_narrow() else 18))


def on(form: VisitForm, words: str, pressed: Callable[[], object], icon: str = "arrow") -> None:
    """The one button that goes on from here."""
    form.go_on = KioskButton(words, "kioskprimary", icon, pressed=pressed, trailing=icon == "arrow")


def page(form: VisitForm, heading: str, *parts: Any, gap: int = 22) -> QBoxLayout:
    narrow = form.is_narrow()
    return column(text(heading, "head" if narrow else "figure", wrap=True), *parts, 0, gap=12 if narrow else gap,
                  margin=(20, 8, 20, 8) if narrow else (40, 26, 40, 12))


def told(form: VisitForm, heading: str, *sentences: str) -> QBoxLayout:
    """A page that only says something."""
    return page(form, heading, *(text(each, "kiosktext", wrap=True) for each in sentences if each), gap=16)


# --- each step -----------------------------------------------------------------------------------------------------

def welcome(form: VisitForm) -> QBoxLayout:
    arriving = Tile("people", _("I am arriving"), _("Sign in, and see who you came for"), form.arriving)
    code = Tile("badge", _("I have a code"), _("You were announced and got a code"), form.expected)
    leaving = Tile("exit", _("I am leaving"), _("Sign out with the code on your badge"), form.leaving)
    parcel = Tile("parcel", _("I bring a delivery"), _("Say which firm brings it, and for whom"), form.delivering)
    if form.is_narrow():
        tiles: QBoxLayout = column(row((arriving, 1), (leaving, 1), gap=12), row((code, 1), (parcel, 1), gap=12), gap=12)
    else:
        tiles = row((arriving, 1), (code, 1), (leaving, 1), (parcel, 1), gap=24)
    return page(form, _("Welcome"), text(_("Touch what you want to do, or hold your code in front of the scanner."), "kiosktext", "muted", wrap=True), tiles)


def details(form: VisitForm) -> QBoxLayout:
    asked = form.greeting.card.fields
    entries = [form.add_field("name", _("Full name"))]
    if "employer" in asked:
        entries.append(form.add_field("employer", _("Employer"), _("Leave empty for none")))
    if "plate" in asked:
        entries.append(form.add_field("plate", _("Number plate"), _("Only if your car is here")))
    on(form, _("Continue"), form.check_details)
    why = form.side_by_side((_two_columns(form, entries), 3), (column(_promise(form), 0), 2), gap=28)
    return page(form, _("Please tell us who you are."), why)


def _two_columns(form: VisitForm, entries: list[Any]) -> QBoxLayout:
    if form.is_narrow():
        return column(*entries, 0, gap=18)
    tops = [row(*((each, 1) for each in entries[at:at + 2]), gap=24) for at in range(0, len(entries), 2)]
    if len(entries) % 2 and len(entries) > 1:
        tops[-1].addStretch(1)
        tops[-1].setStretch(0, 1)
    return column(*tops, 0, gap=18)


def _promise(form: VisitForm) -> QWidget:
    """What happens with what is typed, in our words; the notice itself comes later."""
    due = forget_on(form.now(), form.greeting.zone).due_from.astimezone(form.zone)
    day, asked = language.day(due.date()), form.greeting.card.fields
    said = {
        ("name",): _("Your name is kept for one month and forgotten on {day}."),
        ("name", "employer"): _("Your name and employer are kept for one month and forgotten on {day}."),
        ("name", "plate"): _("Your name and number plate are kept for one month and forgotten on {day}."),
    }.get(asked, _("Your name, employer and number plate are kept for one month and forgotten on {day}.")).format(day=day)
    return box(column(row(Picture("info", "accent", 24), (text(_("What happens with this?"), "kiosklabel", wrap=True), 1), gap=12),
                      text(said, "kiosktext", wrap=True), text(_("Only a few people of this office see it."), "kiosktext", "muted", wrap=True),
                      gap=8, margin=(24, 20, 24, 18)))


def host(form: VisitForm) -> QBoxLayout:
    label = _("Name of a colleague here") if form.sheet.parcel else _("Name of your host")
    note = _("Three letters are enough")
    entry = form.add_field("host", label, placeholder=note) if form.is_narrow() else form.add_field("host", label, note)
    form.hits = column(gap=8)
    on(form, _("Continue without a name"), form.without_host)
    made = page(form, _("Whom is the delivery for?") if form.sheet.parcel else _("Who do you visit?"), form.side_by_side((column(entry, 0), 1), (form.hits, 1), gap=28))
    retell_hits(form)
    return made


def retell_hits(form: VisitForm) -> None:
    """The hosts that were found, each a button; or why there is none."""
    layout = form.hits
    clear(layout)
    sheet = form.sheet
    said: list[QWidget] = [KioskButton(hit[1], icon="person", pressed=partial(form.choose_host, hit)) for hit in sheet.hits]
    if sheet.trouble is Trouble.ENOUGH:
        said.append(text(_("Please ask the reception, or continue without a name."), "kiosktext", wrap=True))
    elif sheet.searched and not sheet.hits and len(sheet.searched) >= 3:
        said.append(text(_("Nobody here has such a name. Try another spelling, or continue without a name."), "kiosktext", wrap=True))
    for each in said:
        layout.addWidget(each)
    layout.addStretch(1)
    if said and form.is_narrow():
        QTimer.singleShot(0, said[0], partial(reveal, said[0]))


def parcel(form: VisitForm) -> QBoxLayout:
    entry = form.add_field("firm", _("Firm that brings it"), _("Your own name is not asked"))
    on(form, _("Continue"), form.check_firm)
    return page(form, _("Which firm brings the delivery?"), entry)


def noted(form: VisitForm) -> QBoxLayout:
    on(form, _("Next visitor"), form.over.emit)
    return told(form, _("Thank you. The delivery is noted."), _("Please leave it at the reception."))


def notice(form: VisitForm) -> QBoxLayout:
    shown = form.text_shown()
    on(form, _("I have read this: sign me in"), form.arrive, "check")
    sheet = form.sheet
    heading = _("Welcome, {name}. Please read this.").format(name=sheet.greeted) if sheet.greeted else _("Please read this.")
    if shown is None:
        return page(form, heading)
    lines = shown.lines if sheet.whole_notice or not shown.section else tuple(shown.lines[at - 1] for at in shown.section if at <= len(shown.lines))
    paper = box(column(*(text(each.strip(), "kioskquote", "paper", wrap=True) for each in lines if each.strip()), gap=10, margin=(28, 22, 28, 22)), "paper")
    version = _("Version {version} of the notice, in {language}").format(version=shown.version, language=language.tongue(shown.language))
    whole = KioskButton(_("Show only what is about visitors") if sheet.whole_notice else _("Read the whole notice"), icon="notice", pressed=form.read_whole)
    about = column(_promise(form), text(version, "body", "muted", wrap=True), row(whole, 0), 0, gap=14)
    foreign = [text(_("This notice does not exist in your language."), "kiosktext", wrap=True)] if shown.language != language.current() else []
    left = column(*foreign, paper, 0, gap=12)
    visiting = [text(_("Your host: {host}").format(host=sheet.visiting or (sheet.host[1] if sheet.host else "")), "kiosktext", wrap=True)] if sheet.visiting or sheet.host else []
    return page(form, heading, *visiting, form.side_by_side((left, 3), (about, 2), gap=28), gap=16)


def thanks(form: VisitForm) -> QBoxLayout:
    sheet = form.sheet
    on(form, _("Next visitor"), form.over.emit)
    forgotten = ""
    if sheet.forgotten_at is not None:
        forgotten = _("Your visit is forgotten on {day} at {time}.").format(day=language.day(sheet.forgotten_at.date()), time=language.clock(sheet.forgotten_at))
    badge = _("Your badge is being printed; if none comes, ask the reception. Its code signs you out.") if sheet.badge else _("The reception gives you your badge. Its code signs you out.")
    return told(form, _("Thank you, {name}. You are signed in.").format(name=sheet.greeted), forgotten, badge)


def leave(form: VisitForm) -> QBoxLayout:
    return _code(form, _("Goodbye. Hold your badge in front of the scanner."), _("Code on your badge"), _("Sign me out"))


def code(form: VisitForm) -> QBoxLayout:
    return _code(form, _("Hold your code in front of the scanner."), _("Code in your invitation"), _("Continue"))


def _code(form: VisitForm, heading: str, label: str, verb: str) -> QBoxLayout:
    entry = form.add_field("code", label, _("Or type it: 32 letters and digits"))
    on(form, verb, form.check_code)
    return page(form, heading, entry)


def goodbye(form: VisitForm) -> QBoxLayout:
    on(form, _("Next visitor"), form.over.emit)
    return told(form, _("You are signed out. Goodbye."), _("Please leave your badge at the reception."))


def trouble(form: VisitForm) -> QBoxLayout:
    """What did not work. A desk that fell silent after it was asked may have written the visit down, and may not."""
    on(form, _("Begin again"), form.over.emit)
    match form.sheet.trouble:
        case Trouble.UNKNOWN:
            return told(form, _("This code is not known here today."), _("Please go to the reception."))
        case Trouble.ALREADY:
            return told(form, _("You are signed out already."), _("Goodbye."))
        case Trouble.NOTICE:
            return told(form, _("The privacy notice has just changed."), _("You are not signed in. Please go to the reception."))
        case Trouble.ENOUGH:
            return told(form, _("Too much has been asked here in a short time."), _("You are not signed in. Please go to the reception."))
        case Trouble.FULL:
            return told(form, _("The building is full."), _("You are not signed in. Please go to the reception."))
        case Trouble.REFUSED:
            return told(form, _("This could not be written down."), _("You are not signed in. Please go to the reception."))
        case _:
            said = _("It is not certain that you were signed in or out.") if form.sheet.sent else _("Nothing that you typed was kept.")
            return told(form, _("The reception desk does not answer."), said, _("Please go to the reception."))


def reception(form: VisitForm) -> QBoxLayout:
    on(form, _("Begin again"), form.over.emit)
    return told(form, _("Please go to the reception."), _("Somebody there signs you in or out. What you typed here is erased."))


def staff(form: VisitForm) -> QBoxLayout:
    pad = PinPad(form)
    return page(form, _("End the kiosk"), pad, gap=18)


BODIES: Mapping[str, Callable[[VisitForm], QBoxLayout]] = MappingProxyType({
    "welcome": welcome, "details": details, "host": host, "notice": notice, "thanks": thanks, "leave": leave, "goodbye": goodbye,
    "code": code, "told": trouble, "reception": reception, "staff": staff, "parcel": parcel, "noted": noted,
})
