"""The clock: never earlier than any moment seen, and nobody lowers it unnoticed."""
from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alektum_desk.domain.errors import ClockUnsure
from alektum_desk.store import clock as module
from alektum_desk.store.clock import HighWater, system
from alektum_desk.store.keys import Key
from tests.conftest import Clock

START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
KEY = Key.new()


class Stopwatch:
    """The machine's monotonic clock as a test lets it run."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock(START)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "clock.json"


def test_a_clock_set_back_is_not_believed_after_a_restart(file: Path, clock: Clock) -> None:
    HighWater(file, clock).note(KEY)
    clock.move(-timedelta(days=20))
    again = HighWater(file, clock)
    again.check(KEY)
    assert again.now() == START


def test_a_leap_of_more_than_35_days_while_off_is_told_until_somebody_opens(file: Path, clock: Clock) -> None:
    HighWater(file, clock).note(KEY)
    clock.move(timedelta(days=35))
    HighWater(file, clock).note_locked()
    assert module.away_since(file) is None
    since = clock.at
    clock.move(timedelta(days=35, seconds=1))
    HighWater(file, clock).note_locked()
    assert module.away_since(file) == since
    clock.move(timedelta(days=50))
    HighWater(file, clock).note_locked()        # the system's timer, before anybody has read it
    assert module.away_since(file) == since
    HighWater(file, clock).note(KEY)
    assert module.away_since(file) is None


def test_a_first_start_is_no_absence(file: Path, clock: Clock) -> None:
    HighWater(file, clock).note_locked()
    assert module.away_since(file) is None


def test_time_goes_on_while_the_clock_is_set_back(file: Path, clock: Clock) -> None:
    watch = Stopwatch()
    water = HighWater(file, clock, watch)
    water.note(KEY)
    clock.move(-timedelta(days=20))
    watch.seconds += 172800
    assert water.now() == START + timedelta(days=2)
    water.note(KEY)
    assert HighWater(file, clock).now() == START + timedelta(days=2)


def test_a_clock_a_little_ahead_of_the_stopwatch_is_believed(file: Path, clock: Clock) -> None:
    watch = Stopwatch()
    water = HighWater(file, clock, watch)
    clock.move(timedelta(hours=23))
    assert water.now() == water.surely() == START + timedelta(hours=23)
    assert water.doubt() is None


def test_a_leap_forward_hides_at_once_and_destroys_only_after_a_day(file: Path, clock: Clock) -> None:
    watch = Stopwatch()
    water = HighWater(file, clock, watch)
    leapt = START + timedelta(days=40)
    clock.move(leapt)
    assert (water.now(), water.surely()) == (leapt, START)
    doubt = water.doubt()
    assert doubt
    assert (doubt.surely, doubt.said, doubt.seconds_left) == (START, leapt, 24 * 3600)
    with pytest.raises(ClockUnsure, match="leapt"):
        water.must_be_sure()
    watch.seconds += 24 * 3600 - 1
    clock.move(timedelta(days=1, seconds=-1))
    assert water.note(KEY) == START + timedelta(days=1, seconds=-1)      # nothing of the leap is written down
    assert HighWater(file, lambda: START, watch).now() == START + timedelta(days=1, seconds=-1)
    watch.seconds += 1
    clock.move(timedelta(seconds=1))
    assert water.surely() == water.now() == leapt + timedelta(days=1)
    assert water.doubt() is None


def test_a_leap_while_somebody_stays_is_none_of_a_machine_that_was_off(file: Path, clock: Clock) -> None:
    """The system's timer, and a second command: they cannot know that the clock leapt, but they see who can."""
    def another_process(at: datetime) -> datetime:
        return HighWater(file, Clock(at), Stopwatch()).note_locked()

    leapt = START + timedelta(days=40)
    HighWater(file, clock).note(KEY)
    with subprocess.Popen([sys.executable, "-c", ("import sys; from pathlib import Path; from alektum_desk.store import files; files.watch(Path(sys.argv[1]));"
                           "print(flush=True); sys.stdin.read()"), file.parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as desk:
        assert desk.stdout
        desk.stdout.readline()
        assert another_process(START + timedelta(hours=23)) == START + timedelta(hours=23)
        assert another_process(leapt) == START + timedelta(hours=23)
        assert HighWater(file, Clock(leapt), Stopwatch()).doubt()
        assert HighWater(file, Clock(leapt)).surely() == leapt       # whoever brings no stopwatch, as the tests do
        desk.kill()
    assert another_process(leapt) == leapt


def test_who_stays_counts_on_while_the_desk_is_locked(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at, watch = Clock(datetime.now(UTC)), Stopwatch()
    # `stay` goes by the machine's own two clocks, which no test can set, and lasts as long as the process, which other tests share.
    monkeypatch.setattr(module, "system", at)
    monkeypatch.setattr(module, "_since_start", watch)
    monkeypatch.setattr(module, "_staying", {})
    module.stay(file)
    start = at.at
    assert module.locked(file, at).note_locked() == start
    at.move(timedelta(days=3))
    watch.seconds += 3 * 24 * 3600                                   # asleep over the weekend
    assert module.locked(file, at).note_locked() == at.at
    awake = at.at
    at.move(timedelta(days=40))                                      # the clock leapt
    assert module.locked(file, at).note_locked() == awake
    watch.seconds += 24 * 3600
    assert module.locked(file, at).note_locked() == at.at


def test_a_leap_is_over_when_the_clock_is_put_right_or_a_person_confirms_it(file: Path, clock: Clock) -> None:
    watch = Stopwatch()
    water = HighWater(file, clock, watch)
    clock.move(timedelta(days=40))
    assert water.doubt()
    clock.move(START + timedelta(minutes=5))
    assert water.doubt() is None
    assert water.now() == START + timedelta(minutes=5)
    water.must_be_sure()
    clock.move(timedelta(days=40))
    assert water.doubt()
    assert water.confirm() == water.surely() == water.now() == clock.at
    water.must_be_sure()


def test_the_machines_own_clock_has_a_stopwatch_and_an_injected_one_stands_alone(file: Path, clock: Clock) -> None:
    assert HighWater(file, system).monotonic() > 0
    assert HighWater(file, clock).monotonic() == 0


def test_locked_it_may_only_rise(file: Path, clock: Clock) -> None:
    HighWater(file, clock).note(KEY)
    clock.move(timedelta(days=5))
    assert HighWater(file, clock).note_locked() == START + timedelta(days=5)
    clock.move(-timedelta(days=9))
    assert HighWater(file, clock).note_locked() == START + timedelta(days=5)
    water = HighWater(file, clock)
    water.check(KEY)
    assert water.note(KEY) == START + timedelta(days=5)


def test_another_process_that_saw_later_is_heard(file: Path, clock: Clock) -> None:
    water = HighWater(file, clock)
    water.note(KEY)
    HighWater(file, Clock(START + timedelta(days=1))).note_locked()
    assert water.note(KEY) == START + timedelta(days=1)


@pytest.mark.parametrize("change", [
    lambda state: state | {"sealed": "2020-01-01T00:00:00+00:00"},
    lambda state: {"locked": state["sealed"]},
    lambda state: state | {"seal": "é"},
    lambda _state: {},
    lambda _state: [],
])
def test_a_changed_record_is_an_alarm(file: Path, clock: Clock, change: object) -> None:
    assert callable(change)
    HighWater(file, clock).note(KEY)
    file.write_text(json.dumps(change(json.loads(file.read_text()))))
    with pytest.raises(ClockUnsure):
        HighWater(file, clock).check(KEY)


@pytest.mark.parametrize("text", [None, b"", b"\xff\xfe", b"{"])
def test_a_missing_or_torn_record_is_an_alarm_also_after_a_locked_run(file: Path, clock: Clock, text: bytes | None) -> None:
    HighWater(file, clock).note(KEY)
    file.unlink() if text is None else file.write_bytes(text)
    HighWater(file, clock).note_locked()
    with pytest.raises(ClockUnsure):
        HighWater(file, clock).check(KEY)


def test_somebody_elses_seal_is_an_alarm(file: Path, clock: Clock) -> None:
    HighWater(file, clock).note(Key.new())
    with pytest.raises(ClockUnsure):
        HighWater(file, clock).check(KEY)


def test_an_hour_is_forgiven_and_a_day_is_not(file: Path, clock: Clock) -> None:
    water = HighWater(file, clock)
    water.note(KEY)
    clock.move(-timedelta(minutes=59))
    water.must_be_sure()
    clock.move(-timedelta(hours=23))
    with pytest.raises(ClockUnsure):
        water.must_be_sure()


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59+00:00", "2026-11-22", "yesterday"])
def test_a_moment_that_no_desk_has_seen_keeps_nobody_from_forgetting(file: Path, clock: Clock, at: str) -> None:
    HighWater(file, clock).note(KEY)
    file.write_text(json.dumps(json.loads(file.read_text()) | {"locked": at}))
    assert HighWater(file, clock).note_locked() == START
    file.write_text(json.dumps({"sealed": at, "seal": "x"}))
    assert HighWater(file, clock).note_locked() == START
    with pytest.raises(ClockUnsure):
        HighWater(file, clock).check(KEY)
