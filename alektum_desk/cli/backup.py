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

_BACKUP = record(id=TEXT, file=TEXT, made_at=TEXT, bytes=NUMBER, sha256=TEXT, entries=NUMBER)


def _shown(each: Backup) -> dict[str, Any]:
    return {"id": each.id, "file": str(each.file), "made_at": each.made_at.isoformat(), "bytes": each.bytes, "sha256": each.sha256,
            "entries": each.entries}


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
    from alektum_desk.services import backups
    done = backups.restore(context.home, Path(arguments.file), arguments.account, context.password())
    return {"made_at": done.made_at.isoformat(), "way": done.way.value, "visits": done.visits, "dropped": done.dropped,
            "sentence": sentence(done.way.value, done.dropped)}


def sentence(way: str, dropped: int) -> str:
    """What a person must know after a restore."""
    match way:
        case "same-machine":
            said = _("Restored on the same machine: visits open as before; those whose day has passed were left out: {number}.")
        case "new-machine":
            said = _("Restored without day keys, which never travel: visits cannot be read here and were left out: {number}. "
                     "Another desk of this office can bring them back.")
        case _:
            said = _("Restored from before the last change of keys: accounts and keys are those of today, and visits whose day has "
                     "passed were left out: {number}.")
    return said.format(number=dropped)


def _created(answer: dict[str, Any]) -> str:
    return _("The backup was written, opened again and checked: {file}").format(file=answer["file"])


def _verified(answer: dict[str, Any]) -> str:
    return "\n".join([_("The backup is sound.") if answer["ok"] else _("The backup is damaged:"), *lines(answer["problems"])])


def _listed(answer: list[dict[str, Any]]) -> str:
    return "\n".join(f"{each['made_at']}  {each['file']}" for each in answer) or _("There is no backup yet.")


COMMANDS = (
    Command("backup", "create", "Write one encrypted file, and check it before it counts", _create, (
        option("--to", "folder for backups, on another disk", required=True, metavar="DIR"),
        option("--keep", "how many backups of this desk stay in the folder", type=int, default=7, metavar="N"),
    ), answer=_BACKUP, text=_created),
    Command("backup", "list", "List the backups that this desk made", _list, needs=Needs.HOME, answer=rows(_BACKUP), text=_listed),
    Command("backup", "verify", "Open a backup and check every byte of it", _verify, (option("file", "the backup", metavar="FILE"),),
            needs=Needs.HOME, text=_verified, exit_code=exit_code,
            answer=record(ok=TRUTH, office=MAYBE_TEXT, made_at=MAYBE_TEXT, entries=NUMBER, problems=PROBLEMS)),
    Command("backup", "restore", "Bring a backup back, without what was to be forgotten since", _restore,
            (option("file", "the backup", metavar="FILE"),), needs=Needs.HOME, text=lambda answer: answer["sentence"],
            answer=record(made_at=TEXT, way=TEXT, visits=NUMBER, dropped=NUMBER, sentence=TEXT)),
)
