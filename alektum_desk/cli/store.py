"""The commands of `store`."""
from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from alektum_desk.base.language import _
from alektum_desk.cli.command import NUMBER, TEXT, TRUTH, Command, Context, Needs, option, read_text, record, rows
from alektum_desk.domain.errors import _N, Problems, Unusable

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


def _inspect(context: Context, arguments: Namespace) -> Any:
    """One of three things: search, write, wipe."""
    if sum(map(bool, (arguments.grep, arguments.to, arguments.wipe))) != 1 or not (arguments.compartment or arguments.wipe):
        raise Unusable(_N("An inspection searches, writes or wipes, one of the three."),
                       _N("Give --compartment C with --grep FILE or --to DIR, or give --wipe DIR."))
    from alektum_desk.services import inspection
    if arguments.wipe:
        return {"wiped": inspection.wipe(Path(arguments.wipe))}
    if arguments.to:
        return {"written": len(inspection.write(context.desk, arguments.compartment, Path(arguments.to)))}
    needles = read_text(Path(arguments.grep)).splitlines()
    return [{"needle_line": each.line, "file": each.file, "page": each.page, "offset": each.offset, "region": each.region}
            for each in inspection.grep(context.desk, arguments.compartment, needles)]


COMMANDS = (
    Command("store", "inspect", "Search or write the decrypted bytes of a compartment, to see what is there and what is not", _inspect, (
        option("--compartment", "register, cases or visitors", metavar="C"),
        option("--grep", "search every page in memory for the lines of a file", metavar="FILE"),
        option("--to", "write every page into a folder outside the data home", metavar="DIR"),
        option("--wipe", "remove what --to wrote", metavar="DIR")), needs=Needs.HOME,
        answer={"anyOf": [rows(record(needle_line=NUMBER, file=TEXT, page=NUMBER, offset=NUMBER, region={"enum": ["cell", "free", "wal"]})),
                          record(written=NUMBER), record(wiped=NUMBER)]}),
    Command("store", "check", "Check every page, reference and journal entry", _check, needs=Needs.HOME, text=_text,
            answer=record(ok=TRUTH, problems=PROBLEMS), exit_code=exit_code),
    Command("store", "rekey", "Give every compartment a new key, all or nothing", _rekey, text=_rekeyed,
            answer=record(compartments=rows(record(compartment=TEXT, generation=NUMBER)))),
)
