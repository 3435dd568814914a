"""An exported journal is checked without the program, and every changed byte of it is found and named."""
from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pymerkle
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sigstore._internal import merkle
from sigstore._internal.rekor.checkpoint import SignedCheckpoint
from sigstore.errors import VerificationError
from sqlalchemy import insert

from alektum_desk.store import journal, journal_export, migrations, verify
from alektum_desk.store.compartment import Compartment
from alektum_desk.store.journal import Act
from alektum_desk.store.keys import Key
from tests import tally
from tests.store.papers import Paper, paper_place, steps_with_papers

MANY = 10_000
FILES = ["checkpoint", "files", "leaves.jsonl", "payloads.jsonl", "vkey"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compartment]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "steps", steps_with_papers)
        place = paper_place(tmp_path_factory.mktemp("home"), Key.new())
        with place.act(act("paper.add")) as session:
            session.execute(insert(Paper), [{"title": f"number {each}", "country": "BE"} for each in range(MANY - 3)])
        with place.bare() as db:
            place.whole = [body.encode() for (body,) in db.execute("SELECT body FROM leaf ORDER BY seq")]      # type: ignore[attr-defined]
        with place.act(act("prune", {"pruned": 7})) as session:
            session.connection().exec_driver_sql("UPDATE leaf SET body = NULL WHERE seq = 7")
            session.connection().exec_driver_sql("DELETE FROM payload WHERE seq IN (7, 8)")
        yield place
        place.close()


def act(kind: str, summary: dict[str, int] | None = None) -> Act:
    return Act(kind, "an", "2026-11-22T11:00:00Z", summary=summary)


@pytest.fixture(scope="module")
def exported(place: Compartment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("out") / "register"
    to.mkdir()
    with place.bare() as db:
        journal_export.export(db, place.origin, place.log_key, to, payloads=True)
    journal_export.sign_files(place.origin, place.log_key, to)
    return to


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("little") / "register"
    to.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "steps", steps_with_papers)
        place = paper_place(tmp_path_factory.mktemp("little home"), Key.new())
        with place.bare() as db:
            journal_export.export(db, place.origin, place.log_key, to, payloads=True)
        journal_export.sign_files(place.origin, place.log_key, to)
        place.close()
    return to


@pytest.fixture
def out(exported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(exported, tmp_path / "register"))


def test_it_agrees_with_the_program_and_with_pymerkle(place: Compartment, out: Path) -> None:
    from base64 import b64encode
    said, ours = verify.verify(out), place.verify()
    assert (said["ok"], said["entries"], said["pruned"], said["problems"]) == (True, MANY, 1, [])
    assert (ours.entries, ours.pruned, ours.problems) == (MANY, 1, ())
    assert said["root"] == b64encode(ours.root).decode()
    assert sorted(path.name for path in out.iterdir()) == FILES
    lines = (out / "leaves.jsonl").read_bytes().splitlines()
    oracle = pymerkle.InmemoryTree(algorithm="sha256")
    for line in (*place.whole, lines[-1]):       # type: ignore[attr-defined]
        oracle.append_entry(line)
    assert ours.root == oracle.get_root(MANY)


class OurKey:
    """Where sigstore looks for keys."""

    def __init__(self, public: bytes) -> None:
        self.public = Ed25519PublicKey.from_public_bytes(public)

    def verify(self, *, key_id: bytes, signature: bytes, data: bytes) -> None:
        self.public.verify(signature, data)


def test_sigstore_reads_the_same_checkpoint_and_follows_the_same_proof(place: Compartment, out: Path) -> None:
    ours, signed = place.verify(), SignedCheckpoint.from_text((out / "checkpoint").read_text(encoding="utf-8"))
    assert (signed.checkpoint.origin, signed.checkpoint.log_size, signed.checkpoint.log_hash) == (place.origin, MANY, ours.root.hex())
    signed.signed_note.verify(OurKey(place.public), journal.key_id(place.origin, place.public))  # type: ignore[arg-type]
    with pytest.raises(VerificationError):
        signed.signed_note.verify(OurKey(place.public), journal.key_id("another log", place.public))  # type: ignore[arg-type]
    lines = (out / "leaves.jsonl").read_bytes().splitlines()
    with place.bare() as db:
        tree = journal.Tree(db)
        for seq in (0, 4999, 8191, 8192, MANY - 1):
            path = tree.inclusion(seq, 0, MANY)
            inner, _ = merkle._decomp_inclusion_proof(seq, MANY)
            assert merkle._chain_border_right(merkle._chain_inner(merkle._hash_leaf(lines[seq]), path[:inner], seq), path[inner:]) == ours.root


def test_it_runs_with_the_standard_library_alone(out: Path) -> None:
    shutil.copyfile(journal_export.VERIFIER, out.parent / "verify.py")

    def run(*words: str) -> tuple[int, dict[str, object]]:
        done = subprocess.run([sys.executable, "-I", "-S", "verify.py", *words], cwd=out.parent, capture_output=True, check=False)
        return done.returncode, json.loads(done.stdout)["logs"][0]

    code, log = run()
    assert (code, log["ok"], log["signer"]) == (0, True, "unknown")
    assert run("--key", str(log["fingerprint"])) == (0, log | {"signer": "known"})
    assert run(".", "--key", "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA")[0] == 7
    (out / "vkey").unlink()
    assert run()[0] == 7
    shutil.rmtree(out)
    assert subprocess.run([sys.executable, "-I", "-S", "verify.py"], cwd=out.parent, capture_output=True, check=False).returncode == 7


