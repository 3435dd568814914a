"""`register import` and `register export`: other people's files in, ours out."""
from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

from alektum_desk.base.language import _, ngettext
from alektum_desk.cli.command import MAYBE_TEXT, NUMBER, TEXT, TRUTH, Command, Context, option, record, rows
from alektum_desk.domain.import_tables import MAPPING_KEYS, TARGETS

OBJECTS = rows({"type": "object"})
IMPORTED = record(
    file=TEXT, dry_run=TRUTH, format=TEXT, shape=MAYBE_TEXT, country=MAYBE_TEXT, rows_read=NUMBER, imported=NUMBER, reported=rows(record(row=NUMBER, sheet=TEXT, why=TEXT)),
    remarks=rows(record(column=MAYBE_TEXT, sheet=MAYBE_TEXT, why=TEXT)), columns=rows(record(sheet=TEXT, heading=TEXT, target=MAYBE_TEXT)),
    activities=rows(record(id=TEXT, title=TEXT, role=TEXT, country=TEXT, verdict=TEXT, rows=rows(NUMBER), purposes=rows(TEXT), categories=rows(TEXT),
                           retention=OBJECTS, recipients=rows(TEXT), transfers=OBJECTS, legal_bases=OBJECTS, data=rows(TEXT), none=rows(TEXT), notes=rows(TEXT))),
    processors=rows(record(id=TEXT, name=TEXT, country=MAYBE_TEXT, service=TEXT, contract=TEXT, processor_of=MAYBE_TEXT)))


_MAPPING = ('JSON such as {{"columns": {{"Reason": "purpose"}}, "header_row": 3}}; its keys are {keys}; below a heading stands one of {targets}; '
            "null keeps the words as a question").format(
    keys=", ".join(MAPPING_KEYS), targets=", ".join(each if label.casefold().replace(" ", "_") == each else f"{each} ({label})" for each, label in TARGETS.items()))


def _import(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.domain.import_tables import Layout
    from alektum_desk.services import register_import as service
    mapping = service.mapping_file(Path(arguments.mapping)) if arguments.mapping else None
    if arguments.activity or arguments.country:
        laid = mapping or Layout({})
        mapping = replace(laid, activity=arguments.activity or laid.activity, country=arguments.country or laid.country)
    return service.answer(service.import_file(context.desk, Path(arguments.file), mapping, dry_run=arguments.dry_run)) | {"dry_run": arguments.dry_run}


def _import_text(answer: dict[str, Any]) -> str:
    from alektum_desk.services.register_import import many_words
    coming = [each for each in answer["activities"] if each["verdict"] != "same"]
    many = many_words(len(coming), len(answer["processors"]))
    told = (_("{file}: {activities} would come in, from {rows} of {all} rows. Nothing was written.") if answer["dry_run"]
            else _("{file}: {activities} came in, from {rows} of {all} rows."))
    lines = [told.format(file=answer["file"], activities=many, rows=answer["imported"], all=answer["rows_read"])]
    lines += [f"  {each['title']} ({each['country']})" for each in coming]
    lines += [_("Processors: {names}").format(names=", ".join(each["name"] for each in answer["processors"]))] if answer["processors"] else []
    several = answer["format"] in {"xlsx", "ods"} and len({each["sheet"] for each in (*answer["columns"], *answer["reported"])}) > 1
    lines += [(_("{sheet}, row {row}: {why}") if several else _("Row {row}: {why}")).format(**each) for each in answer["reported"]]
    lines += [_("{sheet}: {why}").format(**each) if several and each["sheet"] and each["sheet"] not in each["why"] else each["why"] for each in answer["remarks"]]
    return "\n".join(lines)


def _export(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import register_export as service
    path, number = service.export(context.desk, arguments.format, Path(arguments.to), country=arguments.country, category=arguments.category, only=arguments.activity or None)
    return {"file": str(path), "format": arguments.format, "bytes": path.stat().st_size, "activities": number}


def _export_text(answer: dict[str, Any]) -> str:
    return _("{activities} are in {file}.").format(activities=ngettext("1 activity", "{number} activities", answer["activities"]), file=answer["file"])


COMMANDS = (
    Command("register", "import", "Activities from a file of somebody else, or from our own export", _import, (
        option("file", "an .xlsx, .ods, .csv, .json, .yaml or Turtle file"),
        option("--mapping", _MAPPING, metavar="FILE"),
        option("--country", "of activities of which the file names none: two letters; else the office's", metavar="CC"),
        option("--activity", "whose impact assessment (CNIL PIA) the file is", metavar="ID"),
        option("--dry-run", "say what would come in, and write nothing", action="store_true")), text=_import_text, answer=IMPORTED),
    Command("register", "export", "The register as a file: pdf, xlsx, xlsx-ico, ods, csv, json or ttl", _export, (
        option("--format", "pdf, xlsx, xlsx-ico, ods, csv, json or ttl", required=True), option("--to", "the file; one that is there is replaced", required=True, metavar="FILE"),
        option("--country", "only this one: two letters", metavar="CC"), option("--category", "only this category of people", metavar="ID"),
        option("--activity", "only this activity; again for more", action="append", default=[], metavar="ID")),
            text=_export_text, answer=record(file=TEXT, format=TEXT, bytes=NUMBER, activities=NUMBER)),
)
