"""Backups: made, checked before they count, and rotated."""
from __future__ import annotations

import json
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import file_digest
from pathlib import Path
from typing import Any

from alektum_desk.domain.accounts import COMPARTMENTS, Role
from alektum_desk.domain.backups import Backup, Checked, Plan
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.checks import Problem
from alektum_desk.domain.errors import _N, Damaged, NotAllowed, Refused
from alektum_desk.domain.progress import Progress, Silent
from alektum_desk.services.desk import Desk, disk_said_plainly
from alektum_desk.store import (
    backup as store,
    compartments,
    home as homes,
    integrity,
    models,
)
from alektum_desk.store.backup import Head
from alektum_desk.store.compartment import connect
from alektum_desk.store.files import held, write_whole
from alektum_desk.store.keys import Identity, Key, Keyring, WrongKey

LIST = "backups.json"
KEEP = 7
_SUFFIX = ".backup"
_WANTED = tuple(f"{name}.db" for name in COMPARTMENTS)


# -- making one

def create(desk: Desk, to: Path, keep: int = KEEP, progress: Progress | None = None) -> Backup:
    """One file in the folder `to`, opened and checked before it gets its name; of older ones `keep` less one stay."""
    progress = progress or Silent()
    if not all(desk.store.may_write(name) for name in COMPARTMENTS):
        raise _for_officers()
    to = outside(desk, to)
    if keep < 1:
        raise Refused(_N("At least one backup is kept."), _N("Give a number of 1 or more."))
    with disk_said_plainly(to):
        to.mkdir(mode=0o700, exist_ok=True)
        with held(to):
            made = _write(desk, to, progress)
            _rotate(desk, to, keep)
        _remember(desk.home, made)
    with desk.store.act("register", "backup.create", summary={"backup": made.id, "entries": made.entries}):
        pass
    desk.store.announce(frozenset({Kind.BACKUP}))
    return made


def _for_officers() -> NotAllowed:
    return NotAllowed(_N("Only a data-protection officer can make a backup: it holds every compartment."), _N("Ask one to do it."))


def outside(desk: Desk, to: Path) -> Path:
    """A folder for backups, absolute. Refused inside the data home."""
    to = to.absolute()
    if to == desk.home or desk.home in to.parents:
        raise Refused(_N("A backup inside the data home is lost with it."), _N("Choose a folder on another disk."), field="to")
    return to


def _stem(about: homes.Home) -> str:
    return f"alektum-desk-{about.office}-{about.log.rsplit('/', 1)[-1]}"