@pytest.mark.parametrize("name", ["leaves.jsonl", "payloads.jsonl"])
def test_a_changed_byte_among_many_entries_is_found_and_named(out: Path, name: str) -> None:
    chance, path = random.Random(name), out / name
    whole = path.read_bytes()
    for at in sorted({0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(300 if tally.LONG else 15))}):
        changed = bytearray(whole)
        changed[at] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        problems, line = verify.verify(out)["problems"], whole[:at].count(b"\n")
        assert f"{name}: not as it was signed" in problems
        assert any(f"entry {line}" in each or "entries" in each for each in problems), (at, line, problems)


@pytest.mark.parametrize("name", FILES)
def test_every_changed_byte_is_found_and_named(little: Path, tmp_path: Path, name: str) -> None:
    out, chance = Path(shutil.copytree(little, tmp_path / "register")), random.Random(name)
    assert verify.verify(out)["ok"]
    whole = (out / name).read_bytes()
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 1 << chance.randrange(8)
        (out / name).write_bytes(changed)
        problems = verify.verify(out)["problems"]
        assert any(name in each for each in problems), (at, problems)


def changed_lines(change: Callable[[list[bytes]], None], path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    change(lines)
    path.write_bytes(b"".join(lines))


def drop(lines: list[bytes]) -> None:
    del lines[5000]


def swap(lines: list[bytes]) -> None:
    lines[5000], lines[5001] = lines[5001], lines[5000]


def double(lines: list[bytes]) -> None:
    lines.insert(5000, lines[4999])


def cut(lines: list[bytes]) -> None:
    del lines[-1]


@pytest.mark.parametrize("name", ["leaves.jsonl", "payloads.jsonl"])
@pytest.mark.parametrize(("change", "where"), [(drop, "entry 5000"), (swap, "entry 5000"), (double, "entry 5000"), (cut, "")],
                         ids=lambda each: getattr(each, "__name__", ""))
def test_dropped_swapped_added_and_cut_lines_are_found(out: Path, name: str, change: Callable[[list[bytes]], None], where: str) -> None:
    changed_lines(change, out / name)
    problems = verify.verify(out)["problems"]
    assert f"{name}: not as it was signed" in problems
    assert any(where in each for each in problems)
    assert len(problems) > 1


def test_what_was_said_cannot_be_called_forgotten(out: Path) -> None:
    def forget(lines: list[bytes]) -> None:
        lines[100] = b'{"gone":100}\n'
    changed_lines(forget, out / "payloads.jsonl")
    assert verify.verify(out)["problems"] == ["payloads.jsonl: not as it was signed"]


def test_a_dropped_entry_is_called_missing(out: Path) -> None:
    changed_lines(drop, out / "leaves.jsonl")
    assert "entry 5000 is missing: entry 5001 stands in its place" in verify.verify(out)["problems"]


def test_the_checkpoint_alone_holds_the_last_entry(place: Compartment, out: Path) -> None:
    """Nothing follows it, and whoever has the log's key could sign the list of files anew."""
    from hashlib import sha256

    from alektum_desk.store import journal
    (out / "payloads.jsonl").unlink()
    changed_lines(lambda lines: lines.append(lines.pop().replace(b"prune", b"prone")), out / "leaves.jsonl")
    listed = "".join(f"{sha256((out / name).read_bytes()).hexdigest()} {name}\n" for name in ("checkpoint", "leaves.jsonl", "vkey"))
    (out / "files").write_text(journal.sign_note(place.origin, f"{journal_export.FORM}\n{place.origin}\n{listed}", place.log_key))
    assert verify.verify(out)["problems"] == [f"an entry was changed: entry {MANY - 1}, if no other one is named"]


def test_a_file_that_was_added_removed_or_left_out(out: Path) -> None:
    (out / "note.txt").write_text("mine")
    assert verify.verify(out)["problems"] == ["note.txt: added"]
    (out / "note.txt").unlink()
    (out / "payloads.jsonl").unlink()
    assert verify.verify(out)["problems"] == ["payloads.jsonl: missing"]


def test_the_same_journal_under_another_key_is_said_to_be_another_signer(place: Compartment, out: Path, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    trusted = verify.verify(out)["fingerprint"]
    forged, other = tmp_path / "forged" / "register", Ed25519PrivateKey.generate()
    forged.mkdir(parents=True)
    with place.bare() as db:
        journal_export.export(db, place.origin, other, forged, payloads=True)
    journal_export.sign_files(place.origin, other, forged)
    assert verify.verify(forged)["ok"]                       # by itself it is whole: that is why a fingerprint is kept elsewhere
    assert verify.verify(forged, [trusted])["problems"] == ["vkey: signed by somebody else"]
    shutil.copyfile(out / "vkey", forged / "vkey")
    assert not verify.verify(forged)["ok"]


def test_it_is_read_in_ten_minutes() -> None:
    assert sum(bool(line) for line in journal_export.VERIFIER.read_text().splitlines()) < 135
