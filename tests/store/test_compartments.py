"""The one door: what passes it is told as it was, and nothing passes beside it."""
from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, inspect, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import IntegrityError, InvalidRequestError
from sqlalchemy.orm import Session

from alektum_desk.domain.errors import Busy, Damaged, NotAllowed
from alektum_desk.services import desk as desks, visitors
from alektum_desk.services.desk import Desk
from alektum_desk.store import compartment, migrations
from alektum_desk.store.compartment import Compartment, raw
from alektum_desk.store.journal import Act
from alektum_desk.store.keys import Key
from tests.conftest import PASSWORD
from tests.store.papers import NOON, Paper, Part, count, dump, officer, paper_place, steps_with_papers

BEFORE = 4          # two steps and two rows


def orm_add(s: Session) -> None:
    s.add(Paper(id="n" * 32, title="new", country="BE", seal=b"\x00\xff"))
    s.flush()


def orm_change(s: Session) -> None:
    s.get_one(Paper, "a").title = "changed"
    s.flush()


def orm_delete(s: Session) -> None:
    s.delete(s.get_one(Paper, "a"))
    s.flush()


def orm_bulk(s: Session) -> None:
    s.bulk_insert_mappings(inspect(Paper), [{"id": "b1", "title": "x", "country": "BE"}])


def orm_update(s: Session) -> None:
    s.execute(update(Paper).values(title="all"))


def core_insert(s: Session) -> None:
    s.execute(insert(Paper), [{"id": "c1", "title": "x", "country": "BE"}, {"id": "c2", "title": "y", "country": "BE"}])


def core_delete(s: Session) -> None:
    s.execute(delete(Part))


def on_connection(s: Session) -> None:
    s.connection().execute(update(Paper.metadata.tables["paper"]).values(title="behind"))


def textual(s: Session) -> None:
    s.execute(text("UPDATE paper SET title = 'text'"))


def textual_many(s: Session) -> None:
    s.execute(text("INSERT INTO paper (id, title, country) VALUES (:i, 't', 'BE')"), [{"i": "t1"}, {"i": "t2"}])


def driver_sql(s: Session) -> None:
    s.connection().exec_driver_sql("DELETE FROM paper")


def raw_cursor(s: Session) -> None:
    raw(s).cursor().execute("UPDATE paper SET title = 'raw'")


def raw_many(s: Session) -> None:
    raw(s).executemany("INSERT INTO paper (id, title, country) VALUES (?, 'r', 'BE')", [("r1",), ("r2",)])


def common_table(s: Session) -> None:
    raw(s).execute("WITH x AS (SELECT 'a' id) UPDATE paper SET title = 'cte' WHERE id IN x")


def replace(s: Session) -> None:
    s.execute(text("REPLACE INTO paper (id, title, country) VALUES ('a', 'replaced', 'NL')"))


def update_or_replace(s: Session) -> None:
    s.execute(text("UPDATE OR REPLACE paper SET title = 'uor'"))


def or_ignore(s: Session) -> None:
    s.execute(text("INSERT OR IGNORE INTO paper (id, title, country) VALUES ('ig', 'x', 'BE')"))


def upserted(s: Session) -> None:
    s.execute(upsert(Paper).values(id="a", title="up", country="BE").on_conflict_do_update(
        index_elements=["id"], set_={"title": "up"}))


def returning(s: Session) -> None:
    s.execute(insert(Paper).values(title="ret", country="BE").returning(Paper.id)).all()


WRITERS: list[Callable[[Session], None]] = [
    orm_add, orm_change, orm_delete, orm_bulk, orm_update, core_insert, core_delete, on_connection, textual, textual_many,
    driver_sql, raw_cursor, raw_many, common_table, replace, update_or_replace, or_ignore, upserted, returning]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Compartment]:
    monkeypatch.setattr(migrations, "steps", steps_with_papers)
    place = paper_place(tmp_path, Key.new())
    with place.act(act("paper.add")) as s:
        s.add(Paper(id="a", title="Invoicing", country="BE", parts=[Part(id="s", value={"en": "pay"})]))
    yield place
    place.close()


def act(kind: str = "test", reason: str | None = None, summary: dict[str, Any] | None = None) -> Act:
    return Act(kind, officer().id, "2026-11-22T11:00:00Z", reason, summary)


