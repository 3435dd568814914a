"""Certificates of forgetting, month by month: written for whoever asks, signed by the key of the visitors' log."""
from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.documents.certificate import CertificateSheet, certificate as draw
from alektum_desk.domain.certificates import FEW, Certificate, DayForgotten, for_outsiders
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.services import exports
from alektum_desk.services.desk import Desk
from alektum_desk.store import certificates as store, visitors
from alektum_desk.store.files import write_whole

PLACE = "visitors"
_PLACES = {
    store.Place.ROWS: _N("rows of the visitors' compartment"), store.Place.PAYLOADS: _N("values kept by the journal"),
    store.Place.FREE_PAGES: _N("free pages of the file"), store.Place.LOG: _N("write-ahead log"), store.Place.DAY_KEYS: _N("keys of passed days"),
}


def of_month(desk: Desk, month: str) -> Certificate:
    """Signed and kept in `proofs/forgotten/` as well. Refused for what is no month, and for one that is still to come."""
    if not re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", month) or month > f"{desk.today():%Y-%m}":
        raise Refused(_N("There is no certificate of this month."), _N("Name a month that has begun, like 2026-11."))
    place = desk.store.compartment(PLACE)
    desk.store.must_write(PLACE)
    runs = store.of_month(place, month)
    with desk.store.read(PLACE) as session:
        still = {day: counts for day, counts in visitors.counts_of_days(session, desk.now()).items() if f"{day:%Y-%m}" == month}
        last_entry = visitors.last_entry(session)
    days = []
    for day in sorted({*runs, *still}):
        done, (held, left) = runs.get(day, []), still.get(day, (0, 0))
        erased = sum(each.erased for each in done)
        days.append(DayForgotten(day, erased + left, erased, store.highest(done, 1.0), store.highest(done, 0.95), held))
    entries = [each.entry for done in runs.values() for each in done] or [last_entry]
    places = [each for each in store.Place if all(each in run.places for done in runs.values() for run in done)] if runs else []
    made = Certificate(desk.office.id, month, tuple(days), tuple(each.value for each in places), place.origin, min(entries), max(entries),
                       place.sign(), sha256(place.public).hexdigest())
    folder = place.proofs.parent / store.FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(folder / f"{month}.json", store.signed(as_json(made), place))
    return made


def as_json(made: Certificate) -> dict[str, Any]:
    """In the shape of the command line."""
    return {"office": made.office, "month": made.month,
            "days": [{"day": each.day.isoformat(), "due": each.due, "erased": each.erased, "lateness_max_s": each.lateness_max_s,
                      "lateness_p95_s": each.lateness_p95_s, "held": each.held} for each in made.days],
            "places": list(made.places), "journal": {"origin": made.origin, "from": made.first, "to": made.last},
            "checkpoint": made.checkpoint, "key_fingerprint": made.key_fingerprint}


def paper(desk: Desk, made: Certificate) -> bytes:
    """For outsiders: numbers so small that they could point at somebody are not told."""
    def told(number: int) -> str:
        return for_outsiders(number) or _("< {few}").format(few=FEW)

    def late(day: DayForgotten, seconds: int) -> str:
        """With so few visits their lateness and the time of the run would tell when somebody came."""
        return "–" if for_outsiders(day.due) is None else str(seconds)

    rows = tuple((language.day(each.day), told(each.due), told(each.erased), told(each.held), late(each, each.lateness_p95_s),
                  late(each, each.lateness_max_s)) for each in made.days)
    facts = ((_("Office"), desk.office.name), (_("Month"), made.month),
             (_("Places searched"), "; ".join(_(_PLACES[store.Place(each)]) for each in made.places) or _("none, for nothing was due")),
             (_("Journal"), _("{origin}, entries {first} to {last}").format(origin=made.origin, first=made.first, last=made.last)),
             (_("Checkpoint"), made.checkpoint.splitlines()[2]), (_("Fingerprint of the key"), made.key_fingerprint))
    return draw(CertificateSheet(
        language=language.current(), title=_("Certificate of forgotten visits"),
        introduction=_("One month after a visit everything that was written down about it is erased. This page says of each day how many "
                       "visits were due, how many were erased and how late, in seconds."),
        facts=facts, heads=(_("Last day"), _("Due"), _("Erased"), _("On hold"), _("95 % within, s"), _("Latest, s")), rows=rows,
        empty=_("No visit was due in this month."), page_label=_("Page {page} of {pages}"), author=desk.office.name, created_on=desk.today(),
        watermark=_("SAMPLE") if desk.sample else None))


def write_paper(desk: Desk, made: Certificate, to: Path) -> None:
    exports.write_if_listed(desk, "register", "visits.certificate", to, paper(desk, made))


def write_signed(desk: Desk, made: Certificate, to: Path) -> None:
    """The whole numbers under the signature of the visitors' log, for those who may see them."""
    signed = store.signed(as_json(made), desk.store.compartment(PLACE))
    exports.write_if_listed(desk, "register", "visits.certificate", to, signed)


def months(desk: Desk) -> tuple[str, ...]:
    """Those of which something can be certified, newest first: the month at hand, and every one in which a visit ended."""
    folder = desk.store.compartment(PLACE).proofs.parent / store.FOLDER
    found = {path.name[:7] for path in folder.glob("????-??-??.json")} if folder.is_dir() else set()
    return tuple(sorted({f"{desk.today():%Y-%m}", *found}, reverse=True))
