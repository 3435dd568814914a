"""`retention`: every rule with its line, the day on which something must go, and the schedule."""
from __future__ import annotations

from argparse import Namespace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from alektum_desk.base.language import _
from alektum_desk.cli.command import MAYBE_TEXT, NUMBER, TEXT, TRUTH, Command, Context, option, record, rows
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.retention import Trigger
from alektum_desk.domain.subjects import Category

Kind = TypeVar("Kind", bound=StrEnum)
MAYBE_NUMBER = {"type": ["integer", "null"]}
RULE = record(id=TEXT, notice=MAYBE_TEXT, file=MAYBE_TEXT, line=MAYBE_NUMBER, anchor=MAYBE_TEXT, text=TEXT, country=MAYBE_TEXT, ours=TRUTH,
              decided=TRUTH, duration=MAYBE_NUMBER, unit=MAYBE_TEXT, triggers=rows(TEXT), action=TEXT, latest=TRUTH, overrides=TRUTH,
              at_once_on=rows(TEXT), purposes=rows(TEXT), exception=MAYBE_TEXT, categories=rows(TEXT), activities=rows(TEXT))
WHEN = record(erase_on=MAYBE_TEXT, action=MAYBE_TEXT, rule=MAYBE_TEXT, notice=MAYBE_TEXT, line=MAYBE_NUMBER, reason=TEXT, held_by=MAYBE_TEXT,
              stated_action=MAYBE_TEXT, others=rows(record(rule=TEXT, erase_on=TEXT)),
              rivals=rows(record(rule=TEXT, notice=TEXT, line=NUMBER, text=TEXT)))


def _list(context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import retention
    return [retention.rule_json(each) for each in retention.rules(context.desk, everything=arguments.all)]


def _list_text(answer: list[dict[str, Any]]) -> str:
    return "\n".join(f"{each['id']:<20} {each['notice'] or '-'}:{each['line'] or '-':<5} {each['text']}" for each in answer)


def _when(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import retention
    category = _one_of(Category, arguments.category, _N("There is no category {given}."))
    trigger = _one_of(Trigger, arguments.trigger, _N("Nothing is counted from {given}."))
    try:
        on = date.fromisoformat(arguments.on)
    except ValueError:
        raise Refused(_N("{given} is no day."), _N("Write it as in 2026-11-24."), given=arguments.on) from None
    return retention.answer_json(retention.when(context.desk, arguments.country, category, trigger, on, claim=arguments.claim))


def _one_of(kinds: type[Kind], given: str, sentence: str) -> Kind:
    if given not in list(kinds):
        raise Refused(sentence, _N("Choose from: {known}."), given=given, known=", ".join(kinds))
    return kinds(given)


def _when_text(answer: dict[str, Any]) -> str:
    return "\n".join([answer["erase_on"] or _("No day is given"), answer["reason"]])


def _schedule(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import retention
    path = retention.export(context.desk, Path(arguments.to))
    return {"file": str(path), "bytes": path.stat().st_size}


COMMANDS = (
    Command("retention", "list", "Every retention rule of the notices, with its line", _list, (
        option("--all", "also what was decided and what stands in no notice", action="store_true"),), text=_list_text, answer=rows(RULE)),
    Command("retention", "when", "The day on which data end, with the reason", _when, (
        option("--country", "two letters", required=True, metavar="CC"), option("--category", "id of a category of people", required=True, metavar="ID"),
        option("--trigger", "what happened", required=True, metavar="T"), option("--on", "the day it happened", required=True, metavar="D"),
        option("--claim", "a legal claim needs the data", action="store_true")), text=_when_text, answer=WHEN),
    Command("retention", "schedule", "The retention schedule as a PDF", _schedule, (
        option("--to", "the file; one that is there is replaced", required=True, metavar="FILE"),), answer=record(file=TEXT, bytes=NUMBER)),
)
