"""Who may open what: accounts, compartment keys sealed to them, and the one file that says so."""
from __future__ import annotations

import hmac
import json
import os
import secrets
import time
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from alektum_desk.domain.accounts import OPENS, Account, Role
from alektum_desk.domain.errors import _N, Damaged, NotAllowed
from alektum_desk.store.files import held, write_whole

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VERSION = 1
_NONCE = 12


class WrongKey(Damaged):
    """What was sealed does not open: another key, or changed bytes."""


class Key:
    """256 bits that seal and open; `about` binds what is sealed to its place, so that nothing sealed can be moved."""

    def __init__(self, raw: bytes) -> None:
        self.raw, self._cipher = raw, AESGCM(raw)

    def __repr__(self) -> str:
        return "Key(...)"

    @classmethod
    def new(cls) -> Key:
        return cls(secrets.token_bytes(32))

    def child(self, purpose: str) -> Key:
        return Key(HKDF(SHA256(), 32, None, purpose.encode()).derive(self.raw))

    def seal(self, plain: bytes, about: str) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, about.encode())

    def open(self, box: bytes, about: str) -> bytes:
        """WrongKey when it was sealed under another key or for another place, or was changed."""
        try:
            return self._cipher.decrypt(box[:_NONCE], box[_NONCE:], about.encode())
        except (InvalidTag, ValueError):
            raise WrongKey(_N("Something sealed does not open with this key, or was changed."),
                           _N("Restore the data home from its last backup.")) from None


def seal_to(public: bytes, plain: bytes, about: str) -> bytes:
    """For the eyes of one key pair: ephemeral X25519, HKDF over both public halves, AES-GCM."""
    once = X25519PrivateKey.generate()
    sender = once.public_key().public_bytes_raw()
    shared = Key(once.exchange(X25519PublicKey.from_public_bytes(public)))
    return sender + shared.child((sender + public).hex()).seal(plain, about)


def open_with(private: X25519PrivateKey, box: bytes, about: str) -> bytes:
    sender, public = box[:32], private.public_key().public_bytes_raw()
    shared = Key(private.exchange(X25519PublicKey.from_public_bytes(sender)))
    return shared.child((sender + public).hex()).open(box[32:], about)


# -- passwords

@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at a password costs (Argon2id, RFC 9106)."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


COST = Cost()               # no password costs less
AIM = 0.3                   # seconds that one guess shall take on the machine where the password is chosen
MOST_TIMES = 8              # as many passes as the least: a machine that stalls while we measure must not lock its people out
_BEYOND = Cost(1 << 20, 64, 64)     # nobody wrote this; a turned bit would let a login run for hours


@dataclass
class Holder:
    """What the keyring says of somebody. The password protects only the two private keys."""

    id: str
    name: str
    role: Role
    exchange: str
    signing: str
    salt: str = ""
    cost: Cost = field(default_factory=Cost)
    private: str = ""
    disabled: bool = False

    @property
    def account(self) -> Account:
        return Account(self.id, self.name, self.role, self.disabled)


@dataclass(frozen=True)
class Identity:
    """Somebody who gave the right password."""

    holder: Holder
    exchange: X25519PrivateKey
    signing: Ed25519PrivateKey


