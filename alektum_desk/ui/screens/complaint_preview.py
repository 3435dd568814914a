"""The letter as it will be printed, drawn again while it is typed."""
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from alektum_desk.base.language import _
from alektum_desk.domain.errors import DeskError
from alektum_desk.domain.letters import LetterFormat
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.screens.complaint_case import trouble_words
from alektum_desk.ui.widgets.chips import Chip, ChipLabel
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.preview import PagePreview
from alektum_desk.ui.widgets.words import column, holder, text

SHARPNESS = 2.0             # pixels for each point of the page: sharp on a screen of twice the density
MARKED = bytes((0xA6, 0xE8, 0xFB)) * 12      # a piece of the highlighter, as the page paints it
Make = Callable[[], bytes]


def images(data: bytes) -> tuple[list[QImage], int | None]:
    """The pages of a PDF as pictures, and the first of them on which something is marked."""
    import pypdfium2
    pdf = pypdfium2.PdfDocument(data)
    try:
        found: list[QImage] = []
        marked: int | None = None
        for at, page in enumerate(pdf):
            bitmap = page.render(scale=SHARPNESS)
            painted = bytes(bitmap.buffer)
            marked = at if marked is None and MARKED in painted else marked
            found.append(QImage(painted, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_BGR888).copy())
        return found, marked
    finally:
        pdf.close()


class LetterPreview(QWidget):
    """`show_letter` with what makes the PDF: off the GUI thread, one at a time, the latest wins."""

    shown = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.setAccessibleName(_("The letter as it will be printed"))
        self._jobs = jobs
        self._wanted: Make | None = None
        self._making = self._empty = False
        self.fits, self.sort = ChipLabel(""), ChipLabel(_("PDF/A, tagged"), "plain", "audit")
        self.chips = holder(Flow([self.fits, self.sort]))
        self.pages = PagePreview(_("Pages of the letter"))
        self.note = text("", "small", "muted", wrap=True)
        self.setLayout(column(self.chips, self.note, (self.pages, 1), gap=8, margin=(4, 0, 28, 20)))
        self.say("")
        self.show_format(None)

    def show_format(self, page: LetterFormat | None) -> None:
        self.chips.setVisible(page is not None)
        if page is not None:
            self.fits.show_chip(Chip(_("Fits the window envelope"), "ok", "check") if page.verified
                                else Chip(_("Try it in the envelope"), "warn", "alert"))

    def say(self, words: str) -> None:
        """What the page still waits for; "" when for nothing."""
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def show_letter(self, make: Make | None) -> None:
        """None: there is no page yet."""
        self._wanted, self._empty = make, make is None
        if make is None:
            self.pages.show_pages([])
        elif not self._making:
            self._begin()

    def _begin(self) -> None:
        make, self._wanted = self._wanted, None
        if make is None:
            return
        self._making = True
        self._jobs.run(lambda _progress: images(make()), label=_("Drawing the letter"), done=self._drawn, refused=self._not_drawn)

    def _drawn(self, drawn: tuple[list[QImage], int | None]) -> None:
        self._making = False
        found, marked = drawn
        if self._wanted is not None:
            self._begin()
            return
        if not self._empty:
            self.pages.show_pages(found)
            if marked is not None:
                self.pages.turn(marked - self.pages.at)
            self.shown.emit()

    def _not_drawn(self, error: DeskError) -> None:
        self._making = False
        self.say(trouble_words(error))
        self._begin()
