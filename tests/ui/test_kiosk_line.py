"""The line between kiosk and desk: who is let in, and what is said when it breaks."""
from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QLabel

from alektum_desk.base import language
from alektum_desk.domain.kiosk import written
from alektum_desk.ui.kiosk.form import Step
from alektum_desk.ui.kiosk.window import IDLE
from tests.ui.kiosks import Make, signed_in, wait, walk_in
from tests.ui.traces import leaks


def test_whoever_has_no_secret_is_refused(make_kiosk: Make, qtbot: Any) -> None:
    kiosk = make_kiosk()
    kiosk.line.close()
    qtbot.waitUntil(lambda: kiosk.door.paired is None)
    for said in (b"", b"hello\n", written({"proof": "00" * 32}), written({"number": 1, "verb": "hosts", "prefix": "van"}), b"[" * 70_000):
        stranger = QLocalSocket()
        stranger.connectToServer(kiosk.door.address)
        assert stranger.waitForConnected(2000)
        qtbot.waitUntil(lambda stranger=stranger: stranger.canReadLine())
        assert b"nonce" in bytes(stranger.readLine().data())
        stranger.write(said or b"\n")
        qtbot.waitUntil(lambda stranger=stranger: stranger.state() == QLocalSocket.LocalSocketState.UnconnectedState)
        assert not stranger.bytesAvailable()
    assert kiosk.door.paired is None


def test_there_is_one_kiosk_at_a_time(make_kiosk: Make, qtbot: Any) -> None:
    kiosk = make_kiosk()
    second = QLocalSocket()
    second.connectToServer(kiosk.door.address)
    qtbot.waitUntil(lambda: second.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert kiosk.door.paired is not None


@pytest.mark.skipif(sys.platform == "win32", reason="a named pipe has an access list instead")
def test_the_socket_lies_where_only_we_enter(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    assert stat.S_IMODE(kiosk.door.folder.stat().st_mode) == 0o700
    assert kiosk.door.folder.stat().st_uid == os.getuid()
    kiosk.door.close()
    assert not kiosk.door.folder.exists()


TOUCH = """
import socket, sys
line = socket.socket(socket.AF_UNIX)
line.settimeout(20)
line.connect(sys.argv[1])
print(line.recv(100))
"""
NOBODY = 65534


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() != 0 or not Path("/usr/bin/python3").exists(), reason="only root can be somebody else")
def test_another_user_is_refused_even_where_the_folder_stands_open(make_kiosk: Make, qtbot: Any) -> None:
    kiosk = make_kiosk()
    kiosk.line.close()
    qtbot.waitUntil(lambda: kiosk.door.paired is None)
    kiosk.door.folder.chmod(0o711)
    Path(kiosk.door.address).chmod(0o777)
    said = {}
    for uid in (os.getuid(), NOBODY):
        with subprocess.Popen(["/usr/bin/python3", "-c", TOUCH, kiosk.door.address], stdout=subprocess.PIPE, user=uid, cwd="/") as other:
            qtbot.waitUntil(lambda other=other: other.poll() is not None)
            assert other.stdout is not None
            said[uid] = other.stdout.read().decode()
    assert "nonce" in said[os.getuid()]
    assert said[NOBODY].strip() == "b''"


def test_garbage_without_end_cuts_the_line(make_kiosk: Make, qtbot: Any) -> None:
    kiosk = make_kiosk()
    for _line in range(30):
        kiosk.line.socket.write(b"sudo list everybody\n")
    qtbot.waitUntil(lambda: kiosk.line.is_lost)
    assert kiosk.door.paired is None


def test_a_desk_that_dies_in_the_middle_is_told_in_the_visitors_language(make_kiosk: Make, qtbot: Any) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk)                       # this one was confirmed
    kiosk.press("Next visitor")
    kiosk.speak("en")
    walk_in(kiosk, to=Step.NOTICE)
    kiosk.speak("fr")
    kiosk.door.close()
    kiosk.wait_for(Step.TOLD)
    assert language.current() == "fr"
    said = [each.text() for each in kiosk.window.findChildren(QLabel) if each.isVisible()]
    assert language._("The reception desk does not answer.") in said
    assert language._("Nothing that you typed was kept.") in said
    assert len(signed_in(kiosk)) == 1
    assert leaks() == []
    wait(kiosk, IDLE)
    assert kiosk.form.sheet.step is Step.TOLD        # and so it stays for whoever comes next


def test_a_desk_that_dies_after_it_was_asked_is_not_said_to_have_forgotten(make_kiosk: Make) -> None:
    kiosk = make_kiosk()
    walk_in(kiosk, to=Step.NOTICE)
    kiosk.form.arrive()
    kiosk.door.close()
    kiosk.wait_for(Step.TOLD)
    assert any("not certain" in each.text() for each in kiosk.window.findChildren(QLabel))
