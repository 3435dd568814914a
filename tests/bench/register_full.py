"""A register full of facts printed by a process that does nothing else: how many seconds it took, those of the processor, the file's megabytes, and the process's."""
from __future__ import annotations

import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from alektum_desk.domain.notices import ACTIVITY_FIELDS, Field
from alektum_desk.services import register_export
from alektum_desk.services.desk import Desk
from alektum_desk.store.notices import Statement
from alektum_desk.store.records import Activity
from tests.bench.matrix import fill
from tests.bench.measure import new_desk

ACTIVITIES = 10_000
SAID = ("Name, address and telephone number of the person who owes the claim", "The client on whose behalf the claim is collected, and its bank", "Kept until the case is closed and for three years after that")


def fill_full(desk: Desk, many: int) -> None:
    """Every field of every activity says something."""
    fill(desk, many)
    with desk.store.act("register", "bench.fill", summary={"rows": many}) as session:
        for number, key in enumerate(session.scalars(select(Activity.id)).all()):
            session.add_all(Statement(activity_id=key, position=at, field=field, text=f"{SAID[at % 3]}, {number}", kinds=[], purpose="purpose_1" if field in {Field.PURPOSE, Field.LEGAL_BASIS} else None,
                                      code="6(1)(b)" if field is Field.LEGAL_BASIS else None) for at, field in enumerate(ACTIVITY_FIELDS))
            if number % 500 == 0:
                session.flush()
                session.expunge_all()


if __name__ == "__main__":
    with new_desk() as desk, TemporaryDirectory() as folder:
        fill_full(desk, ACTIVITIES)
        path = Path(folder, "register.pdf")
        began, working = time.perf_counter(), time.process_time()
        register_export.export(desk, "pdf", path)
        print(time.perf_counter() - began, time.process_time() - working, path.stat().st_size / 1e6, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
