"""The fields of a complaint as the authority's own form asks for them, each to be copied with one key."""
from __future__ import annotations

from functools import partial

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.services import projections
from alektum_desk.services.projections import CopySheet, Field
from alektum_desk.ui.widgets.banners import banner
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import ChipLabel
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.words import Part, Scroller, box, card, clear, column, holder, row, text


class SheetView(QWidget):
    """`copied` with what was copied, in words; `saved` with the ending of the file that is wanted; `left` on Back."""

    copied = Signal(str)
    saved = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.sheet: CopySheet | None = None
        self.buttons: dict[str, Button] = {}
        self._layout = column()
        self.setLayout(self._layout)

    def show_sheet(self, sheet: CopySheet) -> None:
        if sheet == self.sheet:
            return
        self.sheet, self.buttons = sheet, {}
        clear(self._layout)
        fields = [self._field(each) for each in sheet.fields]
        self._layout.addWidget(Scroller(holder(column(self._head(sheet), *fields, 0, gap=12))))

    def _head(self, sheet: CopySheet) -> QFrame:
        parts: list[Part] = [text(_("Written in {language}. Copy each field into the form; nothing is sent from here.").format(
            language=language.tongue(sheet.language)), "small", "muted", wrap=True)]
        if sheet.leads:
            parts.append(banner(_("This authority asks for its own form: copy the fields into it and enclose the letter."), "info"))
        long = [each for each in sheet.fields if not each.fits]
        if long:
            parts.append(banner(_("Too long for the form: {fields}. Shorten the facts, or put the rest into an enclosure.").format(
                fields=_("; ").join(each.label for each in long)), "bad"))
        whole = Button(_("Copy everything"), "primary", "list", pressed=partial(self._copy, _("Everything"), projections.as_text(sheet)))
        buttons = [whole, Button(_("Save as text"), "", "export", pressed=partial(self.saved.emit, "txt")),
                   Button(_("Save as JSON"), "", "export", pressed=partial(self.saved.emit, "json"))]
        if sheet.url:
            buttons.insert(1, Button(_("Open the form of the authority"), "", "globe", pressed=partial(QDesktopServices.openUrl, QUrl(sheet.url))))
            parts.append(text(sheet.url, "caption", "muted", wrap=True))
        return card(*parts, holder(Flow([*buttons, Button(_("Back"), "quiet", "back", pressed=self.left.emit)])), title=sheet.name)

    def _field(self, each: Field) -> QFrame:
        button = Button(_("Copy"), "", name=_("Copy: {field}").format(field=each.label), pressed=partial(self._copy, each.label, each.value))
        self.buttons[each.field] = button
        chips = [ChipLabel(_("Required"), "info", "info")] if each.required else []
        if each.limit is not None:
            chips.append(ChipLabel(projections.fullness(each), "ok" if each.fits else "bad", "check" if each.fits else "incident"))
        head: list[Part] = [text(each.label, "label", wrap=True), *([holder(Flow(chips))] if chips else [])]
        return box(column(row((holder(column(*head, gap=4)), 1), column(button, 0), gap=12), text(each.value, wrap=True), gap=6, margin=(20, 12, 16, 14)))

    def _copy(self, what: str, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self.copied.emit(what)
