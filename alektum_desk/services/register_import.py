"""Other people's registers into ours: looked at first, then taken in as a whole or not at all, and undone in one step."""
from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from alektum_desk.base.language import _, ngettext
from alektum_desk.documents.import_reading import read
from alektum_desk.documents.import_source import Source
from alektum_desk.domain.errors import _N, DiskTrouble, Refused
from alektum_desk.domain.folding import fold
from alektum_desk.domain.import_forms import form
from alektum_desk.domain.import_tables import (
    Layout,
    Sheet,
    Table,
    Target,
    fingerprint,
    folded_title,
    is_code_list,
    is_schedule,
    read_mapping,
    role_of,
    sheets as mapped_sheets,
)
from alektum_desk.domain.imports import Draft, Place, Told, Verdict, drafts
from alektum_desk.domain.notices import ACTIVITY_FIELDS, Field
from alektum_desk.domain.progress import Progress, Silent
from alektum_desk.domain.records import NewActivity, Role
from alektum_desk.reference import imports as reference
from alektum_desk.services import (
    records,
    register_exchange as exchange,
    register_ico as ico,
    register_processors as processors,
    terms,
)
from alektum_desk.services.register_processors import Company
from alektum_desk.store import imports as store, records as record_store
from alektum_desk.store.models import new_id

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

LONGEST_QUESTION, LONGEST_REF = 8_000, 60
HEADS_WITHIN = 10           # rows of a list of names
SUFFIXES = ("xlsx", "ods", "csv", "json", "yaml", "yml", "ttl")


@dataclass(frozen=True, slots=True)
class Planned:
    """One activity of the file, and what becomes of it. Of ours `kept` is everything; of others' `draft` is what was understood."""

    ref: str
    title: str
    country: str
    role: Role
    verdict: Verdict
    places: tuple[Place, ...]
    draft: Draft | None = None
    kept: exchange.Kept | None = None
    assessment: dict[str, str] | None = None        # of an activity that is there already: its impact assessment


@dataclass(frozen=True, slots=True)
class Preview:
    """What `take` would do. `rows` counts source rows: those that `planned` holds, and those `told`. `country` is that of activities of which others' files name none."""

    file: str
    format: str
    shape: str
    sheets: tuple[Sheet, ...]
    planned: tuple[Planned, ...]
    told: tuple[Told, ...]
    remarks: tuple[Told, ...]
    rows: int
    mapping: Layout | None
    processors: processors.Read = ()        # those that come in or change
    listed: tuple[Company, ...] = ()         # rows of others' lists of processors
    country: str | None = None

    @property
    def coming(self) -> tuple[Planned, ...]:
        return tuple(each for each in self.planned if each.verdict is not Verdict.SAME)

    @property
    def imported(self) -> int:
        """Source rows that come in."""
        return sum(len(each.places) for each in self.coming) + sum(len(each.places) for each in self.listed if each.coming)


def mapping_file(path: Path) -> Layout:
    try:
        return read_mapping(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, RecursionError) as why:
        raise Refused(_N("{where} is not JSON."), _N('Write it as JSON, for example {{"columns": {{"Purpose": "purpose"}}}}.'), where=path.name) from why
    except OSError as why:
        raise DiskTrouble(_N("{path} cannot be read."), _N("Check the path and the permissions."), path=path.name) from why


