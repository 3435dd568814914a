"""What a check of the store found."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """`where` is a place inside the compartment: a page, a table, an entry; never what stands there."""

    compartment: str
    code: str
    where: str


@dataclass(frozen=True, slots=True)
class Log:
    """One compartment's journal as the full check found it. `root` is base64, as in its checkpoints."""

    compartment: str
    origin: str
    key: str                    # the verifier key, in the form of C2SP
    entries: int
    pruned: int
    root: str
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        return not self.problems
