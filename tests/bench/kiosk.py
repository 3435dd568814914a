"""From step to step at the kiosk: from the touch until the next page is painted."""
from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from tests.bench.measure import Line as Row

STEP_MS = 100


def measure() -> list[Row]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from alektum_desk import app as program
    from alektum_desk.domain.kiosk import Card, Text
    from alektum_desk.domain.kiosk_pairing import Greeting
    from alektum_desk.ui.kiosk.form import Step
    from alektum_desk.ui.kiosk.line import Line
    from alektum_desk.ui.kiosk.window import KioskWindow
    app = program.application()
    text = Text("fr", "Notice", "ab" * 32, tuple(f"{number} " + "mots " * 60 for number in range(1, 40)), (18, 19, 20))
    greeting = Greeting("00" * 32, "/nowhere", "Alektum SA", "Ledeberg", "BE", "Europe/Brussels", ("nl", "fr"), "{}",
                        Card("be-ghent", "be-fr", ("name", "employer", "plate"), (text,)))
    line = Line(greeting)
    line.is_lost = False            # nobody answers here, and nobody is asked
    window = KioskWindow(greeting, line, lambda: datetime(2026, 11, 24, 11, tzinfo=UTC))
    window.resize(1440, 900)
    window.show()

    def painted() -> None:
        for _round in range(2):
            app.processEvents()

    def taken(turn: Callable[[], object]) -> float:
        began = time.perf_counter()
        turn()
        painted()
        return (time.perf_counter() - began) * 1000

    painted()
    form = window.form
    assert form is not None
    steps = (Step.DETAILS, Step.HOST, Step.NOTICE, Step.THANKS, Step.WELCOME)
    times = {step: statistics.median([taken(partial(form.show_step, step)) for _round in range(9)][1:]) for step in steps}
    fresh = [taken(window.begin) for _round in range(8)][1:]
    window.may_close = True
    window.close()
    slowest = max(times, key=lambda step: times[step])
    return [Row("kiosk: to the slowest step", times[slowest], "ms", STEP_MS, f"{slowest}; quickest {min(times.values()):.0f} ms"),
            Row("kiosk: the next visitor's form", statistics.median(fresh), "ms", STEP_MS)]
