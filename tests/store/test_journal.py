"""The tree, the notes and the checks over one compartment's journal."""
from __future__ import annotations

import shutil
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pymerkle
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from alektum_desk.domain.errors import Damaged
from alektum_desk.store import journal, migrations
from alektum_desk.store.compartment import Compartment, connect
from alektum_desk.store.journal import Act, Tree
from alektum_desk.store.keys import Key
from tests.store.papers import FIRST, NOON, officer

SIZE = 131


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Compartment]:
    monkeypatch.setattr(migrations, "steps", lambda _name: [FIRST])
    place = opened(tmp_path, Key.new())
    yield place
    place.close()


def opened(home: Path, key: Key) -> Compartment:
    return Compartment("cases", home / "cases.1.db", key, officer(), home / "proofs", lambda: NOON, "test/cases",
                       fresh=not (home / "cases.1.db").exists())


def fill(place: Compartment, count: int) -> None:
    for number in range(count):
        with place.act(Act("test", "an", "2026-11-22T11:00:00Z", summary={"n": number})):
            pass


def tamper(place: Compartment, *sql: str) -> None:
    """With the key and another program."""
    db = connect(place.path, place.key)
    for each in sql:
        db.execute(each)
    db.close()


def test_the_tree_is_that_of_rfc_6962(place: Compartment) -> None:
    fill(place, SIZE)
    with place.bare() as db:
        bodies = [body for (body,) in db.execute("SELECT body FROM leaf ORDER BY seq")]
        oracle, tree = pymerkle.InmemoryTree(algorithm="sha256"), Tree(db)
        for size, body in enumerate(bodies, 1):
            oracle.append_entry(body.encode())
            assert tree.root(0, size) == oracle.get_root(size)
        roots = [oracle.get_root(size) for size in range(tree.size + 1)]
        for old in range(1, tree.size):
            proof = tree.consistency(old, 0, tree.size)
            assert is_consistent(old, tree.size, roots[old], roots[-1], proof)
            assert not is_consistent(old, tree.size, roots[old - 1], roots[-1], proof)
        for leaf, body in enumerate(bodies):
            assert folded(journal.leaf_hash(body), leaf, tree.size, tree.inclusion(leaf, 0, tree.size)) == roots[-1]
        found = place.verify()
    assert (found.entries, found.root, found.problems) == (len(bodies), roots[-1], ())


def folded(hashed: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """RFC 9162, 2.1.3.2."""
    last = size - 1
    for side in path:
        if index & 1 or index == last:
            hashed = sha256(b"\1" + side + hashed).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            hashed = sha256(b"\1" + hashed + side).digest()
        index, last = index >> 1, last >> 1
    return hashed


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: list[bytes]) -> bool:
    """RFC 9162, 2.1.4.2."""
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    left = right = path[0]
    for side in path[1:]:
        if at & 1 or at == last:
            left, right = (sha256(b"\1" + side + each).digest() for each in (left, right))
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            right = sha256(b"\1" + right + side).digest()
        at, last = at >> 1, last >> 1
    return left == old_root and right == new_root and last == 0


def test_a_note_reads_as_c2sp_says() -> None:
    """The signature covers the text with its last newline; the key's id is the beginning of a hash over name, kind and key."""
    key = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
    public = key.public_key().public_bytes_raw()
    text = f"desk/log\n7\n{b64encode(bytes(32)).decode()}\n"
    note = journal.sign_note("desk/log", text, key)
    assert note.startswith(text + "\n\u2014 desk/log ")
    assert note.endswith("\n")
    assert journal.read_note(note, "desk/log", public) == journal.Note("desk/log", 7, bytes(32))
    assert journal.verifier_key("desk/log", public).split("+", 2)[1] == sha256(b"desk/log\n\x01" + public).hexdigest()[:8]


def test_a_note_that_was_changed_or_signed_by_others_is_refused() -> None:
    key, other = (Ed25519PrivateKey.from_private_bytes(each * 32) for each in (b"k", b"o"))
    public, text = key.public_key().public_bytes_raw(), f"desk/log\n7\n{b64encode(bytes(32)).decode()}\n"
    note = journal.sign_note("desk/log", text, key)
    for changed in (note.replace("\n7\n", "\n8\n"), note.replace("\u2014 desk/log", "\u2014 desk/gol"), note[:-8], "", "x\n\ny",
                    journal.sign_note("desk/log", text, other), journal.sign_note("desk/gol", text, key)):
        with pytest.raises(ValueError):
            journal.read_note(changed, "desk/log", public)


