"""`./desk bench [NAME...]`: every measurement of this folder, as a table on standard output and in build/bench.md."""
from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from tests.bench.measure import Line

NAMES = ("start", "memory", "matrix", "register", "visitors", "kiosk", "store", "letter")
REPORT = Path(__file__).resolve().parents[2] / "build" / "bench.md"


def row(line: Line) -> str:
    limit = "" if line.limit is None else f"<= {line.limit:g} {line.unit}"
    verdict = {None: "", True: "holds", False: "MISSED"}[line.holds]
    return f"| {line.what:<52} | {line.value:8.2f} {line.unit:<2} | {limit:<10} | {verdict:<6} | {line.beside:<24} |"


def main(words: Sequence[str]) -> int:
    unknown = set(words) - set(NAMES)
    if unknown:
        print(f"There is no measurement called {', '.join(sorted(unknown))}. Choose from: {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    when, load = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", f"load {os.getloadavg()[0]:.1f}"
    told = [f"# Measured {when}, Python {platform.python_version()}, {os.cpu_count()} cores, {load}", "",
            f"| {'what, medians of one run':<52} | {'measured':<11} | {'promised':<10} | {'':<6} | {'beside':<24} |",
            f"|{'-' * 54}|{'-' * 13}|{'-' * 12}|{'-' * 8}|{'-' * 26}|"]
    print("\n".join(told), flush=True)
    missed = False
    for name in words or NAMES:
        for line in import_module(f"tests.bench.{name}").measure():
            told.append(row(line))
            print(told[-1], flush=True)
            missed = missed or line.holds is False
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text("\n".join(told) + "\n", encoding="utf-8")
    print(f"\nwritten to {REPORT}")
    return 7 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
