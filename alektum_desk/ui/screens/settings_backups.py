"""Copies of the whole data home: by themselves and by hand, checked, and brought back."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.accounts import Role
from alektum_desk.domain.backups import Backup, Checked, Plan
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import _N
from alektum_desk.domain.health import Health
from alektum_desk.services.desk import Desk
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.screen import Errand, Screen
from alektum_desk.ui.screens.settings_section import Section, manages, path_field
from alektum_desk.ui.screens.settings_store import problem_words
from alektum_desk.ui.widgets.banners import EmptyState, banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.cells import Two
from alektum_desk.ui.widgets.chips import Chip
from alektum_desk.ui.widgets.fields import Choice, LineField, SecretField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import Part, Picture, box, card, clear, column, holder, row, rule, say, text

EVERY = {"0": _N("By hand only"), "1": _N("Every day"), "7": _N("Every week")}
KEEP = (3, 7, 14, 30)


def size_words(size: int) -> str:
    for unit, many in ((_("{number} GB"), 10**9), (_("{number} MB"), 10**6)):
        if size >= many:
            return unit.format(number=language.number(round(size / many, 1)))
    return _("{number} kB").format(number=language.number(max(1, round(size / 1000))))


def _state(made: Backup) -> Chip:
    """Each was verified when it was made; one whose size is another since was not."""
    sound = made.file.is_file() and made.file.stat().st_size == made.bytes
    return Chip(_("Verified"), "ok", "check") if sound else Chip(_("Changed since"), "bad", "incident")


class BackupsSection(Section):
    name, title, icon = "backups", _N("Backups"), "mirror"
    watches = frozenset({Kind.BACKUP})

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.trouble = holder(column())
        self.last = text("", "small", "muted", wrap=True)
        self.plan_form = self._plan_form()
        self.table: Table[Backup] = Table(_("Backups"), self._columns())
        self.follow(self.table, self.show_copy)
        self.none = EmptyState("mirror", _("There is no backup yet"), _("It is one encrypted file. Put it on another disk: what lies on this one is lost with it."))
        head = row((column(text(_("Backups"), "lead", wrap=True), self.last, gap=2), 1),
                   Button(_("Back up now"), "primary", "mirror", pressed=self.back_up), gap=12, margin=(20, 14, 14, 10))
        said = _("While an officer works here, a backup is made when its time has come. It is opened again and every byte of it is checked before it counts.")
        self.lay(self.trouble,
                 card(text(said, "small", "muted", wrap=True), self.plan_form, title=_("By themselves")),
                 box(column(head, rule(), self.table, self.none, gap=0, margin=(1, 0, 1, 10))))

    @classmethod
    def is_for(cls, desk: Desk) -> bool:
        return desk.who.role in {Role.DPO, Role.RECOVERY}       # also where a compartment is damaged: here it is brought back

    def _columns(self) -> tuple[Column[Backup], ...]:
        def at(moment: datetime) -> str:
            return language.moment(moment.astimezone(self.desk.zone))

        return (Column(_N("Made"), lambda made: made.made_at, text=at, cell=lambda made: Two(at(made.made_at), made.file.name, "mirror"), stretch=True),
                Column(_N("Size"), lambda made: made.bytes, text=size_words, right=True),
                Column(_N("Last checked"), lambda made: made.checked_at, text=lambda when: language.day(when.astimezone(self.desk.zone).date(), "medium")),
                Column(_N("State"), lambda made: _state(made).words, cell=_state))

    def _plan_form(self) -> Form:
        form = Form("backup-plan", beside=True)
        self.every = form.add("every", _("How often"), Choice(_("How often"), [(key, _(words)) for key, words in EVERY.items()]))
        self.folder = form.add("to", _("Folder"), LineField(_("Folder for backups"), placeholder=_("On another disk")),
                               source=Button(_("Choose"), "", name=_("Choose the folder for backups"), pressed=self.choose_folder))
        self.keep = form.add("keep", _("How many stay"), Choice(_("How many stay"), [(str(each), language.number(each)) for each in KEEP]),
                             help=_("Older ones of this desk are removed when a new one is sound."))
        form.setProperty("live", True)
        self.every.changed.connect(self.save_plan)
        self.keep.changed.connect(self.save_plan)
        self.folder.left.connect(self.save_plan)
        return form

    # --- what is so ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        from alektum_desk.services import backups, health
        plan = backups.planned(self.desk.home)
        for field, value in ((self.every, str(plan.every_days) if plan else "0"), (self.folder, str(plan.to) if plan else self.folder.value()),
                             (self.keep, str(plan.keep) if plan else "7")):
            blocked = field.blockSignals(True)
            if isinstance(field, Choice) and field.findData(value) < 0:
                field.addItem(value, value)         # set on the command line
            if field.value() != value:
                field.set_value(value)
            field.blockSignals(blocked)
        copies = backups.listed(self.desk.home)
        self.table.set_rows(copies)
        self.table.fit()
        self.table.setVisible(bool(copies))
        self.none.setVisible(not copies)
        say(self.last, ngettext("{number} backup", "{number} backups", len(copies)) if copies else _("One file with everything in it, encrypted"))
        self._show_trouble(health.of(self.desk))

    def _show_trouble(self, found: Health) -> None:
        layout = self.trouble.layout()
        clear(layout)
        self.trouble.setVisible(bool(found.trouble))
        if found.trouble and layout is not None:
            layout.addWidget(banner(trouble_words(found), "warn", head=_("The last backup could not be made"),
                                    button=Button(_("Try again"), pressed=self.back_up)))

    def stops(self) -> Sequence[str]:
        return ("", "one", "restore")

    def arrive(self, inside: str) -> None:
        shown = self.table.rows.shown()
        if inside in {"one", "restore"} and shown:
            self.show_copy(shown[0])
        elif inside == "restore":
            self.show_restore(None)

    def close_pane(self) -> None:
        self.screen_.show_pane(None)

    # --- the plan ------------------------------------------------------------------------------------------------

    def choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder for backups"), self.folder.value() or str(Path.home()))
        if chosen:
            self.folder.set_value(chosen)
            if self.every.value() == "0":
                self.every.set_value("1")
            else:
                self.save_plan()

    def save_plan(self) -> None:
        from alektum_desk.services import backups, health
        if not manages(self.desk):      # the field was left because the desk was closed
            return
        every, folder = int(self.every.value()), self.folder.value().strip()
        if every and not folder:
            self.plan_form.show_problem("to", _("Say where the backups go first."))
            return
        before = backups.planned(self.desk.home)
        wanted = Plan(Path(folder), every, int(self.keep.value())) if every else None
        if wanted != before and self.screen_.attempt(lambda: backups.plan(self.desk, wanted), self.plan_form):
            health.forget_trouble(self.desk)
            self.screen_.tell(_("Backups are made by themselves now") if wanted and not before else _("The plan for backups is kept"), "mirror")

    def back_up(self) -> None:
        """Where they go is asked once."""
        from alektum_desk.services import backups, health
        folder = self.folder.value().strip() or QFileDialog.getExistingDirectory(self, _("Folder for backups"), str(Path.home()))
        if not folder:
            return
        self.folder.set_value(folder)
        keep = int(self.keep.value())
        health.forget_trouble(self.desk)
        self.screen_.run(lambda progress: backups.create(self.desk, Path(folder), keep, progress), self._made, _("Writing and checking the backup"))

    def _made(self, _made: Backup) -> None:
        self.screen_.tell(_("The backup was written, opened again and checked"), "mirror")
        self.refresh()

    # --- one of them ---------------------------------------------------------------------------------------------

    def show_copy(self, made: Backup | None) -> None:
        if made is None:
            return
        self.screen_.show_pane(Pane(
            language.moment(made.made_at.astimezone(self.desk.zone), "long"), path_field(_("File"), made.file),
            _fact("check", _("Last checked on {day}").format(day=language.day((made.checked_at or made.made_at).astimezone(self.desk.zone).date()))),
            _fact("history", ngettext("{number} entry in its journals", "{number} entries in its journals", made.entries)),
            _fact("lock", _("{size}, encrypted. It holds sealed visits and never a day key: what was to be forgotten is forgotten here too.").format(
                size=size_words(made.bytes))),
            chips=(_state(made),), closed=self.close_pane,
            foot=(Button(_("Check it again"), "", "check", pressed=lambda: self.check(made)),
                  Button(_("Bring it back"), "danger", "import", pressed=lambda: self.show_restore(made)))))

    def check(self, made: Backup) -> None:
        from alektum_desk.services import backups
        self.screen_.run(lambda progress: backups.check(self.desk, made, progress), lambda found: self._checked(made, found), _("Checking the backup"))

    def _checked(self, made: Backup, found: Checked) -> None:
        if found.problems:
            self.screen_.show_pane(Pane(_("This backup is damaged"), *(banner(problem_words(each), "bad") for each in found.problems[:20]),
                                        text(_("Take another one, and make a new one now."), "small", wrap=True), closed=self.close_pane,
                                        foot=(Button(_("Back up now"), "primary", "mirror", pressed=self.back_up),)))
            return
        self.screen_.tell(_("Every byte of it is sound"), "check")
        self.refresh()
        self.show_copy(next((each for each in self.table.rows.shown() if each.id == made.id), made))

    def show_restore(self, made: Backup | None) -> None:
        """The desk closes for it, and opens again with the same password."""
        form = Form("restore")
        password = form.add("password", _("Your password"), SecretField(_("Your password")), help=_("The one of today."))
        facts: list[Part] = [
            text(_("Everything in this data home is replaced by what stood in it then. What was written since is gone."), wrap=True),
            _fact("check", _("On this machine visits open as before, without those whose day has passed.")),
            _fact("info", _("On a new machine visits cannot be read, for day keys never travel; another desk of the office can bring them back.")),
            _fact("people", _("From before a change of keys, accounts and passwords stay those of today.")), form]
        button = Button(_("Bring it back"), "danger", "import", pressed=lambda: self.restore(made, form) if made else None)
        button.setEnabled(made is not None)
        self.screen_.show_pane(Pane(_("Bring a backup back"), *facts, foot=(button,), closed=self.close_pane))
        password.setFocus()

    def restore(self, made: Backup, form: Form) -> None:
        from alektum_desk.services import restores
        password = form.values()["password"]
        if not password:
            form.show_problem("password", _("Type the password first."))
            return
        when = language.moment(made.made_at.astimezone(self.desk.zone), "long")
        if not ask.sure(self, _("Bring back the backup of {moment}?").format(moment=when),
                        _("The desk is closed for it and opened again. Nothing is swapped in before every byte of the backup is checked."),
                        _("Bring it back"), keep=_("Leave it")):
            return
        home, who = self.desk.home, "recovery" if self.desk.who.role is Role.RECOVERY else self.desk.who.name
        clock = self.desk.store.water.clock
        self.screen_.errand.emit(Errand(lambda _progress: restores.restore(home, made.file, who, password, clock),
                                        _("Bringing the backup back"), who, password, restores.said))


def _fact(icon: str, words: str) -> Part:
    return row(column(Picture(icon, "muted", 18), 0, margin=(0, 1, 0, 0)), (text(words, "small", wrap=True), 1), gap=10)


def trouble_words(found: Health) -> str:
    """What was said when no copy could be made, in the language at hand."""
    return f"{_(found.trouble or '')} {_(found.hint)}".strip().format(**found.fields) if found.trouble else ""