def look(desk: Desk, path: Path, mapping: Layout | None = None, progress: Progress | None = None) -> Preview:
    """Read the file and say what would become of it; nothing is written. Refused when it is no register."""
    progress = progress or Silent()
    with desk.store.read("register"):               # who may not look into the register hears it before the file is opened
        pass
    country = records.known_country(mapping.country) if mapping and mapping.country else desk.office.country
    progress.step(0, 3, path.name)
    source = read(path)
    ours = _ours(source)
    progress.step(1, 3, path.name)
    if ours is not None:
        return _preview_ours(desk, path, source, ours, processors.read(source))
    if source.assessments:
        return _preview_assessments(desk, path, source, mapping)
    source, numbers, laid_out = ico.read(source)
    if mapping and mapping.sheet:
        source = replace(source, tables=tuple(table for table in source.tables if table.name == mapping.sheet))
    laid_down = mapping and mapping.sheet and (mapping.columns or mapping.role)         # whoever says what its columns are has a register
    source, lists = (source, ()) if laid_down else processors.lists(source, reference.headings(), reference.words(), reference.lists())
    sheets, remarks = _understood(source, path, mapping, alone=not lists)
    if (remembered := _remembered(desk, sheets)) is not None and not (mapping and mapping.columns):
        mapping = _laid_over(remembered, mapping) if mapping else remembered
    if mapping is not None:
        sheets, remarks = _understood(source, path, mapping, alone=not lists)
    found = drafts(sheets, reference.words())
    told = [*found.told, *(Told(Place(source.shape, row), why, (("name", name),)) for row, why, name in source.reported)]
    if sheets and not found.rows and not told:
        remarks = (*remarks, Told(Place("", 0), _N("The file has headings of a register and no rows below them.")))
    progress.step(2, 3, path.name)
    with desk.store.read("register") as session:
        planned = tuple(_planned(session, each, country, numbers) for each in found.drafts)
        listed = processors.planned(session, lists, {folded_title(each.title): each.ref for each in planned})
    lost = [each.draft for each in planned if each.verdict is Verdict.NEW and each.draft and each.places[0].sheet in laid_out]
    twins, doubts = ico.twins(desk, lost, country) if lost else ({}, ())
    planned = tuple(replace(each, ref=twin.id, country=twin.country, verdict=Verdict.SAME) if each.draft and each.verdict is Verdict.NEW and (twin := twins.get(each.draft.mark)) else each
                    for each in planned)
    coming = tuple(one for each in listed for one in each.coming)
    told += [*(row for each in lists for row in each.told), *(Told(place, _N("This processor is kept already, and stays as it is.")) for each in listed if not each.coming for place in each.places)]
    told += [_there(place, each.country, each.draft.country or country) for each in planned if each.verdict is Verdict.SAME and each.draft for place in each.places]
    remarks = (*doubts, *remarks)
    if any(each.verdict is Verdict.SAME and (each.ref in numbers.values() or (each.draft and each.draft.mark in twins)) for each in planned):
        remarks = (Told(Place("", 0), _N("What is in the register already stays as it is: the layout of the ICO brings no changes back.")), *remarks)
    if any(each.verdict is Verdict.NEW and each.draft and not each.draft.country for each in planned):
        remarks = (_under(desk, country), *remarks)
    remarks = (*remarks, *found.remarks, *_processors_coming(coming), *processors.doubts(lists), *(each for one in lists for each in one.remarks))
    return Preview(path.name, source.format, source.shape, tuple(sheets), planned, tuple(told), remarks, found.rows + len(source.reported) + sum(each.rows for each in lists), mapping,
                   coming, listed, country)


def _processors_coming(coming: processors.Read) -> tuple[Told, ...]:
    return (Told(Place("", 0), _N("Processors that come in or change with the file: {number}."), (("number", str(len(coming))),)),) if coming else ()


def _under(desk: Desk, country: str) -> Told:
    if country == desk.office.country:
        return Told(Place("", 0), _N("Where the file names no country, activities come in under {country}, the country of this office."), (("country", records.country_words(country)),))
    return Told(Place("", 0), _N("Where the file names no country, activities come in under {country}."), (("country", records.country_words(country)),))


def _there(place: Place, there: str, wanted: str) -> Told:
    if there == wanted:
        return Told(place, _N("This is in the register already."))
    return Told(place, _N("This is in the register already, under {country}."), (("country", records.country_words(there)),))


def _understood(source: Source, path: Path, mapping: Layout | None, *, alone: bool) -> tuple[list[Sheet], tuple[Told, ...]]:
    """`alone`: the file holds nothing else that can come in, and is refused where it holds no register."""
    known, words = reference.headings(), reference.words()
    found: list[Sheet] = []
    strange: list[Table] = []
    periods: list[Table] = []
    for table in source.tables:
        here = list(mapped_sheets([table], known, words, mapping))
        asks = source.format not in {"json", "yaml"} and not table.targets and not (mapping and mapping.header_row)
        made = form(table, known, words) if asks else None
        if made is not None and (not here or len(set(made.targets)) > len({column.target for column in here[0].columns})):
            here = list(mapped_sheets([made], known, words, None))
        if here and mapping is None and is_schedule(here[0]):
            periods.append(table)
            continue
        if here and mapping is None and is_code_list(column.heading for column in here[0].columns):
            here = []
        found += here
        if not here and table.rows:
            strange.append(table)
    if alone:
        _must_hold_activities(source, found, strange, periods)
    named = role_of(path.stem)
    if named == "processor" and not any(sheet.has(Target.ROLE) for sheet in found):
        found = [sheet if sheet.role else replace(sheet, role=named) for sheet in found]
    remarks = [Told(Place("", 0), each) for each in source.remarks]
    if source.format in {"xlsx", "ods"}:
        remarks += [Told(Place(table.name, 0), _N("The sheet “{sheet}” holds no register and was left out."), (("sheet", table.name),)) for table in strange]
    remarks += [Told(Place(table.name, 0), _N("“{sheet}” holds retention rules, no activities, and was left out."), (("sheet", table.name),)) for table in periods]
    return found, tuple(remarks)


