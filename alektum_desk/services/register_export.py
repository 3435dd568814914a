"""The register as a file: whole, of one country, or of one category of people; in the forms that people and authorities read."""
from __future__ import annotations

import gc
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.documents import register_ttl, sheet_writing
from alektum_desk.documents.packing import Packed
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.notices import Field
from alektum_desk.domain.progress import Progress, Silent
from alektum_desk.domain.records import GROUP, Activity, Country, Role
from alektum_desk.domain.subjects import Category
from alektum_desk.reference import imports as reference
from alektum_desk.services import (
    exports,
    records,
    register_exchange as exchange,
    register_ico as ico,
    register_processors as processors,
    terms,
)
from alektum_desk.services.register_book import MOST_FACTS, Book, pdf
from alektum_desk.services.register_wholes import AT_ONCE, Part, facts, names, parts
from alektum_desk.services.wording import holding, words_of

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

FORMATS = ("pdf", "xlsx", "xlsx-ico", "ods", "csv", "json", "ttl")
SCHEMA = "alektum-desk/register/1"          # resources/schemas/register.json


def export(desk: Desk, fmt: str, path: Path, *, country: str | None = None, category: str | None = None,
           only: Collection[str] | None = None, progress: Progress | None = None) -> tuple[Path, int]:
    """Written whole or not at all, readable by its owner only; and how many activities are in it. `only` these, as the list names them."""
    if fmt not in FORMATS:
        raise Refused(_N("There is no format {format} for the register."), _N("Choose one of: {formats}."), format=fmt, formats=", ".join(FORMATS))
    exports.must_take(path)
    part = bool(country or category) or only is not None
    chosen = _chosen(desk, country, category, only)
    if fmt == "pdf":
        with _uncollected():
            data, many = _pdf(desk, chosen, part=part, progress=progress or Silent())
        exports.write(desk, "register", "register.pdf", path, data)
        return path, many
    activities: list[Activity] = []
    all_kept: dict[str, exchange.Kept] = {}
    for some, kept in chosen:
        activities += some
        all_kept |= kept
    working = processors.exported(desk, frozenset(all_kept) if part else None)
    exports.write(desk, "register", f"register.{fmt}", path, _data(desk, fmt, activities, all_kept, working))
    return path, len(activities)


