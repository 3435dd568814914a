"""From any older store to ours, and never from a newer one."""
from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlcipher3.dbapi2 import Connection

import alektum_desk.store
from alektum_desk.domain.accounts import COMPARTMENTS
from alektum_desk.domain.errors import Damaged
from alektum_desk.services.desk import Desk
from alektum_desk.store import door, migrations, models
from alektum_desk.store.compartment import connect
from alektum_desk.store.keys import Key
from alektum_desk.store.migrations import Step
from tests.store.papers import FIRST, count, dump, lay_papers, paper_place, steps_with_papers

for module in iter_modules(alektum_desk.store.__path__):        # every table of every noun
    import_module(f"alektum_desk.store.{module.name}")


@pytest.mark.parametrize("name", COMPARTMENTS)
def test_the_steps_make_what_the_models_say(desk_on: Callable[..., Desk], name: str) -> None:
    desk = desk_on("2026-11-22")
    with desk.store.bare(name) as db:
        shadows = {found for (found,) in db.execute("SELECT name FROM pragma_table_list WHERE type IN ('virtual', 'shadow')")}
    with desk.store.compartment(name).engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={
            "include_object": lambda _object, found, _type, reflected, _other: not (reflected and found in shadows),
            "compare_server_default": True})
        assert compare_metadata(context, models.METADATA[name]) == []


@pytest.mark.parametrize("name", COMPARTMENTS)
def test_every_table_has_an_id_and_is_told(desk_on: Callable[..., Desk], name: str) -> None:
    desk = desk_on("2026-11-22")
    with desk.store.bare(name) as db:
        for table in door.journaled(db):
            columns = {column: key for _, column, _, _, _, key in db.execute(f"PRAGMA table_info('{table}')")}
            assert columns.get("id") == 1
            assert table in models.METADATA[name].tables


@pytest.mark.parametrize("name", COMPARTMENTS)
def test_each_step_leaves_one_entry(desk_on: Callable[..., Desk], name: str) -> None:
    desk = desk_on("2026-11-22")
    with desk.store.bare(name) as db:
        said = [json.loads(body) for (body,) in db.execute(
            "SELECT payload.body FROM payload JOIN leaf USING (seq) WHERE json_extract(leaf.body, '$.kind') = 'store.migrate' ORDER BY seq")]
        assert said == [{"name": each.name, "step": number} for number, each in enumerate(migrations.steps(name), 1)]
        assert db.execute("PRAGMA user_version").fetchone() == (len(said),)


def test_an_older_store_is_taken_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = Key.new()
    monkeypatch.setattr(migrations, "steps", lambda _name: [FIRST])
    paper_place(tmp_path, key).close()
    monkeypatch.setattr(migrations, "steps", steps_with_papers)
    place = paper_place(tmp_path, key)
    assert dump(place) == {}
    assert count(place) == 2
    place.close()


@pytest.mark.parametrize("fault", ["breaks off", "breaks a reference"])
def test_a_step_that_fails_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    key = Key.new()
    monkeypatch.setattr(migrations, "steps", steps_with_papers)
    paper_place(tmp_path, key).close()

    def broken(db: Connection) -> None:
        db.execute("ALTER TABLE paper ADD COLUMN x TEXT")
        db.execute("INSERT INTO part (id, paper_id) VALUES ('p', 'nobody')")
        if fault == "breaks off":
            raise RuntimeError("half-way")
    monkeypatch.setattr(migrations, "steps", lambda name: [*steps_with_papers(name), Step("m0003_broken", broken)])
    with pytest.raises(RuntimeError):
        paper_place(tmp_path, key)
    monkeypatch.setattr(migrations, "steps", steps_with_papers)
    again = paper_place(tmp_path, key)
    assert dump(again) == {}
    assert count(again) == 2
    assert not again.verify().problems
    again.close()


def test_a_newer_store_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = Key.new()
    monkeypatch.setattr(migrations, "steps", steps_with_papers)
    place = paper_place(tmp_path, key)
    place.close()
    db = connect(place.path, key)
    db.execute("PRAGMA user_version = 3")
    db.close()
    with pytest.raises(Damaged, match="newer program") as caught:
        paper_place(tmp_path, key)
    assert caught.value.fields["compartment"] == "register"


def test_steps_are_found_in_their_folder_and_counted() -> None:
    for name in COMPARTMENTS:
        assert [int(each.name[1:5]) for each in migrations.steps(name)] == list(range(1, len(migrations.steps(name)) + 1))
    assert lay_papers is not FIRST.up


def test_a_gap_between_steps_is_our_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    class Found:
        name = "m0003_third"
    monkeypatch.setattr("pkgutil.iter_modules", lambda _path: [Found()])
    with pytest.raises(RuntimeError, match="not numbered"):
        migrations.steps("register")
