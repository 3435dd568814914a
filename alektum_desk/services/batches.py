"""Many letters from one table: each issued on its own, so that what broke off goes on where it stopped."""
from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from alektum_desk.base.language import _
from alektum_desk.documents.letter import letter as draw
from alektum_desk.domain.complaints import Letter
from alektum_desk.domain.errors import _N, Cancelled, DeskError, DiskTrouble, Refused
from alektum_desk.domain.progress import Progress, Silent
from alektum_desk.services import complaints, exports
from alektum_desk.services.desk import Desk
from alektum_desk.store import complaints as store

COVER = "cover-list.csv"
CASE = "case"               # a column with a complaint file: its path, or the object itself
LARGEST, MOST = 20_000_000, 10_000
_LISTS = frozenset({"complainant.address", "respondent.address", "provisions", "remedy", "other_proceedings"})
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})[:\s]\s*(.+)", re.DOTALL)
_CONTACT = re.compile(r"(\d{4}-\d{2}-\d{2})\s+(\w+)(?:[:\s]\s*(.+))?", re.DOTALL)
COLUMNS = frozenset({
    CASE, "letter", "office", "language", "format", "written_on", "your_reference", "complainant.name", "complainant.address",
    "complainant.email", "complainant.phone", "complainant.case_number", "filer.role", "filer.mandate", "respondent.name",
    "respondent.address", "respondent.dpo", "facts", "provisions", "remedy", "prior_contact", "other_proceedings", "confidentiality",
    "exhibits", "route", "route.filer", "route.residence.country", "route.residence.region", "route.workplace.country",
    "route.workplace.region", "route.infringement.country", "route.infringement.region", "route.controller.establishment.country",
    "route.controller.establishment.region", "route.controller.sector", "route.controller.eu_main_establishment.country",
    "route.controller.eu_main_establishment.region", "route.controller.no_eu_establishment", "route.controller.legal_basis",
    "route.about_rights_request", "route.controller_contacted", "route.controller_contacted_on", "route.wants_anonymity",
    "route.has_national_eid", "route.basis_preference", "route.language_preference", "route.knowledge_date",
    "route.authority_named_in_notice", "route.mandate_attached"})
_YES_OR_NO = frozenset({"route.controller.no_eu_establishment", "route.about_rights_request", "route.controller_contacted",
                        "route.wants_anonymity", "route.has_national_eid", "route.mandate_attached"})


@dataclass(frozen=True, slots=True)
class One:
    """A letter of the batch; `row` counts as a spreadsheet does, the heading is row 1."""

    row: int
    file: str
    reference: str | None
    authority: str
    format: str
    country: str


@dataclass(frozen=True, slots=True)
class Reported:
    row: int
    why: str


@dataclass(frozen=True, slots=True)
class Batch:
    """`written`: what was not there yet."""

    rows_read: int
    written: tuple[One, ...]
    reported: tuple[Reported, ...]


def write(desk: Desk, table: Path, to: Path, progress: Progress | None = None) -> Batch:
    """A letter for each row that can have one; the others are reported. The same table again writes nothing.

    Stopped or killed, it goes on at the first row that has no letter yet.
    """
    return _written(desk, [(row, partial(_document, cells, table.parent)) for row, cells in _rows(table)], to, progress or Silent())


def write_kept(desk: Desk, ids: Sequence[str], to: Path, progress: Progress | None = None) -> Batch:
    """The same for letters of the list: each again, under its number. `row` is the place in `ids`, from 1 on."""
    return _written(desk, [(row, partial(_issued, desk, key)) for row, key in enumerate(ids, 1)], to, progress or Silent())


def _issued(desk: Desk, key: str) -> tuple[Mapping[str, Any], Path | None]:
    _kept, document = complaints.shown(desk, key)
    return document, Path() if any(Path(str(each.get("path", ""))).is_absolute() for each in document.get("exhibits", ())) else None


