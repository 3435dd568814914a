"""What the global search found, as offers of the palette."""
from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from alektum_desk.ui.command_palette import Offer

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

# Kind of hit: the screen that shows it, and its icon.
PLACES = {"activity": ("register", "register"), "notice": ("notices", "notice"), "visit": ("visitors", "person"),
          "complaint": ("complaints", "letter"), "authority": ("authorities", "law")}
LIMIT = 30


def look_up(desk: Desk, words: str, go: Callable[[str, str], object]) -> list[Offer]:
    from alektum_desk.services import search
    found = []
    for hit in search.find(desk, words, limit=LIMIT):
        if hit.kind in PLACES:
            screen, icon = PLACES[hit.kind]
            argument = f"letter/{hit.id}" if hit.kind == "complaint" else hit.id if hit.line is None else f"{hit.id}:{hit.line}"
            found.append(Offer(hit.title, hit.detail, icon, partial(go, screen, argument)))
    return found
