"""`./desk test`: pytest folder by folder, the minutes of each, one total line."""
from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests import tally

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
HARNESS = ROOT / "build" / "harness.txt"
COUNTED = HARNESS.with_suffix(".jsonl")
FLOORS = ("domain", "base", "reference", "store", "documents", "services", "cli", "ui")
HOUSE = "the house"           # the test files that lie in tests/ itself
NO_TESTS = 5                  # pytest's word for an empty selection
BUDGET = 15                   # minutes, on two cores


@dataclass(frozen=True, slots=True)
class Round:
    name: str
    seconds: float
    passed: int
    failed: int
    skipped: int
    broken: bool              # pytest ended in another way than by counting tests


def folders() -> list[str]:
    """Those of the floors from the ground up, then any other, then the house itself."""
    there = {path.parent.relative_to(TESTS).parts[0] for path in TESTS.glob("*/**/test_*.py")}
    return [*(name for name in FLOORS if name in there), *sorted(there - set(FLOORS)), HOUSE]


def _paths(folder: str) -> list[str]:
    found = TESTS.glob("test_*.py") if folder == HOUSE else [TESTS / folder]
    return [path.relative_to(ROOT).as_posix() for path in sorted(found)]


def play(folder: str, pytest_words: Sequence[str], environment: Mapping[str, str]) -> Round:
    print(f"\n== {folder}", flush=True)
    report = ROOT / "build" / "tests" / f"{folder.replace(' ', '-')}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    workers = ["-n", "2", "--dist", "worksteal"] if (os.cpu_count() or 1) > 1 else []
    command = [sys.executable, "-m", "pytest", *workers, "--junit-xml", str(report), *pytest_words, *_paths(folder)]
    began = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    seconds = time.monotonic() - began
    counts = ET.parse(report).getroot().find("testsuite") if report.exists() else None
    total, failures, errors, skipped = (int(counts.get(name, 0)) if counts is not None else 0
                                        for name in ("tests", "failures", "errors", "skipped"))
    failed = failures + errors
    return Round(folder, seconds, max(total - failed - skipped, 0), failed, skipped,
                 broken=code not in {0, NO_TESTS} and not failed)


def _environment(*, long: bool) -> dict[str, str]:
    """Without a screen, with nothing of the caller's own desk, and with modules compiled once for the hundreds of programs started."""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith("ALEKTUM_DESK_") and name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", tally.PLACE: str(COUNTED), **({tally.DOSE: "1"} if long else {})}


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./desk test")
    parser.add_argument("--long", action="store_true", help="also what takes long")
    parser.add_argument("--only", metavar="NAME", help=f"one of {', '.join(folders())}, or tests whose name matches")
    asked = parser.parse_args(words)
    chosen, pytest_words = folders(), ["-m", ""] if asked.long else []
    if asked.only in chosen:
        chosen = [asked.only]
    elif asked.only:
        pytest_words += ["-k", asked.only]
    COUNTED.parent.mkdir(parents=True, exist_ok=True)
    COUNTED.unlink(missing_ok=True)
    rounds = [play(folder, pytest_words, _environment(long=asked.long)) for folder in chosen]
    show_harness()
    return tell(rounds)


def show_harness() -> None:
    """What the harness counted, here and in build/harness.txt."""
    if COUNTED.exists():
        lines = tally.table(COUNTED.read_text(encoding="utf-8").splitlines())
        print("\n" + "\n".join(lines))
        HARNESS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def tell(rounds: Sequence[Round]) -> int:
    print()
    for each in rounds:
        if each.passed or each.failed or each.skipped or each.broken:
            print(f"{each.name:<12} {each.seconds / 60:6.2f} min  {each.passed:5} passed  {each.failed:3} failed  "
                  f"{each.skipped:3} skipped{'  (pytest broke off)' if each.broken else ''}")
    minutes = sum(each.seconds for each in rounds) / 60
    print(f"{'together':<12} {minutes:6.2f} min{f', more than the {BUDGET} it should take' if minutes > BUDGET else ''}")
    if not any(each.passed or each.failed or each.skipped or each.broken for each in rounds):
        print("no test has such a name")
    passed, skipped = sum(each.passed for each in rounds), sum(each.skipped for each in rounds)
    failed = sum(each.failed + each.broken for each in rounds)
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