def _must_hold_activities(source: Source, found: Sequence[Sheet], strange: Sequence[Table], periods: Sequence[Table]) -> None:
    """Refused by what the file is instead."""
    if periods and not found:
        raise Refused(_N("The file holds retention rules, and no processing activities."),
                      _N("Write each period at the activities that it is for, or give a mapping that says which column is what: then each row is an activity."))
    lists = sum(any(map(is_code_list, table.rows[:HEADS_WITHIN])) for table in strange)
    if lists > len(strange) / 2 and not any(sheet.has(Target.TITLE, Target.PURPOSE) for sheet in found):
        raise Refused(_N("The file holds lists of names or codes, and no processing activities."), _N("Import the register that uses them."))
    if not found and not source.reported:
        raise Refused(_N("No headings of a register were found in the file."),
                      _N("Name the columns as Art. 30 does (purposes, people concerned, personal data ...), or give a mapping that says which column is what."))


def _planned(session: Session, draft: Draft, country: str, numbers: Mapping[Place, str]) -> Planned:
    """Known again by the number that we wrote, else by its own rows."""
    number = next((numbers[place] for place in draft.places if place in numbers), "")
    ref = number if number and number == _stem(number)[:LONGEST_REF] else _stem(f"{draft.title[:40]} {draft.mark}")
    same = record_store.by_ref(session, number or ref) or record_store.by_ref(session, ref)
    if same is not None:
        return Planned(same.ref, draft.title, same.country, Role(same.role), Verdict.SAME, draft.places, draft)
    return Planned(ref, draft.title, draft.country or country, draft.role or Role.CONTROLLER, Verdict.NEW, draft.places, draft)


