"""`help`: every command, its options and the schema of its answer."""
from __future__ import annotations

from argparse import SUPPRESS, Namespace
from textwrap import fill
from typing import Any

from alektum_desk.cli.command import ANYTHING, MAYBE_TEXT, TEXT, TRUTH, Command, Context, Needs, option, record, rows
from alektum_desk.domain.errors import Unusable

WIDTH = 120


def _help(_context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk import cli
    wanted = " ".join(arguments.words)
    found = [each for each in cli.commands() if each.name == wanted or not wanted or each.name.startswith(f"{wanted} ")]
    if not found:
        raise Unusable("There is no command {wanted}.", "alektum-desk help lists them all.", wanted=wanted)
    return [{"command": command.name, "help": command.help, "needs": command.needs.value,
             "options": [{"name": each.name, "help": each.help or None, "required": bool(each.rest.get("required"))
                          or (not each.name.startswith("-") and each.rest.get("nargs") not in {"?", "*"})}
                         for each in command.options if each.help != SUPPRESS],
             "answer": dict(command.answer)}
            for command in found]


def _text(answer: list[dict[str, Any]]) -> str:
    width = max(len(each["command"]) for each in answer)
    lines = [f"{each['command']:<{width}}  {each['help']}" for each in answer]
    options = answer[0]["options"] if len(answer) == 1 else []
    longest = max((len(each["name"]) for each in options), default=0)
    lines += ["", *(fill(f"    {each['name']:<{longest}}  {_option(each)}", WIDTH, subsequent_indent=" " * (longest + 6)) for each in options)] if options else []
    common = "Every command takes --home, --password-file, --account, --language and --json."
    return "\n".join(["alektum-desk NOUN VERB [options]", "", *lines, "", common])


def _option(each: dict[str, Any]) -> str:
    return ", ".join(filter(None, (each["help"], "always needed" if each["required"] else "")))


COMMANDS = (
    Command("help", None, "List the commands, their options and the schemas of their answers", _help,
            (option("words", "a noun, or a noun and a verb", nargs="*"),), needs=Needs.NOTHING, text=_text,
            answer=rows(record(command=TEXT, help=TEXT, needs=TEXT, answer=ANYTHING, options=rows(
                record(name=TEXT, help=MAYBE_TEXT, required=TRUTH))))),
)
