"""What Home shows: what asks for the officer today, and how the whole office stands."""
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from alektum_desk.domain.errors import _N
from alektum_desk.domain.follow_up import Due
from alektum_desk.domain.records import Listed, Matrix, State
from alektum_desk.services import erasure, follow_up, lives, notices, records, visitors
from alektum_desk.store import journal, records as store

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

AHEAD = 14

# What an entry of the journal says of itself: who did it is told by the journal, whom it was about by nobody.
SAID: Mapping[str, tuple[str, str]] = {
    "register.seed": ("register", _N("The register was filled")),
    "notice.read": ("notice", _N("A notice was read in")),
    "activity.decide": ("check", _N("A field of the register was decided")),
    "activity.approve": ("check", _N("An activity was approved")),
    "activity.create": ("plus", _N("An activity was written down")),
    "activity.life": ("edit", _N("An activity got another state")),
    "activity.restore": ("undo", _N("An older version was restored")),
    "processor.keep": ("building", _N("A processor was written down")),
    "visit.sign_in": ("people", _N("A visitor arrived")),
    "visit.group": ("people", _N("A group of visitors arrived")),
    "visit.delivery": ("parcel", _N("A delivery was noted")),
    "visit.close": ("clock", _N("Visitors were signed out at closing time")),
    "roll_call.end": ("list", _N("A roll call was ended")),
    "visit.sign_out": ("exit", _N("A visitor left")),
    "visit.forget": ("forget", _N("Visits were forgotten")),
    "complaint.issue": ("letter", _N("A letter was written")),
    "complaint.close": ("letter", _N("A letter was closed")),
    "complaint.note": ("letter", _N("Something was noted in a case")),
    "complaint.erase": ("forget", _N("Cases were erased")),
    "authority.check": ("law", _N("An address of an authority was checked")),
    "authority.own": ("law", _N("An address of an authority was corrected")),
    "authority.delivered": ("law", _N("A signed file of authorities was taken")),
    "account.add": ("person", _N("An account was added")),
    "account.role": ("person", _N("An account got another role")),
    "account.disable": ("person", _N("An account was disabled")),
    "account.password": ("badge", _N("A password was changed")),
    "account.recovery": ("badge", _N("A new recovery code was made")),
    "backup.create": ("mirror", _N("A backup was made and checked")),
    "store.restore": ("import", _N("A backup was brought back")),
    "store.rekey": ("lock", _N("Every compartment got a new key")),
    "export.shred": ("erase", _N("Files that left were shredded")),
    "undo": ("undo", _N("A change was undone")),
    "redo": ("undo", _N("A change was redone")),
}


@dataclass(frozen=True, slots=True)
class Question:
    """Something only the officer can judge. `title` and `question` are catalogue texts."""

    activity: str
    title: str
    country: str
    question: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One act of the journal, in a catalogue text and in the office's time."""

    at: datetime
    icon: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """How many visits are forgotten on a coming day."""

    on: date
    visits: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts are None where the role does not open the compartment."""

    matrix: Matrix
    differing: tuple[Listed, ...]          # activities whose notices contradict each other
    lacking: int
    questions: tuple[Question, ...]
    unread: int                            # notices whose text was not read in yet
    on_site: int | None
    leaving: tuple[Leaving, ...]
    next_at: datetime | None               # when the next visit is forgotten
    recent: tuple[Happened, ...]
    due: tuple[Due, ...] = ()              # answers of authorities that are near or late
    reviews: tuple[Listed, ...] = ()       # approved activities whose review is due or near, the earliest first
    going: int = 0                         # closed cases whose day has come


def overview(desk: Desk, recent: int = 6) -> Overview:
    rows = records.listed(desk)
    visits = visitors.listed(desk) if desk.store.may("visitors") else ()
    leaving = Counter(visit.last_day for visit in visits)
    days = [desk.today() + timedelta(days=ahead) for ahead in range(AHEAD)]
    due = min((visit.due_from for visit in visits), default=None)
    return Overview(
        records.matrix(desk), tuple(row for row in rows if row.contradictions), sum(row.state is State.LACKS for row in rows),
        _questions(desk), sum(each.ours and not each.lines for each in notices.listed(desk)),
        sum(visit.is_on_site for visit in visits) if desk.store.may("visitors") else None,
        tuple(Leaving(day, leaving[day]) for day in days), due.astimezone(desk.zone) if due else None, _recent(desk, recent),
        follow_up.due(desk), lives.reviews_due(desk), len(erasure.due_cases(desk)) if desk.store.may("cases") else 0)


def _questions(desk: Desk) -> tuple[Question, ...]:
    """What no decision has answered yet. A question without a field is answered by approving the activity."""
    with desk.store.read("register") as session:
        return tuple(Question(ref, title, country, words) for ref, title, country, questions, decided in store.asked(session)
                     for field, words in questions if field not in decided)


def _recent(desk: Desk, most: int) -> tuple[Happened, ...]:
    """The last acts in what this role opens, one line for each act however many rows it changed."""
    told: dict[str, journal.Told] = {}
    for name in ("register", "cases", "visitors"):
        if desk.store.may(name):
            with desk.store.bare(name) as db:
                told |= {entry.act: entry for entry in journal.latest(db, most * 4) if entry.kind in SAID}
    newest = sorted(told.values(), key=lambda entry: entry.at, reverse=True)[:most]
    return tuple(Happened(datetime.fromisoformat(entry.at).astimezone(desk.zone), *SAID[entry.kind]) for entry in newest)
