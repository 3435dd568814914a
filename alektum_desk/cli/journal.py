"""The commands of `journal`."""
from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from alektum_desk.base.language import _
from alektum_desk.cli.command import ANYTHING, MAYBE_TEXT, NUMBER, TEXT, TRUTH, Command, Context, option, record, rows
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


def _show(context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import journals
    return [{"id": f"{each.compartment}/{each.seq}", "compartment": each.compartment, "seq": each.seq, "at": each.at.isoformat(), "by": each.by,
             "account": each.who, "kind": each.kind, "act": each.act, "table": each.table, "row": each.row, "reason": each.reason,
             "changes": [{"field": change.field, "old": change.old, "new": change.new} for change in each.changes], "summary": each.summary}
            for each in journals.latest(context.desk, arguments.compartment, arguments.count, arguments.row)]


def _shown(answer: list[dict[str, Any]]) -> str:
    return "\n".join(f"{each['at']}  {each['id']:<16}  {each['kind']:<20}  {each['account'] or each['by']}" for each in answer)


def _proof(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import journals
    found = journals.proof(context.desk, arguments.entry, arguments.compartment)
    return {"compartment": found.compartment, "entry": found.seq, "leaf": found.leaf, "hash": found.hash, "size": found.size,
            "root": found.root, "path": list(found.path), "checkpoint": found.checkpoint, "proof": found.text}


def _checkpoint(context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import journals
    return [{"id": each.origin, "compartment": each.compartment, "size": each.size, "root": each.root, "note": each.note}
            for each in journals.sign(context.desk)]


def _export(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import journals
    written = journals.export(context.desk, Path(arguments.to), payloads=arguments.payloads)
    return {"folder": str(Path(arguments.to)), "logs": list(written), "verify": "verify.py"}


def _exported(answer: dict[str, Any]) -> str:
    return _("The journals lie in {folder}; anybody checks them with: python3 verify.py").format(folder=answer["folder"])


_LOG = record(compartment=TEXT, origin=TEXT, key=TEXT, entries=NUMBER, pruned=NUMBER, root=TEXT)

COMMANDS = (
    Command("journal", "verify", "Check every entry of the journals that this account opens", _verify, text=_text,
            answer=record(ok=TRUTH, entries=NUMBER, pruned=NUMBER, root=TEXT, problems=PROBLEMS, logs=rows(_LOG)),
            exit_code=exit_code),
    Command("journal", "show", "Show the last entries, newest first", _show, (
        option("--compartment", "register, cases or visitors", metavar="C"),
        option("--count", "how many", type=int, default=50, metavar="N"),
        option("--row", "only what happened to one row", metavar="ID"),
    ), text=_shown, answer=rows(record(
        id=TEXT, compartment=TEXT, seq=NUMBER, at=TEXT, by=TEXT, account=MAYBE_TEXT, kind=TEXT, act=TEXT, table=MAYBE_TEXT, row=MAYBE_TEXT,
        reason=MAYBE_TEXT, changes=rows(record(field=TEXT, old=ANYTHING, new=ANYTHING)), summary={"type": ["object", "null"]}))),
    Command("journal", "proof", "Prove that an entry stands in the journal", _proof, (
        option("entry", "number of the entry", type=int, metavar="N"),
        option("--compartment", "register, cases or visitors", default="register", metavar="C"),
    ), text=lambda answer: answer["proof"], answer=record(
        compartment=TEXT, entry=NUMBER, leaf=MAYBE_TEXT, hash=TEXT, size=NUMBER, root=TEXT, path=rows(TEXT), checkpoint=TEXT, proof=TEXT)),
    Command("journal", "checkpoint", "Sign the journals as they stand", _checkpoint,
            text=lambda answer: "\n".join(each["note"] for each in answer),
            answer=rows(record(id=TEXT, compartment=TEXT, size=NUMBER, root=TEXT, note=TEXT))),
    Command("journal", "export", "Write the journals out, with the program that checks them", _export, (
        option("--to", "an empty folder", required=True, metavar="DIR"),
        option("--payloads", "also what each entry says; it may name people", action="store_true"),
    ), text=_exported, answer=record(folder=TEXT, logs=rows(TEXT), verify=TEXT)),
)
