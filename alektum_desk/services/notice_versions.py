"""New versions of a published notice: what changed, and which facts of the register it touches."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.notice_versions import Difference, Touched, Version, compare, found_again, unchanged
from alektum_desk.domain.notices import ACTIVITY_FIELDS
from alektum_desk.services import records
from alektum_desk.services.notice_files import lines_of, read_file
from alektum_desk.services.notices import to_statement
from alektum_desk.store import notices as store, records as record_store

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

_GONE = _N("A newer text of a notice says this no more, or in other words. What holds now?")


def renew(desk: Desk, notice: str, path: Path, published_on: date | None = None, source: str | None = None) -> Difference:
    """The file becomes the version in force. Facts whose words still stand there move to their new line; the others end with the old version.

    Facts of an earlier version whose words are back hold again. Records that lose or regain a fact get another version, and their approval lapses.
    """
    found = read_file(path)
    with desk.store.act("register", "notice.renew") as session:
        row = _notice(session, notice)
        before = store.text_of(session, row.sha256)
        if before is None:
            raise Refused(_N("The text of the notice {notice} was never read in."), _N("Import the text that was in force first."), notice=notice)
        if found.digest == row.sha256:
            raise Refused(_N("{file} is the version that is in force already."), _N("Choose the newer text."), file=found.file)
        _refuse_of_another(session, row, found.digest)
        earlier = store.versions(session, row.id)
        if not earlier:
            session.add(store.NoticeVersion(notice_id=row.id, number=1, sha256=row.sha256, taken_at=before.read_at, account=desk.who.name))
        number = len(earlier) + (1 if earlier else 2)
        if store.text_of(session, found.digest) is None:
            session.add(store.NoticeText(sha256=found.digest, file=found.file, read_at=desk.now(), lines=found.lines, text=found.text))
        session.add(store.NoticeVersion(notice_id=row.id, number=number, sha256=found.digest, published_on=published_on,
                                        source=(source or "").strip()[:500] or None, taken_at=desk.now(), account=desk.who.name))
        old, new = lines_of(before.text), lines_of(found.text)
        made = _difference(session, row, old, new)
        stayed = unchanged(old, new)
        turned = []
        for each in store.every_statement(session, row.id):
            if each.line is None or each.anchor is None:
                continue
            place, held = found_again(each.anchor, each.line, old, new, stayed if each.gone is None else {}), each.gone is None
            each.line, each.gone = (each.line, each.gone or number) if place is None else (place, None)
            if held != (each.gone is None):
                turned.append(each)
        row.sha256, row.file = found.digest, found.file
        session.flush()
        _ask_again(session, desk, row, turned)
        return made


def _ask_again(session: Session, desk: Desk, row: store.Notice, turned: Sequence[store.Statement]) -> None:
    """Another version of every record that reads one of these facts, with a question for each field that lost one."""
    parts: dict[str, set[str]] = {}
    for ref, part in record_store.readers(session, row.id):
        parts.setdefault(ref, set()).add(part)
    for ref, read in parts.items():
        here = [each for each in turned if each.field in ACTIVITY_FIELDS and (each.parts is None or read.intersection(each.parts))]
        if here:
            activity = records.found(session, ref)
            back = [[each.field, _GONE] for each in here if each.gone is None]
            lost = [[each.field, _GONE] for each in here if each.gone is not None]
            kept = [each for each in activity.questions if each not in back and each not in lost]
            activity.questions = [*kept, *([field, _GONE] for field in ACTIVITY_FIELDS if [field, _GONE] in lost)]
            records.edited(session, desk, activity)


def _refuse_of_another(session: Session, row: store.Notice, digest: str) -> None:
    """One file may hold two notices; else the text of one is none of another."""
    ours = _digests(session, row)
    other = next((each.ref for each, _text, _facts in store.listed(session) if each.sha256 == digest and not ours & _digests(session, each)), None)
    if other:
        raise Refused(_N("This is the text of another notice: {notice}."), _N("Choose the newer text."), notice=other)


def _digests(session: Session, row: store.Notice) -> frozenset[str]:
    return frozenset((row.sha256, *(each.sha256 for each in store.versions(session, row.id))))


def versions(desk: Desk, notice: str) -> tuple[Version, ...]:
    """Oldest first; a notice that was never renewed has one, and none before its text was read in."""
    with desk.store.read("register") as session:
        row = _notice(session, notice)
        text = store.text_of(session, row.sha256)
        kept = store.versions(session, row.id)
        if not kept:
            return (Version(1, row.sha256, row.file, None, None, text.read_at, None),) if text else ()
        files = {each.sha256: found.file for each in kept if (found := store.text_of(session, each.sha256))}
        return tuple(Version(each.number, each.sha256, files.get(each.sha256, row.file), each.published_on, each.source, each.taken_at, each.account)
                     for each in kept)


def text(desk: Desk, notice: str, number: int) -> tuple[str, ...]:
    """The lines of one version."""
    with desk.store.read("register") as session:
        return tuple(_lines(session, _notice(session, notice), number))


def difference(desk: Desk, notice: str, old: int, new: int) -> Difference:
    """Between any two versions; facts are those of the lines of the older one that changed."""
    with desk.store.read("register") as session:
        row = _notice(session, notice)
        return _difference(session, row, _lines(session, row, old), _lines(session, row, new))


def _difference(session: Session, row: store.Notice, old: list[str], new: list[str]) -> Difference:
    lines, stayed = compare(old, new), unchanged(old, new)
    moved = {each.old for each in lines if each.old is not None}
    readers = record_store.readers(session, row.id)
    touched = []
    for fact in store.every_statement(session, row.id):
        said = to_statement(fact, row)
        if said.place is None or fact.anchor is None:
            continue
        spot = next((number for number in sorted(moved) if fact.anchor in old[number - 1]), None)
        if spot is not None:
            activities = tuple(ref for ref, part in readers if fact.parts is None or part in fact.parts)
            touched.append(Touched(said, found_again(fact.anchor, spot, old, new, stayed), tuple(dict.fromkeys(activities))))
    return Difference(lines, tuple(touched))


def _notice(session: Session, notice: str) -> store.Notice:
    row = store.by_ref(session, notice)
    if row is None:
        raise Refused(_N("There is no notice {notice}."), _N("The list of notices shows their names."), notice=notice)
    return row


def _lines(session: Session, row: store.Notice, number: int) -> list[str]:
    kept = {each.number: each.sha256 for each in store.versions(session, row.id)} or {1: row.sha256}
    found = store.text_of(session, kept[number]) if number in kept else None
    if found is None:
        raise Refused(_N("The notice {notice} has no version {number}."), _N("Choose one of: {known}."), notice=row.ref, number=str(number),
                      known=", ".join(map(str, kept)))
    return lines_of(found.text)
