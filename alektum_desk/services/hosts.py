"""The hosts of a site: kept by the officers, searched at the door, gone with the day on which they leave."""
from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from alektum_desk.domain.accounts import Role
from alektum_desk.domain.errors import _N, DeskError, NotAllowed, Refused
from alektum_desk.domain.hosts import Host, beginning_with, by_name, checked
from alektum_desk.services import erasure
from alektum_desk.services.desk import Desk, disk_said_plainly
from alektum_desk.store import erasure as bytes_of, hosts as store
from alektum_desk.store.compartment import raw
from alektum_desk.store.models import new_id

PLACE = "visitors"
COLUMNS = ("first_name", "last_name", "phone", "leaves_on", "site")
NEEDED = ("first_name", "last_name")
MOST_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Imported:
    """`reported`: the number of a row of the file and why it was left out; `rows_read` counts both."""

    rows_read: int
    imported: int
    reported: tuple[tuple[int, DeskError], ...]


def listed(desk: Desk, site: str | None = None) -> tuple[Host, ...]:
    """By last name; those of one site, else of every site of this desk."""
    today = desk.today()
    with desk.store.read(PLACE) as session:
        found = [_host(row) for row in store.every(session)]
    return tuple(sorted((each for each in found if (site or each.site) == each.site and not _has_left(each, today)), key=by_name))


def search(desk: Desk, prefix: str, site: str | None = None) -> tuple[Host, ...]:
    """At most five whose name begins so, from the third letter on."""
    return beginning_with(listed(desk, site or desk.office.id), prefix)


def named(desk: Desk, id: str) -> Host:  # noqa: A002, the row's word
    """Refused when there is no such host, or none any more."""
    found = next((each for each in listed(desk) if each.id == id), None)
    if found is None:
        raise _unknown()
    return found


def add(desk: Desk, first_name: str, last_name: str, *, phone: str | None = None, leaves_on: date | None = None,
        site: str | None = None) -> Host:
    """Refused for a name that stands in the list of this site already."""
    must_keep(desk)
    host = _sound(desk, Host(new_id(), site or desk.office.id, first_name, last_name, phone, leaves_on), listed(desk))
    with desk.store.act(PLACE, "host.add") as session:
        _lay(session, host)
    return host


def change(desk: Desk, host: Host) -> Host:
    """Whole, by its id."""
    must_keep(desk)
    named(desk, host.id)
    host = _sound(desk, host, [each for each in listed(desk) if each.id != host.id])
    with desk.store.act(PLACE, "host.change") as session:
        row = session.get_one(store.Host, host.id)
        row.site, row.first_name, row.last_name, row.phone, row.leaves_on = host.site, host.first_name, host.last_name, host.phone, host.leaves_on
    return host


def remove(desk: Desk, id: str) -> None:  # noqa: A002, the row's word
    """Row, payloads and bytes; in a visit the name stays until that is forgotten."""
    must_keep(desk)
    named(desk, id)
    _erase(desk, [id])


def tidy(desk: Desk) -> int:
    """Those whose last day is over go. How many."""
    with desk.store.read(PLACE) as session:
        gone = store.gone(session, desk.today())
    if gone:
        _erase(desk, gone)
    return len(gone)


def must_keep(desk: Desk) -> None:
    """The front-desk card is the officers' to keep. NotAllowed."""
    desk.store.compartment(PLACE)
    if desk.who.role not in {Role.DPO, Role.RECOVERY}:
        raise NotAllowed(_N("This account does not change the front-desk card."), _N("Ask a data-protection officer to do it."))
    desk.store.must_write(PLACE)


def read_file(desk: Desk, file: Path, site: str | None = None) -> Imported:
    """A csv with a head: first_name, last_name, and where known phone, leaves_on, site. Who is there already is changed."""
    with disk_said_plainly(file):
        data = file.read_bytes()
    if len(data) > MOST_BYTES:
        raise Refused(_N("This file is too large for a list of hosts."), _N("Give a csv of at most 4 megabytes."))
    return read(desk, _text(data), site)


