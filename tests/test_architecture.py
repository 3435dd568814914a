"""The house stands as CONTRIBUTING.md draws it: floors, cycles, types, lint, and everything below the screens without Qt."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent

# Runs in a Python of its own, where Qt cannot be had.
_WITHOUT_QT = """
import importlib, pkgutil, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6"}:
            raise ModuleNotFoundError(f"{name} is upstairs", name=name)

sys.meta_path.insert(0, NoQt())
import alektum_desk

upstairs = ("alektum_desk.ui", "alektum_desk.app", "alektum_desk.__main__")
found = [each.name for each in pkgutil.walk_packages(alektum_desk.__path__, "alektum_desk.", onerror=lambda name: None)
         if not each.name.startswith(upstairs)]
for name in found:
    importlib.import_module(name)
assert len(found) > 30, found
if len(sys.argv) > 1:
    import pytest
    sys.exit(pytest.main(["-p", "no:pytest-qt", "-p", "no:xdist", "-p", "no:cacheprovider",
                          "-W", "ignore::pytest.PytestConfigWarning", *sys.argv[1:]]))
"""


def _run(*words: str) -> None:
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


def test_the_floors_hold() -> None:
    _run("-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))")


def test_no_module_reaches_itself() -> None:
    """Imports for type checking do not count: nothing runs them."""
    graph = grimp.build_graph("alektum_desk", exclude_type_checking_imports=True, cache_dir=None)
    assert [f"{name} <-> {below}" for name in sorted(graph.modules)
            for below in graph.find_modules_directly_imported_by(name)
            if graph.chain_exists(importer=below, imported=name)] == []


def test_lint() -> None:
    _run("-m", "ruff", "check", "--quiet", ".")


def test_types() -> None:
    _run("-m", "mypy")


def test_types_of_the_tools() -> None:
    _run("-m", "mypy", "--no-explicit-package-bases", "packaging/catalogues.py", "packaging/hatch_build.py")


def test_everything_below_the_screens_is_there_without_qt() -> None:
    _run("-c", _WITHOUT_QT)


@pytest.mark.parametrize("paths", [
    ("tests/base",), ("tests/reference",),
    tuple(f"tests/cli/test_{noun}.py" for noun in ("common", "setup", "store", "complaints", "exports")),
    pytest.param(("tests/cli",), marks=pytest.mark.long),       # the whole of it once more: half a minute
], ids=lambda paths: paths[0])
def test_and_is_tested_without_qt(paths: tuple[str, ...]) -> None:
    _run("-c", _WITHOUT_QT, *paths)
