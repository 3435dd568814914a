"""A journal in files that anybody can check without this program."""
from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlcipher3.dbapi2 import Connection

from alektum_desk.store import journal
from alektum_desk.store.journal import Tree, canonical

FORM = "alektum-desk journal export 1"
FILES = ("leaves.jsonl", "checkpoint", "vkey", "payloads.jsonl", "files")      # with payloads
VERIFIER = Path(__file__).with_name("verify.py")


def export(db: Connection, origin: str, key: Ed25519PrivateKey, to: Path, *, payloads: bool) -> None:
    """One log into an empty folder. Payloads hold what the rows hold: they travel only when somebody asks for them."""
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
    listed = "".join(f"{sha256(data).hexdigest()} {name}\n" for name, data in sorted(files.items()))
    files["files"] = journal.sign_note(origin, f"{FORM}\n{origin}\n{listed}", key).encode()
    for name, data in files.items():
        (to / name).write_bytes(data)
