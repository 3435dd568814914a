"""The commands of `store`."""
from __future__ import annotations

from argparse import Namespace
from typing import Any

from alektum_desk.base.language import _
from alektum_desk.cli.command import NUMBER, TEXT, TRUTH, Command, Context, Needs, record, rows
from alektum_desk.domain.errors import Problems

PROBLEMS = rows(record(compartment=TEXT, code=TEXT, where=TEXT))


def _check(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import checks
    found = checks.files(context.home, arguments.account, context.password())
    return {"ok": not found, "problems": [{"compartment": each.compartment, "code": each.code, "where": each.where} for each in found]}


def exit_code(answer: dict[str, Any]) -> int:
    return 0 if answer["ok"] else Problems.exit_code


def lines(problems: list[dict[str, str]]) -> list[str]:
    return [f"{each['compartment']}: {each['code']}: {each['where']}" for each in problems]


def _text(answer: dict[str, Any]) -> str:
    return "\n".join([_("The store is sound.") if answer["ok"] else _("The store is damaged:"), *lines(answer["problems"])])


def _rekey(context: Context, _arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import accounts
    return {"compartments": [{"compartment": name, "generation": number} for name, number in accounts.rekey(context.desk).items()]}


def _rekeyed(_answer: dict[str, Any]) -> str:
    return _("Every compartment has a new key; the old files are gone.")


COMMANDS = (
    Command("store", "check", "Check every page, reference and journal entry", _check, needs=Needs.HOME, text=_text,
            answer=record(ok=TRUTH, problems=PROBLEMS), exit_code=exit_code),
    Command("store", "rekey", "Give every compartment a new key, all or nothing", _rekey, text=_rekeyed,
            answer=record(compartments=rows(record(compartment=TEXT, generation=NUMBER)))),
)
