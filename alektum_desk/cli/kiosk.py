"""The kiosk: opened beside the door on a machine of its own, and prepared for it."""
from __future__ import annotations

import sys
from argparse import Namespace

from alektum_desk.cli.command import MAYBE_TEXT, TEXT, Command, Context, option, record, rows


def _publish(context: Context, arguments: Namespace) -> dict[str, object]:
    from alektum_desk.services import kiosk
    card = kiosk.publish(context.desk, arguments.fields.split(",") if arguments.fields else None)
    return {"site": card.site, "notice": card.notice, "fields": list(card.fields),
            "texts": [{"language": each.language, "sha256": each.sha256} for each in card.texts]}


def _pin(context: Context, arguments: Namespace) -> dict[str, object]:
    from alektum_desk.services import kiosk
    desk = context.desk         # first: the password may be on standard input, too
    kiosk.set_pin(desk, read_pin(arguments.pin_file))
    return {"site": desk.office.id}


def read_pin(source: str) -> str:
    from pathlib import Path

    from alektum_desk.cli.command import read_password
    return sys.stdin.readline().strip() if source == "-" else read_password(Path(source)).strip()


SCREEN = option("--screen", "on which screen, counted from 0", type=int, default=0, metavar="N")

COMMANDS = (
    Command("kiosk", None, "Open the kiosk on this machine, under a front-desk account, until its PIN ends it", None, (
        SCREEN, option("--paired", "how a desk starts its kiosk: the secret comes on standard input", action="store_true"))),
    Command("visitors", "kiosk-publish", "Let the kiosk ask what the notice names", _publish, (
        option("--fields", "of name, employer, plate those that are asked; else all that the notice names", metavar="F,F"),),
        answer=record(site=TEXT, notice=MAYBE_TEXT, fields=rows(TEXT), texts=rows(record(language=TEXT, sha256=TEXT)))),
    Command("visitors", "kiosk-pin", "Set the PIN that ends the kiosk", _pin, (
        option("--pin-file", "file with the PIN; - is standard input, after the password", required=True, metavar="F"),),
        answer=record(site=TEXT)),
)
