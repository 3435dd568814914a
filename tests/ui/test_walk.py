"""Every widget of every screen and dialog, in 3 palettes, all languages (and one longer than all), at 100 and 200 %.

Not all of them at once in the ordinary run: `sights` chooses languages at 200 %, and no colour hangs on a language."""
from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from gettext import NullTranslations

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

import alektum_desk.ui
from alektum_desk.base import language
from alektum_desk.services.desk import Desk
from alektum_desk.ui import appearance, memory, spoken, theme
from alektum_desk.ui.widgets.dialog import Dialog
from alektum_desk.ui.window import Window
from alektum_desk.ui.wizard import Wizard
from tests import tally
from tests.ui.walking import LONG, clipped, pale, rich, sights, trapped, twice, unnamed

SIZE = (1280, 720)
PALETTES = tuple(theme.THEMES)
EXAMPLE = "example"      # the class method by which a dialog shows itself
OWN = {"Alektum Desk"}     # the program's name


class Longer(NullTranslations):
    def gettext(self, message: str) -> str:
        if message in OWN:
            return message
        more = "ögüé " * (len(message) // 12 + 1)
        return message + more[: len(message) * 2 // 5].rstrip()

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def tongue(code: str, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[str]:
    if code == LONG:
        longer, catalogue = Longer(), language.catalogue
        monkeypatch.setattr(language, "catalogue", lambda asked: longer if asked == "en" else catalogue(asked))
        language.use("en")
    else:
        try:
            language.catalogue(code)
        except FileNotFoundError:
            pytest.skip("the catalogues are not compiled: ./desk test compiles them")
        language.use(code)
    spoken.install(qapp)
    yield code
    language.use("en")
    spoken.install(qapp)


@pytest.fixture
def palettes(tongue: str, size: int, qapp: QApplication) -> Iterator[Iterator[str]]:
    """One after the other. No colour hangs on a language: in the ordinary run English goes through all of them."""
    def put_on() -> Iterator[str]:
        for name in PALETTES if tally.LONG or tongue == "en" else PALETTES[:1]:
            if theme.current().name != name:
                appearance.apply(qapp, name, size)
            yield name
    appearance.apply(qapp, PALETTES[0], size)
    yield put_on()
    appearance.apply(qapp, PALETTES[0], 100)


Faults = dict[str, list[str]]


def look_at(where: str, page: QWidget, window: QWidget, tongue: str, found: Faults) -> None:
    """Colours in every palette; what does not hang on colours once; what hangs on no words where they are plain or long."""
    faults = found.setdefault(where, [])
    if theme.current().name == PALETTES[0]:
        faults += [*unnamed(page), *rich(page), *clipped(page), *twice(window, page)]
        if tally.LONG or tongue in {"en", LONG}:
            faults += trapped(window, page)
        if window.width() > SIZE[0] or window.height() > SIZE[1]:
            faults.append(f"larger than a small screen: {window.width()} x {window.height()}")
    if tally.LONG or tongue == "en":
        faults += pale(page)


each_sight = pytest.mark.parametrize(("code", "size"), sights())


def report(found: Faults) -> None:
    lines = [f"{where}: {fault}" for where, faults in found.items() for fault in dict.fromkeys(faults)]
    assert not lines, f"{len(lines)} faults\n" + "\n".join(lines)


@each_sight
def test_screens(palettes: Iterator[str], tongue: str, window: Window, ui_desk: Desk, settled: Callable[[], None]) -> None:
    window.resize(*SIZE)
    window.show()
    memory.change(lock_after=60)        # nobody types, and a walk of every sight outlasts the five minutes
    window.open_desk(ui_desk)
    frame = window.frame
    assert frame is not None
    found: Faults = {}
    for _palette in palettes:
        for entry in frame.entries:
            screen = frame.screen_named(entry.name)
            assert screen is not None
            for stop in screen.stops():
                frame.open(entry.name, stop)
                window.jobs.finish()
                settled()
                window.toasts.clear()
                where = f"{entry.name} {stop}".strip()
                look_at(where, frame, window, tongue, found)
                if frame.is_covered(screen):
                    frame.turn()
                    settled()
                    look_at(f"{where}, turned", frame, window, tongue, found)
                window.resize(*SIZE)
    report(found)


@each_sight
def test_front_doors(palettes: Iterator[str], tongue: str, window: Window, settled: Callable[[], None]) -> None:
    """The login, open and locked, and every step of the first run."""
    window.resize(*SIZE)
    window.show()
    found: Faults = {}
    for _palette in palettes:
        for locked in (False, True):
            login = window.show_login(locked=locked)
            login.offer(["Anke Claes", "Reception"])
            settled()
            look_at(f"login, locked {locked}", login, window, tongue, found)
        for step in range(5):
            wizard = window.show_wizard()
            show_step(wizard, step)
            settled()
            look_at(f"wizard {step}", wizard, window, tongue, found)
    report(found)


def show_step(wizard: Wizard, step: int) -> None:
    if step < 4:
        wizard.go(step)
    else:
        wizard.show_code("ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345-6789")


def dialogs() -> list[type[QDialog]]:
    """Every dialog there is in ui: whoever writes one gives it an `example`."""
    found = set()
    for module in pkgutil.walk_packages(alektum_desk.ui.__path__, "alektum_desk.ui."):
        for _name, each in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(each, QDialog) and each.__module__.startswith("alektum_desk") and each is not Dialog:
                found.add(each)
    return sorted(found, key=lambda each: each.__name__)


@each_sight
def test_dialogs(palettes: Iterator[str], tongue: str, window: Window, settled: Callable[[], None]) -> None:
    window.resize(*SIZE)
    window.show()
    found: Faults = {}
    for _palette in palettes:
        for kind in dialogs():
            made: QDialog = getattr(kind, EXAMPLE)(window)
            made.show()
            settled()
            look_at(kind.__name__, made, made, tongue, found)
            made.close()
            made.deleteLater()
            settled()
    report(found)
