"""./desk: what it installs or asks for, what it skips, and what it does where there is no screen."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.timing import work_of

ROOT = Path(__file__).resolve().parent.parent


def _script(path: Path, *lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a fresh clone as the command looks at, in a folder with a space."""
    folder = tmp_path / "a clone"
    (folder / "packaging").mkdir(parents=True)
    for name in ("desk", "pyproject.toml", "packaging/constraints.txt"):
        shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.fixture
def set_up(checkout: Path) -> Path:
    """The same after everything was installed, with a program that only says how it was called."""
    _script(checkout / ".venv/bin/alektum-desk", 'echo "$QT_QPA_PLATFORM: $*"')
    (checkout / ".venv/bin/python").symlink_to(sys.executable)
    parts = [f"{checkout}\n".encode(), *((checkout / name).read_bytes() for name in ("packaging/constraints.txt", "pyproject.toml"))]
    (checkout / ".venv/ready-run").write_text(sha256(b"".join(parts)).hexdigest() + "\n", encoding="utf-8")
    return checkout


def _desk(checkout: Path, *words: str, tools: Path | None = None, screen: str | None = None) -> subprocess.CompletedProcess[str]:
    path = f"{tools}:{os.environ['PATH']}" if tools else os.environ["PATH"]
    return subprocess.run([checkout / "desk", *words], env={"PATH": path, "HOME": str(checkout), **({screen: ":9"} if screen else {})}, cwd="/",
                          capture_output=True, text=True, check=False)


@pytest.fixture
def bare_system(tmp_path: Path) -> Path:
    """Stands before the real tools: a Debian that has libgl1 and, in their own way, the GLib libraries; the user is not root."""
    _script(tmp_path / "bin/id", "echo 1000")
    _script(tmp_path / "bin/dpkg-query", "echo 'installed, libgl1, '",
            "echo 'installed, libglib2.0-0t64, libglib2.0-0 (= 2.84), libgio-fam'", "echo 'config-files, libegl1, '")
    return tmp_path / "bin"


@pytest.mark.parametrize(("command", "needs_more"), [("run", False), ("test", True)])
def test_somebody_who_may_not_install_gets_one_line(checkout: Path, bare_system: Path, command: str, needs_more: bool) -> None:
    told = _desk(checkout, command, tools=bare_system)
    assert told.returncode == 10
    line = told.stdout.strip()
    assert line.startswith("sudo apt-get install --no-install-recommends ")
    assert "\n" not in line
    assert {"libegl1", "libxcb-cursor0"} <= set(line.split())
    assert not {"libgl1", "libglib2.0-0"} & set(line.split())
    assert ("xvfb" in line.split()) is needs_more
    assert not (checkout / ".venv").exists()


def test_the_second_start_skips_everything(set_up: Path) -> None:
    def start() -> None:
        assert _desk(set_up, "run", "visitors", "list", "--json").stdout == "offscreen: visitors list --json\n"
    assert work_of(start) < 1


def test_a_changed_dependency_is_noticed(set_up: Path, bare_system: Path) -> None:
    with (set_up / "packaging/constraints.txt").open("a", encoding="utf-8") as constraints:
        constraints.write("one-more==1.0\n")
    assert _desk(set_up, "run", tools=bare_system).returncode == 10


def test_without_a_screen_the_tour_is_played_and_its_folder_named(set_up: Path) -> None:
    told = _desk(set_up, "run")
    assert told.returncode == 0
    assert f"offscreen: tour --to {set_up}/build/tour\n" in told.stdout
    assert told.stdout.endswith(f"The tour lies in {set_up}/build/tour\n")


@pytest.mark.parametrize("screen", ["DISPLAY", "WAYLAND_DISPLAY"])
@pytest.mark.parametrize(("words", "called"), [((), "run"), (("--sample",), "run --sample"), (("help",), "help")])
def test_with_a_screen_the_words_go_to_the_program(set_up: Path, screen: str, words: tuple[str, ...], called: str) -> None:
    assert _desk(set_up, "run", *words, screen=screen).stdout == f": {called}\n"


def test_a_tour_that_fails_is_a_failure(set_up: Path) -> None:
    _script(set_up / ".venv/bin/alektum-desk", "exit 7")
    assert _desk(set_up, "run").returncode == 7
