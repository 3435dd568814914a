"""Backups: made, checked before they count, rotated, and restored through a folder from which the forgotten are purged."""
from __future__ import annotations

import json
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import file_digest
from pathlib import Path
from typing import Any

from alektum_desk.base.language import _
from alektum_desk.domain.accounts import COMPARTMENTS, Role
from alektum_desk.domain.backups import Backup, Checked, Plan, Restored, Return
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.checks import Problem
from alektum_desk.domain.errors import _N, Damaged, DeskError, NotAllowed, Refused
from alektum_desk.domain.progress import Progress, Silent
from alektum_desk.services.desk import Clock, Desk, disk_said_plainly, move_into_place, system, unlock
from alektum_desk.store import (
    backup as store,
    compartments,
    erasure,
    home as homes,
    integrity,
    journal,
    models,
    rekeying,
)
from alektum_desk.store.backup import Head
from alektum_desk.store.clock import HighWater
from alektum_desk.store.compartment import CLOCK_KEY, Compartment, connect
from alektum_desk.store.days import DayKeys
from alektum_desk.store.files import held, write_whole
from alektum_desk.store.journal import Act
from alektum_desk.store.keys import Identity, Key, Keyring, WrongKey
from alektum_desk.store.trouble import said_plainly
from alektum_desk.store.visitors import Expected, Visit

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
    keys = _whole(ring, ring.unlock(account or _only_officer(ring), password))
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
        keys = _whole(head.ring(made.file.parent), desk.store.identity)
    except WrongKey:
        raise _other_keys() from None
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
        _unpack(path, head, keys, staging)
    except Damaged:
        return [Problem("backup", "changed", path.name)]
    return _unsound(head, keys, staging)


def _unpack(path: Path, head: Head, keys: Mapping[str, Key], staging: Path) -> None:
    store.unpack(path, head.key(keys["cases"]), staging, _WANTED)
    head.ring(staging).check(keys["cases"])


def _unsound(head: Head, keys: Mapping[str, Key], staging: Path) -> list[Problem]:
    found = []
    for name in COMPARTMENTS:
        copy = staging / f"{name}.db"
        rows = integrity.check(copy, keys[name], compartments.log_name(head.about.log, name), staging / compartments.PROOFS / name)
        found += [Problem(name, code, where) for code, where in rows]
        if not rows and _entries(copy, keys[name]) != head.entries[name]:
            found.append(Problem(name, "entries", copy.name))
    return found


def _only_officer(ring: Keyring) -> str:
    names = [each.name for each in ring.holders.values() if each.role is Role.DPO and not each.disabled]
    if len(names) != 1:
        raise Refused(_N("This backup knows several officers."), _N("Say whose password it is with --account NAME."))
    return names[0]


def _whole(ring: Keyring, who: Identity) -> dict[str, Key]:
    keys = ring.keys_of(who)
    if set(keys) != set(COMPARTMENTS):
        raise _other_keys()
    return keys


def _other_keys() -> NotAllowed:
    return NotAllowed(_N("This account does not open everything that the backup holds."),
                      _N("Use an officer's account of that time, or the recovery code of that time."))


# -- bringing one back

def restore(home: Path, path: Path, account: str | None, password: str, clock: Clock = system) -> Restored:
    """All or nothing. Where there is a data home of the same desk, its accounts and keys stay those of today; else that of
    the backup is laid. What passed its day meanwhile is purged before anything is swapped in.
    """
    with disk_said_plainly(path):
        head = store.read_head(path) if path.is_file() else None
    if head is None:
        raise Refused(_N("There is no such file."), _N("See: alektum-desk backup list"))
    with disk_said_plainly(home):
        if homes.exists(home):
            return _restore_here(home, path, head, account, password, clock)
        if home.exists() and (not home.is_dir() or any(home.iterdir())):
            raise Refused(_N("There is something in {home} already."), _N("Choose an empty folder, or one that does not exist yet."), home=home)
        return _restore_anew(home, path, head, account, password, clock)


def said(done: Restored) -> str:
    """What a person must know after a restore."""
    match done.way:
        case Return.SAME:
            words = _("Restored on the same machine: visits open as before; those whose day has passed were left out: {number}.")
        case Return.NEW:
            words = _("Restored without day keys, which never travel: visits cannot be read here and were left out: {number}. "
                      "Another desk of this office can bring them back.")
        case Return.OLDER:
            words = _("Restored from before the last change of keys: accounts and keys are those of today, and visits whose day has "
                      "passed were left out: {number}.")
    return words.format(number=done.dropped)


