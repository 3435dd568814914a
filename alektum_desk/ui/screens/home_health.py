"""How the store is, in sentences: calm while all is well; what is not turns amber or red and brings its button."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.accounts import Role
from alektum_desk.domain.health import Health
from alektum_desk.services import exports, health, holds, walls
from alektum_desk.ui.screen import Screen
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.words import Picture, clear, column, holder, row, text

SOON = 7        # days before a hold is to be looked at


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence; with a tone other than "ok" it asks for something, and `button` leads there."""

    icon: str
    words: str
    tone: str = "ok"
    button: tuple[str, Callable[[], object]] | None = None


class HealthCard(QFrame):
    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.screen_, self.desk = screen, screen.desk
        self.lines: tuple[Line, ...] = ()
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self.setLayout(column(text(_("This desk"), "lead", wrap=True), self._rows, gap=10, margin=(20, 14, 20, 16)))

    def refresh(self) -> None:
        self.lines = (*self._damaged(), *self._of_store(health.of(self.desk)), *self._waiting())
        clear(self._rows)
        for line in sorted(self.lines, key=lambda line: ("bad", "warn", "info", "ok").index(line.tone)):
            self._rows.addWidget(self._row(line))

    def _row(self, line: Line) -> QWidget:
        if line.tone == "ok":
            return holder(row(column(Picture(line.icon, "ok", 18), 0, margin=(0, 1, 0, 0)), (text(line.words, "small", wrap=True), 1), gap=10))
        button = Button(line.button[0], pressed=line.button[1]) if line.button else None
        return banner(line.words, line.tone, icon=line.icon, button=button)

    def _to(self, screen: str, argument: str = "") -> Callable[[], object]:
        return lambda: self.screen_.go.emit(screen, argument)

    def _officer(self) -> bool:
        return self.desk.who.role in {Role.DPO, Role.RECOVERY}

    # --- what is so ----------------------------------------------------------------------------------------------

    def _damaged(self) -> Iterator[Line]:
        way = (_("Bring the last backup back"), self._to("settings", "backups/restore")) if self._officer() else None
        for error in self.desk.store.damaged.values():
            yield Line("incident", f"{language.sentence(error)} {_('Everything else can be used.')}", "bad", way)

    def _of_store(self, found: Health) -> Iterator[Line]:
        zone = self.desk.zone
        if not found.damaged:
            yield Line("lock", _("Saved and encrypted on this machine"))
        yield self._copy(found)
        if found.leapt_to is not None:
            words = _("The clock of this machine leapt to {moment}. What looks due by it is hidden, and erased when you say that the date is right, or in a day.")
            yield Line("clock", words.format(moment=language.moment(found.leapt_to.astimezone(zone), "long")), "warn",
                       (_("The date is right"), self._confirm_date) if self.desk.store.may_write("cases") else None)
        elif not found.clock_agrees:
            yield Line("clock", _("The clock of this machine stands behind what this desk has seen. Set it right; nobody can be signed in until then."), "warn")
        else:
            yield Line("clock", _("The clock agrees, {city} time").format(city=zone.key.split("/")[-1].replace("_", " ")))
        if found.problems:
            yield Line("audit", ngettext("{number} entry of the journals is not what was written.", "{number} entries of the journals are not what was written.",
                                         found.problems), "bad", (_("Open the audit"), self._to("audit")))
        elif found.read_at is not None:
            entries = ngettext("{number} entry", "{number} entries", found.entries)
            yield Line("audit", _("Journals verified at {time}: {entries} in order").format(time=language.clock(found.read_at.astimezone(zone)), entries=entries))
        else:
            yield Line("audit", _("The journals agree with what was signed last"))

    def _copy(self, found: Health) -> Line:
        back_up = (_("Backups"), self._to("settings", "backups")) if self._officer() else None
        if found.trouble:
            said = f"{_(found.trouble)} {_(found.hint)}".strip().format(**found.fields)
            return Line("mirror", _("The last copy could not be made. {why}").format(why=said), "warn", back_up)
        if found.copy is None:
            return Line("mirror", _("There is no copy yet: what lies on one disk is lost with it."), "warn", back_up)
        when = language.moment(found.copy.made_at.astimezone(self.desk.zone))
        if found.copy_is_old:
            return Line("mirror", _("The last copy is of {moment}.").format(moment=when), "warn", back_up)
        return Line("mirror", _("Last copy {moment}, verified").format(moment=when))

    def _waiting(self) -> Iterator[Line]:
        """Files past their day, holds to be looked at, walled cases with one reader left."""
        store = self.desk.store
        if late := len(exports.overdue(self.desk)):
            yield Line("export", ngettext("{number} file that left is past its day.", "{number} files that left are past their day.", late), "warn",
                       (_("Shred"), self._to("settings", "files")))
        if store.may("cases") and store.may("visitors"):
            today = self.desk.today()
            if due := sum((each.review_on - today).days <= SOON for each in holds.listed(self.desk)):
                yield Line("law", ngettext("{number} visit on hold is to be looked at again this week.", "{number} visits on hold are to be looked at again this week.", due),
                           "warn", (_("Front desk"), self._to("visitors")))
        if store.may("cases") and (alone := sum(each.is_open and each.needs_reader for each in walls.listed(self.desk))):
            yield Line("person", ngettext("{number} walled case has one reader left: you.", "{number} walled cases have one reader left: you.", alone), "warn",
                       (_("Let somebody in"), self._to("complaints")))

    def _confirm_date(self) -> None:
        from alektum_desk.services import clock
        self.screen_.run(lambda _progress: clock.confirm_leap(self.desk), lambda _done: self._confirmed(), _("Forgetting what is due"))

    def _confirmed(self) -> None:
        self.screen_.tell(_("The date is right: what was due by it is erased"), "clock")
        self.screen_.renew()
