"""The commands of `backup`."""
from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alektum_desk.base.language import _
from alektum_desk.cli.command import MAYBE_TEXT, NUMBER, TEXT, TRUTH, Command, Context, Needs, option, record, rows
from alektum_desk.cli.store import PROBLEMS, exit_code, lines

if TYPE_CHECKING:
    from alektum_desk.domain.backups import Backup

_MAYBE_NUMBER = {"type": ["integer", "null"]}
_BACKUP = record(id=TEXT, file=TEXT, made_at=TEXT, bytes=NUMBER, sha256=TEXT, entries=NUMBER, checked_at=MAYBE_TEXT)


def _shown(each: Backup) -> dict[str, Any]:
    return {"id": each.id, "file": str(each.file), "made_at": each.made_at.isoformat(), "bytes": each.bytes, "sha256": each.sha256,
            "entries": each.entries, "checked_at": each.checked_at.isoformat() if each.checked_at else None}


def _create(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import backups
    return _shown(backups.create(context.desk, Path(arguments.to), arguments.keep))


def _list(context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import backups
    return [_shown(each) for each in backups.listed(context.home)]


def _verify(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import backups
    found = backups.verify(Path(arguments.file), arguments.account, context.password())
    return {"ok": not found.problems, "office": found.office, "made_at": found.made_at.isoformat() if found.made_at else None,
            "entries": found.entries,
            "problems": [{"compartment": each.compartment, "code": each.code, "where": each.where} for each in found.problems]}


def _restore(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import restores
    done = restores.restore(context.home, Path(arguments.file), arguments.account, context.password())
    return {"made_at": done.made_at.isoformat(), "way": done.way.value, "visits": done.visits, "dropped": done.dropped,
            "sentence": restores.said(done)}


def _created(answer: dict[str, Any]) -> str:
    return _("The backup was written, opened again and checked: {file}").format(file=answer["file"])


def _verified(answer: dict[str, Any]) -> str:
    return "\n".join([_("The backup is sound.") if answer["ok"] else _("The backup is damaged:"), *lines(answer["problems"])])


def _listed(answer: list[dict[str, Any]]) -> str:
    return "\n".join(f"{each['made_at']}  {each['file']}" for each in answer) or _("There is no backup yet.")


def _plan(context: Context, arguments: Namespace) -> dict[str, Any]:
    """Without an option it only says what holds."""
    from alektum_desk.services import backups
    if arguments.off:
        backups.plan(context.desk, None)
    elif arguments.to:
        from alektum_desk.domain.backups import Plan
        backups.plan(context.desk, Plan(Path(arguments.to), arguments.every, arguments.keep))
    said = backups.planned(context.home)
    return {"to": str(said.to) if said else None, "every_days": said.every_days if said else None, "keep": said.keep if said else None,
            "due": backups.is_due(context.desk)}


def _planned(answer: dict[str, Any]) -> str:
    if answer["to"] is None:
        return _("Backups are made by hand only.")
    return _("While an officer works, a backup is made into {folder} every {days} days; {keep} are kept.").format(
        folder=answer["to"], days=answer["every_days"], keep=answer["keep"])


COMMANDS = (
    Command("backup", "create", "Write one encrypted file, and check it before it counts", _create, (
        option("--to", "folder for backups, on another disk", required=True, metavar="DIR"),
        option("--keep", "how many backups of this desk stay in the folder", type=int, default=7, metavar="N"),
    ), answer=_BACKUP, text=_created),
    Command("backup", "plan", "Say where and how often backups are made by themselves", _plan, (
        option("--to", "folder for backups, on another disk", metavar="DIR"),
        option("--every", "days between two of them", type=int, default=1, metavar="N"),
        option("--keep", "how many backups of this desk stay in the folder", type=int, default=7, metavar="N"),
        option("--off", "by hand only", action="store_true"),
    ), answer=record(to=MAYBE_TEXT, every_days=_MAYBE_NUMBER, keep=_MAYBE_NUMBER, due=TRUTH), text=_planned),
    Command("backup", "list", "List the backups that this desk made", _list, needs=Needs.HOME, answer=rows(_BACKUP), text=_listed),
    Command("backup", "verify", "Open a backup and check every byte of it", _verify, (option("file", "the backup", metavar="FILE"),),
            needs=Needs.HOME, text=_verified, exit_code=exit_code,
            answer=record(ok=TRUTH, office=MAYBE_TEXT, made_at=MAYBE_TEXT, entries=NUMBER, problems=PROBLEMS)),
    Command("backup", "restore", "Bring a backup back, without what was to be forgotten since", _restore,
            (option("file", "the backup", metavar="FILE"),), needs=Needs.HOME, text=lambda answer: answer["sentence"],
            answer=record(made_at=TEXT, way=TEXT, visits=NUMBER, dropped=NUMBER, sentence=TEXT)),
)
