"""Files for use outside: written through one door, listed with the day they must go, shredded."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from hashlib import file_digest, sha256
from pathlib import Path

from sqlalchemy.orm import Session

from alektum_desk.domain.errors import _N, DiskTrouble, Refused
from alektum_desk.domain.exports import Export, Shredded, State
from alektum_desk.services.desk import Desk, disk_said_plainly
from alektum_desk.store import erasure, exports as store
from alektum_desk.store.compartment import raw
from alektum_desk.store.files import overwrite, write_whole

DAYS = 30       # until a file that left must go, unless its writer says otherwise


def write(desk: Desk, compartment: str, kind: str, to: Path, data: bytes, *, about: str | None = None, days: int = DAYS) -> None:
    """Listed first, so that no crash leaves a file that nobody knows of. What an auditor writes is not: that account changes nothing."""
    desk.store.compartment(compartment)
    must_take(to)
    if desk.store.may_write(compartment):
        with desk.store.act(compartment, "export.write") as session:
            note(session, desk, compartment, kind, to, data, about=about, days=days)
    with disk_said_plainly(to.parent):
        write_whole(to, data)


def write_if_listed(desk: Desk, compartment: str, kind: str, to: Path, data: bytes) -> None:
    """What holds nobody's data, from an account that may not open the list either: a certificate at the front desk."""
    if desk.store.may(compartment):
        write(desk, compartment, kind, to, data)
        return
    must_take(to)
    with disk_said_plainly(to.parent):
        write_whole(to, data)


def must_take(to: Path) -> None:
    """DiskTrouble where its folder is not there, Refused where it is a folder itself: making room would help neither."""
    with disk_said_plainly(to.parent):
        if not to.parent.is_dir():
            raise DiskTrouble(_N("There is no folder {folder}."), _N("Make the folder first, or choose another one."), folder=to.parent)
        if to.is_dir():
            raise Refused(_N("{path} is a folder."), _N("Name a file in it."), path=to)


def list_folder(desk: Desk, compartment: str, kind: str, to: Path, names: Iterable[str] | None = None) -> None:
    """A whole folder as one: with the names that will lie in it, else with those that lie there now."""
    if not desk.store.may_write(compartment):
        return
    place = str(to.absolute())
    with desk.store.act(compartment, "export.write") as session:
        row = store.at(session, compartment, place) or store.TABLES[compartment](place=place)
        row.kind, row.sha256, row.about = kind, _mark(_names(to) if names is None else names), None
        row.written_at, row.delete_by = desk.now().replace(microsecond=0), desk.today() + timedelta(days=DAYS)
        session.add(row)


def _names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()]


def _mark(names: Iterable[str]) -> str:
    """Of a folder only its names: a list that is looked at often must not read every byte."""
    return sha256("\n".join(sorted(names)).encode()).hexdigest()


def note(session: Session, desk: Desk, compartment: str, kind: str, to: Path, data: bytes, *, about: str | None = None,
         days: int = DAYS) -> None:
    """For a service that writes the file itself, inside its own act."""
    place = str(to.absolute())
    row = store.at(session, compartment, place) or store.TABLES[compartment](place=place)
    row.kind, row.sha256, row.about = kind, sha256(data).hexdigest(), about
    row.written_at, row.delete_by = desk.now().replace(microsecond=0), desk.today() + timedelta(days=days)
    session.add(row)


def listed(desk: Desk, before: date | None = None) -> tuple[Export, ...]:
    """Of the compartments that this account opens; what must go first stands first. `before`: only those whose day is earlier."""
    found: list[Export] = []
    for name in store.TABLES:
        if desk.store.may(name):
            with desk.store.read(name) as session:
                found += (_seen(name, row) for row in store.every(session, name) if before is None or row.delete_by < before)
    return tuple(sorted(found, key=lambda each: (each.delete_by, each.written_at)))


def overdue(desk: Desk) -> tuple[Export, ...]:
    """Still there past their day; no other file is read."""
    return tuple(each for each in listed(desk, desk.today()) if each.is_overdue(desk.today()))


def shred(desk: Desk, ids: Iterable[str] | None = None) -> tuple[Shredded, ...]:
    """Those named, else those past their day: overwritten, removed, struck off the list. A file that somebody changed stays."""
    known = {each.id: each for each in listed(desk)}
    chosen = list(dict.fromkeys(ids)) if ids is not None else [each.id for each in overdue(desk)]
    if unknown := [each for each in chosen if each not in known]:
        raise Refused(_N("There is no file {id} in the list."), _N("See: alektum-desk exports list"), id=unknown[0])
    wanted = [known[each] for each in chosen]
    for compartment in {each.compartment for each in wanted}:
        desk.store.must_write(compartment)
    done = []
    for each in wanted:
        if each.state is State.THERE:
            with disk_said_plainly(each.file.parent):
                _overwrite(each.file)
        done.append(Shredded(each, each.state is not State.CHANGED))
    _strike(desk, [each.export for each in done if each.gone])
    return tuple(done)


def _overwrite(place: Path) -> None:
    if not place.is_dir():
        overwrite(place)
        return
    for path in sorted(place.rglob("*"), reverse=True):         # what lies inside a folder comes before it
        path.rmdir() if path.is_dir() else overwrite(path)
    place.rmdir()


def _strike(desk: Desk, gone: Sequence[Export]) -> None:
    """The place can name a person, so the entry goes like one: payloads and bytes too."""
    for name in store.TABLES:
        if ids := [each.id for each in gone if each.compartment == name]:
            with desk.store.act(name, "export.shred", summary={"files": len(ids)}) as session:
                erasure.erase(session, store.TABLES[name], ids)
                erasure.owe(raw(session))
            erasure.settle(desk.store.compartment(name))


def _seen(compartment: str, row: store.Export) -> Export:
    file = Path(row.place)
    return Export(row.id, compartment, row.kind, file, row.sha256, row.about, row.written_at, row.delete_by, _state(file, row.sha256))


def _state(file: Path, expected: str) -> State:
    try:
        if file.is_dir():
            return State.THERE if _mark(_names(file)) == expected else State.CHANGED
        with file.open("rb") as opened:
            return State.THERE if file_digest(opened, "sha256").hexdigest() == expected else State.CHANGED
    except OSError:
        return State.MISSING
