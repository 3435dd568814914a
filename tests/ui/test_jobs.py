"""Work off the GUI thread: one at a time, told step by step, stopped when asked."""
from __future__ import annotations

import gc
import threading
from functools import partial
from typing import Any

import pytest

from alektum_desk.domain.errors import Cancelled, DeskError, Refused
from alektum_desk.domain.progress import Progress
from alektum_desk.ui.jobs import Job, Jobs
from tests.ui.conftest import PATIENCE


def test_work_is_done_elsewhere_and_told_here(jobs: Jobs, qtbot: Any) -> None:
    places: list[threading.Thread] = []
    results: list[tuple[object, threading.Thread]] = []

    def work(_progress: Progress) -> int:
        places.append(threading.current_thread())
        return 42
    job = jobs.run(work,
                   done=lambda result: results.append((result, threading.current_thread())))
    with qtbot.waitSignal(job.ended):
        pass
    assert results == [(42, threading.main_thread())]
    assert places[0] is not threading.main_thread()


def test_work_queues_up(jobs: Jobs, qtbot: Any) -> None:
    order: list[str] = []
    gate = threading.Event()

    def first(_progress: Progress) -> None:
        gate.wait(PATIENCE / 1000)
        order.append("first")
    jobs.run(first)
    last = jobs.run(lambda _progress: order.append("second"))
    assert order == []
    with qtbot.waitSignal(last.ended):
        gate.set()
    assert order == ["first", "second"]
    assert not jobs.busy()


def test_a_step_is_told_and_cancelling_is_heard(jobs: Jobs, qtbot: Any) -> None:
    steps: list[tuple[int, int, str]] = []
    refused: list[DeskError] = []
    going = threading.Event()
    started = threading.Event()

    def work(progress: Progress) -> None:
        progress.step(1, 3, "one")
        started.set()
        going.wait(PATIENCE / 1000)
        progress.step(2, 3, "two")
    job: Job = jobs.run(work, refused=refused.append)
    job.stepped.connect(lambda done, total, words: steps.append((done, total, words)))
    qtbot.waitUntil(started.is_set)
    job.cancel()
    with qtbot.waitSignal(job.ended):
        going.set()
    assert isinstance(refused[0], Cancelled)
    assert (2, 3, "two") not in steps


def test_what_can_be_mended_is_a_refusal(jobs: Jobs, qtbot: Any) -> None:
    def work(_progress: Progress) -> None:
        raise Refused("There is no such thing.", "Choose another.")
    refused: list[DeskError] = []
    with qtbot.waitSignal(jobs.run(work, refused=refused.append).ended):
        pass
    assert refused[0].sentence == "There is no such thing."


def test_a_bug_rises_on_the_gui_thread(jobs: Jobs, qtbot: Any) -> None:
    def work(_progress: Progress) -> None:
        raise ZeroDivisionError("a bug")
    with qtbot.captureExceptions() as risen, qtbot.waitSignal(jobs.run(work).ended):
        pass
    qtbot.waitUntil(lambda: bool(risen))
    assert risen[0][0] is ZeroDivisionError


def test_garbage_is_collected_on_the_gui_thread_only(jobs: Jobs, qtbot: Any) -> None:
    seen: list[bool] = []
    with qtbot.waitSignal(jobs.run(lambda _progress: seen.append(gc.isenabled())).ended):
        pass
    qtbot.waitUntil(gc.isenabled)
    assert seen == [False]


def noted(done: list[int], number: int, _progress: Progress) -> None:
    done.append(number)


@pytest.mark.parametrize("label", ["", "Writing"])
def test_finishing_waits(jobs: Jobs, label: str) -> None:
    done: list[int] = []
    for number in range(3):
        jobs.run(partial(noted, done, number), label=label)
    assert jobs.finish()
    assert done == [0, 1, 2]
