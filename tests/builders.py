"""Valid things by default, for tests that need one and care about little in it."""
from __future__ import annotations
