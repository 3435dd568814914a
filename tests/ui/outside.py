"""A stranger at the desk: it sees nothing but names on the accessibility bus, and knows nothing of this program's code.

Run under a screen and a session bus of its own: python outside.py PYTHON HOME PASSWORD PIN. It tells what it saw as lines of JSON
and waits after the arrival for the code of the badge on standard input.
"""
from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse, unwrap_msg

ACCESSIBLE, ACTION, EDITABLE = "org.a11y.atspi.Accessible", "org.a11y.atspi.Action", "org.a11y.atspi.EditableText"
ROOT = "/org/a11y/atspi/accessible/root"
PATIENCE = 40.0
BUTTONS = ("push button", "button", "toggle button", "check box", "radio button")
SHOWING = 25            # the number of the state in AT-SPI's list


@dataclass(frozen=True)
class Thing:
    """One accessible object: whose it is, and where."""

    bus: DBusConnection
    owner: str
    path: str

    def call(self, interface: str, method: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> Any:
        address = DBusAddress(self.path, bus_name=self.owner, interface=interface)
        answer = self.bus.send_and_get_reply(new_method_call(address, method, signature, body), timeout=10)
        said = unwrap_msg(answer)
        return said[0] if len(said) == 1 else said

    @property
    def name(self) -> str:
        address = DBusAddress(self.path, bus_name=self.owner, interface=ACCESSIBLE)
        answer = self.bus.send_and_get_reply(Properties(address).get("Name"), timeout=10)
        return str(unwrap_msg(answer)[0][1])

    @property
    def role(self) -> str:
        return str(self.call(ACCESSIBLE, "GetRoleName"))

    def is_showing(self) -> bool:
        low, _high = self.call(ACCESSIBLE, "GetState")
        return bool(low >> SHOWING & 1)

    def children(self) -> list[Thing]:
        return [Thing(self.bus, owner, path) for owner, path in self.call(ACCESSIBLE, "GetChildren")]

    def walk(self, depth: int = 0) -> Iterator[Thing]:
        yield self
        if depth < 25:
            for child in self.children():
                yield from child.walk(depth + 1)


def said(thing: Thing) -> str:
    try:
        return thing.name
    except DBusErrorResponse:       # gone meanwhile
        return ""


def everything(app: Thing) -> Iterator[Thing]:
    try:
        yield from app.walk()
    except (DBusErrorResponse, TimeoutError):
        return


def wait(look: Callable[[], Any], what: str) -> Any:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            found = look()
        except (DBusErrorResponse, TimeoutError):       # what was looked at has just gone
            found = None
        if found:
            return found
        time.sleep(0.1)
    raise SystemExit(f"never seen: {what}")


def find(app: Thing, name: str, *roles: str) -> Thing:
    def look() -> Thing | None:
        for each in everything(app):
            if said(each) == name and (not roles or each.role in roles) and each.is_showing():
                return each
        return None
    return wait(look, f"{name} {roles}")  # type: ignore[no-any-return]


def read(app: Thing, words: str) -> str:
    """The whole of what is said somewhere with these words in it."""
    return str(wait(lambda: next((text for text in map(said, everything(app)) if words in text), None), words))


def press(app: Thing, name: str) -> None:
    button = find(app, name, *BUTTONS)
    names = [each[0] for each in button.call(ACTION, "GetActions")]
    button.call(ACTION, "DoAction", "i", (next(names.index(each) for each in ("Press", "Toggle", "Check") if each in names),))


def go(app: Thing, name: str, then: str) -> None:
    """Press, and press again where the page was just being changed under the finger, until `then` is to be seen."""
    def look() -> bool:
        return any(said(each).startswith(then) and each.is_showing() for each in everything(app))

    def pressed() -> bool:
        if look():
            return True
        press(app, name)
        end = time.monotonic() + 4
        while time.monotonic() < end and not look():
            time.sleep(0.1)
        return look()
    wait(pressed, then)


def write(app: Thing, name: str, words: str) -> None:
    find(app, name, "text", "password text", "entry").call(EDITABLE, "SetTextContents", "s", (words,))


def tell(**what: Any) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201, the answer


def apps(bus: DBusConnection) -> list[Thing]:
    registry = Thing(bus, "org.a11y.atspi.Registry", ROOT)
    return [each for each in registry.children() if "alektum" in said(each).lower()]


def main() -> None:
    python, home, password, pin = sys.argv[1:5]
    session = open_dbus_connection("SESSION")
    address = unwrap_msg(session.send_and_get_reply(new_method_call(
        DBusAddress("/org/a11y/bus", bus_name="org.a11y.Bus", interface="org.a11y.Bus"), "GetAddress"), timeout=20))[0]
    bus = open_dbus_connection(address)
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "ALEKTUM_DESK_HOME": home, "LC_ALL": "en_GB.UTF-8"}
    process = subprocess.Popen([python, "-m", "alektum_desk", "run"], env=environment)
    try:
        visit(bus, process, password, pin)
    finally:
        process.terminate()
        process.wait(10)


def visit(bus: DBusConnection, process: subprocess.Popen[bytes], password: str, pin: str) -> None:
    desk: Thing = wait(lambda: next(iter(apps(bus)), None), "the desk")
    unlock(desk, password)
    press(desk, "Open the kiosk")
    dialog = find(desk, "Alektum Desk", "dialog")
    press(dialog, "Open the kiosk")
    kiosk: Thing = wait(lambda: next((each for each in apps(bus) if each.owner != desk.owner), None), "the kiosk")
    tell(locked=read(desk, "stay open for the kiosk"))
    press(kiosk, "English")
    go(kiosk, "I am arriving", "Full name")
    write(kiosk, "Full name", "Søren Kierkegård")
    write(kiosk, "Number plate", "1-ABC-123")
    go(kiosk, "Continue", "Name of your host")
    write(kiosk, "Name of your host", "vandam")
    go(kiosk, "Anna V.", "Please read this.")
    go(kiosk, "I have read this: sign me in", "Thank you")
    tell(thanks=read(kiosk, "Thank you"))
    press(kiosk, "Next visitor")
    go(kiosk, "English", "I am arriving")       # it had gone back to the language of the office
    unlock(desk, password)
    tell(row=read(desk, "Søren Kierkegård"))
    token = sys.stdin.readline().strip()
    press(kiosk, "English")
    go(kiosk, "I am leaving", "Code on your badge")
    write(kiosk, "Code on your badge", token)
    go(kiosk, "Sign me out", "You are signed out")
    tell(goodbye=read(kiosk, "You are signed out"))
    press(kiosk, "Next visitor")
    go(kiosk, "English", "I am arriving")       # it had gone back to the language of the office
    go(kiosk, "Staff", "PIN of the kiosk")
    write(kiosk, "PIN of the kiosk", pin)
    press(kiosk, "End the kiosk")
    wait(lambda: len(apps(bus)) == 1, "the kiosk ended")
    tell(left=read(desk, "Left"), alive=process.poll() is None)


def unlock(desk: Thing, password: str) -> None:
    write(desk, "Password", password)
    press(desk, "Open the desk")
    press(desk, "Front desk")


if __name__ == "__main__":
    main()
