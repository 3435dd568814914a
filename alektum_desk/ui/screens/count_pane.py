"""Statistics of the door: so many visits and deliveries a week, and no number that could point at somebody."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.certificates import FEW
from alektum_desk.domain.errors import _N
from alektum_desk.domain.visit_counts import Week
from alektum_desk.ui.widgets.banners import EmptyState, banner
from alektum_desk.ui.widgets.cells import Cell, Quiet
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import Part

SHOWN = 26      # weeks


def told(number: int | None) -> Cell:
    return Quiet(_("under {few}").format(few=FEW)) if number is None else language.number(number)


COLUMNS = (
    Column[Week](_N("Week"), lambda week: week.began_on, text=language.short_day, stretch=True),
    Column[Week](_N("Visits"), lambda week: week.visits or 0, cell=lambda week: told(week.visits), right=True),
    Column[Week](_N("Deliveries"), lambda week: week.deliveries or 0, cell=lambda week: told(week.deliveries), right=True),
)


class CountPane(Pane):
    def __init__(self, weeks: Sequence[Week], closed: Callable[[], object]) -> None:
        note = banner(_("Counts only: no host, no employer. Numbers under {few} are not told, and there is no sum.").format(few=FEW), "info")
        self.table: Table[Week] = Table(_("Visits by week"), COLUMNS, weeks[:SHOWN], inset=8, sortable=False)
        self.table.fit()
        parts: list[Part] = [note, self.table] if weeks else [
            EmptyState("calendar", _("Nothing to count yet"), _("Each week with a visit stands here, also when the visits are forgotten."))]
        super().__init__(_("Statistics"), *parts, closed=closed)
