"""A child process that dies at its nth statement or file operation, as a pulled plug of one process would have it."""
from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

FILE_OPERATIONS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"}


def ends(body: Callable[[], object], at: int = 0) -> tuple[bool, int]:
    """Runs `body` in a child that kills itself at event `at`; whether it reached its end, and after how many events."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _die_at(body, at, writing)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the child failed, see its trace"
    return not os.WIFSIGNALED(status), int(said or 0)


def points(body: Callable[[], object], few: int, *, every: bool = False) -> Sequence[int]:
    """All points of a body that runs on a copy, or `few` of them spread over its length, the last ones always."""
    done, total = ends(body)
    assert done
    assert total > 20, total
    if every or total <= few:
        return range(1, total + 1)
    return sorted({1 + each * total // few for each in range(few)} | set(range(total - 2, total + 1)))


def _die_at(body: Callable[[], object], at: int, writing: int) -> None:
    count = 0

    def tick(*_: object) -> None:
        nonlocal count
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)

    real = sqlcipher.connect

    def traced(*words: Any, **more: Any) -> sqlcipher.Connection:
        db = real(*words, **more)
        db.set_trace_callback(tick)
        return db

    try:
        sqlcipher.connect = traced
        sys.addaudithook(lambda name, _: tick() if name in FILE_OPERATIONS else None)
        body()
        os.write(writing, str(count).encode())
    except BaseException:  # noqa: BLE001, the end of a child process
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
