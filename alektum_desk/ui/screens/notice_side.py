"""The notice beside the facts: its text on paper, the sentence in hand marked, or what to do while it was not read in."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.notices import Notice, Page
from alektum_desk.ui.screens.facts import notice_names
from alektum_desk.ui.widgets.banners import EmptyState
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import Chip, ChipLabel
from alektum_desk.ui.widgets.fields import Choice
from alektum_desk.ui.widgets.paper import Line, PaperView
from alektum_desk.ui.widgets.words import Picture, Scroller, box, clear, column, holder, row, say, text

Sources = Mapping[str, Mapping[int, Sequence[str]]]      # notice, line: what the line says, in words of the screen


def read_words(notice: Notice) -> str:
    if notice.read_at is None:
        return _("Not read yet")
    lines = ngettext("{number} line", "{number} lines", notice.lines)
    return _("{lines}, read on {day}").format(lines=lines, day=language.day(notice.read_at))


class NoticeSide(QFrame):
    """`picked` with notice and line when the reader goes to a line; `read_asked` when the text is wanted."""

    picked = Signal(str, int)
    read_asked = Signal()

    def __init__(self, *, can_read: bool = True) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self.setAccessibleName(_("Notice"))
        self.can_read = can_read
        self.pages: dict[str, Page] = {}
        self.sources: Sources = {}
        self.notice, self.line, self.anchor = "", 0, ""
        self.which = Choice(_("Notice"))
        self.which.changed.connect(self._other_notice)
        self.title, self.about = text("", "strong", wrap=True), text("", "caption", "muted", wrap=True)
        self.before = Button("", "icon", "left", name=_("Previous line with a fact"), pressed=lambda: self.step(-1))
        self.after = Button("", "icon", "right", name=_("Next line with a fact"), pressed=lambda: self.step(1))
        self.chip, self.says = ChipLabel(_("Line {number}").format(number=1), "info", "link"), text("", "small", "muted", wrap=True)
        self.fact = text("", "small", wrap=True)
        self.where = holder(column(row(column(self.chip, 0), (column(self.says, 0, margin=(0, 2, 0, 0)), 1), gap=8), self.fact, gap=4))
        self.paper = PaperView(_("Text of the notice"))
        self.paper.picked.connect(self._picked_on_paper)
        self.sheet = box(column(self.paper, margin=1), "paper")
        self.unread = QWidget()
        self.unread.setObjectName("clear")
        self.unread.setLayout(QVBoxLayout())
        head = row(column(Picture("notice", "muted", 20), 0), (column(self.title, self.about, gap=0), 1), column(row(self.before, self.after, gap=0), 0), gap=10)
        self.setLayout(column(self.which, head, self.where, (self.sheet, 1), (self.unread, 1), gap=12, margin=(24, 8, 24, 12)))

    def show_pages(self, pages: Sequence[Page], sources: Sources) -> None:
        """What lies beside now; the line in hand stays when its notice does."""
        self.pages, self.sources = {page.notice.id: page for page in pages}, sources
        names = notice_names([page.notice for page in pages])
        here = self.notice if self.notice in self.pages else next(iter(self.pages), "")
        self.which.offer(list(names.items()), here)
        self.which.setVisible(len(pages) > 1)
        if here:
            line = self.line if here == self.notice else 0
            self.notice = ""
            self.show_line(here, line, self.anchor)

    def show_line(self, notice: str, line: int, anchor: str = "") -> None:
        page = self.pages.get(notice)
        if page is None:
            return
        if line and not anchor:
            anchor = next((said.place.anchor for said in page.statements if said.place and said.place.line == line), "")
        fresh, self.notice, self.line, self.anchor = notice != self.notice, notice, line, anchor
        if fresh:
            self._show_page(page)
        self.which.blockSignals(True)
        self.which.set_value(notice)
        self.which.blockSignals(False)
        if page.text_lines:
            self.paper.mark(line, self.anchor)
        else:
            self._show_unread(page)
        self._say_where()

    def _show_page(self, page: Page) -> None:
        say(self.title, _(page.notice.title))
        organisation = _(page.notice.organisation)
        say(self.about, _("{organisation}. {state}.").format(organisation=organisation, state=read_words(page.notice)))
        read = bool(page.text_lines)
        self.sheet.setVisible(read)
        self.unread.setVisible(not read)
        if read:
            speaking = {said.place.line for said in page.statements if said.place}
            mine = self.sources.get(page.notice.id, {})
            self.paper.show_lines([Line(number, words, number in speaking, number in mine)
                                   for number, words in enumerate(page.text_lines, start=1) if words.strip()])

    def _show_unread(self, page: Page) -> None:
        layout = self.unread.layout()
        clear(layout)
        why = (_("The fact stands in line {line} of {file}: “{anchor}”. Once the file is read in, its sentence opens here.")
               .format(line=self.line, file=page.notice.file, anchor=self.anchor) if self.line
               else _("Once {file} is read in, each fact opens its sentence here.").format(file=page.notice.file))
        button = Button(_("Read a notice"), "", "import", pressed=self.read_asked.emit) if self.can_read else None
        if layout is not None:
            layout.addWidget(Scroller(EmptyState("notice", _("The text of this notice has not been read in"), why, button)))

    def _say_where(self) -> None:
        mine = self.sources.get(self.notice, {})
        self.where.setVisible(bool(self.line))
        self.before.setEnabled(any(line < self.line for line in mine))
        self.after.setEnabled(any(line > self.line for line in mine))
        self.chip.show_chip(Chip(_("Line {number}").format(number=self.line), "info", "link"))
        self.show_fact("", "")
        fields = mine.get(self.line, ())
        say(self.says, _("speaks about: {fields}").format(fields=", ".join(fields)) if fields else _("says nothing that is recorded here"))

    def show_fact(self, words: str, anchor: str) -> None:
        """The fact in whole, and the few words by which it is found in a long line."""
        say(self.fact, _("{fact} Look for: “{anchor}”").format(fact=f"{words}.", anchor=anchor) if anchor and words else "")
        self.fact.setVisible(bool(self.fact.text()))

    def step(self, by: int) -> None:
        """To the next line that speaks about what is beside."""
        lines = sorted(self.sources.get(self.notice, {}))
        ahead = [line for line in lines if line > self.line] if by > 0 else [line for line in reversed(lines) if line < self.line]
        if ahead:
            self.show_line(self.notice, ahead[0])
            self.picked.emit(self.notice, ahead[0])

    def _picked_on_paper(self, line: int) -> None:
        self.show_line(self.notice, line)
        self.picked.emit(self.notice, line)

    def _other_notice(self) -> None:
        lines = self.sources.get(self.which.value(), {})
        self.show_line(self.which.value(), next(iter(sorted(lines)), 0))
