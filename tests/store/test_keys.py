"""Accounts, passwords and the keyring."""
from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from alektum_desk.domain.accounts import COMPARTMENTS, OPENS, Role
from alektum_desk.domain.errors import Damaged, NotAllowed
from alektum_desk.store import keys
from alektum_desk.store.keys import Cost, Key, Keyring, WrongKey

REAL = Cost()


def ring_of(home: Path, *roles: Role) -> tuple[Keyring, dict[str, Key]]:
    ring, made = Keyring(home), {name: Key.new() for name in COMPARTMENTS}
    for role in roles:
        holder = keys.new_identity(f"the {role}", role, f"password of {role}").holder
        ring.holders[holder.id] = holder
    for name, key in made.items():
        ring.relock(name, key)
    ring.save(made["cases"])
    return ring, made


def test_what_is_sealed_opens_in_its_place_only() -> None:
    key = Key.new()
    box = key.seal(b"a name", "visit/1")
    assert key.open(box, "visit/1") == b"a name"
    assert key.seal(b"a name", "visit/1") != box
    for other, changed, about in ((key, box, "visit/2"), (Key.new(), box, "visit/1"), (key, box[:-1] + bytes([box[-1] ^ 1]), "visit/1"),
                                  (key, b"", "visit/1")):
        with pytest.raises(WrongKey):
            other.open(changed, about)


def test_a_child_key_is_another_key_and_always_the_same() -> None:
    key = Key(b"k" * 32)
    assert key.child("days").raw == key.child("days").raw != key.child("holds").raw
    assert "6b6b" not in repr(key)


def test_a_box_opens_for_one_key_pair() -> None:
    mine, other = X25519PrivateKey.generate(), X25519PrivateKey.generate()
    box = keys.seal_to(mine.public_key().public_bytes_raw(), b"secret", "cases/1")
    assert keys.open_with(mine, box, "cases/1") == b"secret"
    for private, about in ((other, "cases/1"), (mine, "cases/2")):
        with pytest.raises(WrongKey):
            keys.open_with(private, box, about)


def test_a_password_costs_64_mib_and_three_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (REAL.memory_kib, REAL.passes) == (64 * 1024, 3)
    monkeypatch.setattr(keys, "COST", REAL)
    who = keys.new_identity("an", Role.DPO, "secret password")
    assert who.holder.cost.memory_kib == REAL.memory_kib
    assert REAL.passes <= who.holder.cost.passes <= REAL.passes * keys.MOST_TIMES
    for weaker in (replace(REAL, memory_kib=64 * 1024 - 1), replace(REAL, passes=2), replace(REAL, lanes=0)):
        who.holder.cost = weaker
        with pytest.raises(Damaged, match="weaker"):
            keys.stretch("secret password", who.holder)


def test_a_password_costs_more_on_a_faster_machine_and_never_less(monkeypatch: pytest.MonkeyPatch) -> None:
    def chosen(wall: float, cpu: float) -> int:
        """The passes, where the least ones take so many seconds."""
        monkeypatch.setattr(keys, "time", SimpleNamespace(perf_counter=partial(next, count(0.0, wall)), process_time=partial(next, count(0.0, cpu))))
        keys._worth.cache_clear()
        return keys.new_identity("an", Role.DPO, "secret password").holder.cost.passes

    monkeypatch.setattr(keys, "COST", replace(REAL, memory_kib=64, lanes=1))
    took = {seconds: chosen(seconds, seconds) for seconds in (20.0, 0.6, 0.3, 0.15, 0.01)}
    assert took == {20.0: 3, 0.6: 3, 0.3: 3, 0.15: 6, 0.01: 24}
    assert (chosen(20.0, 0.15), chosen(0.15, 0.6)) == (6, 6)      # a busy machine, one with many cores
    keys._worth.cache_clear()


def test_a_cost_that_nobody_wrote_is_no_hour_of_waiting(tmp_path: Path) -> None:
    ring, _ = ring_of(tmp_path, Role.DPO)
    holder = next(iter(ring.holders.values()))
    for beyond in (replace(holder.cost, passes=1 << 30), replace(holder.cost, memory_kib=1 << 30), replace(holder.cost, lanes=1 << 20)):
        holder.cost = beyond
        with pytest.raises(Damaged, match="damaged"):
            keys.stretch("secret password", holder)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_holds_the_keys_it_may_and_no_other(tmp_path: Path, role: Role) -> None:
    _, made = ring_of(tmp_path, *Role)
    ring = Keyring(tmp_path)
    password = keys.typed_code(f"password of {role}") if role is Role.RECOVERY else f"password of {role}"
    if role is Role.RECOVERY:
        holder = ring.named("the recovery")
        assert holder
        ring.holders[holder.id] = fresh = keys.new_identity(holder.name, role, password).holder
        for name, key in made.items():
            ring.grant(fresh, name, key)
    opened = ring.keys_of(ring.unlock(f"THE {role}", password))
    assert {name: key.raw for name, key in opened.items()} == {name: made[name].raw for name in OPENS[role]}


