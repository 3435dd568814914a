"""Writing a complaint: five steps at the left, the page as it will be printed at the right."""
from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from alektum_desk.base.language import _
from alektum_desk.domain.complaints import Letter
from alektum_desk.domain.errors import _N
from alektum_desk.reference import letters
from alektum_desk.services import complaints
from alektum_desk.services.desk import Desk
from alektum_desk.ui import fonts, theme
from alektum_desk.ui.screens.complaint_case import Standing, lacking_sentence, rows, stand, trouble_words
from alektum_desk.ui.screens.complaint_form import STEPS, ComplaintForm
from alektum_desk.ui.screens.complaint_preview import LetterPreview
from alektum_desk.ui.screens.complaint_route import remarks, remarks_box
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.steps import Steps
from alektum_desk.ui.widgets.words import Key, Part, Scroller, box, clear, column, holder, row, rule, text

PAUSE = 400         # milliseconds after the last key before the page is drawn again
NEXT = {"authority": _N("Next: authority"), "facts": _N("Next: facts"), "law": _N("Next: law and wishes"), "check": _N("Next: check")}
ENDS = (_N("Save as PDF"), _N("Open the copy sheet"))
FOLLOWS = {
    Letter.ASSIST: (_N("The PDF is written where you say. The person prints, signs and sends it."),
                    _N("The letter is kept in the list of complaints until its time is over.")),
    Letter.FORWARD: (_N("The PDF is written where you say, with a number of this office and your name below it."),
                     _N("The letter is kept in the list of complaints until its time is over.")),
    Letter.REPORT: (_N("The PDF is written where you say, with a number of this office and your name below it."),
                    _N("The letter is kept in the list of complaints until its time is over.")),
    Letter.ANSWER: (_N("The PDF is written where you say, with a number of this office and your name below it."),
                    _N("The letter is kept in the list of complaints until its time is over.")),
    Letter.OWN_GROUP: (_N("The PDF is written where you say. Hand it to the person, who signs and sends it."),
                       _N("The case is kept behind a wall: others see a number and the word walled.")),
}
# Under which words of the letter the field in hand is found again on the page.
SAME = {"name": "name", "address": "address", "email": "email", "respondent": "respondent", "respondent_address": "respondent_address",
        "mandate": "mandate", "your_reference": "your_reference", "asked_answer": "asked_answer", "proceedings_which": "proceedings_which",
        "identity_reason": "identity_reason"}


