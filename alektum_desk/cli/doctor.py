"""`doctor`: is everything there that the program needs? Asks for no data home and no password."""
from __future__ import annotations

import ctypes
import importlib
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alektum_desk.base import language, paths
from alektum_desk.base.language import _
from alektum_desk.cli.command import TEXT, TRUTH, Command, Context, Needs, record, rows
from alektum_desk.domain.errors import Problems, SystemLacks

OLDEST_PYTHON = (3, 11)
# What Qt draws and talks with on a Linux, and the Debian package that brings it.
LIBRARIES = {
    "libGL.so.1": "libgl1", "libEGL.so.1": "libegl1", "libglib-2.0.so.0": "libglib2.0-0", "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1", "libdbus-1.so.3": "libdbus-1-3", "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0", "libxcb-icccm.so.4": "libxcb-icccm4", "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0", "libxcb-xkb.so.1": "libxcb-xkb1", "libxcb-randr.so.0": "libxcb-randr0",
}
_SYSTEM = {"libraries", "window"}       # what only the system's packages mend


@dataclass(frozen=True, slots=True)
class Finding:
    """`mend` says what to do, and is None where nothing is wrong."""

    check: str
    sentence: str
    mend: str | None = None


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return Finding("python", _("Python {version} is too old.").format(version=version), _("Install Python 3.11 or newer."))
    return Finding("python", _("Python {version} is new enough.").format(version=version))


def _libraries() -> Finding:
    if sys.platform != "linux":
        return Finding("libraries", _("This system brings its own libraries."))
    missing = [package for name, package in LIBRARIES.items() if not _loads(name)]
    if missing:
        return Finding("libraries", _("Libraries of the system are missing: {packages}.").format(packages=", ".join(missing)),
                       _("Run: sudo apt-get install {packages}").format(packages=" ".join(missing)))
    return Finding("libraries", _("The system's libraries are there."))


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _imports(check: str, module: str, found: str, missing: str, mend: str) -> Finding:
    try:
        importlib.import_module(module)
    except ImportError:
        return Finding(check, missing, mend)
    return Finding(check, found)


def _home(home: Path) -> Finding:
    """May we write in the data home, or make it?"""
    place = next(each for each in (home, *home.parents) if each.exists())
    if place.is_dir() and os.access(place, os.W_OK | os.X_OK):
        return Finding("home", _("The data home {home} can be written.").format(home=home))
    return Finding("home", _("The data home {home} cannot be written.").format(home=home),
                   _("Choose another folder with --home, or change the permissions of {place}.").format(place=place))


def _catalogues() -> Finding:
    missing = []
    for code in language.LANGUAGES:
        try:
            language.catalogue(code)
        except (OSError, ValueError):
            missing.append(code)
    if missing:
        return Finding("catalogues", _("The texts of some languages are not compiled: {languages}.").format(languages=", ".join(missing)),
                       _("Run ./desk run once, or install the program again."))
    return Finding("catalogues", _("The texts of all {number} languages are there.").format(number=len(language.LANGUAGES)))


def _fonts() -> Finding:
    if any((paths.resources() / "fonts").rglob("*.[ot]tf")):
        return Finding("fonts", _("The program's fonts are there."))
    return Finding("fonts", _("The program's fonts are missing."), _("Install the program again."))


def findings(home: Path) -> Iterator[Finding]:
    yield _python()
    yield _libraries()
    yield _imports("window", "PySide6.QtWidgets", _("Qt can open a window."), _("Qt cannot be loaded."),
                   _("Install the libraries named above; if none is named, install the program again."))
    yield _imports("encryption", "sqlcipher3.dbapi2", _("The encrypted store can be read."), _("The encrypted store cannot be read."),
                   _("Install the program again; it brings its own SQLCipher."))
    yield _home(home)
    yield _catalogues()
    yield _fonts()


def _doctor(context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    return [{"check": each.check, "ok": each.mend is None, "sentence": each.sentence, "mend": each.mend or ""}
            for each in findings(context.home)]


def _exit_code(answer: list[dict[str, Any]]) -> int:
    bad = {each["check"] for each in answer if not each["ok"]}
    return SystemLacks.exit_code if bad & _SYSTEM else Problems.exit_code if bad else 0


def _text(answer: list[dict[str, Any]]) -> str:
    return "\n".join(f"{'✓' if each['ok'] else '✗'} {each['sentence']} {each['mend']}".rstrip() for each in answer)


COMMANDS = (
    Command("doctor", None, "Check that everything is there that the program needs", _doctor, needs=Needs.NOTHING, text=_text,
            answer=rows(record(check=TEXT, ok=TRUTH, sentence=TEXT, mend=TEXT)), exit_code=_exit_code),
)