def plain(name: str) -> str:
    """Written in one way only: NFC, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def stretch(password: str, holder: Holder) -> Key:
    """The key of a password. Weaker protection than ours is refused before use: somebody may have written it there."""
    cost = holder.cost
    if cost.memory_kib < COST.memory_kib or cost.passes < COST.passes or cost.lanes < 1:
        raise Damaged(_N("The keyring asks for a weaker protection of the password than this program allows."),
                      _N("Somebody changed keyring.json; restore it from the last backup."))
    if cost.memory_kib > _BEYOND.memory_kib or cost.passes > _BEYOND.passes or cost.lanes > _BEYOND.lanes:
        raise _damaged()
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw  # the window is painted before it is needed
    typed = unicodedata.normalize("NFC", password)          # keyboards differ in how they send an accent
    try:
        return Key(hash_secret_raw(typed.encode(), bytes.fromhex(holder.salt), cost.passes, cost.memory_kib, cost.lanes, 32, Type.ID))
    except HashingError:        # a salt too short, for example
        raise _damaged() from None


@cache
def _worth(least: Cost) -> Cost:
    """What a new password shall cost on this machine, never less than `least`: as many passes as fill the time."""
    stranger, taken = Holder("", "", Role.WITNESS, "", "", "00" * 16, least), []
    for _ in range(2):
        began, worked = time.perf_counter(), time.process_time()
        stretch("", stranger)
        taken += [time.perf_counter() - began, time.process_time() - worked]    # a busy machine is no slow one
    passes = round(least.passes * AIM / min(taken))
    return replace(least, passes=min(max(passes, least.passes), least.passes * MOST_TIMES))


def set_password(identity: Identity, password: str) -> None:
    holder = identity.holder
    holder.salt, holder.cost = secrets.token_hex(16), _worth(COST)
    both = identity.exchange.private_bytes_raw() + identity.signing.private_bytes_raw()
    holder.private = b64encode(stretch(password, holder).seal(both, holder.id)).decode()


def new_identity(name: str, role: Role, password: str) -> Identity:
    exchange, signing = X25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    holder = Holder(secrets.token_hex(8), name, role, exchange.public_key().public_bytes_raw().hex(),
                    signing.public_key().public_bytes_raw().hex())
    identity = Identity(holder, exchange, signing)
    set_password(identity, password)
    return identity


def renewed(holder: Holder, password: str) -> Identity:
    """The same account with other key pairs: what a lost password protected is lost, what others can seal to it is not."""
    fresh = new_identity(holder.name, holder.role, password)
    holder.exchange, holder.signing = fresh.holder.exchange, fresh.holder.signing
    identity = Identity(holder, fresh.exchange, fresh.signing)
    set_password(identity, password)
    return identity


def recovery_code() -> str:
    """160 bits in 32 letters that no handwriting confuses."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(32))


def typed_code(text: str) -> str:
    """A recovery code as people type it: small letters, blanks, hyphens, O for 0."""
    letters = "".join(each for each in text.upper() if each.isalnum())
    return letters.translate(str.maketrans("OIL", "011"))


# -- the keyring

def _sum(what: dict[str, Any]) -> str:
    return sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


@dataclass
class Lock:
    """A compartment's current key, sealed once for each account that may open it."""

    generation: int
    boxes: dict[str, str]