@contextmanager
def _uncollected() -> Iterator[None]:
    """While a large register is printed nothing is garbage: looking for it takes a seventh of the time. A job of the window holds it already."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _chosen(desk: Desk, country: str | None, category: str | None, only: Collection[str] | None) -> Iterator[Part]:
    """Refused at once; read as they are taken."""
    if category is not None and category not in list(Category):
        raise Refused(_N("There is no category {category}."), _N("Choose from: {categories}."), category=category, categories=", ".join(Category))
    wanted, place = Category(category) if category else None, records.known_country(country) if country is not None else None
    known = names(desk) if only else frozenset()
    if unknown := next((each for each in only or () if each not in known), None):
        raise Refused(_N("There is no activity {activity} in the register."), _N("The list of the register shows their names."), activity=unknown)

    def some(found: Part) -> Part:
        activities, kept = found
        chosen = tuple(each for each in activities if (wanted is None or wanted in each.listed.categories) and place in {None, each.listed.country}
                       and (only is None or each.listed.id in only))
        return chosen, {each.listed.id: kept[each.listed.id] for each in chosen}
    return map(some, parts(desk))


def _pdf(desk: Desk, chosen: Iterator[Part], *, part: bool, progress: Progress) -> tuple[bytes, int]:
    """Read, written as JSON and put into words a hundred at a time."""
    total = len(names(desk))
    book = Book(is_short=not part and facts(desk) > MOST_FACTS)

    def lines() -> Iterator[bytes]:
        for number, (activities, kept) in enumerate(chosen):
            progress.step(min(number * AT_ONCE, total), total, _("Register of processing activities"))
            for each in activities:
                yield (b",\n" if book.titles else b"") + _line(each, kept[each.listed.id], silent=False).encode()
                book.add(each)

    def working() -> tuple[dict[str, Any], ...]:
        return processors.exported(desk, frozenset(book.titles) if part else None)
    data = Packed(_enclosed(desk, lines(), working))
    lands = tuple(each for each in records.matrix(desk).countries if not part or each.code in book.sections)
    return pdf(desk, book, (Country(GROUP, notice=True), *lands) if GROUP in book.sections else lands, working(), data, progress), len(book.titles)


def _data(desk: Desk, fmt: str, activities: Sequence[Activity], all_kept: dict[str, exchange.Kept], working: Sequence[dict[str, Any]]) -> bytes:
    if fmt == "xlsx":
        return sheet_writing.xlsx((*exchange.sheets(all_kept), processors.sheet(working)))
    if fmt == "ods":
        return sheet_writing.ods((*exchange.sheets(all_kept), processors.sheet(working)))
    if fmt == "csv":
        return sheet_writing.csv_text(exchange.one_sheet(all_kept, working))
    if fmt == "xlsx-ico":
        return sheet_writing.xlsx(ico.sheets(desk, activities), heads=ico.HEADS)
    if fmt == "ttl":
        return register_ttl.turtle(_("Register of processing activities"), desk.office.name, language.current(), desk.today(),
                                   (_record(each, all_kept[each.listed.id]) for each in activities),
                                   [register_ttl.Working(each["id"], each["name"], each["service"], each["country"], json.dumps(each, ensure_ascii=False, sort_keys=True)) for each in working])
    if fmt == "json":
        return b"".join(_enclosed(desk, _lines(activities, all_kept), lambda: working))
    raise AssertionError(fmt)


def _enclosed(desk: Desk, lines: Iterator[bytes], working: Callable[[], Sequence[dict[str, Any]]]) -> Iterator[bytes]:
    """The document around its activities, one on a line; the processors come last, when it is known whom they serve."""
    head = json.dumps(records.register_json(desk, ()), ensure_ascii=False)          # ends with an empty list of activities
    yield f"{head[:-2]}\n".encode()
    yield from lines
    yield f'\n], "processors": {json.dumps(list(working()), ensure_ascii=False)}}}\n'.encode()


def _lines(activities: Sequence[Activity], all_kept: dict[str, exchange.Kept]) -> Iterator[bytes]:
    for number, each in enumerate(activities):
        yield (b",\n" if number else b"") + _line(each, all_kept[each.listed.id]).encode()


def _line(activity: Activity, kept: exchange.Kept, *, silent: bool = True) -> str:
    """For people and programs `fields`, in the language at hand (without `silent` only those that say something); for our own import
    `kept`, as it lies in the store.
    """
    said = records.activity_json(activity)
    if not silent:
        said["fields"] = [field for field in said["fields"] if field["statements"] or field["decision"]]
    return json.dumps(said | {"kept": kept}, ensure_ascii=False)


# -- in Turtle

def _record(activity: Activity, kept: exchange.Kept) -> register_ttl.Record:
    eea = reference.EEA
    transfers = tuple(register_ttl.Transfer(words_of(each), country := dict(each.details).get("country"), country is not None and country not in eea, dict(each.details).get("mechanism"))
                      for each in holding(activity.of(Field.TRANSFER)))
    periods = tuple(register_ttl.Period(words_of(each), each.rule.duration if each.rule else None, each.rule.unit if each.rule else None) for each in holding(activity.of(Field.RETENTION)))
    bases = tuple({(each.code, each.text): register_ttl.Basis(terms.term(each.text, field), each.code) for field in (Field.LEGAL_BASIS, Field.SPECIAL_BASIS) for each in holding(activity.of(field))}.values())
    about = activity.listed

    def texts(field: Field) -> tuple[str, ...]:
        return tuple(each for each in ico.words_that_hold(activity, field) if each != _("None"))
    return register_ttl.Record(
        about.id, terms.title(about.title), about.country, about.role is Role.PROCESSOR, texts(Field.ENTITY), texts(Field.JOINT_CONTROLLER), texts(Field.PURPOSE), bases, ico.people(activity), texts(Field.DATA),
        texts(Field.SPECIAL_DATA), texts(Field.SOURCE), texts(Field.RECIPIENT), texts(Field.PROCESSOR), transfers, periods, texts(Field.SECURITY), json.dumps(kept, ensure_ascii=False, sort_keys=True))
