"""The notice drives the kiosk; the line knows four verbs; a scanner is no hand."""
from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

from alektum_desk.domain import kiosk
from alektum_desk.domain.errors import Refused
from alektum_desk.domain.kiosk import Said, Source, Text, Verb
from alektum_desk.domain.retention import Action, Rule, Trigger, Unit

LINE_18 = Source("be-fr", 18)
NOWHERE = Source(None, None)
TOKEN = "0123456789abcdef" * 2
HASH = "ab" * 32


def period(duration: int | None, unit: Unit | None, trigger: Trigger = Trigger.VISIT) -> Rule:
    return Rule(duration, unit, (trigger,), Action.DELETE)


@pytest.mark.parametrize(("said", "opens"), [
    (Said(LINE_18, ("name", "employer", "plate"), ()), True),
    (Said(LINE_18, ("name",), ()), True),
    (Said(LINE_18, ("employer",), ()), False),                     # a section that names no name
    (Said(NOWHERE, ("name", "employer", "plate"), ()), False),     # DK, NO: no section
    (Said(NOWHERE, ("name", "employer", "plate"), (), decided=True), True),
    (Said(NOWHERE, (), (), decided=True), False),
])
def test_a_country_without_a_visitor_section_stays_closed_until_it_was_decided(said: Said, opens: bool) -> None:
    if opens:
        kiosk.may_open(said)
    else:
        with pytest.raises(Refused):
            kiosk.may_open(said)


@pytest.mark.parametrize(("named", "wanted", "allowed"), [
    (("name", "employer", "plate"), None, ("name", "employer", "plate")),
    (("plate", "name", "host", "visit_times"), None, ("name", "plate")),
    (("name", "employer", "plate"), ("name",), ("name",)),
    (("name", "employer", "plate"), ("plate",), ("name", "plate")),
    (("name", "employer"), ("name", "plate"), None),
    (("name", "employer", "plate"), ("name", "photo"), None),
    (("name", "employer", "plate", "email"), ("name", "email"), None),    # named, and still nothing that this program asks
])
def test_a_field_that_the_notice_does_not_name_is_refused(named: tuple[str, ...], wanted: tuple[str, ...] | None,
                                                          allowed: tuple[str, ...] | None) -> None:
    said = Said(LINE_18, named, ())
    if allowed is None:
        with pytest.raises(Refused) as refused:
            kiosk.fields_allowed(said, wanted)
        assert refused.value.fields["line"] == 18
    else:
        assert kiosk.fields_allowed(said, wanted) == allowed


@pytest.mark.parametrize(("rule", "duration", "unit", "allowed"), [
    (period(1, Unit.MONTH), 1, Unit.MONTH, True),
    (period(1, Unit.MONTH), 2, Unit.MONTH, False),
    (period(1, Unit.MONTH), 1, Unit.YEAR, False),
    (period(1, Unit.YEAR), 12, Unit.MONTH, True),
    (period(1, Unit.YEAR), 13, Unit.MONTH, False),
    (period(31, Unit.DAY), 1, Unit.MONTH, True),
    (period(30, Unit.DAY), 1, Unit.MONTH, False),       # a month can last 31 days
    (period(14, Unit.DAY), 1, Unit.MONTH, False),
    (period(1, Unit.MONTH), 31, Unit.DAY, True),
    (period(1, Unit.MONTH), 32, Unit.DAY, False),
    (period(14, Unit.DAY, Trigger.CASE_CLOSED), 1, Unit.MONTH, True),     # the period of something else
    (period(None, None), 1, Unit.MONTH, True),
])
def test_nothing_is_kept_longer_than_the_notice_says(rule: Rule, duration: int, unit: Unit, allowed: bool) -> None:
    said = Said(LINE_18, ("name",), (rule,))
    if allowed:
        kiosk.check_keeping(said, duration, unit)
    else:
        with pytest.raises(Refused):
            kiosk.check_keeping(said, duration, unit)


def test_the_shortest_of_several_periods_holds() -> None:
    with pytest.raises(Refused):
        kiosk.check_keeping(Said(LINE_18, ("name",), (period(10, Unit.YEAR), period(7, Unit.DAY))))


def test_a_text_is_shown_in_the_visitors_language_or_in_the_one_there_is() -> None:
    french, dutch = Text("fr", "Avis", HASH, ("a",)), Text("nl", "Kennisgeving", HASH, ("b",))
    card = kiosk.Card("be-ghent", "be-fr", ("name",), (french, dutch))
    assert [card.text_for(code) for code in ("nl", "fr", "fi")] == [dutch, french, french]
    assert kiosk.Card("dk", None, ("name",), ()).text_for("da") is None


