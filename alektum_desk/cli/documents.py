"""The commands of `documents`: they need no data home and no password."""
from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from alektum_desk.base.language import _
from alektum_desk.cli.command import MAYBE_TEXT, TEXT, TRUTH, Command, Context, Needs, option, record, rows


def _verify(_context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import documents
    seen = documents.look(Path(arguments.file))
    return {"ok": not seen.problems, "problems": [{"page": each.page, "field": each.field, "why": each.why} for each in seen.problems],
            "signatures": [{"name": each.name, "at": each.at.isoformat() if each.at else None, "intact": each.is_intact}
                           for each in seen.signatures]}


def _verify_text(answer: dict[str, Any]) -> str:
    lines = [_("The letter is, byte for byte, what its own record makes of it.")] if answer["ok"] else []
    for each in answer["problems"]:
        place = _("Page {page}, {field}: {why}") if each["page"] else _("{field}: {why}")
        lines.append(place.format(**each))
    lines += [_("Signed by {name}. Whether the certificate is theirs, ask whoever issued it.").format(name=each["name"])
              for each in answer["signatures"] if each["intact"]]
    return "\n".join(lines)


COMMANDS = (
    Command("documents", "verify", "Say whether a letter is still what its own record makes of it, and where it is not", _verify,
            (option("file", "the PDF"),), needs=Needs.NOTHING, exit_code=lambda answer: 0 if answer["ok"] else 7, text=_verify_text,
            answer=record(ok=TRUTH, problems=rows(record(page={"type": ["integer", "null"]}, field=TEXT, why=TEXT)),
                          signatures=rows(record(name=TEXT, at=MAYBE_TEXT, intact=TRUTH)))),
)