def _restore_anew(home: Path, path: Path, head: Head, account: str | None, password: str, clock: Clock) -> Restored:
    """Another machine, or everything lost: accounts and passwords are those of the backup, day keys begin anew."""
    home.parent.mkdir(parents=True, exist_ok=True)
    with held(home.parent):
        for left in home.parent.glob(f".{home.name}.restore-*"):
            shutil.rmtree(left)
        draft = home.parent / f".{home.name}.restore-{secrets.token_hex(4)}"
        try:
            for folder in (draft, draft / compartments.PROOFS, draft / "exports"):
                folder.mkdir(mode=0o700)
            ring = head.ring(draft)
            who = unlock(draft, ring, account or _only_officer(ring), password, clock())
            homes.write(draft, head.about)
            made_at = datetime.fromisoformat(head.made_at)
            water = HighWater(draft / "clock.json", lambda: max(clock(), made_at))
            with _staged(draft, path, head, _whole(ring, who), water) as staged:
                done = staged.swap_in(ring, who, (), Return.NEW)
                water.note(staged.clock_key)
            compartments.sweep(draft)
            move_into_place(draft, home)
            return done
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def _restore_here(home: Path, path: Path, head: Head, account: str | None, password: str, clock: Clock) -> Restored:
    with held(home):
        compartments.forget_without_password(home, clock)
        water = HighWater(home / "clock.json", clock)
        if homes.read(home).log != head.about.log:
            raise Refused(_N("This backup is of another desk."), _N("Restore it into an empty folder with --home."))
        then = head.ring(home)
        try:
            ring = Keyring(home)
            if not ring.holders:
                ring = then
        except Damaged:
            ring = then
        name = account or _only_officer(ring)
        who = unlock(home, ring, name, password, water.now())
        keys = _whole(ring, who)
        ring.check(keys["cases"])
        with ExitStack() as alone:
            for each in COMPARTMENTS:
                _keep_writers_out(alone, compartments.file_of(home, ring, each), keys[each], each)
            living = _living_days(home, ring, keys, water)
            way = Return.NEW if not living else Return.SAME if _generations(ring) == _generations(then) else Return.OLDER
            try:
                with _staged(home, path, head, _then(then, who, name, password), water) as staged:
                    done = staged.swap_in(ring, who, living, way)
            finally:
                with suppress(DeskError, OSError):      # what the keyring does not name goes, here or at the next unlock
                    compartments.sweep(home)
        return done


def _keep_writers_out(alone: ExitStack, path: Path, key: Key, name: str) -> None:
    """A file that is missing or damaged, which is why one restores, has no writers."""
    if path.is_file():
        try:
            alone.enter_context(rekeying.nobody_writes(path, key, name))
        except Damaged:
            return


def _then(then: Keyring, who: Identity, name: str, password: str) -> dict[str, Key]:
    """The compartments' keys of that time, with the key pair of today or, after a lost password, of then."""
    with suppress(WrongKey):
        if set(keys := then.keys_of(who)) == set(COMPARTMENTS):
            return keys
    try:
        return _whole(then, then.unlock(name, password))
    except NotAllowed:
        raise _other_keys() from None


def _generations(ring: Keyring) -> dict[str, int]:
    return {name: lock.generation for name, lock in ring.locks.items()}


def _living_days(home: Path, ring: Keyring, keys: Mapping[str, Key], water: HighWater) -> list[DayKeys]:
    """Those that today's keys open; a damaged file brings nothing back."""
    found = []
    for path in sorted(home.glob("*.days")):
        if path == compartments.days_file(home, ring, path.name.split(".")[0]):
            with suppress(DeskError):
                found.append(compartments.open_days(path, keys, water.now))
    return found


