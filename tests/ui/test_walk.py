"""Every widget of every screen and dialog, in 3 palettes, all languages (and one longer than all), at 100 and 200 %."""
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
from alektum_desk.ui import appearance, spoken, theme
from alektum_desk.ui.widgets.dialog import Dialog
from alektum_desk.ui.window import Window
from alektum_desk.ui.wizard import Wizard
from tests import tally
from tests.ui.walking import clipped, pale, rich, trapped, twice, unnamed

SIZE = (1280, 720)
PALETTES = tuple(theme.THEMES)
EXAMPLE = "example"      # the class method by which a dialog shows itself
LONG = "long"            # English, 40 % longer, with accents: what no translation may be longer than


OWN = {"Alektum Desk"}     # the program's name


class Longer(NullTranslations):
    def gettext(self, message: str) -> str:
        if message in OWN:
            return message
        more = "ögüé " * (len(message) // 12 + 1)
        return message + more[: len(message) * 2 // 5].rstrip()

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture(params=[*language.LANGUAGES, LONG])
def tongue(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[str]:
    code: str = request.param
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


@pytest.fixture(params=[100, 200])
def text_size(request: pytest.FixtureRequest, tongue: str, qapp: QApplication) -> Iterator[int]:
    appearance.apply(qapp, "light", request.param)
    yield request.param
    appearance.apply(qapp, "light", 100)


Faults = dict[str, list[str]]


def look_at(where: str, page: QWidget, window: QWidget, found: Faults) -> None:
    """Colours in every palette; what does not hang on colours once."""
    faults = found.setdefault(where, [])
    if theme.current().name == PALETTES[0]:
        faults += [*unnamed(page), *rich(page), *clipped(page), *trapped(window, page), *twice(window, page)]
        if window.width() > SIZE[0] or window.height() > SIZE[1]:
            faults.append(f"larger than a small screen: {window.width()} x {window.height()}")
    faults += pale(page)


def in_each_palette(app: QApplication, size: int) -> Iterator[None]:
    """No colour hangs on a language, so the ordinary run looks at the other palettes in English and in a longer tongue."""
    for name in PALETTES if tally.LONG or language.current() == "en" else PALETTES[:1]:
        appearance.apply(app, name, size)
        yield


def report(found: Faults) -> None:
    lines = [f"{where}: {fault}" for where, faults in found.items() for fault in dict.fromkeys(faults)]
    assert not lines, f"{len(lines)} faults\n" + "\n".join(lines)


def test_screens(text_size: int, window: Window, ui_desk: Desk, qapp: QApplication, settled: Callable[[], None]) -> None:
    window.resize(*SIZE)
    window.show()
    window.open_desk(ui_desk)
    frame = window.frame
    assert frame is not None
    found: Faults = {}
    for _palette in in_each_palette(qapp, text_size):
        for entry in frame.entries:
            screen = frame.screen_named(entry.name)
            assert screen is not None
            for stop in screen.stops():
                frame.open(entry.name, stop)
                window.jobs.finish()
                settled()
                window.toasts.clear()
                where = f"{entry.name} {stop}".strip()
                look_at(where, frame, window, found)
                if screen.pane is not None and frame.is_narrow():
                    frame.turn()
                    settled()
                    look_at(f"{where}, turned", frame, window, found)
                window.resize(*SIZE)
    report(found)


def test_front_doors(text_size: int, window: Window, qapp: QApplication, settled: Callable[[], None]) -> None:
    """The login, open and locked, and every step of the first run."""
    window.resize(*SIZE)
    window.show()
    found: Faults = {}
    for _palette in in_each_palette(qapp, text_size):
        for locked in (False, True):
            login = window.show_login(locked=locked)
            login.offer(["Anke Claes", "Reception"])
            settled()
            look_at(f"login, locked {locked}", login, window, found)
        for step in range(5):
            wizard = window.show_wizard()
            show_step(wizard, step)
            settled()
            look_at(f"wizard {step}", wizard, window, found)
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


def test_dialogs(text_size: int, window: Window, qapp: QApplication, settled: Callable[[], None]) -> None:
    window.resize(*SIZE)
    window.show()
    found: Faults = {}
    for _palette in in_each_palette(qapp, text_size):
        for kind in dialogs():
            made: QDialog = getattr(kind, EXAMPLE)(window)
            made.show()
            settled()
            look_at(kind.__name__, made, made, found)
            made.close()
            made.deleteLater()
            settled()
    report(found)
