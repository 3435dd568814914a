"""F1: a page for the screen in hand, from the catalogue, without a network."""
from __future__ import annotations

from PySide6.QtWidgets import QWidget

from alektum_desk.base.language import _
from alektum_desk.domain.errors import _N
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.dialog import Dialog
from alektum_desk.ui.widgets.fields import SearchField
from alektum_desk.ui.widgets.words import Key, Part, clear, column, holder, row, rule, text

# Per page: its title, and its paragraphs.
PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "home": (_N("Home"), (
        _N("Home shows what waits for you today: what is due, what contradicts, who is in the building."),
        _N("This desk says whether everything is saved, when the last copy was made and checked, whether the clock agrees and the journals are in order. What is wrong turns amber or red and brings its button."),
        _N("Every line opens the place where it can be settled."))),
    "register": (_N("Register"), (
        _N("The register holds every processing activity (Art. 30), by category of data subject and country."),
        _N("Each cell of the matrix shows how many activities there are and whether they need work. A dotted outline means that nothing is recorded; a grey cell means that there is no such processing."),
        _N("Arrow keys move, Enter opens. In an activity each fact shows the line of the notice it comes from; choosing the line marks the sentence on the page."),
        _N("Where two notices say different things, the register shows both until you decide."),
        _N("Activities by country shows one field in every country. A difference may be justified; the reason holds until one of the countries says something else."),
        _N("A draft goes for review, is approved by somebody else than its author, is reviewed again and retired. Any two versions can be compared, and an older one restored."),
        _N("Retention works out the day on which data end: what was decided beats the notices, a legal claim holds, and among equals the shorter period wins."),
        _N("An activity of the whole group stands for all countries; a country says only what is different there."))),
    "notices": (_N("Notices"), (
        _N("Published texts are read line by line against the register, the law and each other."),
        _N("Read a notice takes a text file in. The program recognises the texts its facts come from; from then on each fact opens its sentence."))),
    "visitors": (_N("Front desk"), (
        _N("Ask a visitor for name, employer and plate, and for nothing else: the notice allows three facts."),
        _N("Every visit is forgotten one calendar month later. The list shows the day for each visit."),
        _N("When somebody leaves, choose the visit and sign it out. The day of forgetting does not move."),
        _N("A badge can be scanned, or its number typed. F2 opens a visit to put it right, to print its badge, or to write down what the visitor asks for."),
        _N("F9 starts the roll call: everybody in the building by name, without a network. Enter ticks off whoever is found; Ctrl P prints the list."))),
    "complaints": (_N("Complaints"), (
        _N("Say where the person lives, works and was wronged. The program names the authority that must hear the complaint and gives its reasons with the article."),
        _N("The letter beside the form is the paper that will be printed. It is written in the language of the authority."),
        _N("Where an authority insists on its own form, the copy sheet leads: copy each field into the form and enclose the letter."),
        _N("The page of a case takes what was sent and what arrived; what is waited for follows from it. Three years after a case is closed it is due to be erased."),
        _N("A complaint against your own group stands behind a wall: those whom you name see it, others see a number."),
        _N("A table for many letters has a heading of keys: letter, office, written_on, complainant.name, complainant.address, respondent.name, facts, route.residence.country. "
           "Parts of a cell stand between bars: 2026-10-01 Asked for access | 2026-11-02 No answer."))),
    "authorities": (_N("Authorities"), (
        _N("Every authority with its address, the day on which that was last seen, and how sure it is. What is older than 180 days is to be looked at again."),
        _N("Correct lays a version of your office over the record; every version stays, and each can hold again."),
        _N("A signed file shows every difference before anything of it is taken. Nothing ever changes an address by itself."))),
    "audit": (_N("Audit"), (
        _N("Check the journal and the store whenever you like: both checks only read."),
        _N("The register can be exported as a paper for an inspector."))),
    "settings": (_N("Settings"), (
        _N("Language, colours and text size change at once. Nothing typed is lost."),
        _N("The desk locks itself after some minutes without a key or a move, with the screen of the machine, and on Ctrl L. Locked means closed: nothing can be read without the password."),
        _N("Officers give and narrow accounts here. Whoever is disabled opens nothing any more, for everything the account could open gets a new key."),
        _N("A backup is one encrypted file on another disk. It counts when it was opened again and every byte of it was checked. Bringing one back replaces what is here, and never brings back what was to be forgotten."),
        _N("Files that left have a day on which they must go; past it they are shredded here. Certificates tell day by day what was forgotten, in numbers only."))),
    "login": (_N("Open the desk"), (
        _N("Your password opens what your role may see, and nothing else. Nobody can read it back to you; the recovery code printed at set-up opens the desk instead."),)),
    "wizard": (_N("First run"), (
        _N("Four steps: office, time zone, languages, officer. Then the recovery code is shown once; write it down on paper."),
        _N("Explore with sample data opens an invented collector in a place of its own. Nothing of it mixes with yours."))),
}
KEYS: tuple[tuple[str, str], ...] = (
    ("Ctrl K", _N("Search or run a command")), ("Ctrl F", _N("Search on this screen")), ("Ctrl 1 – 9", _N("Go to a screen")),
    ("Ctrl L", _N("Lock the desk")), ("Ctrl ,", _N("Settings")), ("F5", _N("Read again")), ("F6", _N("Next part of the window")),
    ("F8", _N("Notifications")), ("F10", _N("Menu")), ("Ctrl Z", _N("Undo")), ("Ctrl Shift Z", _N("Redo")), ("Ctrl C", _N("Copy the row in hand")), ("Esc", _N("Close what lies open")),
)


class HelpDialog(Dialog):
    def __init__(self, page: str, parent: QWidget | None = None) -> None:
        close = Button(_("Close"), "primary")
        self._finder = SearchField(_("Search the help"))
        self._place = holder(column())
        super().__init__(parent, text(_("Help"), "head"), self._finder, self._place, 0, foot=(close,), focus=close, width=620, height=560)
        self.setWindowTitle(_("Help"))
        self._first_page = page
        close.clicked.connect(self.accept)
        self._finder.changed.connect(self.fill)
        self.fill()

    @classmethod
    def example(cls, parent: QWidget | None = None) -> HelpDialog:
        return cls("register", parent)

    def fill(self) -> None:
        """The page of the screen in hand first, the others after it; only those in which the words stand."""
        words = self._finder.value().strip().casefold()
        order = sorted(PAGES, key=lambda name: name != self._first_page)
        parts: list[Part] = []
        for name in order if words else order[:1]:
            title, paragraphs = PAGES[name]
            said = [_(title), *(_(paragraph) for paragraph in paragraphs)]
            if words in "\n".join(said).casefold():
                parts += [text(said[0], "lead", wrap=True), *(text(each, wrap=True) for each in said[1:]), rule()]
        keys = [(key, _(what)) for key, what in KEYS if words in _(what).casefold() or words in key.casefold()]
        if keys:
            parts.append(text(_("Keys"), "lead"))
            parts += [row(Key(key), (text(what, wrap=True), 1), gap=12) for key, what in keys]
        layout = self._place.layout()
        if layout is not None:
            clear(layout)
            layout.addWidget(holder(column(*parts, gap=10)))
