"""A section of the settings: one subject, its cards, and what can be done there."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.domain.accounts import OPENS, Role
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import DeskError
from alektum_desk.ui.jobs import Work
from alektum_desk.ui.screen import Screen
from alektum_desk.ui.widgets.fields import LineField
from alektum_desk.ui.widgets.table import Table
from alektum_desk.ui.widgets.words import Part, column

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk


class Section(QWidget):
    """`name` is its argument for `arrive`, alone or before a slash and what is meant inside it."""

    name: ClassVar[str]
    title: ClassVar[str]
    icon: ClassVar[str]
    watches: ClassVar[frozenset[Kind]] = frozenset()

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.screen_, self.desk = screen, screen.desk

    @classmethod
    def is_for(cls, _desk: Desk) -> bool:
        return True

    def lay(self, *parts: Part) -> None:
        self.setLayout(column(*parts, 0, gap=16))

    def refresh(self) -> None:
        """Read what is so and show it."""

    def arrive(self, inside: str) -> None:
        """What is meant inside the section; "" is the section itself."""

    def stops(self) -> Sequence[str]:
        """Arguments for `arrive` that show its faces."""
        return ("",)

    def place(self) -> str:
        return ""

    def follow(self, table: Table[Any], show: Callable[[Any], object]) -> None:
        """A row is shown on a click or Enter; once something lies open, the arrows change it."""
        table.opened.connect(show)
        table.clicked.connect(lambda index: show(table.rows.row(index.row())))
        table.chosen.connect(lambda row: show(row) if self.screen_.pane is not None and row is not None else None)

    def run_alone(self, work: Work, done: Callable[[Any], object], label: str) -> None:
        """For what closes and opens the compartments: nothing else is touched meanwhile."""
        window = self.window()
        window.setEnabled(False)

        def ended(result: Any) -> None:
            window.setEnabled(True)
            done(result)

        def refused(error: DeskError) -> None:
            window.setEnabled(True)
            self.screen_.failed.emit(error)

        self.screen_.jobs.run(work, label=label, done=ended, refused=refused)


def manages(desk: Desk) -> bool:
    """Whoever opens and writes everything."""
    return all(desk.store.may_write(name) for name in OPENS[Role.DPO])


def sentences(error: DeskError) -> str:
    return f"{language.sentence(error)} {language.hint(error)}".strip()


def path_field(name: str, path: Path) -> LineField:
    """A path is one long word: it can be read to its end, and copied."""
    field = LineField(name, str(path), longest=4096)
    field.setReadOnly(True)
    return field
