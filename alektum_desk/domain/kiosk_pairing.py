"""How a desk and its kiosk know one another: what the kiosk is told at its start, and the proof that it was told."""
from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import scrypt, sha256
from hmac import compare_digest, new
from typing import Any

from alektum_desk.domain.kiosk import Card, Text


@dataclass(frozen=True, slots=True)
class Greeting:
    """On the kiosk's standard input, never on its command line or on disk. `secret` is 256 bits; no key of the store is in it.

    `pin` is stretched; `languages` are the office's own, the first one is spoken first.
    """

    secret: str
    socket: str
    company: str
    city: str
    country: str
    zone: str
    languages: tuple[str, ...]
    pin: str
    card: Card


def greet(greeting: Greeting) -> bytes:
    card = greeting.card
    said = {"secret": greeting.secret, "socket": greeting.socket, "company": greeting.company, "city": greeting.city,
            "country": greeting.country, "zone": greeting.zone, "languages": list(greeting.languages), "pin": greeting.pin,
            "card": {"site": card.site, "notice": card.notice, "fields": list(card.fields), "texts": [plain(each) for each in card.texts]}}
    return json.dumps(said).encode() + b"\n"


def greeted(line: bytes) -> Greeting | None:
    """None when this is no greeting: somebody started a kiosk by hand."""
    try:
        said = json.loads(line)
        card = said.pop("card")
        return Greeting(**{**said, "languages": tuple(said["languages"])},
                        card=Card(card["site"], card["notice"], tuple(card["fields"]), tuple(text_of(each) for each in card["texts"])))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def plain(text: Text) -> dict[str, Any]:
    return {"language": text.language, "title": text.title, "sha256": text.sha256, "lines": list(text.lines), "section": list(text.section)}


def text_of(said: Mapping[str, Any]) -> Text:
    return Text(said["language"], said["title"], said["sha256"], tuple(said["lines"]), tuple(said["section"]))


def proof(secret: str, nonce: str) -> str:
    """That one knows the secret, said without saying it."""
    return new(bytes.fromhex(secret), nonce.encode(), sha256).hexdigest()


def is_proof(said: object, secret: str, nonce: str) -> bool:
    return isinstance(said, str) and said.isascii() and compare_digest(said, proof(secret, nonce))


# -- the PIN

def stretched(pin: str, salt: str) -> str:
    return scrypt(pin.encode(), salt=bytes.fromhex(salt), n=2 ** 14, r=8, p=1, dklen=32).hex()


def is_pin(said: str, pin: str) -> bool:
    """Whether `said` is the PIN that was set, as the greeting brings it."""
    kept = json.loads(pin)
    return compare_digest(stretched(said, kept["salt"]), kept["hash"])
