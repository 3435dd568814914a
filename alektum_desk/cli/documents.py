"""The commands of `documents`: they need no data home and no password."""
from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from alektum_desk.cli.command import TEXT, TRUTH, Command, Context, Needs, option, record, rows


def _verify(_context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import documents
    found = documents.verify(Path(arguments.file))
    return {"ok": not found, "problems": [{"page": each.page, "field": each.field, "why": each.why} for each in found]}


COMMANDS = (
    Command("documents", "verify", "Say whether a letter is still what its own record makes of it, and where it is not", _verify,
            (option("file", "the PDF"),), needs=Needs.NOTHING, exit_code=lambda answer: 0 if answer["ok"] else 7,
            answer=record(ok=TRUTH, problems=rows(record(page={"type": ["integer", "null"]}, field=TEXT, why=TEXT)))),
)