def _written(desk: Desk, rows: Sequence[tuple[int, Callable[[], tuple[Mapping[str, Any], Path | None]]]], to: Path, progress: Progress) -> Batch:
    try:
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as why:
        raise DiskTrouble(_N("The folder for the letters cannot be made."), _N("Choose another one.")) from why
    with desk.store.read("cases"):                  # who may not issue letters hears it before the first row
        pass
    seen: dict[str, int] = {}
    written: list[One] = []
    there: list[One] = []
    reported: list[Reported] = []
    for done, (row, read) in enumerate(rows):
        try:
            progress.step(done, len(rows), _("Row {row}").format(row=row))
        except Cancelled as why:                    # the letters so far stand in the list
            raise Cancelled(_N("Stopped after {done} of {rows} letters."), _N("The same again goes on there."), done=done, rows=len(rows)) from why
        try:
            one, is_new = _one(desk, row, *read(), to, seen)
        except DiskTrouble:
            raise
        except DeskError as why:
            reported.append(Reported(row, _said(why)))
            continue
        there.append(one)
        if is_new:
            written.append(one)
    _cover(desk, to, there)
    progress.step(len(rows), len(rows), "")
    return Batch(len(rows), tuple(written), tuple(reported))


def _one(desk: Desk, row: int, document: Mapping[str, Any], folder: Path | None, to: Path, seen: dict[str, int]) -> tuple[One, bool]:
    case, papers = complaints.ready(desk, document, folder)
    mark = complaints.fingerprint(document)
    if mark in seen:
        raise Refused(_N("This is the same letter as in row {row}."), "", row=seen[mark])
    seen[mark] = row
    country = case.address.country if case.address.country != case.office.country else ""
    file = to / "_".join(filter(None, (case.format.id, country or case.office.country, f"{mark[:16]}.pdf")))
    with desk.store.read("cases") as session:
        before = store.by_fingerprint(session, mark)
        number = before.number if before else None
    # A file without its entry in the list is that of a killed run: it may bear a number that was never taken.
    if file.is_file() and (before or case.complaint.letter is Letter.OWN_GROUP):
        return One(row, file.name, number, case.authority.id, case.format.id, case.address.country), False

    def make(reference: str | None) -> bytes:
        return draw(complaints.sheet(case, signer=desk.who.name, reference=reference, sample=desk.sample, papers=papers))

    kept, _data = complaints.issue(desk, case, document, make, file)
    return One(row, file.name, kept.number if kept.letter.is_ours else None, case.authority.id, case.format.id, case.address.country), True


def _said(why: DeskError) -> str:
    from alektum_desk.base import language
    return " ".join(filter(None, (language.sentence(why), language.hint(why))))


def _cover(desk: Desk, to: Path, letters: Sequence[One]) -> None:
    """By envelope and postage: what lies on the table when the letters are put into envelopes."""
    text = io.StringIO()
    sheet = csv.writer(text, lineterminator="\r\n")
    sheet.writerow(["format", "country", "letters", "file", "authority", "reference", "row"])
    groups: dict[tuple[str, str], list[One]] = {}
    for each in letters:
        groups.setdefault((each.format, each.country), []).append(each)
    for (form, country), group in sorted(groups.items()):
        sheet.writerow([form, country, len(group), "", "", "", ""])
        sheet.writerows([form, country, "", each.file, each.authority, each.reference or "", each.row]
                        for each in sorted(group, key=lambda one: one.row))
    data = text.getvalue().encode()
    place = to / COVER
    if not place.is_file() or place.read_bytes() != data:
        exports.write(desk, "cases", "complaint.cover_list", place, data)


# -- the table

