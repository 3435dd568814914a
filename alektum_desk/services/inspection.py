"""Looking at the decrypted bytes of a compartment, to see for oneself what is there and what is not."""
from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from alektum_desk.domain.accounts import COMPARTMENTS, Role
from alektum_desk.domain.errors import _N, NotAllowed, Refused
from alektum_desk.services import exports
from alektum_desk.services.desk import Desk, disk_said_plainly
from alektum_desk.store import files, inspection
from alektum_desk.store.inspection import Hit
from alektum_desk.store.keys import Key

MANIFEST = "alektum-desk-inspection.json"


def grep(desk: Desk, name: str, needles: Sequence[str]) -> tuple[Hit, ...]:
    """In memory only; whoever opens the compartment may look."""
    path, key = _of(desk, name)
    with disk_said_plainly(desk.home), desk.store.bare(name) as db:
        db.execute("BEGIN IMMEDIATE")           # nobody writes while we read beside the engine
        try:
            return tuple(inspection.search(path, key, needles))
        finally:
            db.execute("ROLLBACK")


def write(desk: Desk, name: str, to: Path) -> tuple[Path, ...]:
    """Page by page into a new folder that only its owner enters, outside the data home. To be wiped again. Officers only."""
    if desk.who.role is not Role.DPO:
        raise NotAllowed(_N("Only a data-protection officer may write decrypted pages to a file."), _N("Search in memory with --grep."))
    path, key = _of(desk, name)
    to, home = to.absolute(), desk.home.resolve()
    if to.resolve() == home or home in to.resolve().parents:
        raise Refused(_N("Decrypted pages do not belong into the data home."), _N("Choose a folder elsewhere, best in memory, like /dev/shm."))
    with disk_said_plainly(to):
        if to.exists() and (not to.is_dir() or any(to.iterdir())):
            raise Refused(_N("There is something in {home} already."), _N("Choose an empty folder, or one that does not exist yet."), home=to)
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
        to.chmod(0o700)
        files.write_whole(to / MANIFEST, json.dumps({"compartment": name}).encode())
        made = []
        exports.list_folder(desk, "register", "store.inspection", to)
        with desk.store.bare(name) as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                for number, page in enumerate(inspection.pages(path, key)):
                    made.append(to / f"{number:06}-{'wal' if page.in_log else 'page'}-{page.number:06}.bin")
                    files.write_whole(made[-1], page.body)
            finally:
                db.execute("ROLLBACK")
        exports.list_folder(desk, "register", "store.inspection", to)
    return tuple(made)


def wipe(folder: Path) -> int:
    """Overwrites and removes what `write` made, and nothing else. How many files."""
    with disk_said_plainly(folder):
        if not (folder / MANIFEST).is_file():
            raise Refused(_N("This folder was not written by store inspect."), _N("Name the folder that --to made."))
        pages = sorted(folder.glob("*.bin"))
        for path in (*pages, folder / MANIFEST):        # what says whose they are goes last
            files.overwrite(path)
        if not any(folder.iterdir()):
            folder.rmdir()
    return len(pages)


def _of(desk: Desk, name: str) -> tuple[Path, Key]:
    if name not in COMPARTMENTS:
        raise Refused(_N("There is no compartment {compartment}."), _N("Choose one of: {known}."), compartment=name, known=", ".join(COMPARTMENTS))
    place = desk.store.compartment(name)
    return place.path, place.key