def told(place: Compartment) -> list[dict[str, Any]]:
    with place.bare() as db:
        return [json.loads(body) for (body,) in db.execute("SELECT body FROM payload WHERE seq >= ? ORDER BY seq", (BEFORE,))]


@pytest.mark.parametrize("write", WRITERS, ids=lambda each: each.__name__)
def test_no_write_passes_beside_the_door(place: Compartment, write: Callable[[Session], None]) -> None:
    before = dump(place)
    with place.read() as s, pytest.raises(Exception, match="written past the door"):
        write(s)
    assert dump(place) == before
    assert count(place) == BEFORE


@pytest.mark.parametrize("write", WRITERS, ids=lambda each: each.__name__)
def test_every_write_through_the_door_is_told_as_it_was(place: Compartment, write: Callable[[Session], None]) -> None:
    before = dump(place)
    through = act(reason="why")
    with place.act(through) as s:
        write(s)
    after, said = dump(place), {(each["table"], each["row"]): each for each in told(place)}
    assert said
    assert set(said) == {at for at in before.keys() | after.keys() if before.get(at) != after.get(at)}
    assert all(each["reason"] == "why" for each in said.values())
    for at, each in said.items():
        assert (each["before"] is None) == (at not in before)
        assert (each["after"] is None) == (at not in after)
        assert before.get(at) is None or in_words(at[0], before[at]).items() >= (each["before"] or {}).items()
        assert after.get(at) is None or in_words(at[0], after[at]).items() >= (each["after"] or {}).items()
    assert through.touched == {table for table, _ in said}


def in_words(table: str, row: tuple[Any, ...]) -> dict[str, Any]:
    names = ("id", "title", "country", "seal") if table == "paper" else ("id", "paper_id", "value")
    return {name: value.hex().upper() if isinstance(value, bytes) else value for name, value in zip(names, row, strict=True)}


def test_flush_order_and_repeats_do_not_matter(place: Compartment) -> None:
    with place.act(act()) as s:
        first = Paper(title="one", country="BE")
        s.add(first)
        s.flush()
        first.title = "two"
        first.parts.append(Part(value=None))
        s.flush()
        first.title = "three"
        gone = Paper(title="never", country="BE")
        s.add(gone)
        s.flush()
        s.delete(gone)
    said = told(place)
    assert [each["table"] for each in said] == ["paper", "part"]
    assert said[0]["after"]["title"] == "three"


def test_the_door_closes_with_its_transaction(place: Compartment) -> None:
    def breaks_off() -> None:
        with place.act(act()) as s:
            orm_change(s)
            raise ZeroDivisionError

    def commits_early() -> None:
        with place.act(act()) as s:
            orm_change(s)
            s.commit()                                      # settled, closed, nothing more allowed
            textual(s)

    with pytest.raises(ZeroDivisionError):
        breaks_off()
    for _ in range(8):                                      # whichever pooled connection comes
        with place.read() as s, pytest.raises(IntegrityError, match="past the door"):
            textual(s)
    with pytest.raises(InvalidRequestError):
        commits_early()
    assert dump(place)["paper", "a"][1] == "changed"
    assert count(place) == BEFORE + 1


def test_a_savepoint_that_is_rolled_back_leaves_nothing(place: Compartment) -> None:
    with place.act(act()) as s:
        with s.begin_nested() as inner:
            textual(s)
            inner.rollback()
        orm_add(s)
    assert [each["row"] for each in told(place)] == ["n" * 32]


def test_cascades_are_told(place: Compartment) -> None:
    with place.act(act()) as s:
        s.execute(text("DELETE FROM paper WHERE id = 'a'"))
    assert sorted(each["table"] for each in told(place)) == ["paper", "part"]


def test_an_id_never_changes(place: Compartment) -> None:
    with place.act(act()) as s, pytest.raises(IntegrityError, match="id never changes"):
        s.execute(text("UPDATE part SET id = 'z'"))


def test_a_summary_is_one_entry_for_all(place: Compartment) -> None:
    with place.act(act("paper.import", summary={"rows": 500})) as s:
        s.execute(insert(Paper), [{"title": "x", "country": "BE"} for _ in range(500)])
    assert told(place) == [{"rows": 500}]
    assert count(place, "paper") == 501