def _stem(text: str) -> str:
    """The id under which the same rows come in again: letters, figures and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


# -- ours

TOP = frozenset({"schema", "office", "on", "sample", "language", "activities", "processors"})
RECORD = frozenset({"id", "title", "country", "categories", "role", "state", "life", "varies", "version", "from_notice", "notices", "lacks", "questions", "fields", "kept"})
FIELD = frozenset({"field", "decided", "decision", "contradictions", "inherited", "unlike_group", "statements"})


def _ours(source: Source) -> list[tuple[str, exchange.Kept]] | None:
    """In the order of the file, an activity that stands there twice twice."""
    if source.shape == "alektum-desk":
        activities = source.document.get("activities") if isinstance(source.document, dict) else None
        if not isinstance(activities, list) or not all(isinstance(each, dict) and isinstance(each.get("id"), str) and 0 < len(each["id"]) <= 80 for each in activities):
            raise Refused(_N("The file calls itself a register of this program, and is not made like one."), _N("Export it anew there."))
        exchange.know(source.document, TOP)
        for each in activities:
            exchange.know(each, RECORD)
            for said_ in each["fields"] if isinstance(each.get("fields"), list) else ():
                exchange.know(said_, FIELD)
        return [(each["id"], exchange.check(each.get("kept"))) for each in activities]
    if source.format in {"xlsx", "ods", "csv"}:
        return exchange.from_sheets(source.tables)
    return None


def _preview_ours(desk: Desk, path: Path, source: Source, ours: Sequence[tuple[str, exchange.Kept]], working: processors.Read) -> Preview:
    planned: list[Planned] = []
    told: list[Told] = []
    first: dict[str, int] = {}
    with desk.store.read("register") as session:
        for number, (ref, kept) in enumerate(ours, 1):
            row, place = record_store.by_ref(session, ref), Place("activities", number)
            if first.setdefault(ref, number) != number:
                told.append(Told(place, _N("This activity stands in the file already, in row {row}; only that one counts."), (("row", str(first[ref])),)))
                continue
            here = exchange.kept(session, row) if row is not None else None
            verdict = Verdict.NEW if here is None else Verdict.SAME if exchange.say_the_same(here, kept) else Verdict.CHANGED
            planned.append(Planned(ref, str(kept["row"]["title"]), str(kept["row"]["country"]), Role(kept["row"]["role"]), verdict, (place,), kept=kept))
            if verdict is Verdict.SAME and here is not None:
                told.append(Told(place, _N("This is in the register already.") if exchange.stands_alike(here, kept)
                                 else _N("This is in the register already. It keeps its stage and its day of review; those in the file were left out.")))
        coming = processors.coming(session, working)
    return Preview(path.name, source.format, "alektum-desk", (), tuple(planned), tuple(told), _processors_coming(coming), len(ours), None, coming)


def _preview_assessments(desk: Desk, path: Path, source: Source, mapping: Layout | None) -> Preview:
    """Each joins the activity that was chosen for it, else the one that is called like it."""
    planned: list[Planned] = []
    told: list[Told] = []
    with desk.store.read("register") as session:
        rows = session.scalars(select(record_store.Activity)).all()
        wanted = mapping.activity if mapping else None
        if wanted is not None and all(each.ref != wanted for each in rows):
            raise Refused(_N("There is no activity {activity}."), _N("The list of activities shows them."), activity=wanted)
        for number, name, done in source.assessments:
            place = Place(source.shape, number)
            called = [each for each in rows if (each.ref == wanted if wanted else folded_title(terms.title(each.title)) == folded_title(name))]
            if len(called) != 1:
                told.append(Told(place, _N("“{name}” is an impact assessment (DPIA), not an activity. Choose the activity that it belongs to."), (("name", name or "?"),)))
                continue
            value = {"text": name or _("Impact assessment"), "assessment": "done" if done else "needed"}
            kept = session.get(record_store.Decision, records.decision_id(called[0].id, Field.DPIA))
            before = kept.value if kept is not None and isinstance(kept.value, dict) else {}
            verdict = Verdict.SAME if before and before == before | value else Verdict.CHANGED
            planned.append(Planned(called[0].ref, called[0].title, called[0].country, Role(called[0].role), verdict, (place,), assessment=before | value))
            if verdict is Verdict.SAME:
                told.append(Told(place, _N("This is in the register already.")))
    return Preview(path.name, source.format, source.shape, (), tuple(planned), tuple(told), (), len(source.assessments), mapping)


# -- taking it in

def take(desk: Desk, preview: Preview, progress: Progress | None = None) -> Preview:
    """All of it in one act, or nothing; the mapping is remembered. What is there already stays as it is."""
    progress = progress or Silent()
    coming = preview.coming
    if not coming and not preview.processors and not (preview.mapping and preview.mapping.columns):
        desk.store.must_write("register")
        return preview
    reason = _("Imported from {file}").format(file=preview.file)
    with desk.store.act("register", "register.import", reason) as session:
        for done, each in enumerate(coming):
            if done % 50 == 0:
                progress.step(done, len(coming), each.title)
            if each.assessment is not None:
                records.lay_down(session, desk, records.found(session, each.ref), Field.DPIA, each.assessment, reason)
            elif each.kept is not None:
                exchange.put(session, desk, each.ref, each.kept)
            else:
                _plant(desk, session, each, reason)
        processors.put(session, preview.processors)
        _remember(session, preview)
    progress.step(len(coming), len(coming), "")
    return preview


def _plant(desk: Desk, session: Session, each: Planned, reason: str) -> None:
    draft = each.draft
    if draft is None:
        return
    none: tuple[tuple[Field, Any], ...] = tuple((field, []) for field in draft.none if field not in {Field.CATEGORY, Field.ROLE})
    row = records.plant(session, desk, NewActivity(draft.title, each.country, each.role, draft.categories, tuple(said for said in draft.statements if said.field in ACTIVITY_FIELDS), none, id=each.ref), reason)
    if draft.notes:
        row.questions = [[None, _question(draft.notes)]]
        session.flush()


def _question(notes: Sequence[str]) -> str:
    text = "\n".join(notes)
    return text if len(text) <= LONGEST_QUESTION else text[:LONGEST_QUESTION] + " …"


def import_file(desk: Desk, path: Path, mapping: Layout | None = None, *, dry_run: bool = False, progress: Progress | None = None) -> Preview:
    found = look(desk, path, mapping, progress)
    return found if dry_run else take(desk, found, progress)


# -- mappings are remembered

def _digest(sheets: Sequence[Sheet]) -> str:
    return sha256("\n".join(sorted(fingerprint(sheet.columns) for sheet in sheets if not sheet.table.targets)).encode()).hexdigest()


def _remembered(desk: Desk, sheets: Sequence[Sheet]) -> Layout | None:
    with desk.store.read("register") as session:
        row = store.mapping(session, _digest(sheets))
        return read_mapping(row.body) if row else None


def _laid_over(remembered: Layout, asked: Layout) -> Layout:
    return replace(remembered, country=asked.country, role=asked.role or remembered.role, header_row=asked.header_row or remembered.header_row, sheet=asked.sheet or remembered.sheet)


def _remember(session: Session, preview: Preview) -> None:
    """Never the country: the next file like it may be another company's."""
    kept = replace(preview.mapping or Layout({}), country=None, activity=None)
    if kept == Layout({}) or not preview.sheets:
        return
    body = as_json(kept)
    row = store.mapping(session, _digest(preview.sheets))
    if row is None:
        session.add(store.ImportMapping(id=new_id(), headings=_digest(preview.sheets), body=body))
    elif row.body != body:
        row.body = body


