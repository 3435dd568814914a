"""The journals: shown, proved, signed, and written out for those who want to check them without this program."""
from __future__ import annotations

import shutil
from base64 import b64encode
from datetime import datetime
from pathlib import Path
from typing import Any

from alektum_desk.domain.accounts import COMPARTMENTS
from alektum_desk.domain.errors import _N, NotAllowed, Refused
from alektum_desk.domain.journal import Checkpoint, Entry, FieldChange, Proof
from alektum_desk.services import exports
from alektum_desk.services.desk import Desk, disk_said_plainly, people
from alektum_desk.store import journal, journal_export
from alektum_desk.store.journal import Told, Tree


def latest(desk: Desk, compartment: str | None = None, count: int = 50, row: str | None = None) -> tuple[Entry, ...]:
    """Newest first, of one compartment or of all that this account opens; of one row if it is named."""
    names = {each.id: each.name for each in people(desk.home)}
    found: list[Entry] = []
    for name in _chosen(desk, compartment):
        with desk.store.bare(name) as db:
            told = journal.history(db, row) if row else journal.latest(db, count)
        found += (_entry(name, each, names.get(each.by)) for each in told)
    return tuple(sorted(found, key=lambda each: (each.at, each.seq), reverse=True)[:count])


def _chosen(desk: Desk, compartment: str | None) -> tuple[str, ...]:
    if compartment is None:
        return tuple(name for name in COMPARTMENTS if desk.store.may(name))
    if compartment not in COMPARTMENTS:
        raise Refused(_N("There is no compartment {compartment}."), _N("Choose one of: {names}."), compartment=compartment,
                      names=", ".join(COMPARTMENTS))
    desk.store.compartment(compartment)
    return (compartment,)


def _entry(compartment: str, told: Told, who: str | None) -> Entry:
    before, after = (told.body.get(side) or {} for side in ("before", "after"))
    changes: tuple[FieldChange, ...] = ()
    summary: dict[str, Any] | None = None
    if told.table:
        changes = tuple(FieldChange(name, before.get(name), after.get(name)) for name in {**before, **after})
    elif told.body:
        summary = dict(told.body)
    return Entry(compartment, told.seq, datetime.fromisoformat(told.at), told.by, who, told.kind, told.act, told.table, told.row,
                 told.body.get("reason") if told.table else None, changes, summary)


def proof(desk: Desk, seq: int, compartment: str = "register") -> Proof:
    """That the entry is under the root that this log signs now. Refused when there is no such entry."""
    [name] = _chosen(desk, compartment)
    place = desk.store.compartment(name)
    with desk.store.bare(name) as db:
        tree = Tree(db)
        if not 0 <= seq < tree.size:
            raise Refused(_N("The journal of {compartment} has no entry {seq}."), _N("Its entries go from 0 to {last}."),
                          compartment=name, seq=seq, last=tree.size - 1)
        leaf = db.execute("SELECT body FROM leaf WHERE seq = ?", (seq,)).fetchone()[0]
        path = tuple(b64encode(each).decode() for each in tree.inclusion(seq, 0, tree.size))
        note = journal.note_of(tree, place.origin, place.log_key)
        root = b64encode(tree.root(0, tree.size)).decode()
        text = "\n".join(["c2sp.org/tlog-proof@v1", f"index {seq}", *path, "", note])
        return Proof(name, seq, leaf, b64encode(tree.node(0, seq)).decode(), tree.size, root, path, note, text)


def sign(desk: Desk) -> tuple[Checkpoint, ...]:
    """Each journal that this account writes, as it stands; the notes are kept in `proofs/`."""
    chosen = [name for name in COMPARTMENTS if desk.store.may_write(name)]
    if not chosen:
        raise NotAllowed(_N("This account signs no journal."), _N("Ask a data-protection officer to do it."))
    found = []
    for name in chosen:
        place = desk.store.compartment(name)
        with disk_said_plainly(desk.home):
            said = place.sign()
        note = journal.read_note(said, place.origin, place.public)
        found.append(Checkpoint(name, note.origin, note.size, b64encode(note.root).decode(), said))
    return tuple(found)


def export(desk: Desk, to: Path, *, payloads: bool = False) -> tuple[str, ...]:
    """Each journal that this account opens in a folder of its own, and beside them the program that checks them."""
    chosen = _chosen(desk, None)
    if not chosen:
        raise NotAllowed(_N("This account opens no journal."), _N("Ask a data-protection officer to do it."))
    with disk_said_plainly(to):
        if to.exists() and (not to.is_dir() or any(to.iterdir())):
            raise Refused(_N("There is something in {folder} already."), _N("Choose an empty folder, or one that does not exist yet."), folder=to)
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
        if payloads:                            # they can name people; leaves are as plain as the proofs
            names = [f"{name}/{file}" for name in chosen for file in journal_export.FILES]
            exports.list_folder(desk, "register", "journal.export", to, [*names, journal_export.VERIFIER.name])
        places = {to / name: desk.store.compartment(name) for name in chosen}
        for folder, place in places.items():
            folder.mkdir(mode=0o700)
            with desk.store.bare(place.name) as db:
                journal_export.export(db, place.origin, place.log_key, folder, payloads=payloads)
        for folder, place in places.items():
            journal_export.sign_files(place.origin, place.log_key, folder, places.keys() - {folder})
        shutil.copyfile(journal_export.VERIFIER, to / journal_export.VERIFIER.name)
    return chosen
