"""How much work something is, whatever else the machine does meanwhile; `./desk bench` measures by the clock."""
from __future__ import annotations

import resource
import time
from collections.abc import Callable


def work_of(work: Callable[[], object]) -> float:
    """Seconds of a processor, here and in the programs that it started and waited for."""
    before = _spent()
    work()
    return _spent() - before


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
