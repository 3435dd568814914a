"""The commands of `complaints`."""
from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alektum_desk.cli.command import (
    ANYTHING,
    MAYBE_TEXT,
    NUMBER,
    TEXT,
    TRUTH,
    Command,
    Context,
    Needs,
    option,
    read_json,
    read_text,
    record,
    rows,
    stdin_json,
)
from alektum_desk.domain.errors import _N, Refused

if TYPE_CHECKING:
    from alektum_desk.domain.complaints import Kept


def _route(_context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import authorities
    return authorities.routed(stdin_json(), datetime.now(UTC).date())


def _letter(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import complaints
    document, folder = _case(arguments)
    # --language is the letter's here; what the program says stays in the language of the machine.
    written = complaints.write_letter(context.desk, document, Path(arguments.to), language=arguments.letter_language,
                                      format=arguments.format, folder=folder)
    return asdict(written) | {"warnings": list(written.warnings), "remarks": list(written.remarks)}


def _case(arguments: Namespace) -> tuple[dict[str, Any], Path]:
    """The complaint file and the folder in which its exhibits lie."""
    path = Path(arguments.case)
    document = read_json(read_text(path), "the complaint file")
    if not isinstance(document, dict):
        raise Refused(_N("The complaint file holds no object with named values."), _N("See: alektum-desk help complaints letter"))
    return document, path.parent


def _eml(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import projections
    document, folder = _case(arguments)
    drafted = projections.write_eml(context.desk, document, Path(arguments.to), language=arguments.letter_language, folder=folder)
    return asdict(drafted) | {"warnings": list(drafted.warnings), "remarks": list(drafted.remarks)}


def _form(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import projections
    document, folder = _case(arguments)
    drafted, sheet = projections.write_form(context.desk, document, Path(arguments.to), folder=folder)
    return {"file": drafted.file, "sha256": drafted.sha256, "authority": drafted.authority, "url": sheet.url, "leads": sheet.leads,
            "language": drafted.language, "fields": projections.rows(sheet), "facts": dict(sheet.facts), "remarks": list(drafted.remarks)}


def _batch(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import batches
    done = batches.write(context.desk, Path(arguments.csv), Path(arguments.to))
    return {"rows_read": done.rows_read, "written": [asdict(each) for each in done.written],
            "reported": [asdict(each) for each in done.reported]}


def _follow_up(context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import follow_up
    steps = follow_up.steps(context.desk)
    if arguments.ics:
        follow_up.write_calendar(context.desk, Path(arguments.ics))
    return [{"reference": each.reference, "step": each.step.value, "due": each.due.isoformat(), "law": follow_up.law(each), "state": each.state.value}
            for each in steps]


def _list(context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import complaints
    return [_kept(each) for each in complaints.listed(context.desk)]


def _show(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import complaints
    kept, document = complaints.shown(context.desk, arguments.id)
    return _kept(kept) | {"document": dict(document)}


def _close(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import complaints
    return _kept(complaints.close(context.desk, arguments.id, arguments.outcome))


def _kept(each: Kept) -> dict[str, Any]:
    return {"id": each.id, "number": each.number, "letter": each.letter.value, "kind": each.kind, "country": each.country,
            "authority": each.authority, "state": each.state.value, "written_on": each.written_on.isoformat(),
            "closed_on": each.closed_on.isoformat() if each.closed_on else None, "outcome": each.outcome}


_KEPT = {"id": TEXT, "number": MAYBE_TEXT, "letter": TEXT, "kind": TEXT, "country": MAYBE_TEXT, "authority": MAYBE_TEXT,
         "state": TEXT, "written_on": TEXT, "closed_on": MAYBE_TEXT, "outcome": MAYBE_TEXT}

_ROUTE = record(
    id=TEXT, authority=MAYBE_TEXT, basis=MAYBE_TEXT, alternatives=rows(TEXT), candidates=rows(TEXT),
    lead_authority=MAYBE_TEXT, kind=TEXT, letter_language=MAYBE_TEXT, address_variant=MAYBE_TEXT,
    destination_country=MAYBE_TEXT, channels_offered=rows(TEXT), mandatory_fields=rows(TEXT),
    attachments=rows(record(name=TEXT, accepted=TRUTH, why=MAYBE_TEXT)), warnings=rows(TEXT), export_allowed=TRUTH,
    must_show=rows(TEXT), reasons=rows(TEXT))

COMMANDS: tuple[Command, ...] = (
    Command("complaints", "route", "Say which authority hears each case on standard input, and why", _route,
            needs=Needs.NOTHING, answer=rows({"anyOf": [_ROUTE, record(id=TEXT, art78_2_reminder=TEXT)]})),
    Command("complaints", "letter", "Write the letter of a complaint file as a PDF for the window envelope", _letter,
            (option("--case", "the complaint file", required=True, metavar="FILE"),
             option("--to", "where the PDF is written", required=True, metavar="FILE"),
             option("--language", "the letter's language, where the authority takes several", metavar="LL", dest="letter_language"),
             option("--format", "another page than the office's own", metavar="ID")),
            answer=record(file=TEXT, sha256=TEXT, authority=TEXT, language=TEXT, format=TEXT, pages=NUMBER,
                          reference=MAYBE_TEXT, warnings=rows(TEXT), remarks=rows(TEXT))),
    Command("complaints", "eml", "Write the letter as an e-mail draft, where the authority takes e-mail", _eml,
            (option("--case", "the complaint file", required=True, metavar="FILE"),
             option("--to", "where the draft is written", required=True, metavar="FILE"),
             option("--language", "the letter's language, where the authority takes several", metavar="LL", dest="letter_language")),
            answer=record(file=TEXT, sha256=TEXT, authority=TEXT, language=TEXT, reference=MAYBE_TEXT, warnings=rows(TEXT),
                          remarks=rows(TEXT))),
    Command("complaints", "form", "Write the fields to copy into the authority's form: as text, or as JSON to a file that ends in .json", _form,
            (option("--case", "the complaint file", required=True, metavar="FILE"),
             option("--to", "where the sheet is written", required=True, metavar="FILE")),
            answer=record(file=TEXT, sha256=TEXT, authority=TEXT, url=MAYBE_TEXT, leads=TRUTH, language=TEXT, facts=ANYTHING,
                          remarks=rows(TEXT), fields=rows(record(field=TEXT, label=TEXT, value=TEXT, required=TRUTH, fits=TRUTH,
                                                                 limit={"type": ["integer", "null"]})))),
    Command("complaints", "batch", "Write a letter for each row of a table; what is there already is not written again", _batch,
            (option("--csv", "the table; its columns are the keys of the complaint file, or case with such files", required=True,
                    metavar="FILE"),
             option("--to", "the folder for the letters and their cover list", required=True, metavar="DIR")),
            answer=record(rows_read=NUMBER, reported=rows(record(row=NUMBER, why=TEXT)), written=rows(record(
                row=NUMBER, file=TEXT, reference=MAYBE_TEXT, authority=TEXT, format=TEXT, country=TEXT)))),
    Command("complaints", "follow-up", "List what must be looked at next, and by when", _follow_up,
            (option("--ics", "also write it as a calendar", metavar="FILE"),),
            answer=rows(record(reference=TEXT, step=TEXT, due=TEXT, law=TEXT, state=TEXT))),
    Command("complaints", "list", "List the letters that were issued", _list, answer=rows(record(**_KEPT))),
    Command("complaints", "show", "Show an issued letter and the file it was made from", _show, (option("id", "its id"),),
            answer=record(**_KEPT, document=ANYTHING)),
    Command("complaints", "close", "Close a letter's case; its time of keeping begins", _close,
            (option("id", "its id"), option("--outcome", "how it ended", required=True)), answer=record(**_KEPT)),
)
