"""What is done with one record as a whole: its title and country, its life, its versions and its impact assessment."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.records import GROUND, GROUP, Activity, Life, State
from alektum_desk.services import accounts, dpia, lives, records, terms, versions
from alektum_desk.services.desk import Desk
from alektum_desk.ui.dialogs import second
from alektum_desk.ui.screen import Screen
from alektum_desk.ui.screens.dpia_card import DpiaPane
from alektum_desk.ui.screens.new_activity import HeadsPane, ReasonPane
from alektum_desk.ui.screens.versions_pane import VersionsPane
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane

NARROW_PANE, WIDE_PANE, NOTICE_PANE = 348, 420, 500


class Steps:
    """The commands of a screen that hold for `activity`, the record in hand; `closed` when a pane of theirs is put away."""

    def __init__(self, screen: Screen, closed: Callable[[], object], *, can_write: bool) -> None:
        self.screen, self.desk, self.closed, self.can_write = screen, screen.desk, closed, can_write
        self.activity: Activity | None = None
        command = screen.command
        self.approve_action = command(_("Approve"), self.approve, icon="check", primary=True)
        self.versions_action = command(_("Compare versions"), self.compare_versions, icon="history", button=True)
        self.rename_action = command(_("Change title or country"), self.begin_renaming, icon="edit")
        self.submit_action = command(_("Send for review"), self.begin_submit, icon="eye")
        self.withdraw_action = command(_("Take back to draft"), self.begin_withdraw, icon="edit")
        self.review_action = command(_("Set the day of review"), self.begin_review, icon="calendar")
        self.retire_action = command(_("Retire the activity"), self.begin_retire, icon="exit")
        self.reopen_action = command(_("Take the activity up again"), self.begin_reopen, icon="undo")
        self.leave()

    def leave(self) -> None:
        """No record is in hand."""
        self.activity = None
        for action in (self.approve_action, self.versions_action, self.rename_action, self.submit_action, self.withdraw_action, self.review_action,
                       self.retire_action, self.reopen_action):
            action.setVisible(False)

    def take(self, activity: Activity) -> None:
        """What fits this record is offered; what is off says why."""
        self.activity = activity
        listed = activity.listed
        why = (_("Approve is off: the legal basis names no ground of Art. 6(1).") if activity.lacks == (GROUND,)
               else _("Approve is off: Art. 30 asks for what is not stated.") if activity.lacks
               else _("Approve is off: the notices differ, and nothing was decided.") if listed.contradictions
               else _("Approve is off: this activity is retired.") if listed.life is Life.RETIRED
               else _("Approve is off: this version is approved.") if listed.state is State.COMPLETE else "")
        self.approve_action.setEnabled(not why)
        self.approve_action.setStatusTip(why)
        retired, draft = listed.life is Life.RETIRED, listed.life is Life.DRAFT
        self.versions_action.setVisible(True)
        for action, fits in ((self.approve_action, True), (self.rename_action, not retired), (self.submit_action, draft),
                             (self.withdraw_action, not draft and not retired), (self.review_action, not retired), (self.retire_action, not retired),
                             (self.reopen_action, retired)):
            action.setVisible(self.can_write and fits)

    def _one(self) -> str:
        return self.activity.listed.id if self.activity is not None else ""

    def _open(self, pane: Pane, width: int = NARROW_PANE) -> None:
        self.screen.pane_width = width
        self.screen.show_pane(pane)

    def _done(self, act: Callable[[], object], said: str, form: Form, icon: str = "check") -> None:
        if self.screen.attempt(act, form):
            self.screen.finished.emit(form)
            self.screen.tell(said, icon)

    # --- approval ------------------------------------------------------------------------------------------------

    def approve(self) -> None:
        if self.activity is None:
            return
        listed, confirmed = self.activity.listed, None
        if lives.asks_another(self.desk, listed.id) and (names := lives.others(self.desk)):
            given = second.ask(self.screen, _("Somebody else approves this version"),
                               _("You wrote version {number} of “{title}”, so a colleague or a witness confirms it.").format(
                                   number=listed.version, title=terms.title(listed.title)), names)
            if given is None:
                return
            confirmed = accounts.confirm(self.desk.home, *given, lives.sentence(listed.id, listed.version))
        approved = lives.approve(self.desk, listed.id, confirmed)
        if (day := approved.listed.review_on) is not None:
            self.screen.tell(_("Approved. Its review is due on {day}").format(day=language.day(day)))

    # --- title and country ---------------------------------------------------------------------------------------

    def begin_renaming(self) -> None:
        if self.activity is not None:
            countries = [each.code for each in records.matrix(self.desk).countries if each.code != GROUP]
            pane = HeadsPane(self.activity, countries, self.rename, self.closed)
            self._open(pane)
            pane.begin()

    def rename(self, title: str, country: str, reason: str, form: Form) -> None:
        self._done(lambda: records.rename(self.desk, self._one(), title, country, reason), _("Title and country are changed"), form)

    # --- versions and the impact assessment ----------------------------------------------------------------------

    def compare_versions(self) -> None:
        if self.activity is not None:
            history = versions.history(self.desk, self._one())
            self._open(VersionsPane(self.desk, self.activity, history, self.closed, self.restore if self.can_write else None), NOTICE_PANE)

    def restore(self, version: int, reason: str, form: Form) -> None:
        self._done(lambda: versions.restore(self.desk, self._one(), version, reason), _("Version {number} holds again").format(number=version), form, "undo")

    def begin_dpia(self) -> None:
        if self.activity is not None and self.can_write:
            self._open(DpiaPane(self.activity, self.answer_dpia, self.closed), WIDE_PANE)

    def answer_dpia(self, answers: Mapping[str, bool], verdict: str, reason: str, assessment: str | None, form: Form) -> None:
        self._done(lambda: dpia.answer(self.desk, self._one(), answers, verdict, reason, assessment), _("The impact assessment is answered"), form)

    # --- its life ------------------------------------------------------------------------------------------------

    def _step(self, title: str, why: str, verb: str, act: Callable[[Desk, str, str], object]) -> None:
        pane = ReasonPane(title, why, verb, lambda reason, _day, form: self._done(lambda: act(self.desk, self._one(), reason), title, form), self.closed)
        self._open(pane)
        pane.begin()

    def begin_submit(self) -> None:
        self._step(_("Send for review"), _("The draft goes to whoever approves it."), _("Send it"), lives.submit)

    def begin_withdraw(self) -> None:
        self._step(_("Take back to draft"), _("It becomes a draft again; an approval lapses."), _("Take it back"), lives.withdraw)

    def begin_retire(self) -> None:
        self._step(_("Retire the activity"), _("The processing has ended. The record stays, but in no cell and in no schedule."), _("Retire it"), lives.retire)

    def begin_reopen(self) -> None:
        self._step(_("Take the activity up again"), _("It stands in the register as before."), _("Take it up"), lives.reopen)

    def begin_review(self) -> None:
        if self.activity is None:
            return

        def set_day(reason: str, day: date | None, form: Form) -> None:
            self._done(lambda: lives.set_review(self.desk, self._one(), day or self.desk.today(), reason), _("The day of review is set"), form)
        pane = ReasonPane(_("Set the day of review"), _("Home reminds of it a month before."), _("Set it"), set_day, self.closed,
                          day=self.activity.listed.review_on, today=self.desk.today)
        self._open(pane)
        pane.begin()
