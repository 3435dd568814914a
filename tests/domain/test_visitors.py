"""The visitor's month, by table and against an oracle that searches instants instead of reckoning."""
from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from alektum_desk.domain.errors import Refused
from alektum_desk.domain.visitors import (
    LONGEST,
    Guest,
    Limit,
    Occasion,
    checked,
    end_of_day,
    first_instant,
    forget_no_show_on,
    forget_on,
    limit_of,
)

SHARED = Path(__file__).parents[2] / "../shared/data/expiry_cases.json"
GROUP = ("Europe/Brussels", "Europe/Copenhagen", "Europe/Oslo", "Europe/Amsterdam", "Europe/Stockholm", "Europe/Helsinki",
         "Europe/Berlin")
ODD = ("Africa/Cairo", "Africa/Casablanca", "America/Havana", "America/Nuuk", "America/Santiago", "America/Asuncion",
       "America/St_Johns", "Asia/Beirut", "Asia/Gaza", "Asia/Tehran", "Asia/Kathmandu", "Atlantic/Azores",
       "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "Pacific/Kiritimati", "UTC")
TIMES = (time(0), time(0, 0, 1), time(0, 30), time(2), time(2, 30), time(9, 15), time(23, 30), time(23, 59, 59))


# -- the law by table: zone, arrival, last day, due from, latest allowed

LAW = [
    ("mid-month", "Europe/Brussels", "2026-11-22T10:30:00+01:00", "2026-12-22", "2026-12-22T09:30:00Z", "2026-12-22T23:00:00Z"),
    ("31 January has no twin", "Europe/Brussels", "2027-01-31T09:15:00+01:00", "2027-02-28", "2027-02-28T08:15:00Z", "2027-02-28T23:00:00Z"),
    ("29 January, no leap year", "Europe/Brussels", "2027-01-29T09:15:00+01:00", "2027-02-28", "2027-02-28T08:15:00Z", "2027-02-28T23:00:00Z"),
    ("30 January, leap year", "Europe/Amsterdam", "2028-01-30T14:00:00+01:00", "2028-02-29", "2028-02-29T13:00:00Z", "2028-02-29T23:00:00Z"),
    ("29 February goes to 29 March", "Europe/Oslo", "2028-02-29T12:00:00+01:00", "2028-03-29", "2028-03-29T10:00:00Z", "2028-03-29T22:00:00Z"),
    ("28 February goes to 28 March, not to its end", "Europe/Oslo", "2027-02-28T12:00:00+01:00", "2027-03-28", "2027-03-28T10:00:00Z", "2027-03-28T22:00:00Z"),
    ("the local date decides, not that of UTC", "Europe/Helsinki", "2026-05-01T00:30:00+03:00", "2026-06-01", "2026-05-31T21:30:00Z", "2026-06-01T21:00:00Z"),
    ("written in another zone", "Europe/Helsinki", "2026-04-30T14:30:00-07:00", "2026-06-01", "2026-05-31T21:30:00Z", "2026-06-01T21:00:00Z"),
    ("over the spring change", "Europe/Berlin", "2027-03-10T16:20:00+01:00", "2027-04-10", "2027-04-10T14:20:00Z", "2027-04-10T22:00:00Z"),
    ("over the autumn change", "Europe/Stockholm", "2026-10-10T08:05:00+02:00", "2026-11-10", "2026-11-10T07:05:00Z", "2026-11-10T23:00:00Z"),
    ("02:30 does not exist on the last day: 03:30", "Europe/Berlin", "2027-02-28T02:30:00+01:00", "2027-03-28", "2027-03-28T01:30:00Z", "2027-03-28T22:00:00Z"),
    ("02:30 comes twice on the last day: the first", "Europe/Berlin", "2026-09-25T02:30:00+02:00", "2026-10-25", "2026-10-25T00:30:00Z", "2026-10-25T23:00:00Z"),
    ("Christmas Day extends nothing", "Europe/Brussels", "2026-11-25T13:00:00+01:00", "2026-12-25", "2026-12-25T12:00:00Z", "2026-12-25T23:00:00Z"),
    ("nor does a Sunday", "Europe/Brussels", "2026-10-22T13:00:00+02:00", "2026-11-22", "2026-11-22T12:00:00Z", "2026-11-22T23:00:00Z"),
    ("over the new year", "Europe/Copenhagen", "2026-12-31T23:30:00+01:00", "2027-01-31", "2027-01-31T22:30:00Z", "2027-01-31T23:00:00Z"),
    ("Cairo's next midnight does not exist", "Africa/Cairo", "2026-03-23T10:00:00+02:00", "2026-04-23", "2026-04-23T08:00:00Z", "2026-04-23T22:00:00Z"),
    ("Cairo's midnight arrival into the gap", "Africa/Cairo", "2026-03-24T00:15:00+02:00", "2026-04-24", "2026-04-23T22:15:00Z", "2026-04-24T21:00:00Z"),
    ("Cairo's last hour comes twice", "Africa/Cairo", "2026-09-29T23:30:00+03:00", "2026-10-29", "2026-10-29T20:30:00Z", "2026-10-29T22:00:00Z"),
    ("Beirut", "Asia/Beirut", "2026-02-28T23:59:59+02:00", "2026-03-28", "2026-03-28T21:59:59Z", "2026-03-28T22:00:00Z"),
    ("Santiago's spring midnight", "America/Santiago", "2026-08-05T12:00:00-04:00", "2026-09-05", "2026-09-05T16:00:00Z", "2026-09-06T04:00:00Z"),
    ("Santiago's autumn hour twice", "America/Santiago", "2026-03-04T23:30:00-03:00", "2026-04-04", "2026-04-05T02:30:00Z", "2026-04-05T04:00:00Z"),
    ("Lord Howe's half hour is missing", "Australia/Lord_Howe", "2026-09-04T02:15:00+10:30", "2026-10-04", "2026-10-03T15:45:00Z", "2026-10-04T13:00:00Z"),
    ("Lord Howe's half hour comes twice", "Australia/Lord_Howe", "2026-03-05T01:45:00+11:00", "2026-04-05", "2026-04-04T14:45:00Z", "2026-04-05T13:30:00Z"),
    ("Nuuk's gap ends at midnight: never past the end", "America/Nuuk", "2026-02-28T23:30:00-02:00", "2026-03-28", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"),
    ("Apia had no 30 December 2011 to end on", "Pacific/Apia", "2011-11-30T10:00:00-10:00", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"),
    ("Apia's day after the last is missing", "Pacific/Apia", "2011-11-29T10:00:00-10:00", "2011-12-29", "2011-12-29T20:00:00Z", "2011-12-30T10:00:00Z"),
]


@pytest.mark.parametrize(("zone", "arrived_at", "last_day", "due_from", "latest_allowed"), [row[1:] for row in LAW],
                         ids=[row[0] for row in LAW])
def test_a_visit_is_forgotten_one_month_after_its_day(zone: str, arrived_at: str, last_day: str, due_from: str, latest_allowed: str) -> None:
    assert forget_on(at(arrived_at), zone) == Limit(date.fromisoformat(last_day), at(due_from), at(latest_allowed))


@pytest.mark.parametrize(("zone", "expected_at", "last_day", "due_from", "latest_allowed"), [
    ("Europe/Amsterdam", "2026-12-03T14:00:00+01:00", "2026-12-03", "2026-12-03T13:00:00Z", "2026-12-03T23:00:00Z"),
    ("Europe/Helsinki", "2026-04-30T21:30:00Z", "2026-05-01", "2026-04-30T21:30:00Z", "2026-05-01T21:00:00Z"),
    ("Africa/Cairo", "2026-04-23T14:00:00+02:00", "2026-04-23", "2026-04-23T12:00:00Z", "2026-04-23T22:00:00Z"),
])
def test_who_never_came_is_forgotten_with_the_expected_day(zone: str, expected_at: str, last_day: str, due_from: str, latest_allowed: str) -> None:
    assert forget_no_show_on(at(expected_at), zone) == Limit(date.fromisoformat(last_day), at(due_from), at(latest_allowed))


def test_the_shared_cases() -> None:
    if not SHARED.exists():
        pytest.skip("the shared cases are not beside this checkout; the table above holds their facts")
    for case in json.loads(SHARED.read_text())["cases"]:
        limit, expect = limit_of(Occasion(case["kind"]), at(case["arrived_at"]), case["site_tz"]), case["expect"]
        assert (str(limit.last_day), limit.due_from, limit.latest_allowed) == (
            expect["last_day"], at(expect["due_from_utc"]), at(expect["latest_allowed_utc"])), case["id"]
        assert limit.latest_allowed == at(expect["latest_allowed_local"])


# -- against an oracle: the clocks of a zone as they were shown, second by second, without any reckoning of local times

class Clocks:
    """What a zone's clocks show, as runs of one offset; made by asking what an instant looks like there, never the reverse."""

    def __init__(self, zone: str, first: int = 2023, last: int = 2035) -> None:
        here = ZoneInfo(zone)

        def offset(second: int) -> int:
            seen = datetime.fromtimestamp(second, UTC).astimezone(here).utcoffset()
            assert seen is not None
            return int(seen.total_seconds())

        start, end, step = (int(datetime(each, 1, 1, tzinfo=UTC).timestamp()) for each in (first, last, last)), 0, 3 * 3600
        begin, end = list(start)[:2]
        self.starts, self.offsets = [begin], [offset(begin)]
        for early, late in pairwise(range(begin, end, step)):
            if offset(late) != self.offsets[-1]:
                self.starts.append(_first(lambda second: offset(second) != self.offsets[-1], early, late))
                self.offsets.append(offset(late))

    def readings(self, wall: int) -> Iterator[int]:
        """Every instant at which the clocks show this wall time, in order."""
        near = bisect_right(self.starts, wall)
        for each in range(max(0, near - 3), min(near + 3, len(self.starts))):
            instant = wall - self.offsets[each]
            if self.starts[each] <= instant and (each + 1 == len(self.starts) or instant < self.starts[each + 1]):
                yield instant

    def reaches(self, wall: int) -> int:
        """The first instant at which the clocks show this wall time or, having jumped over it, a later one."""
        for instant in self.readings(wall):
            return instant
        return next(start for start, offset in zip(self.starts, self.offsets, strict=True)
                    if start + offset > wall and start > wall - 2 * 86400)

    def shifted(self, wall: int) -> int:
        """The first reading; where there is none, as far behind the jump as it would have been behind its beginning."""
        for instant in self.readings(wall):
            return instant
        jump = self.reaches(wall)
        return jump + wall - (jump + self.offsets[self.starts.index(jump) - 1])


def _first(holds: object, low: int, high: int) -> int:
    assert callable(holds)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def twin(day: date) -> date:
    """Walks to the same number in the next month, or as far as that month goes."""
    walk = day
    while walk.month == day.month:
        walk += timedelta(1)
    while walk.day < day.day and (walk + timedelta(1)).month == walk.month:
        walk += timedelta(1)
    return walk


def wall_of(day: date, at: time) -> int:
    return int(datetime.combine(day, at, UTC).timestamp())


def differences(zone: str, times: tuple[time, ...], days: int = 4018) -> list[str]:
    """Every arrival from 2024 to 2034 whose limit is not what the clocks say."""
    clocks, wrong = Clocks(zone), []
    for number in range(days):
        day = date(2024, 1, 1) + timedelta(number)
        last = twin(day)
        end = clocks.reaches(wall_of(last + timedelta(1), time()))
        for each in times:
            due = min(clocks.shifted(wall_of(last, each)), end)
            for instant in clocks.readings(wall_of(day, each)):
                limit = forget_on(datetime.fromtimestamp(instant, UTC), zone)
                if (limit.last_day, limit.due_from.timestamp(), limit.latest_allowed.timestamp()) != (last, due, end):
                    wrong.append(f"{zone} {day} {each}: {limit}, not {last} {due} {end}")
    return wrong


@pytest.mark.parametrize("zone", GROUP)
def test_every_day_of_eleven_years_at_every_office(zone: str) -> None:
    assert differences(zone, TIMES) == []


@pytest.mark.parametrize("zone", ODD)
def test_every_day_of_eleven_years_where_clocks_are_odd(zone: str) -> None:
    assert differences(zone, (time(0), time(0, 30), time(2, 15), time(23, 30))) == []


@pytest.mark.long
@pytest.mark.parametrize("zone", GROUP + ODD)
def test_every_quarter_of_an_hour_of_eleven_years(zone: str) -> None:
    assert differences(zone, tuple(time(minute // 60, minute % 60) for minute in range(0, 1440, 15))) == []


def test_the_oracle_itself_reads_the_clock_second_by_second() -> None:
    """Beside the change of 28 March 2027 in Berlin every second is looked at, without any runs."""
    clocks, berlin = Clocks("Europe/Berlin"), ZoneInfo("Europe/Berlin")
    shown = {datetime.fromtimestamp(second, UTC).astimezone(berlin).replace(tzinfo=UTC).timestamp(): second
             for second in range(int(at("2027-03-28T00:50:00Z").timestamp()), int(at("2027-03-28T01:10:00Z").timestamp()))}
    for wall in range(wall_of(date(2027, 3, 28), time(1, 50)), wall_of(date(2027, 3, 28), time(3, 10))):
        assert list(clocks.readings(wall)) == ([shown[wall]] if wall in shown else [])


def test_a_limit_never_comes_before_the_arrival_nor_after_the_end() -> None:
    for zone in GROUP + ODD:
        for day in range(0, 4018, 37):
            arrived = datetime(2024, 1, 1, 23, 45, tzinfo=UTC) + timedelta(day)
            limit = forget_on(arrived, zone)
            assert arrived < limit.due_from <= limit.latest_allowed
            assert timedelta(27) < limit.latest_allowed - arrived < timedelta(33)


def test_days_follow_one_another_without_a_gap() -> None:
    for zone in (*GROUP, *ODD):
        here = ZoneInfo(zone)
        for number in range(0, 4018, 5):
            day = date(2024, 1, 1) + timedelta(number)
            assert end_of_day(day, here) == first_instant(day + timedelta(1), here)
            assert end_of_day(day, here).astimezone(here).date() == day + timedelta(1)


def test_a_day_that_begins_inside_a_gap_begins_where_the_gap_ends() -> None:
    """Toronto went from 23:30 on 30 March 1919 to 00:30; there was no midnight, and half an hour of it is not late."""
    toronto = ZoneInfo("America/Toronto")
    assert end_of_day(date(1919, 3, 30), toronto) == first_instant(date(1919, 3, 31), toronto) == at("1919-03-31T04:30:00Z")


@pytest.mark.parametrize("zone", ["Europe/Ghent", "", "../etc/passwd", "Europe", "\x00"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(Refused, match="time zone"):
        forget_on(at("2026-11-22T10:30:00Z"), zone)


def test_a_moment_needs_an_offset_and_a_year() -> None:
    with pytest.raises(Refused, match="offset"):
        forget_on(datetime(2026, 11, 22, 10, 30), "Europe/Brussels")  # noqa: DTZ001, this is what is refused
    for year in (1, 1899, 9999):
        with pytest.raises(Refused, match="years"):
            forget_on(datetime(year, 7, 1, tzinfo=UTC), "America/Santiago")


# -- what may be written down

def test_a_guest_is_trimmed_and_normalised() -> None:
    assert checked(Guest("  Zoe\u0308 Peeters ", "", "  ", "Anna Verhulst")) == Guest("Zoë Peeters", None, None, "Anna Verhulst")
    assert checked(Guest("Siân O'Néill-García 陳大文 \U0001f642", "A/S Ærø & Søn <b>", "1-ABC-234", None)).employer == "A/S Ærø & Søn <b>"


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u200d", "\ufeff"])
def test_a_visit_needs_a_name(name: str) -> None:
    with pytest.raises(Refused, match="name"):
        checked(Guest(name))


@pytest.mark.parametrize("field", ["name", "employer", "plate", "host"])
@pytest.mark.parametrize("bad", ["a\nb", "a\x00b", "a\x1b[2Jb", "a\u202eb", "a\u2066b", "a\u200fb", "a\ud800b", "a\u2028b", "a\x85b"])
def test_what_cannot_be_seen_is_refused(field: str, bad: str) -> None:
    with pytest.raises(Refused, match=field) as refusal:
        checked(Guest(**({"name": "Ada"} | {field: bad})))
    assert bad not in str(refusal.value)


@pytest.mark.parametrize(("field", "longest"), LONGEST.items())
def test_a_text_that_is_too_long_is_refused(field: str, longest: int) -> None:
    assert checked(Guest(**({"name": "Ada"} | {field: "x" * longest})))
    with pytest.raises(Refused, match=f"{longest} characters"):
        checked(Guest(**({"name": "Ada"} | {field: "x" * (longest + 1)})))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)
