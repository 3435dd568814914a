"""The rule of the visitor's month, played through the program on cases that nobody has seen."""
from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alektum_desk.domain.visitors import Occasion
from alektum_desk.services import replay
from alektum_desk.services.replay import Case, Found, Probe

CASES = Path(__file__).parents[3] / "shared" / "data" / "expiry_cases.json"
ARRIVED = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DUE, GONE = datetime(2026, 12, 22, 9, 30, tzinfo=UTC), datetime(2026, 12, 22, 23, tzinfo=UTC)
BEFORE, DAY, HOUR = DUE - timedelta(seconds=1), timedelta(days=1), timedelta(hours=1)
PRESENT, DELETED, SEALED = Found


def found(*probes: Probe, occasion: Occasion = Occasion.VISIT, arrived_at: datetime = ARRIVED, zone: str = "Europe/Brussels",
          hold: tuple[datetime, datetime | None] | None = None, pc_zone: str | None = None) -> list[Found]:
    set_at, released_at = hold or (None, None)
    [(_, states)] = replay.play([Case("a", occasion, zone, arrived_at, None, probes, set_at, released_at, pc_zone)])
    return [state for _, state in states]


def test_probes_know_nothing_of_one_another() -> None:
    assert found(Probe(GONE), Probe(BEFORE), Probe(DUE + HOUR)) == [DELETED, PRESENT, DELETED]


def test_a_clock_set_back_gains_nothing_and_loses_nothing() -> None:
    back = ARRIVED + DAY
    assert found(Probe(back, high_water=DUE - DAY, elapsed=timedelta(days=2)), Probe(back, high_water=DUE - DAY, elapsed=HOUR),
                 Probe(back, high_water=DUE - DAY, elapsed=timedelta(days=2), on_startup=True),
                 Probe(back, high_water=GONE)) == [DELETED, PRESENT, DELETED, DELETED]


def test_a_clock_set_forward_is_believed_after_a_day_or_a_start() -> None:
    ahead = GONE + timedelta(days=30)
    assert found(Probe(ahead, high_water=ARRIVED + DAY, elapsed=HOUR), Probe(ahead, high_water=ARRIVED + DAY, elapsed=DAY),
                 Probe(ahead, high_water=ARRIVED + DAY, elapsed=HOUR, on_startup=True)) == [SEALED, DELETED, DELETED]


def test_a_restored_backup_brings_back_what_may_live_and_nothing_else() -> None:
    early, late = ARRIVED + DAY, DUE - DAY
    assert found(Probe(late, backup_taken=early), Probe(DUE, backup_taken=late), Probe(GONE + DAY, backup_taken=early),
                 Probe(GONE + timedelta(days=40), backup_taken=late, on_startup=True)) == [PRESENT, DELETED, DELETED, DELETED]


def test_a_hold_outlives_the_day_and_dies_with_its_release() -> None:
    set_at, released_at = DUE - DAY, GONE + timedelta(days=20)
    hold = set_at, released_at
    assert found(Probe(set_at - HOUR), Probe(GONE), Probe(released_at - HOUR), Probe(released_at), Probe(released_at + HOUR),
                 Probe(released_at - HOUR, on_startup=True), Probe(released_at + DAY, backup_taken=released_at - DAY), hold=hold) == [
        PRESENT, SEALED, SEALED, DELETED, DELETED, SEALED, DELETED]
    assert found(Probe(GONE + timedelta(days=300)), Probe(GONE + DAY, backup_taken=set_at + HOUR), hold=(set_at, None)) == [SEALED, SEALED]


def test_who_never_came_is_gone_with_the_day() -> None:
    expected, midnight = datetime(2026, 12, 3, 13, tzinfo=UTC), datetime(2026, 12, 3, 23, tzinfo=UTC)
    probes = (Probe(expected - HOUR), Probe(midnight - HOUR), Probe(midnight), Probe(midnight + DAY, backup_taken=expected - HOUR),
              Probe(midnight + DAY, on_startup=True))
    assert found(*probes, occasion=Occasion.NO_SHOW, arrived_at=expected) == [PRESENT, PRESENT, DELETED, DELETED, DELETED]


@pytest.mark.parametrize("pc_zone", ["America/Los_Angeles", "Pacific/Kiritimati", "UTC"])
def test_the_zone_of_the_machine_changes_nothing(pc_zone: str) -> None:
    assert found(Probe(BEFORE), Probe(GONE), pc_zone=pc_zone) == [PRESENT, DELETED]


def test_the_shared_cases_all_hold() -> None:
    if not CASES.is_file():
        pytest.skip("the shared cases are not here")
    wrong = []
    for raw in json.loads(CASES.read_text())["cases"]:
        probes = tuple(Probe(datetime.fromisoformat(each["now_utc"]), bool(each.get("on_startup")),
                             datetime.fromisoformat(each["high_water_utc"]) if "high_water_utc" in each else None,
                             timedelta(seconds=each.get("monotonic_elapsed_s", 0))) for each in raw["probes"])
        states = found(*probes, occasion=Occasion(raw["kind"]), arrived_at=datetime.fromisoformat(raw["arrived_at"]), zone=raw["site_tz"])
        wrong += [(raw["id"], each["now_utc"], state) for each, state in zip(raw["probes"], states, strict=True)
                  if state != each["expect"] and each["expect"] != "either"]
    assert wrong == []
