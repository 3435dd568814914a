"""`register`: the matrix, the list, one activity with its history, decisions, and the register as a file."""
from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.cli.command import (
    ANYTHING,
    MAYBE_TEXT,
    NUMBER,
    TEXT,
    TRUTH,
    Command,
    Context,
    option,
    read_json,
    record,
    rows,
)
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.notices import ACTIVITY_FIELDS, FIELDS, Field
from alektum_desk.domain.records import Activity, Version
from alektum_desk.domain.subjects import LABELS, Category

STATEMENT = record(value={"type": "object"}, notice=MAYBE_TEXT, file=MAYBE_TEXT, line={"type": ["integer", "null"]}, anchor=MAYBE_TEXT)
LISTED = {"id": TEXT, "title": TEXT, "country": TEXT, "categories": rows(TEXT), "role": TEXT, "state": TEXT}
DECISION = {"anyOf": [{"type": "null"}, record(reason=TEXT, account=TEXT, at=TEXT)]}
SHOWN = record(**LISTED, version=NUMBER, from_notice=TRUTH, notices=rows(TEXT), lacks=rows(record(letter=TEXT, text=TEXT)),
               questions=rows(record(field=MAYBE_TEXT, text=TEXT)),
               fields=rows(record(field=TEXT, decided=ANYTHING, decision=DECISION, contradictions=NUMBER, statements=rows(STATEMENT))))
ID = option("id", "the activity, as the list names it")


def _matrix(context: Context, _arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import records
    found = records.matrix(context.desk)
    return {"countries": [{"code": each.code, "notice": each.notice} for each in found.countries],
            "categories": [{"id": each, "label": _(LABELS[each])} for each in found.categories],
            "cells": [{"category": each.category, "country": each.country, "activities": list(each.activities), "state": each.state,
                       "contradictions": each.contradictions} for each in found.cells]}


def _matrix_text(answer: dict[str, Any]) -> str:
    codes = [each["code"] for each in answer["countries"]]
    labels = {each["id"]: each["label"] for each in answer["categories"]}
    width = max(map(len, labels.values()))
    cells = {(each["category"], each["country"]): f"{len(each['activities'])} {each['state']}" for each in answer["cells"]}
    lines = [" ".join([f"{'':<{width}}", *(f"{code:<10}" for code in codes)])]
    lines += [" ".join([f"{label:<{width}}", *(f"{cells.get((category, code), '.'):<10}" for code in codes)])
              for category, label in labels.items()]
    silent = [language.country(each["code"]) for each in answer["countries"] if not each["notice"]]
    return "\n".join([*(line.rstrip() for line in lines), _("Without a notice: {countries}").format(countries=", ".join(silent))])


def _list(context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import records
    found = records.listed(context.desk, _category(arguments.category), arguments.country, arguments.search)
    return [records.listed_json(each) for each in found]


def _category(name: str | None) -> Category | None:
    if name is not None and name not in list(Category):
        raise Refused(_N("There is no category {category}."), _N("Choose from: {categories}."), category=name,
                      categories=", ".join(Category))
    return Category(name) if name else None


def _list_text(answer: list[dict[str, Any]]) -> str:
    return "\n".join(f"{each['id']:<20} {each['country']}  {each['state']:<10} {each['title']}" for each in answer)


def _show(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import records
    return _answer(records.shown(context.desk, arguments.id))


def _answer(activity: Activity) -> dict[str, Any]:
    from alektum_desk.services import records
    return records.activity_json(activity)


def _show_text(answer: dict[str, Any]) -> str:
    lines = [f"{answer['title']} ({answer['country']}), {answer['role']}, {answer['state']}"]
    for each in answer["fields"]:
        lines += ["", _(FIELDS[Field(each["field"])])]
        lines += [_("  Decided: {value}").format(value=each["decided"])] if each["decision"] else []
        lines += [f"  {said['value']['text']}" + (f"  [{said['notice']}:{said['line']}]" if said["notice"] else "") for said in each["statements"]]
        lines += [_("  Not stated")] if not each["statements"] and not each["decision"] else []
    return "\n".join(lines)


def _history(context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import records
    return [_version(each) for each in records.history(context.desk, arguments.id)]


def _version(each: Version) -> dict[str, Any]:
    return {"version": each.version, "at": each.at.isoformat(), "account": each.account, "state": "approved" if each.approved else "edited",
            "reason": each.reason, "changes": [{"field": change.field, "old": change.old, "new": change.new} for change in each.changes]}


def _edit(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import records
    if arguments.field not in list(ACTIVITY_FIELDS):
        raise Refused(_N("An activity has no field {field}."), _N("Choose one of: {fields}."), field=arguments.field,
                      fields=", ".join(ACTIVITY_FIELDS))
    value = read_json(arguments.value, "--value")
    return _answer(records.decide(context.desk, arguments.id, Field(arguments.field), value, arguments.reason))


def _approve(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import records
    return _answer(records.approve(context.desk, arguments.id))


def _export(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import records
    path = records.export(context.desk, arguments.format, Path(arguments.to))
    return {"file": str(path), "format": arguments.format, "bytes": path.stat().st_size}


COMMANDS = (
    Command("register", "matrix", "Activities by category of people and country", _matrix, text=_matrix_text, answer=record(
        countries=rows(record(code=TEXT, notice=TRUTH)), categories=rows(record(id=TEXT, label=TEXT)),
        cells=rows(record(category=TEXT, country=TEXT, activities=rows(TEXT), state=TEXT, contradictions=NUMBER)))),
    Command("register", "list", "Activities, all or those that match", _list, (
        option("--category", "id of a category of people", metavar="ID"), option("--country", "two letters", metavar="CC"),
        option("--search", "words in titles and statements", metavar="TEXT")), text=_list_text, answer=rows(record(**LISTED))),
    Command("register", "show", "One activity with every field, what each notice says and where", _show, (ID,), text=_show_text,
            answer=SHOWN),
    Command("register", "history", "What was decided about an activity, newest first", _history, (ID,), answer=rows(record(
        version=NUMBER, at=TEXT, account=MAYBE_TEXT, state=TEXT, reason=MAYBE_TEXT,
        changes=rows(record(field=TEXT, old=ANYTHING, new=ANYTHING))))),
    Command("register", "edit", "Decide what holds for one field; null takes the decision back", _edit, (
        ID, option("--field", "the field", required=True, metavar="F"), option("--value", "as JSON", required=True, metavar="JSON"),
        option("--reason", "why it holds", required=True, metavar="T")), text=_show_text, answer=SHOWN),
    Command("register", "approve", "Stand for an activity that lacks nothing", _approve, (ID,), text=_show_text, answer=SHOWN),
    Command("register", "export", "The register as a PDF with the JSON inside it, or as JSON", _export, (
        option("--format", "pdf or json", required=True), option("--to", "the file", required=True, metavar="FILE")),
            answer=record(file=TEXT, format=TEXT, bytes=NUMBER)),
)
