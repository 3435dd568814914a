"""Walled cases: sealed under a key of their own, which is sealed to the accounts that were named and to nobody else."""
from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from sqlalchemy import Integer, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from alektum_desk.domain.accounts import OPENS
from alektum_desk.domain.changes import Kind
from alektum_desk.store import erasure
from alektum_desk.store.compartment import raw
from alektum_desk.store.compartments import Store
from alektum_desk.store.keys import Holder, Identity, Key, Keyring, WrongKey, open_with, seal_to
from alektum_desk.store.models import CaseRow

PLACE = "cases"


class Wall(CaseRow):
    """Its id is that of the case. `body` is what the case says, bound to case and generation."""

    __tablename__ = "wall"
    __kind__: ClassVar[Kind | None] = Kind.COMPLAINT
    generation: Mapped[int] = mapped_column(Integer)
    raised_at: Mapped[datetime]
    body: Mapped[bytes]


class WallKey(CaseRow):
    """The wall's key for one reader; `exchange` is the public half it was sealed to."""

    __tablename__ = "wall_key"
    __table_args__ = (UniqueConstraint("wall", "account"),)
    __kind__: ClassVar[Kind | None] = Kind.COMPLAINT
    wall: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(16))
    exchange: Mapped[str] = mapped_column(String(64))
    box: Mapped[str] = mapped_column(String(400))


def raise_around(session: Session, case: str, body: bytes, readers: Iterable[Holder], at: datetime) -> None:
    key = Key.new()
    session.add(Wall(id=case, generation=1, raised_at=at, body=key.seal(body, _about(case, 1))))
    for reader in readers:
        let_in(session, case, 1, key, reader)
    session.flush()


def let_in(session: Session, case: str, generation: int, key: Key, reader: Holder) -> None:
    session.execute(delete(WallKey).where(WallKey.wall == case, WallKey.account == reader.id))
    box = seal_to(bytes.fromhex(reader.exchange), key.raw, _about(case, generation))
    session.add(WallKey(wall=case, account=reader.id, exchange=reader.exchange, box=b64encode(box).decode()))


def key_of(session: Session, wall: Wall, who: Identity) -> Key | None:
    """None for those outside the wall, and for those whose pair of keys is another one since."""
    box = session.scalar(select(WallKey.box).where(WallKey.wall == wall.id, WallKey.account == who.holder.id))
    try:
        return Key(open_with(who.exchange, b64decode(box), _about(wall.id, wall.generation))) if box else None
    except WrongKey:
        return None


def said(wall: Wall, key: Key) -> bytes:
    return key.open(wall.body, _about(wall.id, wall.generation))


def say(wall: Wall, key: Key, body: bytes) -> None:
    wall.body = key.seal(body, _about(wall.id, wall.generation))


def every(session: Session) -> Sequence[Wall]:
    return session.scalars(select(Wall).order_by(Wall.raised_at, Wall.id)).all()


def readers(session: Session) -> Mapping[str, Mapping[str, str]]:
    """Of each walled case: the accounts, and the public half that each box was sealed to."""
    found: dict[str, dict[str, str]] = {}
    for each in session.scalars(select(WallKey).order_by(WallKey.account)):
        found.setdefault(each.wall, {})[each.account] = each.exchange
    return found


def may_read(holder: Holder | None, exchange: str) -> bool:
    """Who was disabled, opens no cases any more or has other keys since is outside until a reader lets them in again."""
    return holder is not None and not holder.disabled and PLACE in OPENS[holder.role] and holder.exchange == exchange


def erase(session: Session, cases: Sequence[str]) -> None:
    boxes = session.scalars(select(WallKey.id).where(WallKey.wall.in_(cases))).all()
    erasure.erase(session, WallKey, boxes)
    erasure.erase(session, Wall, cases)


# -- another key, when a reader is one no longer

def tend(store: Store) -> int:
    """At each opening: what somebody could read who may not any more gets another key, if whoever opens is a reader. How many.

    A new pair of keys leads outside as well, else whoever sets a password anew would let oneself in.
    """
    if not store.may_write(PLACE):
        return 0
    with store.read(PLACE) as session:
        boxes = readers(session)
        if not boxes:
            return 0
        ring = Keyring(store.home)
        mine = store.identity.holder
        stale = [case for case, members in boxes.items()
                 if mine.id in members and members[mine.id] == mine.exchange
                 and not all(may_read(ring.holders.get(account), exchange) for account, exchange in members.items())]
    if not stale:
        return 0
    with store.act(PLACE, "wall.rekey", summary={"walls": len(stale)}) as session:
        done = sum(_rekey(session, case, store.identity, ring) for case in stale)
        erasure.owe(raw(session))
    erasure.settle(store.compartment(PLACE), patience=0.0)
    return done


def _rekey(session: Session, case: str, who: Identity, ring: Keyring) -> bool:
    """Nothing that the old key opens stays, neither here nor in the journal."""
    wall = session.get_one(Wall, case)
    old = key_of(session, wall, who)
    if old is None:
        return False
    body, members = said(wall, old), readers(session)[case]
    boxes = session.scalars(select(WallKey.id).where(WallKey.wall == case)).all()
    erasure.erase(session, WallKey, boxes)
    erasure.forget_payloads(session, Wall, [case])
    fresh = Key.new()
    wall.generation += 1
    say(wall, fresh, body)
    for account, exchange in members.items():
        holder = ring.holders.get(account)
        if holder and may_read(holder, exchange):
            let_in(session, case, wall.generation, fresh, holder)
    session.flush()
    return True


def _about(case: str, generation: int) -> str:
    return f"wall/{case}/{generation}"
