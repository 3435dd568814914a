"""The wheel, built and used once in an empty environment: what a packager gets holds everything and finds it."""
from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import pytest

from alektum_desk import __version__
from alektum_desk.base import language

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel in it; the libraries are lent by this one, the program is not."""
    folder = tmp_path_factory.mktemp("elsewhere") / "an empty place"
    _run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    python = folder / "bin" / "python"
    _run(sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index", str(wheel))
    site = Path(_run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


def _run(*words: str, given: str | None = None) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ALEKTUM_DESK_"))}
    done = subprocess.run(words, input=given, capture_output=True, text=True, check=False, env=environment, cwd="/")
    if done.returncode:
        pytest.fail(f"{' '.join(words)}\n{done.stdout}{done.stderr}", pytrace=False)
    return done.stdout


def _desk(installed: Path, *words: str, given: str | None = None) -> str:
    return _run(str(installed / "bin" / "alektum-desk"), *words, given=given)


def test_it_carries_program_resources_and_catalogues_and_no_more(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    bundled = {f"alektum_desk/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "resources").rglob("*")
               if path.is_file() and "__pycache__" not in path.parts}
    assert bundled - names == set()
    assert {f"alektum_desk/translations/{code}.mo" for code in language.LANGUAGES if code != "en"} <= names
    assert {name.split("/")[0] for name in names} == {"alektum_desk", f"alektum_desk-{__version__}.dist-info"}
    assert {f"alektum_desk-{__version__}.dist-info/licenses/{name}" for name in ("LICENSE", "THIRD_PARTY.md")} <= names


def test_it_runs_from_its_own_files(installed: Path) -> None:
    where = _run(str(installed / "bin" / "python"), "-c", "import alektum_desk; print(alektum_desk.__file__)")
    assert Path(where.strip()).is_relative_to(installed)


def test_it_says_what_it_can(installed: Path) -> None:
    commands = {each["command"] for each in json.loads(_desk(installed, "help", "--json"))}
    assert {"help", "run", "tour", "visitors forget-on", "authorities list"} <= commands


def test_it_knows_when_a_visit_is_forgotten(installed: Path) -> None:
    visit = {"id": "a", "kind": "visit", "site_tz": "Europe/Brussels", "arrived_at": "2026-01-31T09:00:00+01:00",
             "departed_at": "2026-01-31T10:00:00+01:00"}
    answer = json.loads(_desk(installed, "visitors", "forget-on", "--json", given=json.dumps([visit])))
    assert [each["last_day"] for each in answer] == ["2026-02-28"]


def test_it_finds_its_authorities(installed: Path) -> None:
    assert len(json.loads(_desk(installed, "authorities", "list", "--json"))) >= 61


@pytest.mark.parametrize("code", [code for code in language.LANGUAGES if code != "en"])
def test_it_finds_its_catalogues(installed: Path, code: str) -> None:
    told = _run(str(installed / "bin" / "python"), "-c", "import sys; from alektum_desk.base import language; "
                "language.use(sys.argv[1]); print(language._('Check the path.'))", code)
    assert told.strip() == language.catalogue(code).gettext("Check the path.")
