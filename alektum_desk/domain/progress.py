"""How work that takes time says how far it is, and hears that it should stop."""
from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    def step(self, done: int, total: int, text: str) -> None:
        """Raises `errors.Cancelled` when the person has had enough."""


class Silent:
    """Nobody is watching."""

    def step(self, done: int, total: int, text: str) -> None:
        pass
