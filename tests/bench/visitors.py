"""One month of 60,000 visits: the list, a keystroke, the roll call and the purge of a day; and 100,000 beside a bare search in memory."""
from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter

from sqlalchemy import insert

from alektum_desk.domain.visitors import Guest, forget_on
from alektum_desk.services import roll_calls, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import visitors as store
from alektum_desk.store.models import new_id
from tests.bench.measure import Line, median_ms, new_desk

MANY, MONTH, EVERY = 100_000, 60_000, 44     # visits, and the seconds between two of the month
INSIDE = 200
FIRST = ("Kari", "Søren", "Lotte", "Émile", "Jürgen", "Åsa", "Päivi", "Anna", "Piet", "Ingrid")
LAST = ("Nordmann", "Ostergård", "Voorbeeld", "Dupont", "Strauß", "Öberg", "Mäkinen", "Peeters", "de Vries", "Hansen")
TYPED = ("k", "so", "lot", "vries 9", "strau", "peeters 77", "zzz", "n", "anna han")


def fill(desk: Desk, many: int = MANY, every: int = 17, inside: int = MANY) -> None:
    """As sign_in writes them, in one act: a hundred thousand acts would be measured elsewhere. All but the newest `inside` have left."""
    days = desk.store.days[desk.office.id]
    now = desk.now().replace(microsecond=0)
    with desk.store.act("visitors", "bench.fill", summary={"rows": many}) as session:
        rows = []
        for number in range(many):
            arrived_at = now - timedelta(seconds=every * number)
            limit = forget_on(arrived_at, days.zone.key)
            chain, key = days.for_sealing(limit.last_day)
            visit = new_id()
            guest = Guest(f"{FIRST[number % 10]} {LAST[number // 10 % 10]} {number}", f"Firm {number % 997}", f"1-ABC-{number % 999:03}", None)
            rows.append({"id": visit, "token": secrets.token_hex(16), "site": days.office, "chain": chain, "held": False,
                         "last_day": limit.last_day, "due_from": limit.due_from, "arrived_at": arrived_at, "departed_at": None if number < inside else arrived_at,
                         **store.seal(key, visit, guest)})
        session.execute(insert(store.Visit), rows)


def _unlock(desk: Desk) -> None:
    visitors.close_book(desk)
    visitors.listed(desk)


def measure() -> list[Line]:
    return [*_month(), *_beside()]


def _month() -> list[Line]:
    """What the issue promises of one month, on one desk whose clock we set."""
    clock = Clock()
    with new_desk(clock) as desk:
        fill(desk, MONTH, EVERY, INSIDE)
        unlocked = median_ms(lambda _: _unlock(desk), 1)
        listed = median_ms(lambda _: visitors.listed(desk))
        typed, painted = _keystroke(desk)
        called = median_ms(lambda _: roll_calls.paper(desk, roll_calls.begin(desk)), 3)
        clock.at += timedelta(days=1)
        began = perf_counter()
        gone = visitors.forget(desk).rows_erased
        purged = (perf_counter() - began) * 1000
        return [Line(f"{MONTH:,} visits decrypted at unlock", unlocked, "ms"), Line("the list", listed, "ms", 100),
                Line("keystroke to rows beyond the repaint", typed - painted, "ms", 16, f"{typed:.0f} ms, {painted:.0f} ms"),
                Line(f"roll call of {INSIDE} on paper", called, "ms", 1000), Line(f"purge of a day, {gone:,} visits", purged, "ms", 1000)]


class Clock:
    """The machine's clock, set by hand."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


def _keystroke(desk: Desk) -> tuple[float, float]:
    """From the key to the painted rows, and one repaint of rows that were not painted before."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from alektum_desk import app
    from alektum_desk.ui.jobs import Jobs
    from alektum_desk.ui.screens.visitors import VisitorsScreen
    made = app.application()
    jobs = Jobs()
    screen = VisitorsScreen(desk, jobs)
    screen.resize(1440, 900)
    screen.show()
    screen.arrive("month")
    made.processEvents()

    def press(words: str) -> None:
        screen.finder.setText(words)
        screen.table.grab()

    def paint(_number: int) -> None:
        screen.table.rows.retell()
        screen.table.grab()

    taken = []
    for words in TYPED:
        screen.finder.setText("x")
        began = perf_counter()
        press(words)
        taken.append((perf_counter() - began) * 1000)
    painted = median_ms(paint)
    screen.close()
    screen.deleteLater()
    jobs.finish()
    return median(taken), painted


def _beside() -> list[Line]:
    with new_desk() as desk:
        fill(desk)
        unlocked = median_ms(lambda _: _unlock(desk), 1)
        texts = [f"{each.name}\n{each.employer}\n{each.plate}\n{each.host}".casefold() for each in visitors.listed(desk)]
        raw = median_ms(lambda number: [text for text in texts if TYPED[number] in text])
        found = median_ms(lambda number: visitors.find(desk, TYPED[number]))
        return [Line(f"{MANY:,} visits decrypted at unlock", unlocked, "ms"),
                Line("a search / the bare search in memory", found / raw, "x", 3, f"{found:.0f} ms, {raw:.0f} ms")]