@pytest.mark.parametrize("sql", [
    "DELETE FROM leaf", "UPDATE leaf SET body = 'x'", "UPDATE leaf SET seq = seq + 100", "UPDATE payload SET body = ''", "DELETE FROM node",
    "UPDATE node SET hash = x''", "INSERT INTO leaf VALUES (99, 'x')", "INSERT INTO node VALUES (99, x'')",
    "INSERT INTO payload VALUES (99, '', '', '', x'', '')", "REPLACE INTO leaf VALUES (0, 'x')", "REPLACE INTO payload VALUES (0, '', '', '', x'', '')"])
def test_the_journal_only_grows(place: Compartment, sql: str) -> None:
    with place.act(act()) as s, pytest.raises(IntegrityError, match="only grows"):
        s.execute(text(sql))
    with place.read() as s, pytest.raises(IntegrityError, match="only grows"):
        s.execute(text(sql))


@pytest.mark.parametrize("sql", ["DELETE FROM payload", "UPDATE leaf SET body = NULL"])
def test_pruning_needs_an_act(place: Compartment, sql: str) -> None:
    with place.read() as s, pytest.raises(IntegrityError, match="only grows"):
        s.execute(text(sql))
    with place.act(act("prune", summary={})) as s:
        s.execute(text(sql))


def test_threads_write_one_after_the_other(place: Compartment) -> None:
    def work(number: int) -> None:
        for step in range(10):
            with place.act(act()) as s:
                s.add(Paper(title=f"{number}/{step}", country="BE"))
    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(place, "paper") == 61
    assert count(place) == BEFORE + 60
    assert not place.verify().problems


def test_a_second_writer_is_told_to_wait(place: Compartment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compartment, "PATIENCE_MS", 20)
    other = paper_place(place.path.parent, place.key)
    with place.act(act()) as s:
        textual(s)
        with pytest.raises(Busy) as caught, other.act(act()):
            pass
        assert dump(other)["paper", "a"][1] == "Invoicing"          # readers see what was committed
    assert caught.value.exit_code == 6
    other.close()


