"""How the kiosk looks: every step in every language, at 200 %, with its keyboard."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.ui.kiosk.controls import LEAST, KeyButton, KioskButton, KioskField, Tile
from alektum_desk.ui.kiosk.form import Step
from alektum_desk.ui.kiosk.keyboard import ACCENTS, LAYOUTS, NUMBERS, layout_of
from alektum_desk.ui.kiosk.window import KioskWindow
from tests.ui.kiosks import Kiosk, Make
from tests.ui.test_walk import Longer
from tests.ui.walking import LONG, clipped, pale, rich, sights, trapped, unnamed


@pytest.mark.parametrize("size", [(1280, 800), (1024, 768)])
def test_at_200_per_cent_every_way_out_is_in_sight(make_kiosk: Make, size: tuple[int, int]) -> None:
    kiosk = make_kiosk()
    kiosk.window.resize(*size)
    kiosk.window.size_ = 200
    for code in language.LANGUAGES:
        kiosk.speak(code)
        look_for_ways_out(kiosk)


def look_for_ways_out(kiosk: Kiosk) -> None:
    for step, ways in ((Step.DETAILS, 2), (Step.HOST, 3), (Step.NOTICE, 3), (Step.LEAVE, 2), (Step.CODE, 2), (Step.PARCEL, 2)):
        kiosk.form.show_step(step)
        kiosk.settle()
        found = [each for each in kiosk.window.findChildren(KioskButton) if each.isVisible() and each.accessibleName() in {
            _("Cancel and erase"), _("Back"), _("Call the reception")}]
        assert len(found) == ways
        for each in found:
            assert each.visibleRegion().boundingRect() == each.rect(), (step, each.accessibleName())
            assert min(each.width(), each.height()) >= 64


@pytest.mark.parametrize("code", ["en", "de", "fi"])
def test_at_200_per_cent_no_key_is_cut(make_kiosk: Make, code: str) -> None:
    kiosk = make_kiosk()
    kiosk.window.resize(1024, 768)
    kiosk.window.size_ = 200
    kiosk.speak(code)
    kiosk.form.show_step(Step.DETAILS)
    keyboard = kiosk.form.keyboard
    assert keyboard is not None
    for page in ("letters", "numbers", "accents"):
        keyboard.show_page(page)
        kiosk.settle()
        for key in keyboard.findChildren(KeyButton):
            if key.isVisible():
                assert key.visibleRegion().boundingRect() == key.rect(), (page, key.accessibleName())
                assert key.sizeHint().width() <= key.width() or not key.text(), (page, key.accessibleName())


@pytest.mark.parametrize("code", ["en", "de"])
def test_at_200_per_cent_the_first_host_stands_above_the_keyboard(make_kiosk: Make, code: str) -> None:
    kiosk = make_kiosk()
    kiosk.window.size_ = 200
    kiosk.speak(code)
    kiosk.form.show_step(Step.HOST)
    kiosk.type("host", "van")
    kiosk.qtbot.waitUntil(lambda: bool(kiosk.form.sheet.hits))
    kiosk.settle()
    first = next(each for each in kiosk.window.findChildren(KioskButton) if each.accessibleName() == "Anna V.")
    kiosk.qtbot.waitUntil(lambda: first.visibleRegion().boundingRect().height() == first.height())
    kiosk.type("host", "xyz")
    kiosk.qtbot.waitUntil(lambda: not kiosk.form.sheet.hits)
    kiosk.settle()
    nobody = next(each for each in kiosk.window.findChildren(QLabel) if each.text().startswith("Nobody here" if code == "en" else "Niemand"))
    kiosk.qtbot.waitUntil(lambda: nobody.visibleRegion().boundingRect().height() == nobody.height() > 0)


STEPS: tuple[Callable[[Kiosk], None], ...] = (
    lambda _kiosk: None, lambda kiosk: kiosk.form.show_step(Step.DETAILS), lambda kiosk: kiosk.form.show_step(Step.HOST),
    lambda kiosk: kiosk.form.show_step(Step.NOTICE), lambda kiosk: kiosk.form.show_step(Step.THANKS), lambda kiosk: kiosk.form.show_step(Step.LEAVE),
    lambda kiosk: kiosk.form.show_step(Step.GOODBYE), lambda kiosk: kiosk.form.show_step(Step.CODE), lambda kiosk: kiosk.form.show_step(Step.TOLD),
    lambda kiosk: kiosk.form.show_step(Step.RECEPTION), lambda kiosk: kiosk.form.show_step(Step.STAFF))


@pytest.mark.parametrize(("code", "size"), sights())
def test_every_step_in_every_language_is_whole(make_kiosk: Make, code: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        language.catalogue(code if code != LONG else "en")
    except FileNotFoundError:
        pytest.skip("the catalogues are not compiled: ./desk test compiles them")
    kiosk = make_kiosk()
    if code == LONG:
        longer, catalogue = Longer(), language.catalogue
        monkeypatch.setattr(language, "catalogue", lambda asked: longer if asked == "en" else catalogue(asked))
    found = []
    for step in STEPS:
        kiosk.window.begin()
        kiosk.window.size_ = size
        kiosk.speak("en" if code == LONG else code)
        step(kiosk)
        kiosk.settle()
        faults = [*unnamed(kiosk.window), *rich(kiosk.window), *clipped(kiosk.window), *small(kiosk.window)]
        if code == "en":        # colours and the way of Tab are the same in every language
            faults += [*trapped(kiosk.window, kiosk.window), *pale(kiosk.window)]
            kiosk.window.turn("palette", "")
            kiosk.settle()
            faults += pale(kiosk.window)
        found += [f"{kiosk.form.sheet.step}: {fault}" for fault in faults]
    assert found == []


def small(window: KioskWindow) -> list[str]:
    """No target smaller than a thumb, and no two closer than 8 pixels on the keyboard."""
    targets = [each for each in window.findChildren(QWidget) if isinstance(each, (KioskButton, KioskField, Tile)) and each.isVisible()]
    return [f"small: {each.accessibleName()} {each.width()}x{each.height()}" for each in targets if each.width() < LEAST or each.height() < LEAST]


def test_the_keyboard_types_where_the_visitors_own_has_its_letters(make_kiosk: Make) -> None:
    assert layout_of("nl", "BE")[0].startswith("azerty")
    assert layout_of("nl", "NL")[0].startswith("qwerty")
    assert layout_of("de", "DE")[0].startswith("qwertz")
    assert "å" in layout_of("da", "DK")[0]
    letters = {letter for rows in (*LAYOUTS.values(), ACCENTS, NUMBERS) for row in rows for letter in row}
    assert letters >= set("abcdefghijklmnopqrstuvwxyz0123456789éèêëçàâîïôùûæøåäöüß-’")
    kiosk = make_kiosk()
    kiosk.speak("fr")
    kiosk.form.arriving()
    kiosk.settle()
    for key in ("É", "l", "i"):
        if key == "É":
            kiosk.press(language._("Letters with accents"))
        kiosk.press(key)
        if key == "É":
            kiosk.press(language._("Letters"))
    assert kiosk.form.fields["name"].text() == "Éli"
    kiosk.press(language._("Delete the last letter"))
    assert kiosk.form.fields["name"].text() == "Él"
    assert not kiosk.form.fields["name"].isUndoAvailable()
