"""Authorities by country: what is old, what cannot be printed, corrections with their way back, and signed files looked at first."""
from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from alektum_desk.services import authority_records
from alektum_desk.services.desk import Desk
from alektum_desk.ui.dialogs import ask
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.screens.authorities import AuthoritiesScreen
from alektum_desk.ui.screens.authority_changes import CorrectDialog, UpdateDialog
from alektum_desk.ui.screens.authority_pane import AuthorityPane
from tests.conftest import Clock
from tests.ui.showing import Alone
from tests.ui.test_complaints import told

PRESS = Qt.MouseButton.LeftButton


@pytest.fixture
def screen(alone: Alone) -> AuthoritiesScreen:
    return alone(AuthoritiesScreen)


def pane_of(screen: AuthoritiesScreen, key: str) -> AuthorityPane:
    screen.arrive(key)
    assert isinstance(screen.pane, AuthorityPane)
    return screen.pane


def button(part: QWidget, words: str) -> QPushButton:
    return next(each for each in part.findChildren(QPushButton) if words in {each.text(), each.accessibleName()})


def test_every_authority_stands_under_its_country(screen: AuthoritiesScreen) -> None:
    countries = screen.table.texts("Country")
    assert len(countries) == 61
    assert countries == sorted(countries, key=str.casefold)
    screen.which.set_value("not")
    assert len(screen.table.rows.shown()) == 7
    screen.which.set_value("all")
    screen.search.setText("gegevensbescherming")
    assert [line.authority.id for line in screen.table.rows.shown()] == ["be-apd-gba"]


def test_what_cannot_be_printed_says_why(screen: AuthoritiesScreen) -> None:
    pane = pane_of(screen, "gg-odpa")
    said = told(pane)
    assert "No verified postal address is known" in said
    assert any(each.accessibleName() == "Unverified" for each in pane.findChildren(QWidget))
    assert not any(each.text() == "Seen today" for each in pane.findChildren(QPushButton))


def test_an_old_address_asks_to_be_seen(screen: AuthoritiesScreen, ui_desk: Desk, clock_of: Callable[[Desk], Clock], qtbot: Any) -> None:
    clock_of(ui_desk).move(timedelta(days=181))
    screen.renew()
    qtbot.mouseClick(button(screen.old, "Show them"), PRESS)
    old = {line.authority.id for line in screen.table.rows.shown()}
    assert len(old) == 54
    qtbot.mouseClick(button(pane_of(screen, "dk-datatilsynet"), "Seen today"), PRESS)
    screen.renew()
    assert {line.authority.id for line in screen.table.rows.shown()} == old - {"dk-datatilsynet"}


