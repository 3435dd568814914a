"""Every file that the program leaves anywhere is searched for the names of those who were forgotten, and the search could find them."""
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from alektum_desk.domain.accounts import COMPARTMENTS
from alektum_desk.domain.visitors import Guest
from alektum_desk.services import backups, drafts, journals, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import backup, compartments, erasure, visitors as rows
from alektum_desk.store.keys import Key, Keyring
from tests import forensic, tally
from tests.conftest import OFFICER, PASSWORD, Clock

DeskOn = Callable[..., Desk]
ClockOf = Callable[[Desk], Clock]
MANY = 400 if tally.LONG else 60
NAMES = [f"Örtengren Zapfenstreich{chr(97 + number // 26)}{chr(97 + number % 26)}ß" for number in range(MANY)]
TAIL = 9                # letters: what an index leaves of a word that shares its beginning with another one
FOLDERS = {"XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state", "TMPDIR": "temp"}


def needles(names: Iterable[str]) -> dict[str, set[bytes]]:
    """The end of each name in every case, as UTF-8 and UTF-16 and as hex."""
    return {name: forensic.spellings([name[-TAIL:]]) for name in names}


def texts(roots: Sequence[Path], keys: dict[str, Key]) -> Iterator[bytes]:
    """Every file as it lies there, every page of every compartment and of every backup decrypted."""
    for root in roots:
        for path in sorted(root.rglob("*")):
            if not path.is_file():
                continue
            yield path.read_bytes()
            name = path.name.split(".")[0]
            if path.suffix == ".db" and name in keys:
                yield from forensic.pages(path, keys[name].raw)
            if path.suffix == ".backup":
                yield from inside(path, keys)


def inside(path: Path, keys: dict[str, Key]) -> Iterator[bytes]:
    """In a folder of its own, which the search does not meet."""
    head = backup.read_head(path)
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        backup.unpack(path, head.key(keys["cases"]), Path(folder), ())
        for each in sorted(Path(folder).rglob("*")):
            if each.is_file():
                yield from forensic.pages(each, keys[each.stem].raw) if each.suffix == ".db" else [each.read_bytes()]


def found(roots: Sequence[Path], keys: dict[str, Key], names: Sequence[str]) -> set[str]:
    wanted, seen = needles(names), set[str]()
    for text in texts(roots, keys):
        seen |= {name for name, forms in wanted.items() if name not in seen and any(form in text for form in forms)}
    return seen


def lived(desk: Desk, clock: Clock, folder: Path) -> None:
    """Everybody came, was looked for, stands in a backup, a draft and a journal export, left, and was forgotten."""
    gone = [visitors.sign_in(desk, Guest(name, "Elevator NV")) for name in NAMES]
    visitors.find(desk, NAMES[3].casefold())
    for visit in gone[::7]:
        visitors.sign_out(desk, id=visit.id)
    drafts.keep(desk, "visitors.sign_in", {"name": NAMES[0]})
    backups.create(desk, folder / "backups")
    journals.export(desk, folder / "journal", payloads=True)
    clock.move(max(each.due_from for each in gone))
    assert visitors.tick(desk).rows_erased == MANY
    clock.move(timedelta(days=1))
    visitors.tick(desk)
    backups.create(desk, folder / "backups")


def test_of_the_forgotten_no_name_is_in_any_file(desk_on: DeskOn, clock_of: ClockOf, tmp_path: Path) -> None:
    desk = desk_on("2026-11-22")
    lived(desk, clock_of(desk), tmp_path)
    keys = dict(desk.store.keys)
    seen = found([desk.home, tmp_path / "backups", tmp_path / "journal"], keys, NAMES)
    desk.close()
    seen |= found([desk.home], keys, NAMES)
    tally.add("search of every file and page", scans=MANY, names_found=len(seen))
    assert seen == set()


def test_without_sealing_and_compaction_every_name_is_found(desk_on: DeskOn, clock_of: ClockOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The positive control: what the search missed here it would miss anywhere."""
    def plain(_key: Key, _visit: str, guest: Guest) -> dict[str, bytes | None]:
        return {name: said.encode() if (said := getattr(guest, name)) else None for name in rows.SEALED}
    monkeypatch.setattr(rows, "seal", plain)
    monkeypatch.setattr(erasure, "compact", lambda _place, _patience=0.0: True)
    monkeypatch.setattr(rows, "opened", lambda _row, _days: None)
    desk = desk_on("2026-11-22")
    gone = [visitors.sign_in(desk, Guest(name)) for name in NAMES]
    clock_of(desk).move(max(each.due_from for each in gone))
    assert visitors.tick(desk).rows_erased == MANY
    seen = found([desk.home], dict(desk.store.keys), NAMES)
    tally.add("positive control of the search", scans=MANY, undetected=MANY - len(seen))
    assert seen == set(NAMES)


@pytest.mark.parametrize("written", [lambda name: name.encode(), lambda name: name.casefold().encode("utf-16-le"), lambda name: name[-TAIL:].upper().encode(),
                                     lambda name: name.encode().hex().encode()])
def test_the_search_finds_a_name_however_it_is_written(tmp_path: Path, written: Callable[[str], bytes]) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "note.bin").write_bytes(b"\0" + written(NAMES[1]) + b"\0")
    assert found([tmp_path], {}, NAMES) == {NAMES[1]}


def test_the_command_line_leaves_no_name_in_any_folder(tmp_path: Path) -> None:
    """A program of its own, with every folder that the system gives it in a place of ours."""
    environment = {**{name: value for name, value in os.environ.items() if not name.startswith("ALEKTUM_DESK_")},
                   **{name: str(tmp_path / folder) for name, folder in FOLDERS.items()}, "HOME": str(tmp_path / "person")}
    for folder in (*FOLDERS.values(), "person", "shelf"):
        (tmp_path / folder).mkdir()
    word = tmp_path / "shelf" / "password"
    word.write_text(PASSWORD)
    word.chmod(0o600)

    def desk(*words: str) -> str:
        done = subprocess.run([sys.executable, "-m", "alektum_desk", *words, "--password-file", str(word), "--json"], env=environment, cwd=tmp_path,
                              capture_output=True, text=True, check=False)
        assert done.returncode in {0, 3}, done.stderr
        return done.stdout
    desk("setup", "--office", "be-ghent", "--officer", OFFICER, "--role", "dpo")
    visit = json.loads(desk("visitors", "sign-in", "--name", NAMES[0], "--host", NAMES[1], "--site", "be-ghent"))
    assert NAMES[0] in json.loads(desk("visitors", "list"))[0]["name"]
    desk("visitors", "sign-in", "--name", NAMES[2] * 20)        # refused, and said so without it
    desk("visitors", "sign-out", "--id", visit["id"])
    desk("backup", "create", "--to", str(tmp_path / "shelf"))
    [home] = [path.parent for path in (tmp_path / "data").rglob("keyring.json")]
    ring = Keyring(home)
    keys = ring.keys_of(ring.unlock(OFFICER, PASSWORD))
    assert set(keys) == set(COMPARTMENTS)
    roots = [tmp_path / folder for folder in (*FOLDERS.values(), "person", "shelf")]
    assert found(roots, keys, NAMES[:3]) == set()
    shutil.copy(compartments.file_of(home, ring, "visitors"), tmp_path / "temp" / "visitors.1.db")
    (tmp_path / "cache" / "thumb").write_bytes(NAMES[0].encode("utf-16-be"))
    assert found(roots, keys, NAMES[:3]) == {NAMES[0]}