@pytest.mark.parametrize(("sql", "codes"), [
    ("UPDATE leaf SET body = replace(body, '\"an\"', '\"ann\"') WHERE seq = 3", {"entry", "link"}),
    ("UPDATE leaf SET body = '{}' WHERE seq = 3", {"entry", "link"}),
    ("UPDATE payload SET body = replace(body, '2', '7') WHERE seq = 3", {"payload"}),
    ("UPDATE payload SET salt = x'00' WHERE seq = 3", {"payload"}),
    ("DELETE FROM leaf WHERE seq = 3", {"entry", "payload"}),
    ("DELETE FROM leaf WHERE seq = 9", {"payload", "node"}),
    ("UPDATE node SET hash = zeroblob(32) WHERE place = 2", {"node"}),
    ("DELETE FROM node WHERE place = 2", {"node"}),
    ("DELETE FROM node WHERE place = 0", {"entry"}),
    ("INSERT INTO payload VALUES (77, 'x', 't', 'r', x'00', '{}')", {"payload"}),
])
def test_every_change_by_another_program_is_found(place: Compartment, sql: str, codes: set[str]) -> None:
    fill(place, 9)
    tamper(place, sql)
    assert {code for code, _ in place.verify().problems} == codes


def test_entries_cut_off_after_a_checkpoint_are_noticed(place: Compartment, tmp_path: Path) -> None:
    fill(place, 5)
    place.sign()
    fill(place, 3)
    assert not place.verify().problems
    place.close()
    tamper(place, "DELETE FROM leaf WHERE seq > 3", "DELETE FROM payload WHERE seq > 3",
           *(f"DELETE FROM node WHERE place >= {journal.place(0, 4)}" for _ in range(1)))
    with pytest.raises(Damaged, match="last signed"):
        opened(tmp_path, place.key)


def test_a_checkpoint_that_was_changed_is_noticed(place: Compartment, tmp_path: Path) -> None:
    fill(place, 2)
    place.sign()
    path = next((tmp_path / "proofs").glob("*.checkpoint"))
    path.write_text(path.read_text().replace("\n3\n", "\n2\n"))
    assert [code for code, _ in place.verify().problems] == ["checkpoint"]
    place.close()
    with pytest.raises(Damaged, match="last signed"):
        opened(tmp_path, place.key)


@pytest.mark.parametrize("gone", ["all", "last", "first"])
def test_a_checkpoint_that_was_removed_is_named(place: Compartment, tmp_path: Path, gone: str) -> None:
    names = []
    for _ in range(3):
        fill(place, 2)
        place.sign()
        names.append(max(path.name for path in (tmp_path / "proofs").glob("*.checkpoint")))
    assert not place.verify().problems
    missing = {"all": names, "last": names[-1:], "first": names[:1]}[gone]
    for name in missing:
        (tmp_path / "proofs" / name).unlink()
    assert place.verify().problems == tuple(("checkpoint", f"{name} is missing") for name in missing)


def test_what_was_signed_is_known_without_its_file(place: Compartment, tmp_path: Path) -> None:
    fill(place, 5)
    place.sign()
    shutil.rmtree(tmp_path / "proofs")
    place.close()
    tamper(place, "DELETE FROM leaf WHERE seq > 3", "DELETE FROM payload WHERE seq > 3", f"DELETE FROM node WHERE place >= {journal.place(0, 4)}")
    with pytest.raises(Damaged, match="last signed"):
        opened(tmp_path, place.key)


def test_a_checkpoint_under_another_ones_name_is_noticed(place: Compartment, tmp_path: Path) -> None:
    for _ in range(2):
        fill(place, 2)
        place.sign()
    first, last = sorted((tmp_path / "proofs").glob("*.checkpoint"))
    last.write_bytes(first.read_bytes())
    assert place.verify().problems == (("checkpoint", last.name),)


def test_a_pruned_entry_is_counted_and_the_rest_stands(place: Compartment) -> None:
    fill(place, 6)
    before = place.verify().root
    with place.act(Act("prune", "an", "2026-11-22T11:00:00Z", summary={})) as session:
        session.connection().exec_driver_sql("UPDATE leaf SET body = NULL WHERE seq = 4")
        session.connection().exec_driver_sql("DELETE FROM payload WHERE seq = 4")
    with place.bare() as db:
        assert Tree(db).root(0, 7) == before
        assert [each.seq for each in journal.latest(db, 5)] == [7, 6, 5, 3, 2]
    found = place.verify()
    assert (found.entries, found.pruned, found.problems) == (8, 1, ())


def test_a_salt_hides_what_a_leaf_commits_to(place: Compartment) -> None:
    for _ in range(2):
        with place.act(Act("test", "an", "2026-11-22T11:00:00Z", summary={"same": 1}, handle="h" * 16)):
            pass
    with place.bare() as db:
        commits = {told[0] for told in db.execute("SELECT json_extract(body, '$.commit') FROM leaf")}
        salts = {bytes(salt) for (salt,) in db.execute("SELECT salt FROM payload")}
    assert len(commits) == len(salts) == 3


def test_setting_up_signs_every_journal(desk_on: Callable[..., object]) -> None:
    from alektum_desk.services import checks
    from alektum_desk.services.desk import Desk
    desk = desk_on("2026-11-22")
    assert isinstance(desk, Desk)
    logs = checks.journals(desk)
    assert [each.compartment for each in logs] == ["register", "cases", "visitors"]
    assert all(each.ok for each in logs)
    assert len(list((desk.home / "proofs").glob("*/*.checkpoint"))) == 3
    assert checks.whole_root(logs[:1]) == logs[0].root != checks.whole_root(logs)
