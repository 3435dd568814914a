"""Somebody else's register on its way in: what each column is, what becomes of each row, and one button that takes it all."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.errors import _N
from alektum_desk.domain.import_tables import (
    TARGETS,
    Column as Heading,
    Layout,
    Sheet,
    Table as Source,
    Target,
    heading_words,
)
from alektum_desk.domain.imports import Place, Told, Verdict
from alektum_desk.domain.records import ROLES, Role
from alektum_desk.reference import countries
from alektum_desk.services import records, register_import as service, terms, undo
from alektum_desk.services.register_import import Planned, Preview
from alektum_desk.ui import theme
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.screen import Screen
from alektum_desk.ui.widgets.buttons import Button, Toggle
from alektum_desk.ui.widgets.cells import Two
from alektum_desk.ui.widgets.chips import Chip
from alektum_desk.ui.widgets.dialog import Dialog
from alektum_desk.ui.widgets.fields import Choice
from alektum_desk.ui.widgets.table import Column, Table
from alektum_desk.ui.widgets.words import Part, box, column, holder, row, text

VERDICTS: Mapping[Verdict | None, tuple[str, str, str]] = {
    Verdict.NEW: (_N("Comes in"), "ok", "check"), Verdict.CHANGED: (_N("Changes"), "warn", "edit"), Verdict.SAME: (_N("There already"), "plain", "minus"),
    None: (_N("Left out"), "warn", "alert"),
}
AS_FILE = ""
SAMPLE = 4                  # values that show what stands in a column
MOST_REMARKS = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file, and what becomes of it."""

    place: Place
    title: str
    verdict: Verdict | None
    why: str
    sheet: str = ""                # named where the rows of the file stand on several


@dataclass(frozen=True, slots=True)
class Head:
    """One column of the file."""

    sheet: str
    heading: Heading
    sample: str


def chip_of(line: Line) -> Chip:
    words, tone, icon = VERDICTS[line.verdict]
    return Chip(_(words), tone, icon)


LINES: tuple[Column[Line], ...] = (
    Column(_N("Row"), lambda line: line.place.row, right=True),
    Column(_N("Name"), lambda line: line.title, cell=lambda line: Two(line.title or "–", line.sheet) if line.sheet else line.title, stretch=True),
    Column(_N("Verdict"), lambda line: chip_of(line).words, cell=chip_of),
    Column(_N("Why"), lambda line: line.why, stretch=True, spare=1),
)
HEADS: tuple[Column[Head], ...] = (
    Column(_N("Column of the file"), lambda head: head.heading.heading, stretch=True),
    Column(_N("Becomes"), lambda head: target_words(head.heading.target)),
    Column(_N("What stands in it"), lambda head: head.sample, stretch=True),
)


def target_words(target: Target | None) -> str:
    return _(TARGETS[target or Target.NOTE])


def lines_of(preview: Preview) -> list[Line]:
    every = [(terms.title(each.title), each.verdict, each.places) for each in preview.planned] + [(each.name, each.verdict, each.places) for each in preview.listed]
    found = [Line(place, title, verdict, "") for title, verdict, places in every if verdict is not Verdict.SAME for place in places]
    same = {place: title for title, verdict, places in every if verdict is Verdict.SAME for place in places}
    found += [Line(each.place, same.get(each.place, ""), Verdict.SAME if each.place in same else None, service.said(each)) for each in preview.told]
    order = {sheet.table.name: at for at, sheet in enumerate(preview.sheets)}
    named = [replace(line, sheet=line.place.sheet) for line in found] if is_on_several(preview, found) else found
    return sorted(named, key=lambda line: (order.get(line.place.sheet, len(order)), line.place.sheet, line.place.row))


def is_on_several(preview: Preview, lines: Sequence[Line]) -> bool:
    """One number of a row means two rows where the file has several sheets."""
    return preview.format in {"xlsx", "ods"} and len({line.place.sheet for line in lines}) > 1


def heads_of(preview: Preview) -> list[Head]:
    return [Head(sheet.table.name, heading, _sample(sheet, heading)) for sheet in preview.sheets for heading in sheet.columns]


def _sample(sheet: Sheet, heading: Heading) -> str:
    """A few of its values; none of a column that names people."""
    if heading.target is Target.PERSON:
        return ""
    cells = (" ".join(cells[heading.index].split()) for cells in sheet.table.rows[sheet.begins:sheet.begins + 40] if heading.index < len(cells))
    return "; ".join(list(dict.fromkeys(filter(None, cells)))[:SAMPLE])[:160]


