"""An office of the group: where it lies, which clock it keeps, which languages and envelopes it uses."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Office:
    """`label` is a text of the catalogue; what no notice states is None."""

    id: str
    name: str                       # the company, as a letter names its sender
    label: str
    country: str
    zone: str                       # IANA name
    languages: tuple[str, ...]      # the first one is the office's own
    letter_format: str              # the id of its envelope's page
    places: Mapping[str, str]       # the town before a letter's date, per language
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    phone: str | None = None
    email: str | None = None
    streets: Mapping[str, str] = field(default_factory=dict)        # in languages that have other words than `street`

    @property
    def language(self) -> str:
        return self.languages[0]

    @property
    def address(self) -> tuple[str, ...]:
        """The lines of its postal address without the country; empty where no fact gives one."""
        return self.address_in("")

    def address_in(self, language: str) -> tuple[str, ...]:
        """As a text in that language writes it."""
        town = " ".join(part for part in (self.postcode, self.city) if part)
        return tuple(line for line in (self.streets.get(language, self.street), town) if line)

    def place(self, language: str) -> str | None:
        """The town as a letter in `language` dates itself; None where the office is known by its country only."""
        return self.places.get(language) or next(iter(self.places.values()), self.city)
