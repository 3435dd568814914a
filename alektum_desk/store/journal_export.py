"""A journal in files that anybody can check without this program."""
from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlcipher3.dbapi2 import Connection

from alektum_desk.store import journal
from alektum_desk.store.journal import Tree, canonical

FORM = "alektum-desk journal export 2"
FILES = ("leaves.jsonl", "checkpoint", "vkey", "payloads.jsonl", "files")      # with payloads
VERIFIER = Path(__file__).with_name("verify.py")


def export(db: Connection, origin: str, key: Ed25519PrivateKey, to: Path, *, payloads: bool) -> None:
    """One log into an empty folder, still without its signed list of files. Payloads hold what the rows hold: they travel only
    when somebody asks for them.
    """
    tree = Tree(db)
    files = {"leaves.jsonl": "".join(f"{body or canonical({'pruned': tree.node(0, seq).hex()})}\n"
                                     for seq, body in db.execute("SELECT seq, body FROM leaf ORDER BY seq")).encode(),
             "checkpoint": journal.note_of(tree, origin, key).encode(),
             "vkey": f"{journal.verifier_key(origin, key.public_key().public_bytes_raw())}\n".encode()}
    if payloads:
        found = db.execute("SELECT leaf.seq, salt, payload.body FROM leaf LEFT JOIN payload USING (seq) ORDER BY leaf.seq")
        files["payloads.jsonl"] = "".join(
            f"{canonical({'seq': seq, 'salt': salt.hex(), 'body': body} if body is not None else {'gone': seq})}\n"
            for seq, salt, body in found).encode()
    for name, data in files.items():
        (to / name).write_bytes(data)


def sign_files(origin: str, key: Ed25519PrivateKey, folder: Path, beside: Iterable[Path] = ()) -> None:
    """Names what lies in the folder of a log, and the checkpoints of the logs beside it: none of them can be taken out unseen."""
    files = {path.name: path for path in folder.iterdir()} | {f"../{each.name}/checkpoint": each / "checkpoint" for each in beside}
    listed = "".join(f"{sha256(path.read_bytes()).hexdigest()} {name}\n" for name, path in sorted(files.items()))
    (folder / "files").write_bytes(journal.sign_note(origin, f"{FORM}\n{origin}\n{listed}", key).encode())
