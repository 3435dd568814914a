"""What the harness counts, kept beside the tests' own words: `./desk test` shows it at its end as one table."""
from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

PLACE = "ALEKTUM_DESK_HARNESS"      # the file into which every process adds its lines
DOSE = "ALEKTUM_DESK_LONG"
LONG = bool(os.environ.get(DOSE))
DONE = ("kills", "cuts", "flips", "scans", "faults planted")
FOUND = ("lost", "resurrected", "torn", "undetected", "names found", "faults missed")


def add(proof: str, **counts: int) -> None:
    """One line: what was done, by the words in DONE, and what was found, by those in FOUND (`_` for a blank)."""
    if place := os.environ.get(PLACE):
        with Path(place).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"proof": proof, **{name.replace("_", " "): number for name, number in counts.items()}}) + "\n")


def table(lines: Iterable[str]) -> list[str]:
    """One row for each proof, and the sum; of what was not looked for there is no number."""
    proofs: dict[str, Counter[str]] = {}
    for line in lines:
        said = json.loads(line)
        proofs.setdefault(said.pop("proof"), Counter()).update(said)
    if not proofs:
        return []
    columns = [*DONE, *FOUND]
    together = sum(proofs.values(), Counter(dict.fromkeys(columns, 0)))
    rows = [("the harness", columns), *((proof, [str(counts[name]) if name in counts else "" for name in columns]) for proof, counts in sorted(proofs.items())),
            ("together", [str(together[name]) for name in columns])]
    wide = max(len(name) for name, _ in rows)
    return [f"{name:<{wide}}  " + "  ".join(f"{cell:>{len(column)}}" for cell, column in zip(cells, columns, strict=True)) for name, cells in rows]
