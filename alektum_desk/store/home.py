"""`home.json`: what a data home says of itself while it is locked."""
from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from alektum_desk.domain.errors import _N, Damaged, Refused
from alektum_desk.domain.visitors import zone_of
from alektum_desk.store.files import write_whole

VERSION = 1
_FILE = "home.json"


@dataclass(frozen=True, slots=True)
class Home:
    """`log` names this desk's journals; a `sample` home holds invented people only."""

    office: str
    zone: str
    languages: tuple[str, ...]
    log: str
    sample: bool = False
    version: int = VERSION


def exists(home: Path) -> bool:
    return (home / _FILE).is_file()


def write(home: Path, what: Home) -> None:
    write_whole(home / _FILE, json.dumps(asdict(what), indent=1).encode())


def read(home: Path) -> Home:
    if not exists(home):
        raise Refused(_N("There is no data home in {home}."), _N("Run: alektum-desk setup, or name another folder with --home."),
                      home=home)
    try:
        found = json.loads((home / _FILE).read_bytes())
        if found["version"] > VERSION:
            raise Damaged(_N("This data home was written by a newer program."), _N("Install the newer program and open it there."))
        zone_of(found["zone"])
        return Home(**(found | {"languages": tuple(found["languages"])}))
    except (ValueError, KeyError, TypeError, Refused):
        raise Damaged(_N("The file home.json of this data home is damaged."), _N("Restore it from the last backup.")) from None
