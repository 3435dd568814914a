"""The kiosk as a script opens it: published, given a PIN, and run on a machine of its own."""
from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from alektum_desk.domain.kiosk_pairing import is_pin
from alektum_desk.services import accounts, desk as desks, kiosk, sample
from alektum_desk.store import keys
from tests.cli.run import Line
from tests.conftest import CHEAP, PASSWORD

FULL = keys.COST        # other programs open this home, too
PIN = "482913"
RECEPTION = "The reception"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kiosk") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", FULL)
        desk = sample.open_sample(folder)
        accounts.add(desk, RECEPTION, "front-desk", PASSWORD)
        desk.close()
    return folder


@pytest.fixture
def home(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert CHEAP.memory_kib < FULL.memory_kib
    monkeypatch.setattr(keys, "COST", FULL)
    shutil.copytree(office, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def line(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(home, sample.PASSWORD, capsys, monkeypatch)


def publish(line: Line, tmp_path: Path) -> None:
    file = tmp_path / "pin"
    file.touch(0o600)
    file.write_text(PIN)
    made = line("visitors", "kiosk-publish", "--account", sample.OFFICER)
    assert made.code == 0
    assert made.answer["fields"] == ["name", "employer", "plate"]
    assert [each["language"] for each in made.answer["texts"]] == ["fr"]
    assert line("visitors", "kiosk-pin", "--pin-file", str(file), "--account", sample.OFFICER).answer == {"site": "be-ghent"}


def test_an_officer_publishes_and_sets_the_pin(line: Line, home: Path, tmp_path: Path) -> None:
    refused = line("visitors", "kiosk-publish", "--fields", "name,photo", "--account", sample.OFFICER)
    assert (refused.code, "does not name photo" in refused.error["message"]) == (3, True)
    publish(line, tmp_path)
    desk = desks.open_desk(home, sample.OFFICER, sample.PASSWORD)
    try:
        assert is_pin(PIN, kiosk.pin_of(desk) or "")
    finally:
        desk.close()


def run(home: Path, *words: str, password: str = PASSWORD, said: bytes = b"") -> tuple[int, str]:
    file = home.parent / "password"
    file.touch(0o600)
    file.write_text(password)
    done = subprocess.run([sys.executable, "-m", "alektum_desk", "kiosk", "--home", str(home), "--password-file", str(file), *words],
                          env=alone(home), input=said, capture_output=True, timeout=60, check=False)
    return done.returncode, done.stderr.decode()


def alone(home: Path) -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(home.parent / "config"), "XDG_STATE_HOME": str(home.parent / "state"),
            "XDG_RUNTIME_DIR": str(home.parent), "LC_ALL": "C.UTF-8"}


def test_a_kiosk_that_nobody_greeted_does_not_open(home: Path) -> None:
    for said in (b"", b"hello\n", b"{}\n"):
        code, err = run(home, "--paired", said=said)
        assert code == 4
        assert "started by its desk" in err


def test_no_officer_is_left_behind_a_kiosk(line: Line, home: Path, tmp_path: Path) -> None:
    publish(line, tmp_path)
    code, err = run(home, "--account", sample.OFFICER, password=sample.PASSWORD)
    assert code == 4
    assert "front-desk account and no other" in err


def test_a_kiosk_that_was_not_published_does_not_open(home: Path) -> None:
    code, err = run(home, "--account", RECEPTION)
    assert code == 3
    assert "not published" in err


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked at through /proc")
def test_on_its_own_machine_a_desk_without_a_window_serves_a_kiosk_without_a_key(line: Line, home: Path, tmp_path: Path) -> None:
    publish(line, tmp_path)
    file = tmp_path / "password"
    file.touch(0o600)
    file.write_text(PASSWORD)
    desk = subprocess.Popen([sys.executable, "-m", "alektum_desk", "kiosk", "--home", str(home), "--account", RECEPTION, "--password-file", str(file)],
                            env=alone(home))
    try:
        child = wait_for_child(desk)
        held = files_of(desk.pid)
        assert any(each.startswith("visitors.") for each in held)
        assert not any(each.startswith(("register.", "cases.")) for each in held)
        assert not any(each.endswith((".db", ".days", "keyring.json")) for each in files_of(child))
        words = Path(f"/proc/{child}/cmdline").read_bytes() + Path(f"/proc/{child}/environ").read_bytes()
        assert b"secret" not in words
        assert str(home).encode() not in Path(f"/proc/{child}/cmdline").read_bytes()
    finally:
        for pid in (*children(desk.pid), desk.pid):
            os.kill(pid, signal.SIGTERM)
        desk.wait(10)


def wait_for_child(desk: subprocess.Popen[bytes]) -> int:
    """Until the kiosk has its line: the folder of the socket is there and both run."""
    end = time.monotonic() + 40
    while time.monotonic() < end and desk.poll() is None:
        found = children(desk.pid)
        if found and any("socket" in each for each in files_of(found[0])):
            return found[0]
        time.sleep(0.1)
    pytest.fail("the kiosk never came")


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def files_of(pid: int) -> list[str]:
    found = []
    for each in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found.append(each.readlink().name)
        except OSError:
            continue
    return found