def test_the_pragmas_hold_on_every_connection(place: Compartment) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "temp_store": 2, "foreign_keys": 1, "recursive_triggers": 1,
              "trusted_schema": 0, "cell_size_check": 1}
    with place.bare() as first, place.bare() as second:
        for db in (first, second):
            assert {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted


def test_errors_quote_no_values(place: Compartment) -> None:
    with pytest.raises(IntegrityError) as caught, place.act(act()) as s:
        s.execute(insert(Part).values(id="x" * 32, paper_id="nobody", value={"name": "Kari Nordmann"}))
    assert "Kari" not in str(caught.value)


# -- bytes

def test_no_plain_bytes_and_no_stock_reader(place: Compartment) -> None:
    with place.act(act()) as s:
        s.add_all(Paper(title="Kari Nordmann of Fjordlaks", country="BE") for _ in range(50))
    for path in place.path.parent.rglob("*"):
        whole = path.read_bytes() if path.is_file() else b""
        assert b"Kari Nordmann" not in whole
        assert b"CREATE TABLE" not in whole
        assert b"SQLite format" not in whole
    db = sqlite3.connect(place.path)
    with pytest.raises(sqlite3.DatabaseError):
        db.execute("SELECT * FROM sqlite_master")
    db.close()


def test_another_key_opens_nothing(place: Compartment) -> None:
    with pytest.raises(Damaged) as caught:
        paper_place(place.path.parent, Key.new())
    assert caught.value.exit_code == 5
    assert caught.value.fields["compartment"] == "register"


@pytest.mark.parametrize("where", ["first page", "middle", "cut"])
def test_damage_names_the_compartment(place: Compartment, where: str) -> None:
    with place.act(act()) as s:
        s.execute(insert(Paper), [{"title": "x" * 300, "country": "BE"} for _ in range(200)])
    with place.bare() as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    place.close()
    whole = bytearray(place.path.read_bytes())
    for at in {"first page": [100], "middle": range(4096 * 5, len(whole), 512), "cut": []}[where]:
        whole[at] ^= 1
    place.path.write_bytes(whole[:len(whole) // 2] if where == "cut" else whole)
    def read_all() -> None:
        again = paper_place(place.path.parent, place.key)
        with again.read() as s:
            s.execute(select(Paper)).all()

    with pytest.raises(Damaged) as caught:
        read_all()
    assert caught.value.fields["compartment"] == "register"


# -- the store of a desk

@pytest.mark.parametrize("bit", [1, 16, 64])           # another letter, and what is no letter of a key
@pytest.mark.parametrize(("hurt", "still"), [("register", {"cases", "visitors"}), ("cases", {"register", "visitors"}), ("visitors", {"register", "cases"}),
                                             ("days", {"register", "cases"})])
def test_what_is_damaged_is_named_and_closes_nothing_else(desk_on: Callable[..., Desk], hurt: str, still: set[str], bit: int) -> None:
    desk = desk_on("2026-11-22")
    home, clock = desk.home, desk.store.water.clock
    path = next(home.glob("*.days")) if hurt == "days" else desk.store.compartment(hurt).path
    desk.close()
    whole = bytearray(path.read_bytes())
    whole[150] ^= bit
    path.write_bytes(whole)
    again = desks.open_desk(home, None, PASSWORD, clock)
    shut = "visitors" if hurt == "days" else hurt
    assert set(again.store.opened) == still
    assert set(again.store.damaged) == {shut}
    assert not again.store.may(shut)
    for ask in (again.store.compartment, again.store.must_write):
        with pytest.raises(Damaged) as caught:
            ask(shut)
        assert caught.value is again.store.damaged[shut]
    visitors.tick(again)                # what goes without the damaged one goes on
    if shut != "register":
        with again.store.act("register", "test", summary={}):
            pass
    again.close()


def test_where_nothing_opens_the_damage_is_said_at_once(desk_on: Callable[..., Desk]) -> None:
    desk = desk_on("2026-11-22")
    home, clock = desk.home, desk.store.water.clock
    for place in desk.store.opened.values():
        place.close()
    for path in home.glob("*.db"):
        path.write_bytes(b"-" * 8192)
    with pytest.raises(Damaged):
        desks.open_desk(home, None, PASSWORD, clock)

def test_an_act_announces_kinds_once_and_only_after_the_commit(desk_on: Callable[..., Desk]) -> None:
    desk = desk_on("2026-11-22")
    heard: list[Any] = []
    desk.store.changed.append(heard.append)
    with desk.store.read("register"):
        pass
    with pytest.raises(ZeroDivisionError), desk.store.act("register", "test", summary={}):
        _ = 1 / 0
    with desk.store.act("register", "test", summary={}):
        pass
    assert heard == []
    from alektum_desk.store import models
    assert models.kinds(frozenset({"paper", "part", "nothing"})) == {Paper.__kind__, Part.__kind__}


@pytest.mark.parametrize(("role", "opens"), [
    ("dpo", {"register", "cases", "visitors"}), ("auditor", {"register"}), ("front-desk", {"visitors"}), ("witness", set())])
def test_roles_open_what_they_may(desk_on: Callable[..., Desk], role: str, opens: set[str]) -> None:
    store = desk_on("2026-11-22", role=role).store
    assert {name for name in ("register", "cases", "visitors") if store.may(name)} == opens == set(store.keys)
    assert set(store.days) == ({"be-ghent"} if "visitors" in opens else set())
    for name in ("register", "cases", "visitors"):
        if name not in opens:
            with pytest.raises(NotAllowed), store.read(name):
                pass
        if name not in opens or role == "auditor":
            with pytest.raises(NotAllowed) as caught, store.act(name, "test"):
                pass
            assert caught.value.exit_code == 4


def test_entries_say_who_and_when(desk_on: Callable[..., Desk]) -> None:
    desk = desk_on("2026-11-22T12:00")
    with desk.store.act("cases", "test", summary={"n": 1}):
        pass
    with desk.store.bare("cases") as db:
        leaf = json.loads(db.execute("SELECT body FROM leaf ORDER BY seq DESC").fetchone()[0])
    assert (leaf["by"], leaf["at"], leaf["kind"]) == (desk.who.id, NOON.strftime("%Y-%m-%dT%H:%M:%SZ"), "test")
