"""The power fails at any write, on a disk that drops and tears what was not synced: what was confirmed is there, what was erased stays away."""
from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.orm import Session

from alektum_desk.domain.accounts import COMPARTMENTS
from alektum_desk.domain.errors import DeskError
from alektum_desk.domain.notices import Field
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import accounts, checks, desk as desks, journals, records, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import compartments
from alektum_desk.store.compartment import connect
from alektum_desk.store.compartments import Store
from alektum_desk.store.keys import Key, Keyring
from alektum_desk.store.visitors import SEALED
from tests import cuts, forensic, tally
from tests.conftest import OFFICER, PASSWORD, Clock

CUTS, CUTS_IN_REKEYING = (1700, 300) if tally.LONG else (270, 30)
OPENED = 1 if tally.LONG else 4      # every one of so many disks is opened and used besides being read
DeskOn = Callable[..., Desk]
ClockOf = Callable[[Desk], Clock]
State = dict[str, list[tuple[Any, ...]]]        # by table, what must be there after a cut


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a person saw done. `gone` are bytes of what was erased; `dead` is the last day whose key was destroyed."""

    state: State
    gone: tuple[bytes, ...] = ()
    dead: date = date.min


def keys_of(home: Path) -> dict[str, Key]:
    ring = Keyring(home)
    return ring.keys_of(ring.unlock(OFFICER, PASSWORD))


def state(home: Path, keys: dict[str, Key]) -> State:
    """Every entry of each journal and the rows they tell of."""
    ring, found = Keyring(home), dict[str, list[tuple[Any, ...]]]()
    with ExitStack() as open_:
        files = {name: open_.enter_context(closing(connect(compartments.file_of(home, ring, name), keys[name]))) for name in COMPARTMENTS}
        for name, db in files.items():
            found[f"{name} journal"] = db.execute("SELECT seq, body FROM leaf ORDER BY seq").fetchall()
        found["visits"] = files["visitors"].execute("SELECT id, departed_at FROM visit ORDER BY id").fetchall()
        found["decisions"] = files["register"].execute("SELECT activity_id, field, value FROM decision ORDER BY id").fetchall()
    return found


class Told:
    """All that was confirmed, in order: after each act, and where somebody says so."""

    def __init__(self, home: Path, recorder: cuts.Recorder) -> None:
        self.home, self.recorder, self.keys, self.said = home, recorder, keys_of(home), list[Confirmed]()

    def confirm(self, gone: Sequence[bytes] = (), dead: date = date.min) -> None:
        last = self.said[-1] if self.said else None
        self.said.append(Confirmed(state(self.home, self.keys), tuple(gone) or (last.gone if last else ()), max(dead, last.dead if last else dead)))
        self.recorder.said(self.said[-1])

    @contextmanager
    def listening(self) -> Iterator[None]:
        act = Store.act

        @contextmanager
        def confirmed(store: Store, *words: Any, **more: Any) -> Iterator[Session]:
            with act(store, *words, **more) as session:
                yield session
            self.confirm()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Store, "act", confirmed)
            self.confirm()
            yield


def a_day_at_the_desk(home: Path, clock: Clock, told: Told) -> None:
    """Sign in, sign out, decide, sign the journals, forget, close."""
    desk = desks.open_desk(home, OFFICER, PASSWORD, clock)
    [activity, *_] = records.listed(desk)
    guests = [visitors.sign_in(desk, Guest(f"Guest {number}", "Elevator NV", f"P-{number}", "Anna")) for number in range(4)]
    visitors.sign_out(desk, id=guests[0].id)
    for number in range(2):
        records.decide(desk, activity.id, Field.SECURITY, f"Locked cupboard {number}", "seen on the spot")
    journals.sign(desk)
    with desk.store.bare("visitors") as db:
        salts = [bytes(salt) for (salt,) in db.execute("SELECT salt FROM payload WHERE tbl = 'visit'")]
    traces = [guest.id.encode() for guest in guests] + salts
    traces += [bytes.fromhex(box) for guest in guests for name, box in visitors.sealed(desk, guest.id).items() if name in SEALED and box]
    clock.move(timedelta(days=3))
    visitors.sign_in(desk, Guest("Kept"))
    clock.move(guests[-1].due_from)
    assert visitors.tick(desk).rows_erased == len(guests)
    told.confirm(traces, desk.today() - timedelta(1))
    visitors.sign_in(desk, Guest("After"))
    desk.close()
    told.confirm()


def test_a_power_cut_loses_nothing_and_brings_nothing_back(desk_on: DeskOn, clock_of: ClockOf, tmp_path: Path) -> None:
    found = after_cuts(desk_on, clock_of, tmp_path, CUTS)
    tally.add("power cuts in a day at the desk", cuts=CUTS, **found)
    assert not any(found.values()), found


def after_cuts(desk_on: DeskOn, clock_of: ClockOf, tmp_path: Path, many: int, seed: int = 7) -> dict[str, int]:
    """After how many of `many` cuts something was lost, came back, was torn, or a name was found."""
    desk = desk_on("2026-11-22")
    home, clock, chance, found = desk.home, clock_of(desk), random.Random(seed), Counter[str]()
    desk.close()
    with cuts.recording(home) as recorder:
        told = Told(home, recorder)
        with told.listening():
            a_day_at_the_desk(home, clock, told)
    copy = tmp_path / "copy"
    for number, (disk, said) in enumerate(cuts.cuts(recorder, many, chance)):
        disk.lay(copy, chance)
        before, after = told.said[max(0, len(said) - 1)], told.said[min(len(said), len(told.said) - 1)]
        found.update(unlike(copy, told.keys, before, after) or unsound(copy, told.keys, clock, told.said[-1], used=number % OPENED == 0))
    return {name: found[name] for name in ("lost", "resurrected", "torn", "names_found")}


def unlike(home: Path, keys: dict[str, Key], before: Confirmed, after: Confirmed) -> set[str]:
    """What is neither as it was confirmed nor as the act under way would have made it."""
    files = [(compartments.file_of(home, Keyring(home), name), keys[name].raw) for name in COMPARTMENTS]
    wrong = {"names_found"} if any(forensic.found(path, key, before.gone, torn=True) for path, key in files) else set()
    try:
        now = state(home, keys)
    except sqlcipher.Error:
        return wrong | {"torn"}
    for table, rows in now.items():
        if rows not in (before.state[table], after.state[table]):
            wrong.add("lost" if len(rows) < len(before.state[table]) else "resurrected" if len(rows) > len(after.state[table]) else "torn")
    if any(day <= before.dead for path in home.glob("*.days") for day in living_days(path)):
        wrong.add("resurrected")
    return wrong


def living_days(path: Path) -> list[date]:
    return [date.fromisoformat(day) for day in re.findall(r"^date (\S+) \S+ [A-Za-z0-9+/]{80}$", path.read_text(), re.MULTILINE)]


def unsound(home: Path, keys: dict[str, Key], clock: Clock, last: Confirmed, *, used: bool) -> set[str]:
    """Every page, reference and entry is sound, and the desk opens by itself and forgets what is due by now."""
    try:
        if not used:
            return {"torn"} if checks.files(home, OFFICER, PASSWORD, clock) else set()
        desk = desks.open_desk(home, OFFICER, PASSWORD, clock)
        visitors.tick(desk)
        wrong = {"resurrected"} if len(visitors.listed(desk)) > len(last.state["visits"]) else set()
        desk.close()
        if checks.files(home, OFFICER, PASSWORD, clock):
            wrong.add("torn")
    except (DeskError, sqlcipher.Error):
        return {"torn"}
    files = [(compartments.file_of(home, Keyring(home), name), keys[name].raw) for name in COMPARTMENTS]
    return wrong | ({"names_found"} if any(forensic.found(path, key, last.gone) for path, key in files) else set())


def test_a_power_cut_in_changing_the_keys_is_all_or_nothing(desk_on: DeskOn, clock_of: ClockOf, tmp_path: Path) -> None:
    desk = desk_on("2026-11-22")
    home, clock, chance, seen = desk.home, clock_of(desk), random.Random(3), Counter[bool]()
    visit = visitors.sign_in(desk, Guest("A Guest"))
    accounts.add(desk, "Bo", "dpo", PASSWORD)
    desk.close()
    with cuts.recording(home) as recorder:
        desk = desks.open_desk(home, OFFICER, PASSWORD, clock)
        accounts.disable(desk, "Bo")
        recorder.said("disabled")
        desk.close()
    torn, copy = 0, tmp_path / "copy"
    for disk, said in cuts.cuts(recorder, CUTS_IN_REKEYING, chance):
        disk.lay(copy, chance)
        again = desks.open_desk(copy, OFFICER, PASSWORD, clock)
        done = next(each.disabled for each in accounts.known(again) if each.name == "Bo")
        seen[done] += 1
        torn += not (visitors.listed(again) == (visit,) and done >= bool(said) and not again.store.damaged)
        again.close()
        torn += bool(checks.files(copy, OFFICER, PASSWORD, clock))
    tally.add("power cuts in changing the keys", cuts=CUTS_IN_REKEYING, torn=torn)
    assert torn == 0
    assert min(seen[True], seen[False]) > 0, seen
