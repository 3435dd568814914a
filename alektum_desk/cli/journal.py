"""The commands of `journal`."""
from __future__ import annotations

from argparse import Namespace
from typing import Any

from alektum_desk.base.language import _
from alektum_desk.cli.command import NUMBER, TEXT, TRUTH, Command, Context, record, rows
from alektum_desk.cli.store import PROBLEMS, exit_code, lines


def _verify(context: Context, _arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import checks
    logs = checks.journals(context.desk)
    return {
        "ok": all(each.ok for each in logs),
        "entries": sum(each.entries for each in logs),
        "pruned": sum(each.pruned for each in logs),
        "root": checks.whole_root(logs),
        "problems": [{"compartment": problem.compartment, "code": problem.code, "where": problem.where}
                     for each in logs for problem in each.problems],
        "logs": [{"compartment": each.compartment, "origin": each.origin, "key": each.key, "entries": each.entries,
                  "pruned": each.pruned, "root": each.root} for each in logs],
    }


def _text(answer: dict[str, Any]) -> str:
    said = _("The journal is sound: {entries} entries.") if answer["ok"] else _("The journal was changed; it has {entries} entries:")
    return "\n".join([said.format(entries=answer["entries"]), *lines(answer["problems"])])


_LOG = record(compartment=TEXT, origin=TEXT, key=TEXT, entries=NUMBER, pruned=NUMBER, root=TEXT)

COMMANDS = (
    Command("journal", "verify", "Check every entry of the journals that this account opens", _verify, text=_text,
            answer=record(ok=TRUTH, entries=NUMBER, pruned=NUMBER, root=TEXT, problems=PROBLEMS, logs=rows(_LOG)),
            exit_code=exit_code),
)
