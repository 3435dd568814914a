"""What a screen has to say before anything else: banners, questions, and the state of having nothing."""
from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from alektum_desk.base.language import _
from alektum_desk.ui import theme
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.words import Part, Picture, box, column, holder, row, text

ICONS = {"bad": "incident", "warn": "alert", "info": "info", "ok": "check"}


def banner(words: str, tone: str = "info", *, head: str = "", icon: str = "", button: Button | None = None) -> QFrame:
    """A fact that holds as long as it is shown. `tone`: bad, warn, info, ok."""
    body: list[Part] = [text(head, "strong", tone, wrap=True)] if head else []
    body.append(text(words, "small", wrap=True))
    sign = Picture(icon or ICONS[tone], tone, 18)
    parts: list[Part] = [column(0, sign, 0) if button is not None and not head else column(sign, 0, margin=(0, 1, 0, 0)), (column(*body, gap=2), 1)]
    if button is not None:
        parts.append(button)
    return box(row(*parts, gap=10, margin=(14, 10, 12, 10)), tone)


def question(words: str, answer: Callable[[], object] | None = None) -> QFrame:
    """A legal judgement, which is always the officer's: blue, with a question mark, never red."""
    button = Button(_("Answer"), name=_("Answer the question: {question}").format(question=words), pressed=answer) if answer else None
    return banner(words, "info", head=_("A question for you"), icon="question", button=button)


class EmptyState(QWidget):
    """Says what would stand here, why or when it will, and the first action; beside it a second one where there is no other place for it."""

    def __init__(self, icon: str, words: str, why: str, button: Button | None = None, second: Button | None = None) -> None:
        super().__init__()
        head, line = text(words, "strong", wrap=True), text(why, "small", "muted", wrap=True)
        for label in (head, line):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        parts: list[Part] = [0, holder(row(0, Picture(icon, "muted", 40), 0)), head, line]
        buttons = [each for each in (button, second) if each is not None]
        parts += [row(0, each, 0) for each in buttons] if theme.scale() >= 1.6 else [row(0, *buttons, 0)]
        self.setLayout(column(*parts, 0, gap=10, margin=24))