def test_a_correction_and_the_way_back(screen: AuthoritiesScreen, ui_desk: Desk, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before = authority_records.shown(ui_desk, "be-apd-gba")

    def typed(dialog: CorrectDialog) -> int:
        qtbot.addWidget(dialog)
        keep = button(dialog, "Keep the correction")
        qtbot.mouseClick(keep, PRESS)
        assert dialog.form.rows["address"].below.text() == "Nothing was changed yet."
        dialog.form.set_values({"variants.nl": "Nieuwstraat 1\n1000 Brussel"})
        qtbot.mouseClick(keep, PRESS)
        assert dialog.form.rows["why"].below.text() == "Say where you know it from."
        dialog.form.set_values({"why": "Its own site."})
        qtbot.mouseClick(keep, PRESS)
        return dialog.result()
    monkeypatch.setattr(CorrectDialog, "exec", typed)
    qtbot.mouseClick(button(pane_of(screen, "be-apd-gba"), "Correct"), PRESS)
    now = authority_records.shown(ui_desk, "be-apd-gba")
    assert now.variants["nl"].lines == ("Nieuwstraat 1", "1000 Brussel")
    assert now.variants["fr"] == before.variants["fr"]
    screen.renew()
    screen.which.set_value("own")
    assert [line.authority.id for line in screen.table.rows.shown()] == ["be-apd-gba"]
    assert "Its own site." in told(pane_of(screen, "be-apd-gba"))
    monkeypatch.setattr(ask, "sure", lambda *_args, **_more: True)
    qtbot.mouseClick(button(pane_of(screen, "be-apd-gba"), "Let the record that came with the program hold again"), PRESS)
    assert authority_records.shown(ui_desk, "be-apd-gba").variants == before.variants


# -- a signed file

def delivery(folder: Path, key: Ed25519PrivateKey, *records: dict[str, Any]) -> Path:
    document = {"schema": authority_records.SCHEMA, "issued_on": "2026-11-20", "signer": "Example signer", "records": list(records),
                "public_key": b64encode(key.public_key().public_bytes_raw()).decode()}
    document["signature"] = b64encode(key.sign(authority_records.signed_part(document))).decode()
    path = folder / "authorities.json"
    path.write_text(json.dumps(document))
    return path


def test_a_signed_file_is_looked_at_before_it_is_taken(screen: AuthoritiesScreen, ui_desk: Desk, qtbot: Any, tmp_path: Path) -> None:
    from hashlib import sha256
    key = Ed25519PrivateKey.generate()
    fingerprint = sha256(key.public_key().public_bytes_raw()).hexdigest()
    file = delivery(tmp_path, key, {"id": "dk-datatilsynet", "address": {"lines": ["Nyvej 1", "2500 Valby"]}, "as_of": "2026-11-19"})
    taken: list[int] = []
    dialog = UpdateDialog(screen, ui_desk, taken.append)
    qtbot.addWidget(dialog)
    dialog.take_file(file)
    assert not dialog.take.isEnabled()
    dialog.form.set_values({"key": "00" * 32})
    qtbot.mouseClick(dialog.look, PRESS)
    assert "another key" in told(dialog)
    assert not dialog.take.isEnabled()
    dialog.form.set_values({"key": fingerprint})
    qtbot.mouseClick(dialog.look, PRESS)
    assert dialog.table.texts("Authority") == ["Danish Data Protection Agency, Address", "Danish Data Protection Agency, Address last seen"]
    assert "Nyvej 1" in dialog.table.texts("Then")[0]
    assert authority_records.versions(ui_desk, "dk-datatilsynet") == ()
    dialog.form.set_values({"key": fingerprint + " "})         # what was seen counts for that key only
    assert not dialog.take.isEnabled()
    qtbot.mouseClick(dialog.look, PRESS)
    qtbot.mouseClick(dialog.take, PRESS)
    address = authority_records.shown(ui_desk, "dk-datatilsynet").address
    assert address is not None
    assert address.lines == ("Nyvej 1", "2500 Valby")
    assert taken == [2]


def test_an_auditor_looks_and_changes_nothing(desk_on: Callable[..., Desk], jobs: Jobs, qtbot: Any) -> None:
    screen = AuthoritiesScreen(desk_on("2026-11-24", role="auditor"), jobs)
    qtbot.addWidget(screen)
    screen.show()
    pane = pane_of(screen, "be-apd-gba")
    assert not {"Seen today", "Correct"} & {each.text() for each in pane.findChildren(QPushButton)}
    assert not screen.loading.isEnabled()


def test_the_paragraph_for_a_notice(screen: AuthoritiesScreen, qtbot: Any) -> None:
    pane = pane_of(screen, "be-apd-gba")
    pane.tongue.set_value("fr")
    qtbot.mouseClick(button(pane, "Copy"), PRESS)
    copied = QGuiApplication.clipboard().text()
    assert "réclamation" in copied
    assert "Rue de la Presse" in copied
    pane.tongue.set_value("nl")
    assert "klacht" in pane.paragraph.text()
    assert not pane_of(screen, "gg-odpa").paragraph.text().count("77")
