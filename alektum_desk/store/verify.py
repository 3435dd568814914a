#!/usr/bin/env python3
"""Checks exported journals: python3 verify.py [FOLDER] [--key FINGERPRINT]... Needs Python 3.8 and nothing else.

Each log lies in a folder of its own: leaves.jsonl (one line an entry), payloads.jsonl (what each entry says, if it travels),
checkpoint (size and root of the tree over the entries, RFC 6962, signed), vkey (the log's public key), files (signed: the
hashes of these, and of the checkpoints of the logs that were exported with it).
"""
from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sys
from pathlib import Path
from typing import Any, Tuple

Point = Tuple[int, int, int, int]
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def point(code: int) -> Point:
    """Ed25519, RFC 8032, 5.1.3."""
    y, sign = code & (1 << 255) - 1, code >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or x * x % P != square:
        raise ValueError("not a point")
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P


def add(p: Point, q: Point) -> Point:
    a, b, c, d = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0]), 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    return (b - a) * (d - c) % P, (d + c) * (b + a) % P, (d - c) * (d + c) % P, (b - a) * (b + a) % P


def is_signed(public: bytes, text: bytes, signature: bytes) -> bool:
    """Ed25519, RFC 8032, 5.1.7: R is s times the base less k times the key."""
    s, k = int.from_bytes(signature[32:], "little"), int.from_bytes(hashlib.sha512(signature[:32] + public + text).digest(), "little") % L
    total, base, key = (0, 1, 1, 0), point(4 * pow(5, -1, P) % P), point(int.from_bytes(public, "little") ^ 1 << 255)
    both = add(base, key)
    for bit in range(255, -1, -1):
        total = add(total, total)
        if factor := (None, base, key, both)[(s >> bit & 1) + 2 * (k >> bit & 1)]:
            total = add(total, factor)
    x, y = (each * pow(total[2], -1, P) % P for each in total[:2])
    return len(signature) == 64 and s < L and (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]


def read_note(note: bytes, origin: str, key_id: str, public: bytes) -> list[str]:
    """The lines above the signature; ValueError when it is not the log's."""
    text, _, mark = note.decode().rpartition("\n\n")
    signed = base64.b64decode(mark.rstrip("\n").split(" ")[-1], validate=True)
    if (note != f"{text}\n\n\u2014 {origin} {base64.b64encode(signed).decode()}\n".encode() or signed[:4].hex() != key_id
            or not is_signed(public, f"{text}\n".encode(), signed[4:])):
        raise ValueError(mark)
    return text.split("\n")


def entries(lines: list[bytes], problems: list[str]) -> tuple[int, bytes]:
    """How many are pruned to their hash, and the root over all, under which every letter of theirs stands."""
    peaks: list[tuple[int, bytes]] = []
    pruned, previous = 0, "0" * 64
    for count, line in enumerate(lines):
        hashed, size = hashlib.sha256(b"\0" + line).digest(), 1
        if not line.endswith(f',"prev":"{previous}","seq":{count}}}'.encode()):
            try:
                leaf: Any = json.loads(line)
                if "pruned" in leaf:
                    pruned, hashed = pruned + 1, bytes.fromhex(leaf["pruned"])
                else:
                    problems.append(f"entry {max(count - 1, 0)} or entry {count} was changed" if leaf["seq"] == count else
                                    f"entry {count} is missing: entry {leaf['seq']} stands in its place")
            except (ValueError, KeyError, TypeError):
                problems.append(f"entry {count} cannot be read")
        previous = hashed.hex()
        while peaks and peaks[-1][0] == size:
            hashed, size = hashlib.sha256(b"\1" + peaks.pop()[1] + hashed).digest(), size * 2
        peaks.append((size, hashed))
    root = peaks.pop()[1] if peaks else hashlib.sha256().digest()
    while peaks:
        root = hashlib.sha256(b"\1" + peaks.pop()[1] + root).digest()
    return pruned, root


