"""What was forgotten on each day: counts and lateness, signed by the key of the visitors' log, in `proofs/forgotten/`."""
from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from alektum_desk.store import journal
from alektum_desk.store.compartment import Compartment
from alektum_desk.store.files import held, write_whole
from alektum_desk.store.journal import Values, canonical

FOLDER = "forgotten"
FOLDERS = {"visitors": FOLDER, "cases": "erased"}     # under proofs/, by the compartment whose log signs
SCHEMA = "alektum-desk/forgotten/1"


class Place(StrEnum):
    """Where a visit leaves traces."""

    ROWS = "rows"
    PAYLOADS = "journal payloads"
    FREE_PAGES = "free pages"
    LOG = "write-ahead log"
    DAY_KEYS = "day keys"


@dataclass(frozen=True, slots=True)
class Run:
    """What one act erased of one day. `lateness` counts visits by whole seconds; `entry` is the act's number in the journal."""

    job: str
    entry: int
    lateness: Mapping[int, int]
    places: tuple[str, ...]

    @property
    def erased(self) -> int:
        return sum(self.lateness.values())


def counts(entry: int, late: Mapping[date, list[int]]) -> Values:
    """What the pending mark carries: the days on which the erased were due, and by how many seconds each went late."""
    return {"entry": entry, "days": {day.isoformat(): Counter(map(str, seconds)) for day, seconds in late.items()}}


def add(place: Compartment, job: str, said: Values, places: list[str]) -> None:
    """Into the certificates of its days; a job that stands there already, since a kill came after it, is not counted twice."""
    folder = place.proofs.parent / FOLDERS[place.name]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with held(folder):
        for day, lateness in said["days"].items():
            path = folder / f"{day}.json"
            runs = [each for each in _runs(path, place) if each["job"] != job]
            runs.append({"job": job, "entry": said["entry"], "lateness": lateness, "places": places})
            write_whole(path, signed({"schema": SCHEMA, "day": day, "runs": runs}, place))


def signed(statement: Values, place: Compartment) -> bytes:
    """A statement with the log's signature over its canonical form."""
    note = journal.sign_note(place.origin, canonical(statement) + "\n", place.log_key)
    return json.dumps({"statement": statement, "signature": note.rpartition("\n\n")[2].rstrip("\n"),
                       "key": journal.verifier_key(place.origin, place.public)}, indent=1, ensure_ascii=False).encode() + b"\n"


def read(data: bytes, origin: str, public: bytes) -> dict[str, Any]:
    """What was signed; ValueError when this log did not sign it."""
    try:
        found = json.loads(data)
        statement: dict[str, Any] = found["statement"]
        journal.signed_text(f"{canonical(statement)}\n\n{found['signature']}\n", origin, public)
    except (KeyError, TypeError) as why:
        raise ValueError(str(why)) from None
    return statement


def _runs(path: Path, place: Compartment) -> list[dict[str, Any]]:
    """Of a certificate that was changed nothing is taken over; it is set aside, not lost."""
    if not path.exists():
        return []
    try:
        runs: list[dict[str, Any]] = read(path.read_bytes(), place.origin, place.public)["runs"]
    except ValueError:
        path.rename(path.with_suffix(".refused"))
        return []
    return runs


def of_day(place: Compartment, day: date) -> dict[str, Any] | None:
    """What was signed about one day; None where nothing was, or somebody changed it."""
    try:
        return read((place.proofs.parent / FOLDERS[place.name] / f"{day}.json").read_bytes(), place.origin, place.public)
    except (OSError, ValueError):
        return None


def of_month(place: Compartment, month: str) -> dict[date, list[Run]]:
    """The runs of each day of a month, as `2026-11`; days on which nothing was due are not there."""
    found = {}
    for path in sorted((place.proofs.parent / FOLDER).glob(f"{month}-*.json")):
        with suppress(ValueError):
            found[date.fromisoformat(path.stem)] = [
                Run(each["job"], each["entry"], {int(late): number for late, number in each["lateness"].items()}, tuple(each["places"]))
                for each in read(path.read_bytes(), place.origin, place.public)["runs"]]
    return found


def highest(runs: list[Run], share: float) -> int:
    """The seconds within which this share of the erased went; 0 where nothing was erased."""
    all_of_them = sum((Counter(each.lateness) for each in runs), Counter[int]())
    wanted, so_far = math.ceil(share * all_of_them.total()), 0
    for late in sorted(all_of_them):
        so_far += all_of_them[late]
        if so_far >= wanted:
            return late
    return 0
