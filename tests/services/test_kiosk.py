"""The desk's side of the kiosk: published by the notice, four verbs and no fifth, open while the desk is locked."""
from __future__ import annotations

import json
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from alektum_desk.domain.cards import Card as DoorCard
from alektum_desk.domain.errors import DiskTrouble, NotAllowed, Refused
from alektum_desk.domain.kiosk import Card, Trouble, written
from alektum_desk.domain.kiosk_pairing import greet, greeted, is_pin, is_proof, proof
from alektum_desk.domain.notices import Field
from alektum_desk.domain.visitors import Guest, Visit
from alektum_desk.services import cards, hosts, kiosk, notices, records, sample, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.services.kiosk_line import ARRIVALS, SEARCHES, WRONG_CODES, Counter
from alektum_desk.store import keys, visitors as store
from tests.builders import naughty
from tests.conftest import CHEAP

NOON = "2026-11-24T12:00"
PIN = "482913"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample office: its notice has a visitor section, and was read in."""
    folder = tmp_path_factory.mktemp("kiosk") / "sample"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "COST", CHEAP)
        sample.open_sample(folder, noon).close()
    return folder


def noon() -> datetime:
    return datetime(2026, 11, 24, 11, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path, office: Path) -> Iterator[Desk]:
    shutil.copytree(office, tmp_path / "sample")
    opened = sample.open_sample(tmp_path / "sample", noon)
    yield opened
    opened.close()


@pytest.fixture
def card(desk: Desk) -> Card:
    hosts.add(desk, "Anna", "Vandamme")
    return kiosk.publish(desk)


def ask(counter: Counter, verb: str, **said: Any) -> dict[str, Any]:
    return counter.answer(written({"number": 7, "verb": verb, **said}))


def walk_in(card: Card, name: str = "Kari Nordmann", **more: Any) -> dict[str, Any]:
    text = card.texts[0]
    return {"name": name, "employer": None, "plate": None, "host": None, "notice": text.sha256, "language": text.language, **more}


# -- the notice drives it

def test_the_card_has_the_three_fields_and_the_text_of_the_notice(desk: Desk, card: Card) -> None:
    assert card.fields == ("name", "employer", "plate")
    assert card.notice == "hilverkamp-be-fr"
    text = card.text_for("fr")
    assert text is not None
    assert set(text.section) >= {19, 20, 21}
    assert kiosk.publish(desk) == card == kiosk.card(desk)


def test_a_country_without_a_section_opens_once_the_officer_has_decided(desk_on: Callable[..., Desk], tmp_path: Path) -> None:
    desk = desk_on(NOON, office="dk")
    with pytest.raises(Refused, match="does not mention visitors"):
        kiosk.publish(desk)
    records.decide(desk, "own-visitors", Field.LEGAL_BASIS, {"text": "Legitimate interest", "code": "6(1)(f)"}, "Decided for the door")
    with pytest.raises(Refused, match="was not read in"):
        kiosk.publish(desk)
    text = tmp_path / "notice.txt"
    text.write_text("Vi behandler dine oplysninger.\n", encoding="utf-8")
    notices.read(desk, [text], "DK", "da", "Alektum A/S")
    made = kiosk.publish(desk)
    assert (made.notice, made.fields, [each.language for each in made.texts]) == (None, ("name", "employer", "plate"), ["da"])


def test_no_field_beyond_the_notice(desk: Desk) -> None:
    with pytest.raises(Refused, match="does not name photo"):
        kiosk.publish(desk, ("name", "photo"))
    assert kiosk.publish(desk, ("name", "plate")).fields == ("name", "plate")
    counter = Counter(desk)
    card = kiosk.card(desk)
    assert card is not None
    assert ask(counter, "arrive", **walk_in(card, employer="Elevator NV")) == {"number": 7, "trouble": Trouble.REFUSED}


def test_only_an_officer_publishes(desk_on: Callable[..., Desk]) -> None:
    with pytest.raises(NotAllowed):
        kiosk.publish(desk_on(NOON, role="front-desk"))


# -- four verbs

def test_a_visitor_comes_and_goes(desk: Desk, card: Card) -> None:
    counter = Counter(desk)
    found = ask(counter, "hosts", prefix="van")["hosts"]
    assert [each["name"] for each in found] == ["Anna V."]
    said = ask(counter, "arrive", **walk_in(card, plate="1-ABC-123", host=found[0]["id"]))
    assert said == {"number": 7, "forgotten_at": "2026-12-24T12:00:00+01:00", "badge": False}
    visit = visitors.listed(desk)[0]
    assert (visit.name, visit.plate, visit.host) == ("Kari Nordmann", "1-ABC-123", "Anna Vandamme")
    assert ask(counter, "leave", token=visit.token) == {"number": 7}
    assert ask(counter, "leave", token=visit.token) == {"number": 7, "trouble": Trouble.ALREADY}
    assert not visitors.living(desk, visit.id).is_on_site


def test_what_was_read_is_kept_with_the_visit_and_nothing_else(desk: Desk, card: Card) -> None:
    ask(Counter(desk), "arrive", **walk_in(card))
    with desk.store.read("visitors") as session:
        row = store.by_id(session, visitors.listed(desk)[0].id)
        assert row is not None
        assert (row.notice_hash, row.notice_language, row.notice_read_at) == (card.texts[0].sha256, "fr", row.arrived_at)


def test_somebody_announced_comes_by_token_once(desk: Desk, card: Card) -> None:
    coming = visitors.announce(desk, Guest("Piet Jacobs", None, None, "Tom Day"), desk.now() + timedelta(hours=1))
    text, counter = card.texts[0], Counter(desk)
    assert ask(counter, "expected", token=coming.token) == {"number": 7, "first_name": "Piet", "host": "Tom"}
    assert "forgotten_at" in ask(counter, "arrive", token=coming.token, notice=text.sha256, language=text.language)
    assert ask(counter, "expected", token=coming.token)["trouble"] == Trouble.UNKNOWN


def test_another_notice_in_force_is_no_arrival(desk: Desk, card: Card) -> None:
    assert ask(Counter(desk), "arrive", **walk_in(card, notice="00" * 32))["trouble"] == Trouble.NOTICE


GARBAGE = [
    b"", b"hello\n", b"\x00" * 50, b"GET / HTTP/1.1\r\n", b'{"number":1,"verb":"list"}', b'{"number":1,"verb":"sign_in","name":"x"}',
    b'{"number":1,"verb":"visitors"}', b'{"number":1,"verb":"forget"}', b'{"number":1,"verb":"hosts","prefix":"ann","site":"dk"}',
    b'{"number":1,"verb":"leave","id":"x"}', b'{"number":1,"verb":"__class__"}', b'{"number":1,"verb":"answer"}', b"[" * 20_000]


def test_garbage_and_every_other_verb_are_refused(desk: Desk, card: Card) -> None:
    before = visitors.listed(desk)
    for line in GARBAGE:
        assert Counter(desk).answer(line) == {"number": None, "trouble": Trouble.GARBLED}, line
    assert visitors.listed(desk) == before


def test_no_command_of_the_desk_is_a_verb(desk: Desk, card: Card) -> None:
    from alektum_desk import cli
    words = {each.verb for each in cli.commands() if each.verb} | {each.noun for each in cli.commands()} | set(dir(visitors)) | set(dir(Counter))
    counter = Counter(desk)
    for word in words - {"arrive", "expected", "hosts", "leave"}:
        assert ask(counter, word) == {"number": None, "trouble": Trouble.GARBLED}, word


def test_no_directory_is_read_off(desk: Desk, card: Card) -> None:
    for number in range(9):
        hosts.add(desk, f"Bert{number}", "Peeters")
    counter = Counter(desk)
    assert ask(counter, "hosts", prefix="pe")["hosts"] == []
    assert len(ask(counter, "hosts", prefix="pee")["hosts"]) == 5
    for _more in range(SEARCHES - 2):
        ask(counter, "hosts", prefix="pee")
    assert ask(counter, "hosts", prefix="pee")["trouble"] == Trouble.ENOUGH


def test_no_code_is_guessed(desk: Desk, card: Card) -> None:
    counter = Counter(desk)
    said = [ask(counter, "leave", token=f"{number:032x}")["trouble"] for number in range(WRONG_CODES + 1)]
    assert said == [Trouble.UNKNOWN] * WRONG_CODES + [Trouble.ENOUGH]


def test_a_delivery_is_a_firm_and_a_colleague(desk: Desk, card: Card) -> None:
    counter = Counter(desk)
    anna = ask(counter, "hosts", prefix="van")["hosts"][0]["id"]
    assert ask(counter, "arrive", firm="Parcel & Co", host=anna) == {"number": 7}
    [noted] = [each for each in visitors.listed(desk) if each.employer == "Parcel & Co"]
    assert (noted.delivery, noted.name, noted.host, noted.badge, noted.is_on_site) == (True, "", "Anna Vandamme", None, False)
    assert ask(counter, "arrive", firm="Parcel & Co", host="nobody")["trouble"] == Trouble.UNKNOWN
    assert ask(counter, "arrive", firm="", host=None)["trouble"] == Trouble.REFUSED
    for _more in range(ARRIVALS - 1):
        ask(counter, "arrive", firm="Parcel & Co", host=None)
    assert ask(counter, "arrive", firm="Parcel & Co", host=None)["trouble"] == Trouble.ENOUGH


def test_wrong_codes_hold_up_nobody_with_a_right_one(desk: Desk, card: Card) -> None:
    counter, read = Counter(desk), {key: walk_in(card)[key] for key in ("notice", "language")}
    coming = visitors.announce(desk, Guest("Ada Lovelace"), desk.now() + timedelta(hours=1))
    leaving = visitors.sign_in(desk, Guest("Soo Ng"))
    for number in range(WRONG_CODES + 1):
        ask(counter, "leave", token=f"{number:032x}")
    assert ask(counter, "expected", token="f" * 32)["trouble"] == Trouble.ENOUGH
    assert ask(counter, "expected", token=leaving.token)["trouble"] == Trouble.UNKNOWN      # a scanner asks this first
    assert ask(counter, "leave", token=leaving.token) == {"number": 7}
    assert ask(counter, "expected", token=coming.token)["first_name"] == "Ada"
    assert "forgotten_at" in ask(counter, "arrive", token=coming.token, **read)


def test_badges_are_no_wrong_codes(desk: Desk, card: Card) -> None:
    """The scanner asks of each whether its bearer is expected: however many leave at five, none is held up."""
    counter = Counter(desk)
    for number in range(WRONG_CODES + 5):
        token = visitors.sign_in(desk, Guest(f"Guest {number}")).token
        assert ask(counter, "expected", token=token)["trouble"] == Trouble.UNKNOWN
        assert ask(counter, "leave", token=token) == {"number": 7}


def test_a_crowd_waits_until_somebody_has_looked(desk: Desk, card: Card) -> None:
    counter = Counter(desk)
    for number in range(ARRIVALS):
        assert "forgotten_at" in ask(counter, "arrive", **walk_in(card, f"Guest {number}"))
    assert counter.is_crowded
    assert ask(counter, "arrive", **walk_in(card))["trouble"] == Trouble.ENOUGH
    counter.let_in()
    assert "forgotten_at" in ask(counter, "arrive", **walk_in(card))


def test_a_dead_printer_stops_nobody(desk: Desk, card: Card) -> None:
    def dead(_visit: Visit) -> bool:
        raise DiskTrouble("The printer is gone.")
    said = ask(Counter(desk, dead), "arrive", **walk_in(card))
    assert said["badge"] is False
    assert "forgotten_at" in said
    assert ask(Counter(desk, lambda _visit: True), "arrive", **walk_in(card))["badge"] is True


def test_a_full_building_sends_everybody_to_reception(desk: Desk, card: Card) -> None:
    cards.write(desk, DoorCard(card.site, capacity=len(visitors.on_site(desk)) + 1))
    counter = Counter(desk)
    assert "forgotten_at" in ask(counter, "arrive", **walk_in(card))
    assert ask(counter, "arrive", **walk_in(card))["trouble"] == Trouble.FULL


def test_every_naughty_string_is_stored_as_it_is_or_refused(desk: Desk, card: Card) -> None:
    cards.write(desk, DoorCard(card.site, capacity=None))
    for words in naughty():
        counter = Counter(desk)
        assert isinstance(ask(counter, "hosts", prefix=words)["hosts"], list)
        assert ask(counter, "arrive", **walk_in(card, host=words)).get("trouble") == (Trouble.UNKNOWN if words else None)
        known = {each.id for each in visitors.listed(desk)}
        plate = words if len(words) <= 20 else None
        said = ask(counter, "arrive", **walk_in(card, words, employer=words, plate=plate))
        if "trouble" in said:
            assert said["trouble"] == Trouble.REFUSED
            continue
        visit = next(each for each in visitors.listed(desk) if each.id not in known)
        for kept in (visit.name, visit.employer, *([visit.plate] if plate else [])):
            assert kept in {None, unicodedata.normalize("NFC", words).strip()}


# -- the PIN

def test_the_pin_is_stretched_and_leaves_no_trace_in_the_journal(desk: Desk, card: Card) -> None:
    with pytest.raises(Refused):
        kiosk.set_pin(desk, "123456")
    kiosk.set_pin(desk, PIN)
    kept = kiosk.pin_of(desk)
    assert kept is not None
    assert PIN not in kept
    assert is_pin(PIN, kept)
    assert not is_pin("482914", kept)
    with desk.store.bare("visitors") as db:
        assert not db.execute("SELECT count(*) FROM payload WHERE body LIKE ?", (f"%{json.loads(kept)['hash']}%",)).fetchone()[0]


def test_the_greeting_comes_over_whole_and_holds_no_key(desk: Desk, card: Card) -> None:
    with pytest.raises(Refused, match="no PIN yet"):
        kiosk.greeting(desk, "nowhere")
    kiosk.set_pin(desk, PIN)
    made = kiosk.greeting(desk, "nowhere")
    assert greeted(greet(made)) == made
    assert len(bytes.fromhex(made.secret)) == 32
    assert not any(key.raw.hex() in greet(made).decode() for key in desk.store.keys.values())
    assert is_proof(proof(made.secret, "n"), made.secret, "n")
    assert not is_proof(proof(made.secret, "n"), made.secret, "m")
    assert not is_proof(None, made.secret, "n")
    for wrong in (b"", b"{}", b"[]", b"null", b'{"card": 1}', greet(made)[:-9]):
        assert greeted(wrong) is None


def test_no_pin_without_a_kiosk(desk_on: Callable[..., Desk]) -> None:
    with pytest.raises(Refused, match="not published"):
        kiosk.set_pin(desk_on(NOON), PIN)


# -- locked means closed, but for the visitors

def test_what_stays_open_holds_no_other_compartment_and_no_key_of_a_person(desk: Desk, card: Card) -> None:
    mine = desk.store.identity
    alone = kiosk.apart(desk)
    desk.close()
    try:
        assert set(alone.store.opened) == set(alone.store.keys) == {"visitors"}
        assert alone.store.identity.exchange.private_bytes_raw() != mine.exchange.private_bytes_raw()
        with pytest.raises(NotAllowed):
            alone.store.compartment("register")
        with pytest.raises(NotAllowed):
            kiosk.publish(alone)
        assert "forgotten_at" in ask(Counter(alone), "arrive", **walk_in(card))
        assert len([each for each in visitors.listed(alone) if each.name == "Kari Nordmann"]) == 1
        visitors.tick(alone)
    finally:
        alone.close()


def test_the_desk_sees_at_once_whom_the_kiosk_signed_in(desk: Desk, card: Card) -> None:
    alone = kiosk.apart(desk)
    try:
        before = len(visitors.listed(desk))
        ask(Counter(alone), "arrive", **walk_in(card))
        assert len(visitors.listed(desk)) == before + 1
        assert desk.store.compartment("visitors").verify().problems == ()
    finally:
        alone.close()
