"""What a distribution takes from packaging/, as the desktop's own validators see it."""
from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from configparser import ConfigParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from alektum_desk import __version__
from alektum_desk.base import language, paths

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"
METAINFO = PACKAGING / f"{paths.APP_ID}.metainfo.xml"


def _passes(tool: str, *words: str) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed; as root ./desk test installs it")
    done = subprocess.run([tool, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_desktop_file_is_valid() -> None:
    _passes("desktop-file-validate", "--warn-kde", str(PACKAGING / f"{paths.APP_ID}.desktop"))


def test_the_metainfo_is_valid() -> None:
    _passes("appstreamcli", "validate", "--no-net", str(METAINFO))


def test_the_desktop_file_speaks_every_language() -> None:
    entry = ConfigParser(interpolation=None)
    entry.read(PACKAGING / f"{paths.APP_ID}.desktop", encoding="utf-8")
    for code in language.LANGUAGES:
        if code != "en":
            assert f"genericname[{code}]" in entry["Desktop Entry"]
            assert f"comment[{code}]" in entry["Desktop Entry"]


def test_the_metainfo_knows_this_version_and_these_languages() -> None:
    info = ET.parse(METAINFO).getroot()
    newest = info.find("releases/release")
    assert newest is not None
    assert newest.get("version") == __version__
    assert {each.text for each in info.findall("languages/lang")} == set(language.LANGUAGES)


def test_the_version_stands_once_and_is_said_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__


def test_the_constraints_name_versions_and_nothing_else() -> None:
    lines = (PACKAGING / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)] == []


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["build-system"]["requires"], *project["project"]["dependencies"],
             *(each for extra in project["project"]["optional-dependencies"].values() for each in extra)]
    pinned = {_plain(line.split("==")[0]) for line in (PACKAGING / "constraints.txt").read_text(encoding="utf-8").splitlines()}
    assert {_plain(re.split(r"[<>=!~ ;\[]", each)[0]) for each in asked} - pinned == set()


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("shell", ["sh", "dash", "bash"])
def test_the_two_commands_are_plain_shell(shell: str) -> None:
    _passes(shell, "-n", str(ROOT / "desk"))


def test_the_two_commands_say_what_they_do() -> None:
    told = subprocess.run([ROOT / "desk", "help"], capture_output=True, text=True, check=True).stdout
    assert all(f"./desk {each}" in told for each in ("run", "test", "bench"))
    assert subprocess.run([ROOT / "desk", "fly"], capture_output=True, check=False).returncode == 2


@pytest.mark.parametrize("unit", ["alektum-desk-forget.service", "alektum-desk-forget.timer"])
def test_systemd_takes_the_units(unit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    done = subprocess.run(["systemd-analyze", "--user", "--man=no", "verify", str(PACKAGING / "timers" / unit)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "alektum-desk-forget" not in done.stderr       # an unknown key is a warning only


def test_both_timers_run_the_locked_command_every_quarter_of_an_hour() -> None:
    service, timer, task = ((PACKAGING / "timers" / f"alektum-desk-forget.{kind}").read_text(encoding="utf-8") for kind in ("service", "timer", "xml"))
    assert "alektum-desk visitors forget\n" in service
    assert "OnCalendar=*:0/15\n" in timer
    found = {each.tag.rpartition("}")[2]: each.text for each in ET.fromstring(task.partition("?>")[2]).iter()}
    assert (found["Command"], found["Arguments"], found["Interval"]) == ("alektum-desk", "visitors forget", "PT15M")
