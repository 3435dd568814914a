"""A notice written from the register: of which country, in which language, and what it leaves open."""
from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.notice_writing import Written
from alektum_desk.domain.records import GROUP
from alektum_desk.services import notice_writing, records
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.screen import Screen
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.dialog import Dialog
from alektum_desk.ui.widgets.fields import Choice
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.words import text


class WritingDialog(Dialog):
    """`land` and `tongue` are proposed, where they can be chosen."""

    def __init__(self, parent: QWidget | None, lands: tuple[str, ...], land: str, tongue: str) -> None:
        self.form = Form("register.writing")
        self.country = self.form.add("country", _("Country"), Choice(_("Country"), [(each, language.country(each)) for each in lands], land if land in lands else ""))
        tongues = sorted(((each, language.tongue(each)) for each in language.LANGUAGES), key=lambda each: each[1].casefold())
        self.tongue = self.form.add("language", _("Language of the text"), Choice(_("Language of the text"), tongues, tongue))
        act, safe = Button(_("Choose the file"), "primary", "notice"), Button(_("Leave it"))
        super().__init__(parent, text(_("Write a notice from the register"), "head", wrap=True),
                         text(_("Only what the register holds is said. What it leaves open stands in the text in brackets."), "body", "muted", wrap=True),
                         self.form, foot=(safe, act), focus=act)
        safe.clicked.connect(self.reject)
        act.clicked.connect(self.accept)

    @classmethod
    def example(cls, parent: QWidget | None = None) -> WritingDialog:
        return cls(parent, ("BE", "DK", "NO"), "DK", "da")


def ask_and_write(screen: Screen, land: str, tongue: str) -> None:
    """The questions, then the file."""
    lands = tuple(each.code for each in records.matrix(screen.desk).countries if each.code != GROUP)
    dialog = WritingDialog(screen, lands, land, tongue if tongue in language.LANGUAGES else language.current())
    dialog.finished.connect(lambda answer: _chosen(screen, dialog) if answer == QDialog.DialogCode.Accepted else None)
    dialog.open()


def _chosen(screen: Screen, dialog: WritingDialog) -> None:
    country, tongue = dialog.country.value(), dialog.tongue.value()
    to = ask.save_path(screen, _("Where the notice goes"), f"notice-{country.lower()}-{tongue}.txt", _("Text (*.txt)"), purpose="notice")
    if to is not None:
        screen.run(lambda _progress: notice_writing.write(screen.desk, country, tongue, to), lambda made: _told(screen, to.name, made), _("Writing the notice"))


def _told(screen: Screen, name: str, made: Written) -> None:
    number = len(made.gaps)
    left = ngettext("1 point is still to be decided", "{number} points are still to be decided", number) if number else ""
    screen.tell(". ".join(filter(None, (_("The notice is written: {file}").format(file=name), left))), "notice")