class ImportDialog(Dialog):
    """`changed` is told what the person laid down, and answers through `show_preview`; `wanted` is told when to take it in."""

    def __init__(self, parent: QWidget | None, preview: Preview, changed: Callable[[Layout], object], wanted: Callable[[Preview], object],
                 activities: Sequence[tuple[str, str]] = ()) -> None:
        self.preview, self.changed, self.wanted = preview, changed, wanted
        self.layout_ = preview.mapping or Layout({})
        self.told = text("", "body", wrap=True)
        self.remarks = text("", "small", "muted", wrap=True)
        self.heads: Table[Head] = Table(_("Columns of the file"), HEADS, sortable=False)
        self.heads.setMinimumHeight(theme.px(150))
        self.lines: Table[Line] = Table(_("Rows of the file"), LINES)
        self.lines.setMinimumHeight(theme.px(116 if theme.is_large() else 190))
        self.why = text("", "body", wrap=True)
        self.becomes = Choice(_("What the chosen column becomes"), [(target, _(words)) for target, words in TARGETS.items()])
        lands = sorted(((code, language.country(code)) for code in countries.codes()), key=lambda each: each[1].casefold())
        self.country = Choice(_("Country, where the file names none"), lands)
        self.role = Choice(_("Role, where the file names none"), [(AS_FILE, _("As the file says")), *((role, _(words)) for role, words in ROLES.items())])
        self.chosen = text("", "label", wrap=True)
        self.fold = Toggle(_("What each column becomes"), self._unfold)
        self.folded = holder(row(self.fold, 0))
        heading: list[Part] = [] if theme.is_large() else [text(_("What each column becomes"), "strong")]
        self.mapping = holder(column(*heading, box(column(self.heads, margin=1)), row((self.chosen, 1), (self.becomes, 1), gap=8),
                                     row((text(_("Country, where the file names none"), "label", wrap=True), 1), (self.country, 1), gap=8),
                                     row((text(_("Role, where the file names none"), "label", wrap=True), 1), (self.role, 1), gap=8), gap=8))
        self.activity = Choice(_("Activity that the assessment belongs to"), [(AS_FILE, _("The one that is called like it")), *activities])
        self.whose = holder(row((text(_("Activity that the assessment belongs to"), "label", wrap=True), 1), self.activity, gap=8))
        self.act, self.safe = Button(_("Import"), "primary", "import"), Button(_("Leave it"))
        super().__init__(parent, text(_("Import {file}").format(file=preview.file), "lead" if theme.is_large() else "head", wrap=True), self.told, self.folded, self.mapping, self.whose,
                         *([] if theme.is_large() else [text(_("What becomes of each row"), "strong")]), box(column(self.lines, margin=1)), self.why, self.remarks, foot=(self.safe, self.act), focus=self.safe, width=920, height=860)
        self.safe.clicked.connect(self.reject)
        self.act.clicked.connect(self._take)
        self.heads.chosen.connect(self._head_chosen)
        self.lines.chosen.connect(self._line_chosen)
        self.becomes.activated.connect(lambda _index: self._lay_down())
        self.country.activated.connect(lambda _index: self._lay_down(anew=False))
        self.role.activated.connect(lambda _index: self._lay_down(anew=False))
        self.activity.activated.connect(lambda _index: self._lay_down(anew=False))
        self.whose.setVisible(preview.shape == "cnil-pia")
        self.show_preview(preview)

    def show_preview(self, preview: Preview) -> None:
        self.preview = preview
        coming = len(preview.coming)
        said = _("{activities} in {rows} come in.").format(activities=service.many_words(coming, len(preview.processors)), rows=ngettext("1 row", "{number} rows", preview.imported))
        if preview.told:
            said += " " + ngettext("1 row is left out or there already.", "{number} rows are left out or there already.", len(preview.told))
        self.told.setText(said)
        self.heads.set_rows(heads_of(preview))
        self.lines.set_rows(lines_of(preview))
        self._unfold()
        remarks = [service.said(each) for each in preview.remarks]
        more = [_("and {number} more remarks").format(number=len(remarks) - MOST_REMARKS)] if len(remarks) > MOST_REMARKS else []
        self.remarks.setText("\n".join([*remarks[:MOST_REMARKS], *more]))
        self.remarks.setVisible(bool(remarks))
        self.country.set_value(preview.country or "")
        self.role.set_value(self.layout_.role or AS_FILE)
        self.act.setEnabled(coming > 0 or bool(preview.processors))
        if reasoned := next((line for line in self.lines.rows.shown() if line.why), None):
            self.lines.choose(reasoned)
        if self.heads.current() is None and self.heads.rows.rowCount():
            self.heads.choose(self.heads.rows.shown()[0])
        self._head_chosen(self.heads.current())
        self._line_chosen(self.lines.current())

    def _unfold(self) -> None:
        """In large letters the rows come first, and what the columns become waits behind a button."""
        sheets = self.preview.sheets
        are_told = bool(sheets) and not all(sheet.table.targets for sheet in sheets)
        self.folded.setVisible(theme.is_large() and are_told)
        self.mapping.setVisible(are_told and (not theme.is_large() or self.fold.isChecked()))

    def _head_chosen(self, head: Head | None) -> None:
        self.becomes.setEnabled(head is not None)
        self.chosen.setText(_("“{column}” becomes").format(column=head.heading.heading) if head else "")
        if head is not None:
            self.becomes.set_value(head.heading.target or Target.NOTE)

    def _line_chosen(self, line: Line | None) -> None:
        """The reason as a whole: in the table large print cuts it."""
        told = _("{sheet}, row {row}: {why}") if line and line.sheet else _("Row {row}: {why}")
        self.why.setText(told.format(sheet=line.place.sheet, row=line.place.row, why=line.why) if line and line.why else "")
        self.why.setVisible(bool(line and line.why))

    def _lay_down(self, *, anew: bool = True) -> None:
        head = self.heads.current()
        columns = dict(self.layout_.columns)
        if anew and head is not None:
            columns[heading_words(head.heading.heading)] = Target(self.becomes.value())
        self.layout_ = Layout(columns, self.country.value() or None, self.role.value() or None, self.layout_.header_row, self.layout_.sheet, self.activity.value() or None)
        self.act.setEnabled(False)                  # until the preview shows what is laid down
        self.changed(self.layout_)

    def _take(self) -> None:
        self.wanted(self.preview)
        self.accept()

    @classmethod
    def example(cls, parent: QWidget | None = None) -> ImportDialog:
        heads = ("Purpose of processing", "Categories of individuals", "Weather")
        table = Source("Sheet1", (heads, ("Payroll", "Employees", "fine"), ("", "Guests", "")))
        sheet = Sheet(table, (Heading(0, heads[0], Target.PURPOSE), Heading(1, heads[1], Target.CATEGORY), Heading(2, heads[2], None)), 1)
        planned = Planned("payroll", "Payroll", "BE", Role.CONTROLLER, Verdict.NEW, (Place("Sheet1", 2),))
        told = Told(Place("Sheet1", 3), _N("The row has neither a title nor a purpose."))
        return cls(parent, Preview("register.xlsx", "xlsx", "", (sheet,), (planned,), (told,), (), 2, None, country="BE"), lambda _layout: None, lambda _preview: None)


