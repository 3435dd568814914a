"""Badges: drawn in memory, handed to the printer, and taken out of its queue. No file is written, none is kept."""
from __future__ import annotations

import re
import shutil
import subprocess
import time
from contextlib import suppress

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.documents.badge import BadgeSheet, draw
from alektum_desk.documents.fonts import drawable, is_drawable
from alektum_desk.domain.badges import Label
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.kiosk import PREFIX
from alektum_desk.domain.visitors import Visit
from alektum_desk.services import cards
from alektum_desk.services.desk import Desk

PATIENCE = 60           # seconds that a printer has for one label
TITLE = "Alektum Desk"  # what a queue shows of a job: never a name
_JOB = re.compile(r"\b(\S+-\d+)\b(?= \()")


def spelled(visit: Visit) -> str | None:
    """How the badge spells a name that no font of ours draws; None where it stands there as it was written."""
    return None if is_drawable(visit.name) else drawable(visit.name)


def paper(desk: Desk, visit: Visit, label: Label, name: str | None = None) -> bytes:
    """The label of one visit as PDF; `name` as somebody spelled it for this label alone."""
    here, closes_at = visit.arrived_at.astimezone(desk.store.days[visit.site].zone), cards.card(desk, visit.site).closes_at
    valid = _("Valid on {day}").format(day=language.day(here.date()))
    if closes_at and here.time() < closes_at:
        until = here.replace(hour=closes_at.hour, minute=closes_at.minute)
        valid = _("Valid on {day} until {time}").format(day=language.day(here.date()), time=language.clock(until))
    return draw(BadgeSheet(
        language=language.current(), label=label, role=_("Visitor"), name=name or visit.name, company=visit.employer or "",
        host=_("Visits {host}").format(host=visit.host) if visit.host else "", day=language.short_day(here.date()), valid=valid,
        number=f"{visit.badge:03}" if visit.badge else "", code=PREFIX + visit.token, title=_("Visitor's badge"), author=desk.office.name,
        created_on=here.date(), watermark=_("SAMPLE") if desk.sample else None))


def trial(desk: Desk, label: Label) -> bytes:
    """A label of nobody, to see whether the roll lies right."""
    today = desk.today()
    return draw(BadgeSheet(
        language=language.current(), label=label, role=_("Visitor"), name=_("Test label"), company=label.name, host="",
        day=language.short_day(today), valid=_("This label belongs to nobody."), number="000", code=PREFIX + "0" * 32, title=_("Test label"),
        author=desk.office.name, created_on=today, watermark=_("SAMPLE") if desk.sample else None))


# -- the printer

def printers() -> tuple[str, ...]:
    """The queues that this machine knows; none where it has no print service."""
    if not shutil.which("lpstat"):
        return ()
    said = _run(["lpstat", "-e"])
    return tuple(sorted(said.stdout.decode(errors="replace").split())) if said.returncode == 0 else ()


def print_out(pdf: bytes, printer: str, label: Label, patience: float = PATIENCE) -> None:
    """Through the printer's standard input, then out of its queue, printed or not. Refused when it does not print."""
    if not shutil.which("lp"):
        raise Refused(_N("This computer has no print service that takes a label from memory."), _N("Install CUPS, or write the badge by hand."))
    said = _run(["lp", "-d", printer, "-t", TITLE, "-o", f"media=Custom.{label.width:g}x{label.height:g}mm", "-o", "print-scaling=none", "--", "-"],
                pdf)
    found = _JOB.search(said.stdout.decode(errors="replace"))
    if said.returncode != 0 or found is None:
        raise Refused(_N("The printer {printer} did not take the badge."), _N("See whether it is on; the visitor is signed in all the same."),
                      printer=printer)
    job, end = found[1], time.monotonic() + patience
    while (waits := job in _waiting(printer)) and time.monotonic() < end:
        time.sleep(0.2)       # the command line of CUPS tells of no event; the wait ends with `patience`
    _take_out(printer, job)
    if waits:
        raise Refused(_N("The printer {printer} did not print the badge, so it was taken back."),
                      _N("See whether it has labels; the visitor is signed in all the same."), printer=printer)


def _take_out(printer: str, job: str) -> None:
    """With its file, as far as the queue lets us: with PreserveJobFiles No it keeps none anyway.

    Else CUPS keeps a printed job for a day and purges it only with all that the printer has, for whoever administers it: never while
    somebody's job waits there.
    """
    _run(["cancel", "-x", job])
    if not _waiting(printer) and job in _waiting(printer, "-W", "completed"):
        _run(["cancel", "-a", "-x", printer])


def _waiting(printer: str, *which: str) -> list[str]:
    return _run(["lpstat", *which, "-o", printer]).stdout.decode(errors="replace").split()


def _run(command: list[str], given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    with suppress(OSError, subprocess.TimeoutExpired):
        return subprocess.run(command, input=given, capture_output=True, timeout=20, check=False,
                              start_new_session=True)       # without a terminal nobody is asked for a password
    return subprocess.CompletedProcess(command, 1, b"", b"")
