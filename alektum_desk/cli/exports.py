"""The commands of `exports`."""
from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from alektum_desk.base.language import _
from alektum_desk.cli.command import MAYBE_TEXT, TEXT, TRUTH, Command, Context, option, record, rows

if TYPE_CHECKING:
    from alektum_desk.domain.exports import Export

_EXPORT = {"id": TEXT, "kind": TEXT, "file": TEXT, "sha256": TEXT, "about": MAYBE_TEXT, "written_at": TEXT, "delete_by": TEXT, "state": TEXT,
           "overdue": TRUTH}


def _shown(context: Context, each: Export) -> dict[str, Any]:
    return {"id": each.id, "kind": each.kind, "file": str(each.file), "sha256": each.sha256, "about": each.about,
            "written_at": each.written_at.isoformat(), "delete_by": each.delete_by.isoformat(), "state": each.state.value,
            "overdue": each.is_overdue(context.desk.today())}


def _list(context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import exports
    return [_shown(context, each) for each in exports.listed(context.desk)]


def _shred(context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import exports
    done = exports.shred(context.desk, arguments.id or None)
    return [_shown(context, each.export) | {"gone": each.gone} for each in done]


def _lines(answer: list[dict[str, Any]]) -> str:
    return "\n".join(f"{each['delete_by']}  {each['state']:<8}  {each['file']}" for each in answer) or _("No file is in the list.")


COMMANDS = (
    Command("exports", "list", "List the files written for use outside, and the day they must go", _list, text=_lines,
            answer=rows(record(**_EXPORT))),
    Command("exports", "shred", "Overwrite and remove those named, else those past their day", _shred, (
        option("id", "id of a file in the list", nargs="*", metavar="ID"),
    ), text=_lines, answer=rows(record(**_EXPORT, gone=TRUTH))),
)