def read(desk: Desk, text: str, site: str | None = None) -> Imported:
    must_keep(desk)
    known = {(each.site, each.name.casefold()): each for each in listed(desk)}
    taken: dict[str, Host] = {}
    reported: list[tuple[int, DeskError]] = []
    rows = 0
    for number, row in _rows(text):
        rows += 1
        try:
            host = _sound(desk, _asked(row, site or desk.office.id), ())
        except Refused as why:
            reported.append((number, why))
            continue
        before = known.get((host.site, host.name.casefold()))
        taken[before.id if before else host.id] = host = replace(host, id=before.id) if before else host
        known[host.site, host.name.casefold()] = host
    if taken:
        with desk.store.act(PLACE, "host.import") as session:
            there = {row.id: row for row in store.every(session)}
            for host in taken.values():
                if old := there.get(host.id):
                    old.first_name, old.last_name, old.phone, old.leaves_on = host.first_name, host.last_name, host.phone, host.leaves_on
                else:
                    _lay(session, host)
    return Imported(rows, rows - len(reported), tuple(reported))


def _text(data: bytes) -> str:
    for code in ("utf-8-sig", "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "cp1252"):
        try:
            return data.decode(code)
        except UnicodeDecodeError:
            continue
    raise Refused(_N("This file is no text."), _N("Save the list as csv, in UTF-8."))


def _rows(text: str) -> Iterable[tuple[int, Mapping[str, str]]]:
    head = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        names = [each.strip().casefold().replace(" ", "_") for each in next(reader, [])]
        if not set(NEEDED) <= set(names):
            raise Refused(_N("The list lacks the columns of the names."), _N("Give it a first line with: {columns}."), columns=", ".join(COLUMNS))
        if unknown := [each for each in names if each not in COLUMNS]:
            raise Refused(_N("The list has a column that is not asked for: {column}."), _N("Leave it out; known are: {columns}."),
                          column=unknown[0], columns=", ".join(COLUMNS))
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(names, cells, strict=False))
    except csv.Error:
        raise Refused(_N("Line {number} of the list cannot be read."), _N("Save the list as csv, in UTF-8."), number=reader.line_num) from None


def _asked(row: Mapping[str, str], site: str) -> Host:
    day = row.get("leaves_on", "").strip()
    try:
        leaves_on = date.fromisoformat(day) if day else None
    except ValueError:
        raise Refused(_N("This is not a day."), _N("Write the day as {example}."), example="2026-11-24") from None
    return Host(new_id(), row.get("site", "").strip() or site, row.get("first_name", ""), row.get("last_name", ""), row.get("phone") or None, leaves_on)


def _sound(desk: Desk, host: Host, others: Iterable[Host]) -> Host:
    host = checked(host)
    if host.site not in desk.store.days:
        raise Refused(_N("There is no site {site} at this desk."), _N("Choose one of: {sites}."), site=host.site, sites=", ".join(desk.store.days))
    if any((each.site, each.name.casefold()) == (host.site, host.name.casefold()) for each in others):
        raise Refused(_N("A host of this name is in the list already."), _N("Add something that tells the two apart."), field="first_name")
    return host


def _has_left(host: Host, today: date) -> bool:
    return host.leaves_on is not None and host.leaves_on <= today


def _lay(session: Session, host: Host) -> None:
    session.add(store.Host(id=host.id, site=host.site, first_name=host.first_name, last_name=host.last_name, phone=host.phone,
                           leaves_on=host.leaves_on))


def _erase(desk: Desk, ids: list[str]) -> None:
    with desk.store.act(PLACE, "host.remove", summary={"rows": len(ids)}) as session:
        bytes_of.erase(session, store.Host, ids)
        bytes_of.owe(raw(session))
    erasure.settle(desk)


def _host(row: store.Host) -> Host:
    return Host(row.id, row.site, row.first_name, row.last_name, row.phone, row.leaves_on)


def _unknown() -> Refused:
    return Refused(_N("There is no such host any more."), _N("Choose another one from the list."))