def ask_and_import(screen: Screen) -> None:
    """Choose a file, look at it off the screen's thread, then ask."""
    kinds = " ".join(f"*.{each}" for each in service.SUFFIXES)
    paths = ask.open_paths(screen, _("Import a register"), _("Registers ({kinds})").format(kinds=kinds), purpose="registers")
    if paths:
        look_at(screen, paths[0])


def look_at(screen: Screen, path: Path) -> None:
    desk = screen.desk

    def shown(preview: Preview) -> None:
        known = [(each.id, f"{terms.title(each.title)}, {language.country(each.country)}") for each in records.listed(desk)] if preview.shape == "cnil-pia" else []
        dialog = ImportDialog(screen, preview, lambda layout: again(dialog, layout), taken, known)
        dialog.open()

    def again(dialog: ImportDialog, layout: Layout) -> None:
        screen.run(lambda progress: service.look(desk, path, layout, progress), dialog.show_preview, _("Reading the file"))

    def taken(preview: Preview) -> None:
        screen.run(lambda progress: service.take(desk, preview, progress), told, _("Importing"))

    def told(preview: Any) -> None:
        came = [ngettext("1 activity came in", "{number} activities came in", len(preview.coming))] if preview.coming or not preview.processors else []
        came += [ngettext("1 processor came in or changed", "{number} processors came in or changed", len(preview.processors))] if preview.processors else []
        screen.tell(". ".join(came), "import", lambda: screen.attempt(lambda: undo.undo(desk)))
    screen.run(lambda progress: service.look(desk, path, None, progress), shown, _("Reading the file"))
