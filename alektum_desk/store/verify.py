#!/usr/bin/env python3
"""Checks an exported journal: python3 verify.py [FOLDER] [--key FINGERPRINT]. Needs Python 3.8 and nothing else.

Each log lies in a folder of its own: leaves.jsonl (one line an entry), payloads.jsonl (what each entry says, if it travels),
checkpoint (size and root of the tree over the entries, RFC 6962, signed), vkey (the log's public key), files (hashes, signed).
"""
from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sys
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

Point = Tuple[int, int, int, int]
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, I = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def point(code: bytes) -> Point:
    """RFC 8032, 5.1.3."""
    y, sign = int.from_bytes(code, "little") & (1 << 255) - 1, code[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * I % P
    if y >= P or x * x % P != square:
        raise ValueError("not a point")
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P


def add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n: int, p: Point) -> Point:
    found = (0, 1, 1, 0)
    while n:
        if n & 1:
            found = add(found, p)
        p, n = add(p, p), n >> 1
    return found


def is_signed(public: bytes, text: bytes, signature: bytes) -> bool:
    base = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    s = int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + text).digest(), "little") % L
    left, right = times(s, base), add(point(signature[:32]), times(k, point(public)))
    return len(signature) == 64 and s < L and all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


def read_note(note: bytes, origin: str, key_id: str, public: bytes) -> List[str]:
    """The lines above the signature; ValueError when it is not the log's."""
    text, _, mark = note.decode().rpartition("\n\n")
    dash, signer, signature = mark[:-1].split(" ")
    signed = base64.b64decode(signature, validate=True)
    canonical = f"{text}\n\n\u2014 {origin} {base64.b64encode(signed).decode()}\n".encode()
    if note != canonical or signed[:4].hex() != key_id or not is_signed(public, (text + "\n").encode(), signed[4:]):
        raise ValueError(dash, signer)
    return text.split("\n")


def fingerprint(public: bytes) -> str:
    text = base64.b32encode(sha(public)).decode()[:25]
    return "-".join(text[i:i + 5] for i in range(0, 25, 5))


def entries(lines: List[bytes], problems: List[str]) -> Tuple[int, int, bytes]:
    """How many, how many of them pruned to their hash, and the root over all, under which every letter of theirs stands."""
    peaks: List[Tuple[int, bytes]] = []
    count, pruned, previous = 0, 0, "0" * 64
    for line in lines:
        hashed = sha(b"\0" + line)
        if not line.endswith(f',"prev":"{previous}","seq":{count}}}'.encode()):
            try:
                leaf: Any = json.loads(line)
                if "pruned" in leaf:
                    pruned, hashed = pruned + 1, bytes.fromhex(leaf["pruned"])
                elif leaf["seq"] != count:
                    problems.append(f"entry {count} is missing: entry {leaf['seq']} stands in its place")
                else:
                    problems.append(f"entry {max(count - 1, 0)} or entry {count} was changed")
            except (ValueError, KeyError, TypeError):
                problems.append(f"entry {count} cannot be read")
        previous, count, level = hashed.hex(), count + 1, 0
        while peaks and peaks[-1][0] == level:
            hashed, level = sha(b"\1" + peaks.pop()[1] + hashed), level + 1
        peaks.append((level, hashed))
    root = peaks.pop()[1] if peaks else sha(b"")
    while peaks:
        root = sha(b"\1" + peaks.pop()[1] + root)
    return count, pruned, root


def payloads(data: bytes, leaves: List[bytes], problems: List[str]) -> None:
    """One line for each entry: what it says and the salt, or that this is gone, as when somebody was forgotten."""
    lines = data.split(b"\n")[:-1]
    for seq, line in enumerate(lines):
        try:
            said: Any = json.loads(line)
            if said.get("gone", said.get("seq")) != seq:
                problems.append(f"what entry {seq} says is missing")
            elif json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() != line or said.get("salt", "") != said.get("salt", "").lower():
                problems.append(f"what entry {seq} says is written in another way")
            elif "gone" not in said and hmac.new(bytes.fromhex(said["salt"]), said["body"].encode(), "sha256").hexdigest() != json.loads(leaves[seq])["commit"]:
                problems.append(f"what entry {seq} says was changed")
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            problems.append(f"what entry {seq} says cannot be read, or its entry")
    if len(lines) != len(leaves):
        problems.append(f"{len(lines)} entries say something, of {len(leaves)}")


def verify(folder: Path, trusted: Optional[str] = None) -> Dict[str, Any]:
    """One log. Each problem names the file or the entry."""
    problems: List[str] = []
    there = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    answer: Dict[str, Any] = {"ok": False, "folder": folder.name, "entries": 0, "pruned": 0, "root": "", "fingerprint": "", "problems": problems}
    try:
        origin, key_id, key = there["vkey"].decode().rstrip("\n").split("+", 2)
        public = base64.b64decode(key, validate=True)[1:]
        answer.update(origin=origin, fingerprint=fingerprint(public), signer="known" if trusted else "unknown")
        if trusted and trusted != fingerprint(public):
            problems.append("vkey: signed by somebody else")
        listed = dict(line.split(" ")[::-1] for line in read_note(there["files"], origin, key_id, public)[2:])
    except (KeyError, ValueError, IndexError):
        problems.append("vkey or files: missing, or changed")
        listed = {}
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in there.items() if name != "files"}
    problems += [f"{name}: missing" for name in sorted({*listed} - {*hashes})]
    problems += [f"{name}: added" for name in sorted({*hashes} - {*listed}) if listed]
    problems += [f"{name}: not as it was signed" for name in sorted(hashes) if listed.get(name, hashes[name]) != hashes[name]]
    leaves = there.get("leaves.jsonl", b"").split(b"\n")[:-1]
    count, pruned, root = entries(leaves, problems)
    if "payloads.jsonl" in there:
        payloads(there["payloads.jsonl"], leaves, problems)
    try:
        _, size, signed = read_note(there["checkpoint"], origin, key_id, public)[:3]
        if count != int(size):
            problems.append(f"{count} entries are here, {size} were signed")
        elif base64.b64encode(root).decode() != signed:
            problems.append(f"an entry was changed: entry {count - 1}, if no other one is named")
    except (KeyError, ValueError, IndexError, UnboundLocalError):
        problems.append("checkpoint: missing, or changed")
    answer.update(ok=not problems, entries=count, pruned=pruned, root=base64.b64encode(root).decode())
    return answer


def main(words: List[str]) -> int:
    trusted = words.pop(words.index("--key") + 1) if "--key" in words else None
    folder = Path(next((each for each in words if each != "--key"), Path(__file__).parent))
    logs = [verify(path.parent, trusted) for path in sorted({*folder.glob("vkey"), *folder.glob("*/vkey"), *folder.glob("*/leaves.jsonl")})
            if path.name == "vkey" or not path.with_name("vkey").exists()]
    print(json.dumps({"ok": bool(logs) and all(log["ok"] for log in logs), "logs": logs}, indent=1))
    return 0 if logs and all(log["ok"] for log in logs) else 7


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
