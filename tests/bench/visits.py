"""A hundred thousand visits in the unlocked list: a keystroke beside the bare search through texts in memory."""
from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import insert

from alektum_desk.domain.visitors import Guest, forget_on
from alektum_desk.services import visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import visitors as store
from alektum_desk.store.models import new_id
from tests.bench.measure import Line, median_ms, new_desk

MANY = 100_000
FIRST = ("Kari", "Søren", "Lotte", "Émile", "Jürgen", "Åsa", "Päivi", "Anna", "Piet", "Ingrid")
LAST = ("Nordmann", "Ostergård", "Voorbeeld", "Dupont", "Strauß", "Öberg", "Mäkinen", "Peeters", "de Vries", "Hansen")
TYPED = ("k", "so", "lot", "vries 9", "strau", "peeters 77", "zzz", "n", "anna han")


def fill(desk: Desk, many: int = MANY) -> None:
    """As sign_in writes them, in one act: a hundred thousand acts would be measured elsewhere."""
    days = desk.store.days[desk.office.id]
    now = desk.now().replace(microsecond=0)
    with desk.store.act("visitors", "bench.fill", summary={"rows": many}) as session:
        rows = []
        for number in range(many):
            arrived_at = now - timedelta(seconds=17 * number)
            limit = forget_on(arrived_at, days.zone.key)
            chain, key = days.for_sealing(limit.last_day)
            visit = new_id()
            guest = Guest(f"{FIRST[number % 10]} {LAST[number // 10 % 10]} {number}", f"Firm {number % 997}", f"1-ABC-{number % 999:03}", None)
            rows.append({"id": visit, "token": secrets.token_hex(16), "site": days.office, "chain": chain, "held": False,
                         "last_day": limit.last_day, "due_from": limit.due_from, "arrived_at": arrived_at, "departed_at": None,
                         **store.seal(key, visit, guest)})
        session.execute(insert(store.Visit), rows)


def _unlock(desk: Desk) -> None:
    visitors.close_book(desk)
    visitors.listed(desk)


def measure() -> list[Line]:
    with new_desk() as desk:
        fill(desk)
        unlocked = median_ms(lambda _: _unlock(desk), 1)
        texts = [f"{each.name}\n{each.employer}\n{each.plate}\n{each.host}".casefold() for each in visitors.listed(desk)]
        raw = median_ms(lambda number: [text for text in texts if TYPED[number] in text])
        found = median_ms(lambda number: visitors.find(desk, TYPED[number]))
        return [Line(f"{MANY:,} visits decrypted at unlock", unlocked, "ms"),
                Line("a search / the bare search in memory", found / raw, "x", 3, f"{found:.0f} ms, {raw:.0f} ms")]
