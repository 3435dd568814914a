"""`setup`: a new data home."""
from __future__ import annotations

from argparse import Namespace
from typing import Any

from alektum_desk.base.language import _
from alektum_desk.cli.command import TEXT, Command, Context, Needs, grouped, option, record


def _setup(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import setup
    languages = [code.strip() for code in arguments.languages.split(",")] if arguments.languages else None
    code = setup.set_up(context.home, arguments.office, arguments.officer, arguments.role, context.password(),
                        languages=languages, zone=arguments.zone)
    return {"recovery_code": code, "home": str(context.home)}


def _text(answer: dict[str, Any]) -> str:
    return "\n".join([_("The data home is ready: {home}").format(home=answer["home"]),
                      _("Write the recovery code down; it is shown this once: {code}").format(code=grouped(answer["recovery_code"]))])


COMMANDS = (
    Command("setup", None, "Make a new data home with its first account", _setup, (
        option("--office", "id of the office", required=True, metavar="ID"),
        option("--officer", "name of the first account", required=True, metavar="NAME"),
        option("--role", "dpo, front-desk, auditor or witness", default="dpo", metavar="ROLE"),
        option("--zone", "time zone of the office, as in Europe/Brussels", metavar="ZONE"),
        option("--languages", "the office's languages, as in nl,fr; the first one is its own", metavar="LL,LL"),
    ), needs=Needs.NOTHING, text=_text, answer=record(recovery_code=TEXT, home=TEXT)),
)
