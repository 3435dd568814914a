"""Exploring with sample data: an invented collector in a data home of its own, which goes as one folder."""
from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from alektum_desk.base import paths
from alektum_desk.domain.cards import Card
from alektum_desk.domain.visitors import Guest
from alektum_desk.reference import register as reference
from alektum_desk.services import cards, complaints, deliveries, desk as desks, hosts, notices, records, visitors
from alektum_desk.services.desk import Clock, Desk, system
from alektum_desk.store import home as homes

OFFICER, PASSWORD, OFFICE = "Mila Sanders", "sample desk", "be-ghent"

# Days ago, hour of arrival, minutes of stay (None: still here), guest. All of them invented.
VISITS: tuple[tuple[int, int, int | None, Guest], ...] = (
    (24, 10, 55, Guest("Tessa Okkerman", "Draaiboom NV", "1-TST-001", "Bram Willems")),
    (21, 14, 35, Guest("Yannick Delorme", "Cabinet Delorme", None, "Mila Sanders")),
    (17, 9, 120, Guest("Ingrid Solvang", None, None, "Noor Peeters")),
    (14, 11, 25, Guest("Pavel Dvorník", "Lípa servis", "1-TST-002", "Bram Willems")),
    (10, 15, 80, Guest("Åse Bjørnstad", "Fjordtrykk AS", None, "Mila Sanders")),
    (8, 13, 40, Guest("Joris van Aken", "Van Aken & Dochters", "1-TST-003", "Noor Peeters")),
    (5, 10, 65, Guest("Élise Fontanet", None, None, "Bram Willems")),
    (3, 16, 30, Guest("Søren Kjærgaard", "Havnens Lås ApS", None, "Noor Peeters")),
    (1, 9, 95, Guest("Maja Lindqvist", "Lindqvist Revision", "1-TST-004", "Mila Sanders")),
    (0, 8, 45, Guest("Ruben Castelein", "Castelein Liften", "1-TST-005", "Bram Willems")),
    (0, 9, None, Guest("Aino Mäkelä", "Kivikko Oy", None, "Noor Peeters")),
    (0, 10, None, Guest("Lotte Vermeersch", None, "1-TST-006", "Mila Sanders")),
)


HOSTS = (("Bram", "Willems"), ("Mila", "Sanders"), ("Noor", "Peeters"), ("Annelies", "de Ridder"))


def home() -> Path:
    """Beside the real data home and never the same."""
    real = paths.data_home()
    return real.with_name(f"{real.name}-sample")


def open_sample(folder: Path | None = None, clock: Clock = system) -> Desk:
    """The sample desk as it was left, or a new one. DiskTrouble where its folder cannot be made."""
    folder = folder or home()
    if not homes.exists(folder):
        _lay(folder, clock)
    return desks.open_desk(folder, OFFICER, PASSWORD, clock)


def remove(folder: Path | None = None) -> None:
    """All of it at once. The desk must be closed."""
    folder = folder or home()
    if folder.exists() and homes.read(folder).sample:
        shutil.rmtree(folder)


def _lay(folder: Path, clock: Clock) -> None:
    now = clock()
    past = _Past(now - timedelta(days=VISITS[0][0] + 1))
    desks.lay_home(folder, OFFICE, OFFICER, "dpo", PASSWORD, _fill_register, past, sample=True)
    desk = desks.open_desk(folder, OFFICER, PASSWORD, past)
    try:
        _visits(desk, now, past)
        past.at = now
        _front_desk(desk, now)
        for document in _complaints(now.astimezone(desk.zone).date().isoformat()):
            complaints.keep(desk, document)
    finally:
        desk.close()


class _Past:
    """The clock of a desk that has been in use for some weeks: a sample without a past would show nothing."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def _fill_register(desk: Desk) -> None:
    root = paths.resources() / "sample"
    records.seed(desk, reference.bundle(root / "register"))
    notices.read(desk, sorted((root / "notices").glob("*.txt")))


def _visits(desk: Desk, now: datetime, past: _Past) -> None:
    """Every visit at its own time of day; what lies ahead of `now` today has not come yet."""
    zone = ZoneInfo(desk.office.zone)
    for days, hour, stay, guest in VISITS:
        arrival = (now.astimezone(zone) - timedelta(days=days)).replace(hour=hour, minute=12, second=0, microsecond=0)
        if days == 0 and arrival >= now:
            arrival = now.astimezone(zone) - timedelta(minutes=90 - hour * 5)
        past.at = max(past.at, arrival.astimezone(UTC))
        visit = visitors.sign_in(desk, guest)
        if stay is not None:
            past.at = min(past.at + timedelta(minutes=stay), now)
            visitors.sign_out(desk, id=visit.id)


def _front_desk(desk: Desk, now: datetime) -> None:
    for first, last in HOSTS:
        hosts.add(desk, first, last)
    cards.write(desk, Card(OFFICE, capacity=60))
    deliveries.note(desk, "Snelpost", "Bram Willems")
    visitors.announce(desk, Guest("Piet Jacobs", None, None, "Noor Peeters"), now + timedelta(days=1))


def _complaints(today: str) -> tuple[dict[str, Any], ...]:
    place = {"country": "BE", "region": "BE-VOV"}
    route = {
        "filer": "data_subject", "residence": place, "workplace": None, "infringement": None,
        "controller": {"establishment": place, "sector": "private", "eu_main_establishment": {"country": "BE", "region": None},
                       "no_eu_establishment": False, "legal_basis": None},
        "about_rights_request": True, "controller_contacted": True, "wants_anonymity": False, "has_national_eid": False,
        "basis_preference": "auto", "language_preference": "nl", "date": today, "authority_named_in_notice": None, "mandate_attached": None,
    }
    return ({
        "schema": "alektum-desk/complaint/1", "letter": "assist", "route": route, "office": OFFICE, "language": "nl",
        "complainant": {"name": "Lotte Vermeersch", "address": ["Kerkstraat 12", "9000 Gent"]},
        "respondent": {"name": "Hilverkamp Invordering BV", "address": ["Lindenkaai 18", "9000 Gent"]},
        "facts": [{"on": "2026-09-14", "text": "Ik vroeg inzage in mijn gegevens."},
                  {"on": "2026-10-14", "text": "De termijn van één maand liep af. Er kwam geen antwoord en geen bericht van verlenging."}],
        "provisions": ["12(3)", "15"], "prior_contact": [{"on": "2026-09-14", "channel": "letter", "answer": None}],
        "remedy": ["58(2)(c)"], "written_on": today,
    },)
