"""The pane beside the content: what is in hand, and what can be done with it at its foot."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame

from alektum_desk.base.language import _
from alektum_desk.ui import theme
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import Chip, ChipLabel
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.words import Key, Part, Scroller, column, holder, row, text

BAR, WIDEST = 12, 420      # its scroll bar; and a pane of very long words leaves the content its place


class Pane(QFrame):
    """`parts` scroll; `foot` stays. `closed` adds the cross, which Esc presses too; `key` is the one that leads here."""

    def __init__(self, title: str, *parts: Part, chips: Sequence[Chip] = (), foot: Sequence[Button] = (),
                 closed: Callable[[], object] | None = None, key: str = "") -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self.setAccessibleName(title)
        self.closed = closed
        self.title = text(title, "lead", wrap=True)
        head: list[Part] = [(self.title, 1)]
        if key:
            head.append(Key(key))
        if closed is not None:
            head.append(Button("", "icon", "cross", name=_("Close the pane"), pressed=closed))
        body: list[Part] = []
        if chips:
            body.append(Flow([ChipLabel(chip.words, chip.tone, chip.icon) for chip in chips]))
        self.content = holder(column(*body, *parts, 0, gap=12, margin=(24, 0, 24, 16)))
        layout: list[Part] = [holder(row(*head, margin=(24, 16, 16 if closed is not None else 24, 8))), (Scroller(self.content), 1)]
        if foot:
            layout.append(holder(column(Flow(list(foot)), margin=(24, 8, 24, 20))))
        self.setLayout(column(*layout, gap=0))

    def minimumSizeHint(self) -> QSize:
        """As wide as what it holds can be made, so that nothing has to be scrolled sideways."""
        least = super().minimumSizeHint()
        return least.expandedTo(QSize(min(self.content.minimumSizeHint().width() + theme.px(BAR), theme.px(WIDEST)), 0))
