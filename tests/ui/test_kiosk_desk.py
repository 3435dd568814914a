"""The desk's side of the kiosk: it locks, it changes keys, it starts a kiosk again that broke."""
from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel

from alektum_desk.domain.kiosk import written
from alektum_desk.domain.kiosk_pairing import is_pin
from alektum_desk.services import accounts, desk as desks, kiosk as kiosk_service, sample, visitors
from alektum_desk.ui.kiosk.at_work import at_work
from alektum_desk.ui.kiosk.opening import Opening
from alektum_desk.ui.window import Window
from tests.ui.kiosks import FRONT_DESK, NAME, PIN, noon


@pytest.fixture
def reception(window: Window, kiosk_office: Path, tmp_path: Path) -> Iterator[Window]:
    """The officer's own window over the office of the kiosk."""
    shutil.copytree(kiosk_office, tmp_path / "office")
    window.open_desk(desks.open_desk(tmp_path / "office", sample.OFFICER, sample.PASSWORD, noon))
    window.show()
    yield window
    at_work().stop()


def test_the_desk_locks_and_the_kiosk_goes_on(reception: Window, qtbot: Any) -> None:
    desk = reception.desk
    assert desk is not None
    at_work().begin(desk, -1)
    pairing = at_work().pairing
    assert pairing is not None
    qtbot.waitUntil(lambda: pairing.door.paired is not None)
    reception.lock()
    assert reception.desk is None
    assert not desk.store.opened
    said = " ".join(each.text() for each in reception.findChildren(QLabel))
    assert "stay open for the kiosk" in said
    assert set(pairing.desk.store.opened) == {"visitors"}
    card = kiosk_service.card(pairing.desk)
    assert card is not None
    walk = {"name": NAME, "employer": None, "plate": None, "host": None, "notice": card.texts[0].sha256, "language": "fr"}
    assert "forgotten_at" in pairing.counter.answer(written({"number": 1, "verb": "arrive", **walk}))
    reception.open_desk(desks.open_desk(desk.home, sample.OFFICER, sample.PASSWORD, noon))
    assert reception.desk is not None
    assert any(each.name == NAME for each in visitors.listed(reception.desk))


def test_new_keys_do_not_end_the_kiosk(reception: Window, qtbot: Any) -> None:
    """Somebody's account is disabled, so the visitors get a new key and a new file."""
    desk = reception.desk
    assert desk is not None
    at_work().begin(desk, -1)
    pairing = at_work().pairing
    assert pairing is not None
    accounts.disable(desk, FRONT_DESK)
    card = kiosk_service.card(desk)
    assert card is not None
    walk = {"name": NAME, "employer": None, "plate": None, "host": None, "notice": card.texts[0].sha256, "language": "fr"}
    assert "forgotten_at" in pairing.counter.answer(written({"number": 1, "verb": "arrive", **walk}))
    assert any(each.name == NAME for each in visitors.listed(desk))


def test_a_kiosk_that_breaks_is_started_again_and_one_that_goes_on_breaking_is_not(reception: Window, qtbot: Any) -> None:
    assert reception.desk is not None
    at_work().begin(reception.desk, -1)
    pairing = at_work().pairing
    assert pairing is not None
    for _time in range(3):
        qtbot.waitUntil(lambda: pairing.door.paired is not None)
        secret = pairing.door.greeting.secret if pairing.door.greeting else ""
        pairing.process.kill()
        qtbot.waitUntil(lambda secret=secret: pairing.door.greeting is not None and pairing.door.greeting.secret != secret)
    qtbot.waitUntil(lambda: pairing.door.paired is not None)
    pairing.process.kill()
    qtbot.waitUntil(lambda: at_work().pairing is None)


def test_closing_the_window_ends_the_kiosk(reception: Window, qtbot: Any) -> None:
    assert reception.desk is not None
    at_work().begin(reception.desk, -1)
    pairing = at_work().pairing
    assert pairing is not None
    reception.close()
    assert at_work().pairing is None
    assert not pairing.door.folder.exists()
    assert not pairing.desk.store.opened


def test_the_desk_names_fields_screen_and_pin_before_it_opens(reception: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    assert reception.desk is not None
    begun: list[int] = []
    monkeypatch.setattr(at_work(), "begin", lambda _desk, screen: begun.append(screen))
    dialog = Opening(reception, reception.desk)
    dialog.pin.set_value("123456")
    dialog.accept()
    assert begun == []
    assert "guessed" in dialog.form.rows["pin"].below.text()
    dialog.pin.set_value("5" + PIN)
    dialog.fields["plate"].setChecked(False)
    dialog.accept()
    assert begun == [0]
    card, pin = kiosk_service.card(reception.desk), kiosk_service.pin_of(reception.desk)
    assert card is not None
    assert pin is not None
    assert card.fields == ("name", "employer")
    assert is_pin("5" + PIN, pin)


def test_a_front_desk_opens_what_was_published_and_nothing_else(front_desk: Window) -> None:
    assert front_desk.desk is not None
    dialog = Opening(front_desk, front_desk.desk)
    assert not dialog.begin.isEnabled()
    assert any("not published" in each.text() for each in dialog.findChildren(QLabel))