def line(**said: object) -> bytes:
    return json.dumps({"number": 1, **said}).encode()


WALK_IN = {"name": "Kari", "employer": None, "plate": None, "host": None, "notice": HASH, "language": "fr"}


@pytest.mark.parametrize("said", [
    {"verb": "arrive", **WALK_IN}, {"verb": "arrive", "token": TOKEN, "notice": HASH, "language": "nl"},
    {"verb": "arrive", "firm": "Elevator NV", "host": None},
    {"verb": "leave", "token": TOKEN}, {"verb": "expected", "token": TOKEN}, {"verb": "hosts", "prefix": "ann"}])
def test_the_four_verbs_are_read(said: dict[str, object]) -> None:
    found = kiosk.read_request(line(**said))
    assert found is not None
    assert found.verb == Verb(str(said["verb"]))


@pytest.mark.parametrize("wrong", [
    b"", b"\n", b"null", b"[]", b"{", b"\xff\xfe", b"[" * 9000, b"NaN", b'"arrive"',
    line(verb="list"), line(verb="forget"), line(verb="ARRIVE", **WALK_IN), line(verb=["hosts"], prefix="ann"), line(verb="hosts"),
    line(verb="hosts", prefix=None), line(verb="hosts", prefix=7), line(verb="hosts", prefix="ann", site="x"),
    line(verb="leave", token="x"), line(verb="leave", token=TOKEN.upper()), line(verb="leave", token=TOKEN, id="1"),
    line(verb="arrive", **{**WALK_IN, "photo": "x"}), line(verb="arrive", **{**WALK_IN, "name": None}),
    line(verb="arrive", firm=None, host=None), line(verb="arrive", firm="x", host=None, name="Kari"), line(verb="arrive", firm="x"),
    line(verb="arrive", **{**WALK_IN, "notice": "x"}), line(verb="arrive", **WALK_IN, token=TOKEN),
    json.dumps({"verb": "hosts", "prefix": "ann"}).encode(), json.dumps({"number": True, "verb": "hosts", "prefix": "ann"}).encode(),
    line(verb="hosts", prefix="a" * kiosk.LONGEST_LINE)])
def test_anything_else_is_no_request(wrong: bytes) -> None:
    assert kiosk.read_request(wrong) is None


@given(st.binary(max_size=400))
def test_no_garbage_is_a_request(garbage: bytes) -> None:
    assert kiosk.read_request(garbage) is None


def typed(words: str, gap: float = 0.01) -> list[tuple[str, float]]:
    return [(letter, number * gap) for number, letter in enumerate(words)]


@pytest.mark.parametrize(("keys", "token"), [
    (typed(kiosk.PREFIX + TOKEN), TOKEN),
    (typed(kiosk.PREFIX + TOKEN, 0.2), None),                # a hand
    (typed(TOKEN), None),                                    # another maker's code
    (typed(kiosk.PREFIX + TOKEN + "0"), None),
    (typed(kiosk.PREFIX + TOKEN[:-1]), None),
    (typed(kiosk.PREFIX + "'; DROP TABLE visit; --" + "0" * 9), None),
    (typed(kiosk.PREFIX + "g" + TOKEN[1:]), None),
    ([*typed(kiosk.PREFIX + TOKEN[:-1]), ("f", 9.0)], None),
    ([], None),
])
def test_a_scanner_is_known_by_prefix_length_letters_and_speed(keys: list[tuple[str, float]], token: str | None) -> None:
    assert kiosk.scanned(keys) == token


@pytest.mark.parametrize(("words", "token"), [
    (TOKEN, TOKEN), (f"ad:{TOKEN}", TOKEN), ("01234567 89ab-cdef 0123456789ABCDEF", TOKEN), ("", None), ("12345", None), (TOKEN + "0", None)])
def test_a_code_may_be_typed_by_hand(words: str, token: str | None) -> None:
    assert kiosk.code_of(words) == token


@pytest.mark.parametrize(("pin", "good"), [
    ("482913", True), ("048291304829", True), ("12345", False), ("123456", False), ("987654", False), ("111111", False), ("121212", False),
    ("48291a", False), ("", False), ("٤٨٢٩١٣", False), ("0482913048291", False)])
def test_a_pin_is_not_guessed_at_once(pin: str, good: bool) -> None:
    if good:
        assert kiosk.check_pin(pin) == pin
    else:
        with pytest.raises(Refused):
            kiosk.check_pin(pin)


@pytest.mark.parametrize(("name", "first"), [("Anna Vandamme", "Anna"), ("  Tom   Day ", "Tom"), ("Åse", "Åse"), ("", "")])
def test_nobody_is_called_by_more_than_the_first_name(name: str, first: str) -> None:
    assert kiosk.first_name(name) == first
