"""A backup brought back through a folder from which the forgotten are purged before it is swapped in."""
from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from alektum_desk.base.language import _
from alektum_desk.domain.accounts import COMPARTMENTS
from alektum_desk.domain.backups import Restored, Return
from alektum_desk.domain.errors import _N, Damaged, DeskError, NotAllowed, Refused
from alektum_desk.services.backups import only_officer, other_keys, unpack, unsound, whole
from alektum_desk.services.desk import Clock, disk_said_plainly, move_into_place, system, unlock
from alektum_desk.store import backup as store, compartments, erasure, home as homes, journal, models, rekeying
from alektum_desk.store.backup import Head
from alektum_desk.store.clock import HighWater
from alektum_desk.store.compartment import CLOCK_KEY, Compartment, connect
from alektum_desk.store.days import DayKeys
from alektum_desk.store.files import held, write_whole
from alektum_desk.store.journal import Act
from alektum_desk.store.keys import Identity, Key, Keyring, WrongKey
from alektum_desk.store.trouble import said_plainly
from alektum_desk.store.visitors import Expected, Visit


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
            who = unlock(draft, ring, account or only_officer(ring), password, clock())
            homes.write(draft, head.about)
            made_at = datetime.fromisoformat(head.made_at)
            water = HighWater(draft / "clock.json", lambda: max(clock(), made_at))
            with _staged(draft, path, head, whole(ring, who), water) as staged:
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
        name = account or only_officer(ring)
        who = unlock(home, ring, name, password, water.now())
        keys = whole(ring, who)
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
        return whole(then, then.unlock(name, password))
    except NotAllowed:
        raise other_keys() from None


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
        unpack(path, head, old, folder)
        if problems := unsound(head, old, folder):
            raise Damaged(_N("The backup is not sound: {code} in {compartment}."), _N("Take another one: alektum-desk backup list."),
                          code=problems[0].code, compartment=problems[0].compartment)
        yield _Staged(home, folder, head, old, water)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