class _Staged:
    """A backup unpacked into a folder inside the data home that a sweep removes."""

    def __init__(self, home: Path, folder: Path, head: Head, old: Mapping[str, Key], water: HighWater) -> None:
        self.home, self.folder, self.head, self.old, self.water = home, folder, head, old, water
        self.clock_key = Key(b"\0" * 32)

    def swap_in(self, ring: Keyring, who: Identity, living: tuple[DayKeys, ...] | list[DayKeys], way: Return) -> Restored:
        visits, dropped = self._purge(who, living)
        fresh = {name: Key.new() for name in COMPARTMENTS}
        for name, key in fresh.items():
            ring.locks[name].generation = max(ring.locks[name].generation, _highest(self.home, name))
            ring.relock(name, key)
        act = Act("store.restore", who.holder.id, models.iso(self.water.now()),
                  summary={"backup": self.head.id, "made_at": self.head.made_at, "way": way.value})
        sources = {name: (self.folder / f"{name}.db", self.old[name]) for name in COMPARTMENTS}
        rekeying.lay_ready(self.home, ring, sources, fresh, act, told_in=COMPARTMENTS)
        rekeying.carry_days(self.home, living, ring, fresh, fresh=True)
        if not living:
            about = self.head.about
            DayKeys.create(compartments.days_file(self.home, ring, about.office), about.office, about.zone, fresh["visitors"].child("days"),
                           fresh["cases"].child("holds"), self.water.now)
        for name in COMPARTMENTS:
            self._bring_proofs(name, compartments.file_of(self.home, ring, name), fresh[name])
        rekeying.switch(self.home, ring, fresh["cases"])
        return Restored(datetime.fromisoformat(self.head.made_at), way, visits, dropped)

    def _purge(self, who: Identity, living: tuple[DayKeys, ...] | list[DayKeys]) -> tuple[int, int]:
        """Visits whose day passed since, and those whose keys are not here, go with their payloads."""
        place = Compartment("visitors", self.folder / "visitors.db", self.old["visitors"], who.holder.account, self.folder / "none",
                            self.water.now, compartments.log_name(self.head.about.log, "visitors"))
        try:
            self.clock_key, _ = place.secret(CLOCK_KEY)
            now, by_site = models.iso(self.water.now()), {days.office: days for days in living}
            with place.bare() as db:
                rows = db.execute("SELECT id, site, chain, last_day, due_from, held FROM visit").fetchall()
                announced = db.execute("SELECT id, site, chain, last_day, due_from, 0 FROM expected").fetchall()
            gone, unmet = ([row for row, site, chain, last_day, due_from, on_hold in each
                            if not _opens(by_site.get(site), chain, last_day) or (due_from <= now and not on_hold)] for each in (rows, announced))
            if gone or unmet:
                act = Act("visit.forget", who.holder.id, now, summary={"rows": len(gone), "expected": len(unmet), "restored": True})
                with place.act(act) as session:
                    erasure.erase(session, Visit, gone)
                    erasure.erase(session, Expected, unmet)
            return len(rows) - len(gone), len(gone)
        finally:
            place.close()

    def _bring_proofs(self, name: str, path: Path, key: Key) -> None:
        """Those of the backup are added. Checkpoints that the restored journal does not reach any more are set aside, not lost."""
        folder = self.home / compartments.PROOFS
        for each in (self.folder / compartments.PROOFS).rglob("*"):
            to = folder / each.relative_to(self.folder / compartments.PROOFS)
            if each.is_file() and not to.exists():
                to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_whole(to, each.read_bytes())
        with said_plainly(name), closing(connect(path, key)) as db:
            tree, (secret,) = journal.Tree(db), db.execute("SELECT value FROM secret WHERE name = 'log'").fetchone()
            origin = compartments.log_name(self.head.about.log, name)
            for each, note in list(journal.notes(folder / name, origin, journal.public_of(bytes(secret)))):
                if note is None or not journal.continues(tree, note):
                    each.rename(each.with_suffix(".superseded"))


def _opens(days: DayKeys | None, chain: str, last_day: str) -> bool:
    if days is None:
        return False
    return chain in days.hold_handles() or days.for_opening(chain, datetime.fromisoformat(last_day).date()) is not None


def _highest(home: Path, name: str) -> int:
    numbers = [path.name.split(".")[1] for path in home.glob(f"{name}.*.db")]
    return max((int(each) for each in numbers if each.isdigit()), default=0)


@contextmanager
def _staged(home: Path, path: Path, head: Head, old: Mapping[str, Key], water: HighWater) -> Iterator[_Staged]:
    """Unpacked and checked; removed in any case."""
    folder = home / compartments.STAGING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        _unpack(path, head, old, folder)
        if problems := _unsound(head, old, folder):
            raise Damaged(_N("The backup is not sound: {code} in {compartment}."), _N("Take another one: alektum-desk backup list."),
                          code=problems[0].code, compartment=problems[0].compartment)
        yield _Staged(home, folder, head, old, water)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