def as_json(mapping: Layout) -> dict[str, Any]:
    """What `read_mapping` reads again."""
    return {"columns": dict(mapping.columns), "country": mapping.country, "role": mapping.role,
            "header_row": mapping.header_row, "sheet": mapping.sheet, "activity": mapping.activity}


# -- as JSON

def answer(preview: Preview) -> dict[str, Any]:
    reported = sorted(preview.told, key=lambda each: (each.place.sheet, each.place.row))
    return {"file": preview.file, "format": preview.format, "shape": preview.shape or None, "country": preview.country, "rows_read": preview.rows, "imported": preview.imported,
            "reported": [{"row": each.place.row, "sheet": each.place.sheet, "why": said(each)} for each in reported],
            "remarks": [{"column": each.column or None, "sheet": each.place.sheet or None, "why": said(each)} for each in preview.remarks],
            "columns": [{"sheet": sheet.table.name, "heading": column.heading, "target": column.target} for sheet in preview.sheets for column in sheet.columns],
            "activities": [_activity(each) for each in preview.planned],
            "processors": [{"id": id_, "name": each.name, "country": each.country, "service": each.service, "contract": each.contract, "processor_of": each.parent} for id_, each in preview.processors]}


def many_words(activities: int, processors: int) -> str:
    """How much of what; of processors only where there are any, and of activities where there are no processors."""
    of_processors = ngettext("1 processor", "{number} processors", processors)
    if processors and not activities:
        return of_processors
    of_activities = ngettext("1 activity", "{number} activities", activities)
    return _("{activities} and {processors}").format(activities=of_activities, processors=of_processors) if processors else of_activities


def said(told: Told) -> str:
    return _(told.why).format(**dict(told.fields))


def _activity(each: Planned) -> dict[str, Any]:
    found: dict[Field, list[dict[str, Any]]] = {}
    for field, value in _values(each):
        found.setdefault(field, []).append(value)

    def texts(field: Field) -> list[str]:
        return [value["text"] for value in found.get(field, ())]
    return {"id": each.ref, "title": terms.title(each.title), "role": each.role, "country": each.country, "verdict": each.verdict,
            "rows": [place.row for place in each.places], "purposes": texts(Field.PURPOSE), "categories": texts(Field.CATEGORY), "retention": found.get(Field.RETENTION, []),
            "recipients": texts(Field.RECIPIENT), "transfers": found.get(Field.TRANSFER, []), "legal_bases": found.get(Field.LEGAL_BASIS, []), "data": texts(Field.DATA),
            "none": list(each.draft.none) if each.draft else [], "notes": list(each.draft.notes) if each.draft else []}


def _values(each: Planned) -> Iterator[tuple[Field, dict[str, Any]]]:
    if each.draft is not None:
        for one in each.draft.statements:
            yield one.field, records.value_json(one)
    elif each.kept is not None:
        for row in each.kept["statements"]:
            rule = row.get("rule") or {}
            yield Field(row["field"]), {"text": terms.term(row["text"], Field(row["field"]))} | {key: row[key] for key in ("code", "purpose") if row.get(key)} | rule | (row.get("details") or {})