def _write(desk: Desk, to: Path, progress: Progress) -> Backup:
    """Alone in the folder, so whatever drafts lie there are of a killed process."""
    stem = _stem(desk.about)
    for left in to.glob(f".{stem}-*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    now, mark = desk.now(), secrets.token_hex(8)
    staging, draft = to / f".{stem}-{mark}", to / f".{stem}-{mark}.new"
    try:
        staging.mkdir(mode=0o700)
        files = _copies(desk, staging, progress)
        entries = {name: _entries(files[f"{name}.db"], desk.store.keys[name]) for name in COMPARTMENTS}
        head = Head(mark, models.iso(now), json.loads((desk.home / "home.json").read_bytes()),
                    (desk.home / "keyring.json").read_text(encoding="utf-8"), entries)
        store.write(draft, head, head.key(desk.store.keys["cases"]), files)
        shutil.rmtree(staging)
        progress.step(3, 4, "")
        staging.mkdir(mode=0o700)
        if problems := _problems(draft, head, desk.store.keys, staging):
            raise Damaged(_N("The backup that was just written is not sound: {code} in {compartment}."),
                          _N("Run: alektum-desk store check. Then try another disk."), code=problems[0].code, compartment=problems[0].compartment)
        path = to / f"{stem}-{now:%Y%m%dT%H%M%SZ}-{mark[:4]}{_SUFFIX}"
        at = now.replace(microsecond=0)
        made = Backup(mark, path, at, draft.stat().st_size, _sha256(draft), sum(entries.values()), at)
        draft.rename(path)
        progress.step(4, 4, "")
        return made
    finally:
        draft.unlink(missing_ok=True)
        shutil.rmtree(staging, ignore_errors=True)


def _copies(desk: Desk, staging: Path, progress: Progress) -> dict[str, Path]:
    """Each compartment as one moment saw it, under its own key, without a free page; and the proofs, which hold no key."""
    files = {}
    for number, name in enumerate(COMPARTMENTS):
        progress.step(number, 4, name)
        files[f"{name}.db"] = staging / f"{name}.db"
        with desk.store.bare(name) as db:
            db.execute("VACUUM INTO ?", (str(files[f"{name}.db"]),))
    proofs = desk.home / compartments.PROOFS
    return files | {f"{compartments.PROOFS}/{path.relative_to(proofs).as_posix()}": path for path in proofs.rglob("*")
                    if path.is_file() and not path.name.endswith(".new")}


def _entries(path: Path, key: Key) -> int:
    with closing(connect(path, key)) as db:
        return int(db.execute("SELECT count(*) FROM leaf").fetchone()[0])


def _rotate(desk: Desk, to: Path, keep: int) -> None:
    """The oldest of this desk's go; the names sort by time."""
    for path in sorted(to.glob(f"{_stem(desk.about)}-*{_SUFFIX}"))[:-keep]:
        path.unlink()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


# -- which there are, and when the next one is due

def listed(home: Path) -> tuple[Backup, ...]:
    """Those this desk made and that are still where they were put, newest first."""
    homes.read(home)
    return tuple(each for each in reversed(_made(home)) if each.file.is_file())


def plan(desk: Desk, wanted: Plan | None) -> None:
    """Without a plan backups are made by hand only."""
    if not all(desk.store.may_write(name) for name in COMPARTMENTS):
        raise _for_officers()
    if wanted and (wanted.every_days < 1 or wanted.keep < 1):
        raise Refused(_N("A plan for backups needs at least one day and keeps at least one."), _N("Give numbers of 1 or more."))
    with disk_said_plainly(desk.home), held(desk.home):
        said = {"to": str(outside(desk, wanted.to)), "every_days": wanted.every_days, "keep": wanted.keep} if wanted else None
        _keep_list(desk.home, _read_list(desk.home) | {"plan": said})
    desk.store.announce(frozenset({Kind.BACKUP}))


def planned(home: Path) -> Plan | None:
    said = _read_list(home).get("plan")
    return Plan(Path(said["to"]), said["every_days"], said["keep"]) if said else None


def is_due(desk: Desk) -> bool:
    said, made = planned(desk.home), _made(desk.home)
    return said is not None and (not made or desk.now() - made[-1].made_at >= timedelta(days=said.every_days))


def create_when_due(desk: Desk, progress: Progress | None = None) -> Backup | None:
    said = planned(desk.home)
    return create(desk, said.to, said.keep, progress) if said and is_due(desk) else None


def _read_list(home: Path) -> dict[str, Any]:
    try:
        found = json.loads((home / LIST).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _made(home: Path) -> list[Backup]:
    with suppress(KeyError, TypeError, ValueError):
        return [Backup(each["id"], Path(each["file"]), datetime.fromisoformat(each["made_at"]), each["bytes"], each["sha256"], each["entries"],
                       datetime.fromisoformat(each.get("checked_at", each["made_at"]))) for each in _read_list(home).get("made", [])]
    return []


def _remember(home: Path, made: Backup) -> None:
    with held(home):
        known = [each for each in _made(home) if each.file.is_file() and each.file != made.file]
        rows = [{"id": each.id, "file": str(each.file), "made_at": models.iso(each.made_at), "bytes": each.bytes, "sha256": each.sha256,
                 "entries": each.entries, "checked_at": models.iso(each.checked_at or each.made_at)}
                for each in sorted((*known, made), key=lambda each: each.made_at)]
        _keep_list(home, _read_list(home) | {"made": rows})


def _keep_list(home: Path, said: Mapping[str, Any]) -> None:
    write_whole(home / LIST, json.dumps(said, indent=1).encode())


# -- checking one

def verify(path: Path, account: str | None, password: str) -> Checked:
    """With a password of the time when it was made; no data home is needed. Opens every compartment and checks every byte."""
    head = _head(path)
    if head is None:
        return Checked(None, None, 0, (Problem("backup", "unreadable", path.name),))
    ring = head.ring(path.parent)
    keys = whole(ring, ring.unlock(account or only_officer(ring), password))
    with tempfile.TemporaryDirectory(prefix="alektum-desk-") as staging:
        problems = tuple(_problems(path, head, keys, Path(staging)))
    return Checked(head.about.office, datetime.fromisoformat(head.made_at), sum(head.entries.values()), problems)


def check(desk: Desk, made: Backup, progress: Progress | None = None) -> Checked:
    """The same with the keys of whoever sits here, without a password; NotAllowed where this account had other keys then.

    One that is sound is noted as checked.
    """
    head = _head(made.file)
    if head is None:
        return Checked(None, None, 0, (Problem("backup", "unreadable", made.file.name),))
    (progress or Silent()).step(0, 1, made.file.name)
    try:
        keys = whole(head.ring(made.file.parent), desk.store.identity)
    except WrongKey:
        raise other_keys() from None
    with tempfile.TemporaryDirectory(prefix="alektum-desk-") as staging:
        problems = tuple(_problems(made.file, head, keys, Path(staging)))
    if not problems:
        with disk_said_plainly(desk.home):
            _remember(desk.home, replace(made, checked_at=desk.now()))
        desk.store.announce(frozenset({Kind.BACKUP}))
    return Checked(head.about.office, datetime.fromisoformat(head.made_at), sum(head.entries.values()), problems)


def _head(path: Path) -> Head | None:
    if not path.is_file():
        raise Refused(_N("There is no such file."), _N("See: alektum-desk backup list"))
    with disk_said_plainly(path), suppress(Damaged):
        return store.read_head(path)
    return None


def _problems(path: Path, head: Head, keys: Mapping[str, Key], staging: Path) -> list[Problem]:
    try:
        unpack(path, head, keys, staging)
    except Damaged:
        return [Problem("backup", "changed", path.name)]
    return unsound(head, keys, staging)


def unpack(path: Path, head: Head, keys: Mapping[str, Key], staging: Path) -> None:
    store.unpack(path, head.key(keys["cases"]), staging, _WANTED)
    head.ring(staging).check(keys["cases"])


def unsound(head: Head, keys: Mapping[str, Key], staging: Path) -> list[Problem]:
    found = []
    for name in COMPARTMENTS:
        copy = staging / f"{name}.db"
        rows = integrity.check(copy, keys[name], compartments.log_name(head.about.log, name), staging / compartments.PROOFS / name)
        found += [Problem(name, code, where) for code, where in rows]
        if not rows and _entries(copy, keys[name]) != head.entries[name]:
            found.append(Problem(name, "entries", copy.name))
    return found


def only_officer(ring: Keyring) -> str:
    names = [each.name for each in ring.holders.values() if each.role is Role.DPO and not each.disabled]
    if len(names) != 1:
        raise Refused(_N("This backup knows several officers."), _N("Say whose password it is with --account NAME."))
    return names[0]


def whole(ring: Keyring, who: Identity) -> dict[str, Key]:
    keys = ring.keys_of(who)
    if set(keys) != set(COMPARTMENTS):
        raise other_keys()
    return keys


def other_keys() -> NotAllowed:
    return NotAllowed(_N("This account does not open everything that the backup holds."),
                      _N("Use an officer's account of that time, or the recovery code of that time."))