def test_a_wrong_password_and_an_unknown_name_sound_alike(tmp_path: Path) -> None:
    ring, _ = ring_of(tmp_path, Role.DPO)
    said = []
    for name, password in (("the dpo", "wrong"), ("nobody", "password of dpo"), ("the dpo", "")):
        with pytest.raises(NotAllowed) as caught:
            ring.unlock(name, password)
        said.append((str(caught.value), caught.value.exit_code))
    assert len(set(said)) == 1
    assert said[0][1] == 4


def test_a_disabled_account_opens_nothing(tmp_path: Path) -> None:
    ring, _ = ring_of(tmp_path, Role.DPO)
    next(iter(ring.holders.values())).disabled = True
    with pytest.raises(NotAllowed):
        ring.unlock("the dpo", "password of dpo")


@pytest.mark.parametrize("change", ["exchange", "signing", "role", "name", "disabled", "boxes", "generation"])
def test_a_keyring_changed_outside_is_noticed(tmp_path: Path, change: str) -> None:
    ring, made = ring_of(tmp_path, Role.DPO, Role.FRONT_DESK)
    ring.check(made["cases"])
    found = json.loads(ring.path.read_text())
    second = found["accounts"][1]
    match change:
        case "exchange" | "signing":
            second[change] = X25519PrivateKey.generate().public_key().public_bytes_raw().hex()
        case "role":
            second["role"] = "dpo"
        case "name":
            second["name"] = "somebody else"
        case "disabled":
            second["disabled"] = True
        case "boxes":
            found["locks"]["cases"]["boxes"][second["id"]] = ""
        case "generation":
            found["locks"]["cases"]["generation"] = 9
    ring.path.write_text(json.dumps(found))
    with pytest.raises(Damaged, match="outside"):
        Keyring(tmp_path).check(made["cases"])


def test_people_change_their_password_without_the_seal(tmp_path: Path) -> None:
    ring, made = ring_of(tmp_path, Role.DPO, Role.FRONT_DESK)
    who = ring.unlock("the front-desk", "password of front-desk")
    keys.set_password(who, "another password")
    ring.save(None)
    again = Keyring(tmp_path)
    again.check(made["cases"])
    assert again.keys_of(again.unlock("the front-desk", "another password"))["visitors"].raw == made["visitors"].raw
    with pytest.raises(NotAllowed):
        again.unlock("the front-desk", "password of front-desk")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": 1}', '{"version": 1, "accounts": [{}], "locks": {}, "seal": ""}'])
def test_a_damaged_keyring_says_so(tmp_path: Path, text: str) -> None:
    (tmp_path / "keyring.json").write_text(text)
    with pytest.raises(Damaged, match="keyring"):
        Keyring(tmp_path)


def test_a_newer_keyring_says_so(tmp_path: Path) -> None:
    (tmp_path / "keyring.json").write_text('{"version": 2}')
    with pytest.raises(Damaged, match="newer"):
        Keyring(tmp_path)


def test_a_recovery_code_has_160_bits_and_forgives_handwriting() -> None:
    codes = {keys.recovery_code() for _ in range(50)}
    assert len(codes) == 50
    assert all(len(code) == 32 and set(code) <= set(keys.CROCKFORD) for code in codes)
    assert keys.typed_code("oil0-1abc 23\n") == "0110" + "1ABC23"


@pytest.mark.parametrize(("field", "value"), [("salt", ""), ("salt", "00"), ("salt", None), ("salt", 5), ("private", None), ("cost", {"passes": None}),
                                              ("cost", {"passes": "x"}), ("cost", {"lanes": 1 << 20}), ("exchange", [])])
def test_an_account_that_nobody_wrote_is_damage_and_no_bug(tmp_path: Path, field: str, value: object) -> None:
    ring, _ = ring_of(tmp_path, Role.DPO)
    found = json.loads(ring.path.read_text())
    found["accounts"][0][field] = found["accounts"][0][field] | value if isinstance(value, dict) else value
    ring.path.write_text(json.dumps(found))
    with pytest.raises(Damaged, match="damaged"):
        Keyring(tmp_path).unlock("the dpo", "password of dpo")