def payloads(lines: list[bytes], leaves: list[bytes], problems: list[str]) -> None:
    """One line for each entry: what it says and the salt, or that this is gone, as when somebody was forgotten."""
    for seq, line in enumerate(lines):
        try:
            said: Any = json.loads(line)
            salt = bytes.fromhex(said.get("salt", ""))
            sound = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() == line
            if "gone" not in said:
                sound = sound and said["salt"] == salt.hex() and hmac.new(salt, said["body"].encode(), "sha256").hexdigest() == json.loads(leaves[seq])["commit"]
            sound = sound and said.get("gone", said.get("seq")) == seq
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            sound = False
        if not sound:
            problems.append(f"what entry {seq} says is missing, or was changed")
    if len(lines) != len(leaves):
        problems.append(f"{len(lines)} entries say something, of {len(leaves)}")


def verify(folder: Path, trusted: list[str] | None = None) -> dict[str, Any]:
    """One log. Each problem names the file or the entry."""
    problems: list[str] = []
    there = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    answer: dict[str, Any] = {"ok": False, "folder": folder.name, "entries": 0, "pruned": 0, "root": "", "fingerprint": "", "problems": problems}
    listed: dict[str, str] = {}
    origin, key_id, public = "", "", b""
    try:
        origin, key_id, key = there["vkey"].decode().rstrip("\n").split("+", 2)
        public = base64.b64decode(key, validate=True)[1:]
        letters = base64.b32encode(hashlib.sha256(public).digest()).decode()
        answer.update(origin=origin, fingerprint="-".join(letters[at:at + 5] for at in range(0, 25, 5)), signer="known" if trusted else "unknown")
        if trusted and answer["fingerprint"] not in trusted:
            problems.append("vkey: signed by somebody else")
        listed = dict(line.split(" ")[::-1] for line in read_note(there["files"], origin, key_id, public)[2:])
    except (KeyError, ValueError, IndexError):
        problems.append("vkey or files: missing, or changed")
    there.update({f"../{path.parent.name}/checkpoint": path.read_bytes() for path in folder.parent.glob("*/checkpoint") if path.parent.name != folder.name})
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in there.items() if name != "files"}
    problems += [f"{name}: {'missing' if name not in hashes else 'not as it was signed' if name in listed else 'added'}"
                 for name in sorted({*listed, *hashes}) if listed and listed.get(name) != hashes.get(name)]
    leaves = there.get("leaves.jsonl", b"").split(b"\n")[:-1]
    pruned, root = entries(leaves, problems)
    if "payloads.jsonl" in there:
        payloads(there["payloads.jsonl"].split(b"\n")[:-1], leaves, problems)
    try:
        _, size, signed = read_note(there["checkpoint"], origin, key_id, public)[:3]
        if len(leaves) != int(size):
            problems.append(f"{len(leaves)} entries are here, {size} were signed")
        elif base64.b64encode(root).decode() != signed:
            problems.append(f"an entry was changed: entry {len(leaves) - 1}, if no other one is named")
    except (KeyError, ValueError, IndexError):
        problems.append("checkpoint: missing, or changed")
    answer.update(ok=not problems, entries=len(leaves), pruned=pruned, root=base64.b64encode(root).decode())
    return answer


def main(words: list[str]) -> int:
    trusted = [words.pop(at + 1) for at in range(len(words) - 1, -1, -1) if words[at] == "--key"]
    folder = Path(next((each for each in words if each != "--key"), Path(__file__).parent)).resolve()
    found = {path.parent for name in ("vkey", "files", "leaves.jsonl") for path in (*folder.glob(name), *folder.glob(f"*/{name}"))}
    logs = [verify(path, trusted) for path in sorted(found)]
    print(json.dumps({"ok": bool(logs) and all(log["ok"] for log in logs), "logs": logs}, indent=1))
    return 0 if logs and all(log["ok"] for log in logs) else 7


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
