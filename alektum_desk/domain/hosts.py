"""Hosts: colleagues whom a visitor may come to see, and how little of them a stranger at the door is told."""
from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.folding import fold
from alektum_desk.domain.visitors import TURNING, UNSEEN

FEWEST_LETTERS, MOST_HITS = 3, 5
LONGEST = {"first_name": 100, "last_name": 100, "phone": 40}


@dataclass(frozen=True, slots=True)
class Host:
    """Gone from the list from `leaves_on` on."""

    id: str
    site: str
    first_name: str
    last_name: str
    phone: str | None = None
    leaves_on: date | None = None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def shown(self) -> str:
        """First name and initial: Anna V."""
        return shortened(self, 1)


def shortened(host: Host, letters: int) -> str:
    """The first name and so many letters of the last one; of "van der Berg" these are of Berg."""
    capital = next((at for at, letter in enumerate(host.last_name) if letter.isupper()), 0)
    part = host.last_name[capital:capital + letters].strip()
    whole = len(host.last_name) - capital <= letters
    return f"{host.first_name} {part}{'' if whole and letters > 1 else '.'}".strip() if part else host.first_name


def labels(hosts: Sequence[Host]) -> tuple[str, ...]:
    """As they are shown at the kiosk: with the initial, and with more letters only where two would look alike."""
    said = [host.shown for host in hosts]
    for letters in range(2, max((len(host.last_name) for host in hosts), default=0) + 1):
        alike = {each for each in said if said.count(each) > 1}
        if not alike:
            break
        said = [shortened(host, letters) if each in alike else each for host, each in zip(hosts, said, strict=True)]
    return tuple(said)


def beginning_with(hosts: Iterable[Host], prefix: str) -> tuple[Host, ...]:
    """At most five whose first, last or whole name begins so; nobody before the third letter, so that no list can be read off."""
    asked = " ".join(fold(prefix).split())
    if sum(letter.isalnum() for letter in asked) < FEWEST_LETTERS:
        return ()
    found = [host for host in hosts if any(fold(words).startswith(asked) for words in (
        host.name, host.last_name, f"{host.last_name} {host.first_name}", *host.last_name.split()))]
    return tuple(sorted(found, key=by_name)[:MOST_HITS])


def by_name(host: Host) -> tuple[str, str, str]:
    return fold(host.last_name), fold(host.first_name), host.id


def checked(host: Host) -> Host:
    """Trimmed and normalised. Refused when there is no name, or a field is too long or no line of text."""
    first, last = _line(host.first_name, "first_name"), _line(host.last_name, "last_name")
    if not first:
        raise Refused(_N("A host needs a first name."), _N("Write the first name, and the last name beside it."), field="first_name")
    return Host(host.id, host.site, first, last or "", _line(host.phone or "", "phone"), host.leaves_on)


def _line(text: str, field: str) -> str | None:
    clean = " ".join(unicodedata.normalize("NFC", text).split())
    if any(unicodedata.category(each) in UNSEEN or each in TURNING for each in clean):
        raise Refused(_N("The field {field} holds a character that cannot be seen: a line break, a control or direction mark."),
                      _N("Type the text again instead of pasting it."), field=field)
    if len(clean) > LONGEST[field]:
        raise Refused(_N("The field {field} takes {longest} characters, not {length}."), _N("Shorten it."),
                      field=field, longest=LONGEST[field], length=len(clean))
    return clean if any(unicodedata.category(each)[0] in "LN" for each in clean) else None
