"""The commands of `complaints`."""
from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime
from typing import Any

from alektum_desk.cli.command import MAYBE_TEXT, TEXT, TRUTH, Command, Context, Needs, record, rows, stdin_json


def _route(_context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import authorities
    return authorities.routed(stdin_json(), datetime.now(UTC).date())


_ROUTE = record(
    id=TEXT, authority=MAYBE_TEXT, basis=MAYBE_TEXT, alternatives=rows(TEXT), candidates=rows(TEXT),
    lead_authority=MAYBE_TEXT, kind=TEXT, letter_language=MAYBE_TEXT, address_variant=MAYBE_TEXT,
    destination_country=MAYBE_TEXT, channels_offered=rows(TEXT), mandatory_fields=rows(TEXT),
    attachments=rows(record(name=TEXT, accepted=TRUTH, why=MAYBE_TEXT)), warnings=rows(TEXT), export_allowed=TRUTH,
    must_show=rows(TEXT), reasons=rows(TEXT))

COMMANDS: tuple[Command, ...] = (
    Command("complaints", "route", "Say which authority hears each case on standard input, and why", _route,
            needs=Needs.NOTHING, answer=rows({"anyOf": [_ROUTE, record(id=TEXT, art78_2_reminder=TEXT)]})),
)