class Keyring:
    """`keyring.json`: accounts, locks, and a seal over both under the key of the cases, which only officers have."""

    def __init__(self, home: Path) -> None:
        self.path = home / "keyring.json"
        self.holders: dict[str, Holder] = {}
        self.locks: dict[str, Lock] = {}
        self.seal = ""
        if self.path.exists():
            self.read()

    def read(self) -> None:
        """Anew from the disk: another process may have added somebody."""
        self.load(self.path.read_bytes())

    def load(self, data: bytes) -> None:
        """What another keyring said, for example that of a backup."""
        try:
            found: dict[str, Any] = json.loads(data)
            newer = found["version"] > VERSION
            if not newer:
                self.holders = {each["id"]: _holder(each) for each in found["accounts"]}
                self.locks = {name: Lock(**each) for name, each in found["locks"].items()}
                self.seal = found["seal"]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise _damaged() from None
        if newer:
            raise Damaged(_N("This data home was written by a newer program."), _N("Install the newer program and open it there."))

    def save(self, cases: Key | None) -> None:
        """With the key of the cases the seal is made anew; without it the old one stays, for a changed password."""
        if cases:
            self.seal = self._seal(cases)
        whole = {"version": VERSION, "accounts": [asdict(each) for each in self.holders.values()],
                 "locks": {name: asdict(each) for name, each in self.locks.items()}, "seal": self.seal}
        whole["sum"] = _sum(whole)
        with held(self.path.parent):
            write_whole(self.path, json.dumps(whole, indent=1).encode())

    def is_whole(self) -> bool:
        """Whether the file is byte for byte what was written: a turned bit in an account whose password nobody gives now."""
        found = json.loads(self.path.read_bytes())
        return bool(found.pop("sum", None) == _sum(found))

    def _seal(self, cases: Key) -> str:
        """Over names, public keys, roles and members: not over passwords, which their owners change alone."""
        roster = [[a.id, a.name, a.role, a.exchange, a.signing, a.disabled] for a in self.holders.values()]
        members = {name: [lock.generation, sorted(lock.boxes)] for name, lock in self.locks.items()}
        text = json.dumps([roster, members], sort_keys=True).encode()
        return hmac.new(cases.child("keyring").raw, text, sha256).hexdigest()

    def check(self, cases: Key) -> None:
        if not hmac.compare_digest(self.seal, self._seal(cases)):
            raise Damaged(_N("The keyring was changed outside the program."),
                          _N("Restore keyring.json from the last backup before you give anybody an account."))

    def named(self, name: str) -> Holder | None:
        wanted = plain(name).casefold()
        return next((each for each in self.holders.values() if plain(each.name).casefold() == wanted), None)

    def unlock(self, name: str, password: str) -> Identity:
        """NotAllowed without saying whether the name or the password was wrong."""
        holder = self.named(name)
        if holder and not holder.disabled:
            if holder.role is Role.RECOVERY:
                password = typed_code(password)
            try:
                both = stretch(password, holder).open(b64decode(holder.private), holder.id)
            except (WrongKey, ValueError):      # what is no base64 opens nothing either
                pass
            else:
                return Identity(holder, X25519PrivateKey.from_private_bytes(both[:32]),
                                Ed25519PrivateKey.from_private_bytes(both[32:]))
        raise NotAllowed(_N("This account and this password do not belong together."),
                         _N("Check both. If the password is lost, the account “recovery” opens with the printed code."))

    def keys_of(self, who: Identity) -> dict[str, Key]:
        """The compartments' keys that were sealed to this account."""
        try:
            boxes = {name: b64decode(lock.boxes[who.holder.id]) for name, lock in self.locks.items() if who.holder.id in lock.boxes}
        except ValueError:
            raise _damaged() from None
        return {name: Key(open_with(who.exchange, box, f"{name}/{self.locks[name].generation}")) for name, box in boxes.items()}

    def add(self, holder: Holder, keys: dict[str, Key]) -> None:
        """Needs the compartments' keys and the account's public half; nobody's password."""
        self.holders[holder.id] = holder
        for name in OPENS[holder.role]:
            self.grant(holder, name, keys[name])

    def disable(self, holder: Holder) -> None:
        """It opens nothing any more, also with its password and a keyring of today; older keyrings need a re-key besides."""
        holder.disabled, holder.private, holder.salt = True, "", ""
        for lock in self.locks.values():
            lock.boxes.pop(holder.id, None)

    def grant(self, holder: Holder, name: str, key: Key) -> None:
        lock = self.locks[name]
        box = seal_to(bytes.fromhex(holder.exchange), key.raw, f"{name}/{lock.generation}")
        lock.boxes[holder.id] = b64encode(box).decode()

    def relock(self, name: str, key: Key) -> None:
        """A new key for the same people, less those who lost the right."""
        generation = self.locks[name].generation + 1 if name in self.locks else 1
        self.locks[name] = Lock(generation, {})
        for holder in self.holders.values():
            if not holder.disabled and name in OPENS[holder.role]:
                self.grant(holder, name, key)


def _holder(found: dict[str, Any]) -> Holder:
    """TypeError, ValueError or KeyError where it is none."""
    if not all(isinstance(found[name], str) for name in ("id", "name", "exchange", "signing", "salt", "private")):
        raise TypeError
    return Holder(**(found | {"role": Role(found["role"]), "cost": Cost(**{name: int(each) for name, each in found["cost"].items()})}))


def _damaged() -> Damaged:
    return Damaged(_N("The keyring of this data home is damaged."), _N("Restore keyring.json from the last backup; nothing opens without it."))