def _rows(table: Path) -> list[tuple[int, dict[str, str]]]:
    """Refused as a whole where it is no table of letters; a bad row is none of its business."""
    try:
        if table.stat().st_size > LARGEST:
            raise Refused(_N("The table has more than {megabytes} MB."), _N("Split it into several."), megabytes=LARGEST // 1_000_000)
        text = table.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as why:
        raise Refused(_N("{path} is not a text in UTF-8."), _N("Save it as UTF-8 and try again."), path=table.name) from why
    except OSError as why:
        raise DiskTrouble(_N("{path} cannot be read."), _N("Check the path and the permissions."), path=table.name) from why
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        heading = [name.strip() for name in next(reader, [])]
        unknown = [name for name in heading if name not in COLUMNS]
        if not any(heading):
            raise Refused(_N("The table is empty."), _N("Its first line names the columns: {known}."), known=", ".join(sorted(COLUMNS)))
        if "" in heading:
            raise Refused(_N("A column of the table has no name."), _N("Name it in the first line, or remove it."))
        if unknown:
            raise Refused(_N("The table has a column that no letter knows: {column}."), _N("Known there are: {known}."),
                          column=unknown[0][:60], known=", ".join(sorted(COLUMNS)))
        if len(set(heading)) < len(heading):
            raise Refused(_N("The table has the same column twice."), _N("Remove one of them."))
        found = [(number, cells) for number, cells in enumerate(reader, 2) if any(cell.strip() for cell in cells)]
    except csv.Error as why:
        raise Refused(_N("The table cannot be read as CSV."), _N("Export it anew from the spreadsheet.")) from why
    if len(found) > MOST:
        raise Refused(_N("The table has more than {most} rows."), _N("Split it into several."), most=MOST)
    return [(number, _cells(heading, cells)) for number, cells in found]


_TOO_MANY = "\0"            # under this name a row with more cells than the heading says so


def _cells(heading: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    more = {_TOO_MANY: ""} if len(cells) > len(heading) and any(cells[len(heading):]) else {}
    return {name: cell.strip() for name, cell in zip(heading, cells, strict=False) if cell.strip()} | more


def _document(cells: Mapping[str, str], folder: Path) -> tuple[dict[str, Any], Path]:
    """The complaint file that a row stands for, and where its exhibits lie."""
    if _TOO_MANY in cells:
        raise Refused(_N("The row has more cells than the table has columns."), _N("Put texts with a separator into quotation marks."))
    document: dict[str, Any] = {}
    if given := cells.get(CASE):
        document, folder = _given(given, folder)
    for name, cell in cells.items():
        if name != CASE:
            _put(document, name.split("."), _value(name, cell))
    return document, folder


def _given(given: str, folder: Path) -> tuple[dict[str, Any], Path]:
    try:
        if not given.startswith("{"):
            path = folder / given
            given, folder = path.read_text(encoding="utf-8"), path.parent
        found = json.loads(given)
    except (OSError, ValueError, RecursionError) as why:
        raise Refused(_N("The complaint file of this row cannot be read."), _N("Check its path in the column case.")) from why
    if not isinstance(found, dict):
        raise Refused(_N("The complaint file holds no object with named values."), _N("See: alektum-desk help complaints letter"))
    return found, folder


def _put(document: dict[str, Any], path: Sequence[str], value: Any) -> None:
    for key in path[:-1]:
        below = document.setdefault(key, {})
        if not isinstance(below, dict):
            raise _unreadable(".".join(path))
        document = below
    document[path[-1]] = value


def _value(name: str, cell: str) -> Any:
    """JSON where the cell begins like it; else as people write it: parts between bars, days before their text."""
    if cell[0] in "[{":
        try:
            return json.loads(cell)
        except (ValueError, RecursionError) as why:
            raise _unreadable(name) from why
    if name in _YES_OR_NO:
        if cell.lower() not in _TRUTHS:
            raise _unreadable(name)
        return _TRUTHS[cell.lower()]
    if name in _LISTS:
        return list(_parts(cell))
    if name == "facts":
        return [_told(_DAY, part, name, ("on", "text")) for part in _parts(cell)]
    if name == "prior_contact":
        return [_told(_CONTACT, part, name, ("on", "channel", "answer")) for part in _parts(cell)]
    if name in {"exhibits", "route"}:
        raise _unreadable(name)
    return cell


def _parts(cell: str) -> Iterator[str]:
    return (part.strip() for part in cell.split("|") if part.strip())


def _told(pattern: re.Pattern[str], part: str, name: str, keys: Sequence[str]) -> dict[str, str | None]:
    found = pattern.fullmatch(part)
    if found is None:
        raise _unreadable(name)
    return dict(zip(keys, found.groups(), strict=True))


def _unreadable(name: str) -> Refused:
    return Refused(_N("The cell under {column} cannot be read."),
                   _N("Write lists with | between their parts, facts as 2026-10-01 What happened, or the JSON of the complaint file."),
                   column=name)
