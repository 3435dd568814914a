"""A real desk in a temporary folder, with a clock that a test can move."""
from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from alektum_desk.domain.accounts import Role
from alektum_desk.services import accounts, desk as desks, setup
from alektum_desk.services.desk import Desk
from alektum_desk.store import keys

PASSWORD = "a password for tests"
OFFICER = "An Officer"
CHEAP = keys.Cost(memory_kib=64, passes=1, lanes=1)


class Clock:
    """The machine's clock as a test sets it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, to: datetime | timedelta) -> None:
        self.at = self.at + to if isinstance(to, timedelta) else to


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id at full cost is tested once, in test_keys; everything else need not wait for it."""
    monkeypatch.setattr(keys, "COST", CHEAP)


def moment(on: str | date | datetime, zone: str) -> datetime:
    """A day is noon in the office; a moment without a zone is the office's."""
    if isinstance(on, str):
        on = datetime.fromisoformat(on) if "T" in on else date.fromisoformat(on)
    if not isinstance(on, datetime):
        on = datetime.combine(on, time(12))
    return (on if on.tzinfo else on.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


@pytest.fixture(scope="session")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, datetime], Path]:
    """A data home as set-up leaves it, made once for each office and day and then copied."""
    made: dict[tuple[str, datetime], Path] = {}

    def lay(office: str, at: datetime) -> Path:
        if (office, at) not in made:
            home = tmp_path_factory.mktemp("laid") / "home"
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(keys, "COST", CHEAP)
                setup.set_up(home, office, OFFICER, "dpo", PASSWORD, lambda: at)
            made[office, at] = home
        return made[office, at]
    return lay


@pytest.fixture
def desk_on(tmp_path: Path, laid: Callable[[str, datetime], Path]) -> Iterator[Callable[..., Desk]]:
    """`desk_on("2026-01-31")` or `desk_on("2026-01-31T16:00", office="se", role="front-desk")`; the desk's `clock` moves."""
    opened: list[Desk] = []

    def open_it(on: str | date | datetime, office: str = "be-ghent", role: str = "dpo") -> Desk:
        from alektum_desk.reference import offices
        clock = Clock(moment(on, offices.office(office).zone))
        home = tmp_path / f"home-{len(opened)}"
        shutil.copytree(laid(office, clock.at), home)
        desk = desks.open_desk(home, None, PASSWORD, clock)
        if role != Role.DPO:
            accounts.add(desk, f"The {role}", role, PASSWORD)
            desk.close()
            desk = desks.open_desk(home, f"The {role}", PASSWORD, clock)
        opened.append(desk)
        return desk
    yield open_it
    for each in opened:
        each.close()


@pytest.fixture
def clock_of() -> Callable[[Desk], Clock]:
    """The injected clock of a desk that `desk_on` opened."""
    def found(desk: Desk) -> Clock:
        clock = desk.store.water.clock
        assert isinstance(clock, Clock)
        return clock
    return found
