"""Reading notices in: texts that the facts know join their notice at once; of any other we ask whose it is."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.errors import Refused
from alektum_desk.domain.notices import Taken
from alektum_desk.domain.progress import Progress
from alektum_desk.reference import countries
from alektum_desk.services import notices
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.screen import Screen
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import Choice, LineField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.words import text

Strangers = Callable[[list[Path]], object]

# Official languages of the European Economic Area, and those of its neighbours in which the group could publish.
TONGUES = ("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "is", "it", "lt", "lv", "mt", "nb", "nl", "nn", "pl",
           "pt", "ro", "sk", "sl", "sv", "uk")


def ask_and_read(screen: Screen, strangers: Strangers) -> None:
    paths = ask.open_paths(screen, _("Read a notice"), _("Texts (*.txt)"), purpose="notices")
    if paths:
        read_in(screen, paths, strangers)


def read_in(screen: Screen, paths: Sequence[Path], strangers: Strangers) -> None:
    """One by one, so that a text of unknown origin does not keep the others out; `strangers` gets those."""
    desk = screen.desk

    def work(progress: Progress) -> tuple[list[Taken], list[Path]]:
        taken: list[Taken] = []
        strange: list[Path] = []
        for number, path in enumerate(paths):
            progress.step(number, len(paths), path.name)
            try:
                taken += notices.read(desk, [path])
            except Refused as error:
                if error.fields.get("field") != "organisation":
                    raise
                strange.append(path)
        return taken, strange

    def told(answer: tuple[list[Taken], list[Path]]) -> None:
        taken, strange = answer
        if taken:
            screen.tell(ngettext("1 text is read in. Its facts open their sentences now", "{number} texts are read in. Their facts open their sentences now",
                                 len({each.sha256 for each in taken})), "import")
        if strange:
            strangers(strange)
    screen.run(work, told, _("Reading the notices"))


class WhoseForm(Pane):
    """Whose text is this? For one file that no fact knows; `taken` is called once it is in."""

    def __init__(self, screen: Screen, path: Path, taken: Callable[[], object], closed: Callable[[], object]) -> None:
        self.owner, self.path, self.taken = screen, path, taken
        self.form = Form("register.notice")
        lands = sorted(((code, language.country(code)) for code in countries.codes()), key=lambda each: each[1].casefold())
        tongues = sorted(((code, language.tongue(code)) for code in TONGUES), key=lambda each: each[1].casefold())
        self.form.add("country", _("Country"), Choice(_("Country"), lands, screen.desk.office.country))
        self.form.add("language", _("Language of the text"), Choice(_("Language of the text"), tongues, language.current()))
        self.organisation = self.form.add("organisation", _("Organisation"), LineField(_("Organisation"), longest=200),
                                          help=_("As the notice names itself. Another organisation's notice is marked as such and never joins the register."))
        super().__init__(_("Whose text is this?"), text(_("{file} is none of the notices whose facts came with the program.").format(file=path.name),
                                                        "small", "muted", wrap=True),
                         self.form, foot=(Button(_("Read it in"), "primary", "import", pressed=self.take),), closed=closed)

    def take(self) -> None:
        values = self.form.values()
        if self.owner.attempt(lambda: notices.read(self.owner.desk, [self.path], values["country"], values["language"], values["organisation"]),
                               self.form):
            self.owner.done_with(self.form)
            self.owner.tell(_("{file} is read in. No facts are known of it yet").format(file=self.path.name), "import")
            self.taken()