class Writer(QWidget):
    """`saved` when the officer wants the PDF; `left` on Back in the first step; `moved` when another step is shown."""

    saved = Signal()
    wanted = Signal(str)            # another way out: eml, sheet, json
    left = Signal()
    moved = Signal()
    judged = Signal()

    def __init__(self, desk: Desk, preview: LetterPreview) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._desk, self.preview = desk, preview
        self.step = "who"
        self._seen = {"who"}
        self._touched = ""
        self.form = ComplaintForm(desk)
        self.steps = Steps([(key, _(words)) for key, words in STEPS.items()])
        self.steps.picked.connect(self.go)
        line = holder(column(self.steps, margin=(24, 20, 24, 8)))
        above: list[Part] = [line]
        content: list[Part] = [holder(column(self.form, 0, margin=(24, 8, 24, 16)))]
        if theme.scale() >= 1.6:        # large letters need the room: the steps scroll with what they lead through
            content, above = [*above, *content], []
        self._scroller = Scroller(holder(column(*content, gap=0)))
        self.back = Button(_("Back"), "", "back", pressed=self.go_back)
        self.next = Button("", "primary", pressed=self.go_on)
        words = fonts.metrics(fonts.BODY, fonts.BOLD)       # wide enough for each of its steps, so that no step moves the pane
        self.next.setMinimumWidth(max(words.horizontalAdvance(_(each)) for each in (*NEXT.values(), *ENDS)) + theme.px(32))
        self.note = text("", "caption", "muted", wrap=True)
        foot = column(self.note, row(self.back, 0, Key("Ctrl Enter"), self.next, gap=4), gap=8)
        self.setLayout(column((box(column(*above, (self._scroller, 1), rule(),
                                          holder(column(foot, margin=(16, 12, 16, 14))), gap=0)), 1)))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.judge)
        self.form.changed.connect(self._timer.start)
        self.form.touched.connect(self._touch)
        self.form.wanted.connect(self._want)
        self.standing: Standing = stand(self.form.values(), desk)
        self.go("who")

    # --- steps ---------------------------------------------------------------------------------------------------

    def go(self, step: str) -> None:
        if step not in STEPS:
            return
        self.step = step
        keys = list(STEPS)
        self._seen |= set(keys[:keys.index(step) + 1])
        self.form.show_step(step)
        self._scroller.verticalScrollBar().setValue(0)
        self.steps.show_step(step, {key for key in self._seen if key != step})
        self._name_foot()
        self.judge()
        self.moved.emit()

    def go_on(self) -> None:
        keys = list(STEPS)
        if self.step == "check":
            if self.leads():
                self.wanted.emit("sheet")
            else:
                self.saved.emit()
            return
        self.go(keys[keys.index(self.step) + 1])
        self.first_field()

    def go_back(self) -> None:
        keys = list(STEPS)
        if self.step == "who":
            self.left.emit()
            return
        self.go(keys[keys.index(self.step) - 1])
        self.first_field()

    def first_field(self) -> None:
        """The focus goes where one types first."""
        for widget in self.form.pages[self.step].findChildren(QWidget):
            if widget.focusPolicy() == Qt.FocusPolicy.StrongFocus and widget.isVisibleTo(self) and widget.isEnabled() and widget.focusProxy() is None:
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def begin(self) -> None:
        """A new case: nothing was seen yet."""
        self._seen = {"who"}
        self.go("who")

    def _name_foot(self) -> None:
        keys = list(STEPS)
        last = self.step == "check"
        self.back.say(_("To the list") if self.step == "who" else _("Back"))
        self.next.say(_(ENDS[self.leads()]) if last else _(NEXT[keys[keys.index(self.step) + 1]]))

    def leads(self) -> bool:
        """The authority insists on its own form: its sheet comes first, the letter is enclosed."""
        return self.standing.authority is not None and self.standing.authority.own_form

    # --- what is so ----------------------------------------------------------------------------------------------

    def judge(self) -> None:
        """What the rules say now, and the page as it would be printed now."""
        self._timer.stop()
        self.standing = stand(self.form.values(), self._desk)
        self.form.show_standing(self.standing)
        self._show_check()
        self._show_foot()
        self._draw()
        self.judged.emit()

    def _show_foot(self) -> None:
        standing, last = self.standing, self.step == "check"
        self._name_foot()
        self.next.setEnabled(not last or standing.ready)
        why = _("Nothing is lacking.") if standing.ready else _("Save is off: something is still to be said.") if standing.lacking \
            else _("Save is off: the letter is held back.")
        self.note.setText(why)
        self.note.setVisible(last)

    def _show_check(self) -> None:
        letter = Letter(self.form.values()["letter"])
        self.form.follows.setText("\n".join(_(each) for each in FOLLOWS[letter]))
        layout = self.form.remarks.layout()
        clear(layout)
        words = remarks(self.standing)
        if words and layout is not None:
            layout.addWidget(remarks_box(words))
        self.form.show_ways(self.standing, leads=self.leads())

    def readers(self) -> tuple[str, ...]:
        """Of a case behind a wall: whoever writes it and whom they picked; nobody picked is left to the rules."""
        picked = self.form.readers.picked()
        return (self._desk.who.id, *picked) if picked and self.form.values()["letter"] == Letter.OWN_GROUP else ()

    def _want(self, way: str) -> None:
        if way == "pdf":
            self.saved.emit()
        else:
            self.wanted.emit(way)

    def _touch(self, key: str) -> None:
        if key != self._touched:
            self._touched = key
            self._timer.start()

    def _draw(self) -> None:
        if not self.isVisible():        # another letter is on the page
            return
        standing = self.standing
        case = standing.prepared
        self.preview.say(lacking_sentence(standing) or (trouble_words(standing.trouble) if standing.trouble else ""))
        self.preview.show_format(case.format if case else None)
        self.preview.show_letter(self._making() if case else None)

    def _making(self) -> Callable[[], bytes]:
        case = self.standing.prepared
        assert case is not None
        signer, sample = self._desk.who.name, self._desk.sample
        sheet = partial(complaints.sheet, case, signer=signer, reference=None, sample=sample)
        probe, folder = self._probe(case.language), self.standing.folder

        def make() -> bytes:
            mark = found_in(probe, [_said(block) for block in sheet().body]) if probe else None
            return complaints.drawn(case, signer=signer, sample=sample, mark=mark, folder=folder)
        return make

    def _probe(self, code: str) -> str:
        """The first words on the page that come from the field in hand."""
        values = self.form.values()
        if self._touched in SAME:
            return next((line.strip() for line in values[self._touched].splitlines() if line.strip()), "")
        if self.step == "facts":
            return next((each["text"].strip() for each in rows(values["facts"]) if each.get("text", "").strip()), "")
        if self.step == "law":
            picked = [each["key"] for each in rows(values["provisions"])]
            words = letters.words(code)
            wishes = [each["key"] for each in rows(values["remedies"])]
            return words.right(picked[0]) if picked else words.remedy[wishes[0]] if wishes else ""
        return ""


def _said(block: object) -> str:
    return "\n".join(getattr(block, "items", ()) or (str(getattr(block, "text", "")),))


def found_in(words: str, blocks: list[str]) -> int | None:
    return next((at for at, block in enumerate(blocks) if words in block), None)
